import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attenteApres, REGLE_COMPTE, REGLE_PROVENANCE } from './tentatives.ts';

const MINUTE = 60_000;

describe('ACC-03 ce que coûte un essai manqué', () => {
  test.each([
    [1, 0],
    [4, 0],
    [5, 1],
    [6, 2],
    [7, 4],
    [8, 8],
    [9, 16],
    [10, 60],
    [11, 60],
    [1000, 60],
  ])('compte : après %i essais manqués, %i minutes', (echecs, minutes) => {
    expect(attenteApres(echecs, REGLE_COMPTE)).toBe(minutes * MINUTE);
  });

  test.each([
    [49, 0],
    [50, 1],
    [51, 2],
    [55, 32],
    [56, 60],
    [99, 60],
    [100, 60],
  ])('réseau : après %i essais manqués, %i minutes', (echecs, minutes) => {
    expect(attenteApres(echecs, REGLE_PROVENANCE)).toBe(minutes * MINUTE);
  });

  test('l’attente ne diminue jamais quand les essais augmentent, et ne dépasse pas le verrou', () => {
    const regle = fc.record({
      gratuits: fc.nat({ max: 20 }),
      verrou: fc.integer({ min: 21, max: 200 }),
      verrouMinutes: fc.integer({ min: 1, max: 600 }),
    });
    fc.assert(
      fc.property(regle, fc.integer({ min: 1, max: 400 }), (r, n) => {
        const [ici, apres] = [attenteApres(n, r), attenteApres(n + 1, r)];
        expect(apres).toBeGreaterThanOrEqual(ici);
        expect(apres).toBeLessThanOrEqual(r.verrouMinutes * MINUTE);
      }),
      { seed: 3 },
    );
  });

  test('un attaquant a moins de 35 essais par jour sur un compte', () => {
    let [minute, essais] = [0, 0];
    while (minute < 24 * 60) {
      essais += 1;
      minute += attenteApres(essais, REGLE_COMPTE) / MINUTE;
    }
    expect(essais).toBeLessThan(35);
  });
});
