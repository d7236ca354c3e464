import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { CAMILLE, CLIENT_OIDC } from './fournisseur-oidc.ts';

type Claims = Record<string, unknown>;

/** What the provider answers otherwise than it should. All empty, it is honest. `undefined` removes a value. */
export interface Tromperies {
  annonce?: Claims;
  identite?: Claims;
  infos?: Claims;
  /** Writes the ID token in place of the provider's own signature. */
  signer?: (claims: Claims) => string | Promise<string>;
  /** Takes over the whole answer of a path. */
  repondre?: (chemin: string, reponse: ServerResponse) => boolean;
}

export interface FournisseurTrompeur {
  readonly emetteur: string;
  tromperies: Tromperies;
  /** Paths asked, in their order. */
  readonly demandes: string[];
  /** Public key as anyone can fetch it, in the form that naive verifiers hand to an HMAC. */
  readonly clePublique: string;
  readonly signer: (claims: Claims, entete?: Claims) => Promise<string>;
  /** Signed by a key that the provider never published, under the name of its own. */
  readonly signerParUnAutre: (claims: Claims) => Promise<string>;
  readonly jetonDeconnexion: (ecarts?: Claims) => Claims;
  /** What a browser comes back with after this departure. */
  readonly revenir: (depart: string, ecarts?: Record<string, string | undefined>) => URLSearchParams;
  readonly fermer: () => Promise<void>;
}

const ENTETE = { alg: 'RS256', kid: 'cle-1' };
export const maintenant = (): number => Math.floor(Date.now() / 1000);
const sansAbsents = (claims: Claims): Claims =>
  Object.fromEntries(Object.entries(claims).filter(([, valeur]) => valeur !== undefined));

export const enBase64 = (valeur: unknown): string =>
  Buffer.from(JSON.stringify(valeur)).toString('base64url');
export const nonSigne = (claims: Claims): string => `${enBase64({ alg: 'none' })}.${enBase64(claims)}.`;
export const signerHs256 = (claims: Claims, secret: string): Promise<string> =>
  new SignJWT(claims as JWTPayload)
    .setProtectedHeader({ alg: 'HS256', kid: 'cle-1' })
    .sign(Buffer.from(secret));

/** A provider made by hand, to give the answers that an honest one never gives. */
export async function demarrerFournisseurTrompeur(): Promise<FournisseurTrompeur> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const autre = await generateKeyPair('RS256');
  const cles = { keys: [{ ...(await exportJWK(publicKey)), kid: 'cle-1', use: 'sig' }] };
  const demandes: string[] = [];
  let nonce = '';
  const serveur = createServer((demande, reponse) => repondre(demande, reponse));
  await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', pret));
  const emetteur = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`;
  const signerPar = (cle: CryptoKey, claims: Claims, entete: Claims = {}) =>
    new SignJWT(claims as JWTPayload).setProtectedHeader({ ...ENTETE, ...entete }).sign(cle);

  const fournisseur: FournisseurTrompeur = {
    emetteur,
    tromperies: {},
    demandes,
    clePublique: await exportSPKI(publicKey),
    signer: (claims, entete) => signerPar(privateKey, claims, entete),
    signerParUnAutre: (claims) => signerPar(autre.privateKey, claims),
    jetonDeconnexion: (ecarts = {}) =>
      sansAbsents({
        iss: emetteur,
        aud: CLIENT_OIDC.clientId,
        sub: 'camille',
        sid: 'session-1',
        jti: 'ordre-1',
        iat: maintenant(),
        exp: maintenant() + 120,
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        ...ecarts,
      }),
    revenir: (depart, ecarts = {}) => {
      const demande = new URL(depart).searchParams;
      nonce = demande.get('nonce') ?? '';
      const retour = { code: 'code-invente', state: demande.get('state'), iss: emetteur, ...ecarts };
      return new URLSearchParams(sansAbsents(retour) as Record<string, string>);
    },
    fermer: () =>
      new Promise((ferme) => {
        serveur.closeAllConnections();
        serveur.close(() => ferme());
      }),
  };

  const enJson = (reponse: ServerResponse, corps: unknown): void => {
    reponse.writeHead(200, { 'content-type': 'application/json' });
    reponse.end(JSON.stringify(corps));
  };
  async function repondre(demande: IncomingMessage, reponse: ServerResponse): Promise<void> {
    const { annonce, identite, infos, signer, repondre: prendre } = fournisseur.tromperies;
    const chemin = demande.url ?? '';
    demandes.push(chemin);
    if (prendre?.(chemin, reponse)) return;
    switch (chemin) {
      case '/.well-known/openid-configuration':
        return enJson(reponse, {
          issuer: emetteur,
          authorization_endpoint: `${emetteur}/autoriser`,
          token_endpoint: `${emetteur}/jetons`,
          userinfo_endpoint: `${emetteur}/infos`,
          jwks_uri: `${emetteur}/cles`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          // It says that it signs with anything: the portal's own list is what must hold.
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
          userinfo_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
          authorization_response_iss_parameter_supported: true,
          ...annonce,
        });
      case '/cles':
        return enJson(reponse, cles);
      case '/jetons': {
        const claims = sansAbsents({
          iss: emetteur,
          aud: CLIENT_OIDC.clientId,
          sub: 'camille',
          nonce,
          acr: 'eidas2',
          sid: 'session-1',
          auth_time: maintenant() - 5,
          iat: maintenant(),
          exp: maintenant() + 60,
          ...identite,
        });
        return enJson(reponse, {
          access_token: 'jeton-d-acces-invente',
          token_type: 'Bearer',
          expires_in: 60,
          id_token: await (signer ?? fournisseur.signer)(claims),
        });
      }
      case '/infos':
        return enJson(reponse, sansAbsents({ sub: 'camille', ...CAMILLE, ...infos }));
      default:
        reponse.writeHead(404).end();
    }
  }
  return fournisseur;
}
