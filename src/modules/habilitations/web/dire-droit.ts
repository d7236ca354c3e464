import { formatDate, formatDateHeure, formatHeure } from '../../../ui/format.ts';
import type { StatusTone } from '../../../ui/status-tag.tsx';
import type { Droit } from '../contract.ts';
import { LIBELLES_EMPECHEMENTS } from '../libelles.ts';

/** One thing that keeps a right from being used: what happened, and what to do. */
export interface Empechement {
  readonly code: string;
  readonly titre: string;
  readonly suite?: string;
}

/** What the service of a right says of it: rights stand below the services and cannot ask them. */
export interface Ouverture {
  /** Name of the profile: « Prestataires de services sociaux ». */
  readonly libelle: string;
  /** What the service adds to what prevents the right: a subsidy that has ended, a use not named. */
  readonly empechements: readonly Empechement[];
  /** What the profile opens now, in words. */
  readonly rubriques: readonly string[];
  /** Conditions that each file must meet to be read. */
  readonly conditions: readonly string[];
}

/** How each obstacle is shown: a state in a word, and whether it will pass, is over, or blocks. */
const ETATS: Readonly<Record<string, { readonly ton: StatusTone; readonly mot: string }>> = {
  'compte-ferme': { ton: 'stop', mot: 'Fermé' },
  'droit-demande': { ton: 'attente', mot: 'Demandé' },
  'droit-suspendu': { ton: 'stop', mot: 'Suspendu' },
  'droit-clos': { ton: 'neutre', mot: 'Clos' },
  'droit-a-venir': { ton: 'attente', mot: 'À venir' },
  'droit-termine': { ton: 'neutre', mot: 'Terminé' },
  'partenaire-suspendu': { ton: 'stop', mot: 'Suspendu' },
  'service-suspendu': { ton: 'stop', mot: 'Suspendu' },
  'bulletin-ferme': { ton: 'stop', mot: 'Pas en vigueur' },
  'profil-non-ouvert': { ton: 'stop', mot: 'Non ouvert' },
  'profil-non-servi': { ton: 'stop', mot: 'Non servi' },
  'contrat-ferme': { ton: 'stop', mot: 'Pas en vigueur' },
  'convention-non-signee': { ton: 'attente', mot: 'À signer' },
  'formalites-manquantes': { ton: 'attente', mot: 'Formalités incomplètes' },
  'convention-a-venir': { ton: 'attente', mot: 'À venir' },
  'convention-terminee': { ton: 'neutre', mot: 'Terminée' },
};

/** A condition of the service that is no longer met is not in the table: its words come with it. */
export const etatDe = (code: string): { readonly ton: StatusTone; readonly mot: string } =>
  Object.hasOwn(ETATS, code) && ETATS[code] ? ETATS[code] : { ton: 'stop', mot: 'Condition non remplie' };

/** All that prevents a right: what rights know, then what the service adds. */
export function empechementsDe(droit: Droit, ouverture: Ouverture | undefined): readonly Empechement[] {
  const propres = droit.empechements.map((code): Empechement => {
    const mots = LIBELLES_EMPECHEMENTS[code] ?? { titre: 'Une condition de ce droit n’est pas remplie.' };
    return code === 'droit-suspendu' && droit.etatMotif
      ? { code, ...mots, titre: `Ce droit est suspendu : ${droit.etatMotif}.` }
      : { code, ...mots };
  });
  return [...propres, ...(ouverture?.empechements ?? [])];
}

/**
 * The first word on a right: usable or not, and if not whether that will pass, is over, or blocks. One that can be
 * used but stops soon already asks for attention.
 */
export function etatDuDroit(
  empechements: readonly Empechement[],
  finitBientot = false,
): { readonly ton: StatusTone; readonly mot: string } {
  const tons = new Set(empechements.map(({ code }) => etatDe(code).ton));
  if (tons.size === 0)
    return finitBientot
      ? { ton: 'attention', mot: 'Utilisable, finit bientôt' }
      : { ton: 'fait', mot: 'Utilisable' };
  if (tons.has('stop')) return { ton: 'stop', mot: 'Inutilisable' };
  return tons.has('neutre')
    ? { ton: 'neutre', mot: 'Plus utilisable' }
    : { ton: 'attente', mot: 'Pas encore utilisable' };
}

const finitAvecLeJour = (fin: string, fuseau: string): boolean => formatHeure(fin, fuseau) === '0\u00a0h';

/**
 * The last moment of a half-open period, as people say it: « 14 mars 2026 » when it ends at midnight, since that
 * day is still in it; « 14 mars 2026 à 15 h 12 » when it was cut during a day.
 */
export function direFin(fin: string, fuseau: string): string {
  return finitAvecLeJour(fin, fuseau)
    ? formatDate(new Date(new Date(fin).getTime() - 1), fuseau)
    : formatDateHeure(fin, fuseau);
}

/** The period of the right itself: « Depuis le 22 septembre 2026, sans date de fin propre ». */
export function direPeriode(droit: Pick<Droit, 'debut' | 'fin'>, fuseau: string, maintenant: Date): string {
  const debut = formatDate(droit.debut, fuseau);
  if (droit.fin !== null) return `Du ${debut} au ${direFin(droit.fin, fuseau)} compris`;
  return `${aCommence(droit, maintenant) ? 'Depuis le' : 'À partir du'} ${debut}, sans date de fin propre`;
}

const aCommence = ({ debut }: Pick<Droit, 'debut'>, maintenant: Date): boolean =>
  new Date(debut) <= maintenant;

/** What a right ends with. */
type Cause = 'droit' | 'convention' | 'subvention';

export interface Echeance {
  /** Instant from which the right can no longer be used. */
  readonly fin: string;
  readonly cause: Cause;
}

type Bornes = Pick<Droit, 'debut' | 'fin' | 'convention' | 'equipement'>;

/**
 * The nearest of the ends that bound a right, null when none is set: a right stops with what it rests on, whatever
 * its own dates say (HAB-01). At the same instant, the document before the right: it is what must be renewed.
 */
export function echeanceDe({ fin, convention, equipement }: Bornes): Echeance | null {
  const fins: readonly (readonly [Cause, string | null | undefined])[] = [
    ['convention', convention.finLe],
    ['subvention', equipement?.subventionAu],
    ['droit', fin],
  ];
  return fins
    .flatMap(([cause, quand]): Echeance[] => (quand ? [{ cause, fin: quand }] : []))
    .reduce<Echeance | null>(
      (proche, autre) => (proche === null || new Date(autre.fin) < new Date(proche.fin) ? autre : proche),
      null,
    );
}

const CAUSES: Readonly<Record<Cause, string>> = {
  droit: 'fin de ce droit',
  convention: 'fin de la convention',
  subvention: 'fin de la subvention',
};

/** « 21 novembre 2026 à minuit » when it ends with that day, « 2 novembre 2026 à 15 h 12 » when it is cut before. */
const direMoment = (fin: string, fuseau: string): string => {
  const jour = direFin(fin, fuseau);
  return finitAvecLeJour(fin, fuseau) ? `${jour} à minuit` : jour;
};

/** « Depuis le 22 septembre 2026, jusqu’au 21 novembre 2026 à minuit, fin de la convention ». */
export function direValidite(droit: Bornes, fuseau: string, maintenant: Date): string {
  const debut = formatDate(droit.debut, fuseau);
  const commence = aCommence(droit, maintenant);
  const echeance = echeanceDe(droit);
  if (echeance === null) return `${commence ? 'Depuis le' : 'À partir du'} ${debut}, sans date de fin`;
  const fin = `${direMoment(echeance.fin, fuseau)}, ${CAUSES[echeance.cause]}`;
  if (new Date(echeance.fin) <= maintenant) {
    // A right that was to begin after what it rests on has no period to tell.
    return new Date(droit.debut) < new Date(echeance.fin) ? `Du ${debut} au ${fin}` : `Jusqu’au ${fin}`;
  }
  return `${commence ? 'Depuis le' : 'À partir du'} ${debut}, jusqu’au ${fin}`;
}

const PREAVIS_MS = 30 * 86_400_000;

/** The end of a right that runs and stops within less than thirty days; null when none is near. */
export function echeanceProche(droit: Bornes, maintenant: Date): Echeance | null {
  const echeance = echeanceDe(droit);
  if (echeance === null) return null;
  const reste = new Date(echeance.fin).getTime() - maintenant.getTime();
  return reste > 0 && reste < PREAVIS_MS ? echeance : null;
}

/** What stops soon, when, and what to do if the work goes on. */
export function direEcheance(
  { fin, cause }: Echeance,
  fuseau: string,
  maintenant: Date,
): { readonly titre: string; readonly suite: string } {
  const cesoir = finitAvecLeJour(fin, fuseau) && direFin(fin, fuseau) === formatDate(maintenant, fuseau);
  return {
    titre: `Ce droit s’arrête ${cesoir ? 'ce soir à minuit' : `le ${direMoment(fin, fuseau)}`}`,
    suite: SUITES[cause],
  };
}

const SUITES: Readonly<Record<Cause, string>> = {
  droit:
    'C’est la fin de ce droit. Si votre mission continue, demandez une prolongation à l’administrateur de votre organisme.',
  convention:
    'C’est la fin de la convention entre votre organisme et la Caf. Si votre mission continue, dites-le à l’administrateur de votre organisme.',
  subvention:
    'C’est la fin de la subvention de l’équipement pour lequel vous l’avez. Si votre mission continue, dites-le à l’administrateur de votre organisme.',
};

/** « subvention COF-599 jusqu’au 1er novembre 2026 », told as over once it is. */
export function direSubvention(
  equipement: NonNullable<Droit['equipement']>,
  fuseau: string,
  maintenant: Date,
): string {
  const { subvention, subventionAu } = equipement;
  if (subvention === null) return 'aucune subvention de la Caf connue';
  if (subventionAu === null) return `subvention ${subvention}, sans date de fin`;
  const finie = new Date(subventionAu) <= maintenant;
  return `subvention ${subvention}, ${finie ? 'terminée le' : 'jusqu’au'} ${direFin(subventionAu, fuseau)}`;
}
