import type { z } from 'zod';
import type { Acteur } from './acteur.ts';

/**
 * Who may call a route.
 *
 * `public`: anyone. `second-facteur`: a session whose password was accepted and whose second factor is awaited.
 * `engagee`: a session whose every factor was proved, complete or with steps left to take (a password to choose, a
 * factor to enrol). `session`: a complete session that passes the predicate, the same that screens use to show the entry.
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
  | { readonly genre: 'engagee' }
  | AccesSession
  | { readonly genre: 'consultation' };

/** Services that a person may open to a token of theirs (ACC-09). */
export const PORTEES = ['cdap', 'habilitations'] as const;
export type Portee = (typeof PORTEES)[number];

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
  /**
   * The answer sends the browser elsewhere (303, to `vers` of `sortie`), refusals of the act included: whoever follows
   * a link reads pages, not problems. Such a route may write, and counts as a demand even when it is a GET.
   */
  readonly redirection?: true;
  /** The body is a form and not JSON, for a standard that wants one; other programs call it, not the pages. */
  readonly formulaire?: true;
  /**
   * A sensitive act: whoever does it must have proved their identity within ten minutes, and is asked again otherwise
   * (step-up). An act that is sensitive for some inputs only asks for it by itself.
   */
  readonly confirmation?: true;
  /**
   * Called by whoever has no session yet, and costly: only a few are let in at once, the others wait at the door, so
   * that a flood of them costs nothing to those who work (PERF-06).
   */
  readonly parPlaces?: true;
  /** The service whose tokens may call this route (ACC-09); without it, no token may. */
  readonly portee?: Portee;
  /** Called by the page on its own, without the person: does not keep the session alive (ACC-06). */
  readonly arrierePlan?: true;
}

/** Declares a route; exists so that the types of access, input and output are kept. */
export const route = <E extends z.ZodType, S extends z.ZodType, const A extends Acces>(
  definition: DefinitionRoute<E, S, A>,
) => definition;

export type Contrat = Readonly<Record<string, DefinitionRoute>>;

/** Any session whose factors were proved, steps left or not. */
export const accesEngage = { genre: 'engagee' } as const;
export const accesPublic = { genre: 'public' } as const;
export const accesSession = (peut: (acteur: Acteur) => boolean): AccesSession => ({ genre: 'session', peut });
/** Any person signed in. */
export const accesConnecte: AccesSession = accesSession(() => true);
