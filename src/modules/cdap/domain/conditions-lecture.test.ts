import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { SIREN_LECTEUR, unFaitDossier, unFaitDroit } from '../../../../tests/support/faits-cdap.ts';
import { debutDuJour, finDuJour, jour } from '../../../kernel/jour.ts';
import catalogue from './catalogue-2025.json' with { type: 'json' };
import { CODES_LECTURE, CONDITIONS_LECTURE, type CodeLecture, finDesDeuxAns } from './conditions-lecture.ts';
import type { FaitsDossier, FaitsDroit, Moment } from './faits.ts';

const PARIS = 'Europe/Paris';
const le = (iso: string, fuseau = PARIS): Moment => ({ instant: debutDuJour(jour(iso), fuseau), fuseau });

const dansLeChamp = (plus: Partial<FaitsDossier>, quand: Moment) =>
  CONDITIONS_LECTURE['rsa-deux-ans'].predicat(unFaitDossier(plus), unFaitDroit(), quand);

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

const remplie = (
  code: CodeLecture,
  faits: Partial<FaitsDossier>,
  droit: Partial<FaitsDroit> = {},
  date = '2026-11-21',
) => CONDITIONS_LECTURE[code].predicat(unFaitDossier(faits), unFaitDroit(droit), le(date));

test('CDAP-12 T4 ne lit que les dossiers où le RSA est en cours', () => {
  expect(remplie('beneficiaire-rsa', { rsaEnCours: true })).toBe(true);
  expect(remplie('beneficiaire-rsa', { rsaEnCours: false, rsaDernierMois: '2026-10-01' })).toBe(false);
});

describe('CDAP-31 variantes de T5', () => {
  const variante = (nom: 'departement' | 'association' | 'msa', ...departements: string[]) => ({
    conditions: { variante: { variante: nom, departements } },
  });

  test.each([
    ['59', ['59'], true],
    ['59', ['62', '59'], true],
    ['2A', ['2B'], false],
    ['59', ['5'], false],
    [null, ['59'], false],
  ] as const)('dossier du département %s, droit sur %j : %s', (departement, siens, attendu) => {
    expect(remplie('departement-du-dossier', { departement }, variante('departement', ...siens))).toBe(
      attendu,
    );
  });

  test('sans département enregistré, aucun dossier', () => {
    expect(remplie('departement-du-dossier', { departement: '59' })).toBe(false);
  });

  test('la MSA ne lit que les dossiers en transfert ; les autres n’y sont pas tenus', () => {
    expect(remplie('mutation-en-cours', { mutationEnCours: false }, variante('msa', '59'))).toBe(false);
    expect(remplie('mutation-en-cours', { mutationEnCours: true }, variante('msa', '59'))).toBe(true);
    expect(remplie('mutation-en-cours', { mutationEnCours: false }, variante('association', '59'))).toBe(
      true,
    );
  });
});

describe('CDAP-16 le dossier est lié à qui le lit', () => {
  const mesure = { protecteur: SIREN_LECTEUR, protectionDu: '2026-02-28', protectionAu: '2026-11-21' };

  test.each([
    ['2026-02-27', false],
    ['2026-02-28', true],
    ['2026-11-21', true],
    ['2026-11-22', false],
  ])('mesure du 28 février au 21 novembre, lue le %s : %s', (date, attendu) => {
    expect(remplie('mesure-active', mesure, {}, date)).toBe(attendu);
  });

  test('une mesure sans fin court encore ; celle d’un autre n’ouvre rien', () => {
    expect(remplie('mesure-active', { ...mesure, protectionAu: null }, {}, '2040-01-01')).toBe(true);
    expect(remplie('mesure-active', { ...mesure, protecteur: '500000001' })).toBe(false);
    expect(remplie('mesure-active', { ...mesure, protecteur: null })).toBe(false);
  });

  test('T10 : le logement de ce bailleur, par l’un ou l’autre de ses établissements', () => {
    const siret = `${SIREN_LECTEUR}99999`;
    expect(remplie('logement-du-bailleur', { bailleurTiersPayant: SIREN_LECTEUR }, { siret })).toBe(true);
    expect(remplie('logement-du-bailleur', { bailleurTiersPayant: '500000001' }, { siret })).toBe(false);
    expect(remplie('logement-du-bailleur', { bailleurTiersPayant: null }, { siret })).toBe(false);
  });

  test('T22 : les dossiers d’étudiants', () => {
    expect(remplie('dossier-etudiant', { etudiant: true })).toBe(true);
    expect(remplie('dossier-etudiant', {})).toBe(false);
  });
});

test('CDAP-15 T21 demande au moins la trace d’une demande de CMG', () => {
  expect(remplie('trace-cmg', { traceCmg: true })).toBe(true);
  expect(remplie('trace-cmg', {})).toBe(false);
});

test('CDAP-19 « personne informée » est le même fait que l’opposition', () => {
  expect(remplie('personne-informee', { opposition: false })).toBe(true);
  expect(remplie('personne-informee', { opposition: true })).toBe(false);
});

test('CDAP-10 toute condition de lecture du registre sert à un profil du catalogue', () => {
  const citees = catalogue.profils.flatMap(({ conditionsLecture }) =>
    conditionsLecture.map(({ code }) => code),
  );
  expect([...new Set(citees)].sort()).toEqual([...CODES_LECTURE].sort());
});
