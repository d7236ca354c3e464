import type { TestProject } from 'vitest/node';
import { lancerServeur, preparerModele, type ServeurDEssai } from './serveur.ts';

declare module 'vitest' {
  interface ProvidedContext {
    serveurDEssai: ServeurDEssai;
  }
}

/** One PostgreSQL and one migrated model for the whole run; each test file copies it (tens of milliseconds). */
export default async function demarrer(projet: TestProject): Promise<() => Promise<void>> {
  const { serveur, arreter } = await lancerServeur();
  try {
    projet.provide('serveurDEssai', { ...serveur, modele: await preparerModele(serveur), panne: null });
  } catch (erreur) {
    // Pure tests go on: a migration that fails is told by the tests that need the database.
    const panne = erreur instanceof Error ? erreur.message : String(erreur);
    projet.provide('serveurDEssai', { ...serveur, modele: '', panne });
  }
  return arreter;
}
