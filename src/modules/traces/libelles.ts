import type { Refus } from '../../kernel/resultat.ts';

/** Actions as a manager reads them and looks for them, by subject; a code without words here is shown as it is. */
export const ACTIONS_PAR_SUJET: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Connexion: {
    connexion: 'Connexion',
    'second-facteur': 'Code du second facteur',
    'second-facteur-cle': 'Clé d’accès comme second facteur',
    'second-facteur-recuperation': 'Code de récupération',
    'second-facteur-cle-defi': 'Préparation d’une clé d’accès',
    'lecture-facteurs': 'Moyens de la deuxième vérification',
    'depart-oidc': 'Départ vers le fournisseur d’identité',
    'connexion-oidc': 'Connexion par le fournisseur d’identité',
    deconnexion: 'Déconnexion',
    'deconnexion-oidc': 'Déconnexion ordonnée par le fournisseur d’identité',
    'lecture-session': 'Lecture de sa session',
    confirmation: 'Identité confirmée',
    'confirmation-cle': 'Identité confirmée par une clé d’accès',
    'confirmation-cle-defi': 'Préparation d’une clé d’accès pour confirmer son identité',
    'confirmation-mot-de-passe': 'Identité confirmée par le mot de passe',
    'lecture-confirmation': 'Moyens de confirmer son identité',
  },
  'Premier accès et oublis': {
    'lecture-parcours': 'Étapes restantes avant d’entrer',
    'choix-mot-de-passe': 'Mot de passe choisi',
    'engagement-confidentialite': 'Règles de confidentialité reconnues',
    'oubli-mot-de-passe': 'Mot de passe oublié',
    'oubli-identifiant': 'Identifiant oublié',
    'reponse-oubli': 'Réponse à un oubli',
    'reinitialisation-mot-de-passe': 'Mot de passe réinitialisé',
  },
  'Son propre compte': {
    'lecture-mon-compte': 'Lecture de son compte',
    'changement-mot-de-passe': 'Mot de passe changé',
    'preparation-application': 'Application d’authentification préparée',
    'enregistrement-application': 'Application d’authentification enregistrée',
    'preparation-cle': 'Clé d’accès préparée',
    'enregistrement-cle': 'Clé d’accès enregistrée',
    'renommage-cle': 'Clé d’accès renommée',
    'retrait-facteur': 'Second facteur retiré',
    'codes-recuperation': 'Codes de récupération refaits',
    'demande-courriel': 'Changement d’adresse demandé',
    'confirmation-courriel': 'Changement d’adresse confirmé',
    'annulation-courriel': 'Changement d’adresse abandonné',
    'lecture-mes-sessions': 'Lecture de ses sessions',
    'fermeture-session': 'Session fermée par la personne',
    'lecture-jetons': 'Lecture de ses jetons',
    'creation-jeton': 'Jeton d’API créé',
    'revocation-jeton': 'Jeton d’API révoqué',
    'lecture-liaisons-oidc': 'Lecture de ses identités liées',
    'liaison-oidc': 'Identité liée à un compte',
    'retrait-liaison-oidc': 'Liaison d’une identité retirée',
    'lecture-mes-habilitations': 'Lecture de ses habilitations',
  },
  'Comptes des autres': {
    'lecture-organismes': 'Lecture des organismes gérés',
    'lecture-comptes': 'Lecture des comptes',
    'lecture-personnes': 'Lecture de la liste des personnes',
    'creation-compte': 'Compte créé',
    'correction-compte': 'Compte corrigé',
    'suspension-compte': 'Compte suspendu',
    'levee-suspension-compte': 'Suspension levée',
    'fin-compte': 'Compte fermé',
    'nouveau-premier-acces': 'Premier accès redonné',
    'impression-lettre': 'Lettre imprimée',
    'ordre-mot-de-passe': 'Changement de mot de passe ordonné',
    'changement-role': 'Rôle donné ou retiré',
  },
  Dossiers: {
    'consultation-dossier': 'Consultation d’un dossier',
    'recherche-dossier': 'Recherche de dossiers',
    'recherche-dossier-liste': 'Dossier montré par une recherche',
    'extrait-dossier': 'Extrait d’un dossier en PDF',
    'verification-extrait': 'Vérification d’un extrait',
    'choix-profil-cdap': 'Choix du profil de lecture',
    'lecture-profils-cdap': 'Lecture de ses profils Cdap',
    'lecture-arrets': 'Lecture des arrêts de lecture',
    'pose-arret': 'Arrêt de lecture posé',
    'levee-arret': 'Arrêt de lecture levé',
  },
  Traces: {
    'lecture-traces': 'Lecture des traces',
    'export-traces': 'Export des traces',
  },
  'Caf et exploitation': {
    'depot-import': 'Import de dossiers commencé',
    'fin-import': 'Import de dossiers fini',
    'abandon-import': 'Import de dossiers abandonné',
    'lecture-imports': 'Lecture des imports de dossiers',
    'lecture-refus-import': 'Lecture des lignes refusées d’un import',
    'lecture-matrice': 'Lecture de la matrice des profils',
    'apercu-matrice': 'Aperçu d’un changement de la matrice des profils',
    'changement-matrice': 'Matrice des profils changée',
    'annulation-matrice': 'Version à venir de la matrice annulée',
    'lecture-exploitation': 'Lecture de l’état du portail',
    'debut-maintenance': 'Maintenance commencée, ou son annonce changée',
    'fin-maintenance': 'Maintenance terminée',
  },
};

export const LIBELLES_ACTIONS: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(ACTIONS_PAR_SUJET),
);

export const LIBELLES_ISSUES: Readonly<Record<string, string>> = {
  fait: 'Fait',
  refuse: 'Refusé',
  invalide: 'Saisie refusée',
  echec: 'Échec',
};

/** Why a search or an export was refused, as its trace says it. */
export const LIBELLES_CODES_TRACES: Readonly<Record<string, string>> = {
  'periode-inversee': 'Dates de la période à l’envers',
  'exports-en-cours': 'Deux exports étaient déjà en cours',
  'maintenance-absente': 'Le portail n’était pas en maintenance',
};

/** Fields of a search, to say which one was refused. */
export const LIBELLES_CHAMPS_TRACES: Readonly<Record<string, string>> = {
  du: 'premier jour',
  au: 'dernier jour',
  personne: 'personne',
  action: 'action',
  issue: 'issue',
  profil: 'profil',
  dossier: 'numéro de dossier',
  session: 'session',
  apres: 'page',
  nombre: 'nombre de lignes',
  format: 'format',
  message: 'message',
  dureeMinutes: 'durée prévue',
};

export function direRefusTraces(refus: Refus): { titre: string; suite?: string } {
  switch (refus.code) {
    case 'periode-inversee':
      return { titre: 'Le jour de fin vient avant le jour de début.', suite: 'Échangez les deux dates.' };
    case 'exports-en-cours':
      return {
        titre: 'Deux exports sont déjà en cours.',
        suite: 'Attendez que l’un d’eux se termine, puis recommencez.',
      };
    default:
      return { titre: 'Cette recherche n’est pas possible.' };
  }
}
