import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ATTENTE_MAX_S, ATTENTES, attenteRecherche, RECHERCHES_LIBRES } from './attente-recherche.ts';

/** Searches that one account can make in an hour, waiting no longer than it must. */
function dansUneHeure(): number {
  let recherches = 0;
  for (let secondes = 0; secondes < 3600; secondes += attenteRecherche(recherches)) recherches += 1;
  return recherches;
}

describe('CDAP-20 l’attente entre deux recherches d’une heure', () => {
  test.each([
    [0, 0],
    [9, 0],
    [10, 1],
    [20, 2],
    [39, 4],
    [40, 8],
    [49, 16],
    [54, 32],
    [55, 60],
    [1000, 60],
  ])('après %i recherches : %i s', (recherches, secondes) => {
    expect(attenteRecherche(recherches)).toBe(secondes);
  });

  test('elle ne décroît jamais, ne passe pas une minute, et la table dit la même chose', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (recherches) => {
        const attente = attenteRecherche(recherches);
        expect(attente).toBeGreaterThanOrEqual(recherches < RECHERCHES_LIBRES ? 0 : 1);
        expect(attente).toBeLessThanOrEqual(ATTENTE_MAX_S);
        expect(attenteRecherche(recherches + 1)).toBeGreaterThanOrEqual(attente);
        expect(ATTENTES[Math.min(recherches, ATTENTES.length - 1)]).toBe(attente);
      }),
    );
  });

  test('quarante recherches n’attendent pas quatre-vingts secondes en tout, et une heure n’en porte pas cent vingt', () => {
    const quarante = Array.from({ length: 40 }, (_, n) => attenteRecherche(n));
    expect(Math.max(...quarante)).toBeLessThanOrEqual(4);
    expect(quarante.reduce((a, b) => a + b, 0)).toBeLessThan(80);
    expect(dansUneHeure()).toBeLessThan(120);
  });
});
