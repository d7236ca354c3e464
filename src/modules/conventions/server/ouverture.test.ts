import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, consulter, ouvrirSessionDirecte } from '../../../../tests/support/client.ts';
import {
  type ComptePeuple,
  type ConventionPeuplee,
  laMatrice,
  lesTemoins,
  type OptionsConvention,
  type PartenairePeuple,
  unCompte,
  unEquipement,
  uneCaf,
  uneConvention,
  uneHabilitation,
  unPartenaire,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, DEPART, JOUR, type Portail } from '../../../../tests/support/portail.ts';
import { cdapContrat } from '../../cdap/contract.ts';
import { habilitationsContrat } from '../../habilitations/contract.ts';
import { LIBELLES_EMPECHEMENTS } from '../../habilitations/libelles.ts';

let portail: Portail;
let partenaire: PartenairePeuple;
let convention: ConventionPeuplee;
let agent: ComptePeuple;
let droit: string;

beforeAll(async () => {
  portail = await creerPortail();
  await uneCaf(portail);
  await uneCaf(portail, { code: '974', fuseau: 'Indian/Reunion', nom: 'Caf de l’Île Exemple' });
  await laMatrice(portail);
  await lesTemoins(portail, '591');
  await lesTemoins(portail, '974');
});
afterAll(() => portail.fermer());
beforeEach(() => portail.horloge.regler(DEPART));

async function installer(plus: OptionsConvention = {}, cafCode = '591', habilitation = {}): Promise<void> {
  partenaire = await unPartenaire(portail, cafCode);
  convention = await uneConvention(portail, partenaire, plus);
  agent = await unCompte(portail, partenaire.organisation);
  droit = await uneHabilitation(portail, {
    compte: agent,
    bulletinId: convention.bulletinId,
    ...habilitation,
  });
}

const entrer = (): Promise<Client> => ouvrirSessionDirecte(portail, agent);
/** What the screen says of the right, what the list of profiles says, and what reading does: they must agree. */
async function situation(): Promise<{ empechements: string[]; lecture: string }> {
  const client = await entrer();
  const [lu] = (await client.appeler(habilitationsContrat.listerMesHabilitations)).corps.droits;
  const [profil] = (await client.appeler(cdapContrat.listerProfils)).corps.profils;
  const { statut, corps } = await consulter(client, droit, 12_345);
  expect(lu.utilisable).toBe(lu.empechements.length === 0);
  expect(profil.utilisable).toBe(statut === 200);
  if (!lu.utilisable) expect(corps.details.empechement).toBe(lu.empechements[0]);
  return { empechements: lu.empechements, lecture: statut === 200 ? 'lu' : corps.code };
}
const ouvert = { empechements: [], lecture: 'lu' };
const ferme = (...empechements: string[]) => ({ empechements, lecture: 'droit-inutilisable' });
const changer = (table: string, valeurs: string, ou = 'partenaire_id') =>
  portail.lignes(`update ${table} set ${valeurs} where ${ou} = $1`, [partenaire.id]);
const PASSE = "'2026-11-20T09:00:00Z'";
const FUTUR = "'2026-11-20T09:00:00.001Z'";

describe('CONV-05 HAB-01 un droit n’est utilisable que si tout ce qui le porte est ouvert', () => {
  test('tout est ouvert : utilisable, sans empêchement', async () => {
    await installer();
    expect(await situation()).toEqual(ouvert);
  });

  const CAS: readonly [
    code: string,
    fermer: () => Promise<unknown>,
    presque: (() => Promise<unknown>) | null,
  ][] = [
    // A closed account has no session any more: its list of rights is read by others, see below.
    [
      'droit-demande',
      () => changer('habilitations.habilitation', "etat = 'demandee'"),
      () => changer('habilitations.habilitation', "etat = 'active'"),
    ],
    [
      'droit-suspendu',
      () => changer('habilitations.habilitation', "etat = 'suspendue', etat_motif = 'essai'"),
      () => changer('habilitations.habilitation', "etat = 'active'"),
    ],
    [
      'droit-a-venir',
      () => changer('habilitations.habilitation', `periode = tstzrange(${FUTUR}, null)`),
      () => changer('habilitations.habilitation', `periode = tstzrange(${PASSE}, null)`),
    ],
    [
      'droit-termine',
      () => changer('habilitations.habilitation', `periode = tstzrange(lower(periode), ${PASSE})`),
      () => changer('habilitations.habilitation', `periode = tstzrange(lower(periode), ${FUTUR})`),
    ],
    ['droit-clos', () => changer('habilitations.habilitation', "etat = 'close'"), null],
    [
      'partenaire-suspendu',
      () => changer('organismes.partenaire', `suspendu_le = ${PASSE}, suspension_motif = 'essai'`, 'id'),
      () => changer('organismes.partenaire', `suspendu_le = ${FUTUR}`, 'id'),
    ],
    [
      'service-suspendu',
      () => changer('conventions.bulletin_adhesion', `suspendu_le = ${PASSE}, suspension_motif = 'essai'`),
      () => changer('conventions.bulletin_adhesion', `suspendu_le = ${FUTUR}`),
    ],
    [
      'bulletin-ferme',
      () => changer('conventions.version_bulletin', `periode = tstzrange(lower(periode), ${PASSE})`),
      () => changer('conventions.version_bulletin', `periode = tstzrange(lower(periode), ${FUTUR})`),
    ],
    [
      'profil-non-ouvert',
      () =>
        portail.lignes('delete from conventions.quota where version_bulletin_id = $1', [
          convention.versionBulletinId,
        ]),
      null,
    ],
    [
      'contrat-ferme',
      () => changer('conventions.version_contrat', `periode = tstzrange(lower(periode), ${PASSE})`),
      () => changer('conventions.version_contrat', `periode = tstzrange(lower(periode), ${FUTUR})`),
    ],
    [
      'convention-non-signee',
      () =>
        changer('conventions.convention', "etat = 'a-signer', effet_le = null, signee_partenaire_le = null"),
      null,
    ],
    [
      'formalites-manquantes',
      () => changer('conventions.convention', 'effet_le = null, formalites_caf_le = null'),
      null,
    ],
    [
      'convention-a-venir',
      () => changer('conventions.convention', `effet_le = ${FUTUR}`),
      () => changer('conventions.convention', `effet_le = ${PASSE}`),
    ],
    [
      'convention-terminee',
      () => changer('conventions.convention', `fin_le = ${PASSE}, fin_cause = 'resiliation'`),
      () => changer('conventions.convention', `fin_le = ${FUTUR}`),
    ],
  ];

  test.each(CAS)('%s', async (code, fermer, presque) => {
    await installer();
    await fermer();
    expect(await situation()).toEqual(ferme(code));
    // One thousandth of a second on the other side, when there is another side.
    if (presque !== null) {
      await presque();
      expect(await situation()).toEqual(ouvert);
    }
    expect(Object.keys(LIBELLES_EMPECHEMENTS)).toContain(code);
  });

  test('compte-ferme : vu par la dérivation, sous l’organisme', async () => {
    await installer();
    const empechements = () =>
      portail
        .lignes<{ empechements: string[] }>('select empechements from habilitations.droits($1, $2)', [
          agent.id,
          portail.horloge.lire(),
        ])
        .then(([ligne]) => ligne?.empechements);
    expect(await empechements()).toEqual([]);
    await portail.lignes("update identite.compte set etat = 'suspendu', etat_motif = 'essai' where id = $1", [
      agent.id,
    ]);
    expect(await empechements()).toEqual(['compte-ferme']);
    await portail.lignes(
      `update identite.compte set etat = 'actif', acces = tstzrange(lower(acces), ${PASSE}) where id = $1`,
      [agent.id],
    );
    expect(await empechements()).toEqual(['compte-ferme']);
  });

  test('chaque code que la dérivation produit a ses mots, et chaque mot un code', async () => {
    const [texte] = await portail.lignes<{ t: string }>(
      "select pg_get_functiondef('habilitations.droits'::regproc) as t",
    );
    const [, corps = ''] = /array_remove\(array\[([\s\S]*?)\], null\)/.exec(texte?.t ?? '') ?? [];
    const produits = [...corps.matchAll(/then '([a-z-]+)'/g)].map(([, code]) => code);
    expect([...new Set(produits)].sort()).toEqual(Object.keys(LIBELLES_EMPECHEMENTS).sort());
    expect([...CAS.map(([code]) => code), 'compte-ferme'].sort()).toEqual(
      Object.keys(LIBELLES_EMPECHEMENTS).sort(),
    );
  });

  test('plusieurs empêchements sont tous dits, le plus proche de la personne d’abord', async () => {
    await installer({ contrat: false });
    await changer('habilitations.habilitation', "etat = 'suspendue', etat_motif = 'essai'");
    expect(await situation()).toEqual(ferme('droit-suspendu', 'contrat-ferme'));
  });
});

describe('CONV-16 la convention finit à minuit de son jour, dans le fuseau de la Caf', () => {
  test.each([
    ['591', 'Europe/Paris, heure d’hiver', '2026-12-14T23:00:00Z'],
    ['591', 'Europe/Paris, heure d’été', '2027-07-14T22:00:00Z'],
    ['974', 'Indian/Reunion', '2026-12-14T20:00:00Z'],
  ])('Caf %s (%s) : utilisable une seconde avant, finie à l’instant', async (cafCode, _fuseau, minuit) => {
    await installer({ convention: { finLe: new Date(minuit), finCause: 'resiliation' } }, cafCode);
    await portail.horloge.regler(new Date(Date.parse(minuit) - 1000));
    expect(await situation()).toEqual(ouvert);
    await portail.horloge.regler(new Date(Date.parse(minuit) - 1));
    expect(await situation()).toEqual(ouvert);
    await portail.horloge.regler(minuit);
    expect(await situation()).toEqual(ferme('convention-terminee'));
  });

  test('une session ouverte avant minuit ne lit plus après', async () => {
    await installer({ convention: { finLe: new Date('2026-11-20T23:00:00Z'), finCause: 'resiliation' } });
    await portail.horloge.regler('2026-11-20T22:59:59.900Z');
    const client = await entrer();
    expect((await consulter(client, droit, 12_345)).statut).toBe(200);
    await portail.horloge.regler('2026-11-20T23:00:00.000Z');
    expect((await consulter(client, droit, 12_345)).corps.details).toEqual({
      empechement: 'convention-terminee',
    });
  });

  test('un changement fait pendant que la demande est en route est vu : elle est jugée à nouveau', async () => {
    await installer();
    const client = await entrer();
    const lectures = Array.from({ length: 20 }, () => consulter(client, droit, 12_345));
    await changer('conventions.convention', `fin_le = ${PASSE}, fin_cause = 'resiliation'`);
    for (const { statut, corps } of await Promise.all(lectures))
      expect([200, 'convention-terminee']).toContain(statut === 200 ? 200 : corps.details.empechement);
    expect((await consulter(client, droit, 12_345)).statut).toBe(403);
  });
});

describe('CONV-04 CONV-06 ce que la base refuse d’une convention', () => {
  test.each([
    ['signée sans la signature de la Caf', 'signee_caf_le = null', '23514'],
    ['en effet sans les formalités du partenaire', 'formalites_partenaire_le = null', '23514'],
    ['finie avant son effet', "fin_le = effet_le, fin_cause = 'resiliation'", '23514'],
    ['finie sans cause', "fin_le = '2030-01-01'", '23514'],
  ])('%s', async (_quoi, valeurs, code) => {
    await installer();
    await expect(changer('conventions.convention', valeurs)).rejects.toMatchObject({ code });
  });

  test('deux conventions d’un partenaire ne sont pas en effet en même temps ; l’une après l’autre, si', async () => {
    await installer();
    await expect(uneConvention(portail, partenaire)).rejects.toMatchObject({ code: '23P01' });
    await changer('conventions.convention', `fin_le = ${PASSE}, fin_cause = 'remplacement'`);
    await uneConvention(portail, partenaire, { convention: { effetLe: portail.horloge.lire() } });
  });

  test('deux versions d’un bulletin ne se recouvrent pas', async () => {
    await installer();
    await expect(
      portail.lignes(
        `insert into conventions.version_bulletin (id, caf_code, partenaire_id, bulletin_id, rang, periode, signe_caf_le, signe_partenaire_le, catalogue)
         values ($1, '591', $2, $3, 2, '[2026-11-01,)', '2026-11-01', '2026-11-01', '2025')`,
        [portail.nouvelId(), partenaire.id, convention.bulletinId],
      ),
    ).rejects.toMatchObject({ code: '23P01' });
  });
});

describe('CDAP-17 le droit T2 tombe avec la subvention de l’équipement', () => {
  const MINUIT = '2026-12-31T23:00:00Z';
  const installerCreche = async (plus: Parameters<typeof unEquipement>[2], usages: string[] = ['creche']) => {
    await installer();
    const equipementId = await unEquipement(portail, partenaire, plus);
    agent = await unCompte(portail, partenaire.organisation);
    droit = await uneHabilitation(portail, {
      compte: agent,
      bulletinId: convention.bulletinId,
      usages,
      equipementId,
    });
    return equipementId;
  };
  const lire = async () => {
    const client = await entrer();
    const { statut, corps } = await consulter(client, droit, 12_345);
    const [profil] = (await client.appeler(cdapContrat.listerProfils)).corps.profils;
    // The screen proposes what reading gives: same blocks, same reason.
    expect(profil.utilisable).toBe(statut === 200);
    if (statut === 200) {
      expect(profil.rubriques).toEqual(
        corps.rubriques.map(({ bloc, variante }: { bloc: string; variante: string }) => ({ bloc, variante })),
      );
      return corps.rubriques.map(({ bloc }: { bloc: string }) => bloc);
    }
    expect(profil.empechements).toEqual([corps.details.manquement]);
    return corps.details.manquement;
  };

  test('subventionné jusqu’au 31 décembre : lu jusqu’à minuit à Paris, et plus à l’instant', async () => {
    await installerCreche({ subventionAu: new Date(MINUIT) });
    await portail.horloge.regler('2026-12-31T22:59:59.999Z');
    expect(await lire()).toContain('baseRessourcesEaje');
    await portail.horloge.regler(MINUIT);
    expect(await lire()).toBe('subvention-echue');
  });

  test('subvention à venir, ou jamais donnée', async () => {
    await installerCreche({ subventionDu: new Date('2027-01-01T00:00:00Z') });
    expect(await lire()).toBe('service-non-nomme');
    await installerCreche({ subventionne: false });
    expect(await lire()).toBe('service-non-nomme');
  });

  test('avec la cantine à 1 euro en plus : la crèche tombe, la cantine reste', async () => {
    await installerCreche({ subventionAu: new Date(MINUIT) }, ['creche', 'cantine-un-euro']);
    expect(await lire()).toEqual(expect.arrayContaining(['baseRessourcesEaje', 'quotientFamilial']));
    await portail.horloge.regler(MINUIT);
    const blocs = await lire();
    expect(blocs).toContain('quotientFamilial');
    expect(blocs).not.toContain('baseRessourcesEaje');
  });

  test('cantine à 1 euro : commune et EPCI seulement', async () => {
    for (const [type, attendu] of [
      ['commune', true],
      ['epci', true],
      ['ccas', false],
      ['association', false],
    ] as const) {
      await installer();
      await portail.lignes('update organismes.partenaire set type = $2 where id = $1', [partenaire.id, type]);
      expect(Array.isArray(await lire()), type).toBe(attendu);
    }
  });

  test('l’équipement ferme avant la fin de sa subvention : le droit tombe avec lui', async () => {
    const equipementId = await installerCreche({ subventionAu: new Date(MINUIT) });
    await portail.lignes("update organismes.equipement set ferme_le = '2026-11-30' where id = $1", [
      equipementId,
    ]);
    await portail.horloge.regler('2026-11-30T22:59:59Z');
    expect(await lire()).toContain('baseRessourcesEaje');
    await portail.horloge.regler(new Date(Date.parse('2026-11-30T22:59:59Z') + JOUR));
    expect(await lire()).toBe('subvention-echue');
  });
});
