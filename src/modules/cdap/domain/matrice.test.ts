import { describe, expect, test } from 'vitest';
import { unFaitDossier, unFaitDroit } from '../../../../tests/support/faits-cdap.ts';
import { debutDuJour, jour } from '../../../kernel/jour.ts';
import catalogue from './catalogue-2025.json' with { type: 'json' };
import type { FaitsDroit, UsageT2 } from './faits.ts';
import {
  blocsOuverts,
  chargerMatrice,
  estPourPartenaire,
  manquementsDuDroit,
  verifierMatrice,
} from './matrice.ts';

const quand = { instant: debutDuJour(jour('2026-11-21'), 'Europe/Paris'), fuseau: 'Europe/Paris' };
const ligneDe = (code: string) => {
  const ligne = catalogue.profils.find((profil) => profil.code === code);
  if (!ligne) throw new Error(code);
  return ligne;
};
const version = (...profils: unknown[]) => ({ version: 'essai', note: '', profils });
const inconnus = (plus: object) => {
  const verdict = verifierMatrice(version({ ...ligneDe('T2'), ...plus }));
  return verdict.ok ? [] : verdict.refus.profils.flatMap((profil) => profil.inconnus);
};

describe('CDAP-10 la matrice ne désigne que des codes connus', () => {
  test('T2 et T19 du catalogue sont connus en entier', () => {
    expect(verifierMatrice(version(ligneDe('T2'), ligneDe('T19'))).ok).toBe(true);
  });

  test.each([
    [{ blocs: ['identite', 'quotient'], blocsReduits: {} }, 'blocs.quotient'],
    [{ blocs: ['identite', 'identite'], blocsReduits: {} }, 'blocs.identite en double'],
    [{ blocsReduits: { famille: 'toute' } }, 'blocsReduits.famille:toute'],
    [{ blocsReduits: { famille: 'constructor' } }, 'blocsReduits.famille:constructor'],
    [{ blocsReduits: { constructor: 'name' } }, 'blocsReduits.constructor:name'],
    [{ blocsReduits: { handicap: 'composition' } }, 'blocsReduits.handicap:composition'],
    [{ blocsReduits: { quotientFamilial: 'actuel' } }, 'blocsReduits.quotientFamilial déjà complet'],
    [
      { conditionsLecture: [{ code: 'rsa-trois-ans', sens: '', base: '' }] },
      'conditionsLecture.rsa-trois-ans',
    ],
    [{ conditionsLecture: [{ code: 'toString', sens: '', base: '' }] }, 'conditionsLecture.toString'],
    [{ conditionsAttribution: [{ code: 'permis', sens: '', base: '' }] }, 'conditionsAttribution.permis'],
  ])('%j est refusé', (plus, nomme) => {
    expect(inconnus(plus)).toEqual([nomme]);
  });

  test.each([
    null,
    'T2',
    {},
    version(),
    version({ ...ligneDe('T2'), enPlus: 1 }),
    version(ligneDe('T2'), ligneDe('T2')),
  ])('une forme illisible est refusée : %j', (json) => {
    expect(verifierMatrice(json)).toMatchObject({ ok: false, refus: { code: 'matrice-illisible' } });
  });

  test('au chargement, un profil à la condition inconnue n’est pas servi, les autres le sont', () => {
    const t4 = catalogue.profils.find(({ code }) => code === 'T4');
    if (!t4) throw new Error('T4');
    const inconnue = { code: 'lune-pleine', sens: '', base: 'derived' };
    const profils = catalogue.profils.map((ligne) =>
      ligne === t4 ? { ...t4, conditionsLecture: [...t4.conditionsLecture, inconnue] } : ligne,
    );
    const charge = chargerMatrice({ ...catalogue, profils });
    if (!charge.ok) throw new Error(charge.refus.code);
    const { matrice, refuses } = charge.valeur;
    expect(refuses).toEqual([{ profil: 'T4', inconnus: ['conditionsLecture.lune-pleine'] }]);
    expect(matrice.profils.has('T4')).toBe(false);
    expect(matrice.profils.size).toBe(catalogue.profils.length - 1);
  });

  test('les dix-neuf profils du catalogue de 2025 sont servis', () => {
    const verifiee = verifierMatrice(catalogue);
    expect(verifiee.ok && [...verifiee.valeur.profils.keys()]).toEqual(
      'T1 T2 T4 T5 T6 T8 T9 T10 T11 T12 T13 T14 T15 T16 T18 T19 T20 T21 T22'.split(' '),
    );
  });
});

const matrice = chargerMatrice(catalogue);
const chargee = (code: string) => {
  const ligne = matrice.ok ? matrice.valeur.matrice.profils.get(code) : undefined;
  if (!ligne) throw new Error(code);
  return ligne;
};
const droit = (usages: readonly UsageT2[]): FaitsDroit =>
  unFaitDroit({ usages, equipement: { equipementId: 'e1', subventionDu: '2026-01-01', subventionAu: null } });
const COMMUNS = ['identite:complet', 'numero:complet', 'adresse:complet', 'famille:composition'];
const ouverts = (code: string, usages: readonly UsageT2[]) =>
  blocsOuverts(chargee(code), droit(usages), quand, null).map(({ bloc, variante }) => `${bloc}:${variante}`);

describe('CDAP-17 blocs ouverts par un droit T2', () => {
  test('l’usage tarif ouvre le quotient, pas la base de ressources', () => {
    expect(ouverts('T2', ['tarif'])).toEqual([
      ...COMMUNS,
      'quotientFamilial:complet',
      'affiliation:ailleurs',
    ]);
    expect(ouverts('T2', ['cantine-un-euro'])).toEqual(ouverts('T2', ['tarif']));
  });

  test('l’usage crèche ouvre la base de ressources et le nombre d’enfants AEEH, pas le quotient', () => {
    expect(ouverts('T2', ['creche'])).toEqual([
      ...COMMUNS,
      'baseRessourcesEaje:complet',
      'handicap:nombre-aeeh',
      'affiliation:ailleurs',
    ]);
  });

  test('sans usage valable, ni l’un ni l’autre', () => {
    expect(ouverts('T2', [])).toEqual([...COMMUNS, 'affiliation:ailleurs']);
  });
});

test('CDAP-13 T19 ouvre le NIR et le RSA, jamais le quotient ni le complément de garde', () => {
  const blocs = ouverts('T19', []);
  expect(blocs).toEqual(expect.arrayContaining(['nir:complet', 'rsa:complet', 'handicap:etat']));
  expect(blocs.some((bloc) => /^(quotientFamilial|cmg|protection|baseRessourcesEaje):/.test(bloc))).toBe(
    false,
  );
});

test('CDAP-10 les types de partenaires d’un profil', () => {
  expect(estPourPartenaire(chargee('T2'), 'association')).toBe(true);
  expect(estPourPartenaire(chargee('T19'), 'departement')).toBe(true);
  expect(estPourPartenaire(chargee('T19'), 'commune')).toBe(false);
});

describe('CDAP-31 CDAP-10 ce qui manque à un droit', () => {
  const manque = (code: string, plus: Partial<FaitsDroit>) =>
    manquementsDuDroit(chargee(code), unFaitDroit(plus), quand).map(({ manquement }) => manquement);

  test('un organisme pour lequel le profil n’est pas prévu n’apprend rien de plus', () => {
    expect(manque('T19', { typePartenaire: 'commune' })).toEqual(['partenaire-non-admis']);
    expect(manque('T6', { typePartenaire: 'organisme:cpam' })).toEqual([]);
    expect(manque('T6', { typePartenaire: 'organisme:msa' })).toEqual(['partenaire-non-admis']);
  });

  test('un CCAS doit un diplôme et ses conditions, une commune le diplôme seul', () => {
    expect(manque('T1', { typePartenaire: 'ccas' })).toEqual(['diplome-absent', 'conditions-ccas-absentes']);
    expect(manque('T1', { typePartenaire: 'commune' })).toEqual(['diplome-absent']);
    expect(manque('T1', { typePartenaire: 'commune', conditions: { diplome: 'ass' } })).toEqual([]);
  });
});

test('CDAP-31 T5 : la MSA lit les ressources de l’année si une aide au logement est versée, les autres jamais', () => {
  const blocs = (variante: 'departement' | 'msa', aideLogement: boolean | null) =>
    blocsOuverts(
      chargee('T5'),
      unFaitDroit({ conditions: { variante: { variante, departements: ['59'] } } }),
      quand,
      aideLogement === null ? null : unFaitDossier({ aideLogement }),
    ).map(({ bloc, variante: forme }) => `${bloc}:${forme}`);
  const ressources = 'ressourcesAnnuelles:msa-aide-logement';
  expect(blocs('msa', true)).toContain(ressources);
  expect(blocs('msa', false)).not.toContain(ressources);
  expect(blocs('departement', true)).not.toContain(ressources);
  // Without a file: what the right can open of some file.
  expect(blocs('msa', null)).toContain(ressources);
});
