import type { z } from 'zod';
import type { Acteur } from './acteur.ts';

/**
 * Who may call a route.
 *
 * `public`: anyone. `second-facteur`: a session whose password was accepted and whose code is awaited.
 * `session`: a complete session that passes the predicate, the same that screens use to show the entry.
 * `consultation`: a complete session, checked by the consultation itself in its two calls (one round trip
 * fewer on the hot path).
 */
export interface AccesSession {
  readonly genre: 'session';
  readonly peut: (acteur: Acteur) => boolean;
}
export type Acces =
  | { readonly genre: 'public' }
  | { readonly genre: 'second-facteur' }
  | AccesSession
  | { readonly genre: 'consultation' };

/** One entry of the route table, shared by the server, the browser, the rights matrix and OpenAPI. */
export interface DefinitionRoute<
  E extends z.ZodType = z.ZodType,
  S extends z.ZodType = z.ZodType,
  A extends Acces = Acces,
> {
  readonly methode: 'GET' | 'POST';
  readonly chemin: `/api/${string}`;
  readonly acces: A;
  /** Code of the action in traces, for refusals and bad inputs too. */
  readonly action: string;
  /**
   * Who writes the trace of what was done or refused. `action`: the action, in the transaction of what it
   * writes. `porte`: the door, before the answer leaves. `aucune`: nothing was consulted nor done.
   * A bad input is always traced by the door.
   */
  readonly trace: 'action' | 'porte' | 'aucune';
  /** One French line for the published API. */
  readonly libelle: string;
  readonly entree: E;
  readonly sortie: S;
  /** The answer is a file sent as a stream; `sortie` then describes nothing. */
  readonly flux?: true;
  /**
   * The body is a file, of one of these types, received as a stream and without the limit of other bodies. What the demand
   * says besides travels in the header `x-entree`, JSON percent-encoded: proxies keep addresses, not headers.
   */
  readonly depot?: readonly string[];
  /** Called by the page on its own, without the person: does not keep the session alive (ACC-06). */
  readonly arrierePlan?: true;
}

/** Declares a route; exists so that the types of access, input and output are kept. */
export const route = <E extends z.ZodType, S extends z.ZodType, const A extends Acces>(
  definition: DefinitionRoute<E, S, A>,
) => definition;

export type Contrat = Readonly<Record<string, DefinitionRoute>>;

export const accesPublic = { genre: 'public' } as const;
export const accesSession = (peut: (acteur: Acteur) => boolean): AccesSession => ({ genre: 'session', peut });
/** Any person signed in. */
export const accesConnecte: AccesSession = accesSession(() => true);
