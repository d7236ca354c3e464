import { z } from 'zod';
import { BLOCS, type Bloc, type BlocsStockes, SCHEMAS_BLOCS } from '../blocs.ts';
import { type ClePersonne, clesPersonnes } from '../cles-recherche.ts';
import { ETATS_DOSSIER } from '../codes.ts';
import { type EtatDossier, REGLES_ETATS, type SuiteDossier } from '../etats.ts';
import type { FaitsDeduits } from '../faits.ts';
import { BLOCS_DES_FAITS, deduireFaits } from '../faits-deduits.ts';
import { afficherNumero } from '../numero-dossier.ts';
import { cafCodeSchema, jourSchema, numeroSchema } from '../schema-elements.ts';
import {
  type Curseur,
  creerCurseur,
  creerLecteur,
  type Lecteur,
  lireObjet,
  lireOuNul,
  type RaisonLecture,
  signe,
} from './lecteur-json.ts';
import { REGLES_IMPORT } from './regles-import.ts';

/**
 * One file of an import: one line of JSON, read by the schemas of its blocks (CDAP-29). What is said beside the blocks is
 * in `enveloppeSchema`; facts and search keys are never in a line, they are drawn from it.
 */

export const suiteSchema = z.strictObject({
  organisme: z.enum(['caf', 'msa']),
  code: cafCodeSchema,
  numero: numeroSchema.nullable(),
  depuis: jourSchema,
});

export const enveloppeSchema = z.strictObject({
  caf: cafCodeSchema.optional(),
  numero: z.int().min(1).max(9_999_999),
  etat: z.enum(ETATS_DOSSIER),
  suite: suiteSchema.nullable().optional(),
  donneesLe: jourSchema,
  // Never guessed: a line that forgets it would open a file that the Caf has closed.
  accesRestreint: z.boolean(),
});

export const RAISONS_COHERENCE = [
  'caf-etrangere',
  'numero-incoherent',
  'etat-incoherent',
  'suite-attendue',
  'suite-inattendue',
  'identite-attendue',
] as const;
export type RaisonCoherence = (typeof RAISONS_COHERENCE)[number];
export type RaisonRefus =
  | RaisonLecture
  | RaisonCoherence
  | 'ligne-trop-longue'
  | 'utf8-invalide'
  | 'csv-colonnes'
  | 'csv-guillemets';

export interface FauteLigne {
  /** Path of the field, places in lists from 1: « identite.adultes.1.nomNaissance »; empty for the whole line. */
  readonly champ: string;
  readonly raison: RaisonRefus;
}

export interface DossierLu {
  readonly numero: number;
  readonly etat: EtatDossier;
  readonly donneesLe: string;
  readonly accesRestreint: boolean;
  /** JSON text in Latin-1 over UTF-8, or null. */
  readonly suite: string | null;
  /** By the order of `BLOCS`: JSON text in Latin-1 over UTF-8, or null. */
  readonly blocs: readonly (string | null)[];
  readonly faits: FaitsDeduits;
  readonly cles: readonly ClePersonne[];
}

const CHAMPS_ENVELOPPE = ['caf', 'numero', 'etat', 'suite', 'donneesLe', 'accesRestreint'] as const;
type ChampEnveloppe = (typeof CHAMPS_ENVELOPPE)[number];

/** Where each value stands in the text that was read; -1 when it is not there, or null. */
interface Places {
  readonly debuts: Int32Array;
  readonly fins: Int32Array;
}
const creerPlaces = (n: number): Places => ({
  debuts: new Int32Array(n).fill(-1),
  fins: new Int32Array(n).fill(-1),
});

/** Notes where a value stands; null is read and not noted. */
const noter =
  (lire: Lecteur, { debuts, fins }: Places, rang: number): Lecteur =>
  (c) => {
    const nul = signe(c) === 110;
    const debut = c.i;
    if (!lire(c)) return false;
    if (!nul) {
      debuts[rang] = debut;
      fins[rang] = c.i;
    }
    return true;
  };

const placesBlocs = creerPlaces(BLOCS.length);
const placesEnveloppe = creerPlaces(CHAMPS_ENVELOPPE.length);

const lireBlocs = lireObjet(
  BLOCS.map((bloc, rang) => ({
    cle: bloc,
    lire: noter(lireOuNul(creerLecteur(SCHEMAS_BLOCS[bloc], REGLES_IMPORT, bloc)), placesBlocs, rang),
  })),
  new Set(BLOCS),
);
const lireEnveloppe = lireObjet(
  [
    ...CHAMPS_ENVELOPPE.map((cle, rang) => ({
      cle,
      lire: noter(creerLecteur(enveloppeSchema.shape[cle], REGLES_IMPORT, cle), placesEnveloppe, rang),
    })),
    { cle: 'blocs', lire: lireBlocs },
  ],
  new Set(['caf', 'suite']),
);

const RANG_DES_FAITS = BLOCS_DES_FAITS.map((bloc) => BLOCS.indexOf(bloc));
const IDENTITE = BLOCS.indexOf('identite');
const NIR = BLOCS.indexOf('nir');
const NUMERO = BLOCS.indexOf('numero');

const fauteDe = (champ: string, raison: RaisonRefus): { faute: FauteLigne } => ({ faute: { champ, raison } });
const deUtf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

/**
 * Reads one line, given as Latin-1 over UTF-8 that was checked. Answers the file ready to be stored, or the first thing
 * that is wrong with it; never a value.
 *
 * @param caf the Caf that imports: a file of another one is refused.
 * @param jour civil day of the import.
 */
export function lireDossier(s: string, caf: string, jour: string): DossierLu | { faute: FauteLigne } {
  placesBlocs.debuts.fill(-1);
  placesEnveloppe.debuts.fill(-1);
  const c = creerCurseur(s, jour);
  if (!lireEnveloppe(c)) return fauteDe(c.chemin.join('.'), c.raison);
  if (!Number.isNaN(signe(c))) return fauteDe('', 'json-invalide');
  const champ = (nom: ChampEnveloppe): string | null => {
    const rang = CHAMPS_ENVELOPPE.indexOf(nom);
    const debut = placesEnveloppe.debuts[rang] ?? -1;
    return debut === -1 ? null : s.slice(debut, placesEnveloppe.fins[rang]);
  };
  const cafLue = champ('caf');
  if (cafLue !== null && cafLue !== `"${caf}"`) return fauteDe('caf', 'caf-etrangere');
  const numero = Number(champ('numero'));
  const etat = JSON.parse(champ('etat') ?? '') as EtatDossier;
  const donneesLe = (champ('donneesLe') ?? '').slice(1, -1);
  if (donneesLe > jour) return fauteDe('donneesLe', 'date-future');
  const suite = champ('suite');
  const fauteSuite = jugerSuite(etat, suite === null ? null : (JSON.parse(suite) as SuiteDossier));
  if (fauteSuite !== null) return fauteSuite;
  const blocs = BLOCS.map((_, rang) => texteDuBloc(c, rang));
  const fauteNumero = jugerNumero(blocs[NUMERO] ?? null, caf, numero, etat);
  if (fauteNumero !== null) return fauteNumero;
  const lire = (rang: number, texte: (t: string) => string) => {
    const bloc = blocs[rang] ?? null;
    return bloc === null ? null : JSON.parse(texte(bloc));
  };
  const identite: BlocsStockes['identite'] = lire(IDENTITE, deUtf8);
  const nir: BlocsStockes['nir'] = lire(NIR, (t) => t);
  if (identite === null && nir !== null) return fauteDe('blocs.identite', 'identite-attendue');
  // Facts are figures, dates and codes: the accents of the other fields do not matter here.
  const desFaits = Object.fromEntries(
    BLOCS_DES_FAITS.map((bloc, i) => [bloc, lire(RANG_DES_FAITS[i] ?? -1, (t) => t)]),
  ) as Pick<BlocsStockes, (typeof BLOCS_DES_FAITS)[number]>;
  return {
    numero,
    etat,
    donneesLe,
    accesRestreint: champ('accesRestreint') === 'true',
    suite,
    blocs,
    faits: deduireFaits(etat, desFaits),
    cles: clesPersonnes({ identite, nir }),
  };
}

/** Text of a block as it will be stored: as it came, but for what the rules put right. */
function texteDuBloc(c: Curseur, rang: number): string | null {
  const debut = placesBlocs.debuts[rang] ?? -1;
  if (debut === -1) return null;
  const fin = placesBlocs.fins[rang] ?? -1;
  const retouches = c.retouches.filter((r) => r.debut >= debut && r.fin <= fin);
  if (retouches.length === 0) return c.s.slice(debut, fin);
  let texte = '';
  let place = debut;
  for (const r of retouches) {
    texte += c.s.slice(place, r.debut) + Buffer.from(r.texte, 'utf8').toString('latin1');
    place = r.fin;
  }
  return texte + c.s.slice(place, fin);
}

/** CDAP-04: a transferred or merged file says where it went, and no other does. */
function jugerSuite(etat: EtatDossier, suite: SuiteDossier | null): { faute: FauteLigne } | null {
  const regle = REGLES_ETATS[etat].suite;
  if (regle === null) return suite === null ? null : fauteDe('suite', 'suite-inattendue');
  if (suite === null) return fauteDe('suite', 'suite-attendue');
  if (suite.organisme === 'msa' && suite.numero !== null) return fauteDe('suite.numero', 'suite-inattendue');
  if (regle === 'fusion' && (suite.organisme !== 'caf' || suite.numero === null))
    return fauteDe('suite.numero', 'suite-attendue');
  return null;
}

/** The block that shows the number cannot say another one than the file's. */
function jugerNumero(
  bloc: string | null,
  caf: string,
  numero: number,
  etat: EtatDossier,
): { faute: FauteLigne } | null {
  if (bloc === null) return null;
  const lu = JSON.parse(bloc) as NonNullable<BlocsStockes['numero']>;
  if (lu.cafCode !== caf) return fauteDe('blocs.numero.cafCode', 'caf-etrangere');
  if (lu.numero !== afficherNumero(numero)) return fauteDe('blocs.numero.numero', 'numero-incoherent');
  return lu.etat === etat ? null : fauteDe('blocs.numero.etat', 'etat-incoherent');
}

/** A file as a line of an import, without the end of the line. */
export function ecrireDossier(d: {
  readonly cafCode: string;
  readonly numero: number;
  readonly etat: EtatDossier;
  readonly suite: SuiteDossier | null;
  readonly dateDonnees: string;
  readonly accesRestreint: boolean;
  readonly blocs: Readonly<Partial<Record<Bloc, unknown>>>;
}): string {
  return JSON.stringify({
    caf: d.cafCode,
    numero: d.numero,
    etat: d.etat,
    suite: d.suite,
    donneesLe: d.dateDonnees,
    accesRestreint: d.accesRestreint,
    blocs: d.blocs,
  });
}
