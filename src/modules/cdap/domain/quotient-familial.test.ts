import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PRESTATIONS } from './codes.ts';
import { dossiersTemoins } from './population.ts';
import {
  calculerQuotient,
  comptePourQuotient,
  droitsDuMois,
  type EnfantCompte,
  expliquerQuotient,
  nombreDeParts,
} from './quotient-familial.ts';

const plein: EnfantCompte = { gardeAlternee: false, handicap: false };
const partage: EnfantCompte = { gardeAlternee: true, handicap: false };
const handicape: EnfantCompte = { gardeAlternee: false, handicap: true };

const enfants = fc.array(fc.record({ gardeAlternee: fc.boolean(), handicap: fc.boolean() }), {
  maxLength: 10,
});

describe('CDAP-06 nombre de parts', () => {
  test.each<[string, EnfantCompte[], number]>([
    ['sans enfant', [], 2],
    ['un enfant', [plein], 2.5],
    ['deux enfants', [plein, plein], 3],
    ['trois enfants', [plein, plein, plein], 4],
    ['quatre enfants', [plein, plein, plein, plein], 4.5],
    ['cinq enfants', [plein, plein, plein, plein, plein], 5],
    ['un enfant handicapé', [handicape], 3],
    ['trois enfants dont un handicapé', [plein, handicape, plein], 4.5],
    ['un enfant en garde alternée', [partage], 2.25],
    ['le troisième en garde alternée', [plein, plein, partage], 3.5],
    ['trois en garde alternée', [partage, partage, partage], 3],
    ['un enfant handicapé en garde alternée', [{ gardeAlternee: true, handicap: true }], 2.5],
  ])('%s', (_, liste, parts) => {
    expect(nombreDeParts(liste)).toBe(parts);
  });

  test('deux gardes alternées complémentaires comptent l’enfant une fois', () => {
    fc.assert(
      fc.property(enfants, (liste) => {
        const moitie = nombreDeParts(liste.map((e) => ({ ...e, gardeAlternee: true }))) - 2;
        expect(2 * moitie).toBe(nombreDeParts(liste.map((e) => ({ ...e, gardeAlternee: false }))) - 2);
      }),
    );
  });

  test('un enfant de plus ne retire jamais de part, et les parts vont par quarts', () => {
    fc.assert(
      fc.property(enfants, fc.boolean(), (liste, handicap) => {
        const avant = nombreDeParts(liste);
        expect(nombreDeParts([...liste, { gardeAlternee: true, handicap }])).toBeGreaterThan(avant);
        expect(Number.isInteger(avant * 4)).toBe(true);
      }),
    );
  });
});

describe('CDAP-06 calcul du quotient', () => {
  test.each([
    // annual €, monthly benefits €, parts, QF
    [24_000, 0, 2, 1000],
    [24_000, 150, 3, 717],
    [23_988, 0, 2, 1000],
    [23_987, 0, 2, 999],
    [0, 0, 2, 0],
    [0, 1, 2, 1],
    [12, 0, 2.25, 0],
    [30_000, 355.55, 2.25, 1269],
  ])('%d € par an et %d € par mois pour %d parts : %d', (annuel, mensuel, parts, attendu) => {
    expect(
      calculerQuotient({
        ressourcesAnnuellesCentimes: annuel * 100,
        prestationsMensuellesCentimes: Math.round(mensuel * 100),
        parts,
      }),
    ).toBe(attendu);
  });

  test('juste sous la demie on arrondit en dessous, à la demie au-dessus', () => {
    const quotient = (ressourcesAnnuellesCentimes: number) =>
      calculerQuotient({ ressourcesAnnuellesCentimes, prestationsMensuellesCentimes: 0, parts: 2 });
    expect(quotient(2_401_199)).toBe(1000);
    expect(quotient(2_401_200)).toBe(1001);
    expect(quotient(2_401_201)).toBe(1001);
  });

  test('le quotient est un entier qui croît avec les ressources et décroît avec les parts', () => {
    const centimes = fc.integer({ min: 0, max: 20_000_000 });
    fc.assert(
      fc.property(
        centimes,
        fc.integer({ min: 0, max: 400_000 }),
        fc.integer({ min: 8, max: 40 }),
        (r, p, quarts) => {
          const donnees = {
            ressourcesAnnuellesCentimes: r,
            prestationsMensuellesCentimes: p,
            parts: quarts / 4,
          };
          const qf = calculerQuotient(donnees);
          expect(Number.isInteger(qf)).toBe(true);
          expect(Math.abs(qf - (r / 12 + p) / (quarts / 4) / 100)).toBeLessThanOrEqual(0.5 + 1e-6);
          expect(calculerQuotient({ ...donnees, ressourcesAnnuellesCentimes: r + 120_000 })).toBeGreaterThan(
            qf,
          );
          expect(calculerQuotient({ ...donnees, parts: donnees.parts + 0.25 })).toBeLessThanOrEqual(qf);
        },
      ),
    );
  });

  test('les prestations versées une fois et le complément de garde ne comptent pas, les autres comptent', () => {
    const hors = PRESTATIONS.filter((prestation) => !comptePourQuotient(prestation));
    expect(hors.sort()).toEqual(['ARS', 'CMG', 'PAJE-PRIME', 'PRIME-NOEL']);
  });
});

describe('CDAP-06 explication du quotient', () => {
  const blocs = dossiersTemoins('591', '2026-11').find(({ dossier }) => dossier.numero === 24_680)?.dossier
    .blocs;
  if (!blocs) throw new Error('témoin absent');

  test('elle retrouve le chiffre affiché, avec ses parts', () => {
    const explication = expliquerQuotient(blocs);
    expect(blocs.quotientFamilial?.actuel).toMatchObject({ etat: 'valeur', valeur: explication?.quotient });
    expect(explication?.parts.enfants?.map(({ parts }) => parts)).toEqual([0.5, 1, 1, 0.5]);
    expect(explication?.parts.total).toBe(5);
    expect(explication?.prestations.comptees.map(({ prestation }) => prestation)).toContain('AEEH');
  });

  test.each(['quotientFamilial', 'ressourcesAnnuelles', 'droits'] as const)(
    'rien sans la rubrique %s',
    (bloc) => {
      const { [bloc]: _fermee, ...ouverts } = blocs;
      expect(expliquerQuotient(ouverts)).toBeNull();
    },
  );

  test('le détail des parts se tait quand le handicap n’est pas ouvert', () => {
    const { handicap: _ferme, ...ouverts } = blocs;
    expect(expliquerQuotient(ouverts)?.parts).toEqual({ foyer: 2, enfants: null, total: 5 });
  });

  test('rien à expliquer quand le quotient n’est pas connu', () => {
    const inconnu = dossiersTemoins('591', '2026-11').find(({ dossier }) => dossier.numero === 33_333);
    expect(inconnu && expliquerQuotient(inconnu.dossier.blocs)).toBeNull();
  });

  test('un droit compte du premier au dernier mois compris', () => {
    const droit = {
      prestation: 'AF',
      etat: 'clos',
      du: '2026-03',
      au: '2026-05',
      montantMensuelCentimes: 1,
    } as const;
    const mois = ['2026-02', '2026-03', '2026-05', '2026-06'].map((m) => droitsDuMois([droit], m).length);
    expect(mois).toEqual([0, 1, 1, 0]);
    expect(droitsDuMois([{ ...droit, etat: 'suspendu' }], '2026-04')).toEqual([]);
  });
});
