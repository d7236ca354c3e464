import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { lancerServeur } from '../../bench/support/serveur.ts';

declare module 'vitest' {
  interface ProvidedContext {
    portail: string;
  }
}

/** One demonstration for all the tests in a browser, on data of its own. */
export default async function demarrer(projet: TestProject): Promise<() => Promise<void>> {
  const dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-navigateur-'));
  await chmod(dossier, 0o755);
  const serveur = await lancerServeur({
    DOSSIER_DONNEES: dossier,
    PORT: '0',
    NIVEAU_JOURNAL: 'silent',
    DEMONSTRATION: 'oui',
  });
  projet.provide('portail', `http://localhost:${serveur.port}`);
  return async () => {
    await serveur.arreter();
    await rm(dossier, { recursive: true, force: true });
  };
}
