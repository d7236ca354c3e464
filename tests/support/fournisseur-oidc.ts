import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { interactionPolicy, Provider, type Configuration as Reglages } from 'oidc-provider';

/** What the next person does in front of the provider's own sign-in page. */
export type Geste =
  | { readonly sujet: string; readonly acr?: string }
  /** They give up. */
  | { readonly erreur: string };

export interface Personne {
  readonly email: string;
  readonly siret?: string;
  readonly uid: string;
  readonly given_name: string;
  readonly usual_name: string;
}

export interface ReglagesFournisseur {
  /** Where browsers come back; by default an address of the provider's own server, that nobody has to serve. */
  readonly adresseRetour?: string;
  /** Where logouts are told; by default to the provider's own server, which keeps them. */
  readonly adresseDeconnexion?: string;
  readonly personnes?: Readonly<Record<string, Personne>>;
  /** As ProConnect does: who the person is comes signed too. */
  readonly infosSignees?: boolean;
  readonly algorithme?: 'RS256' | 'ES256' | 'PS256';
  readonly port?: number;
}

export interface FournisseurOidc {
  readonly emetteur: string;
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly adresseRetour: string;
  /** Logout tokens that the provider sent, as they came, when nobody else was to have them. */
  readonly deconnexions: string[];
  geste: Geste;
  readonly fermer: () => Promise<void>;
}

export const CLIENT_OIDC = { clientId: 'passerelle', clientSecret: 'secret-invente-du-portail' };
/** Levels that the provider knows; it gives what the person did, whatever was asked. */
export const NIVEAUX = ['eidas1', 'eidas2', 'eidas3'];

export const CAMILLE: Personne = {
  email: 'camille.modele@villexemple.exemple',
  siret: '12345678200002',
  uid: 'camille.modele',
  given_name: 'Camille',
  usual_name: 'Modèle',
};

/** A certified OpenID Connect provider on this machine, set as ProConnect is, as far as a portal can see. */
export async function demarrerFournisseurOidc(reglages: ReglagesFournisseur = {}): Promise<FournisseurOidc> {
  let traiter: (demande: IncomingMessage, reponse: ServerResponse) => unknown = (_, reponse) => reponse.end();
  const serveur = createServer((demande, reponse) => traiter(demande, reponse));
  await new Promise<void>((pret) => serveur.listen(reglages.port ?? 0, '127.0.0.1', pret));
  const { port } = serveur.address() as AddressInfo;
  const emetteur = `http://127.0.0.1:${port}`;
  const adresseRetour = reglages.adresseRetour ?? `${emetteur}/portail/retour`;
  const algorithme = reglages.algorithme ?? 'RS256';
  const deconnexions: string[] = [];
  const fournisseur: FournisseurOidc = {
    ...CLIENT_OIDC,
    emetteur,
    port,
    adresseRetour,
    deconnexions,
    geste: { sujet: 'camille', acr: 'eidas2' },
    fermer: () =>
      new Promise((ferme) => {
        serveur.closeAllConnections();
        serveur.close(() => ferme());
      }),
  };
  const provider = await creerProvider(emetteur, adresseRetour, algorithme, reglages);
  const oidc = provider.callback();
  traiter = async (demande, reponse) => {
    if (demande.url?.startsWith('/interaction/'))
      return provider.interactionFinished(demande, reponse, enResultat(fournisseur.geste));
    if (demande.url === '/portail/deconnexion') {
      deconnexions.push(new URLSearchParams(await lireCorps(demande)).get('logout_token') ?? '');
      return reponse.end();
    }
    return oidc(demande, reponse);
  };
  return fournisseur;
}

const enResultat = (geste: Geste) =>
  'erreur' in geste
    ? { error: geste.erreur, error_description: 'Refus inventé' }
    : { login: { accountId: geste.sujet, ...(geste.acr === undefined ? {} : { acr: geste.acr }) } };

async function creerProvider(
  emetteur: string,
  adresseRetour: string,
  algorithme: 'RS256' | 'ES256' | 'PS256',
  { personnes = { camille: CAMILLE }, infosSignees = false, adresseDeconnexion }: ReglagesFournisseur,
): Promise<Provider> {
  const { privateKey } = await generateKeyPair(algorithme, { extractable: true });
  const politique = interactionPolicy.base();
  // The provider gives the level that it has: that it is asked for more is the portal's to enforce.
  politique.get('login')?.checks.remove('essential_acrs');
  const reglages: Reglages = {
    clients: [
      {
        client_id: CLIENT_OIDC.clientId,
        client_secret: CLIENT_OIDC.clientSecret,
        redirect_uris: [adresseRetour],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: algorithme,
        backchannel_logout_uri: adresseDeconnexion ?? `${emetteur}/portail/deconnexion`,
        backchannel_logout_session_required: true,
        ...(infosSignees ? { userinfo_signed_response_alg: algorithme } : {}),
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'cle-1', alg: algorithme, use: 'sig' }] },
    cookies: { keys: ['cle-inventee-de-cookie'] },
    acrValues: NIVEAUX,
    claims: {
      acr: null,
      auth_time: null,
      iss: null,
      sid: null,
      openid: ['sub'],
      uid: ['uid'],
      email: ['email'],
      siret: ['siret'],
      given_name: ['given_name'],
      usual_name: ['usual_name'],
    },
    features: {
      devInteractions: { enabled: false },
      claimsParameter: { enabled: true },
      backchannelLogout: { enabled: true },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, formulaire) => {
          ctx.body = formulaire;
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = 'fini';
        },
      },
    },
    pkce: { required: () => true },
    ttl: {
      AuthorizationCode: 30,
      AccessToken: 60,
      IdToken: 60,
      Session: 43_200,
      Grant: 43_200,
      Interaction: 60,
    },
    interactions: { policy: politique, url: (_ctx, { uid }) => `/interaction/${uid}` },
    // Agents consent to nothing: their organisation has.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId as string,
        accountId: ctx.oidc.session?.accountId as string,
      });
      grant.addOIDCScope('openid uid email siret given_name usual_name');
      grant.addOIDCClaims(['acr', 'auth_time']);
      await grant.save();
      return grant;
    },
    findAccount: (_ctx, sujet) => {
      const personne = personnes[sujet];
      return personne && { accountId: sujet, claims: () => ({ sub: sujet, ...personne }) };
    },
    // It refuses to call this machine unless told that it may.
    fetch: (adresse, options) => {
      const { dispatcher: _garde, ...permises } = options as RequestInit & { dispatcher?: unknown };
      return fetch(adresse, permises);
    },
  };
  return sansAvertissement(() => new Provider(emetteur, reglages));
}

/** It warns that it keeps everything in memory, which is what a test wants. */
function sansAvertissement<T>(creer: () => T): T {
  const { warn } = console;
  console.warn = () => {};
  try {
    return creer();
  } finally {
    console.warn = warn;
  }
}

async function lireCorps(demande: IncomingMessage): Promise<string> {
  let corps = '';
  for await (const morceau of demande) corps += morceau;
  return corps;
}

/** A browser without screen: follows redirections and keeps cookies, each server's apart. */
export class NavigateurOidc {
  readonly #cookies = new Map<string, Map<string, string>>();

  async demander(adresse: string, options: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(adresse);
    const pot = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, pot);
    const cookie = [...pot].map(([nom, valeur]) => `${nom}=${valeur}`).join('; ');
    const reponse = await fetch(adresse, {
      ...options,
      redirect: 'manual',
      headers: { ...(options.headers as Record<string, string>), cookie },
    });
    for (const ligne of reponse.headers.getSetCookie()) {
      const [nom, valeur] = (ligne.split(';', 1)[0] ?? '').split(/=(.*)/s);
      if (nom === undefined || valeur === undefined) continue;
      if (valeur === '') pot.delete(nom);
      else pot.set(nom, valeur);
    }
    return reponse;
  }

  /** From the portal's departure to the query that comes back to it. */
  async seConnecter(depart: string, adresseRetour: string): Promise<URLSearchParams> {
    let adresse = depart;
    for (let pas = 0; pas < 8; pas++) {
      const reponse = await this.demander(adresse);
      const suite = reponse.headers.get('location');
      if (suite === null) throw new Error(`no redirection: ${reponse.status} ${await reponse.text()}`);
      adresse = new URL(suite, adresse).href;
      if (adresse.startsWith(adresseRetour)) return new URL(adresse).searchParams;
    }
    throw new Error('the provider redirects without end');
  }

  /** Ends the session at the provider, which tells the portal. */
  async seDeconnecter({ emetteur }: Pick<FournisseurOidc, 'emetteur'>): Promise<void> {
    const page = await (await this.demander(`${emetteur}/session/end`)).text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await this.demander(`${emetteur}/session/end/confirm`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
    });
  }
}
