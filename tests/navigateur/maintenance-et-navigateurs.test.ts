import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  adresse,
  debordement,
  demanderPreuve,
  fermerNavigateur,
  ouvrirNavigateur,
  ouvrirPage,
  violations,
} from './personne.ts';

afterAll(fermerNavigateur);

async function ouvrirNu(options: BrowserContextOptions = {}): Promise<Page> {
  const contexte = await (await ouvrirNavigateur()).newContext({ locale: 'fr-FR', ...options });
  return contexte.newPage();
}

describe('ACC-08 navigateurs trop anciens', () => {
  const CHROME_ANCIEN =
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/88.0.4324.96 Safari/537.36';

  test.each([1280, 320])('reconnu à son nom, le serveur lui donne la page à lire (%i px)', async (width) => {
    const page = await ouvrirNu({ userAgent: CHROME_ANCIEN, viewport: { width, height: 800 } });
    await page.goto(`${adresse()}/cdap`);
    expect(new URL(page.url()).pathname).toBe('/cdap');
    await page.getByRole('heading', { level: 1, name: /navigateur est trop ancien/ }).waitFor();
    expect(await page.getByText(/^Mozilla Firefox/).count()).toBe(1);
    expect(await page.locator('script').count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.body).fontFamily')).toContain('Verdana');
    expect(await debordement(page)).toBe(0);
    await page.context().close();
  });

  test('la page qui refuse est sans violation d’axe', async () => {
    const page = await ouvrirNu();
    await page.goto(`${adresse()}/navigateur`);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  test.each([
    ['Array.prototype.findLast', 'delete Array.prototype.findLast'],
    ['structuredClone', 'delete globalThis.structuredClone'],
    ['@layer', 'delete globalThis.CSSLayerBlockRule'],
    [':has()', 'CSS.supports = () => false'],
    [
      'noms de fuseaux',
      "const D = Intl.DateTimeFormat; Intl.DateTimeFormat = function (l, o) { if (o && o.timeZoneName === 'shortGeneric') throw new RangeError('old'); return new D(l, o); }",
    ],
    ['modules', 'delete HTMLScriptElement.prototype.noModule'],
  ])('sans %s, la page mène d’elle-même à celle qui explique', async (_nom, script) => {
    const page = await ouvrirNu();
    await page.addInitScript(script);
    await page.goto(`${adresse()}/connexion`);
    await page.waitForURL(/\/navigateur$/);
    await page.getByRole('heading', { name: /trop ancien/ }).waitFor();
    await page.context().close();
  });

  test('sans JavaScript, un lien mène à celle qui explique', async () => {
    const page = await ouvrirNu({ javaScriptEnabled: false });
    await page.goto(`${adresse()}/`);
    await page.getByRole('link', { name: 'voyez quels navigateurs sont acceptés' }).click();
    await page.getByRole('heading', { name: /trop ancien/ }).waitFor();
    await page.context().close();
  });
});

describe('SEC-05 politique de sécurité des pages', () => {
  const ECOUTE =
    "window.refusCsp = []; document.addEventListener('securitypolicyviolation', (e) => window.refusCsp.push(e.violatedDirective + ' ' + e.blockedURI))";
  const refus = (page: Page) => page.evaluate<string[]>('window.refusCsp');

  test.each([
    ['les pages publiques', null, ['/', '/connexion', '/accessibilite', '/contact', '/demonstration']],
    ['un agent', 'Castagnier', ['/cdap', '/mes-habilitations', '/accueil']],
    ['l’administrateur national', 'Morvan-Exemple', ['/matrice', '/exploitation', '/accueil']],
  ] as const)(
    '%s : les écrans demandés en chemin se chargent, et rien n’est refusé',
    async (_nom, qui, chemins) => {
      const page = await ouvrirPage(qui);
      await page.addInitScript(ECOUTE);
      for (const chemin of chemins) {
        await page.goto(adresse() + chemin);
        await page.locator('h1').first().waitFor();
        expect([chemin, await refus(page)]).toEqual([chemin, []]);
      }
      // From one screen to another, inside the page: its program is fetched by another.
      const lien = page.locator('nav a, footer a').nth(1);
      await lien.click();
      await page.locator('h1').first().waitFor();
      expect(await refus(page)).toEqual([]);
      await page.context().close();
    },
  );

  test('un script glissé dans la page sans le nonce ne s’exécute pas', async () => {
    const page = await ouvrirNu();
    await page.addInitScript(ECOUTE);
    await page.goto(`${adresse()}/contact`);
    await page.evaluate(
      "document.body.insertAdjacentHTML('beforeend', '<img src=/rien.svg onerror=\"window.passe = 1\">')",
    );
    await expect.poll(() => refus(page)).toContain('script-src-attr inline');
    expect(await page.evaluate('window.passe')).toBeUndefined();
    await page.context().close();
  });
});

describe('ACC-12 maintenance', () => {
  let admin: Page;
  const fermer = async () => {
    await admin.goto(`${adresse()}/exploitation`);
    await admin.getByLabel('Message à tous').fill('Mise à jour de la base des dossiers.');
    await admin.getByLabel('Fin prévue').selectOption('60');
    await admin.getByRole('button', { name: 'Fermer le portail à tous' }).focus();
    await admin.keyboard.press('Enter');
    await admin.getByRole('alertdialog').getByRole('button', { name: 'Fermer le portail' }).press('Enter');
    await admin.getByText('Le portail est en maintenance', { exact: true }).first().waitFor();
  };
  const rouvrir = async () => {
    await admin.goto(`${adresse()}/exploitation`);
    await admin.getByRole('heading', { name: 'Courriels en attente' }).waitFor();
    const bouton = admin.getByRole('button', { name: 'Rouvrir le portail' });
    if (!(await bouton.isVisible())) return;
    await bouton.focus();
    await admin.keyboard.press('Enter');
    await admin.getByText('Le portail est ouvert').waitFor();
  };

  beforeAll(async () => {
    admin = await ouvrirPage('Morvan-Exemple');
    admin.setDefaultTimeout(10_000);
  });
  afterEach(rouvrir);

  test.each([1280, 320])('l’écran d’exploitation, ouvert puis fermé (%i px)', async (largeur) => {
    await fermer();
    for (const sombre of [false, true]) {
      const page = await ouvrirPage('Morvan-Exemple', { largeur, sombre });
      await page.goto(`${adresse()}/exploitation`);
      await page.getByRole('button', { name: 'Rouvrir le portail' }).waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await debordement(page)).toBe(0);
      await page.context().close();
    }
    await rouvrir();
    const page = await ouvrirPage('Morvan-Exemple', { largeur });
    await page.goto(`${adresse()}/exploitation`);
    await page.getByText('Le portail est ouvert').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await debordement(page)).toBe(0);
    await page.getByRole('button', { name: 'Fermer le portail à tous' }).click();
    await page.getByText('Indiquez ce qui sera dit à tous.').first().waitFor();
    await page.context().close();
  });

  test.each([1280, 375])(
    'fermer se confirme, après une preuve fraîche, et y renoncer ne ferme rien (%i px)',
    async (largeur) => {
      const page = await ouvrirPage('Morvan-Exemple', { largeur });
      const essais = await demanderPreuve(page, '/api/exploitation/maintenance/debut');
      await page.goto(`${adresse()}/exploitation`);
      await page.getByLabel('Message à tous').fill('Mise à jour de la base des dossiers.');
      await page.getByLabel('Fin prévue').selectOption('60');
      const bouton = page.getByRole('button', { name: 'Fermer le portail à tous' });
      await bouton.click();
      const demande = page.getByRole('alertdialog', { name: 'Fermer le portail à tous ?' });
      await demande.getByText('Mise à jour de la base des dossiers.').waitFor();
      await demande.getByText('Dans 1 heure').waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await debordement(page)).toBe(0);
      await demande.getByRole('button', { name: 'Revenir' }).click();
      await demande.waitFor({ state: 'detached' });
      expect(essais()).toBe(0);
      expect(await page.getByLabel('Message à tous').inputValue()).toContain('Mise à jour');

      await bouton.click();
      await demande.getByRole('button', { name: 'Fermer le portail' }).click();
      await page.getByRole('alertdialog', { name: 'Confirmez que c’est bien vous' }).waitFor();
      await page.getByRole('button', { name: 'Ne rien faire' }).click();
      await demande.waitFor();
      expect(essais()).toBe(1);
      await page.keyboard.press('Escape');
      await page.getByText('Le portail est ouvert').waitFor();
      await page.context().close();
    },
  );

  test('qui arrive lit la page de maintenance, et l’écran demandé vient de lui-même à la fin', async () => {
    const page = await ouvrirPage('Castagnier', { largeur: 320 });
    await fermer();
    await page.goto(`${adresse()}/mes-habilitations`);
    await page.getByRole('heading', { level: 1, name: 'Le portail est en maintenance' }).waitFor();
    await page.getByText('Mise à jour de la base des dossiers.').first().waitFor();
    expect(
      await page
        .getByText(/^Fin prévue le/)
        .first()
        .isVisible(),
    ).toBe(true);
    expect(await page.locator('h1:visible').count()).toBe(1);
    expect(await page.title()).toBe('Maintenance en cours · Passerelle');
    expect(await violations(page)).toEqual([]);
    expect(await debordement(page)).toBe(0);
    await rouvrir();
    await page.getByRole('heading', { level: 1, name: 'Mes habilitations' }).waitFor({ timeout: 20_000 });
    expect(await page.title()).toBe('Mes habilitations · Passerelle');
    await page.context().close();
  });

  test('ce qui est tapé n’est pas perdu : l’envoi est refusé par un avis, l’écran reste', async () => {
    const page = await ouvrirPage('Desmet');
    await page.goto(`${adresse()}/verifier-un-extrait`);
    const champ = page.getByRole('textbox').first();
    await champ.fill('ABCD-EFGH-JKMN-PQRS');
    await fermer();
    await page.keyboard.press('Enter');
    await page.getByText('Rien ne s’enregistre d’ici là.', { exact: false }).waitFor();
    expect(await champ.inputValue()).toBe('ABCD-EFGH-JKMN-PQRS');
    expect(await violations(page)).toEqual([]);
    await rouvrir();
    await page
      .getByText('Rien ne s’enregistre', { exact: false })
      .waitFor({ state: 'detached', timeout: 20_000 });
    expect(await champ.inputValue()).toBe('ABCD-EFGH-JKMN-PQRS');
    await page.context().close();
  });

  test('un numéro tapé avant la maintenance se lit après, sans le retaper', async () => {
    const page = await ouvrirPage('Castagnier');
    await page.goto(`${adresse()}/cdap`);
    const champ = page.getByLabel(/^Numéro de dossier/);
    await champ.fill('12345');
    await fermer();
    await page.keyboard.press('Enter');
    const avis = page.locator('.page-notices').getByText('Le portail est en maintenance');
    await avis.waitFor();
    await rouvrir();
    await avis.waitFor({ state: 'detached', timeout: 20_000 });
    expect(await champ.inputValue()).toBe('12345');
    await champ.press('Enter');
    await page.locator('.dossier').first().waitFor();
    await page.context().close();
  });

  test('l’écran où l’on va pendant la maintenance s’affiche à la fin', async () => {
    const page = await ouvrirPage('Castagnier');
    await page.goto(`${adresse()}/accueil`);
    await page.getByRole('heading', { level: 1, name: /^Bonjour/ }).waitFor();
    await fermer();
    await page.getByRole('navigation').getByRole('link', { name: 'Mes habilitations' }).click();
    await page.getByRole('heading', { level: 1, name: 'Le portail est en maintenance' }).waitFor();
    await rouvrir();
    await page.getByRole('heading', { level: 1, name: 'Mes habilitations' }).waitFor({ timeout: 20_000 });
    // What it lists, and not the notice that it could not be read.
    await page.locator('main h2:visible').first().waitFor();
    expect(await page.getByRole('button', { name: 'Réessayer' }).count()).toBe(0);
    await page.context().close();
  });

  test('les pages publiques restent lisibles, sous un bandeau', async () => {
    await fermer();
    const page = await ouvrirPage(null);
    await page.goto(`${adresse()}/mentions-legales`);
    await page.getByText('Maintenance en cours').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Mentions légales');
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
});
