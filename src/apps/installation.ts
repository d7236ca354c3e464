import { sql } from 'kysely';
import type { Tx } from '../platform/db/base.ts';

export type ModeInstallation = 'demonstration' | 'reelle';

export async function lireMode(tx: Tx): Promise<ModeInstallation | null> {
  const { rows } = await sql<{ mode: ModeInstallation }>`select mode from passerelle.installation`.execute(
    tx,
  );
  return rows[0]?.mode ?? null;
}

export async function ecrireMode(tx: Tx, mode: ModeInstallation, depuis: Date): Promise<void> {
  await sql`insert into passerelle.installation (mode, depuis) values (${mode}, ${depuis}::timestamptz) on conflict do nothing`.execute(
    tx,
  );
}
