import { sql } from 'kysely';
import type { Tx } from '../../../../platform/db/base.ts';
import type { EtatDossier } from '../../domain/etats.ts';

export interface EtatCivilLu {
  readonly etat: EtatDossier;
  /** The person in charge of the file, as its identity block holds it; null when the block is empty. */
  readonly adulte: unknown;
}

/** What a remote source must be told of a file: its state and its first adult, under the right that reads it (ROL-19). */
export async function findEtatCivil(
  tx: Tx,
  d: { readonly habilitation: string; readonly caf: string; readonly numero: number },
): Promise<EtatCivilLu | undefined> {
  await sql`select set_config('app.habilitation', ${d.habilitation}, true)`.execute(tx);
  const { rows } = await sql<EtatCivilLu>`select etat, identite->'adultes'->0 as adulte from cdap.dossier
    where caf_code = ${d.caf} and numero = ${d.numero}::integer`.execute(tx);
  return rows[0];
}
