import { describe, expect, test } from 'vitest';
import type { Role } from '../../../kernel/acteur.ts';
import {
  changeRegulierement,
  echeanceMotDePasse,
  etapesRestantes,
  type FaitsParcours,
  motifMotDePasse,
  VERSION_CONFIDENTIALITE,
} from './parcours.ts';

const INSTANT = new Date('2028-03-01T09:00:00Z');
const JOUR = 86_400_000;
const ilYA = (jours: number, plusMs = 0) => new Date(INSTANT.getTime() - jours * JOUR - plusMs);
const REGLE = { joursGestionnaires: 365 };
const enOrdre = (plus: Partial<FaitsParcours> = {}): FaitsParcours => ({
  nature: 'partenaire',
  roles: ['utilisateur'],
  motDePasseLe: ilYA(10),
  ordonneLe: null,
  engagementLe: ilYA(10),
  engagementVersion: VERSION_CONFIDENTIALITE,
  secondFacteurExige: true,
  facteurs: 1,
  ...plus,
});
const PRINCIPAL = { roles: ['administrateur-principal'] } as const;

describe('ACC-02 HAB-44 quand un mot de passe est à choisir', () => {
  test.each<[string, Partial<FaitsParcours>, string | null]>([
    ['rien n’est dû', {}, null],
    ['aucun n’a été choisi', { motDePasseLe: null }, 'premier-acces'],
    [
      'aucun n’a été choisi, et un changement est ordonné',
      { motDePasseLe: null, ordonneLe: ilYA(1) },
      'premier-acces',
    ],
    ['un changement est ordonné', { ordonneLe: ilYA(0) }, 'ordre'],
    ['ordonné et trop ancien', { ...PRINCIPAL, ordonneLe: ilYA(1), motDePasseLe: ilYA(400) }, 'ordre'],
    ['gestionnaire, une milliseconde avant 365 jours', { ...PRINCIPAL, motDePasseLe: ilYA(365, -1) }, null],
    ['gestionnaire, 365 jours juste', { ...PRINCIPAL, motDePasseLe: ilYA(365) }, 'anciennete'],
    ['gestionnaire, une milliseconde après', { ...PRINCIPAL, motDePasseLe: ilYA(365, 1) }, 'anciennete'],
    ['utilisateur, dix ans', { motDePasseLe: ilYA(3650) }, null],
  ])('%s', (_, faits, attendu) => {
    expect(motifMotDePasse(enOrdre(faits), REGLE, INSTANT)).toBe(attendu);
  });

  test('zéro jour : jamais, même après dix ans ; un ordre de la Caf vaut tout de même', () => {
    const jamais = { joursGestionnaires: 0 };
    const faits = enOrdre({ ...PRINCIPAL, motDePasseLe: ilYA(3650) });
    expect(motifMotDePasse(faits, jamais, INSTANT)).toBeNull();
    expect(echeanceMotDePasse(faits, jamais)).toBeNull();
    expect(motifMotDePasse({ ...faits, ordonneLe: INSTANT }, jamais, INSTANT)).toBe('ordre');
  });

  test('l’échéance se compte en jours pleins, à travers un 29 février', () => {
    const faits = enOrdre({ ...PRINCIPAL, motDePasseLe: new Date('2028-02-01T10:00:00Z') });
    expect(echeanceMotDePasse(faits, REGLE)).toEqual(new Date('2029-01-31T10:00:00Z'));
    expect(echeanceMotDePasse(enOrdre(), REGLE)).toBeNull();
    expect(echeanceMotDePasse(enOrdre({ ...PRINCIPAL, motDePasseLe: null }), REGLE)).toBeNull();
  });

  test.each<[FaitsParcours['nature'], Role, boolean]>([
    ['partenaire', 'administrateur-principal', true],
    ['partenaire', 'administrateur-suppleant', true],
    ['partenaire', 'responsable-habilitation', true],
    ['partenaire', 'utilisateur', false],
    ['partenaire', 'support', false],
    ['partenaire', 'dpo', false],
    ['caf', 'gestionnaire-habilitations', true],
    ['caf', 'directeur', false],
    ['caf', 'auditeur-traces', false],
    ['cnaf', 'administrateur-cnaf', true],
    ['cnaf', 'dpo-cnaf', false],
  ])('un changement régulier, %s, %s : %s', (nature, role, attendu) => {
    expect(changeRegulierement({ nature, roles: [role] })).toBe(attendu);
  });
});

describe('ACC-01 ACC-04 ACC-13 les étapes avant d’entrer', () => {
  test.each<[string, Partial<FaitsParcours>, string[]]>([
    ['tout est en ordre', {}, []],
    [
      'premier accès',
      { motDePasseLe: null, engagementLe: null, engagementVersion: null, facteurs: 0 },
      ['mot-de-passe', 'confidentialite', 'second-facteur'],
    ],
    ['rappel lu il y a 365 jours moins une milliseconde', { engagementLe: ilYA(365, -1) }, []],
    ['rappel lu il y a 365 jours juste', { engagementLe: ilYA(365) }, ['confidentialite']],
    ['rappel lu il y a plus de 365 jours', { engagementLe: ilYA(365, 1) }, ['confidentialite']],
    ['jamais lu', { engagementLe: null, engagementVersion: null }, ['confidentialite']],
    ['texte d’avant', { engagementVersion: VERSION_CONFIDENTIALITE - 1 }, ['confidentialite']],
    ['texte à venir', { engagementVersion: VERSION_CONFIDENTIALITE + 1 }, ['confidentialite']],
    ['lu sans version', { engagementVersion: null }, ['confidentialite']],
    ['sans second facteur, exigé', { facteurs: 0 }, ['second-facteur']],
    ['sans second facteur, non exigé', { facteurs: 0, secondFacteurExige: false }, []],
    ['ordre et rappel', { ordonneLe: ilYA(1), engagementLe: ilYA(400) }, ['mot-de-passe', 'confidentialite']],
  ])('%s', (_, faits, attendu) => {
    expect(etapesRestantes(enOrdre(faits), REGLE, INSTANT)).toEqual(attendu);
  });
});
