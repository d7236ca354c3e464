import { describe, expect, test, vi } from 'vitest';
import { creerPlaces } from './places.ts';

const OPTIONS = { dedans: 2, attente: 3, tenirMs: 0, tenus: 10 };

describe('PERF-06 quelques-uns à la fois, les autres attendent à la porte', () => {
  test('deux entrent, trois attendent dans leur ordre, le sixième est renvoyé', async () => {
    const { prendre } = creerPlaces(OPTIONS);
    const [a, b] = [await prendre(), await prendre()];
    const entres: number[] = [];
    const attendent = [1, 2, 3].map((n) =>
      prendre().then((rendre) => {
        entres.push(n);
        return rendre;
      }),
    );
    expect(await prendre()).toBeNull();
    expect(entres).toEqual([]);
    a?.();
    const premier = await attendent[0];
    expect(entres).toEqual([1]);
    b?.();
    premier?.();
    await Promise.all(attendent);
    expect(entres).toEqual([1, 2, 3]);
  });

  test('une place rendue deux fois n’en fait pas deux', async () => {
    const { prendre } = creerPlaces({ ...OPTIONS, dedans: 1, attente: 0 });
    const rendre = await prendre();
    rendre?.();
    rendre?.();
    expect(await prendre()).not.toBeNull();
    expect(await prendre()).toBeNull();
  });

  test('qui est renvoyé attend un peu avant de l’apprendre, et pas au-delà d’un nombre', async () => {
    const { prendre } = creerPlaces({ dedans: 1, attente: 0, tenirMs: 60_000, tenus: 1 });
    await prendre();
    let dit = false;
    void prendre().then(() => {
      dit = true;
    });
    expect(await prendre()).toBeNull();
    expect(dit).toBe(false);
  });

  test('ceux qui viennent ensemble ne sont pas renvoyés ensemble', async () => {
    vi.useFakeTimers();
    try {
      const { prendre } = creerPlaces({ dedans: 1, attente: 0, tenirMs: 1000, tenus: 200 });
      await prendre();
      let dits = 0;
      const quand: number[] = [];
      for (let i = 0; i < 200; i += 1) void prendre().then(() => quand.push(Date.now()));
      const debut = Date.now();
      while (dits < 200) {
        await vi.advanceTimersByTimeAsync(10);
        dits = quand.length;
      }
      // Drawn between a half and one and a half of what is said: in ten milliseconds, one time in a hundred each.
      expect(Math.min(...quand) - debut).toBeGreaterThanOrEqual(500);
      expect(Math.max(...quand) - debut).toBeLessThanOrEqual(1510);
      const parTranche = Object.values(Object.groupBy(quand, (t) => Math.floor((t - debut) / 10)));
      expect(Math.max(...parTranche.map((tranche) => tranche?.length ?? 0))).toBeLessThan(20);
    } finally {
      vi.useRealTimers();
    }
  });
});
