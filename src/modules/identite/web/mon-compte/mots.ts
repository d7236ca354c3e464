import type { Portee } from '../../../../kernel/route.ts';

/** Why a session came to its end, as its owner is told. */
const FINS_SESSION: Readonly<Record<string, string>> = {
  deconnexion: 'Déconnexion',
  delai: 'Délai passé',
  'par-la-personne': 'Fermée par vous',
  'mot-de-passe-change': 'Mot de passe changé',
  'codes-epuises': 'Trop de codes faux',
  'nouvelle-connexion': 'Remplacée par une autre connexion',
  suspension: 'Compte suspendu',
  'nouvel-acces': 'Nouveau premier accès',
  'changement-ordonne': 'Changement de mot de passe ordonné',
};
export const direFinSession = (motif: string | null): string =>
  (motif && FINS_SESSION[motif]) || 'Fermée par le portail';

export const PORTEES_DITES: Readonly<Record<Portee, { readonly nom: string; readonly aide: string }>> = {
  cdap: {
    nom: 'Cdap',
    aide: 'Lire des dossiers, sous vos profils et dans leurs plafonds.',
  },
  habilitations: {
    nom: 'Habilitations',
    aide: 'Lire vos propres habilitations.',
  },
};

export const direPortees = (portees: readonly Portee[]): string =>
  portees.map((portee) => PORTEES_DITES[portee].nom).join(', ');

export const DUREES_JETON = [7, 30, 60, 90] as const;
