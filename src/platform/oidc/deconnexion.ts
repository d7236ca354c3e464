import { type JWTVerifyGetKey, jwtVerify } from 'jose';
import { accepte, type Resultat, refuse } from '../../kernel/resultat.ts';
import { type RefusOidc, refusOidc } from './refus.ts';

/** A provider's word that a session has ended there (OpenID Connect Back-Channel Logout 1.0). */
export interface Deconnexion {
  readonly emetteur: string;
  /** At least one of both is given: all sessions of a person, or the one that the provider names. */
  readonly sujet: string | null;
  readonly sid: string | null;
  /** Unique to this order; once remembered, the same order does nothing. */
  readonly jti: string;
  readonly emisLe: Date;
}

interface Attendu {
  readonly emetteur: string;
  readonly destinataire: string;
  readonly cles: JWTVerifyGetKey;
  readonly algorithmes: string[];
  readonly toleranceS: number;
}

const EVENEMENT = 'http://schemas.openid.net/event/backchannel-logout';
/** Beyond it an order is refused: its `jti` need not be remembered any longer than this and twice the tolerance. */
const AGE_MAX_S = 120;
const LONGUEUR_MAX = 8192;

/**
 * Reads a logout token (ACC-05): signature, issuer, audience, dates, then what tells it from an ID token, which a
 * browser has seen and could send here.
 *
 * Errors: those of `jose` and of the call for keys, for the caller to turn into a refusal.
 */
export async function lireJetonDeconnexion(
  jeton: string,
  { emetteur, destinataire, cles, algorithmes, toleranceS }: Attendu,
): Promise<Resultat<Deconnexion, RefusOidc>> {
  const invalide = (motif: string) => refuse(refusOidc('oidc-reponse-invalide', motif));
  if (jeton.length > LONGUEUR_MAX) return invalide('trop-long');
  const { payload } = await jwtVerify(jeton, cles, {
    issuer: emetteur,
    audience: destinataire,
    algorithms: algorithmes,
    maxTokenAge: AGE_MAX_S,
    clockTolerance: toleranceS,
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
  });
  if ('nonce' in payload) return invalide('nonce');
  if (!estObjet(payload.events) || !estObjet(payload.events[EVENEMENT])) return invalide('evenement');
  const { sub, sid, jti, iat } = payload;
  if (!estNom(jti)) return invalide('jti');
  if (sub !== undefined && !estNom(sub)) return invalide('sujet');
  if (sid !== undefined && !estNom(sid)) return invalide('sid');
  if (sub === undefined && sid === undefined) return invalide('personne');
  return accepte({
    emetteur,
    sujet: sub ?? null,
    sid: sid ?? null,
    jti,
    emisLe: new Date((iat as number) * 1000),
  });
}

const estObjet = (valeur: unknown): valeur is Record<string, unknown> =>
  typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur);

/** The bound that the standard sets on a subject, kept for the other names: they end in columns and indexes. */
export const estNom = (valeur: unknown): valeur is string =>
  typeof valeur === 'string' && /^[\x20-\x7e]{1,255}$/.test(valeur);
