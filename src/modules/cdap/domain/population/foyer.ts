import type { Activite, RoleAdulte, SituationFamiliale, StatutLogement } from '../codes.ts';
import type { NumeroMois } from './mois.ts';

/** A household before anything is computed from it: the first step of the population (CDAP-30). */
export interface Adulte {
  readonly role: RoleAdulte;
  readonly sexe: 'F' | 'M';
  readonly nomNaissance: string;
  readonly nomUsage: string | null;
  readonly prenoms: string[];
  readonly dateNaissance: string | null;
  readonly lieu: { commune: string | null; codeInsee: string | null; pays: string; codePays: string };
  readonly nir: string | null;
  readonly activite: Activite;
  readonly activiteDepuis: NumeroMois;
  readonly activitePrecedente: Activite | null;
  /** Earned or replacement income a month, in whole euros, today. */
  readonly revenuMensuelEuros: number;
  readonly aah: boolean;
}

export interface Enfant {
  readonly nomNaissance: string;
  readonly prenoms: string[];
  readonly sexe: 'F' | 'M';
  readonly naissance: NumeroMois;
  readonly dateNaissance: string | null;
  readonly gardeAlternee: boolean;
  readonly parti: boolean;
  /** Supplement of the AEEH, 0 to 6; null without AEEH. */
  readonly aeeh: number | null;
  readonly aeehDepuis: NumeroMois;
}

export interface Foyer {
  readonly situation: SituationFamiliale;
  readonly situationDepuis: NumeroMois;
  readonly adultes: readonly Adulte[];
  /** Eldest first. */
  readonly enfants: readonly Enfant[];
  readonly asf: boolean;
  readonly cmg: boolean;
  readonly prepare: boolean;
  /** Allowance for being at the side of an ill child. */
  readonly ajpp: boolean;
  /** Drew the former allowance of free choice of activity, until a few months ago. */
  readonly clca: boolean;
  /** Works abroad: family benefits are paid there, and the difference here. */
  readonly frontalier: boolean;
  /** A request for childcare supplement that pays nothing: being studied, or refused. */
  readonly demandeCmg: 'en-cours' | 'refusee' | null;
  readonly statutLogement: StatutLogement;
  readonly loyerEuros: number;
  readonly bailleurSocial: boolean;
  readonly tiersPayant: boolean;
  /** Change of income from one year to the next, as a factor. */
  readonly evolution: number;
}

/** Last month in which a child counts: the one before it turns 20 (21 for housing is not told apart here). */
export const AGE_LIMITE_MOIS = 20 * 12;

export const estACharge = (enfant: Enfant, m: NumeroMois): boolean =>
  !enfant.parti && enfant.naissance <= m && m - enfant.naissance < AGE_LIMITE_MOIS;

/** Age in whole years of a child in a month. */
export const ageEn = (enfant: Enfant, m: NumeroMois): number => Math.floor((m - enfant.naissance) / 12);
