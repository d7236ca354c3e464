import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LIBELLES_MISSIONS } from './libelles.ts';

test('ORG-04 les missions se disent comme dans le catalogue de la base', () => {
  const migration = readFileSync('migrations/0006-conventions.sql', 'utf8');
  const [, catalogue = ''] = /insert into conventions\.mission values\n([^;]*);/.exec(migration) ?? [];
  const lignes = [...catalogue.matchAll(/\('([a-z-]+)', '([^']+)',/g)];
  expect(Object.fromEntries(lignes.map(([, code, libelle]) => [code, libelle]))).toEqual(LIBELLES_MISSIONS);
});
