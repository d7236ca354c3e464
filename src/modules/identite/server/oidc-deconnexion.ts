import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import { poserLocataire } from '../../../platform/db/base.ts';
import type { Requete } from '../../../platform/http/porte.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { identiteContrat } from '../contract.ts';
import { refuserSansFournisseur } from './oidc.ts';
import type { ReglesIdentite } from './regles.ts';
import { insertDeconnexion, listSessionsDuFournisseur } from './store/oidc.ts';
import { closeSession } from './store.ts';

/**
 * The provider says that a session has ended there (ACC-05). Those that it opened here end at their next request,
 * whatever was left of them to open; tokens of a person are their own and stay.
 */
export async function deconnecterOidc(
  { oidc }: ReglesIdentite,
  { ctx, entree }: Requete<typeof identiteContrat.deconnecterOidc>,
): Promise<Resultat<{ fermees: number }>> {
  const action = 'deconnexion-oidc';
  if (oidc === null) return refuserSansFournisseur(ctx, action);
  const lue = await oidc.lireDeconnexion(entree.logout_token);
  if (!lue.ok) {
    const { code, nature, details } = lue.refus;
    ctx.journal.warn({ oidc: details.motif }, 'identity provider');
    await ctx.enTransaction(null, (tx) =>
      inscrireTrace(tx, ctx, { action, issue: 'refuse', codeIssue: code, compteId: null }),
    );
    return refuse<Refus>({ code, nature });
  }
  const ordre = lue.valeur;
  return ctx.enTransaction(null, async (tx) => {
    if (!(await insertDeconnexion(tx, ordre, ctx.instant))) {
      const code = 'oidc-deconnexion-rejouee';
      await inscrireTrace(tx, ctx, { action, issue: 'refuse', codeIssue: code, compteId: null });
      return refuse<Refus>({ code, nature: 'invalide', champ: 'logout_token' });
    }
    const sessions = await listSessionsDuFournisseur(tx, ordre, ctx.instant);
    if (sessions.length === 0)
      await inscrireTrace(tx, ctx, { action, issue: 'fait', codeIssue: 'aucune-session', compteId: null });
    for (const { session_id: sessionId, compte_id: compteId, ...organisme } of sessions) {
      const { nature, caf_code: cafCode, partenaire_id: partenaireId } = organisme;
      await poserLocataire(tx, { nature, cafCode, partenaireId, compteId }, ctx.instant);
      await closeSession(tx, sessionId, ctx.instant, 'deconnexion-fournisseur');
      await inscrireTrace(tx, ctx, { action, issue: 'fait', compteId, sessionId });
    }
    return accepte({ fermees: sessions.length });
  });
}
