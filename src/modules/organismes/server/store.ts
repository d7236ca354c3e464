import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/base.ts';

export interface Caf {
  readonly code: string;
  readonly nom: string;
  readonly departements: readonly string[];
  readonly adresse: string;
  readonly directeurNom: string;
  readonly directeurFonction: string;
  readonly directeurInterim: boolean;
  /** IANA time zone: contractual days begin and end there. */
  readonly fuseau: string;
  readonly territoire: string;
  readonly horaires: Readonly<Record<string, readonly string[]>>;
  readonly pointsContact: Readonly<Record<string, string>>;
  readonly numerotation: string;
  readonly seuilConfirmationHeure: number;
  readonly plafondCompteHeure: number;
  readonly seuilPartenaireJour: number;
  readonly plafondPartenaireJour: number;
  readonly motifExige: boolean;
}

export async function insertCaf(tx: Tx, c: Caf): Promise<void> {
  await sql`insert into organismes.caf (code, nom, departements, adresse, directeur_nom, directeur_fonction,
      directeur_interim, fuseau, territoire, horaires, points_contact, numerotation, seuil_confirmation_heure,
      plafond_compte_heure, seuil_partenaire_jour, plafond_partenaire_jour, motif_exige)
    values (${c.code}, ${c.nom}, ${c.departements}, ${c.adresse}, ${c.directeurNom}, ${c.directeurFonction},
      ${c.directeurInterim}, ${c.fuseau}, ${c.territoire}, ${JSON.stringify(c.horaires)}::jsonb,
      ${JSON.stringify(c.pointsContact)}::jsonb, ${c.numerotation}, ${c.seuilConfirmationHeure},
      ${c.plafondCompteHeure}, ${c.seuilPartenaireJour}, ${c.plafondPartenaireJour}, ${c.motifExige})`.execute(
    tx,
  );
}

export interface Partenaire {
  readonly id: string;
  readonly cafCode: string;
  readonly siret: string;
  readonly raisonSociale: string;
  readonly type: string;
  readonly organisme: string | null;
  readonly codeInsee: string | null;
  readonly adresse: string;
  readonly courriel: string;
  readonly telephone: string | null;
  readonly signataireNom: string;
  readonly signataireFonction: string;
  readonly suspenduLe: Date | null;
  readonly suspensionMotif: string | null;
}

export async function insertPartenaire(tx: Tx, p: Partenaire): Promise<void> {
  await sql`insert into organismes.partenaire (id, caf_code, siret, raison_sociale, type, organisme, code_insee, adresse,
      courriel, telephone, signataire_nom, signataire_fonction, suspendu_le, suspension_motif)
    values (${p.id}::uuid, ${p.cafCode}, ${p.siret}, ${p.raisonSociale}, ${p.type}, ${p.organisme}, ${p.codeInsee},
      ${p.adresse}, ${p.courriel}, ${p.telephone}, ${p.signataireNom}, ${p.signataireFonction},
      ${p.suspenduLe}::timestamptz, ${p.suspensionMotif})`.execute(tx);
}

export interface Equipement {
  readonly id: string;
  readonly cafCode: string;
  readonly partenaireId: string;
  readonly nature: string;
  readonly libelle: string;
  readonly identifiantCaf: string;
  readonly adresse: string;
  readonly ouvertLe: string;
}

export async function insertEquipement(tx: Tx, e: Equipement): Promise<void> {
  await sql`insert into organismes.equipement (id, caf_code, partenaire_id, nature, libelle, identifiant_caf, adresse, ouvert_le)
    values (${e.id}::uuid, ${e.cafCode}, ${e.partenaireId}::uuid, ${e.nature}, ${e.libelle}, ${e.identifiantCaf},
      ${e.adresse}, ${e.ouvertLe}::date)`.execute(tx);
}

export async function listPartenairesParId(
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; raison_sociale: string }[]> {
  const { rows } = await sql<{ id: string; raison_sociale: string }>`
    select id, raison_sociale from organismes.partenaire where id = any(${ids}::uuid[])`.execute(tx);
  return rows;
}

export async function findCaf(
  tx: Tx,
  code: string,
): Promise<
  | {
      code: string;
      nom: string;
      adresse: string;
      fuseau: string;
      motif_exige: boolean;
      seuil_partenaire_jour: number;
    }
  | undefined
> {
  const { rows } = await sql<{
    code: string;
    nom: string;
    adresse: string;
    fuseau: string;
    motif_exige: boolean;
    seuil_partenaire_jour: number;
  }>`
    select code, nom, adresse, fuseau, motif_exige, seuil_partenaire_jour from organismes.caf where code = ${code}`.execute(
    tx,
  );
  return rows[0];
}

export async function countCafs(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from organismes.caf`.execute(tx);
  return rows[0]?.n ?? 0;
}

export async function findAdressePartenaire(
  tx: Tx,
  id: string,
): Promise<{ nom: string; adresse: string } | undefined> {
  const { rows } = await sql<{ nom: string; adresse: string }>`select raison_sociale as nom, adresse
    from organismes.partenaire where id = ${id}::uuid`.execute(tx);
  return rows[0];
}
