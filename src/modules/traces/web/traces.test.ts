import { describe, expect, test } from 'vitest';
import type { Trace } from '../contract.ts';
import * as mots from '../libelles-des-traces.ts';
import { chercherPersonnes, fautePersonne } from './chercher-personne.ts';
import * as dire from './dire-trace.ts';
import { grouperParJour, heureExacte, jourCivil, titreDuJour } from './jours-traces.ts';
import { direPeriode, direRecherche } from './phrase-traces.ts';

const libelles: mots.LibellesTraces = {
  actions: { connexion: 'Connexion' },
  issues: { refuse: 'Refusé' },
  codes: { 'hors-perimetre': 'Dossier hors du champ du profil' },
  champs: { numero: 'numéro de dossier', motif: 'motif' },
  rubriques: { identite: 'Identité', 'famille:composition': 'Famille\u00a0: composition' },
  profils: { T2: 'Prestataires de services sociaux' },
  roles: { dpo: 'Délégué à la protection des données' },
  missions: {},
};
const ICI = '2026-11-21';

const uneTrace = (change: Partial<Trace> = {}): Trace => ({
  id: '01a1f814-2828-7adf-bec4-af4c88778f34',
  instant: '2026-11-20T08:30:33.000Z',
  personne: null,
  jeton: null,
  organisme: null,
  role: null,
  action: 'connexion',
  issue: 'fait',
  codeIssue: null,
  profil: null,
  dossier: null,
  categories: [],
  versionMatrice: null,
  mission: null,
  motif: null,
  objet: null,
  adresse: null,
  navigateur: null,
  session: null,
  ...change,
});

describe('TRA-08 les traces par jour', () => {
  test('le jour est celui de la Caf, pas celui de Londres', () => {
    expect(jourCivil('2026-11-20T23:30:00Z', 'Europe/Paris')).toBe('2026-11-21');
    expect(jourCivil('2026-11-20T21:30:00Z', 'Indian/Reunion')).toBe('2026-11-21');
    expect(heureExacte('2026-11-20T08:30:33.000Z', 'Europe/Paris')).toBe('09:30:33');
  });

  test('une coupure à chaque changement de jour, dans l’ordre reçu', () => {
    const lignes = ['2026-11-21T08:00:00Z', '2026-11-20T23:10:00Z', '2026-11-20T08:00:00Z'].map((instant) =>
      uneTrace({ instant }),
    );
    const jours = grouperParJour(lignes, 'Europe/Paris').map(({ jour, lignes }) => [jour, lignes.length]);
    expect(jours).toEqual([
      ['2026-11-21', 2],
      ['2026-11-20', 1],
    ]);
  });

  test('aujourd’hui et hier sont nommés', () => {
    expect(titreDuJour(ICI, ICI)).toBe('Aujourd’hui, samedi 21\u00a0novembre 2026');
    expect(titreDuJour('2026-11-20', ICI)).toBe('Hier, vendredi 20\u00a0novembre 2026');
    expect(titreDuJour('2026-11-01', ICI)).toBe('Dimanche 1er\u00a0novembre 2026');
  });
});

describe('TRA-08 la recherche se dit en une phrase', () => {
  const phrase = (criteres: Parameters<typeof direRecherche>[0], personne: string | null = null) =>
    direRecherche(criteres, { libelles, personne, aujourdHui: ICI });

  test('sans filtre', () => {
    expect(phrase({ du: '2026-11-15', au: ICI })).toBe(
      'Toutes les actions de tout le monde, du 15 au 21\u00a0novembre 2026, tous les profils, toutes les issues',
    );
  });

  test('avec tous les filtres', () => {
    const criteres = {
      action: 'connexion',
      personne: 'x',
      dossier: '12345',
      profil: 'T2',
      issue: 'refuse' as const,
    };
    expect(phrase(criteres, 'Anselme Brunel')).toBe(
      '«\u202fConnexion\u202f» par Anselme Brunel, sur les six mois gardés, dossier 12\u202f345, profil T2, issue «\u202fRefusé\u202f»',
    );
    expect(phrase({ personne: 'x' }, 'Élodie Hoarau')).toContain('Toutes les actions d’Élodie Hoarau');
    expect(phrase({ personne: 'x' }, 'Mireille Castagnier')).toContain('de Mireille');
    expect(phrase({ personne: 'x', session: 's' })).toContain('d’une personne, dans une seule session');
  });

  test.each([
    [{ du: ICI, au: ICI }, 'aujourd’hui'],
    [{ du: '2026-11-02', au: '2026-11-02' }, 'le 2\u00a0novembre 2026'],
    [{ du: '2026-10-28', au: '2026-11-03' }, 'du 28\u00a0octobre au 3\u00a0novembre 2026'],
    [{ du: '2025-12-28', au: '2026-01-03' }, 'du 28\u00a0décembre 2025 au 3\u00a0janvier 2026'],
    [{ du: '2026-11-01' }, 'depuis le 1er\u00a0novembre 2026'],
    [{ au: '2026-11-01' }, 'jusqu’au 1er\u00a0novembre 2026'],
  ])('%o', (bornes, attendu) => expect(direPeriode(bornes, ICI)).toBe(attendu));
});

describe('TRA-01 une trace se lit sans code', () => {
  test('la raison d’un refus', () => {
    expect(mots.direCodeIssue({ issue: 'refuse', codeIssue: 'hors-perimetre' }, libelles)).toBe(
      'Dossier hors du champ du profil',
    );
    expect(mots.direCodeIssue({ issue: 'refuse', codeIssue: 'code-du-futur' }, libelles)).toBe(
      'Raison non traduite',
    );
    expect(mots.direCodeIssue({ issue: 'fait', codeIssue: null }, libelles)).toBeNull();
  });

  test('une saisie refusée nomme ses champs, une fois chacun', () => {
    const dite = mots.direCodeIssue({ issue: 'invalide', codeIssue: 'numero,numero,motif.0,zzz' }, libelles);
    expect(dite).toBe('À corriger\u00a0: numéro de dossier, motif, champ inconnu');
  });

  test('les rubriques, jamais leur code', () => {
    const categories = ['identite', 'famille:composition', 'bloc-du-futur', 'autre-bloc'];
    expect(mots.direCategories({ categories }, libelles)).toEqual([
      'Identité',
      'Famille\u00a0: composition',
      'Rubrique non traduite',
    ]);
  });

  test('profil, mission et rôles', () => {
    expect(mots.direProfil('T2', libelles)).toBe('T2, Prestataires de services sociaux');
    expect(mots.direProfil('T99', libelles)).toBe('T99');
    expect(mots.direRoles('dpo,utilisateur', libelles)).toBe(
      'Délégué à la protection des données, utilisateur',
    );
    expect(mots.direMission('tarif-creche', libelles)).toBe('tarif-creche');
  });

  test('une recherche tracée se relit en phrase, le reste reste une référence', () => {
    const nommer = (id: string) => (id === 'a' ? 'Anselme Brunel' : null);
    const recherche = {
      action: 'lecture-traces',
      objet: '{"personne":"a","dossier":12345,"du":"2026-11-02"}',
    };
    expect(dire.direObjet(recherche, { libelles, nommer })).toContain('d’Anselme Brunel, depuis le 2');
    expect(dire.direObjet(recherche, { libelles, nommer })).toContain('dossier 12\u202f345');
    expect(dire.direObjet({ action: 'export-traces', objet: '{"coupé' }, { libelles, nommer })).toBe(
      '{"coupé',
    );
    expect(dire.direObjet({ action: 'levee-arret', objet: 'f34b8e34' }, { libelles, nommer })).toBe(
      'f34b8e34',
    );
  });

  test.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox\u00a0145, Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0',
      'Edge\u00a0142, Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari\u00a018, iOS',
    ],
    ['node', null],
  ])('navigateur : %s', (signature, attendu) => expect(dire.nommerNavigateur(signature)).toBe(attendu));

  test('l’organisme se montre quand il y en a plusieurs', () => {
    const deux = [uneTrace({ organisme: 'Commune de Villexemple' }), uneTrace()];
    expect(dire.plusieursOrganismes(deux)).toBe(true);
    expect(dire.plusieursOrganismes([uneTrace(), uneTrace()])).toBe(false);
  });
});

describe('TRA-08 chercher une personne', () => {
  const personnes = ['Mireille Castagnier', 'Sabine Quévreux', 'Coralie Devos-Fictive'].map((nom, rang) => ({
    id: String(rang),
    nom,
    identifiant: `abc${rang}`,
    etat: 'actif',
  }));
  const trouver = (saisie: string, combien = 10) =>
    chercherPersonnes(personnes, saisie, combien).map(({ nom }) => nom);

  test.each([
    ['mireille cast', ['Mireille Castagnier']],
    ['castagnier mireille', ['Mireille Castagnier']],
    ['QUEVREUX', ['Sabine Quévreux']],
    ['fictive', ['Coralie Devos-Fictive']],
    ['abc1', ['Sabine Quévreux']],
    ['tagnier', []],
  ])('« %s »', (saisie, attendues) => expect(trouver(saisie)).toEqual(attendues));

  test('rien de tapé : les premières, pas davantage qu’on n’en montre', () => {
    expect(trouver('', 2)).toEqual(['Mireille Castagnier', 'Sabine Quévreux']);
  });

  test.each([null, '', '  '])('rien à choisir : %j', (saisie) => {
    expect(fautePersonne(saisie, personnes, false)).toBe('');
    expect(fautePersonne(saisie, undefined, true)).toBe('');
  });

  test.each([
    ['un nom inconnu', 'Zzzz', personnes, false, 'Aucune personne de ce nom'],
    ['un nom connu mais pas choisi', 'Mireille Castagnier', personnes, false, 'Choisissez une personne'],
    ['une liste pas encore lue', 'Castagnier', undefined, false, 'pas encore lue'],
    ['une liste qui n’a pas pu être lue', 'Castagnier', undefined, true, 'n’a pas pu être lue'],
  ])('des lettres sans personne choisie ne cherchent rien : %s', (_, saisie, lues, echec, dite) => {
    const faute = fautePersonne(saisie, lues, echec);
    expect(faute).toContain(dite);
    expect(faute).not.toContain(saisie);
  });
});

describe('CDAP-20 TRA-03 une recherche de dossiers se raconte par son nombre de lignes', () => {
  test.each([
    ['resultats:0', 'aucun dossier listé'],
    ['resultats:1', '1 dossier listé'],
    ['resultats:7', '7 dossiers listés'],
    ['resultats:10+', '10 dossiers listés, d’autres répondaient'],
    ['resultats:2,service-instructeur:059C12301', '2 dossiers listés ; service-instructeur:059C12301'],
    ['autre chose', 'autre chose'],
    [null, null],
  ])('%s', (objet, dit) => {
    expect(mots.direResultats(objet)).toBe(dit);
  });
});
