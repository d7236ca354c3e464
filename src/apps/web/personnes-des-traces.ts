import { identiteContrat } from '../../modules/identite/contract.ts';
import type { ListerPersonnes } from '../../modules/traces/web/personnes-cherchables.ts';
import { appeler } from '../../ui/api.ts';

/** People whose traces can be searched, from the module that knows people. */
export const listerPersonnesDesTraces: ListerPersonnes = async (signal) =>
  (await appeler(identiteContrat.listerPersonnes, {}, { signal })).personnes;
