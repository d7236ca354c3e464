import type { z } from 'zod';

/**
 * A strict reader of JSON text made from a schema: it walks the bytes once, checks them against the schema and keeps
 * nothing, so that a file of twenty blocks costs some tens of microseconds instead of hundreds (PERF-04). The schemas stay
 * the one truth: what it does not know how to check fails when the reader is made, and never passes.
 *
 * The text is given as Latin-1 over UTF-8 bytes: a place in it is a place in the bytes, which are stored as they came.
 * Stricter than `JSON.parse`: a key given twice, a control character and half of a pair are refused.
 */

export const RAISONS_LECTURE = [
  'json-invalide',
  'champ-manquant',
  'champ-inconnu',
  'champ-en-double',
  'objet-attendu',
  'liste-attendue',
  'texte-attendu',
  'nombre-attendu',
  'entier-attendu',
  'oui-non-attendu',
  'valeur-hors-liste',
  'nombre-hors-bornes',
  'texte-vide',
  'texte-trop-long',
  'texte-forme',
  'texte-interdit',
  'jour-invalide',
  'date-partielle-invalide',
  'liste-trop-courte',
  'liste-trop-longue',
  'nom-invalide',
  'nir-forme',
  'nir-cle',
  'nir-sans-cle',
  'date-future',
] as const;
export type RaisonLecture = (typeof RAISONS_LECTURE)[number];

/** A piece of the text to be written otherwise: spaces of a name, a figure given between quotes. */
export interface Retouche {
  readonly debut: number;
  readonly fin: number;
  /** JSON text that takes its place. */
  readonly texte: string;
}

export interface Curseur {
  /** UTF-8 bytes as Latin-1. */
  readonly s: string;
  i: number;
  /** Civil day of the reading: nothing known is dated after it. */
  readonly jour: string;
  readonly chemin: (string | number)[];
  raison: RaisonLecture;
  readonly retouches: Retouche[];
  /** Last text read, without its quotes. */
  debut: number;
  fin: number;
  /** It holds an escape, or a byte beyond ASCII. */
  echappe: boolean;
  accentue: boolean;
}

export const creerCurseur = (s: string, jour: string): Curseur => ({
  s,
  i: 0,
  jour,
  chemin: [],
  raison: 'json-invalide',
  retouches: [],
  debut: 0,
  fin: 0,
  echappe: false,
  accentue: false,
});

/** Reads one value from the cursor on; false leaves the reason and the path in the cursor. */
export type Lecteur = (c: Curseur) => boolean;

/** What is asked of a text beyond its schema: the text to keep, or why it is refused. */
export type RegleTexte = (texte: string, jour: string) => { texte: string } | RaisonLecture;

/** What is asked of some fields beyond their schema, by path with `*` for a place in a list. */
export interface ReglesLecture {
  readonly textes: Readonly<Record<string, RegleTexte>>;
  /** Largest whole number; digits between quotes are read as a number. */
  readonly entiers: Readonly<Record<string, number>>;
}

export function refuser(c: Curseur, raison: RaisonLecture): false {
  c.raison = raison;
  return false;
}

/** Next character that is no space; the cursor stands on it. */
export function signe(c: Curseur): number {
  let ch = c.s.charCodeAt(c.i);
  while (ch === 32 || ch === 10 || ch === 13 || ch === 9) ch = c.s.charCodeAt(++c.i);
  return ch;
}

/** Reads a text in quotes; its bounds stay in the cursor. */
export function lireJeton(c: Curseur): boolean {
  const { s } = c;
  let i = c.i + 1;
  const debut = i;
  let echappe = false;
  let accentue = false;
  for (;;) {
    const ch = s.charCodeAt(i);
    if (ch === 34) break;
    if (ch === 92) {
      echappe = true;
      i += 2;
      continue;
    }
    // NaN, past the end, is not at least 32 either.
    if (!(ch >= 32)) return refuser(c, Number.isNaN(ch) ? 'json-invalide' : 'texte-interdit');
    if (ch > 126) accentue = true;
    i += 1;
  }
  c.debut = debut;
  c.fin = i;
  c.i = i + 1;
  c.echappe = echappe;
  c.accentue = accentue;
  return true;
}

const deUtf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

/** The last text read, decoded; null when it holds what no store could keep. */
export function texteLu(c: Curseur): string | null {
  const brut = c.s.slice(c.debut, c.fin);
  if (!c.echappe) return c.accentue ? deUtf8(brut) : brut;
  try {
    const texte: string = JSON.parse(`"${deUtf8(brut)}"`);
    return texte.isWellFormed() && !aControle(texte) ? texte : null;
  } catch {
    return null;
  }
}

function aControle(texte: string): boolean {
  for (let i = 0; i < texte.length; i += 1) if (texte.charCodeAt(i) < 32) return true;
  return false;
}

interface Champ {
  readonly cle: string;
  readonly lire: Lecteur;
}

/** An object with these keys and no other, in any order, each once. */
export function lireObjet(champs: readonly Champ[], facultatifs: ReadonlySet<string> = new Set()): Lecteur {
  if (champs.length > 31) throw new RangeError('more keys than a mask holds');
  const places = new Map(champs.map(({ cle }, rang) => [cle, rang]));
  const attendus = champs.reduce((m, { cle }, rang) => (facultatifs.has(cle) ? m : m | (1 << rang)), 0);
  return (c) => {
    const { s } = c;
    if (signe(c) !== 123) return refuser(c, 'objet-attendu');
    c.i += 1;
    let vus = 0;
    let attendu = 0;
    let ch = signe(c);
    if (ch === 125) c.i += 1;
    else {
      for (;;) {
        if (ch !== 34 || !lireJeton(c)) return refuser(c, 'json-invalide');
        const suivant = champs[attendu];
        let rang: number | undefined;
        if (
          suivant !== undefined &&
          !c.echappe &&
          c.fin - c.debut === suivant.cle.length &&
          s.startsWith(suivant.cle, c.debut)
        ) {
          rang = attendu;
        } else rang = places.get(texteLu(c) ?? '');
        if (rang === undefined) return refuser(c, 'champ-inconnu');
        const champ = champs[rang] as Champ;
        if ((vus & (1 << rang)) !== 0) {
          c.chemin.unshift(champ.cle);
          return refuser(c, 'champ-en-double');
        }
        vus |= 1 << rang;
        attendu = rang + 1;
        if (signe(c) !== 58) return refuser(c, 'json-invalide');
        c.i += 1;
        if (!champ.lire(c)) {
          c.chemin.unshift(champ.cle);
          return false;
        }
        ch = signe(c);
        c.i += 1;
        if (ch === 125) break;
        if (ch !== 44) return refuser(c, 'json-invalide');
        ch = signe(c);
      }
    }
    if ((vus & attendus) !== attendus) {
      const manque = champs.find(({ cle }, rang) => (vus & (1 << rang)) === 0 && !facultatifs.has(cle));
      c.chemin.unshift(manque?.cle ?? '');
      return refuser(c, 'champ-manquant');
    }
    return true;
  };
}

function lireListe(element: Lecteur, min: number, max: number): Lecteur {
  return (c) => {
    if (signe(c) !== 91) return refuser(c, 'liste-attendue');
    c.i += 1;
    let n = 0;
    if (signe(c) === 93) c.i += 1;
    else {
      for (;;) {
        if (n === max) return refuser(c, 'liste-trop-longue');
        if (!element(c)) {
          c.chemin.unshift(n + 1);
          return false;
        }
        n += 1;
        const ch = signe(c);
        c.i += 1;
        if (ch === 93) break;
        if (ch !== 44) return refuser(c, 'json-invalide');
      }
    }
    return n < min ? refuser(c, 'liste-trop-courte') : true;
  };
}

/** `null`, or what `lire` reads. */
export const lireOuNul =
  (lire: Lecteur): Lecteur =>
  (c) => {
    if (signe(c) !== 110) return lire(c);
    if (!c.s.startsWith('null', c.i)) return refuser(c, 'json-invalide');
    c.i += 4;
    return true;
  };

const lireBooleen: Lecteur = (c) => {
  const ch = signe(c);
  if (ch === 116 && c.s.startsWith('true', c.i)) c.i += 4;
  else if (ch === 102 && c.s.startsWith('false', c.i)) c.i += 5;
  else return refuser(c, 'oui-non-attendu');
  return true;
};

const NOMBRE = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** Reads a number; NaN when there is none. Whole and short ones, nearly all, are read digit by digit. */
function lireValeur(c: Curseur): number {
  const { s } = c;
  let i = c.i;
  let ch = s.charCodeAt(i);
  const premier = ch;
  let valeur = 0;
  while (ch >= 48 && ch <= 57 && i - c.i < 15) {
    valeur = valeur * 10 + ch - 48;
    ch = s.charCodeAt(++i);
  }
  const chiffres = i - c.i;
  if (chiffres > 0 && (premier !== 48 || chiffres === 1) && (ch === 44 || ch === 125 || ch === 93)) {
    c.i = i;
    return valeur;
  }
  NOMBRE.lastIndex = c.i;
  const trouve = NOMBRE.exec(s);
  if (trouve === null) return Number.NaN;
  c.i += trouve[0].length;
  return Number(trouve[0]);
}

interface BornesNombre {
  readonly entier: boolean;
  readonly min: number;
  readonly max: number;
  readonly pas: number | null;
}

const lireNombre =
  ({ entier, min, max, pas }: BornesNombre): Lecteur =>
  (c) => {
    signe(c);
    const v = lireValeur(c);
    if (Number.isNaN(v)) return refuser(c, 'nombre-attendu');
    if (entier && !Number.isSafeInteger(v)) return refuser(c, 'entier-attendu');
    if (!(v >= min && v <= max)) return refuser(c, 'nombre-hors-bornes');
    return pas === null || Number.isInteger(v / pas) || refuser(c, 'nombre-hors-bornes');
  };

/** A whole number, or its digits between quotes as a spreadsheet gives them. */
function lireEntierOuChiffres(bornes: BornesNombre): Lecteur {
  const nombre = lireNombre(bornes);
  return (c) => {
    const debut = c.i + 0;
    if (signe(c) !== 34) return nombre(c);
    const place = c.i;
    if (!lireJeton(c)) return false;
    const chiffres = c.echappe ? '' : c.s.slice(c.debut, c.fin);
    if (!/^(?:0|[1-9][0-9]{0,8})$/.test(chiffres)) {
      c.i = debut;
      return refuser(c, 'entier-attendu');
    }
    const v = Number(chiffres);
    if (v < bornes.min || v > bornes.max) return refuser(c, 'nombre-hors-bornes');
    c.retouches.push({ debut: place, fin: c.i, texte: chiffres });
    return true;
  };
}

function lireTexte(min: number, max: number, verifier: ((c: Curseur) => boolean) | null): Lecteur {
  return (c) => {
    if (signe(c) !== 34) return refuser(c, 'texte-attendu');
    if (!lireJeton(c)) return false;
    const octets = c.fin - c.debut;
    if (c.echappe && texteLu(c) === null) return refuser(c, 'texte-interdit');
    if (octets < min) return refuser(c, 'texte-vide');
    // Never more characters than bytes.
    if (octets > max && (texteLu(c) ?? '').length > max) return refuser(c, 'texte-trop-long');
    return verifier === null || verifier(c);
  };
}

function lireEnum(valeurs: readonly string[]): Lecteur {
  const admises = new Set(valeurs);
  return (c) => {
    if (signe(c) !== 34) return refuser(c, 'texte-attendu');
    if (!lireJeton(c)) return false;
    return admises.has(c.echappe ? (texteLu(c) ?? '') : c.s.slice(c.debut, c.fin))
      ? true
      : refuser(c, 'valeur-hors-liste');
  };
}

const deuxChiffres = (s: string, i: number): number => {
  const a = s.charCodeAt(i) - 48;
  const b = s.charCodeAt(i + 1) - 48;
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : -1;
};
const JOURS_DES_MOIS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether these ten characters are a civil day; the same days as the schema's, which the tests compare. */
function estJour(c: Curseur): boolean {
  const { s, debut } = c;
  if (c.fin - debut !== 10 || s.charCodeAt(debut + 4) !== 45 || s.charCodeAt(debut + 7) !== 45) return false;
  const siecle = deuxChiffres(s, debut);
  const annee = deuxChiffres(s, debut + 2);
  const mois = deuxChiffres(s, debut + 5);
  const jour = deuxChiffres(s, debut + 8);
  if (siecle < 0 || annee < 0 || mois < 1 || mois > 12 || jour < 1) return false;
  if (jour <= (JOURS_DES_MOIS[mois] ?? 0)) return true;
  return mois === 2 && jour === 29 && (annee !== 0 ? annee % 4 === 0 : siecle % 4 === 0);
}

/** A union is told apart by one key, wherever it stands in the object. */
function lireUnion(cle: string, choix: ReadonlyMap<string, Lecteur>): Lecteur {
  return (c) => {
    if (signe(c) !== 123) return refuser(c, 'objet-attendu');
    const depart = c.i;
    const valeur = chercherCle(c, cle);
    c.i = depart;
    if (valeur === null) {
      c.chemin.unshift(cle);
      return refuser(c, 'champ-manquant');
    }
    const lire = choix.get(valeur);
    if (lire !== undefined) return lire(c);
    c.chemin.unshift(cle);
    return refuser(c, 'valeur-hors-liste');
  };
}

/** Text given to a key of the object that the cursor stands on; null when there is none. */
function chercherCle(c: Curseur, cle: string): string | null {
  let profondeur = 0;
  for (;;) {
    const ch = c.s.charCodeAt(c.i);
    if (Number.isNaN(ch)) return null;
    if (ch !== 34) {
      if (ch === 123 || ch === 91) profondeur += 1;
      if (ch === 125 || ch === 93) profondeur -= 1;
      c.i += 1;
      if (profondeur === 0) return null;
      continue;
    }
    if (!lireJeton(c)) return null;
    if (profondeur !== 1 || texteLu(c) !== cle || signe(c) !== 58) continue;
    c.i += 1;
    return signe(c) === 34 && lireJeton(c) ? texteLu(c) : null;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the inner form of a schema has no public type
type Definition = any;
const definition = (schema: z.core.$ZodType): Definition => schema._zod.def;
const verifications = (def: Definition): Definition[] =>
  (def.checks ?? []).map((verif: { _zod: { def: Definition } }) => verif._zod.def);

/** Makes the reader of a schema; a form that it does not know is a defect, told when the program starts. */
export function creerLecteur(schema: z.core.$ZodType, regles: ReglesLecture, chemin = ''): Lecteur {
  const def = definition(schema);
  const sous = (cle: string) => (chemin === '' ? cle : `${chemin}.${cle}`);
  switch (def.type) {
    case 'object': {
      if (def.catchall === undefined || definition(def.catchall).type !== 'never')
        throw new TypeError(`${chemin}: an object that is not strict`);
      const entrees = Object.entries(def.shape as Record<string, z.core.$ZodType>);
      return lireObjet(
        entrees.map(([cle, valeur]) => ({ cle, lire: creerLecteur(valeur, regles, sous(cle)) })),
        new Set(entrees.filter(([, valeur]) => definition(valeur).type === 'optional').map(([cle]) => cle)),
      );
    }
    case 'array': {
      let [min, max] = [0, Number.POSITIVE_INFINITY];
      for (const verif of verifications(def)) {
        if (verif.check === 'min_length') min = verif.minimum;
        else if (verif.check === 'max_length') max = verif.maximum;
        else if (verif.check === 'length_equals') min = max = verif.length;
        else throw new TypeError(`${chemin}: ${verif.check}`);
      }
      return lireListe(creerLecteur(def.element, regles, sous('*')), min, max);
    }
    case 'nullable':
      return lireOuNul(creerLecteur(def.innerType, regles, chemin));
    case 'optional':
      return creerLecteur(def.innerType, regles, chemin);
    case 'boolean':
      return lireBooleen;
    case 'enum':
      return lireEnum(Object.values(def.entries as Record<string, string>));
    case 'literal':
      return lireEnum(def.values as string[]);
    case 'number':
      return lecteurNombre(def, regles, chemin);
    case 'string':
      return lecteurTexte(def, regles, chemin);
    case 'union': {
      if (typeof def.discriminator !== 'string') throw new TypeError(`${chemin}: union`);
      const options = (def.options as z.core.$ZodType[]).map((option) => {
        const [valeur] = definition(definition(option).shape[def.discriminator]).values as string[];
        return [valeur as string, creerLecteur(option, regles, chemin)] as const;
      });
      return lireUnion(def.discriminator, new Map(options));
    }
    default:
      throw new TypeError(`${chemin}: ${def.type}`);
  }
}

function lecteurNombre(def: Definition, regles: ReglesLecture, chemin: string): Lecteur {
  let [min, max] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let pas: number | null = null;
  for (const verif of verifications(def)) {
    if (verif.check === 'greater_than' && verif.inclusive) min = verif.value;
    else if (verif.check === 'less_than' && verif.inclusive) max = verif.value;
    else if (verif.check === 'multiple_of') pas = verif.value;
    else throw new TypeError(`${chemin}: ${verif.check}`);
  }
  const entier = def.format === 'safeint';
  if (def.format !== undefined && !entier) throw new TypeError(`${chemin}: ${def.format}`);
  const plafond = regles.entiers[chemin];
  return plafond === undefined
    ? lireNombre({ entier, min, max, pas })
    : lireEntierOuChiffres({ entier, min, max: Math.min(max, plafond), pas });
}

function lecteurTexte(def: Definition, regles: ReglesLecture, chemin: string): Lecteur {
  let [min, max] = [0, Number.POSITIVE_INFINITY];
  const epreuves: ((c: Curseur) => boolean)[] = [];
  const parForme = (motif: RegExp) => (c: Curseur) =>
    motif.test(texteLu(c) ?? '') || refuser(c, 'texte-forme');
  if (def.check === 'string_format') {
    if (def.format !== 'date') throw new TypeError(`${chemin}: ${def.format}`);
    epreuves.push((c) => estJour(c) || refuser(c, 'jour-invalide'));
  }
  for (const verif of verifications(def)) {
    if (verif.check === 'min_length') min = verif.minimum;
    else if (verif.check === 'max_length') max = verif.maximum;
    else if (verif.check === 'string_format' && verif.format === 'regex')
      epreuves.push(parForme(verif.pattern as RegExp));
    else if (verif.check === 'custom')
      epreuves.push((c) => verif.fn(texteLu(c) ?? '') || refuser(c, 'date-partielle-invalide'));
    else throw new TypeError(`${chemin}: ${verif.check}`);
  }
  const regle = regles.textes[chemin];
  if (regle !== undefined) {
    // The rule comes first: what it puts right must not be refused by the schema, which then judges what it gives.
    const garde = [...epreuves];
    epreuves.length = 0;
    epreuves.push((c) => {
      const lu = texteLu(c) ?? '';
      const juge = regle(lu, c.jour);
      if (typeof juge === 'string') return refuser(c, juge);
      if (juge.texte === lu) return garde.every((epreuve) => epreuve(c));
      c.retouches.push({ debut: c.debut - 1, fin: c.fin + 1, texte: JSON.stringify(juge.texte) });
      return true;
    });
  }
  const [seule, ...autres] = epreuves;
  if (seule === undefined) return lireTexte(min, max, null);
  return lireTexte(min, max, autres.length === 0 ? seule : (c) => epreuves.every((epreuve) => epreuve(c)));
}
