import type { NatureOrganisation, Role } from '../../../kernel/acteur.ts';
import { ROLES_QUI_ADMINISTRENT } from './droits-identite.ts';

const JOUR_MS = 86_400_000;

/** Version of the confidentiality rules in force; a new text takes the next number and is shown to everybody (ACC-13). */
export const VERSION_CONFIDENTIALITE = 1;
/** The reminder comes back each year; leap days make no difference to who reads it. */
const RAPPEL_MS = 365 * JOUR_MS;
/** Time given to take the steps that are left: to read, choose and enrol, not to leave the desk. */
export const DUREE_PARCOURS_MS = 30 * 60_000;

export type Etape = 'mot-de-passe' | 'confidentialite' | 'second-facteur';

/** What is known of an account at the moment of entering. */
export interface FaitsParcours {
  readonly nature: NatureOrganisation;
  readonly roles: readonly Role[];
  /** Null: none was ever chosen, the first access has just been used. */
  readonly motDePasseLe: Date | null;
  readonly ordonneLe: Date | null;
  readonly engagementLe: Date | null;
  readonly engagementVersion: number | null;
  readonly secondFacteurExige: boolean;
  readonly facteurs: number;
}

export interface RegleRenouvellement {
  /** Days after which a manager's password has to be changed; 0: never (ACC-02, HAB-44). */
  readonly joursGestionnaires: number;
}

/** Managers of a partner and administrators of a Caf or of the Cnaf: a regular change is asked of them (ACC-02). */
export const changeRegulierement = ({ nature, roles }: Pick<FaitsParcours, 'nature' | 'roles'>): boolean =>
  roles.includes('responsable-habilitation') ||
  ROLES_QUI_ADMINISTRENT[nature].some((role) => roles.includes(role));

/** When a regular change is due; null when none ever is. */
export function echeanceMotDePasse(
  faits: Pick<FaitsParcours, 'nature' | 'roles' | 'motDePasseLe'>,
  { joursGestionnaires }: RegleRenouvellement,
): Date | null {
  if (joursGestionnaires === 0 || faits.motDePasseLe === null || !changeRegulierement(faits)) return null;
  return new Date(faits.motDePasseLe.getTime() + joursGestionnaires * JOUR_MS);
}

export type MotifMotDePasse = 'premier-acces' | 'ordre' | 'anciennete';

/** Why a password has to be chosen before entering (ACC-01, ACC-02, HAB-44); null when the present one serves. */
export function motifMotDePasse(
  faits: FaitsParcours,
  regle: RegleRenouvellement,
  instant: Date,
): MotifMotDePasse | null {
  if (faits.motDePasseLe === null) return 'premier-acces';
  if (faits.ordonneLe !== null) return 'ordre';
  const echeance = echeanceMotDePasse(faits, regle);
  return echeance !== null && echeance <= instant ? 'anciennete' : null;
}

/**
 * Steps left before the portal opens, in the order in which they are taken (ACC-01, ACC-04, ACC-13). The factor comes
 * last: its recovery codes are then the last thing to be read.
 */
export function etapesRestantes(faits: FaitsParcours, regle: RegleRenouvellement, instant: Date): Etape[] {
  const { engagementLe, engagementVersion } = faits;
  const lue =
    engagementLe !== null &&
    engagementVersion === VERSION_CONFIDENTIALITE &&
    instant.getTime() - engagementLe.getTime() < RAPPEL_MS;
  return [
    ...(motifMotDePasse(faits, regle, instant) === null ? [] : (['mot-de-passe'] as const)),
    ...(lue ? [] : (['confidentialite'] as const)),
    ...(faits.secondFacteurExige && faits.facteurs === 0 ? (['second-facteur'] as const) : []),
  ];
}
