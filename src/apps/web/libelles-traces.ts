import { LIBELLES_PROFILS } from '../../modules/cdap/libelles-profils.ts';
import { LIBELLES_RUBRIQUES } from '../../modules/cdap/libelles-rubriques.ts';
import * as cdap from '../../modules/cdap/libelles-traces.ts';
import { LIBELLES_MISSIONS } from '../../modules/conventions/libelles.ts';
import { identiteContrat } from '../../modules/identite/contract.ts';
import { LIBELLES_ROLES } from '../../modules/identite/libelles.ts';
import * as identite from '../../modules/identite/libelles-traces.ts';
import { LIBELLES_ACTIONS, LIBELLES_CHAMPS_TRACES, LIBELLES_ISSUES } from '../../modules/traces/libelles.ts';
import type { LibellesTraces, ListerPersonnes } from '../../modules/traces/web/libelles-des-traces.ts';
import { appeler } from '../../ui/api.ts';

/** Words of all the modules for what traces hold; traces stand below them and cannot ask them. */
export const libellesTraces: LibellesTraces = {
  actions: LIBELLES_ACTIONS,
  issues: LIBELLES_ISSUES,
  codes: { ...identite.LIBELLES_CODES_TRACES, ...cdap.LIBELLES_CODES_TRACES },
  champs: { ...identite.LIBELLES_CHAMPS_TRACES, ...cdap.LIBELLES_CHAMPS_TRACES, ...LIBELLES_CHAMPS_TRACES },
  rubriques: LIBELLES_RUBRIQUES,
  profils: LIBELLES_PROFILS,
  roles: LIBELLES_ROLES,
  missions: LIBELLES_MISSIONS,
};

/** People whose traces can be searched, from the module that knows people. */
export const listerPersonnesDesTraces: ListerPersonnes = async (signal) =>
  (await appeler(identiteContrat.listerPersonnes, {}, { signal })).personnes;
