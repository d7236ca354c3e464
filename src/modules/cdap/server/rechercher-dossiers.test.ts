import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type Client,
  consulter,
  ouvrirSessionDirecte,
  type Reponse,
} from '../../../../tests/support/client.ts';
import {
  type Decor,
  dossierOrdinaire,
  lesDossiers,
  unCompte,
  unDecor,
  uneConvention,
  uneHabilitation,
  uneOpposition,
  unPartenaire,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, DEPART, HEURE, type Portail } from '../../../../tests/support/portail.ts';
import { PROFILS_TYPES } from '../../../../tests/support/profils-cdap.ts';
import { cleNir } from '../../../kernel/nir.ts';
import { cdapContrat, type LigneRecherche } from '../contract.ts';
import catalogue from '../domain/catalogue-2025.json' with { type: 'json' };
import type { DossierGenere } from '../domain/population.ts';
import { oublierCompteurs } from '../index.ts';
import { PREVENIR } from './arreter-lecture.ts';

let portail: Portail;
let decor: Decor;
let client: Client;

const avecCle = (treize: string): string => treize + cleNir(treize);
type Adulte = NonNullable<DossierGenere['blocs']['identite']>['adultes'][number];

/** A file of one person, at an address of its own. */
function dossierDe(
  numero: number,
  qui: Partial<Adulte>,
  plus: Partial<DossierGenere> & { readonly nir?: string; readonly codePostal?: string } = {},
): DossierGenere {
  const { nir, codePostal, ...reste } = plus;
  const base = dossierOrdinaire('591', { numero, ...reste });
  const [premier] = base.blocs.identite?.adultes ?? [];
  const actuelle = base.blocs.adresse?.actuelle;
  const { numero: bloc } = base.blocs;
  if (!premier || !actuelle || !bloc) throw new Error('the ordinary file has lost its people');
  return {
    ...base,
    blocs: {
      ...base.blocs,
      numero: { ...bloc, numero: String(numero), etat: base.etat },
      identite: { adultes: [{ ...premier, nomUsage: null, ...qui }] },
      nir: { adultes: [{ role: 'RDO', nir: nir ?? null }] },
      adresse: { actuelle: { ...actuelle, codePostal: codePostal ?? '59999' }, precedentes: [] },
    },
  };
}

const NIR = '1850359991042';

beforeAll(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail, {
    caf: {
      seuilConfirmationHeure: 9000,
      plafondCompteHeure: 9000,
      seuilPartenaireJour: 9000,
      plafondPartenaireJour: 9000,
    },
  });
  await lesDossiers(portail, '591', [
    dossierDe(
      5_000_001,
      { nomNaissance: 'de Valdoux', prenoms: ['Jean-Noël'], dateNaissance: '1985-03-12' },
      { nir: avecCle(NIR) },
    ),
    dossierDe(5_000_002, {
      nomNaissance: 'Bartignault',
      nomUsage: 'Mordolin',
      prenoms: ['Françoise'],
      dateNaissance: '1990-05',
    }),
    dossierDe(5_000_003, {
      nomNaissance: 'Velzan-Pelibel',
      prenoms: ['Moussa', 'Karim'],
      dateNaissance: '1971-11-30',
    }),
    dossierDe(
      5_000_004,
      { nomNaissance: 'Savlédac', prenoms: ['Inès'], dateNaissance: null },
      { codePostal: '59998' },
    ),
    dossierDe(5_000_005, { nomNaissance: 'Savlédac', prenoms: ['Inès'], dateNaissance: '1999-01-02' }),
    dossierDe(
      5_000_006,
      { nomNaissance: 'Cachevair', prenoms: ['Zoé'], dateNaissance: '1980-01-01' },
      { accesRestreint: true, nir: avecCle('2800159991043') },
    ),
    dossierDe(5_000_007, { nomNaissance: 'Cachevair', prenoms: ['Zoé'], dateNaissance: '1980-01-01' }),
    dossierDe(
      5_000_008,
      { nomNaissance: 'Cachevair', prenoms: ['Zoé'], dateNaissance: '1980-01-01' },
      { etat: 'en-affiliation' },
    ),
    ...Array.from({ length: 12 }, (_, i) =>
      dossierDe(5_001_000 + i, {
        nomNaissance: 'Foulmond',
        prenoms: ['Alice'],
        dateNaissance: `1980-01-${String(i + 1).padStart(2, '0')}`,
      }),
    ),
  ]);
  await uneOpposition(portail, decor.partenaire, 5_000_007);
  client = await ouvrirSessionDirecte(portail, decor.agent);
});
afterAll(() => portail.fermer());

/** Each search stands alone: counts are another matter, tested below. */
beforeEach(async () => {
  await portail.horloge.regler(DEPART);
  await portail.lignes('delete from cdap.compteur_recherche');
});

const chercher = (
  par: Record<string, unknown>,
  plus: Record<string, unknown> = {},
  qui = client,
  droit = decor.droit,
): Promise<Reponse> => qui.appeler(cdapContrat.rechercher, { habilitation: droit, par, ...plus });

const trouves = async (par: Record<string, unknown>): Promise<number[]> => {
  const reponse = await chercher(par);
  expect(reponse.statut, reponse.texte).toBe(200);
  return reponse.corps.lignes.map(({ numero }: LigneRecherche) => Number(numero));
};

describe('CDAP-20 un nom se retrouve malgré la façon de l’écrire', () => {
  test.each([
    ['tel quel', { nom: 'de Valdoux', prenom: 'Jean-Noël' }],
    ['en capitales, collé', { nom: 'DEVALDOUX', prenom: 'JEAN NOEL' }],
    ['avec un trait d’union', { nom: 'De-Valdoux', prenom: 'jeannoël' }],
    ['sans sa particule', { nom: 'Valdoux', prenom: 'Jean' }],
    ['une lettre changée', { nom: 'de Valdaux', prenom: 'Jean-Noël' }],
    ['une lettre en moins', { nom: 'de Vadoux', prenom: 'Jean-Noël' }],
    ['une lettre en trop', { nom: 'de Valldooux', prenom: 'Jean-Noël' }],
    ['deux lettres échangées', { nom: 'de Vladoux', prenom: 'Jean-Noël' }],
    ['comme il sonne', { nom: 'de Valdou', prenom: 'Jan' }],
    ['une lettre fausse dans le prénom', { nom: 'de Valdoux', prenom: 'Jeen' }],
    ['nom et prénom échangés', { nom: 'Jean', prenom: 'de Valdoux' }],
    ['par la date entière seule', { nom: 'Valdoux', neLe: '12/03/1985' }],
    ['par le mois', { nom: 'de Valdoux', neLe: '03/1985' }],
    ['par l’année', { nom: 'de Valdous', neLe: '1985' }],
    ['prénom et date', { nom: 'Valdoux', prenom: 'Jean', neLe: '12 mars 1985' }],
  ])('%s', async (_nom, par) => {
    expect(await trouves(par)).toEqual([5_000_001]);
  });

  test.each([
    ['une autre date', { nom: 'de Valdoux', prenom: 'Jean-Noël', neLe: '13/03/1985' }],
    ['une autre année', { nom: 'de Valdoux', neLe: '1986' }],
    ['un autre prénom, sans date', { nom: 'de Valdoux', prenom: 'Camille' }],
    ['deux lettres fausses', { nom: 'de Veldaux', prenom: 'Jean-Noël' }],
    ['une seule partie du nom, sans date', { nom: 'Velzan', prenom: 'Moussa' }],
  ])('ne se retrouve pas : %s', async (_nom, par) => {
    expect(await trouves(par)).toEqual([]);
  });

  test('par le nom d’usage comme par le nom de naissance', async () => {
    expect(await trouves({ nom: 'Mordolin', prenom: 'Francoise' })).toEqual([5_000_002]);
    expect(await trouves({ nom: 'Bartignault', prenom: 'Françoise' })).toEqual([5_000_002]);
  });

  test('par une partie du nom composé ou un autre prénom, avec la date entière', async () => {
    expect(await trouves({ nom: 'Pelibel', neLe: '30/11/1971' })).toEqual([5_000_003]);
    expect(await trouves({ nom: 'Velzan-Pelibel', prenom: 'Karim', neLe: '1971-11-30' })).toEqual([
      5_000_003,
    ]);
  });

  test('une date connue en partie s’accorde avec celle qu’on tape en entier', async () => {
    expect(await trouves({ nom: 'Mordolin', neLe: '17/05/1990' })).toEqual([5_000_002]);
    expect(await trouves({ nom: 'Mordolin', neLe: '17/06/1990' })).toEqual([]);
  });

  test('une naissance inconnue ne cache personne, après qui a la bonne', async () => {
    expect(await trouves({ nom: 'Savledac', prenom: 'Ines', neLe: '02/01/1999' })).toEqual([
      5_000_005, 5_000_004,
    ]);
    expect(await trouves({ nom: 'Savledac', neLe: '02/01/1999' })).toEqual([5_000_005]);
  });

  test('le code postal borne', async () => {
    expect(await trouves({ nom: 'Savlédac', prenom: 'Inès', codePostal: '59998' })).toEqual([5_000_004]);
    expect(await trouves({ nom: 'Savlédac', prenom: 'Inès', codePostal: '59997' })).toEqual([]);
  });

  test('dix lignes au plus, et il est dit qu’il y en a d’autres', async () => {
    const reponse = await chercher({ nom: 'Foulmond', prenom: 'Alice' });
    expect(reponse.corps.lignes).toHaveLength(10);
    expect(reponse.corps.plusDeDix).toBe(true);
    const seule = await chercher({ nom: 'Foulmond', prenom: 'Alice', neLe: '1980-01-04' });
    expect(seule.corps.lignes.map((l: LigneRecherche) => l.numero)).toEqual(['5001003']);
    expect(seule.corps.plusDeDix).toBe(false);
  });
});

describe('CDAP-21 ce qui ne s’ouvrirait pas n’est ni montré ni compté', () => {
  test('accès restreint, opposition, affiliation en cours', async () => {
    const reponse = await chercher({ nom: 'Cachevair', prenom: 'Zoé', neLe: '01/01/1980' });
    expect(reponse.corps).toEqual({ caf: '591', lignes: [], plusDeDix: false });
  });

  test('l’opposition ne vaut que pour le partenaire à qui elle est faite', async () => {
    const autre = await unLecteur('T2');
    const reponse = await chercher({ nom: 'Cachevair', prenom: 'Zoé' }, {}, autre.client, autre.droit);
    expect(reponse.corps.lignes.map((l: LigneRecherche) => Number(l.numero))).toEqual([5_000_007]);
  });

  test('une condition du profil écarte ce qu’elle fermerait', async () => {
    const t19 = await unLecteur('T19');
    expect(
      (await chercher({ nom: 'Foulmond', prenom: 'Alice' }, {}, t19.client, t19.droit)).corps.lignes,
    ).toEqual([]);
    // Hand-made file 0013579 draws RSA, 0010025 has not for more than two years.
    const sacha = await chercher({ nom: 'Exemplaire', prenom: 'Sacha' }, {}, t19.client, t19.droit);
    const numeros = sacha.corps.lignes.map((l: LigneRecherche) => l.numero);
    expect(numeros).toContain('0013579');
    expect(numeros).not.toContain('0010025');
  });
});

/** Somebody of a new partner, with a right under the profile. */
async function unLecteur(
  profil: string,
): Promise<{ client: Client; droit: string; plus: Record<string, unknown> }> {
  const type = PROFILS_TYPES[profil];
  const partenaire = await unPartenaire(portail, '591', {
    type: type?.type ?? 'commune',
    organisme: type?.organisme ?? null,
  });
  const { bulletinId } = await uneConvention(portail, partenaire, { quotas: { [profil]: 3 } });
  const compte = await unCompte(portail, partenaire.organisation);
  const droit = await uneHabilitation(portail, { compte, bulletinId, profil });
  return {
    client: await ouvrirSessionDirecte(portail, compte),
    droit,
    plus: type?.instructeur === undefined ? {} : { instructeur: type.instructeur },
  };
}

describe('CDAP-20 lignes et critères sont taillés par la matrice', () => {
  test.each(catalogue.profils.map(({ code, blocs }) => [code, blocs] as const))(
    '%s',
    async (profil, blocs) => {
      const lecteur = await unLecteur(profil);
      const demander = (par: Record<string, unknown>) =>
        chercher(par, lecteur.plus, lecteur.client, lecteur.droit);
      const parNom = await demander({ nom: 'de Valdoux', prenom: 'Jean' });
      expect(parNom.statut, parNom.texte).toBe(200);
      const adresse = blocs.includes('adresse');
      for (const ligne of parNom.corps.lignes) expect(ligne.commune === null).toBe(!adresse);

      const parCode = await demander({ nom: 'de Valdoux', prenom: 'Jean', codePostal: '59999' });
      expect(parCode.statut).toBe(adresse ? 200 : 403);
      if (!adresse)
        expect(parCode.corps).toMatchObject({ code: 'critere-ferme', champs: [{ champ: 'codePostal' }] });

      const parNir = await demander({ nir: avecCle(NIR) });
      expect(parNir.statut).toBe(blocs.includes('nir') ? 200 : 403);
      expect(parNir.texte).not.toContain(NIR);
    },
  );

  test('qui n’a pas d’adresse ne reçoit ni commune ni code postal', async () => {
    for (const profil of ['T15', 'T20']) {
      const { client: c, droit } = await unLecteur(profil);
      const reponse = await chercher({ nom: 'de Valdoux', prenom: 'Jean' }, {}, c, droit);
      expect(reponse.corps.lignes).toHaveLength(1);
      expect(reponse.texte).not.toMatch(/Villexemple|59999/);
    }
  });

  test('une ligne dit la personne trouvée, son dossier et sa commune, et rien d’autre', async () => {
    const { corps } = await chercher({ nom: 'de Valdoux', prenom: 'Jean-Noël' });
    expect(corps).toEqual({
      caf: '591',
      plusDeDix: false,
      lignes: [
        {
          numero: '5000001',
          etat: 'ouvert',
          adultes: [
            {
              nomNaissance: 'de Valdoux',
              nomUsage: null,
              prenoms: ['Jean-Noël'],
              dateNaissance: '1985-03-12',
            },
          ],
          commune: { codePostal: '59999', nom: 'Villexemple' },
        },
      ],
    });
  });

  test('par NIR, avec ou sans clé, la Corse et les provisoires compris', async () => {
    const { client: c, droit } = await unLecteur('T14');
    await lesDossiers(portail, '591', [
      dossierDe(5_000_010, { nomNaissance: 'Corsalin' }, { nir: avecCle('288042A991044') }),
      dossierDe(5_000_011, { nomNaissance: 'Provisoire' }, { nir: avecCle('7902099999045') }),
    ]);
    const par = async (nir: string) =>
      (await chercher({ nir }, {}, c, droit)).corps.lignes.map((l: LigneRecherche) => Number(l.numero));
    expect(await par(avecCle(NIR))).toEqual([5_000_001]);
    expect(await par(NIR)).toEqual([5_000_001]);
    expect(await par('2 88 04 2a 991 044')).toEqual([5_000_010]);
    expect(await par(avecCle('7902099999045'))).toEqual([5_000_011]);
    expect(await par('2800159991043')).toEqual([]);
  });
});

describe('CDAP-21 TRA-02 la décision vient avant toute recherche, et tout est tracé', () => {
  const traceDe = async (reponse: Reponse) =>
    (
      await portail.lignes<Record<string, unknown>>(
        `select action, issue, code_issue, objet, categories, dossier_numero, profil, habilitation_id, mission from traces.trace where correlation = $1 and action = 'recherche-dossier'`,
        [reponse.entetes['x-correlation-id']],
      )
    )[0];

  test('TRA-03 la trace dit combien de lignes et quelles rubriques, jamais ce qui a été tapé', async () => {
    const reponse = await chercher({ nom: 'Foulmond', prenom: 'Alice', neLe: '1980' });
    expect(await traceDe(reponse)).toEqual({
      action: 'recherche-dossier',
      issue: 'fait',
      code_issue: null,
      objet: 'resultats:10+',
      categories: ['identite', 'numero', 'adresse:commune'],
      dossier_numero: null,
      profil: 'T2',
      habilitation_id: decor.droit,
      mission: 'tarif-creche',
    });
    const vide = await chercher({ nom: 'Personnelà', prenom: 'Alice' });
    expect(await traceDe(vide)).toMatchObject({ objet: 'resultats:0', categories: [] });
    const traces = JSON.stringify(await portail.lignes('select * from traces.trace'));
    expect(traces).not.toMatch(/Foulmond|Alice|Personnel/);
  });

  test('TRA-01 chaque dossier montré a sa trace : qui l’a vu se retrouve par son numéro', async () => {
    const reponse = await chercher({ nom: 'Foulmond', prenom: 'Alice', neLe: '1980' });
    const [mere] = await portail.lignes(
      'select id from traces.trace where correlation = $1 and dossier_numero is null',
      [reponse.entetes['x-correlation-id']],
    );
    expect(mere).toBeDefined();
    const filles = await portail.lignes(
      `select action, issue, dossier_caf, dossier_numero, compte_id, categories, objet from traces.trace
        where correlation = $1 and dossier_numero is not null order by dossier_numero`,
      [reponse.entetes['x-correlation-id']],
    );
    expect(filles).toEqual(
      reponse.corps.lignes.map(({ numero }: LigneRecherche) => ({
        action: 'recherche-dossier-liste',
        issue: 'fait',
        dossier_caf: '591',
        dossier_numero: Number(numero),
        compte_id: decor.agent.id,
        categories: ['identite', 'numero', 'adresse:commune'],
        objet: null,
      })),
    );
  });

  test('CDAP-12 T4 nomme d’abord son service instructeur, et la trace le garde', async () => {
    const { client: c, droit, plus } = await unLecteur('T4');
    const par = { nom: 'Exemplaire', prenom: 'Sacha' };
    expect((await chercher(par, {}, c, droit)).corps.code).toBe('instructeur-requis');
    const inconnu = await chercher(par, { instructeur: '059C99999' }, c, droit);
    expect(inconnu.corps.code).toBe('instructeur-inconnu');
    expect(await traceDe(inconnu)).toMatchObject({ issue: 'refuse', objet: null });
    expect(await traceDe(await chercher(par, plus, c, droit))).toMatchObject({
      objet: `resultats:1,service-instructeur:${plus.instructeur}`,
    });
  });

  test('sans droit utilisable, rien n’est cherché ni compté', async () => {
    const suspendu = await unCompte(portail, decor.partenaire.organisation);
    const droit = await uneHabilitation(portail, {
      compte: suspendu,
      bulletinId: decor.convention.bulletinId,
      etat: 'suspendue',
    });
    const c = await ouvrirSessionDirecte(portail, suspendu);
    const reponse = await chercher({ nom: 'de Valdoux', prenom: 'Jean' }, {}, c, droit);
    expect(reponse.corps.code).toBe('droit-inutilisable');
    expect(await traceDe(reponse)).toMatchObject({
      issue: 'refuse',
      code_issue: 'droit-inutilisable',
      objet: null,
    });
    expect(await portail.lignes('select from cdap.compteur_recherche')).toEqual([]);
  });

  test('le droit d’un autre n’est pas le sien', async () => {
    const { client: c } = await unLecteur('T2');
    expect((await chercher({ nom: 'de Valdoux', prenom: 'Jean' }, {}, c)).corps.code).toBe('droit-absent');
  });

  test('lecture arrêtée : la recherche l’est aussi', async () => {
    const agent = await unCompte(portail, decor.partenaire.organisation);
    const droit = await uneHabilitation(portail, { compte: agent, bulletinId: decor.convention.bulletinId });
    await portail.lignes(
      `insert into cdap.arret_lecture (caf_code, partenaire_id, id, compte_id, cause, lectures, pose_le) values ('591', $1, $2, $3, 'plafond-compte', 1, $4)`,
      [decor.partenaire.id, portail.nouvelId(), agent.id, portail.horloge.lire()],
    );
    const reponse = await chercher(
      { nom: 'de Valdoux', prenom: 'Jean' },
      {},
      await ouvrirSessionDirecte(portail, agent),
      droit,
    );
    expect(reponse.corps.code).toBe('lecture-arretee');
  });
});

describe('CDAP-20 les recherches ralentissent avec leur nombre, puis alertent', () => {
  const RIEN = { nom: 'Personnelà', prenom: 'Alice' };

  test('libres jusqu’à dix, puis une seconde, deux à vingt ; attendre suffit, et un refus ne rallonge rien', async () => {
    for (let i = 0; i < 10; i += 1) expect((await chercher(RIEN)).statut).toBe(200);
    const freinee = await chercher(RIEN);
    expect(freinee.statut).toBe(429);
    expect(freinee.entetes['retry-after']).toBe('1');
    expect(freinee.corps).toMatchObject({ code: 'recherche-ralentie', details: { reprise: 1 } });
    expect((await chercher(RIEN)).statut).toBe(429);
    await portail.horloge.avancer(1000);
    expect((await chercher(RIEN)).statut).toBe(200);
    await portail.horloge.avancer(999);
    expect((await chercher(RIEN)).corps.details).toEqual({ reprise: 1 });
    await portail.horloge.avancer(1);
    expect((await chercher(RIEN)).statut).toBe(200);
    await portail.lignes('update cdap.compteur_recherche set recherches = 20');
    expect((await chercher(RIEN)).corps.details).toEqual({ reprise: 2 });
  });

  test('relire un dossier, le même ou un absent, ne rend aucune recherche', async () => {
    for (let i = 0; i < 10; i += 1) {
      await chercher(RIEN);
      await consulter(client, decor.droit, i % 2 === 0 ? 5_000_001 : 9_999_999);
    }
    expect((await chercher(RIEN)).statut).toBe(429);
    await portail.lignes('delete from cdap.compteur_compte');
  });

  test('quarante recherches à la fois : dix passent', async () => {
    const reponses = await Promise.all(Array.from({ length: 40 }, () => chercher(RIEN)));
    const statuts = reponses.map(({ statut }) => statut);
    expect(statuts.filter((statut) => statut === 200)).toHaveLength(10);
    expect(statuts.filter((statut) => statut === 429)).toHaveLength(30);
    expect(await portail.lignes('select recherches from cdap.compteur_recherche')).toEqual([
      { recherches: 10 },
    ]);
  });

  test('à cinquante, les responsables sont prévenus, une fois dans l’heure', async () => {
    const alertes = () =>
      portail.lignes<{ charge: object }>(
        `select j.payload as charge from graphile_worker._private_jobs j
          join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1`,
        [PREVENIR],
      );
    await chercher(RIEN);
    const compter = (n: number) => portail.lignes('update cdap.compteur_recherche set recherches = $1', [n]);
    await compter(48);
    await portail.horloge.avancer(60_000);
    await chercher(RIEN);
    expect(await alertes()).toEqual([]);
    await portail.horloge.avancer(60_000);
    await chercher(RIEN);
    await portail.horloge.avancer(60_000);
    await chercher(RIEN);
    expect(await alertes()).toMatchObject([
      { charge: { cause: 'recherches-nombreuses', partenaire: decor.partenaire.id, compte: decor.agent.id } },
    ]);
  });

  test('CDAP-21 les mêmes appels, que personne ou quelqu’un réponde ; une recherche freinée ne cherche rien', async () => {
    const appels = async (par: Record<string, unknown>) => {
      const espion = vi.spyOn(pg.Pool.prototype, 'query');
      try {
        await chercher(par);
        return espion.mock.calls.flatMap(([texte]) => /cdap\.(\w+)\(/.exec(String(texte))?.[1] ?? []);
      } finally {
        espion.mockRestore();
      }
    };
    const personne = await appels(RIEN);
    expect(personne).toContain('faits_des_dossiers');
    expect(await appels({ nom: 'Cachevair', prenom: 'Zoé' })).toEqual(personne);
    expect(await appels({ nom: 'de Valdoux', prenom: 'Jean' })).toEqual(personne);
    await portail.lignes('update cdap.compteur_recherche set recherches = 55');
    const freinee = await appels(RIEN);
    expect(freinee).toContain('compter_recherche');
    expect(freinee).not.toContain('chercher_cles');
  });

  test('une nouvelle heure recommence à zéro', async () => {
    for (let i = 0; i < 11; i += 1) await chercher(RIEN);
    expect((await chercher(RIEN)).statut).toBe(429);
    await portail.horloge.avancer(HEURE);
    const plusTard = await ouvrirSessionDirecte(portail, decor.agent);
    expect((await chercher(RIEN, {}, plusTard)).statut).toBe(200);
  });

  test('les comptes de plus d’une semaine s’oublient', async () => {
    await chercher(RIEN);
    const oublier = () =>
      portail.enTransaction({ nature: 'cnaf', cafCode: null, partenaireId: null, compteId: null }, (tx) =>
        oublierCompteurs(tx, portail.horloge.lire()),
      );
    await oublier();
    expect(await portail.lignes('select from cdap.compteur_recherche')).toHaveLength(1);
    await portail.horloge.avancer(8 * 24 * HEURE);
    await oublier();
    expect(await portail.lignes('select from cdap.compteur_recherche')).toEqual([]);
  });

  test('une saisie refusée, un critère fermé ne comptent pas', async () => {
    await chercher({ nom: 'du', prenom: 'Alice' });
    await chercher({ nir: avecCle(NIR) });
    await chercher({ nom: 'Foulmond', neLe: '31/02/1980' });
    expect(await portail.lignes('select from cdap.compteur_recherche')).toEqual([]);
  });
});

describe('CDAP-32 ce que les recherches montrent est plafonné comme les lectures', () => {
  /** A Caf with the default caps, sixty families with one name each and sixty of one name, by tens. */
  async function unGuichet(portail2: Portail) {
    const d = await unDecor(portail2);
    const lettre = (n: number) => 'bcdfglmnprstvz'.charAt(n % 14);
    const noms = Array.from(
      { length: 42 },
      (_, i) => `Vu${lettre(i)}a${lettre(Math.floor(i / 14) * 5)}oxime`,
    );
    await lesDossiers(portail2, '591', [
      ...noms.map((nomNaissance, i) =>
        dossierDe(6_000_000 + i, { nomNaissance, prenoms: ['Odile'], dateNaissance: `19${40 + i}-02-03` }),
      ),
      ...Array.from({ length: 140 }, (_, i) =>
        dossierDe(6_100_000 + i, {
          nomNaissance: 'Foisonnard',
          prenoms: ['Luce'],
          dateNaissance: `19${20 + Math.floor(i / 10)}-05-${String((i % 10) + 10)}`,
        }),
      ),
    ]);
    const c = await ouvrirSessionDirecte(portail2, d.agent);
    const demander = async (par: Record<string, unknown>) => {
      await portail2.horloge.avancer(10_000);
      return c.appeler(cdapContrat.rechercher, { habilitation: d.droit, par });
    };
    const dizaine = (i: number) => demander({ nom: 'Foisonnard', neLe: `19${20 + i}` });
    const lignesDe = (lus: readonly Reponse[]) =>
      new Set(lus.flatMap(({ corps }) => (corps.lignes ?? []).map((l: LigneRecherche) => l.numero))).size;
    return { d, c, noms, demander, dizaine, lignesDe };
  }

  test('quarante familles en une heure, cherchées puis ouvertes : ni confirmation ni longue attente', async () => {
    const p2 = await creerPortail();
    try {
      const { d, c, noms, demander } = await unGuichet(p2);
      for (let i = 0; i < 40; i += 1) {
        const trouve = await demander({ nom: noms[i], prenom: 'Odile', neLe: `19${40 + i}-02-03` });
        expect(trouve.corps.lignes, trouve.texte).toHaveLength(1);
        expect((await consulter(c, d.droit, 6_000_000 + i)).statut).toBe(200);
      }
    } finally {
      await p2.fermer();
    }
  });

  test('soixante dossiers montrés, puis un code ; cent vingt, puis l’arrêt, relectures comprises', async () => {
    const p2 = await creerPortail();
    try {
      const { d, c, demander, dizaine, lignesDe } = await unGuichet(p2);
      const lus: Reponse[] = [];
      for (let i = 0; i < 6; i += 1) {
        lus.push(await dizaine(i));
        await consulter(c, d.droit, 6_000_000);
      }
      expect(lignesDe(lus)).toBe(60);
      // Sooner than at the refusal: reaching the threshold tells the managers.
      expect(await p2.lignes('select prevenu_le is not null as dit from cdap.compteur_recherche')).toEqual([
        { dit: true },
      ]);
      const arretee = await dizaine(6);
      expect(arretee.corps).toMatchObject({
        code: 'confirmation-requise',
        details: { portee: 'compte', lectures: 60 },
      });
      // Whether or not somebody answers to the name, nothing is told any more.
      expect((await demander({ nom: 'Personnelà', prenom: 'Luce' })).corps.code).toBe('confirmation-requise');

      await p2.lignes('update identite.session set confirmee_le = $1', [p2.horloge.lire()]);
      lus.push(...(await enSuite([6, 7, 8, 9, 10, 11], dizaine)));
      expect(lignesDe(lus)).toBe(120);
      const stop = await dizaine(12);
      expect(stop.corps).toMatchObject({ code: 'lecture-arretee', details: { portee: 'compte' } });
      expect(await p2.lignes('select cause, lectures from cdap.arret_lecture')).toEqual([
        { cause: 'plafond-compte', lectures: 120 },
      ]);
      expect((await consulter(c, d.droit, 6_000_000)).corps.code).toBe('lecture-arretee');
    } finally {
      await p2.fermer();
    }
  });

  test('la recherche qui passerait le chiffre ne montre rien, et ferme les suivantes', async () => {
    const p2 = await creerPortail();
    try {
      const { demander, dizaine } = await unGuichet(p2);
      await dizaine(0);
      await p2.lignes('update cdap.compteur_recherche set lignes = 55');
      const refusee = await dizaine(1);
      expect(refusee.statut).toBe(403);
      expect(refusee.corps.code).toBe('confirmation-requise');
      expect(
        await p2.lignes('select issue, code_issue, objet from traces.trace where correlation = $1', [
          refusee.entetes['x-correlation-id'],
        ]),
      ).toEqual([{ issue: 'refuse', code_issue: 'plafond-compte', objet: null }]);
      expect((await demander({ nom: 'Personnelà', prenom: 'Luce' })).corps.code).toBe('confirmation-requise');
    } finally {
      await p2.fermer();
    }
  });

  test('un dossier montré deux fois compte une fois ; le partenaire est compté sur le jour', async () => {
    const p2 = await creerPortail();
    try {
      const { dizaine } = await unGuichet(p2);
      await enSuite([0, 0, 0, 1], dizaine);
      expect(
        await p2.lignes('select lignes, cardinality(listes) as listes from cdap.compteur_recherche'),
      ).toEqual([{ lignes: 20, listes: 20 }]);
      expect(await p2.lignes('select lignes from cdap.compteur_partenaire')).toEqual([{ lignes: 20 }]);
      await p2.lignes('update cdap.compteur_partenaire set lignes = 995');
      expect((await dizaine(2)).corps).toMatchObject({
        code: 'confirmation-requise',
        details: { portee: 'partenaire' },
      });
    } finally {
      await p2.fermer();
    }
  });
});

const enSuite = async (
  rangs: readonly number[],
  faire: (rang: number) => Promise<Reponse>,
): Promise<Reponse[]> => {
  const lus: Reponse[] = [];
  for (const rang of rangs) lus.push(await faire(rang));
  return lus;
};

test('CDAP-21 trop de personnes : la même réponse, que leurs dossiers se montrent ou non', async () => {
  const homonymes = (debut: number, nomNaissance: string, accesRestreint: boolean) =>
    Array.from({ length: 205 }, (_, i) =>
      dossierDe(
        debut + i,
        { nomNaissance, prenoms: ['Rose'], dateNaissance: '1970-07-07' },
        { accesRestreint },
      ),
    );
  await lesDossiers(portail, '591', [
    ...homonymes(5_100_000, 'Multaquin', false),
    ...homonymes(5_200_000, 'Clodrevel', true),
    ...Array.from({ length: 30 }, (_, i) =>
      dossierDe(5_300_000 + i, { nomNaissance: 'Dubrazic', prenoms: ['Rose'] }, { accesRestreint: true }),
    ),
  ]);
  const montres = await chercher({ nom: 'Multaquin', prenom: 'Rose' });
  const caches = await chercher({ nom: 'Clodrevel', prenom: 'Rose' });
  for (const reponse of [montres, caches]) {
    expect(reponse.statut).toBe(422);
    expect(reponse.corps).toMatchObject({
      code: 'criteres-trop-larges',
      champs: [{ champ: 'par.neLe' }],
      details: { champs: 'neLe' },
    });
  }
  const { corps } = await chercher({ nom: 'Dubrazic', prenom: 'Rose' });
  expect(corps).toEqual({ caf: '591', lignes: [], plusDeDix: false });
});
