import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import { FORME_INSTRUCTEUR } from './codes.ts';

/**
 * Reads the number of an instructing service, typed with or without spaces: department (3), type letter, commune (3),
 * approval (2). Source: CDAP-12.
 */
export function lireNumeroInstructeur(saisie: unknown): Resultat<string, Refus> {
  const texte = typeof saisie === 'string' ? saisie.replace(/[\s\u202f\u00a0.-]/g, '').toUpperCase() : '';
  return FORME_INSTRUCTEUR.test(texte)
    ? accepte(texte)
    : refuse({ code: 'instructeur-illisible', nature: 'invalide', champ: 'instructeur' });
}
