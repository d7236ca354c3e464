import type { EntreeDe, RouteAppelable } from './api.ts';
import { ErreurApi, erreurReseau, lireProbleme } from './api-error.ts';
import { signalerMaintenance } from './maintenance-signal.ts';
import { signalerFinDeSession } from './session-end.ts';

interface SuiviFichier {
  readonly signal: AbortSignal;
  /** Called with the bytes received so far, at each piece. */
  readonly surAvance?: (octets: number) => void;
  /** Called with all the bytes, before the file is given to the browser. */
  readonly surFin?: (octets: number) => void;
}

/**
 * Calls a route whose answer is a file, perhaps a long one, says how far it has come, and gives it to the browser to save; answers
 * its name.
 *
 * Throws an `ErreurApi` on a refusal or a cut; an abort throws its own error.
 */
export async function recevoirFichier<R extends RouteAppelable>(
  route: R,
  entree: EntreeDe<R>,
  { signal, surAvance, surFin }: SuiviFichier,
): Promise<string> {
  try {
    const reponse = await fetch(route.chemin, {
      method: route.methode,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(entree),
      signal,
    });
    if (!reponse.ok) throw await lireRefus(reponse);
    const morceaux: BlobPart[] = [];
    let octets = 0;
    for await (const morceau of lireFlux(reponse)) {
      morceaux.push(morceau);
      octets += morceau.byteLength;
      surAvance?.(octets);
    }
    surFin?.(octets);
    const nom =
      /filename="([^"]+)"/.exec(reponse.headers.get('content-disposition') ?? '')?.[1] ?? 'passerelle';
    enregistrer(new Blob(morceaux, { type: reponse.headers.get('content-type') ?? '' }), nom);
    return nom;
  } catch (erreur) {
    throw erreur instanceof ErreurApi || signal.aborted ? erreur : erreurReseau();
  }
}

/** Safari cannot walk a stream with `for await` by itself. */
async function* lireFlux(reponse: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const lecteur = reponse.body?.getReader();
  for (let lu = await lecteur?.read(); lu && !lu.done; lu = await lecteur?.read()) yield lu.value;
}

async function lireRefus(reponse: Response): Promise<ErreurApi> {
  const erreur = lireProbleme(reponse.status, await reponse.json().catch(() => null));
  if (erreur.nature === 'session') signalerFinDeSession();
  if (erreur.code === 'maintenance') signalerMaintenance();
  return erreur;
}

function enregistrer(contenu: Blob, nom: string): void {
  const adresse = URL.createObjectURL(contenu);
  const lien = document.createElement('a');
  lien.href = adresse;
  lien.download = nom;
  lien.click();
  URL.revokeObjectURL(adresse);
}
