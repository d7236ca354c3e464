import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lancerServeur, type ServeurLance } from '../../bench/support/serveur.ts';
import { CAMILLE, demarrerFournisseurOidc, type FournisseurOidc } from '../support/fournisseur-oidc.ts';
import { debordement, fermerNavigateur, ouvrirPage, violations } from './personne.ts';

/** A portal of its own: the one of the other tests has no provider (ACC-05). */

const SIRET_VILLEXEMPLE = '21999001700010';
let dossier: string;
let fournisseur: FournisseurOidc;
let serveur: ServeurLance;
let base: string;

/** Provider and portal each have to know the other's address before they start. */
async function portLibre(): Promise<number> {
  const serveurDePort = createServer();
  await new Promise<void>((pret) => serveurDePort.listen(0, '127.0.0.1', pret));
  const { port } = serveurDePort.address() as AddressInfo;
  await new Promise((ferme) => serveurDePort.close(ferme));
  return port;
}

beforeAll(async () => {
  dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-navigateur-oidc-'));
  await chmod(dossier, 0o755);
  const port = await portLibre();
  base = `http://localhost:${port}`;
  fournisseur = await demarrerFournisseurOidc({
    adresseRetour: `${base}/api/oidc/retour`,
    personnes: {
      camille: { ...CAMILLE, siret: SIRET_VILLEXEMPLE },
      ailleurs: { ...CAMILLE, uid: 'ailleurs', siret: '98765432100003' },
    },
  });
  serveur = await lancerServeur({
    DOSSIER_DONNEES: dossier,
    PORT: String(port),
    NIVEAU_JOURNAL: 'silent',
    DEMONSTRATION: 'oui',
    OIDC_EMETTEUR: fournisseur.emetteur,
    OIDC_CLIENT_ID: fournisseur.clientId,
    OIDC_CLIENT_SECRET: fournisseur.clientSecret,
    OIDC_ACR: 'eidas2,eidas3',
    OIDC_ACR_DEUX_FACTEURS: 'eidas3',
  });
});
afterAll(async () => {
  await fermerNavigateur();
  await serveur?.arreter();
  await fournisseur?.fermer();
  await rm(dossier, { recursive: true, force: true });
});

/** Who comes to the provider next, which has forgotten who came before. */
async function seraChezLui(contexte: BrowserContext, geste: FournisseurOidc['geste']): Promise<void> {
  await contexte.clearCookies({ domain: '127.0.0.1' });
  fournisseur.geste = geste;
}

async function donnerMotDePasse(page: Page, nom: string): Promise<void> {
  const lire = async (chemin: string) => (await fetch(`${base}/api/demonstration/${chemin}`)).json();
  const { motDePasse, organismes } = (await lire('comptes')) as {
    motDePasse: string;
    organismes: { comptes: { nom: string; identifiant: string }[] }[];
  };
  const compte = organismes.flatMap(({ comptes }) => comptes).find((c) => c.nom === nom);
  const identifiant = compte?.identifiant ?? '';
  await page.getByLabel('Identifiant', { exact: true }).fill(identifiant);
  await page.getByLabel('Mot de passe', { exact: true }).fill(motDePasse);
  await page.keyboard.press('Enter');
  const champ = page.getByLabel('Code à six chiffres');
  await champ.waitFor();
  const { codes } = (await lire(`codes?identifiant=${identifiant}`)) as { codes: string[] };
  await champ.fill(codes[0] ?? '');
}

async function verifierEtat(page: Page): Promise<void> {
  await page.setViewportSize({ width: 375, height: 900 });
  expect(await debordement(page)).toBe(0);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });
}

describe('ACC-05 se connecter par le fournisseur d’identité', () => {
  test('l’identité se lie depuis « Mon compte », connecte, puis se retire', async () => {
    const page = await ouvrirPage(null);
    const contexte = page.context();
    const versLui = page.getByRole('link', { name: 'Se connecter avec ProConnect' });
    const lier = page.getByRole('link', { name: 'Lier mon identité ProConnect' });
    const retirer = page.getByRole('button', { name: /^Retirer l’identité/ });

    await page.goto(`${base}/connexion`);
    await seraChezLui(contexte, { sujet: 'ailleurs', acr: 'eidas2' });
    await versLui.click();
    await page.getByText('Votre identité ProConnect n’est pas encore liée à un compte').waitFor();
    await verifierEtat(page);
    await donnerMotDePasse(page, 'Perrine Duhamel');
    await page.getByRole('button', { name: 'Lier à mon compte' }).click();
    await page.getByText('Cette identité est celle d’un autre organisme que le vôtre.').waitFor();
    // It was judged, and waits no more.
    expect(await page.getByRole('button', { name: 'Lier à mon compte' }).count()).toBe(0);
    await verifierEtat(page);
    await page.getByRole('button', { name: 'Continuer sans lier' }).click();
    await page.waitForURL(`${base}/cdap`);

    await page.goto(`${base}/mon-compte`);
    await seraChezLui(contexte, { erreur: 'access_denied' });
    await lier.click();
    await page.getByText('La connexion par ProConnect a été abandonnée').waitFor();
    await verifierEtat(page);
    await seraChezLui(contexte, { sujet: 'camille', acr: 'eidas2' });
    await lier.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog', { name: 'Lier votre identité ProConnect ?' }).waitFor();
    await verifierEtat(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await retirer.waitFor();
    expect(page.url()).toBe(`${base}/mon-compte`);
    await verifierEtat(page);

    await page.getByRole('button', { name: /Perrine Duhamel/ }).click();
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await seraChezLui(contexte, { sujet: 'camille', acr: 'eidas3' });
    await versLui.click();
    await page.waitForURL(`${base}/cdap`);

    await page.goto(`${base}/mon-compte`);
    await retirer.click();
    await page.getByRole('button', { name: 'Retirer cette identité' }).click();
    await lier.waitFor();
    expect(await retirer.count()).toBe(0);
    await contexte.close();
  });
});
