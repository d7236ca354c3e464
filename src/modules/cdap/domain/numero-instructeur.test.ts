import { expect, test } from 'vitest';
import { lireNumeroInstructeur } from './numero-instructeur.ts';

test.each([
  ['059C12301', '059C12301'],
  [' 059 c 123 01 ', '059C12301'],
  ['974-S-000-02', '974S00002'],
  ['02AC12301', null],
  ['059X12301', null],
  ['059C1230', null],
  ['059C123011', null],
  ['', null],
  [59, null],
  ['٠٥٩C12301', null],
])('CDAP-12 numéro de service instructeur « %s » : %s', (saisie, attendu) => {
  const lu = lireNumeroInstructeur(saisie);
  expect(lu.ok ? lu.valeur : null).toBe(attendu);
});
