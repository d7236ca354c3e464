import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const RACINE = fileURLToPath(new URL('..', import.meta.url));
const DESTINATION = join(RACINE, 'dist/web');
const EMPREINTE = join(DESTINATION, '.empreinte');

/** What a build is made from. Server code is not: changing it rebuilds nothing. */
const SOURCES = [
  'src/apps/web',
  'src/apps/demo/contract.ts',
  'src/apps/demo/web',
  'src/apps/exploitation',
  'src/ui',
  'src/kernel',
  'src/modules',
  'vite.config.ts',
  'package-lock.json',
];
const HORS_SOURCES = /(^|\/)server\/|\.test\.tsx?$|\.sql$/;

/** Where progress is told; a pino logger or the console will do. */
export interface JournalConstruction {
  info(message: string): void;
  warn(message: string): void;
}

/**
 * Builds the browser part into `dist/web` unless what stands there was made from these very sources.
 *
 * Sources are compared by content: a clone, a copy or a `git checkout` moves every date. The build runs in a child
 * process, so that the server that asked for it keeps none of its memory. Without the build tools (an installation
 * made with `--omit=dev`) an older build is kept and said, and none at all is an error.
 */
export async function construireWebSiPerime(journal: JournalConstruction): Promise<void> {
  const empreinte = await empreinteDesSources();
  if (await estAJour(empreinte)) return;
  if (!existsSync(join(RACINE, 'node_modules/vite'))) {
    if (!existsSync(join(DESTINATION, 'index.html'))) {
      throw new Error(
        'The browser part is not built and its build tools are absent: run npm ci, then npm run build.',
      );
    }
    journal.warn('dist/web was built from other sources; served as it is, since the build tools are absent');
    return;
  }
  const debut = Date.now();
  journal.info('building the browser part');
  await lancer(process.execPath, [fileURLToPath(import.meta.url), '--dans-ce-processus', empreinte]);
  journal.info(`browser part built in ${((Date.now() - debut) / 1000).toFixed(1)} s`);
}

async function estAJour(empreinte: string): Promise<boolean> {
  const connue = await readFile(EMPREINTE, 'utf8').catch(() => null);
  return connue === empreinte;
}

/** SHA-256 over the paths and contents of the sources, in a fixed order. */
async function empreinteDesSources(): Promise<string> {
  const chemins = (await Promise.all(SOURCES.map((source) => lister(join(RACINE, source))))).flat();
  const hachage = createHash('sha256');
  for (const chemin of chemins.sort()) {
    const nom = relative(RACINE, chemin).replaceAll('\\', '/');
    if (HORS_SOURCES.test(nom)) continue;
    hachage.update(`${nom}\0`).update(await readFile(chemin));
  }
  return hachage.digest('hex');
}

async function lister(chemin: string): Promise<string[]> {
  if (!existsSync(chemin)) return [];
  const entrees = await readdir(chemin, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entrees === null) return [chemin];
  return entrees.filter((entree) => entree.isFile()).map((entree) => join(entree.parentPath, entree.name));
}

function lancer(programme: string, parametres: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const enfant = spawn(programme, parametres, { cwd: RACINE, stdio: ['ignore', 'ignore', 'inherit'] });
    enfant.on('error', reject);
    enfant.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the build ended with code ${code}`)),
    );
  });
}

/**
 * Builds beside, then swaps: a server that serves the old build meanwhile never sees half of the new one, and two
 * processes that start together each end with a whole build.
 */
async function construire(empreinte: string): Promise<void> {
  const { build } = await import('vite');
  const chantier = `${DESTINATION}.${process.pid}`;
  await build({ configFile: join(RACINE, 'vite.config.ts'), logLevel: 'warn', build: { outDir: chantier } });
  await compresser(chantier);
  await writeFile(join(chantier, '.empreinte'), empreinte);
  await substituer(chantier);
}

/** Puts the new build in the place of the old; another process may be doing the same, hence the tries. */
async function substituer(chantier: string): Promise<void> {
  const ancien = `${chantier}.ancien`;
  for (let essai = 1; ; essai++) {
    try {
      if (existsSync(DESTINATION)) await rename(DESTINATION, ancien);
      await rename(chantier, DESTINATION);
      break;
    } catch (erreur) {
      if (essai === 5) throw erreur;
    } finally {
      await rm(ancien, { recursive: true, force: true });
    }
  }
}

/**
 * Compressed copies beside each file, made once at the best level: the server sends them as they are. The page
 * itself has none, since the server may fill it in; fonts are compressed already.
 */
async function compresser(dossier: string): Promise<void> {
  for (const chemin of await lister(dossier)) {
    if (!/\.(js|css|svg)$/.test(chemin)) continue;
    const contenu = await readFile(chemin);
    await writeFile(`${chemin}.gz`, await promisify(gzip)(contenu, { level: 9 }));
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    await writeFile(`${chemin}.br`, await promisify(brotliCompress)(contenu, options));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dansCeProcessus = process.argv.indexOf('--dans-ce-processus');
  if (dansCeProcessus > 0) await construire(process.argv[dansCeProcessus + 1] ?? '');
  else await construireWebSiPerime({ info: console.log, warn: console.warn });
}
