import { accepte, type Refus, type Resultat, refuse } from './resultat.ts';

/**
 * NIR (numéro de sécurité sociale): 13 characters and a key of two digits.
 *
 * Numbers that begin with 7 or 8 are temporary ones; many people hold only that, and refusing them shuts them
 * out (CDAP-03). Months 20, 30 to 42 and 50 to 99 are the Insee's codes for incomplete civil status.
 */

/** A NIR in its stored form: 15 characters, Corsican letter in capital, no space. */
export type Nir = string & { readonly __nir: true };

export type RefusNir = Refus & { readonly code: 'nir-forme' | 'nir-sans-cle' | 'nir-cle' };

const FORME = /^([1-478])(\d{2})(\d{2})(\d{2}|2[AB])(\d{3})(\d{3})(\d{2})$/;
const FORME_SANS_CLE = /^[1-478]\d{4}(?:\d{2}|2[AB])\d{6}$/;
const ESPACES = /[ \t\u00A0\u2009\u202F]/g;

const estMoisAdmis = (leMois: number): boolean =>
  (leMois >= 1 && leMois <= 12) || leMois === 20 || (leMois >= 30 && leMois <= 42) || leMois >= 50;

/**
 * Key of the 13 first characters: 97 less the number modulo 97, on two digits.
 *
 * Corsica: the letter counts as 0 and the number is lowered by 1,000,000 (2A) or 2,000,000 (2B).
 */
export function cleNir(treize: string): string {
  const lettre = treize[6];
  const retrait = lettre === 'A' ? 1_000_000 : lettre === 'B' ? 2_000_000 : 0;
  const nombre = Number(treize.replace(/[AB]/, '0')) - retrait;
  return String(97 - (nombre % 97)).padStart(2, '0');
}

/** Reads a NIR as typed or pasted: spaces dropped, letter put in capital, key required. Never echoes the value. */
export function lireNir(saisie: unknown): Resultat<Nir, RefusNir> {
  if (typeof saisie !== 'string' || saisie.length > 60) return refuserNir('nir-forme');
  const texte = saisie.trim().replace(ESPACES, '').toUpperCase();
  if (FORME_SANS_CLE.test(texte)) return refuserNir('nir-sans-cle');
  const trouve = FORME.exec(texte);
  if (!trouve) return refuserNir('nir-forme');
  const [, , , leMois, departement, commune, ordre, cle] = trouve;
  if (!estMoisAdmis(Number(leMois)) || departement === '00' || commune === '000' || ordre === '000') {
    return refuserNir('nir-forme');
  }
  return cleNir(texte.slice(0, 13)) === cle ? accepte(texte as Nir) : refuserNir('nir-cle');
}

const refuserNir = (code: RefusNir['code']) => refuse<RefusNir>({ code, nature: 'invalide', champ: 'nir' });

/**
 * Whether a text has the outline of a NIR, right or wrong, with or without key.
 *
 * Used to name the mistake when one is typed in another field, where its value must be neither shown nor logged.
 */
export function ressembleAUnNir(texte: string): boolean {
  const net = texte.replace(ESPACES, '').toUpperCase();
  return FORME_SANS_CLE.test(net) || FORME.test(net);
}

/** Temporary number, given while the civil status is being checked. */
export const estNirProvisoire = (nir: string): boolean => nir.startsWith('7') || nir.startsWith('8');

/** « 1 84 07 59 001 002 44 », with narrow no-break spaces. */
export function afficherNir(nir: string): string {
  const coupes: readonly (readonly [number, number])[] = [
    [0, 1],
    [1, 3],
    [3, 5],
    [5, 7],
    [7, 10],
    [10, 13],
    [13, 15],
  ];
  return coupes.map(([de, a]) => nir.slice(de, a)).join('\u202F');
}
