import { ressembleAUnNir } from '../../../kernel/nir.ts';
import {
  bornesDe,
  type PeriodeRapide,
  periodeDe,
  type RechercheTraces,
  sixMoisAvant,
  validerRechercheTraces,
} from './recherche-traces.ts';

/** Choice of a list that filters nothing; not empty, so that the list is never « to be filled ». */
export const SANS_FILTRE = 'tout';

/** Choice of a period by its two days. */
export const ENTRE_DEUX_JOURS = 'entre';

/** The controls of the search as they stand, before « Chercher ». */
export interface Brouillon {
  readonly action: string;
  readonly personne: string | null;
  readonly profil: string;
  readonly issue: string;
  readonly periode: PeriodeRapide | typeof ENTRE_DEUX_JOURS;
  /** The last one that was not two days; null as long as none was. */
  readonly derniereRapide: PeriodeRapide | null;
  readonly session: string | null;
  /** As typed. */
  readonly dossier: string;
}

/** The controls that say a search. */
export const brouillonDe = (recherche: RechercheTraces, dossier: string | undefined): Brouillon => ({
  action: recherche.action ?? SANS_FILTRE,
  personne: recherche.personne ?? null,
  profil: recherche.profil ?? SANS_FILTRE,
  issue: recherche.issue ?? SANS_FILTRE,
  periode: periodeDe(recherche) ?? ENTRE_DEUX_JOURS,
  derniereRapide: periodeDe(recherche),
  session: recherche.session ?? null,
  dossier: dossier ?? '',
});

/** The search that the controls say; `jours` are those typed, read only when the period asks for them. */
export function rechercheDe(
  brouillon: Brouillon,
  jours: { readonly du: string; readonly au: string },
): RechercheTraces {
  const choisi = (valeur: string) => (valeur === SANS_FILTRE ? undefined : valeur);
  const { periode } = brouillon;
  return validerRechercheTraces({
    action: choisi(brouillon.action),
    personne: brouillon.personne ?? undefined,
    profil: choisi(brouillon.profil),
    issue: choisi(brouillon.issue),
    session: brouillon.session ?? undefined,
    ...(periode === ENTRE_DEUX_JOURS ? jours : { periode }),
  });
}

export const choisirPeriode = (periode: Brouillon['periode']): Partial<Brouillon> =>
  periode === ENTRE_DEUX_JOURS ? { periode } : { periode, derniereRapide: periode };

/**
 * The two days first proposed: those of the period just left, so that asking for days narrows what was chosen; an
 * open end is the oldest day kept, or today.
 */
export function joursProposes(
  { derniereRapide }: Pick<Brouillon, 'derniereRapide'>,
  recherche: RechercheTraces,
  aujourdHui: string,
): { readonly du: string; readonly au: string } {
  const bornes = bornesDe(derniereRapide ? { periode: derniereRapide } : recherche, aujourdHui);
  return { du: bornes.du ?? sixMoisAvant(aujourdHui), au: bornes.au ?? aujourdHui };
}

/** The figures of the file number typed or pasted with spaces; undefined when nothing was. */
export const dossierDe = ({ dossier }: Brouillon): string | undefined => sansBlancs(dossier) || undefined;

/** Which mistake a file number is when it has not the form of one; never repeats what was typed. */
export const fauteDossier = ({ dossier }: Pick<Brouillon, 'dossier'>): string =>
  ressembleAUnNir(sansBlancs(dossier))
    ? 'Ce numéro ressemble à un numéro de sécurité sociale. Il n’a pas été cherché. Tapez le numéro de dossier : 1 à 7 chiffres.'
    : 'Un numéro de dossier a un à sept chiffres, sans la lettre.';

const sansBlancs = (texte: string): string => texte.replace(/[\s\u00a0\u202f]/g, '');
