import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { EntreeDe } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { formatNombre } from '../../../ui/format.ts';
import { recevoirFichier } from '../../../ui/receive-file.ts';
import { annoncer } from '../../../ui/toasts.ts';
import { tracesContrat } from '../contract.ts';

/** An export under way or just ended. It holds nothing of what is searched: it outlives the page. */
export interface ExportEnCours {
  readonly etat: 'en-cours' | 'fini' | 'echoue' | 'arrete';
  readonly format: 'csv' | 'xlsx';
  readonly octets: number;
  /** Milliseconds since 1970. */
  readonly debut: number;
  readonly nom: string | null;
  /** Why it failed, and what to do. */
  readonly titre?: string;
  readonly suite?: string | undefined;
  readonly arreter: () => void;
}

/**
 * Kept with what the screens have read: the export goes on when the page is left, is found again on return, and
 * is forgotten with all the rest at logout.
 */
export const exportRequete = queryOptions<ExportEnCours>({
  queryKey: ['traces-export'],
  enabled: false,
  gcTime: Number.POSITIVE_INFINITY,
  staleTime: Number.POSITIVE_INFINITY,
});

const PAS_OCTETS = 100_000;

/** Starts an export, follows it, gives the file to save. One at a time. */
export async function exporter(
  client: QueryClient,
  entree: EntreeDe<typeof tracesContrat.exporter>,
): Promise<void> {
  const abandon = new AbortController();
  let suivi: ExportEnCours = {
    etat: 'en-cours',
    format: entree.format,
    octets: 0,
    debut: Date.now(),
    nom: null,
    arreter: () => abandon.abort(),
  };
  const noter = (change: Partial<ExportEnCours>) => {
    suivi = { ...suivi, ...change };
    client.setQueryData(exportRequete.queryKey, suivi);
  };
  noter({});
  try {
    const nom = await recevoirFichier(tracesContrat.exporter, entree, {
      signal: abandon.signal,
      surAvance: (octets) => {
        if (octets - suivi.octets >= PAS_OCTETS) noter({ octets });
      },
      surFin: (octets) => noter({ octets }),
    });
    noter({ etat: 'fini', nom });
    annoncer(`Export terminé : ${nom}, ${enOctets(suivi.octets)}.`);
  } catch (erreur) {
    if (abandon.signal.aborted) {
      noter({ etat: 'arrete' });
      annoncer('Export arrêté : rien n’a été enregistré.', { tone: 'info' });
      return;
    }
    if (!(erreur instanceof ErreurApi)) throw erreur;
    noter({ etat: 'echoue', titre: erreur.titre, suite: erreur.suite });
  }
}

/** « 1,2 Mo », « 640 ko »: thousands of thousands, as file managers in French show them. */
export function enOctets(octets: number): string {
  if (octets < 1_000_000) return `${formatNombre(Math.ceil(octets / 1000))}\u00a0ko`;
  return `${formatNombre(Math.round(octets / 100_000) / 10)}\u00a0Mo`;
}
