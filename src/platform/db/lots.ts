/**
 * Groups the requests that wait into batches, so that they share one round trip and one commit.
 *
 * No timer: a batch leaves as soon as a place is free, with whatever waits then, up to `taille`. Alone, a
 * request leaves at once. When a batch fails its items are run again one by one, so that a single bad item
 * cannot fail its neighbours.
 */
export function creerLots<E, S>(options: {
  taille: number;
  enVol: number;
  executer: (elements: readonly E[]) => Promise<readonly S[]>;
}): (element: E) => Promise<S> {
  interface Attente {
    element: E;
    resoudre: (sortie: S) => void;
    rejeter: (erreur: unknown) => void;
  }
  let attente: Attente[] = [];
  let enVol = 0;
  let prevu = false;

  const prevoir = () => {
    if (prevu || attente.length === 0 || enVol >= options.enVol) return;
    prevu = true;
    setImmediate(() => {
      prevu = false;
      while (attente.length > 0 && enVol < options.enVol) partir();
    });
  };

  const partir = () => {
    const lot = attente.slice(0, options.taille);
    attente = attente.slice(options.taille);
    enVol += 1;
    void traiter(lot).finally(() => {
      enVol -= 1;
      prevoir();
    });
  };

  const traiter = async (lot: Attente[]) => {
    try {
      const sorties = await options.executer(lot.map((a) => a.element));
      lot.forEach((a, i) => {
        const sortie = sorties[i];
        if (sortie === undefined) a.rejeter(new Error('batch answered fewer items than it was given'));
        else a.resoudre(sortie);
      });
    } catch (erreur) {
      const [seul] = lot;
      if (lot.length === 1 && seul) seul.rejeter(erreur);
      else for (const a of lot) await traiter([a]);
    }
  };

  return (element) =>
    new Promise((resoudre, rejeter) => {
      attente.push({ element, resoudre, rejeter });
      prevoir();
    });
}
