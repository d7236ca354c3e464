import { generate } from 'otplib';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import {
  adresse,
  debordement,
  demanderPreuve,
  fermerNavigateur,
  identifiants,
  ouvrirPage,
  seConnecter,
  violations,
} from './personne.ts';

afterAll(fermerNavigateur);

/** A password that the rule accepts, and that no list holds. */
const MOT_DE_PASSE = 'girafe lampe octobre tuile merle saule pente';
const AUTRE_MOT_DE_PASSE = 'tambour cerise brouette nuage cactus valise tonneau';

interface Arrivant {
  readonly identifiant: string;
  readonly premier: string;
  readonly courriel: string;
}

interface CourrielRecu {
  readonly destinataire: string;
  readonly objet: string;
  readonly corps: string;
}

/** Calls a route with the session of a page, as its own scripts would. */
const appeler = (page: Page, chemin: string, corps: unknown): Promise<{ status: number; corps: unknown }> =>
  page.evaluate(
    async ([vers, charge]) => {
      const reponse = await fetch(vers as string, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(charge),
      });
      return { status: reponse.status, corps: await reponse.json() };
    },
    [chemin, corps] as const,
  );

const courriels = async (): Promise<readonly CourrielRecu[]> =>
  (
    (await (await fetch(`${adresse()}/api/demonstration/courriels`)).json()) as {
      courriels: readonly CourrielRecu[];
    }
  ).courriels;

/** What the last mail to somebody holds, once the job has sent it. */
async function lireCourriel(destinataire: string, objet: string, motif: RegExp): Promise<string> {
  let trouve: string | undefined;
  await expect
    .poll(
      async () => {
        const recu = (await courriels()).find(
          (c) => c.destinataire === destinataire && c.objet.includes(objet),
        );
        trouve = recu && motif.exec(recu.corps)?.[1];
        return trouve;
      },
      { timeout: 20_000 },
    )
    .toBeTruthy();
  return trouve ?? '';
}

let rang = 0;
/** Somebody whose account has just been issued, and who has received its two mails. */
async function creerArrivant(prenom: string, nom: string): Promise<Arrivant> {
  const page = await ouvrirPage('Lemoine');
  await page.goto(`${adresse()}/accueil`);
  const lu = await page.evaluate(
    async () => (await (await fetch('/api/session')).json()) as { partenaireId: string },
  );
  rang += 1;
  const courriel = `${prenom}.${nom}${rang}@villexemple.exemple`.toLowerCase();
  const { status, corps } = await appeler(page, '/api/comptes', {
    organisme: { partenaire: lu.partenaireId },
    prenom,
    nom,
    fonction: 'Responsable de secteur',
    courriel,
    telephone: null,
    roles: ['responsable-securite'],
    voie: 'courriel',
    homonymeVu: true,
  });
  expect({ status, corps }).toMatchObject({ status: 200 });
  await page.context().close();
  const { identifiant } = corps as { identifiant: string };
  const premier = await lireCourriel(
    courriel,
    'premier mot de passe',
    /\n\n((?:[a-z0-9]{4}-){3}[a-z0-9]{4})\n/,
  );
  return { identifiant, premier, courriel };
}

/** Each state is right on a desk, on a telephone and on a narrow one, in both themes. */
async function verifierEtat(page: Page): Promise<void> {
  for (const [largeur, theme] of [
    [320, 'dark'],
    [375, 'light'],
    [1280, 'dark'],
    [1280, 'light'],
  ] as const) {
    await page.setViewportSize({ width: largeur, height: 900 });
    await page.emulateMedia({ colorScheme: theme });
    expect({ largeur, deborde: await debordement(page) }).toEqual({ largeur, deborde: 0 });
    expect(await violations(page)).toEqual([]);
  }
}

const titre = (page: Page, nom: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name: nom });
const aLeFocus = (cible: Locator): Promise<boolean> =>
  cible.evaluate((element) => element === element.ownerDocument.activeElement);

/** Tab until there: fails when the keyboard cannot reach it. */
async function allerA(page: Page, cible: Locator): Promise<void> {
  await cible.waitFor();
  for (let pas = 0; pas < 40; pas += 1) {
    if (await aLeFocus(cible)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${cible}`);
}

async function donnerMotDePasse(page: Page, identifiant: string, motDePasse: string): Promise<void> {
  await page.getByLabel('Identifiant', { exact: true }).fill(identifiant);
  await page.getByLabel('Mot de passe', { exact: true }).fill(motDePasse);
  await page.keyboard.press('Enter');
}

async function reconnaitre(page: Page): Promise<void> {
  await titre(page, /Règles de confidentialité/).waitFor();
  await page.getByLabel(/J’ai lu ces règles/).check();
  await page.getByRole('button', { name: 'Continuer' }).click();
}

/** Address and storage of the browser hold none of these. */
async function neGardeRien(page: Page, secrets: readonly string[]): Promise<void> {
  const garde = await page.evaluate<string>(
    'JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, history.state])',
  );
  for (const secret of secrets) expect(garde).not.toContain(secret);
}

async function poserCleVirtuelle(page: Page): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return cdp;
}

describe('ACC-01 ACC-04 ACC-13 le premier accès, pas à pas', () => {
  test('au clavier seul : mot de passe, règles, application, codes, puis la page demandée', {
    timeout: 180_000,
  }, async () => {
    const { identifiant, premier } = await creerArrivant('Clarisse', 'Vasseur');
    const page = await ouvrirPage(null);
    await page.goto(`${adresse()}/mes-habilitations`);
    await page.waitForURL(/\/connexion\?vers=/);
    const champ = page.getByLabel('Identifiant', { exact: true });
    await champ.waitFor();
    expect(await aLeFocus(champ)).toBe(true);
    await verifierEtat(page);
    await page.keyboard.type(identifiant);
    await page.keyboard.press('Tab');
    await page.keyboard.type(premier);
    await page.keyboard.press('Enter');

    const choisir = titre(page, /Choisir votre mot de passe \(étape 1 sur 3\)/);
    await choisir.waitFor();
    expect(await aLeFocus(choisir)).toBe(true);
    await page.getByText('vient de servir').waitFor();
    await verifierEtat(page);

    const nouveau = page.getByLabel('Nouveau mot de passe');
    await allerA(page, nouveau);
    await page.keyboard.type('vasseur 2026');
    await page
      .getByText(/contient votre nom/)
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('ne convient pas encore').waitFor();
    expect(await aLeFocus(nouveau)).toBe(true);
    await verifierEtat(page);

    // The page resumes where things stand, and says whose account it is.
    await page.reload();
    await page.getByText('Compte de Clarisse Vasseur').waitFor();
    await page.getByText('vient de servir').waitFor();
    expect(page.url()).toContain('vers=');
    await allerA(page, nouveau);
    await page.keyboard.type(MOT_DE_PASSE);
    await page.getByText('suffisante').waitFor();
    await page.keyboard.press('Enter');

    const regles = titre(page, /Règles de confidentialité \(étape 2 sur 3\)/);
    await regles.waitFor();
    expect(await aLeFocus(regles)).toBe(true);
    await verifierEtat(page);
    const continuer = page.getByRole('button', { name: 'Continuer' });
    await allerA(page, continuer);
    await page.keyboard.press('Enter');
    await page.getByText('Cochez cette case').first().waitFor();
    await verifierEtat(page);
    const lu = page.getByLabel(/J’ai lu ces règles/);
    await allerA(page, lu);
    await page.keyboard.press('Space');
    await allerA(page, continuer);
    await page.keyboard.press('Enter');

    const proteger = titre(page, /Protéger votre compte \(étape 3 sur 3\)/);
    await proteger.waitFor();
    expect(await aLeFocus(proteger)).toBe(true);
    await verifierEtat(page);
    await allerA(page, page.getByRole('button', { name: 'Utiliser une application' }));
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: /Code QR/ }).waitFor();
    await verifierEtat(page);
    const secret = (await page.locator('.enrol__secret .identifier > [aria-hidden]').innerText()).replace(
      /\s/g,
      '',
    );
    expect(await page.getByRole('link', { name: /Ouvrir une application/ }).getAttribute('href')).toContain(
      secret,
    );
    await allerA(page, page.getByLabel('Code à six chiffres'));
    await page.keyboard.type(await generate({ secret }));

    const codes = titre(page, /Vos codes de récupération/);
    await codes.waitFor();
    expect(await aLeFocus(codes)).toBe(true);
    const dix = await page.locator('.recovery__codes > li').allInnerTexts();
    expect(new Set(dix).size).toBe(10);
    await verifierEtat(page);
    const [telechargement] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Enregistrer en texte' }).press('Enter'),
    ]);
    const fichier = await telechargement.createReadStream();
    expect(String(Buffer.concat(await fichier.toArray()))).toContain(dix[9]);
    await allerA(page, page.getByRole('button', { name: 'Entrer' }));
    await page.keyboard.press('Enter');
    await page.getByText('Cochez cette case').first().waitFor();
    await verifierEtat(page);
    await allerA(page, page.getByLabel('Je les ai mis en lieu sûr'));
    await page.keyboard.press('Space');
    await allerA(page, page.getByRole('button', { name: 'Entrer' }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/mes-habilitations$/);
    await neGardeRien(page, [premier, MOT_DE_PASSE, secret, ...dix]);

    // A recovery code in place of the telephone, once.
    const code = dix[3] ?? '';
    for (const [tour, attendu] of [
      ['premier', true],
      ['second', false],
    ] as const) {
      // What the page still asks for must not answer under the next one.
      await page.goto('about:blank');
      await page.context().clearCookies();
      await page.goto(`${adresse()}/connexion?vers=/mes-habilitations`);
      await donnerMotDePasse(page, identifiant, MOT_DE_PASSE);
      await page.getByLabel('Code à six chiffres').waitFor();
      if (tour === 'premier') await verifierEtat(page);
      await page.getByRole('button', { name: 'Utiliser un code de récupération' }).click();
      const saisie = page.getByLabel('Code de récupération');
      expect(await aLeFocus(saisie)).toBe(true);
      if (tour === 'premier') await verifierEtat(page);
      await saisie.fill(` ${code.toUpperCase()} `);
      await page.keyboard.press('Enter');
      if (attendu) {
        const servi = titre(page, 'Un code de récupération a servi');
        await servi.waitFor();
        await page.getByText('Il vous reste 9 codes de récupération').waitFor();
        await verifierEtat(page);
        await allerA(page, page.getByRole('button', { name: 'Continuer' }));
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/mes-habilitations$/);
      } else await page.locator('[aria-invalid="true"], .notice[data-tone="stop"]').first().waitFor();
    }
    await verifierEtat(page);

    // The first password opened the door once.
    await page.goto(`${adresse()}/connexion`);
    await donnerMotDePasse(page, identifiant, premier);
    await page.getByText('incorrect').first().waitFor();
    await page.context().close();
  });

  test('par une clé d’accès, puis elle seule pour entrer', { timeout: 120_000 }, async () => {
    const { identifiant, premier } = await creerArrivant('Bertrand', 'Quesnoy');
    const page = await ouvrirPage(null);
    await poserCleVirtuelle(page);
    await page.goto(`${adresse()}/connexion`);
    await donnerMotDePasse(page, identifiant, premier);
    await page.getByLabel('Nouveau mot de passe').fill(MOT_DE_PASSE);
    await page.keyboard.press('Enter');
    await titre(page, /Règles de confidentialité/).waitFor();
    await page.getByRole('button', { name: 'Quitter sans finir' }).click();
    await page.getByLabel('Identifiant', { exact: true }).waitFor();
    await page.reload();
    await donnerMotDePasse(page, identifiant, MOT_DE_PASSE);
    await reconnaitre(page);
    await page.getByRole('button', { name: 'Utiliser une clé d’accès' }).click();
    const nom = page.getByLabel('Nom de la clé');
    await nom.waitFor();
    await verifierEtat(page);
    await page.getByRole('button', { name: 'Choisir un autre moyen' }).click();
    await page.getByRole('button', { name: 'Utiliser une clé d’accès' }).click();
    await nom.fill('Poste de l’accueil');
    await page.getByRole('button', { name: 'Créer la clé d’accès' }).click();
    await page.getByLabel('Je les ai mis en lieu sûr').waitFor();
    // Loaded again, the codes are gone: it is said, and the browser had asked first.
    const demandes: string[] = [];
    page.once('dialog', (dialogue) => {
      demandes.push(dialogue.type());
      void dialogue.accept();
    });
    await page.reload();
    expect(demandes).toEqual(['beforeunload']);
    await page.getByText('Vos codes de récupération ne sont plus affichés').waitFor();
    await verifierEtat(page);
    await page.getByRole('link', { name: 'Faire de nouveaux codes' }).click();
    await titre(page, 'Second facteur').waitFor();
    expect(await page.getByText('Vos codes de récupération ne sont plus affichés').count()).toBe(0);
    await page.reload();
    await titre(page, 'Second facteur').waitFor();
    expect(await page.getByText('Vos codes de récupération ne sont plus affichés').count()).toBe(0);

    await page.context().clearCookies();
    await page.goto(`${adresse()}/connexion`);
    await donnerMotDePasse(page, identifiant, MOT_DE_PASSE);
    const entrer = page.getByRole('button', { name: 'Entrer avec une clé d’accès' });
    await entrer.waitFor();
    expect(await aLeFocus(entrer)).toBe(true);
    expect(await page.getByLabel('Code à six chiffres').count()).toBe(0);
    await verifierEtat(page);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== '/connexion');
    await page.context().close();
  });

  test('l’avis de codes perdus ne passe pas à la personne suivante', { timeout: 60_000 }, async () => {
    const page = await ouvrirPage(null);
    await page.goto(`${adresse()}/connexion`);
    // What a tab keeps when somebody's session ended while their codes were on the screen.
    await page.evaluate("sessionStorage.setItem('passerelle.codes-a-ranger', 'oui')");
    await seConnecter(page, 'Castagnier');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByText('ne sont plus affichés').count()).toBe(0);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByText('ne sont plus affichés').count()).toBe(0);
    await page.context().close();
  });

  test('une clé refusée se dit en mots, et le mot de passe reste donné', async () => {
    const { identifiant, motDePasse } = await identifiants('Lemoine');
    const page = await ouvrirPage(null);
    await page.route('**/api/connexion', async (route) => {
      const reponse = await route.fetch();
      await route.fulfill({
        response: reponse,
        json: { etape: 'second-facteur', facteurs: { application: true, cles: true, recuperation: false } },
      });
    });
    await page.route('**/api/connexion/cle/defi', (route) =>
      route.fulfill({ json: { options: { challenge: 'YWJjZGVmZ2g', rpId: 'localhost' } } }),
    );
    // What a browser answers when its own window is closed.
    await page.addInitScript(
      "navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'))",
    );
    await page.goto(`${adresse()}/connexion`);
    await donnerMotDePasse(page, identifiant, motDePasse);
    await page.getByRole('button', { name: 'Utiliser une clé d’accès' }).click();
    await page.getByRole('button', { name: 'Entrer avec une clé d’accès' }).click();
    await page.getByText('La clé d’accès n’a pas servi.').waitFor({ timeout: 20_000 });
    await verifierEtat(page);
    await page.getByRole('button', { name: 'Taper un code de l’application' }).click();
    await page.getByLabel('Code à six chiffres').waitFor();
    await page.context().close();
  });

  test('le temps passé ramène au mot de passe, et le dit', { timeout: 60_000 }, async () => {
    const { identifiant, premier } = await creerArrivant('Solange', 'Duvivier');
    const page = await ouvrirPage(null);
    await page.goto(`${adresse()}/connexion?vers=/mes-habilitations`);
    await donnerMotDePasse(page, identifiant, premier);
    await page.getByLabel('Nouveau mot de passe').fill(MOT_DE_PASSE);
    await page.context().clearCookies();
    await page.keyboard.press('Enter');
    await page.getByText('Le temps donné pour ces étapes est passé').waitFor();
    await page.getByText('de vous redonner un premier accès').waitFor();
    expect(await aLeFocus(titre(page, 'Connexion'))).toBe(true);
    expect(page.url()).toContain('vers=');
    await verifierEtat(page);
    await page.context().close();
  });
});

describe('ACC-07 ce qui a été oublié', () => {
  test('la réponse est la même pour un identifiant connu et un autre', { timeout: 120_000 }, async () => {
    const { identifiant } = await identifiants('Delattre');
    const page = await ouvrirPage(null);
    const reponses: string[] = [];
    for (const saisie of [identifiant, 'zzzzzzzzzz']) {
      await page.goto(`${adresse()}/connexion`);
      await page.getByRole('link', { name: 'Mot de passe oublié' }).click();
      await titre(page, 'Mot de passe oublié').waitFor();
      if (saisie === identifiant) await verifierEtat(page);
      await page.getByLabel('Identifiant', { exact: true }).fill(saisie);
      await page.keyboard.press('Enter');
      const recue = titre(page, 'Demande reçue');
      await recue.waitFor();
      expect(await aLeFocus(recue)).toBe(true);
      reponses.push(await page.locator('main').innerText());
    }
    expect(reponses[0]).toBe(reponses[1]);
    await verifierEtat(page);
    await page.goto(`${adresse()}/identifiant-oublie`);
    await page.getByLabel(/Adresse électronique/).fill('mairie');
    await page.keyboard.press('Enter');
    await page.getByText(/s’écrit comme/).waitFor();
    await verifierEtat(page);
    await page.getByLabel(/Adresse électronique/).fill('personne@villexemple.exemple');
    await page.keyboard.press('Enter');
    await titre(page, 'Demande reçue').waitFor();
    await page.context().close();
  });

  test('le lien reçu choisit un nouveau mot de passe, et quitte aussitôt l’adresse', {
    timeout: 120_000,
  }, async () => {
    const { identifiant, premier, courriel } = await creerArrivant('Gaspard', 'Lorthioir');
    const page = await ouvrirPage(null);
    await poserCleVirtuelle(page);
    await page.goto(`${adresse()}/connexion`);
    await donnerMotDePasse(page, identifiant, premier);
    await page.getByLabel('Nouveau mot de passe').fill(MOT_DE_PASSE);
    await page.keyboard.press('Enter');
    await reconnaitre(page);
    await page.getByRole('button', { name: 'Utiliser une clé d’accès' }).click();
    await page.getByRole('button', { name: 'Créer la clé d’accès' }).click();
    await page.getByLabel('Je les ai mis en lieu sûr').check();
    await page.getByRole('button', { name: 'Entrer' }).click();
    await page.waitForURL((url) => url.pathname !== '/connexion');
    await page.context().clearCookies();

    await page.goto(`${adresse()}/mot-de-passe-oublie`);
    await page.getByLabel('Identifiant', { exact: true }).fill(identifiant);
    await page.keyboard.press('Enter');
    await titre(page, 'Demande reçue').waitFor();
    const jeton = await lireCourriel(courriel, 'nouveau mot de passe', /#jeton=([\w-]{43})/);

    const demandes: string[] = [];
    page.on('request', (demande) => demandes.push(demande.url()));
    await page.goto(`${adresse()}/reinitialisation#jeton=${jeton}`);
    const nouveau = page.getByLabel('Nouveau mot de passe');
    await nouveau.waitFor();
    await neGardeRien(page, [jeton]);
    await verifierEtat(page);
    await nouveau.fill('motdepasse');
    await page.keyboard.press('Enter');
    await page.getByText('ne convient pas encore').waitFor();
    await verifierEtat(page);
    await nouveau.fill(AUTRE_MOT_DE_PASSE);
    await page.keyboard.press('Enter');
    const change = titre(page, 'Mot de passe changé');
    await change.waitFor();
    expect(await aLeFocus(change)).toBe(true);
    await verifierEtat(page);
    expect(demandes.filter((url) => url.includes(jeton))).toEqual([]);

    await page.getByRole('main').getByRole('link', { name: 'Se connecter' }).click();
    await donnerMotDePasse(page, identifiant, AUTRE_MOT_DE_PASSE);
    await page.getByRole('button', { name: 'Entrer avec une clé d’accès' }).click();
    await page.waitForURL((url) => url.pathname !== '/connexion');

    // The link served once.
    await page.context().clearCookies();
    await page.goto(`${adresse()}/reinitialisation#jeton=${jeton}`);
    await page.getByLabel('Nouveau mot de passe').fill(MOT_DE_PASSE);
    await page.keyboard.press('Enter');
    const perime = titre(page, 'Ce lien ne sert plus');
    await perime.waitFor();
    expect(await aLeFocus(perime)).toBe(true);
    expect(await page.getByLabel('Nouveau mot de passe').count()).toBe(0);
    await verifierEtat(page);
    await page.getByRole('link', { name: 'Demander un autre lien' }).click();
    await page.getByLabel('Identifiant', { exact: true }).waitFor();
    await page.goto(`${adresse()}/reinitialisation`);
    await page.getByText('Ce lien est incomplet').waitFor();
    await verifierEtat(page);
    await page.context().close();
  });

  test('ouvrir le lien d’un changement d’adresse ne fait rien : il faut le confirmer', async () => {
    const page = await ouvrirPage(null);
    const actes: string[] = [];
    page.on('request', (demande) => {
      if (demande.method() === 'POST') actes.push(demande.url());
    });
    const jeton = 'A'.repeat(43);
    await page.goto(`${adresse()}/courriel#jeton=${jeton}`);
    const confirmer = page.getByRole('button', { name: 'Confirmer ce changement' });
    await confirmer.waitFor();
    await neGardeRien(page, [jeton]);
    await verifierEtat(page);
    expect(actes).toEqual([]);
    await confirmer.click();
    await page.locator('.notice[data-tone="stop"]').waitFor();
    expect(actes.map((url) => new URL(url).pathname)).toEqual(['/api/courriel/confirmation']);
    expect(actes.some((url) => url.includes(jeton))).toBe(false);
    await verifierEtat(page);
    await page.context().close();
  });
});

describe('ACC-04 une preuve fraîche avant un acte sensible', () => {
  const ouvrirLevee = async (page: Page): Promise<void> => {
    await page.goto(`${adresse()}/arrets-de-lecture`);
    await page.getByRole('button', { name: /Lever/ }).first().click();
    await page.getByLabel('Motif').fill('Vérifié auprès de la responsable du service.');
    await page.getByRole('button', { name: 'Lever l’arrêt', exact: true }).click();
    await page.getByRole('alertdialog', { name: 'Confirmez que c’est bien vous' }).waitFor();
  };

  test('renoncer ne fait rien et ne dit rien ; la saisie reste', { timeout: 60_000 }, async () => {
    const page = await ouvrirPage('Lemoine');
    const essais = await demanderPreuve(page, '/api/cdap/arrets/levee');
    await ouvrirLevee(page);
    const champ = page.getByLabel('Code à six chiffres');
    await champ.waitFor();
    expect(await aLeFocus(champ)).toBe(true);
    await verifierEtat(page);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Ne rien faire' }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Motif').inputValue()).toContain('Vérifié');
    expect(await page.locator('.dialog .notice[data-tone="stop"]').count()).toBe(0);
    expect(essais()).toBe(1);
    await page.context().close();
  });

  test('la preuve donnée, l’acte se fait aussitôt, une fois', { timeout: 60_000 }, async () => {
    const page = await ouvrirPage('Lemoine');
    const essais = await demanderPreuve(page, '/api/cdap/arrets/levee');
    let levees = 0;
    page.on('request', (demande) => {
      if (demande.url().endsWith('/api/cdap/arrets/levee')) levees += 1;
    });
    // The proof itself is checked elsewhere: codes of this account may all have served in this run.
    await page.route('**/api/session/confirmation', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ json: { confirmeeLe: new Date().toISOString() } })
        : route.continue(),
    );
    await page.route('**/api/cdap/arrets/levee', async (route) => {
      if (essais() === 0) return route.fallback();
      await route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'Cet arrêt a déjà été levé.', status: 409, code: 'arret-deja-leve' }),
      });
    });
    await ouvrirLevee(page);
    await page.getByLabel('Code à six chiffres').fill('123456');
    await page.getByRole('dialog', { name: 'Rien n’a été fait' }).waitFor();
    expect(levees).toBe(2);
    await page.context().close();
  });
});

describe('ACC-06 ACC-11 ce que l’on sait avant et pendant', () => {
  test('l’aide se lit sans connexion, avec les réglages en vigueur', async () => {
    const page = await ouvrirPage(null);
    await page.goto(`${adresse()}/connexion`);
    await page.getByRole('main').getByRole('link', { name: 'Aide à la connexion' }).click();
    await titre(page, 'Aide à la connexion').waitFor();
    const { regles } = (await (await fetch(`${adresse()}/api/portail`)).json()) as {
      regles: { inactiviteMinutes: number; dureeHeures: number; premierAccesHeures: number };
    };
    const lisible = (await page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ');
    expect(lisible).toContain(`fermée après ${regles.inactiviteMinutes} minutes`);
    expect(lisible).toContain(`${regles.dureeHeures} heures`);
    expect(lisible).toContain(`valable ${regles.premierAccesHeures} heures`);
    await verifierEtat(page);
    await page.goto(`${adresse()}/mentions-legales`);
    await page.getByRole('contentinfo').getByRole('link', { name: 'Aide à la connexion' }).waitFor();
    await page.context().close();
  });

  test('deux minutes avant la fin, une touche suffit à rester', { timeout: 60_000 }, async () => {
    const page = await ouvrirPage('Delattre');
    await page.goto(`${adresse()}/accueil`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const { inactiveLe } = await page.evaluate(
      async () => (await (await fetch('/api/session')).json()) as { inactiveLe: string },
    );
    await page.clock.install({ time: new Date() });
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.clock.fastForward(Date.parse(inactiveLe) - Date.now() - 90_000);
    const avis = page.getByRole('alertdialog', { name: 'Êtes-vous toujours là' });
    await avis.waitFor();
    const rester = page.getByRole('button', { name: 'Rester connecté' });
    expect(await aLeFocus(rester)).toBe(true);
    await verifierEtat(page);
    // The server's clock did not move with the page's: what it answers after the act is put at the page's hour.
    let acte = false;
    page.on('request', (demande) => {
      // What the page asks on its own prolongs nothing.
      if (!['/api/session', '/api/portail'].includes(new URL(demande.url()).pathname)) acte = true;
    });
    await page.route('**/api/session', async (route) => {
      const reponse = await route.fetch();
      const lue = (await reponse.json()) as { inactiveLe: string };
      const decale = new Date(Date.parse(lue.inactiveLe) + (acte ? 15 * 60_000 : 0)).toISOString();
      await route.fulfill({ response: reponse, json: { ...lue, inactiveLe: decale } });
    });
    await rester.press('Enter');
    await avis.waitFor({ state: 'detached' });
    await page.context().close();
  });
});
