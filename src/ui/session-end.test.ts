import { expect, test } from 'vitest';
import { retourSur } from './session-end.ts';

test.each(['/cdap', '/droits?etat=actif&apres=12', '/traces#jour-3'])('ACC-10 on revient à %s', (demande) => {
  expect(retourSur(demande)).toBe(demande);
});

test.each([
  'https://ailleurs.example/',
  '//ailleurs.example',
  '/\\ailleurs.example',
  '\\\\ailleurs.example',
  '/\t/ailleurs.example',
  '/.//ailleurs.example',
  'javascript:alert(1)',
  'cdap',
  '',
  undefined,
  ['/cdap'],
])('ACC-10 une adresse étrangère (%j) ramène à l’accueil', (demande) => {
  expect(retourSur(demande)).toBe('/');
});
