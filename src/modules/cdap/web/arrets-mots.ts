import { formatCompte } from '../../../ui/format.ts';
import type { ArretLecture } from '../contract.ts';

/** Who looks at the stops: enough to say why one of them is not theirs to lift. */
export interface LecteurArrets {
  readonly nature: 'partenaire' | 'caf' | 'cnaf';
  readonly roles: readonly string[];
  readonly nom: string;
}

/** Whom a stop bears on: « Barnabé Wattrelos », « Tous les agents de Commune de Villexemple ». */
export function direVise({ personne, cause, partenaire }: ArretLecture): string {
  if (cause === 'plafond-partenaire') return `Tous les agents de ${partenaire}`;
  return personne?.nom ?? 'Une personne dont le compte n’est plus lisible';
}

/** « 120 dossiers ouverts dans l’heure : le plafond d’une personne est atteint. » */
export function direCause({ cause, lectures }: Pick<ArretLecture, 'cause' | 'lectures'>): string {
  const dossiers = `${formatCompte(lectures, 'dossier')} ${lectures < 2 ? 'ouvert' : 'ouverts'}`;
  return cause === 'plafond-compte'
    ? `${dossiers} dans l’heure : le plafond d’une personne est atteint.`
    : `${dossiers} dans la journée : le plafond de tout l’organisme est atteint.`;
}

/** « 120 dossiers dans l’heure ». */
export const direCauseEnBref = ({ cause, lectures }: Pick<ArretLecture, 'cause' | 'lectures'>): string =>
  `${formatCompte(lectures, 'dossier')} ${cause === 'plafond-compte' ? 'dans l’heure' : 'dans la journée'}`;

/**
 * Why a stop is not this person's to lift, and whose it is. The rule is `peutLeverArret`, judged by the server;
 * this only says it.
 */
export function direQuiLeve(arret: ArretLecture, lecteur: LecteurArrets): string {
  if (lecteur.nature !== 'partenaire') {
    return lecteur.roles.includes('gestionnaire-habilitations')
      ? 'Cet arrêt ne relève pas de votre Caf.'
      : 'Vous voyez cet arrêt sans pouvoir le lever : c’est au gestionnaire d’habilitations de la Caf, ou à un administrateur de l’organisme.';
  }
  if (arret.cause === 'plafond-partenaire') return 'Levé par la Caf : il concerne tout votre organisme.';
  return arret.personne?.nom === lecteur.nom
    ? 'Levé par la Caf : il vous concerne, et personne ne lève l’arrêt qui le concerne.'
    : 'Levé par la Caf : il concerne un administrateur de votre organisme, ou c’est le deuxième arrêt de cette personne en un jour.';
}

/** « il y a 5 heures », « il y a 2 jours », « à l’instant ». */
export function direDepuis(instant: string, maintenant: Date): string {
  const minutes = Math.floor((maintenant.getTime() - new Date(instant).getTime()) / 60_000);
  if (minutes < 1) return 'à l’instant';
  if (minutes < 60) return `il y a ${formatCompte(minutes, 'minute')}`;
  const heures = Math.floor(minutes / 60);
  if (heures < 24) return `il y a ${formatCompte(heures, 'heure')}`;
  return `il y a ${formatCompte(Math.floor(heures / 24), 'jour')}`;
}

/** Open stops first, the oldest of them first since it has waited longest; then lifted ones, latest first. */
export function rangerArrets(arrets: readonly ArretLecture[]): {
  readonly ouverts: readonly ArretLecture[];
  readonly leves: readonly (ArretLecture & { readonly leveLe: string })[];
} {
  const estLeve = (arret: ArretLecture): arret is ArretLecture & { leveLe: string } => arret.leveLe !== null;
  return {
    ouverts: arrets.filter((arret) => !estLeve(arret)).sort((a, b) => a.poseLe.localeCompare(b.poseLe)),
    leves: arrets.filter(estLeve).sort((a, b) => b.leveLe.localeCompare(a.leveLe)),
  };
}
