import { sql } from 'kysely';
import type { NatureOrganisation } from '../../../../kernel/acteur.ts';
import type { Tx } from '../../../../platform/db/base.ts';

export interface DemandeOubli {
  readonly genre: 'mot-de-passe' | 'identifiant';
  readonly saisie: string;
  readonly adresse: string | null;
  readonly navigateur: string | null;
  readonly correlation: string;
}

export async function insertDemandeOubli(tx: Tx, id: string, d: DemandeOubli, instant: Date): Promise<void> {
  await sql`insert into identite.demande_oubli (id, genre, saisie, demandee_le, adresse, navigateur, correlation)
    values (${id}::uuid, ${d.genre}, ${d.saisie}, ${instant}::timestamptz, ${d.adresse}::inet, ${d.navigateur},
      ${d.correlation})`.execute(tx);
}

/** Takes a demand out to treat it: it is erased if what answers it commits. */
export async function takeDemandeOubli(tx: Tx, id: string): Promise<DemandeOubli | undefined> {
  const { rows } = await sql<DemandeOubli>`delete from identite.demande_oubli where id = ${id}::uuid
    returning genre, saisie, host(adresse) as adresse, navigateur, correlation`.execute(tx);
  return rows[0];
}

export async function deleteDemandesOubli(tx: Tx, avant: Date): Promise<void> {
  await sql`delete from identite.demande_oubli where demandee_le < ${avant}::timestamptz`.execute(tx);
}

export interface CompteOublie {
  readonly compte_id: string;
  readonly nature: NatureOrganisation;
  readonly caf_code: string | null;
  readonly partenaire_id: string | null;
}

/** Door without tenant: the open accounts that an identifier or an address names. */
export async function findComptesOublies(tx: Tx, d: DemandeOubli, instant: Date): Promise<CompteOublie[]> {
  const { rows } = await sql<CompteOublie>`
    select * from identite.comptes_oublies(${d.genre}, ${d.saisie}, ${instant}::timestamptz)`.execute(tx);
  return rows;
}

export type GenreJeton = 'reinitialisation' | 'courriel-ancien' | 'courriel-nouveau';

export interface JetonTrouve extends CompteOublie {
  readonly jeton_id: string;
  readonly genre: GenreJeton;
}

/** Door without tenant: what a link sent by mail names, while it serves. */
export async function findJetonCourriel(
  tx: Tx,
  empreinte: Buffer,
  instant: Date,
): Promise<JetonTrouve | undefined> {
  const { rows } = await sql<JetonTrouve>`
    select * from identite.jeton_de_courriel(${empreinte}::bytea, ${instant}::timestamptz)`.execute(tx);
  return rows[0];
}

export async function insertJetonCourriel(
  tx: Tx,
  j: {
    readonly id: string;
    readonly compteId: string;
    readonly genre: GenreJeton;
    readonly empreinte: Buffer;
    readonly nouveauCourriel: string | null;
    readonly instant: Date;
    readonly expireLe: Date;
  },
): Promise<void> {
  await sql`insert into identite.jeton_courriel (id, compte_id, genre, empreinte, nouveau_courriel, cree_le, expire_le)
    values (${j.id}::uuid, ${j.compteId}::uuid, ${j.genre}, ${j.empreinte}::bytea, ${j.nouveauCourriel},
      ${j.instant}::timestamptz, ${j.expireLe}::timestamptz)`.execute(tx);
}

/** Spends a link; false when another request did so first, or it was voided. */
export async function consumeJetonCourriel(tx: Tx, id: string, instant: Date): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update identite.jeton_courriel set utilise_le = ${instant}::timestamptz
    where id = ${id}::uuid and utilise_le is null and annule_le is null and expire_le > ${instant}::timestamptz`.execute(
      tx,
    );
  return numAffectedRows === 1n;
}

/** Voids the links of an account that still serve: a new one, or an end, replaces them. */
export async function annulerJetonsCourriel(
  tx: Tx,
  compteId: string,
  genres: readonly GenreJeton[],
  instant: Date,
): Promise<void> {
  await sql`update identite.jeton_courriel set annule_le = ${instant}::timestamptz
    where compte_id = ${compteId}::uuid and genre = any(${genres}::text[]) and annule_le is null
      and (utilise_le is null or genre <> 'reinitialisation')`.execute(tx);
}

export interface DemandeCourriel {
  readonly nouveau: string;
  readonly ancien_confirme: boolean;
  readonly nouveau_confirme: boolean;
  readonly expire_le: Date;
}

/** The change of address under way, with the confirmations that it has. */
export async function findDemandeCourriel(
  tx: Tx,
  compteId: string,
  instant: Date,
): Promise<DemandeCourriel | undefined> {
  const { rows } = await sql<DemandeCourriel>`
    select nouveau_courriel as nouveau, expire_le,
      bool_or(genre = 'courriel-ancien' and utilise_le is not null) as ancien_confirme,
      bool_or(genre = 'courriel-nouveau' and utilise_le is not null) as nouveau_confirme
    from identite.jeton_courriel
    where compte_id = ${compteId}::uuid and genre <> 'reinitialisation' and annule_le is null
      and expire_le > ${instant}::timestamptz
    group by nouveau_courriel, expire_le order by expire_le desc limit 1`.execute(tx);
  return rows[0];
}

/** The account takes its new address; false when another open account of the organisation has it (ACC-01). */
export async function setCourriel(tx: Tx, compteId: string, courriel: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update identite.compte c set courriel = ${courriel}
    where c.id = ${compteId}::uuid and not exists (
      select from identite.compte a where a.id <> c.id and a.nature = c.nature
        and a.caf_code is not distinct from c.caf_code and a.partenaire_id is not distinct from c.partenaire_id
        and lower(a.courriel) = lower(${courriel}) and a.etat <> 'clos')`.execute(tx);
  return numAffectedRows === 1n;
}

/** Nightly: links that serve no more. */
export async function deleteJetonsCourriel(tx: Tx, avant: Date): Promise<void> {
  await sql`delete from identite.jeton_courriel where expire_le < ${avant}::timestamptz`.execute(tx);
}
