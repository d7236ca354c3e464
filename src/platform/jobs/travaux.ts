import { Logger, parseCronItems, run } from 'graphile-worker';
import { sql } from 'kysely';
import type { Logger as Journal } from 'pino';
import type { Horloge } from '../clock/horloge.ts';
import { type Base, enTransaction, type Locataire, type Tx } from '../db/base.ts';
import { nouvelUuid } from '../identifiants.ts';

/** What a job is given: identifiers and its tenant, never data (payloads are readable by who operates). */
export type Charge = Readonly<Record<string, string | number | null>>;

/** What a job has in hand; like an action, it never sees a pool. */
export interface ContexteTravail {
  readonly instant: Date;
  readonly nouvelId: () => string;
  readonly journal: Journal;
  readonly enTransaction: <T>(locataire: Locataire, acte: (tx: Tx) => Promise<T>) => Promise<T>;
}

export type Travail = (ctx: ContexteTravail, charge: Charge) => Promise<void>;

/** Adds a job in the caller's transaction: it exists if, and only if, the transaction commits. */
export async function ajouterTravail(
  tx: Tx,
  nom: string,
  charge: Charge,
  cle: string | null = null,
): Promise<void> {
  await sql`select emploi.ajouter(${nom}, ${JSON.stringify(charge)}::jsonb, ${cle}::text, null)`.execute(tx);
}

export interface OptionsTravaux {
  readonly base: Base;
  readonly travaux: Readonly<Record<string, Travail>>;
  /** Lines of crontab: `0 * * * * traces.entretenir`. UTC. */
  readonly crontab: string;
  readonly horloge: Horloge;
  readonly journal: Journal;
}

/** Starts the worker under its own login. Failed jobs are tried again with growing delays and stay visible. */
export async function demarrerTravaux(options: OptionsTravaux): Promise<{ arreter: () => Promise<void> }> {
  const { base, horloge, journal } = options;
  const executant = await run({
    pgPool: base.pool,
    concurrency: 2,
    noHandleSignals: true,
    logger: new Logger(() => (niveau, message) => {
      if (niveau === 'error') journal.error({ message }, 'job');
    }),
    parsedCronItems: parseCronItems(
      options.crontab.split('\n').map((ligne) => {
        const [, match = '', task = ''] = /^(\S+ \S+ \S+ \S+ \S+) (\S+)$/.exec(ligne.trim()) ?? [];
        return { match, task };
      }),
    ),
    taskList: Object.fromEntries(
      Object.entries(options.travaux).map(([nom, travail]) => [
        nom,
        async (charge: unknown) => {
          const instant = horloge();
          await travail(
            {
              instant,
              nouvelId: () => nouvelUuid(instant),
              journal,
              enTransaction: (locataire, acte) => enTransaction(base, locataire, instant, acte),
            },
            charge as Charge,
          );
        },
      ]),
    ),
  });
  return { arreter: () => executant.stop() };
}
