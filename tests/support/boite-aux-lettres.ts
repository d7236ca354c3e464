import { MARQUE_SECRET } from '../../src/modules/notifications/index.ts';
import type { Portail } from './portail.ts';

export interface CourrielRecu {
  readonly destinataire: string;
  readonly objet: string;
  /** As the database holds it. */
  readonly corps: string;
  /** As it would leave: with the secret that the database only holds sealed. */
  readonly texte: string;
  /** The secret alone; null when the mail carries none, or has no more. */
  readonly secret: string | null;
  readonly expire_le: Date | null;
}

/** Mails left for an address, oldest first, opened as the job that sends them does. */
export async function courrielsPour(portail: Portail, destinataire: string): Promise<CourrielRecu[]> {
  const lignes = await portail.lignes<{
    id: string;
    objet: string;
    corps: string;
    secret_scelle: Buffer | null;
    secret_cle: string | null;
    expire_le: Date | null;
  }>(
    'select id, objet, corps, secret_scelle, secret_cle, expire_le from notifications.courriel where destinataire = $1 order by cree_le, id',
    [destinataire],
  );
  return lignes.map(({ id, objet, corps, secret_scelle, secret_cle, expire_le }) => {
    const secret =
      secret_scelle && secret_cle
        ? portail.trousseau.desceller('courriel', secret_cle, secret_scelle, id)
        : null;
    const texte = corps.replace(MARQUE_SECRET, secret ?? MARQUE_SECRET);
    return { destinataire, objet, corps, texte, secret, expire_le };
  });
}

/** The last secret that was sent to an address; throws when none was. */
export async function dernierSecret(portail: Portail, destinataire: string): Promise<string> {
  const secret = (await courrielsPour(portail, destinataire)).findLast((c) => c.secret !== null)?.secret;
  if (secret == null) throw new Error('no secret was sent to this address');
  return secret;
}
