import { useCallback, useEffect, useRef, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { cdapContrat, type ProfilCdap, type Recherche } from '../contract.ts';
import type { CritereNir, CriteresNom } from '../domain/criteres-recherche.ts';

/** What is looked for, under one right and for one mission (CDAP-20). */
export interface DemandeRecherche {
  readonly par: CritereNir | CriteresNom;
  readonly profil: ProfilCdap;
  readonly mission: string | null;
  readonly motif: string | null;
  readonly instructeur: string | null;
}

export type EtatRecherche =
  | { readonly etape: 'repos' }
  | { readonly etape: 'en-cours'; readonly demande: DemandeRecherche }
  | { readonly etape: 'trouve'; readonly demande: DemandeRecherche; readonly recherche: Recherche }
  | { readonly etape: 'refus'; readonly demande: DemandeRecherche; readonly erreur: ErreurApi };

const REPOS: EtatRecherche = { etape: 'repos' };

/**
 * One search at a time. What was found lives in the state of the page and nowhere else: no cache, no storage, and no
 * criterion in an address. A newer search drops the answer to the older.
 */
export function useRecherche() {
  const [etat, setEtat] = useState<EtatRecherche>(REPOS);
  const enCours = useRef<AbortController | null>(null);

  const oublier = useCallback(() => {
    enCours.current?.abort();
    enCours.current = null;
    setEtat(REPOS);
  }, []);

  const chercher = useCallback(async (demande: DemandeRecherche): Promise<Recherche | null> => {
    enCours.current?.abort();
    const mien = new AbortController();
    enCours.current = mien;
    setEtat({ etape: 'en-cours', demande });
    const suite = await demander(demande, mien.signal);
    if (enCours.current !== mien) return null;
    enCours.current = null;
    setEtat(suite);
    return suite.etape === 'trouve' ? suite.recherche : null;
  }, []);

  useEffect(() => () => enCours.current?.abort(), []);
  return { etat, chercher, oublier };
}

async function demander(demande: DemandeRecherche, signal: AbortSignal): Promise<EtatRecherche> {
  const { par, profil, mission, motif, instructeur } = demande;
  try {
    const recherche = await appeler(
      cdapContrat.rechercher,
      {
        habilitation: profil.habilitation,
        par: enCriteres(par),
        ...(mission ? { mission } : {}),
        ...(motif ? { motif } : {}),
        ...(instructeur ? { instructeur } : {}),
      },
      { signal },
    );
    return { etape: 'trouve', demande, recherche };
  } catch (erreur) {
    if (erreur instanceof ErreurApi) return { etape: 'refus', demande, erreur };
    // Dropped by a newer search, by a change of profile or by leaving the page.
    if (signal.aborted) return REPOS;
    throw erreur;
  }
}

const enCriteres = (par: CritereNir | CriteresNom) =>
  par.genre === 'nir'
    ? { nir: par.nir }
    : {
        nom: par.nom,
        ...(par.prenom === null ? {} : { prenom: par.prenom }),
        ...(par.naissance === null ? {} : { neLe: par.naissance }),
        ...(par.codePostal === null ? {} : { codePostal: par.codePostal }),
      };
