import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Organisation } from '../../kernel/acteur.ts';

/** What actions and stores work with: a transaction whose tenant is already set. */
export type Tx = Transaction<unknown>;

/** A login of the database with its pool. Actions never see it: they receive transactions. */
export interface Base {
  readonly pool: pg.Pool;
  readonly kysely: Kysely<unknown>;
}

/** Tenant of a transaction. `null`: before anybody is known (sign-in). */
export type Locataire = (Organisation & { readonly compteId: string | null }) | null;

/**
 * Opens a pool for one login.
 *
 * Every parameterised statement is named after its text, so that the server prepares it once per connection:
 * measured three times faster than unnamed statements on short reads.
 */
export function ouvrirBase(adresse: string, options: { max: number; nom: string }): Base {
  const pool = new pg.Pool({
    connectionString: adresse,
    max: options.max,
    application_name: options.nom,
    connectionTimeoutMillis: 5_000,
    // The driver's ten seconds would close what a short rush opened, and the next one would plan everything again: some
    // 15 ms for the right of a consultation, against less than one.
    idleTimeoutMillis: 600_000,
    Client: ClientPreparant as unknown as typeof pg.Client,
    options: '-c timezone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=15000',
  });
  // A connection that breaks while idle is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  return { pool, kysely: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }) };
}

/** Closes a pool; Kysely's own `destroy` closes it only if Kysely has used it. */
export async function fermerBase({ kysely, pool }: Base): Promise<void> {
  await kysely.destroy();
  if (!pool.ended) await pool.end();
}

/**
 * Runs `acte` in one transaction under a tenant. The tenant is set with transaction scope only: a setting of
 * the session would follow the pooled connection to the next person (SEC-02).
 */
export async function enTransaction<T>(
  base: Base,
  locataire: Locataire,
  instant: Date,
  acte: (tx: Tx) => Promise<T>,
): Promise<T> {
  return base.kysely.transaction().execute(async (tx) => {
    await poserLocataire(tx, locataire, instant);
    return acte(tx);
  });
}

/** Sets the tenant for the rest of a transaction: once it is known, or as a loading goes from one to the next. */
export async function poserLocataire(tx: Tx, locataire: Locataire, instant: Date): Promise<void> {
  await sql`select contexte.poser(${locataire?.nature ?? null}::text, ${locataire?.cafCode ?? null}::text,
    ${locataire?.partenaireId ?? null}::uuid, ${locataire?.compteId ?? null}::uuid, ${instant}::timestamptz)`.execute(
    tx,
  );
}

const noms = new Map<string, string>();

function nomDeRequete(texte: string): string {
  let nom = noms.get(texte);
  if (nom === undefined) {
    nom = `p${createHash('sha256').update(texte).digest('base64url').slice(0, 20)}`;
    noms.set(texte, nom);
  }
  return nom;
}

class ClientPreparant extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the driver's overloads cannot be expressed in an override
  override query(...args: any[]): any {
    const [texte, valeurs] = args;
    const suite = args.slice(2);
    if (typeof texte === 'string' && Array.isArray(valeurs) && valeurs.length > 0) {
      // biome-ignore lint/suspicious/noExplicitAny: same
      return (super.query as any)({ name: nomDeRequete(texte), text: texte, values: valeurs }, ...suite);
    }
    // biome-ignore lint/suspicious/noExplicitAny: same
    return (super.query as any)(...args);
  }
}
