/**
 * CDAP-20: searches that open nothing. A search that leads to a file costs nothing; one after another without opening
 * any is someone who fishes, or who needs help: first they wait, then the managers are told.
 *
 * Counts are of an account in a clock hour, as those of readings (CDAP-32).
 */

/** From this number of vain searches on, the next one waits. */
export const VAINES_LIBRES = 10;
export const ATTENTE_MAX_S = 60;
/** At this number the managers are told, once an hour. */
export const VAINES_ALERTE = 30;

/** Searches that opened nothing: each reading of the hour pays for one. */
export const recherchesVaines = (recherches: number, lectures: number): number =>
  Math.max(0, recherches - lectures);

/** Seconds that must have passed since the last search: 1, 2, 4… 60, once there are ten vain ones. */
export function attenteRecherche(vaines: number): number {
  if (vaines < VAINES_LIBRES) return 0;
  const rang = vaines - VAINES_LIBRES;
  return rang >= Math.log2(ATTENTE_MAX_S) ? ATTENTE_MAX_S : 2 ** rang;
}

/**
 * The same rule as a table: seconds by number of vain searches, the last value standing for all that follow. The
 * database counts and bounds in one statement, and applies what is decided here.
 */
export const ATTENTES: readonly number[] = Array.from(
  { length: VAINES_LIBRES + Math.ceil(Math.log2(ATTENTE_MAX_S)) + 1 },
  (_, vaines) => attenteRecherche(vaines),
);
