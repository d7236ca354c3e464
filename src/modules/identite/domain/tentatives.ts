/** Wrong tries and what they cost (ACC-03). Both rules are read as: after `n` misses, wait so many minutes. */

const MINUTE = 60_000;
/** A key whose last miss is older starts again from zero. */
export const OUBLI_MS = 24 * 60 * MINUTE;

export interface ReglePlafond {
  /** Misses that cost nothing: people mistype. */
  readonly gratuits: number;
  /** From this miss on the key is locked for `verrouMinutes`. */
  readonly verrou: number;
  readonly verrouMinutes: number;
}

/** For one account: one minute after the fifth miss, doubling, locked for an hour at the tenth (CNIL 2022-100). */
export const REGLE_COMPTE: ReglePlafond = { gratuits: 4, verrou: 10, verrouMinutes: 60 };
/** For one network address, shared by a whole town hall: wider, so that a colleague's misses lock nobody. */
export const REGLE_PROVENANCE: ReglePlafond = { gratuits: 49, verrou: 100, verrouMinutes: 60 };

/** What sends a mail to somebody who may not have asked: three a day for one account or address, then nothing (ACC-07). */
export const REGLE_OUBLI: ReglePlafond = { gratuits: 3, verrou: 4, verrouMinutes: 24 * 60 };
/** The same by network: a town hall on the day after the holidays, and no list of addresses tried one by one. */
export const REGLE_OUBLI_PROVENANCE: ReglePlafond = { gratuits: 49, verrou: 100, verrouMinutes: 60 };

/** Milliseconds to wait before the next try, once `echecs` misses have been counted. */
export function attenteApres(echecs: number, regle: ReglePlafond): number {
  if (echecs <= regle.gratuits) return 0;
  if (echecs >= regle.verrou) return regle.verrouMinutes * MINUTE;
  return Math.min(2 ** (echecs - regle.gratuits - 1), regle.verrouMinutes) * MINUTE;
}
