import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afficherCodeExtrait, codeDesOctets, lireCodeExtrait, OCTETS_DU_CODE } from './code-extrait.ts';

const octets = fc.uint8Array({ minLength: OCTETS_DU_CODE, maxLength: OCTETS_DU_CODE });
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const UN = codeDesOctets(Uint8Array.from({ length: OCTETS_DU_CODE }, (_, i) => i * 13));

describe('CDAP-23 code d’un extrait', () => {
  test('vingt signes sans lettre ambiguë, par groupes de quatre', () => {
    fc.assert(
      fc.property(octets, (tires) => {
        const code = codeDesOctets(tires);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
        expect(afficherCodeExtrait(code)).toMatch(/^(.{4}-){4}.{4}$/);
        expect(lireCodeExtrait(afficherCodeExtrait(code))).toBe(code);
      }),
    );
  });

  test('chaque octet tiré compte pour cinq bits : 95 bits', () => {
    const codes = new Set(
      Array.from({ length: OCTETS_DU_CODE }, (_, rang) =>
        Array.from({ length: 32 }, (_vide, bits) => {
          const tires = new Uint8Array(OCTETS_DU_CODE);
          tires[rang] = bits;
          return codeDesOctets(tires).slice(0, OCTETS_DU_CODE);
        }),
      ).flat(),
    );
    expect(codes.size).toBe(OCTETS_DU_CODE * 31 + 1);
    expect(() => codeDesOctets(new Uint8Array(OCTETS_DU_CODE - 1))).toThrow();
  });

  test('se lit en minuscules, avec des espaces, O pour zéro et I ou L pour un', () => {
    const saisie = afficherCodeExtrait(UN)
      .toLowerCase()
      .replaceAll('-', ' ')
      .replace('0', 'o')
      .replace('1', 'l');
    expect(lireCodeExtrait(`  ${saisie} `)).toBe(UN);
    expect(lireCodeExtrait(UN.replaceAll('1', 'I'))).toBe(UN);
  });

  test('un signe faux se voit toujours, deux signes échangés aussi', () => {
    fc.assert(
      fc.property(
        octets,
        fc.nat(19),
        fc.integer({ min: 1, max: 31 }),
        fc.nat(19),
        (tires, rang, ecart, autre) => {
          const code = [...codeDesOctets(tires)];
          const faux = [...code];
          faux[rang] = ALPHABET[(ALPHABET.indexOf(code[rang] ?? '') + ecart) % 32] ?? '';
          expect(lireCodeExtrait(faux.join(''))).toBeNull();
          const echange = [...code];
          [echange[rang], echange[autre]] = [code[autre] ?? '', code[rang] ?? ''];
          if (code[rang] !== code[autre]) expect(lireCodeExtrait(echange.join(''))).toBeNull();
        },
      ),
    );
  });

  test.each(['', UN.slice(1), `${UN}0`, `U${UN.slice(1)}`, 'x'.repeat(200), 12_345, null, { code: UN }])(
    'saisie %j refusée',
    (saisie) => expect(lireCodeExtrait(saisie)).toBeNull(),
  );
});
