import { Temporal } from 'temporal-polyfill';

/** A civil day without time, as the conventions count them. */
export type Jour = Temporal.PlainDate;

/** A month of the civil calendar, the unit of a quotient familial and of RSA rights. */
export type Mois = Temporal.PlainYearMonth;

export const jour = (iso: string): Jour => Temporal.PlainDate.from(iso);

export const mois = (iso: string): Mois => Temporal.PlainYearMonth.from(iso);

/** Instant at which `le` begins in the time zone of the Caf (`Europe/Paris`, `Indian/Reunion`…). */
export function debutDuJour(le: Jour, fuseau: string): Temporal.Instant {
  return le.toZonedDateTime({ timeZone: fuseau }).toInstant();
}

/**
 * Instant at which a period that includes its last day ends: 24:00 of that day in the Caf's zone.
 *
 * Periods are half-open `[from, to)`: a convention that ends on the 14th is usable until 24:00 of the 14th.
 * Source: specification, page 03 "Instants".
 */
export function finDuJour(le: Jour, fuseau: string): Temporal.Instant {
  return debutDuJour(le.add({ days: 1 }), fuseau);
}

/** The civil day that `instant` falls on in a time zone. */
export function jourDe(instant: Temporal.Instant, fuseau: string): Jour {
  return instant.toZonedDateTimeISO(fuseau).toPlainDate();
}

/** `Date` from the clock to a Temporal instant; the database and HTTP sides speak `Date`. */
export const instantDe = (date: Date): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(date.getTime());

/** Temporal instant to `Date`, for the database driver. Sub-millisecond digits are dropped. */
export const dateDe = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds);

/** « La Réunion » : the place whose hour an instant is told in. */
export const nommerFuseau = (fuseau: string, instant: Date): string =>
  new Intl.DateTimeFormat('fr-FR', { timeZone: fuseau, timeZoneName: 'shortGeneric' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value ?? fuseau;
