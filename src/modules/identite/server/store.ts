import { sql } from 'kysely';
import type { Organisation, Role } from '../../../kernel/acteur.ts';
import type { Portee } from '../../../kernel/route.ts';
import type { Tx } from '../../../platform/db/base.ts';

export interface CompteDeConnexion {
  readonly compte_id: string;
  readonly nature: Organisation['nature'];
  readonly caf_code: string | null;
  readonly partenaire_id: string | null;
  /** Null: no password is left to present. */
  readonly mot_de_passe: string | null;
  readonly provisoire: boolean;
  readonly provisoire_expire_le: Date | null;
  readonly etat: 'actif' | 'suspendu' | 'clos';
  readonly ouvert: boolean;
  readonly second_facteur_exige: boolean;
  readonly premier_acces_le: Date | null;
  readonly totp: boolean;
  readonly cles: boolean;
  /** The device that the request came from, when this account has proved both factors on it. */
  readonly appareil_id: string | null;
}

/** Door without tenant: the account that an identifier names, and whether it knows the device. */
export async function findCompteDeConnexion(
  tx: Tx,
  identifiant: string,
  appareil: Buffer | null,
  instant: Date,
): Promise<CompteDeConnexion | undefined> {
  const { rows } = await sql<CompteDeConnexion>`
    select * from identite.compte_de_connexion(${identifiant}, ${appareil}::bytea, ${instant}::timestamptz)`.execute(
    tx,
  );
  return rows[0];
}

export type NiveauSession = 'mot-de-passe' | 'parcours' | 'complet';

export interface SessionOuverte {
  readonly session_id: string;
  readonly compte_id: string;
  readonly niveau: NiveauSession;
  readonly nature: Organisation['nature'];
  readonly caf_code: string | null;
  readonly partenaire_id: string | null;
  readonly activite_le: Date;
}

/** Door without tenant: the open session that a cookie's digest names. */
export async function findSession(
  tx: Tx,
  empreinte: Buffer,
  instant: Date,
): Promise<SessionOuverte | undefined> {
  const { rows } = await sql<SessionOuverte>`
    select * from identite.session_ouverte(${empreinte}::bytea, ${instant}::timestamptz)`.execute(tx);
  return rows[0];
}

export async function marquerActivite(tx: Tx, sessionId: string, instant: Date): Promise<void> {
  await sql`select identite.marquer_activite(${sessionId}::uuid, ${instant}::timestamptz)`.execute(tx);
}

export async function loadIdentite(tx: Tx, compteId: string, instant: Date) {
  const { rows } = await sql<{
    prenom: string;
    nom: string;
    fonction: string;
    courriel: string;
    identifiant: string;
    roles: Role[];
  }>`
    select c.prenom, c.nom, c.fonction, c.courriel, c.identifiant,
      coalesce((select array_agg(r.role order by r.role) from identite.role_compte r
        where r.compte_id = c.id and r.periode @> ${instant}::timestamptz), '{}') as roles
    from identite.compte c where c.id = ${compteId}::uuid`.execute(tx);
  const trouve = rows[0];
  if (trouve === undefined)
    throw new Error('the account of an open session is not visible under its own tenant');
  return trouve;
}

export interface PorteurSession {
  readonly prenom: string;
  readonly nom: string;
  readonly roles: Role[];
  readonly preuve_le: Date | null;
  readonly portees: Portee[] | null;
}

/** Who is behind a session, when they last proved it, and the services of a token. */
export async function loadPorteur(tx: Tx, sessionId: string, instant: Date): Promise<PorteurSession> {
  const { rows } = await sql<PorteurSession>`
    select c.prenom, c.nom,
      coalesce((select array_agg(r.role order by r.role) from identite.role_compte r
        where r.compte_id = c.id and r.periode @> ${instant}::timestamptz), '{}') as roles,
      case when s.genre = 'navigateur'
        -- Opened by the identity provider: when the person proved anything there is not known to be now (ACC-05).
        then greatest(coalesce(s.second_facteur_le, case when s.origine = 'local' then s.ouverte_le end), s.confirmee_le)
      end as preuve_le,
      (select j.portees from identite.jeton_api j where j.session_id = s.id) as portees
    from identite.session s join identite.compte c on c.id = s.compte_id
    where s.id = ${sessionId}::uuid`.execute(tx);
  const trouve = rows[0];
  if (trouve === undefined) throw new Error('an open session is not visible under its own tenant');
  return trouve;
}

export interface DetailSession {
  readonly organisme: string;
  readonly caf: string | null;
  readonly fuseau: string | null;
  readonly connexion_precedente_le: Date | null;
  readonly inactive_le: Date;
  readonly expire_le: Date;
  readonly fonction: string;
}

export async function loadDetailSession(tx: Tx, sessionId: string): Promise<DetailSession> {
  const { rows } = await sql<DetailSession>`
    select coalesce(p.raison_sociale, f.nom, 'Cnaf') as organisme, f.nom as caf, f.fuseau, s.connexion_precedente_le,
           s.inactive_le, s.expire_le, c.fonction
    from identite.session s
    join identite.compte c on c.id = s.compte_id
    left join organismes.partenaire_publie p on p.id = s.partenaire_id
    left join organismes.caf_publiee f on f.code = s.caf_code
    where s.id = ${sessionId}::uuid`.execute(tx);
  const trouve = rows[0];
  if (trouve === undefined) throw new Error('an open session is not visible under its own tenant');
  return trouve;
}

export interface NouvelleSession {
  readonly id: string;
  readonly compteId: string;
  readonly organisation: Organisation;
  readonly empreinte: Buffer;
  readonly niveau: NiveauSession;
  readonly instant: Date;
  readonly inactiviteMs: number;
  readonly expireLe: Date;
  readonly adresse: string | null;
  readonly navigateur: string | null;
  /** `jeton`: an API token, whose owner proved a second factor when it was made. */
  readonly genre?: 'navigateur' | 'jeton';
  readonly origine?: 'local' | 'oidc';
  readonly appareilId?: string | null;
  readonly secondFacteurLe?: Date | null;
}

export async function insertSession(tx: Tx, s: NouvelleSession): Promise<void> {
  await sql`insert into identite.session (id, compte_id, nature, caf_code, partenaire_id, jeton_empreinte, niveau,
      ouverte_le, activite_le, duree_inactivite, inactive_le, expire_le, adresse, navigateur, connexion_precedente_le,
      genre, origine, appareil_id, second_facteur_le)
    select ${s.id}::uuid, c.id, ${s.organisation.nature}, ${s.organisation.cafCode}, ${s.organisation.partenaireId}::uuid,
      ${s.empreinte}::bytea, ${s.niveau}, ${s.instant}::timestamptz, ${s.instant}::timestamptz,
      make_interval(secs => ${s.inactiviteMs / 1000}::double precision),
      ${new Date(Math.min(s.instant.getTime() + s.inactiviteMs, s.expireLe.getTime()))}::timestamptz, ${s.expireLe}::timestamptz,
      ${s.adresse}::inet, ${s.navigateur}::text, c.derniere_connexion_le,
      ${s.genre ?? 'navigateur'}, ${s.origine ?? 'local'}, ${s.appareilId ?? null}::uuid, ${s.secondFacteurLe ?? null}::timestamptz
    from identite.compte c where c.id = ${s.compteId}::uuid`.execute(tx);
}

export interface AvanceeSession {
  readonly id: string;
  /** Levels that it may leave; none of them: another request moved it meanwhile. */
  readonly de: readonly NiveauSession[];
  readonly niveau: NiveauSession;
  readonly empreinte: Buffer;
  readonly instant: Date;
  readonly inactiviteMs: number;
  readonly expireLe: Date;
  /** The second factor was proved just now. */
  readonly secondFacteur: boolean;
}

/** Moves a session to another level under a new cookie: the one that had proved less opens nothing more. */
export async function avancerSession(tx: Tx, s: AvanceeSession): Promise<boolean> {
  const { numAffectedRows } = await sql`update identite.session
    set jeton_empreinte = ${s.empreinte}::bytea, niveau = ${s.niveau},
        second_facteur_le = case when ${s.secondFacteur} then ${s.instant}::timestamptz else second_facteur_le end,
        activite_le = ${s.instant}::timestamptz, duree_inactivite = make_interval(secs => ${s.inactiviteMs / 1000}::double precision),
        inactive_le = ${new Date(Math.min(s.instant.getTime() + s.inactiviteMs, s.expireLe.getTime()))}::timestamptz,
        expire_le = ${s.expireLe}::timestamptz, defi = null, defi_objet = null, defi_expire_le = null
    where id = ${s.id}::uuid and niveau = any(${s.de}::text[]) and close_le is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** What is known of a session while one signs in or proves something. */
export interface EtatSession {
  readonly niveau: NiveauSession;
  readonly appareil_id: string | null;
  readonly second_facteur_le: Date | null;
  readonly expire_le: Date;
}

export async function loadEtatSession(tx: Tx, sessionId: string): Promise<EtatSession> {
  const { rows } = await sql<EtatSession>`select niveau, appareil_id, second_facteur_le, expire_le
    from identite.session where id = ${sessionId}::uuid`.execute(tx);
  const trouve = rows[0];
  if (trouve === undefined) throw new Error('an open session is not visible under its own tenant');
  return trouve;
}

/** Leaves the challenge that a passkey has to sign; a new one voids the one before. */
export async function setDefi(
  tx: Tx,
  sessionId: string,
  defi: { readonly defi: string; readonly objet: string; readonly expireLe: Date },
): Promise<void> {
  await sql`update identite.session set defi = ${defi.defi}, defi_objet = ${defi.objet},
    defi_expire_le = ${defi.expireLe}::timestamptz where id = ${sessionId}::uuid and close_le is null`.execute(
    tx,
  );
}

/** Takes the challenge back, once: a signature cannot be played twice. */
export async function takeDefi(
  tx: Tx,
  sessionId: string,
  objet: string,
  instant: Date,
): Promise<string | undefined> {
  const { rows } = await sql<{ defi: string }>`
    with pris as (select id, defi from identite.session where id = ${sessionId}::uuid and close_le is null and defi_objet = ${objet}
      and defi_expire_le > ${instant}::timestamptz for update)
    update identite.session s set defi = null, defi_objet = null, defi_expire_le = null
    from pris where s.id = pris.id returning pris.defi`.execute(tx);
  return rows[0]?.defi;
}

export async function marquerConnexion(tx: Tx, compteId: string, instant: Date): Promise<void> {
  await sql`update identite.compte set derniere_connexion_le = ${instant}::timestamptz where id = ${compteId}::uuid`.execute(
    tx,
  );
}

export async function marquerConfirmation(tx: Tx, sessionId: string, instant: Date): Promise<void> {
  await sql`update identite.session set confirmee_le = ${instant}::timestamptz where id = ${sessionId}::uuid`.execute(
    tx,
  );
}

/** Forgets that the sessions of an account were confirmed: the next first cap asks for a code again. */
export async function resetConfirmations(tx: Tx, compteId: string): Promise<void> {
  await sql`update identite.session set confirmee_le = null
    where compte_id = ${compteId}::uuid and close_le is null`.execute(tx);
}

export async function closeSession(tx: Tx, sessionId: string, instant: Date, motif: string): Promise<void> {
  await sql`update identite.session set close_le = ${instant}::timestamptz, close_motif = ${motif}
    where id = ${sessionId}::uuid and close_le is null`.execute(tx);
}

/**
 * Ends the sessions of an account: its browsers', its tokens' or both, all but one when it is told. Answers how many.
 */
export async function closeSessionsDe(
  tx: Tx,
  compteId: string,
  instant: Date,
  motif: string,
  { genre, sauf }: { readonly genre?: 'navigateur' | 'jeton'; readonly sauf?: string } = {},
): Promise<number> {
  const { numAffectedRows } = await sql`update identite.session
    set close_le = ${instant}::timestamptz, close_motif = ${motif}
    where compte_id = ${compteId}::uuid and close_le is null and expire_le > ${instant}::timestamptz
      and (${genre ?? null}::text is null or genre = ${genre ?? null}::text)
      and id is distinct from ${sauf ?? null}::uuid`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

export interface SessionListee {
  readonly id: string;
  readonly ouverte_le: Date;
  readonly activite_le: Date;
  readonly close_le: Date | null;
  readonly close_motif: string | null;
  readonly adresse: string | null;
  readonly navigateur: string | null;
  readonly origine: 'local' | 'oidc';
}

/** The browser sessions of an account, newest first: those that are open and the last twenty that ended. */
export async function listSessionsDe(tx: Tx, compteId: string, instant: Date): Promise<SessionListee[]> {
  const { rows } = await sql<SessionListee>`
    select * from (
      select id, ouverte_le, activite_le,
        case when close_le is null and least(inactive_le, expire_le) <= ${instant}::timestamptz
          then least(inactive_le, expire_le) else close_le end as close_le,
        case when close_le is null and least(inactive_le, expire_le) <= ${instant}::timestamptz
          then 'delai' else close_motif end as close_motif,
        host(adresse) as adresse, navigateur, origine,
        row_number() over (partition by close_le is null and least(inactive_le, expire_le) > ${instant}::timestamptz
          order by ouverte_le desc) as rang
      from identite.session
      where compte_id = ${compteId}::uuid and genre = 'navigateur' and niveau = 'complet'
    ) x where rang <= 20 order by ouverte_le desc`.execute(tx);
  return rows;
}

/** Nightly: sessions that ended six months ago are forgotten, as traces are (TRA-04). Runs for the Cnaf. */
export async function deleteSessionsAnciennes(tx: Tx, instant: Date): Promise<void> {
  await sql`delete from identite.session s
    where expire_le at time zone 'UTC' + interval '6 months' <= ${instant}::timestamptz at time zone 'UTC'
      and not exists (select from identite.jeton_api j where j.session_id = s.id)`.execute(tx);
}

export async function setHabilitationChoisie(
  tx: Tx,
  sessionId: string,
  habilitationId: string,
): Promise<void> {
  await sql`update identite.session set habilitation_choisie = ${habilitationId}::uuid where id = ${sessionId}::uuid`.execute(
    tx,
  );
}

export async function findHabilitationChoisie(tx: Tx, sessionId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select habilitation_choisie as id from identite.session where id = ${sessionId}::uuid`.execute(tx);
  return rows[0]?.id ?? null;
}

export interface FacteurTotp {
  readonly secret_scelle: Buffer;
  readonly cle: string;
  readonly dernier_pas: string;
}

/** Locks the factor: two tries of the same code at once are judged one after the other (single use). */
export async function lockFacteurTotp(tx: Tx, compteId: string): Promise<FacteurTotp | undefined> {
  const { rows } = await sql<FacteurTotp>`select secret_scelle, cle, dernier_pas from identite.facteur_totp
    where compte_id = ${compteId}::uuid for update`.execute(tx);
  return rows[0];
}

export async function setDernierPas(tx: Tx, compteId: string, pas: number): Promise<void> {
  await sql`update identite.facteur_totp set dernier_pas = ${pas} where compte_id = ${compteId}::uuid`.execute(
    tx,
  );
}

export interface Tentative {
  readonly echecs: number;
  readonly dernier_le: Date;
  readonly attendre_jusqua: Date | null;
}

/**
 * Locks the counter of a key, made at zero if it is new: parallel tries are counted one after the other, so
 * that fifty at once cannot each believe to be the first.
 */
export async function lockTentative(tx: Tx, cle: Buffer, instant: Date): Promise<Tentative> {
  const { rows } = await sql<Tentative>`insert into identite.tentative as t (cle, echecs, dernier_le)
    values (${cle}::bytea, 0, ${instant}::timestamptz)
    on conflict (cle) do update set cle = t.cle
    returning echecs, dernier_le, attendre_jusqua`.execute(tx);
  const trouvee = rows[0];
  if (trouvee === undefined) throw new Error('an upsert returned no row');
  return trouvee;
}

export async function setTentative(
  tx: Tx,
  cle: Buffer,
  echecs: number,
  instant: Date,
  attendreJusqua: Date | null,
): Promise<void> {
  await sql`update identite.tentative set echecs = ${echecs}, dernier_le = ${instant}::timestamptz,
    attendre_jusqua = ${attendreJusqua}::timestamptz where cle = ${cle}::bytea`.execute(tx);
}

/** Gives back what a good try had counted in advance: all of an account's misses, one of a network's. */
export async function deleteTentative(tx: Tx, cle: Buffer): Promise<void> {
  await sql`delete from identite.tentative where cle = ${cle}::bytea`.execute(tx);
}
/** `compte`: what this very try had made of the counter; a wait that another try set since is not its to lift. */
export async function decrementTentative(tx: Tx, cle: Buffer, compte: number): Promise<void> {
  await sql`update identite.tentative set echecs = greatest(echecs - 1, 0),
    attendre_jusqua = case when echecs = ${compte} then null else attendre_jusqua end
    where cle = ${cle}::bytea`.execute(tx);
}

export async function deleteTentativesAnciennes(tx: Tx, avant: Date): Promise<void> {
  await sql`delete from identite.tentative where dernier_le < ${avant}::timestamptz`.execute(tx);
}

export interface Personne {
  readonly id: string;
  readonly prenom: string;
  readonly nom: string;
  readonly identifiant: string;
  readonly etat: string;
  readonly courriel: string;
}

export async function listPersonnes(tx: Tx, organisation: Organisation): Promise<Personne[]> {
  const { rows } =
    await sql<Personne>`select id, prenom, nom, identifiant, etat, courriel from identite.compte
    where ${organisation.partenaireId === null ? sql`true` : sql`partenaire_id = ${organisation.partenaireId}::uuid`}
    order by nom, prenom limit 5000`.execute(tx);
  return rows;
}

export async function listPersonnesParId(tx: Tx, ids: readonly string[]): Promise<Personne[]> {
  const { rows } =
    await sql<Personne>`select id, prenom, nom, identifiant, etat, courriel from identite.compte
    where id = any(${ids}::uuid[])`.execute(tx);
  return rows;
}

/** People who hold one of these roles today, in the tenant of the transaction or a part of it. */
export async function listPorteursDeRole(
  tx: Tx,
  roles: readonly Role[],
  ou: { partenaireId: string } | { cafCode: string },
  instant: Date,
): Promise<Personne[]> {
  const lieu =
    'partenaireId' in ou
      ? sql`c.partenaire_id = ${ou.partenaireId}::uuid`
      : sql`c.caf_code = ${ou.cafCode} and c.partenaire_id is null`;
  const { rows } =
    await sql<Personne>`select distinct c.id, c.prenom, c.nom, c.identifiant, c.etat, c.courriel
    from identite.compte c join identite.role_compte r on r.compte_id = c.id and r.periode @> ${instant}::timestamptz
    where r.role = any(${roles}::text[]) and c.etat = 'actif' and ${lieu}`.execute(tx);
  return rows;
}

export interface NouveauCompte {
  readonly id: string;
  readonly organisation: Organisation;
  readonly identifiant: string;
  readonly prenom: string;
  readonly nom: string;
  readonly fonction: string;
  readonly courriel: string;
  readonly telephone: string | null;
  /** Hash of the password; null: none yet. */
  readonly motDePasse: string | null;
  /** When its owner chose it. */
  readonly motDePasseLe: Date | null;
  /** The first password, until its owner has replaced it. */
  readonly provisoireExpireLe: Date | null;
  readonly secondFacteurExige: boolean;
  readonly etat: 'actif' | 'suspendu' | 'clos';
  readonly etatMotif: string | null;
  /** When the confidentiality rules were read, for accounts that are loaded; null: to be read. */
  readonly confidentialite: { readonly le: Date; readonly version: number } | null;
  readonly creePar: string | null;
  readonly creeLe: Date;
  readonly du: Date;
  readonly au: Date | null;
  readonly roles: readonly Role[];
  readonly totp: { readonly scelle: Buffer; readonly cle: string } | null;
}

export async function insertCompte(tx: Tx, c: NouveauCompte): Promise<void> {
  await sql`insert into identite.compte (id, nature, caf_code, partenaire_id, identifiant, prenom, nom, fonction, courriel,
      telephone, mot_de_passe, mot_de_passe_provisoire, provisoire_expire_le, mot_de_passe_le, premier_acces_le,
      etat, etat_motif, acces, second_facteur_exige, confidentialite_le, confidentialite_version, cree_le, cree_par)
    values (${c.id}::uuid, ${c.organisation.nature}, ${c.organisation.cafCode}, ${c.organisation.partenaireId}::uuid,
      ${c.identifiant}, ${c.prenom}, ${c.nom}, ${c.fonction}, ${c.courriel}, ${c.telephone}, ${c.motDePasse},
      ${c.provisoireExpireLe !== null}, ${c.provisoireExpireLe}::timestamptz,
      ${c.motDePasseLe}::timestamptz, ${c.motDePasseLe === null ? null : c.du}::timestamptz, ${c.etat}, ${c.etatMotif},
      tstzrange(${c.du}::timestamptz, ${c.au}::timestamptz), ${c.secondFacteurExige},
      ${c.confidentialite?.le ?? null}::timestamptz, ${c.confidentialite?.version ?? null}::integer,
      ${c.creeLe}::timestamptz, ${c.creePar}::uuid)`.execute(tx);
  for (const role of c.roles) {
    await sql`insert into identite.role_compte (compte_id, role, periode)
      values (${c.id}::uuid, ${role}, tstzrange(${c.du}::timestamptz, ${c.au}::timestamptz))`.execute(tx);
  }
  if (c.totp) {
    await sql`insert into identite.facteur_totp (compte_id, secret_scelle, cle, enrole_le)
      values (${c.id}::uuid, ${c.totp.scelle}::bytea, ${c.totp.cle}, ${c.du}::timestamptz)`.execute(tx);
  }
}

export async function countComptesCnaf(tx: Tx): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from identite.compte where nature = 'cnaf'`.execute(tx);
  return rows[0]?.n ?? 0;
}
