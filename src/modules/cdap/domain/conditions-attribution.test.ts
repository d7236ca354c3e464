import { describe, expect, test } from 'vitest';
import { unFaitDossier, unFaitDroit } from '../../../../tests/support/faits-cdap.ts';
import { debutDuJour, jour } from '../../../kernel/jour.ts';
import {
  CODES_ATTRIBUTION,
  CONDITIONS_ATTRIBUTION,
  type CodeAttribution,
  MANQUEMENTS,
  usagesValides,
} from './conditions-attribution.ts';
import { type ConditionsEnregistrees, lireConditions } from './conditions-enregistrees.ts';
import type { FaitsDroit, Moment } from './faits.ts';

const le = (iso: string): Moment => ({
  instant: debutDuJour(jour(iso), 'Europe/Paris'),
  fuseau: 'Europe/Paris',
});
const droit = unFaitDroit({ typePartenaire: 'association' });
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
    expect(parUsage.blocsFermes(commune, le('2027-01-01'), null)).toEqual(['baseRessourcesEaje', 'handicap']);
  });

  test.each([
    [['tarif'], ['baseRessourcesEaje', 'handicap']],
    [['creche'], ['quotientFamilial']],
    [['creche', 'tarif'], []],
  ] as const)('usages %j ferment %j', (usages, fermes) => {
    expect(parUsage.blocsFermes({ ...droit, usages }, le('2026-06-01'), null)).toEqual(fermes);
  });
});

test('CDAP-13 T19 demande un département habilité', () => {
  const departement = CONDITIONS_ATTRIBUTION['departement-habilite'];
  expect(departement.manquement(droit, le('2026-06-01'))).toBe('departement-non-habilite');
  expect(
    departement.manquement({ ...droit, conditions: { 'departement-habilite': true } }, le('2026-06-01')),
  ).toBeNull();
});

const manque = (
  code: CodeAttribution,
  typePartenaire: string,
  conditions: ConditionsEnregistrees,
  date = '2026-11-21',
) => CONDITIONS_ATTRIBUTION[code].manquement(unFaitDroit({ typePartenaire, conditions }), le(date));

const ACTE = { reference: 'C-1', du: '2026-02-01', au: '2026-11-20' };

describe('CDAP-31 les conditions enregistrées de chaque profil', () => {
  test.each([
    ['diplome', 'ccas', 'diplome-absent', { diplome: 'ass' }],
    ['conditions-ccas', 'ccas', 'conditions-ccas-absentes', { 'conditions-ccas': true }],
    ['instruction-rsa', 'ccas', 'instruction-absente', { 'instruction-rsa': { services: ['059C12301'] } }],
    ['fonction', 'spip', 'fonction-absente', { fonction: 'conseiller-probation' }],
    ['polyvalence-secteur', 'ccas', 'polyvalence-absente', { 'polyvalence-secteur': true }],
    [
      'ile-de-france',
      'prestataire-transport',
      'ile-de-france-absente',
      { 'ile-de-france': { seuilQf: 900 } },
    ],
    ['usage-dalo-ccapex', 'prefecture', 'commission-absente', { 'usage-dalo-ccapex': { usage: 'dalo' } }],
    ['qualification', 'crous', 'qualification-absente', { qualification: 'cesf' }],
  ] as const)('%s : absente, puis enregistrée', (code, type, manquement, conditions) => {
    expect(manque(code, type, {})).toBe(manquement);
    expect(manque(code, type, lireConditions(conditions))).toBeNull();
  });

  test.each([
    ['conditions-ccas', 'commune'],
    ['polyvalence-secteur', 'departement'],
    ['agrement-fsl', 'departement'],
    ['contrat-departement', 'departement'],
    ['contrat-departement', 'organisme:msa'],
  ] as const)('%s ne concerne pas %s', (code, type) => {
    expect(manque(code, type, {})).toBeNull();
  });

  test.each([
    ['contrat-departement', 'association', 'contrat'],
    ['agrement', 'mandataire-judiciaire', 'agrement'],
    ['agrement-fsl', 'gestionnaire-fsl', 'agrement'],
  ] as const)('%s : le droit commence et finit avec l’acte', (code, type, nom) => {
    const avec = (date: string) => manque(code, type, { [code]: ACTE }, date);
    expect(manque(code, type, {})).toBe(`${nom}-absent`);
    expect(avec('2026-01-31')).toBe(`${nom}-a-venir`);
    expect(avec('2026-02-01')).toBeNull();
    expect(avec('2026-11-20')).toBeNull();
    expect(avec('2026-11-21')).toBe(`${nom}-echu`);
    expect(manque(code, type, { [code]: { ...ACTE, au: null } }, '2040-01-01')).toBeNull();
  });

  test('Ccapex a une fin, Dalo n’en a pas', () => {
    const ccapex = { 'usage-dalo-ccapex': { usage: 'ccapex', au: '2026-11-20' } } as const;
    expect(manque('usage-dalo-ccapex', 'prefecture', ccapex, '2026-11-20')).toBeNull();
    expect(manque('usage-dalo-ccapex', 'prefecture', ccapex, '2026-11-21')).toBe('commission-echue');
  });

  test.each([
    ['departement', 'departement', null],
    ['agence-insertion', 'departement', null],
    ['association', 'association', null],
    ['organisme:msa', 'msa', null],
    ['association', 'departement', 'variante-non-admise'],
    ['departement', 'msa', 'variante-non-admise'],
    ['commune', 'departement', 'variante-non-admise'],
  ] as const)('T5 : %s sous la variante %s : %s', (type, variante, attendu) => {
    expect(manque('variante', type, { variante: { variante, departements: ['59'] } })).toBe(attendu);
  });

  test('T5 : les ressources de l’année s’ouvrent à la MSA seule, où une aide au logement est versée', () => {
    const { blocsFermes } = CONDITIONS_ATTRIBUTION.variante;
    const droitT5 = (variante: 'departement' | 'msa') =>
      unFaitDroit({ conditions: { variante: { variante, departements: ['59'] } } });
    const avecAide = unFaitDossier({ aideLogement: true });
    const jourLu = le('2026-11-21');
    expect(blocsFermes(droitT5('msa'), jourLu, avecAide)).toEqual([]);
    expect(blocsFermes(droitT5('msa'), jourLu, unFaitDossier())).toEqual(['ressourcesAnnuelles']);
    expect(blocsFermes(droitT5('departement'), jourLu, avecAide)).toEqual(['ressourcesAnnuelles']);
    expect(blocsFermes(unFaitDroit(), jourLu, avecAide)).toEqual(['ressourcesAnnuelles']);
  });

  test.each([
    ['commune', 'ass', null],
    ['departement', 'cesf', null],
    ['etat', 'cesf', null],
    ['commune', 'cesf', 'diplome-non-admis'],
    ['departement', 'educateur-specialise', 'diplome-non-admis'],
  ] as const)('T1 de 2017 : %s, diplôme %s : %s', (type, diplome, attendu) => {
    expect(manque('diplome-2017', type, { diplome })).toBe(attendu);
  });

  test('le référent unique est une preuve, et n’ouvre ni ne ferme rien', () => {
    expect(manque('referent-unique', 'departement', {})).toBeNull();
  });

  test('tout manquement sauf le type de partenaire vient d’une condition du registre', () => {
    const types = ['ccas', 'commune', 'association', 'departement', 'gestionnaire-fsl', 'organisme:msa'];
    const enregistrements: ConditionsEnregistrees[] = [
      {},
      { diplome: 'cesf', variante: { variante: 'msa', departements: ['59'] } },
      {
        'contrat-departement': ACTE,
        agrement: ACTE,
        'usage-dalo-ccapex': { usage: 'ccapex', au: '2026-01-01' },
      },
    ];
    const equipements: FaitsDroit['equipement'][] = [
      null,
      { equipementId: 'e', subventionDu: '2027-01-01', subventionAu: null },
      { equipementId: 'e', subventionDu: '2020-01-01', subventionAu: '2020-12-31' },
    ];
    const trouves = new Set<string>();
    for (const code of CODES_ATTRIBUTION)
      for (const typePartenaire of types)
        for (const conditions of enregistrements)
          for (const equipement of equipements)
            for (const usages of [[], ['tarif'], ['cantine-un-euro']] as FaitsDroit['usages'][])
              for (const date of ['2025-01-01', '2026-12-31']) {
                const faits = unFaitDroit({ typePartenaire, conditions, equipement, usages });
                const trouve = CONDITIONS_ATTRIBUTION[code].manquement(faits, le(date));
                if (trouve !== null) trouves.add(trouve);
              }
    expect([...trouves].sort()).toEqual(MANQUEMENTS.filter((code) => code !== 'partenaire-non-admis').sort());
  });
});

describe('CDAP-31 un enregistrement mal formé compte pour absent', () => {
  test.each([
    ['un diplôme inventé', { diplome: 'maçon' }],
    ['une chaîne au lieu d’un oui', { 'departement-habilite': 'true' }],
    ['un acte sans date', { agrement: { reference: 'A' } }],
    ['une Ccapex sans fin', { 'usage-dalo-ccapex': { usage: 'ccapex' } }],
    ['un numéro d’instructeur trop court', { 'instruction-rsa': { services: ['059C1'] } }],
    ['un code inconnu', { autre: true }],
    ['un membre hérité', Object.create({ diplome: 'ass' }) as Record<string, unknown>],
  ])('%s', (_quoi, json) => {
    expect(lireConditions(json)).toEqual({});
  });
});
