import { useNavigate, useRouterState } from '@tanstack/react-router';
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
  const { search, state } = useIci();
  const recherche = useMemo(() => validerRechercheTraces(search), [search]);
  const [dossiers] = useState(() => new Map<string, string>());
  const dossier = state.dossierCherche === undefined ? undefined : dossiers.get(state.dossierCherche);
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
  return {
    recherche,
    dossier,
    /** A number was searched at this step of the history, and the page no longer knows which. */
    dossierOublie: state.dossierCherche !== undefined && dossier === undefined,
    chercher,
  };
}

/**
 * Where this page is. Address and state are read from one object: taken apart they would change at two moments,
 * and each moment between would be one more search in the traces. On the way to another page nothing changes.
 */
function useIci() {
  const location = useRouterState({ select: (router) => router.location });
  const [ici, setIci] = useState(location);
  if (location === ici || location.pathname !== ici.pathname) return ici;
  setIci(location);
  return location;
}
