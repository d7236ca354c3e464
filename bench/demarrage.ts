import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { lancerServeur } from './support/serveur.ts';

/**
 * PERF-07: from the command to the first page, first with nothing (database made, demonstration loaded), then
 * with data present. Pages are built beforehand: a start builds them only when their sources have changed.
 */
const TOURS = 3;
const dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-demarrage-'));

async function demarrer(): Promise<number> {
  const debut = performance.now();
  const serveur = await lancerServeur({ DOSSIER_DONNEES: dossier, PORT: '0', NIVEAU_JOURNAL: 'silent' });
  const page = await fetch(`http://localhost:${serveur.port}/`);
  await page.text();
  if (page.status !== 200) throw new Error(`the first page answered ${page.status}`);
  const duree = performance.now() - debut;
  await serveur.arreter();
  return Math.round(duree);
}

try {
  const { construireWebSiPerime } = await import('../scripts/build-web.ts');
  await construireWebSiPerime({ info: () => {}, warn: () => {} });
  const premier = await demarrer();
  console.log(`Premier démarrage, démonstration chargée : ${premier} ms`);
  const suivants: number[] = [];
  for (let tour = 1; tour <= TOURS; tour += 1) {
    const duree = await demarrer();
    suivants.push(duree);
    console.log(`Démarrage ${tour}, données présentes : ${duree} ms`);
  }
  const ms = suivants.sort((a, b) => a - b)[Math.floor(TOURS / 2)];
  console.log(JSON.stringify({ bench: 'demarrage', ms, premier_ms: premier }));
} finally {
  await rm(dossier, { recursive: true, force: true });
}
