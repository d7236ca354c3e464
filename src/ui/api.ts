import type { z } from 'zod';
import type { DefinitionRoute } from '../kernel/route.ts';
import { type ErreurApi, erreurReseau, lireProbleme } from './api-error.ts';
import { signalerMaintenance } from './maintenance-signal.ts';
import { signalerFinDeSession } from './session-end.ts';

/**
 * What the browser needs of a route. The build keeps only these two of a contract (see `vite.config.ts`): the
 * schemas stay on the server, where input and output are checked, and only their types come here.
 */
export type RouteAppelable = Pick<DefinitionRoute, 'methode' | 'chemin' | 'entree' | 'sortie'>;

export type EntreeDe<R extends RouteAppelable> = z.input<R['entree']>;
export type SortieDe<R extends RouteAppelable> = z.output<R['sortie']>;

export interface OptionsAppel {
  /** Drops the answer when the screen no longer waits for it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calls a route of a contract: same origin, session cookie, JSON.
 *
 * Throws an `ErreurApi` on any refusal or failure, and says that the session is over when the answer does. An
 * abort keeps its own `AbortError`, which TanStack Query expects.
 */
export async function appeler<R extends RouteAppelable>(
  route: R,
  entree: EntreeDe<R>,
  options: OptionsAppel = {},
): Promise<SortieDe<R>> {
  const reponse = await envoyer(route, entree, options);
  return (await lireJson(reponse)) as SortieDe<R>;
}

async function envoyer(route: RouteAppelable, entree: unknown, { signal }: OptionsAppel): Promise<Response> {
  const lecture = route.methode === 'GET';
  const adresse = lecture ? route.chemin + enParametres(entree) : route.chemin;
  let reponse: Response;
  try {
    reponse = await fetch(adresse, {
      method: route.methode,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: lecture
        ? { accept: 'application/json' }
        : { accept: 'application/json', 'content-type': 'application/json' },
      ...(lecture ? {} : { body: JSON.stringify(entree) }),
      ...(signal ? { signal } : {}),
    });
  } catch (erreur) {
    throw estAbandon(erreur) ? erreur : erreurReseau();
  }
  if (reponse.ok) return reponse;
  throw await lireRefus(reponse);
}

async function lireRefus(reponse: Response): Promise<ErreurApi> {
  const corps: unknown = await reponse.json().catch(() => null);
  const erreur = lireProbleme(reponse.status, corps);
  if (erreur.nature === 'session') signalerFinDeSession();
  if (erreur.code === 'maintenance') signalerMaintenance();
  return erreur;
}

async function lireJson(reponse: Response): Promise<unknown> {
  try {
    return await reponse.json();
  } catch (erreur) {
    if (estAbandon(erreur)) throw erreur;
    // Either the line was cut in the middle of the body, or a proxy answered 200 with a page of its own.
    throw erreur instanceof SyntaxError ? lireProbleme(reponse.status, null) : erreurReseau();
  }
}

/** `?du=2026-03-01&apres=…`; absent values are left out, so that addresses of lists stay short. */
function enParametres(entree: unknown): string {
  const parametres = new URLSearchParams();
  for (const [nom, valeur] of Object.entries(entree ?? {})) {
    if (valeur !== undefined && valeur !== null && valeur !== '') parametres.set(nom, String(valeur));
  }
  const texte = parametres.toString();
  return texte === '' ? '' : `?${texte}`;
}

const estAbandon = (erreur: unknown): boolean =>
  erreur instanceof DOMException && erreur.name === 'AbortError';
