import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/base.ts';

/** A right with what it rests on and what prevents it, as `habilitations.droits` derives it. */
export interface DroitLu {
  readonly habilitation_id: string;
  readonly compte_id: string;
  readonly caf_code: string;
  readonly partenaire_id: string;
  readonly partenaire_nom: string;
  readonly partenaire_type: string;
  readonly partenaire_organisme: string | null;
  readonly partenaire_siret: string;
  readonly service: 'cdap' | 'afas' | 'habilitations';
  readonly profil: string;
  readonly perimetre: 'partenaire' | 'lieu' | 'equipement';
  readonly debut: Date;
  readonly fin: Date | null;
  readonly etat: 'demandee' | 'active' | 'suspendue' | 'close';
  readonly etat_motif: string | null;
  readonly missions: string[];
  readonly usages: string[];
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly responsable_metier: string;
  readonly accordee_par: string | null;
  readonly accordee_le: Date | null;
  readonly equipement_id: string | null;
  readonly equipement_libelle: string | null;
  readonly equipement_ferme_le: string | null;
  readonly subvention_reference: string | null;
  readonly subvention_debut: Date | null;
  readonly subvention_fin: Date | null;
  readonly bulletin_annexe: number;
  readonly bulletin_libelle: string;
  readonly catalogue: '2017' | '2025' | null;
  readonly quota: number | null;
  readonly convention_numero: string;
  readonly convention_fin_le: Date | null;
  readonly empechements: string[];
}

export async function listDroits(tx: Tx, compteId: string, instant: Date): Promise<DroitLu[]> {
  const { rows } = await sql<DroitLu>`select d.*, d.equipement_ferme_le::text as equipement_ferme_le
    from habilitations.droits(${compteId}::uuid, ${instant}::timestamptz) d
    order by cardinality(d.empechements) = 0 desc, d.service, d.profil, d.debut desc`.execute(tx);
  return rows;
}

export interface NouvelleHabilitation {
  readonly id: string;
  readonly cafCode: string;
  readonly partenaireId: string;
  readonly compteId: string;
  readonly bulletinId: string;
  readonly service: 'cdap' | 'afas';
  readonly profil: string;
  readonly perimetre: 'partenaire' | 'lieu' | 'equipement';
  readonly perimetreId: string;
  readonly du: Date;
  readonly au: Date | null;
  readonly etat: 'demandee' | 'active' | 'suspendue' | 'close';
  readonly etatMotif: string | null;
  readonly missions: readonly string[];
  readonly responsableMetier: string;
  readonly usages: readonly string[];
  readonly equipementId: string | null;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly accordeePar: string | null;
  readonly accordeeLe: Date;
  readonly versionMatrice: number | null;
}

export async function insertHabilitation(tx: Tx, h: NouvelleHabilitation): Promise<void> {
  await sql`insert into habilitations.habilitation (id, caf_code, partenaire_id, compte_id, bulletin_id, service, profil,
      perimetre, perimetre_id, periode, etat, etat_motif, missions, responsable_metier, usages, equipement_id, conditions,
      accordee_par, accordee_le, version_matrice)
    values (${h.id}::uuid, ${h.cafCode}, ${h.partenaireId}::uuid, ${h.compteId}::uuid, ${h.bulletinId}::uuid, ${h.service},
      ${h.profil}, ${h.perimetre}, ${h.perimetreId}::uuid, tstzrange(${h.du}::timestamptz, ${h.au}::timestamptz), ${h.etat},
      ${h.etatMotif}, ${h.missions}::text[], ${h.responsableMetier}, ${h.usages}::text[], ${h.equipementId}::uuid,
      ${JSON.stringify(h.conditions)}::jsonb, ${h.accordeePar}::uuid, ${h.accordeeLe}::timestamptz, ${h.versionMatrice})`.execute(
    tx,
  );
}

/** What a seat belongs to: the counter of a quota. */
export interface Compteur {
  readonly perimetre: 'partenaire' | 'lieu' | 'equipement';
  readonly perimetreId: string;
}

/**
 * Seats the person for the period, under the lock that the caller holds on the quota (HAB-02): the seat they
 * already hold, widened if need be, else the lowest free number. False when there is none left.
 */
export async function prendreSiege(
  tx: Tx,
  h: NouvelleHabilitation,
  compteur: Compteur,
  maximum: number,
): Promise<boolean> {
  const periode = sql`tstzrange(${h.du}::timestamptz, ${h.au}::timestamptz)`;
  const siege = sql`s.bulletin_id = ${h.bulletinId}::uuid and s.profil = ${h.profil} and s.perimetre_id = ${compteur.perimetreId}::uuid`;
  const { rows: tenus } = await sql<{
    numero: number;
    couvre: boolean;
  }>`select s.numero, s.periode @> ${periode} as couvre
    from habilitations.siege s where ${siege} and s.compte_id = ${h.compteId}::uuid and s.periode && ${periode}`.execute(
    tx,
  );
  const [tenu, autre] = tenus;
  if (tenu?.couvre) return true;
  if (tenu !== undefined && autre === undefined) {
    const { numAffectedRows } =
      await sql`update habilitations.siege s set periode = range_merge(s.periode, ${periode})
      where ${siege} and s.numero = ${tenu.numero} and s.compte_id = ${h.compteId}::uuid and s.periode && ${periode}
        and not exists (select from habilitations.siege a where a.bulletin_id = s.bulletin_id and a.profil = s.profil
          and a.perimetre_id = s.perimetre_id and a.periode && range_merge(s.periode, ${periode})
          and (a.numero = s.numero or a.compte_id = s.compte_id)
          and (a.compte_id, a.numero, a.periode) is distinct from (s.compte_id, s.numero, s.periode))`.execute(
        tx,
      );
    return numAffectedRows === 1n;
  }
  if (tenu !== undefined) return false;
  const { numAffectedRows } =
    await sql`insert into habilitations.siege (caf_code, partenaire_id, bulletin_id, profil,
      perimetre, perimetre_id, numero, compte_id, periode)
    select ${h.cafCode}, ${h.partenaireId}::uuid, ${h.bulletinId}::uuid, ${h.profil}, ${compteur.perimetre},
      ${compteur.perimetreId}::uuid, n, ${h.compteId}::uuid, ${periode}
    from generate_series(1, ${maximum}::integer) n
    where not exists (select from habilitations.siege s where ${siege} and s.numero = n and s.periode && ${periode})
    order by n limit 1`.execute(tx);
  return numAffectedRows === 1n;
}

/** Closes the rights of an ended account and gives back its seats, as of its end; those of an open one stay. */
export async function closeDroitsDuCompte(tx: Tx, compteId: string, instant: Date): Promise<void> {
  const fin = sql`(select least(coalesce(upper(c.acces), ${instant}::timestamptz), ${instant}::timestamptz)
    from identite.compte_publie c where c.id = ${compteId}::uuid and c.etat = 'clos')`;
  // What had not begun keeps an instant of its period: a range cannot be empty.
  const jusquaLa = sql`tstzrange(lower(periode), greatest(least(f.fin, upper(periode)), lower(periode) + interval '1 microsecond'))`;
  await sql`update habilitations.siege s set periode = ${jusquaLa} from (select ${fin} as fin) f
    where s.compte_id = ${compteId}::uuid and f.fin is not null and (upper_inf(s.periode) or upper(s.periode) > f.fin)`.execute(
    tx,
  );
  await sql`update habilitations.habilitation h set etat = 'close', etat_motif = 'Compte fermé', periode = ${jusquaLa}
    from (select ${fin} as fin) f
    where h.compte_id = ${compteId}::uuid and h.etat <> 'close' and f.fin is not null`.execute(tx);
}
