import { generate } from 'otplib';
import type { DefinitionRoute } from '../../src/kernel/route.ts';
import { cdapContrat } from '../../src/modules/cdap/contract.ts';
import { identiteContrat } from '../../src/modules/identite/contract.ts';
import { nouveauJeton } from '../../src/modules/identite/server/secrets.ts';
import { avancerSession, insertSession } from '../../src/modules/identite/server/store.ts';
import { empreinteDeJeton, NOM_COOKIE } from '../../src/platform/http/porte.ts';
import { type ComptePeuple, MOT_DE_PASSE } from './peuplement.ts';
import { HEURE, MINUTE, ORIGINE, type Portail } from './portail.ts';

export interface Reponse {
  readonly statut: number;
  readonly texte: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the body that it asked for
  readonly corps: any;
  readonly entetes: Readonly<Record<string, unknown>>;
  readonly octets: Buffer;
}

export interface OptionsAppel {
  readonly entetes?: Readonly<Record<string, string>>;
  /** More cookies, e.g. that of a known device. */
  readonly cookies?: Readonly<Record<string, string>>;
  /** Network address that the request comes from. */
  readonly adresse?: string;
  /** Body of a route that receives a file. */
  readonly fichier?: string | Buffer;
}

type Route = Pick<DefinitionRoute, 'methode' | 'chemin' | 'depot' | 'formulaire'>;

/** A person in front of the portal: a cookie, and calls. The cookie follows what the server sets. */
export interface Client {
  cookie: string | null;
  readonly appeler: (route: Route, corps?: unknown, options?: OptionsAppel) => Promise<Reponse>;
}

export const NAVIGATEUR = 'Essai/1.0 (navigateur inventé)';

/** Somebody without session, or who holds the cookie given. */
export function unClient(portail: Portail, jeton: string | null = null): Client {
  const client: Client = {
    cookie: jeton,
    appeler: async (route, corps, options = {}) => {
      const reponse = await portail.app.inject({
        method: route.methode,
        url: route.chemin,
        remoteAddress: options.adresse ?? '192.0.2.10',
        headers: {
          host: new URL(ORIGINE).host,
          'user-agent': NAVIGATEUR,
          ...(route.methode === 'POST'
            ? { origin: ORIGINE, 'content-type': route.depot?.[0] ?? typeDeCorps(route) }
            : {}),
          ...(route.depot
            ? { 'x-entree': encodeURIComponent(JSON.stringify(corps ?? {}).toWellFormed()) }
            : {}),
          ...enteteCookie({
            ...(client.cookie === null ? {} : { [NOM_COOKIE]: client.cookie }),
            ...options.cookies,
          }),
          ...options.entetes,
        },
        ...(route.methode === 'POST'
          ? { payload: route.depot ? (options.fichier ?? '{}\n') : enCorps(route, corps ?? {}) }
          : {}),
      });
      const pose = reponse.cookies.find(({ name }) => name === NOM_COOKIE);
      if (pose) client.cookie = pose.value === '' ? null : pose.value;
      return {
        statut: reponse.statusCode,
        texte: reponse.body,
        corps: enJson(reponse.body),
        entetes: reponse.headers,
        octets: reponse.rawPayload,
      };
    },
  };
  return client;
}

const typeDeCorps = ({ formulaire }: Route): string =>
  formulaire ? 'application/x-www-form-urlencoded' : 'application/json';
const enCorps = ({ formulaire }: Route, corps: unknown): string =>
  formulaire ? new URLSearchParams(corps as Record<string, string>).toString() : JSON.stringify(corps);

const enteteCookie = (cookies: Readonly<Record<string, string>>): { cookie?: string } => {
  const paires = Object.entries(cookies).map(([nom, valeur]) => `${nom}=${valeur}`);
  return paires.length === 0 ? {} : { cookie: paires.join('; ') };
};

function enJson(texte: string): unknown {
  try {
    return JSON.parse(texte);
  } catch {
    return null;
  }
}

/** The code that the person's authenticator shows at the portal's time, or `decalage` steps away from it. */
export const codeDe = (portail: Portail, compte: ComptePeuple, decalage = 0): Promise<string> =>
  generate({
    secret: compte.secretTotp ?? '',
    epoch: Math.floor(portail.horloge.lire().getTime() / 1000) + decalage * 30,
  });

/** First step only: the session waits for the code. */
export async function presenterMotDePasse(portail: Portail, compte: ComptePeuple): Promise<Client> {
  const client = unClient(portail);
  const reponse = await client.appeler(identiteContrat.connecter, {
    identifiant: compte.identifiant,
    motDePasse: MOT_DE_PASSE,
  });
  if (reponse.statut !== 200) throw new Error(`sign-in refused: ${reponse.statut} ${reponse.texte}`);
  return client;
}

/**
 * Signs in by the two real steps. A code is used once: two sign-ins of one account need a clock moved by thirty
 * seconds in between.
 */
export async function seConnecter(portail: Portail, compte: ComptePeuple): Promise<Client> {
  const client = await presenterMotDePasse(portail, compte);
  if (compte.secretTotp === null) return client;
  const reponse = await client.appeler(identiteContrat.verifierCode, { code: await codeDe(portail, compte) });
  if (reponse.statut !== 200) throw new Error(`code refused: ${reponse.statut} ${reponse.texte}`);
  return client;
}

/** A session written straight in the store, for matrices of hundreds of cells; half open or complete. */
export async function ouvrirSessionDirecte(
  portail: Portail,
  compte: ComptePeuple,
  niveau: 'mot-de-passe' | 'parcours' | 'complet' = 'complet',
): Promise<Client> {
  const jeton = nouveauJeton();
  const instant = portail.horloge.lire();
  const expireLe = new Date(instant.getTime() + 8 * HEURE);
  const id = portail.nouvelId();
  await portail.enTransaction({ ...compte.organisation, compteId: compte.id }, async (tx) => {
    await insertSession(tx, {
      id,
      compteId: compte.id,
      organisation: compte.organisation,
      empreinte: empreinteDeJeton(jeton),
      niveau: 'mot-de-passe',
      instant,
      inactiviteMs: 15 * MINUTE,
      expireLe,
      adresse: '192.0.2.10',
      navigateur: NAVIGATEUR,
    });
    if (niveau !== 'mot-de-passe') {
      await avancerSession(tx, {
        id,
        de: ['mot-de-passe'],
        niveau,
        empreinte: empreinteDeJeton(jeton),
        instant,
        inactiviteMs: 15 * MINUTE,
        expireLe,
        secondFacteur: true,
      });
    }
  });
  return unClient(portail, jeton);
}

/** Asks for a file under a right. */
export const consulter = (
  client: Client,
  habilitation: string,
  numero: number | string,
  plus: Readonly<Record<string, unknown>> = {},
): Promise<Reponse> =>
  client.appeler(cdapContrat.consulter, { numero: String(numero), habilitation, ...plus });
