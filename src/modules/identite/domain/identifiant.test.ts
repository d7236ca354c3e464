import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LONGUEUR_IDENTIFIANT, lireIdentifiant, produireIdentifiant } from './identifiant.ts';

describe('ACC-01 identifiant produit', () => {
  test('dix caractères qui ne se confondent pas, relus tels quels', () => {
    for (let i = 0; i < 200; i += 1) {
      const identifiant = produireIdentifiant((borne) => randomInt(borne));
      expect(identifiant).toHaveLength(LONGUEUR_IDENTIFIANT);
      expect(identifiant).not.toMatch(/[^a-z0-9]|[oil01]/);
      expect(lireIdentifiant(identifiant)).toEqual({ ok: true, valeur: identifiant });
    }
  });

  test('chaque caractère est tiré sur tout l’alphabet, le premier comme le dernier', () => {
    const bornes: number[] = [];
    expect(produireIdentifiant((borne) => bornes.push(borne) - bornes.length)).toBe('aaaaaaaaaa');
    expect(produireIdentifiant((borne) => borne - 1)).toBe('9999999999');
    expect(new Set(bornes)).toEqual(new Set([31]));
  });
});

describe('ACC-01 identifiant tapé', () => {
  test.each([' KQ7WM3XD2G ', 'kq7wm3xd2g', '\tKq7wm3xd2g\n'])('« %s » est lu kq7wm3xd2g', (saisie) => {
    expect(lireIdentifiant(saisie)).toEqual({ ok: true, valeur: 'kq7wm3xd2g' });
  });

  test.each(['', '   ', 'kq7wm3xd2', 'kq7wm3xd2ff', 'kq7 wm3xd2', 'kq7wm3xd2é', 'kq7wm3xd2f\u0000'])(
    '« %s » est refusé avec une phrase',
    (saisie) => {
      const lu = lireIdentifiant(saisie);
      expect(lu.ok).toBe(false);
      if (!lu.ok) expect(lu.message).toMatch(/^\p{Lu}.*\.$/u);
    },
  );
});
