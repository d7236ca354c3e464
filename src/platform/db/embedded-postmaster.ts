import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  constants,
  existsSync,
  fchownSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as attendre } from 'node:timers/promises';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import type { Compte } from './embedded-compte.ts';
import { expliquer } from './embedded-erreur.ts';

/** A live server of this data folder, as its postmaster.pid tells it. */
export interface Postmaster {
  pid: number;
  socket: string;
  port: number;
}

interface FichierPid extends Postmaster {
  etat: string;
}

const PAS_MS = 10;
const cheminPid = (pgdata: string) => join(pgdata, 'postmaster.pid');

function lirePid(pgdata: string): FichierPid | undefined {
  let lignes: string[];
  try {
    lignes = readFileSync(cheminPid(pgdata), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const [pid, , , port, socket, , , etat] = lignes;
  return { pid: Number(pid), port: Number(port), socket: socket?.trim() ?? '', etat: etat?.trim() ?? '' };
}

/** Alive as far as the kernel knows; a zombie (a parent that does not reap, in a container) is dead. */
function estVivant(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (erreur) {
    if ((erreur as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    const etat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !['Z', 'X'].includes(etat.slice(etat.lastIndexOf(')') + 2, etat.lastIndexOf(')') + 3));
  } catch {
    return true; // no /proc (macOS), or hidden
  }
}

/**
 * Who has this pid now. The working directory tells for sure (postgres stays in its data folder), even when
 * after a reboot the pid went to another PostgreSQL of the machine; `inconnu` where the system hides it.
 */
function identite(pid: number, pgdata: string): 'postmaster' | 'autre' | 'inconnu' {
  let commande: string[];
  try {
    commande =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
        : execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
            .trim()
            .split(' ');
  } catch {
    return 'inconnu';
  }
  if (!commande[0]) return 'inconnu';
  if (!/^postgres(\.exe)?:?$/.test(basename(commande[0]))) return 'autre';
  try {
    const [sien, notre] = [statSync(`/proc/${pid}/cwd`), statSync(pgdata)];
    return sien.ino === notre.ino && sien.dev === notre.dev ? 'postmaster' : 'autre';
  } catch {
    // macOS, another user's process, or root without CAP_SYS_PTRACE in a container.
    return commande.join(' ').includes(`-D ${pgdata}`) ? 'postmaster' : 'inconnu';
  }
}

/**
 * The live server of this folder, or nothing; a server that is stopping is waited for.
 *
 * A pid reused by another program is removed with its file: postgres would take that program for a server
 * and refuse to start. When in doubt the file stays, and postgres itself decides.
 */
export async function serveurVivant(pgdata: string): Promise<Postmaster | undefined> {
  const debut = Date.now();
  for (;;) {
    const lu = lirePid(pgdata);
    if (lu === undefined || !estVivant(lu.pid)) return undefined;
    const qui = identite(lu.pid, pgdata);
    if (qui === 'autre') {
      if (lirePid(pgdata)?.pid === lu.pid) await rm(cheminPid(pgdata), { force: true });
      return undefined;
    }
    if (lu.etat === 'ready') return lu;
    // The server is on its way in (its recovery may be long) or out.
    const attenteMs = Date.now() - debut;
    if (qui === 'inconnu' && attenteMs > 2000) return undefined;
    if (lu.etat === 'stopping' && attenteMs > FIN_RAPIDE_MS + FIN_FORCEE_MS) throw neSArretePas(lu.pid);
    await attendre(PAS_MS);
  }
}

const FIN_RAPIDE_MS = 20_000;
const FIN_FORCEE_MS = 10_000;

const neSArretePas = (pid: number) =>
  new ErreurDemarrage(
    `Le serveur PostgreSQL (processus ${pid}) ne s’arrête pas : arrêtez-le par « kill -QUIT ${pid} », puis relancez le portail.`,
  );

/** Child processes get this and nothing else: a PGPORT or PGDATA of the shell must not reach them. */
export const environnement = (natif: string): NodeJS.ProcessEnv => ({
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C', // messages in English, see embedded-erreur.ts
  [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: join(natif, 'lib'),
});

const tailles = (dossier: string) =>
  new Map(readdirSync(dossier).map((nom) => [nom, statSync(join(dossier, nom)).size]));

/** What was written in the journal since `avant`: older faults must not explain this one. */
function ditDepuis(dossier: string, avant: Map<string, number>): string {
  return [...tailles(dossier)]
    .map(([nom, taille]) => {
      const deja = avant.get(nom) ?? 0;
      return readFileSync(join(dossier, nom))
        .subarray(taille < deja ? 0 : deja)
        .toString();
    })
    .join('\n');
}

export interface Lancement {
  natif: string;
  pgdata: string;
  socket: string;
  port: number;
  compte: Compte | undefined;
  reglages: Record<string, string>;
  journal: (ligne: string) => void;
}

/**
 * Starts postgres and waits until it accepts connections, however long its recovery takes.
 *
 * It runs in its own session (Ctrl-C reaches the portal alone, which drains first) and writes to files, so
 * that it survives a portal killed outright. Returns `undefined` when another start won, or when the
 * children of a killed server have not all left yet: look again.
 */
export async function lancerPostgres(l: Lancement): Promise<Postmaster | undefined> {
  const dossierJournal = join(l.pgdata, 'journal');
  if (!existsSync(dossierJournal)) {
    mkdirSync(dossierJournal, { mode: 0o700 }); // left out of a backup
    if (l.compte) chownSync(dossierJournal, l.compte.uid, l.compte.gid);
  }
  // First words only; the collector takes over. Appending, because a second start may write here too.
  const { O_CREAT, O_TRUNC, O_APPEND, O_WRONLY, O_NOFOLLOW } = constants;
  const premier = join(dossierJournal, 'demarrage.log');
  const sortie = openSync(premier, O_CREAT | O_TRUNC | O_APPEND | O_WRONLY | O_NOFOLLOW, 0o600);
  if (l.compte) fchownSync(sortie, l.compte.uid, l.compte.gid);
  const avant = tailles(dossierJournal);
  const args = ['-D', l.pgdata, '-k', l.socket, '-p', String(l.port)];
  for (const [nom, valeur] of Object.entries(l.reglages)) args.push('-c', `${nom}=${valeur}`);

  let fini: string | undefined;
  const enfant = spawn(join(l.natif, 'bin', 'postgres'), args, {
    ...(l.compte ?? {}),
    cwd: '/',
    env: environnement(l.natif),
    detached: true,
    stdio: ['ignore', sortie, sortie],
  });
  enfant.once('error', (erreur) => {
    fini = String(erreur);
  });
  enfant.once('exit', (code, signal) => {
    fini ??= `postgres: ${code ?? signal}`;
  });
  enfant.unref();
  closeSync(sortie);

  let annonce = Date.now() + 10_000;
  while (fini === undefined) {
    const lu = lirePid(l.pgdata);
    if (lu?.pid === enfant.pid && lu?.etat === 'ready') return lu;
    if (Date.now() > annonce) {
      l.journal('PostgreSQL relit son journal après un arrêt brutal, le portail attend…');
      annonce += 10_000;
    }
    await attendre(PAS_MS);
  }
  const dit = `${ditDepuis(dossierJournal, avant)}\n${fini}`;
  if (/lock file "postmaster\.pid" already exists/.test(dit)) return undefined;
  if (/pre-existing shared memory block .* is still in use/.test(dit)) return undefined;
  throw expliquer({ sortie: dit, pgdata: l.pgdata });
}

async function disparait(pid: number, pgdata: string, delaiMs: number): Promise<boolean> {
  const limite = Date.now() + delaiMs;
  while (lirePid(pgdata)?.pid === pid || (estVivant(pid) && identite(pid, pgdata) === 'postmaster')) {
    // Killed outright: its file stays, the next start copes with it.
    if (!estVivant(pid)) return true;
    if (Date.now() > limite) return false;
    await attendre(PAS_MS);
  }
  return true;
}

/**
 * Stops the server as `pg_ctl stop -m fast` does: open transactions are undone, a checkpoint is written.
 *
 * After 20 s, the immediate stop: no committed row is lost, the next start replays the write-ahead log.
 */
export async function arreterPostgres(pid: number, pgdata: string): Promise<void> {
  for (const [signal, delaiMs] of [
    ['SIGINT', FIN_RAPIDE_MS],
    ['SIGQUIT', FIN_FORCEE_MS],
  ] as const) {
    if (!estVivant(pid) || identite(pid, pgdata) === 'autre') return;
    try {
      process.kill(pid, signal);
    } catch (erreur) {
      if ((erreur as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw erreur;
    }
    if (await disparait(pid, pgdata, delaiMs)) return;
  }
  throw neSArretePas(pid);
}

/** A data folder that initdb finished; anything else found under that name is not started. */
export const estUneBase = (pgdata: string): boolean =>
  existsSync(join(pgdata, 'PG_VERSION')) && existsSync(join(pgdata, 'global', 'pg_control'));
