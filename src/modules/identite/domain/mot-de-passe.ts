/** Bounds of a password (ACC-02): lengths in characters as a person counts them, strength in bits. */
export interface RegleMotDePasse {
  readonly longueurMin: number;
  readonly longueurMax: number;
  readonly bitsMin: number;
  /** Bar of an account that also has a second factor. Equal to `bitsMin`, nothing is forgiven. */
  readonly bitsAvecSecondFacteur: number;
}

/**
 * The rule unless the setting says otherwise. A second factor forgives nothing by default, though the contract would
 * allow it: the CNIL's 50 bits would let twelve lower-case letters through, and a factor can be lost or removed long
 * after the password was chosen. An installation that wants the relief sets `bitsAvecSecondFacteur` to 50.
 */
export const REGLE_MOT_DE_PASSE: RegleMotDePasse = {
  longueurMin: 12,
  longueurMax: 128,
  bitsMin: 80,
  bitsAvecSecondFacteur: 80,
};

/** What others know of the person, and would try first. Empty texts are ignored. */
export interface ContexteMotDePasse {
  readonly prenom: string;
  readonly nom: string;
  readonly courriel: string;
  readonly organisme: string;
  readonly identifiant: string;
}

/** `courant` comes from the lists that only the server holds; the others are judged on both sides. */
export type EcueilMotDePasse =
  | 'trop-court'
  | 'trop-long'
  | 'trop-simple'
  | 'repetitif'
  | 'contexte'
  | 'courant';

export interface JugementMotDePasse {
  readonly bits: number;
  /** None: it is accepted. */
  readonly ecueils: readonly EcueilMotDePasse[];
}

/**
 * The CNIL's own first example, twelve characters of four families, comes to 79.55 bits by its own reckoning and
 * counts as 80.
 */
const TOLERANCE_BITS = 0.5;
const BITS_PAR_MOT = Math.log2(7776);
/** Sizes of families as the CNIL counts them. Accents change nothing: `é` is a lower-case letter. */
const FAMILLES: readonly (readonly [RegExp, number])[] = [
  [/\p{Ll}/u, 26],
  [/\p{Lu}/u, 26],
  [/[0-9]/, 10],
  [/[^\p{Ll}\p{Lu}0-9]/u, 37],
];
const DISTINCTS_MIN = 6;

/**
 * Judges a password before it is accepted (ACC-02). Pure, so that the browser shows while one types what the server
 * will decide; the server adds `courant` from its lists.
 *
 * Composed first (NFC); blanks at the edges are kept, they belong to the secret.
 */
export function jugerMotDePasse(
  saisi: string,
  contexte: ContexteMotDePasse,
  regle: RegleMotDePasse,
  avecSecondFacteur: boolean,
): JugementMotDePasse {
  const secret = saisi.normalize('NFC');
  const longueur = [...secret].length;
  const bits = compterBits(secret, longueur);
  // Nothing else is worth a calculation that grows with the length.
  if (longueur > regle.longueurMax) return { bits, ecueils: ['trop-long'] };
  const barre = avecSecondFacteur ? regle.bitsAvecSecondFacteur : regle.bitsMin;
  const ecueils: EcueilMotDePasse[] = [];
  if (longueur < regle.longueurMin) ecueils.push('trop-court');
  if (bits < barre - TOLERANCE_BITS) ecueils.push('trop-simple');
  if (estRepetitif(secret, regle.longueurMin)) ecueils.push('repetitif');
  if (contientContexte(secret, contexte)) ecueils.push('contexte');
  return { bits, ecueils };
}

/**
 * Strength by the CNIL's reckoning. A sentence, made of words and blanks only, is worth its words when that is less
 * than its letters: seven words pass (90 bits), six do not (78).
 */
function compterBits(secret: string, longueur: number): number {
  const alphabet = FAMILLES.reduce(
    (somme, [famille, taille]) => somme + (famille.test(secret) ? taille : 0),
    0,
  );
  const parCaractere = alphabet === 0 ? 0 : longueur * Math.log2(alphabet);
  const mots = secret.trim().split(/\s+/u);
  const estPhrase = mots.length > 1 && mots.every((mot) => /^\p{L}[\p{L}\p{M}'’-]*$/u.test(mot));
  return estPhrase ? Math.min(parCaractere, mots.length * BITS_PAR_MOT) : parCaractere;
}

/** Neighbours on a French or an English keyboard, in the alphabet, among digits; read in both directions. */
const SUITES = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '&é"\'(-è_çà)=',
  '!@#$%^&*()',
  ...['1aqw', '2zsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '1qaz', '2wsx'],
].flatMap((suite) => [suite, [...suite].reverse().join('')]);

/**
 * True when few characters differ, or when half of them or more could be foretold from those before: a run of three
 * neighbours, the same one three times, a block already seen. What cannot be foretold may suffice by itself.
 */
function estRepetitif(secret: string, suffisant: number): boolean {
  const lettres = [...secret.toLowerCase()];
  if (lettres.length === 0) return false;
  if (lettres.length >= suffisant && new Set(lettres).size < DISTINCTS_MIN) return true;
  const previsible = new Set<number>();
  const vus = new Map<string, number>();
  for (let i = 0; i + 3 <= lettres.length; i += 1) {
    const trois = lettres.slice(i, i + 3).join('');
    const premier = vus.get(trois);
    if (premier === undefined) vus.set(trois, i);
    const dejaVu = premier !== undefined && premier <= i - 3;
    const memes = lettres[i] === lettres[i + 1] && lettres[i] === lettres[i + 2];
    if (dejaVu || memes || SUITES.some((suite) => suite.includes(trois)))
      for (const rang of [i, i + 1, i + 2]) previsible.add(rang);
  }
  return previsible.size * 2 >= lettres.length && lettres.length - previsible.size < suffisant;
}

const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l' };

/** Without case or accents: `Élève` and `eleve` are the same. */
export const plier = (texte: string): string =>
  texte
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[œæßøł]/g, (c) => LIGATURES[c] ?? c);

const DEGUISEMENTS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '!': 'l',
  '|': 'l',
  i: 'l',
  '3': 'e',
  '€': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
  '8': 'b',
};

/**
 * One form for all the ways to write a word with look-alikes (`P@55w0rd`). `1` stands for i as well as l, so that i
 * becomes l too: both texts that are compared must go through here.
 */
export const demasquer = (plie: string): string =>
  plie.replace(/[01!|i3€4@5$78]/g, (c) => DEGUISEMENTS[c] ?? c);

/** Of no help to who guesses: they stand in many names and many sentences. */
const MOTS_OUTILS = new Set([
  'pour',
  'dans',
  'avec',
  'sans',
  'sous',
  'chez',
  'leur',
  'leurs',
  'notre',
  'votre',
]);

const decouper = (texte: string): string[] => plier(texte).split(/[^a-z0-9]+/);
const coller = (...textes: string[]): string => textes.map((texte) => decouper(texte).join('')).join('');

function contientContexte(secret: string, contexte: ContexteMotDePasse): boolean {
  const { prenom, nom, courriel, organisme, identifiant } = contexte;
  const [local = '', domaine = ''] = courriel.split('@');
  // The last label names a country or a trade, not the person's house.
  const etiquettes = domaine.split('.').slice(0, -1);
  const noms = [...decouper(prenom), ...decouper(nom)].filter((mot) => mot.length === 3);
  const longs = [
    ...decouper(prenom),
    ...decouper(nom),
    ...[coller(prenom), coller(nom), coller(prenom, nom), coller(nom, prenom)],
    ...decouper(local),
    coller(local),
    ...etiquettes.flatMap((etiquette) => [...decouper(etiquette), coller(etiquette)]),
    ...decouper(organisme).filter((mot) => !MOTS_OUTILS.has(mot)),
    coller(identifiant),
  ].filter((mot) => mot.length >= 4);
  const plie = plier(secret);
  const demasque = demasquer(plie);
  // Three letters as look-alikes would be found by chance in good passwords.
  return noms.some((mot) => plie.includes(mot)) || longs.some((mot) => demasque.includes(demasquer(mot)));
}
