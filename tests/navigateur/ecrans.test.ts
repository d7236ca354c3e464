import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { adresse, debordement, fermerNavigateur, ouvrirPage, violations } from './personne.ts';

/**
 * A11Y-01 on every screen and state: axe without any violation, in both themes, on a desk and on a phone held
 * upright (320 px), where nothing makes a person scroll sideways.
 */
interface Ecran {
  readonly nom: string;
  readonly personne: string | null;
  readonly chemin: string;
  readonly etat?: (page: Page) => Promise<void>;
}

const ouvrirDossier = (numero: string) => async (page: Page) => {
  await page.getByLabel('Numéro de dossier', { exact: true }).fill(numero);
  await page.keyboard.press('Enter');
  await page.locator('.dossier, .cdap-refusal').first().waitFor();
};

const ECRANS: readonly Ecran[] = [
  { nom: 'accueil public', personne: null, chemin: '/' },
  { nom: 'connexion', personne: null, chemin: '/connexion' },
  {
    nom: 'connexion refusée',
    personne: null,
    chemin: '/connexion',
    etat: async (page) => {
      await page.getByLabel('Identifiant', { exact: true }).fill('zzzzzzzzzz');
      await page.getByLabel('Mot de passe', { exact: true }).fill('mauvais');
      await page.keyboard.press('Enter');
      await page.getByText('incorrect').first().waitFor();
    },
  },
  {
    nom: 'connexion, champs vides',
    personne: null,
    chemin: '/connexion',
    etat: async (page) => {
      await page.getByRole('button', { name: 'Continuer' }).click();
      await page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  { nom: 'démonstration', personne: null, chemin: '/demonstration' },
  { nom: 'mentions légales', personne: null, chemin: '/mentions-legales' },
  { nom: 'contact', personne: null, chemin: '/contact' },
  { nom: 'accessibilité', personne: null, chemin: '/accessibilite' },
  { nom: 'données personnelles', personne: null, chemin: '/donnees-personnelles' },
  { nom: 'adresse inconnue', personne: null, chemin: '/nulle-part' },
  { nom: 'champ de recherche', personne: 'Castagnier', chemin: '/cdap' },
  { nom: 'dossier ouvert, T2', personne: 'Castagnier', chemin: '/cdap', etat: ouvrirDossier('12345') },
  { nom: 'quotient non connu', personne: 'Castagnier', chemin: '/cdap', etat: ouvrirDossier('33333') },
  { nom: 'sans droit ce mois-ci', personne: 'Castagnier', chemin: '/cdap', etat: ouvrirDossier('44444') },
  { nom: 'dossier transféré', personne: 'Castagnier', chemin: '/cdap', etat: ouvrirDossier('88888') },
  { nom: 'dossier inexistant', personne: 'Castagnier', chemin: '/cdap', etat: ouvrirDossier('99998') },
  { nom: 'dossier non consultable', personne: 'Castagnier', chemin: '/cdap', etat: ouvrirDossier('10000') },
  { nom: 'dossier ouvert, T19', personne: 'Quévreux', chemin: '/cdap', etat: ouvrirDossier('13579') },
  { nom: 'hors périmètre, T19', personne: 'Quévreux', chemin: '/cdap', etat: ouvrirDossier('12345') },
  { nom: 'lecture arrêtée', personne: 'Wattrelos', chemin: '/cdap', etat: ouvrirDossier('12345') },
  { nom: 'mes habilitations', personne: 'Castagnier', chemin: '/mes-habilitations' },
  { nom: 'mes habilitations, subvention finie', personne: 'Hazebrouck', chemin: '/mes-habilitations' },
  { nom: 'mes habilitations, aucune', personne: 'Delattre', chemin: '/mes-habilitations' },
  { nom: 'accueil d’une signataire', personne: 'Delattre', chemin: '/accueil' },
  { nom: 'traces', personne: 'Lemoine', chemin: '/traces' },
  { nom: 'traces de la Caf', personne: 'Flament', chemin: '/traces' },
  { nom: 'traces, rôle insuffisant', personne: 'Delattre', chemin: '/traces' },
  { nom: 'arrêts de lecture', personne: 'Lemoine', chemin: '/arrets-de-lecture' },
  { nom: 'arrêts vus par la Caf', personne: 'Desmet', chemin: '/arrets-de-lecture' },
];

const VUES = [
  { nom: '1280 px, clair', largeur: 1280, sombre: false },
  { nom: '1280 px, sombre', largeur: 1280, sombre: true },
  { nom: '320 px, clair', largeur: 320, sombre: false },
] as const;

afterAll(fermerNavigateur);

describe.each(ECRANS)('A11Y-01 $nom', ({ personne, chemin, etat }) => {
  test.each(VUES)('$nom', async ({ largeur, sombre }) => {
    const page = await ouvrirPage(personne, { largeur, sombre });
    try {
      await page.goto(adresse() + chemin);
      await page.locator('h1').waitFor();
      await page.waitForLoadState('networkidle');
      await etat?.(page);
      expect(await violations(page)).toEqual([]);
      expect(await debordement(page)).toBe(0);
      expect(await page.title()).not.toBe('');
    } finally {
      await page.context().close();
    }
  });
});
