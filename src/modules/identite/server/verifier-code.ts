import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import { empreinteDeJeton, type Requete } from '../../../platform/http/porte.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { identiteContrat, Session } from '../contract.ts';
import { refusTropDEssais } from './connecter.ts';
import type { ReglesSession } from './regles-session.ts';
import { nouveauJeton, verifierCodeTotp } from './secrets.ts';
import { decrireSession, poserCookie } from './session.ts';
import {
  closeSession,
  completerSession,
  lockFacteurTotp,
  marquerConfirmation,
  marquerConnexion,
  setDernierPas,
} from './store.ts';
import { clesDe, engagerTentative, rendreTentative } from './tentatives.ts';

/**
 * Second step of signing in: the code. The session becomes complete under a new cookie, so that a cookie
 * fixed or stolen before the code opens nothing (SEC-05).
 */
export async function verifierCode(
  regles: ReglesSession,
  { ctx, acteur, entree, reponse }: Requete<typeof identiteContrat.verifierCode>,
): Promise<Resultat<{ etape: 'ouverte'; session: Session }>> {
  const jeton = nouveauJeton();
  const verdict = await prouverCode(regles, ctx, acteur, entree.code, 'second-facteur', async (tx) => {
    const faite = await completerSession(tx, {
      id: acteur.sessionId,
      empreinte: empreinteDeJeton(jeton),
      instant: ctx.instant,
      inactiviteMs: regles.inactiviteMs,
      expireLe: new Date(ctx.instant.getTime() + regles.dureeMs),
    });
    if (!faite) return null;
    const session = await decrireSession(tx, acteur);
    await marquerConnexion(tx, acteur.compteId, ctx.instant);
    return session;
  });
  if (!verdict.ok) return verdict;
  poserCookie(reponse, jeton);
  return accepte({ etape: 'ouverte', session: verdict.valeur });
}

/** Proves one's identity again before a sensitive act, or to go on reading past the first cap (CDAP-32). */
export async function confirmer(
  regles: ReglesSession,
  { ctx, acteur, entree }: Requete<typeof identiteContrat.confirmer>,
): Promise<Resultat<{ confirmeeLe: string }>> {
  return prouverCode(regles, ctx, acteur, entree.code, 'confirmation', async (tx) => {
    await marquerConfirmation(tx, acteur.sessionId, ctx.instant);
    return { confirmeeLe: ctx.instant.toISOString() };
  });
}

/**
 * Judges a code and, when it is good, does `suite` in the same transaction. A try is counted before it is
 * judged; a code is used once, even by two requests at the same instant. `suite` answers null when there is no session
 * to do it for any more.
 */
async function prouverCode<T>(
  regles: ReglesSession,
  ctx: Contexte,
  acteur: Acteur,
  code: string,
  action: string,
  suite: (tx: Tx) => Promise<T | null>,
): Promise<Resultat<T>> {
  const cles = clesDe(regles.trousseau, `code:${acteur.compteId}`, ctx.adresse);
  const tracer = (tx: Tx, codeIssue: string | null) =>
    inscrireTrace(tx, ctx, {
      action,
      issue: codeIssue === null ? 'fait' : 'refuse',
      codeIssue,
      compteId: acteur.compteId,
      sessionId: acteur.sessionId,
    });
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const permission = await engagerTentative(tx, cles, ctx.instant);
    if (!permission.permis) {
      await tracer(tx, 'trop-d-essais');
      return refuse<Refus>(refusTropDEssais(permission.attendreJusqua, ctx.instant));
    }
    const facteur = await lockFacteurTotp(tx, acteur.compteId);
    const secret =
      facteur && regles.trousseau.desceller('totp', facteur.cle, facteur.secret_scelle, acteur.compteId);
    const pas = secret
      ? await verifierCodeTotp(secret, code, ctx.instant, Number(facteur.dernier_pas))
      : null;
    if (pas === null) {
      await tracer(tx, 'code-refuse');
      if (permission.verrouille && action === 'second-facteur') {
        await closeSession(tx, acteur.sessionId, ctx.instant, 'codes-epuises');
      }
      return refuse<Refus>({ code: 'code-refuse', nature: 'interdit', champ: 'code' });
    }
    await rendreTentative(tx, cles);
    const valeur = await suite(tx);
    if (valeur === null) {
      // Another request closed or completed the session meanwhile: this one opens nothing and spends no code.
      await tracer(tx, 'session-absente');
      return refuse<Refus>({ code: 'session-absente', nature: 'interdit' });
    }
    await setDernierPas(tx, acteur.compteId, pas);
    await tracer(tx, null);
    return accepte(valeur);
  });
}
