import type { FastifyReply } from 'fastify';
import type { Organisation } from '../../../kernel/acteur.ts';
import type { Tx } from '../../../platform/db/base.ts';
import type { Contexte } from '../../../platform/http/contexte.ts';
import { empreinteDeJeton } from '../../../platform/http/porte.ts';
import type { Etape, Parcours } from '../contract.ts';
import {
  DUREE_PARCOURS_MS,
  type Etape as EtapeRestante,
  etapesRestantes,
  type FaitsParcours,
  motifMotDePasse,
  VERSION_CONFIDENTIALITE,
} from '../domain/parcours.ts';
import type { ReglesIdentite } from './regles.ts';
import { nouveauJeton } from './secrets.ts';
import { decrireSession, poserCookieSession } from './session.ts';
import { insertAppareil, markAppareilVu } from './store/facteurs.ts';
import { type FaitsEntree, lockFaitsEntree } from './store/parcours.ts';
import {
  avancerSession,
  closeSessionsDe,
  loadEtatSession,
  marquerConnexion,
  type NiveauSession,
} from './store.ts';

/** Cookie by which a device on which both factors were proved is known again (ACC-03); it opens nothing. */
const NOM_COOKIE_APPAREIL = '__Host-passerelle-appareil';
const APPAREIL_MS = 180 * 86_400_000;

/** Apart from sessions: a device's cookie given as a session's is none. */
const empreinteDAppareil = (jeton: string): Buffer => empreinteDeJeton(`appareil:${jeton}`);

export function appareilDe(cookie: (nom: string) => string | undefined): Buffer | null {
  const jeton = cookie(NOM_COOKIE_APPAREIL);
  return jeton === undefined || jeton.length > 100 ? null : empreinteDAppareil(jeton);
}

/** Who is signing in, in which session. */
export interface Entrant extends Organisation {
  readonly compteId: string;
  readonly sessionId: string;
}

/** Where signing in stands now, and the cookies to set once that is committed. */
export interface Entree {
  readonly etape: Etape;
  readonly poserCookies: (reponse: FastifyReply) => void;
}

/**
 * Goes on signing in after a step: to the steps that are left, or into the portal. Each change of level comes with a
 * new cookie, so that one fixed or stolen earlier opens nothing more (SEC-05).
 *
 * Null: another request ended or moved the session meanwhile.
 */
export async function poursuivre(
  regles: ReglesIdentite,
  tx: Tx,
  ctx: Contexte,
  entrant: Entrant,
  secondFacteur: boolean,
): Promise<Entree | null> {
  const faits = await lockFaitsEntree(tx, entrant.compteId, ctx.instant);
  const session = await loadEtatSession(tx, entrant.sessionId);
  const aFaire = restantes(regles, faits, ctx.instant);
  const jeton = nouveauJeton();
  const avancer = (niveau: NiveauSession, inactiviteMs: number, dureeMs: number) =>
    avancerSession(tx, {
      id: entrant.sessionId,
      de: [session.niveau],
      niveau,
      empreinte: empreinteDeJeton(jeton),
      instant: ctx.instant,
      inactiviteMs,
      expireLe: new Date(ctx.instant.getTime() + dureeMs),
      secondFacteur,
    });
  if (aFaire.length > 0) {
    if (session.niveau === 'parcours') {
      const etape = {
        etape: 'parcours' as const,
        parcours: decrire(regles, faits, aFaire, session.expire_le, ctx.instant),
      };
      return { etape, poserCookies: () => {} };
    }
    if (!(await avancer('parcours', DUREE_PARCOURS_MS, DUREE_PARCOURS_MS))) return null;
    const expireLe = new Date(ctx.instant.getTime() + DUREE_PARCOURS_MS);
    return {
      etape: { etape: 'parcours', parcours: decrire(regles, faits, aFaire, expireLe, ctx.instant) },
      poserCookies: (reponse) => poserCookieSession(reponse, jeton),
    };
  }
  if (session.niveau === 'complet') {
    return {
      etape: { etape: 'ouverte', session: await decrireSession(tx, entrant, ctx.instant) },
      poserCookies: () => {},
    };
  }
  if (!(await avancer('complet', regles.inactiviteMs, regles.dureeMs))) return null;
  if (regles.sessionUnique)
    await closeSessionsDe(tx, entrant.compteId, ctx.instant, 'nouvelle-connexion', {
      genre: 'navigateur',
      sauf: entrant.sessionId,
    });
  const prouve = secondFacteur || session.second_facteur_le !== null;
  const appareil = prouve ? await reconnaitreAppareil(tx, ctx, entrant.compteId, session.appareil_id) : null;
  const decrite = await decrireSession(tx, entrant, ctx.instant);
  await marquerConnexion(tx, entrant.compteId, ctx.instant);
  return {
    etape: { etape: 'ouverte', session: decrite },
    poserCookies: (reponse) => {
      poserCookieSession(reponse, jeton);
      if (appareil !== null) poserCookieAppareil(reponse, appareil);
    },
  };
}

const faitsParcours = (faits: FaitsEntree): FaitsParcours => ({
  nature: faits.nature,
  roles: faits.roles,
  motDePasseLe: faits.mot_de_passe_le,
  ordonneLe: faits.changement_ordonne_le,
  engagementLe: faits.confidentialite_le,
  engagementVersion: faits.confidentialite_version,
  secondFacteurExige: faits.second_facteur_exige,
  facteurs: faits.cles + (faits.totp ? 1 : 0),
});

/** Steps left to an account before the portal opens. */
export const restantes = (regles: ReglesIdentite, faits: FaitsEntree, instant: Date): EtapeRestante[] =>
  etapesRestantes(faitsParcours(faits), regles.renouvellement, instant);

/** What the screen shows of the steps left. */
export function decrire(
  regles: ReglesIdentite,
  faits: FaitsEntree,
  aFaire: readonly EtapeRestante[],
  expireLe: Date,
  instant: Date,
): Parcours {
  const { prenom, nom, courriel, organisme, identifiant } = faits;
  return {
    aFaire: [...aFaire],
    motifMotDePasse: motifMotDePasse(faitsParcours(faits), regles.renouvellement, instant),
    motifOrdre: faits.changement_motif,
    regle: regles.motDePasse,
    contexte: { prenom, nom, courriel, organisme, identifiant },
    versionConfidentialite: VERSION_CONFIDENTIALITE,
    dejaLue: faits.confidentialite_le !== null,
    expireLe: expireLe.toISOString(),
  };
}

/** The device is known again, or for the first time: the secret to keep there; null when it has it already. */
async function reconnaitreAppareil(
  tx: Tx,
  ctx: Contexte,
  compteId: string,
  appareilId: string | null,
): Promise<string | null> {
  const expireLe = new Date(ctx.instant.getTime() + APPAREIL_MS);
  if (appareilId !== null) {
    await markAppareilVu(tx, appareilId, ctx.instant, expireLe);
    return null;
  }
  const jeton = nouveauJeton();
  const { navigateur, instant } = ctx;
  const empreinte = empreinteDAppareil(jeton);
  await insertAppareil(tx, { id: ctx.nouvelId(), compteId, empreinte, navigateur, instant, expireLe });
  return jeton;
}

const poserCookieAppareil = (reponse: FastifyReply, jeton: string): void => {
  reponse.setCookie(NOM_COOKIE_APPAREIL, jeton, {
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'strict',
    maxAge: APPAREIL_MS / 1000,
  });
};
