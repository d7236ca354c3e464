import { describe, expect, test } from 'vitest';
import {
  brouillonDe,
  choisirPeriode,
  dossierDe,
  ENTRE_DEUX_JOURS,
  fauteDossier,
  joursProposes,
  rechercheDe,
} from './brouillon-recherche.ts';
import { enOctets } from './export-en-cours.ts';
import type { RechercheTraces } from './recherche-traces.ts';

const JOURS = { du: '2026-11-02', au: '2026-11-20' };
const SESSION = '01a1f7fb-d980-726e-a5fe-840513532113';

describe('TRA-08 les champs disent la recherche, et la recherche les champs', () => {
  test.each<[RechercheTraces]>([
    [{}],
    [{ periode: 'tout', session: SESSION }],
    [{ periode: 'jour', action: 'connexion', issue: 'refuse', profil: 'T19' }],
    [JOURS],
  ])('%o', (recherche) => {
    expect(rechercheDe(brouillonDe(recherche, undefined), JOURS)).toEqual(recherche);
  });

  test('les jours tapés ne comptent que si la période les demande', () => {
    const brouillon = brouillonDe({}, undefined);
    expect(rechercheDe(brouillon, JOURS)).toEqual({});
    expect(rechercheDe({ ...brouillon, periode: ENTRE_DEUX_JOURS }, JOURS)).toEqual(JOURS);
  });

  test('un numéro de dossier collé avec des espaces est compris, un champ vide n’est pas un numéro', () => {
    expect(dossierDe(brouillonDe({}, ' 1\u202f275 271 '))).toBe('1275271');
    expect(dossierDe(brouillonDe({}, '  '))).toBeUndefined();
  });
});

describe('TRA-08 « Entre deux jours » part de la période quittée', () => {
  const ICI = '2026-11-21';
  const proposes = (recherche: RechercheTraces, ...choix: Parameters<typeof choisirPeriode>[0][]) => {
    const brouillon = { ...brouillonDe(recherche, undefined) };
    for (const periode of choix) Object.assign(brouillon, choisirPeriode(periode));
    return joursProposes(brouillon, recherche, ICI);
  };

  test.each<[string, RechercheTraces, Parameters<typeof choisirPeriode>[0][], string, string]>([
    ['sept jours, la période habituelle', {}, [ENTRE_DEUX_JOURS], '2026-11-15', ICI],
    ['six mois choisis à l’instant', {}, ['tout', ENTRE_DEUX_JOURS], '2026-05-21', ICI],
    ['six mois cherchés', { periode: 'tout' }, [ENTRE_DEUX_JOURS], '2026-05-21', ICI],
    ['six mois, à la place de deux jours', JOURS, ['tout', ENTRE_DEUX_JOURS], '2026-05-21', ICI],
    ['aujourd’hui, après six mois', {}, ['tout', 'jour', ENTRE_DEUX_JOURS], ICI, ICI],
    ['deux jours cherchés', JOURS, [], JOURS.du, JOURS.au],
    ['un premier jour seul', { du: JOURS.du }, [], JOURS.du, ICI],
    ['un dernier jour seul', { au: JOURS.au }, [], '2026-05-21', JOURS.au],
  ])('%s', (_, recherche, choix, du, au) => expect(proposes(recherche, ...choix)).toEqual({ du, au }));
});

describe('TRA-08 un numéro de dossier mal écrit', () => {
  test.each([
    '185015935012345',
    '1 85 01 59 350 123 45',
    '1850159350123',
    '2\u202f85\u202f01\u202f2A\u202f350\u202f123',
  ])('un numéro de sécurité sociale est nommé, jamais répété : %j', (dossier) => {
    const faute = fauteDossier({ dossier });
    expect(faute).toContain('sécurité sociale');
    expect(faute).not.toMatch(/\d{2}|2A/);
  });

  test.each(['12345678', '12345A', '001234500000000', 'Dupont'])('%j n’en est pas un', (dossier) => {
    expect(fauteDossier({ dossier })).toContain('un à sept chiffres');
  });
});

test.each([
  [0, '0\u00a0ko'],
  [1, '1\u00a0ko'],
  [999_000, '999\u00a0ko'],
  [1_240_000, '1,2\u00a0Mo'],
])('TRA-08 %i octets reçus se disent %s', (octets, attendu) => expect(enOctets(octets)).toBe(attendu));
