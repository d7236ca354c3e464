import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Client,
  codeDe,
  consulter,
  ouvrirSessionDirecte,
  presenterMotDePasse,
  seConnecter,
  unClient,
} from '../../../../tests/support/client.ts';
import {
  type ComptePeuple,
  type Decor,
  MOT_DE_PASSE,
  unCompte,
  unDecor,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, HEURE, MINUTE, type Portail } from '../../../../tests/support/portail.ts';
import { cdapContrat } from '../../cdap/contract.ts';
import { habilitationsContrat } from '../../habilitations/contract.ts';
import { identiteContrat } from '../contract.ts';

let portail: Portail;
let decor: Decor;
let compte: ComptePeuple;

beforeAll(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail);
});
afterAll(() => portail.fermer());
beforeEach(async () => {
  compte = await unCompte(portail, decor.partenaire.organisation);
});

/** A demand of the person, which keeps the session alive. */
const agir = async (client: Client) =>
  (await client.appeler(habilitationsContrat.listerMesHabilitations)).statut;
/** What the page asks on its own. */
const veiller = async (client: Client) => (await client.appeler(identiteContrat.lireSession)).statut;
const ligne = async (de: ComptePeuple = compte) =>
  (
    await portail.lignes<{
      activite_le: Date;
      inactive_le: Date;
      expire_le: Date;
      close_le: Date | null;
      close_motif: string | null;
      niveau: string;
    }>(
      'select activite_le, inactive_le, expire_le, close_le, close_motif, niveau from identite.session where compte_id = $1 order by ouverte_le desc limit 1',
      [de.id],
    )
  )[0];

describe('ACC-06 quinze minutes sans activité', () => {
  test('encore ouverte une seconde avant, finie à la quinzième minute', async () => {
    const client = await seConnecter(portail, compte);
    await portail.horloge.avancer(15 * MINUTE - 1000);
    expect(await veiller(client)).toBe(200);
    await portail.horloge.avancer(1000);
    expect(await veiller(client)).toBe(401);
    expect(await agir(client)).toBe(401);
  });

  test('l’activité de la personne repousse la fin ; celle de la page non', async () => {
    const [active, passive] = [await seConnecter(portail, compte), await seConnecter(portail, decor.agent)];
    for (let i = 0; i < 4; i += 1) {
      await portail.horloge.avancer(5 * MINUTE);
      expect(await agir(active)).toBe(200);
      expect(await veiller(passive)).toBe(i < 2 ? 200 : 401);
    }
  });

  test('lire un dossier est une activité, et un dossier refusé aussi', async () => {
    await portail.horloge.avancer(MINUTE);
    const client = await ouvrirSessionDirecte(portail, decor.agent);
    for (const numero of [12_345, 999, 12_345]) {
      await portail.horloge.avancer(10 * MINUTE);
      expect([200, 404]).toContain((await consulter(client, decor.droit, numero)).statut);
    }
    expect(await veiller(client)).toBe(200);
  });

  test('écrite une fois par minute au plus', async () => {
    const client = await seConnecter(portail, compte);
    const debut = (await ligne())?.activite_le.getTime() ?? 0;
    const ecrites = new Set<number>();
    for (let secondes = 10; secondes <= 150; secondes += 10) {
      await portail.horloge.avancer(10_000);
      await agir(client);
      ecrites.add(((await ligne())?.activite_le.getTime() ?? 0) - debut);
    }
    expect([...ecrites]).toEqual([0, 70_000, 140_000]);
  });

  test('une consultation aussi n’écrit l’activité qu’une fois par minute', async () => {
    const client = await ouvrirSessionDirecte(portail, decor.agent);
    const ouverture = portail.horloge.lire();
    await portail.horloge.avancer(60_000);
    await consulter(client, decor.droit, 12_345);
    expect((await ligne(decor.agent))?.activite_le).toEqual(ouverture);
    await portail.horloge.avancer(1000);
    await consulter(client, decor.droit, 12_345);
    expect((await ligne(decor.agent))?.activite_le).toEqual(portail.horloge.lire());
  });
});

describe('ACC-06 huit heures au plus', () => {
  test('même active sans cesse, la session finit à la huitième heure', async () => {
    const client = await seConnecter(portail, compte);
    for (let minutes = 0; minutes < 8 * 60 - 10; minutes += 10) {
      await portail.horloge.avancer(10 * MINUTE);
      expect(await agir(client)).toBe(200);
    }
    await portail.horloge.avancer(10 * MINUTE - 1000);
    expect(await agir(client)).toBe(200);
    const session = (await client.appeler(identiteContrat.lireSession)).corps;
    expect(session.inactiveLe).toBe(session.expireLe);
    await portail.horloge.avancer(1000);
    expect(await agir(client)).toBe(401);
  });

  test('les durées sont des réglages', async () => {
    const autre = await creerPortail({ session: { inactiviteMs: 2 * MINUTE, dureeMs: 3 * MINUTE } });
    try {
      const ici = await unDecor(autre);
      const client = await seConnecter(autre, ici.agent);
      await autre.horloge.avancer(2 * MINUTE - 1000);
      expect(await agir(client)).toBe(200);
      await autre.horloge.avancer(MINUTE);
      expect(await agir(client)).toBe(200);
      await autre.horloge.avancer(1000);
      expect(await agir(client)).toBe(401);
    } finally {
      await autre.fermer();
    }
  });
});

describe('ACC-06 déconnexion', () => {
  test('ferme la session dans la base, retire le cookie, et le même cookie ne rouvre rien', async () => {
    const client = await seConnecter(portail, compte);
    const jeton = client.cookie;
    const reponse = await client.appeler(identiteContrat.deconnecter, {});
    expect(reponse.corps).toEqual({ fermee: true });
    expect(client.cookie).toBeNull();
    expect(reponse.entetes['clear-site-data']).toBe('"cache", "storage"');
    expect(await ligne()).toMatchObject({ close_le: portail.horloge.lire(), close_motif: 'deconnexion' });
    expect(await veiller(unClient(portail, jeton))).toBe(401);
    expect((await consulter(unClient(portail, jeton), decor.droit, 12_345)).statut).toBe(401);
    const traces = await portail.lignes(
      "select issue from traces.trace where action = 'deconnexion' and compte_id = $1",
      [compte.id],
    );
    expect(traces).toEqual([{ issue: 'fait' }]);
  });

  test('deux fois, ou sans session : répond sans rien écrire de plus', async () => {
    const client = await seConnecter(portail, compte);
    const copie = unClient(portail, client.cookie);
    await client.appeler(identiteContrat.deconnecter, {});
    expect((await copie.appeler(identiteContrat.deconnecter, {})).corps).toEqual({ fermee: false });
    expect((await unClient(portail).appeler(identiteContrat.deconnecter, {})).corps).toEqual({
      fermee: false,
    });
    expect(
      await portail.lignes("select id from traces.trace where action = 'deconnexion' and compte_id = $1", [
        compte.id,
      ]),
    ).toHaveLength(1);
  });

  test('une session n’emporte pas les autres du même compte', async () => {
    const une = await seConnecter(portail, compte);
    await portail.horloge.avancer(MINUTE);
    const deux = await seConnecter(portail, compte);
    await une.appeler(identiteContrat.deconnecter, {});
    expect(await veiller(deux)).toBe(200);
  });
});

describe('SEC-05 le cookie', () => {
  test('__Host-, HttpOnly, Secure, SameSite strict, sans domaine ni durée', async () => {
    const client = unClient(portail);
    const { entetes } = await client.appeler(identiteContrat.connecter, {
      identifiant: compte.identifiant,
      motDePasse: MOT_DE_PASSE,
    });
    expect(String(entetes['set-cookie'])).toMatch(
      /^__Host-passerelle=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  test('change après le second facteur : le cookie d’avant le code n’ouvre plus rien', async () => {
    const client = await presenterMotDePasse(portail, compte);
    const avant = client.cookie;
    expect((await ligne())?.niveau).toBe('mot-de-passe');
    await client.appeler(identiteContrat.verifierCode, { code: await codeDe(portail, compte) });
    expect(client.cookie).not.toBe(avant);
    expect(await veiller(client)).toBe(200);
    const ancien = unClient(portail, avant);
    expect(await veiller(ancien)).toBe(401);
    expect((await ancien.appeler(identiteContrat.verifierCode, { code: '123456' })).statut).toBe(401);
  });

  test('fixation : un cookie choisi par l’attaquant n’est jamais repris', async () => {
    const client = unClient(portail, 'cookie-choisi-par-un-autre-0123456789abcdef');
    await client.appeler(identiteContrat.connecter, {
      identifiant: compte.identifiant,
      motDePasse: 'mauvais mot de passe',
    });
    expect(client.cookie).toBe('cookie-choisi-par-un-autre-0123456789abcdef');
    const victime = await seConnecter(portail, compte);
    expect(victime.cookie).not.toBe(client.cookie);
    expect(await veiller(client)).toBe(401);
  });

  test('la base ne garde que l’empreinte du cookie', async () => {
    const client = await seConnecter(portail, compte);
    const table = JSON.stringify(await portail.lignes('select to_jsonb(s) as s from identite.session s'));
    expect(table).not.toContain(client.cookie);
    expect(table).not.toContain(Buffer.from(client.cookie ?? '').toString('hex'));
  });

  test('la session à moitié ouverte finit en cinq minutes', async () => {
    const client = await presenterMotDePasse(portail, compte);
    await portail.horloge.avancer(5 * MINUTE - 1000);
    expect((await client.appeler(identiteContrat.verifierCode, { code: '000000' })).statut).toBe(403);
    await portail.horloge.avancer(1000);
    expect(
      (await client.appeler(identiteContrat.verifierCode, { code: await codeDe(portail, compte) })).statut,
    ).toBe(401);
  });
});

describe('ACC-06 SEC-08 une fin vaut à la requête suivante', () => {
  test('cinquante demandes de front : celles qui partent après la suspension sont toutes refusées', async () => {
    const client = await ouvrirSessionDirecte(portail, decor.agent);
    const premieres = Array.from({ length: 25 }, () => consulter(client, decor.droit, 12_345));
    await portail.lignes("update identite.compte set etat = 'suspendu', etat_motif = 'essai' where id = $1", [
      decor.agent.id,
    ]);
    const suivantes = await Promise.all(
      Array.from({ length: 25 }, () => consulter(client, decor.droit, 12_345)),
    );
    for (const { statut } of await Promise.all(premieres)) expect([200, 401, 403]).toContain(statut);
    expect(new Set(suivantes.map(({ statut }) => statut))).toEqual(new Set([401]));
    await portail.lignes("update identite.compte set etat = 'actif', etat_motif = null where id = $1", [
      decor.agent.id,
    ]);
  });

  test('fin de droit : la session reste, la lecture est refusée à la demande suivante', async () => {
    const client = await ouvrirSessionDirecte(portail, decor.agent);
    await portail.lignes(
      "update habilitations.habilitation set etat = 'suspendue', etat_motif = 'essai' where id = $1",
      [decor.droit],
    );
    expect((await consulter(client, decor.droit, 12_345)).corps).toMatchObject({
      code: 'droit-inutilisable',
      details: { empechement: 'droit-suspendu' },
    });
    expect((await client.appeler(cdapContrat.listerProfils)).corps.choisi).toBeNull();
    await portail.lignes(
      "update habilitations.habilitation set etat = 'active', etat_motif = null where id = $1",
      [decor.droit],
    );
    expect((await consulter(client, decor.droit, 12_345)).statut).toBe(200);
  });

  test('la session dit qui est là, et rien de plus', async () => {
    const client = await seConnecter(portail, compte);
    const { corps } = await client.appeler(identiteContrat.lireSession);
    expect(corps).toEqual({
      compteId: compte.id,
      sessionId: expect.any(String),
      prenom: compte.prenom,
      nom: compte.nom,
      fonction: 'agent',
      nature: 'partenaire',
      cafCode: '591',
      partenaireId: decor.partenaire.id,
      roles: ['utilisateur'],
      organisme: decor.partenaire.raisonSociale,
      caf: decor.caf.nom,
      fuseau: 'Europe/Paris',
      derniereConnexion: null,
      inactiveLe: new Date(portail.horloge.lire().getTime() + 15 * MINUTE).toISOString(),
      expireLe: new Date(portail.horloge.lire().getTime() + 8 * HEURE).toISOString(),
    });
  });
});
