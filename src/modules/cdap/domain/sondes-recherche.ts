import { normaliser, premierePart, sonner } from './cles-recherche.ts';
import type { CriteresNom } from './criteres-recherche.ts';

/**
 * What is asked of the keys, by equality only (CDAP-20). One wrong letter is dealt with here: the right name is one of
 * the typed name's neighbours, so that its form is one of theirs.
 */
export interface Sondes {
  /** Phonetic forms of the name as typed, of its parts and of its particles' variants. */
  readonly noms: readonly string[];
  /** Forms of the name itself, with which one wrong letter in the forename is looked for; and the reverse. */
  readonly nomsSurs: readonly string[];
  readonly prenomsSurs: readonly string[];
  /** Those of the names one letter away. */
  readonly nomsVoisins: readonly string[];
  readonly prenoms: readonly string[];
  readonly prenomsVoisins: readonly string[];
  /** Name and forename in the other order. */
  readonly inverse: { readonly noms: readonly string[]; readonly prenoms: readonly string[] };
  /** Birth dates to be equal to: the day typed, and the less precise ones that the keys may hold in its place. */
  readonly jours: readonly string[];
  /** First and last text of a birth date typed in part; null otherwise. */
  readonly periode: { readonly du: string; readonly au: string } | null;
}

const LETTRES = 'abcdefghijklmnopqrstuvwxyz';
/** Beyond this length a name has thousands of neighbours and one letter tells little: it is long enough to be copied. */
const VOISINAGE_MAX = 24;

/** Names one edit away: a letter left out, added, changed, or two swapped. */
export function voisins(lettres: string): Set<string> {
  const trouves = new Set<string>();
  if (lettres.length > VOISINAGE_MAX) return trouves;
  for (let i = 0; i <= lettres.length; i += 1) {
    const avant = lettres.slice(0, i);
    const apres = lettres.slice(i);
    if (apres !== '') trouves.add(avant + apres.slice(1));
    if (apres.length > 1) trouves.add(avant + apres[1] + apres[0] + apres.slice(2));
    for (const lettre of LETTRES) {
      trouves.add(avant + lettre + apres);
      if (apres !== '') trouves.add(avant + lettre + apres.slice(1));
    }
  }
  trouves.delete(lettres);
  trouves.delete('');
  return trouves;
}

/** Particles that one forgets, or adds. */
const PARTICULES = ['de', 'du', 'd', 'des', 'le', 'la', 'el', 'ben', 'dela'];
const PART_MIN = 3;
/** Of a longer compound, the first parts are tried one by one; the whole is tried anyway. */
const PARTS_MAX = 8;

/** The spellings under which a name may be recorded: whole, without its particle or with one, and each of its parts. */
export function nomsPossibles(nom: string): string[] {
  const entier = normaliser(nom);
  const mots = nom
    .split(/[\s\u00A0\u202F‐‑'’ʼ-]+/)
    .map(normaliser)
    .filter((mot) => mot !== '')
    .slice(0, PARTS_MAX);
  const possibles = new Set([entier]);
  let sans = mots;
  while (sans.length > 1 && PARTICULES.includes(sans[0] ?? '')) {
    sans = sans.slice(1);
    possibles.add(sans.join(''));
  }
  for (const mot of mots) if (mot.length >= PART_MIN && !PARTICULES.includes(mot)) possibles.add(mot);
  for (const particule of PARTICULES) possibles.add(particule + entier);
  return [...possibles];
}

/** Forms of a forename: its first part, the whole, and its beginnings, since « Jeannoel » is recorded under « Jean ». */
export function prenomsPossibles(prenom: string): string[] {
  const entier = normaliser(prenom);
  const possibles = new Set([premierePart(prenom), entier]);
  for (let n = Math.min(entier.length - 1, VOISINAGE_MAX); n >= PART_MIN; n -= 1)
    possibles.add(entier.slice(0, n));
  return [...possibles];
}

const sons = (textes: Iterable<string>): string[] => [...new Set([...textes].map(sonner))];
const sauf = (liste: readonly string[], exclus: readonly string[]): string[] => {
  const absents = new Set(exclus);
  return liste.filter((son) => !absents.has(son));
};

/**
 * Probes of a search. With the very day, all the people born then are brought back and compared in TypeScript, so that
 * neighbours need no probe of their own.
 */
export function sondesDe({ nom, prenom, naissance }: CriteresNom): Sondes {
  const noms = sons(nomsPossibles(nom));
  const prenoms = prenom === null ? [] : sons(prenomsPossibles(prenom));
  const entier = normaliser(nom);
  const leJour = naissance !== null && naissance.length === 'AAAA-MM-JJ'.length;
  return {
    noms,
    nomsSurs: [sonner(entier)],
    nomsVoisins: leJour ? [] : sauf(sons(voisins(entier)), noms),
    prenoms,
    prenomsSurs: prenom === null ? [] : sons([premierePart(prenom), normaliser(prenom)]),
    prenomsVoisins: leJour || prenom === null ? [] : sauf(sons(voisins(premierePart(prenom))), prenoms),
    inverse:
      prenom === null
        ? { noms: [], prenoms: [] }
        : { noms: [sonner(normaliser(prenom))], prenoms: [sonner(premierePart(nom))] },
    jours: joursPossibles(naissance),
    periode: naissance === null || leJour ? null : { du: naissance, au: apresLaPeriode(naissance) },
  };
}

/** The date itself when it is a day, and what is less precise than what was typed. */
function joursPossibles(naissance: string | null): string[] {
  if (naissance === null || naissance.length === 4) return [];
  const annee = naissance.slice(0, 4);
  return naissance.length === 7 ? [annee] : [naissance, naissance.slice(0, 7), annee];
}

/** Text that comes after every date of a year or a month. */
const apresLaPeriode = (periode: string): string => `${periode}-99`;
