import { expect, test } from 'vitest';
import { dureePremierAccesMs } from './premier-acces.ts';

test.each([
  ['courriel', 72 * 3600 * 1000],
  ['courrier', 15 * 24 * 3600 * 1000],
] as const)('ACC-01 un premier mot de passe envoyé par %s sert %i ms', (voie, ms) => {
  expect(dureePremierAccesMs(voie)).toBe(ms);
});
