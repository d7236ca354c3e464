import { describe, expect, test } from 'vitest';
import { comprendreNumero, grouperNumero } from './comprendre-numero.ts';

describe('CDAP-21 le champ dit ce qu’il a compris avant d’envoyer', () => {
  test.each(['12345', ' 12 345 ', '0012345', '001\u202f2345', '001234500000000'])(
    '%j est le 0 012 345',
    (texte) => {
      expect(comprendreNumero(texte)).toEqual({
        etat: 'compris',
        numero: '0012345',
        groupes: '0\u202f012\u202f345',
      });
    },
  );

  test('rien de tapé n’est pas une faute', () => {
    expect(comprendreNumero('  ')).toEqual({ etat: 'vide' });
  });

  test.each([
    ['12345A', 'sans la lettre'],
    ['12345678', 'trop long'],
    ['0000000', 'que de zéros'],
    ['Dupont', 'chiffres seulement'],
  ])('%j dit sa faute', (texte, morceau) => {
    const compris = comprendreNumero(texte);
    expect(compris.etat === 'faux' && compris.message).toContain(morceau);
  });

  test('un numéro de sécurité sociale tapé ici n’est jamais répété', () => {
    const compris = comprendreNumero('1 84 07 59 001 002 44');
    expect(compris.etat).toBe('faux');
    expect(JSON.stringify(compris)).not.toMatch(/84|07|002/);
  });
});

test('un numéro se lit par groupes', () => {
  expect(grouperNumero('1234567')).toBe('1\u202f234\u202f567');
});
