/** Lets somebody in, now or later; null: too many wait already, and this one is to come back. */
export interface Places {
  readonly prendre: () => Promise<(() => void) | null>;
}

export interface OptionsPlaces {
  /** How many are inside at once. */
  readonly dedans: number;
  /** How many wait at the door, in the order in which they came. */
  readonly attente: number;
  /**
   * How long one who is refused is held before being told, give or take half of it: who asks without rest is slowed by
   * their own requests, and those who came together do not come back together.
   */
  readonly tenirMs: number;
  /** How many are held so; beyond, they are told at once. */
  readonly tenus: number;
}

/**
 * What comes before any session and costs hashing and writes: sign-ins, what was forgotten (PERF-06). A few inside leave
 * the database's connections and both cores to those who read files; a flood waits here, in memory, without a query.
 */
export const PLACES_SANS_SESSION: OptionsPlaces = { dedans: 4, attente: 64, tenirMs: 1_000, tenus: 2_000 };

export function creerPlaces({ dedans, attente, tenirMs, tenus }: OptionsPlaces): Places {
  let libres = dedans;
  let refuses = 0;
  const file: ((rendre: () => void) => void)[] = [];
  const entrer = (): (() => void) => {
    let prise = true;
    return () => {
      if (!prise) return;
      prise = false;
      const suivant = file.shift();
      if (suivant === undefined) libres += 1;
      else suivant(entrer());
    };
  };
  return {
    prendre: async () => {
      if (libres > 0) {
        libres -= 1;
        return entrer();
      }
      if (file.length < attente) return new Promise((resoudre) => file.push(resoudre));
      if (refuses < tenus) {
        refuses += 1;
        await new Promise((resoudre) => setTimeout(resoudre, tenirMs * (0.5 + Math.random())));
        refuses -= 1;
      }
      return null;
    },
  };
}
