import type { MonthPoint } from '../../../ui/chart-scale.ts';
import { formatEuros, formatMois } from '../../../ui/format.ts';
import type { EtatQf } from '../domain/schemas-ressources.ts';

/** Words of the two absences, which never merge with each other nor with zero (CDAP-05). */
export const ABSENCES: Readonly<Record<Exclude<EtatQf['etat'], 'valeur'>, string>> = {
  inconnu: 'Non connu',
  'sans-droit': 'Pas de droit',
};

/** Points of the curve, oldest first, from a history that begins with the most recent month. */
export const pointsDe = (historique: readonly EtatQf[]): readonly MonthPoint[] =>
  historique
    .map(
      (qf): MonthPoint =>
        qf.etat === 'valeur'
          ? { month: qf.mois, value: qf.valeur }
          : { month: qf.mois, value: null, absent: ABSENCES[qf.etat] },
    )
    .reverse();

/** « novembre 2026 », or « février 2026 (recalculé) » when the past was rewritten (CDAP-05); empty without a value. */
export function direCalcul(qf: EtatQf | undefined): string {
  if (qf?.etat !== 'valeur') return '';
  // Computed in the month it holds for, or the one before, is the ordinary course.
  return qf.moisCalcul > qf.mois ? `${formatMois(qf.moisCalcul)} (recalculé)` : formatMois(qf.moisCalcul);
}

/**
 * Since when the figure is the same, and what it was before: « Même valeur depuis janvier 2026. Avant : 498 € ».
 *
 * Null without a current value. A month without value ends the run, since nothing is known of it.
 */
export function direStabilite(historique: readonly EtatQf[]): string | null {
  const [actuel] = historique;
  if (actuel?.etat !== 'valeur') return null;
  const fin = historique.findIndex((qf) => qf.etat !== 'valeur' || qf.valeur !== actuel.valeur);
  const memes = fin === -1 ? historique : historique.slice(0, fin);
  const depuis = formatMois(memes.at(-1)?.mois ?? actuel.mois);
  const avant = fin === -1 ? undefined : historique[fin];
  // The history stops somewhere: what came before its first month is not known here.
  if (avant === undefined) return memes.length > 1 ? `Même valeur depuis ${depuis} au moins.` : null;
  const debut = memes.length === 1 ? `Nouvelle valeur en ${depuis}.` : `Même valeur depuis ${depuis}.`;
  const mot =
    avant.etat === 'valeur'
      ? formatEuros(avant.valeur, { entiers: true })
      : ABSENCES[avant.etat].toLowerCase();
  return `${debut} En ${formatMois(avant.mois)}\u00a0: ${mot}.`;
}
