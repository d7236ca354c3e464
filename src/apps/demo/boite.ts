import { MARQUE_SECRET } from '../../modules/notifications/index.ts';
import type { Courrier } from '../../platform/mail/courrier.ts';

const CAPACITE = 200;

/** Mailbox of the demonstration: the last mails as they were received, in the memory of this process only. */
export function creerBoite(): { recevoir: Courrier; lire: (id: string) => string | undefined } {
  const corps = new Map<string, string>();
  return {
    recevoir: async (pli) => {
      corps.delete(pli.id);
      corps.set(pli.id, pli.corps);
      const [ancien] = corps.keys();
      if (corps.size > CAPACITE && ancien !== undefined) corps.delete(ancien);
    },
    lire: (id) => corps.get(id),
  };
}

/** The one that the job fills and that the page reads. */
export const BOITE = creerBoite();

const SANS_SECRET: Readonly<Record<string, string>> = {
  'en-attente': '(secret ajouté à l’envoi, dans un instant)',
  envoye: '(secret effacé après l’envoi)',
  perime: '(secret périmé avant l’envoi)',
  refuse: '(secret effacé\u00a0: destinataire refusé)',
};

/** What the page shows of a mail: as it was received, else as the table holds it, with words where the secret was. */
export const corpsMontre = (
  boite: { lire: (id: string) => string | undefined },
  courriel: { readonly id: string; readonly corps: string; readonly etat: string },
): string =>
  boite.lire(courriel.id) ?? courriel.corps.split(MARQUE_SECRET).join(SANS_SECRET[courriel.etat] ?? '');
