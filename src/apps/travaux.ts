import {
  IMPORTER,
  oublierCompteurs,
  oublierExtraits,
  PREVENIR,
  prevenirGestionnaires,
} from '../modules/cdap/index.ts';
import { oublierTentatives } from '../modules/identite/index.ts';
import { creerEnvoiCourriel, ENVOYER_COURRIEL } from '../modules/notifications/index.ts';
import { entretenirTraces } from '../modules/traces/index.ts';
import type { Base } from '../platform/db/base.ts';
import type { Travail } from '../platform/jobs/travaux.ts';
import type { Courrier } from '../platform/mail/courrier.ts';

const ENTRETENIR_TRACES = 'traces.entretenir';
const OUBLIER = 'portail.oublier';

/** Every job of the portal and when the regular ones run (UTC). */
export function assemblerTravaux(
  entretien: Base,
  courrier: Courrier | null,
  importer: Travail | null = null,
) {
  const travaux: Record<string, Travail> = {
    [PREVENIR]: prevenirGestionnaires,
    // Without the login that writes files, the imports wait for a process that has it.
    ...(importer === null ? {} : { [IMPORTER]: importer }),
    // TRA-04: erased within 24 hours of their six months; every hour leaves room for a night's outage.
    [ENTRETENIR_TRACES]: async (ctx) => {
      const { effacees } = await entretenirTraces(entretien, ctx.instant);
      if (effacees.length > 0) ctx.journal.info({ jours: effacees }, 'traces erased');
    },
    [OUBLIER]: (ctx) =>
      ctx.enTransaction({ nature: 'cnaf', cafCode: null, partenaireId: null, compteId: null }, async (tx) => {
        await oublierTentatives(tx, ctx.instant);
        await oublierCompteurs(tx, ctx.instant);
        await oublierExtraits(tx, ctx.instant);
      }),
    // Without a mail server the mails wait in their table, and the job is not taken: nothing is lost.
    ...(courrier === null ? {} : { [ENVOYER_COURRIEL]: creerEnvoiCourriel(courrier) }),
  };
  return { travaux, crontab: `7 * * * * ${ENTRETENIR_TRACES}\n22 3 * * * ${OUBLIER}` };
}
