import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { BLOCS } from '../../domain/blocs.ts';
import type { FauteLigne, RaisonRefus } from '../../domain/import/lire-dossier.ts';
import type { Enregistrement } from './preparer-lot.ts';

/** A record with the place after it: bytes and lines from the beginning of the file. */
export interface Morceau {
  readonly enregistrement: Enregistrement;
  readonly position: number;
  readonly ligne: number;
}

export type FormatImport = 'jsonl' | 'csv';

/** Beyond this a line is refused without being kept. */
export const LIGNE_MAX = 256 * 1024;
const LECTURE = 1024 * 1024;
const FIN_DE_LIGNE = 10;
const GUILLEMET = 34;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

const SCALAIRES = ['caf', 'numero', 'etat', 'suite', 'donneesLe', 'accesRestreint'] as const;
const EXIGES = ['numero', 'etat', 'donneesLe', 'accesRestreint'] as const;
/** Columns of a CSV file: the same keys as a JSON line, blocks by their path. */
export const COLONNES_CSV: readonly string[] = [...SCALAIRES, ...BLOCS.map((bloc) => `blocs.${bloc}`)];

/** A CSV file whose first line cannot be understood: nothing of it is read. */
export class EnteteCsvInvalide extends Error {}

export interface EnteteCsv {
  readonly separateur: ';' | ',';
  readonly colonnes: readonly string[];
  /** First byte after it. */
  readonly position: number;
  readonly lignes: number;
}

/** Reads the first line of a CSV file. Errors: EnteteCsvInvalide, one French sentence. */
export function lireEntete(chemin: string): EnteteCsv {
  const fd = openSync(chemin, 'r');
  try {
    const octets = Buffer.alloc(64 * 1024);
    const lus = readSync(fd, octets, 0, octets.length, 0);
    const debut = octets.subarray(0, 3).equals(BOM) ? 3 : 0;
    const fin = octets.subarray(0, lus).indexOf(FIN_DE_LIGNE, debut);
    const brute = octets
      .subarray(debut, fin === -1 ? lus : fin)
      .toString('utf8')
      .replace(/\r$/, '');
    const separateur = brute.includes(';') ? ';' : ',';
    const colonnes = brute.split(separateur).map((nom) => nom.trim().replace(/^"(.*)"$/, '$1'));
    if (colonnes.some((nom) => !COLONNES_CSV.includes(nom)))
      throw new EnteteCsvInvalide(
        'La première ligne du fichier CSV nomme une colonne inconnue : voyez les noms dans la description du format.',
      );
    if (new Set(colonnes).size !== colonnes.length)
      throw new EnteteCsvInvalide('La première ligne du fichier CSV nomme deux fois la même colonne.');
    const manque = EXIGES.find((nom) => !colonnes.includes(nom));
    if (manque !== undefined)
      throw new EnteteCsvInvalide(`La première ligne du fichier CSV ne nomme pas la colonne ${manque}.`);
    return { separateur, colonnes, position: fin === -1 ? lus : fin + 1, lignes: 1 };
  } finally {
    closeSync(fd);
  }
}

/**
 * Cuts a file into records from a place on, one line of JSON or one row of CSV each. Memory holds one reading and one
 * record, whatever the size of the file. Blank lines are passed over.
 */
export function* decouper(
  chemin: string,
  format: FormatImport,
  depart: { readonly position: number; readonly ligne: number },
): Generator<Morceau, { position: number; ligne: number }, undefined> {
  const entete = format === 'csv' ? lireEntete(chemin) : null;
  const fd = openSync(chemin, 'r');
  try {
    let position = depart.position;
    let ligne = depart.ligne;
    if (position === 0) {
      if (entete === null) {
        const tete = Buffer.alloc(3);
        readSync(fd, tete, 0, 3, 0);
        if (tete.equals(BOM)) position = 3;
      } else {
        position = entete.position;
        ligne = entete.lignes;
      }
    }
    const chercher = entete === null ? finDeLigne : finDeRangee;
    let place = position;
    /** One for the whole file: a megabyte left behind at each reading would wait for the collector. */
    let tampon: Buffer = Buffer.allocUnsafeSlow(LECTURE + LIGNE_MAX);
    let reste: Buffer = Buffer.alloc(0);
    /** The record in hand is too long: its end is awaited, and nothing of it kept. */
    let saute = false;
    for (;;) {
      if (tampon.length < reste.length + LECTURE) {
        const plus = Buffer.allocUnsafeSlow(reste.length + LECTURE);
        reste.copy(plus);
        tampon = plus;
      } else tampon.set(reste, 0);
      const n = readSync(fd, tampon, reste.length, LECTURE, place);
      place += n;
      const donnees = tampon.subarray(0, reste.length + n);
      let debut = 0;
      for (;;) {
        const fin = saute ? finDeLigne(donnees, debut) : chercher(donnees, debut);
        if (fin === -1) break;
        const brut = donnees.subarray(debut, fin);
        const lignes = entete === null || saute ? 1 : compterLignes(brut);
        const enregistrement = saute
          ? fauteDe(ligne + 1, 'ligne-trop-longue')
          : lire(brut, ligne + 1, entete);
        position += fin + 1 - debut;
        ligne += lignes;
        debut = fin + 1;
        saute = false;
        if (enregistrement !== null) yield { enregistrement, position, ligne };
      }
      reste = donnees.subarray(debut);
      if (n === 0 && !(entete !== null && !saute && estOuverte(reste))) {
        if (reste.length > 0 || saute) {
          const enregistrement = saute
            ? fauteDe(ligne + 1, 'ligne-trop-longue')
            : lire(reste, ligne + 1, entete);
          position += reste.length;
          ligne += 1;
          if (enregistrement !== null) yield { enregistrement, position, ligne };
        }
        return { position, ligne };
      }
      if (saute || n === 0 || reste.length > LIGNE_MAX) {
        if (!saute && entete !== null) {
          // A quote left open would take the rest of the file: its line alone is given up.
          const fin = finDeLigne(reste, 0);
          if (fin !== -1) {
            position += fin + 1;
            ligne += 1;
            reste = reste.subarray(fin + 1);
            yield { enregistrement: fauteDe(ligne, 'csv-guillemets'), position, ligne };
            continue;
          }
        }
        saute = true;
        position += reste.length;
        reste = Buffer.alloc(0);
      }
    }
  } finally {
    closeSync(fd);
  }
}

/** A quote of these rows was never closed, and more than one line is held by it. */
function estOuverte(reste: Buffer): boolean {
  if (reste.indexOf(FIN_DE_LIGNE) === -1) return false;
  let guillemets = 0;
  for (let i = reste.indexOf(GUILLEMET); i !== -1; i = reste.indexOf(GUILLEMET, i + 1)) guillemets += 1;
  return guillemets % 2 === 1;
}

const finDeLigne = (donnees: Buffer, debut: number): number => donnees.indexOf(FIN_DE_LIGNE, debut);

/** End of a row: the first end of line that is not between quotes; -1 when it is not there yet. */
function finDeRangee(donnees: Buffer, debut: number): number {
  let place = debut;
  let guillemet = donnees.indexOf(GUILLEMET, place);
  for (;;) {
    const fin = donnees.indexOf(FIN_DE_LIGNE, place);
    if (guillemet === -1 || (fin !== -1 && fin < guillemet)) return fin;
    const fermant = donnees.indexOf(GUILLEMET, guillemet + 1);
    if (fermant === -1) return -1;
    place = fermant + 1;
    guillemet = donnees.indexOf(GUILLEMET, place);
    if (fin !== -1 && fin >= place && (guillemet === -1 || fin < guillemet)) return fin;
  }
}

function compterLignes(brut: Buffer): number {
  let lignes = 1;
  for (let i = brut.indexOf(FIN_DE_LIGNE); i !== -1; i = brut.indexOf(FIN_DE_LIGNE, i + 1)) lignes += 1;
  return lignes;
}

const fauteDe = (ligne: number, raison: RaisonRefus, champ = ''): Enregistrement => ({
  ligne,
  faute: { champ, raison } satisfies FauteLigne,
});

function lire(brut: Buffer, ligne: number, entete: EnteteCsv | null): Enregistrement | null {
  const fin = brut.at(-1) === 13 ? brut.length - 1 : brut.length;
  if (fin > LIGNE_MAX) return fauteDe(ligne, 'ligne-trop-longue');
  const net = fin === brut.length ? brut : brut.subarray(0, fin);
  if (net.length === 0 || estBlanche(net)) return null;
  if (!isUtf8(net)) return fauteDe(ligne, 'utf8-invalide');
  const texte = net.toString('latin1');
  if (entete === null) return { ligne, texte };
  const lue = ligneDeCsv(texte, entete);
  return typeof lue === 'string' ? { ligne, texte: lue } : fauteDe(ligne, lue.raison, lue.champ);
}

function estBlanche(net: Buffer): boolean {
  return net.every((octet) => octet === 32 || octet === 9 || octet === 59 || octet === 44);
}

/** A row of CSV as the line of JSON that says the same. */
function ligneDeCsv(texte: string, { separateur, colonnes }: EnteteCsv): string | FauteLigne {
  const cellules = lireCellules(texte, separateur);
  if (cellules === null) return { champ: '', raison: 'csv-guillemets' };
  if (cellules.length !== colonnes.length) return { champ: '', raison: 'csv-colonnes' };
  const scalaires: string[] = [];
  const blocs: string[] = [];
  for (const [i, nom] of colonnes.entries()) {
    const cellule = (cellules[i] ?? '').trim();
    const json = enJson(nom, cellule);
    if (json === null) return { champ: nom, raison: 'json-invalide' };
    if (json === 'null' && (nom === 'caf' || nom === 'accesRestreint')) continue;
    if (nom.startsWith('blocs.')) blocs.push(`"${nom.slice(6)}":${json}`);
    else scalaires.push(`"${nom}":${json}`);
  }
  return `{${scalaires.join(',')},"blocs":{${blocs.join(',')}}}`;
}

const OUI_NON: Readonly<Record<string, string>> = { oui: 'true', non: 'false', true: 'true', false: 'false' };

/** JSON text of a cell, null when it is none: nothing of a cell can reach its neighbours. */
function enJson(nom: string, cellule: string): string | null {
  if (cellule === '') return 'null';
  if (nom === 'accesRestreint') return OUI_NON[cellule.toLowerCase()] ?? '""';
  if (nom === 'numero')
    return /^[0-9]{1,7}$/.test(cellule) ? String(Number(cellule)) : JSON.stringify(cellule);
  if (nom === 'caf' || nom === 'etat' || nom === 'donneesLe') return JSON.stringify(cellule);
  try {
    JSON.parse(cellule);
    return cellule;
  } catch {
    return null;
  }
}

/** Cells of a row, quotes undone; null when a quote stands where none may. */
function lireCellules(texte: string, separateur: string): string[] | null {
  const cellules: string[] = [];
  let i = 0;
  for (;;) {
    if (texte[i] === '"') {
      let cellule = '';
      i += 1;
      for (;;) {
        const fin = texte.indexOf('"', i);
        if (fin === -1) return null;
        cellule += texte.slice(i, fin);
        i = fin + 1;
        if (texte[i] !== '"') break;
        cellule += '"';
        i += 1;
      }
      cellules.push(cellule);
      if (i < texte.length && texte[i] !== separateur) return null;
    } else {
      const fin = texte.indexOf(separateur, i);
      const cellule = texte.slice(i, fin === -1 ? texte.length : fin);
      if (cellule.includes('"')) return null;
      cellules.push(cellule);
      i = fin === -1 ? texte.length : fin;
    }
    if (i >= texte.length) return cellules;
    i += 1;
    if (i === texte.length) return [...cellules, ''];
  }
}
