import { creerEnvoiCourriel, mesurerCourriels } from '../modules/notifications/index.ts';
import type { Horloge } from '../platform/clock/horloge.ts';
import type { Configuration } from '../platform/config/configuration.ts';
import type { Trousseau } from '../platform/config/trousseau.ts';
import { type Base, enTransaction } from '../platform/db/base.ts';
import type { Travail } from '../platform/jobs/travaux.ts';
import type { Mesures } from '../platform/log/mesures.ts';
import { type Courrier, courrierSmtp } from '../platform/mail/courrier.ts';

/** The job that sends mails; null without a mail server: they wait in their table. */
export async function envoiDesCourriels(
  config: Configuration,
  trousseau: Trousseau,
  dire: (ligne: string) => void,
): Promise<Travail | null> {
  const courrier = await courrierDe(config, dire);
  return courrier === null ? null : creerEnvoiCourriel(courrier, trousseau);
}

/** In demonstration mails stay on its page; otherwise they need a server, and wait without one. */
async function courrierDe(config: Configuration, dire: (ligne: string) => void): Promise<Courrier | null> {
  if (config.demonstration) return (await import('./demo/boite.ts')).BOITE.recevoir;
  if (config.smtp !== null) return courrierSmtp(config.smtp, config.expediteur);
  dire('SMTP_URL n’est pas indiquée : les courriels restent en attente.');
  return null;
}

const CNAF = { nature: 'cnaf' as const, cafCode: null, partenaireId: null, compteId: null };
const PERIODE_MS = 30_000;

/**
 * Shows in the measures how mails go (EXP-01). Read every thirty seconds and not at each scrape: a measure is given
 * at once. While the database cannot be read, figures are NaN: unknown, and not zero.
 */
export async function mesurerLesCourriels(options: {
  readonly base: Base;
  readonly mesures: Mesures;
  readonly horloge: Horloge;
  readonly periodeMs?: number;
}): Promise<() => Promise<void>> {
  const { base, mesures, horloge, periodeMs = PERIODE_MS } = options;
  const inconnu = { enAttente: Number.NaN, refuses: Number.NaN, plusAncienLe: null };
  let lu: { enAttente: number; refuses: number; plusAncienLe: Date | null } = inconnu;
  const lire = async () => {
    lu = await enTransaction(base, CNAF, horloge(), mesurerCourriels).catch(() => inconnu);
  };
  mesures.observer(
    'passerelle_courriels_en_attente',
    'Courriels qui ne sont pas encore partis.',
    () => lu.enAttente,
  );
  mesures.observer('passerelle_courriels_attente_secondes', 'Âge du plus ancien courriel en attente.', () => {
    if (Number.isNaN(lu.enAttente)) return Number.NaN;
    return lu.plusAncienLe === null
      ? 0
      : Math.max(0, (horloge().getTime() - lu.plusAncienLe.getTime()) / 1000);
  });
  mesures.observer(
    'passerelle_courriels_refuses',
    'Courriels dont le destinataire est refusé par le serveur de courrier.',
    () => lu.refuses,
  );
  await lire();
  const minuterie = setInterval(() => void lire(), periodeMs).unref();
  return async () => clearInterval(minuterie);
}
