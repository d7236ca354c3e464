import type { Temporal } from 'temporal-polyfill';
import type { ConditionsEnregistrees } from './conditions-enregistrees.ts';
import type { EtatDossier, SuiteDossier } from './etats.ts';

/**
 * Facts on which a reading is decided: booleans, dates and the numbers of legal persons, never the content of a block,
 * so that a refusal is decided before any content leaves the store (CDAP-11).
 */

/** What is known of a file before anything in it may be read. */
export interface FaitsDossier {
  readonly etat: EtatDossier;
  /** Set for a transferred or merged file. */
  readonly suite: SuiteDossier | null;
  /** Day 'AAAA-MM-JJ' of the data. */
  readonly dateDonnees: string;
  readonly accesRestreint: boolean;
  /** The family objected to shared secrecy with the reader's partner (CDAP-19). */
  readonly opposition: boolean;
  readonly rsaEnCours: boolean;
  /** Last month with RSA as its first day, 'AAAA-MM-01'; null when the household never drew it. */
  readonly rsaDernierMois: string | null;
  /** Department of the current address: '59', '2A', '974'; null when no address is known. */
  readonly departement: string | null;
  /** A transfer to or from another body is asked for and not done yet. */
  readonly mutationEnCours: boolean;
  /** A housing aid is drawn. */
  readonly aideLogement: boolean;
  /** SIREN of the landlord who owns the dwelling and receives the aid; null without third-party payment. */
  readonly bailleurTiersPayant: string | null;
  /** SIREN of whoever holds the protection measure, with its first and last days (both included). */
  readonly protecteur: string | null;
  readonly protectionDu: string | null;
  readonly protectionAu: string | null;
  /** At least one request of CMG left a trace. */
  readonly traceCmg: boolean;
  /** An adult of the household is a student. */
  readonly etudiant: boolean;
}

/** Facts that the content of a file implies; the others are given beside it. */
export type FaitsDeduits = Omit<
  FaitsDossier,
  'etat' | 'suite' | 'dateDonnees' | 'accesRestreint' | 'opposition'
>;

/** When a decision is taken, and where: limits fall at midnight of the Caf's own zone. */
export interface Moment {
  readonly instant: Temporal.Instant;
  readonly fuseau: string;
}

export const USAGES_T2 = ['creche', 'tarif', 'cantine-un-euro'] as const;
export type UsageT2 = (typeof USAGES_T2)[number];

/** What the right recorded when it was granted, with what is known of it today. */
export interface FaitsDroit {
  /** Type of the partner, as in `partenaires` of the matrix: 'commune', 'organisme:msa'… */
  readonly typePartenaire: string;
  /** SIRET of the partner's seat. Files name landlords and guardians by their legal person: its SIREN. */
  readonly siret: string;
  readonly usages: readonly UsageT2[];
  /** Facility that the right names, with the days on which the Caf's subsidy begins and ends (both included). */
  readonly equipement: {
    readonly equipementId: string;
    readonly subventionDu: string;
    readonly subventionAu: string | null;
  } | null;
  /** What the profile's conditions asked for at the grant (CDAP-31). */
  readonly conditions: ConditionsEnregistrees;
}

/** The legal person behind an establishment: the first nine digits of its SIRET. */
export const sirenDe = (siret: string): string => siret.slice(0, 9);
