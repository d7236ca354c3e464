/** Letters and digits that cannot be taken for one another when read aloud or retyped (no 0/o, 1/l/i). */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
export const LONGUEUR_IDENTIFIANT = 10;

/**
 * An identifier that says nothing of its owner (ACC-01): ten drawn characters.
 *
 * `tirer(n)` gives a uniform integer in [0, n).
 */
export const produireIdentifiant = (tirer: (borne: number) => number): string =>
  Array.from({ length: LONGUEUR_IDENTIFIANT }, () => ALPHABET[tirer(ALPHABET.length)]).join('');

/** Reads a typed identifier: blanks around it and case have no effect, anything else is told. */
export function lireIdentifiant(
  saisie: string,
): { ok: true; valeur: string } | { ok: false; message: string } {
  const valeur = saisie.trim().toLowerCase();
  if (valeur === '') return { ok: false, message: 'Indiquez votre identifiant.' };
  return /^[a-z0-9]{10}$/.test(valeur)
    ? { ok: true, valeur }
    : { ok: false, message: 'Un identifiant a dix lettres et chiffres, sans espace ni accent.' };
}
