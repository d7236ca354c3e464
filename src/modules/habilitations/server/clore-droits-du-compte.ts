import type { NatureOrganisation } from '../../../kernel/acteur.ts';
import type { Travail } from '../../../platform/jobs/travaux.ts';
import { closeDroitsDuCompte } from './store.ts';

/**
 * The rights of an account that ended are closed and their seats given back at the instant of its end (HAB-08). They had
 * stopped serving with the account already: this keeps the history right and the quota free. Run again, it finds nothing.
 */
export const cloreDroitsDuCompte: Travail = async (ctx, charge) => {
  const locataire = {
    nature: charge.nature as NatureOrganisation,
    cafCode: charge.caf === null ? null : String(charge.caf),
    partenaireId: charge.partenaire === null ? null : String(charge.partenaire),
    compteId: null,
  };
  await ctx.enTransaction(locataire, (tx) => closeDroitsDuCompte(tx, String(charge.compte), ctx.instant));
};
