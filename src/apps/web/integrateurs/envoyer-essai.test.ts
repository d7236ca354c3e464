import { afterEach, describe, expect, test, vi } from 'vitest';
import { defautDuCorps, envoyerEssai, estUnJeton, lireJetonColle } from './envoyer-essai.ts';

afterEach(() => vi.unstubAllGlobals());

const JETON = `passerelle_${'a'.repeat(43)}`;
const POST = { methode: 'POST', chemin: '/api/essai' } as const;

describe('ACC-09 essayer un appel', () => {
  test('le jeton part seul : sans cookie, sans cache, dans l’en-tête et nulle part ailleurs', async () => {
    const fetch = vi.fn(async () => Response.json({ a: 1 }));
    vi.stubGlobal('fetch', fetch);
    await envoyerEssai(POST, JETON, '{"b":2}');
    const [adresse, options] = fetch.mock.calls[0] as unknown as [string, RequestInit];
    expect(adresse).toBe('/api/essai');
    expect(options).toMatchObject({
      method: 'POST',
      credentials: 'omit',
      cache: 'no-store',
      body: '{"b":2}',
      headers: { authorization: `Bearer ${JETON}` },
    });
    await envoyerEssai({ methode: 'GET', chemin: '/api/essai' }, JETON, 'ignoré');
    expect((fetch.mock.calls[1] as unknown as [string, RequestInit])[1].body).toBeUndefined();
  });

  test('la réponse : statut, en-têtes utiles seulement, JSON mis en page', async () => {
    const entetes = {
      'x-correlation-id': 'r1',
      'x-autre': 'non',
      'content-type': 'application/problem+json',
    };
    vi.stubGlobal('fetch', async () => new Response('{"code":"x"}', { status: 403, headers: entetes }));
    expect(await envoyerEssai(POST, JETON, '{}')).toMatchObject({
      statut: 403,
      corps: '{\n  "code": "x"\n}',
      entetes: [
        ['content-type', 'application/problem+json'],
        ['x-correlation-id', 'r1'],
      ],
    });
  });

  test('un texte qui n’est pas du JSON se montre tel quel ; une panne ne répond rien', async () => {
    vi.stubGlobal('fetch', async () => new Response('<p>mandataire</p>', { status: 502 }));
    expect((await envoyerEssai(POST, JETON, '{}'))?.corps).toBe('<p>mandataire</p>');
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('network')));
    expect(await envoyerEssai(POST, JETON, '{}')).toBeNull();
  });

  test.each([
    ['{"a":1}', null],
    ['{}', null],
    ['[1]', 'pas-un-objet'],
    ['null', 'pas-un-objet'],
    ['"texte"', 'pas-un-objet'],
    ['', 'json-illisible'],
    ['{a:1}', 'json-illisible'],
  ])('le corps %j : %s', (texte, defaut) => expect(defautDuCorps(texte)).toBe(defaut));

  test.each([
    [` ${JETON}\n`, true],
    [`Bearer ${JETON}`, true],
    ['Sept-Voilés-Rouges-92!', false],
    ['passerelle_', false],
    [`${JETON} ${JETON}`, false],
  ])('collé %j : jeton %s', (saisie, bon) => expect(estUnJeton(lireJetonColle(saisie))).toBe(bon));
});
