import { expect, test } from 'vitest';
import { creerMesures } from './mesures.ts';

test('EXP-01 ce qui est suivi est relu à chaque passage, par étiquette, sans s’ajouter à soi-même', async () => {
  const mesures = creerMesures();
  let valeur = 2;
  const lire = () => [{ etiquettes: { route: 'une' }, valeur }];
  mesures.suivre('compteur', 'essai_total', 'Compte d’essai.', ['route'], lire);
  mesures.suivre('jauge', 'essai_etat', 'État d’essai.', ['route'], lire);
  await mesures.exposer();
  valeur = 3;
  const texte = await mesures.exposer();
  expect(texte).toContain('# TYPE essai_total counter');
  expect(texte).toContain('essai_total{route="une"} 3');
  expect(texte).toContain('# TYPE essai_etat gauge');
  expect(texte).toContain('essai_etat{route="une"} 3');
});
