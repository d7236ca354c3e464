import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import { courrielCodesEpuises } from '../libelles-courriels.ts';
import { refusTropDEssais } from './connecter.ts';
import type { ReglesIdentite } from './regles.ts';
import { verifierCodeTotp } from './secrets.ts';
import { closeSession, loadEtatSession, loadIdentite, lockFacteurTotp, setDernierPas } from './store.ts';
import { clesDe, engagerTentative, rendreTentative } from './tentatives.ts';

/**
 * One way to prove a second factor. Answers how to spend what was shown (a code serves once, a counter moves), or
 * null when it proves nothing.
 */
export type Epreuve = (tx: Tx) => Promise<(() => Promise<void>) | null>;

/** The code of the authenticator application. */
export const epreuveDuCode =
  (regles: ReglesIdentite, ctx: Contexte, compteId: string, code: string): Epreuve =>
  async (tx) => {
    const facteur = await lockFacteurTotp(tx, compteId);
    const secret =
      facteur && regles.trousseau.desceller('totp', facteur.cle, facteur.secret_scelle, compteId);
    const pas = secret
      ? await verifierCodeTotp(secret, code, ctx.instant, Number(facteur.dernier_pas))
      : null;
    return pas === null ? null : () => setDernierPas(tx, compteId, pas);
  };

export interface Preuve {
  /** Action of the traces. */
  readonly action: string;
  readonly codeRefus: 'code-refuse' | 'cle-refusee' | 'recuperation-refusee';
  readonly champ: string;
  readonly epreuve: Epreuve;
  /** A session that waits for its second factor ends when the tries are spent. */
  readonly pendantConnexion: boolean;
}

/**
 * Judges a proof and, when it is good, does `suite` in the same transaction. A try is counted before it is
 * judged; what is shown is spent once, even by two requests at the same instant. `suite` answers null when there is no
 * session to do it for any more, and nothing is spent then.
 */
export async function prouver<T>(
  regles: ReglesIdentite,
  ctx: Contexte,
  acteur: Acteur,
  { action, codeRefus, champ, epreuve, pendantConnexion }: Preuve,
  suite: (tx: Tx) => Promise<T | null>,
): Promise<Resultat<T>> {
  const tracer = (tx: Tx, codeIssue: string | null) =>
    inscrireTrace(tx, ctx, {
      action,
      issue: codeIssue === null ? 'fait' : 'refuse',
      codeIssue,
      compteId: acteur.compteId,
      sessionId: acteur.sessionId,
    });
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const { appareil_id: appareil } = await loadEtatSession(tx, acteur.sessionId);
    // One counter for all the ways: ten wrong codes, keys or recovery codes in all.
    const cles = clesDe(regles.trousseau, `code:${acteur.compteId}`, ctx.adresse, appareil);
    const permission = await engagerTentative(tx, cles, ctx.instant);
    if (!permission.permis) {
      await tracer(tx, 'trop-d-essais');
      return refuse<Refus>(refusTropDEssais(permission.attendreJusqua, ctx.instant));
    }
    const depenser = await epreuve(tx);
    if (depenser === null) {
      await tracer(tx, codeRefus);
      if (permission.verrouille) {
        if (pendantConnexion) await closeSession(tx, acteur.sessionId, ctx.instant, 'codes-epuises');
        // Whoever comes this far knows the password: its owner must hear of it (ACC-03).
        const { courriel, prenom } = await loadIdentite(tx, acteur.compteId, ctx.instant);
        await deposerCourriel(tx, ctx, acteur, { destinataire: courriel, ...courrielCodesEpuises(prenom) });
      }
      return refuse<Refus>({ code: codeRefus, nature: 'interdit', champ });
    }
    await rendreTentative(tx, cles, permission);
    const valeur = await suite(tx);
    if (valeur === null) {
      // Another request closed or completed the session meanwhile: this one opens nothing and spends nothing.
      await tracer(tx, 'session-absente');
      return refuse<Refus>({ code: 'session-absente', nature: 'interdit' });
    }
    await depenser();
    await tracer(tx, null);
    return accepte(valeur);
  });
}
