import { cleNir, lireNir } from '../../../kernel/nir.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import { normaliser } from './cles-recherche.ts';

/** What a file is looked for by, when its number is not at hand (CDAP-20). */
export type Criteres = CritereNir | CriteresNom;

export interface CritereNir {
  readonly genre: 'nir';
  /** Thirteen characters; the key has been checked when it was given. */
  readonly nir: string;
}

export interface CriteresNom {
  readonly genre: 'nom';
  /** As typed, blanks reduced. */
  readonly nom: string;
  readonly prenom: string | null;
  readonly naissance: Naissance | null;
  readonly codePostal: string | null;
}

/** 'AAAA', 'AAAA-MM' or 'AAAA-MM-JJ', as far as it was typed. */
export type Naissance = string & { readonly __naissance: true };

export const LONGUEUR_NOM_MAX = 100;
export const LETTRES_NOM_MIN = 3;

export const CODES_REFUS_CRITERE = [
  'nom-illisible',
  'nom-trop-court',
  'nom-trop-long',
  'joker',
  'prenom-illisible',
  'prenom-trop-long',
  'naissance-illisible',
  'naissance-inexistante',
  'naissance-future',
  'naissance-lointaine',
  'nir-forme',
  'nir-cle',
  'code-postal-illisible',
  'criteres-insuffisants',
] as const;
export type CodeRefusCritere = (typeof CODES_REFUS_CRITERE)[number];
export type RefusCritere = Refus & { readonly code: CodeRefusCritere };

const refuser = (code: CodeRefusCritere, champ: string) =>
  refuse<RefusCritere>({ code, nature: 'invalide', champ });

const BLANCS = /[ \u00A0\u2009\u202F]+/g;
const JOKER = /[*%?_]/;
/**
 * What a name looked for may hold. Wider than a civil-status name: what is typed is compared and never run, so that
 * figures and signs are dropped and not held against anyone.
 */
const NOM_CHERCHE = /^[\p{Script=Latin}\p{M}][\p{Script=Latin}\p{M}0-9 .,'’ʼ=‐‑-]*$/u;
const PRENOM = /^[\p{Script=Latin}\p{M}][\p{Script=Latin}\p{M} .'’ʼ‐‑-]*$/u;

/** Reads a family name: Latin letters, three at least once reduced, a hundred characters at most, no wildcard. */
export function lireNomCherche(saisie: unknown): Resultat<string, RefusCritere> {
  if (typeof saisie !== 'string') return refuser('nom-illisible', 'nom');
  const texte = saisie.normalize('NFC').replace(BLANCS, ' ').trim();
  if (texte.length > LONGUEUR_NOM_MAX) return refuser('nom-trop-long', 'nom');
  if (JOKER.test(texte)) return refuser('joker', 'nom');
  if (!NOM_CHERCHE.test(texte)) return refuser('nom-illisible', 'nom');
  return normaliser(texte).length < LETTRES_NOM_MIN ? refuser('nom-trop-court', 'nom') : accepte(texte);
}

/** Reads a forename: Latin letters, one at least. */
export function lirePrenomCherche(saisie: unknown): Resultat<string, RefusCritere> {
  if (typeof saisie !== 'string') return refuser('prenom-illisible', 'prenom');
  const texte = saisie.normalize('NFC').replace(BLANCS, ' ').trim();
  if (texte.length > LONGUEUR_NOM_MAX) return refuser('prenom-trop-long', 'prenom');
  if (JOKER.test(texte)) return refuser('joker', 'prenom');
  return PRENOM.test(texte) && normaliser(texte) !== ''
    ? accepte(texte)
    : refuser('prenom-illisible', 'prenom');
}

const MOIS: Readonly<Record<string, number>> = {
  janvier: 1,
  janv: 1,
  fevrier: 2,
  fevr: 2,
  fev: 2,
  mars: 3,
  avril: 4,
  avr: 4,
  mai: 5,
  juin: 6,
  juillet: 7,
  juil: 7,
  aout: 8,
  septembre: 9,
  sept: 9,
  octobre: 10,
  oct: 10,
  novembre: 11,
  nov: 11,
  decembre: 12,
  dec: 12,
};

const SEP = String.raw`\s*[\s/.-]\s*`;
/** Forms of a birth date, the most precise first; groups are named j, m, a, or l for a month in letters. */
const FORMES_NAISSANCE: readonly RegExp[] = [
  /^(?<a>\d{4})-(?<m>\d{1,2})-(?<j>\d{1,2})$/,
  new RegExp(`^(?<j>\\d{1,2})${SEP}(?<m>\\d{1,2})${SEP}(?<a>\\d{4}|\\d{2})$`),
  /^(?<j>\d{2})(?<m>\d{2})(?<a>\d{4}|\d{2})$/,
  /^(?<j>\d{1,2})(?:er)?\s*(?<l>\p{L}{3,9})\.?\s*(?<a>\d{4})$/u,
  /^(?<l>\p{L}{3,9})\.?\s*(?<a>\d{4})$/u,
  /^(?<a>\d{4})-(?<m>\d{1,2})$/,
  /^(?<m>\d{1,2})\s*[/.-]\s*(?<a>\d{4})$/,
  /^(?<a>\d{4})$/,
];

/** Nobody in a file was born before. */
const ANNEE_MIN = 1900;
/** An adult of a file is at least this old: two figures of a year are read as the last such year. */
const AGE_MIN = 14;

/**
 * Reads a birth date as it is typed: 12/03/1985, 12-03-85, 120385, 12 mars 1985, 03/1985, 1985, 1985-03-12.
 *
 * `aujourdHui` is a civil day 'AAAA-MM-JJ'. A day that the calendar does not have is told from one that cannot be read.
 */
export function lireNaissance(saisie: unknown, aujourdHui: string): Resultat<Naissance, RefusCritere> {
  const champ = 'neLe';
  if (typeof saisie !== 'string' || saisie.length > 40) return refuser('naissance-illisible', champ);
  const texte = saisie.normalize('NFC').replace(BLANCS, ' ').trim().toLowerCase();
  const groupes = FORMES_NAISSANCE.map((forme) => forme.exec(texte)?.groups).find((g) => g !== undefined);
  if (!groupes) return refuser('naissance-illisible', champ);
  const { j, m, a, l } = groupes;
  const moisEnLettres = l === undefined ? undefined : MOIS[normaliser(l)];
  if (l !== undefined && moisEnLettres === undefined) return refuser('naissance-illisible', champ);
  const annee = enAnnee(a ?? '', aujourdHui);
  const mois = moisEnLettres ?? (m === undefined ? null : Number(m));
  const jour = j === undefined ? null : Number(j);
  if (!existe(annee, mois, jour)) return refuser('naissance-inexistante', champ);
  const deux = (n: number) => String(n).padStart(2, '0');
  const lue = [
    String(annee),
    ...(mois === null ? [] : [deux(mois)]),
    ...(jour === null ? [] : [deux(jour)]),
  ].join('-');
  if (lue > aujourdHui.slice(0, lue.length)) return refuser('naissance-future', champ);
  return annee < ANNEE_MIN ? refuser('naissance-lointaine', champ) : accepte(lue as Naissance);
}

function enAnnee(chiffres: string, aujourdHui: string): number {
  const lue = Number(chiffres);
  if (chiffres.length === 4) return lue;
  const derniere = Number(aujourdHui.slice(0, 4)) - AGE_MIN;
  const siecle = Math.floor(derniere / 100) * 100;
  return siecle + lue <= derniere ? siecle + lue : siecle - 100 + lue;
}

function existe(annee: number, mois: number | null, jour: number | null): boolean {
  if (mois === null) return true;
  if (mois < 1 || mois > 12) return false;
  if (jour === null) return true;
  return jour >= 1 && jour <= joursDuMois(annee, mois);
}

const SANS_CLE = 13;

/** Reads a NIR to look for: with its key, which is then checked, or without. Never echoes it. */
export function lireNirCherche(saisie: unknown): Resultat<string, RefusCritere> {
  const lu = lireNir(saisie);
  if (lu.ok) return accepte(lu.valeur.slice(0, SANS_CLE));
  if (lu.refus.code !== 'nir-sans-cle') return refuser(lu.refus.code, 'nir');
  const treize = String(saisie)
    .replace(/[\s\u00A0\u2009\u202F]/g, '')
    .toUpperCase();
  // With its own key added, everything but the key is judged by the one rule.
  return lireNir(treize + cleNir(treize)).ok ? accepte(treize) : refuser('nir-forme', 'nir');
}

export function lireCodePostal(saisie: unknown): Resultat<string, RefusCritere> {
  const texte = typeof saisie === 'string' ? saisie.replace(BLANCS, '') : '';
  return /^(?!00)[0-9]{5}$/.test(texte) ? accepte(texte) : refuser('code-postal-illisible', 'codePostal');
}

/** CDAP-20: a name alone would list half a town. With a forename or a birth date it looks for somebody. */
export const estAssezPrecis = ({ prenom, naissance }: Pick<CriteresNom, 'prenom' | 'naissance'>): boolean =>
  prenom !== null || naissance !== null;

/** Without the library of time, which would weigh more than the page that this runs in; years are of four digits here. */
const joursDuMois = (annee: number, mois: number): number => new Date(Date.UTC(annee, mois, 0)).getUTCDate();
