import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type Client,
  ouvrirSessionDirecte,
  type Reponse,
  unClient,
} from '../../../../tests/support/client.ts';
import { type ComptePeuple, type Decor, unCompte, unDecor } from '../../../../tests/support/peuplement.ts';
import { creerPortail, HEURE, JOUR, MINUTE, type Portail } from '../../../../tests/support/portail.ts';
import { saisiesDe } from '../../../../tests/support/saisies.ts';
import { empreinteDeJeton, empreinteDePorteur } from '../../../platform/http/porte.ts';
import { cdapContrat } from '../../cdap/contract.ts';
import { identiteContrat } from '../contract.ts';
import { relireSession } from './session.ts';

let portail: Portail;
let decor: Decor;

beforeAll(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail);
});
afterAll(() => portail.fermer());

const DEMANDE = { nom: 'Logiciel périscolaire', portees: ['cdap'], jours: 30 } as const;

const creer = (client: Client, plus: object = {}): Promise<Reponse> =>
  client.appeler(identiteContrat.creerJeton, { ...DEMANDE, ...plus });

async function unJeton(client: Client, plus: object = {}): Promise<{ jeton: string; id: string }> {
  const { statut, corps, texte } = await creer(client, plus);
  if (statut !== 200) throw new Error(`token refused: ${statut} ${texte}`);
  return { jeton: corps.jeton, id: corps.detail.id };
}

/** Calls a route that a cdap token opens, with this header and nothing else. */
const appelerAvec = (authorization: string, client: Client = unClient(portail)): Promise<Reponse> =>
  client.appeler(cdapContrat.listerProfils, {}, { entetes: { authorization } });
const utiliser = (jeton: string): Promise<Reponse> => appelerAvec(`Bearer ${jeton}`);

/** Somebody who has just proved both factors. */
async function quelquUn(): Promise<{ compte: ComptePeuple; client: Client }> {
  const compte = await unCompte(portail, decor.partenaire.organisation);
  return { compte, client: await ouvrirSessionDirecte(portail, compte) };
}

const lister = async (client: Client) =>
  (await client.appeler(identiteContrat.listerJetons, {})).corps.jetons as {
    id: string;
    nom: string;
    debut: string;
    expireLe: string;
    utiliseLe: string | null;
    etat: string;
  }[];

const dernieresTraces = (compte: ComptePeuple, action: string) =>
  portail.lignes<{ issue: string; code_issue: string | null; objet: string | null }>(
    'select issue, code_issue, objet from traces.trace where compte_id = $1 and action = $2 order by instant desc, id desc',
    [compte.id, action],
  );

describe('ACC-09 créer un jeton', () => {
  test.each([
    [10 * MINUTE - 1, 200],
    [10 * MINUTE, 403],
    [10 * MINUTE + 1000, 403],
  ])('il y faut une preuve d’identité de moins de dix minutes : %i ms après, %i', async (delai, statut) => {
    const { compte, client } = await quelquUn();
    await portail.horloge.avancer(delai);
    const reponse = await creer(client);
    expect(reponse.statut).toBe(statut);
    if (statut === 200) return;
    expect(reponse.corps.code).toBe('confirmation-requise');
    expect(await dernieresTraces(compte, 'creation-jeton')).toMatchObject([
      { issue: 'refuse', code_issue: 'confirmation-requise' },
    ]);
    expect(await lister(client)).toEqual([]);
  });

  test('SEC-05 il commence par « passerelle_ », se montre une fois, et la base n’en garde que l’empreinte', async () => {
    const { client } = await quelquUn();
    const { jeton } = await unJeton(client);
    expect(jeton).toMatch(/^passerelle_[\w-]{43}$/);
    const [liste, compte] = [
      await client.appeler(identiteContrat.listerJetons, {}),
      await client.appeler(identiteContrat.lireMonCompte, {}),
    ];
    const secret = jeton.slice('passerelle_'.length);
    expect(liste.texte).not.toContain(secret);
    expect(compte.texte).not.toContain(secret);
    expect(liste.corps.jetons[0].debut).toBe(jeton.slice(0, 15));
    expect(await tablesOuSeTrouve(secret)).toEqual([]);
    // The search sees what is there: the beginning that tells one token from another.
    expect(await tablesOuSeTrouve(jeton.slice(0, 15))).toEqual(['identite.jeton_api']);
    const empreinte = createHash('sha256').update(`porteur:${jeton}`).digest();
    expect(
      await portail.lignes('select genre from identite.session where jeton_empreinte = $1', [empreinte]),
    ).toEqual([{ genre: 'jeton' }]);
  });

  test('la personne en est prévenue par courriel, et sa création est tracée', async () => {
    const { compte, client } = await quelquUn();
    const { id } = await unJeton(client);
    expect(await dernieresTraces(compte, 'creation-jeton')).toMatchObject([{ issue: 'fait', objet: id }]);
    expect(
      await portail.lignes('select count(*)::int as n from notifications.courriel where destinataire = $1', [
        compte.courriel,
      ]),
    ).toEqual([{ n: 1 }]);
  });

  test('sans second facteur, on n’en crée pas', async () => {
    const compte = await unCompte(portail, decor.partenaire.organisation, { totp: null });
    const client = await ouvrirSessionDirecte(portail, compte);
    const reponse = await creer(client);
    expect([reponse.statut, reponse.corps.code]).toEqual([409, 'aucun-facteur']);
    expect(await lister(client)).toEqual([]);
  });

  test.each([
    ['nom', { nom: '' }],
    ['nom', { nom: 'x'.repeat(61) }],
    ['portees', { portees: [] }],
    ['portees.0', { portees: ['traces'] }],
    ['jours', { jours: 0 }],
    ['jours', { jours: 91 }],
    ['jours', { jours: 1.5 }],
  ])('« %s » : la faute est nommée, rien n’est créé', async (champ, plus) => {
    const { client } = await quelquUn();
    const reponse = await creer(client, plus);
    expect(reponse.statut).toBe(400);
    expect(reponse.corps.champs.map((c: { champ: string }) => c.champ)).toEqual([champ]);
    expect(await lister(client)).toEqual([]);
  });

  test('dix ouverts au plus ; un jeton révoqué ou échu laisse sa place', async () => {
    const { client, compte } = await quelquUn();
    const premiers = [];
    for (let n = 0; n < 10; n += 1) premiers.push(await unJeton(client, { jours: n === 0 ? 1 : 30 }));
    const refus = await creer(client);
    expect([refus.statut, refus.corps.code, refus.corps.details]).toEqual([
      409,
      'trop-de-jetons',
      { maximum: 10 },
    ]);
    await client.appeler(identiteContrat.revoquerJeton, { jeton: premiers[1]?.id });
    expect((await creer(client)).statut).toBe(200);
    expect((await creer(client)).statut).toBe(409);
    await portail.horloge.avancer(JOUR);
    const lendemain = await ouvrirSessionDirecte(portail, compte);
    expect((await creer(lendemain)).statut).toBe(200);
    expect((await creer(lendemain)).statut).toBe(409);
  });

  test('quatre créations au même instant devant la dernière place : une seule passe', async () => {
    const { client, compte } = await quelquUn();
    for (let n = 0; n < 9; n += 1) await unJeton(client);
    // Held back together at the account, so that all of them have begun before any has ended.
    const verrou = await portail.base.proprietaire.connect();
    await verrou.query('begin');
    await verrou.query('select 1 from identite.compte where id = $1 for update', [compte.id]);
    const demandes = Array.from({ length: 4 }, () => creer(client));
    await vi.waitFor(async () => {
      const { rows } = await portail.base.proprietaire.query(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      expect(rows[0].n).toBe(4);
    });
    await verrou.query('commit');
    verrou.release();
    const reponses = await Promise.all(demandes);
    expect(reponses.map(({ statut }) => statut).toSorted()).toEqual([200, 409, 409, 409]);
    expect(await lister(client)).toHaveLength(10);
  });
});

describe('ACC-09 la vie d’un jeton', () => {
  test.each([
    [1, JOUR],
    [90, 90 * JOUR],
  ])('de %i jour(s), il ouvre jusqu’à la dernière seconde, et plus rien ensuite', async (jours, duree) => {
    const { client, compte } = await quelquUn();
    const cree = portail.horloge.lire();
    const { jeton } = await unJeton(client, { jours });
    const fin = cree.getTime() + duree;
    await portail.horloge.regler(new Date(fin - 1000));
    expect((await utiliser(jeton)).statut).toBe(200);
    await portail.horloge.regler(new Date(fin));
    const refus = await utiliser(jeton);
    expect([refus.statut, refus.corps.code]).toEqual([401, 'jeton-refuse']);
    const [liste] = await lister(await ouvrirSessionDirecte(portail, compte));
    expect(liste).toMatchObject({ etat: 'echu', expireLe: new Date(fin).toISOString() });
  });

  test('un usage ne repousse jamais l’échéance', async () => {
    const { client } = await quelquUn();
    const { jeton } = await unJeton(client, { jours: 2 });
    await portail.horloge.avancer(JOUR);
    await utiliser(jeton);
    await portail.horloge.avancer(JOUR);
    expect((await utiliser(jeton)).statut).toBe(401);
  });

  test('la base elle-même refuse plus de 90 jours', async () => {
    const { client } = await quelquUn();
    const { id } = await unJeton(client, { jours: 90 });
    await expect(
      portail.lignes(
        "update identite.jeton_api set expire_le = expire_le + interval '1 second' where id = $1",
        [id],
      ),
    ).rejects.toThrow(/check constraint/);
  });

  test('le dernier usage se lit, à la minute', async () => {
    const { client } = await quelquUn();
    const { jeton, id } = await unJeton(client);
    const usage = async () => (await lister(client)).find((j) => j.id === id)?.utiliseLe;
    expect(await usage()).toBeNull();
    await portail.horloge.avancer(2 * MINUTE);
    const instant = portail.horloge.lire().toISOString();
    await utiliser(jeton);
    expect(await usage()).toBe(instant);
  });

  test('révoqué, la demande suivante est refusée ; les autres jetons restent', async () => {
    const { client, compte } = await quelquUn();
    const [garde, revoque] = [await unJeton(client), await unJeton(client)];
    expect((await utiliser(revoque.jeton)).statut).toBe(200);
    const fin = await client.appeler(identiteContrat.revoquerJeton, { jeton: revoque.id });
    expect(fin.statut).toBe(200);
    expect((await utiliser(revoque.jeton)).statut).toBe(401);
    expect((await utiliser(garde.jeton)).statut).toBe(200);
    expect((await lister(client)).map(({ id, etat }) => [id, etat])).toEqual(
      expect.arrayContaining([
        [garde.id, 'ouvert'],
        [revoque.id, 'revoque'],
      ]),
    );
    expect(await dernieresTraces(compte, 'revocation-jeton')).toMatchObject([
      { issue: 'fait', objet: revoque.id },
    ]);
  });

  test('celui d’autrui ne se voit ni ne se révoque, pas même par son administrateur', async () => {
    const { client } = await quelquUn();
    const { jeton, id } = await unJeton(client);
    const chef = await unCompte(portail, decor.partenaire.organisation, {
      roles: ['administrateur-principal'],
    });
    for (const autre of [(await quelquUn()).client, await ouvrirSessionDirecte(portail, chef)]) {
      expect(await lister(autre)).toEqual([]);
      const refus = await autre.appeler(identiteContrat.revoquerJeton, { jeton: id });
      expect([refus.statut, refus.corps.code]).toEqual([404, 'jeton-absent']);
      expect((await autre.appeler(identiteContrat.fermerSession, { session: id })).statut).toBe(404);
    }
    expect(await dernieresTraces(chef, 'revocation-jeton')).toMatchObject([
      { issue: 'refuse', code_issue: 'jeton-absent' },
    ]);
    expect((await utiliser(jeton)).statut).toBe(200);
  });

  test('la session du navigateur finit, le jeton continue ; se déconnecter ne le touche pas', async () => {
    const { client } = await quelquUn();
    const { jeton } = await unJeton(client);
    await client.appeler(identiteContrat.deconnecter, {});
    await portail.horloge.avancer(9 * HEURE);
    expect((await utiliser(jeton)).statut).toBe(200);
  });
});

describe('ACC-09 SEC-05 l’en-tête Authorization', () => {
  test('un jeton tout neuf ne vaut jamais une preuve d’identité : celle de sa création ne le suit pas', async () => {
    const { client, compte } = await quelquUn();
    const { jeton } = await unJeton(client);
    const relire = (empreinte: Buffer) =>
      portail.enTransaction({ ...compte.organisation, compteId: compte.id }, (tx) =>
        relireSession(tx, empreinte, portail.horloge.lire()),
      );
    expect(await relire(empreinteDePorteur(jeton))).toMatchObject({ preuveLe: null, portees: ['cdap'] });
    expect(await relire(empreinteDeJeton(client.cookie ?? ''))).toMatchObject({
      preuveLe: portail.horloge.lire(),
      portees: null,
    });
  });

  test.each(
    saisiesDe('en_tete_authorization').map(({ titre, value, valid }) => [titre, value, valid] as const),
  )('%s', async (_titre, valeur, valide) => {
    const { client } = await quelquUn();
    const [bon, revoque] = [await unJeton(client), await unJeton(client)];
    await client.appeler(identiteContrat.revoquerJeton, { jeton: revoque.id });
    const entete = String(valeur).replace('{jeton_revoque}', revoque.jeton).replace('{jeton}', bon.jeton);
    const reponse = await appelerAvec(entete);
    expect(reponse.statut).toBe(valide ? 200 : 401);
    if (valide) return;
    expect(reponse.corps.code).toBe('jeton-refuse');
    expect(reponse.corps.champs).toMatchObject([{ champ: 'Authorization' }]);
    expect(reponse.entetes['www-authenticate']).toBe('Bearer');
    expect(reponse.texte).not.toContain(bon.jeton);
    const dit = entete.replace(/^\w+ /, '');
    if (dit !== '') expect(reponse.texte).not.toContain(dit);
  });

  test('un jeton dans le cookie, un cookie comme jeton, n’ouvrent rien', async () => {
    const { client } = await quelquUn();
    const { jeton } = await unJeton(client);
    const enCookie = await unClient(portail, jeton).appeler(cdapContrat.listerProfils, {});
    expect([enCookie.statut, enCookie.corps.code]).toEqual([401, 'session-absente']);
    for (const faux of [client.cookie, `passerelle_${client.cookie}`, jeton.slice('passerelle_'.length)]) {
      const refus = await appelerAvec(`Bearer ${faux}`);
      expect([refus.statut, refus.corps.code]).toEqual([401, 'jeton-refuse']);
    }
  });

  test('un mauvais jeton n’est pas rattrapé par un bon cookie', async () => {
    const { client } = await quelquUn();
    expect((await appelerAvec('Bearer passerelle_inconnu', client)).statut).toBe(401);
    expect((await client.appeler(cdapContrat.listerProfils, {})).statut).toBe(200);
  });
});

/** Tables, jobs included, of which some row holds this text. */
async function tablesOuSeTrouve(texte: string): Promise<string[]> {
  const tables = await portail.lignes<{ nom: string }>(
    `select format('%I.%I', n.nspname, c.relname) as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const trouvees = [];
  for (const { nom } of tables) {
    const [rangee] = await portail.lignes<{ n: number }>(
      `select count(*)::int as n from ${nom} t where position($1 in t::text) > 0
         or position($2 in t::text) > 0`,
      [texte, Buffer.from(texte).toString('hex')],
    );
    if ((rangee?.n ?? 0) > 0) trouvees.push(nom);
  }
  return trouvees;
}

test('ACC-09 le dernier second facteur retiré ferme les jetons', async () => {
  const compte = await unCompte(portail, decor.partenaire.organisation, { secondFacteurExige: false });
  const client = await ouvrirSessionDirecte(portail, compte);
  const { jeton } = await unJeton(client);
  expect((await client.appeler(identiteContrat.retirerFacteur, { cle: null })).statut).toBe(200);
  expect((await utiliser(jeton)).statut).toBe(401);
});
