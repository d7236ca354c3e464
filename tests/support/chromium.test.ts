import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lancerChromium, preparerChromium } from './chromium.ts';

const PAGE = `<!doctype html><html lang="fr"><head><title>Essai</title></head><body><main><h1>Essai</h1>
<button type="button" onclick="document.querySelector('p').textContent = 'Reçu'">Envoyer</button>
<p role="status">En attente</p></main></body></html>`;

const serveur = createServer((requete, reponse) => {
  const texte = requete.url === '/sans-langue' ? PAGE.replace(' lang="fr"', '') : PAGE;
  reponse.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(texte);
});
let navigateur: Browser;
let adresse: string;

/** Font that really drew the text: without ours, a bare machine would draw empty boxes. */
async function policeDe(page: Page, selecteur: string): Promise<string | undefined> {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: selecteur });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts[0]?.familyName;
}

beforeAll(async () => {
  serveur.listen(0, '127.0.0.1');
  await once(serveur, 'listening');
  adresse = `http://localhost:${(serveur.address() as AddressInfo).port}`;
  navigateur = await lancerChromium();
}, 60_000);

afterAll(async () => {
  await navigateur?.close();
  serveur.close();
});

test('le Chromium de npm ouvre une page, clique, la photographie et passe axe', async () => {
  const contexte = await navigateur.newContext({ locale: 'fr-FR' });
  const page = await contexte.newPage();
  await page.goto(adresse);
  await page.getByRole('button', { name: 'Envoyer' }).click();
  expect(await page.getByRole('status').textContent()).toBe('Reçu');
  const image = await page.screenshot();
  expect(image.subarray(1, 4).toString()).toBe('PNG');
  if (!process.env.CHROMIUM) expect(await policeDe(page, 'h1')).toBe('Open Sans');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.goto(`${adresse}/sans-langue`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => v.id)).toContain('html-has-lang');
  await contexte.close();
});

test('la sécurité du Web reste en place : une autre origine n’est pas lisible, l’extérieur est fermé', async () => {
  const page = await navigateur.newPage();
  await page.goto(adresse);
  const lire = (url: string) =>
    page.evaluate(
      (u) =>
        fetch(u).then(
          (r) => r.text(),
          (e: unknown) => String(e),
        ),
      url,
    );
  expect(await lire('/')).toContain('Essai');
  expect(await lire(adresse.replace('localhost', '127.0.0.1'))).toMatch(/Failed to fetch/);
  await expect(page.goto('http://exemple.test/')).rejects.toThrow(/ERR_NAME_NOT_RESOLVED/);
  await page.close();
});

test.skipIf(process.env.CHROMIUM || spawnSync('ldd', ['--version']).error)(
  'aucune bibliothèque ne manque, et les seules prises au système sont celles de la glibc et libgcc',
  async () => {
    const { executable, env } = await preparerChromium();
    const dossier = dirname(executable);
    const lignes = execFileSync('ldd', [executable], { encoding: 'utf8', env }).trim().split('\n');
    expect(lignes.filter((l) => l.includes('not found'))).toEqual([]);
    const systeme = lignes
      .filter((l) => !l.includes(dossier))
      .map(
        (l) =>
          l
            .trim()
            .split(/[\s/]+/)
            .find((mot) => /\.so/.test(mot)) ?? l,
      )
      .map((nom) => nom.replace(/\.so.*/, ''));
    const attendues = [
      'linux-vdso',
      'ld-linux-x86-64',
      'libc',
      'libdl',
      'libm',
      'libpthread',
      'libgcc_s',
      'librt',
    ];
    expect(systeme.filter((nom) => !attendues.includes(nom))).toEqual([]);
  },
);

test.skipIf(process.env.CHROMIUM)(
  'deux préparations simultanées s’entendent, une copie entamée par un nettoyage de /tmp est refaite',
  async () => {
    const bac = mkdtempSync(join(tmpdir(), 'passerelle-test-'));
    vi.stubEnv('TMPDIR', bac); // never the cache that other test files are using
    try {
      const [un, deux] = await Promise.all([preparerChromium(), preparerChromium()]);
      expect(un).toEqual(deux);
      expect(readdirSync(bac)).toEqual([basename(dirname(un.executable))]);
      const bibliotheque = join(dirname(un.executable), 'al2023', 'lib', 'libnss3.so');
      rmSync(bibliotheque);
      await preparerChromium();
      expect(existsSync(bibliotheque)).toBe(true);
      expect(readdirSync(bac)).toHaveLength(1);
    } finally {
      vi.unstubAllEnvs();
      rmSync(bac, { recursive: true, force: true });
    }
  },
  60_000,
);
