import type { Organisation, Role } from '../../../kernel/acteur.ts';
import type { Trousseau } from '../../../platform/config/trousseau.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { hacherMotDePasse, scellerTotp } from './secrets.ts';
import { insertCompte } from './store.ts';

export interface CompteAAmorcer {
  readonly id: string;
  readonly organisation: Organisation;
  readonly identifiant: string;
  readonly prenom: string;
  readonly nom: string;
  readonly fonction: string;
  readonly courriel: string;
  readonly roles: readonly Role[];
  /** Clear password; hashed here. `motDePasseHache` spares the cost when many accounts share one. */
  readonly motDePasse: string;
  readonly motDePasseHache?: string;
  /** Base32 secret; null: no second factor enrolled. */
  readonly secretTotp: string | null;
  readonly secondFacteurExige: boolean;
  readonly etat?: 'actif' | 'suspendu' | 'clos';
  readonly etatMotif?: string;
  readonly du: Date;
  readonly au?: Date;
}

/** Loads an account with its roles and second factor, under the organisation's tenant. */
export async function amorcerCompte(tx: Tx, trousseau: Trousseau, compte: CompteAAmorcer): Promise<void> {
  const totp = compte.secretTotp === null ? null : scellerTotp(trousseau, compte.secretTotp, compte.id);
  await insertCompte(tx, {
    ...compte,
    motDePasse: compte.motDePasseHache ?? (await hacherMotDePasse(compte.motDePasse)),
    etat: compte.etat ?? 'actif',
    etatMotif: compte.etatMotif ?? null,
    au: compte.au ?? null,
    totp,
  });
}
