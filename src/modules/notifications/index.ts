/** Server door of notifications: leave a mail to be sent. It is given addresses and never looks people up. */
import type { Organisation } from '../../kernel/acteur.ts';
import type { Tx } from '../../platform/db/base.ts';
import { ajouterTravail } from '../../platform/jobs/travaux.ts';
import type { Message } from '../../platform/mail/courrier.ts';
import { ENVOYER_COURRIEL } from './server/envoyer-courriel.ts';
import { insertCourriel } from './server/store.ts';

export { creerEnvoiCourriel, ENVOYER_COURRIEL } from './server/envoyer-courriel.ts';
export { listCourriels } from './server/store.ts';

/** Leaves a mail in the transaction of what it speaks of: it leaves if that commits, and only then. */
export async function deposerCourriel(
  tx: Tx,
  ctx: { readonly instant: Date; readonly nouvelId: () => string },
  organisation: Organisation,
  message: Message,
): Promise<void> {
  const id = ctx.nouvelId();
  await insertCourriel(tx, organisation, { id, ...message, cree_le: ctx.instant });
  const { nature, cafCode, partenaireId } = organisation;
  await ajouterTravail(tx, ENVOYER_COURRIEL, {
    courriel: id,
    nature,
    caf: cafCode,
    partenaire: partenaireId,
  });
}
