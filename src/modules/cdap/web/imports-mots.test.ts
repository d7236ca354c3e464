import { describe, expect, test } from 'vitest';
import { direComptes, direTaille, typeDuFichier } from './imports-mots.ts';

const RIEN = { nouvelles: 0, remplacees: 0, inchangees: 0, anciennes: 0, refusees: 0, restrictionsLevees: 0 };

describe('CDAP-29 mots des imports', () => {
  test.each([
    ['dossiers.jsonl', 'application/x-ndjson'],
    ['DOSSIERS.NDJSON', 'application/x-ndjson'],
    ['dossiers.csv', 'text/csv'],
    ['dossiers.xlsx', null],
    ['jsonl', null],
  ])('%s', (nom, type) => {
    expect(typeDuFichier(nom)).toBe(type);
  });

  test.each([
    [0, '0\u202Foctets'],
    [999, '999\u202Foctets'],
    [1000, '1\u202Fko'],
    [12_440_000, '12,4\u202FMo'],
    [5_900_000_000, '5,9\u202FGo'],
  ])('taille de %i octets', (octets, dite) => {
    expect(direTaille(octets)).toBe(dite);
  });

  test('seul ce qui a eu lieu est dit', () => {
    expect(direComptes(RIEN)).toBe('Rien encore');
    expect(direComptes({ ...RIEN, nouvelles: 1, refusees: 2 }).replace(/\s/g, ' ')).toBe(
      '1 nouveau, 2 lignes refusées',
    );
    expect(direComptes({ ...RIEN, remplacees: 3, restrictionsLevees: 2 }).replace(/\s/g, ' ')).toBe(
      '3 remplacés, 2 accès restreints levés',
    );
  });
});
