import { describe, expect, test } from 'vitest';
import { comprendre, grouperNumero } from './comprendre-saisie.ts';

const JOUR = '2026-11-21';
const profil = (...blocs: string[]) => ({
  rubriques: blocs.map((bloc) => ({ bloc: bloc as 'identite', variante: 'complet' })),
});
const T2 = profil('identite', 'numero', 'adresse');
const T14 = profil('identite', 'numero', 'adresse', 'nir');
const T20 = {
  rubriques: [
    ...profil('identite', 'numero').rubriques,
    { bloc: 'nir' as const, variante: 'cinq-derniers' },
    { bloc: 'adresse' as const, variante: 'nouvelle-connue' },
  ],
};

describe('CDAP-20 CDAP-21 le champ dit ce qu’il a compris avant d’envoyer', () => {
  test.each(['12345', ' 12 345 ', '0012345', '001\u202f2345', '001234500000000'])(
    '%j est le 0 012 345',
    (texte) => {
      expect(comprendre(texte, T2, JOUR)).toEqual({
        etat: 'compris',
        saisie: { genre: 'numero', numero: '0012345' },
        phrase: '0\u202f012\u202f345',
      });
    },
  );

  test('rien de tapé n’est pas une faute', () => {
    expect(comprendre('  ', T2, JOUR)).toEqual({ etat: 'vide' });
  });

  test('une personne se redit morceau par morceau', () => {
    const compris = comprendre('MARTIN Pierre 12/03/1985 59999', T2, JOUR);
    expect(compris.etat === 'compris' && compris.phrase.replace(/\s/g, ' ')).toBe(
      'Nom : MARTIN, prénom : Pierre, naissance : 12 mars 1985, code postal : 59999',
    );
  });

  test.each([
    ['12345A', 'sans la lettre'],
    ['12345678', 'trop long'],
    ['0000000', 'que de zéros'],
    ['Dupont', 'Ajoutez le prénom ou la date de naissance'],
    ['Du*', 'jokers'],
  ])('%j dit sa faute', (texte, morceau) => {
    const compris = comprendre(texte, T2, JOUR);
    expect(compris.etat === 'faux' && compris.message).toContain(morceau);
  });

  test('un nom qui attend la suite est redit', () => {
    const compris = comprendre('de Valdoux', T2, JOUR);
    expect(compris).toEqual({
      etat: 'faux',
      message: 'Nom : de Valdoux. Ajoutez le prénom ou la date de naissance.',
    });
  });

  test('un numéro de sécurité sociale n’est jamais répété, compris ou non', () => {
    for (const qui of [T2, T14]) {
      const compris = comprendre('1 84 07 59 001 002 44', qui, JOUR);
      const dit =
        compris.etat === 'faux' ? compris.message : compris.etat === 'compris' ? compris.phrase : '';
      expect(dit).not.toMatch(/84|07|002/);
    }
  });

  test('ce que le profil n’ouvre pas en entier n’est pas un critère', () => {
    expect(comprendre('184075900100244', T2, JOUR).etat).toBe('faux');
    expect(comprendre('184075900100244', T20, JOUR).etat).toBe('faux');
    expect(comprendre('184075900100244', T14, JOUR).etat).toBe('compris');
    expect(comprendre('Martin Pierre 59999', T2, JOUR).etat).toBe('compris');
    expect(comprendre('Martin Pierre 59999', T20, JOUR).etat).toBe('faux');
    expect(comprendre('Martin Pierre', profil('numero'), JOUR).etat).toBe('faux');
  });
});

test('un numéro se lit par groupes', () => {
  expect(grouperNumero('1234567')).toBe('1\u202f234\u202f567');
});
