/**
 * CDAP-20: searches slow down with their number, whatever they open. Reading pays for none: any number can be read, the
 * same one over and over, and searching would then be without end.
 *
 * Counts are of an account in a clock hour, as those of readings (CDAP-32).
 */

export const ATTENTE_MAX_S = 60;
/** At this number the managers are told, once an hour: more than an agent who receives forty families. */
export const RECHERCHES_ALERTE = 50;

/** From each number of searches on, seconds between one and the next. */
const PALIERS: readonly (readonly [recherches: number, secondes: number])[] = [
  [10, 1],
  [20, 2],
  [30, 4],
  [40, 8],
  [45, 16],
  [50, 32],
  [55, ATTENTE_MAX_S],
];

/** Searches that never wait. */
export const RECHERCHES_LIBRES = 10;

/** Seconds that must have passed since the last search, after so many in the hour. */
export const attenteRecherche = (recherches: number): number =>
  PALIERS.findLast(([des]) => recherches >= des)?.[1] ?? 0;

/**
 * The same rule as a table: seconds by number of searches, the last value standing for all that follow. The database
 * counts and bounds in one statement, and applies what is decided here.
 */
export const ATTENTES: readonly number[] = Array.from({ length: 56 }, (_, recherches) =>
  attenteRecherche(recherches),
);
