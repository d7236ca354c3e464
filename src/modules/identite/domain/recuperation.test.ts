import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  lireCodeRecuperation,
  NOMBRE_DE_CODES,
  produireCodeRecuperation,
  produireMotDePasseProvisoire,
} from './recuperation.ts';

const MESSAGE = 'Un code de récupération a douze lettres et chiffres.';
/** Draws the given ranks in turn, and notes the bounds that were asked. */
const tirage = (rangs: readonly number[], bornes: number[] = []) => {
  let i = 0;
  return (borne: number): number => {
    bornes.push(borne);
    const rang = rangs[i % rangs.length] ?? 0;
    i += 1;
    return rang % borne;
  };
};

describe('ACC-04 les codes de récupération', () => {
  test('dix codes de douze caractères tirés parmi trente et un, par groupes de quatre', () => {
    expect(NOMBRE_DE_CODES).toBe(10);
    const bornes: number[] = [];
    expect(produireCodeRecuperation(tirage([0, 1, 2, 3], bornes))).toBe('abcd-abcd-abcd');
    expect(bornes).toEqual(Array(12).fill(31));
  });

  test('aucun caractère ne se prend pour un autre', () => {
    const tous = Array.from({ length: 31 }, (_, n) => produireCodeRecuperation(() => n)[0]);
    expect(new Set(tous).size).toBe(31);
    for (const ambigu of 'iol01') expect(tous).not.toContain(ambigu);
  });

  test.each([
    ['comme il est montré', 'abcd-efgh-jk23', 'abcdefghjk23'],
    ['en capitales', 'ABCD-EFGH-JK23', 'abcdefghjk23'],
    ['sans tirets', 'abcdefghjk23', 'abcdefghjk23'],
    ['avec des espaces', '  abcd efgh jk23 ', 'abcdefghjk23'],
    ['avec des espaces insécables', 'abcd\u00a0efgh\u202fjk23', 'abcdefghjk23'],
    ['sur plusieurs lignes', 'abcd\nefgh\tjk23', 'abcdefghjk23'],
  ])('lu %s', (_, saisie, valeur) => {
    expect(lireCodeRecuperation(saisie)).toEqual({ ok: true, valeur });
  });

  test.each([
    ['vide', ''],
    ['des tirets seuls', '---'],
    ['onze caractères', 'abcdefghjk2'],
    ['treize caractères', 'abcdefghjk234'],
    ['un accent', 'abcdefghjk2é'],
    ['des chiffres d’ailleurs', 'abcdefghjk2٣'],
    ['un signe', 'abcd_efghjk2'],
    ['un caractère invisible', 'abcd\u200befghjk2'],
  ])('refusé : %s, sans répéter la saisie', (_, saisie) => {
    expect(lireCodeRecuperation(saisie)).toEqual({ ok: false, message: MESSAGE });
  });

  test('tout code produit se relit, avec ou sans ses tirets', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 30 }), { minLength: 12, maxLength: 12 }), (rangs) => {
        const code = produireCodeRecuperation(tirage(rangs));
        expect(code).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
        expect(lireCodeRecuperation(code)).toEqual({ ok: true, valeur: code.replaceAll('-', '') });
      }),
    );
  });
});

test('ACC-01 un premier mot de passe : seize caractères tirés parmi trente et un, par groupes de quatre', () => {
  const bornes: number[] = [];
  expect(produireMotDePasseProvisoire(tirage([30, 29, 28, 27], bornes))).toBe('9876-9876-9876-9876');
  expect(bornes).toEqual(Array(16).fill(31));
});
