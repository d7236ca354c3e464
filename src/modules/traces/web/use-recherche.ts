import { useNavigate, useRouterState, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { type RechercheTraces, validerRechercheTraces } from './recherche-traces.ts';

/** Starts a search; answers false when it is the one already shown. */
export type Chercher = (recherche: RechercheTraces, dossier: string | undefined) => boolean;

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Key, in the memory of the page, of the file number searched at this step of the history. */
    dossierCherche?: string;
  }
}

/**
 * The search in force: its address, and the file number that goes with this step of the history.
 *
 * The number lives in the memory of the page alone: neither the address nor the browser's history holds more
 * than a key that means nothing. Back and forward find it again; a reload or a shared address does not.
 */
export function useRecherche() {
  const adresse = useSearch({ strict: false });
  const recherche = useMemo(() => validerRechercheTraces(adresse), [adresse]);
  const [dossiers] = useState(() => new Map<string, string>());
  const cle = useRouterState({ select: ({ location }) => location.state.dossierCherche });
  const dossier = cle === undefined ? undefined : dossiers.get(cle);
  const navigate = useNavigate();

  const chercher: Chercher = (suivante, numero) => {
    if (numero === dossier && JSON.stringify(suivante) === JSON.stringify(recherche)) return false;
    const suivanteCle = numero === undefined ? undefined : String(Date.now());
    if (suivanteCle !== undefined && numero !== undefined) dossiers.set(suivanteCle, numero);
    void navigate({
      to: '.',
      search: suivante,
      state: suivanteCle === undefined ? {} : { dossierCherche: suivanteCle },
      resetScroll: false,
    });
    return true;
  };
  return { recherche, dossier, chercher };
}
