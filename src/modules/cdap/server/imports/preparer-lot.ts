import { hash } from 'node:crypto';
import { BLOCS } from '../../domain/blocs.ts';
import type { ClePersonne } from '../../domain/cles-recherche.ts';
import { type DossierLu, type FauteLigne, lireDossier } from '../../domain/import/lire-dossier.ts';
import {
  BOOLEEN,
  ENTIER,
  ENTIER_COURT,
  JOUR,
  JSON_TEXTE,
  JSONB,
  numeroJour,
  OCTETS,
  TableauBinaire,
  TEXTE,
  type TypeColonne,
} from './tableau-binaire.ts';

/** A record of the file imported: where it stands, and its bytes in Latin-1; or why it has none. */
export type Enregistrement =
  | { readonly ligne: number; readonly texte: string }
  | { readonly ligne: number; readonly faute: FauteLigne };

export interface LigneRefusee extends FauteLigne {
  readonly ligne: number;
}

/** Files of a batch, ready to be written: one array per column, one element per file. */
export interface LotPret {
  /** Records read, refused ones included. */
  readonly lues: number;
  readonly numeros: Int32Array;
  /** Day of the data, in days since 2000. */
  readonly donneesLe: Int32Array;
  /** 1: nobody may open it on the portal. */
  readonly restreints: Uint8Array;
  /** Digest of each record, in base64. */
  readonly empreintes: readonly string[];
  /** By the order of `COLONNES_DOSSIER`. */
  readonly dossiers: readonly Buffer[];
  /** By the order of `COLONNES_CLE`; `places` tells the file of each row. */
  readonly cles: readonly Buffer[];
  readonly places: Int32Array;
  readonly refusees: readonly LigneRefusee[];
}

const SNAKE = (code: string): string => code.replace(/[A-Z]/g, (lettre) => `_${lettre.toLowerCase()}`);
/** Name of a block's column: that of `numero` was taken. */
const colonneDuBloc = (bloc: string): string => (bloc === 'numero' ? 'numero_bloc' : SNAKE(bloc));

/** Usual size of the largest blocks, in bytes. */
const TAILLES: Readonly<Record<string, number>> = {
  identite: 450,
  adresse: 500,
  quotientFamilial: 1900,
  droits: 600,
  paiements: 900,
  famille: 600,
};

const colonne = (nom: string, type: Omit<TypeColonne, 'nom'>): TypeColonne => ({ nom, ...type });

export const COLONNES_DOSSIER: readonly TypeColonne[] = [
  colonne('numero', ENTIER),
  colonne('etat', TEXTE),
  colonne('donnees_le', JOUR),
  colonne('acces_restreint', BOOLEEN),
  colonne('suite', JSONB),
  colonne('rsa_en_cours', BOOLEEN),
  colonne('rsa_dernier_mois', JOUR),
  colonne('departement', TEXTE),
  colonne('mutation_en_cours', BOOLEEN),
  colonne('aide_logement', BOOLEEN),
  colonne('bailleur_tiers_payant', TEXTE),
  colonne('protecteur', TEXTE),
  colonne('protection_du', JOUR),
  colonne('protection_au', JOUR),
  colonne('trace_cmg', BOOLEEN),
  colonne('etudiant', BOOLEEN),
  colonne('empreinte', OCTETS),
  ...BLOCS.map((bloc) => colonne(colonneDuBloc(bloc), { ...JSON_TEXTE, taille: TAILLES[bloc] ?? 200 })),
];
const PREMIER_BLOC = COLONNES_DOSSIER.length - BLOCS.length;

export const COLONNES_CLE: readonly TypeColonne[] = [
  colonne('numero', ENTIER),
  colonne('rang', ENTIER_COURT),
  colonne('nom', TEXTE),
  colonne('nom_son', TEXTE),
  colonne('prenom_son', TEXTE),
  colonne('prenom', TEXTE),
  colonne('ne_le', TEXTE),
  colonne('nir', TEXTE),
];

/** Two records of the same bytes are the same file: 128 bits leave no room for chance. */
const empreindre = (texte: string): Buffer =>
  hash('sha256', Buffer.from(texte, 'latin1'), 'buffer').subarray(0, 16);

/**
 * Reads, checks and encodes a batch of records. Refused ones are told with their line and do not stop the others.
 *
 * Pure work without any wait: it runs in a thread of its own.
 */
export function preparerLot(
  enregistrements: readonly Enregistrement[],
  options: { readonly caf: string; readonly jour: string },
): LotPret {
  const n = enregistrements.length;
  const dossiers = COLONNES_DOSSIER.map((type) => new TableauBinaire(type, n));
  const cles = COLONNES_CLE.map((type) => new TableauBinaire(type, n * 2));
  const refusees: LigneRefusee[] = [];
  const numeros: number[] = [];
  const dates: number[] = [];
  const restreints: number[] = [];
  const empreintes: string[] = [];
  const places: number[] = [];
  for (const enregistrement of enregistrements) {
    const lu =
      'faute' in enregistrement
        ? enregistrement
        : lireDossier(enregistrement.texte, options.caf, options.jour);
    if ('faute' in lu) {
      refusees.push({ ligne: enregistrement.ligne, ...lu.faute });
      continue;
    }
    const empreinte = empreindre('texte' in enregistrement ? enregistrement.texte : '');
    for (const cle of lu.cles) {
      places.push(numeros.length);
      coderCle(cles, lu.numero, cle);
    }
    numeros.push(lu.numero);
    dates.push(numeroJour(lu.donneesLe));
    restreints.push(lu.accesRestreint ? 1 : 0);
    empreintes.push(empreinte.toString('base64'));
    coderDossier(dossiers, lu, empreinte);
  }
  return {
    lues: n,
    numeros: Int32Array.from(numeros),
    donneesLe: Int32Array.from(dates),
    restreints: Uint8Array.from(restreints),
    empreintes,
    dossiers: dossiers.map((tableau) => tableau.terminer()),
    cles: cles.map((tableau) => tableau.terminer()),
    places: Int32Array.from(places),
    refusees,
  };
}

function coderDossier(t: readonly TableauBinaire[], d: DossierLu, empreinte: Buffer): void {
  const { faits } = d;
  t[0]?.entier(d.numero);
  t[1]?.texte(d.etat);
  t[2]?.jour(d.donneesLe);
  t[3]?.booleen(d.accesRestreint);
  t[4]?.jsonb(d.suite);
  t[5]?.booleen(faits.rsaEnCours);
  t[6]?.jour(faits.rsaDernierMois);
  t[7]?.texte(faits.departement);
  t[8]?.booleen(faits.mutationEnCours);
  t[9]?.booleen(faits.aideLogement);
  t[10]?.texte(faits.bailleurTiersPayant);
  t[11]?.texte(faits.protecteur);
  t[12]?.jour(faits.protectionDu);
  t[13]?.jour(faits.protectionAu);
  t[14]?.booleen(faits.traceCmg);
  t[15]?.booleen(faits.etudiant);
  t[16]?.brut(empreinte);
  for (let rang = 0; rang < BLOCS.length; rang += 1) t[PREMIER_BLOC + rang]?.texte(d.blocs[rang] ?? null);
}

function coderCle(t: readonly TableauBinaire[], numero: number, cle: ClePersonne): void {
  t[0]?.entier(numero);
  t[1]?.court(cle.rang);
  t[2]?.texte(cle.nom);
  t[3]?.texte(cle.nomSon);
  t[4]?.texte(cle.prenomSon);
  t[5]?.texte(cle.prenom);
  t[6]?.texte(cle.neLe);
  t[7]?.texte(cle.nir);
}
