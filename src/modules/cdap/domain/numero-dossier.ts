import { ressembleAUnNir } from '../../../kernel/nir.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';

/** A file number: the integer that is the key, and the seven digits shown (CDAP-01). */
export interface NumeroDossier {
  readonly numero: number;
  readonly affiche: string;
}

export type CodeRefusNumero =
  | 'numero-manquant'
  | 'numero-avec-lettre'
  | 'numero-est-un-nir'
  | 'numero-complete-de-zeros'
  | 'numero-trop-long'
  | 'numero-nul'
  | 'numero-illisible';
export type RefusNumero = Refus & { readonly code: CodeRefusNumero };

/** Beyond this a text is not a mistyped number; nothing more is learnt from it. */
const LONGUEUR_MAX = 60;
const ESPACES = /[ \t\u00A0\u2009\u202F]/g;
const CHIFFRES = /^[0-9]+$/;
const SUIVI_DE_LETTRE = /^[0-9]{1,7}[A-Za-z]$/;

/** Number as the national flows write it: 7 digits, then at least 8 zeros up to 15. */
const COMPLETE_A_DROITE = /^([0-9]{7})0{8}$/;

/**
 * Reads a file number as typed or pasted: 1 to 7 ASCII digits, spaces dropped, not zero.
 *
 * A refusal says which mistake it is and never repeats what was typed, since a NIR or a name often lands in
 * this field. Fifteen digits padded on the left are refused rather than guessed. Source: CDAP-01, CDAP-21.
 */
export function lireNumeroDossier(saisie: unknown): Resultat<NumeroDossier, RefusNumero> {
  if (typeof saisie !== 'string')
    return refuserNumero(saisie == null ? 'numero-manquant' : 'numero-illisible');
  const texte = saisie.length > LONGUEUR_MAX ? '' : saisie.trim().replace(ESPACES, '');
  if (texte === '') return refuserNumero(saisie.trim() === '' ? 'numero-manquant' : 'numero-illisible');

  const complete = COMPLETE_A_DROITE.exec(texte);
  if (complete) return enNumero(complete[1] ?? '');
  if (ressembleAUnNir(texte)) return refuserNumero('numero-est-un-nir');
  if (SUIVI_DE_LETTRE.test(texte)) return refuserNumero('numero-avec-lettre');
  if (!CHIFFRES.test(texte)) return refuserNumero('numero-illisible');
  if (texte.length > 7) {
    return refuserNumero(
      texte.length === 15 && texte.startsWith('0') ? 'numero-complete-de-zeros' : 'numero-trop-long',
    );
  }
  return enNumero(texte);
}

/** The seven digits shown for a stored number. */
export const afficherNumero = (numero: number): string => String(numero).padStart(7, '0');

/** Reads a Caf code: three ASCII digits, not 000. */
export function lireCodeCaf(saisie: unknown): Resultat<string, Refus> {
  const texte = typeof saisie === 'string' ? saisie.trim() : '';
  if (/^[0-9]{3}$/.test(texte) && texte !== '000') return accepte(texte);
  return refuse({ code: 'code-caf-illisible', nature: 'invalide', champ: 'cafCode' });
}

function enNumero(chiffres: string): Resultat<NumeroDossier, RefusNumero> {
  const numero = Number(chiffres);
  return numero === 0 ? refuserNumero('numero-nul') : accepte({ numero, affiche: afficherNumero(numero) });
}

const refuserNumero = (code: CodeRefusNumero) =>
  refuse<RefusNumero>({ code, nature: 'invalide', champ: 'numero' });
