import { describe, expect, test } from 'vitest';
import {
  bornesDe,
  criteresDe,
  periodeDe,
  rechercheDeSession,
  sixMoisAvant,
  validerRechercheTraces,
} from './recherche-traces.ts';

const ICI = '2026-11-21';
const PERSONNE = 'c42dd935-b638-7111-84a7-69e83bacceb4';

describe('TRA-08 une adresse de recherche', () => {
  test('se relit telle qu’elle a été écrite', () => {
    const adresse = {
      periode: '30-jours',
      personne: PERSONNE,
      action: 'connexion',
      profil: 'T19',
      issue: 'refuse',
    };
    expect(validerRechercheTraces(adresse)).toEqual(adresse);
  });

  test('sans rien, ce sont les sept derniers jours', () => {
    expect(validerRechercheTraces({})).toEqual({});
    expect(validerRechercheTraces({ periode: '7-jours' })).toEqual({});
    expect(periodeDe({})).toBe('7-jours');
    expect(bornesDe({}, ICI)).toEqual({ du: '2026-11-15', au: ICI });
  });

  test.each([
    ['un jour qui n’existe pas', { du: '2026-02-31' }],
    ['une période inconnue', { periode: 'siecle' }],
    ['une personne mal écrite', { personne: 'Lemoine' }],
    ['une issue inconnue', { issue: 'constructor' }],
    ['un profil en trop', { profil: 'T2 or 1=1' }],
    ['un nombre au lieu d’un texte', { action: 12 }],
    ['un numéro de dossier, qui n’a rien à faire là', { dossier: '12345' }],
  ])('ce qui ne se comprend pas est laissé de côté : %s', (_, adresse) => {
    expect(validerRechercheTraces(adresse)).toEqual({});
  });

  test('deux jours à l’envers sont remis à l’endroit', () => {
    expect(validerRechercheTraces({ du: '2026-11-20', au: '2026-11-02' })).toEqual({
      du: '2026-11-02',
      au: '2026-11-20',
    });
  });

  test('des jours l’emportent sur une période', () => {
    const recherche = validerRechercheTraces({ periode: 'jour', du: '2026-11-02' });
    expect(periodeDe(recherche)).toBeNull();
    expect(bornesDe(recherche, ICI)).toEqual({ du: '2026-11-02' });
  });
});

describe('TRA-08 les bornes', () => {
  test.each([
    ['jour', { du: ICI, au: ICI }],
    ['30-jours', { du: '2026-10-23', au: ICI }],
    ['tout', {}],
  ] as const)('%s', (periode, bornes) => expect(bornesDe({ periode }, ICI)).toEqual(bornes));

  test('sept jours passent le mois et l’année', () => {
    expect(bornesDe({}, '2027-01-03').du).toBe('2026-12-28');
  });
});

test('TRA-08 le numéro de dossier rejoint les critères sans passer par l’adresse', () => {
  expect(criteresDe({ periode: 'tout' }, '12345', ICI)).toEqual({ dossier: '12345' });
  expect(criteresDe(rechercheDeSession(PERSONNE), undefined, ICI)).toEqual({ session: PERSONNE });
});

test.each([
  ['2026-11-21', '2026-05-21'],
  ['2026-08-31', '2026-02-28'],
  ['2028-08-30', '2028-02-29'],
  ['2026-03-15', '2025-09-15'],
  ['2026-12-31', '2026-06-30'],
])('TRA-04 six mois avant le %s : le %s', (jour, attendu) => expect(sixMoisAvant(jour)).toBe(attendu));
