import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { adresse, fermerNavigateur, identifiants, ouvrirPage } from './personne.ts';

/** The story on screen, with the keyboard alone for the agent: nothing here touches the mouse until the export. */
const FAMILLE = '12345';

const actif = (page: Page): Promise<string> =>
  page.evaluate<string>(
    'document.activeElement ? document.activeElement.tagName + ":" + (document.activeElement.textContent ?? "") : ""',
  );

afterAll(fermerNavigateur);

describe('de la connexion à la figure, puis à la trace', () => {
  test('CDAP-20 CDAP-22 A11Y-04 l’agente lit le quotient au clavier seul, en trois actes après la connexion', async () => {
    const page = await ouvrirPage(null);
    const { identifiant, motDePasse, code } = await identifiants('Vandamme');
    await page.goto(`${adresse()}/cdap`);
    // Asked for a page: the sign-in leads back to it (ACC-10). Focus is already on the first field.
    await page.waitForURL('**/connexion**');
    await page.locator('h1').waitFor();
    await page.getByLabel('Identifiant', { exact: true }).waitFor();
    await page.keyboard.type(identifiant);
    await page.keyboard.press('Tab');
    await page.keyboard.type(motDePasse);
    await page.keyboard.press('Enter');
    await page.getByLabel('Code à six chiffres').waitFor();
    await page.keyboard.type(await code());
    await page.waitForURL('**/cdap');
    await page.getByLabel(/^Numéro de dossier/).waitFor();
    // One: reach the field, by « / » unless the page has put us there. Two: type. Three: Enter.
    await page.waitForLoadState('networkidle');
    if (!(await actif(page)).startsWith('INPUT')) await page.keyboard.press('/');
    await expect.poll(() => actif(page)).toMatch(/^INPUT/);
    await page.keyboard.type(FAMILLE);
    await page.keyboard.press('Enter');
    await page.locator('.dossier').waitFor();
    expect(await actif(page)).toMatch(/^H\d:/);
    const texte = await page.locator('main').textContent();
    expect(texte).toMatch(/quotient familial/i);
    expect(texte).toMatch(/novembre 2026|décembre 2026|20\d\d/);
    expect(page.url()).not.toContain(FAMILLE);
    await page.context().close();
  });

  test('CDAP-11 CDAP-18 la réponse ne porte que les rubriques ouvertes, et rien ne reste dans le navigateur', async () => {
    const page = await ouvrirPage('Castagnier');
    await page.goto(`${adresse()}/cdap`);
    const reponse = page.waitForResponse('**/api/cdap/consultations');
    await page.getByLabel(/^Numéro de dossier/).fill(FAMILLE);
    await page.keyboard.press('Enter');
    const corps = (await (await reponse).json()) as { rubriques: { bloc: string }[] };
    expect(corps.rubriques.map(({ bloc }) => bloc)).not.toEqual(expect.arrayContaining(['nir']));
    expect(corps.rubriques.map(({ bloc }) => bloc)).not.toEqual(
      expect.arrayContaining(['ressourcesAnnuelles']),
    );
    await page.locator('.dossier').waitFor();
    const garde = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.title, history.state])',
    );
    expect(garde).not.toMatch(/12345|Exemplaire/);
    await page.context().close();
  });

  test('CDAP-20 CDAP-22 A11Y-04 un nom trouve, le clavier seul ouvre, et l’on revient aux résultats', async () => {
    const page = await ouvrirPage('Castagnier');
    await page.goto(`${adresse()}/cdap`);
    const champ = page.getByLabel(/^Numéro de dossier/);
    await champ.waitFor();
    await page.waitForLoadState('networkidle');
    await page.keyboard.type('Exemplaire');
    await page.getByText('Ajoutez le prénom ou la date de naissance').waitFor();
    await page.keyboard.type(' Claire 17/04/1988');
    await page.getByText(/Nom.*Exemplaire, prénom.*Claire, naissance.*17.avril.1988/).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.cdap-results').waitFor();
    expect(page.url()).not.toMatch(/Exemplaire|Claire|1988/);
    // The first line has the focus; the arrows go round, a figure opens.
    expect(await actif(page)).toMatch(/^BUTTON:1/);
    await page.keyboard.press('ArrowDown');
    expect(await actif(page)).toMatch(/^BUTTON:2/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await actif(page)).toMatch(/^INPUT/);
    await page.keyboard.press('ArrowDown');
    expect(await actif(page)).toMatch(/^BUTTON:1/);
    await page.keyboard.press('2');
    await page.locator('.dossier').waitFor();
    expect(await actif(page)).toMatch(/^H\d:/);
    await page.getByRole('button', { name: /^Revenir aux/ }).press('Enter');
    await page.locator('.cdap-results').waitFor();
    expect(await actif(page)).toMatch(/^BUTTON:2/);
    await page.keyboard.press('Escape');
    expect(await actif(page)).toMatch(/^INPUT/);
    await page.keyboard.type('Personnelà Claire');
    await page.keyboard.press('Enter');
    await page.getByText('Aucun dossier à montrer').waitFor();
    const garde = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.title, history.state])',
    );
    expect(garde).not.toMatch(/Exemplaire|Personnel/);
    await page.context().close();
  });

  test('CDAP-13 la contrôleuse apprend que le même dossier est hors de son champ', async () => {
    const page = await ouvrirPage('Quévreux');
    await page.goto(`${adresse()}/cdap`);
    await page.getByLabel(/^Numéro de dossier/).fill(FAMILLE);
    await page.keyboard.press('Enter');
    await page.getByText('hors du champ de votre profil').first().waitFor();
    expect(await page.locator('main').textContent()).not.toContain('Exemplaire');
    await page.context().close();
  });

  test('TRA-08 la gestionnaire trouve l’acte dans ses traces et l’exporte', async () => {
    const page = await ouvrirPage('Lemoine');
    await page.goto(`${adresse()}/traces`);
    await page.locator('h1').waitFor();
    await page.getByText('Mireille Castagnier').first().waitFor();
    expect(await page.locator('main').textContent()).toContain('Consultation d’un dossier');
    await page
      .getByRole('button', { name: /Exporter/ })
      .first()
      .click();
    const telechargement = page.waitForEvent('download');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Exporter|Télécharger/ })
      .click();
    const fichier = await telechargement;
    expect(fichier.suggestedFilename()).toMatch(/^traces-.*\.(csv|xlsx)$/);
    const contenu = await readFile((await fichier.path()) ?? '');
    expect(contenu.length).toBeGreaterThan(500);
    await page.context().close();
  });

  test('ACC-06 après la déconnexion, le bouton retour ne montre plus rien', async () => {
    const page = await ouvrirPage('Bertincourt');
    await page.goto(`${adresse()}/mes-habilitations`);
    await page.locator('h1').waitFor();
    await page.goto(`${adresse()}/cdap`);
    await page.getByLabel(/^Numéro de dossier/).fill('13579');
    await page.keyboard.press('Enter');
    await page.locator('.dossier').waitFor();
    await page.evaluate(
      'fetch("/api/deconnexion", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" })',
    );
    await page.reload();
    await page.waitForURL('**/connexion**');
    await page.goBack();
    await page.waitForURL('**/connexion**');
    expect(await page.locator('body').textContent()).not.toContain('Exemplaire');
    await page.context().close();
  });
});
