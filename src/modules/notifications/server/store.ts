import { sql } from 'kysely';
import type { Organisation } from '../../../kernel/acteur.ts';
import type { Tx } from '../../../platform/db/base.ts';

export interface Courriel {
  readonly id: string;
  readonly destinataire: string;
  readonly objet: string;
  readonly corps: string;
  readonly etat: 'en-attente' | 'envoye';
  readonly cree_le: Date;
}

export async function insertCourriel(
  tx: Tx,
  organisation: Organisation,
  courriel: Omit<Courriel, 'etat'>,
): Promise<void> {
  await sql`insert into notifications.courriel (id, caf_code, partenaire_id, destinataire, objet, corps, cree_le)
    values (${courriel.id}::uuid, ${organisation.cafCode}, ${organisation.partenaireId}::uuid, ${courriel.destinataire},
      ${courriel.objet}, ${courriel.corps}, ${courriel.cree_le}::timestamptz)`.execute(tx);
}

/** Locks a mail that still waits; undefined when another worker has sent it. */
export async function lockCourrielEnAttente(tx: Tx, id: string): Promise<Courriel | undefined> {
  const { rows } =
    await sql<Courriel>`select id, destinataire, objet, corps, etat, cree_le from notifications.courriel
    where id = ${id}::uuid and etat = 'en-attente' for update skip locked`.execute(tx);
  return rows[0];
}

export async function markEnvoye(tx: Tx, id: string, instant: Date): Promise<void> {
  await sql`update notifications.courriel set etat = 'envoye', envoye_le = ${instant}::timestamptz, essais = essais + 1
    where id = ${id}::uuid`.execute(tx);
}

export async function listCourriels(tx: Tx, nombre: number): Promise<Courriel[]> {
  const { rows } =
    await sql<Courriel>`select id, destinataire, objet, corps, etat, cree_le from notifications.courriel
    order by cree_le desc, id desc limit ${nombre}`.execute(tx);
  return rows;
}
