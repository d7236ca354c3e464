import { sql } from 'kysely';
import type { Base, Tx } from '../../../platform/db/base.ts';
import type { Provenance } from '../../../platform/http/contexte.ts';
import type { Curseur } from '../domain/page.ts';

/** When and from where an act is done. */
export interface ContexteTrace extends Provenance {
  readonly instant: Date;
  readonly nouvelId: () => string;
}

/** One act to record; identifiers and categories, never a value shown nor a secret (TRA-03). */
export interface LigneTrace {
  readonly action: string;
  readonly issue: 'fait' | 'refuse' | 'invalide' | 'echec';
  readonly codeIssue?: string | null;
  readonly compteId: string | null;
  readonly sessionId?: string | null;
  readonly role?: string | null;
  readonly profil?: string | null;
  readonly habilitationId?: string | null;
  readonly dossier?: { readonly caf: string; readonly numero: number };
  readonly categories?: readonly string[];
  readonly versionMatrice?: number | null;
  readonly mission?: string | null;
  readonly motif?: string | null;
  readonly objet?: string | null;
}

/** Writes a trace under the tenant of the transaction; it is durable when the transaction commits. */
export async function insertTrace(tx: Tx, ctx: ContexteTrace, ligne: LigneTrace): Promise<void> {
  await sql`select traces.inscrire(${ctx.nouvelId()}::uuid, ${ctx.instant}::timestamptz, ${ligne.compteId}::uuid,
    ${ligne.sessionId ?? null}::uuid, ${ctx.correlation}::text, ${ligne.role ?? null}::text, ${ligne.action}::text,
    ${ligne.issue}::text, ${ligne.codeIssue ?? null}::text, ${ligne.profil ?? null}::text,
    ${ligne.habilitationId ?? null}::uuid, ${ligne.dossier?.caf ?? null}::text, ${ligne.dossier?.numero ?? null}::integer,
    ${ligne.categories ?? []}::text[], ${ligne.versionMatrice ?? null}::integer, ${ligne.mission ?? null}::text,
    ${ligne.motif ?? null}::text, ${ligne.objet ?? null}::text, ${ctx.adresse}::inet, ${ctx.navigateur}::text)`.execute(
    tx,
  );
}

export interface RangeeTrace {
  readonly id: string;
  readonly instant: Date;
  readonly caf_code: string | null;
  readonly partenaire_id: string | null;
  readonly compte_id: string | null;
  readonly session_id: string | null;
  readonly role: string | null;
  readonly action: string;
  readonly issue: 'fait' | 'refuse' | 'invalide' | 'echec';
  readonly code_issue: string | null;
  readonly profil: string | null;
  readonly dossier_caf: string | null;
  readonly dossier_numero: number | null;
  readonly categories: string[];
  readonly version_matrice: number | null;
  readonly mission: string | null;
  readonly motif: string | null;
  readonly objet: string | null;
  readonly adresse: string | null;
  readonly navigateur: string | null;
}

/** Filters once days are instants; `depuis` also bounds the partitions that are visited. */
export interface CritereTraces {
  readonly partenaireId: string | null;
  readonly cafCode: string | null;
  readonly depuis: Date;
  readonly jusqua: Date;
  readonly personne?: string | undefined;
  readonly action?: string | undefined;
  readonly issue?: string | undefined;
  readonly profil?: string | undefined;
  readonly dossier?: number | undefined;
  readonly session?: string | undefined;
}

/** One page, newest first, after a key. Runs on the reading login, whose policy bounds tenant and age. */
export async function selectTraces(
  tx: Tx,
  critere: CritereTraces,
  apres: Curseur | null,
  nombre: number,
): Promise<RangeeTrace[]> {
  const conditions = [
    sql`t.instant >= ${critere.depuis}`,
    sql`t.instant < ${critere.jusqua}`,
    ...(critere.partenaireId === null ? [] : [sql`t.partenaire_id = ${critere.partenaireId}::uuid`]),
    ...(critere.cafCode === null ? [] : [sql`t.caf_code = ${critere.cafCode}`]),
    ...(critere.personne === undefined ? [] : [sql`t.compte_id = ${critere.personne}::uuid`]),
    ...(critere.action === undefined ? [] : [sql`t.action = ${critere.action}`]),
    ...(critere.issue === undefined ? [] : [sql`t.issue = ${critere.issue}`]),
    ...(critere.profil === undefined ? [] : [sql`t.profil = ${critere.profil}`]),
    ...(critere.dossier === undefined ? [] : [sql`t.dossier_numero = ${critere.dossier}::integer`]),
    ...(critere.dossier === undefined || critere.cafCode === null
      ? []
      : [sql`t.dossier_caf = ${critere.cafCode}`]),
    ...(critere.session === undefined ? [] : [sql`t.session_id = ${critere.session}::uuid`]),
    ...(apres === null ? [] : [sql`(t.instant, t.id) < (${apres.instant}::timestamptz, ${apres.id}::uuid)`]),
  ];
  const { rows } = await sql<RangeeTrace>`
    select t.id, t.instant, t.caf_code, t.partenaire_id, t.compte_id, t.session_id, t.role, t.action, t.issue,
           t.code_issue, t.profil, t.dossier_caf, t.dossier_numero, t.categories, t.version_matrice, t.mission,
           t.motif, t.objet, host(t.adresse) as adresse, t.navigateur
    from traces.trace t
    where ${sql.join(conditions, sql` and `)}
    order by t.instant desc, t.id desc
    limit ${nombre}`.execute(tx);
  return rows;
}

/** Makes the daily partitions between two UTC days, both included; answers how many were missing. */
export async function creerPartitions(entretien: Base, de: string, a: string): Promise<number> {
  const { rows } = await entretien.pool.query(
    'select traces.creer_partitions($1::date, $2::date) as faites',
    [de, a],
  );
  return rows[0].faites;
}

/**
 * Daily tables of traces present, oldest first, by their UTC day `AAAA-MM-JJ`: partitions, and those that a cut
 * erasure has already detached.
 */
export async function listPartitions(entretien: Base): Promise<{ nom: string; jour: string }[]> {
  const { rows } = await entretien.pool.query(
    `select c.relname as nom, to_char(to_date(right(c.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') as jour
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'traces' and c.relkind = 'r' and c.relname ~ '^trace_[0-9]{8}$' order by 1`,
  );
  return rows;
}

/**
 * Erases one day of traces without locking the portal: detached apart from readers and writers, counted,
 * dropped, and the erasure recorded (TRA-04). Safe to run again after a cut at any point.
 */
export async function dropPartition(
  entretien: Base,
  nom: string,
  jour: string,
  instant: Date,
): Promise<void> {
  const table = `traces.${nom}`;
  if (!/^traces\.trace_[0-9]{8}$/.test(table)) throw new Error(`not a partition of traces: ${nom}`);
  const client = await entretien.pool.connect();
  try {
    const { rows } = await client.query(
      'select i.inhdetachpending as pendant from pg_inherits i where i.inhrelid = to_regclass($1)',
      [table],
    );
    if (rows[0]?.pendant) await client.query(`alter table traces.trace detach partition ${table} finalize`);
    else if (rows[0]) await client.query(`alter table traces.trace detach partition ${table} concurrently`);
    await client.query('begin');
    // Once detached the table has row-level security and no policy: its owner lifts it to count what goes.
    await client.query(`alter table ${table} no force row level security`);
    await client.query(
      `insert into traces.purge (partition, jour, lignes, effacee_le)
       select $1, $2::date, count(*), $3::timestamptz from ${table} on conflict (partition) do nothing`,
      [nom, jour, instant],
    );
    await client.query(`drop table ${table}`);
    await client.query('commit');
  } catch (erreur) {
    await client.query('rollback').catch(() => {});
    throw erreur;
  } finally {
    client.release();
  }
}
