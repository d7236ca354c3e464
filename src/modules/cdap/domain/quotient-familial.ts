import type { BlocsLus, ContenuBloc } from './blocs.ts';
import type { Prestation } from './codes.ts';

/** A dependent child, as the number of parts sees it, eldest first. */
export interface EnfantCompte {
  readonly gardeAlternee: boolean;
  readonly handicap: boolean;
}

export interface PartEnfant extends EnfantCompte {
  /** Place among the dependent children, from 1: the third counts for one whole part. */
  readonly rang: number;
  readonly parts: number;
}

/** One adult or a couple count the same: the QF gives a lone parent two parts as well (CDAP-06). */
export const PARTS_DU_FOYER = 2;

/** Benefits left out of the QF: paid once, or refunding childcare (CDAP-06). Every other one counts. */
const PRESTATIONS_HORS_QF: ReadonlySet<Prestation> = new Set(['PAJE-PRIME', 'ARS', 'PRIME-NOEL', 'CMG']);

/** Whether a monthly benefit enters the QF. */
export const comptePourQuotient = (prestation: Prestation): boolean => !PRESTATIONS_HORS_QF.has(prestation);

const partDuRang = (rang: number): number => (rang === 3 ? 1 : 0.5);

/**
 * Parts that each child brings: 0.5, 0.5, 1, then 0.5 each; +0.5 for a disabled child; halved in shared custody.
 *
 * The half applies to the whole of the child, its disability supplement included, so that the two parents'
 * files together count the child once. Source: CDAP-06.
 */
export function partsDesEnfants(enfants: readonly EnfantCompte[]): PartEnfant[] {
  return enfants.map(({ gardeAlternee, handicap }, indice) => {
    const rang = indice + 1;
    const entiere = partDuRang(rang) + (handicap ? 0.5 : 0);
    return { rang, gardeAlternee, handicap, parts: gardeAlternee ? entiere / 2 : entiere };
  });
}

/** Number of parts of a household, in steps of 0.25. */
export function nombreDeParts(enfants: readonly EnfantCompte[]): number {
  return partsDesEnfants(enfants).reduce((somme, enfant) => somme + enfant.parts, PARTS_DU_FOYER);
}

export interface DonneesQuotient {
  /** Resources of N-2 after abatements, in centimes. */
  readonly ressourcesAnnuellesCentimes: number;
  /** Sum of the counted benefits of the month, in centimes. */
  readonly prestationsMensuellesCentimes: number;
  readonly parts: number;
}

/**
 * QF in whole euros, to the nearest, half upwards: (resources / 12 + benefits) / parts.
 *
 * Computed on integers (parts as quarters), so that no rounding of a decimal fraction can move the figure, on
 * which a price bracket depends. Source: CDAP-06.
 */
export function calculerQuotient(donnees: DonneesQuotient): number {
  const quarts = Math.round(donnees.parts * 4);
  const numerateur = 4 * (donnees.ressourcesAnnuellesCentimes + 12 * donnees.prestationsMensuellesCentimes);
  const diviseur = 1200 * quarts;
  return Math.floor((2 * numerateur + diviseur) / (2 * diviseur));
}

type DroitPrestation = ContenuBloc<'droits'>['droits'][number];

/** Rights paid for a month 'AAAA-MM'. */
export const droitsDuMois = (droits: readonly DroitPrestation[], leMois: string): DroitPrestation[] =>
  droits.filter(
    ({ etat, du, au }) =>
      (etat === 'ouvert' || etat === 'clos') && du <= leMois && (au === null || au >= leMois),
  );

export interface LignePrestation {
  readonly prestation: Prestation;
  readonly montantCentimes: number;
}

/** How a QF comes about, step by step, for a profile that sees what it is made of. */
export interface ExplicationQuotient {
  readonly mois: string;
  readonly ressources: {
    readonly annee: number;
    readonly annuelCentimes: number;
    readonly mensuelCentimes: number;
  };
  readonly prestations: {
    readonly comptees: readonly LignePrestation[];
    readonly nonComptees: readonly LignePrestation[];
    readonly totalCentimes: number;
  };
  /** `enfants` is null when the reader does not see the composition or the disability behind the parts. */
  readonly parts: {
    readonly foyer: number;
    readonly enfants: readonly PartEnfant[] | null;
    readonly total: number;
  };
  readonly quotient: number;
}

/** Dependent children, eldest first, with the disability that AEEH shows in a month 'AAAA-MM'. */
export function enfantsComptes(
  famille: ContenuBloc<'famille'> | null,
  handicap: ContenuBloc<'handicap'> | null,
  leMois: string,
): EnfantCompte[] {
  const aeeh = new Set(
    (handicap?.aeeh ?? [])
      .filter(({ depuis, jusqua }) => depuis <= leMois && (jusqua === null || jusqua >= leMois))
      .map(({ rangEnfant }) => rangEnfant),
  );
  return (famille?.enfants ?? [])
    .filter(({ aCharge }) => aCharge)
    .map(({ rang, gardeAlternee }) => ({ gardeAlternee, handicap: aeeh.has(rang) }));
}

/**
 * Explains the QF of the current month from blocks in their full form, or null when the figure is not known or
 * one of its ingredients is not open to the reader: the figure may be shown where its ingredients may not.
 *
 * `handicap: null` means opened and empty; absent means closed. Source: CDAP-06.
 */
export function expliquerQuotient(blocs: BlocsLus): ExplicationQuotient | null {
  const { quotientFamilial, ressourcesAnnuelles, droits, famille, handicap } = blocs;
  if (quotientFamilial?.actuel.etat !== 'valeur' || droits === undefined) return null;
  // A remote source gives the figure alone: parts of ours beside it would explain another one.
  const { parts } = quotientFamilial;
  if (parts === null) return null;
  if (!ressourcesAnnuelles || ressourcesAnnuelles.totalRetenuCentimes === null) return null;

  const { mois } = quotientFamilial.actuel;
  const lignes = droitsDuMois(droits?.droits ?? [], mois).map(({ prestation, montantMensuelCentimes }) => ({
    prestation,
    montantCentimes: montantMensuelCentimes ?? 0,
  }));
  const comptees = lignes.filter(({ prestation }) => comptePourQuotient(prestation));
  const totalCentimes = comptees.reduce((somme, ligne) => somme + ligne.montantCentimes, 0);
  const annuelCentimes = ressourcesAnnuelles.totalRetenuCentimes;
  const voitLesParts = famille !== undefined && handicap !== undefined;
  return {
    mois,
    ressources: {
      annee: ressourcesAnnuelles.annee,
      annuelCentimes,
      mensuelCentimes: Math.round(annuelCentimes / 12),
    },
    prestations: {
      comptees,
      nonComptees: lignes.filter((ligne) => !comptees.includes(ligne)),
      totalCentimes,
    },
    parts: {
      foyer: PARTS_DU_FOYER,
      enfants: voitLesParts ? partsDesEnfants(enfantsComptes(famille, handicap, mois)) : null,
      total: parts,
    },
    quotient: calculerQuotient({
      ressourcesAnnuellesCentimes: annuelCentimes,
      prestationsMensuellesCentimes: totalCentimes,
      parts,
    }),
  };
}
