import { accepte, type Refus, type Resultat, refuse } from './resultat.ts';

/** Longest name or forename of a person that any register of ours keeps. */
const LONGUEUR_MAX = 100;
const BLANCS = /[ \u00A0\u2009\u202F]+/g;
/** Latin letters, with what joins them; a mark only on a letter. No digit, sign nor letter of another script. */
const FORME = /^(?:\p{Script=Latin}\p{Mn}*|[ '’.-])+$/u;
const LETTRE = /\p{Script=Latin}/u;
const ORDINAIRE = /^[A-Za-zÀ-ÖØ-öø-ÿ]+(?:[ '’-][A-Za-zÀ-ÖØ-öø-ÿ]+)*$/;

/**
 * Reads the name of a person as typed or received: spaces at the ends dropped, those inside reduced to one, accents composed
 * (NFC). « Null » and « Test » are names; a formula, a control character or a letter that only looks Latin is not.
 * Never echoes the value.
 */
export function lireNom(saisie: unknown): Resultat<string, Refus> {
  if (typeof saisie !== 'string' || saisie.length > 4 * LONGUEUR_MAX) return refuserNom();
  if (saisie.length <= LONGUEUR_MAX && ORDINAIRE.test(saisie)) return accepte(saisie);
  const nom = saisie.normalize('NFC').replace(BLANCS, ' ').trim();
  return nom.length <= LONGUEUR_MAX && FORME.test(nom) && LETTRE.test(nom) ? accepte(nom) : refuserNom();
}

const refuserNom = () => refuse({ code: 'nom-invalide', nature: 'invalide', champ: 'nom' });
