import type { Temporal } from 'temporal-polyfill';
import { jourDe, mois } from '../../../kernel/jour.ts';
import type { Bloc } from './blocs.ts';
import type { EtatDossier, SuiteDossier } from './etats.ts';

/**
 * The closed register of conditions: the matrix picks codes, the program knows what they mean (CDAP-10).
 *
 * Conditions on attribution are recorded on the right and cut what it opens; conditions on reading are looked
 * up on the file. Both rest on facts (booleans and dates), never on the content of a block, so that a refusal is
 * decided before any content leaves the store (CDAP-11).
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
}

/** When a decision is taken, and where: limits fall at midnight of the Caf's own zone. */
export interface Moment {
  readonly instant: Temporal.Instant;
  readonly fuseau: string;
}

export const USAGES_T2 = ['creche', 'tarif', 'cantine-un-euro'] as const;
export type UsageT2 = (typeof USAGES_T2)[number];

/** What the right recorded when it was granted, with what is known of it today. */
export interface FaitsDroit {
  /** Type of the partner, as in `partenaires` of the matrix: 'commune', 'departement'… */
  readonly typePartenaire: string;
  readonly usages: readonly UsageT2[];
  /** Facility that the right names, with the days on which the Caf's subsidy begins and ends (both included). */
  readonly equipement: {
    readonly equipementId: string;
    readonly subventionDu: string;
    readonly subventionAu: string | null;
  } | null;
  /** Whether the Caf recorded that the department is entitled to RSA control. */
  readonly departementHabilite: boolean;
}

export const MANQUEMENTS = [
  'usage-non-nomme',
  'service-non-nomme',
  'subvention-echue',
  'subvention-a-venir',
  'cantine-reservee',
  'departement-non-habilite',
] as const;
/** Why an attribution condition is not met. */
export type Manquement = (typeof MANQUEMENTS)[number];

/** What the form of attribution must ask for. */
export type ARenseigner = 'usages' | 'equipement' | 'departement-habilite';

export interface ConditionAttribution {
  readonly aRenseigner: readonly ARenseigner[];
  /** Null when met; asked at the grant, and again at each reading, since what it rests on can end. */
  readonly manquement: (droit: FaitsDroit, quand: Moment) => Manquement | null;
  /** Blocks that this condition closes although the profile's row names them. */
  readonly blocsFermes: (droit: FaitsDroit, quand: Moment) => readonly Bloc[];
}

/** Uses that hold today: the canteen for communes and EPCI, the others while the facility is subsidised. */
export function usagesValides(droit: FaitsDroit, quand: Moment): UsageT2[] {
  return droit.usages.filter((usage) => manquementUsage(usage, droit, quand) === null);
}

function manquementUsage(usage: UsageT2, droit: FaitsDroit, quand: Moment): Manquement | null {
  if (usage === 'cantine-un-euro') {
    return droit.typePartenaire === 'commune' || droit.typePartenaire === 'epci' ? null : 'cantine-reservee';
  }
  if (!droit.equipement) return 'service-non-nomme';
  const aujourdHui = jourDe(quand.instant, quand.fuseau).toString();
  if (aujourdHui < droit.equipement.subventionDu) return 'subvention-a-venir';
  const { subventionAu } = droit.equipement;
  return subventionAu !== null && aujourdHui > subventionAu ? 'subvention-echue' : null;
}

/** Blocks that only the crèche use, or only the tariff use, opens (CDAP-17). */
const BLOCS_CRECHE = ['baseRessourcesEaje', 'handicap'] as const satisfies Bloc[];
const BLOCS_TARIF = ['quotientFamilial'] as const satisfies Bloc[];

export const CODES_ATTRIBUTION = [
  'service-subventionne',
  'usage-tarif-creche',
  'departement-habilite',
] as const;
export type CodeAttribution = (typeof CODES_ATTRIBUTION)[number];

export const CONDITIONS_ATTRIBUTION: Readonly<Record<CodeAttribution, ConditionAttribution>> = {
  /** CDAP-17: the right names a subsidised facility, or the canteen at 1 euro; it falls when the subsidy ends. */
  'service-subventionne': {
    aRenseigner: ['equipement'],
    manquement: (droit, quand) => {
      if (usagesValides(droit, quand).length > 0) return null;
      const premier = droit.usages[0];
      return premier === undefined ? 'usage-non-nomme' : manquementUsage(premier, droit, quand);
    },
    blocsFermes: () => [],
  },
  /** CDAP-17: the crèche use opens the resource base and the AEEH count, the tariff use the QF. */
  'usage-tarif-creche': {
    aRenseigner: ['usages'],
    manquement: (droit) => (droit.usages.length === 0 ? 'usage-non-nomme' : null),
    blocsFermes: (droit, quand) => {
      const usages = usagesValides(droit, quand);
      const tarif = usages.includes('tarif') || usages.includes('cantine-un-euro');
      return [...(usages.includes('creche') ? [] : BLOCS_CRECHE), ...(tarif ? [] : BLOCS_TARIF)];
    },
  },
  /** CDAP-13: T19 is for a department that the Caf recorded as duly entitled. */
  'departement-habilite': {
    aRenseigner: ['departement-habilite'],
    manquement: (droit) => (droit.departementHabilite ? null : 'departement-non-habilite'),
    blocsFermes: () => [],
  },
};

export interface ConditionLecture {
  /** Facts that the predicate reads: what the store must fetch, and no more. */
  readonly faits: readonly (keyof FaitsDossier)[];
  readonly predicat: (faits: FaitsDossier, quand: Moment) => boolean;
}

/** A predicate sees only the facts that it declares: reading another does not compile. */
const conditionLecture = <F extends keyof FaitsDossier>(
  faits: readonly F[],
  predicat: (faits: Pick<FaitsDossier, F>, quand: Moment) => boolean,
): ConditionLecture => ({ faits, predicat });

/**
 * Last civil day on which a household that last drew RSA in `dernierMois` is still in scope: two years after the
 * last day of that month.
 *
 * Last RSA in February 2024 (29 days): in scope until 28 February 2026 included. Source: CDAP-13, H25 (T18, T19).
 */
export function finDesDeuxAns(dernierMois: string): string {
  const leMois = mois(dernierMois.slice(0, 7));
  return leMois.toPlainDate({ day: leMois.daysInMonth }).add({ years: 2 }).toString();
}

export const CODES_LECTURE = ['rsa-deux-ans'] as const;
export type CodeLecture = (typeof CODES_LECTURE)[number];

export const CONDITIONS_LECTURE: Readonly<Record<CodeLecture, ConditionLecture>> = {
  /** CDAP-13: RSA now, or within the last two years, counted in civil days of the Caf's zone. */
  'rsa-deux-ans': conditionLecture(
    ['rsaEnCours', 'rsaDernierMois'],
    ({ rsaEnCours, rsaDernierMois }, quand) => {
      if (rsaEnCours) return true;
      if (rsaDernierMois === null) return false;
      const aujourdHui = jourDe(quand.instant, quand.fuseau);
      return aujourdHui.toString() <= finDesDeuxAns(rsaDernierMois);
    },
  ),
};

export const estCodeAttribution = (code: string): code is CodeAttribution =>
  (CODES_ATTRIBUTION as readonly string[]).includes(code);
export const estCodeLecture = (code: string): code is CodeLecture =>
  (CODES_LECTURE as readonly string[]).includes(code);
