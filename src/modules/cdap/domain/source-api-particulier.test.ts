import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { SCHEMAS_BLOCS } from './blocs.ts';
import type { adulteSchema } from './schemas-foyer.ts';
import {
  BLOCS_DISTANTS,
  comprendreReponse,
  estInterroge,
  parametresDe,
  ROUTES_SOURCE,
} from './source-api-particulier.ts';

const QF = { fournisseur: 'MSA', valeur: 200, annee: 2024, mois: 9, annee_calcul: 2024, mois_calcul: 12 };
const quotient = (plus: object = {}) => ({
  data: { quotient_familial: { ...QF, ...plus } },
  links: {},
  meta: {},
});
const EAJE = {
  nombre_enfants_a_charge: 2,
  nombre_enfants_beneficiaire_aeeh: 1,
  base_ressources_annuelles: { valeur: 40_923, annee_calcul: 2023 },
};
const eaje = (plus: object = {}) => ({
  data: { parametres_calcul_participation_familiale: { ...EAJE, ...plus } },
});
const lire = (statut: number, corps?: unknown, reessayerDans: number | null = null) =>
  comprendreReponse('quotientFamilial', { statut, corps, reessayerDans });
const erreur = (code: string, meta: unknown = {}) => ({
  errors: [{ code, title: 't', detail: 'd', source: null, meta }],
});
const code = (reponse: ReturnType<typeof lire>) =>
  reponse.issue === 'echec' ? reponse.echec.code : reponse.issue;

describe('CDAP-07 ce que la source répond devient nos rubriques', () => {
  test('CDAP-05 le quotient garde son mois et son mois de calcul ; parts et historique ne sont pas inventés', () => {
    const lue = lire(200, quotient());
    expect(lue).toEqual({
      issue: 'valeur',
      contenu: {
        actuel: { etat: 'valeur', valeur: 200, mois: '2024-09', moisCalcul: '2024-12' },
        parts: null,
        fournisseur: 'MSA',
        historique: [],
      },
    });
    expect(SCHEMAS_BLOCS.quotientFamilial.safeParse(lue.issue === 'valeur' && lue.contenu).success).toBe(
      true,
    );
  });

  test('CDAP-05 zéro est une valeur', () => {
    expect(lire(200, quotient({ valeur: 0 }))).toMatchObject({
      contenu: { actuel: { etat: 'valeur', valeur: 0 } },
    });
  });

  test('la base de la crèche garde son année et ses nombres', () => {
    const lue = comprendreReponse('baseRessourcesEaje', { statut: 200, corps: eaje(), reessayerDans: null });
    const contenu = { annee: 2023, baseAnnuelleEuros: 40_923, nombreEnfantsACharge: 2, nombreEnfantsAeeh: 1 };
    expect(lue).toEqual({ issue: 'valeur', contenu });
    expect(SCHEMAS_BLOCS.baseRessourcesEaje.safeParse(contenu).success).toBe(true);
  });

  test('SEC-03 rien d’autre que ces champs ne passe', () => {
    const riche = {
      ...quotient({ inconnu: 'INTRUS' }),
      data: { ...quotient({ inconnu: 'INTRUS' }).data, allocataires: ['INTRUS'] },
    };
    expect(JSON.stringify(lire(200, riche))).not.toContain('INTRUS');
    const aussi = eaje({ inconnu: 'INTRUS' });
    expect(
      JSON.stringify(
        comprendreReponse('baseRessourcesEaje', { statut: 200, corps: aussi, reessayerDans: null }),
      ),
    ).not.toContain('INTRUS');
  });

  test.each<[string, unknown]>([
    ['rien', undefined],
    ['un tableau', []],
    ['sans le droit de lire le quotient', { data: { adresse: {} } }],
    ...Object.keys(QF).map((champ): [string, unknown] => [`sans ${champ}`, quotient({ [champ]: undefined })]),
    ['valeur en texte', quotient({ valeur: '200' })],
    ['valeur négative', quotient({ valeur: -1 })],
    ['valeur à virgule', quotient({ valeur: 200.5 })],
    ['mois zéro', quotient({ mois: 0 })],
    ['mois treize', quotient({ mois_calcul: 13 })],
    ['fournisseur inconnu', quotient({ fournisseur: 'AUTRE' })],
  ])('une forme inconnue n’est pas devinée : %s', (_cas, corps) => {
    expect(code(lire(200, corps))).toBe('source-incomprehensible');
  });

  test.each(['nombre_enfants_a_charge', 'nombre_enfants_beneficiaire_aeeh', 'base_ressources_annuelles'])(
    'la base sans %s est incompréhensible',
    (champ) => {
      const corps = eaje({ [champ]: undefined });
      const lue = comprendreReponse('baseRessourcesEaje', { statut: 200, corps, reessayerDans: null });
      expect(lue).toMatchObject({ issue: 'echec', echec: { code: 'source-incomprehensible' } });
    },
  );
});

describe('CDAP-07 une famille inconnue n’est pas une panne, une panne n’est pas une famille inconnue', () => {
  test.each(['23003', '10003', '35003', '37003'])('404 %s : inconnue de la source', (absent) => {
    expect(lire(404, erreur(absent))).toEqual({ issue: 'sans-reponse', motif: 'absent-de-la-source' });
  });

  test('422 00366 : l’état civil ne suffit pas', () => {
    expect(lire(422, erreur('00366'))).toEqual({ issue: 'sans-reponse', motif: 'etat-civil-insuffisant' });
  });

  test.each([
    [404, undefined, 'source-incomprehensible'],
    [404, erreur('99999'), 'source-incomprehensible'],
    [404, { message: 'no route' }, 'source-incomprehensible'],
    [302, undefined, 'source-incomprehensible'],
    [204, undefined, 'source-incomprehensible'],
    [401, erreur('00101'), 'source-refusee'],
    [401, erreur('00103'), 'source-refusee'],
    [403, erreur('00100'), 'source-refusee'],
    [422, erreur('00203'), 'source-refusee'],
    [401, undefined, 'source-incomprehensible'],
    [409, erreur('00015'), 'source-saturee'],
    [429, erreur('00429'), 'source-saturee'],
    [429, undefined, 'source-saturee'],
    [504, erreur('37008'), 'source-saturee'],
    [504, erreur('37002'), 'source-lente'],
    [504, erreur('37001'), 'source-indisponible'],
    [502, erreur('37999'), 'source-indisponible'],
    [500, undefined, 'source-indisponible'],
    [503, '<html>', 'source-indisponible'],
  ])('%s %o : %s', (statut, corps, attendu) => {
    expect(code(lire(statut, corps))).toBe(attendu);
  });

  test.each([
    [{ retry_in: 12 }, null, 12],
    [{ retry_in: 12 }, 40, 12],
    [{}, 40, 40],
    [{}, null, 5],
    [{ retry_in: 0.2 }, null, 1],
    [{ retry_in: 86_400 }, null, 300],
  ])('une source saturée dit quand redemander : %o, en-tête %s, %s s', (meta, entete, attendu) => {
    expect(lire(429, erreur('00429', meta), entete)).toMatchObject({ echec: { reprise: attendu } });
  });

  test('sans réponse, chaque rubrique reste dans son schéma et ne vaut jamais zéro', () => {
    for (const motif of ['absent-de-la-source', 'etat-civil-insuffisant'] as const) {
      const quotientInconnu = ROUTES_SOURCE.quotientFamilial.sansReponse(motif, '2026-11');
      expect(SCHEMAS_BLOCS.quotientFamilial.parse(quotientInconnu).actuel).toEqual({
        etat: 'inconnu',
        mois: '2026-11',
        motif,
      });
      expect(ROUTES_SOURCE.baseRessourcesEaje.sansReponse()).toBeNull();
    }
  });

  test('seul un dossier vivant est demandé : les autres n’ont plus de quotient en cours', () => {
    const etats = [
      'ouvert',
      'suspendu',
      'en-affiliation',
      'radie',
      'decede',
      'transfere',
      'fusionne',
    ] as const;
    expect(etats.filter(estInterroge)).toEqual(['ouvert', 'suspendu']);
  });

  test('chaque chemin est une route v3 de la Sécurité sociale', () => {
    for (const bloc of BLOCS_DISTANTS)
      expect(ROUTES_SOURCE[bloc].chemin).toMatch(/^\/v3\/dss\/[a-z_]+\/identite$/);
  });
});

describe('CDAP-07 l’état civil demandé', () => {
  const adulte = (plus: Partial<z.infer<typeof adulteSchema>> = {}): z.infer<typeof adulteSchema> => ({
    role: 'RDO',
    civilite: 'MME',
    nomNaissance: 'Exemplaire',
    nomUsage: null,
    prenoms: ['Zoé', 'Anne-Lise', 'Maud', 'Quatrième'],
    dateNaissance: '1982-02-29',
    lieuNaissance: { commune: 'Villexemple', codeInsee: '2A004', pays: 'France', codePays: '99100' },
    sexe: 'F',
    ...plus,
  });
  const demander = (plus: Partial<z.infer<typeof adulteSchema>> = {}) => [
    ...(parametresDe(adulte(plus), '12345678200002') ?? []),
  ];

  test('les champs de la version 3, trois prénoms au plus, et le destinataire', () => {
    expect(demander()).toEqual([
      ['recipient', '12345678200002'],
      ['nomNaissance', 'Exemplaire'],
      ['prenoms[]', 'Zoé'],
      ['prenoms[]', 'Anne-Lise'],
      ['prenoms[]', 'Maud'],
      ['anneeDateNaissance', '1982'],
      ['moisDateNaissance', '2'],
      ['jourDateNaissance', '29'],
      ['sexeEtatCivil', 'F'],
      ['codeCogInseePaysNaissance', '99100'],
      ['codeCogInseeCommuneNaissance', '2A004'],
    ]);
  });

  test.each([
    [null, []],
    ['1982', ['anneeDateNaissance']],
    ['1982-02', ['anneeDateNaissance', 'moisDateNaissance']],
  ])('CDAP-03 de la date %s, ce qui en est connu', (dateNaissance, attendus) => {
    const noms = demander({ dateNaissance }).map(([nom]) => nom);
    expect(noms.filter((nom) => nom?.includes('DateNaissance'))).toEqual(attendus);
  });

  test('né en France sans code de commune : la source n’est pas demandée', () => {
    const lieu = { commune: 'Villexemple', codeInsee: null, pays: 'France', codePays: '99100' };
    expect(parametresDe(adulte({ lieuNaissance: lieu }), '12345678200002')).toBeNull();
  });

  test('né à l’étranger : le pays suffit ; le nom d’usage est donné quand il existe', () => {
    const lieu = { commune: null, codeInsee: null, pays: 'Italie', codePays: '99127' };
    const noms = demander({ lieuNaissance: lieu, nomUsage: 'Modèle' }).map(([nom]) => nom);
    expect(noms).not.toContain('codeCogInseeCommuneNaissance');
    expect(noms).toContain('nomUsage');
  });
});
