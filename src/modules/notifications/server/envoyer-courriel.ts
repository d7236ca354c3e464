import type { NatureOrganisation } from '../../../kernel/acteur.ts';
import type { Travail } from '../../../platform/jobs/travaux.ts';
import type { Courrier } from '../../../platform/mail/courrier.ts';
import { lockCourrielEnAttente, markEnvoye } from './store.ts';

export const ENVOYER_COURRIEL = 'notifications.envoyer-courriel';

/**
 * Sends one waiting mail. When the mail server refuses or is away the job fails and is tried again later: the
 * mail stays in its table meanwhile, and nothing is lost.
 */
export const creerEnvoiCourriel =
  (courrier: Courrier): Travail =>
  async (ctx, charge) => {
    const locataire = {
      nature: charge.nature as NatureOrganisation,
      cafCode: charge.caf === null ? null : String(charge.caf),
      partenaireId: charge.partenaire === null ? null : String(charge.partenaire),
      compteId: null,
    };
    const id = String(charge.courriel);
    const courriel = await ctx.enTransaction(locataire, (tx) => lockCourrielEnAttente(tx, id));
    if (courriel === undefined) return;
    // Outside any transaction: nothing waits for a mail server while holding a lock. The queue gives a job to
    // one worker at a time; a crash between sending and marking can only send the same mail twice.
    await courrier(courriel);
    await ctx.enTransaction(locataire, (tx) => markEnvoye(tx, id, ctx.instant));
  };
