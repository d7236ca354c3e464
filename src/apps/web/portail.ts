import type { ReglesAcces } from '../../modules/identite/web/aide-connexion-page.tsx';

/** What is told of a maintenance under way. */
export interface AnnonceMaintenance {
  readonly message: string;
  /** ISO 8601; null while nobody knows. */
  readonly finPrevue: string | null;
}

/** What the page needs to know of the installation before it draws anything. */
export interface Portail {
  readonly demonstration: boolean;
  /** ACC-12: the maintenance under way when the page was opened. */
  readonly maintenance: AnnonceMaintenance | null;
  /** ACC-11: settings of signing in and of sessions; null when the server did not answer. */
  readonly regles: ReglesAcces | null;
  /** ACC-05: the identity provider that one may sign in with, as people know it. */
  readonly oidc: string | null;
  /** How far the server's clock is ahead of this workstation's, in milliseconds. */
  readonly ecartHorlogeMs: number;
}

const INCONNU: Portail = {
  demonstration: false,
  maintenance: null,
  regles: null,
  oidc: null,
  ecartHorlogeMs: 0,
};
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

/** Asks now; the answer is not kept. */
export async function demander(): Promise<Portail> {
  const reponse = await fetch('/api/portail', { cache: 'no-store' });
  const heureServeur = Date.parse(reponse.headers.get('date') ?? '');
  const corps = (await reponse.json()) as Partial<
    Pick<Portail, 'demonstration' | 'maintenance' | 'regles' | 'oidc'>
  > | null;
  return {
    demonstration: corps?.demonstration === true,
    maintenance: corps?.maintenance ?? null,
    regles: corps?.regles ?? null,
    oidc: corps?.oidc ?? null,
    // The header has a precision of one second: a small difference is none.
    ecartHorlogeMs:
      Number.isNaN(heureServeur) || Math.abs(heureServeur - Date.now()) < 2_000
        ? 0
        : heureServeur - Date.now(),
  };
}
