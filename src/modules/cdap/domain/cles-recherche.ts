import type { BlocsStockes } from './blocs.ts';

/**
 * The keys by which a file is found (CDAP-20): written when the file is, looked up by equality only.
 *
 * Every comparison that is not an equality (case, accents, spelling, one wrong letter) happens in TypeScript: LIKE
 * and trigrams are not leakproof, and under row-level security PostgreSQL would leave their index aside.
 */

/** One row per adult and distinct name, of birth or of usage. */
export interface ClePersonne {
  /** 1: person in charge of the file, 2: partner. */
  readonly rang: 1 | 2;
  /** Letters a to z: `normaliser` of the name. */
  readonly nom: string;
  readonly nomSon: string;
  /** Phonetic form of the first part of the first forename: « Jean » for « Jean-Noël ». */
  readonly prenomSon: string;
  /** Letters a to z of the whole first forename: « jeannoel ». */
  readonly prenom: string;
  /** 'AAAA', 'AAAA-MM', 'AAAA-MM-JJ', or null. */
  readonly neLe: string | null;
  /** Thirteen characters, without the key; on the row of the birth name only. */
  readonly nir: string | null;
}

/** Letters that Unicode does not decompose. */
const LIGATURES: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ĳ: 'ij',
};
const LIGATURE = /[œæßøđðłþıħŋĳ]/g;
const DEJA_SIMPLE = /^[a-z]*$/;
const PAS_UNE_LETTRE = /[^a-z]+/g;

/**
 * A name reduced to its letters a to z: no case, accent, apostrophe, hyphen nor space.
 *
 * Particles are glued, so that « de Valdoux », « Devaldoux » and « DE-VALDOUX » are one.
 */
export function normaliser(texte: string): string {
  const bas = texte.toLowerCase();
  if (DEJA_SIMPLE.test(bas)) return bas;
  return bas
    .normalize('NFKD')
    .replace(LIGATURE, (lettre) => LIGATURES[lettre] ?? '')
    .replace(PAS_UNE_LETTRE, '');
}

/**
 * How a name sounds in French, roughly: two spellings of one sound give one form, and a few different sounds too.
 *
 * Ours, in the spirit of Soundex 2 and Phonex, but on whole words: 1 an/en, 2 in/ain, 3 on, 4 ou, 5 oi, 6 eu, H ch.
 * Order matters: each rule reads what the former ones left. Its first text is what it cannot do without: a search makes
 * the forms of five hundred names.
 */
const REGLES: readonly (readonly [indice: string, motif: RegExp, par: string])[] = [
  // Consonants that are written in several ways.
  ['ph', /ph/g, 'f'],
  ['ch', /s?ch(?=[lr])/g, 'k'],
  ['h', /s?ch|sh/g, 'H'],
  ['h', /h/g, ''],
  ['gn', /gn/g, 'n'],
  ['gu', /gu(?=[eiy])/g, 'G'],
  ['g', /ge(?=[ao])|g(?=[eiy])/g, 'j'],
  ['c', /s?c(?=[eiy])/g, 's'],
  ['', /qu|q|c/g, 'k'],
  ['', /w|bv/g, 'v'],
  ['', /[zx]/g, 's'],
  ['aul', /(?<=au)l(?=[dts])/g, ''],
  ['', /(.)\1+/g, '$1'],
  // Vowels, the longest groups first; a nasal only before a consonant or the end.
  ['au', /eau|au/g, 'o'],
  ['ie', /ie[nm](?![aeiouynm])/g, 'i2'],
  ['', /(?:[ae]i|[aei]y|[iyu])[nm](?![aeiouynm])/g, '2'],
  ['', /e?an(?![aeiouynm])|[ae][nm](?![aeiouynm])/g, '1'],
  ['', /o[nm](?![aeiouynm])/g, '3'],
  ['eu', /oeu|eu/g, '6'],
  ['ou', /ou/g, '4'],
  ['o', /o[iy]/g, '5'],
  ['', /[ae][iy]|ae/g, 'e'],
  ['y', /y/g, 'i'],
  ['G', /G/g, 'g'],
  // Ends that are not heard. Without its accent a final é cannot be told from a mute e: both go.
  ['', /(?<=.{2})(?:e[rts]?|[dtps]+)$/, ''],
  ['', /(.)\1+/g, '$1'],
];

/** Phonetic form of letters a to z; never empty unless the letters are. */
export function sonner(lettres: string): string {
  let son = lettres;
  for (const [indice, motif, par] of REGLES) if (son.includes(indice)) son = son.replace(motif, par);
  return son === '' ? lettres : son;
}

/** Names come back often in an import, so their forms are kept; bounded, and emptied rather than sorted. */
const FORMES_GARDEES = 20_000;
const formes = new Map<string, string>();

function sonnerSouvent(lettres: string): string {
  const connue = formes.get(lettres);
  if (connue !== undefined) return connue;
  const son = sonner(lettres);
  if (formes.size >= FORMES_GARDEES) formes.clear();
  formes.set(lettres, son);
  return son;
}

const COUPURE = /[\s\u00A0\u2009\u202F-]+/;
/** Below this a first part is an article or an initial, not a forename: « El Hadj » is taken whole. */
const PREMIERE_PART_MIN = 3;

/** First part of a forename that may be compound, in letters a to z. */
export function premierePart(prenom: string): string {
  const parts = prenom.trim().split(COUPURE);
  const premiere = normaliser(parts[0] ?? '');
  return premiere.length >= PREMIERE_PART_MIN ? premiere : normaliser(prenom);
}

/** Length of a NIR without its key, which is how it is looked up: the key adds nothing and is sometimes left out. */
const NIR_SANS_CLE = 13;

/**
 * Rows of keys of one file: adults only, one row per distinct name.
 *
 * A name without any letter a to z makes a row only for the NIR that it carries.
 */
export function clesPersonnes(blocs: Pick<BlocsStockes, 'identite' | 'nir'>): ClePersonne[] {
  const cles: ClePersonne[] = [];
  const adultes = blocs.identite?.adultes ?? [];
  for (const [place, adulte] of adultes.entries()) {
    const premier = adulte.prenoms[0] ?? '';
    const commun = {
      rang: place === 0 ? 1 : 2,
      prenomSon: sonnerSouvent(premierePart(premier)),
      prenom: normaliser(premier),
      neLe: adulte.dateNaissance,
    } as const;
    const nir =
      blocs.nir?.adultes.find(({ role }) => role === adulte.role)?.nir?.slice(0, NIR_SANS_CLE) ?? null;
    const nom = normaliser(adulte.nomNaissance);
    if (nom !== '' || nir !== null) cles.push({ ...commun, nom, nomSon: sonnerSouvent(nom), nir });
    if (adulte.nomUsage === null) continue;
    const usage = normaliser(adulte.nomUsage);
    if (usage !== '' && usage !== nom)
      cles.push({ ...commun, nom: usage, nomSon: sonnerSouvent(usage), nir: null });
  }
  return cles;
}
