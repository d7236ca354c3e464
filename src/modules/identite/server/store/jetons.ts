import { sql } from 'kysely';
import type { Portee } from '../../../../kernel/route.ts';
import type { Tx } from '../../../../platform/db/base.ts';

export interface JetonApi {
  readonly id: string;
  readonly nom: string;
  readonly debut: string;
  readonly portees: Portee[];
  readonly cree_le: Date;
  readonly expire_le: Date;
  readonly utilise_le: Date | null;
  readonly revoque: boolean;
}

export async function insertJeton(
  tx: Tx,
  j: {
    readonly id: string;
    readonly compteId: string;
    readonly sessionId: string;
    readonly nom: string;
    readonly debut: string;
    readonly portees: readonly Portee[];
    readonly creeLe: Date;
    readonly expireLe: Date;
  },
): Promise<void> {
  await sql`insert into identite.jeton_api (id, compte_id, session_id, nom, debut, portees, cree_le, expire_le)
    values (${j.id}::uuid, ${j.compteId}::uuid, ${j.sessionId}::uuid, ${j.nom}, ${j.debut}, ${j.portees}::text[],
      ${j.creeLe}::timestamptz, ${j.expireLe}::timestamptz)`.execute(tx);
}

/** The tokens of an account, newest first, to the minute of their last use. */
export async function listJetons(tx: Tx, compteId: string): Promise<JetonApi[]> {
  const { rows } = await sql<JetonApi>`
    select j.id, j.nom, j.debut, j.portees, j.cree_le, j.expire_le,
      case when s.activite_le > s.ouverte_le then s.activite_le end as utilise_le, s.close_le is not null as revoque
    from identite.jeton_api j join identite.session s on s.id = j.session_id
    where j.compte_id = ${compteId}::uuid order by j.cree_le desc, j.id limit 100`.execute(tx);
  return rows;
}

/** Open tokens of an account; the account is locked by who counts. */
export async function countJetonsOuverts(tx: Tx, compteId: string, instant: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from identite.session
    where compte_id = ${compteId}::uuid and genre = 'jeton' and close_le is null and expire_le > ${instant}::timestamptz`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}

/** Session of a token of this account; undefined when it has no such token. */
export async function findSessionDuJeton(
  tx: Tx,
  compteId: string,
  jetonId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ session_id: string }>`select session_id from identite.jeton_api
    where id = ${jetonId}::uuid and compte_id = ${compteId}::uuid`.execute(tx);
  return rows[0]?.session_id;
}

/** Names of the tokens behind sessions, for who reads the traces. */
export async function listNomsDesJetons(
  tx: Tx,
  sessions: readonly string[],
): Promise<{ session_id: string; nom: string }[]> {
  const { rows } = await sql<{
    session_id: string;
    nom: string;
  }>`select session_id, nom from identite.jeton_api
    where session_id = any(${sessions}::uuid[])`.execute(tx);
  return rows;
}
