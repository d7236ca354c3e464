import { type Acteur, aUnRole } from '../../../kernel/acteur.ts';

/**
 * Whether someone reads traces, and whose: database policies bound what comes back.
 *
 * The principal administrator and the deputy read their partner's (TRA-08); an auditor named at a Caf reads
 * those of its partners, at the Cnaf all (TRA-07, ROL-15). No other role does, the director included.
 */
export function peutLireTraces(acteur: Acteur): boolean {
  return acteur.nature === 'partenaire'
    ? aUnRole(acteur, 'administrateur-principal', 'administrateur-suppleant')
    : aUnRole(acteur, 'auditeur-traces');
}
