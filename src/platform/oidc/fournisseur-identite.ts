import { createRemoteJWKSet, customFetch as fetchDeJose } from 'jose';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  Configuration as ClientOidc,
  ClientSecretBasic,
  ClientSecretPost,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type IDToken,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type ServerMetadata,
  type UserInfoResponse,
} from 'openid-client';
import { accepte, type Resultat, refuse } from '../../kernel/resultat.ts';
import { type Configuration, estAdresseSure, estBoucleLocale } from '../config/configuration.ts';
import { type BornesAppel, creerAppel, ErreurFournisseur } from './appel.ts';
import { type Deconnexion, estNom, lireJetonDeconnexion } from './deconnexion.ts';
import { classer, type RefusOidc, refusOidc } from './refus.ts';

export type ConfigurationOidc = NonNullable<Configuration['oidc']>;

/** What of the person is asked; « siret » tells the organisation they act for. */
const PORTEES = 'openid uid email siret given_name usual_name';

/** Asymmetric only: under HS256 whoever holds the verifying key could sign, and « none » is signed by nobody. */
const ALGORITHMES = ['RS256', 'PS256', 'ES256'];

const BORNES: BornesAppel = { delaiMs: 5000, octetsMax: 256 * 1024 };

/** Seconds by which the provider's clock may differ from ours. */
const TOLERANCE_S = 30;

/** What the portal keeps between the departure and the return, tied to the browser that left. */
export interface DepartAttendu {
  readonly etat: string;
  readonly nonce: string;
  readonly verificateur: string;
}

export interface Depart extends DepartAttendu {
  /** Where to send the browser. */
  readonly adresse: string;
}

/** Who signed in at the provider. Account links rest on `emetteur`, `sujet` and `siret`; the e-mail is not even kept. */
export interface IdentiteOidc {
  readonly emetteur: string;
  /** Means something only beside `emetteur`: another issuer may give the same to someone else. */
  readonly sujet: string;
  /** Fourteen digits, or null when the provider gave none that can be one. */
  readonly siret: string | null;
  readonly acr: string;
  /** The level stands for a second factor, as the configuration has it; false: ask the local one. */
  readonly deuxFacteurs: boolean;
  /** The provider's session, by which a logout may name it. */
  readonly sid: string | null;
  /** When the person authenticated at the provider, as it says. */
  readonly authLe: Date | null;
}

/** Port to the OpenID Connect provider of public agents (ACC-05). No token outlives the call that received it. */
export interface FournisseurIdentite {
  preparerDepart(): Promise<Resultat<Depart, RefusOidc>>;
  /** `parametres`: the query that the browser came back with. A code is good once. */
  echanger(parametres: URLSearchParams, attendu: DepartAttendu): Promise<Resultat<IdentiteOidc, RefusOidc>>;
  /** Reads a back-channel logout token. It can be sent again: the caller remembers its `jti`. */
  lireDeconnexion(jeton: string): Promise<Resultat<Deconnexion, RefusOidc>>;
}

interface Decouvert {
  readonly client: ClientOidc;
  readonly emetteur: string;
  readonly cles: ReturnType<typeof createRemoteJWKSet>;
}

/**
 * Nothing is asked of the provider before someone needs it, and a provider that was away is asked again the next
 * time: the portal starts, and signs people in by password, without it.
 */
export function creerFournisseurIdentite(
  config: ConfigurationOidc,
  { adresseRetour, bornes = BORNES }: { readonly adresseRetour: string; readonly bornes?: BornesAppel },
): FournisseurIdentite {
  if (!estAdresseSure(config.emetteur)) throw new Error('the issuer is neither https nor on this machine');
  const appel = creerAppel(bornes);
  const retour = new URL(adresseRetour).href;

  let enCours: Promise<Decouvert> | null = null;
  const decouvrir = (): Promise<Decouvert> => {
    enCours ??= decouvrirFournisseur(config, appel).catch((erreur: unknown) => {
      enCours = null;
      throw erreur;
    });
    return enCours;
  };
  /** Whatever keeps the provider from being known is the same to the person: sign in another way. */
  const avecFournisseur = async <T>(
    acte: (fournisseur: Decouvert) => Promise<Resultat<T, RefusOidc>>,
  ): Promise<Resultat<T, RefusOidc>> => {
    let fournisseur: Decouvert;
    try {
      fournisseur = await decouvrir();
    } catch (erreur) {
      return refuse(refusOidc('oidc-indisponible', classer(erreur).details.motif));
    }
    try {
      return await acte(fournisseur);
    } catch (erreur) {
      return refuse(classer(erreur));
    }
  };

  return {
    preparerDepart: () =>
      avecFournisseur(async ({ client }) => {
        const attendu = { etat: randomState(), nonce: randomNonce(), verificateur: randomPKCECodeVerifier() };
        const adresse = buildAuthorizationUrl(client, {
          redirect_uri: retour,
          scope: PORTEES,
          state: attendu.etat,
          nonce: attendu.nonce,
          code_challenge: await calculatePKCECodeChallenge(attendu.verificateur),
          code_challenge_method: 'S256',
          claims: JSON.stringify({
            id_token: { acr: { essential: true, values: config.acr }, auth_time: null },
          }),
        });
        return accepte({ adresse: adresse.href, ...attendu });
      }),

    echanger: (parametres, attendu) =>
      avecFournisseur(async ({ client, emetteur }) => {
        const url = new URL(retour);
        url.search = parametres.toString();
        const jetons = await authorizationCodeGrant(client, url, {
          expectedState: attendu.etat,
          expectedNonce: attendu.nonce,
          pkceCodeVerifier: attendu.verificateur,
          idTokenExpected: true,
        });
        const revendications = jetons.claims();
        if (revendications === undefined)
          return refuse(refusOidc('oidc-reponse-invalide', 'sans-jeton-identite'));
        // What it asks for is a wish; what counts is what came back (a provider may ignore it, or be made to).
        const { acr } = revendications;
        if (typeof acr !== 'string' || !config.acr.includes(acr))
          return refuse(
            refusOidc('oidc-acr-insuffisant', acr === undefined ? 'acr-absent' : 'acr-hors-liste'),
          );
        const infos = await fetchUserInfo(client, jetons.access_token, revendications.sub);
        return lireIdentite(emetteur, acr, config, revendications, infos);
      }),

    lireDeconnexion: (jeton) =>
      avecFournisseur(({ emetteur, cles }) =>
        lireJetonDeconnexion(jeton, {
          emetteur,
          destinataire: config.clientId,
          cles,
          algorithmes: ALGORITHMES,
          toleranceS: TOLERANCE_S,
        }),
      ),
  };
}

async function decouvrirFournisseur(
  config: ConfigurationOidc,
  appel: ReturnType<typeof creerAppel>,
): Promise<Decouvert> {
  const racine = new URL(config.emetteur);
  const enClair = racine.protocol === 'http:';
  const execute = enClair ? [allowInsecureRequests] : [];
  const decouverte = await discovery(racine, config.clientId, undefined, undefined, {
    [customFetch]: appel,
    execute,
  });
  const annonce = decouverte.serverMetadata();
  const { jwks_uri: cles } = verifierAdresses(annonce, enClair);
  const client = new ClientOidc(
    Object.assign({}, annonce, {
      id_token_signing_alg_values_supported: retenir(annonce.id_token_signing_alg_values_supported),
      userinfo_signing_alg_values_supported: retenir(annonce.userinfo_signing_alg_values_supported),
    }),
    config.clientId,
    { client_secret: config.clientSecret },
    // Absent, the standard says that only « basic » is known.
    annonce.token_endpoint_auth_methods_supported?.includes('client_secret_post') === true
      ? ClientSecretPost(config.clientSecret)
      : ClientSecretBasic(config.clientSecret),
  );
  client[customFetch] = appel;
  for (const regle of execute) regle(client);
  // Without it a token received straight from the provider would be taken at its word, its signature unread.
  enableNonRepudiationChecks(client);
  return {
    client,
    emetteur: annonce.issuer,
    cles: createRemoteJWKSet(cles, { [fetchDeJose]: appel }),
  };
}

/** Of the algorithms announced, those that we trust; when nothing is announced, the standard's own. */
const retenir = (annonces: readonly string[] | undefined): string[] =>
  (annonces ?? ['RS256']).filter((algorithme) => ALGORITHMES.includes(algorithme));

/**
 * What the provider announces is an input like another: in clear only when it is itself on this machine, and then
 * only to this machine.
 */
function verifierAdresses(annonce: ServerMetadata, enClair: boolean): { readonly jwks_uri: URL } {
  const lire = (nom: 'authorization_endpoint' | 'token_endpoint' | 'userinfo_endpoint' | 'jwks_uri'): URL => {
    const adresse = URL.parse(annonce[nom] ?? '');
    const sure =
      adresse?.protocol === 'https:' ||
      (enClair && adresse?.protocol === 'http:' && estBoucleLocale(adresse.hostname));
    if (adresse === null || !sure) throw new ErreurFournisseur('adresse-refusee');
    return adresse;
  };
  for (const nom of ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint'] as const) lire(nom);
  return { jwks_uri: lire('jwks_uri') };
}

function lireIdentite(
  emetteur: string,
  acr: string,
  config: ConfigurationOidc,
  { sub, sid, auth_time: authLe }: IDToken,
  { siret }: UserInfoResponse,
): Resultat<IdentiteOidc, RefusOidc> {
  const invalide = (motif: string) => refuse(refusOidc('oidc-reponse-invalide', motif));
  if (!estNom(sub)) return invalide('sujet');
  if (sid !== undefined && !estNom(sid)) return invalide('sid');
  if (authLe !== undefined && authLe > Date.now() / 1000 + TOLERANCE_S) return invalide('auth-time');
  return accepte({
    emetteur,
    sujet: sub,
    siret: typeof siret === 'string' && /^\d{14}$/.test(siret) ? siret : null,
    acr,
    deuxFacteurs: config.acrDeuxFacteurs.includes(acr),
    sid: sid ?? null,
    authLe: authLe === undefined ? null : new Date(authLe * 1000),
  });
}
