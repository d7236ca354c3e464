import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import saisies from '../../tests/support/saisies.json' with { type: 'json' };
import { afficherNir, cleNir, estNirProvisoire, lireNir, ressembleAUnNir } from './nir.ts';

const cas = saisies.cas.filter(({ field }) => field === 'nir');

describe('CDAP-03 lecture d’un NIR', () => {
  test('les saisies d’essai sont présentes', () => {
    expect(cas.length).toBeGreaterThan(15);
  });

  test.each(cas)('$value : $why', ({ value, valid, normalized }) => {
    const lu = lireNir(value);
    expect(lu.ok).toBe(valid);
    if (lu.ok) expect(lu.valeur).toBe(normalized ?? value);
    else expect(JSON.stringify(lu.refus)).not.toContain(String(value));
  });

  test('sans clé, la raison est nommée', () => {
    expect(lireNir('1840759001002')).toMatchObject({ ok: false, refus: { code: 'nir-sans-cle' } });
  });

  test('la clé d’un numéro corse retire un ou deux millions', () => {
    expect(cleNir('102022A004005')).toBe('22');
    expect(cleNir('102022B004005')).not.toBe('22');
  });

  test('les numéros provisoires commencent par 7 ou 8', () => {
    expect(estNirProvisoire('784075900101522')).toBe(true);
    expect(estNirProvisoire('184075900100244')).toBe(false);
  });

  test('un chiffre changé ne passe jamais avec la même clé', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 9 }), (place, ecart) => {
        const bon = '184075900100244';
        const change = (Number(bon[place]) + ecart) % 10;
        const faux = bon.slice(0, place) + change + bon.slice(place + 1);
        expect(lireNir(faux).ok).toBe(false);
      }),
    );
  });

  test('affiché par groupes, et relu tel quel', () => {
    const affiche = afficherNir('102022A00400522');
    expect(affiche).toBe(['1', '02', '02', '2A', '004', '005', '22'].join('\u202F'));
    expect(lireNir(affiche)).toMatchObject({ ok: true, valeur: '102022A00400522' });
  });

  test('l’allure d’un NIR est reconnue même fausse', () => {
    expect(ressembleAUnNir('1 84 07 59 001 002')).toBe(true);
    expect(ressembleAUnNir('123456789012345')).toBe(true);
    expect(ressembleAUnNir('1234567')).toBe(false);
  });
});
