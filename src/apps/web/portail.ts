/** What the page needs to know of the installation before it draws anything. */
export interface Portail {
  readonly demonstration: boolean;
  /** How far the server's clock is ahead of this workstation's, in milliseconds. */
  readonly ecartHorlogeMs: number;
}

const INCONNU: Portail = { demonstration: false, ecartHorlogeMs: 0 };
/** Pages that the law wants readable are shown even when the server says nothing (ACC-15). */
const PATIENCE_MS = 1_500;

let lu: Promise<Portail> | undefined;

/** Asked once, before the first drawing, so that the demonstration's band does not push the page down later. */
export function lirePortail(): Promise<Portail> {
  lu ??= Promise.race([
    demander().catch(() => INCONNU),
    new Promise<Portail>((resolve) => setTimeout(() => resolve(INCONNU), PATIENCE_MS)),
  ]);
  return lu;
}

async function demander(): Promise<Portail> {
  const reponse = await fetch('/api/portail', { cache: 'no-store' });
  const heureServeur = Date.parse(reponse.headers.get('date') ?? '');
  const corps: unknown = await reponse.json();
  return {
    demonstration:
      typeof corps === 'object' && corps !== null && 'demonstration' in corps && corps.demonstration === true,
    // The header has a precision of one second: a small difference is none.
    ecartHorlogeMs:
      Number.isNaN(heureServeur) || Math.abs(heureServeur - Date.now()) < 2_000
        ? 0
        : heureServeur - Date.now(),
  };
}
