import type { CodeRefusConsultation, RefusConsultation } from './domain/autoriser-consultation.ts';
import type { Bloc } from './domain/blocs.ts';
import type {
  Activite,
  Demarche,
  EtatDossier,
  EtatDroit,
  EtatRsa,
  LienEnfant,
  MesureProtection,
  ModeGarde,
  MotifClotureRsa,
  MotifNonCharge,
  MotifQfInconnu,
  NatureCreance,
  NatureRessource,
  NatureRsa,
  OrientationRsa,
  PieceAttendue,
  Prestation,
  RoleAdulte,
  SituationAsf,
  SituationFamiliale,
  StatutLogement,
} from './domain/codes.ts';
import type { SuiteDossier } from './domain/etats.ts';
import type { UsageT2 } from './domain/faits.ts';
import type { CodeRefusNumero } from './domain/numero-dossier.ts';
import type { EtatQf } from './domain/schemas-ressources.ts';
import { direHorsPerimetre, direManquement } from './libelles-conditions.ts';

/**
 * French words of the codes of Cdap. Each table is tied to the list of its codes: a code without words does not
 * compile, and no screen or message ever shows a bare code.
 */

type Libelles<C extends string> = Readonly<Record<C, string>>;

export const LIBELLES_BLOCS: Libelles<Bloc> = {
  identite: 'Identité',
  numero: 'Dossier',
  nir: 'Numéro de sécurité sociale',
  adresse: 'Adresse',
  famille: 'Famille',
  situationPro: 'Situation professionnelle',
  ressourcesAnnuelles: 'Ressources annuelles',
  ressourcesTrimestrielles: 'Ressources trimestrielles',
  baseRessourcesEaje: 'Base de ressources pour la crèche',
  quotientFamilial: 'Quotient familial',
  droits: 'Droits',
  paiements: 'Paiements',
  creances: 'Créances',
  logement: 'Logement',
  rsa: 'RSA',
  pensionsAlimentaires: 'Pensions alimentaires et soutien familial',
  protection: 'Mesure de protection',
  handicap: 'Handicap',
  cmg: 'Complément de mode de garde',
  demarches: 'Démarches et pièces attendues',
  affiliation: 'Affiliation et transferts',
};

export interface MessageEtat {
  readonly titre: string;
  readonly message: string;
  /** What the reader can do now. */
  readonly etape: string;
}

/** One message and one next step per state, never one vague answer (CDAP-04). */
export const MESSAGES_ETATS: Readonly<Record<EtatDossier, MessageEtat>> = {
  ouvert: {
    titre: 'Ouvert',
    message: 'Le dossier est ouvert.',
    etape: 'Vous pouvez lire les rubriques de votre profil.',
  },
  suspendu: {
    titre: 'Suspendu',
    message: 'Les droits de ce dossier sont suspendus : rien n’est versé en ce moment.',
    etape:
      'La famille peut voir dans son espace ce que la Caf attend d’elle. Appuyez-vous sur la dernière valeur connue et sa date.',
  },
  'en-affiliation': {
    titre: 'En cours d’affiliation',
    message: 'La Caf n’a pas fini de vérifier les données de ce dossier.',
    etape: 'Revenez dans quelques jours. En attendant, demandez à la famille son avis d’imposition.',
  },
  radie: {
    titre: 'Radié',
    message:
      'Ce dossier est fermé. Il reste lisible pour les mois passés et n’a plus de quotient familial en cours.',
    etape: 'Demandez à la famille si elle a un autre numéro de dossier, sinon son avis d’imposition.',
  },
  decede: {
    titre: 'Allocataire décédé',
    message:
      'La personne responsable de ce dossier est décédée. Le dossier reste lisible pour les mois passés.',
    etape: 'N’écrivez plus à son nom. Si la famille a un nouveau dossier, demandez-lui son numéro.',
  },
  transfere: {
    titre: 'Transféré',
    message:
      'Ce dossier a été transféré. Il reste lisible pour les mois passés et n’a plus de quotient familial en cours.',
    etape:
      'Demandez à la famille son nouveau numéro, ou suivez le lien si vous êtes habilité auprès du nouvel organisme.',
  },
  fusionne: {
    titre: 'Fusionné',
    message: 'Ce dossier a été fusionné avec un autre : il ne contient plus rien.',
    etape: 'Ouvrez le dossier qui le remplace et corrigez le numéro dans vos fichiers.',
  },
};

/** Message of a state, with where the file went and since when if it left. */
export function messageEtat(etat: EtatDossier, suite: SuiteDossier | null): MessageEtat {
  const base = MESSAGES_ETATS[etat];
  if (suite === null) return base;
  const depuis = jourEnLettres(suite.depuis);
  if (etat === 'transfere') {
    const vers = suite.organisme === 'caf' ? `à la Caf ${suite.code}` : 'à la MSA';
    return {
      ...base,
      message: `Dossier transféré ${vers} depuis le ${depuis}. Les mois passés restent lisibles ici.`,
    };
  }
  if (etat === 'fusionne' && suite.numero !== null) {
    return {
      ...base,
      message: `Dossier fusionné depuis le ${depuis} avec le dossier ${suite.numero} de la Caf ${suite.code}.`,
    };
  }
  return base;
}

const MOIS_EN_LETTRES = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
];

/** « novembre 2026 » for '2026-11'. */
export const moisEnLettres = (mois: string): string =>
  `${MOIS_EN_LETTRES[Number(mois.slice(5, 7)) - 1] ?? ''} ${mois.slice(0, 4)}`;

/** « 1er novembre 2026 » for '2026-11-01'. */
export function jourEnLettres(jour: string): string {
  const leJour = Number(jour.slice(8, 10));
  return `${leJour === 1 ? '1er' : leJour} ${moisEnLettres(jour)}`;
}

/** A birth date as far as it is known: « né(e) » is left to the screen (CDAP-03). */
export function dateNaissanceEnLettres(date: string | null): string {
  if (date === null) return 'date inconnue';
  if (date.length === 4) return `${date} (jour et mois inconnus)`;
  return date.length === 7 ? `${moisEnLettres(date)} (jour inconnu)` : jourEnLettres(date);
}

const MESSAGES_NUMERO: Libelles<CodeRefusNumero> = {
  'numero-manquant': 'Tapez le numéro de dossier : 1 à 7 chiffres.',
  'numero-avec-lettre': 'Tapez le numéro sans la lettre : 1 à 7 chiffres.',
  'numero-est-un-nir':
    'Ce numéro ressemble à un numéro de sécurité sociale. Il n’a pas été enregistré. Tapez le numéro de dossier : 1 à 7 chiffres.',
  'numero-complete-de-zeros':
    'Ce numéro de 15 chiffres commence par des zéros : on ne peut pas savoir lesquels comptent. Tapez les 7 chiffres du numéro de dossier.',
  'numero-trop-long': 'Ce numéro est trop long : un numéro de dossier a 7 chiffres au plus.',
  'numero-nul': 'Un numéro de dossier ne peut pas être fait que de zéros.',
  'numero-illisible': 'Tapez le numéro de dossier avec des chiffres seulement, 1 à 7, espaces admis.',
};

/** Message for a file number that cannot be read; never repeats what was typed. */
export const messageNumero = (code: CodeRefusNumero): string => MESSAGES_NUMERO[code];

export const LIBELLES_USAGES: Libelles<UsageT2> = {
  tarif: 'Calcul d’un tarif',
  creche: 'Tarif de crèche',
  'cantine-un-euro': 'Cantine à 1 euro',
};

/** Refusals of a reading: what it is, and what to do (CDAP-21). */
export const MESSAGES_REFUS: Libelles<CodeRefusConsultation> = {
  'second-facteur-requis':
    'Lire un dossier demande deux preuves d’identité. Demandez à l’administrateur de votre organisme d’enregistrer un second facteur, puis reconnectez-vous.',
  'droit-absent':
    'Vous n’avez pas d’habilitation Cdap pour ce profil auprès de cette Caf. Demandez-la à l’administrateur de votre organisme.',
  'droit-inutilisable':
    'Votre habilitation ne peut pas servir en ce moment. Ouvrez « Mes habilitations » pour voir ce qui manque, ou adressez-vous à l’administrateur de votre organisme.',
  'profil-non-servi':
    'Ce profil n’est pas ouvert sur ce portail en ce moment. Adressez-vous au centre de services de la Caf.',
  'condition-du-droit':
    'Une condition de votre habilitation n’est plus remplie. Adressez-vous à l’administrateur de votre organisme.',
  'lecture-arretee':
    'Vous avez atteint le nombre de dossiers autorisé en une heure. Les administrateurs de votre organisme ont été prévenus par courriel : dites-leur pourquoi ces lectures étaient nécessaires. Vous pourrez de nouveau lire dès que l’un d’eux, ou la Caf, aura levé l’arrêt.',
  'confirmation-requise':
    'Beaucoup de dossiers ont été ouverts. Pour continuer, prouvez à nouveau votre identité.',
  'instructeur-requis':
    'Ce profil demande d’abord le numéro du service instructeur : neuf caractères, par exemple 059C12301.',
  'instructeur-inconnu':
    'Ce numéro n’est pas celui d’un service instructeur de votre organisme. Vérifiez-le, ou demandez à l’administrateur de votre organisme lequel est enregistré.',
  'mission-requise': 'Choisissez la mission pour laquelle vous lisez ce dossier.',
  'mission-inconnue':
    'Cette mission n’est pas de celles de votre habilitation. Choisissez-en une de la liste.',
  'motif-requis':
    'Dites en quelques mots pourquoi vous ouvrez ce dossier : ce motif est gardé dans la trace.',
  inexistant: 'Aucun dossier ne porte ce numéro à cette Caf. Vérifiez le numéro et la Caf.',
  'non-consultable-ici': 'Ce dossier n’est pas consultable ici : adressez-vous à la Caf.',
  fusionne: 'Ce dossier a été fusionné avec un autre. Ouvrez celui qui le remplace.',
  'en-affiliation':
    'La Caf n’a pas fini de vérifier ce dossier. Revenez dans quelques jours ; en attendant, demandez à la famille son avis d’imposition.',
  'hors-perimetre': 'Ce dossier ne remplit pas une condition de votre profil. Vérifiez le numéro.',
};

/** Message of a refusal with its details: which condition, which new number, who is stopped. */
export function messageRefus({ code, details }: RefusConsultation): string {
  if (code === 'condition-du-droit') {
    return direManquement(String(details?.manquement ?? '')) ?? MESSAGES_REFUS[code];
  }
  if (code === 'hors-perimetre') {
    return direHorsPerimetre(String(details?.condition ?? '')) ?? MESSAGES_REFUS[code];
  }
  if (code === 'fusionne' && details?.numero) {
    return `Ce dossier a été fusionné avec un autre. Ouvrez le dossier ${details.numero} de la Caf ${details.cafCode}.`;
  }
  if (code === 'lecture-arretee' && details?.portee === 'partenaire') {
    return 'Les agents de votre organisme ont atteint le nombre de dossiers autorisé en une journée : aucun ne peut plus en lire. Vos administrateurs et la Caf ont été prévenus par courriel. Seule la Caf peut lever cet arrêt ; voyez avec l’un de vos administrateurs, qui en parlera avec elle.';
  }
  return MESSAGES_REFUS[code];
}

export const LIBELLES_ROLES: Libelles<RoleAdulte> = {
  RDO: 'Responsable du dossier',
  CJT: 'Conjoint ou conjointe',
};

export const LIBELLES_SITUATIONS: Libelles<SituationFamiliale> = {
  CEL: 'Célibataire',
  MAR: 'En mariage',
  PAC: 'En Pacs',
  VIM: 'En vie maritale',
  DIV: 'Divorce prononcé',
  SEL: 'Séparation légale',
  SEF: 'Séparation de fait',
  ISO: 'Vit seul ou seule après une vie commune',
  VEU: 'Veuvage',
  RVM: 'Reprise de la vie commune en mariage',
  RVC: 'Reprise de la vie maritale',
  RPA: 'Reprise de la vie commune en Pacs',
  ABA: 'Absence déclarée par un juge',
};

export const LIBELLES_LIENS: Libelles<LienEnfant> = {
  LEG: 'Enfant du couple ou de la personne',
  NAT: 'Enfant né hors mariage',
  REC: 'Enfant reconnu',
  REA: 'Enfant reconnu par l’autre parent',
  ADP: 'Enfant adopté',
  ASC: 'Ascendant',
  DES: 'Autre descendant',
  FRE: 'Frère ou sœur',
  NEV: 'Neveu ou nièce',
  ONC: 'Oncle ou tante',
  COL: 'Autre parent collatéral',
  BFI: 'Bel-enfant',
  AUT: 'Autre lien',
};

export const LIBELLES_NON_CHARGE: Libelles<MotifNonCharge> = {
  age: 'A dépassé l’âge limite',
  revenus: 'Gagne plus que la limite',
  parti: 'A quitté le foyer',
  deces: 'Décès',
  'autre-dossier': 'Compté dans un autre dossier',
};

export const LIBELLES_ACTIVITES: Libelles<Activite> = {
  SAL: 'Salarié ou salariée',
  CDI: 'Contrat à durée indéterminée',
  CDD: 'Contrat à durée déterminée',
  AEN: 'Micro-entreprise',
  ETI: 'Travail indépendant',
  EXP: 'Exploitation agricole',
  CHO: 'Chômage indemnisé',
  ASS: 'Allocation de solidarité spécifique',
  CNI: 'Chômage non indemnisé',
  MAL: 'Arrêt maladie',
  MLD: 'Maladie de longue durée',
  MAT: 'Congé de maternité ou de paternité',
  INV: 'Invalidité',
  RET: 'Retraite',
  ETU: 'Études',
  EBO: 'Études avec bourse',
  APP: 'Apprentissage',
  SAV: 'Sans activité pour raison de handicap',
  SSA: 'Sans activité',
};

export const LIBELLES_RESSOURCES: Libelles<NatureRessource> = {
  '000': 'Aucune ressource',
  '001': 'Salaires',
  '010': 'Allocations de chômage',
  '011': 'Indemnités de maladie ou de maternité',
  '021': 'Pension d’invalidité',
  '022': 'Retraites et pensions',
  '026': 'Pension alimentaire reçue',
  '030': 'Revenus de travail indépendant',
  '040': 'Revenus fonciers',
  '060': 'Pension alimentaire versée',
  '206': 'Prestations familiales d’un autre organisme',
  '212': 'Bourse d’études',
};

export const LIBELLES_LOGEMENT: Libelles<StatutLogement> = {
  LOC: 'Locataire',
  ACC: 'Propriétaire qui rembourse un prêt',
  PRO: 'Propriétaire sans prêt',
  HGP: 'Logement gratuit chez un particulier',
  HOP: 'Logement payant chez un particulier',
  HCG: 'Hébergement collectif gratuit',
  HCO: 'Hébergement collectif payant',
  HOT: 'Hôtel',
  SRG: 'Sans résidence stable, avec forfait logement',
  SRO: 'Sans résidence stable, sans forfait logement',
  BAL: 'Titulaire d’un bail dans une résidence',
  OLI: 'Logement inconnu',
};

export const LIBELLES_PRESTATIONS: Libelles<Prestation> = {
  AF: 'Allocations familiales',
  CF: 'Complément familial',
  ASF: 'Allocation de soutien familial',
  ARS: 'Allocation de rentrée scolaire',
  AEEH: 'Allocation d’éducation de l’enfant handicapé (AEEH)',
  AJPP: 'Allocation journalière de présence parentale',
  AJPA: 'Allocation journalière du proche aidant',
  CLCA: 'Complément de libre choix d’activité',
  'PAJE-PRIME': 'Prime à la naissance ou à l’adoption',
  'PAJE-BASE': 'Allocation de base de la Paje',
  PREPARE: 'Prestation partagée d’éducation de l’enfant (PreParE)',
  CMG: 'Complément de libre choix du mode de garde (CMG)',
  APL: 'Aide personnalisée au logement (APL)',
  ALF: 'Allocation de logement familiale (ALF)',
  ALS: 'Allocation de logement sociale (ALS)',
  RSA: 'Revenu de solidarité active (RSA)',
  'PRIME-NOEL': 'Prime exceptionnelle de fin d’année',
  PPA: 'Prime d’activité',
  AAH: 'Allocation aux adultes handicapés (AAH)',
  'ADE-CDI': 'Complément différentiel',
};

export const LIBELLES_DROITS: Libelles<EtatDroit> = {
  ouvert: 'Ouvert',
  suspendu: 'Suspendu',
  clos: 'Terminé',
  refuse: 'Refusé',
};

export const LIBELLES_RSA: Libelles<EtatRsa> = {
  '0': 'Demande en attente de décision',
  '1': 'Demande refusée',
  '2': 'Droit ouvert et versé',
  '3': 'Droit ouvert, suspendu',
  '4': 'Droit ouvert, versement suspendu',
  '5': 'Droit terminé',
  '6': 'Droit terminé, avec régularisation d’un mois passé',
};

export const LIBELLES_NATURES_RSA: Libelles<NatureRsa> = {
  RSD: 'RSA de base',
  RSI: 'RSA majoré (parent isolé)',
  RSB: 'RSA local',
  RSJ: 'RSA jeune actif',
  RSU: 'RSA en contrat aidé',
  RCD: 'RSA d’activité, de base (avant 2016)',
  RCI: 'RSA d’activité, majoré (avant 2016)',
  RCB: 'RSA d’activité, local (avant 2016)',
  RCJ: 'RSA d’activité, jeune actif (avant 2016)',
  RCU: 'RSA d’activité, en contrat aidé (avant 2016)',
};

export const LIBELLES_CLOTURE_RSA: Libelles<MotifClotureRsa> = {
  MUT: 'Transfert vers un autre organisme',
  RGD: 'Dossiers réunis',
  ECH: 'Quatre mois sans droit',
  RFD: 'Fin de droit',
  RAU: 'Autre fermeture',
  PCG: 'Décision du conseil départemental',
};

export const LIBELLES_ORIENTATIONS: Libelles<OrientationRsa> = {
  professionnelle: 'Parcours professionnel',
  'socio-professionnelle': 'Parcours socio-professionnel',
  sociale: 'Parcours social',
  'en-attente': 'En attente d’orientation',
};

export const LIBELLES_CREANCES: Libelles<NatureCreance> = {
  indu: 'Trop-perçu',
  'indu-rsa': 'Trop-perçu de RSA',
  pret: 'Prêt',
  avance: 'Avance',
  penalite: 'Pénalité',
};

export const LIBELLES_ASF: Libelles<SituationAsf> = {
  TP: 'Pension fixée, non payée en entier',
  PA: 'Jugement sans pension fixée',
  OE: 'Autre parent absent, sans jugement',
  NR: 'Enfant non reconnu par l’autre parent',
  DC: 'Autre parent décédé',
  HB: 'Autre parent hors d’état de payer',
  RS: 'Ouverte à la suite du RSA',
};

export const LIBELLES_PROTECTION: Libelles<MesureProtection> = {
  tutelle: 'Tutelle',
  curatelle: 'Curatelle',
  'curatelle-renforcee': 'Curatelle renforcée',
  sauvegarde: 'Sauvegarde de justice',
  'accompagnement-judiciaire': 'Mesure d’accompagnement judiciaire',
  'accompagnement-social': 'Mesure d’accompagnement social personnalisé',
};

export const LIBELLES_GARDE: Libelles<ModeGarde> = {
  'assistante-maternelle': 'Assistante maternelle',
  'garde-a-domicile': 'Garde à domicile',
  structure: 'Structure d’accueil',
};

export const LIBELLES_PIECES: Libelles<PieceAttendue> = {
  'declaration-trimestrielle': 'Déclaration trimestrielle de ressources',
  'declaration-ressources': 'Déclaration annuelle de ressources',
  'attestation-loyer': 'Attestation de loyer',
  'certificat-scolarite': 'Certificat de scolarité',
  'titre-sejour': 'Titre de séjour',
  'acte-naissance': 'Acte de naissance',
  rib: 'Relevé d’identité bancaire',
  jugement: 'Jugement',
};

export const LIBELLES_DEMARCHES: Libelles<Demarche> = {
  'demande-rsa': 'Demande de RSA',
  'demande-ppa': 'Demande de prime d’activité',
  'demande-aide-logement': 'Demande d’aide au logement',
  'demande-aah': 'Demande d’AAH',
  'demande-cmg': 'Demande de complément de mode de garde',
  'changement-adresse': 'Changement d’adresse',
  'changement-situation': 'Changement de situation',
};

/** Who a remote source had a QF from (CDAP-07). */
export const LIBELLES_FOURNISSEURS: Libelles<'CNAF' | 'MSA'> = { CNAF: 'Cnaf', MSA: 'MSA' };

const MOTIFS_INCONNU: Libelles<MotifQfInconnu> = {
  'ressources-manquantes':
    'Les ressources de la famille ne sont pas connues de la Caf. La famille peut les déclarer dans son espace ; en attendant, demandez l’avis d’imposition.',
  'ressources-en-controle':
    'La Caf vérifie les ressources de la famille. Revenez plus tard ; en attendant, demandez l’avis d’imposition.',
  'dossier-recent':
    'Le dossier vient d’être ouvert : le quotient n’est pas encore calculé. Revenez dans quelques jours.',
  'absent-de-la-source':
    'Ni la Cnaf ni la MSA ne trouvent cette famille avec l’état civil du dossier. Demandez l’avis d’imposition, et signalez-le à la Caf.',
  'etat-civil-insuffisant':
    'L’état civil du dossier est incomplet ou n’est pas reconnu : le quotient n’a pas pu être demandé. Demandez l’avis d’imposition, et signalez-le à la Caf.',
};

/** The three states of a QF, in words that never merge them: 0 is a value, unknown is not 0 (CDAP-05). */
export function messageQuotient(qf: EtatQf): { readonly titre: string; readonly message: string } {
  const leMois = moisEnLettres(qf.mois);
  if (qf.etat === 'valeur') {
    return {
      titre: `Quotient familial de ${leMois}`,
      message: `Calculé en ${moisEnLettres(qf.moisCalcul)}.`,
    };
  }
  if (qf.etat === 'inconnu') return { titre: `Non connu pour ${leMois}`, message: MOTIFS_INCONNU[qf.motif] };
  const { derniereValeur } = qf;
  return {
    titre: `Pas de droit en ${leMois}`,
    message:
      derniereValeur === null
        ? 'Aucune valeur n’est connue dans les 24 derniers mois.'
        : `Dernière valeur connue : ${derniereValeur.valeur} € pour ${moisEnLettres(derniereValeur.mois)}, calculée en ${moisEnLettres(derniereValeur.moisCalcul)}.`,
  };
}
