import { setTimeout as attendre } from 'node:timers/promises';
import pg from 'pg';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { preparerBinaires, trouverNatif } from './embedded-binaires.ts';
import { choisirLieu, creerBase, PROPRIETAIRE, preparerSocket } from './embedded-dossier.ts';
import { dejaUtilisees, expliquer } from './embedded-erreur.ts';
import { arreterPostgres, lancerPostgres, type Postmaster, serveurVivant } from './embedded-postmaster.ts';
import { reglagesDArchives } from './sauvegarde-archives.ts';

export { ErreurDemarrage } from '../erreur-demarrage.ts';

export interface BaseEmbarquee {
  /** PostgreSQL address of `base` as `role`, over the Unix socket (no password: the socket's folder is 0700). */
  adresse(role: string, base: string): string;
  /** PostgreSQL's own data directory; not always under the asked folder, see `choisirLieu`. */
  dossier: string;
  /** Folder of the Unix socket. */
  socket: string;
  /** True when the server was already running, left alive by a portal that was killed. */
  adoptee: boolean;
  pidPostmaster: number;
  /** Fast and clean stop, also of an adopted server; calling it twice is harmless. */
  arreter(): Promise<void>;
}

export interface OptionsBaseEmbarquee {
  /** Folder given to the embedded database alone; created if missing. */
  dossier: string;
  /** Folder that receives each finished WAL segment (ARCHIVES_JOURNAUX); null or absent: none is kept. */
  archives?: string | null;
  /** PostgreSQL settings that replace the defaults below. */
  reglages?: Record<string, string>;
  /** Receives French lines for the person who runs the portal. */
  journal?: (ligne: string) => void;
  /** Called once if the server goes away while nobody asked it to: the portal should stop. */
  onPerdue?: (cause: Error) => void;
}

const PORT = 5432; // only names the socket file
/** Settings of the embedded server; a restored copy catches up under the same. */
export const REGLAGES: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  checkpoint_timeout: '10min',
  // One file per weekday, overwritten the next week: bounded without another tool.
  logging_collector: 'on',
  log_directory: 'journal',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_line_prefix: '%m [%p] ',
  // EXP-01: no personal data in logs. The detail of a unique violation quotes the row, a statement its values.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

// Arbitrary, the same in every version: two portals on one server must ask for the same lock.
const VERROU_PORTAIL = '5782190436270331';
const ATTENTE_VERROU_MS = 1000;
// Another start, the end of a stop, or the orphans of a killed server are waited for: 10 s at least.
const TOURS = 100;
const PAUSE_MS = 100;

/**
 * Asks for the lock that says « a portal uses these data », on a connection kept until the stop.
 *
 * A session lock rather than a file: it goes with its holder, kill -9 included. The short wait lets the
 * server notice that the killed holder's connection is closed.
 */
async function prendreVerrou(serveur: Postmaster, pgdata: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: serveur.socket,
    port: serveur.port,
    user: PROPRIETAIRE,
    database: 'postgres',
    application_name: 'passerelle-verrou',
  });
  client.on('error', () => {}); // a lost connection also fails the query below; the watch comes later
  try {
    await client.connect();
    const limite = Date.now() + ATTENTE_VERROU_MS;
    do {
      const { rows } = await client.query<{ pris: boolean }>(
        `select pg_try_advisory_lock(${VERROU_PORTAIL}) as pris`,
      );
      if (rows[0]?.pris) return client;
      await attendre(50);
    } while (Date.now() < limite);
  } catch (erreur) {
    await client.end().catch(() => {});
    throw erreur;
  }
  await client.end();
  throw dejaUtilisees(pgdata);
}

/**
 * Starts PostgreSQL on `dossier` (created on first use), or adopts the server that a killed portal left.
 *
 * Superuser `proprietaire`, UTF-8, ICU fr-FR, checksums, no TCP. First start about 0.7 s, next ones 0.1 s.
 * Two starts at once: one wins, the other gets the sentence « Un autre portail… ».
 *
 * @throws {ErreurDemarrage} one French sentence for the person who starts the portal.
 */
export async function demarrerBaseEmbarquee(options: OptionsBaseEmbarquee): Promise<BaseEmbarquee> {
  try {
    return await demarrer(options);
  } catch (erreur) {
    // A system call that failed (full disk, rights) is a sentence too; any other exception is a defect.
    if (erreur instanceof ErreurDemarrage || !(erreur instanceof Error && 'syscall' in erreur)) throw erreur;
    throw expliquer({ sortie: String(erreur), pgdata: options.dossier });
  }
}

async function demarrer(options: OptionsBaseEmbarquee): Promise<BaseEmbarquee> {
  const journal = options.journal ?? (() => {});
  const source = trouverNatif();
  const lieu = await choisirLieu(options.dossier, journal);
  const { pgdata, compte } = lieu;
  const natif = await preparerBinaires(source, compte, journal);
  await creerBase(natif, lieu);
  const archives = options.archives ? await reglagesDArchives(options.archives, compte) : {};
  const reglages = { ...REGLAGES, ...archives, ...options.reglages };

  let derniere: unknown;
  for (let tour = 0; tour < TOURS; tour += 1) {
    if (tour > 0) await attendre(PAUSE_MS);
    const vivant = await serveurVivant(pgdata);
    const serveur =
      vivant ??
      (await lancerPostgres({
        natif,
        pgdata,
        socket: await preparerSocket(lieu),
        port: PORT,
        compte,
        reglages,
        journal,
      }));
    if (serveur === undefined) continue;
    try {
      const verrou = await prendreVerrou(serveur, pgdata);
      if (vivant) journal('Un serveur PostgreSQL laissé par un portail interrompu est repris');
      return ouvrir(serveur, verrou, pgdata, vivant !== undefined, options.onPerdue);
    } catch (erreur) {
      if (erreur instanceof ErreurDemarrage) throw erreur;
      derniere = erreur; // it left between the two looks, or its socket is out of reach
    }
  }
  const tenant = await serveurVivant(pgdata);
  if (tenant) {
    throw new ErreurDemarrage(
      `Un serveur PostgreSQL (processus ${tenant.pid}) tient les données de ${pgdata} mais ne répond pas : arrêtez-le par « kill -INT ${tenant.pid} », puis relancez le portail.`,
      { cause: derniere },
    );
  }
  throw expliquer({ sortie: String(derniere ?? ''), pgdata });
}

function ouvrir(
  serveur: Postmaster,
  verrou: pg.Client,
  pgdata: string,
  adoptee: boolean,
  onPerdue: ((cause: Error) => void) | undefined,
): BaseEmbarquee {
  let arret: Promise<void> | undefined;
  let prevenu = false;
  const perdue = (cause: Error) => {
    if (arret !== undefined || prevenu) return;
    prevenu = true;
    onPerdue?.(cause);
  };
  verrou.on('error', perdue);
  verrou.on('end', () => perdue(new Error('connexion fermée par PostgreSQL')));

  return {
    adresse: (role, base) => {
      const suite = new URLSearchParams({ host: serveur.socket, port: String(serveur.port) });
      return `postgres://${encodeURIComponent(role)}@/${encodeURIComponent(base)}?${suite}`;
    },
    dossier: pgdata,
    socket: serveur.socket,
    adoptee,
    pidPostmaster: serveur.pid,
    arreter: () => {
      // The lock is kept until the server is gone: no other portal can adopt it half stopped.
      arret ??= arreterPostgres(serveur.pid, pgdata).finally(() => verrou.end().catch(() => {}));
      return arret;
    },
  };
}
