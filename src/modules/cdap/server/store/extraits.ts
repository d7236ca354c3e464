import { sql } from 'kysely';
import type { Tx } from '../../../../platform/db/base.ts';

/** One extract as the register keeps it: categories and identifiers, no value of the file. */
export interface NouvelExtrait {
  readonly id: string;
  readonly cafCode: string;
  readonly partenaireId: string;
  readonly compteId: string;
  readonly codeEmpreinte: Buffer;
  readonly empreinte: Buffer;
  readonly numero: number;
  readonly profil: string;
  readonly mission: string;
  readonly donneesLe: string;
  readonly faitLe: Date;
  readonly categories: readonly string[];
  readonly traceId: string;
}

export async function insertExtrait(tx: Tx, e: NouvelExtrait): Promise<void> {
  await sql`insert into cdap.extrait (id, caf_code, partenaire_id, compte_id, code_empreinte, empreinte, numero, profil,
      mission, donnees_le, fait_le, categories, trace_id)
    values (${e.id}::uuid, ${e.cafCode}, ${e.partenaireId}::uuid, ${e.compteId}::uuid, ${e.codeEmpreinte}, ${e.empreinte},
      ${e.numero}, ${e.profil}, ${e.mission}, ${e.donneesLe}::date, ${e.faitLe}::timestamptz, ${e.categories}::text[],
      ${e.traceId}::uuid)`.execute(tx);
}

export interface ExtraitLu {
  readonly id: string;
  readonly caf_code: string;
  readonly partenaire_id: string;
  readonly compte_id: string;
  readonly empreinte: Buffer;
  readonly numero: number;
  readonly profil: string;
  readonly mission: string;
  readonly donnees_le: string;
  readonly fait_le: Date;
  readonly categories: string[];
}

/** By the digest of its code, among those that the tenant sees and that are still of their six months (TRA-04). */
export async function findExtrait(
  tx: Tx,
  codeEmpreinte: Buffer,
  instant: Date,
): Promise<ExtraitLu | undefined> {
  const { rows } = await sql<ExtraitLu>`
    select id, caf_code, partenaire_id, compte_id, empreinte, numero, profil, mission, donnees_le::text, fait_le, categories
    from cdap.extrait where code_empreinte = ${codeEmpreinte}
      and fait_le at time zone 'UTC' + interval '6 months' > ${instant}::timestamptz at time zone 'UTC'`.execute(
    tx,
  );
  return rows[0];
}

export async function deleteExtraitsAnciens(tx: Tx, instant: Date): Promise<void> {
  await sql`delete from cdap.extrait
    where fait_le at time zone 'UTC' + interval '6 months' <= ${instant}::timestamptz at time zone 'UTC'`.execute(
    tx,
  );
}
