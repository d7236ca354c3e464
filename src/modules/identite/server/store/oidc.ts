import { sql } from 'kysely';
import type { NatureOrganisation } from '../../../../kernel/acteur.ts';
import type { Tx } from '../../../../platform/db/base.ts';

export interface DepartGarde {
  readonly scelle: Buffer;
  readonly cle: string;
  /** Local path to go to once signed in. */
  readonly suite: string | null;
}

export async function insertDepart(
  tx: Tx,
  d: DepartGarde & { readonly empreinte: Buffer; readonly instant: Date; readonly expireLe: Date },
): Promise<void> {
  await sql`insert into identite.depart_oidc (empreinte, scelle, cle, suite, cree_le, expire_le)
    values (${d.empreinte}::bytea, ${d.scelle}::bytea, ${d.cle}, ${d.suite}, ${d.instant}::timestamptz,
      ${d.expireLe}::timestamptz)`.execute(tx);
}

/** Takes a departure out: of two returns at once, one finds it gone. */
export async function takeDepart(tx: Tx, empreinte: Buffer, instant: Date): Promise<DepartGarde | undefined> {
  const { rows } = await sql<DepartGarde & { expire_le: Date }>`delete from identite.depart_oidc
    where empreinte = ${empreinte}::bytea returning scelle, cle, suite, expire_le`.execute(tx);
  return rows[0] && rows[0].expire_le > instant ? rows[0] : undefined;
}

/** An identity that waits to be linked. */
export interface RetourGarde {
  readonly emetteur: string;
  readonly sujet: string;
  readonly siret: string;
  readonly acr: string;
  readonly deuxFacteurs: boolean;
  readonly sid: string | null;
}

export async function insertRetour(
  tx: Tx,
  r: RetourGarde & { readonly empreinte: Buffer; readonly expireLe: Date },
): Promise<void> {
  await sql`insert into identite.retour_oidc (empreinte, emetteur, sujet, siret, acr, deux_facteurs, sid, expire_le)
    values (${r.empreinte}::bytea, ${r.emetteur}, ${r.sujet}, ${r.siret}, ${r.acr}, ${r.deuxFacteurs}, ${r.sid},
      ${r.expireLe}::timestamptz)`.execute(tx);
}

/** Takes out an identity that waited: it can be linked once, or refused once. */
export async function takeRetour(
  tx: Tx,
  empreinte: Buffer,
  instant: Date,
): Promise<Pick<RetourGarde, 'emetteur' | 'sujet' | 'siret'> | undefined> {
  const { rows } = await sql<{ emetteur: string; sujet: string; siret: string; expire_le: Date }>`
    delete from identite.retour_oidc where empreinte = ${empreinte}::bytea
    returning emetteur, sujet, siret, expire_le`.execute(tx);
  return rows[0] && rows[0].expire_le > instant ? rows[0] : undefined;
}

export interface CompteLie {
  readonly liaison_id: string;
  readonly compte_id: string;
  readonly nature: NatureOrganisation;
  readonly caf_code: string | null;
  readonly partenaire_id: string | null;
  readonly etat: 'actif' | 'suspendu' | 'clos';
  readonly ouvert: boolean;
  /** Its owner has chosen a password, and no first access is under way. */
  readonly premier_acces_fait: boolean;
  readonly second_facteur_exige: boolean;
  readonly totp: boolean;
  readonly cles: boolean;
  /** The device that the request came from, when this account has proved both factors on it. */
  readonly appareil_id: string | null;
}

/** Door without tenant: the account that issuer, subject and SIRET name together (ACC-05). */
export async function findCompteLie(
  tx: Tx,
  { emetteur, sujet, siret }: Pick<RetourGarde, 'emetteur' | 'sujet' | 'siret'>,
  appareil: Buffer | null,
  instant: Date,
): Promise<CompteLie | undefined> {
  const { rows } = await sql<CompteLie>`select * from identite.compte_lie(${emetteur}, ${sujet}, ${siret},
    ${appareil}::bytea, ${instant}::timestamptz)`.execute(tx);
  return rows[0];
}

/** SIRET of the partner whose tenant it is; undefined for whoever is no partner's. */
export async function findSiret(tx: Tx, partenaireId: string | null): Promise<string | undefined> {
  const { rows } = await sql<{ siret: string }>`select siret from organismes.partenaire_publie
    where id = ${partenaireId}::uuid`.execute(tx);
  return rows[0]?.siret;
}

/** Marks a link as used now; false when it was taken back meanwhile. */
export async function marquerLiaison(tx: Tx, id: string, instant: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update identite.liaison_oidc set utilisee_le = ${instant}::timestamptz
    where id = ${id}::uuid and retiree_le is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** False when the identity, or the account at this issuer, is linked already: the indexes judge, across tenants. */
export async function insertLiaison(
  tx: Tx,
  l: Pick<RetourGarde, 'emetteur' | 'sujet' | 'siret'> & {
    readonly id: string;
    readonly compteId: string;
    readonly instant: Date;
  },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into identite.liaison_oidc (id, compte_id, emetteur, sujet, siret, liee_le)
    values (${l.id}::uuid, ${l.compteId}::uuid, ${l.emetteur}, ${l.sujet}, ${l.siret}, ${l.instant}::timestamptz)
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export interface Liaison {
  readonly id: string;
  readonly emetteur: string;
  readonly sujet: string;
  readonly siret: string;
  readonly liee_le: Date;
  readonly utilisee_le: Date | null;
}

/** The links of an account that open it now. */
export async function listLiaisons(tx: Tx, compteId: string): Promise<Liaison[]> {
  const { rows } =
    await sql<Liaison>`select id, emetteur, sujet, siret, liee_le, utilisee_le from identite.liaison_oidc
    where compte_id = ${compteId}::uuid and retiree_le is null order by liee_le desc, id`.execute(tx);
  return rows;
}

export async function retireLiaison(tx: Tx, id: string, instant: Date): Promise<void> {
  await sql`update identite.liaison_oidc set retiree_le = ${instant}::timestamptz
    where id = ${id}::uuid and retiree_le is null`.execute(tx);
}

/** Ends the sessions that an identity opened to an account, all but one. */
export async function closeSessionsLiees(
  tx: Tx,
  compteId: string,
  { emetteur, sujet }: Pick<RetourGarde, 'emetteur' | 'sujet'>,
  instant: Date,
  sauf: string,
): Promise<void> {
  await sql`update identite.session set close_le = ${instant}::timestamptz, close_motif = 'liaison-retiree'
    where compte_id = ${compteId}::uuid and oidc_emetteur = ${emetteur} and oidc_sujet = ${sujet}
      and close_le is null and id <> ${sauf}::uuid`.execute(tx);
}

/** Keeps with a session what a logout of the provider will name. */
export async function setSessionOidc(
  tx: Tx,
  sessionId: string,
  { emetteur, sujet, sid }: Pick<RetourGarde, 'emetteur' | 'sujet' | 'sid'>,
): Promise<void> {
  await sql`update identite.session set oidc_emetteur = ${emetteur}, oidc_sujet = ${sujet}, oidc_sid = ${sid}
    where id = ${sessionId}::uuid`.execute(tx);
}

/**
 * The proof is as old as the person's sign-in at the provider, which may have been hours ago: a sensitive act then asks
 * for another one. A provider that does not say gives no fresh proof at all.
 */
export async function setPreuveDuFournisseur(tx: Tx, sessionId: string, authLe: Date | null): Promise<void> {
  await sql`update identite.session
    set second_facteur_le = least(second_facteur_le, coalesce(${authLe}::timestamptz, ouverte_le - interval '1 day'))
    where id = ${sessionId}::uuid and second_facteur_le is not null`.execute(tx);
}

/** Whether a session was opened with the account's own password. */
export async function isSessionLocale(tx: Tx, sessionId: string): Promise<boolean> {
  const { rows } = await sql<{ origine: string }>`select origine from identite.session
    where id = ${sessionId}::uuid`.execute(tx);
  return rows[0]?.origine === 'local';
}

/** Remembers a logout; false when it was already obeyed. */
export async function insertDeconnexion(
  tx: Tx,
  { emetteur, jti }: { readonly emetteur: string; readonly jti: string },
  instant: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into identite.deconnexion_oidc (emetteur, jti, recu_le)
    values (${emetteur}, ${jti}, ${instant}::timestamptz) on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export interface SessionDuFournisseur {
  readonly session_id: string;
  readonly compte_id: string;
  readonly nature: NatureOrganisation;
  readonly caf_code: string | null;
  readonly partenaire_id: string | null;
}

/** Door without tenant: the open sessions that a logout of the provider names. */
export async function listSessionsDuFournisseur(
  tx: Tx,
  {
    emetteur,
    sujet,
    sid,
  }: { readonly emetteur: string; readonly sujet: string | null; readonly sid: string | null },
  instant: Date,
): Promise<SessionDuFournisseur[]> {
  const { rows } =
    await sql<SessionDuFournisseur>`select * from identite.sessions_oidc(${emetteur}, ${sujet}::text,
    ${sid}::text, ${instant}::timestamptz)`.execute(tx);
  return rows;
}

/** Nightly: what waited too long, and logouts that no token still in time could repeat. */
export async function deleteOidcPerimes(tx: Tx, avant: Date): Promise<void> {
  await sql`delete from identite.depart_oidc where expire_le < ${avant}::timestamptz`.execute(tx);
  await sql`delete from identite.retour_oidc where expire_le < ${avant}::timestamptz`.execute(tx);
  await sql`delete from identite.deconnexion_oidc where recu_le < ${avant}::timestamptz`.execute(tx);
}
