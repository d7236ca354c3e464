import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { debutDuJour, finDuJour, jour } from '../../../kernel/jour.ts';
import {
  CONDITIONS_ATTRIBUTION,
  CONDITIONS_LECTURE,
  type FaitsDossier,
  type FaitsDroit,
  finDesDeuxAns,
  type Moment,
  usagesValides,
} from './conditions.ts';

const PARIS = 'Europe/Paris';
const le = (iso: string, fuseau = PARIS): Moment => ({ instant: debutDuJour(jour(iso), fuseau), fuseau });

const dossier: FaitsDossier = {
  etat: 'ouvert',
  suite: null,
  dateDonnees: '2026-11-01',
  accesRestreint: false,
  opposition: false,
  rsaEnCours: false,
  rsaDernierMois: null,
};
const dansLeChamp = (plus: Partial<FaitsDossier>, quand: Moment) =>
  CONDITIONS_LECTURE['rsa-deux-ans'].predicat({ ...dossier, ...plus }, quand);

describe('CDAP-13 RSA en cours ou versé dans les deux dernières années', () => {
  test.each([
    // last month with RSA, last day in scope, day after
    ['2024-11-01', '2026-11-30', '2026-12-01'],
    ['2024-02-01', '2026-02-28', '2026-03-01'],
    ['2022-02-01', '2024-02-28', '2024-02-29'],
    ['2024-12-01', '2026-12-31', '2027-01-01'],
  ])(
    'dernier mois %s : dans le champ le %s, hors du champ le %s',
    (rsaDernierMois, dernierJour, lendemain) => {
      expect(finDesDeuxAns(rsaDernierMois)).toBe(dernierJour);
      expect(dansLeChamp({ rsaDernierMois }, le(dernierJour))).toBe(true);
      expect(dansLeChamp({ rsaDernierMois }, le(lendemain))).toBe(false);
    },
  );

  test('le jour se compte dans le fuseau de la Caf', () => {
    // 30 November 21:00 UTC is already 1 December in La Réunion.
    const instant = Temporal.Instant.from('2026-11-30T21:00:00Z');
    expect(dansLeChamp({ rsaDernierMois: '2024-11-01' }, { instant, fuseau: PARIS })).toBe(true);
    expect(dansLeChamp({ rsaDernierMois: '2024-11-01' }, { instant, fuseau: 'Indian/Reunion' })).toBe(false);
  });

  test('jusqu’à la dernière seconde du dernier jour', () => {
    const minuit = finDuJour(jour('2026-11-30'), PARIS);
    const rsaDernierMois = '2024-11-01';
    expect(dansLeChamp({ rsaDernierMois }, { instant: minuit.subtract({ seconds: 1 }), fuseau: PARIS })).toBe(
      true,
    );
    expect(dansLeChamp({ rsaDernierMois }, { instant: minuit, fuseau: PARIS })).toBe(false);
  });

  test('RSA en cours : toujours ; jamais de RSA : jamais', () => {
    expect(dansLeChamp({ rsaEnCours: true }, le('2026-11-21'))).toBe(true);
    expect(dansLeChamp({ rsaDernierMois: null }, le('2026-11-21'))).toBe(false);
  });

  test('une fois hors du champ, on n’y revient pas', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 400 }), (jours, plus) => {
        const debut = jour('2024-03-01').add({ days: jours });
        const avant = dansLeChamp({ rsaDernierMois: '2024-03-01' }, le(debut.toString()));
        const apres = dansLeChamp({ rsaDernierMois: '2024-03-01' }, le(debut.add({ days: plus }).toString()));
        expect(apres && !avant).toBe(false);
      }),
    );
  });
});

const droit: FaitsDroit = {
  typePartenaire: 'association',
  usages: ['tarif'],
  equipement: { equipementId: 'e1', subventionDu: '2026-01-01', subventionAu: '2026-12-31' },
  departementHabilite: false,
};
const subventionne = CONDITIONS_ATTRIBUTION['service-subventionne'];
const parUsage = CONDITIONS_ATTRIBUTION['usage-tarif-creche'];

describe('CDAP-17 le droit T2 nomme un équipement subventionné', () => {
  test.each([
    ['2025-12-31', 'subvention-a-venir'],
    ['2026-01-01', null],
    ['2026-12-31', null],
    ['2027-01-01', 'subvention-echue'],
  ])('le %s : %s', (date, attendu) => {
    expect(subventionne.manquement(droit, le(date))).toBe(attendu);
  });

  test('sans équipement, ou sans usage, le droit est refusé', () => {
    expect(subventionne.manquement({ ...droit, equipement: null }, le('2026-06-01'))).toBe(
      'service-non-nomme',
    );
    expect(subventionne.manquement({ ...droit, usages: [] }, le('2026-06-01'))).toBe('usage-non-nomme');
    expect(parUsage.manquement({ ...droit, usages: [] }, le('2026-06-01'))).toBe('usage-non-nomme');
  });

  test.each([
    ['commune', null],
    ['epci', null],
    ['association', 'cantine-reservee'],
    ['ccas', 'cantine-reservee'],
  ])('cantine à 1 euro pour %s : %s', (typePartenaire, attendu) => {
    const cantine: FaitsDroit = { ...droit, typePartenaire, usages: ['cantine-un-euro'], equipement: null };
    expect(subventionne.manquement(cantine, le('2026-06-01'))).toBe(attendu);
  });

  test('une subvention sans fin ne tombe pas', () => {
    const sansFin: FaitsDroit = {
      ...droit,
      equipement: { equipementId: 'e1', subventionDu: '2026-01-01', subventionAu: null },
    };
    expect(subventionne.manquement(sansFin, le('2040-01-01'))).toBeNull();
  });

  test('la cantine survit à la fin de la subvention, pas la crèche', () => {
    const commune: FaitsDroit = {
      ...droit,
      typePartenaire: 'commune',
      usages: ['creche', 'cantine-un-euro'],
    };
    expect(usagesValides(commune, le('2026-12-31'))).toEqual(['creche', 'cantine-un-euro']);
    expect(usagesValides(commune, le('2027-01-01'))).toEqual(['cantine-un-euro']);
    expect(subventionne.manquement(commune, le('2027-01-01'))).toBeNull();
    expect(parUsage.blocsFermes(commune, le('2027-01-01'))).toEqual(['baseRessourcesEaje', 'handicap']);
  });

  test.each([
    [['tarif'], ['baseRessourcesEaje', 'handicap']],
    [['creche'], ['quotientFamilial']],
    [['creche', 'tarif'], []],
  ] as const)('usages %j ferment %j', (usages, fermes) => {
    expect(parUsage.blocsFermes({ ...droit, usages }, le('2026-06-01'))).toEqual(fermes);
  });
});

test('CDAP-13 T19 demande un département habilité', () => {
  const departement = CONDITIONS_ATTRIBUTION['departement-habilite'];
  expect(departement.manquement(droit, le('2026-06-01'))).toBe('departement-non-habilite');
  expect(departement.manquement({ ...droit, departementHabilite: true }, le('2026-06-01'))).toBeNull();
});
