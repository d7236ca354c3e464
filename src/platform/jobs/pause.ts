export interface OptionsPause {
  readonly enMaintenance: () => Promise<boolean>;
  /** Starts the worker; what it returns lets the jobs in hand end, and takes no other. */
  readonly demarrer: () => Promise<{ readonly arreter: () => Promise<void> }>;
  /** A start or a stop that failed is tried again at the next turn. */
  readonly surErreur: (erreur: unknown) => void;
  readonly periodeMs?: number;
}

const PERIODE_MS = 1_000;

/**
 * Runs the job worker while the portal is open, and stops it during a maintenance (ACC-12): the jobs in hand end, no
 * other is taken, and those that wait are taken when it is over. An error of the first start is the caller's.
 */
export async function tenirTravaux(
  options: OptionsPause,
): Promise<{ readonly arreter: () => Promise<void> }> {
  let execution: Awaited<ReturnType<OptionsPause['demarrer']>> | null = null;
  let fini = false;
  let minuterie: NodeJS.Timeout | undefined;
  let tour: Promise<void> = Promise.resolve();
  const arreterExecution = async () => {
    await execution?.arreter();
    execution = null;
  };
  const ajuster = async () => {
    const ferme = await options.enMaintenance();
    if (fini) return;
    if (ferme) await arreterExecution();
    else execution ??= await options.demarrer();
  };
  const attendre = () => {
    minuterie = setTimeout(() => {
      tour = ajuster()
        .catch(options.surErreur)
        .then(() => {
          if (!fini) attendre();
        });
    }, options.periodeMs ?? PERIODE_MS);
  };
  await ajuster();
  attendre();
  return {
    arreter: async () => {
      fini = true;
      clearTimeout(minuterie);
      await tour;
      await arreterExecution();
    },
  };
}
