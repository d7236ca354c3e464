import type { ConditionsEnregistrees } from '../../src/modules/cdap/domain/conditions-enregistrees.ts';
import type { FaitsDossier } from '../../src/modules/cdap/domain/faits.ts';

/** For one profile: a partner it is made for, what its right must record, and facts of a file it may read. */
export interface ProfilType {
  readonly type: string;
  readonly organisme?: string;
  readonly conditions: ConditionsEnregistrees;
  /** Facts that meet its reading conditions; `bailleurTiersPayant` and `protecteur` are the partner's own SIREN. */
  readonly faits: Partial<FaitsDossier>;
  /** Facts that put the file out of scope, one set per reading condition. */
  readonly horsPerimetre: readonly Partial<FaitsDossier>[];
  /** The instructing service to give, for T4. */
  readonly instructeur?: string;
}

export const SERVICE_INSTRUCTEUR = '059C12301';
const ACTE = { reference: 'Acte inventé 7', du: '2020-01-01', au: null };

/** Stands for the SIREN of the reader's partner, which each test knows. */
export const SIEN = 'sien';

/** Every profile of the 2025 catalogue, its variants apart; written by hand from the bulletin, not from the program. */
export const PROFILS_TYPES: Readonly<Record<string, ProfilType>> = {
  T1: { type: 'ccas', conditions: { diplome: 'ass', 'conditions-ccas': true }, faits: {}, horsPerimetre: [] },
  T2: { type: 'commune', conditions: {}, faits: {}, horsPerimetre: [] },
  T4: {
    type: 'ccas',
    conditions: { 'instruction-rsa': { services: [SERVICE_INSTRUCTEUR] } },
    faits: { rsaEnCours: true },
    horsPerimetre: [{ rsaEnCours: false }],
    instructeur: SERVICE_INSTRUCTEUR,
  },
  T5: {
    type: 'departement',
    conditions: { variante: { variante: 'departement', departements: ['59'] } },
    faits: { departement: '59' },
    horsPerimetre: [{ departement: '62' }, { departement: null }],
  },
  'T5-association': {
    type: 'association',
    conditions: {
      variante: { variante: 'association', departements: ['59'] },
      'contrat-departement': ACTE,
    },
    faits: { departement: '59' },
    horsPerimetre: [{ departement: '62' }],
  },
  'T5-msa': {
    type: 'securite-sociale',
    organisme: 'msa',
    conditions: { variante: { variante: 'msa', departements: ['59'] } },
    faits: { departement: '59', mutationEnCours: true, aideLogement: true },
    horsPerimetre: [{ mutationEnCours: false }, { departement: '62' }],
  },
  T6: { type: 'securite-sociale', organisme: 'cpam', conditions: {}, faits: {}, horsPerimetre: [] },
  T8: { type: 'securite-sociale', organisme: 'enim', conditions: {}, faits: {}, horsPerimetre: [] },
  T9: {
    type: 'mandataire-judiciaire',
    conditions: { agrement: ACTE },
    faits: { protecteur: SIEN, protectionDu: '2024-01-01', protectionAu: null },
    horsPerimetre: [
      { protecteur: null },
      { protecteur: '999999999' },
      { protectionAu: '2025-01-01' },
      { protectionDu: '2090-01-01' },
    ],
  },
  T10: {
    type: 'bailleur-social',
    conditions: {},
    faits: { bailleurTiersPayant: SIEN },
    horsPerimetre: [{ bailleurTiersPayant: null }, { bailleurTiersPayant: '999999999' }],
  },
  T11: { type: 'commission-surendettement', conditions: {}, faits: {}, horsPerimetre: [] },
  T12: { type: 'spip', conditions: { fonction: 'conseiller-probation' }, faits: {}, horsPerimetre: [] },
  T13: { type: 'gestionnaire-fsl', conditions: { 'agrement-fsl': ACTE }, faits: {}, horsPerimetre: [] },
  'T13-ccas': { type: 'ccas', conditions: { 'polyvalence-secteur': true }, faits: {}, horsPerimetre: [] },
  T14: { type: 'securite-sociale', organisme: 'cdc', conditions: {}, faits: {}, horsPerimetre: [] },
  T15: {
    type: 'prestataire-transport',
    conditions: { 'ile-de-france': { seuilQf: 923 } },
    faits: {},
    horsPerimetre: [],
  },
  T16: {
    type: 'prefecture',
    conditions: { 'usage-dalo-ccapex': { usage: 'dalo' } },
    faits: {},
    horsPerimetre: [],
  },
  T18: {
    type: 'departement',
    conditions: {},
    faits: { rsaEnCours: true },
    horsPerimetre: [
      { rsaEnCours: false, rsaDernierMois: null },
      { rsaEnCours: false, rsaDernierMois: '2024-08-01' },
    ],
  },
  T19: {
    type: 'departement',
    conditions: { 'departement-habilite': true },
    faits: { rsaEnCours: true },
    horsPerimetre: [
      { rsaEnCours: false, rsaDernierMois: null },
      { rsaEnCours: false, rsaDernierMois: '2024-08-01' },
    ],
  },
  T20: { type: 'caisse-frontaliere', conditions: {}, faits: {}, horsPerimetre: [] },
  T21: {
    type: 'securite-sociale',
    organisme: 'pajemploi',
    conditions: {},
    faits: { traceCmg: true },
    horsPerimetre: [{ traceCmg: false }],
  },
  T22: {
    type: 'crous',
    conditions: { qualification: 'ass' },
    faits: { etudiant: true },
    horsPerimetre: [{ etudiant: false }],
  },
};

/** Code of the profile, without its variant: 'T5-msa' → 'T5'. */
export const codeDuProfil = (nom: string): string => nom.split('-')[0] ?? nom;

export const avecSiren = (faits: Partial<FaitsDossier>, siren: string): Partial<FaitsDossier> => ({
  ...faits,
  ...(faits.protecteur === SIEN ? { protecteur: siren } : {}),
  ...(faits.bailleurTiersPayant === SIEN ? { bailleurTiersPayant: siren } : {}),
});
