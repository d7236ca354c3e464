import { sql } from 'kysely';
import type { NatureOrganisation, Role } from '../../../../kernel/acteur.ts';
import type { Tx } from '../../../../platform/db/base.ts';

/** What decides of the steps left before the portal opens, and what the screen says of them. */
export interface FaitsEntree {
  readonly nature: NatureOrganisation;
  readonly roles: Role[];
  readonly prenom: string;
  readonly nom: string;
  readonly courriel: string;
  readonly identifiant: string;
  readonly organisme: string;
  readonly mot_de_passe: string | null;
  /** The first one, used and not yet replaced. */
  readonly premier_mot_de_passe: string | null;
  readonly mot_de_passe_le: Date | null;
  readonly changement_ordonne_le: Date | null;
  readonly changement_motif: string | null;
  readonly confidentialite_le: Date | null;
  readonly confidentialite_version: number | null;
  readonly second_facteur_exige: boolean;
  readonly premier_acces_le: Date | null;
  /** The account may be entered at this instant. */
  readonly ouvert: boolean;
  readonly totp: boolean;
  readonly cles: number;
  readonly codes: number;
}

/**
 * Locks the account, then reads: acts on one account are judged one after the other. Two statements, since one that waits
 * for a lock sees the row anew and everything else as it was before.
 */
export async function lockFaitsEntree(tx: Tx, compteId: string, instant: Date): Promise<FaitsEntree> {
  await sql`select from identite.compte where id = ${compteId}::uuid for update`.execute(tx);
  const { rows } = await sql<FaitsEntree>`
    select c.nature, c.prenom, c.nom, c.courriel, c.identifiant, c.mot_de_passe, c.premier_mot_de_passe,
      c.mot_de_passe_le, c.changement_ordonne_le, c.changement_motif, c.confidentialite_le, c.confidentialite_version,
      c.second_facteur_exige, c.premier_acces_le, c.etat = 'actif' and c.acces @> ${instant}::timestamptz as ouvert,
      coalesce((select p.raison_sociale from organismes.partenaire_publie p where p.id = c.partenaire_id),
               (select f.nom from organismes.caf_publiee f where f.code = c.caf_code), 'Cnaf') as organisme,
      coalesce((select array_agg(r.role order by r.role) from identite.role_compte r
        where r.compte_id = c.id and r.periode @> ${instant}::timestamptz), '{}') as roles,
      exists (select from identite.facteur_totp t where t.compte_id = c.id) as totp,
      (select count(*)::int from identite.cle_acces k where k.compte_id = c.id) as cles,
      (select count(*)::int from identite.code_recuperation k where k.compte_id = c.id and k.utilise_le is null) as codes
    from identite.compte c where c.id = ${compteId}::uuid`.execute(tx);
  const trouve = rows[0];
  if (trouve === undefined) throw new Error('an account is not visible under its own tenant');
  return trouve;
}

/**
 * The same for an act of somebody in a session: null when the session or the account ended while the act waited for its
 * turn. What an end closes must not be made again behind it.
 */
export async function lockFaitsEnSession(
  tx: Tx,
  { compteId, sessionId }: { readonly compteId: string; readonly sessionId: string },
  instant: Date,
): Promise<FaitsEntree | null> {
  const faits = await lockFaitsEntree(tx, compteId, instant);
  const { rows } = await sql`select from identite.session where id = ${sessionId}::uuid and close_le is null
    and expire_le > ${instant}::timestamptz`.execute(tx);
  return faits.ouvert && rows.length === 1 ? faits : null;
}

/** Takes the first password away, once: of two uses at the same instant one finds it gone (ACC-01). */
export async function consumeProvisoire(tx: Tx, compteId: string, empreinte: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update identite.compte
    set mot_de_passe = null, premier_mot_de_passe = mot_de_passe, mot_de_passe_provisoire = false,
      provisoire_expire_le = null
    where id = ${compteId}::uuid and mot_de_passe_provisoire and mot_de_passe = ${empreinte}`.execute(tx);
  return numAffectedRows === 1n;
}

/** Keeps the password that its owner chose; what ordered the change is satisfied. */
export async function setMotDePasse(
  tx: Tx,
  compteId: string,
  empreinte: string,
  instant: Date,
): Promise<void> {
  await sql`update identite.compte set mot_de_passe = ${empreinte}, mot_de_passe_provisoire = false,
      premier_mot_de_passe = null, provisoire_expire_le = null, mot_de_passe_le = ${instant}::timestamptz,
      changement_ordonne_le = null,
      changement_motif = null, acces_redonne_par = null,
      premier_acces_le = case when mot_de_passe_le is null then ${instant}::timestamptz else premier_acces_le end
    where id = ${compteId}::uuid`.execute(tx);
}

export async function insertEngagement(
  tx: Tx,
  e: { readonly compteId: string; readonly sessionId: string; readonly version: number; readonly le: Date },
): Promise<void> {
  await sql`insert into identite.engagement (compte_id, le, version, session_id)
    values (${e.compteId}::uuid, ${e.le}::timestamptz, ${e.version}, ${e.sessionId}::uuid)`.execute(tx);
  await sql`update identite.compte set confidentialite_le = ${e.le}::timestamptz, confidentialite_version = ${e.version}
    where id = ${e.compteId}::uuid`.execute(tx);
}
