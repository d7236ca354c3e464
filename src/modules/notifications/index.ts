/** Server door of notifications: leave a mail to be sent. It is given addresses and never looks people up. */
import type { Organisation } from '../../kernel/acteur.ts';
import type { Trousseau } from '../../platform/config/trousseau.ts';
import type { Tx } from '../../platform/db/base.ts';
import { ajouterTravail } from '../../platform/jobs/travaux.ts';
import { type Message, verifierEntetes } from '../../platform/mail/courrier.ts';
import { ENVOYER_COURRIEL, MARQUE_SECRET } from './server/envoyer-courriel.ts';
import {
  deleteCourrielsFinis,
  type EtatCourriels,
  expireCourriels,
  insertCourriel,
  summarizeCourriels,
} from './server/store.ts';

export { creerEnvoiCourriel, ENVOYER_COURRIEL, MARQUE_SECRET } from './server/envoyer-courriel.ts';
export { listCourriels } from './server/store.ts';

export interface MessageADeposer extends Message {
  /** From this instant on the mail says nothing that serves: it is not sent any more. */
  readonly expireLe?: Date;
}

/**
 * Leaves a mail in the transaction of what it speaks of: it leaves if that commits, and only then.
 *
 * A secret never stands in the body: `MARQUE_SECRET` holds its place, and the database only sees it sealed (ACC-01).
 */
export async function deposerCourriel(
  tx: Tx,
  ctx: { readonly instant: Date; readonly nouvelId: () => string },
  organisation: Organisation,
  message: MessageADeposer,
  confidence?: { readonly trousseau: Trousseau; readonly secret: string },
): Promise<void> {
  verifierEntetes(message);
  if (message.corps.includes(MARQUE_SECRET) !== (confidence !== undefined))
    throw new Error('a mail has a mark without a secret, or a secret without its mark');
  if (confidence !== undefined && [message.objet, message.corps].some((t) => t.includes(confidence.secret)))
    throw new Error('a mail holds its secret in clear');
  const id = ctx.nouvelId();
  const { destinataire, objet, corps, expireLe } = message;
  await insertCourriel(tx, organisation, {
    id,
    destinataire,
    objet,
    corps,
    cree_le: ctx.instant,
    expire_le: expireLe ?? null,
    secret: confidence ? confidence.trousseau.sceller('courriel', confidence.secret, id) : null,
  });
  const { nature, cafCode, partenaireId } = organisation;
  await ajouterTravail(tx, ENVOYER_COURRIEL, {
    courriel: id,
    nature,
    caf: cafCode,
    partenaire: partenaireId,
  });
}

/** How the mails of the transaction's tenant go: what waits, since when, and the last failure (EXP-01). */
export async function etatCourriels(tx: Tx): Promise<EtatCourriels> {
  const { refuses: _, ...etat } = await summarizeCourriels(tx);
  return etat;
}

/** The same with the mails whose recipient was refused for good, for the measures. */
export const mesurerCourriels = summarizeCourriels;

/**
 * Nightly: erases the secrets that expired while waiting, which no sending will do when there is no mail server, and
 * the mails that ended more than thirty days ago.
 */
export async function oublierCourriels(tx: Tx, instant: Date): Promise<void> {
  await expireCourriels(tx, instant);
  await deleteCourrielsFinis(tx, instant);
}
