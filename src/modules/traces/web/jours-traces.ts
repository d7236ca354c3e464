import { formatDate } from '../../../ui/format.ts';
import type { Trace } from '../contract.ts';
import { reculer } from './recherche-traces.ts';

/** Traces of one civil day, in the order received. */
interface JourDeTraces {
  /** « 2026-11-20 », in the Caf's zone. */
  readonly jour: string;
  readonly lignes: readonly Trace[];
}

/** Civil day of an instant in a zone: a trace of 23 h 30 UTC belongs to the next day in Paris. */
export function jourCivil(instant: string | Date, fuseau: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: fuseau, dateStyle: 'short' }).format(new Date(instant));
}

/** Cuts a list, newest first, at each change of day. */
export function grouperParJour(lignes: readonly Trace[], fuseau: string): readonly JourDeTraces[] {
  const jours: { jour: string; lignes: Trace[] }[] = [];
  for (const ligne of lignes) {
    const jour = jourCivil(ligne.instant, fuseau);
    const dernier = jours.at(-1);
    if (dernier?.jour === jour) dernier.lignes.push(ligne);
    else jours.push({ jour, lignes: [ligne] });
  }
  return jours;
}

/** « Vendredi 20 novembre 2026 », « Aujourd’hui, samedi 21 novembre 2026 ». */
export function titreDuJour(jour: string, aujourdHui: string): string {
  const semaine = new Intl.DateTimeFormat('fr-FR', { weekday: 'long', timeZone: 'UTC' });
  const long = `${semaine.format(new Date(`${jour}T12:00:00Z`))} ${formatDate(jour)}`;
  if (jour === aujourdHui) return `Aujourd’hui, ${long}`;
  if (jour === reculer(aujourdHui, 1)) return `Hier, ${long}`;
  return long.charAt(0).toUpperCase() + long.slice(1);
}

/** « 09:38:51 » in the given zone. */
export function heureExacte(instant: string, fuseau: string): string {
  return new Intl.DateTimeFormat('fr-FR', { timeStyle: 'medium', hourCycle: 'h23', timeZone: fuseau }).format(
    new Date(instant),
  );
}
