import { sql } from 'kysely';
import type { NatureOrganisation, Organisation, Role } from '../../../../kernel/acteur.ts';
import type { Tx } from '../../../../platform/db/base.ts';

export interface CompteGere {
  readonly id: string;
  readonly nature: NatureOrganisation;
  readonly caf_code: string | null;
  readonly partenaire_id: string | null;
  readonly identifiant: string;
  readonly prenom: string;
  readonly nom: string;
  readonly fonction: string;
  readonly courriel: string;
  readonly telephone: string | null;
  readonly roles: Role[];
  readonly etat: 'actif' | 'suspendu' | 'clos';
  readonly etat_motif: string | null;
  readonly etat_le: Date | null;
  readonly etat_par_nature: NatureOrganisation | null;
  readonly cree_le: Date | null;
  readonly acces_fin: Date | null;
  readonly derniere_connexion_le: Date | null;
  readonly premier_acces_le: Date | null;
  readonly provisoire_expire_le: Date | null;
  /** No password of the person's own: a first access is awaited, or has to be given. */
  readonly sans_mot_de_passe: boolean;
  /** Who gave the access again, until its person has taken it. */
  readonly acces_redonne_par: string | null;
  readonly changement_ordonne_le: Date | null;
  readonly second_facteur: boolean;
  readonly homonyme: boolean;
}

const COLONNES = (
  instant: Date,
) => sql`c.id, c.nature, c.caf_code, c.partenaire_id, c.identifiant, c.prenom, c.nom,
  c.fonction, c.courriel, c.telephone, c.etat, c.etat_motif, c.etat_le, c.etat_par_nature, c.cree_le, upper(c.acces) as acces_fin,
  c.derniere_connexion_le, c.premier_acces_le, c.provisoire_expire_le, c.changement_ordonne_le,
  c.mot_de_passe_le is null as sans_mot_de_passe, c.acces_redonne_par,
  coalesce((select array_agg(r.role order by r.role) from identite.role_compte r
    where r.compte_id = c.id and r.periode @> ${instant}::timestamptz), '{}') as roles,
  exists (select from identite.facteur_totp t where t.compte_id = c.id)
    or exists (select from identite.cle_acces k where k.compte_id = c.id) as second_facteur,
  exists (select from identite.compte h where h.id <> c.id and h.nature = c.nature and h.etat <> 'clos'
    and h.caf_code is not distinct from c.caf_code and h.partenaire_id is not distinct from c.partenaire_id
    and lower(h.nom) = lower(c.nom) and lower(h.prenom) = lower(c.prenom)) as homonyme`;

const duMeme = (
  o: Organisation,
) => sql`c.nature = ${o.nature} and c.caf_code is not distinct from ${o.cafCode}::text
  and c.partenaire_id is not distinct from ${o.partenaireId}::uuid`;

/** The organisation of an account that the tenant sees. */
export async function findOrganisationDe(tx: Tx, id: string): Promise<Organisation | undefined> {
  const { rows } = await sql<{
    nature: NatureOrganisation;
    caf_code: string | null;
    partenaire_id: string | null;
  }>`
    select nature, caf_code, partenaire_id from identite.compte where id = ${id}::uuid`.execute(tx);
  const trouve = rows[0];
  return trouve && { nature: trouve.nature, cafCode: trouve.caf_code, partenaireId: trouve.partenaire_id };
}

/** Locks an account that somebody acts on; undefined outside the tenant. */
export async function lockCompteGere(tx: Tx, id: string, instant: Date): Promise<CompteGere | undefined> {
  const { rows } = await sql<CompteGere>`select ${COLONNES(instant)} from identite.compte c
    where c.id = ${id}::uuid for update of c`.execute(tx);
  return rows[0];
}

export type FiltreEtat = 'attente' | 'actif' | 'suspendu' | 'clos' | 'ouverts' | 'tous';

export type TriComptes = `${'' | '-'}${'nom' | 'etat' | 'connexion'}`;

/** Orders of a list, by its column; names break ties. */
const ORDRES = {
  nom: sql``,
  '-nom': sql``,
  etat: sql`c.etat, c.mot_de_passe_le is null,`,
  '-etat': sql`c.etat desc, c.mot_de_passe_le is null desc,`,
  connexion: sql`c.derniere_connexion_le nulls first,`,
  '-connexion': sql`c.derniere_connexion_le desc nulls last,`,
} as const satisfies Record<TriComptes, unknown>;

export interface CritereComptes {
  readonly organisme: Organisation;
  readonly recherche: string;
  readonly etat: FiltreEtat;
  /** Only those who hold one of these roles; null: everybody. */
  readonly roles: readonly Role[] | null;
  /** This one alone; null: all of them. */
  readonly compte: string | null;
  readonly tri: TriComptes;
  readonly page: number;
  readonly parPage: number;
}

/** Ended by somebody, or by the end of a mission. */
const estFini = (instant: Date) =>
  sql`(c.etat = 'clos' or coalesce(upper(c.acces) <= ${instant}::timestamptz, false))`;

/** One page of an organisation's accounts by name, and how many there are in all. */
export async function listComptes(
  tx: Tx,
  { organisme, recherche, etat, roles, compte, tri, page, parPage }: CritereComptes,
  instant: Date,
): Promise<{ comptes: CompteGere[]; total: number }> {
  const mots = recherche.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 5);
  const fini = estFini(instant);
  const filtres = [
    duMeme(organisme),
    ...mots.map(
      (mot) =>
        sql`(strpos(lower(c.nom), ${mot}) > 0 or strpos(lower(c.prenom), ${mot}) > 0 or c.identifiant = ${mot}
          or lower(c.courriel) = ${mot} or strpos(lower(c.fonction), ${mot}) > 0)`,
    ),
    {
      tous: sql`true`,
      ouverts: sql`not ${fini}`,
      clos: fini,
      suspendu: sql`c.etat = 'suspendu' and not ${fini}`,
      actif: sql`c.etat = 'actif' and c.mot_de_passe_le is not null and not ${fini}`,
      attente: sql`c.etat = 'actif' and c.mot_de_passe_le is null and not ${fini}`,
    }[etat],
    compte === null ? sql`true` : sql`c.id = ${compte}::uuid`,
    roles === null
      ? sql`true`
      : sql`exists (select from identite.role_compte r where r.compte_id = c.id and r.role = any(${roles}::text[])
          and r.periode @> ${instant}::timestamptz)`,
  ];
  const ou = sql.join(filtres, sql` and `);
  const sens = tri === '-nom' ? sql`desc` : sql`asc`;
  const { rows } = await sql<CompteGere>`select ${COLONNES(instant)} from identite.compte c where ${ou}
    order by ${ORDRES[tri]} lower(c.nom) ${sens}, lower(c.prenom) ${sens}, c.id limit ${parPage} offset ${(page - 1) * parPage}`.execute(
    tx,
  );
  const { rows: total } = await sql<{
    n: number;
  }>`select count(*)::int as n from identite.compte c where ${ou}`.execute(tx);
  return { comptes: rows, total: total[0]?.n ?? 0 };
}

export interface OrganismeGere extends Organisation {
  readonly nom: string;
  readonly precision: string | null;
  readonly comptes: number;
  readonly sans_principal: boolean;
  readonly sans_suppleant: boolean;
}

interface RangeeOrganisme {
  readonly nature: NatureOrganisation;
  readonly caf_code: string | null;
  readonly partenaire_id: string | null;
  readonly nom: string;
  readonly precision: string | null;
  readonly comptes: number;
  readonly principal: boolean;
  readonly suppleant: boolean;
}

/** Organisations that the tenant sees, the partners of a Caf or a partner alone, with the roles that are held there. */
export async function listOrganismes(tx: Tx, instant: Date): Promise<OrganismeGere[]> {
  const { rows } = await sql<RangeeOrganisme>`
    with tenus as (
      select c.nature, c.caf_code, c.partenaire_id, count(*) filter (where not ${estFini(instant)})::int as comptes,
        bool_or(c.etat = 'actif' and 'administrateur-principal' = any(r.roles)) as principal,
        bool_or(c.etat = 'actif' and 'administrateur-suppleant' = any(r.roles)) as suppleant
      from identite.compte c
      left join lateral (select array_agg(x.role) as roles from identite.role_compte x
        where x.compte_id = c.id and x.periode @> ${instant}::timestamptz) r on true
      group by c.nature, c.caf_code, c.partenaire_id
    ), organismes as (
      select 'partenaire' as nature, p.caf_code, p.id as partenaire_id, p.raison_sociale as nom, p.siret as precision
        from organismes.partenaire_publie p
      union all select 'caf', f.code, null, f.nom, f.code from organismes.caf_publiee f
      union all select 'cnaf', null, null, 'Cnaf', null
    )
    select o.nature, o.caf_code, o.partenaire_id, o.nom, o.precision, coalesce(t.comptes, 0) as comptes,
      coalesce(t.principal, false) as principal, coalesce(t.suppleant, false) as suppleant
    from organismes o
    left join tenus t on t.nature = o.nature and t.caf_code is not distinct from o.caf_code
      and t.partenaire_id is not distinct from o.partenaire_id
    order by o.nature = 'partenaire', lower(o.nom)`.execute(tx);
  return rows.map(({ caf_code, partenaire_id, principal, suppleant, ...o }) => ({
    ...o,
    cafCode: caf_code,
    partenaireId: partenaire_id,
    sans_principal: o.nature === 'partenaire' && !principal,
    sans_suppleant: o.nature === 'partenaire' && !suppleant,
  }));
}

/**
 * Makes the acts on an organisation's accounts follow one another until the end of the transaction: two administrators
 * who end each other at the same instant, or two namings of one deputy, are judged in turn (ACC-14).
 */
export async function lockOrganisme(tx: Tx, o: Organisation): Promise<void> {
  const cle = `comptes:${o.nature}:${o.cafCode ?? ''}:${o.partenaireId ?? ''}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${cle}, 0))`.execute(tx);
}

/** Active accounts of an organisation that hold one of these roles now, but one. */
export async function countPorteurs(
  tx: Tx,
  o: Organisation,
  roles: readonly Role[],
  sauf: string | null,
  instant: Date,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(distinct c.id)::int as n
    from identite.compte c join identite.role_compte r on r.compte_id = c.id and r.periode @> ${instant}::timestamptz
    where ${duMeme(o)} and c.etat = 'actif' and c.acces @> ${instant}::timestamptz and r.role = any(${roles}::text[])
      and c.id is distinct from ${sauf}::uuid`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Whether an account that has not ended holds this role: a suspended one may come back, and still has it. */
export async function isRoleTenu(tx: Tx, o: Organisation, role: Role, instant: Date): Promise<boolean> {
  const { rows } = await sql`select from identite.compte c
    join identite.role_compte r on r.compte_id = c.id and r.periode @> ${instant}::timestamptz
    where ${duMeme(o)} and c.etat <> 'clos' and r.role = ${role} limit 1`.execute(tx);
  return rows.length > 0;
}

/** Whether an open account of the organisation has this address, or this name. */
export async function findDoublons(
  tx: Tx,
  o: Organisation,
  qui: { readonly courriel: string; readonly prenom: string; readonly nom: string },
  sauf: string | null,
): Promise<{ courriel: boolean; homonymes: number }> {
  const { rows } = await sql<{ courriel: boolean; homonymes: number }>`
    select coalesce(bool_or(lower(c.courriel) = lower(${qui.courriel})), false) as courriel,
      (count(*) filter (where lower(c.nom) = lower(${qui.nom}) and lower(c.prenom) = lower(${qui.prenom})))::int as homonymes
    from identite.compte c where ${duMeme(o)} and c.etat <> 'clos' and c.id is distinct from ${sauf}::uuid`.execute(
    tx,
  );
  return rows[0] ?? { courriel: false, homonymes: 0 };
}

export async function setIdentiteCompte(
  tx: Tx,
  id: string,
  qui: {
    readonly prenom: string;
    readonly nom: string;
    readonly fonction: string;
    readonly courriel: string;
  },
): Promise<void> {
  await sql`update identite.compte set prenom = ${qui.prenom}, nom = ${qui.nom}, fonction = ${qui.fonction},
    courriel = ${qui.courriel} where id = ${id}::uuid`.execute(tx);
}

export interface ChangementEtat {
  readonly id: string;
  readonly motif: string | null;
  readonly par: string;
  readonly parNature: NatureOrganisation;
  readonly instant: Date;
}

export async function suspendCompte(tx: Tx, c: ChangementEtat): Promise<void> {
  await sql`update identite.compte set etat = 'suspendu', etat_motif = ${c.motif}, etat_le = ${c.instant}::timestamptz,
    etat_par = ${c.par}::uuid, etat_par_nature = ${c.parNature} where id = ${c.id}::uuid`.execute(tx);
}

export async function reopenCompte(tx: Tx, c: ChangementEtat): Promise<void> {
  await sql`update identite.compte set etat = 'actif', etat_motif = null, etat_le = ${c.instant}::timestamptz,
    etat_par = ${c.par}::uuid, etat_par_nature = ${c.parNature} where id = ${c.id}::uuid`.execute(tx);
}

/** Ends an account and its roles at this instant; nothing is erased (HAB-08). */
export async function endCompte(tx: Tx, c: ChangementEtat & { readonly departLe: string }): Promise<void> {
  await sql`update identite.compte set etat = 'clos', etat_motif = ${c.motif}, etat_le = ${c.instant}::timestamptz,
      etat_par = ${c.par}::uuid, etat_par_nature = ${c.parNature}, depart_le = ${c.departLe}::date, mot_de_passe = null,
      premier_mot_de_passe = null, mot_de_passe_provisoire = false, provisoire_expire_le = null,
      acces = acces * tstzrange(null, ${c.instant}::timestamptz)
    where id = ${c.id}::uuid`.execute(tx);
  // What had not begun keeps an instant of its period, to be seen in the history.
  await sql`update identite.role_compte set periode = tstzrange(lower(periode), greatest(${c.instant}::timestamptz, lower(periode) + interval '1 microsecond'))
    where compte_id = ${c.id}::uuid and (upper_inf(periode) or upper(periode) > ${c.instant}::timestamptz)`.execute(
    tx,
  );
}

/** A first password in place of any other: what was sent before serves no more (ACC-01). */
export async function setProvisoire(tx: Tx, id: string, empreinte: string, expireLe: Date): Promise<void> {
  await sql`update identite.compte set mot_de_passe = ${empreinte}, mot_de_passe_provisoire = true,
    premier_mot_de_passe = null, provisoire_expire_le = ${expireLe}::timestamptz, mot_de_passe_le = null where id = ${id}::uuid`.execute(
    tx,
  );
}

/** Keeps who gave an access again: the letter of its password is for somebody else to print (ACC-07). */
export async function setAccesRedonnePar(tx: Tx, id: string, par: string): Promise<void> {
  await sql`update identite.compte set acces_redonne_par = ${par}::uuid where id = ${id}::uuid`.execute(tx);
}

/** Takes the password away without giving another one: a letter to print will make it. */
export async function clearMotDePasse(tx: Tx, id: string): Promise<void> {
  await sql`update identite.compte set mot_de_passe = null, premier_mot_de_passe = null,
    mot_de_passe_provisoire = false, provisoire_expire_le = null, mot_de_passe_le = null where id = ${id}::uuid`.execute(
    tx,
  );
}

export type CompteOrdonne = Pick<
  CompteGere,
  'id' | 'prenom' | 'courriel' | 'nature' | 'caf_code' | 'partenaire_id'
>;

/** Orders a change of password; the accounts that are meant, with where to write to each. */
export async function orderMotDePasse(
  tx: Tx,
  ou: { readonly compte: string } | { readonly partenaire: string },
  motif: string,
  instant: Date,
): Promise<CompteOrdonne[]> {
  const vises = 'compte' in ou ? sql`id = ${ou.compte}::uuid` : sql`partenaire_id = ${ou.partenaire}::uuid`;
  const { rows } = await sql<CompteOrdonne>`update identite.compte
    set changement_ordonne_le = ${instant}::timestamptz, changement_motif = ${motif}
    where ${vises} and etat <> 'clos' and mot_de_passe_le is not null
    returning id, prenom, courriel, nature, caf_code, partenaire_id`.execute(tx);
  return rows;
}

export async function addRole(tx: Tx, compteId: string, role: Role, instant: Date): Promise<void> {
  await sql`insert into identite.role_compte (compte_id, role, periode)
    values (${compteId}::uuid, ${role}, tstzrange(${instant}::timestamptz, null))`.execute(tx);
}

export async function endRole(tx: Tx, compteId: string, role: Role, instant: Date): Promise<void> {
  // A role given at this very instant has no moment to keep.
  await sql`update identite.role_compte set periode = tstzrange(lower(periode), greatest(${instant}::timestamptz, lower(periode) + interval '1 microsecond'))
    where compte_id = ${compteId}::uuid and role = ${role} and periode @> ${instant}::timestamptz`.execute(
    tx,
  );
}

export async function loadDatesCompte(
  tx: Tx,
  id: string,
): Promise<{ fonction: string; acces_fin: Date | null }> {
  const { rows } = await sql<{
    fonction: string;
    acces_fin: Date | null;
  }>`select fonction, upper(acces) as acces_fin
    from identite.compte where id = ${id}::uuid`.execute(tx);
  const trouve = rows[0];
  if (trouve === undefined) throw new Error('an account is not visible under its own tenant');
  return trouve;
}
