import { generate } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identiteContrat } from '../../src/modules/identite/contract.ts';
import { courrielsPour, dernierSecret } from '../support/boite-aux-lettres.ts';
import { uneCle } from '../support/cle-acces.ts';
import { consulter, ouvrirSessionDirecte, unClient } from '../support/client.ts';
import { type ComptePeuple, type Decor, unCompte, unDecor, uneHabilitation } from '../support/peuplement.ts';
import { creerPortail, HEURE, JOUR, MINUTE, type Portail } from '../support/portail.ts';

/**
 * The story of an account: a manager opens it, its person enters for the first time, takes the steps, enrols a factor,
 * reads a file, comes back next day, is reminded a year later. No stolen password opens anything on the way.
 */
let portail: Portail;
let decor: Decor;
let administratrice: ComptePeuple;
const MOT_DE_PASSE = 'Sept-Voilés-Rouges-93!';

beforeAll(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail);
  administratrice = await unCompte(portail, decor.partenaire.organisation, {
    roles: ['administrateur-principal'],
  });
});
afterAll(() => portail.fermer());

let rang = 0;
async function ouvrirUnCompte(): Promise<{
  id: string;
  identifiant: string;
  courriel: string;
  premier: string;
}> {
  rang += 1;
  const courriel = `nouvelle${rang}@villexemple.invalid`;
  const chef = await ouvrirSessionDirecte(portail, administratrice);
  const { corps, statut } = await chef.appeler(identiteContrat.creerCompte, {
    organisme: { partenaire: decor.partenaire.id },
    prenom: 'Maëlle',
    nom: `Nouvelle${'abcdefghijklmnop'[rang]}`,
    fonction: 'Secrétaire de crèche',
    courriel,
    telephone: null,
    roles: ['utilisateur'],
    voie: 'courriel',
  });
  expect(statut).toBe(200);
  return {
    id: corps.compte,
    identifiant: corps.identifiant,
    courriel,
    premier: await dernierSecret(portail, courriel),
  };
}

const entrer = (identifiant: string, motDePasse: string, client = unClient(portail)) =>
  client
    .appeler(identiteContrat.connecter, { identifiant, motDePasse })
    .then((reponse) => ({ client, reponse }));

const codeDuSecret = (secret: string, decalage = 0) =>
  generate({ secret, epoch: Math.floor(portail.horloge.lire().getTime() / 1000) + decalage * 30 });

/** Takes every step of a first access; answers the client and the TOTP secret. */
async function premierAcces(identifiant: string, premier: string) {
  const { client, reponse } = await entrer(identifiant, premier);
  expect(reponse.corps.etape).toBe('parcours');
  await client.appeler(identiteContrat.choisirMotDePasse, { motDePasse: MOT_DE_PASSE });
  await client.appeler(identiteContrat.reconnaitreConfidentialite, { version: 1 });
  const { secret } = (await client.appeler(identiteContrat.preparerApplication)).corps;
  const fin = await client.appeler(identiteContrat.enregistrerApplication, {
    code: await codeDuSecret(secret),
  });
  expect(fin.corps.suite.etape).toBe('ouverte');
  return { client, secret: String(secret), codes: fin.corps.codesRecuperation as string[] };
}

describe('ACC-01 ACC-04 ACC-13 du premier accès à la lecture', () => {
  test('identifiant et premier mot de passe partent en deux courriels, jamais ensemble', async () => {
    const compte = await ouvrirUnCompte();
    const courriels = (await courrielsPour(portail, compte.courriel)).toSorted((a, b) =>
      b.objet.localeCompare(a.objet),
    );
    expect(courriels.map(({ objet }) => objet)).toEqual([
      'Votre premier mot de passe',
      'Votre identifiant pour Passerelle',
    ]);
    const [motDePasse, identifiant] = courriels;
    expect(identifiant?.texte).toContain(compte.identifiant);
    expect(identifiant?.texte).not.toContain(compte.premier);
    expect(motDePasse?.texte).toContain(compte.premier);
    expect(motDePasse?.texte).not.toContain(compte.identifiant);
  });

  test('les étapes se prennent dans l’ordre, chacune est gardée, et rien ne s’ouvre avant la dernière', async () => {
    const compte = await ouvrirUnCompte();
    const { client, reponse } = await entrer(compte.identifiant, compte.premier);
    expect(reponse.corps.parcours.aFaire).toEqual(['mot-de-passe', 'confidentialite', 'second-facteur']);
    expect(reponse.corps.parcours.motifMotDePasse).toBe('premier-acces');
    expect((await client.appeler(identiteContrat.lireSession)).statut).toBe(401);
    expect((await client.appeler(identiteContrat.lireMonCompte)).statut).toBe(401);
    expect((await consulter(client, decor.droit, 12_345)).statut).toBe(401);
    const faible = await client.appeler(identiteContrat.choisirMotDePasse, { motDePasse: 'Motdepasse2026!' });
    expect(faible.statut).toBe(422);
    const choisi = await client.appeler(identiteContrat.choisirMotDePasse, { motDePasse: MOT_DE_PASSE });
    expect(choisi.corps.parcours.aFaire).toEqual(['confidentialite', 'second-facteur']);
    // Back to the page in the middle: it says where things stand.
    expect((await client.appeler(identiteContrat.lireParcours)).corps.parcours.aFaire).toEqual([
      'confidentialite',
      'second-facteur',
    ]);
    const lu = await client.appeler(identiteContrat.reconnaitreConfidentialite, { version: 1 });
    expect(lu.corps.parcours.aFaire).toEqual(['second-facteur']);
    expect(
      await portail.lignes('select version from identite.engagement where compte_id = $1', [compte.id]),
    ).toEqual([{ version: 1 }]);
    expect((await consulter(client, decor.droit, 12_345)).statut).toBe(401);
    const { secret, adresse } = (await client.appeler(identiteContrat.preparerApplication)).corps;
    expect(adresse).toContain(`secret=${secret}`);
    expect((await client.appeler(identiteContrat.enregistrerApplication, { code: '000000' })).statut).toBe(
      403,
    );
    const avant = client.cookie;
    const fin = await client.appeler(identiteContrat.enregistrerApplication, {
      code: await codeDuSecret(secret),
    });
    expect(fin.corps.suite.etape).toBe('ouverte');
    expect(fin.corps.codesRecuperation).toHaveLength(10);
    expect(client.cookie).not.toBe(avant);
    expect((await unClient(portail, avant).appeler(identiteContrat.lireParcours)).statut).toBe(401);
    // The right is given afterwards: the same session reads.
    const droit = await uneHabilitation(portail, {
      compte: { ...decor.agent, id: compte.id } as ComptePeuple,
      bulletinId: decor.convention.bulletinId,
    });
    expect((await consulter(client, droit, 12_345)).statut).toBe(200);
  });

  test('une clé d’accès suffit comme premier facteur, puis sert à entrer', async () => {
    const compte = await ouvrirUnCompte();
    const { client } = await entrer(compte.identifiant, compte.premier);
    await client.appeler(identiteContrat.choisirMotDePasse, { motDePasse: MOT_DE_PASSE });
    await client.appeler(identiteContrat.reconnaitreConfidentialite, { version: 1 });
    const cle = uneCle();
    const { options } = (await client.appeler(identiteContrat.preparerCle)).corps;
    const fin = await client.appeler(identiteContrat.enregistrerCle, {
      nom: 'Clé du bureau',
      reponse: cle.enregistrer(options.challenge),
    });
    expect(fin.corps.suite.etape).toBe('ouverte');
    const suite = await entrer(compte.identifiant, MOT_DE_PASSE);
    expect(suite.reponse.corps.facteurs).toEqual({ application: false, cles: true, recuperation: true });
    const defi = (await suite.client.appeler(identiteContrat.defierCle)).corps.options;
    expect(defi.allowCredentials).toEqual([{ id: cle.id, transports: ['internal'], type: 'public-key' }]);
    const ouverte = await suite.client.appeler(identiteContrat.verifierCle, {
      reponse: cle.signer(defi.challenge),
    });
    expect(ouverte.corps.etape).toBe('ouverte');
  });

  test('à la connexion suivante, mot de passe et code, sans étape ; l’année d’après, le rappel revient', async () => {
    const compte = await ouvrirUnCompte();
    const { secret } = await premierAcces(compte.identifiant, compte.premier);
    await portail.horloge.avancer(JOUR);
    const demain = await entrer(compte.identifiant, MOT_DE_PASSE);
    expect(
      (await demain.client.appeler(identiteContrat.verifierCode, { code: await codeDuSecret(secret) })).corps
        .etape,
    ).toBe('ouverte');
    await portail.horloge.avancer(364 * JOUR);
    const plusTard = await entrer(compte.identifiant, MOT_DE_PASSE);
    const rappel = await plusTard.client.appeler(identiteContrat.verifierCode, {
      code: await codeDuSecret(secret),
    });
    expect(rappel.corps.parcours.aFaire).toEqual(['confidentialite']);
    expect(rappel.corps.parcours.dejaLue).toBe(true);
    const lu = await plusTard.client.appeler(identiteContrat.reconnaitreConfidentialite, { version: 1 });
    expect(lu.corps.etape).toBe('ouverte');
  });

  test('le parcours dure trente minutes, puis il faut un nouveau premier accès', async () => {
    const compte = await ouvrirUnCompte();
    const { client } = await entrer(compte.identifiant, compte.premier);
    await portail.horloge.avancer(30 * MINUTE - 1000);
    expect((await client.appeler(identiteContrat.lireParcours)).statut).toBe(200);
    await portail.horloge.avancer(1000);
    expect((await client.appeler(identiteContrat.lireParcours)).statut).toBe(401);
    expect((await entrer(compte.identifiant, compte.premier)).reponse.corps.code).toBe(
      'identifiants-refuses',
    );
  });

  test('appelé ailleurs au milieu, on reprend avec son mot de passe pendant trois jours, pas après', async () => {
    const compte = await ouvrirUnCompte();
    const { client } = await entrer(compte.identifiant, compte.premier);
    await client.appeler(identiteContrat.choisirMotDePasse, { motDePasse: MOT_DE_PASSE });
    await portail.horloge.avancer(72 * HEURE - 1000);
    expect((await entrer(compte.identifiant, MOT_DE_PASSE)).reponse.corps.parcours.aFaire).toEqual([
      'confidentialite',
      'second-facteur',
    ]);
    await portail.horloge.avancer(1000);
    expect((await entrer(compte.identifiant, MOT_DE_PASSE)).reponse.corps.code).toBe('second-facteur-absent');
  });
});
