import type { FastifyReply } from 'fastify';
import type { Acteur } from '../../../kernel/acteur.ts';
import { poserLocataire, type Tx } from '../../../platform/db/base.ts';
import type { Contexte } from '../../../platform/http/contexte.ts';
import { NOM_COOKIE, type SessionResolue } from '../../../platform/http/porte.ts';
import { FUSEAU_NATIONAL } from '../../organismes/index.ts';
import type { Session } from '../contract.ts';
import { findSession, loadDetailSession, loadPorteur, marquerActivite } from './store.ts';

/**
 * The person behind a cookie, read from the database at each request: nothing about a session, a role or a
 * suspension is kept in memory (ACC-06). `actif` keeps the idle clock going.
 */
export async function resoudreSession(
  ctx: Contexte,
  empreinte: Buffer,
  actif: boolean,
): Promise<SessionResolue | null> {
  return ctx.enTransaction(null, (tx) => relireSession(tx, empreinte, ctx.instant, actif));
}

/** The same inside the transaction of an act that was long to come: it then goes on under the tenant of the person. */
export async function relireSession(
  tx: Tx,
  empreinte: Buffer,
  instant: Date,
  actif = false,
): Promise<SessionResolue | null> {
  const session = await findSession(tx, empreinte, instant);
  if (session === undefined) return null;
  const { compte_id: compteId, nature, caf_code: cafCode, partenaire_id: partenaireId } = session;
  await poserLocataire(tx, { nature, cafCode, partenaireId, compteId }, instant);
  if (actif && session.niveau === 'complet') await marquerActivite(tx, session.session_id, instant);
  const { prenom, nom, roles, preuve_le, portees } = await loadPorteur(tx, session.session_id, instant);
  const acteur: Acteur = {
    compteId,
    sessionId: session.session_id,
    nature,
    cafCode,
    partenaireId,
    prenom,
    nom,
    roles,
  };
  return { acteur, niveau: session.niveau, preuveLe: preuve_le, portees };
}

/** What the browser knows of the session of somebody. */
export async function decrireSession(
  tx: Tx,
  { compteId, sessionId, nature, cafCode, partenaireId }: Omit<Acteur, 'prenom' | 'nom' | 'roles'>,
  instant: Date,
): Promise<Session> {
  const detail = await loadDetailSession(tx, sessionId);
  const { prenom, nom, roles } = await loadPorteur(tx, sessionId, instant);
  return {
    compteId,
    sessionId,
    nature,
    cafCode,
    partenaireId,
    prenom,
    nom,
    roles,
    fonction: detail.fonction,
    organisme: detail.organisme,
    caf: detail.caf,
    fuseau: detail.fuseau ?? FUSEAU_NATIONAL,
    derniereConnexion: detail.connexion_precedente_le?.toISOString() ?? null,
    inactiveLe: detail.inactive_le.toISOString(),
    expireLe: detail.expire_le.toISOString(),
  };
}

const ATTRIBUTS = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;

export const poserCookieSession = (reponse: FastifyReply, jeton: string): void => {
  reponse.setCookie(NOM_COOKIE, jeton, ATTRIBUTS);
};

export const retirerCookieSession = (reponse: FastifyReply): void => {
  reponse.clearCookie(NOM_COOKIE, ATTRIBUTS);
};
