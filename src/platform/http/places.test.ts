import { describe, expect, test } from 'vitest';
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
});
