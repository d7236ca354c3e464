import { LIBELLES_PROFILS } from '../modules/cdap/libelles-profils.ts';
import { LIBELLES_RUBRIQUES } from '../modules/cdap/libelles-rubriques.ts';
import * as cdap from '../modules/cdap/libelles-traces.ts';
import { LIBELLES_MISSIONS } from '../modules/conventions/libelles.ts';
import { LIBELLES_ROLES } from '../modules/identite/libelles.ts';
import * as identite from '../modules/identite/libelles-traces.ts';
import * as traces from '../modules/traces/libelles.ts';
import type { LibellesTraces } from '../modules/traces/libelles-des-traces.ts';

/** Words of all the modules for what traces hold; traces stand below them and cannot ask them. */
export const libellesTraces: LibellesTraces = {
  actions: table(traces.LIBELLES_ACTIONS),
  issues: table(traces.LIBELLES_ISSUES),
  codes: table(identite.LIBELLES_CODES_TRACES, cdap.LIBELLES_CODES_TRACES, traces.LIBELLES_CODES_TRACES),
  champs: table(identite.LIBELLES_CHAMPS_TRACES, cdap.LIBELLES_CHAMPS_TRACES, traces.LIBELLES_CHAMPS_TRACES),
  rubriques: table(LIBELLES_RUBRIQUES, cdap.LIBELLES_RUBRIQUES_TRACES),
  profils: table(LIBELLES_PROFILS),
  roles: table(LIBELLES_ROLES),
  missions: table(LIBELLES_MISSIONS),
};

/** Without prototype: what traces hold was typed by people, and « constructor » must find no inherited member. */
function table(...mots: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  return Object.assign(Object.create(null), ...mots);
}
