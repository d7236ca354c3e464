import { describe, expect, test } from 'vitest';
import { debutDuJour, jour } from '../../../kernel/jour.ts';
import catalogue from './catalogue-2025.json' with { type: 'json' };
import type { FaitsDroit, UsageT2 } from './conditions.ts';
import { blocsOuverts, chargerMatrice, estPourPartenaire, verifierMatrice } from './matrice.ts';

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
    [{ conditionsAttribution: [{ code: 'diplome', sens: '', base: '' }] }, 'conditionsAttribution.diplome'],
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
    const charge = chargerMatrice(catalogue);
    if (!charge.ok) throw new Error(charge.refus.code);
    const { matrice, refuses } = charge.valeur;
    expect([...matrice.profils.keys()]).toEqual(expect.arrayContaining(['T2', 'T19']));
    expect(refuses.find(({ profil }) => profil === 'T4')?.inconnus).toContain(
      'conditionsLecture.numero-instructeur',
    );
    expect(matrice.profils.has('T4')).toBe(false);
    expect(matrice.profils.size + refuses.length).toBe(catalogue.profils.length);
  });
});

const matrice = chargerMatrice(catalogue);
const chargee = (code: string) => {
  const ligne = matrice.ok ? matrice.valeur.matrice.profils.get(code) : undefined;
  if (!ligne) throw new Error(code);
  return ligne;
};
const droit = (usages: readonly UsageT2[]): FaitsDroit => ({
  typePartenaire: 'commune',
  usages,
  equipement: { equipementId: 'e1', subventionDu: '2026-01-01', subventionAu: null },
  departementHabilite: true,
});
const COMMUNS = ['identite:complet', 'numero:complet', 'adresse:complet', 'famille:composition'];
const ouverts = (code: string, usages: readonly UsageT2[]) =>
  blocsOuverts(chargee(code), droit(usages), quand).map(({ bloc, variante }) => `${bloc}:${variante}`);

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
