/**
 * Types of partner that a profile can be for: those of `organismes.partenaire`, where a body of social security is
 * told by its own name ('organisme:msa'). '*' means any, and is no type.
 */
export const TYPES_PARTENAIRE = [
  'commune',
  'epci',
  'ccas',
  'departement',
  'agence-insertion',
  'region',
  'etat',
  'mdph',
  'hopital',
  'bailleur-social',
  'mandataire-judiciaire',
  'association',
  'commission-surendettement',
  'aide-juridictionnelle',
  'spip',
  'gestionnaire-fsl',
  'prestataire-transport',
  'prefecture',
  'caisse-frontaliere',
  'crous',
  'organisme:cpam',
  'organisme:cgss',
  'organisme:carsat',
  'organisme:cramif',
  'organisme:cnav',
  'organisme:msa',
  'organisme:urssaf',
  'organisme:enim',
  'organisme:cnmss',
  'organisme:crpcen',
  'organisme:cprp-sncf',
  'organisme:cdc',
  'organisme:pajemploi',
] as const;
export type TypePartenaire = (typeof TYPES_PARTENAIRE)[number];

export const TOUT_PARTENAIRE = '*';

export const estTypePartenaire = (type: string): boolean =>
  type === TOUT_PARTENAIRE || (TYPES_PARTENAIRE as readonly string[]).includes(type);
