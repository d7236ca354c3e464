import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { annoncer } from '../../../ui/toasts.ts';
import { cdapContrat, type ProfilCdap } from '../contract.ts';
import { profilsRequete } from './profils-requete.ts';

interface ProfilsLus {
  readonly profils: readonly ProfilCdap[];
  /** The right that the session remembers. */
  readonly choisi: string | null;
}

/**
 * The profile under which one reads: the one that the session remembers, then the one chosen here. The choice is
 * sent for the next page; each reading says its own right anyway.
 */
export function useProfil({ profils, choisi }: ProfilsLus) {
  const [ici, setIci] = useState<string | null>(null);
  const utilisables = profils.filter(({ utilisable }) => utilisable);
  const parId = (id: string | null) => utilisables.find(({ habilitation }) => habilitation === id);
  const profil = parId(ici) ?? parId(choisi) ?? utilisables[0] ?? null;
  const { refetch } = useQuery({ ...profilsRequete, enabled: false });

  const choisir = useCallback(
    ({ habilitation }: ProfilCdap) => {
      setIci(habilitation);
      appeler(cdapContrat.choisirProfil, { habilitation }).then(
        () => refetch(),
        (erreur: unknown) => {
          if (!(erreur instanceof ErreurApi) || erreur.nature === 'session') return;
          setIci(null);
          annoncer(erreur.titre, { tone: 'attention' });
          void refetch();
        },
      );
    },
    [refetch],
  );
  return { profil, choisir };
}
