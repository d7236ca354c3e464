import { groupIdentifier } from '../../../ui/identifier-groups.ts';
import { lireNumeroDossier } from '../domain/numero-dossier.ts';
import { messageNumero } from '../libelles.ts';

/** What the field understood of what is typed, told before anything is sent. */
export type NumeroCompris =
  | { readonly etat: 'vide' }
  | { readonly etat: 'compris'; readonly numero: string; readonly groupes: string }
  | { readonly etat: 'faux'; readonly message: string };

const NARROW = '\u202f';

/** « 0 012 345 » for « 12345 », or which mistake it is; by the rule that the server applies (CDAP-01, CDAP-21). */
export function comprendreNumero(texte: string): NumeroCompris {
  if (texte.trim() === '') return { etat: 'vide' };
  const lu = lireNumeroDossier(texte);
  if (!lu.ok) return { etat: 'faux', message: messageNumero(lu.refus.code) };
  return { etat: 'compris', numero: lu.valeur.affiche, groupes: grouperNumero(lu.valeur.affiche) };
}

/** The seven figures as they are read aloud: « 0 012 345 ». */
export const grouperNumero = (numero: string): string =>
  groupIdentifier(numero, 'dossier')
    .map(({ text }) => text)
    .join(NARROW);
