import type { CodeRefusConsultation } from './domain/autoriser-consultation.ts';
import type { CodeRefusRecherche } from './domain/autoriser-recherche.ts';
import type { CodeEchecSource } from './domain/source-api-particulier.ts';

/**
 * Why a reading was refused, as a manager reads it in the traces. The messages of `libelles.ts` speak to the
 * reader of a file; these tell it of someone else, in a few words.
 */
const REFUS_CONSULTATION: Readonly<Record<CodeRefusConsultation, string>> = {
  'second-facteur-requis': 'Session ouverte sans second facteur',
  'droit-absent': 'Pas d’habilitation pour ce profil',
  'droit-inutilisable': 'Habilitation qui ne peut pas servir en ce moment',
  'profil-non-servi': 'Profil pas encore ouvert sur le portail',
  'condition-du-droit': 'Une condition de l’habilitation n’est plus remplie',
  'lecture-arretee': 'Lecture arrêtée par le plafond',
  'confirmation-requise': 'Identité à confirmer, après beaucoup de dossiers ouverts',
  'instructeur-requis': 'Service instructeur non indiqué',
  'instructeur-inconnu': 'Service instructeur qui n’est pas de l’organisme',
  'mission-requise': 'Mission non indiquée',
  'mission-inconnue': 'Mission hors de l’habilitation',
  'motif-requis': 'Motif non indiqué',
  inexistant: 'Aucun dossier à ce numéro',
  'non-consultable-ici': 'Dossier non consultable sur le portail',
  fusionne: 'Dossier fusionné avec un autre',
  'en-affiliation': 'Dossier en cours d’affiliation',
  'hors-perimetre': 'Dossier hors du champ du profil',
};

const ECHECS_SOURCE: Readonly<Record<CodeEchecSource, string>> = {
  'source-indisponible': 'Service des données injoignable',
  'source-lente': 'Service des données trop lent',
  'source-saturee': 'Service des données saturé',
  'source-incomprehensible': 'Réponse illisible du service des données',
  'source-refusee': 'Demande refusée par le service des données',
};

const REFUS_RECHERCHE: Readonly<Record<CodeRefusRecherche, string>> = {
  'critere-ferme': 'Critère de recherche que le profil n’ouvre pas',
  'criteres-trop-larges': 'Critères trop larges : trop de personnes y répondent',
  'recherche-ralentie': 'Recherche ralentie : trop en une heure',
};

export const LIBELLES_CODES_TRACES: Readonly<Record<string, string>> = {
  ...REFUS_CONSULTATION,
  ...ECHECS_SOURCE,
  ...REFUS_RECHERCHE,
  'naissance-illisible': 'Date de naissance illisible',
  'naissance-inexistante': 'Date de naissance qui n’existe pas',
  'naissance-future': 'Date de naissance à venir',
  'naissance-lointaine': 'Date de naissance trop ancienne',
  'droit-en-changement': 'Droits en train de changer',
  'plafond-compte': 'Plafond d’une heure atteint par la personne',
  'plafond-partenaire': 'Plafond du jour atteint par l’organisme',
  'extraits-en-attente': 'Trop d’extraits se préparaient',
  'extrait-deja-demande': 'Un extrait se préparait déjà pour la personne',
  'extraits-absents': 'Portail sans de quoi faire un extrait',
  'extrait-impossible': 'Extrait qui n’a pas pu être fait',
  'extrait-inconnu': 'Aucun extrait ne porte ce code',
  'extrait-modifie': 'Le fichier montré n’est pas celui qui a été remis',
  'import-en-cours': 'Un import de cette Caf n’était pas fini',
  'import-vide': 'Fichier vide',
  'import-trop-gros': 'Fichier trop gros',
  'import-sans-place': 'Pas assez de place sur le disque du portail',
  'import-non-ecrit': 'Fichier que le disque du portail n’a pas pris',
  'import-coupe': 'Envoi du fichier coupé avant la fin',
  'entete-csv': 'Première ligne du CSV incomprise',
  'import-introuvable': 'Import introuvable',
  'import-fini': 'Import déjà fini',
  'import-interrompu': 'Import arrêté avant la fin, à reprendre',
  'import-echoue': 'Fichier de l’import disparu',
  'arret-introuvable': 'Arrêt introuvable',
  'arret-deja-leve': 'Arrêt déjà levé',
  'levee-interdite': 'Cette personne ne peut pas lever cet arrêt',
  'matrice-illisible': 'Matrice sans la forme attendue',
  'matrice-codes-inconnus': 'Matrice avec des codes inconnus',
  'matrice-identique': 'Matrice sans changement',
  'matrice-depassee': 'Matrice changée entre-temps',
  'version-deja-prevue': 'Une version était déjà prévue',
  'elargissement-non-confirme': 'Élargissement non confirmé',
  'effet-passe': 'Jour d’effet déjà passé',
  'version-introuvable': 'Version de la matrice introuvable',
  'version-commencee': 'Version de la matrice déjà en vigueur',
  'version-deja-annulee': 'Version de la matrice déjà annulée',
};

/** What a line of a search shows of a block, besides the forms that the matrix knows. */
export const LIBELLES_RUBRIQUES_TRACES: Readonly<Record<string, string>> = {
  'adresse:commune': 'Adresse : commune',
};

export const LIBELLES_CHAMPS_TRACES: Readonly<Record<string, string>> = {
  numero: 'numéro de dossier',
  caf: 'code de la Caf',
  habilitation: 'profil',
  mission: 'mission',
  motif: 'motif',
  instructeur: 'numéro du service instructeur',
  arret: 'arrêt de lecture',
  par: 'critères de la recherche',
  codeExtrait: 'code de l’extrait',
  empreinte: 'empreinte du fichier',
  version: 'version de la matrice',
  versionLue: 'version de départ',
  contenu: 'contenu de la matrice',
  jourEffet: 'jour d’effet',
  elargissements: 'élargissements confirmés',
  fichier: 'fichier',
  import: 'import',
  apres: 'page',
};
