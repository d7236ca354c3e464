import { describe, expect, test } from 'vitest';
import { brouillonDe, dossierDe, ENTRE_DEUX_JOURS, rechercheDe } from './brouillon-recherche.ts';
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

test.each([
  [0, '0\u00a0ko'],
  [1, '1\u00a0ko'],
  [999_000, '999\u00a0ko'],
  [1_240_000, '1,2\u00a0Mo'],
])('TRA-08 %i octets reçus se disent %s', (octets, attendu) => expect(enOctets(octets)).toBe(attendu));
