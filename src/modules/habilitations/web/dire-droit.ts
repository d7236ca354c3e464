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

/** The first word on a right: usable or not, and if not whether that will pass, is over, or blocks. */
export function etatDuDroit(empechements: readonly Empechement[]): {
  readonly ton: StatusTone;
  readonly mot: string;
} {
  const tons = new Set(empechements.map(({ code }) => etatDe(code).ton));
  if (tons.size === 0) return { ton: 'fait', mot: 'Utilisable' };
  if (tons.has('stop')) return { ton: 'stop', mot: 'Inutilisable' };
  return tons.has('neutre')
    ? { ton: 'neutre', mot: 'Plus utilisable' }
    : { ton: 'attente', mot: 'Pas encore utilisable' };
}

/**
 * The last moment of a half-open period, as people say it: « 14 mars 2026 » when it ends at midnight, since that
 * day is still in it; « 14 mars 2026 à 15 h 12 » when it was cut during a day.
 */
export function direFin(fin: string, fuseau: string): string {
  return formatHeure(fin, fuseau) === '0\u00a0h'
    ? formatDate(new Date(new Date(fin).getTime() - 1), fuseau)
    : formatDateHeure(fin, fuseau);
}

/** « Depuis le 22 septembre 2026, sans date de fin », « Du 1er juin au 31 août 2026 compris ». */
export function direValidite(droit: Pick<Droit, 'debut' | 'fin'>, fuseau: string, maintenant: Date): string {
  const debut = formatDate(droit.debut, fuseau);
  if (droit.fin !== null) return `Du ${debut} au ${direFin(droit.fin, fuseau)} compris`;
  const commence = new Date(droit.debut) <= maintenant;
  return commence ? `Depuis le ${debut}, sans date de fin` : `À partir du ${debut}, sans date de fin`;
}

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
