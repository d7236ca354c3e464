import type { NatureRefus, Refus } from '../kernel/resultat.ts';
import {
  type CodeRefusConsultation,
  estSurLeDossier,
  REFUS_CONSULTATION,
} from '../modules/cdap/domain/autoriser-consultation.ts';
import { REFUS_RECHERCHE } from '../modules/cdap/domain/autoriser-recherche.ts';
import { CODES_ECHEC_SOURCE } from '../modules/cdap/domain/source-api-particulier.ts';
import { direRefusCdap } from '../modules/cdap/libelles-refus.ts';
import type { MotsApi, RefusPublie } from '../platform/http/openapi.ts';
import { STATUTS } from '../platform/http/probleme.ts';
import type { CONTRATS } from './contrats.ts';

/** When each refusal of a reading comes, for who writes a program (ACC-09, CDAP-27). */
const QUAND: Readonly<Record<string, string>> = {
  'second-facteur-requis': 'La personne n’a pas de second facteur.',
  'droit-absent': 'La personne n’a pas ce droit, ou pas à cette Caf.',
  'droit-inutilisable': 'Quelque chose empêche ce droit ; « details.empechement » le nomme.',
  'profil-non-servi': 'Ce portail ne sert pas ce profil.',
  'condition-du-droit': 'Subvention échue, usage non nommé… ; « details » dit laquelle.',
  'lecture-arretee': 'Un plafond de lectures est atteint, jusqu’à ce qu’une personne lève l’arrêt.',
  'confirmation-requise':
    'Premier seuil de lectures atteint. Un jeton ne se confirme pas : il reprend à l’heure suivante, ou le lendemain si « details.portee » est « partenaire ».',
  'instructeur-requis': 'Profil T4 : donnez « instructeur ».',
  'instructeur-inconnu': 'Ce numéro n’est pas de ceux que le droit enregistre.',
  'mission-requise': 'Le droit a plusieurs missions : donnez « mission ».',
  'mission-inconnue': 'Le droit n’a pas cette mission.',
  'motif-requis': 'La Caf ou le droit exige « motif ».',
  inexistant: 'Aucun dossier à ce numéro dans cette Caf. Compté dans les plafonds.',
  'non-consultable-ici': 'Dossier protégé, sans dire pourquoi. Compté dans les plafonds.',
  fusionne: 'Fusionné ; « details » donne le numéro. Compté dans les plafonds.',
  'en-affiliation': 'Pas encore vérifié par la Caf. Compté dans les plafonds.',
  'hors-perimetre': 'Une condition du profil n’est pas remplie par le dossier. Compté dans les plafonds.',
  'critere-ferme': 'Le profil n’ouvre pas ce critère ; « details.critere » le nomme.',
  'recherche-ralentie': 'Trop de recherches dans l’heure ; attendez « details.reprise » secondes.',
  'criteres-trop-larges': 'Trop de personnes répondent : ajoutez les « details.champs ».',
  'droit-en-changement': 'Les droits ont changé pendant la demande : recommencez.',
  'source-indisponible': 'Le service qui tient les chiffres ne répond pas. La lecture est comptée.',
  'source-lente': 'Le service qui tient les chiffres met trop de temps. La lecture est comptée.',
  'source-saturee': 'Trop de demandes attendent ce service. La lecture est comptée.',
  'source-incomprehensible': 'La réponse de ce service n’a pas la forme attendue.',
  'source-refusee': 'Ce service refuse le portail.',
};

/** Details with which the title reads well as an example. */
const DETAILS: Readonly<Record<string, NonNullable<Refus['details']>>> = {
  'recherche-ralentie': { reprise: 30 },
  'criteres-trop-larges': { champs: 'neLe' },
  'source-indisponible': { reprise: 30 },
  'source-lente': { reprise: 30 },
  'source-saturee': { reprise: 30 },
};

function publier(natures: Readonly<Record<string, NatureRefus>>): RefusPublie[] {
  return Object.entries(natures).map(([code, nature]) => {
    const details = DETAILS[code];
    const { titre } = direRefusCdap({ code, nature, ...(details === undefined ? {} : { details }) });
    const quand = QUAND[code];
    return { statut: STATUTS[nature], code, titre, ...(quand === undefined ? {} : { quand }) };
  });
}

/** A search says nothing of one file: what a file opposes leaves it out of the list. */
const DE_LA_RECHERCHE = Object.fromEntries(
  (Object.keys(REFUS_CONSULTATION) as CodeRefusConsultation[])
    .filter((code) => !estSurLeDossier(code))
    .map((code) => [code, REFUS_CONSULTATION[code]]),
);
const CHANGEMENT = { 'droit-en-changement': 'conflit' } as const;
const SOURCE = Object.fromEntries(CODES_ECHEC_SOURCE.map((code) => [code, 'indisponible' as const]));

const SERVICES: Readonly<Record<keyof typeof CONTRATS, MotsApi['services'][string]>> = {
  identite: { nom: 'Comptes', description: 'Connexion, sessions, comptes et jetons.' },
  traces: { nom: 'Traces', description: 'Recherche et export du registre des traces.' },
  habilitations: { nom: 'Habilitations', description: 'Les droits de la personne et leur raison.' },
  cdap: { nom: 'Cdap', description: 'Consultation et recherche de dossiers, et ce qui les gouverne.' },
  exploitation: { nom: 'Exploitation', description: 'État du portail et maintenance.' },
};

/** What the published API says besides the contracts: names of services, refusals of the routes that tokens open. */
export const MOTS_API: MotsApi = {
  services: SERVICES,
  refus: {
    'cdap.consulter': publier({ ...REFUS_CONSULTATION, ...CHANGEMENT, ...SOURCE }),
    'cdap.rechercher': publier({ ...DE_LA_RECHERCHE, ...REFUS_RECHERCHE, ...CHANGEMENT }),
  },
};
