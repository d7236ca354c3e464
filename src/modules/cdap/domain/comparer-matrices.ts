import type { z } from 'zod';
import type { matriceBruteSchema } from './matrice.ts';

/**
 * What one version of the matrix changes to another, profile by profile (CDAP-10). Pure, total, and free of schemas:
 * the browser marks with it what is being edited, the server counts with it what must be confirmed.
 */

export type MatriceBrute = z.infer<typeof matriceBruteSchema>;
export type LigneBrute = MatriceBrute['profils'][number];

/** `elargit`: more can be seen, or by more people. `restreint`: less. `autre`: neither. */
export const EFFETS_CHANGEMENT = ['elargit', 'restreint', 'autre'] as const;
export type EffetChangement = (typeof EFFETS_CHANGEMENT)[number];

export const OBJETS_CHANGEMENT = [
  'profil',
  'bloc',
  'condition-attribution',
  'condition-lecture',
  'partenaire',
  'texte',
] as const;
export type ObjetChangement = (typeof OBJETS_CHANGEMENT)[number];

export interface Changement {
  /** Names the change and what it goes from and to: confirming it confirms nothing else. */
  readonly cle: string;
  /** Null for the words of the version itself. */
  readonly profil: string | null;
  readonly objet: ObjetChangement;
  /** Block, code of the condition, type of partner, or field of the words. */
  readonly element: string;
  /** Form of the block, words, or 'present'; null when absent. */
  readonly avant: string | null;
  readonly apres: string | null;
  readonly effet: EffetChangement;
}

/** Forms under two names that show the same. */
const MEMES_FORMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ressourcesAnnuelles: { 'msa-aide-logement': 'complet' },
  creances: { 'aide-logement': 'logement' },
};

/**
 * For each block, the reduced forms of which the whole content can be drawn from another reduced one. Everything is
 * drawn from 'complet'. Two forms that are not here each show what the other hides: going from one to the other
 * widens, both ways. A test draws each line from the invented population.
 */
export const FORMES_CONTENUES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  famille: { 'enfants-moins-6': ['composition'] },
  ressourcesAnnuelles: { tranche: ['total'] },
  quotientFamilial: { 'sous-seuil': ['actuel'] },
  droits: {
    rsa: ['rsa-ppa', 'logement-rsa', 'aah-clca-prepare-ajpp-rsa-existence'],
    'aide-logement': ['logement-rsa'],
    'rsa-aah-oui-non-fin': ['aah-clca-prepare-ajpp-rsa-existence'],
  },
  paiements: { 'a-ce-bailleur': ['logement'] },
  demarches: { 'bloque-aide': ['logement'] },
};

const propre = <T>(table: Readonly<Record<string, T>> | undefined, cle: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, cle) ? table[cle] : undefined;

const formeVraie = (bloc: string, forme: string): string =>
  propre(propre(MEMES_FORMES, bloc), forme) ?? forme;

const estContenue = (bloc: string, forme: string, dans: string): boolean =>
  dans === 'complet' || (propre(propre(FORMES_CONTENUES, bloc), forme)?.includes(dans) ?? false);

/** Whether going from one form of a block to another shows more; null is a closed block. */
export function effetDeForme(bloc: string, avant: string | null, apres: string | null): EffetChangement {
  if (avant === null) return apres === null ? 'autre' : 'elargit';
  if (apres === null) return 'restreint';
  const [a, b] = [formeVraie(bloc, avant), formeVraie(bloc, apres)];
  if (a === b) return 'autre';
  return estContenue(bloc, b, a) ? 'restreint' : 'elargit';
}

/** The form in which a profile opens a block; null when closed. */
export const formeOuverte = (
  ligne: Pick<LigneBrute, 'blocs' | 'blocsReduits'>,
  bloc: string,
): string | null => (ligne.blocs.includes(bloc) ? 'complet' : (propre(ligne.blocsReduits, bloc) ?? null));

/** Everything that differs, each thing once. Empty when the two say the same. */
export function comparerMatrices(avant: MatriceBrute, apres: MatriceBrute): Changement[] {
  const anciens = new Map(avant.profils.map((ligne) => [ligne.code, ligne]));
  const nouveaux = new Map(apres.profils.map((ligne) => [ligne.code, ligne]));
  return [
    ...textes(
      null,
      { version: avant.version, note: avant.note },
      { version: apres.version, note: apres.note },
    ),
    ...union(anciens.keys(), nouveaux.keys()).flatMap((code) =>
      comparerProfil(code, anciens.get(code) ?? null, nouveaux.get(code) ?? null),
    ),
  ];
}

/** Changes that let more be seen, or by more people: those that must be confirmed one by one. */
export const elargissements = (changements: readonly Changement[]): Changement[] =>
  changements.filter(({ effet }) => effet === 'elargit');

const RIEN = {
  blocs: [],
  blocsReduits: {},
  partenaires: [],
  conditionsAttribution: [],
  conditionsLecture: [],
};

function comparerProfil(code: string, avant: LigneBrute | null, apres: LigneBrute | null): Changement[] {
  // Of a profile that goes nothing is left to tell; of one that comes, all that it opens, and to whom.
  if (apres === null) return [changement(code, 'profil', code, 'present', null, 'restreint')];
  const ancien = avant ?? RIEN;
  return [
    ...(avant === null ? [changement(code, 'profil', code, null, 'present', 'elargit')] : []),
    ...comparerBlocs(code, ancien, apres),
    ...comparerPartenaires(code, ancien.partenaires, apres.partenaires),
    ...comparerConditions(
      code,
      'condition-attribution',
      ancien.conditionsAttribution,
      apres.conditionsAttribution,
    ),
    ...comparerConditions(code, 'condition-lecture', ancien.conditionsLecture, apres.conditionsLecture),
    ...(avant === null ? [] : textes(code, motsDe(avant), motsDe(apres))),
  ];
}

function comparerBlocs(
  profil: string,
  avant: Pick<LigneBrute, 'blocs' | 'blocsReduits'>,
  apres: LigneBrute,
): Changement[] {
  const blocsDe = (ligne: Pick<LigneBrute, 'blocs' | 'blocsReduits'>) => [
    ...ligne.blocs,
    ...Object.keys(ligne.blocsReduits),
  ];
  return union(blocsDe(avant), blocsDe(apres)).flatMap((bloc) => {
    const [de, a] = [formeOuverte(avant, bloc), formeOuverte(apres, bloc)];
    return de === a ? [] : [changement(profil, 'bloc', bloc, de, a, effetDeForme(bloc, de, a))];
  });
}

/** '*' admits every type: naming one beside it changes nothing to who is admitted. */
function comparerPartenaires(
  profil: string,
  avant: readonly string[],
  apres: readonly string[],
): Changement[] {
  const admis = (types: readonly string[], type: string) => types.includes('*') || types.includes(type);
  return union(avant, apres).flatMap((type) => {
    const [de, a] = [avant.includes(type), apres.includes(type)];
    if (de === a) return [];
    const effet = a ? (admis(avant, type) ? 'autre' : 'elargit') : admis(apres, type) ? 'autre' : 'restreint';
    return [changement(profil, 'partenaire', type, de ? 'present' : null, a ? 'present' : null, effet)];
  });
}

type Conditions = LigneBrute['conditionsLecture'];

/** A condition dropped always counts as a widening: that it closed nothing to anybody today proves nothing. */
function comparerConditions(
  profil: string,
  objet: 'condition-attribution' | 'condition-lecture',
  avant: Conditions,
  apres: Conditions,
): Changement[] {
  const codes = (conditions: Conditions) => conditions.map(({ code }) => code);
  return union(codes(avant), codes(apres)).flatMap((code) => {
    const de = avant.find((condition) => condition.code === code);
    const a = apres.find((condition) => condition.code === code);
    if (de && a) {
      const mots = ({ sens, base }: Conditions[number]) => ({
        [`${objet}.${code}.sens`]: sens,
        [`${objet}.${code}.base`]: base,
      });
      return textes(profil, mots(de), mots(a));
    }
    return [
      a
        ? changement(profil, objet, code, null, 'present', 'restreint')
        : changement(profil, objet, code, 'present', null, 'elargit'),
    ];
  });
}

const motsDe = ({ libelle, libelleCourt, pour, partenairesDerives }: LigneBrute) => ({
  libelle,
  libelleCourt,
  pour,
  partenairesDerives: partenairesDerives ? 'oui' : 'non',
});

function textes(
  profil: string | null,
  avant: Readonly<Record<string, string>>,
  apres: Readonly<Record<string, string>>,
): Changement[] {
  return Object.keys(avant).flatMap((champ) => {
    const [de, a] = [avant[champ] ?? null, apres[champ] ?? null];
    return de === a ? [] : [changement(profil, 'texte', champ, de, a, 'autre')];
  });
}

const changement = (
  profil: string | null,
  objet: ObjetChangement,
  element: string,
  avant: string | null,
  apres: string | null,
  effet: EffetChangement,
): Changement => ({
  // Words can be long, and are never to be confirmed.
  cle: [profil ?? '', objet, element, ...(objet === 'texte' ? [] : [avant ?? '', apres ?? ''])].join('|'),
  profil,
  objet,
  element,
  avant,
  apres,
  effet,
});

const union = (a: Iterable<string>, b: Iterable<string>): string[] => [...new Set([...a, ...b])];
