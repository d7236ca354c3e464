import {
  type PeriodeRapide,
  periodeDe,
  type RechercheTraces,
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

/** The figures of the file number typed or pasted with spaces; undefined when nothing was. */
export const dossierDe = ({ dossier }: Brouillon): string | undefined =>
  dossier.replace(/[\s\u00a0\u202f]/g, '') || undefined;
