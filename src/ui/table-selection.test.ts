import { expect, test } from 'vitest';
import { toggled, toggledPage, withRange } from './table-selection.ts';

const keys = ['a', 'b', 'c', 'd'];

test('une ligne se choisit puis se retire', () => {
  expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b']);
  expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b']);
});

test('une plage se choisit dans les deux sens, bornes comprises', () => {
  expect([...withRange(new Set(), keys, 'b', 'd')]).toEqual(['b', 'c', 'd']);
  expect([...withRange(new Set(['a']), keys, 'd', 'c')].sort()).toEqual(['a', 'c', 'd']);
  expect([...withRange(new Set(['a']), keys, 'x', 'c')]).toEqual(['a']);
});

test('choisir la page laisse les choix des autres pages', () => {
  expect([...toggledPage(new Set(['z', 'a']), keys)].sort()).toEqual(['a', 'b', 'c', 'd', 'z']);
  expect([...toggledPage(new Set(['z', ...keys]), keys)]).toEqual(['z']);
  expect([...toggledPage(new Set(['z']), [])]).toEqual(['z']);
});
