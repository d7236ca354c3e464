import { describe, expect, test } from 'vitest';
import { saisiesDe } from '../../tests/support/saisies.ts';
import { lireNom } from './nom.ts';

describe('CDAP-03 lecture d’un nom de personne', () => {
  test.each(saisiesDe('nom'))('$titre', ({ value, valid, normalized }) => {
    const lu = lireNom(value);
    expect(lu.ok).toBe(valid);
    if (lu.ok) expect(lu.valeur).toBe(normalized ?? value);
    else expect(lu.refus).toEqual({ code: 'nom-invalide', nature: 'invalide', champ: 'nom' });
  });

  test('100 caractères passent, 101 non', () => {
    expect(lireNom('A'.repeat(100)).ok).toBe(true);
    expect(lireNom('A'.repeat(101)).ok).toBe(false);
  });

  test('les blancs de trop et les accents décomposés sont rétablis', () => {
    expect(lireNom(' E\u0301lodie\u00A0 Fictive ')).toEqual({ ok: true, valeur: 'Élodie Fictive' });
  });
});
