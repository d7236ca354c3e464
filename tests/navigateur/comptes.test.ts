import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import {
  adresse,
  debordement,
  fermerNavigateur,
  identifiants,
  ouvrirPage,
  seConnecter,
  violations,
} from './personne.ts';

/** Accounts and one's own account, as people use them (ACC-01, ACC-06, ACC-09, ACC-14, HAB-22). */

afterAll(fermerNavigateur);

const aller = async (page: Page, chemin: string): Promise<void> => {
  await page.goto(`${adresse()}${chemin}`);
  await page.locator('h1').waitFor();
};

const estSain = async (page: Page): Promise<void> => {
  expect(await violations(page)).toEqual([]);
  expect(await debordement(page)).toBe(0);
};

/** Answers the proof of identity when one is asked; one of less than ten minutes is enough. */
async function prouver(page: Page, nom: string, attendu: () => Promise<unknown>): Promise<void> {
  const dialogue = page.getByRole('alertdialog', { name: /Confirmez que c’est bien vous/ });
  const arrive = attendu();
  arrive.catch(() => undefined);
  await Promise.race([dialogue.waitFor(), arrive]);
  if (await dialogue.isVisible()) {
    const { identifiant } = await identifiants(nom);
    const lus = await fetch(`${adresse()}/api/demonstration/codes?identifiant=${identifiant}`);
    // The next one: the present one may have opened the session.
    const code = ((await lus.json()) as { codes: string[] }).codes[1] ?? '';
    await dialogue.getByLabel('Code à six chiffres').fill(code);
  }
  await arrive;
}

async function remplir(page: Page, prenom: string, nom: string, courriel: string): Promise<void> {
  await page.getByLabel('Prénom', { exact: true }).fill(prenom);
  await page.getByLabel('Nom', { exact: true }).fill(nom);
  await page.getByLabel('Fonction', { exact: true }).fill('Agente de facturation');
  await page.getByLabel('Adresse électronique professionnelle').fill(courriel);
}

describe('comptes d’un partenaire', () => {
  test('ACC-01 une administratrice crée un compte : deux messages partent, séparés', async () => {
    const page = await ouvrirPage('Lemoine');
    await aller(page, '/comptes');
    await page.getByRole('link', { name: 'Créer un compte' }).click();
    await page.getByRole('heading', { name: 'Créer un compte' }).waitFor();

    // By post is for who can print at the Caf.
    expect(await page.getByLabel('Par courrier').count()).toBe(0);

    await remplir(page, 'Ysoline', 'Carvin-Fictive', 'contact@villexemple.exemple');
    await page.getByRole('button', { name: 'Créer le compte' }).click();
    await page.getByText('Donnez au moins un rôle.').first().waitFor();
    await estSain(page);
    await page.getByLabel('Utilisateur', { exact: true }).check();
    await page.getByRole('button', { name: 'Créer le compte' }).click();
    // HAB-22: the server's refusal stands at its field, and what was typed is still there.
    const champ = page.getByLabel('Adresse électronique professionnelle');
    await page.locator('[data-field=courriel][aria-invalid=true]').waitFor();
    expect(await page.getByLabel('Nom', { exact: true }).inputValue()).toBe('Carvin-Fictive');

    await champ.fill('ysoline.carvin@villexemple.exemple');
    await page.getByRole('button', { name: 'Créer le compte' }).click();
    await page.getByRole('heading', { name: 'Compte créé' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('ysoline.carvin@villexemple.exemple');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    await estSain(page);

    await expect
      .poll(() => objetsPour('ysoline.carvin@villexemple.exemple'), { timeout: 20_000 })
      .toEqual(['Votre identifiant pour Passerelle', 'Votre premier mot de passe']);
    await page.context().close();
  });

  test('un homonyme est signalé une fois, puis créé si c’est une autre personne', async () => {
    const page = await ouvrirPage('Lemoine');
    await aller(page, '/comptes/nouveau');
    await remplir(page, 'Barnabé', 'Wattrelos', 'barnabe.wattrelos2@villexemple.exemple');
    await page.getByLabel('Support', { exact: true }).check();
    await page.getByRole('button', { name: 'Créer le compte' }).click();
    await page.getByRole('dialog', { name: 'Quelqu’un porte déjà ce nom' }).waitFor();
    await estSain(page);
    await page.getByRole('button', { name: /C’est une autre personne/ }).click();
    await page.getByRole('heading', { name: 'Compte créé' }).waitFor();
    await page.getByRole('link', { name: 'Voir le compte' }).click();
    await page.getByText('Une autre personne de l’organisme porte ce nom.').waitFor();
    await page.context().close();
  });

  test('au clavier seul : chercher, ouvrir, suspendre, lever', async () => {
    const page = await ouvrirPage('Lemoine');
    await aller(page, '/comptes');
    await page.getByLabel(/^Nom, fonction ou identifiant/).focus();
    await page.keyboard.type('ricard');
    await page.keyboard.press('Enter');
    await page.getByText('1 compte non terminé, pour').waitFor();
    // A name stays out of the address, which histories and logs keep.
    expect(page.url()).not.toContain('ricard');
    expect(await page.evaluate('document.activeElement.name')).toBe('recherche');

    await page.getByRole('link', { name: 'Octave Ricard-Fictif' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Octave Ricard-Fictif', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Suspendre le compte' }).focus();
    await page.keyboard.press('Enter');
    const dialogue = page.getByRole('alertdialog', { name: /^Suspendre le compte/ });
    await dialogue.waitFor();
    await estSain(page);
    // Nothing is done without a motive, and Escape does nothing at all.
    await dialogue.getByRole('button', { name: 'Suspendre le compte' }).press('Enter');
    await dialogue.getByText('Indiquez un motif.').waitFor();
    await page.keyboard.press('Escape');
    await dialogue.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Lever la suspension' }).count()).toBe(0);

    await page.getByRole('button', { name: 'Suspendre le compte' }).press('Enter');
    await dialogue.getByLabel('Motif').fill('Congé de plusieurs mois');
    await dialogue.getByRole('button', { name: 'Suspendre le compte' }).press('Enter');
    await page.getByText('Motif : Congé de plusieurs mois').waitFor();
    await dialogue.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Suspendre le compte' }).count()).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement !== document.body')).toBe(true);
    await estSain(page);

    await page.getByRole('button', { name: 'Lever la suspension' }).press('Enter');
    const levee = page.getByRole('dialog', { name: /^Lever la suspension/ });
    await levee.getByLabel('Motif').fill('Retour de congé');
    await levee.getByRole('button', { name: 'Lever la suspension' }).press('Enter');
    await page.getByRole('button', { name: 'Suspendre le compte' }).waitFor();

    // The list is found as it was left.
    await page
      .getByRole('navigation', { name: 'Vous êtes ici' })
      .getByRole('link', { name: 'Comptes' })
      .press('Enter');
    await page.getByText('1 compte non terminé, pour').waitFor();
    await page.context().close();
  });

  test('HAB-06 ni son propre compte, ni celui de l’autre administrateur n’offrent d’acte', async () => {
    const page = await ouvrirPage('Lemoine');
    for (const [nom, dit] of [
      ['Josépha Lemoine', 'C’est votre compte'],
      ['Anselme Brunel', 'seule votre Caf agit dessus'],
    ] as const) {
      await aller(page, '/comptes');
      await page.getByRole('link', { name: nom }).click();
      await page.getByText(dit).waitFor();
      expect(await page.locator('main .panel .button-row').count()).toBe(0);
    }
    await page.context().close();
  });

  test('HAB-06 un rôle d’administrateur, même vacant, ne se donne pas ici', async () => {
    const page = await ouvrirPage('Lannoy-Fictif');
    await aller(page, '/comptes');
    await page.getByText('Pas d’administrateur suppléant').waitFor();
    await page.getByRole('link', { name: 'Créer un compte' }).click();
    await page.getByLabel('Utilisateur', { exact: true }).waitFor();
    expect(await page.getByLabel(/^Administrateur/).count()).toBe(0);
    await page.context().close();
  });

  test('un agent n’a ni la page ni son entrée de menu', async () => {
    const page = await ouvrirPage('Castagnier');
    await aller(page, '/comptes');
    expect(await page.getByRole('navigation', { name: 'Navigation principale' }).innerText()).not.toContain(
      'Comptes',
    );
    expect(await page.getByLabel(/^Nom, fonction/).count()).toBe(0);
    await page.context().close();
  });
});

describe('comptes vus de la Caf', () => {
  test('ROL-02 les organismes sans administrateur se trouvent, et le choix tient dans l’adresse', async () => {
    const page = await ouvrirPage('Desmet');
    await aller(page, '/comptes');
    await page.getByText(/^Sans administrateur suppléant \(/).click();
    await page.getByText(/organismes? sans administrateur suppléant/).waitFor();
    expect(new URL(page.url()).searchParams.get('manque')).toBe('sans-suppleant');
    expect(await page.getByRole('link', { name: 'Commune de Villexemple' }).count()).toBe(0);
    await estSain(page);

    await page.getByRole('link', { name: 'Commune de Montfictif' }).click();
    await page.getByText('Pas d’administrateur suppléant').waitFor();
    await page.getByRole('link', { name: 'Créer un compte' }).click();
    await page.getByRole('heading', { name: 'Créer un compte' }).waitFor();
    // One principal only: the place is taken, the role is not offered.
    expect(await page.getByLabel('Administrateur suppléant').count()).toBe(1);
    expect(await page.getByLabel('Administrateur principal').count()).toBe(0);
    expect(await page.getByLabel('Par courrier').count()).toBe(1);
    await estSain(page);
    await page.context().close();
  });
});

describe('mon compte', () => {
  test('ACC-09 un jeton se crée, se montre une fois, se révoque', async () => {
    const page = await ouvrirPage('Lemoine');
    await aller(page, '/mon-compte/jetons');
    await page.getByRole('button', { name: 'Créer un jeton' }).click();
    const dialogue = page.getByRole('alertdialog', { name: 'Créer un jeton d’API' });
    await dialogue.getByRole('button', { name: 'Créer le jeton' }).click();
    await dialogue.getByText('Choisissez au moins un service.').first().waitFor();
    await estSain(page);
    await dialogue.getByLabel('Nom du jeton').fill('Logiciel d’essai');
    await dialogue.getByLabel('Habilitations').check();
    await dialogue.getByRole('button', { name: 'Créer le jeton' }).click();
    const montre = page.getByRole('alertdialog', { name: /^Jeton «.*» créé$/ });
    await prouver(page, 'Lemoine', () => montre.waitFor());
    const jeton = (await montre.locator('code').innerText()).trim();
    expect(jeton.length).toBeGreaterThan(30);
    await estSain(page);
    // Escape does not take away what is shown once.
    await page.keyboard.press('Escape');
    expect(await montre.isVisible()).toBe(true);
    await montre.getByRole('button', { name: 'J’ai copié le jeton' }).click();

    const appeler = () =>
      fetch(`${adresse()}/api/mes-habilitations`, { headers: { authorization: `Bearer ${jeton}` } });
    const ligne = page.getByRole('row').filter({ hasText: 'Logiciel d’essai' });
    await ligne.getByText('En service').waitFor();
    expect(await page.locator('main').innerText()).not.toContain(jeton);
    expect((await appeler()).status).toBe(200);
    await estSain(page);

    await ligne.getByRole('button', { name: 'Révoquer Logiciel d’essai' }).click();
    await page.getByRole('button', { name: 'Révoquer le jeton' }).click();
    await ligne.getByText('Révoqué').waitFor();
    expect((await appeler()).status).toBe(401);
    await page.context().close();
  });

  test('ACC-06 fermer ses autres sessions les ferme, et garde celle-ci', async () => {
    const autre = await ouvrirPage(null);
    await seConnecter(autre, 'Fontenoy');
    const page = await ouvrirPage('Fontenoy');
    await aller(page, '/mon-compte/sessions');
    await page.getByRole('heading', { name: /sessions ouvertes/ }).waitFor();
    await estSain(page);
    await page.getByRole('button', { name: 'Fermer toutes les autres' }).click();
    await estSain(page);
    await page.getByRole('button', { name: 'Fermer les autres sessions' }).click();
    await page.getByRole('heading', { name: '1 session ouverte' }).waitFor();
    await page.getByRole('cell', { name: 'Fermée par vous' }).first().waitFor();

    const lire = (qui: Page) => qui.evaluate("fetch('/api/mon-compte').then((r) => r.status)");
    expect(await lire(autre)).toBe(401);
    expect(await lire(page)).toBe(200);
    await autre.context().close();
    await page.context().close();
  });

  test.each([
    '/mon-compte',
    '/mon-compte/mot-de-passe',
    '/mon-compte/second-facteur',
    '/mon-compte/sessions',
    '/mon-compte/jetons',
    '/comptes',
    '/comptes?etat=clos',
    '/comptes/nouveau',
  ])('A11Y-01 %s, étroit et sombre', async (chemin) => {
    const page = await ouvrirPage('Lemoine', { largeur: 320, sombre: true });
    await aller(page, chemin);
    await page.waitForLoadState('networkidle');
    await estSain(page);
    await page.context().close();
  });

  test('le menu du compte mène à ses pages, d’un lien à l’autre', async () => {
    const page = await ouvrirPage('Castagnier');
    await aller(page, '/accueil');
    await page.getByRole('button', { name: 'Mireille Castagnier' }).click();
    await page.getByRole('link', { name: 'Mon compte' }).click();
    await page.getByRole('heading', { name: 'Qui vous êtes' }).waitFor();
    await page
      .getByRole('navigation', { name: 'Mon compte' })
      .getByRole('link', { name: 'Sessions' })
      .press('Enter');
    await page.getByRole('heading', { name: 'Sessions', level: 1 }).waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Sessions');
    await page.context().close();
  });
});

/** Subjects of the mails to somebody, as the demonstration's page shows them, by name. */
async function objetsPour(destinataire: string): Promise<string[]> {
  const page = await ouvrirPage(null);
  await aller(page, '/demonstration');
  await page.locator('.demo__mails').waitFor();
  const objets = await page
    .locator('.demo__mails > li')
    .filter({ hasText: destinataire })
    .locator('summary')
    .allInnerTexts();
  await page.context().close();
  return objets.map((objet) => objet.trim()).sort();
}
