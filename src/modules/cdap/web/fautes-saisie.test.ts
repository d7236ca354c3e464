import { describe, expect, test } from 'vitest';
import { comprendre } from './comprendre-saisie.ts';
import { fautesDe } from './fautes-saisie.ts';

const PROFIL = { rubriques: [{ bloc: 'identite' as const, variante: 'complet' }] };
const juger = (
  texte: string,
  caf = '',
  plus: { mission?: string | null; motif?: string | null; instructeur?: string | null } = {},
) =>
  Object.keys(
    fautesDe(comprendre(texte, PROFIL, '2026-11-21'), caf, {
      mission: 'tarif-creche',
      motif: null,
      instructeur: null,
      ...plus,
    }),
  );

describe('CDAP-21 CDAP-33 ce qui manque est dit avant d’envoyer', () => {
  test('un numéro lisible, une mission, et rien d’autre n’est demandé', () => {
    expect(juger('12345')).toEqual([]);
  });

  test('CDAP-20 un nom avec un prénom ou une date suffit aussi', () => {
    expect(juger('Exemplaire Claire')).toEqual([]);
    expect(juger('Exemplaire 1988')).toEqual([]);
    expect(juger('Exemplaire')).toEqual(['numero']);
  });

  test('CDAP-12 le service instructeur, quand le profil le demande', () => {
    expect(juger('12345', '', { instructeur: '' })).toEqual(['instructeur']);
    expect(juger('12345', '', { instructeur: '059C123' })).toEqual(['instructeur']);
    expect(juger('12345', '', { instructeur: '059 c 123 01' })).toEqual([]);
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
