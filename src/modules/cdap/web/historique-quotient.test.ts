import { describe, expect, test } from 'vitest';
import type { EtatQf } from '../domain/schemas-ressources.ts';
import { direCalcul, direStabilite, pointsDe } from './historique-quotient.ts';

const valeur = (mois: string, qf: number, moisCalcul = mois): EtatQf => ({
  etat: 'valeur',
  valeur: qf,
  mois,
  moisCalcul,
});
const inconnu = (mois: string): EtatQf => ({ etat: 'inconnu', mois, motif: 'ressources-manquantes' });
const sansDroit = (mois: string): EtatQf => ({ etat: 'sans-droit', mois, derniereValeur: null });

describe('CDAP-05 les trois états ne se confondent jamais', () => {
  test('sur la courbe, zéro est une valeur et chaque absence a son mot', () => {
    expect(pointsDe([valeur('2026-03', 0), sansDroit('2026-02'), inconnu('2026-01')])).toEqual([
      { month: '2026-01', value: null, absent: 'Non connu' },
      { month: '2026-02', value: null, absent: 'Pas de droit' },
      { month: '2026-03', value: 0 },
    ]);
  });

  test('un mois recalculé après coup le dit', () => {
    expect(direCalcul(valeur('2025-11', 500))).toBe('novembre\u00a02025');
    expect(direCalcul(valeur('2025-11', 500, '2025-10'))).toBe('octobre\u00a02025');
    expect(direCalcul(valeur('2025-11', 500, '2026-02'))).toBe('février\u00a02026 (recalculé)');
    expect(direCalcul(inconnu('2025-11'))).toBe('');
  });
});

describe('depuis quand la valeur est la même', () => {
  test('avec ce qu’elle était avant', () => {
    const suite = [
      valeur('2026-03', 512),
      valeur('2026-02', 512),
      valeur('2026-01', 512),
      valeur('2025-12', 498),
    ];
    expect(direStabilite(suite)).toBe(
      'Même valeur depuis janvier\u00a02026. En décembre\u00a02025\u00a0: 498\u00a0€.',
    );
  });

  test('un mois sans valeur arrête le compte et garde son mot', () => {
    expect(direStabilite([valeur('2026-03', 512), inconnu('2026-02'), valeur('2026-01', 512)])).toBe(
      'Nouvelle valeur en mars\u00a02026. En février\u00a02026\u00a0: non connu.',
    );
  });

  test('l’historique s’arrête : le premier mois connu n’est qu’une borne', () => {
    expect(direStabilite([valeur('2026-03', 512), valeur('2026-02', 512)])).toBe(
      'Même valeur depuis février\u00a02026 au moins.',
    );
  });

  test('sans valeur en cours, rien n’est dit', () => {
    expect(direStabilite([sansDroit('2026-03'), valeur('2026-02', 512)])).toBeNull();
    expect(direStabilite([])).toBeNull();
    expect(direStabilite([valeur('2026-03', 512)])).toBeNull();
  });
});
