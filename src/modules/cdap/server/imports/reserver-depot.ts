import { open, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** How often who receives a file says that they still do, and after how long without it they are gone. */
const BATTEMENT_MS = 15_000;
const PERIME_MS = 120_000;

/** Reservations of this process. */
const miennes = new Set<string>();

/** The place of a Caf's one file being received. */
export interface Reservation {
  readonly liberer: () => Promise<void>;
}

/**
 * Takes the place of a Caf before a byte of its file is received; null when someone has it. A file made by one alone holds it,
 * so that several processes over one folder agree. It names who holds it, and is touched while they live: that of
 * a killed process does not keep the Caf out.
 */
export async function reserverDepot(dossier: string, caf: string, id: string): Promise<Reservation | null> {
  const chemin = path.join(dossier, `${caf}.reserve`);
  for (let essai = 0; essai < 2; essai += 1) {
    const fichier = await open(chemin, 'wx', 0o600).catch((erreur: NodeJS.ErrnoException) => {
      if (erreur.code === 'EEXIST') return null;
      throw erreur;
    });
    if (fichier === null) {
      if (await estTenue(chemin)) return null;
      await effacerAbandonnes(dossier, null);
      continue;
    }
    miennes.add(chemin);
    const battement = setInterval(() => {
      const maintenant = new Date();
      void utimes(chemin, maintenant, maintenant).catch(() => {});
    }, BATTEMENT_MS);
    battement.unref();
    const liberer = async () => {
      clearInterval(battement);
      miennes.delete(chemin);
      await rm(chemin, { force: true });
    };
    try {
      await fichier.writeFile(`${os.hostname()} ${process.pid} ${id}`);
    } catch (erreur) {
      await liberer();
      throw erreur;
    } finally {
      await fichier.close();
    }
    return { liberer };
  }
  return null;
}

async function estTenue(chemin: string): Promise<boolean> {
  if (miennes.has(chemin)) return true;
  const texte = await readFile(chemin, 'utf8').catch(() => null);
  const etat = await stat(chemin).catch(() => null);
  if (texte === null || etat === null) return false;
  const [hote, pid] = texte.split(' ');
  if (hote === os.hostname() && (Number(pid) === process.pid || !vit(Number(pid)))) return false;
  return Date.now() - etat.mtimeMs < PERIME_MS;
}

function vit(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (erreur) {
    return (erreur as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Erases what nobody receives any more: reservations of dead processes, and files that no living one is receiving nor any
 * import waits for, as `gardes` says. Null: only those whose reception was cut.
 */
export async function effacerAbandonnes(dossier: string, gardes: ReadonlySet<string> | null): Promise<void> {
  const presents = await readdir(dossier).catch(() => []);
  const recus = new Set<string>();
  for (const nom of presents.filter((n) => n.endsWith('.reserve'))) {
    const chemin = path.join(dossier, nom);
    const id = (await readFile(chemin, 'utf8').catch(() => '')).split(' ')[2] ?? '';
    if (await estTenue(chemin)) recus.add(id);
    else await rm(chemin, { force: true });
  }
  for (const nom of presents) {
    const [, id = '', fin] = /^(.+)\.depot(\.recu)?$/.exec(nom) ?? [];
    if (id === '' || recus.has(id) || gardes?.has(nom)) continue;
    if (fin !== undefined || gardes !== null) await rm(path.join(dossier, nom), { force: true });
  }
}
