import { sql } from 'kysely';
import type { Base, Tx } from '../../../../platform/db/base.ts';
import type { BlocsStockes } from '../../domain/blocs.ts';
import type { Candidat } from '../../domain/classer-candidats.ts';
import type { EtatDossier } from '../../domain/etats.ts';
import type { FaitsDossier } from '../../domain/faits.ts';
import type { Sondes } from '../../domain/sondes-recherche.ts';

/** Who searches and under which right, as the first call established it; each call checks it again. */
export interface AuteurRecherche {
  readonly empreinte: Buffer;
  readonly session: string;
  readonly compte: string;
  readonly nature: 'partenaire' | 'caf' | 'cnaf';
  readonly caf: string | null;
  readonly partenaire: string | null;
  readonly habilitation: string | null;
  readonly revision: string | null;
  readonly instant: Date;
}

/** Highest numbers of files that searches may show now: the caps of reading (CDAP-32). */
export interface BornesLignes {
  /** Day of the Caf's zone. */
  readonly jour: string | null;
  readonly limite_compte: number;
  readonly limite_partenaire: number;
}

export interface DemandeComptee extends AuteurRecherche, BornesLignes {
  readonly attentes: readonly number[];
}

export type RechercheComptee =
  | { readonly resultat: 'change' }
  | {
      readonly resultat: 'fait' | 'ralentie' | 'plafond-compte' | 'plafond-partenaire';
      /** Seconds still to wait. */
      readonly attente: number;
      /** Of the hour, this one included once counted. */
      readonly recherches: number;
    };

const COMPTER = 'select resultat, attente, recherches from cdap.compter_recherche($1::jsonb)';

/** Counts the search, unless it comes too soon or a bound is met. Nothing is looked up. */
export async function compterRecherche(base: Base, demande: DemandeComptee): Promise<RechercheComptee> {
  const { rows } = await base.pool.query<RechercheComptee>(COMPTER, [JSON.stringify(enJson(demande))]);
  return rows[0] ?? { resultat: 'change' };
}

export interface DemandeCles extends AuteurRecherche {
  readonly nir: string | null;
  readonly sondes: Sondes | null;
}

export type ClesTrouvees =
  | { readonly resultat: 'change' }
  | {
      readonly resultat: 'fait';
      /** A probe met its bound: somebody may be missing. */
      readonly tronque: boolean;
      readonly candidats: readonly Candidat[];
    };

/** Rows that one probe may bring back: more than the files looked at, so that there being too many is seen. */
const PAR_SONDE = 300;
/** All the people of one day, when it is known: a very large Caf has a hundred, and more on a first of January. */
const PAR_JOUR = 600;

type LigneCle = [number, 1 | 2, string, string, string, string, string | null];

const enJson = (demande: AuteurRecherche): object => ({
  ...demande,
  empreinte: demande.empreinte.toString('hex'),
});

const CHERCHER = 'select resultat, tronque, candidats from cdap.chercher_cles($1::jsonb)';

/** Brings back the rows of keys that a probe equals. */
export async function findCles(base: Base, { sondes, ...demande }: DemandeCles): Promise<ClesTrouvees> {
  const lot = {
    ...enJson(demande),
    par_sonde: PAR_SONDE,
    par_jour: PAR_JOUR,
    noms: sondes?.noms ?? [],
    noms_surs: sondes?.nomsSurs ?? [],
    noms_voisins: sondes?.nomsVoisins ?? [],
    prenoms: sondes?.prenoms ?? [],
    prenoms_surs: sondes?.prenomsSurs ?? [],
    prenoms_voisins: sondes?.prenomsVoisins ?? [],
    inverse_noms: sondes?.inverse.noms ?? [],
    inverse_prenoms: sondes?.inverse.prenoms ?? [],
    jours: sondes?.jours ?? [],
    du: sondes?.periode?.du ?? null,
    au: sondes?.periode?.au ?? null,
  };
  const { rows } = await base.pool.query<{
    resultat: ClesTrouvees['resultat'];
    tronque: boolean;
    candidats: LigneCle[] | null;
  }>(CHERCHER, [JSON.stringify(lot)]);
  const [ligne] = rows;
  if (ligne === undefined || ligne.resultat === 'change') return { resultat: 'change' };
  const { tronque, candidats } = ligne;
  return { resultat: 'fait', tronque, candidats: (candidats ?? []).map(enCandidat) };
}

const enCandidat = ([numero, rang, nom, nomSon, prenom, prenomSon, neLe]: LigneCle): Candidat => ({
  numero,
  rang,
  nom,
  nomSon,
  prenom,
  prenomSon,
  neLe,
});

export interface FaitsTrouves extends FaitsDossier {
  readonly numero: number;
  /** Whether the current address has the postcode asked; true when none was. */
  readonly auCodePostal: boolean;
}

const FAITS = `select numero, etat, restreint as "accesRestreint", donnees_le::text as "dateDonnees", opposition, suite,
  rsa_en_cours as "rsaEnCours", rsa_dernier_mois::text as "rsaDernierMois", departement,
  mutation_en_cours as "mutationEnCours", aide_logement as "aideLogement",
  bailleur_tiers_payant as "bailleurTiersPayant", protecteur, protection_du::text as "protectionDu",
  protection_au::text as "protectionAu", trace_cmg as "traceCmg", etudiant, au_code_postal as "auCodePostal"
  from cdap.faits_des_dossiers($1::jsonb)`;

/** Facts of the files found, in no order; nothing when the session or the right has moved. */
export async function selectFaits(
  base: Base,
  auteur: AuteurRecherche,
  numeros: readonly number[],
  codePostal: string | null,
): Promise<FaitsTrouves[]> {
  const { rows } = await base.pool.query<FaitsTrouves>(FAITS, [
    JSON.stringify({ ...enJson(auteur), numeros, code_postal: codePostal }),
  ]);
  return rows;
}

export interface DemandeListe extends AuteurRecherche, BornesLignes {
  readonly numeros: readonly number[];
  readonly adresse_ouverte: boolean;
  readonly categories: readonly string[];
  /** There are more than the lines shown. */
  readonly plus: boolean;
  readonly trace: string;
  /** One for each file that may be shown. */
  readonly traces_lignes: readonly string[];
  readonly correlation: string;
  readonly issue: 'fait' | 'refuse';
  readonly code: string | null;
  readonly profil: string | null;
  readonly version_matrice: number | null;
  readonly mission: string | null;
  readonly motif: string | null;
  /** Number of the instructing service, once it was found to be one of the partner's (CDAP-12). */
  readonly instructeur: string | null;
  readonly adresse: string | null;
  readonly navigateur: string | null;
  readonly action: 'recherche-dossier';
}

export interface LigneLue {
  readonly numero: number;
  readonly etat: EtatDossier;
  readonly identite: BlocsStockes['identite'];
  readonly adresse: BlocsStockes['adresse'];
}

export interface ListeLue {
  readonly resultat: 'fait' | 'refuse' | 'change' | 'plafond-compte' | 'plafond-partenaire';
  readonly lignes: LigneLue[] | null;
  /** Files shown so far: to the account in the hour, to the partner in the day; null when no line was. */
  readonly listees: number | null;
  readonly listees_jour: number | null;
  /** How many of them this search showed first. */
  readonly nouvelles: number;
}

const LISTER =
  'select resultat, lignes, listees, listees_jour, nouvelles from cdap.lister_et_tracer($1::jsonb)';

/** Reads the lines, in the order given, and traces the search; `change`: neither was done. */
export async function listerEtTracer(base: Base, demande: DemandeListe): Promise<ListeLue> {
  const { rows } = await base.pool.query(LISTER, [JSON.stringify(enJson(demande))]);
  return rows[0];
}

/** Marks that the managers were told of many searches; true once an hour per account. */
export async function markRecherchesSignalees(tx: Tx, compteId: string, instant: Date): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update cdap.compteur_recherche set prevenu_le = ${instant}::timestamptz
      where compte_id = ${compteId}::uuid and heure = date_trunc('hour', ${instant}::timestamptz) and prevenu_le is null`.execute(
      tx,
    );
  return numAffectedRows === 1n;
}

/** A stop was lifted: what searches showed counts from zero, as readings do. */
export async function resetRecherches(
  tx: Tx,
  arret: { readonly compte_id: string | null; readonly partenaire_id: string },
  instant: Date,
): Promise<void> {
  if (arret.compte_id === null) {
    await sql`update cdap.compteur_partenaire set lignes = 0
      where partenaire_id = ${arret.partenaire_id}::uuid and jour >= ${instant}::date - 1`.execute(tx);
  } else {
    await sql`update cdap.compteur_recherche set lignes = 0, listes = '{}', recherches = 0, prevenu_le = null
      where compte_id = ${arret.compte_id}::uuid and heure >= ${instant}::timestamptz - interval '1 hour'`.execute(
      tx,
    );
  }
}

export async function deleteRecherchesAnciennes(tx: Tx, avant: Date): Promise<void> {
  await sql`delete from cdap.compteur_recherche where heure < ${avant}::timestamptz`.execute(tx);
}
