import type { EtatDossier } from './codes.ts';

export { ETATS_DOSSIER, type EtatDossier } from './codes.ts';

/** Where a file went: the Caf or MSA that took it, or the file it was merged into. */
export interface SuiteDossier {
  readonly organisme: 'caf' | 'msa';
  /** Code of the Caf, or of the department for the MSA. */
  readonly code: string;
  /** Number there, seven digits; null until it is known, and always for the MSA. */
  readonly numero: string | null;
  /** Day 'AAAA-MM-JJ' since which. */
  readonly depuis: string;
}

interface RegleEtat {
  /** Whether blocks of a file in this state may be read. */
  readonly lisible: boolean;
  /** Whether a QF of the current month can exist; when it cannot, the screen says why instead of a blank. */
  readonly quotientCourant: boolean;
  /** What `SuiteDossier` means in this state, or null when the state has none. */
  readonly suite: 'transfert' | 'fusion' | null;
}

/**
 * What each state allows (CDAP-04). The message and the next step of each are in `libelles.ts`.
 *
 * A transferred file stays readable at the old Caf. A struck-off or deceased one too: debts, reviews and RSA
 * controls concern past months. A merged one holds nothing of its own any more, and one being affiliated
 * nothing that was checked: neither is read.
 */
export const REGLES_ETATS: Readonly<Record<EtatDossier, RegleEtat>> = {
  ouvert: { lisible: true, quotientCourant: true, suite: null },
  suspendu: { lisible: true, quotientCourant: true, suite: null },
  'en-affiliation': { lisible: false, quotientCourant: false, suite: null },
  radie: { lisible: true, quotientCourant: false, suite: null },
  decede: { lisible: true, quotientCourant: false, suite: null },
  transfere: { lisible: true, quotientCourant: false, suite: 'transfert' },
  fusionne: { lisible: false, quotientCourant: false, suite: 'fusion' },
};

export const estLisible = (etat: EtatDossier): boolean => REGLES_ETATS[etat].lisible;

/**
 * Whether a user may follow the link from a transferred file to the new one: it went to a Caf, its number there
 * is known, and the user holds a Cdap right at that Caf (CDAP-04).
 */
export function peutSuivreLeTransfert(
  etat: EtatDossier,
  suite: SuiteDossier | null,
  cafsDuDroit: readonly string[],
): boolean {
  return (
    REGLES_ETATS[etat].suite === 'transfert' &&
    suite !== null &&
    suite.organisme === 'caf' &&
    suite.numero !== null &&
    cafsDuDroit.includes(suite.code)
  );
}
