import { describe, expect, test } from 'vitest';
import { troubleOfPage, troubleOfServer } from './form-trouble.ts';

const CODE_REFUSE = {
  titre: 'Ce code n’est pas le bon.',
  suite: 'Attendez le suivant.',
  champs: [{ champ: 'code', message: 'Ce code n’est pas le bon.' }],
  nature: 'refus',
  reference: undefined,
} as const;
const vide = { champ: 'identifiant', message: 'À remplir.' };

describe('A11Y-02 une faute se dit une fois, là où elle se corrige', () => {
  test('un seul champ : sous lui, sans résumé, avec ce qu’il faut faire', () => {
    expect(troubleOfPage([vide], ['identifiant'])).toMatchObject({ only: 'identifiant', sent: false });
    const refus = troubleOfServer(CODE_REFUSE, ['code'], undefined);
    expect(refus).toMatchObject({ only: 'code', sent: true });
    expect(refus.problems).toEqual([
      { champ: 'code', message: 'Ce code n’est pas le bon. Attendez le suivant.' },
    ]);
  });

  test('plusieurs champs : le résumé les relie, même pour une seule faute', () => {
    expect(troubleOfPage([vide], ['identifiant', 'motDePasse'])).toMatchObject({
      only: null,
      title: 'Un point est à corriger',
    });
    const refus = troubleOfServer(CODE_REFUSE, ['code', 'motif'], undefined);
    expect(refus).toMatchObject({ only: null, next: CODE_REFUSE.suite, problems: CODE_REFUSE.champs });
  });

  test('un refus qui n’est pas la faute du champ garde sa boîte', () => {
    const trop = { ...CODE_REFUSE, titre: 'Trop d’essais manqués.', champs: [] };
    expect(troubleOfServer(trop, ['code'], undefined)).toMatchObject({
      only: null,
      title: 'Trop d’essais manqués.',
    });
    expect(troubleOfServer(trop, ['code'], 'Dit par l’écran.').title).toBe('Dit par l’écran.');
    const ailleurs = { ...CODE_REFUSE, champs: [{ champ: 'corps', message: 'Illisible.' }] };
    expect(troubleOfServer(ailleurs, ['code'], undefined).only).toBeNull();
  });
});

test('seul un défaut du portail donne une référence', () => {
  const reference = 'abc';
  expect(troubleOfServer({ ...CODE_REFUSE, reference }, ['code'], undefined).reference).toBeUndefined();
  const defaut = { ...CODE_REFUSE, champs: [], nature: 'defaut', reference } as const;
  expect(troubleOfServer(defaut, ['code'], undefined).reference).toBe(reference);
});
