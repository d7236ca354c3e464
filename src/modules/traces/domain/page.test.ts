import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ecrireCurseur, lireCurseur } from './page.ts';

describe('TRA-08 clé d’une page', () => {
  test('relue telle qu’écrite', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date(8.64e15), noInvalidDate: true }),
        fc.uuid(),
        (instant, id) => {
          expect(lireCurseur(ecrireCurseur({ instant, id }))).toEqual({ instant, id });
        },
      ),
      { seed: 21 },
    );
  });

  test.each([
    '',
    'x',
    'zzzzzzzzzzz.018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5b',
    'abc',
    '1.not-a-uuid',
    '1.018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5b; drop',
    '-1.018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5b',
  ])('« %s » n’est pas une clé', (texte) => {
    expect(lireCurseur(texte)).toBeNull();
  });
});
