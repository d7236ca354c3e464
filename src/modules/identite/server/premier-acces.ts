import type { Organisation } from '../../../kernel/acteur.ts';
import type { Tx } from '../../../platform/db/base.ts';
import type { Contexte } from '../../../platform/http/contexte.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { fuseauDe } from '../../organismes/index.ts';
import { dureePremierAccesMs, type VoiePremierAcces } from '../domain/premier-acces.ts';
import { courrielPremierMotDePasse } from '../libelles-courriels.ts';
import { direEcheance } from './dire-echeance.ts';
import { hacherOuSaturer, SATURE } from './hachages.ts';
import type { ReglesIdentite } from './regles.ts';
import { nouveauMotDePasseProvisoire } from './secrets.ts';
import { setProvisoire } from './store/comptes.ts';

/** A first password and its hash, made before the transaction that keeps it: hashing waits for its turn. */
export interface Provisoire {
  readonly clair: string;
  readonly hache: string;
}

export async function preparerProvisoire(regles: ReglesIdentite): Promise<Provisoire | typeof SATURE> {
  const clair = nouveauMotDePasseProvisoire();
  const hache = await hacherOuSaturer(regles.hacheur, clair);
  return hache === SATURE ? SATURE : { clair, hache };
}

export const expirationPremierAcces = (instant: Date, voie: VoiePremierAcces): Date =>
  new Date(instant.getTime() + dureePremierAccesMs(voie));

/** Sends a first password to its person, in a message that says nothing of the identifier (ACC-01). */
export async function envoyerProvisoire(
  regles: ReglesIdentite,
  tx: Tx,
  ctx: Contexte,
  compte: Organisation & { readonly id: string; readonly prenom: string; readonly courriel: string },
  provisoire: Provisoire,
): Promise<Date> {
  const expireLe = expirationPremierAcces(ctx.instant, 'courriel');
  await setProvisoire(tx, compte.id, provisoire.hache, expireLe);
  const jusquau = direEcheance(expireLe, await fuseauDe(tx, compte.cafCode));
  await deposerCourriel(
    tx,
    ctx,
    compte,
    { destinataire: compte.courriel, ...courrielPremierMotDePasse(compte.prenom, jusquau), expireLe },
    { trousseau: regles.trousseau, secret: provisoire.clair },
  );
  return expireLe;
}
