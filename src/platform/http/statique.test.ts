import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lireNavigateursAcceptes } from './navigateurs.ts';
import { creerServeur } from './serveur.ts';
import { servirPages } from './statique.ts';

let dossier: string;
let app: Awaited<ReturnType<typeof creerServeur>>;

beforeAll(async () => {
  dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-pages-'));
  await mkdir(path.join(dossier, 'assets'));
  await writeFile(
    path.join(dossier, 'index.html'),
    '<script nonce="__NONCE__">1</script><script type="module" nonce="__NONCE__" src="/assets/a.js"></script>',
  );
  await writeFile(path.join(dossier, 'assets/a.js'), 'export {};');
  await writeFile(path.join(dossier, 'apparence.js'), 'void 0;');
  app = await creerServeur({
    journal: pino({ level: 'silent' }),
    local: false,
    mandataires: [],
    origines: () => ['http://localhost'],
    compter: () => {},
  });
  app.get('/api/lire', async () => ({ ok: true }));
  await servirPages(app, dossier, lireNavigateursAcceptes('firefox >= 140'));
});
afterAll(async () => {
  await app.close();
  await rm(dossier, { recursive: true, force: true });
});

const demander = (url: string, version = 140) =>
  app.inject({ url, headers: { host: 'localhost', 'user-agent': `Mozilla/5.0 Firefox/${version}.0` } });

describe('SEC-05 la page n’exécute que les scripts qui portent le nonce de cet envoi', () => {
  const nonces = (corps: string) => [...corps.matchAll(/nonce="([^"]*)"/g)].map(([, nonce]) => nonce);

  test.each(['/', '/cdap', '/une/adresse?x=1'])('%s', async (url) => {
    const { body, headers } = await demander(url);
    const [nonce, ...autres] = nonces(body);
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(autres).toEqual([nonce]);
    const csp = String(headers['content-security-policy']);
    expect(csp).toContain(`script-src 'nonce-${nonce}' 'strict-dynamic'`);
    expect(csp).toMatch(/default-src 'none'.*base-uri 'none'.*frame-ancestors 'none'.*object-src 'none'/);
    expect(csp).not.toMatch(/unsafe|\*/);
  });

  test('deux envois n’ont pas le même nonce', async () => {
    const [une, autre] = [await demander('/'), await demander('/')];
    expect(nonces(une.body)[0]).not.toBe(nonces(autre.body)[0]);
  });

  test.each(['/assets/a.js', '/apparence.js', '/api/lire', '/api/inconnue', '/navigateur'])(
    '%s ne permet aucun script, et garde les autres en-têtes',
    async (url) => {
      const { headers } = await demander(url);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
      expect(headers['content-security-policy']).not.toContain('script-src');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['strict-transport-security']).toMatch(/max-age=31536000/);
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    },
  );
});

describe('ACC-08 un navigateur trop ancien', () => {
  test.each(['/', '/cdap', '/connexion'])('%s lui dit qu’il l’est', async (url) => {
    const { body, statusCode, headers } = await demander(url, 139);
    expect(statusCode).toBe(200);
    expect(body).toContain('Votre navigateur est trop ancien');
    expect(body).not.toContain('<script');
    expect(headers['cache-control']).toBe('no-store');
  });

  test('l’API et les fichiers ne le regardent pas', async () => {
    expect((await demander('/api/lire', 139)).json()).toEqual({ ok: true });
    expect((await demander('/assets/a.js', 139)).body).toBe('export {};');
  });

  test('/navigateur se lit depuis tous', async () => {
    expect((await demander('/navigateur')).body).toContain('Mozilla Firefox&nbsp;: version 140');
  });
});
