import type { Organisation, Role } from '../../../kernel/acteur.ts';
import type { Trousseau } from '../../../platform/config/trousseau.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { empreinteDeJeton } from '../../../platform/http/porte.ts';
import { VERSION_CONFIDENTIALITE } from '../domain/parcours.ts';
import { hacherMotDePasse, nouveauJeton, scellerTotp } from './secrets.ts';
import { closeSession, insertCompte, insertSession, marquerConnexion } from './store.ts';

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
  /** When the confidentiality rules were read; `du` unless told, null: to be read at the next sign-in. */
  readonly confidentialiteLe?: Date | null;
  /** When the password was chosen; `du` unless told. */
  readonly motDePasseLe?: Date;
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
    telephone: null,
    provisoireExpireLe: null,
    motDePasseLe: compte.motDePasseLe ?? compte.du,
    confidentialite:
      compte.confidentialiteLe === null
        ? null
        : { le: compte.confidentialiteLe ?? compte.du, version: VERSION_CONFIDENTIALITE },
    creePar: null,
    creeLe: compte.du,
    totp,
  });
}

/** A sign-in of the past, with the end of its session: what an account shows of its last connections. */
export async function amorcerConnexion(
  tx: Tx,
  c: {
    readonly sessionId: string;
    readonly compteId: string;
    readonly organisation: Organisation;
    readonly ouverteLe: Date;
    readonly closeLe: Date;
    readonly adresse: string;
    readonly navigateur: string;
  },
): Promise<void> {
  await insertSession(tx, {
    id: c.sessionId,
    compteId: c.compteId,
    organisation: c.organisation,
    empreinte: empreinteDeJeton(nouveauJeton()),
    niveau: 'complet',
    instant: c.ouverteLe,
    inactiviteMs: c.closeLe.getTime() - c.ouverteLe.getTime(),
    expireLe: c.closeLe,
    adresse: c.adresse,
    navigateur: c.navigateur,
    secondFacteurLe: c.ouverteLe,
  });
  await closeSession(tx, c.sessionId, c.closeLe, 'deconnexion');
  await marquerConnexion(tx, c.compteId, c.ouverteLe);
}
