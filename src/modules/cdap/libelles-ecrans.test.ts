import { describe, expect, test } from 'vitest';
import { REFUS_CONSULTATION } from './domain/autoriser-consultation.ts';
import { BLOCS } from './domain/blocs.ts';
import catalogue from './domain/catalogue-2025.json' with { type: 'json' };
import { VARIANTES } from './domain/variantes.ts';
import { LIBELLES_PROFILS } from './libelles-profils.ts';
import { direRubrique, LIBELLES_RUBRIQUES } from './libelles-rubriques.ts';
import { LIBELLES_CODES_TRACES } from './libelles-traces.ts';

describe('TRA-01 les rubriques montrées se disent en mots', () => {
  const categories = BLOCS.flatMap((bloc) => [
    bloc,
    ...Object.keys((VARIANTES as Partial<Record<string, object>>)[bloc] ?? {}).map(
      (forme) => `${bloc}:${forme}`,
    ),
  ]);

  test('chaque rubrique, entière ou réduite, a son nom', () => {
    expect(Object.keys(LIBELLES_RUBRIQUES).sort()).toEqual(categories.sort());
  });

  test('une forme réduite dit ce qu’elle montre, une forme inconnue dit qu’elle est réduite', () => {
    expect(direRubrique('quotientFamilial', 'complet')).toBe('Quotient familial');
    expect(direRubrique('handicap', 'nombre-aeeh')).toBe('Handicap\u00a0: nombre d’enfants avec AEEH');
    expect(direRubrique('famille', 'constructor')).toBe('Famille\u00a0: forme réduite');
  });
});

test('CDAP-18 les profils portent le nom court du catalogue', () => {
  const noms = catalogue.profils.map(({ code, libelleCourt }) => [code, libelleCourt.replaceAll("'", '’')]);
  expect(LIBELLES_PROFILS).toEqual(Object.fromEntries(noms));
});

test('TRA-01 chaque refus de lecture a ses mots dans les traces', () => {
  for (const code of Object.keys(REFUS_CONSULTATION)) expect(LIBELLES_CODES_TRACES[code]).toMatch(/^[A-ZÉ]/);
});
