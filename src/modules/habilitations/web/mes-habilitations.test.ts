import { describe, expect, test } from 'vitest';
import type { Droit } from '../contract.ts';
import { LIBELLES_EMPECHEMENTS } from '../libelles.ts';
import { chaineDuDroit, direAccord, direPlaces } from './chaine-du-droit.ts';
import {
  direFin,
  direSubvention,
  direValidite,
  empechementsDe,
  etatDe,
  etatDuDroit,
  type Ouverture,
} from './dire-droit.ts';

const QUAND = { fuseau: 'Europe/Paris', maintenant: new Date('2026-11-21T06:00:00Z') };

const unDroit = (change: Partial<Droit> = {}): Droit => ({
  id: 'ceb9b018-a61d-7d97-8054-235ce1f4aa06',
  service: 'cdap',
  profil: 'T2',
  perimetre: 'equipement',
  debut: '2026-09-21T22:00:00.000Z',
  fin: null,
  etat: 'active',
  etatMotif: null,
  missions: [{ code: 'tarif-creche', libelle: 'Calcul du tarif de crèche (PSU)' }],
  usages: ['creche'],
  equipement: null,
  responsableMetier: 'Anselme Brunel',
  accordeePar: 'Josépha Lemoine',
  accordeeLe: '2026-09-20T08:00:00.000Z',
  bulletin: { annexe: 2, libelle: 'Bulletin d’adhésion Cdap', maximum: 12 },
  convention: { numero: '21999001700010', finLe: null },
  utilisable: true,
  empechements: [],
  ...change,
});
const uneOuverture = (change: Partial<Ouverture> = {}): Ouverture => ({
  libelle: 'Prestataires de services sociaux',
  empechements: [],
  rubriques: [],
  conditions: [],
  ...change,
});
const ECHUE = { code: 'subvention-echue', titre: 'La subvention est terminée.' };

describe('HAB-01 le premier mot dit si le droit peut servir', () => {
  const mot = (codes: readonly string[]) => etatDuDroit(codes.map((code) => ({ code, titre: code }))).mot;

  test.each([
    [[], 'Utilisable'],
    [['droit-a-venir'], 'Pas encore utilisable'],
    [['formalites-manquantes'], 'Pas encore utilisable'],
    [['droit-termine'], 'Plus utilisable'],
    [['convention-terminee', 'droit-a-venir'], 'Plus utilisable'],
    [['partenaire-suspendu', 'droit-termine'], 'Inutilisable'],
    [['subvention-echue'], 'Inutilisable'],
  ])('%j : %s', (codes, attendu) => expect(mot(codes)).toBe(attendu));

  test('chaque empêchement connu a son état ; un code hérité n’en a pas', () => {
    for (const code of Object.keys(LIBELLES_EMPECHEMENTS))
      expect(etatDe(code).mot).not.toBe('Condition non remplie');
    expect(etatDe('constructor')).toEqual({ ton: 'stop', mot: 'Condition non remplie' });
  });

  test('le motif d’une suspension est dit ; le service ajoute ses propres empêchements', () => {
    const droit = unDroit({
      etat: 'suspendue',
      etatMotif: 'Absence longue',
      empechements: ['droit-suspendu'],
    });
    const dits = empechementsDe(droit, uneOuverture({ empechements: [ECHUE] }));
    expect(dits.map(({ titre }) => titre)).toEqual([
      'Ce droit est suspendu\u00a0: Absence longue.',
      'La subvention est terminée.',
    ]);
  });
});

describe('HAB-01 « pourquoi ? » va de la convention au droit', () => {
  const chaine = (droit: Droit, ouverture = uneOuverture()) =>
    chaineDuDroit(droit, ouverture, QUAND).map(({ id, etat }) => `${id} : ${etat}`);

  test('quand tout va, quatre maillons', () => {
    expect(chaine(unDroit())).toEqual([
      'convention : En vigueur',
      'bulletin : En vigueur',
      'profil : Ouvert',
      'droit : Actif',
    ]);
  });

  test('sous un maillon rompu, rien n’est dit en vigueur', () => {
    expect(chaine(unDroit({ empechements: ['convention-terminee'] }))).toEqual([
      'convention : Terminée',
      'bulletin : En ordre de son côté',
      'profil : En ordre de son côté',
      'droit : En ordre de son côté',
    ]);
  });

  test('tous les empêchements sont à leur place, pas seulement le premier', () => {
    const empechements = ['partenaire-suspendu', 'contrat-ferme', 'profil-non-ouvert'];
    expect(chaine(unDroit({ empechements }), uneOuverture({ empechements: [ECHUE] }))).toEqual([
      'organisme : Suspendu',
      'convention : En ordre de son côté',
      'contrat : Pas en vigueur',
      'bulletin : En ordre de son côté',
      'profil : Non ouvert',
      'droit : Condition non remplie',
    ]);
  });

  test('le numéro de la convention se lit à part', () => {
    const [convention] = chaineDuDroit(unDroit(), undefined, QUAND);
    expect(convention).toMatchObject({ titre: 'Convention n°', reference: '21999001700010' });
  });
});

describe('HAB-01 les dates se disent comme on les vit', () => {
  test('une fin à minuit comprend la veille, une fin en cours de journée dit l’heure', () => {
    expect(direFin('2026-11-01T23:00:00Z', 'Europe/Paris')).toBe('1er\u00a0novembre 2026');
    expect(direFin('2026-11-02T14:12:00Z', 'Europe/Paris')).toBe('2\u00a0novembre 2026 à 15\u00a0h\u00a012');
    expect(direFin('2026-11-01T20:00:00Z', 'Indian/Reunion')).toBe('1er\u00a0novembre 2026');
  });

  test.each([
    [{}, 'Depuis le 22\u00a0septembre 2026, sans date de fin'],
    [{ debut: '2026-12-01T00:00:00Z' }, 'À partir du 1er\u00a0décembre 2026, sans date de fin'],
    [{ fin: '2026-12-31T23:00:00Z' }, 'Du 22\u00a0septembre 2026 au 31\u00a0décembre 2026 compris'],
  ])('%o', (change, attendu) => {
    expect(direValidite(unDroit(change), QUAND.fuseau, QUAND.maintenant)).toBe(attendu);
  });

  test.each([
    [{ subvention: null, subventionAu: null }, 'aucune subvention de la Caf connue'],
    [{ subvention: 'COF-1', subventionAu: null }, 'subvention COF-1, sans date de fin'],
    [
      { subvention: 'COF-1', subventionAu: '2026-11-01T23:00:00Z' },
      'subvention COF-1, terminée le 1er\u00a0novembre 2026',
    ],
    [
      { subvention: 'COF-1', subventionAu: '2026-11-30T23:00:00Z' },
      'subvention COF-1, jusqu’au 30\u00a0novembre 2026',
    ],
  ])('%o', (subvention, attendu) => {
    const equipement = { libelle: 'Crèche', ...subvention };
    expect(direSubvention(equipement, QUAND.fuseau, QUAND.maintenant)).toBe(attendu);
  });
});

test('HAB-02 les places et l’accord', () => {
  expect(direPlaces(12)).toBe('12\u00a0personnes au plus à la fois.');
  expect(direPlaces(1)).toBe('1\u00a0personne au plus à la fois.');
  expect(direPlaces(null)).toBe('');
  expect(direAccord(unDroit(), 'Europe/Paris')).toBe('Josépha Lemoine, le 20\u00a0septembre 2026');
  expect(direAccord(unDroit({ accordeePar: null, accordeeLe: null }), 'Europe/Paris')).toBe(
    'une personne non indiquée',
  );
});
