import type { z } from 'zod';
import type { etapeSchema, parcoursSchema, sessionSchema } from './contract/commun.ts';
import type { compteSchema } from './contract/comptes.ts';
import { comptesContrat } from './contract/comptes.ts';
import { connexionContrat } from './contract/connexion.ts';
import { monCompteContrat } from './contract/mon-compte.ts';
import { oidcContrat } from './contract/oidc.ts';

export type Session = z.infer<typeof sessionSchema>;
/** Where signing in stands: a factor to prove, steps to take, or open. */
export type Etape = z.infer<typeof etapeSchema>;
export type Parcours = z.infer<typeof parcoursSchema>;
export type Compte = z.infer<typeof compteSchema>;

/** Every route of identite; its parts are in `contract/`. */
export const identiteContrat = {
  ...connexionContrat,
  ...monCompteContrat,
  ...comptesContrat,
  ...oidcContrat,
} as const;
