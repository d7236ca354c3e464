import { queryOptions } from '@tanstack/react-query';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { identiteContrat, type Parcours, type Session } from '../contract.ts';

/**
 * Who is signed in, null when nobody is. Read once; it changes by signing in or out, and by the watch that asks
 * the server how long it still lasts (ACC-06). Reading it is no activity of the person.
 */
export const sessionRequete = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await appeler(identiteContrat.lireSession, {}, { signal });
    } catch (erreur) {
      if (erreur instanceof ErreurApi && erreur.nature === 'session') return null;
      throw erreur;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** Steps that wait to be finished in this browser, e.g. after a reload; null when there is none, or nobody can say. */
export async function lireParcoursEnCours(): Promise<Parcours | null> {
  try {
    return (await appeler(identiteContrat.lireParcours, {})).parcours;
  } catch (erreur) {
    if (erreur instanceof ErreurApi) return null;
    throw erreur;
  }
}

/** Closes the session on the server; false when the server could not be reached to confirm it. */
export async function deconnecter(): Promise<boolean> {
  try {
    await appeler(identiteContrat.deconnecter, {});
    return true;
  } catch (erreur) {
    if (!(erreur instanceof ErreurApi)) throw erreur;
    return false;
  }
}

const CANAL = 'passerelle.session';

/** Tells the other tabs that the session was opened or closed: they share its cookie and must not show another's page. */
export function signalerAuxAutresOnglets(compteId: string | null): void {
  const canal = new BroadcastChannel(CANAL);
  canal.postMessage(compteId);
  canal.close();
}

/** Calls back with the account now signed in (null: nobody) when another tab signed in or out. */
export function surSessionDesAutresOnglets(agir: (compteId: string | null) => void): () => void {
  const canal = new BroadcastChannel(CANAL);
  canal.onmessage = ({ data }) => agir(typeof data === 'string' ? data : null);
  return () => canal.close();
}
