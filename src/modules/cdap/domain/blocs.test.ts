import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { BLOCS, estBloc, SCHEMAS_BLOCS } from './blocs.ts';
import reference from './blocs-reference.json' with { type: 'json' };
import { dossiersTemoins } from './population.ts';
import { datePartielleSchema } from './schema-elements.ts';
import { etatQfSchema } from './schemas-ressources.ts';

const ordinaire = dossiersTemoins('591', '2026-11').find(({ dossier }) => dossier.numero === 24_680)?.dossier
  .blocs;

/** Every object schema inside a schema, with where it stands. */
function objetsDe(schema: unknown, chemin: string): [string, z.ZodObject][] {
  if (schema instanceof z.ZodObject) {
    const dedans = Object.entries(schema.shape).flatMap(([cle, valeur]) =>
      objetsDe(valeur, `${chemin}.${cle}`),
    );
    return [[chemin, schema], ...dedans];
  }
  if (schema instanceof z.ZodArray) return objetsDe(schema.element, `${chemin}[]`);
  if (schema instanceof z.ZodNullable) return objetsDe(schema.unwrap(), chemin);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return schema.options.flatMap((option, i) => objetsDe(option, `${chemin}|${i}`));
  }
  return [];
}

describe('CDAP-02 blocs d’un dossier', () => {
  test('CDAP-10 les blocs du programme sont ceux de la table, dans l’ordre', () => {
    expect([...BLOCS]).toEqual(reference.map(({ code }) => code));
    expect(Object.keys(SCHEMAS_BLOCS)).toEqual([...BLOCS]);
  });

  test('un code inconnu ou hérité n’est pas un bloc', () => {
    for (const code of ['toString', 'constructor', 'QF', '']) expect(estBloc(code)).toBe(false);
    expect(estBloc('rsa')).toBe(true);
  });

  test.each(BLOCS.flatMap((bloc) => objetsDe(SCHEMAS_BLOCS[bloc], bloc)))(
    '%s refuse un champ de plus',
    (_, schema) => {
      const lu = schema.safeParse({ champEnTrop: 1 });
      expect(lu.error?.issues.some(({ code }) => code === 'unrecognized_keys')).toBe(true);
    },
  );

  test('un dossier témoin a la forme de ses blocs', () => {
    expect(ordinaire).toBeDefined();
    for (const bloc of BLOCS) {
      const contenu = ordinaire?.[bloc];
      if (contenu !== null) expect(SCHEMAS_BLOCS[bloc].safeParse(contenu).error).toBeUndefined();
    }
  });
});

describe('CDAP-03 dates de naissance incomplètes', () => {
  test.each(['1988', '1988-04', '1988-04-17', '2024-02-29', '1900-01-01'])('%s est admise', (date) => {
    expect(datePartielleSchema.safeParse(date).success).toBe(true);
  });
  test.each([
    '88',
    '0000',
    '1988-00',
    '1988-13',
    '1988-04-00',
    '2023-02-29',
    '1988-04-31',
    '1988-4',
    '0000-00-00',
    '',
  ])('%s est refusée', (date) => {
    expect(datePartielleSchema.safeParse(date).success).toBe(false);
  });
});

describe('CDAP-05 les trois états du quotient familial ne se confondent pas', () => {
  const mois = '2026-11';
  test.each([
    [{ etat: 'valeur', valeur: 0, mois, moisCalcul: mois }, true],
    [{ etat: 'valeur', valeur: 812.5, mois, moisCalcul: mois }, false],
    [{ etat: 'valeur', valeur: null, mois, moisCalcul: mois }, false],
    [{ etat: 'valeur', valeur: 812, mois }, false],
    [{ etat: 'inconnu', mois, motif: 'ressources-manquantes' }, true],
    [{ etat: 'inconnu', mois, motif: 'ressources-manquantes', valeur: 0 }, false],
    [{ etat: 'sans-droit', mois, derniereValeur: null }, true],
    [
      { etat: 'sans-droit', mois, derniereValeur: { valeur: 640, mois: '2026-08', moisCalcul: '2026-01' } },
      true,
    ],
    [{ etat: 'sans-droit', mois, derniereValeur: 640 }, false],
    [{ etat: 'valeur', valeur: 812, mois: '2026-13', moisCalcul: mois }, false],
  ])('%j : %s', (etat, admis) => {
    expect(etatQfSchema.safeParse(etat).success).toBe(admis);
  });
});
