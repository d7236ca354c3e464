import {
  IMPORTER,
  oublierCompteurs,
  oublierExtraits,
  PREVENIR,
  prevenirGestionnaires,
} from '../modules/cdap/index.ts';
import { cloreDroitsDuCompte } from '../modules/habilitations/index.ts';
import {
  COMPTE_CLOS,
  creerEcritureOubli,
  ECRIRE_OUBLI,
  oublierConnexions,
  PREVENIR_VERROUILLAGE,
  prevenirVerrouillage,
  REPONDRE_OUBLI,
  type ReglesIdentite,
  repondreOubli,
} from '../modules/identite/index.ts';
import { ENVOYER_COURRIEL, oublierCourriels } from '../modules/notifications/index.ts';
import { entretenirTraces } from '../modules/traces/index.ts';
import type { Base } from '../platform/db/base.ts';
import type { Travail } from '../platform/jobs/travaux.ts';

const ENTRETENIR_TRACES = 'traces.entretenir';
const OUBLIER = 'portail.oublier';

/** Every job of the portal and when the regular ones run (UTC). */
export function assemblerTravaux(
  entretien: Base,
  regles: Pick<ReglesIdentite, 'trousseau' | 'origine'>,
  envoyer: Travail | null,
  importer: Travail | null = null,
) {
  const travaux: Record<string, Travail> = {
    [PREVENIR]: prevenirGestionnaires,
    [PREVENIR_VERROUILLAGE]: prevenirVerrouillage,
    [REPONDRE_OUBLI]: repondreOubli,
    [ECRIRE_OUBLI]: creerEcritureOubli(regles),
    [COMPTE_CLOS]: cloreDroitsDuCompte,
    // Without the login that writes files, the imports wait for a process that has it.
    ...(importer === null ? {} : { [IMPORTER]: importer }),
    // TRA-04: erased within 24 hours of their six months; every hour leaves room for a night's outage.
    [ENTRETENIR_TRACES]: async (ctx) => {
      const { effacees } = await entretenirTraces(entretien, ctx.instant);
      if (effacees.length > 0) ctx.journal.info({ jours: effacees }, 'traces erased');
    },
    [OUBLIER]: (ctx) =>
      ctx.enTransaction({ nature: 'cnaf', cafCode: null, partenaireId: null, compteId: null }, async (tx) => {
        await oublierConnexions(tx, ctx.instant);
        await oublierCompteurs(tx, ctx.instant);
        await oublierExtraits(tx, ctx.instant);
        await oublierCourriels(tx, ctx.instant);
      }),
    // Without a mail server the mails wait in their table, and the job is not taken: nothing is lost.
    ...(envoyer === null ? {} : { [ENVOYER_COURRIEL]: envoyer }),
  };
  return { travaux, crontab: `7 * * * * ${ENTRETENIR_TRACES}\n22 3 * * * ${OUBLIER}` };
}
