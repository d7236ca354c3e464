/** Whom a process at work makes way for. */
export interface Retenue {
  /** Somebody is being served, until what is answered is called: work under way is held back meanwhile. */
  readonly ceder: () => () => void;
  /** A piece of work begins; it is held back at once when somebody is being served. */
  readonly commencer: () => void;
  /** It is over, or given up. Answers whether it was held back. */
  readonly finir: () => boolean;
}

/**
 * Stops the process that works while others are served, and lets it go on in between, or once this piece of work has
 * been held back for `budgetMs` in all: it takes longer, and always ends.
 */
export function creerRetenue(options: {
  readonly budgetMs: number;
  readonly arreter: () => void;
  readonly reprendre: () => void;
}): Retenue {
  let servis = 0;
  let travaille = false;
  let reste = 0;
  let arretDepuis: number | null = null;
  let butoir: NodeJS.Timeout | undefined;

  const retenir = () => {
    if (servis === 0 || !travaille || arretDepuis !== null || reste <= 0) return;
    arretDepuis = performance.now();
    options.arreter();
    butoir = setTimeout(lacher, reste);
  };
  const lacher = () => {
    if (arretDepuis === null) return;
    clearTimeout(butoir);
    reste -= performance.now() - arretDepuis;
    arretDepuis = null;
    options.reprendre();
  };

  return {
    ceder: () => {
      servis += 1;
      retenir();
      let servi = false;
      return () => {
        if (servi) return;
        servi = true;
        servis -= 1;
        if (servis === 0) lacher();
      };
    },
    commencer: () => {
      travaille = true;
      reste = options.budgetMs;
      retenir();
    },
    finir: () => {
      lacher();
      travaille = false;
      return reste < options.budgetMs;
    },
  };
}
