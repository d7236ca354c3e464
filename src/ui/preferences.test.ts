import { expect, test } from 'vitest';
import { parsePreferences } from './preferences.ts';

const DEFAUT = { theme: 'systeme', densite: 'confortable', raccourcis: true };

test.each([null, '', 'null', '{', '42', '[]', '{"theme":"rose","densite":1,"raccourcis":"oui"}'])(
  'un réglage illisible (%s) laisse l’affichage habituel',
  (stocke) => {
    expect(parsePreferences(stocke)).toEqual(DEFAUT);
  },
);

test('chaque réglage connu est repris, les autres restent habituels', () => {
  expect(parsePreferences('{"theme":"sombre"}')).toEqual({ ...DEFAUT, theme: 'sombre' });
  expect(parsePreferences('{"densite":"compacte","raccourcis":false}')).toEqual({
    theme: 'systeme',
    densite: 'compacte',
    raccourcis: false,
  });
});
