import { isUtf8 } from 'node:buffer';
import fastifyCookie from '@fastify/cookie';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { nouvelUuid } from '../identifiants.ts';
import { bornerCorps, CORPS_MS } from './borne-corps.ts';
import { ENTETES } from './entetes.ts';
import { poserGestionErreurs } from './erreurs.ts';
import { type LecteurMaintenance, refuserEnMaintenance } from './maintenance.ts';

export interface OptionsServeur {
  readonly journal: Logger;
  /** Networks whose forwarding headers are believed; empty: none. */
  readonly mandataires: readonly string[];
  /** Only this machine may ask: what a proxy forwards is refused. */
  readonly local: boolean;
  /** Origins served, e.g. `https://portail.exemple.fr`; read at each request since a test's port comes late. */
  readonly origines: () => readonly string[];
  readonly compter: (route: string, methode: string, statut: number, secondes: number) => void;
  /** Asked before each route of the API (ACC-12); without it the portal is always open. */
  readonly maintenance?: LecteurMaintenance;
  /** Longest time for a body that is not a file; half a minute unless told. */
  readonly corpsMs?: number;
}

/** Headers by which a proxy says that it speaks for someone else. */
const RELAIS = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
] as const;

/** Paths that a supervisor calls by any host name, without the portal's origin. */
const SANS_HOTE = new Set(['/sante', '/pret', '/metriques']);

/**
 * The HTTP server before any route: limits, headers, refusal of foreign hosts and foreign writes, access log
 * without personal data (no address, no path parameter, no query).
 */
export async function creerServeur(options: OptionsServeur): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: options.journal,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.mandataires.length > 0 ? [...options.mandataires] : false,
    bodyLimit: 64 * 1024,
    // Node's own limit would cut a large file that comes: see `bornerCorps`.
    requestTimeout: 0,
    http: { headersTimeout: CORPS_MS },
    keepAliveTimeout: 65_000,
    genReqId: () => nouvelUuid(new Date()),
    forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance;
  await app.register(fastifyCookie);
  // JSON and nothing else: a form or a text body never reaches a handler.
  app.removeContentTypeParser(['text/plain', 'application/json']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, lireJson(app));
  poserGestionErreurs(app);

  app.addHook('onRequest', async (requete, reponse) => {
    // Before any answer: what is refused at once could otherwise go on sending.
    bornerCorps(requete.raw, options.corpsMs ?? CORPS_MS);
    reponse.headers(ENTETES).header('x-correlation-id', requete.id);
    const chemin = requete.url.split('?', 1)[0] ?? '';
    if (SANS_HOTE.has(chemin)) return;
    const relais = options.local ? RELAIS.find((nom) => requete.headers[nom] !== undefined) : undefined;
    if (relais !== undefined) {
      return refuserEnTete(
        reponse,
        requete.id,
        421,
        'demonstration-locale',
        'La démonstration ne répond qu’à la machine où elle tourne.',
        relais,
      );
    }
    const origines = options.origines();
    const hotes = origines.map((origine) => new URL(origine).host);
    if (!hotes.includes(requete.host)) {
      return refuserEnTete(
        reponse,
        requete.id,
        421,
        'hote-inconnu',
        'Ce portail ne répond pas à ce nom.',
        'Host',
      );
    }
    if (requete.method === 'GET' || requete.method === 'HEAD') return;
    const { origin, 'sec-fetch-site': provenance } = requete.headers;
    if (origin !== undefined && !origines.includes(origin)) {
      return refuserEnTete(
        reponse,
        requete.id,
        403,
        'origine-etrangere',
        'Cette demande vient d’un autre site.',
        'Origin',
      );
    }
    if (provenance !== undefined && provenance !== 'same-origin' && provenance !== 'none') {
      return refuserEnTete(
        reponse,
        requete.id,
        403,
        'origine-etrangere',
        'Cette demande vient d’un autre site.',
        'Sec-Fetch-Site',
      );
    }
  });
  app.addHook('onRequest', async (requete, reponse) => {
    if (options.maintenance === undefined) return;
    return (await refuserEnMaintenance(options.maintenance, requete, reponse)) ?? undefined;
  });
  app.addHook('onSend', async (requete, reponse) => {
    const config = requete.routeOptions.config as { depot?: boolean } | undefined;
    if (config?.depot !== true || reponse.statusCode < 400) return;
    // The rest of a file that is refused is not worth its journey.
    reponse.header('connection', 'close');
    requete.raw.resume();
  });
  app.addHook('onResponse', async (requete, reponse) => {
    const route = requete.routeOptions.url ?? 'inconnue';
    options.compter(route, requete.method, reponse.statusCode, reponse.elapsedTime / 1000);
    requete.log.info(
      {
        route,
        methode: requete.method,
        statut: reponse.statusCode,
        ms: Math.round(reponse.elapsedTime * 10) / 10,
      },
      'request',
    );
  });
  return app;
}

/**
 * Reads a JSON body strictly: true UTF-8, and no key given twice in one object. Readers differ on which of two
 * they keep, and a proxy that checked the first must not be followed by a portal that obeys the second.
 */
function lireJson(app: FastifyInstance) {
  // Refuses `__proto__` and `constructor` keys.
  const lire = app.getDefaultJsonParser('error', 'error');
  return (
    requete: FastifyRequest,
    corps: Buffer,
    suite: (erreur: Error | null, valeur?: unknown) => void,
  ): void => {
    const malForme = () => suite(Object.assign(new Error('malformed JSON'), { statusCode: 400 }));
    if (!isUtf8(corps)) {
      malForme();
      return;
    }
    const texte = corps.toString('utf8');
    void lire(requete, texte, (erreur: Error | null, valeur?: unknown) => {
      if (erreur) {
        suite(erreur);
        return;
      }
      const ecrites = [...texte.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/gs)].filter(
        ([, deuxPoints]) => deuxPoints,
      ).length;
      if (ecrites === compterCles(valeur)) suite(null, valeur);
      else malForme();
    });
  };
}

function compterCles(valeur: unknown): number {
  if (typeof valeur !== 'object' || valeur === null) return 0;
  const contenus = Object.values(valeur);
  return (
    (Array.isArray(valeur) ? 0 : contenus.length) + contenus.reduce((n: number, v) => n + compterCles(v), 0)
  );
}

function refuserEnTete(
  reponse: FastifyReply,
  reference: string,
  status: number,
  code: string,
  title: string,
  champ: string,
) {
  return reponse
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title,
        status,
        code,
        champs: [{ champ, message: title }],
        reference,
      }),
    );
}
