import { describe, expect, test } from 'vitest';
import { comprendreNumero } from './comprendre-numero.ts';
import { fautesDe } from './fautes-saisie.ts';

const juger = (texte: string, caf = '', plus: { mission?: string | null; motif?: string | null } = {}) =>
  Object.keys(fautesDe(comprendreNumero(texte), caf, { mission: 'tarif-creche', motif: null, ...plus }));

describe('CDAP-21 CDAP-33 ce qui manque est dit avant d’envoyer', () => {
  test('un numéro lisible, une mission, et rien d’autre n’est demandé', () => {
    expect(juger('12345')).toEqual([]);
  });

  test.each([[''], ['12345A'], ['123456789']])('le numéro %j est à corriger', (texte) => {
    expect(juger(texte)).toEqual(['numero']);
  });

  test.each([['59'], ['000'], ['5991']])('le code de Caf %j est à corriger', (caf) => {
    expect(juger('12345', caf)).toEqual(['caf']);
  });

  test('une mission à choisir, un motif de dix caractères hors espaces', () => {
    expect(juger('12345', '', { mission: null })).toEqual(['mission']);
    expect(juger('12345', '', { motif: '  neuf car  ' })).toEqual(['motif']);
    expect(juger('12345', '', { motif: 'dix caract' })).toEqual([]);
  });
});
