import type { Refus } from '../../kernel/resultat.ts';
import { REFUS_CONSULTATION, type RefusConsultation } from './domain/autoriser-consultation.ts';
import { type CodeRefusRecherche, REFUS_RECHERCHE } from './domain/autoriser-recherche.ts';
import type { CodeEchecSource } from './domain/source-api-particulier.ts';
import { messageRefus } from './libelles.ts';
import { estCodeCritere, MESSAGES_REFUS_RECHERCHE, messageCritere } from './libelles-recherche.ts';

const AUTRES: Readonly<Record<string, { titre: string; suite?: string }>> = {
  'droit-en-changement': {
    titre: 'Vos droits viennent de changer.',
    suite: 'Rechargez la page, puis recommencez.',
  },
  'arret-introuvable': { titre: 'Cet arrêt n’existe pas.' },
  'arret-deja-leve': {
    titre: 'Cet arrêt a déjà été levé.',
    suite: 'Rechargez la page pour voir par qui et quand.',
  },
  'import-en-cours': {
    titre: 'Un import de votre Caf n’est pas fini.',
    suite: 'Attendez sa fin, ou abandonnez-le, puis recommencez.',
  },
  'import-vide': { titre: 'Ce fichier est vide.', suite: 'Choisissez le fichier des dossiers.' },
  'import-trop-gros': {
    titre: 'Ce fichier est plus gros que ce que le portail reçoit.',
    suite: 'Coupez-le en plusieurs, entre deux lignes, ou passez par la commande importer-dossiers.',
  },
  'import-sans-place': {
    titre: 'Le portail n’a pas la place de recevoir ce fichier.',
    suite: 'Rien n’a été enregistré. Prévenez qui exploite le portail, ou coupez le fichier en plusieurs.',
  },
  'import-non-ecrit': {
    titre: 'Le portail n’a pas pu garder ce fichier.',
    suite: 'Rien n’a été enregistré. Prévenez qui exploite le portail, puis recommencez.',
  },
  'role-insuffisant': {
    titre: 'Votre rôle a changé pendant l’envoi.',
    suite: 'Rien n’a été enregistré. Adressez-vous à l’administrateur de votre organisme.',
  },
  'import-coupe': {
    titre: 'L’envoi du fichier s’est arrêté avant la fin.',
    suite: 'Rien n’a été enregistré. Recommencez.',
  },
  'entete-csv': {
    titre: 'La première ligne de ce fichier CSV n’est pas celle attendue.',
    suite: 'Comparez les noms des colonnes avec la description du format.',
  },
  'import-introuvable': { titre: 'Cet import n’existe pas.' },
  'import-fini': { titre: 'Cet import est déjà fini.', suite: 'Rechargez la page pour voir son résultat.' },
  'matrice-illisible': {
    titre: 'Cette matrice n’a pas la forme attendue.',
    suite: 'Rechargez la page, puis recommencez.',
  },
  'matrice-codes-inconnus': {
    titre: 'Cette matrice nomme des codes que le portail ne connaît pas.',
    suite: 'Rien n’a été enregistré. Corrigez les profils nommés, puis recommencez.',
  },
  'matrice-identique': {
    titre: 'Cette matrice est la même que celle en vigueur : il n’y a rien à enregistrer.',
  },
  'matrice-depassee': {
    titre: 'La version d’où vous êtes partie n’est plus celle en vigueur.',
    suite: 'Une autre personne a changé la matrice. Rechargez la page et reprenez vos changements.',
  },
  'version-deja-prevue': {
    titre: 'Une version est déjà prévue pour ce catalogue.',
    suite: 'Attendez qu’elle s’applique, ou annulez-la, puis recommencez.',
  },
  'elargissement-non-confirme': {
    titre: 'Un élargissement n’a pas été confirmé.',
    suite: 'Rien n’a été enregistré. Cochez chaque changement qui élargit ce qui est vu, ou retirez-le.',
  },
  'effet-passe': { titre: 'Choisissez un jour à venir : une version ne s’applique jamais au passé.' },
  'version-introuvable': { titre: 'Cette version de la matrice n’existe pas.' },
  'version-commencee': {
    titre: 'Cette version a commencé à s’appliquer : elle ne s’annule plus.',
    suite: 'Pour revenir en arrière, enregistrez une nouvelle version.',
  },
  'version-deja-annulee': { titre: 'Cette version a déjà été annulée.' },
  'extraits-en-attente': {
    titre: 'Beaucoup d’extraits se préparent en ce moment.',
    suite:
      'Cet extrait n’a pas été fait ; sa lecture a été comptée et tracée. Réessayez dans une minute, ou imprimez la page du dossier.',
  },
  'extrait-deja-demande': {
    titre: 'Un extrait se prépare déjà pour vous.',
    suite: 'Attendez qu’il arrive, puis demandez le suivant. Celui-ci n’a été ni lu, ni compté.',
  },
  'extraits-absents': {
    titre: 'Ce portail ne peut pas faire d’extrait en PDF.',
    suite: 'La machine qui le porte n’a pas ce qu’il faut. Imprimez la page du dossier à la place.',
  },
  'extrait-impossible': {
    titre: 'Cet extrait n’a pas pu être fait.',
    suite:
      'Rien n’a été montré ; sa lecture a été comptée et tracée. Imprimez la page du dossier, et signalez-le à l’assistance.',
  },
  'extrait-inconnu': {
    titre: 'Aucun extrait ne porte ce code.',
    suite:
      'Vérifiez les vingt signes. Un extrait de plus de six mois n’est plus connu, ni celui d’une autre Caf. S’il n’y a pas d’erreur, tenez ce document pour faux.',
  },
  'levee-interdite': {
    titre: 'Vous ne pouvez pas lever cet arrêt.',
    suite:
      'La Caf lève un arrêt qui vous concerne, qui concerne un administrateur ou tout l’organisme, et le deuxième d’une même personne en un jour.',
  },
};

/** Nothing of the file was shown, and the trace says so: each failure has its own next step (CDAP-07). */
const ECHECS_SOURCE: Readonly<Record<CodeEchecSource, { titre: string; suite: string }>> = {
  'source-indisponible': {
    titre: 'Le service qui tient le quotient familial et la base de ressources ne répond pas.',
    suite:
      'Rien n’a été montré. Réessayez {delai} ; si c’est urgent, demandez l’avis d’imposition à la famille.',
  },
  'source-lente': {
    titre: 'Le service qui tient le quotient familial et la base de ressources met trop de temps à répondre.',
    suite:
      'Rien n’a été montré. Réessayez {delai} ; si c’est urgent, demandez l’avis d’imposition à la famille.',
  },
  'source-saturee': {
    titre: 'Trop de demandes attendent le service qui tient le quotient familial.',
    suite: 'Rien n’a été montré. Réessayez {delai} : inutile de recommencer avant.',
  },
  'source-incomprehensible': {
    titre: 'Le service qui tient le quotient familial a donné une réponse que le portail ne sait pas lire.',
    suite:
      'Rien n’a été montré. Signalez-le au centre de services de la Caf ; en attendant, demandez l’avis d’imposition à la famille.',
  },
  'source-refusee': {
    titre: 'Le service qui tient le quotient familial a refusé la demande du portail.',
    suite:
      'Rien n’a été montré, et recommencer n’y changera rien. Signalez-le au centre de services de la Caf.',
  },
};

/** « dans 12 secondes », « dans 2 minutes ». */
function direDelai(secondes: unknown): string {
  if (typeof secondes !== 'number') return 'plus tard';
  if (secondes >= 90) return `dans ${Math.ceil(secondes / 60)} minutes`;
  return secondes <= 1 ? 'dans une seconde' : `dans ${Math.ceil(secondes)} secondes`;
}

/** French words of every refusal of the module. */
export function direRefusCdap(refus: Refus): { titre: string; suite?: string } {
  if (Object.hasOwn(ECHECS_SOURCE, refus.code)) {
    const { titre, suite } = ECHECS_SOURCE[refus.code as CodeEchecSource];
    return { titre, suite: suite.replace('{delai}', direDelai(refus.details?.reprise)) };
  }
  if (Object.hasOwn(REFUS_CONSULTATION, refus.code))
    return { titre: messageRefus(refus as RefusConsultation) };
  if (Object.hasOwn(REFUS_RECHERCHE, refus.code))
    return MESSAGES_REFUS_RECHERCHE[refus.code as CodeRefusRecherche](refus.details ?? {});
  if (estCodeCritere(refus.code)) return { titre: messageCritere(refus.code) };
  return AUTRES[refus.code] ?? { titre: 'Cette demande n’est pas possible.' };
}
