import type { NatureOrganisation } from '../../../kernel/acteur.ts';
import type { Trousseau } from '../../../platform/config/trousseau.ts';
import type { Travail } from '../../../platform/jobs/travaux.ts';
import { type Courrier, ErreurCourrier } from '../../../platform/mail/courrier.ts';
import {
  type CourrielEnAttente,
  expireCourriels,
  lockCourrielEnAttente,
  markEchec,
  markEnvoye,
} from './store.ts';

export const ENVOYER_COURRIEL = 'notifications.envoyer-courriel';

/** Stands in a body for the secret of the mail, which is put there in memory when it leaves (ACC-01). */
export const MARQUE_SECRET = '⟦secret⟧';

/**
 * Sends one waiting mail. When the mail server refuses or is away the failure is noted, the job fails and is tried
 * again later: the mail stays in its table meanwhile, and nothing is lost. It ends without leaving when its secret
 * has expired, or when the server refuses its recipient for good.
 */
export const creerEnvoiCourriel =
  (courrier: Courrier, trousseau: Trousseau): Travail =>
  async (ctx, charge) => {
    const locataire = {
      nature: charge.nature as NatureOrganisation,
      cafCode: charge.caf === null ? null : String(charge.caf),
      partenaireId: charge.partenaire === null ? null : String(charge.partenaire),
      compteId: null,
    };
    const id = String(charge.courriel);
    const courriel = await ctx.enTransaction(locataire, async (tx) => {
      const trouve = await lockCourrielEnAttente(tx, id);
      if (trouve?.expire_le && trouve.expire_le <= ctx.instant) {
        await expireCourriels(tx, ctx.instant, id);
        ctx.journal.warn({ courriel: id }, 'mail expired before it could leave');
        return undefined;
      }
      return trouve;
    });
    if (courriel === undefined) return;
    // Outside any transaction: nothing waits for a mail server while holding a lock. The queue gives a job to
    // one worker at a time; a crash between sending and marking can only send the same mail twice.
    try {
      const { destinataire, objet } = courriel;
      await courrier({ id, destinataire, objet, corps: corpsEntier(courriel, trousseau) });
    } catch (erreur) {
      // Anything else may hold the mail: its message goes neither to the log nor to the queue.
      const { classe, definitif } = erreur instanceof ErreurCourrier ? erreur : new ErreurCourrier('INCONNU');
      ctx.journal.warn({ courriel: id, classe, definitif }, 'mail not sent');
      await ctx.enTransaction(locataire, (tx) =>
        markEchec(tx, id, { instant: ctx.instant, classe, definitif }),
      );
      if (definitif) return;
      throw new ErreurCourrier(classe);
    }
    await ctx.enTransaction(locataire, (tx) => markEnvoye(tx, id, ctx.instant));
  };

function corpsEntier(courriel: CourrielEnAttente, trousseau: Trousseau): string {
  const { id, corps, secret_cle: cle, secret_scelle: scelle } = courriel;
  if (cle === null || scelle === null) return corps;
  let secret: string;
  try {
    secret = trousseau.desceller('courriel', cle, scelle, id);
  } catch {
    // The key may come back, with the key ring of a backup: the mail waits.
    throw new ErreurCourrier('SECRET_ILLISIBLE');
  }
  // Not `replaceAll` with a text: `$&` means something there.
  return corps.split(MARQUE_SECRET).join(secret);
}
