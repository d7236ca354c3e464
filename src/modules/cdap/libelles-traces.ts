import type { CodeRefusConsultation } from './domain/autoriser-consultation.ts';

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
  'mission-requise': 'Mission non indiquée',
  'mission-inconnue': 'Mission hors de l’habilitation',
  'motif-requis': 'Motif non indiqué',
  inexistant: 'Aucun dossier à ce numéro',
  'non-consultable-ici': 'Dossier non consultable sur le portail',
  fusionne: 'Dossier fusionné avec un autre',
  'en-affiliation': 'Dossier en cours d’affiliation',
  'hors-perimetre': 'Dossier hors du champ du profil',
};

export const LIBELLES_CODES_TRACES: Readonly<Record<string, string>> = {
  ...REFUS_CONSULTATION,
  'droit-en-changement': 'Droits en train de changer',
  'plafond-compte': 'Plafond d’une heure atteint par la personne',
  'plafond-partenaire': 'Plafond du jour atteint par l’organisme',
  'arret-introuvable': 'Arrêt introuvable',
  'arret-deja-leve': 'Arrêt déjà levé',
  'levee-interdite': 'Cette personne ne peut pas lever cet arrêt',
};

export const LIBELLES_CHAMPS_TRACES: Readonly<Record<string, string>> = {
  numero: 'numéro de dossier',
  caf: 'code de la Caf',
  habilitation: 'profil',
  mission: 'mission',
  motif: 'motif',
  arret: 'arrêt de lecture',
};
