/** Longest run of characters without a place to break the line; a longer one would leave the page. */
const MOT_LE_PLUS_LONG = 36;
const COUPURE = '\u200b';

/** Directions and shapes given by invisible characters: one could show a text other than what is written. */
const INVISIBLES = /\p{Bidi_Control}|\p{Variation_Selector}/gu;

/**
 * Data as the fonts can write it: each character that none of them has becomes its number between brackets, so that
 * nothing is lost nor shown as an empty box, which PDF/UA refuses. Long words receive places to break.
 */
export function preparerTextes<T>(donnees: T, caracteres: ReadonlySet<number>): T {
  return preparer(donnees, caracteres) as T;
}

function preparer(valeur: unknown, caracteres: ReadonlySet<number>): unknown {
  if (typeof valeur === 'string') return preparerTexte(valeur, caracteres);
  if (Array.isArray(valeur)) return valeur.map((element) => preparer(element, caracteres));
  if (typeof valeur !== 'object' || valeur === null) return valeur;
  return Object.fromEntries(
    Object.entries(valeur).map(([cle, contenu]) => [cle, preparer(contenu, caracteres)]),
  );
}

export function preparerTexte(texte: string, caracteres: ReadonlySet<number>): string {
  let ecrit = '';
  let course = 0;
  for (const caractere of texte.normalize('NFC').replace(INVISIBLES, '')) {
    const code = caractere.codePointAt(0) ?? 0;
    if (caractere === '\n' || caractere === '\t' || caractere === ' ' || caractere === COUPURE) {
      ecrit += caractere === '\t' ? ' ' : caractere;
      course = 0;
      continue;
    }
    if (course >= MOT_LE_PLUS_LONG) {
      ecrit += COUPURE;
      course = 0;
    }
    ecrit += caracteres.has(code) ? caractere : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
    course += 1;
  }
  return ecrit;
}
