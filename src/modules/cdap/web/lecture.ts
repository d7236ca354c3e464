import { useCallback, useEffect, useRef, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { type Consultation, cdapContrat, type ProfilCdap } from '../contract.ts';

/** What is asked: a file, under one right, for one mission (CDAP-18, CDAP-33). */
export interface DemandeLecture {
  /** Seven figures. */
  readonly numero: string;
  /** Null: the reader's own Caf. */
  readonly caf: string | null;
  readonly profil: ProfilCdap;
  readonly mission: string | null;
  readonly motif: string | null;
  /** Number of the instructing service, where the profile asks for it first (CDAP-12). */
  readonly instructeur: string | null;
}

export type EtatLecture =
  | { readonly etape: 'repos' }
  | { readonly etape: 'en-cours'; readonly demande: DemandeLecture }
  | {
      readonly etape: 'lu';
      readonly demande: DemandeLecture;
      readonly consultation: Consultation;
      readonly luLe: Date;
    }
  | { readonly etape: 'refus'; readonly demande: DemandeLecture; readonly erreur: ErreurApi };

const REPOS: EtatLecture = { etape: 'repos' };

/**
 * The reading of one file at a time.
 *
 * The file lives in the state of the page and nowhere else: no cache, no storage. The same demand sent twice
 * (double click, Enter held) leaves once; a newer one drops the answer to the older.
 */
export function useLecture(onLu: (consultation: Consultation, luLe: Date) => void) {
  const [etat, setEtat] = useState<EtatLecture>(REPOS);
  const enCours = useRef<{ demande: DemandeLecture; abandon: AbortController } | null>(null);
  const retenir = useRef(onLu);
  retenir.current = onLu;

  const fermer = useCallback(() => {
    enCours.current?.abandon.abort();
    enCours.current = null;
    setEtat(REPOS);
  }, []);

  const lire = useCallback(async (demande: DemandeLecture) => {
    if (enCours.current && estLaMeme(enCours.current.demande, demande)) return;
    enCours.current?.abandon.abort();
    const mien = { demande, abandon: new AbortController() };
    enCours.current = mien;
    setEtat({ etape: 'en-cours', demande });
    const suite = await consulter(demande, mien.abandon.signal);
    if (enCours.current !== mien) return;
    enCours.current = null;
    setEtat(suite);
    if (suite.etape === 'lu') retenir.current(suite.consultation, suite.luLe);
  }, []);

  useEffect(() => () => enCours.current?.abandon.abort(), []);
  return { etat, lire, fermer };
}

async function consulter(demande: DemandeLecture, signal: AbortSignal): Promise<EtatLecture> {
  try {
    const consultation = await appeler(cdapContrat.consulter, entreeDe(demande), { signal });
    return { etape: 'lu', demande, consultation, luLe: new Date() };
  } catch (erreur) {
    if (erreur instanceof ErreurApi) return { etape: 'refus', demande, erreur };
    // Dropped by a newer demand, by a change of profile or by leaving the page.
    if (signal.aborted) return REPOS;
    throw erreur;
  }
}

/** What the server is sent; an extract asks for the very reading that is on the screen. */
export const entreeDe = ({ numero, caf, profil, mission, motif, instructeur }: DemandeLecture) => ({
  numero,
  habilitation: profil.habilitation,
  ...(caf ? { caf } : {}),
  ...(mission ? { mission } : {}),
  ...(motif ? { motif } : {}),
  ...(instructeur ? { instructeur } : {}),
});

const estLaMeme = (a: DemandeLecture, b: DemandeLecture): boolean =>
  a.numero === b.numero &&
  a.caf === b.caf &&
  a.profil.habilitation === b.profil.habilitation &&
  a.mission === b.mission &&
  a.motif === b.motif &&
  a.instructeur === b.instructeur;
