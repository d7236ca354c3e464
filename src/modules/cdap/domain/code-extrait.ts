/**
 * Code of an extract (CDAP-23): twenty characters of Crockford's alphabet by groups of four, of which nineteen are
 * drawn (95 bits) and the last one checks the others.
 */
export type CodeExtrait = string & { readonly __codeExtrait: true };

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIRES = 19;
const CONFONDUS: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** How many random bytes a code is made of; five bits of each are used. */
export const OCTETS_DU_CODE = TIRES;

/** The code that random bytes give, without separators. */
export function codeDesOctets(octets: Uint8Array): CodeExtrait {
  if (octets.length !== OCTETS_DU_CODE) throw new Error(`a code is made of ${OCTETS_DU_CODE} bytes`);
  const valeurs = Array.from(octets, (octet) => octet & 31);
  return [...valeurs, controle(valeurs)].map((valeur) => ALPHABET[valeur]).join('') as CodeExtrait;
}

/** Reads a code as typed: either case, any separator, O for 0, I or L for 1. Null when it cannot be a code. */
export function lireCodeExtrait(saisie: unknown): CodeExtrait | null {
  if (typeof saisie !== 'string' || saisie.length > 100) return null;
  const net = saisie
    .toUpperCase()
    .replace(/[\s\u00a0\u202f.·_–-]/g, '')
    .replace(/[OIL]/g, (lettre) => CONFONDUS[lettre] ?? lettre);
  const valeurs = Array.from(net, (lettre) => ALPHABET.indexOf(lettre));
  if (valeurs.length !== TIRES + 1 || valeurs.includes(-1)) return null;
  return controle(valeurs.slice(0, TIRES)) === valeurs[TIRES] ? (net as CodeExtrait) : null;
}

/** « 7H2K-P0QD-… ». */
export const afficherCodeExtrait = (code: CodeExtrait): string => (code.match(/.{4}/g) ?? []).join('-');

/**
 * A remainder in the field of 32 elements: one wrong character, or two exchanged wherever they stand, always show.
 */
const controle = (valeurs: readonly number[]): number =>
  doubler(valeurs.reduce((reste, valeur) => doubler(reste) ^ valeur, 0));

const doubler = (valeur: number): number => (valeur & 16 ? ((valeur << 1) & 31) ^ 5 : valeur << 1);
