import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import saisies from '../../../../tests/support/saisies.json' with { type: 'json' };
import { lireCodeCaf, lireNumeroDossier } from './numero-dossier.ts';

const cas = saisies.cas.filter(({ field }) => field === 'numero_allocataire');
const code = (saisie: unknown) => {
  const lu = lireNumeroDossier(saisie);
  return lu.ok ? lu.valeur.affiche : lu.refus.code;
};

describe('CDAP-01 lecture d’un numéro de dossier', () => {
  test('les saisies d’essai sont présentes', () => {
    expect(cas.length).toBeGreaterThan(12);
  });

  test.each(cas)('$value : $why', ({ value, valid, normalized }) => {
    const lu = lireNumeroDossier(value);
    expect(lu.ok).toBe(valid);
    if (lu.ok) expect(lu.valeur.affiche).toBe(normalized ?? value);
    else if (typeof value === 'string' && value.length > 1)
      expect(JSON.stringify(lu.refus)).not.toContain(value);
  });

  test.each([
    ['12345', '0012345'],
    [' 1\u202F234\u202F567\n', '1234567'],
    ['0000000', 'numero-nul'],
    ['0', 'numero-nul'],
    ['', 'numero-manquant'],
    ['   ', 'numero-manquant'],
    [undefined, 'numero-manquant'],
    [1234567, 'numero-illisible'],
    ['1234567', '1234567'],
    ['12345678', 'numero-trop-long'],
    ['1234567A', 'numero-avec-lettre'],
    ['12345678A', 'numero-illisible'],
    ['123456700000000', '1234567'],
    ['001234500000000', '0012345'],
    ['000000000000000', 'numero-nul'],
    ['123456710000000', 'numero-est-un-nir'],
    ['000000001234567', 'numero-complete-de-zeros'],
    ['1 84 07 59 001 002 44', 'numero-est-un-nir'],
    ['102022A00400522', 'numero-est-un-nir'],
    ['1840759001002', 'numero-est-un-nir'],
    ['1234\n567', 'numero-illisible'],
    ['9'.repeat(100_000), 'numero-illisible'],
  ])('%j → %s', (saisie, attendu) => {
    expect(code(saisie)).toBe(attendu);
  });

  test('les zéros de tête ne changent pas le dossier', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 0, max: 6 }), (numero, zeros) => {
        const texte = String(numero);
        const lu = lireNumeroDossier(texte.padStart(Math.min(7, texte.length + zeros), '0'));
        expect(lu).toMatchObject({ ok: true, valeur: { numero, affiche: texte.padStart(7, '0') } });
      }),
    );
  });

  test('aucune saisie ne lève d’exception ni ne revient dans le refus', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, unit: 'binary' }), (saisie) => {
        const lu = lireNumeroDossier(saisie);
        if (!lu.ok) expect(Object.values(lu.refus)).not.toContain(saisie);
      }),
    );
  });

  test('un code de Caf a trois chiffres', () => {
    expect(lireCodeCaf(' 591 ')).toMatchObject({ ok: true, valeur: '591' });
    for (const faux of ['59', '5911', '000', '59A', '５９１', null, 591])
      expect(lireCodeCaf(faux).ok).toBe(false);
  });
});
