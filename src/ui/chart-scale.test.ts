import { expect, test } from 'vitest';
import { gaps, type MonthPoint, stepPath, valueScale } from './chart-scale.ts';

const serie = (...values: readonly (number | null)[]): readonly MonthPoint[] =>
  values.map((value, index) => ({ month: `2026-${String(index + 1).padStart(2, '0')}`, value }));

test('l’échelle a des bornes rondes qui contiennent toutes les valeurs', () => {
  expect(valueScale(serie(512, 701, 684))).toEqual({ low: 500, high: 800, marks: [500, 600, 700, 800] });
  expect(valueScale(serie(3, 1200))).toMatchObject({ low: 0 });
});

test('une série plate a de la place de chaque côté, une série vide ne casse rien', () => {
  const { low, high } = valueScale(serie(600, 600));
  expect(low).toBeLessThan(600);
  expect(high).toBeGreaterThan(600);
  expect(valueScale(serie(0, 0)).high).toBeGreaterThan(0);
  expect(valueScale(serie(null, null))).toEqual({ low: 0, high: 1, marks: [0, 1] });
});

test('CDAP-05 un mois sans valeur coupe la ligne et n’est jamais un zéro', () => {
  const chemin = stepPath(
    serie(1, 2, null, 3),
    (index) => index * 10,
    (value) => 100 - value,
  );
  expect(chemin).toBe('M0 99H10V98H20M30 97H40');
});

test('les mois sans valeur qui se suivent font un seul intervalle', () => {
  expect(gaps(serie(null, 1, null, null, 2, null))).toEqual([
    [0, 0],
    [2, 3],
    [5, 5],
  ]);
});

test('CDAP-05 deux raisons de ne pas avoir de valeur font deux intervalles, même qui se touchent', () => {
  const mois = (absent: string) => ({ month: '2026-01', value: null, absent });
  expect(gaps([mois('Non connu'), mois('Non connu'), mois('Pas de droit')])).toEqual([
    [0, 1],
    [2, 2],
  ]);
});
