import { sql } from 'kysely';
import type { Tx } from '../../../../platform/db/base.ts';

export interface CleAcces {
  readonly id: string;
  readonly identifiant_cle: Buffer;
  readonly cle_publique: Buffer;
  readonly compteur: string;
  readonly transports: string[];
  readonly nom: string;
  readonly synchronisee: boolean;
  readonly creee_le: Date;
  readonly utilisee_le: Date | null;
}

export async function listCles(tx: Tx, compteId: string): Promise<CleAcces[]> {
  const { rows } =
    await sql<CleAcces>`select id, identifiant_cle, cle_publique, compteur, transports, nom, synchronisee,
      creee_le, utilisee_le
    from identite.cle_acces where compte_id = ${compteId}::uuid order by creee_le, id`.execute(tx);
  return rows;
}

/** Locks the key of this account that signs: its counter is judged and moved as one. */
export async function lockCle(
  tx: Tx,
  compteId: string,
  identifiantCle: Buffer,
): Promise<CleAcces | undefined> {
  const { rows } =
    await sql<CleAcces>`select id, identifiant_cle, cle_publique, compteur, transports, nom, synchronisee,
      creee_le, utilisee_le
    from identite.cle_acces where compte_id = ${compteId}::uuid and identifiant_cle = ${identifiantCle}::bytea
    for update`.execute(tx);
  return rows[0];
}

export async function setUsageCle(tx: Tx, id: string, compteur: number, instant: Date): Promise<void> {
  await sql`update identite.cle_acces set compteur = ${compteur}, utilisee_le = ${instant}::timestamptz
    where id = ${id}::uuid`.execute(tx);
}

export interface NouvelleCle {
  readonly id: string;
  readonly compteId: string;
  readonly identifiantCle: Buffer;
  readonly clePublique: Buffer;
  readonly compteur: number;
  readonly transports: readonly string[];
  readonly nom: string;
  readonly synchronisee: boolean;
  readonly creeeLe: Date;
}

/** False when this very key, or this name for another one of the account, is there already. */
export async function insertCle(tx: Tx, c: NouvelleCle): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into identite.cle_acces (id, compte_id, identifiant_cle, cle_publique,
      compteur, transports, nom, synchronisee, creee_le)
    values (${c.id}::uuid, ${c.compteId}::uuid, ${c.identifiantCle}::bytea, ${c.clePublique}::bytea, ${c.compteur},
      ${c.transports}::text[], ${c.nom}, ${c.synchronisee}, ${c.creeeLe}::timestamptz)
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** `introuvable`: not a key of this account; `pris`: another one has this name. */
export async function renameCle(
  tx: Tx,
  compteId: string,
  id: string,
  nom: string,
): Promise<'fait' | 'introuvable' | 'pris'> {
  const { rows } = await sql<{ id: string; nom: string }>`select id, nom from identite.cle_acces
    where compte_id = ${compteId}::uuid for update`.execute(tx);
  if (!rows.some((cle) => cle.id === id)) return 'introuvable';
  if (rows.some((cle) => cle.id !== id && cle.nom === nom)) return 'pris';
  await sql`update identite.cle_acces set nom = ${nom} where id = ${id}::uuid`.execute(tx);
  return 'fait';
}

export async function deleteCle(tx: Tx, compteId: string, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from identite.cle_acces
    where compte_id = ${compteId}::uuid and id = ${id}::uuid`.execute(tx);
  return numAffectedRows === 1n;
}

export async function deleteFacteurTotp(tx: Tx, compteId: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`delete from identite.facteur_totp where compte_id = ${compteId}::uuid`.execute(tx);
  return numAffectedRows === 1n;
}

/** Every factor, code and known device of an account: what follows a loss starts from nothing (ACC-07). */
export async function deleteFacteurs(tx: Tx, compteId: string): Promise<void> {
  await sql`delete from identite.facteur_totp where compte_id = ${compteId}::uuid`.execute(tx);
  await sql`delete from identite.totp_prepare where compte_id = ${compteId}::uuid`.execute(tx);
  await sql`delete from identite.cle_acces where compte_id = ${compteId}::uuid`.execute(tx);
  await sql`delete from identite.code_recuperation where compte_id = ${compteId}::uuid`.execute(tx);
  await deleteAppareils(tx, compteId);
}

export interface TotpPrepare {
  readonly secret_scelle: Buffer;
  readonly cle: string;
}

export async function saveTotpPrepare(
  tx: Tx,
  t: {
    readonly compteId: string;
    readonly sessionId: string;
    readonly scelle: Buffer;
    readonly cle: string;
    readonly expireLe: Date;
  },
): Promise<void> {
  await sql`insert into identite.totp_prepare (compte_id, session_id, secret_scelle, cle, expire_le)
    values (${t.compteId}::uuid, ${t.sessionId}::uuid, ${t.scelle}::bytea, ${t.cle}, ${t.expireLe}::timestamptz)
    on conflict (compte_id) do update set session_id = excluded.session_id, secret_scelle = excluded.secret_scelle,
      cle = excluded.cle, expire_le = excluded.expire_le`.execute(tx);
}

/** The secret that this very session is enrolling; another session's is not its own. */
export async function lockTotpPrepare(
  tx: Tx,
  compteId: string,
  sessionId: string,
  instant: Date,
): Promise<TotpPrepare | undefined> {
  const { rows } = await sql<TotpPrepare>`select secret_scelle, cle from identite.totp_prepare
    where compte_id = ${compteId}::uuid and session_id = ${sessionId}::uuid and expire_le > ${instant}::timestamptz
    for update`.execute(tx);
  return rows[0];
}

/** The prepared secret becomes the account's factor, in place of an earlier one; `pas` is spent already. */
export async function adoptTotpPrepare(tx: Tx, compteId: string, pas: number, instant: Date): Promise<void> {
  await sql`insert into identite.facteur_totp (compte_id, secret_scelle, cle, dernier_pas, enrole_le)
    select compte_id, secret_scelle, cle, ${pas}, ${instant}::timestamptz from identite.totp_prepare
    where compte_id = ${compteId}::uuid
    on conflict (compte_id) do update set secret_scelle = excluded.secret_scelle, cle = excluded.cle,
      dernier_pas = excluded.dernier_pas, enrole_le = excluded.enrole_le`.execute(tx);
  await sql`delete from identite.totp_prepare where compte_id = ${compteId}::uuid`.execute(tx);
}

export async function findTotp(tx: Tx, compteId: string): Promise<Date | null> {
  const { rows } = await sql<{ enrole_le: Date }>`select enrole_le from identite.facteur_totp
    where compte_id = ${compteId}::uuid`.execute(tx);
  return rows[0]?.enrole_le ?? null;
}

export async function replaceCodes(
  tx: Tx,
  compteId: string,
  empreintes: readonly Buffer[],
  instant: Date,
): Promise<void> {
  await sql`delete from identite.code_recuperation where compte_id = ${compteId}::uuid`.execute(tx);
  await sql`insert into identite.code_recuperation (compte_id, empreinte, cree_le)
    select ${compteId}::uuid, e, ${instant}::timestamptz from unnest(${empreintes}::bytea[]) e`.execute(tx);
}

/** Spends a recovery code; false when it is not one, or is spent already. */
export async function consumeCode(
  tx: Tx,
  compteId: string,
  empreinte: Buffer,
  instant: Date,
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update identite.code_recuperation set utilise_le = ${instant}::timestamptz
    where compte_id = ${compteId}::uuid and empreinte = ${empreinte}::bytea and utilise_le is null`.execute(
      tx,
    );
  return numAffectedRows === 1n;
}

export async function summarizeCodes(
  tx: Tx,
  compteId: string,
): Promise<{ restants: number; faits_le: Date | null }> {
  const { rows } = await sql<{ restants: number; faits_le: Date | null }>`
    select count(*) filter (where utilise_le is null)::int as restants, max(cree_le) as faits_le
    from identite.code_recuperation where compte_id = ${compteId}::uuid`.execute(tx);
  return rows[0] ?? { restants: 0, faits_le: null };
}

export async function insertAppareil(
  tx: Tx,
  a: {
    readonly id: string;
    readonly compteId: string;
    readonly empreinte: Buffer;
    readonly navigateur: string | null;
    readonly instant: Date;
    readonly expireLe: Date;
  },
): Promise<void> {
  await sql`insert into identite.appareil_connu (id, compte_id, empreinte, navigateur, connu_le, vu_le, expire_le)
    values (${a.id}::uuid, ${a.compteId}::uuid, ${a.empreinte}::bytea, ${a.navigateur}, ${a.instant}::timestamptz,
      ${a.instant}::timestamptz, ${a.expireLe}::timestamptz)`.execute(tx);
}

export async function markAppareilVu(tx: Tx, id: string, instant: Date, expireLe: Date): Promise<void> {
  await sql`update identite.appareil_connu set vu_le = ${instant}::timestamptz, expire_le = ${expireLe}::timestamptz
    where id = ${id}::uuid`.execute(tx);
}

export async function deleteAppareils(tx: Tx, compteId: string): Promise<void> {
  await sql`delete from identite.appareil_connu where compte_id = ${compteId}::uuid`.execute(tx);
}

export async function countAppareils(tx: Tx, compteId: string, instant: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from identite.appareil_connu
    where compte_id = ${compteId}::uuid and expire_le > ${instant}::timestamptz`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Nightly: devices and enrolments that nobody came back to. */
export async function deleteFacteursPerimes(tx: Tx, instant: Date): Promise<void> {
  await sql`delete from identite.appareil_connu where expire_le <= ${instant}::timestamptz`.execute(tx);
  await sql`delete from identite.totp_prepare where expire_le <= ${instant}::timestamptz`.execute(tx);
}
