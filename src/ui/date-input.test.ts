import { expect, test } from 'vitest';
import { parseDateFr, showDateFr } from './date-input.ts';

test.each([
  ['14/03/2026', '2026-03-14'],
  ['14/3/26', '2026-03-14'],
  ['14 3 2026', '2026-03-14'],
  ['14.03.2026', '2026-03-14'],
  ['14-03-2026', '2026-03-14'],
  ['14032026', '2026-03-14'],
  ['140326', '2026-03-14'],
  ['2026-03-14', '2026-03-14'],
  ['  14\u00a0mars 2026 ', '2026-03-14'],
  ['1er avril 2026', '2026-04-01'],
  ['3 fév. 2026', '2026-02-03'],
  ['3 DÉCEMBRE 2026', '2026-12-03'],
  ['29/02/2028', '2028-02-29'],
])('la saisie « %s » est comprise', (saisie, attendu) => {
  expect(parseDateFr(saisie, 2026)).toBe(attendu);
});

test.each([
  '',
  '14',
  '14/03',
  '31/02/2026',
  '29/02/2026',
  '00/01/2026',
  '12/13/2026',
  '14 ju 2026',
  '3 jui 2026',
  'demain',
])('la saisie « %s » est refusée plutôt que devinée', (saisie) => {
  expect(parseDateFr(saisie, 2026)).toBeNull();
});

test.each([
  ['01/01/46', '2046-01-01'],
  ['01/01/47', '1947-01-01'],
  ['01/01/80', '1980-01-01'],
])('deux chiffres d’année dans « %s » restent dans la vie d’une personne', (saisie, attendu) => {
  expect(parseDateFr(saisie, 2026)).toBe(attendu);
});

test('la date comprise est réaffichée en entier', () => {
  expect(showDateFr('2026-03-04')).toBe('04/03/2026');
});
