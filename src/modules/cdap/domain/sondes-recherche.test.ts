import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Candidat, classerCandidats, estVoisin } from './classer-candidats.ts';
import { normaliser, premierePart, sonner } from './cles-recherche.ts';
import type { CriteresNom, Naissance } from './criteres-recherche.ts';
import { nomsPossibles, prenomsPossibles, sondesDe, voisins } from './sondes-recherche.ts';

const criteres = (plus: Partial<CriteresNom> = {}): CriteresNom => ({
  genre: 'nom',
  nom: 'Barvilin',
  prenom: 'Claire',
  naissance: null,
  codePostal: null,
  ...plus,
});
const candidat = (nom: string, prenom: string, neLe: string | null = '1985-03-12', numero = 1): Candidat => ({
  numero,
  rang: 1,
  nom: normaliser(nom),
  nomSon: sonner(normaliser(nom)),
  prenom: normaliser(prenom),
  prenomSon: sonner(premierePart(prenom)),
  neLe,
});
const numeros = (candidats: Candidat[], quoi: CriteresNom): number[] =>
  classerCandidats(candidats, quoi, sondesDe(quoi)).map(({ numero }) => numero);

const lettres = fc.string({ unit: fc.constantFrom(...'abcdefghilmnoprstuvz'), minLength: 4, maxLength: 12 });
/** Somebody's name, and the same with one edit. */
const uneFaute = lettres.chain((nom) =>
  fc
    .record({ nom: fc.constant(nom), tape: fc.constantFrom(...voisins(nom)) })
    .filter(({ tape }) => tape.length >= 3),
);

describe('CDAP-20 une lettre fausse', () => {
  test('la forme du vrai nom est toujours parmi celles que l’on sonde, et le vrai nom est gardé', () => {
    fc.assert(
      fc.property(uneFaute, ({ nom, tape }) => {
        const { noms, nomsVoisins } = sondesDe(criteres({ nom: tape }));
        expect([...noms, ...nomsVoisins]).toContain(sonner(nom));
        expect(numeros([candidat(nom, 'Claire')], criteres({ nom: tape }))).toEqual([1]);
      }),
    );
  });

  test('de même pour le prénom', () => {
    fc.assert(
      fc.property(uneFaute, ({ nom: prenom, tape }) => {
        const { prenoms, prenomsVoisins } = sondesDe(criteres({ prenom: tape }));
        expect([...prenoms, ...prenomsVoisins]).toContain(sonner(prenom));
        expect(numeros([candidat('Barvilin', prenom)], criteres({ prenom: tape }))).toEqual([1]);
      }),
    );
  });

  test('être voisin vaut dans les deux sens, et les voisins produits le sont', () => {
    fc.assert(
      fc.property(lettres, lettres, (a, b) => {
        expect(estVoisin(a, b)).toBe(estVoisin(b, a));
        expect(estVoisin(a, b)).toBe(voisins(a).has(b));
      }),
    );
    fc.assert(
      fc.property(uneFaute, ({ nom, tape }) => {
        expect(estVoisin(nom, tape)).toBe(true);
      }),
    );
  });

  test('un nom très long n’a pas de voisins : il se copie', () => {
    expect(voisins('a'.repeat(25)).size).toBe(0);
    expect(voisins('a'.repeat(24)).size).toBeGreaterThan(0);
  });
});

describe('CDAP-20 le nombre de sondes est borné', () => {
  test('quel que soit ce qui est tapé', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), fc.string({ maxLength: 100 }), (nom, prenom) => {
        const s = sondesDe(criteres({ nom: `Bar${nom}`, prenom }));
        expect(s.noms.length).toBeLessThanOrEqual(70);
        expect(s.nomsVoisins.length).toBeLessThanOrEqual(1400);
        expect(s.prenoms.length).toBeLessThanOrEqual(100);
      }),
    );
  });

  test('un nom ou un prénom très long n’en fait pas davantage qu’un nom ordinaire', () => {
    const long = 'Barvilin-'.repeat(11).slice(0, -1);
    expect(nomsPossibles('abcdefgh '.repeat(3) + long).length).toBeLessThanOrEqual(18);
    expect(prenomsPossibles('a'.repeat(100)).length).toBeLessThanOrEqual(25);
    const mots = Array.from({ length: 25 }, (_, i) => `ba${String.fromCharCode(97 + i)}`).join(' ');
    expect(nomsPossibles(mots).length).toBeLessThanOrEqual(18);
  });

  test('avec le jour entier, les voisins ne se sondent pas : tout le jour est comparé', () => {
    const s = sondesDe(criteres({ naissance: '1985-03-12' as Naissance }));
    expect(s.nomsVoisins).toEqual([]);
    expect(s.jours).toEqual(['1985-03-12', '1985-03', '1985']);
    expect(s.periode).toBeNull();
  });

  test('un mois ou une année sont une étendue, avec ce qui est moins précis à côté', () => {
    expect(sondesDe(criteres({ naissance: '1985-03' as Naissance }))).toMatchObject({
      jours: ['1985'],
      periode: { du: '1985-03', au: '1985-03-99' },
    });
    expect(sondesDe(criteres({ naissance: '1985' as Naissance }))).toMatchObject({
      jours: [],
      periode: { du: '1985', au: '1985-99' },
    });
  });
});

test('CDAP-20 les particules s’oublient et s’ajoutent', () => {
  expect(nomsPossibles('de la Tourvert')).toEqual(
    expect.arrayContaining(['delatourvert', 'tourvert', 'latourvert']),
  );
  expect(nomsPossibles('Valdoux')).toEqual(
    expect.arrayContaining(['valdoux', 'devaldoux', 'elvaldoux', 'benvaldoux']),
  );
  expect(nomsPossibles('Velzan-Pelibel')).toEqual(
    expect.arrayContaining(['velzanpelibel', 'velzan', 'pelibel']),
  );
});

describe('CDAP-20 l’ordre des lignes', () => {
  test('le nom juste d’abord, puis ce qui sonne pareil, puis une lettre, puis l’ordre inverse', () => {
    expect(
      numeros(
        [
          candidat('Claire', 'Barvilin', null, 5),
          candidat('Barvilan', 'Claire', null, 4),
          candidat('Barvilain', 'Claire', null, 3),
          candidat('de Barvilin', 'Claire', null, 2),
          candidat('Barvilin', 'Claire', null, 1),
          candidat('Dulraçon', 'Claire', null, 9),
        ],
        criteres(),
      ),
    ).toEqual([1, 2, 3, 4, 5]);
  });

  test('une date qui s’accorde passe avant une date inconnue, une autre date est quelqu’un d’autre', () => {
    const quoi = criteres({ naissance: '1985-03-12' as Naissance });
    expect(
      numeros(
        [
          candidat('Barvilin', 'Claire', null, 3),
          candidat('Barvilin', 'Claire', '1985', 2),
          candidat('Barvilin', 'Claire', '1985-03-12', 1),
          candidat('Barvilin', 'Claire', '1985-03-13', 8),
          candidat('Barvilin', 'Claire', '1986', 9),
        ],
        quoi,
      ),
    ).toEqual([1, 2, 3]);
  });

  test('un dossier n’a qu’une ligne, avec les adultes qui répondent le mieux', () => {
    const lui: Candidat = { ...candidat('Barvilin', 'Claire', null, 7), rang: 2 };
    expect(
      classerCandidats([candidat('Barvilon', 'Claire', null, 7), lui], criteres(), sondesDe(criteres())),
    ).toEqual([{ numero: 7, rangs: [2] }]);
  });

  test('une lettre fausse dans le nom et une dans le prénom font deux personnes', () => {
    expect(
      numeros([candidat('Barvilon', 'Clairi')], criteres({ nom: 'Barvilun', prenom: 'Clairo' })),
    ).toEqual([]);
  });
});
