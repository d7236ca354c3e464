import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import fastifyCookie from '@fastify/cookie';
import fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Acteur } from '../../kernel/acteur.ts';
import { accepte, refuse } from '../../kernel/resultat.ts';
import { accesPublic, accesSession, route } from '../../kernel/route.ts';
import type { Base } from '../db/base.ts';
import type { Contexte } from './contexte.ts';
import { poserGestionErreurs } from './erreurs.ts';
import { type LigneTrace, monter, NOM_COOKIE, type SessionResolue } from './porte.ts';
import { creerServeur } from './serveur.ts';

/** The door alone, with modules and database played by hand: what it promises to every route (page 11, « One request »). */

const MAINTENANT = new Date('2026-11-20T09:00:00Z');
const acteur = (roles: Acteur['roles']): Acteur => ({
  compteId: '018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5b',
  sessionId: '018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5c',
  nature: 'partenaire',
  cafCode: '591',
  partenaireId: '018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5d',
  prenom: 'Camille',
  nom: 'Essai',
  roles,
});

const uneSession = (
  roles: Acteur['roles'],
  niveau: SessionResolue['niveau'],
  plus: Partial<SessionResolue> = {},
): SessionResolue => ({ acteur: acteur(roles), niveau, preuveLe: null, portees: null, ...plus });

const sortie = z.strictObject({ valeur: z.string() });
const contrat = {
  ouverte: route({
    methode: 'GET',
    chemin: '/api/ouverte',
    acces: accesPublic,
    action: 'ouverte',
    trace: 'aucune',
    libelle: 'x',
    entree: z.strictObject({ n: z.coerce.number().optional() }),
    sortie,
  }),
  depot: route({
    methode: 'POST',
    chemin: '/api/depot',
    acces: accesPublic,
    action: 'depot',
    trace: 'aucune',
    libelle: 'x',
    entree: z.strictObject({ n: z.number() }),
    sortie,
  }),
  fichier: route({
    methode: 'GET',
    chemin: '/api/fichier',
    acces: accesPublic,
    action: 'fichier',
    trace: 'aucune',
    libelle: 'x',
    entree: z.strictObject({}),
    sortie: z.any(),
    flux: true,
  }),
  gardee: route({
    methode: 'POST',
    chemin: '/api/gardee',
    acces: accesSession(({ roles }) => roles.includes('support')),
    action: 'gardee',
    trace: 'porte',
    libelle: 'x',
    entree: z.strictObject({
      nom: z.string('Indiquez un nom.').min(3, 'Trois lettres au moins.'),
      plus: z.strictObject({ age: z.int('Un nombre entier.') }).optional(),
    }),
    sortie,
  }),
  arriere: route({
    methode: 'GET',
    chemin: '/api/arriere',
    acces: accesSession(() => true),
    action: 'arriere',
    trace: 'aucune',
    libelle: 'x',
    entree: z.strictObject({}),
    sortie,
    arrierePlan: true,
  }),
  code: route({
    methode: 'POST',
    chemin: '/api/code',
    acces: { genre: 'second-facteur' },
    action: 'code',
    trace: 'action',
    libelle: 'x',
    entree: z.strictObject({}),
    sortie,
  }),
  ailleurs: route({
    methode: 'GET',
    chemin: '/api/ailleurs',
    acces: accesPublic,
    action: 'ailleurs',
    trace: 'porte',
    libelle: 'x',
    entree: z.looseObject({}),
    sortie: z.strictObject({ vers: z.string().startsWith('/') }),
    redirection: true,
  }),
  formulaire: route({
    methode: 'POST',
    chemin: '/api/formulaire',
    acces: accesPublic,
    action: 'formulaire',
    trace: 'porte',
    libelle: 'x',
    entree: z.object({ jeton: z.string('Le champ jeton manque.') }),
    sortie,
    formulaire: true,
  }),
  lecture: route({
    methode: 'POST',
    chemin: '/api/lecture',
    acces: { genre: 'consultation' },
    action: 'lecture',
    trace: 'action',
    libelle: 'x',
    entree: z.strictObject({ numero: z.string() }),
    sortie,
  }),
} as const;

let app: FastifyInstance;
let session: SessionResolue | null;
let resolutions: boolean[];
let traces: LigneTrace[];
let contextes: Contexte[];
let cedes: string[] = [];
let reponse: () => unknown;
let tracer: () => Promise<void>;
/** Requests without session that the network may still send. */
let places: number;

beforeAll(async () => {
  app = fastify() as unknown as FastifyInstance;
  await app.register(fastifyCookie);
  poserGestionErreurs(app);
  const poignee = async ({ ctx }: { ctx: Contexte }) => {
    contextes.push(ctx);
    return reponse() as never;
  };
  monter(
    app,
    {
      base: {} as Base,
      horloge: () => MAINTENANT,
      freiner: () => places > 0,
      places: { prendre: async () => () => {} },
      faireCeder: () => {
        cedes.push('cede');
        return () => cedes.push('rendu');
      },
      lecteurImmobileMs: 300,
      resoudreSession: async (_ctx, _empreinte, actif) => {
        resolutions.push(actif);
        return session;
      },
      tracer: async (_ctx, _locataire, ligne) => {
        await tracer();
        traces.push(ligne);
      },
    },
    contrat,
    {
      ouverte: poignee,
      depot: poignee,
      fichier: poignee,
      gardee: poignee,
      arriere: poignee,
      code: poignee,
      ailleurs: poignee,
      formulaire: poignee,
      lecture: poignee,
    },
    ({ code }) => ({ titre: `Refus ${code}.`, suite: 'Faites autre chose.' }),
  );
});
afterAll(() => app.close());
beforeEach(() => {
  session = uneSession(['support'], 'complet');
  resolutions = [];
  traces = [];
  contextes = [];
  cedes = [];
  reponse = () => accepte({ valeur: 'ok' });
  tracer = async () => {};
  places = 1;
});

const appeler = (methode: 'GET' | 'POST', url: string, corps?: unknown, cookie: string | null = 'jeton') =>
  app.inject({
    method: methode,
    url,
    headers: cookie === null ? {} : { cookie: `${NOM_COOKIE}=${cookie}` },
    ...(methode === 'POST' ? { payload: corps as object } : {}),
  });

describe('ACC-06 la porte et la session', () => {
  test.each([
    ['sans cookie', null, 'complet', 401],
    ['session inconnue', 'jeton', null, 401],
    ['session à moitié ouverte', 'jeton', 'mot-de-passe', 401],
    ['session complète', 'jeton', 'complet', 200],
    ['cookie démesuré, sans même chercher', 'x'.repeat(101), 'complet', 401],
  ] as const)('%s : %s', async (_quoi, cookie, niveau, statut) => {
    session = niveau === null ? null : uneSession(['support'], niveau);
    expect((await appeler('POST', '/api/gardee', { nom: 'Durand' }, cookie)).statusCode).toBe(statut);
    expect(contextes).toHaveLength(statut === 200 ? 1 : 0);
  });

  test('le second facteur n’est ouvert qu’à qui n’a donné que son mot de passe', async () => {
    expect((await appeler('POST', '/api/code', {})).statusCode).toBe(401);
    session = uneSession([], 'mot-de-passe');
    expect((await appeler('POST', '/api/code', {})).statusCode).toBe(200);
  });

  test('ce que la page demande seule ne garde pas la session ouverte', async () => {
    await appeler('GET', '/api/arriere');
    await appeler('POST', '/api/gardee', { nom: 'Durand' });
    expect(resolutions).toEqual([false, true]);
  });

  test('une route publique ne cherche pas de session', async () => {
    await appeler('GET', '/api/ouverte');
    expect(resolutions).toEqual([]);
  });
});

describe('TRA-01 la porte et les traces', () => {
  const attendue = (issue: string, codeIssue: string | null) => ({
    action: 'gardee',
    issue,
    codeIssue,
    acteur: session?.acteur,
  });

  test('rôle insuffisant : 403, une trace, l’action n’est pas appelée', async () => {
    session = uneSession(['utilisateur'], 'complet');
    const { statusCode, body } = await appeler('POST', '/api/gardee', { nom: 'Durand' });
    expect(statusCode).toBe(403);
    expect(JSON.parse(body).code).toBe('role-insuffisant');
    expect(traces).toEqual([attendue('refuse', 'role-insuffisant')]);
    expect(contextes).toEqual([]);
  });

  test('fait, refusé, saisie invalide : une trace chacun', async () => {
    await appeler('POST', '/api/gardee', { nom: 'Durand' });
    reponse = () => refuse({ code: 'impossible', nature: 'conflit' });
    await appeler('POST', '/api/gardee', { nom: 'Durand' });
    await appeler('POST', '/api/gardee', { nom: 'x' });
    expect(traces).toEqual([
      attendue('fait', null),
      attendue('refuse', 'impossible'),
      attendue('invalide', 'nom'),
    ]);
  });

  test('la trace vient avant la réponse : si elle échoue, rien ne part', async () => {
    tracer = () => Promise.reject(new Error('trace impossible'));
    reponse = () => accepte({ valeur: 'donnée secrète' });
    const { statusCode, body } = await appeler('POST', '/api/gardee', { nom: 'Durand' });
    expect(statusCode).toBe(500);
    expect(body).not.toContain('secrète');
  });

  test('saisie invalide d’une lecture : la porte cherche de qui est la trace', async () => {
    expect((await appeler('POST', '/api/lecture', {})).statusCode).toBe(400);
    expect(traces).toEqual([
      { action: 'lecture', issue: 'invalide', codeIssue: 'numero', acteur: session?.acteur },
    ]);
    session = null;
    expect((await appeler('POST', '/api/lecture', {})).statusCode).toBe(401);
    expect(traces).toHaveLength(1);
  });
});

describe('TRA-01 un corps illisible et une saisie fautive laissent la même trace', () => {
  const illisible = (url: string, cookie: string | null = 'jeton') =>
    app.inject({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        ...(cookie === null ? {} : { cookie: `${NOM_COOKIE}=${cookie}` }),
      },
      payload: '{',
    });

  test.each(['/api/gardee', '/api/lecture', '/api/depot'])('%s : sous qui l’envoie', async (url) => {
    for (const { statusCode } of [await illisible(url), await appeler('POST', url, { zz: 1 })])
      expect(statusCode).toBe(400);
    expect(traces.map(({ acteur }) => acteur)).toEqual([session?.acteur, session?.acteur]);
    expect(traces[0]).toMatchObject({ issue: 'invalide', codeIssue: 'corps' });
  });

  test('qui n’a donné que son mot de passe n’est encore personne', async () => {
    session = uneSession(['support'], 'mot-de-passe');
    for (const url of ['/api/gardee', '/api/lecture'])
      for (const { statusCode } of [await illisible(url), await appeler('POST', url, { zz: 1 })])
        expect(statusCode).toBe(401);
    expect(traces).toEqual([]);
    await illisible('/api/depot');
    expect(traces.map(({ acteur }) => acteur)).toEqual([null]);
  });

  test('un rôle qui n’y a pas droit l’apprend, corps illisible ou non', async () => {
    session = uneSession(['utilisateur'], 'complet');
    expect((await illisible('/api/gardee')).statusCode).toBe(403);
    expect(traces).toMatchObject([{ issue: 'refuse', codeIssue: 'role-insuffisant' }]);
  });

  test('TRA-03 le nom d’un champ inconnu est dit à qui l’envoie, et n’est pas enregistré', async () => {
    const { body } = await appeler('POST', '/api/gardee', { nom: 'x', 'durand-288042A991004': 1 });
    expect(body).toContain('durand-288042A991004');
    expect(traces).toMatchObject([
      { codeIssue: expect.stringMatching(/^(nom,champ-inconnu|champ-inconnu,nom)$/) },
    ]);
  });

  test('SEC-09 trop de demandes sans session : 429, rien à tracer ; une session ouverte n’y est pour rien', async () => {
    places = 0;
    for (const reponse of [
      await appeler('POST', '/api/depot', { n: 1 }),
      await illisible('/api/depot', null),
    ]) {
      expect(reponse.statusCode).toBe(429);
      expect(reponse.headers['retry-after']).toBe('60');
      expect(JSON.parse(reponse.body).code).toBe('trop-de-demandes');
    }
    expect([traces, contextes, resolutions]).toEqual([[], [], []]);
    expect((await appeler('POST', '/api/gardee', { nom: 'Durand' })).statusCode).toBe(200);
  });
});

describe('SEC-04 la porte et les saisies', () => {
  const champs = async (corps: unknown) => {
    const { statusCode, body } = await appeler('POST', '/api/gardee', corps);
    expect(statusCode).toBe(400);
    return JSON.parse(body).champs;
  };

  test('chaque champ fautif est nommé, avec sa phrase', async () => {
    expect(await champs({})).toEqual([{ champ: 'nom', message: 'Indiquez un nom.' }]);
    expect(await champs({ nom: 'x', plus: { age: 1.5 } })).toEqual([
      { champ: 'nom', message: 'Trois lettres au moins.' },
      { champ: 'plus.age', message: 'Un nombre entier.' },
    ]);
  });

  test('un champ inconnu est refusé, à tout niveau', async () => {
    expect(await champs({ nom: 'Durand', role: 'admin' })).toEqual([
      { champ: 'role', message: 'Ce champ n’existe pas.' },
    ]);
    expect(await champs({ nom: 'Durand', plus: { age: 1, admin: true } })).toEqual([
      { champ: 'admin', message: 'Ce champ n’existe pas.' },
    ]);
    expect((await appeler('GET', '/api/ouverte?n=1&m=2')).statusCode).toBe(400);
  });

  test('une avalanche de champs inconnus ne fait pas une avalanche de réponses', async () => {
    const corps = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`champ${i}`, i]));
    expect((await champs(corps)).length).toBeLessThanOrEqual(20);
    expect(traces[0]?.codeIssue?.length).toBeLessThanOrEqual(200);
  });

  test('une valeur refusée n’est pas renvoyée', async () => {
    const { body } = await appeler('POST', '/api/gardee', { nom: ['valeur-secrete'], plus: 'autre-secret' });
    expect(body).not.toMatch(/secret/);
  });
});

describe('PERF-06 une consultation fait céder ce qui hache', () => {
  test.each([
    ['tant qu’elle dure', '/api/lecture', { numero: '1' }, ['cede', 'au travail', 'rendu']],
    ['et une saisie fautive aussi', '/api/lecture', {}, ['cede', 'rendu']],
    ['une connexion, non : elle attendrait ce qu’elle retient', '/api/code', {}, ['au travail']],
  ] as const)('%s', async (_quoi, chemin, corps, attendu) => {
    if (chemin === '/api/code') session = uneSession([], 'mot-de-passe');
    reponse = () => {
      cedes.push('au travail');
      return accepte({ valeur: 'ok' });
    };
    await appeler('POST', chemin, corps);
    expect(cedes).toEqual(attendu);
  });

  test('un défaut la rend aussi', async () => {
    reponse = () => {
      throw new Error('défaut');
    };
    expect((await appeler('POST', '/api/lecture', { numero: '1' })).statusCode).toBe(500);
    expect(cedes).toEqual(['cede', 'rendu']);
  });

  test('et qui vient sans cookie n’arrête rien longtemps', async () => {
    expect((await appeler('POST', '/api/lecture', { numero: '1' }, null)).statusCode).toBe(401);
    expect(cedes).toEqual(['cede', 'rendu']);
  });
});

describe('ACC-05 une route qui envoie ailleurs', () => {
  test('303, l’adresse de l’action, aucun corps, une trace', async () => {
    reponse = () => accepte({ vers: '/connexion?oidc=ouverte' });
    const { statusCode, headers, body } = await appeler('GET', '/api/ailleurs');
    expect([statusCode, headers.location, body]).toEqual([303, '/connexion?oidc=ouverte', '']);
    expect(headers['cache-control']).toBe('no-store');
    expect(traces).toEqual([{ action: 'ailleurs', issue: 'fait', codeIssue: null, acteur: null }]);
  });

  test('SEC-05 une adresse que le contrat ne veut pas ne part pas', async () => {
    reponse = () => accepte({ vers: 'https://attaquant.example/' });
    const { statusCode, headers } = await appeler('GET', '/api/ailleurs');
    expect([statusCode, headers.location]).toEqual([500, undefined]);
  });

  test('SEC-09 elle compte parmi les demandes sans session, toute lecture qu’elle est', async () => {
    places = 0;
    expect((await appeler('GET', '/api/ailleurs')).statusCode).toBe(429);
    expect((await appeler('GET', '/api/ouverte')).statusCode).toBe(200);
  });

  test('TRA-03 le nom d’un champ venu d’ailleurs n’est pas enregistré', async () => {
    const { statusCode } = await appeler('GET', '/api/ailleurs?nom-du-dehors=%00');
    expect(statusCode).toBe(400);
    expect(traces).toMatchObject([{ action: 'ailleurs', issue: 'invalide', codeIssue: 'champ-inconnu' }]);
  });
});

describe('ACC-05 une route qui reçoit un formulaire', () => {
  const envoyer = (
    payload: string | Buffer,
    type = 'application/x-www-form-urlencoded',
    url = '/api/formulaire',
  ) => app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload });

  test('lit ses champs, et laisse ceux qu’elle ne connaît pas', async () => {
    expect((await envoyer('jeton=a%20b&autre=1')).statusCode).toBe(200);
    const { statusCode, body } = await envoyer('autre=1');
    expect(statusCode).toBe(400);
    expect(JSON.parse(body).champs).toEqual([{ champ: 'jeton', message: 'Le champ jeton manque.' }]);
  });

  test.each([
    ['un champ donné deux fois', 'jeton=a&jeton=b'],
    ['un champ donné deux fois, écrit autrement', 'jeton=a&%6aeton=b'],
    ['des octets qui ne sont pas de l’UTF-8', 'jeton=%ff'],
    ['des octets hors de l’ASCII', Buffer.from([0x6a, 0x3d, 0xe9])],
  ])('SEC-04 %s : 400, l’action n’est pas appelée', async (_titre, payload) => {
    expect((await envoyer(payload)).statusCode).toBe(400);
    expect(contextes).toEqual([]);
    expect(traces).toMatchObject([{ action: 'formulaire', issue: 'invalide', codeIssue: 'corps' }]);
  });

  test('SEC-09 jusqu’à 16 Kio, pas un octet de plus', async () => {
    const juste = `jeton=${'x'.repeat(16 * 1024 - 6)}`;
    expect((await envoyer(juste)).statusCode).toBe(200);
    expect((await envoyer(`${juste}x`)).statusCode).toBe(413);
  });

  test('SEC-04 pas de JSON ici, pas de formulaire ailleurs', async () => {
    expect((await envoyer('{"jeton":"a"}', 'application/json')).statusCode).toBe(415);
    expect((await envoyer('n=1', 'application/x-www-form-urlencoded', '/api/depot')).statusCode).toBe(415);
  });

  test('ce qui est faux est un 400, comme les normes l’attendent', async () => {
    reponse = () => refuse({ code: 'jeton-faux', nature: 'invalide' });
    expect((await envoyer('jeton=a')).statusCode).toBe(400);
  });
});

describe('SEC-09 un fichier que personne ne lit', () => {
  test('est coupé, et ce qui le remplit s’arrête', async () => {
    const sansFin = Readable.from(
      (function* () {
        while (true) yield 'x'.repeat(65_536);
      })(),
    );
    reponse = () => accepte({ type: 'text/csv', nom: 'traces.csv', contenu: sansFin });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const prise = connect(port, '127.0.0.1').pause();
    prise.on('error', () => {});
    prise.write('GET /api/fichier HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(sansFin, 'close');
    expect(sansFin.destroyed).toBe(true);
    prise.destroy();
  });
});

describe('SEC-09 un fichier qui arrive lentement', () => {
  test('admis, il n’est plus tenu au délai d’un corps ordinaire, mais au sien', async () => {
    const lent = await creerServeur({
      journal: pino({ level: 'silent' }),
      local: false,
      mandataires: [],
      origines: () => ['http://portail.exemple.fr'],
      compter: () => {},
      corpsMs: 100,
    });
    let coupe: (() => void) | null = null;
    const coupure = new Promise<void>((resoudre) => {
      coupe = resoudre;
    });
    const monterSous = (chemin: `/api/${string}`, depotMs: number) =>
      monter(
        lent,
        {
          base: {} as Base,
          horloge: () => MAINTENANT,
          freiner: () => true,
          places: { prendre: async () => () => {} },
          faireCeder: () => () => {},
          depotMs,
          resoudreSession: async () => null,
          tracer: async () => {},
        },
        { recevoir: route({ ...contrat.depot, chemin, depot: ['text/csv'] }) },
        {
          recevoir: async ({ depot }) => {
            let octets = 0;
            try {
              for await (const morceau of depot?.corps ?? []) octets += (morceau as Buffer).length;
            } catch {
              coupe?.();
            }
            return accepte({ valeur: String(octets) });
          },
        },
        () => ({ titre: 'x' }),
      );
    monterSous('/api/long', 60_000);
    monterSous('/api/court', 100);
    lent.post('/api/ordinaire', async () => ({}));
    await lent.listen({ port: 0, host: '127.0.0.1' });
    const { port } = lent.server.address() as AddressInfo;
    const commencer = (chemin: string, type: string) => {
      const prise = connect(port, '127.0.0.1');
      prise
        .on('error', () => {})
        .write(
          `POST ${chemin} HTTP/1.1\r\nHost: portail.exemple.fr\r\nX-Entree: %7B%22n%22%3A1%7D\r\nContent-Type: ${type}\r\nContent-Length: 2\r\nConnection: close\r\n\r\na`,
        );
      return prise;
    };
    try {
      const long = commencer('/api/long', 'text/csv');
      let recu = '';
      long.on('data', (morceau) => {
        recu += morceau;
      });
      // One after the other, each cut at its own limit: by then the first has outlived it.
      await once(commencer('/api/ordinaire', 'application/json').resume(), 'close');
      await once(commencer('/api/court', 'text/csv').resume(), 'close');
      await coupure;
      long.write('b');
      await once(long, 'close');
      expect(recu).toMatch(/^HTTP\/1.1 200 /);
      expect(recu).toContain('{"valeur":"2"}');
    } finally {
      await lent.close();
    }
  });
});

describe('CDAP-11 la porte et les réponses', () => {
  test('un champ que le contrat ne nomme pas fait échouer la réponse', async () => {
    reponse = () => accepte({ valeur: 'ok', secret: 'ne doit pas sortir' });
    const { statusCode, body } = await appeler('GET', '/api/ouverte');
    expect(statusCode).toBe(500);
    expect(body).not.toContain('sortir');
  });

  test.each([
    ['invalide', 422],
    ['introuvable', 404],
    ['interdit', 403],
    ['conflit', 409],
    ['ralenti', 429],
  ] as const)('un refus « %s » est un %i lisible', async (nature, statut) => {
    reponse = () => refuse({ code: 'raison', nature, champ: 'nom', details: { restant: 3 } });
    const recue = await appeler('GET', '/api/ouverte');
    expect(recue.statusCode).toBe(statut);
    expect(recue.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(recue.body)).toEqual({
      type: 'about:blank',
      status: statut,
      code: 'raison',
      title: 'Refus raison.',
      suite: 'Faites autre chose.',
      champs: [{ champ: 'nom', message: 'Refus raison.' }],
      details: { restant: 3 },
      reference: expect.any(String),
    });
  });

  test('aucune réponse ne se garde en cache', async () => {
    for (const reponse of [
      await appeler('GET', '/api/ouverte'),
      await appeler('POST', '/api/gardee', {}, null),
    ]) {
      expect(reponse.headers['cache-control']).toBe('no-store');
    }
  });

  test('l’instant est lu une fois par demande, et sert à ses identifiants', async () => {
    await appeler('GET', '/api/ouverte');
    const [ctx] = contextes;
    expect(ctx?.instant).toEqual(MAINTENANT);
    expect(Number.parseInt(ctx?.nouvelId().replaceAll('-', '').slice(0, 12) ?? '', 16)).toBe(
      MAINTENANT.getTime(),
    );
  });
});
