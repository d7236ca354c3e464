import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adresse, debordement, fermerNavigateur, identifiants, ouvrirPage, violations } from './personne.ts';

afterAll(fermerNavigateur);

const NOM = 'Logiciel périscolaire';
const ROUTES = [
  'GET /api/mes-habilitations',
  'GET /api/cdap/profils',
  'POST /api/cdap/consultations',
  'POST /api/cdap/recherches',
];

async function ouvrir(
  nom: string | null,
  options: { largeur?: number; sombre?: boolean } = {},
): Promise<Page> {
  const page = await ouvrirPage(nom, options);
  page.setDefaultTimeout(10_000);
  await page.goto(`${adresse()}/integrateurs`);
  await page.getByRole('heading', { level: 2, name: 'Essayer', exact: true }).waitFor();
  return page;
}

/** A call of the page of somebody signed in, as its screens make them. */
const poster = async (page: Page, chemin: string, corps: object) =>
  (await page.evaluate(
    `fetch(${JSON.stringify(chemin)}, { method: 'POST', headers: { 'content-type': 'application/json' },
      body: ${JSON.stringify(JSON.stringify(corps))} }).then(async (r) => ({ statut: r.status, corps: await r.json() }))`,
  )) as { statut: number; corps: Record<string, unknown> };

/** Makes a token in the name of somebody, proving again who they are when they came in too long ago. */
async function creerJeton(page: Page, qui: string): Promise<string> {
  const demande = { nom: NOM, portees: ['cdap'], jours: 1 };
  let cree = await poster(page, '/api/mon-compte/jetons', demande);
  for (let essai = 0; cree.statut === 403 && essai < 4; essai += 1) {
    const { code } = await identifiants(qui);
    const { statut } = await poster(page, '/api/session/confirmation', { code: await code() });
    if (statut === 200) cree = await poster(page, '/api/mon-compte/jetons', demande);
    // A code serves once: the next one comes within thirty seconds.
    else await page.waitForTimeout(10_000);
  }
  if (cree.statut !== 200) throw new Error(`token refused: ${JSON.stringify(cree)}`);
  return String(cree.corps.jeton);
}

const envoyer = (page: Page) => page.getByRole('button', { name: 'Envoyer' }).click();

describe('ACC-09 la page des intégrateurs', () => {
  test.each([
    [1280, false],
    [1280, true],
    [375, false],
    [375, true],
  ])(
    'se lit sans connexion, sans violation d’axe ni débordement (%i px, sombre %s)',
    async (largeur, sombre) => {
      const page = await ouvrir(null, { largeur, sombre });
      const titres = await page.locator('main h2').allTextContents();
      expect(titres.filter((titre) => titre.includes('/api/'))).toEqual(ROUTES);
      for (const bloc of await page.locator('main details > summary').all()) await bloc.click();
      await page.getByText('hors-perimetre').first().waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await debordement(page)).toBe(0);
      await page.context().close();
    },
  );

  test('le pied de page y mène ; chaque commande d’exemple nomme ce portail', async () => {
    const page = await ouvrirPage(null);
    await page.goto(`${adresse()}/contact`);
    await page.getByRole('contentinfo').getByRole('link', { name: 'API pour les logiciels' }).click();
    await page.getByRole('heading', { level: 1, name: 'API pour les logiciels' }).waitFor();
    expect(await page.title()).toBe('API pour les logiciels · Passerelle');
    const exemple = page.getByRole('region', { name: 'Exemple de POST /api/cdap/consultations' });
    await exemple.waitFor();
    const texte = await exemple.textContent();
    expect(texte).toContain(`curl -X POST ${adresse()}/api/cdap/consultations`);
    expect(texte).toContain('"numero":"12345"');
    await page.context().close();
  });

  test('au clavier : « Essayer » d’une route la choisit et y mène', async () => {
    const page = await ouvrir(null);
    await page.getByRole('button', { name: 'Essayer POST /api/cdap/recherches' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SELECT');
    expect(await page.getByLabel('Route').inputValue()).toBe('cdap_rechercher');
    const corps = JSON.parse(await page.getByLabel('Corps de la demande (JSON)').inputValue());
    expect(corps.par).toEqual({ nom: 'EXEMPLAIRE', prenom: 'Claire' });
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.name')).toBe('jeton');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Jeton', { exact: true }).getAttribute('type')).toBe('text');
    await page.context().close();
  });
});

describe('ACC-09 SEC-05 essayer un appel', () => {
  let page: Page;
  let jeton: string;
  const demandes: Request[] = [];
  beforeAll(async () => {
    page = await ouvrir('Castagnier');
    jeton = await creerJeton(page, 'Castagnier');
    page.on('request', (demande) => {
      if (demande.headers().authorization !== undefined) demandes.push(demande);
    });
  });
  afterAll(() => page.context().close());

  test('rien ne part sans jeton, ni avec autre chose qu’un jeton, ni avec un corps illisible', async () => {
    await page.getByLabel('Route').selectOption('cdap_consulter');
    await envoyer(page);
    await page.getByText('Collez un jeton.').first().waitFor();
    const champ = page.getByLabel('Jeton', { exact: true });
    expect(await champ.getAttribute('type')).toBe('password');
    await champ.fill('Sept-Voilés-Rouges-92!');
    await envoyer(page);
    await page.getByText('Un jeton commence par « passerelle_ »').waitFor();
    expect(await page.evaluate('document.activeElement.name')).toBe('jeton');
    await champ.fill(` ${jeton} `);
    await page.getByLabel('Corps de la demande (JSON)').fill('{ numero: 12345');
    await envoyer(page);
    await page.getByText('Ce texte n’est pas du JSON').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(demandes).toEqual([]);
  });

  test('un vrai appel : le jeton seul, sans cookie ; la réponse se lit, code et corps', async () => {
    await page.getByLabel('Route').selectOption('cdap_listerProfils');
    await envoyer(page);
    await page.getByText(/^Réponse 200, en/).waitFor();
    const reponse = page.getByRole('region', { name: 'Corps de la réponse' });
    const lue = JSON.parse((await reponse.textContent()) ?? '');
    const habilitation = lue.choisi;
    expect(habilitation).toMatch(/^[0-9a-f-]{36}$/);

    await page.getByLabel('Route').selectOption('cdap_consulter');
    expect(await page.getByText(/^Réponse 200, en/).count()).toBe(0);
    await envoyer(page);
    await page.getByText(/^Réponse 403, en/).waitFor();
    expect(await reponse.textContent()).toContain('"code": "droit-absent"');
    await page
      .getByLabel('Corps de la demande (JSON)')
      .fill(JSON.stringify({ numero: '12345', habilitation }));
    await envoyer(page);
    await page.getByText(/^Réponse 200, en/).waitFor();
    expect(await reponse.textContent()).toContain('"numero": "0012345"');
    expect(await page.getByText('x-correlation-id').isVisible()).toBe(true);
    expect(await violations(page)).toEqual([]);

    expect(demandes).toHaveLength(3);
    for (const demande of demandes) {
      const entetes = await demande.allHeaders();
      expect(entetes.authorization).toBe(`Bearer ${jeton}`);
      expect(entetes.cookie).toBeUndefined();
    }
    // The page's own session is there all along, and was not used.
    expect((await page.context().cookies()).length).toBeGreaterThan(0);
  });

  test('le jeton n’est nulle part ailleurs, et un rechargement l’oublie', async () => {
    const traces = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.cookie, history.state])',
    );
    expect(traces).not.toContain(jeton.slice(15));
    await page.reload();
    await page.getByRole('heading', { level: 2, name: 'Essayer', exact: true }).waitFor();
    expect(await page.getByLabel('Jeton', { exact: true }).inputValue()).toBe('');
  });

  test('TRA-01 le gestionnaire lit dans les traces que la consultation passait par ce jeton', async () => {
    const chef = await ouvrirPage('Lemoine');
    chef.setDefaultTimeout(10_000);
    await chef.goto(`${adresse()}/traces?action=consultation-dossier`);
    await chef.getByText(`par le jeton “${NOM}”`).first().waitFor();
    expect(await violations(chef)).toEqual([]);
    await chef.context().close();
  });
});
