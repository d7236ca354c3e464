import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import type { NatureRefus, Refus } from '../../kernel/resultat.ts';
import { ErreurFournisseur } from './appel.ts';

export type CodeOidc =
  /** The person, or the provider for them, did not go through with it. */
  | 'oidc-refuse'
  /** Signed in, yet not in a way that the configuration accepts. */
  | 'oidc-acr-insuffisant'
  /** An answer that does not hold: forged, replayed, late, or meant for someone else. */
  | 'oidc-reponse-invalide'
  /** The provider cannot be asked, or does not know this portal. */
  | 'oidc-indisponible';

/** `details.motif` tells the operator which check refused, by a name of ours or of the library, never by a value. */
export interface RefusOidc extends Refus {
  readonly code: CodeOidc;
  readonly details: { readonly motif: string };
}

const NATURES: Readonly<Record<CodeOidc, NatureRefus>> = {
  'oidc-refuse': 'interdit',
  'oidc-acr-insuffisant': 'interdit',
  'oidc-reponse-invalide': 'invalide',
  'oidc-indisponible': 'indisponible',
};

export const refusOidc = (code: CodeOidc, motif: string): RefusOidc => ({
  code,
  nature: NATURES[code],
  details: { motif },
});

/** Errors of the authorization endpoint (RFC 6749 4.1.2.1, OpenID Connect Core 3.1.2.6); any other is not conform. */
const ERREURS_AUTORISATION: ReadonlyMap<string, CodeOidc> = new Map([
  ['access_denied', 'oidc-refuse'],
  ['login_required', 'oidc-refuse'],
  ['interaction_required', 'oidc-refuse'],
  ['consent_required', 'oidc-refuse'],
  ['account_selection_required', 'oidc-refuse'],
  ['unmet_authentication_requirements', 'oidc-acr-insuffisant'],
  ['server_error', 'oidc-indisponible'],
  ['temporarily_unavailable', 'oidc-indisponible'],
]);

/** This portal is not, or no longer, known under the identifier and secret that it was given. */
const ERREURS_CLIENT: ReadonlySet<string> = new Set(['invalid_client', 'unauthorized_client']);

/**
 * Turns what a library threw into a refusal. Only names are kept: its messages and causes hold tokens and claims.
 */
export function classer(erreur: unknown): RefusOidc {
  const chaine = causes(erreur);
  const panne = chaine.find((maillon) => maillon instanceof ErreurFournisseur);
  if (panne !== undefined) return refusOidc('oidc-indisponible', panne.message);
  for (const maillon of chaine) {
    if (maillon instanceof AuthorizationResponseError) {
      const code = ERREURS_AUTORISATION.get(maillon.error);
      return code === undefined
        ? refusOidc('oidc-reponse-invalide', 'erreur-inconnue')
        : refusOidc(code, maillon.error.replaceAll('_', '-'));
    }
    if (maillon instanceof ResponseBodyError && ERREURS_CLIENT.has(maillon.error))
      return refusOidc('oidc-indisponible', 'client-inconnu');
  }
  return refusOidc('oidc-reponse-invalide', motifDe(chaine));
}

/** Errors of both libraries nest: the outermost says what was being done, the innermost what was compared. */
function causes(erreur: unknown): readonly unknown[] {
  const chaine: unknown[] = [];
  let maillon = erreur;
  while (typeof maillon === 'object' && maillon !== null && chaine.length < 6) {
    chaine.push(maillon);
    maillon = (maillon as { cause?: unknown }).cause;
  }
  return chaine;
}

/** A code such as OAUTH_JWT_CLAIM_COMPARISON_FAILED, and the name of what was compared when the library gives it. */
function motifDe(chaine: readonly unknown[]): string {
  const lire = (cles: readonly string[], forme: RegExp): string | undefined =>
    chaine
      .filter((maillon) => !Array.isArray(maillon) && !(maillon instanceof Response))
      .flatMap((maillon) => cles.map((cle) => (maillon as Record<string, unknown>)[cle]))
      .find((valeur): valeur is string => typeof valeur === 'string' && forme.test(valeur));
  const code = lire(['code'], /^(OAUTH|ERR)_[A-Z_]{1,60}$/) ?? 'INCONNU';
  const compare = lire(['claim', 'attribute'], /^[a-z_]{1,16}$/);
  return compare === undefined ? code : `${code} ${compare}`;
}
