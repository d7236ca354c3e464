import { ressembleAUnNir } from '../../../kernel/nir.ts';

/** Length of a motive, blanks around it aside (CDAP-33). */
export const MOTIF_MIN = 10;
export const MOTIF_MAX = 300;

/**
 * Why a motive is refused, in French; null when it says something.
 *
 * It goes into the trace and is read months later by someone else: filling and punctuation explain nothing, and a
 * NIR copied there would be personal data kept where none may be (TRA-03).
 */
export function defautDuMotif(motif: string): string | null {
  if (motif.length < MOTIF_MIN) return `Un motif a ${MOTIF_MIN} caractères au moins.`;
  if (motif.length > MOTIF_MAX) return `Un motif a ${MOTIF_MAX} caractères au plus.`;
  if (contientUnNir(motif)) {
    return 'Retirez le numéro de sécurité sociale : un motif ne contient pas de donnée sur la famille.';
  }
  const lettres = new Set(motif.toLowerCase().replace(/[^\p{L}]/gu, ''));
  return lettres.size < 4 ? 'Dites en quelques mots pourquoi vous lisez ce dossier.' : null;
}

/** Whether 13 or 15 characters that follow each other, spaces aside, have the form of a NIR. */
const contientUnNir = (texte: string): boolean =>
  [...texte.matchAll(/[0-9](?:[\s\u00a0\u202f]?[0-9AB]){12,14}/gi)].some(([trouve]) =>
    ressembleAUnNir(trouve.replace(/[\s\u00a0\u202f]/g, '')),
  );
