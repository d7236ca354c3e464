import { describe, expect, test } from 'vitest';
import { LECTEUR, SIREN_LECTEUR } from '../../../../tests/support/faits-cdap.ts';
import { BLOCS, type Bloc, type BlocsStockes, type ContenuBloc, SCHEMAS_BLOCS } from './blocs.ts';
import { dossiersTemoins, genererPopulation } from './population.ts';
import { estVariante, projeterBloc, VARIANTES } from './variantes.ts';

const CAFS = [
  { code: '591', communes: [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }] },
  { code: '974', communes: [{ nom: 'Saint-Nulpart', codeInsee: '97499', codePostal: '97499' }] },
];
const dossiers = [
  ...dossiersTemoins('591', '2026-11').map(({ dossier }) => dossier),
  ...genererPopulation({ graine: 'variantes', taille: 400, cafs: CAFS, moisCourant: '2026-11' }),
];
const registre = Object.entries(VARIANTES).flatMap(([bloc, formes]) =>
  Object.entries(formes).map(([code, forme]) => ({ bloc: bloc as Bloc, code, forme })),
);

describe('CDAP-10 registre des formes réduites', () => {
  test.each(registre)('$bloc:$code a sa forme, sur tout dossier', ({ bloc, code, forme }) => {
    let vus = 0;
    for (const { blocs } of dossiers) {
      const complet = blocs[bloc];
      if (complet === null) continue;
      vus += 1;
      const reduit = projeterBloc({ bloc, variante: code }, complet, LECTEUR);
      expect(forme.schema.safeParse(reduit).error).toBeUndefined();
    }
    expect(vus).toBeGreaterThan(0);
  });

  test.each(registre)('$bloc:$code refuse un champ de plus', ({ bloc, code, forme }) => {
    const complet = dossiers.map(({ blocs }) => blocs[bloc]).find((contenu) => contenu !== null);
    if (!complet) throw new Error(`aucun dossier n’a ${bloc}`);
    const reduit = projeterBloc({ bloc, variante: code }, complet, LECTEUR) as object;
    expect(forme.schema.safeParse({ ...reduit, enTrop: 1 }).success).toBe(false);
  });

  test('complet existe pour tout bloc et rend le bloc', () => {
    for (const bloc of BLOCS) {
      expect(estVariante(bloc, 'complet')).toBe(true);
      const complet = dossiers.map(({ blocs }) => blocs[bloc]).find((contenu) => contenu !== null);
      if (!complet) throw new Error(`aucun dossier n’a ${bloc}`);
      expect(
        SCHEMAS_BLOCS[bloc].safeParse(projeterBloc({ bloc, variante: 'complet' }, complet, LECTEUR)).success,
      ).toBe(true);
    }
  });

  test.each([
    ['famille', 'toString'],
    ['famille', 'inconnue'],
    ['identite', 'composition'],
    ['__proto__', 'complet'],
    ['constructor', 'name'],
  ])('%s:%s n’est pas une forme', (bloc, code) => {
    expect(estVariante(bloc, code)).toBe(false);
  });

  test('un code inconnu lève plutôt que de rendre le bloc entier', () => {
    const famille = dossiers[0]?.blocs.famille;
    if (!famille) throw new Error('témoin sans famille');
    expect(() => projeterBloc({ bloc: 'famille', variante: 'inconnue' }, famille, LECTEUR)).toThrow(
      'famille:inconnue',
    );
  });
});

const temoin = (numero: number) => {
  const trouve = dossiers.find((dossier) => dossier.numero === numero);
  if (!trouve) throw new Error(String(numero));
  return trouve.blocs;
};

describe('CDAP-17 formes de T2', () => {
  test('la composition ne dit rien du couple, de la garde ni du lien', () => {
    const { famille } = temoin(22_222);
    if (!famille) throw new Error('sans famille');
    const reduit = JSON.stringify(
      projeterBloc({ bloc: 'famille', variante: 'composition' }, famille, LECTEUR),
    );
    for (const tu of ['garde', 'situation', 'conjoint', 'lien', 'ISO', 'motif'])
      expect(reduit).not.toContain(tu);
    expect(reduit).toContain('Maëlys');
  });

  test('le nombre d’enfants AEEH ne dit pas lequel ni combien il reçoit', () => {
    const { handicap } = temoin(24_680);
    if (!handicap) throw new Error('sans handicap');
    expect(projeterBloc({ bloc: 'handicap', variante: 'nombre-aeeh' }, handicap, LECTEUR)).toEqual({
      nombreEnfantsAeeh: 1,
    });
  });

  test('CDAP-04 ailleurs dit où et depuis quand, pour un dossier transféré seulement', () => {
    const lire = (numero: number) => {
      const { affiliation } = temoin(numero);
      if (!affiliation) throw new Error('sans affiliation');
      return projeterBloc({ bloc: 'affiliation', variante: 'ailleurs' }, affiliation, LECTEUR);
    };
    expect(lire(12_345)).toEqual({ ailleurs: false, organisme: null, depuis: null });
    expect(lire(88_888)).toEqual({
      ailleurs: true,
      organisme: { nature: 'msa', code: '591' },
      depuis: '2026-07-01',
    });
  });
});

const projeter = <B extends Bloc>(
  bloc: B,
  variante: string,
  complet: NonNullable<BlocsStockes[B]>,
  plus = {},
) => projeterBloc({ bloc, variante }, complet as never, { ...LECTEUR, ...plus });

describe('CDAP-10 formes réduites qui dépendent du lecteur ou du jour', () => {
  const aide = {
    prestation: 'APL',
    le: '2026-11-05',
    mois: '2026-10',
    montantCentimes: 25_000,
    baseCalculCentimes: null,
  };
  const verse = (nature: 'bailleur' | 'allocataire', siret: string | null, plus = {}) =>
    ({
      ...aide,
      destinataire: { nature, nom: null, siret },
      ...plus,
    }) as ContenuBloc<'paiements'>['paiements'][number];

  test('CDAP-16 T10 : l’aide au logement versée à ce bailleur, et à nul autre', () => {
    const aLui = verse('bailleur', `${SIREN_LECTEUR}00099`);
    const paiements = [
      aLui,
      verse('bailleur', '50000000100017'),
      verse('bailleur', null),
      verse('allocataire', `${SIREN_LECTEUR}00099`),
      verse('bailleur', `${SIREN_LECTEUR}00099`, { prestation: 'RSA' }),
    ];
    expect(projeter('paiements', 'a-ce-bailleur', { paiements })).toEqual({ paiements: [aLui] });
  });

  test('CDAP-14 T20 : le complément différentiel avec sa base de calcul', () => {
    const complement = verse('allocataire', null, { prestation: 'ADE-CDI', baseCalculCentimes: 90_000 });
    expect(
      projeter('paiements', 'complement-differentiel', {
        paiements: [complement, verse('allocataire', null)],
      }),
    ).toEqual({
      paiements: [complement],
    });
  });

  test.each([
    ['2024-10', false],
    ['2024-11', true],
    [null, true],
  ] as const)('CDAP-14 T20 : un droit fini en %s est-il des deux dernières années ? %s', (au, attendu) => {
    const droit = { prestation: 'AF', etat: 'clos', du: '2020-01', au, montantMensuelCentimes: 1 } as const;
    const reduit = projeter('droits', 'deux-ans', { droits: [droit] });
    expect(reduit).toEqual({ droits: attendu ? [droit] : [] });
  });

  test.each([
    [899, true],
    [900, true],
    [901, false],
  ])(
    'T15 : un quotient de %i est-il sous le seuil de 900 ? %s, sans que le chiffre sorte',
    (valeur, attendu) => {
      const actuel = { etat: 'valeur', valeur, mois: '2026-11', moisCalcul: '2026-11' } as const;
      const reduit = projeter('quotientFamilial', 'sous-seuil', { actuel, parts: 2, historique: [] });
      expect(reduit).toEqual({ etat: 'valeur', mois: '2026-11', seuil: 900, sousSeuil: attendu });
    },
  );

  test('CDAP-05 T15 : un quotient inconnu, ou sans seuil enregistré, n’est ni dessous ni dessus', () => {
    const inconnu = { etat: 'inconnu', mois: '2026-11', motif: 'ressources-manquantes' } as const;
    expect(
      projeter('quotientFamilial', 'sous-seuil', { actuel: inconnu, parts: 2, historique: [] }),
    ).toMatchObject({
      etat: 'inconnu',
      sousSeuil: null,
    });
    const actuel = { etat: 'valeur', valeur: 1, mois: '2026-11', moisCalcul: '2026-11' } as const;
    expect(
      projeter('quotientFamilial', 'sous-seuil', { actuel, parts: 2, historique: [] }, { seuilQf: null }),
    ).toMatchObject({ seuil: null, sousSeuil: null });
  });

  test.each([
    ['2020-11-22', true],
    ['2020-11-21', false],
    ['2020-12', true],
    ['2020-11', false],
    ['2021', true],
    ['2020', false],
    [null, false],
  ])(
    'CDAP-15 T21 : né en %s, a-t-il sûrement moins de six ans le 21 novembre 2026 ? %s',
    (dateNaissance, attendu) => {
      const { famille } = temoin(22_222);
      const [enfant] = famille?.enfants ?? [];
      if (!famille || !enfant) throw new Error('sans enfant');
      const reduit = projeter('famille', 'enfants-moins-6', {
        ...famille,
        enfants: [{ ...enfant, dateNaissance }],
      });
      expect((reduit as { enfants: unknown[] }).enfants).toHaveLength(attendu ? 1 : 0);
    },
  );

  test.each([
    [0, 0, 500_000],
    [499_999, 0, 500_000],
    [500_000, 500_000, 1_000_000],
    [null, null, null],
  ])('T21 : %s centimes de ressources, tranche de %s à %s', (totalRetenuCentimes, deCentimes, aCentimes) => {
    expect(
      projeter('ressourcesAnnuelles', 'tranche', {
        annee: 2024,
        lignes: [],
        abattementsCentimes: 0,
        totalRetenuCentimes,
      }),
    ).toEqual({ annee: 2024, deCentimes, aCentimes });
  });

  test('T6 : les prestations du régime, et si une prestation familiale est ouverte', () => {
    const ligne = (prestation: 'AAH' | 'AF' | 'APL', etat: 'ouvert' | 'clos') =>
      ({ prestation, etat, du: '2026-01', au: null, montantMensuelCentimes: 1 }) as const;
    const lire = (...droits: ReturnType<typeof ligne>[]) =>
      projeter('droits', 'aah-clca-prepare-ajpp-rsa-existence', { droits });
    expect(lire(ligne('AAH', 'ouvert'), ligne('AF', 'ouvert'), ligne('APL', 'ouvert'))).toEqual({
      droits: [ligne('AAH', 'ouvert')],
      prestationFamiliale: true,
    });
    expect(lire(ligne('AF', 'clos'), ligne('APL', 'ouvert'))).toEqual({
      droits: [],
      prestationFamiliale: false,
    });
  });

  test('T15 : RSA et AAH, oui ou non, et jusqu’à quand', () => {
    const rsa = {
      prestation: 'RSA',
      etat: 'ouvert',
      du: '2026-01',
      au: '2026-12',
      montantMensuelCentimes: 1,
    } as const;
    expect(
      projeter('droits', 'rsa-aah-oui-non-fin', {
        droits: [rsa, { ...rsa, prestation: 'AAH', etat: 'clos' }],
      }),
    ).toEqual({
      rsa: { beneficiaire: true, fin: '2026-12' },
      aah: { beneficiaire: false, fin: null },
    });
  });

  test('T10 : ce qui bloque l’aide au logement, et rien des autres prestations', () => {
    const attendu = (piece: 'rib' | 'jugement', ...bloque: ('APL' | 'RSA')[]) => ({
      piece,
      demandeeLe: '2026-10-01',
      bloque,
    });
    const demarches = {
      attendus: [attendu('rib', 'APL', 'RSA'), attendu('jugement', 'RSA')],
      enCours: [
        { demarche: 'demande-aide-logement', deposeeLe: '2026-10-01', etat: 'recue' },
        { demarche: 'demande-aah', deposeeLe: '2026-10-01', etat: 'recue' },
      ],
    } as const;
    const complet = structuredClone(demarches) as unknown as ContenuBloc<'demarches'>;
    expect(projeter('demarches', 'bloque-aide', complet)).toEqual({ attendus: [attendu('rib', 'APL')] });
    expect(projeter('demarches', 'logement', complet)).toEqual({
      attendus: [attendu('rib', 'APL')],
      enCours: [demarches.enCours[0]],
    });
  });

  test.each([
    ['LOC', true, 'aide-logement'],
    ['PRO', false, 'proprietaire'],
    ['HGP', false, 'heberge-gratuit'],
    ['LOC', false, null],
    ['ACC', false, null],
  ] as const)('T6, T8 : logé %s, aide %s : forfait %s', (statut, aideVersee, motif) => {
    const { logement } = temoin(12_345);
    if (!logement) throw new Error('sans logement');
    const uneAide = {
      prestation: 'APL',
      montantMensuelCentimes: 1,
      depuis: '2026-01',
      tiersPayant: false,
    } as const;
    expect(
      projeter('logement', 'forfait-css', { ...logement, statut, aide: aideVersee ? uneAide : null }),
    ).toEqual({ forfait: motif !== null, motif });
  });
});
