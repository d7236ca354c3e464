import { sql } from 'kysely';
import type { Tx } from '../../../../platform/db/base.ts';

export type Catalogue = '2017' | '2025';

/** One version as it is kept; `du` and `au` are null once it is cancelled. */
export interface VersionLue {
  readonly version: number;
  readonly catalogue: Catalogue;
  readonly du: Date | null;
  readonly au: Date | null;
  readonly motif: string;
  readonly auteur: string;
  readonly creee_le: Date | null;
  readonly prevue_le: Date | null;
  readonly annulee_le: Date | null;
  readonly annulee_par: string | null;
  readonly annulee_motif: string | null;
  readonly contenu: unknown;
}

/** Latest first. A catalogue changes a few times a year: all versions are read at once. */
export async function listVersionsMatrice(tx: Tx): Promise<VersionLue[]> {
  const { rows } =
    await sql<VersionLue>`select version, catalogue, lower(periode) as du, upper(periode) as au,
      motif, auteur, creee_le, prevue_le, annulee_le, annulee_par, annulee_motif, contenu
    from cdap.version_matrice order by version desc`.execute(tx);
  return rows;
}

/** One change of the matrix at a time, until the end of the transaction. */
export async function lockMatrice(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('cdap.version_matrice'))`.execute(tx);
}

/** Moves the end of a period that is not over; null: no end is planned. */
export async function setFinVersion(tx: Tx, version: number, au: Date | null): Promise<void> {
  await sql`update cdap.version_matrice set periode = tstzrange(lower(periode), ${au}::timestamptz)
    where version = ${version}`.execute(tx);
}

export async function insertVersionSuivante(
  tx: Tx,
  v: {
    version: number;
    catalogue: Catalogue;
    du: Date;
    motif: string;
    auteur: string;
    creeeLe: Date;
    contenu: unknown;
  },
): Promise<void> {
  await sql`insert into cdap.version_matrice (version, catalogue, periode, motif, auteur, creee_le, contenu)
    values (${v.version}, ${v.catalogue}, tstzrange(${v.du}::timestamptz, null), ${v.motif}, ${v.auteur},
      ${v.creeeLe}::timestamptz, ${JSON.stringify(v.contenu)}::jsonb)`.execute(tx);
}

/** Cancels a version that has not begun: its period becomes empty, and its content stays readable. */
export async function markVersionAnnulee(
  tx: Tx,
  v: { version: number; le: Date; par: string; motif: string },
): Promise<void> {
  await sql`update cdap.version_matrice set periode = 'empty', prevue_le = lower(periode),
      annulee_le = ${v.le}::timestamptz, annulee_par = ${v.par}, annulee_motif = ${v.motif}
    where version = ${v.version}`.execute(tx);
}

/** Active Cdap rights by catalogue and profile, as far as the tenant sees. */
export async function countDroits(
  tx: Tx,
  instant: Date,
): Promise<{ catalogue: Catalogue; profil: string; droits: number; personnes: number }[]> {
  const { rows } = await sql<{ catalogue: Catalogue; profil: string; droits: number; personnes: number }>`
    select catalogue, profil, droits, personnes from habilitations.compter_droits(${instant}::timestamptz)`.execute(
    tx,
  );
  return rows;
}
