import type { EntreeDe, RouteAppelable, SortieDe } from './api.ts';
import { type ErreurApi, erreurReseau, lireProbleme } from './api-error.ts';
import { signalerMaintenance } from './maintenance-signal.ts';
import { signalerFinDeSession } from './session-end.ts';

interface OptionsEnvoi {
  /** Part sent, 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Sends a file as the body of a route that receives one. What the route asks besides travels in a header: a name
 * must not stand in an address, which proxies keep.
 *
 * By `XMLHttpRequest`, since `fetch` does not tell how far a body has gone. Throws an `ErreurApi`, as `appeler` does.
 */
export function envoyerFichier<R extends RouteAppelable>(
  route: R,
  entree: EntreeDe<R>,
  fichier: Blob,
  type: string,
  { onProgress, signal }: OptionsEnvoi,
): Promise<SortieDe<R>> {
  return new Promise((resoudre, rejeter) => {
    const demande = new XMLHttpRequest();
    demande.open(route.methode, route.chemin);
    demande.setRequestHeader('accept', 'application/json');
    demande.setRequestHeader('content-type', type);
    demande.setRequestHeader('x-entree', encodeURIComponent(JSON.stringify(entree)));
    demande.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    demande.onerror = () => rejeter(erreurReseau());
    demande.onabort = () => rejeter(new DOMException('aborted', 'AbortError'));
    demande.onload = () => {
      const corps = lireJson(demande.responseText);
      if (demande.status >= 200 && demande.status < 300 && corps !== null) {
        resoudre(corps as SortieDe<R>);
        return;
      }
      const erreur: ErreurApi = lireProbleme(demande.status, corps);
      if (erreur.nature === 'session') signalerFinDeSession();
      if (erreur.code === 'maintenance') signalerMaintenance();
      rejeter(erreur);
    };
    signal.addEventListener('abort', () => demande.abort(), { once: true });
    demande.send(fichier);
  });
}

function lireJson(texte: string): unknown {
  try {
    return JSON.parse(texte);
  } catch {
    return null;
  }
}
