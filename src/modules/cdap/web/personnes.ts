import { formatDate, formatMois } from '../../../ui/format.ts';
import type { ContenuBloc } from '../domain/blocs.ts';

type Adulte = ContenuBloc<'identite'>['adultes'][number];

interface EtatCivil {
  readonly nomNaissance: string;
  readonly nomUsage: string | null;
  readonly prenoms: readonly string[];
}

/** « Claire Modèle »: first forename and the name in use. */
export const nomCourant = ({ nomNaissance, nomUsage, prenoms }: EtatCivil): string =>
  `${prenoms[0] ?? ''} ${nomUsage ?? nomNaissance}`.trim();

/** « Claire Modèle, née Exemplaire » when the two names differ (CDAP-03). */
export function nomComplet(adulte: Adulte): string {
  const { nomNaissance, nomUsage, sexe } = adulte;
  const courant = nomCourant(adulte);
  return nomUsage === null || nomUsage === nomNaissance
    ? courant
    : `${courant}, ${sexe === 'F' ? 'née' : 'né'} ${nomNaissance}`;
}

/** A birth date as far as it is known: the whole day, the month, the year, or nothing (CDAP-03). */
export function direNaissance(date: string | null): string {
  if (date === null) return 'date inconnue';
  if (date.length === 4) return `en ${date}, jour et mois inconnus`;
  return date.length === 7 ? `en ${formatMois(date)}, jour inconnu` : `le ${formatDate(date)}`;
}

/** Whole years on a day; null when the birth date is not known to the day. */
export function ageLe(date: string | null, leJour: string): number | null {
  if (date === null || date.length < 10) return null;
  const ans = Number(leJour.slice(0, 4)) - Number(date.slice(0, 4));
  return leJour.slice(5) < date.slice(5) ? ans - 1 : ans;
}
