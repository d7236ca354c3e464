import { describe, expect, test } from 'vitest';
import { montant, parts, periodeDeJours, periodeDeMois } from './mots.ts';

describe('A11Y-02 mois, dates et montants en français', () => {
  test.each([
    ['2025-03', '2026-06', 'de mars\u00a02025 à juin\u00a02026'],
    ['2025-08', '2026-04', 'd’août\u00a02025 à avril\u00a02026'],
    ['2025-08', '2025-08', 'août\u00a02025'],
    ['2025-08', null, 'depuis août\u00a02025'],
  ])('de %s à %s', (du, au, attendu) => {
    expect(periodeDeMois(du, au)).toBe(attendu);
  });

  test('une période de jours sans fin dit depuis quand', () => {
    expect(periodeDeJours('2025-03-01', null)).toBe('depuis le 1er\u00a0mars 2025');
    expect(periodeDeJours('2025-03-01', '2025-04-02')).toBe('du 1er\u00a0mars 2025 au 2\u00a0avril 2025');
  });

  test('un montant inconnu n’est pas zéro', () => {
    expect(montant(null)).toBe('Non connu');
    expect(montant(0)).toBe('0,00\u00a0€');
    expect(montant(123_450)).toBe('1\u202f234,50\u00a0€');
  });

  test('le pluriel commence à deux parts', () => {
    expect(parts(1.5)).toBe('1,5\u00a0part');
    expect(parts(2)).toBe('2\u00a0parts');
  });
});
