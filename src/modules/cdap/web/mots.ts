import { formatDate, formatEuros, formatMois, formatNombre } from '../../../ui/format.ts';

/** What is said of a value that the Caf does not hold. */
export const NON_CONNU = 'Non connu';

/** « 1 234,50 € » from centimes; never zero for what is not known. */
export const montant = (centimes: number | null): string =>
  centimes === null ? NON_CONNU : formatEuros(centimes / 100);

export const jour = (iso: string | null): string => (iso === null ? NON_CONNU : formatDate(iso));

export const mois = (iso: string | null): string => (iso === null ? NON_CONNU : formatMois(iso));

/** « de mars 2025 », « d’août 2025 ». */
export const deMois = (iso: string): string => {
  const lettres = formatMois(iso);
  return /^[ao]/.test(lettres) ? `d’${lettres}` : `de ${lettres}`;
};

/** « de mars 2025 à juin 2026 », « depuis mars 2025 », « mars 2025 » for a single month. */
export function periodeDeMois(du: string, au: string | null): string {
  if (au === null) return `depuis ${formatMois(du)}`;
  return du === au ? formatMois(du) : `${deMois(du)} à ${formatMois(au)}`;
}

/** « du 3 mars 2025 au 2 juin 2026 », « depuis le 3 mars 2025 ». */
export const periodeDeJours = (du: string, au: string | null): string =>
  au === null ? `depuis le ${formatDate(du)}` : `du ${formatDate(du)} au ${formatDate(au)}`;

/** « 2,5 parts », « 1 part ». */
export const parts = (nombre: number): string =>
  `${formatNombre(nombre)}\u00a0${nombre < 2 ? 'part' : 'parts'}`;

export const ouiNon = (valeur: boolean): string => (valeur ? 'Oui' : 'Non');

/** Words put at the head of a line. */
export const enTete = (phrase: string): string => phrase.charAt(0).toUpperCase() + phrase.slice(1);
