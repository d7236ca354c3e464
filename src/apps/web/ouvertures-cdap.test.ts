import { expect, test } from 'vitest';
import type { ProfilCdap } from '../../modules/cdap/contract.ts';
import { MANQUEMENTS } from '../../modules/cdap/domain/conditions-attribution.ts';
import { ouverturesCdap } from './ouvertures-cdap.ts';

const HABILITATION = 'ceb9b018-a61d-7d97-8054-235ce1f4aa06';

const ouvrir = (change: Partial<ProfilCdap>) =>
  ouverturesCdap([
    {
      habilitation: HABILITATION,
      profil: 'T2',
      libelle: 'Prestataires de services sociaux',
      utilisable: true,
      empechements: [],
      usages: [],
      equipement: null,
      missions: [],
      rubriques: [],
      conditions: [],
      ...change,
    },
  ]).get(HABILITATION);

test('HAB-05 ce que le profil ouvre se dit en mots', () => {
  const ouverture = ouvrir({
    rubriques: [
      { bloc: 'quotientFamilial', variante: 'complet' },
      { bloc: 'famille', variante: 'nombre' },
    ],
    conditions: ['rsa-deux-ans', 'condition-du-futur'],
  });
  expect(ouverture?.rubriques).toEqual(['Quotient familial', 'Famille\u00a0: nombre de personnes']);
  expect(ouverture?.conditions).toEqual([
    'RSA en cours, ou versé dans les deux dernières années',
    'une condition propre au profil',
  ]);
});

test('HAB-01 ce que les habilitations disent déjà n’est pas répété', () => {
  expect(ouvrir({ empechements: ['partenaire-suspendu'] })?.empechements).toEqual([]);
});

test.each([...MANQUEMENTS, 'profil-non-servi'])(
  'HAB-01 %s dit ce qui manque et ce qu’il faut faire',
  (code) => {
    const [dit] = ouvrir({ empechements: [code] })?.empechements ?? [];
    expect(dit?.code).toBe(code);
    expect(dit?.titre.length).toBeGreaterThan(40);
    expect(dit?.titre).not.toContain(code);
  },
);
