import { describe, expect, test } from 'vitest';
import { instantDe } from '../../../kernel/jour.ts';
import catalogue2017 from './catalogue-2017.json' with { type: 'json' };
import catalogue2025 from './catalogue-2025.json' with { type: 'json' };
import { CONDITIONS_ATTRIBUTION } from './conditions-attribution.ts';
import { direInconnus, examinerMatrice } from './examiner-matrice.ts';
import type { FaitsDroit } from './faits.ts';
import { blocsOuverts, manquementsDuDroit, matriceBruteSchema } from './matrice.ts';
import { instantDEffet } from './prise-effet.ts';

const lire = (json: unknown) => matriceBruteSchema.parse(json);
const de2017 = examinerMatrice(lire(catalogue2017));
if (!de2017.ok) throw new Error(JSON.stringify(de2017.refus));
const ligne = (code: string) => {
  const trouvee = de2017.valeur.profils.get(code);
  if (!trouvee) throw new Error(code);
  return trouvee;
};
const quand = { instant: instantDe(new Date('2026-11-20T09:00:00Z')), fuseau: 'Europe/Paris' };
const droit = (plus: Partial<FaitsDroit>): FaitsDroit => ({
  typePartenaire: 'commune',
  siret: '21999001700010',
  usages: [],
  equipement: null,
  conditions: {},
  ...plus,
});
const EQUIPEMENT = { equipementId: 'e1', subventionDu: '2026-01-01', subventionAu: '2026-12-31' };

describe('CDAP-10 le catalogue de 2017', () => {
  test('nomme ses six profils, tous connus du programme', () => {
    expect([...de2017.valeur.profils.keys()]).toEqual(['T1', 'T2', 'T4', 'T5', 'T18', 'T19']);
    expect(examinerMatrice(lire(catalogue2025)).ok).toBe(true);
  });

  test.each([
    ['departement', 'ass', []],
    ['commune', 'ass', []],
    ['organisme:cnav', 'ass', []],
    ['departement', 'cesf', []],
    ['etat', 'cesf', []],
    ['commune', 'cesf', ['diplome-non-admis']],
    ['departement', 'educateur-specialise', ['diplome-non-admis']],
    ['ccas', 'ass', ['partenaire-non-admis']],
    ['mdph', 'ass', ['partenaire-non-admis']],
  ] as const)('T1 : %s, diplôme %s', (typePartenaire, diplome, voulus) => {
    const manquements = manquementsDuDroit(
      ligne('T1'),
      droit({ typePartenaire, conditions: { diplome } }),
      quand,
    );
    expect(manquements.map(({ manquement }) => manquement)).toEqual(voulus);
  });

  test('T2 : un équipement subventionné ouvre, la cantine à 1 euro n’ouvre rien', () => {
    const manquements = (plus: Partial<FaitsDroit>) =>
      manquementsDuDroit(ligne('T2'), droit(plus), quand).map(({ manquement }) => manquement);
    expect(manquements({ usages: ['tarif'], equipement: EQUIPEMENT })).toEqual([]);
    expect(manquements({ usages: ['cantine-un-euro'] })).toEqual(['cantine-hors-catalogue']);
    expect(manquements({ usages: [] })).toContain('usage-non-nomme');
    expect(manquements({ usages: ['tarif'] })).toEqual(['service-non-nomme']);
    expect(
      manquements({ usages: ['tarif'], equipement: { ...EQUIPEMENT, subventionAu: '2026-11-19' } }),
    ).toEqual(['subvention-echue']);
    expect(
      manquements({ usages: ['tarif'], equipement: { ...EQUIPEMENT, subventionAu: '2026-11-20' } }),
    ).toEqual([]);
  });

  test('T2 : la cantine nommée à côté de la crèche n’ouvre pas le quotient', () => {
    const blocs = (usages: FaitsDroit['usages']) =>
      blocsOuverts(ligne('T2'), droit({ usages, equipement: EQUIPEMENT }), quand, null).map(
        ({ bloc }) => bloc,
      );
    expect(blocs(['creche', 'cantine-un-euro'])).not.toContain('quotientFamilial');
    expect(blocs(['creche', 'cantine-un-euro'])).toContain('baseRessourcesEaje');
    expect(blocs(['creche', 'tarif'])).toContain('quotientFamilial');
  });

  test('T5 : les départements et leurs agences seulement, sans les ressources de l’année', () => {
    expect(ligne('T5').partenaires).toEqual(['departement', 'agence-insertion']);
    expect(ligne('T5').ouvertures.map(({ bloc }) => bloc)).not.toContain('ressourcesAnnuelles');
    const conditions = { variante: { variante: 'departement' as const, departements: ['59'] } };
    expect(
      manquementsDuDroit(ligne('T5'), droit({ typePartenaire: 'departement', conditions }), quand),
    ).toEqual([]);
    expect(
      manquementsDuDroit(ligne('T5'), droit({ typePartenaire: 'association', conditions }), quand),
    ).toEqual([{ condition: 'partenaire', manquement: 'partenaire-non-admis' }]);
  });

  test('les deux catalogues ne nomment que des conditions du registre', () => {
    expect(CONDITIONS_ATTRIBUTION['service-subventionne-2017'].aRenseigner).toEqual(['equipement']);
  });
});

describe('CDAP-10 une matrice proposée ne nomme que ce que le programme connaît', () => {
  const proposer = (code: string, plus: object) => {
    const verdict = examinerMatrice(
      lire({
        ...catalogue2025,
        profils: catalogue2025.profils.map((l) => (l.code === code ? { ...l, ...plus } : l)),
      }),
    );
    return verdict.ok ? 'acceptée' : direInconnus(verdict.refus.profils);
  };
  const condition = { code: 'rsa-deux-ans', sens: '', base: '' };

  test.each([
    [{}, 'acceptée'],
    [{ partenaires: ['departement', 'mairie'] }, 'T19 : partenaires'],
    [{ partenaires: ['departement', 'departement'] }, 'T19 : partenaires'],
    [{ conditionsLecture: [condition, condition] }, 'T19 : conditionsLecture'],
    [{ blocs: ['identite', 'quotient'] }, 'T19 : blocs'],
    [{ conditionsAttribution: [{ ...condition, code: 'beau-temps' }] }, 'T19 : conditionsAttribution'],
    [{ blocsReduits: { handicap: 'tout' } }, 'T19 : blocsReduits'],
  ])('%j', (plus, dit) => expect(proposer('T19', plus)).toBe(dit));

  test('un numéro ou un nom tapé à la place d’un code n’est pas répété', () => {
    expect(proposer('T19', { blocs: ['identite', '2840259350123 45'] })).toBe('T19 : blocs');
    expect(proposer('T19', { partenaires: ['Jeanne Dupont'] })).toBe('T19 : partenaires');
    expect(proposer('T19', { partenaires: ['284025935012345'] })).toBe('T19 : partenaires');
    expect(proposer('T19', { blocsReduits: { handicap: '284025935012345' } })).toBe('T19 : blocsReduits');
  });
});

describe('CDAP-10 une version prend effet tout de suite ou un jour à venir, à minuit de Paris', () => {
  const a = (jourEffet: string | null, maintenant: string) => {
    const effet = instantDEffet(jourEffet, instantDe(new Date(maintenant)));
    return effet.ok ? new Date(effet.valeur.epochMilliseconds).toISOString() : effet.refus.code;
  };
  test.each([
    [null, '2026-11-20T09:00:00.000Z', '2026-11-20T09:00:00.000Z'],
    ['2026-11-21', '2026-11-20T09:00:00.000Z', '2026-11-20T23:00:00.000Z'],
    ['2026-11-21', '2026-11-20T22:59:59.999Z', '2026-11-20T23:00:00.000Z'],
    ['2026-11-21', '2026-11-20T23:00:00.000Z', '2026-11-20T23:00:00.000Z'],
    ['2026-11-21', '2026-11-20T23:00:00.001Z', 'effet-passe'],
    ['2026-11-20', '2026-11-20T09:00:00.000Z', 'effet-passe'],
    ['2028-02-29', '2026-11-20T09:00:00.000Z', '2028-02-28T23:00:00.000Z'],
    ['2026-07-01', '2026-03-29T00:30:00.000Z', '2026-06-30T22:00:00.000Z'],
  ])('%s, depuis le %s', (jourEffet, maintenant, attendu) => expect(a(jourEffet, maintenant)).toBe(attendu));
});
