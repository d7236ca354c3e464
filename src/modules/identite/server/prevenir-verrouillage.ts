import type { Tx } from '../../../platform/db/base.ts';
import { ajouterTravail, type Travail } from '../../../platform/jobs/travaux.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { courrielVerrouillage } from '../libelles-courriels.ts';
import { type CompteDeConnexion, loadIdentite } from './store.ts';

export const PREVENIR_VERROUILLAGE = 'identite.prevenir-verrouillage';

/**
 * Leaves to a job to tell the owner of an account that it is locked (ACC-03). An identifier that no account has leaves the
 * same job, which does nothing: writing the mail at once would make the tenth miss longer for an account that exists.
 */
export const demanderPrevenance = (tx: Tx, compte: CompteDeConnexion | undefined): Promise<void> =>
  ajouterTravail(tx, PREVENIR_VERROUILLAGE, {
    compte: compte?.compte_id ?? null,
    nature: compte?.nature ?? null,
    caf: compte?.caf_code ?? null,
    partenaire: compte?.partenaire_id ?? null,
  });

export const prevenirVerrouillage: Travail = async (ctx, charge) => {
  if (charge.compte === null) return;
  const compteId = String(charge.compte);
  const organisation = {
    nature: charge.nature as CompteDeConnexion['nature'],
    cafCode: charge.caf === null ? null : String(charge.caf),
    partenaireId: charge.partenaire === null ? null : String(charge.partenaire),
  };
  await ctx.enTransaction({ ...organisation, compteId }, async (tx) => {
    const { courriel, prenom } = await loadIdentite(tx, compteId, ctx.instant);
    await deposerCourriel(tx, ctx, organisation, {
      destinataire: courriel,
      ...courrielVerrouillage(prenom),
    });
  });
};
