import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The ladder of imports: who may import whom. A small reader of our own, since no tool that needs the classic
 * TypeScript API works with TypeScript 7.
 */

/** Lowest rung first; a module imports only those before it. */
export const MODULES = [
  'traces',
  'notifications',
  'documents',
  'organismes',
  'identite',
  'conventions',
  'habilitations',
  'cdap',
  'afas',
  'assistance',
] as const;

export interface Faute {
  readonly fichier: string;
  readonly importe: string;
  readonly regle: string;
}

type Piece = 'domain' | 'contract' | 'libelles' | 'server' | 'web' | 'index';

type Lieu =
  | { readonly genre: 'kernel' | 'platform' | 'ui' | 'apps' | 'hors' }
  | { readonly genre: 'module'; readonly module: string; readonly piece: Piece };

/** Where a file stands, by its path from the root. */
export function situer(fichier: string): Lieu {
  const [racine, zone = '', module = '', ...reste] = fichier.split('/');
  if (racine !== 'src') return { genre: 'hors' };
  if (zone === 'kernel' || zone === 'platform' || zone === 'ui' || zone === 'apps') return { genre: zone };
  if (zone !== 'modules') return { genre: 'hors' };
  const premier = reste[0] ?? '';
  const piece = premier.startsWith('libelles') ? 'libelles' : premier.replace(/\.tsx?$/, '');
  return { genre: 'module', module, piece: piece as Piece };
}

/** Libraries that pure code may use: types of time, and schemas. */
const PURES = new Set(['temporal-polyfill', 'zod', 'fast-check', 'vitest']);

/** What each part of a module may import of its own module. */
const INTERNES: Readonly<Record<Piece, readonly Piece[]>> = {
  domain: ['domain'],
  contract: ['domain', 'libelles', 'contract'],
  libelles: ['domain', 'contract', 'libelles'],
  server: ['domain', 'contract', 'libelles', 'server'],
  web: ['domain', 'contract', 'libelles', 'web'],
  index: ['domain', 'contract', 'libelles', 'server'],
};

/** The doors of a lower module, by who knocks. */
const PORTES: Readonly<Record<Piece, readonly Piece[]>> = {
  domain: ['domain'],
  contract: ['domain', 'contract'],
  libelles: ['domain', 'libelles'],
  server: ['domain', 'contract', 'index'],
  web: ['domain', 'contract', 'libelles'],
  index: ['domain', 'contract', 'index'],
};

function juger(de: Lieu, vers: Lieu): string | null {
  if (de.genre === 'hors' || de.genre === 'apps') return null;
  if (vers.genre === 'apps') return 'only composition roots know apps';
  if (vers.genre === 'hors') return 'the product does not import its tests or scripts';
  if (vers.genre === 'kernel') return null;
  if (de.genre === 'kernel') return 'kernel imports nothing';
  if (de.genre === 'platform')
    return vers.genre === 'platform' ? null : 'platform knows no module and no screen';
  if (de.genre === 'ui') return vers.genre === 'ui' ? null : 'ui knows no module and no server';
  if (de.genre !== 'module') return null;
  if (vers.genre === 'platform')
    return de.piece === 'server' || de.piece === 'index' ? null : 'platform is for server parts';
  if (vers.genre === 'ui') return de.piece === 'web' ? null : 'ui is for web parts';
  if (vers.genre !== 'module') return null;
  if (vers.module === de.module)
    return INTERNES[de.piece]?.includes(vers.piece) ? null : `${de.piece} does not import ${vers.piece}`;
  const rangs = MODULES as readonly string[];
  if (rangs.indexOf(vers.module) >= rangs.indexOf(de.module))
    return `${de.module} stands below ${vers.module} on the ladder`;
  return PORTES[de.piece]?.includes(vers.piece) ? null : `${vers.piece} of ${vers.module} is private`;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;
const SQL_ETRANGER =
  /\b(traces|notifications|documents|organismes|identite|conventions|habilitations|cdap|afas|assistance)\.([a-z_]+)/g;

/** Tables and functions that each schema publishes to the modules above it. */
const PUBLIES = new Set([
  'traces.inscrire',
  'organismes.partenaire_publie',
  'organismes.caf_publiee',
  'organismes.equipement_publie',
  'identite.session_ouverte',
  'identite.session_publiee',
  'identite.compte_publie',
  'identite.marquer_activite',
  'conventions.bulletin_publie',
  'conventions.version_bulletin_publiee',
  'conventions.version_contrat_publiee',
  'conventions.quota_publie',
  'conventions.financement_publie',
  'conventions.mission_publiee',
  'habilitations.droits',
  'habilitations.compter_droits',
]);

/** Faults of one file: imports against the ladder, SQL outside its store or over another module's tables. */
export function verifierFichier(fichier: string, source: string): Faute[] {
  const de = situer(fichier);
  const fautes: Faute[] = [];
  for (const [, a, b, c] of source.matchAll(IMPORT)) {
    const cible = a ?? b ?? c ?? '';
    if (!cible.startsWith('.')) {
      const paquet = cible.startsWith('@')
        ? cible.split('/').slice(0, 2).join('/')
        : (cible.split('/')[0] ?? '');
      const pur =
        de.genre === 'kernel' ||
        (de.genre === 'module' &&
          (de.piece === 'domain' || de.piece === 'contract' || de.piece === 'libelles'));
      if (pur && !PURES.has(paquet))
        fautes.push({ fichier, importe: cible, regle: 'pure code imports no library but time and schemas' });
      continue;
    }
    const regle = juger(de, situer(path.posix.join(path.posix.dirname(fichier), cible)));
    if (regle !== null) fautes.push({ fichier, importe: cible, regle });
  }
  if (de.genre === 'module' && !fichier.endsWith('.test.ts')) {
    const requetes = [...source.matchAll(/sql(?:<[^`]*?>)?`([^`]*)`|query\(\s*[`'"]([^`'"]*)/g)].map(
      ([, x, y]) => x ?? y ?? '',
    );
    for (const requete of requetes) {
      // A module with many tables gives each its file under `server/store/`.
      if (!/\/server\/store(\/[a-z-]+)?\.ts$/.test(fichier))
        fautes.push({ fichier, importe: requete.slice(0, 40), regle: 'SQL stands in store.ts only' });
      for (const [objet, schema] of requete.matchAll(SQL_ETRANGER)) {
        if (schema !== de.module && !PUBLIES.has(objet))
          fautes.push({ fichier, importe: objet, regle: `${objet} is private to ${schema}` });
      }
    }
  }
  return fautes;
}

function* lister(dossier: string): Generator<string> {
  for (const nom of readdirSync(dossier)) {
    const chemin = path.join(dossier, nom);
    if (statSync(chemin).isDirectory()) yield* lister(chemin);
    else if (/\.tsx?$/.test(nom)) yield chemin;
  }
}

/** Faults of the whole tree. Tests beside the code may look at what they test, and are left out. */
export function verifierArbre(racine: string): Faute[] {
  return [...lister(path.join(racine, 'src'))]
    .filter((chemin) => !/\.test\.tsx?$/.test(chemin))
    .flatMap((chemin) =>
      verifierFichier(path.relative(racine, chemin).split(path.sep).join('/'), readFileSync(chemin, 'utf8')),
    );
}

if (import.meta.main) {
  const fautes = verifierArbre(path.resolve(import.meta.dirname, '..'));
  for (const { fichier, importe, regle } of fautes) console.error(`${fichier}: ${importe} — ${regle}`);
  process.exitCode = fautes.length > 0 ? 1 : 0;
}
