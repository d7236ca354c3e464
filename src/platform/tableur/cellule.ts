const NOMBRE = /^[+-]?[0-9][0-9\s\u00a0\u202f]*(?:[.,][0-9]+)?$/;
// The first character that a spreadsheet would run, blanks aside; full-width signs are folded by some of them.
const FORMULE = /^[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** Whether a spreadsheet could take this text for a formula. A true negative amount is not one. */
export const estFormule = (texte: string): boolean => FORMULE.test(texte) && !NOMBRE.test(texte.trim());

/** Text as a spreadsheet may receive it: a leading apostrophe disarms formulas, everything else is kept. */
export const neutraliser = (texte: string): string => (estFormule(texte) ? `'${texte}` : texte);
