import { z } from 'zod';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import { BLOCS, type Bloc } from './blocs.ts';
import {
  CONDITIONS_ATTRIBUTION,
  type CodeAttribution,
  estCodeAttribution,
  type Manquement,
} from './conditions-attribution.ts';
import { type CodeLecture, estCodeLecture } from './conditions-lecture.ts';
import type { FaitsDossier, FaitsDroit, Moment } from './faits.ts';
import { estVariante, type OuvertureBloc } from './variantes.ts';

/** One version of the matrix: which profile sees which blocks, for whom and on what conditions (CDAP-10). */

const conditionSchema = z.strictObject({ code: z.string().min(1), sens: z.string(), base: z.string() });

const ligneBruteSchema = z.strictObject({
  code: z.string().regex(/^T\d{1,2}$/),
  libelle: z.string().min(1),
  libelleCourt: z.string().min(1),
  pour: z.string(),
  /** Types of partner; '*' means any. */
  partenaires: z.array(z.string().min(1)).min(1),
  /** Whether `partenaires` is our reading rather than the bulletin's text. */
  partenairesDerives: z.boolean(),
  blocs: z.array(z.string()),
  blocsReduits: z.record(z.string(), z.string()),
  conditionsAttribution: z.array(conditionSchema),
  conditionsLecture: z.array(conditionSchema),
});
type LigneBrute = z.infer<typeof ligneBruteSchema>;

/** Form of a version as it is stored and edited; the codes in it are not checked yet. */
export const matriceBruteSchema = z.strictObject({
  version: z.string().min(1).max(40),
  note: z.string(),
  profils: z.array(ligneBruteSchema).min(1),
});

interface Condition<C extends string> {
  readonly code: C;
  readonly sens: string;
  readonly base: string;
}

/** A profile of which the program knows every code. */
export interface LigneMatrice {
  readonly code: string;
  readonly libelle: string;
  readonly libelleCourt: string;
  readonly pour: string;
  readonly partenaires: readonly string[];
  readonly partenairesDerives: boolean;
  /** In reading order, reduced ones included. */
  readonly ouvertures: readonly OuvertureBloc[];
  readonly conditionsAttribution: readonly Condition<CodeAttribution>[];
  readonly conditionsLecture: readonly Condition<CodeLecture>[];
}

export interface Matrice {
  readonly version: string;
  readonly profils: ReadonlyMap<string, LigneMatrice>;
}

/** Codes of a profile that the program does not know, each with where it stands: 'blocsReduits.droits:cmg2'. */
export interface ProfilRefuse {
  readonly profil: string;
  readonly inconnus: readonly string[];
}

export type RefusMatrice = Refus & {
  readonly code: 'matrice-illisible' | 'matrice-codes-inconnus';
  readonly profils: readonly ProfilRefuse[];
};

function codesInconnus(ligne: LigneBrute): string[] {
  const reduits = Object.entries(ligne.blocsReduits);
  return [
    ...ligne.blocs.filter((bloc) => !estVariante(bloc, 'complet')).map((bloc) => `blocs.${bloc}`),
    ...ligne.blocs
      .filter((bloc, i) => ligne.blocs.indexOf(bloc) !== i)
      .map((bloc) => `blocs.${bloc} en double`),
    ...reduits.filter(([bloc, code]) => !estVariante(bloc, code)).map(([b, c]) => `blocsReduits.${b}:${c}`),
    // A block both whole and reduced would let the order of reading decide what is shown.
    ...reduits
      .filter(([bloc]) => ligne.blocs.includes(bloc))
      .map(([bloc]) => `blocsReduits.${bloc} déjà complet`),
    ...ligne.conditionsAttribution
      .filter(({ code }) => !estCodeAttribution(code))
      .map(({ code }) => `conditionsAttribution.${code}`),
    ...ligne.conditionsLecture
      .filter(({ code }) => !estCodeLecture(code))
      .map(({ code }) => `conditionsLecture.${code}`),
  ];
}

function enLigne(brute: LigneBrute): LigneMatrice {
  const ouvertures = BLOCS.flatMap((bloc): OuvertureBloc[] => {
    if (brute.blocs.includes(bloc)) return [{ bloc, variante: 'complet' }];
    const code = brute.blocsReduits[bloc];
    // The cast is what `codesInconnus` has just verified.
    return code === undefined ? [] : [{ bloc, variante: code } as OuvertureBloc];
  });
  const { code, libelle, libelleCourt, pour, partenaires, partenairesDerives } = brute;
  return {
    code,
    libelle,
    libelleCourt,
    pour,
    partenaires,
    partenairesDerives,
    ouvertures,
    conditionsAttribution: brute.conditionsAttribution as Condition<CodeAttribution>[],
    conditionsLecture: brute.conditionsLecture as Condition<CodeLecture>[],
  };
}

/**
 * Reads a version and keeps the profiles of which the program knows every block, form and condition; the others
 * are refused one by one and named.
 *
 * A profile with one unknown condition must not be served without it: that would open more than the matrix says.
 */
export function chargerMatrice(
  json: unknown,
): Resultat<{ matrice: Matrice; refuses: readonly ProfilRefuse[] }, RefusMatrice> {
  const lue = matriceBruteSchema.safeParse(json);
  if (!lue.success) return refuse({ code: 'matrice-illisible', nature: 'invalide', profils: [] });
  const { version, profils } = lue.data;
  if (new Set(profils.map(({ code }) => code)).size !== profils.length) {
    return refuse({ code: 'matrice-illisible', nature: 'invalide', champ: 'profils', profils: [] });
  }
  const examines = profils.map((ligne) => ({ ligne, inconnus: codesInconnus(ligne) }));
  const connus = examines.filter(({ inconnus }) => inconnus.length === 0);
  return accepte({
    matrice: { version, profils: new Map(connus.map(({ ligne }) => [ligne.code, enLigne(ligne)])) },
    refuses: examines
      .filter(({ inconnus }) => inconnus.length > 0)
      .map(({ ligne, inconnus }) => ({ profil: ligne.code, inconnus })),
  });
}

/** Verdict on a version before it is saved: every profile must be known in full, or the whole is refused. */
export function verifierMatrice(json: unknown): Resultat<Matrice, RefusMatrice> {
  const chargee = chargerMatrice(json);
  if (!chargee.ok) return chargee;
  const { matrice, refuses } = chargee.valeur;
  return refuses.length === 0
    ? accepte(matrice)
    : refuse({ code: 'matrice-codes-inconnus', nature: 'invalide', champ: 'profils', profils: refuses });
}

/** Whether a type of partner may hold this profile. */
export const estPourPartenaire = (ligne: LigneMatrice, typePartenaire: string): boolean =>
  ligne.partenaires.includes('*') || ligne.partenaires.includes(typePartenaire);

/**
 * Blocks that a right opens today, in reading order: the profile's row, cut by what the right recorded, and by the
 * facts of the file where a condition needs them. Without a file: what the right can open of some file.
 */
export function blocsOuverts(
  ligne: LigneMatrice,
  droit: FaitsDroit,
  quand: Moment,
  dossier: FaitsDossier | null,
): OuvertureBloc[] {
  const fermes = new Set<Bloc>(
    ligne.conditionsAttribution.flatMap(({ code }) =>
      CONDITIONS_ATTRIBUTION[code].blocsFermes(droit, quand, dossier),
    ),
  );
  return ligne.ouvertures.filter(({ bloc }) => !fermes.has(bloc));
}

/** Conditions of attribution that the right does not meet today, the type of its partner first; empty when all are met. */
export function manquementsDuDroit(
  ligne: LigneMatrice,
  droit: FaitsDroit,
  quand: Moment,
): { readonly condition: CodeAttribution | 'partenaire'; readonly manquement: Manquement }[] {
  if (!estPourPartenaire(ligne, droit.typePartenaire)) {
    return [{ condition: 'partenaire', manquement: 'partenaire-non-admis' }];
  }
  return ligne.conditionsAttribution.flatMap(({ code }) => {
    const manquement = CONDITIONS_ATTRIBUTION[code].manquement(droit, quand);
    return manquement === null ? [] : [{ condition: code, manquement }];
  });
}
