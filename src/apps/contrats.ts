import type { Contrat } from '../kernel/route.ts';
import { cdapContrat } from '../modules/cdap/contract.ts';
import { habilitationsContrat } from '../modules/habilitations/contract.ts';
import { identiteContrat } from '../modules/identite/contract.ts';
import { tracesContrat } from '../modules/traces/contract.ts';
import { exploitationContrat } from './exploitation/contract.ts';

/** The whole route table: what OpenAPI publishes and what the rights matrix walks. */
export const CONTRATS = {
  identite: identiteContrat,
  traces: tracesContrat,
  habilitations: habilitationsContrat,
  cdap: cdapContrat,
  exploitation: exploitationContrat,
} as const satisfies Record<string, Contrat>;
