import { sql } from 'kysely';
import { generate } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTRATS } from '../../src/apps/contrats.ts';
import type { DefinitionRoute } from '../../src/kernel/route.ts';
import { identiteContrat } from '../../src/modules/identite/contract.ts';
import { creerEcritureOubli, repondreOubli } from '../../src/modules/identite/index.ts';
import { enTransaction } from '../../src/platform/db/base.ts';
import type { ContexteTravail } from '../../src/platform/jobs/travaux.ts';
import { courrielsPour, dernierSecret } from '../support/boite-aux-lettres.ts';
import { type CleLogicielle, uneCle } from '../support/cle-acces.ts';
import {
  type Client,
  codeDe,
  consulter,
  NAVIGATEUR,
  ouvrirSessionDirecte,
  presenterMotDePasse,
  seConnecter,
  unClient,
} from '../support/client.ts';
import { type ComptePeuple, type Decor, MOT_DE_PASSE, unCompte, unDecor } from '../support/peuplement.ts';
import { creerPortail, HEURE, MINUTE, ORIGINE, type Portail } from '../support/portail.ts';
import { saisiesDe } from '../support/saisies.ts';

/**
 * SEC-05: the table of cases on sessions and secrets. Each one says what an attacker has in hand and what it opens:
 * nothing. What is about the cookie alone stands in `session.test.ts`, about OpenID Connect in `parcours/oidc.test.ts`,
 * about tokens in `parcours/jetons.test.ts`, about time in `bench/oracle.ts`.
 */
let portail: Portail;
let decor: Decor;
const AUTRE = 'Huit-Bateaux-Bleus-41?';
const COOKIE_APPAREIL = '__Host-passerelle-appareil';

beforeAll(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail);
});
afterAll(() => portail.fermer());

const nouveau = (plus: Parameters<typeof unCompte>[2] = {}) =>
  unCompte(portail, decor.partenaire.organisation, plus);
/** Codes serve once: each case has a step of its own. */
const pasSuivant = () => portail.horloge.avancer(30_000);

/** Runs the jobs that answer who forgot, as the worker would. */
async function traiterLesOublis(): Promise<void> {
  const instant = portail.horloge.lire();
  const ctx = {
    instant,
    nouvelId: portail.nouvelId,
    journal: portail.app.log as unknown as ContexteTravail['journal'],
    enTransaction: (locataire, acte) => enTransaction(portail.base.service, locataire, instant, acte),
  } satisfies ContexteTravail;
  const ecrire = creerEcritureOubli({ trousseau: portail.trousseau, origine: () => ORIGINE });
  const prendre = async (nom: string) =>
    portail.lignes<{ payload: Record<string, string> }>(
      `with pris as (delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
         where t.id = j.task_id and t.identifier = $1 returning j.payload) select payload from pris`,
      [nom],
    );
  for (const { payload } of await prendre('identite.repondre-oubli')) await repondreOubli(ctx, payload);
  for (const { payload } of await prendre('identite.ecrire-oubli')) await ecrire(ctx, payload);
}

async function demanderUnLien(compte: ComptePeuple): Promise<string> {
  await unClient(portail).appeler(identiteContrat.oublierMotDePasse, { identifiant: compte.identifiant });
  await traiterLesOublis();
  return dernierSecret(portail, compte.courriel);
}

const reinitialiser = (jeton: string, motDePasse = AUTRE, client = unClient(portail)) =>
  client.appeler(identiteContrat.reinitialiserMotDePasse, { jeton, motDePasse });
const entrer = (identifiant: string, motDePasse: string, options = {}, client = unClient(portail)) =>
  client
    .appeler(identiteContrat.connecter, { identifiant, motDePasse }, options)
    .then((r) => ({ client, ...r }));

async function avecUneCle(compte: ComptePeuple): Promise<CleLogicielle> {
  const client = await ouvrirSessionDirecte(portail, compte);
  const cle = uneCle();
  const { options } = (await client.appeler(identiteContrat.preparerCle)).corps;
  const faite = await client.appeler(identiteContrat.enregistrerCle, {
    nom: 'Clé d’essai',
    reponse: cle.enregistrer(options.challenge),
  });
  expect(faite.statut).toBe(200);
  return cle;
}

/** Holds the lock of an account while `acte` waits for it, does `entretemps`, then lets go. */
async function pendantLAttente<T>(
  compte: ComptePeuple,
  acte: () => Promise<T>,
  entretemps: (requete: (texte: string, valeurs?: unknown[]) => Promise<unknown>) => Promise<void>,
): Promise<T> {
  const tenant = await portail.base.proprietaire.connect();
  try {
    await tenant.query('begin');
    await tenant.query('select from identite.compte where id = $1 for update', [compte.id]);
    const enCours = acte();
    await expect
      .poll(async () => (await portail.lignes('select from pg_locks where not granted')).length, {
        timeout: 5_000,
      })
      .toBeGreaterThan(0);
    await entretemps((texte, valeurs) => tenant.query(texte, valeurs));
    await tenant.query('commit');
    return await enCours;
  } finally {
    tenant.release();
  }
}

describe('SEC-05 un secret ne se joue pas deux fois', () => {
  test('lien de réinitialisation : une fois, et deux emplois de front n’en font qu’un', async () => {
    const compte = await nouveau();
    const jeton = await demanderUnLien(compte);
    const reponses = await Promise.all([reinitialiser(jeton), reinitialiser(jeton, 'Neuf-Chevaux-Gris-52;')]);
    expect(reponses.map(({ statut }) => statut).toSorted()).toEqual([200, 403]);
    expect((await reinitialiser(jeton, 'Dix-Arbres-Verts-63,')).corps.code).toBe('lien-refuse');
  });

  test('lien de réinitialisation : trente minutes, et un nouveau annule le précédent', async () => {
    const compte = await nouveau();
    const premier = await demanderUnLien(compte);
    const second = await demanderUnLien(compte);
    expect((await reinitialiser(premier)).statut).toBe(403);
    await portail.horloge.avancer(30 * MINUTE);
    expect((await reinitialiser(second)).statut).toBe(403);
    const troisieme = await demanderUnLien(compte);
    await portail.horloge.avancer(30 * MINUTE - 1000);
    expect((await reinitialiser(troisieme)).statut).toBe(200);
  });

  test('code de récupération : une fois, même de front ; sa personne est prévenue', async () => {
    const compte = await nouveau();
    const chez = await ouvrirSessionDirecte(portail, compte);
    const [code] = (await chez.appeler(identiteContrat.refaireCodes)).corps.codesRecuperation;
    const deux = await Promise.all([
      presenterMotDePasse(portail, compte),
      presenterMotDePasse(portail, compte),
    ]);
    const reponses = await Promise.all(
      deux.map((c) => c.appeler(identiteContrat.verifierRecuperation, { codeRecuperation: code })),
    );
    expect(reponses.map(({ statut }) => statut).toSorted()).toEqual([200, 403]);
    const tard = await presenterMotDePasse(portail, compte);
    expect(
      (await tard.appeler(identiteContrat.verifierRecuperation, { codeRecuperation: code })).corps.code,
    ).toBe('recuperation-refusee');
    const recus = (await courrielsPour(portail, compte.courriel)).filter(({ objet }) =>
      /récupération/.test(objet),
    );
    expect(recus).toHaveLength(1);
    expect(recus[0]?.corps).toContain('Il vous en reste 9');
  });

  test('les codes refaits annulent les précédents', async () => {
    const compte = await nouveau();
    const chez = await ouvrirSessionDirecte(portail, compte);
    const [ancien] = (await chez.appeler(identiteContrat.refaireCodes)).corps.codesRecuperation;
    await chez.appeler(identiteContrat.refaireCodes);
    const client = await presenterMotDePasse(portail, compte);
    expect(
      (await client.appeler(identiteContrat.verifierRecuperation, { codeRecuperation: ancien })).statut,
    ).toBe(403);
  });

  test('signature d’une clé d’accès : un défi, une fois, dans sa session, sous son objet', async () => {
    const compte = await nouveau();
    const cle = await avecUneCle(compte);
    const client = await presenterMotDePasse(portail, compte);
    const { challenge } = (await client.appeler(identiteContrat.defierCle)).corps.options;
    const signature = cle.signer(challenge);
    const ailleurs = await presenterMotDePasse(portail, compte);
    await ailleurs.appeler(identiteContrat.defierCle);
    expect((await ailleurs.appeler(identiteContrat.verifierCle, { reponse: signature })).statut).toBe(403);
    expect((await client.appeler(identiteContrat.verifierCle, { reponse: signature })).statut).toBe(200);
    expect((await client.appeler(identiteContrat.confirmerParCle, { reponse: signature })).statut).toBe(403);
    // A challenge made to sign in does not confirm, nor the reverse.
    const { challenge: autre } = (await client.appeler(identiteContrat.defierConfirmation)).corps.options;
    expect(
      (await client.appeler(identiteContrat.confirmerParCle, { reponse: cle.signer(autre) })).statut,
    ).toBe(200);
  });

  test('signature d’une clé d’accès : autre origine, autre domaine, autre clé, compteur qui recule : refusées', async () => {
    const compte = await nouveau();
    const cle = await avecUneCle(compte);
    const client = await presenterMotDePasse(portail, compte);
    const essayer = async (signer: (defi: string) => Record<string, unknown>) => {
      const { challenge } = (await client.appeler(identiteContrat.defierCle)).corps.options;
      await portail.lignes('delete from identite.tentative');
      return (await client.appeler(identiteContrat.verifierCle, { reponse: signer(challenge) })).corps.code;
    };
    expect(await essayer((d) => cle.signer(d, { origine: 'https://attaquant.example' }))).toBe('cle-refusee');
    expect(await essayer((d) => cle.signer(d, { domaine: 'attaquant.example' }))).toBe('cle-refusee');
    expect(await essayer((d) => ({ ...uneCle().signer(d), id: cle.id, rawId: cle.id }))).toBe('cle-refusee');
    expect(await essayer((d) => uneCle().signer(d))).toBe('cle-refusee');
    expect(await essayer(() => cle.signer(Buffer.from('un autre défi').toString('base64url')))).toBe(
      'cle-refusee',
    );
    await portail.lignes('update identite.cle_acces set compteur = 50 where compte_id = $1', [compte.id]);
    expect(await essayer((d) => cle.signer(d, { compteur: 50 }))).toBe('cle-refusee');
    expect(await essayer((d) => cle.signer(d, { compteur: 51 }))).toBeUndefined();
  });

  test('un défi vieux de cinq minutes ne sert plus', async () => {
    const compte = await nouveau();
    const cle = await avecUneCle(compte);
    const client = await ouvrirSessionDirecte(portail, compte);
    const { challenge } = (await client.appeler(identiteContrat.defierConfirmation)).corps.options;
    await portail.horloge.avancer(5 * MINUTE);
    expect(
      (await client.appeler(identiteContrat.confirmerParCle, { reponse: cle.signer(challenge) })).statut,
    ).toBe(403);
  });

  test('code qui a enregistré l’application : il n’ouvre pas de session ensuite', async () => {
    const compte = await nouveau();
    const chez = await ouvrirSessionDirecte(portail, compte);
    const { secret } = (await chez.appeler(identiteContrat.preparerApplication)).corps;
    const code = await generate({ secret, epoch: Math.floor(portail.horloge.lire().getTime() / 1000) });
    expect((await chez.appeler(identiteContrat.enregistrerApplication, { code })).statut).toBe(200);
    const client = await presenterMotDePasse(portail, compte);
    expect((await client.appeler(identiteContrat.verifierCode, { code })).corps.code).toBe('code-refuse');
  });
});

describe('SEC-05 ACC-07 l’oubli n’ouvre rien par lui-même', () => {
  test('après réinitialisation, le second facteur est demandé comme avant', async () => {
    const compte = await nouveau();
    await reinitialiser(await demanderUnLien(compte));
    const { corps, client } = await entrer(compte.identifiant, AUTRE);
    expect(corps.etape).toBe('second-facteur');
    expect((await client.appeler(identiteContrat.lireSession)).statut).toBe(401);
    // Nor can one be enrolled at that point.
    expect((await client.appeler(identiteContrat.preparerApplication)).statut).toBe(401);
    expect((await client.appeler(identiteContrat.preparerCle)).statut).toBe(401);
  });

  test('un compte sans facteur qui en doit un ne reçoit pas de lien : une boîte aux lettres ne suffit pas', async () => {
    const compte = await nouveau({ totp: null, secondFacteurExige: true });
    await unClient(portail).appeler(identiteContrat.oublierMotDePasse, { identifiant: compte.identifiant });
    await traiterLesOublis();
    const recus = await courrielsPour(portail, compte.courriel);
    expect(recus.map(({ objet }) => objet)).toEqual(['Votre premier accès n’a pas encore servi']);
    expect(
      await portail.lignes('select from identite.jeton_courriel where compte_id = $1', [compte.id]),
    ).toEqual([]);
    expect((await entrer(compte.identifiant, MOT_DE_PASSE)).corps.code).toBe('second-facteur-absent');
  });

  test('réinitialiser ferme sessions, jetons et appareils connus', async () => {
    const compte = await nouveau();
    const ouverte = await ouvrirSessionDirecte(portail, compte);
    const { jeton } = (
      await ouverte.appeler(identiteContrat.creerJeton, {
        nom: 'Logiciel',
        portees: ['habilitations'],
        jours: 5,
      })
    ).corps;
    expect(jeton).toMatch(/^passerelle_/);
    await reinitialiser(await demanderUnLien(compte));
    expect((await ouverte.appeler(identiteContrat.lireSession)).statut).toBe(401);
    expect(
      await portail.lignes('select from identite.session where compte_id = $1 and close_le is null', [
        compte.id,
      ]),
    ).toEqual([]);
  });

  test.each(['inconnu', 'connu'])(
    'la réponse à un %s est la même, au bit près, sans courriel immédiat',
    async (quoi) => {
      const compte = await nouveau();
      const identifiant = quoi === 'connu' ? compte.identifiant : 'zzzzzzzzz2';
      const courriel = quoi === 'connu' ? compte.courriel : 'personne-du-tout@villexemple.invalid';
      const un = await unClient(portail).appeler(identiteContrat.oublierMotDePasse, { identifiant });
      const deux = await unClient(portail).appeler(identiteContrat.oublierIdentifiant, { courriel });
      expect([un.statut, un.texte, deux.statut, deux.texte]).toEqual([
        200,
        '{"fait":true}',
        200,
        '{"fait":true}',
      ]);
      expect(await courrielsPour(portail, compte.courriel)).toEqual([]);
      await traiterLesOublis();
      expect(await courrielsPour(portail, compte.courriel)).toHaveLength(quoi === 'connu' ? 2 : 0);
      expect(await portail.lignes('select from identite.demande_oubli')).toEqual([]);
    },
  );

  test('l’identifiant oublié part à l’adresse du compte, et jamais avec un mot de passe', async () => {
    const compte = await nouveau();
    await unClient(portail).appeler(identiteContrat.oublierIdentifiant, {
      courriel: compte.courriel.toUpperCase(),
    });
    await traiterLesOublis();
    const [recu] = await courrielsPour(portail, compte.courriel);
    expect(recu?.corps).toContain(compte.identifiant);
    expect(recu?.secret).toBeNull();
  });

  test('demander sans fin ne remplit pas la boîte de la personne, ne lui ferme rien et ne dit rien', async () => {
    const compte = await nouveau();
    for (let i = 0; i < 12; i++) {
      const reponse = await unClient(portail).appeler(
        identiteContrat.oublierMotDePasse,
        { identifiant: compte.identifiant },
        { adresse: `203.0.113.${i}` },
      );
      expect([reponse.statut, reponse.texte]).toEqual([200, '{"fait":true}']);
    }
    await traiterLesOublis();
    expect(await courrielsPour(portail, compte.courriel)).toHaveLength(3);
    // The sign-in of the person, and of their colleagues, is not slowed by it.
    for (let i = 0; i < 60; i++)
      await unClient(portail).appeler(
        identiteContrat.oublierIdentifiant,
        { courriel: `inconnu${i}@villexemple.invalid` },
        { adresse: '203.0.113.200' },
      );
    expect((await entrer(compte.identifiant, MOT_DE_PASSE, { adresse: '203.0.113.200' })).corps.etape).toBe(
      'second-facteur',
    );
  });

  test('un nom d’hôte forgé ne change pas le lien : l’adresse vient de la configuration', async () => {
    const compte = await nouveau();
    const client = unClient(portail);
    const forge = await client.appeler(
      identiteContrat.oublierMotDePasse,
      { identifiant: compte.identifiant },
      { entetes: { host: 'attaquant.example' } },
    );
    expect(forge.statut).toBe(421);
    await client.appeler(
      identiteContrat.oublierMotDePasse,
      { identifiant: compte.identifiant },
      { entetes: { 'x-forwarded-host': 'attaquant.example', forwarded: 'host=attaquant.example' } },
    );
    await traiterLesOublis();
    const recus = await courrielsPour(portail, compte.courriel);
    expect(recus).toHaveLength(1);
    expect(recus[0]?.corps).toContain(`${ORIGINE}/reinitialisation#jeton=`);
    expect(JSON.stringify(recus)).not.toContain('attaquant');
  });

  test('le lien est dans le fragment, que le navigateur n’envoie à personne, et la base n’en a que l’empreinte', async () => {
    const compte = await nouveau();
    const jeton = await demanderUnLien(compte);
    const { rows } = await enTransaction(
      portail.base.service,
      { nature: 'cnaf', cafCode: null, partenaireId: null, compteId: null },
      portail.horloge.lire(),
      (tx) => sql<{ t: string }>`select to_jsonb(j)::text as t from identite.jeton_courriel j`.execute(tx),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ t }) => t).join()).not.toContain(jeton);
    const tables = await portail.lignes<{ t: string }>(
      'select to_jsonb(c)::text as t from notifications.courriel c',
    );
    expect(tables.map(({ t }) => t).join()).not.toContain(jeton);
  });
});

describe('SEC-05 ACC-07 changement d’adresse', () => {
  const liensDe = async (ancien: string, nouvelle: string) => ({
    ancien: await dernierSecret(portail, ancien),
    nouveau: await dernierSecret(portail, nouvelle),
  });
  const confirmer = (jeton: string) =>
    unClient(portail).appeler(identiteContrat.confirmerCourriel, { jeton });
  const adresseDe = async (compte: ComptePeuple) =>
    (
      await portail.lignes<{ courriel: string }>('select courriel from identite.compte where id = $1', [
        compte.id,
      ])
    )[0]?.courriel;

  test('les deux adresses confirment, dans l’un ou l’autre ordre ; un lien ne sert qu’une fois', async () => {
    for (const ordre of [['ancien', 'nouveau'] as const, ['nouveau', 'ancien'] as const]) {
      const compte = await nouveau();
      const client = await ouvrirSessionDirecte(portail, compte);
      const nouvelle = `autre-${compte.courriel}`;
      await client.appeler(identiteContrat.demanderCourriel, { courriel: nouvelle });
      const liens = await liensDe(compte.courriel, nouvelle);
      expect((await confirmer(liens[ordre[0]])).corps).toEqual({ change: false });
      expect((await confirmer(liens[ordre[0]])).corps.code).toBe('lien-refuse');
      expect(await adresseDe(compte)).toBe(compte.courriel);
      expect((await confirmer(liens[ordre[1]])).corps).toEqual({ change: true });
      expect(await adresseDe(compte)).toBe(nouvelle);
      expect((await confirmer(liens[ordre[1]])).corps.code).toBe('lien-refuse');
    }
  });

  test('les deux liens de front : l’adresse change une fois', async () => {
    const compte = await nouveau();
    const client = await ouvrirSessionDirecte(portail, compte);
    const nouvelle = `front-${compte.courriel}`;
    await client.appeler(identiteContrat.demanderCourriel, { courriel: nouvelle });
    const liens = await liensDe(compte.courriel, nouvelle);
    const reponses = await Promise.all([confirmer(liens.ancien), confirmer(liens.nouveau)]);
    expect(reponses.map(({ corps }) => corps.change).toSorted()).toEqual([false, true]);
    expect(await adresseDe(compte)).toBe(nouvelle);
  });

  test('une nouvelle demande, l’abandon ou deux jours passés annulent les liens', async () => {
    const compte = await nouveau();
    const client = await ouvrirSessionDirecte(portail, compte);
    await client.appeler(identiteContrat.demanderCourriel, { courriel: `a-${compte.courriel}` });
    const vieux = await liensDe(compte.courriel, `a-${compte.courriel}`);
    await client.appeler(identiteContrat.demanderCourriel, { courriel: `b-${compte.courriel}` });
    expect((await confirmer(vieux.ancien)).statut).toBe(403);
    const liens = await liensDe(compte.courriel, `b-${compte.courriel}`);
    await client.appeler(identiteContrat.annulerCourriel);
    expect((await confirmer(liens.ancien)).statut).toBe(403);
    await client.appeler(identiteContrat.demanderCourriel, { courriel: `c-${compte.courriel}` });
    const derniers = await liensDe(compte.courriel, `c-${compte.courriel}`);
    await portail.horloge.avancer(48 * HEURE);
    expect((await confirmer(derniers.ancien)).statut).toBe(403);
  });

  test('un lien d’adresse ne réinitialise rien, un lien de réinitialisation ne change pas d’adresse', async () => {
    const compte = await nouveau();
    const client = await ouvrirSessionDirecte(portail, compte);
    await client.appeler(identiteContrat.demanderCourriel, { courriel: `d-${compte.courriel}` });
    const liens = await liensDe(compte.courriel, `d-${compte.courriel}`);
    await portail.horloge.avancer(1000);
    expect((await reinitialiser(liens.ancien)).corps.code).toBe('lien-refuse');
    expect((await confirmer(await demanderUnLien(compte))).corps.code).toBe('lien-refuse');
  });
});

describe('SEC-05 ACC-03 le verrou n’est pas une arme', () => {
  /** The device that a whole sign-in leaves known. */
  async function unAppareil(compte: ComptePeuple): Promise<string> {
    await pasSuivant();
    const client = await presenterMotDePasse(portail, compte);
    const reponse = await client.appeler(identiteContrat.verifierCode, {
      code: await codeDe(portail, compte),
    });
    const pose = String(reponse.entetes['set-cookie']);
    const [, jeton] =
      new RegExp(`${COOKIE_APPAREIL}=([^;]+); Max-Age=\\d+; Path=/; HttpOnly; Secure; SameSite=Strict`).exec(
        pose,
      ) ?? [];
    if (jeton === undefined) throw new Error('no device was recognised');
    return jeton;
  }
  const attaquer = async (compte: ComptePeuple, fois: number, adresse = '203.0.113.66') => {
    let derniere = '';
    for (let i = 0; i < fois; i++) {
      derniere = (await entrer(compte.identifiant, `mauvais ${i}`, { adresse })).corps.code;
      await portail.horloge.avancer(40 * MINUTE);
    }
    return derniere;
  };

  test('cent comptes bloqués d’ailleurs : leurs personnes entrent de leur appareil connu, avec leur second facteur', async () => {
    const compte = await nouveau();
    const appareil = await unAppareil(compte);
    await attaquer(compte, 10);
    expect((await entrer(compte.identifiant, MOT_DE_PASSE, { adresse: '192.0.2.55' })).corps.code).toBe(
      'trop-d-essais',
    );
    const cookies = { [COOKIE_APPAREIL]: appareil };
    const { corps, client } = await entrer(compte.identifiant, MOT_DE_PASSE, {
      adresse: '192.0.2.55',
      cookies,
    });
    expect(corps.etape).toBe('second-facteur');
    // Known or not, the device replaces no factor.
    expect((await client.appeler(identiteContrat.lireSession, {}, { cookies })).statut).toBe(401);
    await pasSuivant();
    const code = await codeDe(portail, compte);
    expect((await client.appeler(identiteContrat.verifierCode, { code }, { cookies })).corps.etape).toBe(
      'ouverte',
    );
  });

  test('un réseau entier bloqué n’arrête pas un appareil connu de ce réseau', async () => {
    const compte = await nouveau();
    const appareil = await unAppareil(compte);
    const adresse = '203.0.113.77';
    for (let i = 0; i < 50; i++)
      await entrer(`zzzzzz${String(i).padStart(4, 'z')}`.slice(0, 10), 'mauvais', { adresse });
    expect((await entrer(compte.identifiant, MOT_DE_PASSE, { adresse })).corps.code).toBe('trop-d-essais');
    const cookies = { [COOKIE_APPAREIL]: appareil };
    expect((await entrer(compte.identifiant, MOT_DE_PASSE, { adresse, cookies })).corps.etape).toBe(
      'second-facteur',
    );
  });

  test('l’appareil d’un autre, un cookie inventé, un appareil oublié : traités comme n’importe qui', async () => {
    const victime = await nouveau();
    const autre = await nouveau();
    const appareilDAutrui = await unAppareil(autre);
    const sien = await unAppareil(victime);
    await attaquer(victime, 10);
    for (const jeton of [appareilDAutrui, 'x'.repeat(43), 'y'.repeat(200)])
      expect(
        (await entrer(victime.identifiant, MOT_DE_PASSE, { cookies: { [COOKIE_APPAREIL]: jeton } })).corps
          .code,
      ).toBe('trop-d-essais');
    const chez = await ouvrirSessionDirecte(portail, victime);
    await chez.appeler(identiteContrat.fermerSession, { session: null });
    expect(
      (await entrer(victime.identifiant, MOT_DE_PASSE, { cookies: { [COOKIE_APPAREIL]: sien } })).corps.code,
    ).toBe('trop-d-essais');
  });

  test('un appareil connu a ses propres essais : dix manqués le bloquent, lui seul', async () => {
    const compte = await nouveau();
    const cookies = { [COOKIE_APPAREIL]: await unAppareil(compte) };
    for (let i = 0; i < 10; i++) {
      await entrer(compte.identifiant, `mauvais ${i}`, { cookies });
      if (i < 9) await portail.horloge.avancer(40 * MINUTE);
    }
    expect((await entrer(compte.identifiant, MOT_DE_PASSE, { cookies })).corps.code).toBe('trop-d-essais');
    expect((await entrer(compte.identifiant, MOT_DE_PASSE)).corps.etape).toBe('second-facteur');
  });

  test('les codes se bloquent de même : qui a volé le mot de passe n’enferme pas la personne dehors', async () => {
    const compte = await nouveau();
    const cookies = { [COOKIE_APPAREIL]: await unAppareil(compte) };
    const voleur = await presenterMotDePasse(portail, compte);
    for (let i = 0; i < 6; i++)
      await voleur.appeler(identiteContrat.verifierCode, { code: '000000' }, { adresse: '203.0.113.9' });
    const { client } = await entrer(compte.identifiant, MOT_DE_PASSE, { cookies });
    await pasSuivant();
    const code = await codeDe(portail, compte);
    expect((await client.appeler(identiteContrat.verifierCode, { code }, { cookies })).corps.etape).toBe(
      'ouverte',
    );
  });

  test('le cookie d’un appareil n’est pas une session, ni l’inverse', async () => {
    const compte = await nouveau();
    const appareil = await unAppareil(compte);
    expect((await unClient(portail, appareil).appeler(identiteContrat.lireSession)).statut).toBe(401);
    const session = await ouvrirSessionDirecte(portail, compte);
    await attaquer(compte, 10);
    expect(
      (
        await entrer(compte.identifiant, MOT_DE_PASSE, {
          cookies: { [COOKIE_APPAREIL]: session.cookie ?? '' },
        })
      ).corps.code,
    ).toBe('trop-d-essais');
  });
});

describe('SEC-05 preuve fraîche avant les actes sensibles', () => {
  const sensibles = Object.values(CONTRATS)
    .flatMap((contrat) => Object.values(contrat) as DefinitionRoute[])
    .filter(({ confirmation }) => confirmation === true);

  test('la liste des actes sensibles est celle-ci', () => {
    expect(sensibles.map(({ chemin }) => chemin).toSorted()).toEqual([
      '/api/cdap/arrets/levee',
      '/api/comptes',
      '/api/comptes/correction',
      '/api/comptes/lettre',
      '/api/comptes/levee',
      '/api/comptes/mot-de-passe',
      '/api/comptes/premier-acces',
      '/api/comptes/roles',
      '/api/exploitation/maintenance/debut',
      '/api/facteurs/application',
      '/api/facteurs/application/preparation',
      '/api/facteurs/cles',
      '/api/facteurs/cles/defi',
      '/api/mon-compte/codes-recuperation',
      '/api/mon-compte/courriel',
      '/api/mon-compte/facteurs/retrait',
      '/api/mon-compte/jetons',
      '/api/oidc/liaison',
    ]);
  });

  test.each(sensibles.map((route) => [route.chemin, route] as const))(
    '%s : refusé à dix minutes, admis juste avant, et après une nouvelle preuve',
    async (_chemin, route) => {
      const roles = [
        'administrateur-principal',
        'gestionnaire-habilitations',
        'administrateur-cnaf',
      ] as const;
      const role = roles.find(
        (r) => route.acces.genre !== 'session' || route.acces.peut({ roles: [r] } as never),
      );
      const compte = await unCompte(
        portail,
        role === 'administrateur-cnaf'
          ? { nature: 'cnaf', cafCode: null, partenaireId: null }
          : role === 'gestionnaire-habilitations'
            ? { nature: 'caf', cafCode: decor.caf.code, partenaireId: null }
            : decor.partenaire.organisation,
        { roles: role === undefined ? [] : [role] },
      );
      const client = await ouvrirSessionDirecte(portail, compte);
      const code = async () => (await client.appeler(route, {})).corps.code;
      await portail.horloge.avancer(10 * MINUTE - 1000);
      // An empty demand is refused for what it lacks, or done: the guard let it in.
      expect(await code()).not.toBe('confirmation-requise');
      await portail.horloge.avancer(1000);
      expect(await code()).toBe('confirmation-requise');
      await client.appeler(identiteContrat.confirmer, { code: await codeDe(portail, compte) });
      expect(await code()).not.toBe('confirmation-requise');
    },
  );

  test('le mot de passe seul ne confirme pas un compte qui a un second facteur', async () => {
    const compte = await nouveau();
    const client = await ouvrirSessionDirecte(portail, compte);
    expect(
      (await client.appeler(identiteContrat.confirmerParMotDePasse, { motDePasse: MOT_DE_PASSE })).corps.code,
    ).toBe('preuve-plus-forte');
    const sans = await nouveau({ totp: null });
    const chez = await seConnecter(portail, sans);
    await portail.horloge.avancer(10 * MINUTE);
    expect(
      (await chez.appeler(identiteContrat.demanderCourriel, { courriel: 'x.y@villexemple.invalid' })).statut,
    ).toBe(403);
    expect((await chez.appeler(identiteContrat.confirmerParMotDePasse, { motDePasse: 'faux' })).statut).toBe(
      403,
    );
    expect(
      (await chez.appeler(identiteContrat.confirmerParMotDePasse, { motDePasse: MOT_DE_PASSE })).statut,
    ).toBe(200);
    expect(
      (await chez.appeler(identiteContrat.demanderCourriel, { courriel: 'x.y@villexemple.invalid' })).statut,
    ).toBe(200);
  });

  test('sans second facteur, aucun dossier ne se lit, même avec un droit', async () => {
    await portail.lignes('update identite.compte set second_facteur_exige = false where id = $1', [
      decor.agent.id,
    ]);
    await portail.lignes('delete from identite.facteur_totp where compte_id = $1', [decor.agent.id]);
    const client = await seConnecter(portail, { ...decor.agent, secretTotp: null });
    const lecture = await consulter(client, decor.droit, 12_345);
    expect(lecture.statut).toBe(403);
    expect(lecture.corps.code).toBe('second-facteur-requis');
  });
});

describe('SEC-05 ce qui attend son tour ne survit pas à ce qui l’a fermé', () => {
  const fermer =
    (compte: ComptePeuple) => async (requete: (texte: string, valeurs?: unknown[]) => Promise<unknown>) => {
      await requete(
        "update identite.session set close_le = $2, close_motif = 'essai' where compte_id = $1 and close_le is null",
        [compte.id, portail.horloge.lire()],
      );
    };

  test.each([
    ['création d’un jeton', identiteContrat.creerJeton, { nom: 'Logiciel', portees: ['cdap'], jours: 5 }],
    ['codes de récupération', identiteContrat.refaireCodes, {}],
    ['retrait d’un facteur', identiteContrat.retirerFacteur, { cle: null }],
    ['préparation d’une application', identiteContrat.preparerApplication, {}],
    [
      'changement d’adresse',
      identiteContrat.demanderCourriel,
      { courriel: 'autre.adresse@villexemple.invalid' },
    ],
  ] as const)('%s : la session close entre-temps, rien ne se fait', async (_quoi, route, corps) => {
    const compte = await nouveau();
    const client = await ouvrirSessionDirecte(portail, compte);
    const reponse = await pendantLAttente(compte, () => client.appeler(route, corps), fermer(compte));
    expect(reponse.statut).toBe(401);
    for (const table of ['jeton_api', 'code_recuperation', 'totp_prepare', 'jeton_courriel'])
      expect(await portail.lignes(`select from identite.${table} where compte_id = $1`, [compte.id])).toEqual(
        [],
      );
    expect(
      await portail.lignes('select from identite.facteur_totp where compte_id = $1', [compte.id]),
    ).toHaveLength(1);
  });

  test('clé d’accès : enregistrée pendant que l’accès repart de zéro, elle ne reste pas', async () => {
    const compte = await nouveau();
    const client = await ouvrirSessionDirecte(portail, compte);
    const { options } = (await client.appeler(identiteContrat.preparerCle)).corps;
    const demande = { nom: 'Clé de l’intrus', reponse: uneCle().enregistrer(options.challenge) };
    const reponse = await pendantLAttente(
      compte,
      () => client.appeler(identiteContrat.enregistrerCle, demande),
      fermer(compte),
    );
    expect(reponse.statut).toBe(401);
    expect(await portail.lignes('select from identite.cle_acces where compte_id = $1', [compte.id])).toEqual(
      [],
    );
  });

  test('deux retraits de front laissent toujours un facteur', async () => {
    const compte = await nouveau();
    await avecUneCle(compte);
    const [{ id: cle } = { id: '' }] = await portail.lignes<{ id: string }>(
      'select id from identite.cle_acces where compte_id = $1',
      [compte.id],
    );
    const clients = [
      await ouvrirSessionDirecte(portail, compte),
      await ouvrirSessionDirecte(portail, compte),
    ];
    const retraits = [{ cle: null }, { cle }];
    const reponses = await pendantLAttente(
      compte,
      () => Promise.all(clients.map((c, i) => c.appeler(identiteContrat.retirerFacteur, retraits[i]))),
      async () => {},
    );
    expect(reponses.map(({ statut }) => statut).toSorted()).toEqual([200, 409]);
  });

  test('un mot de passe remplacé pendant qu’on le juge n’ouvre plus rien', async () => {
    const compte = await nouveau({ totp: null });
    const reponse = await pendantLAttente(
      compte,
      () => entrer(compte.identifiant, MOT_DE_PASSE),
      async (requete) => {
        await requete("update identite.compte set mot_de_passe = 'autre' where id = $1", [compte.id]);
      },
    );
    expect(reponse.corps.code).toBe('identifiants-refuses');
  });
});

describe('SEC-05 les compteurs ne se vident pas par une autre porte', () => {
  test('le mot de passe offert à un compte qui a un second facteur ne touche aucun compteur', async () => {
    const compte = await nouveau();
    const client = await ouvrirSessionDirecte(portail, compte);
    const codes = [];
    for (let i = 0; i < 8; i++) {
      codes.push((await client.appeler(identiteContrat.confirmer, { code: '000000' })).corps.code);
      await client.appeler(identiteContrat.confirmerParMotDePasse, { motDePasse: 'x' });
      await client.appeler(identiteContrat.enregistrerApplication, { code: '000000' });
    }
    expect(codes.filter((code) => code === 'code-refuse').length).toBeLessThanOrEqual(5);
    expect(codes.at(-1)).toBe('trop-d-essais');
  });

  test('une connexion réussie ne lève pas l’attente que d’autres ont valu à son réseau', async () => {
    const adresse = '203.0.113.150';
    const compte = await nouveau();
    const manquer = (n: number) =>
      entrer(`yyyyyy${String(n).padStart(4, 'y')}`.slice(0, 10), 'faux', { adresse });
    for (let i = 0; i < 48; i++) await manquer(i);
    // The good one is counted before the fiftieth miss, and given back after it.
    const bonne = await pendantLAttente(
      compte,
      () => entrer(compte.identifiant, MOT_DE_PASSE, { adresse }),
      async () => {
        await manquer(48);
      },
    );
    expect(bonne.corps.etape).toBe('second-facteur');
    expect((await manquer(49)).corps.code).toBe('trop-d-essais');
  });

  test('dix codes faux : la session attendue finit, et la personne apprend que son mot de passe est connu', async () => {
    const compte = await nouveau();
    for (let i = 0; i < 10; i++) {
      const voleur = await presenterMotDePasse(portail, compte);
      await voleur.appeler(identiteContrat.verifierCode, { code: '000000' });
      await portail.horloge.avancer(35 * MINUTE);
    }
    const recus = (await courrielsPour(portail, compte.courriel)).map(({ objet }) => objet);
    expect(recus).toContain('Dix codes faux viennent d’être essayés sur votre compte');
  });

  test('un lien de réinitialisation meurt avec le mot de passe qu’il devait remplacer', async () => {
    const compte = await nouveau();
    const jeton = await demanderUnLien(compte);
    const client = await ouvrirSessionDirecte(portail, compte);
    await client.appeler(identiteContrat.changerMotDePasse, { actuel: MOT_DE_PASSE, nouveau: AUTRE });
    expect((await reinitialiser(jeton, 'Neuf-Chevaux-Gris-52;')).corps.code).toBe('lien-refuse');
  });

  test('un compte sans facteur n’en enregistre pas un premier hors de son premier accès', async () => {
    const compte = await nouveau({ totp: null });
    const client = await seConnecter(portail, compte);
    expect((await client.appeler(identiteContrat.preparerApplication)).corps.code).toBe('enrolement-ferme');
    expect((await client.appeler(identiteContrat.preparerCle)).corps.code).toBe('enrolement-ferme');
  });
});

describe('SEC-05 ACC-06 ses sessions', () => {
  test('chacun voit les siennes, ferme l’une ou toutes les autres ; la demande suivante est refusée', async () => {
    const compte = await nouveau();
    const [ici, la, ailleurs] = await Promise.all([1, 2, 3].map(() => ouvrirSessionDirecte(portail, compte)));
    if (!ici || !la || !ailleurs) throw new Error('no session');
    const { sessions } = (await ici.appeler(identiteContrat.listerSessions)).corps;
    expect(sessions).toHaveLength(3);
    expect(sessions.filter((s: { courante: boolean }) => s.courante)).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ adresse: '192.0.2.10', appareil: null, closeLe: null });
    expect(NAVIGATEUR).toContain('Essai');
    const { sessionId } = (await la.appeler(identiteContrat.lireSession)).corps;
    expect((await ici.appeler(identiteContrat.fermerSession, { session: sessionId })).corps).toEqual({
      fermees: 1,
    });
    expect((await la.appeler(identiteContrat.lireSession)).statut).toBe(401);
    expect((await ici.appeler(identiteContrat.fermerSession, { session: sessionId })).statut).toBe(404);
    expect((await ici.appeler(identiteContrat.fermerSession, { session: null })).corps).toEqual({
      fermees: 1,
    });
    expect((await ailleurs.appeler(identiteContrat.lireSession)).statut).toBe(401);
    expect((await ici.appeler(identiteContrat.lireSession)).statut).toBe(200);
  });

  test('la session d’un autre n’existe pas pour soi, présente ou absente', async () => {
    const [a, b] = [await nouveau(), await nouveau()];
    const chezA = await ouvrirSessionDirecte(portail, a);
    const chezB = await ouvrirSessionDirecte(portail, b);
    const { sessionId } = (await chezB.appeler(identiteContrat.lireSession)).corps;
    const autre = await chezA.appeler(identiteContrat.fermerSession, { session: sessionId });
    const absente = await chezA.appeler(identiteContrat.fermerSession, { session: portail.nouvelId() });
    const sansReference = ({ texte }: { texte: string }) => texte.replace(/"reference":"[^"]+"/, '');
    expect(sansReference(autre)).toBe(sansReference(absente));
    expect((await chezB.appeler(identiteContrat.lireSession)).statut).toBe(200);
  });

  test('changer de mot de passe ferme les autres sessions et en prévient la personne', async () => {
    const compte = await nouveau();
    const [ici, la] = [
      await ouvrirSessionDirecte(portail, compte),
      await ouvrirSessionDirecte(portail, compte),
    ];
    const change = await ici.appeler(identiteContrat.changerMotDePasse, {
      actuel: MOT_DE_PASSE,
      nouveau: AUTRE,
    });
    expect(change.corps).toEqual({ sessionsFermees: 1 });
    expect((await la.appeler(identiteContrat.lireSession)).statut).toBe(401);
    expect((await ici.appeler(identiteContrat.lireSession)).statut).toBe(200);
    expect((await courrielsPour(portail, compte.courriel)).map(({ objet }) => objet)).toContain(
      'Votre mot de passe a changé',
    );
    expect((await entrer(compte.identifiant, MOT_DE_PASSE)).statut).toBe(403);
    expect((await entrer(compte.identifiant, AUTRE)).statut).toBe(200);
  });

  test('le mot de passe actuel ne se devine pas par cette page : les essais y sont comptés', async () => {
    const compte = await nouveau();
    const client = await ouvrirSessionDirecte(portail, compte);
    const codes = [];
    for (let i = 0; i < 6; i++)
      codes.push(
        (await client.appeler(identiteContrat.changerMotDePasse, { actuel: `faux ${i}`, nouveau: AUTRE }))
          .corps.code,
      );
    expect(codes).toEqual([...Array(5).fill('mot-de-passe-refuse'), 'trop-d-essais']);
  });

  test('réglage « une seule session » : une connexion ferme les autres', async () => {
    const seul = await creerPortail({ identite: { sessionUnique: true } });
    try {
      const ici = await unDecor(seul);
      const premiere = await seConnecter(seul, ici.agent);
      await seul.horloge.avancer(30_000);
      await seConnecter(seul, ici.agent);
      expect((await premiere.appeler(identiteContrat.lireSession)).statut).toBe(401);
    } finally {
      await seul.fermer();
    }
  });
});

describe('SEC-04 ACC-02 mots de passe', () => {
  const camille = { prenom: 'Camille', nom: 'Dupond' } as const;
  let client: Client;
  let compte: ComptePeuple;
  beforeAll(async () => {
    compte = await nouveau({ ...camille });
    await portail.lignes(
      "update identite.compte set courriel = 'camille.dupond@mairie-exemple.fr' where id = $1",
      [compte.id],
    );
  });

  test.each(saisiesDe('mot_de_passe'))('$titre', async ({ value, valid }) => {
    await portail.lignes(
      'update identite.compte set mot_de_passe = autre.mot_de_passe from identite.compte autre where identite.compte.id = $1 and autre.id = $2',
      [compte.id, decor.agent.id],
    );
    client = await ouvrirSessionDirecte(portail, compte);
    const reponse = await client.appeler(identiteContrat.changerMotDePasse, {
      actuel: MOT_DE_PASSE,
      nouveau: value,
    });
    if (valid) expect(reponse.statut).toBe(200);
    else {
      expect([400, 422]).toContain(reponse.statut);
      expect(reponse.corps.champs.map(({ champ }: { champ: string }) => champ)).toEqual(['nouveau']);
    }
    if (valid && typeof value === 'string') {
      await portail.lignes('delete from identite.tentative');
      expect((await entrer(compte.identifiant, value)).statut).toBe(200);
    }
  });

  test.each(saisiesDe('mot_de_passe_paire'))('$titre', async ({ value, valid }) => {
    const { defini, saisi } = value as { defini: string; saisi: string };
    const autre = await nouveau();
    const chez = await ouvrirSessionDirecte(portail, autre);
    expect(
      (await chez.appeler(identiteContrat.changerMotDePasse, { actuel: MOT_DE_PASSE, nouveau: defini }))
        .statut,
    ).toBe(200);
    expect((await entrer(autre.identifiant, saisi)).statut).toBe(valid ? 200 : 403);
  });
});
