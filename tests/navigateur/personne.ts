import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { inject } from 'vitest';
import { lancerChromium } from '../support/chromium.ts';

/** A person of the demonstration in front of Chromium. */

let navigateur: Promise<Browser> | null = null;
export const ouvrirNavigateur = (): Promise<Browser> => {
  navigateur ??= lancerChromium();
  return navigateur;
};

export async function fermerNavigateur(): Promise<void> {
  const ouvert = navigateur;
  navigateur = null;
  await (await ouvert)?.close();
}

export const adresse = (): string => inject('portail');

interface CompteDemo {
  readonly identifiant: string;
  readonly nom: string;
  readonly secondFacteur: boolean;
}

async function lireDemonstration(): Promise<{ motDePasse: string; organismes: { comptes: CompteDemo[] }[] }> {
  return (await (await fetch(`${adresse()}/api/demonstration/comptes`)).json()) as never;
}

/** What a person types to enter: identifier, password, and the code of the instant. */
export async function identifiants(nom: string) {
  const { motDePasse, organismes } = await lireDemonstration();
  const compte = organismes.flatMap(({ comptes }) => comptes).find((c) => c.nom.endsWith(nom));
  if (compte === undefined) throw new Error(`nobody is called ${nom} in the demonstration`);
  const code = async (): Promise<string> => {
    const reponse = await fetch(`${adresse()}/api/demonstration/codes?identifiant=${compte.identifiant}`);
    return ((await reponse.json()) as { codes: string[] }).codes[0] ?? '';
  };
  return { identifiant: compte.identifiant, motDePasse, secondFacteur: compte.secondFacteur, code };
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
const sessions = new Map<string, Cookies>();

export interface OptionsPage {
  readonly largeur?: number;
  readonly sombre?: boolean;
}

/** A new window, for somebody signed in (once per run) or for nobody. Errors of the page fail the test. */
export async function ouvrirPage(nom: string | null, options: OptionsPage = {}): Promise<Page> {
  const contexte = await (await ouvrirNavigateur()).newContext({
    viewport: { width: options.largeur ?? 1280, height: 900 },
    colorScheme: options.sombre ? 'dark' : 'light',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  const page = await contexte.newPage();
  page.on('pageerror', (erreur) => {
    throw erreur;
  });
  if (nom !== null) {
    let cookies = sessions.get(nom);
    if (cookies === undefined) {
      await seConnecter(page, nom);
      cookies = await contexte.cookies();
      sessions.set(nom, cookies);
    } else await contexte.addCookies(cookies);
  }
  return page;
}

/** The real sign-in, on its screen. */
export async function seConnecter(page: Page, nom: string): Promise<void> {
  const { identifiant, motDePasse, secondFacteur, code } = await identifiants(nom);
  await page.goto(`${adresse()}/connexion`);
  await page.getByLabel('Identifiant', { exact: true }).fill(identifiant);
  await page.getByLabel('Mot de passe', { exact: true }).fill(motDePasse);
  await page.keyboard.press('Enter');
  if (secondFacteur) await page.getByLabel('Code à six chiffres').fill(await code());
  await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
}

/** Violations of axe, in words short enough to read in a failure. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: trouvees } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return trouvees.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target }) => target.join(' '))
        .slice(0, 3)
        .join(' | ')}`,
  );
}

/** Pixels by which the page is wider than the window: zero, or a person must scroll sideways. */
export const debordement = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** The server asks for a proof at the first try, whatever the age of the session's; answers how many tries came. */
export async function demanderPreuve(page: Page, chemin: string): Promise<() => number> {
  let essais = 0;
  await page.route(`**${chemin}`, async (route) => {
    essais += 1;
    if (essais > 1) return route.continue();
    await route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        title: 'Confirmez que c’est bien vous.',
        status: 403,
        code: 'confirmation-requise',
      }),
    });
  });
  return () => essais;
}
