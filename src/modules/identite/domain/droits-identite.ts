import { type Acteur, aUnRole } from '../../../kernel/acteur.ts';

/** Managers of a partner and trace auditors see the names of the people whose acts they read (TRA-08). */
export const peutVoirPersonnes = (acteur: Acteur): boolean =>
  aUnRole(acteur, 'administrateur-principal', 'administrateur-suppleant', 'auditeur-traces');
