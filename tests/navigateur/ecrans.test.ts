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
  await page.getByLabel(/^Numéro de dossier/).fill(numero);
  await page.keyboard.press('Enter');
  await page.locator('.dossier, .cdap-refusal').first().waitFor();
};

const chercher = (qui: string, attendu: string) => async (page: Page) => {
  await page.getByLabel(/^Numéro de dossier/).fill(qui);
  await page.keyboard.press('Enter');
  await page.locator(attendu).waitFor();
};

/** A draft that widens and narrows, then its summary with what it lacks. */
async function changerT2(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Modifier ce profil' }).click();
  await page.getByLabel('Famille', { exact: true }).selectOption('complet');
  await page.getByLabel('Agrément en cours', { exact: true }).check();
  await page.getByRole('button', { name: 'Voir ce que cela change' }).click();
  await page.getByRole('button', { name: 'Enregistrer cette version' }).click();
  await page.getByText('points sont à corriger').waitFor();
}

/** Sends a file whose only line is refused, waits for its end, and opens what was refused. */
async function importerUnFichier(page: Page): Promise<void> {
  const voir = page.getByRole('button', { name: /Voir les lignes refusées/ }).first();
  if (!(await voir.isVisible())) {
    await page.getByLabel('Fichier des dossiers').setInputFiles({
      name: 'dossiers.jsonl',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from('{"numero":0}\n'),
    });
    await page.getByRole('button', { name: 'Importer ces dossiers' }).click();
  }
  await voir.click({ timeout: 20_000 });
  await page.getByRole('heading', { name: /refusée/ }).waitFor();
}

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
  {
    nom: 'résultats d’une recherche',
    personne: 'Castagnier',
    chemin: '/cdap',
    etat: chercher('Exemplaire Claire', '.cdap-results'),
  },
  {
    nom: 'aucun résultat',
    personne: 'Castagnier',
    chemin: '/cdap',
    etat: chercher('Personnelà Claire', '.cdap-advice'),
  },
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
  { nom: 'matrice des profils', personne: 'Morvan-Exemple', chemin: '/matrice' },
  {
    nom: 'matrice, formes réduites écrites',
    personne: 'Morvan-Exemple',
    chemin: '/matrice?catalogue=2017',
    etat: async (page) => {
      const mots = page.getByText('Écrire les formes réduites');
      if (await mots.isVisible()) await mots.click();
    },
  },
  { nom: 'matrice, un profil', personne: 'Morvan-Exemple', chemin: '/matrice?profil=T5' },
  {
    nom: 'matrice, un profil qu’on modifie',
    personne: 'Morvan-Exemple',
    chemin: '/matrice?profil=T2',
    etat: async (page) => {
      await page.getByRole('button', { name: 'Modifier ce profil' }).click();
      await page.getByLabel('Adresse').selectOption('complet');
    },
  },
  {
    nom: 'matrice, ce que cela change',
    personne: 'Morvan-Exemple',
    chemin: '/matrice?profil=T2',
    etat: changerT2,
  },
  {
    nom: 'extrait d’un dossier',
    personne: 'Castagnier',
    chemin: '/cdap',
    etat: async (page) => {
      await ouvrirDossier('12345')(page);
      await page.getByRole('button', { name: 'Extrait PDF' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { nom: 'importer des dossiers, aucun encore', personne: 'Desmet', chemin: '/imports' },
  {
    nom: 'importer des dossiers, sans fichier',
    personne: 'Desmet',
    chemin: '/imports',
    etat: async (page) => {
      await page.getByText('Ce que le fichier doit contenir').click();
      await page.getByRole('button', { name: 'Importer ces dossiers' }).click();
      await page.getByText('Choisissez d’abord un fichier').waitFor();
    },
  },
  {
    nom: 'importer des dossiers, lignes refusées',
    personne: 'Desmet',
    chemin: '/imports',
    etat: importerUnFichier,
  },
  { nom: 'vérifier un extrait', personne: 'Flament', chemin: '/verifier-un-extrait' },
  {
    nom: 'extrait inconnu',
    personne: 'Flament',
    chemin: '/verifier-un-extrait',
    etat: async (page) => {
      await page.getByLabel('Code de l’extrait', { exact: true }).fill('0000 0000 0000 0000 0000');
      await page.keyboard.press('Enter');
      await page.getByText('Aucun extrait ne porte ce code').first().waitFor();
    },
  },
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
