import { describe, expect, test } from 'vitest';
import type { ArretLecture } from '../contract.ts';
import {
  direCause,
  direCauseEnBref,
  direDepuis,
  direQuiLeve,
  direVise,
  type LecteurArrets,
  rangerArrets,
} from './arrets-mots.ts';

const unArret = (change: Partial<ArretLecture> = {}): ArretLecture => ({
  id: 'f34b8e34-0c26-72a4-8c63-000d59024b0b',
  personne: { nom: 'Barnabé Wattrelos', identifiant: 'ejvn322hs6' },
  partenaire: 'Commune de Villexemple',
  cause: 'plafond-compte',
  lectures: 120,
  poseLe: '2026-11-21T00:56:37.926Z',
  leveLe: null,
  levePar: null,
  leveMotif: null,
  peutLever: true,
  ...change,
});
const DE_L_ORGANISME = { cause: 'plafond-partenaire', personne: null } as const;

describe('CDAP-32 un arrêt se dit en mots', () => {
  test('qui et pourquoi', () => {
    expect(direVise(unArret())).toBe('Barnabé Wattrelos');
    expect(direVise(unArret(DE_L_ORGANISME))).toBe('Tous les agents de Commune de Villexemple');
    expect(direCause(unArret())).toBe(
      '120\u00a0dossiers ouverts dans l’heure\u00a0: le plafond d’une personne est atteint.',
    );
    expect(direCauseEnBref(unArret())).toBe('120\u00a0dossiers dans l’heure');
    expect(direCause(unArret({ ...DE_L_ORGANISME, lectures: 1 }))).toContain(
      '1\u00a0dossier ouvert dans la journée',
    );
  });

  test.each([
    ['2026-11-21T05:59:40Z', 'à l’instant'],
    ['2026-11-21T05:59:00Z', 'il y a 1\u00a0minute'],
    ['2026-11-21T05:00:01Z', 'il y a 59\u00a0minutes'],
    ['2026-11-21T05:00:00Z', 'il y a 1\u00a0heure'],
    ['2026-11-20T06:00:01Z', 'il y a 23\u00a0heures'],
    ['2026-11-20T06:00:00Z', 'il y a 1\u00a0jour'],
    ['2026-11-21T06:10:00Z', 'à l’instant'],
  ])('posé %s', (pose, attendu) => expect(direDepuis(pose, new Date('2026-11-21T06:00:00Z'))).toBe(attendu));
});

describe('CDAP-32 HAB-06 un arrêt qu’on ne lève pas dit qui le lève', () => {
  const administrateur: LecteurArrets = {
    nature: 'partenaire',
    roles: ['administrateur-principal'],
    nom: 'Josépha Lemoine',
  };

  test.each([
    ['tout l’organisme', unArret(DE_L_ORGANISME), administrateur, 'tout votre organisme'],
    ['l’autre administrateur', unArret(), administrateur, 'un administrateur'],
    [
      'soi-même',
      unArret({ personne: { nom: 'Josépha Lemoine', identifiant: 'x' } }),
      administrateur,
      'vous concerne',
    ],
    [
      'la sécurité de la Caf',
      unArret(),
      { nature: 'caf', roles: ['responsable-securite-caf'], nom: 'Capucine Rigaud' } as const,
      'gestionnaire d’habilitations',
    ],
  ])('%s', (_, arret, lecteur, attendu) => expect(direQuiLeve(arret, lecteur)).toContain(attendu));
});

test('CDAP-32 les arrêts ouverts d’abord, le plus ancien en tête ; les levés du plus récent au plus ancien', () => {
  const { ouverts, leves } = rangerArrets([
    unArret({ id: 'a', leveLe: '2026-11-19T10:00:00Z' }),
    unArret({ id: 'b', poseLe: '2026-11-21T10:00:00Z' }),
    unArret({ id: 'c', leveLe: '2026-11-20T10:00:00Z' }),
    unArret({ id: 'd', poseLe: '2026-11-20T10:00:00Z' }),
  ]);
  expect(ouverts.map(({ id }) => id)).toEqual(['d', 'b']);
  expect(leves.map(({ id }) => id)).toEqual(['c', 'a']);
});
