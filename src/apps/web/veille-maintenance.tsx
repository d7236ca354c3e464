import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ErreurApi } from '../../ui/api-error.ts';
import { surMaintenance } from '../../ui/maintenance-signal.ts';
import { apprendreMaintenance, couvrirParMaintenance, lireMaintenance } from './maintenance.ts';
import { type AnnonceMaintenance, demander } from './portail.ts';
import { queryClient } from './query-client.ts';

const PERIODE_MS = 10_000;
const estMaintenance = (erreur: unknown): boolean =>
  erreur instanceof ErreurApi && erreur.code === 'maintenance';

/** Learns of a maintenance when the page opens or when an answer tells it, then asks every ten seconds until it ends. */
export function VeilleMaintenance({ alOuverture }: { readonly alOuverture: AnnonceMaintenance | null }) {
  const router = useRouter();
  useEffect(() => {
    let minuterie: ReturnType<typeof setTimeout> | undefined;
    const demanderEncore = () => {
      clearTimeout(minuterie);
      if (lireMaintenance().annonce !== null) minuterie = setTimeout(() => void relire(), PERIODE_MS);
    };
    const relire = async () => {
      // No answer changes nothing: the portal may be stopped for its maintenance.
      const lu = await demander().catch(() => null);
      if (lu !== null && apprendreMaintenance(lu.maintenance)) reprendre();
      demanderEncore();
    };
    // Only what could not be read: to read a file again is another consultation, which its reader did not ask.
    const reprendre = () => {
      void queryClient.refetchQueries({
        type: 'active',
        predicate: ({ state }) => estMaintenance(state.error),
      });
      void router.invalidate();
    };
    if (alOuverture !== null) {
      apprendreMaintenance(alOuverture);
      couvrirParMaintenance();
    }
    demanderEncore();
    const desabonnements = [
      surMaintenance(() => void relire()),
      queryClient.getQueryCache().subscribe(({ query, type }) => {
        const sansRien = type === 'updated' && query.state.data === undefined;
        if (sansRien && estMaintenance(query.state.error)) couvrirParMaintenance();
      }),
      // The screen that was left is gone with what it held; the next one could not be read.
      router.subscribe('onResolved', ({ pathChanged }) => {
        if (pathChanged && lireMaintenance().annonce !== null) couvrirParMaintenance();
      }),
    ];
    return () => {
      clearTimeout(minuterie);
      for (const desabonner of desabonnements) desabonner();
    };
  }, [router, alOuverture]);
  return null;
}
