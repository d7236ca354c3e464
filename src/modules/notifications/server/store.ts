import { sql } from 'kysely';
import type { Organisation } from '../../../kernel/acteur.ts';
import type { Tx } from '../../../platform/db/base.ts';

export interface Courriel {
  readonly id: string;
  readonly destinataire: string;
  readonly objet: string;
  readonly corps: string;
  readonly etat: 'en-attente' | 'envoye' | 'perime' | 'refuse';
  readonly cree_le: Date;
}

/** The secret of a mail, sealed for its identifier. */
interface SecretScelle {
  readonly cle: string;
  readonly scelle: Buffer;
}

export interface CourrielEnAttente {
  readonly id: string;
  readonly destinataire: string;
  readonly objet: string;
  readonly corps: string;
  readonly secret_scelle: Buffer | null;
  readonly secret_cle: string | null;
  readonly expire_le: Date | null;
}

export async function insertCourriel(
  tx: Tx,
  organisation: Organisation,
  courriel: Omit<Courriel, 'etat'> & {
    readonly secret: SecretScelle | null;
    readonly expire_le: Date | null;
  },
): Promise<void> {
  const { id, destinataire, objet, corps, cree_le, secret, expire_le } = courriel;
  await sql`insert into notifications.courriel (id, caf_code, partenaire_id, destinataire, objet, corps, cree_le,
      secret_scelle, secret_cle, expire_le)
    values (${id}::uuid, ${organisation.cafCode}, ${organisation.partenaireId}::uuid, ${destinataire}, ${objet},
      ${corps}, ${cree_le}::timestamptz, ${secret?.scelle ?? null}::bytea, ${secret?.cle ?? null},
      ${expire_le}::timestamptz)`.execute(tx);
}

/** Locks a mail that still waits; undefined when another worker has sent it. */
export async function lockCourrielEnAttente(tx: Tx, id: string): Promise<CourrielEnAttente | undefined> {
  const { rows } =
    await sql<CourrielEnAttente>`select id, destinataire, objet, corps, secret_scelle, secret_cle, expire_le
    from notifications.courriel where id = ${id}::uuid and etat = 'en-attente' for update skip locked`.execute(
      tx,
    );
  return rows[0];
}

export async function markEnvoye(tx: Tx, id: string, instant: Date): Promise<void> {
  await sql`update notifications.courriel set etat = 'envoye', envoye_le = ${instant}::timestamptz, essais = essais + 1,
      dernier_essai_le = ${instant}::timestamptz, derniere_erreur = null, secret_scelle = null, secret_cle = null
    where id = ${id}::uuid`.execute(tx);
}

/** Notes a failed try; `definitif` ends the mail there, without its secret. */
export async function markEchec(
  tx: Tx,
  id: string,
  echec: { readonly instant: Date; readonly classe: string; readonly definitif: boolean },
): Promise<void> {
  const { instant, classe, definitif } = echec;
  await sql`update notifications.courriel set essais = essais + 1, dernier_essai_le = ${instant}::timestamptz,
      derniere_erreur = ${classe}, etat = case when ${definitif} then 'refuse' else etat end,
      secret_scelle = case when ${definitif} then null else secret_scelle end,
      secret_cle = case when ${definitif} then null else secret_cle end
    where id = ${id}::uuid and etat = 'en-attente'`.execute(tx);
}

/** Ends the waiting mails whose secret has expired: this one, or all those of the tenant. */
export async function expireCourriels(tx: Tx, instant: Date, id: string | null = null): Promise<void> {
  await sql`update notifications.courriel set etat = 'perime', secret_scelle = null, secret_cle = null
    where etat = 'en-attente' and expire_le <= ${instant}::timestamptz
      and (${id}::uuid is null or id = ${id}::uuid)`.execute(tx);
}

/** Erases mails that wait no more, thirty days after their end. */
export async function deleteCourrielsFinis(tx: Tx, instant: Date): Promise<void> {
  await sql`delete from notifications.courriel where etat <> 'en-attente'
      and coalesce(envoye_le, expire_le, dernier_essai_le) < ${instant}::timestamptz - interval '30 days'`.execute(
    tx,
  );
}

export async function listCourriels(tx: Tx, nombre: number): Promise<Courriel[]> {
  const { rows } =
    await sql<Courriel>`select id, destinataire, objet, corps, etat, cree_le from notifications.courriel
    order by cree_le desc, id desc limit ${nombre}`.execute(tx);
  return rows;
}

/** How the mails of the tenant go, for who operates. */
export interface EtatCourriels {
  readonly enAttente: number;
  readonly plusAncienLe: Date | null;
  /** Failed tries of the mails that wait. */
  readonly essais: number;
  /** Class of the last failure among mails that wait or were refused; null when none failed. */
  readonly derniereErreur: string | null;
  readonly dernierEssaiLe: Date | null;
}

/** Also counts mails whose recipient was refused for good; they are forgotten after thirty days. */
export async function summarizeCourriels(tx: Tx): Promise<EtatCourriels & { readonly refuses: number }> {
  const { rows } = await sql<EtatCourriels & { readonly refuses: number }>`
    select (count(*) filter (where etat = 'en-attente'))::int as "enAttente",
      (count(*) filter (where etat = 'refuse'))::int as refuses,
      min(cree_le) filter (where etat = 'en-attente') as "plusAncienLe",
      coalesce(sum(essais) filter (where etat = 'en-attente'), 0)::int as essais,
      (array_agg(derniere_erreur order by dernier_essai_le desc) filter (where derniere_erreur is not null))[1]
        as "derniereErreur",
      max(dernier_essai_le) as "dernierEssaiLe"
    from notifications.courriel where etat in ('en-attente', 'refuse')`.execute(tx);
  const [etat] = rows;
  if (etat === undefined) throw new Error('an aggregate gave no row');
  return etat;
}
