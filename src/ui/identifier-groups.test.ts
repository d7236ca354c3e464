import { expect, test } from 'vitest';
import { groupIdentifier, type IdentifierKind } from './identifier-groups.ts';

const CASES: readonly (readonly [IdentifierKind, string, string])[] = [
  ['dossier', '1234567', '1 234 567'],
  ['dossier', '42', '42'],
  ['dossier', '123', '123'],
  ['nir', '185057800608436', '1 85 05 78 006 084 36'],
  ['nir', '2 85 05 2A 006 084 36', '2 85 05 2A 006 084 36'],
  ['siret', '21340123400012', '213 401 234 00012'],
  ['telephone', '0467000000', '04 67 00 00 00'],
  ['cle', 'JBSWY3DPEHPK3PXPAB', 'JBSW Y3DP EHPK 3PXP AB'],
  ['libre', 'AB 12', 'AB 12'],
];

test.each(CASES)('un identifiant %s « %s » se lit « %s »', (kind, valeur, attendu) => {
  expect(
    groupIdentifier(valeur, kind)
      .map(({ text }) => text)
      .join(' '),
  ).toBe(attendu);
});

test('une valeur qui n’a pas la bonne longueur n’est pas découpée', () => {
  expect(groupIdentifier('2134012340001', 'siret')).toEqual([{ text: '2134012340001', start: 0 }]);
});

test('rien ne se perd : les groupes bout à bout redonnent la valeur', () => {
  const groupes = groupIdentifier('185057800608436', 'nir');
  expect(groupes.map(({ text }) => text).join('')).toBe('185057800608436');
  expect(new Set(groupes.map(({ start }) => start)).size).toBe(groupes.length);
});
