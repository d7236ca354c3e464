import { describe, expect, test } from 'vitest';
import { ROLES_CAF, ROLES_CNAF, ROLES_PARTENAIRE } from '../../../../kernel/acteur.ts';
import { AIDES_ROLES, direPrecisionEtat, direRole, direRoles } from './comptes-mots.ts';
import { cleDe, organismeDe, validerRechercheComptes } from './recherche-comptes.ts';

const PARTENAIRE = '01990000-0000-7000-8000-000000000001';

describe('adresse de la liste des comptes', () => {
  test('ce qui se comprend est gardé', () => {
    const adresse = { organisme: PARTENAIRE, etat: 'suspendu', page: 3, tri: '-connexion' };
    expect(validerRechercheComptes(adresse)).toEqual(adresse);
    expect(validerRechercheComptes({ manque: 'sans-suppleant', nomme: 'ville' })).toEqual({
      manque: 'sans-suppleant',
      nomme: 'ville',
    });
  });

  test('le code d’une Caf, lu comme un nombre, reste un code', () => {
    expect(validerRechercheComptes({ organisme: 599 })).toEqual({ organisme: '599' });
  });

  test.each([
    { organisme: 'ailleurs' },
    { organisme: '59' },
    { etat: 'ouverts' },
    { etat: 'inconnu' },
    { page: 1 },
    { page: 1001 },
    { page: 2.5 },
    { tri: 'courriel' },
    { manque: 'rien' },
    { nomme: '' },
    { recherche: 'Martin' },
  ])('%j est laissé de côté', (adresse) => {
    expect(validerRechercheComptes(adresse)).toEqual({});
  });

  test('une clé redonne son organisme', () => {
    for (const organisme of [{ partenaire: PARTENAIRE }, { caf: '971' }, { cnaf: true as const }])
      expect(organismeDe(cleDe(organisme))).toEqual(organisme);
  });
});

describe('mots d’un compte', () => {
  test('ROL-01 à ROL-18 : chaque rôle a son nom et ce qu’il permet', () => {
    for (const role of [...ROLES_PARTENAIRE, ...ROLES_CAF, ...ROLES_CNAF]) {
      expect(direRole(role)).not.toBe(role);
      expect(AIDES_ROLES[role]).toMatch(/^\p{Lu}.*\.$/u);
    }
  });

  test('les rôles se disent à la suite', () => {
    expect(direRoles(['utilisateur', 'responsable-metier'])).toBe('Utilisateur, responsable métier');
    expect(direRoles([])).toBe('Aucun rôle');
  });

  test('ACC-01 un premier accès dit s’il peut encore servir, à l’instant près', () => {
    const maintenant = new Date('2026-03-14T10:00:00Z');
    const dire = (premierAccesExpireLe: string | null) =>
      direPrecisionEtat({ etat: 'attente', premierAccesExpireLe, suspenduPar: null }, maintenant);
    expect(dire('2026-03-14T10:00:00.001Z')).toBeNull();
    expect(dire('2026-03-14T10:00:00Z')).toBe('mot de passe périmé');
    expect(dire(null)).toBe('mot de passe à envoyer');
  });

  test('une suspension dit de qui elle vient', () => {
    const suspendu = { etat: 'suspendu', premierAccesExpireLe: null, suspenduPar: 'caf' } as const;
    expect(direPrecisionEtat(suspendu, new Date())).toBe('par la Caf');
  });
});
