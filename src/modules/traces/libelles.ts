import type { Refus } from '../../kernel/resultat.ts';

/** Actions as a manager reads them; a code without words here is shown as it is. */
export const LIBELLES_ACTIONS: Readonly<Record<string, string>> = {
  connexion: 'Connexion',
  'second-facteur': 'Code du second facteur',
  confirmation: 'Identité confirmée',
  deconnexion: 'Déconnexion',
  'lecture-session': 'Lecture de sa session',
  'consultation-dossier': 'Consultation d’un dossier',
  'recherche-dossier': 'Recherche de dossiers',
  'recherche-dossier-liste': 'Dossier montré par une recherche',
  'choix-profil-cdap': 'Choix du profil de lecture',
  'lecture-profils-cdap': 'Lecture de ses profils Cdap',
  'lecture-mes-habilitations': 'Lecture de ses habilitations',
  'lecture-personnes': 'Lecture de la liste des personnes',
  'lecture-traces': 'Lecture des traces',
  'export-traces': 'Export des traces',
  'extrait-dossier': 'Extrait d’un dossier en PDF',
  'verification-extrait': 'Vérification d’un extrait',
  'lecture-arrets': 'Lecture des arrêts de lecture',
  'pose-arret': 'Arrêt de lecture posé',
  'levee-arret': 'Arrêt de lecture levé',
  'depot-import': 'Import de dossiers commencé',
  'fin-import': 'Import de dossiers fini',
  'abandon-import': 'Import de dossiers abandonné',
  'lecture-imports': 'Lecture des imports de dossiers',
  'lecture-refus-import': 'Lecture des lignes refusées d’un import',
  'lecture-matrice': 'Lecture de la matrice des profils',
  'apercu-matrice': 'Aperçu d’un changement de la matrice des profils',
  'changement-matrice': 'Matrice des profils changée',
  'annulation-matrice': 'Version à venir de la matrice annulée',
};

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
