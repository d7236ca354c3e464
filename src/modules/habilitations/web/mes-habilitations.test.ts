import { describe, expect, test } from 'vitest';
import type { Droit } from '../contract.ts';
import { LIBELLES_EMPECHEMENTS } from '../libelles.ts';
import { chaineDuDroit, direAccord, direPlaces } from './chaine-du-droit.ts';
import {
  direEcheance,
  direFin,
  direPeriode,
  direSubvention,
  direValidite,
  echeanceProche,
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
      'bulletin : En règle, mais sans effet',
      'profil : En règle, mais sans effet',
      'droit : En règle, mais sans effet',
    ]);
  });

  test('tous les empêchements sont à leur place, pas seulement le premier', () => {
    const empechements = ['partenaire-suspendu', 'contrat-ferme', 'profil-non-ouvert'];
    expect(chaine(unDroit({ empechements }), uneOuverture({ empechements: [ECHUE] }))).toEqual([
      'organisme : Suspendu',
      'convention : En règle, mais sans effet',
      'contrat : Pas en vigueur',
      'bulletin : En règle, mais sans effet',
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
    [{}, 'Depuis le 22\u00a0septembre 2026, sans date de fin propre'],
    [{ debut: '2026-12-01T00:00:00Z' }, 'À partir du 1er\u00a0décembre 2026, sans date de fin propre'],
    [{ fin: '2026-12-31T23:00:00Z' }, 'Du 22\u00a0septembre 2026 au 31\u00a0décembre 2026 compris'],
  ])('la période du droit lui-même : %o', (change, attendu) => {
    expect(direPeriode(unDroit(change), QUAND.fuseau, QUAND.maintenant)).toBe(attendu);
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

describe('HAB-01 la validité est la plus proche des fins qui bornent le droit', () => {
  const convention = (finLe: string | null) => ({ numero: '21999001700010', finLe });
  const creche = (subventionAu: string | null) => ({ libelle: 'Crèche', subvention: 'COF-1', subventionAu });
  const CE_SOIR = '2026-11-21T23:00:00Z';
  const FIN_D_ANNEE = '2026-12-31T23:00:00Z';

  test.each<[string, Partial<Droit>, string]>([
    ['aucune fin', {}, 'Depuis le 22\u00a0septembre 2026, sans date de fin'],
    ['à venir', { debut: '2026-12-01T00:00:00Z' }, 'À partir du 1er\u00a0décembre 2026, sans date de fin'],
    [
      'celle de la convention',
      { convention: convention(CE_SOIR), fin: FIN_D_ANNEE, equipement: creche(FIN_D_ANNEE) },
      'Depuis le 22\u00a0septembre 2026, jusqu’au 21\u00a0novembre 2026 à minuit, fin de la convention',
    ],
    [
      'celle de la subvention',
      { convention: convention(FIN_D_ANNEE), equipement: creche(CE_SOIR) },
      'Depuis le 22\u00a0septembre 2026, jusqu’au 21\u00a0novembre 2026 à minuit, fin de la subvention',
    ],
    [
      'la sienne, en cours de journée',
      { convention: convention(FIN_D_ANNEE), fin: '2026-11-30T14:12:00Z' },
      'Depuis le 22\u00a0septembre 2026, jusqu’au 30\u00a0novembre 2026 à 15\u00a0h\u00a012, fin de ce droit',
    ],
    [
      'au même instant, celle de la convention',
      { convention: convention(CE_SOIR), fin: CE_SOIR },
      'Depuis le 22\u00a0septembre 2026, jusqu’au 21\u00a0novembre 2026 à minuit, fin de la convention',
    ],
    [
      'passée',
      { equipement: creche('2026-11-01T23:00:00Z') },
      'Du 22\u00a0septembre 2026 au 1er\u00a0novembre 2026 à minuit, fin de la subvention',
    ],
    [
      'passée avant le début du droit',
      { convention: convention('2026-09-01T22:00:00Z') },
      'Jusqu’au 1er\u00a0septembre 2026 à minuit, fin de la convention',
    ],
  ])('%s', (_, change, attendu) => {
    expect(direValidite(unDroit(change), QUAND.fuseau, QUAND.maintenant)).toBe(attendu);
  });

  test.each([
    ['2026-11-21T06:00:00Z', false],
    ['2026-11-21T06:00:01Z', true],
    ['2026-12-21T05:59:59Z', true],
    ['2026-12-21T06:00:00Z', false],
    ['2026-12-21T06:00:01Z', false],
  ])('une fin à moins de trente jours demande attention : %s', (finLe, attendu) => {
    const proche = echeanceProche(unDroit({ convention: convention(finLe) }), QUAND.maintenant);
    expect(proche !== null).toBe(attendu);
    expect(etatDuDroit([], proche !== null).ton).toBe(attendu ? 'attention' : 'fait');
  });

  test('sans fin, rien ne presse', () => {
    expect(echeanceProche(unDroit(), QUAND.maintenant)).toBeNull();
  });

  test('ce qui finit se dit avec le moment, à l’heure de la Caf', () => {
    const titre = (fin: string, fuseau = QUAND.fuseau) =>
      direEcheance({ fin, cause: 'convention' }, fuseau, QUAND.maintenant).titre;
    expect(titre(CE_SOIR)).toBe('Ce droit s’arrête ce soir à minuit');
    expect(titre('2026-11-22T23:00:00Z')).toBe('Ce droit s’arrête le 22\u00a0novembre 2026 à minuit');
    expect(titre('2026-11-21T14:12:00Z')).toBe(
      'Ce droit s’arrête le 21\u00a0novembre 2026 à 15\u00a0h\u00a012',
    );
    expect(titre('2026-11-21T20:00:00Z', 'Indian/Reunion')).toBe('Ce droit s’arrête ce soir à minuit');
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
