import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/**
 * The fonts of documents, shipped with the project: those of the machine would change the bytes from one to the
 * next, and hide what is missing. DejaVu Sans only lends the characters that the first has not: narrow spaces, other
 * alphabets, symbols.
 */
const FICHIERS = [
  '@expo-google-fonts/atkinson-hyperlegible-next/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf',
  '@expo-google-fonts/atkinson-hyperlegible-next/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf',
  '@expo-google-fonts/atkinson-hyperlegible-mono/400Regular/AtkinsonHyperlegibleMono_400Regular.ttf',
  'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
];
/** Present in bold and in regular alike: what these two have can always be written. */
const POUR_LE_TEXTE = /Next_400Regular|DejaVuSans-Bold/;

export interface Polices {
  readonly fichiers: readonly Buffer[];
  /** Characters that the fonts of running text can write, by code point. */
  readonly caracteres: ReadonlySet<number>;
}

export function lirePolices(): Polices {
  const lues = FICHIERS.map((nom) => ({ nom, octets: readFileSync(resolve(nom)) }));
  const caracteres = new Set<number>();
  for (const { nom, octets } of lues) {
    if (POUR_LE_TEXTE.test(nom)) for (const code of caracteresDe(octets)) caracteres.add(code);
  }
  return { fichiers: lues.map(({ octets }) => octets), caracteres };
}

/** Code points that a TrueType font maps to a glyph: formats 4 and 12 of its `cmap` table. */
export function* caracteresDe(police: Buffer): Generator<number> {
  let cmap = 0;
  for (let i = 0; i < police.readUInt16BE(4); i += 1) {
    const entree = 12 + 16 * i;
    if (police.toString('latin1', entree, entree + 4) === 'cmap') cmap = police.readUInt32BE(entree + 8);
  }
  for (let i = 0; i < police.readUInt16BE(cmap + 2); i += 1) {
    const table = cmap + police.readUInt32BE(cmap + 8 + 8 * i);
    const format = police.readUInt16BE(table);
    if (format === 12) yield* groupes(police, table);
    if (format === 4) yield* segments(police, table);
  }
}

function* groupes(police: Buffer, table: number): Generator<number> {
  for (let i = 0; i < police.readUInt32BE(table + 12); i += 1) {
    const groupe = table + 16 + 12 * i;
    const dernier = police.readUInt32BE(groupe + 4);
    for (let code = police.readUInt32BE(groupe); code <= dernier; code += 1) yield code;
  }
}

function* segments(police: Buffer, table: number): Generator<number> {
  const taille = police.readUInt16BE(table + 6);
  for (let i = 0; i < taille; i += 2) {
    const fin = police.readUInt16BE(table + 14 + i);
    const debut = police.readUInt16BE(table + 16 + taille + i);
    const ecart = police.readUInt16BE(table + 16 + 2 * taille + i);
    const decalage = table + 16 + 3 * taille + i;
    const saut = police.readUInt16BE(decalage);
    for (let code = debut; code <= fin && code < 0xffff; code += 1) {
      const glyphe =
        saut === 0 ? (code + ecart) & 0xffff : police.readUInt16BE(decalage + saut + 2 * (code - debut));
      if (glyphe !== 0) yield code;
    }
  }
}
