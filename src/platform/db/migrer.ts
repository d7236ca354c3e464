import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Logger, runMigrations } from 'graphile-worker';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { ErreurDemarrage } from '../erreur-demarrage.ts';

const DOSSIER = path.resolve(import.meta.dirname, '../../../migrations');

/** Logins made by the migrations, beside the serving login of `DATABASE_URL` (EXP-08). */
export const CONNEXIONS = [
  'passerelle_lecture',
  'passerelle_entretien',
  'passerelle_travaux',
  'passerelle_alimentation',
] as const;
export type Connexion = (typeof CONNEXIONS)[number];

export interface OptionsMigration {
  /** Address of the owner: it makes schemas, roles and functions, and never serves. */
  readonly adresseProprietaire: string;
  /** Login that will serve; made if it is missing, with this password. */
  readonly connexionService: { readonly nom: string; readonly motDePasse: string | null };
  /** Password of each login made by the migrations; null where the server trusts its socket (embedded). */
  readonly motDePasse: (connexion: Connexion) => string | null;
}

/**
 * Brings the database to the version of this program: roles, queue, schemas (EXP-03).
 *
 * Safe to run twice and by two processes at once (an advisory lock is held by the migrator). A database that
 * knows migrations this program does not have is newer, and is refused.
 * Errors: ErreurDemarrage with one sentence for who operates.
 */
export async function migrer(options: OptionsMigration): Promise<void> {
  // An idle connection that breaks is replaced; the statement in hand reports.
  const pool = new pg.Pool({ connectionString: options.adresseProprietaire, max: 2 });
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  const base = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await verifierServeur(pool);
    // The queue comes first: our migrations give rights on its tables.
    await runMigrations({ pgPool: pool, noHandleSignals: true, logger: SILENCE });
    const migrateur = new Migrator({
      db: base,
      provider: { getMigrations: lireMigrations },
      migrationTableSchema: 'passerelle',
      migrationTableName: 'migration',
      migrationLockTableName: 'migration_verrou',
    });
    const { error } = await migrateur.migrateToLatest();
    if (error instanceof Error && /previously executed migration .* is missing/.test(error.message)) {
      throw new ErreurDemarrage(
        'Cette base de données est plus récente que ce programme : installez la version du portail qui l’a mise à jour.',
      );
    }
    if (error) throw error;
    await preparerConnexions(base, options);
  } finally {
    await base.destroy();
  }
}

/** Names of the migrations that this program brings, in their order. */
export async function migrationsConnues(): Promise<string[]> {
  return Object.keys(await lireMigrations());
}

async function lireMigrations() {
  const noms = (await readdir(DOSSIER)).filter((nom) => nom.endsWith('.sql')).sort();
  const entrees = noms.map((nom) => [
    nom.replace(/\.sql$/, ''),
    {
      up: async (base: Kysely<unknown>) => {
        await sql.raw(await readFile(path.join(DOSSIER, nom), 'utf8')).execute(base);
      },
    },
  ]);
  return Object.fromEntries(entrees);
}

/** EXP-08: what a database must be to keep what it acknowledges. */
async function verifierServeur(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(
    `select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as commit, current_setting('server_encoding') as codage`,
  );
  const { version, fsync, commit, codage } = rows[0];
  if (version < 150_000) throw new ErreurDemarrage('PostgreSQL 15 ou plus récent est nécessaire.');
  if (fsync === 'off' || commit === 'off') {
    throw new ErreurDemarrage(
      'La base de données est réglée pour perdre des écritures (fsync ou synchronous_commit à off) : le portail refuse d’y servir.',
    );
  }
  if (codage !== 'UTF8') throw new ErreurDemarrage('La base de données doit être codée en UTF-8.');
}

async function preparerConnexions(base: Kysely<unknown>, options: OptionsMigration): Promise<void> {
  const { nom, motDePasse } = options.connexionService;
  await base.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('passerelle-connexions'))`.execute(tx);
    const { rows } = await sql<{
      ok: boolean;
    }>`select exists (select from pg_roles where rolname = ${nom}) as ok`.execute(tx);
    if (!rows[0]?.ok) await sql`create role ${sql.id(nom)} login`.execute(tx);
    await sql`grant passerelle_service to ${sql.id(nom)}`.execute(tx);
    if (motDePasse !== null) await changerMotDePasse(tx, nom, motDePasse);
    for (const connexion of CONNEXIONS) {
      const secret = options.motDePasse(connexion);
      if (secret !== null) await changerMotDePasse(tx, connexion, secret);
    }
  });
}

const changerMotDePasse = (base: Kysely<unknown>, nom: string, motDePasse: string) =>
  sql`alter role ${sql.id(nom)} password ${sql.lit(motDePasse)}`.execute(base);

const SILENCE = new Logger(() => () => {});
