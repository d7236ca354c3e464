import type { CodeEchecSource } from './source-api-particulier.ts';

/**
 * Two guards of an upstream, as pure functions of a time in milliseconds: the circuit, which stops asking who does not
 * answer, and the pace, which never asks more than a token may (CDAP-07).
 */

export interface ReglagesCircuit {
  /** Failures in a row that open it. */
  readonly echecs: number;
  readonly pauseMs: number;
}
export const REGLAGES_CIRCUIT: ReglagesCircuit = { echecs: 5, pauseMs: 30_000 };

/** While a probe is out, how long the others are told to wait. */
const ATTENTE_ESSAI_MS = 1_000;

type CodePause = Extract<CodeEchecSource, 'source-indisponible' | 'source-saturee'>;

export interface EtatCircuit {
  /** Failures in a row. */
  readonly echecs: number;
  /** Nothing is asked before `jusqua`; then one probe. Null: closed. */
  readonly pause: { readonly jusqua: number; readonly code: CodePause } | null;
  readonly essaiEnCours: boolean;
  /** Grows each time it opens: what was asked before tells nothing of after. */
  readonly tour: number;
}
export const CIRCUIT_FERME: EtatCircuit = { echecs: 0, pause: null, essaiEnCours: false, tour: 0 };

export type Passage =
  | { readonly passe: true; readonly etat: EtatCircuit; readonly tour: number }
  | { readonly passe: false; readonly code: CodePause; readonly repriseMs: number };

/** Whether one may ask now. Once the pause is over a single probe passes; the others wait for what it says. */
export function demanderPassage(etat: EtatCircuit, maintenant: number): Passage {
  const { pause, tour } = etat;
  if (pause === null) return { passe: true, etat, tour };
  if (maintenant < pause.jusqua)
    return { passe: false, code: pause.code, repriseMs: pause.jusqua - maintenant };
  if (etat.essaiEnCours) return { passe: false, code: pause.code, repriseMs: ATTENTE_ESSAI_MS };
  return { passe: true, etat: { ...etat, essaiEnCours: true }, tour };
}

/**
 * `repond`: the upstream answered, be it that it knows nobody. `panne`: nothing came, or that it is down.
 * `sature`: it asks to be left alone so long. `sans-objet`: it was not asked after all.
 */
export type IssueAppel =
  | { readonly genre: 'repond' | 'panne' | 'sans-objet' }
  | { readonly genre: 'sature'; readonly pauseMs: number };

/** The circuit after a call that had passed in `tour`. */
export function conclureAppel(
  etat: EtatCircuit,
  tour: number,
  issue: IssueAppel,
  maintenant: number,
  { echecs, pauseMs }: ReglagesCircuit = REGLAGES_CIRCUIT,
): EtatCircuit {
  if (tour !== etat.tour) return etat;
  const ouvrir = (code: CodePause, ms: number): EtatCircuit => ({
    echecs: 0,
    pause: { jusqua: maintenant + ms, code },
    essaiEnCours: false,
    tour: tour + 1,
  });
  if (issue.genre === 'sans-objet') return { ...etat, essaiEnCours: false };
  if (issue.genre === 'repond') return { ...CIRCUIT_FERME, tour };
  if (issue.genre === 'sature') return ouvrir('source-saturee', issue.pauseMs);
  // A probe that fails opens again at once.
  if (etat.pause !== null || etat.echecs + 1 >= echecs) return ouvrir('source-indisponible', pauseMs);
  return { ...etat, echecs: etat.echecs + 1 };
}

/** 0 closed, 1 on probe, 2 open: what is measured. */
export const mesurerCircuit = ({ pause }: EtatCircuit, maintenant: number): 0 | 1 | 2 =>
  pause === null ? 0 : maintenant < pause.jusqua ? 2 : 1;

export interface Cadence {
  readonly parSeconde: number;
  /** Longest wait for one's turn: beyond it, one is told at once rather than kept. It also bounds the queue. */
  readonly attenteMaxMs: number;
}
/** 20 calls a second per token, all routes together: the limit of API Particulier. */
export const CADENCE: Cadence = { parSeconde: 20, attenteMaxMs: 2_000 };

/**
 * Takes the next turn: no second ever sees more than `parSeconde` departures. `departs` are the last ones, oldest
 * first. Null: too many wait already.
 */
export function reserverDepart(
  departs: readonly number[],
  maintenant: number,
  { parSeconde, attenteMaxMs }: Cadence = CADENCE,
): { readonly depart: number; readonly departs: readonly number[] } | null {
  const plusAncien = departs.length < parSeconde ? undefined : departs.at(-parSeconde);
  const depart = Math.max(maintenant, plusAncien === undefined ? maintenant : plusAncien + 1_000);
  if (depart - maintenant > attenteMaxMs) return null;
  return { depart, departs: [...departs, depart].slice(-parSeconde) };
}
