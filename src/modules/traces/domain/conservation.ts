import { Temporal } from 'temporal-polyfill';

const MOIS_DE_CONSERVATION = 6;

/** A civil moment of UTC, moved by months with the end-of-month rule (31 August + 6 months = 28 February). */
const plusMois = (instant: Temporal.Instant, mois: number): Temporal.Instant =>
  instant.toZonedDateTimeISO('UTC').add({ months: mois }).toInstant();

/** Instant from which a trace can no longer be read: six months after it was made (TRA-04, contract 5.3.2). */
export const illisibleDes = (faiteLe: Temporal.Instant): Temporal.Instant =>
  plusMois(faiteLe, MOIS_DE_CONSERVATION);

/**
 * Whether a whole UTC day of traces can be erased: its very last instant has passed six months.
 *
 * Judged on the last instant and not on the next midnight, since clamping makes 30 and 31 August expire on the
 * same 28 February.
 */
export function estEffacable(jour: Temporal.PlainDate, maintenant: Temporal.Instant): boolean {
  const dernier = jour.add({ days: 1 }).toZonedDateTime('UTC').toInstant().subtract({ nanoseconds: 1 });
  return Temporal.Instant.compare(illisibleDes(dernier), maintenant) < 0;
}

/** Earliest instant that a search need visit; a little wide, the database's policy is exact. */
export const debutDesTraces = (maintenant: Temporal.Instant): Temporal.Instant =>
  plusMois(maintenant, -MOIS_DE_CONSERVATION).subtract({ hours: 4 * 24 });
