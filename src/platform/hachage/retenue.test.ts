import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { creerRetenue, type Retenue } from './retenue.ts';

let gestes: string[];
let retenue: Retenue;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  gestes = [];
  retenue = creerRetenue({
    budgetMs: 50,
    arreter: () => gestes.push('arret'),
    reprendre: () => gestes.push('reprise'),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('PERF-06 qui travaille derrière cède à ceux que l’on sert', () => {
  test('retenu tant que quelqu’un est servi, le dernier servi le libère', () => {
    retenue.commencer();
    expect(gestes).toEqual([]);
    const [a, b] = [retenue.ceder(), retenue.ceder()];
    expect(gestes).toEqual(['arret']);
    a();
    a();
    expect(gestes).toEqual(['arret']);
    b();
    expect(gestes).toEqual(['arret', 'reprise']);
  });

  test('sans travail, personne n’est arrêté ; le travail qui commence l’est aussitôt', () => {
    const servi = retenue.ceder();
    expect(gestes).toEqual([]);
    retenue.commencer();
    expect(gestes).toEqual(['arret']);
    servi();
    expect(gestes).toEqual(['arret', 'reprise']);
  });

  test('un même travail n’est retenu que 50 ms en tout, quoi que l’on serve', () => {
    retenue.commencer();
    const premier = retenue.ceder();
    vi.advanceTimersByTime(30);
    premier();
    retenue.ceder();
    vi.advanceTimersByTime(19);
    expect(gestes).toEqual(['arret', 'reprise', 'arret']);
    vi.advanceTimersByTime(1);
    expect(gestes).toEqual(['arret', 'reprise', 'arret', 'reprise']);
    retenue.ceder();
    vi.advanceTimersByTime(1000);
    expect(gestes).toHaveLength(4);
  });

  test('le suivant a de nouveau ses 50 ms', () => {
    retenue.ceder();
    retenue.commencer();
    vi.advanceTimersByTime(60);
    expect(retenue.finir()).toBe(true);
    retenue.commencer();
    expect(gestes).toEqual(['arret', 'reprise', 'arret']);
  });

  test('fini ou abandonné, il ne reste pas arrêté, et l’on sait s’il l’a été', () => {
    retenue.commencer();
    expect(retenue.finir()).toBe(false);
    retenue.commencer();
    retenue.ceder();
    vi.advanceTimersByTime(5);
    expect(retenue.finir()).toBe(true);
    expect(gestes).toEqual(['arret', 'reprise']);
    vi.advanceTimersByTime(1000);
    expect(gestes).toHaveLength(2);
  });

  test('sans budget, il n’est jamais arrêté', () => {
    const libre = creerRetenue({
      budgetMs: 0,
      arreter: () => gestes.push('arret'),
      reprendre: () => gestes.push('reprise'),
    });
    libre.commencer();
    libre.ceder();
    expect(gestes).toEqual([]);
  });
});
