import { jourDe } from '../../../kernel/jour.ts';
import type { Bloc } from './blocs.ts';
import type { ActeEnregistre, CodeEnregistre, VarianteT5 } from './conditions-enregistrees.ts';
import type { FaitsDossier, FaitsDroit, Moment, UsageT2 } from './faits.ts';

/**
 * The closed register of attribution conditions (CDAP-10): what a right must have recorded for its profile. Asked at
 * the grant, and again at each reading, since what it rests on can end (CDAP-31).
 */

export const MANQUEMENTS = [
  'partenaire-non-admis',
  'usage-non-nomme',
  'service-non-nomme',
  'subvention-echue',
  'subvention-a-venir',
  'cantine-reservee',
  'cantine-hors-catalogue',
  'departement-non-habilite',
  'diplome-absent',
  'diplome-non-admis',
  'conditions-ccas-absentes',
  'instruction-absente',
  'variante-absente',
  'variante-non-admise',
  'contrat-absent',
  'contrat-a-venir',
  'contrat-echu',
  'agrement-absent',
  'agrement-a-venir',
  'agrement-echu',
  'fonction-absente',
  'polyvalence-absente',
  'ile-de-france-absente',
  'commission-absente',
  'commission-echue',
  'qualification-absente',
] as const;
/** Why an attribution condition is not met. */
export type Manquement = (typeof MANQUEMENTS)[number];

/** What the form of attribution must ask for. */
export type ARenseigner = 'usages' | 'equipement' | CodeEnregistre;

export interface ConditionAttribution {
  readonly aRenseigner: readonly ARenseigner[];
  /** Null when met. */
  readonly manquement: (droit: FaitsDroit, quand: Moment) => Manquement | null;
  /**
   * Blocks that this condition closes although the profile's row names them. Without a file (`dossier` null): those that
   * it closes whatever the file.
   */
  readonly blocsFermes: (droit: FaitsDroit, quand: Moment, dossier: FaitsDossier | null) => readonly Bloc[];
}

const aujourdHui = ({ instant, fuseau }: Moment): string => jourDe(instant, fuseau).toString();

/** Uses that hold today: the canteen for communes and EPCI, the others while the facility is subsidised. */
export function usagesValides(droit: FaitsDroit, quand: Moment): UsageT2[] {
  return droit.usages.filter((usage) => manquementUsage(usage, droit, quand) === null);
}

function manquementUsage(usage: UsageT2, droit: FaitsDroit, quand: Moment): Manquement | null {
  if (usage === 'cantine-un-euro') {
    return droit.typePartenaire === 'commune' || droit.typePartenaire === 'epci' ? null : 'cantine-reservee';
  }
  if (!droit.equipement) return 'service-non-nomme';
  if (aujourdHui(quand) < droit.equipement.subventionDu) return 'subvention-a-venir';
  const { subventionAu } = droit.equipement;
  return subventionAu !== null && aujourdHui(quand) > subventionAu ? 'subvention-echue' : null;
}

/** Blocks that only the crèche use, or only the tariff use, opens (CDAP-17). */
const BLOCS_CRECHE = ['baseRessourcesEaje', 'handicap'] as const satisfies Bloc[];
const BLOCS_TARIF = ['quotientFamilial'] as const satisfies Bloc[];

/** A condition that is met once its record is there, for the types of partner that it speaks of. */
const enregistree = (
  code: CodeEnregistre,
  absente: Manquement,
  pour?: readonly string[],
): ConditionAttribution => ({
  aRenseigner: [code],
  manquement: ({ typePartenaire, conditions }) =>
    conditions[code] === undefined && (pour?.includes(typePartenaire) ?? true) ? absente : null,
  blocsFermes: () => [],
});

type CodeActe = 'contrat-departement' | 'agrement' | 'agrement-fsl';

/** A condition that rests on a dated deed: absent, not begun, or over. */
const acteEnVigueur = (
  code: CodeActe,
  nom: 'contrat' | 'agrement',
  pour?: readonly string[],
): ConditionAttribution => ({
  aRenseigner: [code],
  manquement: ({ typePartenaire, conditions }, quand) => {
    if (pour !== undefined && !pour.includes(typePartenaire)) return null;
    const acte: ActeEnregistre | undefined = conditions[code];
    if (acte === undefined) return `${nom}-absent`;
    if (aujourdHui(quand) < acte.du) return `${nom}-a-venir`;
    return acte.au !== null && aujourdHui(quand) > acte.au ? `${nom}-echu` : null;
  },
  blocsFermes: () => [],
});

/** CDAP-31: which variant of T5 each type of partner may hold. */
const VARIANTE_PAR_TYPE: Readonly<Record<string, VarianteT5>> = {
  departement: 'departement',
  'agence-insertion': 'departement',
  association: 'association',
  'organisme:msa': 'msa',
};

export const CODES_ATTRIBUTION = [
  'service-subventionne',
  'service-subventionne-2017',
  'usage-tarif-creche',
  'departement-habilite',
  'diplome',
  'diplome-2017',
  'conditions-ccas',
  'referent-unique',
  'instruction-rsa',
  'variante',
  'contrat-departement',
  'agrement',
  'fonction',
  'agrement-fsl',
  'polyvalence-secteur',
  'ile-de-france',
  'usage-dalo-ccapex',
  'qualification',
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
  /** T2 of the 2017 catalogue: subsidised providers only. The canteen at 1 euro came after it, and opens nothing here. */
  'service-subventionne-2017': {
    aRenseigner: ['equipement'],
    manquement: (droit, quand) => {
      if (usagesValides(droit, quand).some((usage) => usage !== 'cantine-un-euro')) return null;
      const premier = droit.usages.find((usage) => usage !== 'cantine-un-euro');
      if (premier !== undefined) return manquementUsage(premier, droit, quand);
      return droit.usages.length === 0 ? 'usage-non-nomme' : 'cantine-hors-catalogue';
    },
    blocsFermes: (droit, quand) => (usagesValides(droit, quand).includes('tarif') ? [] : BLOCS_TARIF),
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
  'departement-habilite': enregistree('departement-habilite', 'departement-non-habilite'),
  /** T1: a diploma of social work. */
  diplome: enregistree('diplome', 'diplome-absent'),
  /** T1 of the 2017 catalogue: social workers of any addressee, but CESF of the State and departments only. */
  'diplome-2017': {
    aRenseigner: ['diplome'],
    manquement: ({ typePartenaire, conditions: { diplome } }) => {
      if (diplome === undefined) return 'diplome-absent';
      if (diplome === 'ass') return null;
      return diplome === 'cesf' && ['etat', 'departement'].includes(typePartenaire)
        ? null
        : 'diplome-non-admis';
    },
    blocsFermes: () => [],
  },
  /** T1: a CCAS under the conditions that its Caf recorded as met. */
  'conditions-ccas': enregistree('conditions-ccas', 'conditions-ccas-absentes', ['ccas']),
  /** T1: a designation as sole referent is recorded as evidence; it opens and closes nothing by itself. */
  'referent-unique': {
    aRenseigner: ['referent-unique'],
    manquement: () => null,
    blocsFermes: () => [],
  },
  /** CDAP-12: the partner instructs RSA, under the numbers recorded. */
  'instruction-rsa': enregistree('instruction-rsa', 'instruction-absente'),
  /** CDAP-31: resources of the year are for the MSA, and where housing aid is drawn. */
  variante: {
    aRenseigner: ['variante'],
    manquement: ({ typePartenaire, conditions: { variante } }) => {
      if (variante === undefined) return 'variante-absente';
      return VARIANTE_PAR_TYPE[typePartenaire] === variante.variante ? null : 'variante-non-admise';
    },
    blocsFermes: ({ conditions: { variante } }, _quand, dossier) =>
      variante?.variante === 'msa' && (dossier === null || dossier.aideLogement)
        ? []
        : ['ressourcesAnnuelles'],
  },
  /** CDAP-31: an association works for the department by a contract, and its rights end with it. */
  'contrat-departement': acteEnVigueur('contrat-departement', 'contrat', ['association']),
  /** CDAP-16: T9. */
  agrement: acteEnVigueur('agrement', 'agrement'),
  /** T12. */
  fonction: enregistree('fonction', 'fonction-absente'),
  /** T13: associations and GIP that manage the fund. */
  'agrement-fsl': acteEnVigueur('agrement-fsl', 'agrement', ['association', 'gestionnaire-fsl']),
  /** T13: agents of a CCAS. */
  'polyvalence-secteur': enregistree('polyvalence-secteur', 'polyvalence-absente', ['ccas']),
  /** T15. */
  'ile-de-france': enregistree('ile-de-france', 'ile-de-france-absente'),
  /** T16: Ccapex for a time only. */
  'usage-dalo-ccapex': {
    aRenseigner: ['usage-dalo-ccapex'],
    manquement: ({ conditions }, quand) => {
      const commission = conditions['usage-dalo-ccapex'];
      if (commission === undefined) return 'commission-absente';
      return commission.usage === 'ccapex' && aujourdHui(quand) > commission.au ? 'commission-echue' : null;
    },
    blocsFermes: () => [],
  },
  /** T22. */
  qualification: enregistree('qualification', 'qualification-absente'),
};

export const estCodeAttribution = (code: string): code is CodeAttribution =>
  (CODES_ATTRIBUTION as readonly string[]).includes(code);
