import { describe, expect, test } from 'vitest';
import { BLOCS_CANARIS } from '../../../../tests/droits/dossier-canari.ts';
import { BLOCS, type BlocsStockes } from './blocs.ts';
import { deduireFaits } from './faits-deduits.ts';

const VIDE = Object.fromEntries(BLOCS.map((bloc) => [bloc, null])) as unknown as BlocsStockes;
const avec = (blocs: Partial<BlocsStockes>) => deduireFaits('ouvert', { ...VIDE, ...blocs });
const { logement, protection, rsa, affiliation, situationPro } = BLOCS_CANARIS;
if (!logement || !protection || !rsa || !affiliation || !situationPro) throw new Error('canari incomplet');

test('CDAP-11 un dossier sans contenu n’ouvre aucune condition', () => {
  expect(deduireFaits('ouvert', VIDE)).toEqual({
    rsaEnCours: false,
    rsaDernierMois: null,
    departement: null,
    mutationEnCours: false,
    aideLogement: false,
    bailleurTiersPayant: null,
    protecteur: null,
    protectionDu: null,
    protectionAu: null,
    traceCmg: false,
    etudiant: false,
  });
});

describe('CDAP-16 le lien entre un dossier et qui le lit', () => {
  const bailleur = { nom: 'Habitat Fictif', siret: '12345678900011', social: true };
  const aide = {
    prestation: 'APL',
    montantMensuelCentimes: 1,
    depuis: '2026-01',
    tiersPayant: true,
  } as const;

  test('le bailleur, seulement quand l’aide lui est versée', () => {
    expect(avec({ logement: { ...logement, bailleur, aide } }).bailleurTiersPayant).toBe('123456789');
    expect(
      avec({ logement: { ...logement, bailleur, aide: { ...aide, tiersPayant: false } } }),
    ).toMatchObject({
      aideLogement: true,
      bailleurTiersPayant: null,
    });
    expect(avec({ logement: { ...logement, bailleur, aide: null } })).toMatchObject({
      aideLogement: false,
      bailleurTiersPayant: null,
    });
    expect(avec({ logement: { ...logement, bailleur: null, aide } }).bailleurTiersPayant).toBeNull();
  });

  test.each([
    ['tutelle', true],
    ['curatelle', true],
    ['curatelle-renforcee', true],
    ['accompagnement-judiciaire', true],
    ['sauvegarde', false],
    ['accompagnement-social', false],
  ] as const)('une mesure de %s lie-t-elle ? %s', (mesure, lie) => {
    const organisme = { nom: 'Tutélaire', reference: 'R', siret: '12345678900011' };
    const faits = avec({ protection: { ...protection, mesure, organisme } });
    expect(faits.protecteur).toBe(lie ? '123456789' : null);
    expect(faits.protectionDu).toBe(lie ? protection.du : null);
    expect(
      avec({ protection: { ...protection, mesure, organisme: { ...organisme, siret: null } } }).protecteur,
    ).toBeNull();
  });
});

describe('CDAP-12 CDAP-13 le RSA', () => {
  test.each(['0', '1', '2', '3', '4', '5', '6'] as const)('état %s', (etat) => {
    expect(avec({ rsa: { ...rsa, etat } }).rsaEnCours).toBe(['2', '3', '4'].includes(etat));
  });

  test('un dossier qui n’est plus ouvert ne verse plus de RSA', () => {
    expect(deduireFaits('radie', { ...VIDE, rsa: { ...rsa, etat: '2' } }).rsaEnCours).toBe(false);
  });

  test('le dernier mois se garde au premier jour', () => {
    expect(avec({ rsa: { ...rsa, dernierMois: '2026-10' } }).rsaDernierMois).toBe('2026-10-01');
    expect(avec({ rsa: { ...rsa, dernierMois: null } }).rsaDernierMois).toBeNull();
  });
});

describe('CDAP-31 le département de l’adresse', () => {
  const commune = (codeInsee: string | null, codePostal: string) => {
    const actuelle = BLOCS_CANARIS.adresse?.actuelle;
    if (!actuelle) throw new Error('canari sans adresse');
    return avec({ adresse: { actuelle: { ...actuelle, codeInsee, codePostal }, precedentes: [] } })
      .departement;
  };
  test.each([
    ['59991', '59999', '59'],
    ['2A004', '20000', '2A'],
    ['97411', '97400', '974'],
    [null, '59999', '59'],
    [null, '20000', '2A'],
    [null, '20190', '2A'],
    [null, '20200', '2B'],
    [null, '20620', '2B'],
    [null, '97400', '974'],
  ])('commune %s, code postal %s : %s', (insee, postal, attendu) => {
    expect(commune(insee, postal)).toBe(attendu);
  });
});

test('CDAP-31 un transfert demandé, une demande de CMG, un étudiant', () => {
  expect(avec({ affiliation }).mutationEnCours).toBe(false);
  const [mutation] = affiliation.mutations;
  if (!mutation) throw new Error('canari sans transfert');
  expect(
    avec({ affiliation: { ...affiliation, mutations: [{ ...mutation, etat: 'en-cours' }] } }).mutationEnCours,
  ).toBe(true);
  expect(avec({ cmg: BLOCS_CANARIS.cmg }).traceCmg).toBe(true);
  const actif = situationPro.adultes[0];
  if (!actif) throw new Error('canari sans adulte');
  expect(avec({ situationPro: { adultes: [{ ...actif, activite: 'ETU' }] } }).etudiant).toBe(true);
  expect(avec({ situationPro: { adultes: [{ ...actif, activite: 'APP' }] } }).etudiant).toBe(false);
});
