import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ATTENTE_MAX_S,
  ATTENTES,
  attenteRecherche,
  recherchesVaines,
  VAINES_LIBRES,
} from './attente-recherche.ts';

describe('CDAP-20 l’attente entre deux recherches vaines', () => {
  test.each([
    [0, 0],
    [9, 0],
    [10, 1],
    [11, 2],
    [12, 4],
    [15, 32],
    [16, 60],
    [17, 60],
    [1000, 60],
  ])('%i vaines : %i s', (vaines, secondes) => {
    expect(attenteRecherche(vaines)).toBe(secondes);
  });

  test('elle ne décroît jamais, ne passe pas une minute, et la table dit la même chose', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (vaines) => {
        const attente = attenteRecherche(vaines);
        expect(attente).toBeGreaterThanOrEqual(vaines < VAINES_LIBRES ? 0 : 1);
        expect(attente).toBeLessThanOrEqual(ATTENTE_MAX_S);
        expect(attenteRecherche(vaines + 1)).toBeGreaterThanOrEqual(attente);
        expect(ATTENTES[Math.min(vaines, ATTENTES.length - 1)]).toBe(attente);
      }),
    );
  });

  test('une lecture rend une recherche, et ne fait pas d’avance', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (recherches, lectures) => {
        const vaines = recherchesVaines(recherches, lectures);
        expect(vaines).toBeGreaterThanOrEqual(0);
        expect(recherchesVaines(recherches + 1, lectures + 1)).toBe(vaines);
        expect(vaines).toBeLessThanOrEqual(recherches);
      }),
    );
  });
});
