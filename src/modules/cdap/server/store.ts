import { sql } from 'kysely';
import type { Base, Tx } from '../../../platform/db/base.ts';
import type { Bloc } from '../domain/blocs.ts';
import type { EtatDossier, SuiteDossier } from '../domain/etats.ts';
import { ecrireDossier } from '../domain/import/lire-dossier.ts';
import type { DossierGenere } from '../domain/population.ts';
import { preparerLot } from './imports/preparer-lot.ts';
import { SORTS, writeLot } from './store/imports.ts';

/** First call, one item: who asks (by the digest of the cookie), under which right, for which file. */
export interface DemandePreparation {
  readonly empreinte: Buffer;
  readonly habilitation: string;
  /** Null: the reader's own Caf. */
  readonly caf: string | null;
  /** Null: no file is looked up, as before a search. */
  readonly numero: number | null;
  readonly instant: Date;
}

/** Facts of one item; null beyond the session when there is none, beyond the right when it cannot be used. */
export interface Preparation {
  readonly rang: number;
  readonly session_id: string | null;
  readonly compte_id: string;
  readonly nature: 'partenaire' | 'caf' | 'cnaf';
  readonly caf_code: string | null;
  readonly partenaire_id: string | null;
  readonly niveau: 'mot-de-passe' | 'complet';
  readonly second_facteur: boolean;
  readonly confirmee_le: Date | null;
  /** Null: no such right. Moves with anything that the right rests on. */
  readonly revision: string | null;
  readonly profil: string;
  readonly empechements: string[];
  readonly partenaire_type: string;
  readonly partenaire_organisme: string | null;
  readonly missions: string[];
  readonly usages: ('creche' | 'tarif' | 'cantine-un-euro')[];
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly equipement_id: string | null;
  readonly equipement_ferme_le: string | null;
  readonly subvention_debut: string | null;
  readonly subvention_fin: string | null;
  readonly catalogue: '2017' | '2025' | null;
  readonly version_matrice: number | null;
  readonly fuseau: string;
  readonly jour: string;
  readonly seuil_confirmation_heure: number;
  readonly plafond_compte_heure: number;
  readonly seuil_partenaire_jour: number;
  readonly plafond_partenaire_jour: number;
  readonly motif_exige: boolean;
  readonly lectures_heure: number;
  readonly lectures_jour: number;
  readonly arret_compte: boolean;
  readonly arret_partenaire: boolean;
  readonly dossier_etat: EtatDossier | null;
  readonly dossier_restreint: boolean;
  readonly dossier_donnees_le: string;
  readonly opposition: boolean;
  readonly suite: SuiteDossier | null;
  readonly rsa_en_cours: boolean;
  readonly rsa_dernier_mois: string | null;
  readonly partenaire_siret: string;
  readonly departement: string | null;
  readonly mutation_en_cours: boolean;
  readonly aide_logement: boolean;
  readonly bailleur_tiers_payant: string | null;
  readonly protecteur: string | null;
  readonly protection_du: string | null;
  readonly protection_au: string | null;
  readonly trace_cmg: boolean;
  readonly etudiant: boolean;
  /** Which state of the file's row was judged; null without a file. */
  readonly dossier_version: string | null;
}

const PREPARER = `select rang, session_id, compte_id, nature, caf_code, partenaire_id, niveau, second_facteur, confirmee_le, revision,
  profil, empechements, partenaire_type, partenaire_organisme, missions, usages, conditions, equipement_id,
  equipement_ferme_le::text, subvention_debut::text, subvention_fin::text, catalogue, version_matrice, fuseau, jour::text,
  seuil_confirmation_heure, plafond_compte_heure, seuil_partenaire_jour, plafond_partenaire_jour, motif_exige,
  lectures_heure, lectures_jour, arret_compte, arret_partenaire, dossier_etat, dossier_restreint, dossier_donnees_le::text,
  opposition, suite, rsa_en_cours, rsa_dernier_mois::text, partenaire_siret, departement, mutation_en_cours, aide_logement,
  bailleur_tiers_payant, protecteur, protection_du::text, protection_au::text, trace_cmg, etudiant, dossier_version from cdap.preparer_consultations($1::jsonb)`;

export async function selectPreparations(
  base: Base,
  demandes: readonly DemandePreparation[],
): Promise<Preparation[]> {
  const lot = demandes.map((d, rang) => ({ ...d, rang, empreinte: d.empreinte.toString('hex') }));
  const { rows } = await base.pool.query<Preparation>(PREPARER, [JSON.stringify(lot)]);
  return rows;
}

/** Acts that show a file; each is a reading, counted and traced under its own name. */
export type ActionLecture = 'consultation-dossier' | 'extrait-dossier';

/** Second call, one item: what was decided, and the trace that says so. */
export interface DemandeLecture {
  readonly empreinte: Buffer;
  readonly session: string;
  readonly compte: string;
  readonly nature: 'partenaire' | 'caf' | 'cnaf';
  readonly organisme_caf: string | null;
  readonly partenaire: string | null;
  readonly habilitation: string | null;
  /** Revision of the partner when the right was judged; null when the decision does not rest on it. */
  readonly revision: string | null;
  readonly caf: string | null;
  readonly numero: number;
  readonly instant: Date;
  readonly jour: string | null;
  readonly compter: boolean;
  readonly limite_compte: number;
  readonly limite_partenaire: number;
  readonly ouverts: readonly Bloc[];
  readonly categories: readonly string[];
  readonly trace: string;
  readonly correlation: string;
  /** `echec`: the reading was allowed and its source failed; nothing is read, and the failure is traced. */
  readonly issue: 'fait' | 'refuse' | 'echec';
  readonly code: string | null;
  readonly profil: string | null;
  readonly version_matrice: number | null;
  readonly mission: string | null;
  readonly motif: string | null;
  /** What the act was about besides the file: the instructing service of T4. */
  readonly objet: string | null;
  readonly action: ActionLecture;
  readonly dossier_version: string | null;
  readonly adresse: string | null;
  readonly navigateur: string | null;
}

export interface Lecture {
  readonly resultat: 'fait' | 'refuse' | 'echec' | 'change' | 'plafond-compte' | 'plafond-partenaire';
  readonly blocs:
    | (Partial<Record<Bloc, unknown>> & { readonly etat: EtatDossier; readonly donneesLe: string })
    | null;
}

const comparer = (a: string | null, b: string | null): number =>
  (a ?? '') < (b ?? '') ? -1 : a === b ? 0 : 1;

const LIRE = 'select rang, resultat, blocs from cdap.lire_et_tracer($1::jsonb)';

/** Reads and traces as one act; answers in the order of the demands. */
export async function lireEtTracer(base: Base, demandes: readonly DemandeLecture[]): Promise<Lecture[]> {
  const lot = demandes
    .map((d, rang) => ({ ...d, rang, empreinte: d.empreinte.toString('hex') }))
    // Order of locks, see `lire_et_tracer`.
    .sort(
      (a, b) =>
        comparer(a.partenaire, b.partenaire) ||
        comparer(a.compte, b.compte) ||
        comparer(a.session, b.session),
    );
  const { rows } = await base.pool.query<Lecture & { rang: number }>(LIRE, [JSON.stringify(lot)]);
  const lectures: Lecture[] = new Array(demandes.length);
  for (const { rang, resultat, blocs } of rows) lectures[rang] = { resultat, blocs };
  return lectures;
}

export async function findVersionMatrice(base: Base, version: number): Promise<unknown> {
  const { rows } = await base.pool.query('select contenu from cdap.version_matrice where version = $1', [
    version,
  ]);
  return rows[0]?.contenu;
}

export async function listVersionsEnVigueur(
  tx: Tx,
  instant: Date,
): Promise<{ version: number; catalogue: string }[]> {
  const { rows } = await sql<{
    version: number;
    catalogue: string;
  }>`select version, catalogue from cdap.version_matrice
    where periode @> ${instant}::timestamptz`.execute(tx);
  return rows;
}

export interface ArretLu {
  readonly id: string;
  readonly caf_code: string;
  readonly partenaire_id: string;
  readonly compte_id: string | null;
  readonly cause: 'plafond-compte' | 'plafond-partenaire';
  readonly lectures: number;
  readonly pose_le: Date;
  readonly leve_le: Date | null;
  readonly leve_par: string | null;
  readonly leve_motif: string | null;
}

/** Open stops first, then those lifted lately. */
export async function listArrets(tx: Tx): Promise<ArretLu[]> {
  const { rows } =
    await sql<ArretLu>`select id, caf_code, partenaire_id, compte_id, cause, lectures, pose_le, leve_le, leve_par, leve_motif
    from cdap.arret_lecture order by leve_le is not null, coalesce(leve_le, pose_le) desc limit 200`.execute(
      tx,
    );
  return rows;
}

/** Accounts of which a stop was lifted since. */
export async function listComptesLeves(tx: Tx, depuis: Date): Promise<string[]> {
  const { rows } = await sql<{ compte_id: string }>`select distinct compte_id from cdap.arret_lecture
    where leve_le > ${depuis}::timestamptz and compte_id is not null`.execute(tx);
  return rows.map((r) => r.compte_id);
}

export async function lockArret(tx: Tx, id: string): Promise<ArretLu | undefined> {
  const { rows } =
    await sql<ArretLu>`select id, caf_code, partenaire_id, compte_id, cause, lectures, pose_le, leve_le, leve_par, leve_motif
    from cdap.arret_lecture where id = ${id}::uuid for update`.execute(tx);
  return rows[0];
}

export async function markLeve(tx: Tx, id: string, par: string, motif: string, instant: Date): Promise<void> {
  await sql`update cdap.arret_lecture set leve_le = ${instant}::timestamptz, leve_par = ${par}::uuid, leve_motif = ${motif}
    where id = ${id}::uuid`.execute(tx);
}

/** Counts start again from zero: without that a lifted stop would fall back at the next reading. */
export async function resetCompteurs(tx: Tx, arret: ArretLu, instant: Date): Promise<void> {
  if (arret.compte_id === null) {
    await sql`update cdap.compteur_partenaire set lectures = 0, prevenu_le = null
      where partenaire_id = ${arret.partenaire_id}::uuid and jour >= ${instant}::date - 1`.execute(tx);
  } else {
    await sql`update cdap.compteur_compte set lectures = 0, prevenu_le = null
      where compte_id = ${arret.compte_id}::uuid and heure >= ${instant}::timestamptz - interval '1 hour'`.execute(
      tx,
    );
  }
}

/** Sets a stop unless one is open; answers whether it is this call that set it. */
export async function insertArret(
  tx: Tx,
  a: {
    id: string;
    cafCode: string;
    partenaireId: string;
    compteId: string | null;
    cause: string;
    lectures: number;
    instant: Date;
  },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into cdap.arret_lecture (id, caf_code, partenaire_id, compte_id, cause, lectures, pose_le)
    values (${a.id}::uuid, ${a.cafCode}, ${a.partenaireId}::uuid, ${a.compteId}::uuid, ${a.cause}, ${a.lectures}, ${a.instant}::timestamptz)
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** Marks that the managers were told of a first cap; true once per hour (account) or per day (partner). */
export async function markPrevenu(
  tx: Tx,
  portee: { compteId: string } | { partenaireId: string; jour: string },
  instant: Date,
): Promise<boolean> {
  const { numAffectedRows } =
    'compteId' in portee
      ? await sql`update cdap.compteur_compte set prevenu_le = ${instant}::timestamptz
          where compte_id = ${portee.compteId}::uuid and heure = date_trunc('hour', ${instant}::timestamptz) and prevenu_le is null`.execute(
          tx,
        )
      : await sql`update cdap.compteur_partenaire set prevenu_le = ${instant}::timestamptz
          where partenaire_id = ${portee.partenaireId}::uuid and jour = ${portee.jour}::date and prevenu_le is null`.execute(
          tx,
        );
  return numAffectedRows === 1n;
}

export async function deleteCompteursAnciens(tx: Tx, avant: Date): Promise<void> {
  await sql`delete from cdap.compteur_compte where heure < ${avant}::timestamptz`.execute(tx);
  await sql`delete from cdap.compteur_partenaire where jour < ${avant}::date`.execute(tx);
}

/**
 * Loads files under their Caf's tenant, many at once, with the keys by which they are found; the way of an import, so
 * that what a demonstration or a test holds is what an import would take.
 */
export async function insertDossiers(tx: Tx, dossiers: readonly DossierGenere[]): Promise<void> {
  const parCaf = Map.groupBy(dossiers, ({ cafCode }) => cafCode);
  for (const [caf, siens] of parCaf) {
    const lot = preparerLot(
      siens.map((d, i) => ({ ligne: i + 1, texte: Buffer.from(ecrireDossier(d)).toString('latin1') })),
      { caf, jour: JOUR_SANS_BORNE },
    );
    const [refusee] = lot.refusees;
    if (refusee) throw new Error(`file ${refusee.ligne}: ${refusee.champ} ${refusee.raison}`);
    await writeLot(tx, caf, lot, new Int32Array(siens.length).fill(SORTS.ajoute));
  }
}

/** Tests and demonstrations move their own clock: a date is not compared with any day. */
const JOUR_SANS_BORNE = '9999-12-31';

export async function insertOpposition(
  tx: Tx,
  o: { cafCode: string; numero: number; partenaireId: string; le: string },
): Promise<void> {
  await sql`insert into cdap.opposition (caf_code, numero, partenaire_id, enregistree_le)
    values (${o.cafCode}, ${o.numero}, ${o.partenaireId}::uuid, ${o.le}::date)`.execute(tx);
}

export async function insertVersionMatrice(
  tx: Tx,
  v: {
    version: number;
    catalogue: '2017' | '2025';
    du: Date;
    au: Date | null;
    motif: string;
    auteur: string;
    contenu: unknown;
  },
): Promise<void> {
  await sql`insert into cdap.version_matrice (version, catalogue, periode, motif, auteur, contenu)
    values (${v.version}, ${v.catalogue}, tstzrange(${v.du}::timestamptz, ${v.au}::timestamptz), ${v.motif}, ${v.auteur},
      ${JSON.stringify(v.contenu)}::jsonb)`.execute(tx);
}
