/** Letters and digits that cannot be taken for one another when copied from paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
export const NOMBRE_DE_CODES = 10;
const LONGUEUR = 12;

/**
 * A recovery code (ACC-04): twelve drawn characters, 59 bits, in groups of four. `tirer(n)` gives a uniform integer
 * in [0, n).
 */
export const produireCodeRecuperation = (tirer: (borne: number) => number): string =>
  Array.from(
    { length: LONGUEUR },
    (_, i) => `${i > 0 && i % 4 === 0 ? '-' : ''}${ALPHABET[tirer(ALPHABET.length)]}`,
  ).join('');

/** A code as it is compared: case, blanks and hyphens have no effect. */
export function lireCodeRecuperation(
  saisie: string,
): { ok: true; valeur: string } | { ok: false; message: string } {
  const valeur = saisie.toLowerCase().replace(/[\s\u00a0\u202f-]/g, '');
  return /^[a-z0-9]{12}$/.test(valeur)
    ? { ok: true, valeur }
    : { ok: false, message: 'Un code de récupération a douze lettres et chiffres.' };
}

/** A first password, made to be typed once from a screen or a letter: sixteen drawn characters, 79 bits (ACC-01). */
export const produireMotDePasseProvisoire = (tirer: (borne: number) => number): string =>
  Array.from(
    { length: 16 },
    (_, i) => `${i > 0 && i % 4 === 0 ? '-' : ''}${ALPHABET[tirer(ALPHABET.length)]}`,
  ).join('');
