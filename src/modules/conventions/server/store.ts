import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/base.ts';

/** Where a row belongs; foreign keys check that the parts of one convention all belong to one partner. */
export interface Appartenance {
  readonly cafCode: string;
  readonly partenaireId: string;
}

export interface Convention extends Appartenance {
  readonly id: string;
  readonly numero: string;
  readonly edition: '2017' | '2023' | '2025';
  readonly etat: 'demande' | 'redaction' | 'a-signer' | 'signee' | 'resiliee' | 'expiree' | 'abandonnee';
  readonly signeeCafLe: string | null;
  readonly signeePartenaireLe: string | null;
  readonly formalitesCafLe: string | null;
  readonly formalitesPartenaireLe: string | null;
  readonly effetLe: Date | null;
  readonly finLe: Date | null;
  readonly finCause: 'resiliation' | 'manquement' | 'expiration' | 'remplacement' | null;
}

export async function insertConvention(tx: Tx, c: Convention): Promise<void> {
  await sql`insert into conventions.convention (id, caf_code, partenaire_id, numero, edition, etat, signee_caf_le,
      signee_partenaire_le, formalites_caf_le, formalites_partenaire_le, effet_le, fin_le, fin_cause)
    values (${c.id}::uuid, ${c.cafCode}, ${c.partenaireId}::uuid, ${c.numero}, ${c.edition}, ${c.etat},
      ${c.signeeCafLe}::date, ${c.signeePartenaireLe}::date, ${c.formalitesCafLe}::date, ${c.formalitesPartenaireLe}::date,
      ${c.effetLe}::timestamptz, ${c.finLe}::timestamptz, ${c.finCause})`.execute(tx);
}

export async function insertVersionConvention(
  tx: Tx,
  v: Appartenance & {
    id: string;
    conventionId: string;
    du: Date;
    missions: readonly string[];
    signataireCaf: string;
    signatairePartenaire: string;
  },
): Promise<void> {
  await sql`insert into conventions.version_convention (id, caf_code, partenaire_id, convention_id, rang, periode, missions,
      signataire_caf, signataire_partenaire)
    values (${v.id}::uuid, ${v.cafCode}, ${v.partenaireId}::uuid, ${v.conventionId}::uuid, 1,
      tstzrange(${v.du}::timestamptz, null), ${v.missions}::text[], ${v.signataireCaf}, ${v.signatairePartenaire})`.execute(
    tx,
  );
}

export async function insertVersionContrat(
  tx: Tx,
  v: Appartenance & {
    id: string;
    conventionId: string;
    du: Date;
    signeLe: string;
    modeGestion: 'delegue' | 'centralise';
    modeRaison: string | null;
    delaiEscalade: number | null;
    delaiEscaladeUnite: 'jours' | 'jours-ouvres' | null;
  },
): Promise<void> {
  await sql`insert into conventions.version_contrat (id, caf_code, partenaire_id, convention_id, rang, periode, signe_caf_le,
      signe_partenaire_le, mode_gestion, mode_raison, delai_escalade, delai_escalade_unite)
    values (${v.id}::uuid, ${v.cafCode}, ${v.partenaireId}::uuid, ${v.conventionId}::uuid, 1,
      tstzrange(${v.du}::timestamptz, null), ${v.signeLe}::date, ${v.signeLe}::date, ${v.modeGestion}, ${v.modeRaison},
      ${v.delaiEscalade}, ${v.delaiEscaladeUnite})`.execute(tx);
}

export async function insertBulletin(
  tx: Tx,
  b: Appartenance & {
    id: string;
    conventionId: string;
    service: 'cdap' | 'afas';
    annexe: number;
    libelle: string;
    disponibleLe: string;
  },
): Promise<void> {
  await sql`insert into conventions.bulletin_adhesion (id, caf_code, partenaire_id, convention_id, service, annexe, libelle, disponible_le)
    values (${b.id}::uuid, ${b.cafCode}, ${b.partenaireId}::uuid, ${b.conventionId}::uuid, ${b.service}, ${b.annexe},
      ${b.libelle}, ${b.disponibleLe}::date)`.execute(tx);
}

export async function insertVersionBulletin(
  tx: Tx,
  v: Appartenance & {
    id: string;
    bulletinId: string;
    rang: number;
    du: Date;
    au: Date | null;
    signeLe: string;
    catalogue: '2017' | '2025';
    plafondUtilisateurs: number | null;
  },
): Promise<void> {
  await sql`insert into conventions.version_bulletin (id, caf_code, partenaire_id, bulletin_id, rang, periode, signe_caf_le,
      signe_partenaire_le, catalogue, plafond_utilisateurs)
    values (${v.id}::uuid, ${v.cafCode}, ${v.partenaireId}::uuid, ${v.bulletinId}::uuid, ${v.rang},
      tstzrange(${v.du}::timestamptz, ${v.au}::timestamptz), ${v.signeLe}::date, ${v.signeLe}::date, ${v.catalogue},
      ${v.plafondUtilisateurs})`.execute(tx);
}

export async function insertQuota(
  tx: Tx,
  q: Appartenance & {
    id: string;
    versionBulletinId: string;
    profil: string;
    perimetre: 'partenaire' | 'lieu' | 'equipement';
    maximum: number;
  },
): Promise<void> {
  await sql`insert into conventions.quota (id, caf_code, partenaire_id, version_bulletin_id, profil, perimetre, maximum)
    values (${q.id}::uuid, ${q.cafCode}, ${q.partenaireId}::uuid, ${q.versionBulletinId}::uuid, ${q.profil}, ${q.perimetre},
      ${q.maximum})`.execute(tx);
}

export async function insertFinancement(
  tx: Tx,
  f: Appartenance & { id: string; equipementId: string; reference: string; du: Date; au: Date | null },
): Promise<void> {
  await sql`insert into conventions.convention_financement (id, caf_code, partenaire_id, equipement_id, reference, periode)
    values (${f.id}::uuid, ${f.cafCode}, ${f.partenaireId}::uuid, ${f.equipementId}::uuid, ${f.reference},
      tstzrange(${f.du}::timestamptz, ${f.au}::timestamptz))`.execute(tx);
}

/** Locks the maximum of a profile in the version in force: what a grant holds while it takes a seat (HAB-02). */
export async function lockQuota(
  tx: Tx,
  bulletinId: string,
  profil: string,
  perimetre: string,
  instant: Date,
): Promise<number | undefined> {
  const { rows } = await sql<{ maximum: number }>`select q.maximum from conventions.quota q
    join conventions.version_bulletin v on v.id = q.version_bulletin_id
    where v.bulletin_id = ${bulletinId}::uuid and v.periode @> ${instant}::timestamptz and q.profil = ${profil}
      and q.perimetre = ${perimetre} for update of q`.execute(tx);
  return rows[0]?.maximum;
}

export async function listMissions(tx: Tx): Promise<{ code: string; libelle: string }[]> {
  const { rows } = await sql<{
    code: string;
    libelle: string;
  }>`select code, libelle from conventions.mission`.execute(tx);
  return rows;
}
