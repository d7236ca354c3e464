import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EtatMaintenance } from './maintenance.ts';
import { creerServeur } from './serveur.ts';

type Serveur = Awaited<ReturnType<typeof creerServeur>>;

let app: Serveur;
let journal = '';
const comptes: [string, string, number][] = [];
let enMaintenance: EtatMaintenance | null = null;
let origines = ['https://portail.exemple.fr', 'http://localhost:3000'];

beforeAll(async () => {
  const recueil = new Writable({
    write(morceau, _codage, suite) {
      journal += morceau;
      suite();
    },
  });
  app = await creerServeur({
    journal: pino({ level: 'trace' }, recueil),
    local: false,
    mandataires: ['192.0.2.1'],
    origines: () => origines,
    maintenance: {
      lire: async () => enMaintenance,
      connue: () => enMaintenance,
      oublier: () => {},
      horloge: () => new Date(),
    },
    compter: (route, methode, statut) => comptes.push([route, methode, statut]),
  });
  app.get('/api/lire', async (requete) => ({ adresse: requete.ip }));
  app.get('/api/objets/:id', async () => ({ ok: true }));
  app.post('/api/ecrire', async () => ({ ecrit: true }));
  app.post('/api/faute', async () => {
    throw new Error('détail interne avec le nom Exemplaire');
  });
  app.get('/api/base', async () => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  });
  app.get('/sante', async () => ({ etat: 'vivant' }));
});
afterAll(() => app.close());

const demander = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS',
  url: string,
  headers: Record<string, string> = {},
  plus = {},
) => app.inject({ method, url, headers: { host: 'portail.exemple.fr', ...headers }, ...plus });
const ecrire = (headers: Record<string, string> = {}) =>
  demander('POST', '/api/ecrire', { 'content-type': 'application/json', ...headers }, { payload: '{}' });

describe('SEC-05 hôte', () => {
  test.each([
    ['portail.exemple.fr', 200],
    ['localhost:3000', 200],
    ['attaquant.example', 421],
    ['portail.exemple.fr.attaquant.example', 421],
    ['portail.exemple.fr:8443', 421],
    ['127.0.0.1:3000', 421],
    ['', 421],
  ])('Host « %s » : %i', async (host, statut) => {
    const reponse = await demander('GET', '/api/lire', { host });
    expect(reponse.statusCode).toBe(statut);
    if (statut === 421 && host !== '') expect(reponse.body).not.toContain(host);
  });

  test('un hôte donné par X-Forwarded-Host n’est pas cru d’un inconnu', async () => {
    expect(
      (
        await demander('GET', '/api/lire', {
          host: 'attaquant.example',
          'x-forwarded-host': 'portail.exemple.fr',
        })
      ).statusCode,
    ).toBe(421);
    expect((await demander('GET', '/api/lire', { 'x-forwarded-host': 'attaquant.example' })).statusCode).toBe(
      200,
    );
  });

  test('EXP-05 la démonstration ne répond à rien de ce qu’un mandataire relaie', async () => {
    const locale = await creerServeur({
      journal: pino({ level: 'silent' }),
      local: true,
      mandataires: [],
      origines: () => origines,
      compter: () => {},
    });
    locale.get('/api/lire', async () => ({ ok: true }));
    try {
      const demander = (headers: Record<string, string>) =>
        locale.inject({ url: '/api/lire', headers: { host: new URL(origines[0] ?? '').host, ...headers } });
      expect((await demander({})).statusCode).toBe(200);
      for (const nom of ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP']) {
        const reponse = await demander({ [nom]: '203.0.113.9' });
        expect([nom, reponse.statusCode]).toEqual([nom, 421]);
      }
    } finally {
      await locale.close();
    }
  });

  test('la santé se demande sous n’importe quel nom', async () => {
    expect((await demander('GET', '/sante', { host: '10.0.0.7' })).statusCode).toBe(200);
    expect((await demander('GET', '/sante/../api/lire', { host: '10.0.0.7' })).statusCode).not.toBe(200);
    expect((await demander('GET', '/sante?x=/api/lire', { host: '10.0.0.7' })).statusCode).toBe(200);
  });

  test('les origines servies sont lues à chaque demande', async () => {
    const avant = origines;
    origines = ['https://autre.exemple.fr'];
    try {
      expect((await demander('GET', '/api/lire')).statusCode).toBe(421);
      expect((await demander('GET', '/api/lire', { host: 'autre.exemple.fr' })).statusCode).toBe(200);
    } finally {
      origines = avant;
    }
  });
});

describe('SEC-05 écriture venue d’ailleurs', () => {
  test.each<[Record<string, string>, number]>([
    [{}, 200],
    [{ origin: 'https://portail.exemple.fr' }, 200],
    [{ origin: 'https://portail.exemple.fr', 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ origin: 'https://attaquant.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://portail.exemple.fr' }, 403],
    [{ origin: 'https://portail.exemple.fr:8443' }, 403],
    [{ origin: 'https://portail.exemple.fr.attaquant.example' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://portail.exemple.fr', 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'content-type': 'text/plain' }, 415],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, 415],
    [{ 'content-type': 'multipart/form-data; boundary=x' }, 415],
  ])('%o : %i', async (entetes, statut) => {
    expect((await ecrire(entetes)).statusCode).toBe(statut);
  });

  test.each(['PUT', 'DELETE', 'OPTIONS'] as const)(
    '%s n’existe pas, et ne donne aucun droit à un autre site',
    async (methode) => {
      const reponse = await demander(methode, '/api/ecrire', {
        origin: 'https://attaquant.example',
        'access-control-request-method': 'POST',
      });
      expect([403, 404, 405]).toContain(reponse.statusCode);
      expect(reponse.headers['access-control-allow-origin']).toBeUndefined();
    },
  );
});

describe('SEC-05 en-têtes de toute réponse', () => {
  test.each(['/api/lire', '/inconnue', '/api/base', '/sante'])('%s', async (url) => {
    const { headers } = await demander('GET', url);
    expect(headers['content-security-policy']).toMatch(
      /default-src 'none'.*base-uri 'none'.*frame-ancestors 'none'.*object-src 'none'/,
    );
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|script-src|'self'/);
    expect(headers['permissions-policy']).toMatch(/publickey-credentials-get=\(self\)/);
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['strict-transport-security']).toMatch(/max-age=31536000/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.server).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
  });

  test('même un refus d’hôte les porte', async () => {
    const { headers } = await demander('GET', '/api/lire', { host: 'attaquant.example' });
    expect(headers['content-security-policy']).toBeDefined();
  });
});

describe('ACC-12 maintenance', () => {
  test.each([
    ['GET', '/api/lire'],
    ['GET', '/%61pi/lire'],
    ['POST', '/api/ecrire'],
    ['GET', '/api/lire?x=/api/session'],
  ] as const)('%s %s est refusée, avec de quoi revenir', async (methode, url) => {
    enMaintenance = { depuis: new Date(), finPrevue: null, message: 'Mise à jour de la base.' };
    try {
      const reponse = await demander(
        methode,
        url,
        { 'content-type': 'application/json' },
        methode === 'POST' ? { payload: '{}' } : {},
      );
      expect(reponse.statusCode).toBe(503);
      expect(reponse.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(reponse.headers['retry-after']).toBe('30');
      expect(reponse.headers['cache-control']).toBe('no-store');
      expect(reponse.json()).toMatchObject({
        code: 'maintenance',
        details: { message: 'Mise à jour de la base.', finPrevue: null },
      });
    } finally {
      enMaintenance = null;
    }
    expect((await demander('GET', '/api/lire')).statusCode).toBe(200);
  });

  test('un autre site est refusé comme d’habitude, sans rien apprendre', async () => {
    enMaintenance = { depuis: new Date(), finPrevue: null, message: 'Mise à jour de la base.' };
    try {
      expect((await demander('GET', '/api/lire', { host: 'attaquant.example' })).statusCode).toBe(421);
      expect((await ecrire({ origin: 'https://attaquant.example' })).statusCode).toBe(403);
      expect((await demander('GET', '/sante')).statusCode).toBe(200);
    } finally {
      enMaintenance = null;
    }
  });
});

describe('EXP-05 adresse du client', () => {
  test.each([
    ['192.0.2.1', '203.0.113.9', '203.0.113.9'],
    ['192.0.2.1', '198.51.100.66, 203.0.113.9', '203.0.113.9'],
    ['198.51.100.7', '203.0.113.9', '198.51.100.7'],
  ])('de %s qui transmet « %s » : %s', async (remoteAddress, transmis, attendue) => {
    const reponse = await demander('GET', '/api/lire', { 'x-forwarded-for': transmis }, { remoteAddress });
    expect(reponse.json().adresse).toBe(attendue);
  });
});

describe('ct 5.3.1 fautes', () => {
  test('un défaut ne dit rien de lui-même : une phrase et une référence', async () => {
    const reponse = await demander(
      'POST',
      '/api/faute',
      { 'content-type': 'application/json' },
      { payload: '{}' },
    );
    expect(reponse.statusCode).toBe(500);
    expect(reponse.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reponse.json()).toEqual({
      type: 'about:blank',
      status: 500,
      code: 'defaut',
      title: 'Une erreur s’est produite de notre côté.',
      suite: 'Réessayez ; si elle se répète, donnez cette référence à l’assistance.',
      reference: reponse.headers['x-correlation-id'],
    });
  });

  test('base absente : 503, et quand réessayer', async () => {
    const reponse = await demander('GET', '/api/base');
    expect(reponse.statusCode).toBe(503);
    expect(reponse.headers['retry-after']).toBe('2');
    expect(reponse.json().code).toBe('base-indisponible');
  });

  test('adresse inconnue : 404 en français, sans répéter l’adresse', async () => {
    const reponse = await demander('GET', '/api/<script>');
    expect(reponse.statusCode).toBe(404);
    expect(reponse.body).not.toContain('script');
  });

  test.each([
    ['/%00', [400, 404]],
    ['/%E0%A4%A', [400, 404]],
    [`/${'a'.repeat(5000)}`, [404, 414]],
    ['//attaquant.example/', [404]],
  ])('%s : jamais une faute', async (url, statuts) => {
    expect(statuts).toContain((await demander('GET', url)).statusCode);
  });

  test('plus de 64 Ko : 413', async () => {
    const reponse = await demander(
      'POST',
      '/api/ecrire',
      { 'content-type': 'application/json' },
      { payload: JSON.stringify({ a: 'x'.repeat(70_000) }) },
    );
    expect(reponse.statusCode).toBe(413);
    expect(reponse.json().title).toBe('Cette demande est trop grosse.');
  });
});

describe('SEC-09 un corps qui n’en finit pas', () => {
  let lent: Serveur;
  beforeAll(async () => {
    lent = await creerServeur({
      journal: pino({ level: 'silent' }),
      local: false,
      mandataires: [],
      origines: () => ['http://portail.exemple.fr'],
      compter: () => {},
      corpsMs: 150,
    });
    lent.get('/api/lire', async () => ({ ok: true }));
    lent.post('/api/ecrire', async () => ({ ok: true }));
    lent.get('/metriques', async () => 'ok');
    void lent.register(async (lieu) => {
      lieu.removeAllContentTypeParsers();
      lieu.addContentTypeParser(
        'text/csv',
        (_requete: unknown, flux: unknown, suite: (e: null, f: unknown) => void) => suite(null, flux),
      );
      for (const [url, statut] of [
        ['/api/fichier', 401],
        ['/api/attend', 0],
      ] as const)
        lieu.route({
          method: 'POST',
          url,
          config: { depot: true },
          handler: (_requete, reponse) =>
            statut === 0 ? new Promise(() => {}) : reponse.code(statut).send({ code: 'session-absente' }),
        });
    });
    await lent.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => lent.close());

  /** Sends the beginning of a body and no more; answers what came back once the other side has closed. */
  async function trainer(ligne: string, hote = 'portail.exemple.fr', type = 'application/json') {
    const prise = connect((lent.server.address() as AddressInfo).port, '127.0.0.1');
    let recu = '';
    prise
      .on('error', () => {})
      .on('data', (morceau) => {
        recu += morceau;
      });
    prise.write(
      `${ligne} HTTP/1.1\r\nHost: ${hote}\r\nContent-Type: ${type}\r\nContent-Length: 1000\r\n\r\n{`,
    );
    await once(prise, 'close');
    return recu;
  }

  test.each([
    ['une demande ordinaire', 'POST /api/ecrire', 'portail.exemple.fr', 'application/json'],
    ['un GET qui a un corps', 'GET /api/lire', 'portail.exemple.fr', 'application/json'],
    ['un hôte inconnu', 'POST /api/ecrire', 'attaquant.example', 'application/json'],
    ['un hôte inconnu, vers un dépôt', 'POST /api/attend', 'attaquant.example', 'text/csv'],
    ['une adresse de supervision', 'POST /metriques', 'portail.exemple.fr', 'application/json'],
    ['une adresse inconnue', 'POST /inconnue', 'portail.exemple.fr', 'application/json'],
    ['un dépôt que personne n’a admis', 'POST /api/attend', 'portail.exemple.fr', 'text/csv'],
  ])('%s : la connexion est coupée', async (_quoi, ligne, hote, type) => {
    await trainer(ligne, hote, type);
  });

  test.each([
    ['sans session', 'POST /api/fichier', 'portail.exemple.fr', 'text/csv', '401'],
    ['d’un autre type', 'POST /api/fichier', 'portail.exemple.fr', 'text/plain', '415'],
    ['d’un hôte inconnu', 'POST /api/fichier', 'attaquant.example', 'text/csv', '421'],
  ])('un dépôt %s est refusé, et sa connexion fermée', async (_quoi, ligne, hote, type, statut) => {
    const recu = await trainer(ligne, hote, type);
    expect(recu).toMatch(new RegExp(`^HTTP/1.1 ${statut} `));
    expect(recu).toMatch(/^connection: close\r$/im);
  });
});

describe('EXP-01 journal', () => {
  test('la route et non l’adresse : ni identifiant, ni filtre, ni adresse de réseau, ni navigateur', async () => {
    journal = '';
    await demander(
      'GET',
      '/api/objets/0012345?nom=Exemplaire',
      { 'user-agent': 'Navigateur/1.0', cookie: 'a=secret' },
      { remoteAddress: '203.0.113.77' },
    );
    expect(journal).toContain('"/api/objets/:id"');
    for (const texte of ['0012345', 'Exemplaire', 'Navigateur', 'secret', '203.0.113.77'])
      expect(journal).not.toContain(texte);
    expect(comptes.at(-1)).toEqual(['/api/objets/:id', 'GET', 200]);
  });

  test('une adresse inconnue est comptée sous un seul nom : elle ne peut pas remplir les mesures', async () => {
    await demander('GET', '/nimporte/quoi');
    expect(comptes.at(-1)).toEqual(['inconnue', 'GET', 404]);
  });
});
