import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ErreurDemarrage } from '../erreur-demarrage.ts';

/** What a copied file was at the moment of its copy. */
export interface Empreinte {
  readonly taille: number;
  readonly sha256: string;
}

export interface Arbre {
  readonly fichiers: readonly string[];
  readonly dossiers: readonly string[];
}

// One buffer for each file in hand, used again: the memory taken does not depend on the size of the base.
const TAMPON = 1024 * 1024;
const EN_MAIN = 4;
const libres: Buffer[] = [];

export const codeDe = (erreur: unknown): string | undefined => (erreur as NodeJS.ErrnoException).code;

/** Reads to the end, whatever the file becomes meanwhile, and tells what was read. */
async function lire(
  source: FileHandle,
  signal: AbortSignal | undefined,
  recevoir?: (octets: Buffer) => Promise<unknown>,
): Promise<Empreinte> {
  const hachage = createHash('sha256');
  const tampon = libres.pop() ?? Buffer.allocUnsafe(TAMPON);
  let taille = 0;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await source.read(tampon, 0, TAMPON, null);
      if (bytesRead === 0) return { taille, sha256: hachage.digest('hex') };
      const octets = tampon.subarray(0, bytesRead);
      hachage.update(octets);
      await recevoir?.(octets);
      taille += bytesRead;
    }
  } finally {
    libres.push(tampon);
  }
}

export async function empreinteDe(fichier: string, signal?: AbortSignal): Promise<Empreinte> {
  const source = await open(fichier, 'r');
  try {
    return await lire(source, signal);
  } finally {
    await source.close();
  }
}

/** Writes a new file of mode 0600, on disk when it returns. */
export async function ecrireFichier(
  cible: string,
  remplir: (cible: FileHandle) => Promise<unknown>,
): Promise<void> {
  const ecrit = await open(cible, 'wx', 0o600);
  try {
    await remplir(ecrit);
    await ecrit.sync();
  } finally {
    await ecrit.close();
  }
}

export async function copierFichier(source: string, cible: string, signal?: AbortSignal): Promise<Empreinte> {
  const lu = await open(source, 'r');
  try {
    let empreinte: Empreinte = { taille: 0, sha256: '' };
    await ecrireFichier(cible, async (ecrit) => {
      empreinte = await lire(lu, signal, (octets) => ecrit.writeFile(octets));
    });
    return empreinte;
  } finally {
    await lu.close();
  }
}

/** A directory's entries are on disk only once the directory itself is. */
export async function fixerDossier(dossier: string): Promise<void> {
  const ouvert = await open(dossier, 'r');
  await ouvert.sync().finally(() => ouvert.close());
}

/** Runs `acte` on each item, a few at a time; the first failure stops the others. */
export async function parQuelques<T>(
  suite: readonly T[],
  acte: (un: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const reste = suite[Symbol.iterator]();
  let arret = false;
  const mener = async () => {
    for (const un of reste) {
      if (arret) return;
      signal?.throwIfAborted();
      await acte(un);
    }
  };
  const resultats = await Promise.allSettled(
    Array.from({ length: EN_MAIN }, () =>
      mener().catch((erreur: unknown) => {
        arret = true;
        throw erreur;
      }),
    ),
  );
  // All have let go of their files before the failure is told: the caller may remove the folder.
  const echec = resultats.find((resultat) => resultat.status === 'rejected');
  if (echec) throw echec.reason;
}

/**
 * Files and directories under `racine`, sorted, by their path from it. `garder` is asked before going into a
 * directory. What goes away while it is listed is left out: a live base drops files.
 */
export async function listerArbre(
  racine: string,
  garder: (chemin: string, estDossier: boolean) => boolean = () => true,
): Promise<Arbre> {
  const fichiers: string[] = [];
  const dossiers: string[] = [];
  const parcourir = async (dossier: string): Promise<void> => {
    for (const nom of (await readdir(join(racine, dossier))).sort()) {
      const chemin = dossier === '' ? nom : `${dossier}/${nom}`;
      const s = await stat(join(racine, chemin)).catch((erreur: unknown) => {
        if (codeDe(erreur) === 'ENOENT') return null;
        throw erreur;
      });
      if (s === null || !garder(chemin, s.isDirectory())) continue;
      if (s.isDirectory()) {
        dossiers.push(chemin);
        await parcourir(chemin).catch((erreur: unknown) => {
          if (codeDe(erreur) !== 'ENOENT') throw erreur;
        });
      } else if (s.isFile()) fichiers.push(chemin);
    }
  };
  await parcourir('');
  return { fichiers, dossiers };
}

/** One sentence for what the system refuses; anything else is thrown as it is. */
export function phraseSysteme(erreur: unknown, dossier: string): unknown {
  if (erreur instanceof ErreurDemarrage) return erreur;
  const code = codeDe(erreur) ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ErreurDemarrage(
      `Le disque qui porte ${dossier} est plein : libérez de la place, puis recommencez.`,
      { cause: erreur },
    );
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT'].includes(code)) {
    return new ErreurDemarrage(
      `Impossible de lire et d’écrire dans ${dossier} : vérifiez que le dossier existe et que ce compte y a droit.`,
      { cause: erreur },
    );
  }
  return erreur;
}
