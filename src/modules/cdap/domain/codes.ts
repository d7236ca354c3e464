/**
 * Closed lists of the codes that a file carries. The French words of each are in `../libelles.ts`, which does
 * not compile when one is missing. Names follow the lists of the national RSA flow where it has them; benefit
 * codes outside RSA are ours.
 */

/** States of a file (CDAP-04). "Does not exist" is the absence of a file, not a state. */
export const ETATS_DOSSIER = [
  'ouvert',
  'suspendu',
  'en-affiliation',
  'radie',
  'decede',
  'transfere',
  'fusionne',
] as const;
export type EtatDossier = (typeof ETATS_DOSSIER)[number];

/** Role of an adult: responsable du dossier, conjoint. */
export const ROLES_ADULTE = ['RDO', 'CJT'] as const;
export type RoleAdulte = (typeof ROLES_ADULTE)[number];

export const SITUATIONS_FAMILIALES = [
  'CEL',
  'MAR',
  'PAC',
  'VIM',
  'DIV',
  'SEL',
  'SEF',
  'ISO',
  'VEU',
  'RVM',
  'RVC',
  'RPA',
  'ABA',
] as const;
export type SituationFamiliale = (typeof SITUATIONS_FAMILIALES)[number];

export const LIENS_ENFANT = [
  'LEG',
  'NAT',
  'REC',
  'REA',
  'ADP',
  'ASC',
  'DES',
  'FRE',
  'NEV',
  'ONC',
  'COL',
  'BFI',
  'AUT',
] as const;
export type LienEnfant = (typeof LIENS_ENFANT)[number];

/** Why a child of the household is not counted as dependent. */
export const MOTIFS_NON_CHARGE = ['age', 'revenus', 'parti', 'deces', 'autre-dossier'] as const;
export type MotifNonCharge = (typeof MOTIFS_NON_CHARGE)[number];

export const ACTIVITES = [
  'SAL',
  'CDI',
  'CDD',
  'AEN',
  'ETI',
  'EXP',
  'CHO',
  'ASS',
  'CNI',
  'MAL',
  'MLD',
  'MAT',
  'INV',
  'RET',
  'ETU',
  'EBO',
  'APP',
  'SAV',
  'SSA',
] as const;
export type Activite = (typeof ACTIVITES)[number];

/** Natures of resources: three digits of the national list. */
export const NATURES_RESSOURCE = [
  '000',
  '001',
  '010',
  '011',
  '021',
  '022',
  '026',
  '030',
  '040',
  '060',
  '206',
  '212',
] as const;
export type NatureRessource = (typeof NATURES_RESSOURCE)[number];

export const STATUTS_LOGEMENT = [
  'LOC',
  'ACC',
  'PRO',
  'HGP',
  'HOP',
  'HCG',
  'HCO',
  'HOT',
  'SRG',
  'SRO',
  'BAL',
  'OLI',
] as const;
export type StatutLogement = (typeof STATUTS_LOGEMENT)[number];

export const PRESTATIONS = [
  'AF',
  'CF',
  'ASF',
  'ARS',
  'AEEH',
  'AJPP',
  'AJPA',
  'CLCA',
  'PAJE-PRIME',
  'PAJE-BASE',
  'PREPARE',
  'CMG',
  'APL',
  'ALF',
  'ALS',
  'RSA',
  'PRIME-NOEL',
  'PPA',
  'AAH',
  'ADE-CDI',
] as const;
export type Prestation = (typeof PRESTATIONS)[number];

export const AIDES_LOGEMENT = ['APL', 'ALF', 'ALS'] as const satisfies Prestation[];
export type AideLogement = (typeof AIDES_LOGEMENT)[number];

/** Benefits of families in the sense of the social security code; one that is open proves residence (T6). */
export const PRESTATIONS_FAMILIALES = [
  'AF',
  'CF',
  'ASF',
  'ARS',
  'AEEH',
  'AJPP',
  'CLCA',
  'PAJE-PRIME',
  'PAJE-BASE',
  'PREPARE',
  'CMG',
] as const satisfies Prestation[];

export const ETATS_DROIT = ['ouvert', 'suspendu', 'clos', 'refuse'] as const;
export type EtatDroit = (typeof ETATS_DROIT)[number];

/** RSA state of the national flow, 0 to 6. */
export const ETATS_RSA = ['0', '1', '2', '3', '4', '5', '6'] as const;
export type EtatRsa = (typeof ETATS_RSA)[number];

/** Nature of the RSA: basic, increased, local, youth, subsidised contract; RC… are those topping up wages, before 2016. */
export const NATURES_RSA = ['RSD', 'RSI', 'RSB', 'RSJ', 'RSU', 'RCD', 'RCI', 'RCB', 'RCJ', 'RCU'] as const;
export type NatureRsa = (typeof NATURES_RSA)[number];

export const MOTIFS_CLOTURE_RSA = ['MUT', 'RGD', 'ECH', 'RFD', 'RAU', 'PCG'] as const;
export type MotifClotureRsa = (typeof MOTIFS_CLOTURE_RSA)[number];

export const ORIENTATIONS_RSA = [
  'professionnelle',
  'socio-professionnelle',
  'sociale',
  'en-attente',
] as const;
export type OrientationRsa = (typeof ORIENTATIONS_RSA)[number];

/** Type letter of an instructing service (notes 2.5). */
export const TYPES_INSTRUCTEUR = ['C', 'T', 'S', 'A', 'F', 'G', 'P', 'I'] as const;

/** Number of an instructing service: department (3), type letter, commune (3), approval (2). */
export const FORME_INSTRUCTEUR = new RegExp(`^[0-9]{3}[${TYPES_INSTRUCTEUR.join('')}][0-9]{5}$`);

export const NATURES_CREANCE = ['indu', 'indu-rsa', 'pret', 'avance', 'penalite'] as const;
export type NatureCreance = (typeof NATURES_CREANCE)[number];

/** Situation that opens the family support allowance (ASF). */
export const SITUATIONS_ASF = ['TP', 'PA', 'OE', 'NR', 'DC', 'HB', 'RS'] as const;
export type SituationAsf = (typeof SITUATIONS_ASF)[number];

export const MESURES_PROTECTION = [
  'tutelle',
  'curatelle',
  'curatelle-renforcee',
  'sauvegarde',
  'accompagnement-judiciaire',
  'accompagnement-social',
] as const;
export type MesureProtection = (typeof MESURES_PROTECTION)[number];

export const MODES_GARDE = ['assistante-maternelle', 'garde-a-domicile', 'structure'] as const;
export type ModeGarde = (typeof MODES_GARDE)[number];

export const PIECES_ATTENDUES = [
  'declaration-trimestrielle',
  'declaration-ressources',
  'attestation-loyer',
  'certificat-scolarite',
  'titre-sejour',
  'acte-naissance',
  'rib',
  'jugement',
] as const;
export type PieceAttendue = (typeof PIECES_ATTENDUES)[number];

export const DEMARCHES = [
  'demande-rsa',
  'demande-ppa',
  'demande-aide-logement',
  'demande-aah',
  'demande-cmg',
  'changement-adresse',
  'changement-situation',
] as const;
export type Demarche = (typeof DEMARCHES)[number];

/** Why the QF of a month is not known. It is never shown as 0 (CDAP-05). */
export const MOTIFS_QF_INCONNU = [
  'ressources-manquantes',
  'ressources-en-controle',
  'dossier-recent',
  'absent-de-la-source',
  'etat-civil-insuffisant',
] as const;
export type MotifQfInconnu = (typeof MOTIFS_QF_INCONNU)[number];
