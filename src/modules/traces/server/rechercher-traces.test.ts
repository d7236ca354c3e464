import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Client,
  consulter,
  NAVIGATEUR,
  ouvrirSessionDirecte,
} from '../../../../tests/support/client.ts';
import {
  type ComptePeuple,
  type Decor,
  ORGANISATION_CNAF,
  organisationCaf,
  unCompte,
  unDecor,
  uneCaf,
  unPartenaire,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, HEURE, MINUTE, type Portail } from '../../../../tests/support/portail.ts';
import { type Trace, tracesContrat } from '../contract.ts';
import { creerPartitions } from './store.ts';

let portail: Portail;
let decor: Decor;
let chef: ComptePeuple;
let lectrice: Client;

beforeAll(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail);
  chef = await unCompte(portail, decor.partenaire.organisation, { roles: ['administrateur-principal'] });
  lectrice = await ouvrirSessionDirecte(portail, chef);
});
afterAll(() => portail.fermer());

const chercher = async (filtres: object, client = lectrice): Promise<Trace[]> => {
  const reponse = await client.appeler(tracesContrat.rechercher, { nombre: 100, ...filtres });
  if (reponse.statut !== 200) throw new Error(`${reponse.statut} ${reponse.texte}`);
  return reponse.corps.lignes;
};

/** A trace of the past, written as the register holds it. */
async function uneTrace(plus: Partial<Record<string, unknown>> = {}): Promise<string> {
  const id = portail.nouvelId();
  const rangee = {
    id,
    instant: portail.horloge.lire(),
    caf_code: '591',
    partenaire_id: decor.partenaire.id,
    compte_id: decor.agent.id,
    correlation: 'essai',
    action: 'essai',
    issue: 'fait',
    ...plus,
  };
  const colonnes = Object.keys(rangee);
  await portail.lignes(
    `insert into traces.trace (${colonnes.join(', ')}) values (${colonnes.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(rangee),
  );
  return id;
}

describe('TRA-01 ce qu’une consultation laisse', () => {
  test('qui, quand, d’où, quoi, sous quel droit, pour quelle mission, avec quelle issue, dans quelle session', async () => {
    await portail.horloge.regler('2026-11-20T10:20:30.456Z');
    const agent = await ouvrirSessionDirecte(portail, decor.agent);
    const reponse = await consulter(agent, decor.droit, 12_345, { motif: 'inscription à la cantine' });
    const [ligne] = await portail.lignes(
      `select instant, caf_code, partenaire_id, compte_id, correlation, role, action, issue, code_issue, profil, habilitation_id,
              dossier_caf, dossier_numero, categories, version_matrice, mission, motif, objet, host(adresse) as adresse, navigateur,
              session_id = (select id from identite.session where compte_id = $2 order by ouverte_le desc limit 1) as session, transaction > '0'::xid8 as ordonnee
         from traces.trace where id = $1`,
      [reponse.corps.trace, decor.agent.id],
    );
    expect(ligne).toEqual({
      instant: new Date('2026-11-20T10:20:30.456Z'),
      caf_code: '591',
      partenaire_id: decor.partenaire.id,
      compte_id: decor.agent.id,
      correlation: reponse.entetes['x-correlation-id'],
      role: null,
      action: 'consultation-dossier',
      issue: 'fait',
      code_issue: null,
      profil: 'T2',
      habilitation_id: decor.droit,
      dossier_caf: '591',
      dossier_numero: 12_345,
      categories: [
        'identite',
        'numero',
        'adresse',
        'famille:composition',
        'quotientFamilial',
        'affiliation:ailleurs',
      ],
      version_matrice: 1,
      mission: 'tarif-creche',
      motif: 'inscription à la cantine',
      objet: null,
      adresse: '192.0.2.10',
      navigateur: NAVIGATEUR,
      session: true,
      ordonnee: true,
    });
  });

  test('un refus dit son code, et ne dit montrer aucune rubrique', async () => {
    const agent = await ouvrirSessionDirecte(portail, decor.agent);
    const { corps } = await consulter(agent, decor.droit, 10_000);
    const [ligne] = await portail.lignes(
      'select issue, code_issue, categories, dossier_numero from traces.trace where correlation = $1',
      [corps.reference],
    );
    expect(ligne).toEqual({
      issue: 'refuse',
      code_issue: 'non-consultable-ici',
      categories: [],
      dossier_numero: 10_000,
    });
  });

  test('dans un lot, la trace d’un refus ne prend rien à la demande d’à côté', async () => {
    const sansDroit = await unCompte(portail, decor.partenaire.organisation);
    const caf = await unCompte(portail, organisationCaf('591'), { roles: ['directeur'] });
    const [bon, mauvais, directeur] = [
      await ouvrirSessionDirecte(portail, decor.agent),
      await ouvrirSessionDirecte(portail, sansDroit),
      await ouvrirSessionDirecte(portail, caf),
    ];
    const reponses = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        consulter([bon, mauvais, directeur][i % 3] ?? bon, decor.droit, 12_345),
      ),
    );
    expect(reponses.map(({ statut }) => statut)).toEqual(
      Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 200 : 403)),
    );
    const refus = await portail.lignes(
      'select distinct compte_id, profil, habilitation_id, version_matrice, code_issue, partenaire_id, caf_code from traces.trace where compte_id = any($1)',
      [[sansDroit.id, caf.id]],
    );
    const rien = {
      profil: null,
      habilitation_id: null,
      version_matrice: null,
      code_issue: 'droit-absent',
      caf_code: '591',
    };
    expect(refus).toHaveLength(2);
    expect(refus).toEqual(
      expect.arrayContaining([
        { ...rien, compte_id: sansDroit.id, partenaire_id: decor.partenaire.id },
        { ...rien, compte_id: caf.id, partenaire_id: null },
      ]),
    );
  });
});

describe('TRA-08 chercher', () => {
  let autre: ComptePeuple;
  const session = '018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5b';
  beforeAll(async () => {
    autre = await unCompte(portail, decor.partenaire.organisation, { nom: 'Autrement' });
    await portail.horloge.regler('2026-11-21T11:00:00Z');
    lectrice = await ouvrirSessionDirecte(portail, chef);
    await uneTrace({ action: 'a-personne', compte_id: autre.id });
    await uneTrace({ action: 'a-action' });
    await uneTrace({ action: 'a-issue', issue: 'echec' });
    await uneTrace({ action: 'a-profil', profil: 'T18' });
    await uneTrace({ action: 'a-dossier', dossier_caf: '591', dossier_numero: 777 });
    await uneTrace({ action: 'a-dossier-ailleurs', dossier_caf: '974', dossier_numero: 777 });
    await uneTrace({ action: 'a-session', session_id: session });
    // 23:30 in Paris on the 20th, 00:30 on the 21st.
    await uneTrace({ action: 'a-veille', instant: '2026-11-20T22:30:00Z' });
    await uneTrace({ action: 'a-jour', instant: '2026-11-20T23:30:00Z' });
  });
  const actions = async (filtres: object) =>
    (await chercher(filtres))
      .map(({ action }) => action)
      .filter((a) => a.startsWith('a-'))
      .sort();

  test.each<[string, () => object, string[]]>([
    ['personne', () => ({ personne: autre.id }), ['a-personne']],
    ['action', () => ({ action: 'a-action' }), ['a-action']],
    ['issue', () => ({ issue: 'echec' }), ['a-issue']],
    ['profil', () => ({ profil: 'T18' }), ['a-profil']],
    ['numéro de dossier, zéros et espaces sans effet', () => ({ dossier: '000 0777' }), ['a-dossier']],
    ['session', () => ({ session }), ['a-session']],
    ['jour de la Caf', () => ({ du: '2026-11-20', au: '2026-11-20', action: 'a-veille' }), ['a-veille']],
    [
      'jour de la Caf, après minuit à Paris',
      () => ({ du: '2026-11-21', au: '2026-11-21', action: 'a-jour' }),
      ['a-jour'],
    ],
    ['jour d’avant', () => ({ du: '2026-11-19', au: '2026-11-19' }), []],
    ['deux filtres à la fois', () => ({ personne: autre.id, action: 'a-action' }), []],
  ])('par %s', async (_nom, filtres, attendues) => {
    expect(await actions(filtres())).toEqual(attendues);
  });

  test('une période à l’envers est refusée avec une phrase', async () => {
    const reponse = await lectrice.appeler(tracesContrat.rechercher, { du: '2026-11-21', au: '2026-11-20' });
    expect(reponse.statut).toBe(422);
    expect(reponse.corps).toMatchObject({
      code: 'periode-inversee',
      title: 'Le jour de fin vient avant le jour de début.',
    });
  });

  test('les noms sont ceux des personnes et des organismes ; le numéro a sept chiffres', async () => {
    const [ligne] = await chercher({ action: 'a-dossier' });
    expect(ligne).toMatchObject({
      personne: {
        id: decor.agent.id,
        nom: `${decor.agent.prenom} ${decor.agent.nom}`,
        identifiant: decor.agent.identifiant,
      },
      organisme: decor.partenaire.raisonSociale,
      dossier: { caf: '591', numero: '0000777' },
    });
  });

  test('TRA-07 chaque recherche est tracée avant de lire, avec ses filtres et sous le nom de qui cherche', async () => {
    const lignes = await chercher({ action: 'a-action', dossier: '777' });
    expect(lignes).toEqual([]);
    const [trace] = await portail.lignes(
      "select compte_id, issue, role, objet from traces.trace where action = 'lecture-traces' order by transaction desc limit 1",
    );
    expect(trace).toEqual({
      compte_id: chef.id,
      issue: 'fait',
      role: 'administrateur-principal',
      objet: JSON.stringify({ action: 'a-action', dossier: 777 }),
    });
    expect((await chercher({ action: 'lecture-traces' })).map(({ objet }) => objet)).toContain(
      JSON.stringify({ action: 'lecture-traces' }),
    );
  });

  test('TRA-07 ORG-01 la Caf lit celles de ses partenaires, la Cnaf toutes, un partenaire les siennes', async () => {
    await uneCaf(portail, { code: '974', nom: 'Caf de l’Île Exemple', fuseau: 'Indian/Reunion' });
    const ailleurs = await unPartenaire(portail, '974');
    const voisin = await unPartenaire(portail, '591');
    await uneTrace({ action: 'p-voisin', partenaire_id: voisin.id, compte_id: null });
    await uneTrace({ action: 'p-ailleurs', caf_code: '974', partenaire_id: ailleurs.id, compte_id: null });
    await uneTrace({ action: 'p-inconnu', caf_code: null, partenaire_id: null, compte_id: null });
    await uneTrace({ action: 'p-ici' });
    const vues = async (client: Client) =>
      (await chercher({}, client))
        .map(({ action }) => action)
        .filter((action) => action.startsWith('p-'))
        .sort();
    const auditeur = (organisation: Parameters<typeof unCompte>[1]) =>
      unCompte(portail, organisation, { roles: ['auditeur-traces'] });
    expect(await vues(lectrice)).toEqual(['p-ici']);
    expect(await vues(await ouvrirSessionDirecte(portail, await auditeur(organisationCaf('591'))))).toEqual([
      'p-ici',
      'p-voisin',
    ]);
    expect(await vues(await ouvrirSessionDirecte(portail, await auditeur(organisationCaf('974'))))).toEqual([
      'p-ailleurs',
    ]);
    expect(await vues(await ouvrirSessionDirecte(portail, await auditeur(ORGANISATION_CNAF)))).toEqual([
      'p-ailleurs',
      'p-ici',
      'p-inconnu',
      'p-voisin',
    ]);
  });
});

describe('TRA-04 six mois, à la seconde', () => {
  test.each([
    ['2026-05-21T11:00:00.000Z', '2026-11-21T10:59:59.999Z', true],
    ['2026-05-21T11:00:00.000Z', '2026-11-21T11:00:00.000Z', false],
    ['2025-08-31T11:00:00.000Z', '2026-02-28T10:59:59.000Z', true],
    ['2025-08-31T11:00:00.000Z', '2026-02-28T11:00:00.000Z', false],
    ['2024-02-29T11:00:00.000Z', '2024-08-29T10:59:59.000Z', true],
    ['2024-02-29T11:00:00.000Z', '2024-08-29T11:00:00.000Z', false],
  ])('faite le %s, lue le %s : %s', async (faite, lue, lisible) => {
    const action = `six-mois-${faite}-${lue}`;
    await creerPartitions(portail.base.entretien, faite.slice(0, 10), faite.slice(0, 10));
    await uneTrace({ action, instant: faite });
    await portail.horloge.regler(lue);
    const client = await ouvrirSessionDirecte(
      portail,
      await unCompte(portail, decor.partenaire.organisation, {
        roles: ['administrateur-principal'],
        du: new Date('2020-01-01T00:00:00Z'),
      }),
    );
    expect(await chercher({ action }, client)).toHaveLength(lisible ? 1 : 0);
    // Asking for the day itself opens nothing more.
    expect(await chercher({ action, du: faite.slice(0, 10), au: faite.slice(0, 10) }, client)).toHaveLength(
      lisible ? 1 : 0,
    );
  });
});

describe('TRA-08 pages', () => {
  beforeAll(async () => {
    await portail.horloge.regler('2026-11-22T09:00:00Z');
    lectrice = await ouvrirSessionDirecte(portail, chef);
  });

  test('par clé, sur des instants égaux : aucune ligne perdue, aucune doublée, de la plus récente à la plus ancienne', async () => {
    const voulues: string[] = [];
    // 57 lines on three instants: pages cut in the middle of equal ones.
    for (let i = 0; i < 57; i += 1) {
      const instant = new Date(portail.horloge.lire().getTime() - (i % 3) * MINUTE);
      voulues.push(await uneTrace({ action: 'page', instant }));
    }
    for (const nombre of [7, 19, 57, 58]) {
      const lues: Trace[] = [];
      let apres: string | undefined;
      let pages = 0;
      do {
        const { corps } = await lectrice.appeler(tracesContrat.rechercher, {
          action: 'page',
          nombre,
          ...(apres === undefined ? {} : { apres }),
        });
        lues.push(...corps.lignes);
        apres = corps.suite ?? undefined;
        pages += 1;
      } while (apres !== undefined);
      expect(pages).toBe(Math.ceil(57 / nombre));
      expect(lues.map(({ id }) => id).sort()).toEqual([...voulues].sort());
      expect(lues.map(({ instant }) => instant)).toEqual(
        lues
          .map(({ instant }) => instant)
          .sort()
          .reverse(),
      );
    }
  });

  test('une ligne ajoutée entre deux pages ne décale rien', async () => {
    for (let i = 0; i < 10; i += 1) await uneTrace({ action: 'glisse' });
    const premiere = (await lectrice.appeler(tracesContrat.rechercher, { action: 'glisse', nombre: 5 }))
      .corps;
    await portail.horloge.avancer(MINUTE);
    await uneTrace({ action: 'glisse' });
    const seconde = (
      await lectrice.appeler(tracesContrat.rechercher, { action: 'glisse', nombre: 5, apres: premiere.suite })
    ).corps;
    const ids = [...premiere.lignes, ...seconde.lignes].map(({ id }: Trace) => id);
    expect(new Set(ids).size).toBe(10);
    expect(seconde.suite).toBeNull();
  });

  test('une clé inventée est refusée, et celle d’un autre partenaire n’ouvre rien', async () => {
    expect((await lectrice.appeler(tracesContrat.rechercher, { apres: 'nimporte' })).statut).toBe(400);
    const voisin = await unPartenaire(portail, '591');
    const curieux = await ouvrirSessionDirecte(
      portail,
      await unCompte(portail, voisin.organisation, { roles: ['administrateur-principal'] }),
    );
    const { suite } = (await lectrice.appeler(tracesContrat.rechercher, { action: 'page', nombre: 5 })).corps;
    expect(await chercher({ apres: suite }, curieux)).toEqual([]);
  });

  test('la page d’un jour lointain reste vide et rapide à dire', async () => {
    await portail.horloge.avancer(HEURE);
    expect(
      await chercher({ du: '2020-01-01', au: '2020-01-02' }, await ouvrirSessionDirecte(portail, chef)),
    ).toEqual([]);
  });
});
