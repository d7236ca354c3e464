import { describe, expect, test } from 'vitest';
import { creerFrein } from './frein.ts';

describe('SEC-09 ce qui vient avant toute session est compté par réseau et par minute', () => {
  test('au-delà du nombre, refus jusqu’à la minute suivante ; un autre réseau n’y perd rien', () => {
    let instant = 1_000;
    const passe = creerFrein(3, () => instant);
    expect([1, 2, 3, 4].map(() => passe('203.0.113.9'))).toEqual([true, true, true, false]);
    expect(passe('203.0.113.10')).toBe(true);
    instant += 60_000;
    expect(passe('203.0.113.9')).toBe(true);
  });

  test('un /64 entier compte pour un', () => {
    const passe = creerFrein(2, () => 0);
    expect(['::1', '::2', '::3'].map((fin) => passe(`2001:db8:1:2${fin}`))).toEqual([true, true, false]);
  });

  test('au-delà des réseaux retenus, les autres partagent un compte : la mémoire est bornée', () => {
    const passe = creerFrein(1, () => 0);
    for (let i = 0; i < 20_000; i += 1) passe(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    expect(passe('192.0.2.1')).toBe(true);
    expect(passe('192.0.2.2')).toBe(false);
  });
});
