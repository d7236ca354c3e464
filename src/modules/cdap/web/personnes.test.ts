import { expect, test } from 'vitest';
import { ageLe, direNaissance, nomComplet, nomCourant } from './personnes.ts';

const adulte = {
  role: 'RDO',
  civilite: 'MME',
  nomNaissance: 'Exemplaire',
  nomUsage: null,
  prenoms: ['Claire', 'Anne'],
  dateNaissance: '1988-04-17',
  lieuNaissance: { commune: null, codeInsee: null, pays: 'France', codePays: '99100' },
  sexe: 'F',
} as const;
const avec = (plus: object) =>
  ({ ...adulte, prenoms: [...adulte.prenoms], ...plus }) as Parameters<typeof nomComplet>[0];

test('CDAP-03 le nom de naissance n’est dit que s’il diffère du nom d’usage', () => {
  expect(nomComplet(avec({}))).toBe('Claire Exemplaire');
  expect(nomComplet(avec({ nomUsage: 'Exemplaire' }))).toBe('Claire Exemplaire');
  expect(nomComplet(avec({ nomUsage: 'Modèle' }))).toBe('Claire Modèle, née Exemplaire');
  expect(nomComplet(avec({ nomUsage: 'Modèle', sexe: 'M', prenoms: ['Jean'] }))).toBe(
    'Jean Modèle, né Exemplaire',
  );
  expect(nomCourant(avec({ nomUsage: 'Modèle' }))).toBe('Claire Modèle');
});

test('CDAP-03 une date de naissance incomplète dit ce qui manque', () => {
  expect(direNaissance('1988-04-17')).toBe('le 17\u00a0avril 1988');
  expect(direNaissance('1988-04')).toBe('en avril\u00a01988, jour inconnu');
  expect(direNaissance('1988')).toBe('en 1988, jour et mois inconnus');
  expect(direNaissance(null)).toBe('date inconnue');
});

test('l’âge change le jour de l’anniversaire, et n’est pas deviné', () => {
  expect(ageLe('2020-03-14', '2026-03-13')).toBe(5);
  expect(ageLe('2020-03-14', '2026-03-14')).toBe(6);
  expect(ageLe('2020-02-29', '2026-02-28')).toBe(5);
  expect(ageLe('2020-03', '2026-03-14')).toBeNull();
  expect(ageLe(null, '2026-03-14')).toBeNull();
});
