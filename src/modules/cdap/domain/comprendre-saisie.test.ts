import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { saisiesDe } from '../../../../tests/support/saisies.ts';
import { comprendreSaisie } from './comprendre-saisie.ts';
import { lireNaissance, lireNirCherche, lireNomCherche, lirePrenomCherche } from './criteres-recherche.ts';

const JOUR = '2026-11-21';
const comprendre = (texte: string) => comprendreSaisie(texte, JOUR);
const personne = (nom: string, plus: object = {}) => ({
  genre: 'nom',
  nom,
  prenom: null,
  naissance: null,
  codePostal: null,
  ...plus,
});

describe('CDAP-20 le champ comprend un numéro, un NIR ou une personne', () => {
  test.each([
    ['', { genre: 'vide' }],
    ['   ', { genre: 'vide' }],
    ['12345', { genre: 'numero', numero: '0012345' }],
    ['001 2345', { genre: 'numero', numero: '0012345' }],
    ['1 84 07 59 001 002 44', { genre: 'nir', nir: '1840759001002' }],
    ['1840759001002', { genre: 'nir', nir: '1840759001002' }],
    ['102022a00400522', { genre: 'nir', nir: '102022A004005' }],
    ['784075900101522', { genre: 'nir', nir: '7840759001015' }],
    ['MARTIN Pierre 12/03/1985', personne('MARTIN', { prenom: 'Pierre', naissance: '1985-03-12' })],
    ['Pierre MARTIN 12-03-1985', personne('MARTIN', { prenom: 'Pierre', naissance: '1985-03-12' })],
    ['martin pierre', personne('martin', { prenom: 'pierre' })],
    ['Martin, Pierre', personne('Martin', { prenom: 'Pierre' })],
    ['de VALDOUX Jean-Noël', personne('de VALDOUX', { prenom: 'Jean-Noël' })],
    ['DE LA TOUR Jean Noël', personne('DE LA TOUR', { prenom: 'Jean Noël' })],
    ['de la Tour Jean', personne('de la Tour', { prenom: 'Jean' })],
    ['d’Arlin 1985', personne('d’Arlin', { naissance: '1985' })],
    ['Martin 12 mars 1985', personne('Martin', { naissance: '1985-03-12' })],
    ['Martin 1er août 1985', personne('Martin', { naissance: '1985-08-01' })],
    ['Martin mars 1985', personne('Martin', { naissance: '1985-03' })],
    ['Martin 03/1985', personne('Martin', { naissance: '1985-03' })],
    ['Martin 120385', personne('Martin', { naissance: '1985-03-12' })],
    ['Martin 12031985', personne('Martin', { naissance: '1985-03-12' })],
    ['Martin 12.03.85', personne('Martin', { naissance: '1985-03-12' })],
    ['Martin Pierre né le 12/03/1985', personne('Martin', { prenom: 'Pierre', naissance: '1985-03-12' })],
    ['Martin Zoé née en 1985', personne('Martin', { prenom: 'Zoé', naissance: '1985' })],
    ['Martin Pierre 59999', personne('Martin', { prenom: 'Pierre', codePostal: '59999' })],
    [
      '1985 Martin Pierre 59999',
      personne('Martin', { prenom: 'Pierre', naissance: '1985', codePostal: '59999' }),
    ],
    ["O'Connor Camille", personne("O'Connor", { prenom: 'Camille' })],
  ])('%j', (texte, attendu) => {
    expect(comprendre(texte)).toEqual(attendu);
  });

  test.each([
    ['Martin', 'criteres-insuffisants'],
    ['Martin 59999', 'criteres-insuffisants'],
    ['de Valdoux', 'criteres-insuffisants'],
    ['du 1985', 'nom-trop-court'],
    ['Mar* Pierre', 'joker'],
    ['%%%', 'joker'],
    ['Mart%n Pierre', 'joker'],
    ['Martin 31/02/1985', 'naissance-inexistante'],
    ['Martin 12/03/2999', 'naissance-future'],
    ['Martin 1850', 'naissance-lointaine'],
    ['12345A', 'numero-avec-lettre'],
    ['12345678', 'numero-trop-long'],
    ['0000000', 'numero-nul'],
    ['184075900100245', 'nir-cle'],
    ['184135900100243', 'nir-forme'],
    ['Martin <b>', 'nom-illisible'],
    ['李雷 1985', 'nom-illisible'],
    [`Martin ${'a'.repeat(5000)}`, 'nom-trop-long'],
  ])('%j dit sa faute', (texte, code) => {
    expect(comprendre(texte)).toMatchObject({ genre: 'faux', code });
  });

  test('rien de ce qui est tapé n’est répété dans une faute, sauf un nom qui attend la suite', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (texte) => {
        const compris = comprendre(texte);
        if (compris.genre === 'faux' && compris.nom === null)
          expect(Object.keys(compris).sort()).toEqual(['code', 'genre', 'nom']);
        if (compris.genre === 'nom') expect(compris.prenom !== null || compris.naissance !== null).toBe(true);
      }),
    );
  });
});

describe('SEC-04 critères de recherche', () => {
  test.each(saisiesDe('recherche'))('recherche $titre', ({ value, valid, normalized }) => {
    const lu = lireNomCherche(value);
    expect(lu.ok).toBe(valid);
    if (lu.ok && normalized !== undefined) expect(lu.valeur).toBe(normalized);
  });
  test.each(saisiesDe('nom'))('prénom $titre', ({ value, valid, normalized }) => {
    const lu = lirePrenomCherche(value);
    expect(lu.ok).toBe(valid);
    if (lu.ok && normalized !== undefined) expect(lu.valeur).toBe(normalized);
  });
  test.each(saisiesDe('nom').filter(({ why }) => why !== 'une seule lettre'))(
    'nom $titre',
    ({ value, valid }) => {
      expect(lireNomCherche(value).ok).toBe(valid);
    },
  );
  test.each(saisiesDe('date_naissance'))('naissance $titre', ({ value, valid }) => {
    const lu = lireNaissance(value, JOUR);
    expect(lu.ok).toBe(valid);
    if (lu.ok) expect(lu.valeur).toBe(value);
  });
  // The key is not required here; what it would be is not guessed from a wrong number.
  test.each(saisiesDe('nir').filter(({ why }) => !why.startsWith('13 caractères')))(
    'NIR $titre',
    ({ value, valid, normalized }) => {
      const lu = lireNirCherche(value);
      expect(lu.ok).toBe(valid);
      if (lu.ok) expect(lu.valeur).toBe(String(normalized ?? value).slice(0, 13));
    },
  );
  test('un NIR sans sa clé est jugé pour le reste', () => {
    expect(lireNirCherche('1840759001002').ok).toBe(true);
    expect(lireNirCherche('1841359001002').ok).toBe(false);
    expect(lireNirCherche('1840759000002').ok).toBe(false);
  });
});

describe('CDAP-03 CDAP-20 une date de naissance se lit comme on l’écrit', () => {
  test.each([
    ['29/02/2004', '2004-02-29'],
    ['29/02/2003', null],
    ['21/11/2026', '2026-11-21'],
    ['22/11/2026', null],
    ['11/2026', '2026-11'],
    ['12/2026', null],
    ['2026', '2026'],
    ['2027', null],
    ['1900', '1900'],
    ['1899', null],
    // A year on two figures: the last one in which somebody who is 14 or more today was born.
    ['01/01/12', '2012-01-01'],
    ['01/01/13', '1913-01-01'],
    ['1/3/1985', '1985-03-01'],
    ['12 septembre 1985', '1985-09-12'],
    ['12 fevrier 1985', '1985-02-12'],
    ['12 brumaire 1985', null],
    ['32/01/1985', null],
    ['00/01/1985', null],
  ])('%s : %s', (saisie, attendu) => {
    const lu = lireNaissance(saisie, JOUR);
    expect(lu.ok ? lu.valeur : null).toBe(attendu);
  });
});
