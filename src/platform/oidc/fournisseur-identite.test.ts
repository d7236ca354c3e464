import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  CAMILLE,
  demarrerFournisseurOidc,
  type FournisseurOidc,
  NavigateurOidc,
  type ReglagesFournisseur,
} from '../../../tests/support/fournisseur-oidc.ts';
import {
  type ConfigurationOidc,
  creerFournisseurIdentite,
  type Depart,
  type FournisseurIdentite,
} from './fournisseur-identite.ts';

const configuration = (fournisseur: FournisseurOidc): ConfigurationOidc => ({
  emetteur: fournisseur.emetteur,
  clientId: fournisseur.clientId,
  clientSecret: fournisseur.clientSecret,
  nom: 'ProConnect',
  acr: ['eidas2', 'eidas3'],
  acrDeuxFacteurs: ['eidas3'],
});

const portDe = (fournisseur: FournisseurOidc): FournisseurIdentite =>
  creerFournisseurIdentite(configuration(fournisseur), { adresseRetour: fournisseur.adresseRetour });

async function partir(port: FournisseurIdentite): Promise<Depart> {
  const depart = await port.preparerDepart();
  if (!depart.ok) throw new Error(`departure refused: ${depart.refus.details.motif}`);
  return depart.valeur;
}

const refus = (code: string, motif: string) => ({ ok: false, refus: { code, details: { motif } } });

async function demarrer(reglages: ReglagesFournisseur = {}): Promise<FournisseurOidc> {
  const fournisseur = await demarrerFournisseurOidc(reglages);
  onTestFinished(() => fournisseur.fermer());
  return fournisseur;
}

let commun: FournisseurOidc;
let port: FournisseurIdentite;
beforeAll(async () => {
  commun = await demarrerFournisseurOidc();
  port = portDe(commun);
});
afterEach(() => {
  commun.geste = { sujet: 'camille', acr: 'eidas2' };
});
afterAll(() => commun.fermer());

async function seConnecter(navigateur = new NavigateurOidc()) {
  const depart = await partir(port);
  const retour = await navigateur.seConnecter(depart.adresse, commun.adresseRetour);
  return { depart, retour };
}

describe('ACC-05 SEC-05 départ vers le fournisseur', () => {
  test('ACC-05 SEC-05 un départ demande le niveau, la preuve du code et rien de plus que ce qui sert', async () => {
    const { adresse, ...attendu } = await partir(port);
    const demande = new URL(adresse).searchParams;
    expect(Object.fromEntries(demande)).toEqual({
      client_id: 'passerelle',
      response_type: 'code',
      redirect_uri: commun.adresseRetour,
      scope: 'openid uid email siret given_name usual_name',
      state: attendu.etat,
      nonce: attendu.nonce,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      claims: '{"id_token":{"acr":{"essential":true,"values":["eidas2","eidas3"]},"auth_time":null}}',
    });
    expect(adresse).not.toContain(attendu.verificateur);
    expect(adresse).not.toContain(commun.clientSecret);
  });

  test('ACC-05 SEC-05 aucun départ ne ressemble au précédent, et chaque secret a 32 caractères au moins', async () => {
    const [un, deux] = [await partir(port), await partir(port)];
    for (const nom of ['etat', 'nonce', 'verificateur'] as const) {
      expect(un[nom].length).toBeGreaterThanOrEqual(32);
      expect(un[nom]).not.toBe(deux[nom]);
    }
  });
});

describe('ACC-05 SEC-05 retour du fournisseur', () => {
  test('ACC-05 SEC-05 une connexion aboutie dit qui, par quel émetteur, pour quel Siret et à quel niveau', async () => {
    const { depart, retour } = await seConnecter();
    const reponse = await port.echanger(retour, depart);
    expect(reponse).toEqual({
      ok: true,
      valeur: {
        emetteur: commun.emetteur,
        sujet: 'camille',
        siret: CAMILLE.siret,
        acr: 'eidas2',
        deuxFacteurs: false,
        sid: expect.stringMatching(/./),
        authLe: expect.any(Date),
      },
    });
    if (!reponse.ok) return;
    expect(Math.abs(Date.now() - (reponse.valeur.authLe?.getTime() ?? 0))).toBeLessThan(60_000);
    expect(JSON.stringify(reponse)).not.toContain(CAMILLE.email);
  });

  test('ACC-05 SEC-05 seul un niveau désigné vaut un second facteur', async () => {
    commun.geste = { sujet: 'camille', acr: 'eidas3' };
    const { depart, retour } = await seConnecter();
    expect(await port.echanger(retour, depart)).toMatchObject({
      ok: true,
      valeur: { acr: 'eidas3', deuxFacteurs: true },
    });
  });

  test.each(['RS256', 'ES256', 'PS256'] as const)(
    'ACC-05 SEC-05 une identité et un profil signés en %s sont lus',
    async (algorithme) => {
      const autre = await demarrer({ algorithme, infosSignees: true });
      const portSigne = portDe(autre);
      const depart = await partir(portSigne);
      const retour = await new NavigateurOidc().seConnecter(depart.adresse, autre.adresseRetour);
      expect(await portSigne.echanger(retour, depart)).toMatchObject({
        ok: true,
        valeur: { sujet: 'camille', siret: CAMILLE.siret },
      });
    },
  );

  test('ACC-05 SEC-05 le même sujet et la même adresse chez un autre émetteur sont une autre identité', async () => {
    const autre = await demarrer();
    const portAutre = portDe(autre);
    const depart = await partir(portAutre);
    const retour = await new NavigateurOidc().seConnecter(depart.adresse, autre.adresseRetour);
    const [ici, ailleurs] = [await seConnecter(), await portAutre.echanger(retour, depart)];
    const identite = await port.echanger(ici.retour, ici.depart);
    expect(identite).toMatchObject({ ok: true, valeur: { sujet: 'camille', emetteur: commun.emetteur } });
    expect(ailleurs).toMatchObject({ ok: true, valeur: { sujet: 'camille', emetteur: autre.emetteur } });
    expect(autre.emetteur).not.toBe(commun.emetteur);
  });

  test('ACC-05 SEC-05 une réponse d’un autre émetteur est refusée avant tout échange', async () => {
    const autre = await demarrer();
    const depart = await partir(portDe(autre));
    const retour = await new NavigateurOidc().seConnecter(depart.adresse, autre.adresseRetour);
    expect(await port.echanger(retour, depart)).toMatchObject(
      refus('oidc-reponse-invalide', 'OAUTH_INVALID_RESPONSE'),
    );
  });

  test('ACC-05 SEC-05 une personne qui renonce est entendue', async () => {
    commun.geste = { erreur: 'access_denied' };
    const { depart, retour } = await seConnecter();
    expect(await port.echanger(retour, depart)).toMatchObject(refus('oidc-refuse', 'access-denied'));
  });

  test.each([
    ['unmet_authentication_requirements', 'oidc-acr-insuffisant', 'unmet-authentication-requirements'],
    ['temporarily_unavailable', 'oidc-indisponible', 'temporarily-unavailable'],
    ['invalid_scope', 'oidc-reponse-invalide', 'erreur-inconnue'],
  ])('ACC-05 SEC-05 l’erreur %s du fournisseur devient %s', async (erreur, code, motif) => {
    commun.geste = { erreur };
    const { depart, retour } = await seConnecter();
    expect(await port.echanger(retour, depart)).toMatchObject(refus(code, motif));
  });

  test('ACC-05 SEC-05 un niveau inférieur à ceux acceptés est refusé, même si le fournisseur l’a laissé passer', async () => {
    commun.geste = { sujet: 'camille', acr: 'eidas1' };
    const { depart, retour } = await seConnecter();
    expect(await port.echanger(retour, depart)).toMatchObject(
      refus('oidc-acr-insuffisant', 'acr-hors-liste'),
    );
  });

  test('ACC-05 SEC-05 un niveau que le fournisseur ne dit pas est refusé', async () => {
    commun.geste = { sujet: 'camille' };
    const { depart, retour } = await seConnecter();
    expect(await port.echanger(retour, depart)).toMatchObject(refus('oidc-acr-insuffisant', 'acr-absent'));
  });

  test('ACC-05 SEC-05 un code déjà échangé ne vaut plus rien', async () => {
    const { depart, retour } = await seConnecter();
    expect((await port.echanger(retour, depart)).ok).toBe(true);
    expect(await port.echanger(retour, depart)).toMatchObject(
      refus('oidc-reponse-invalide', 'OAUTH_RESPONSE_BODY_ERROR'),
    );
  });

  test('ACC-05 SEC-05 un code obtenu ailleurs, sans la preuve de ce départ, est refusé', async () => {
    const { depart, retour } = await seConnecter();
    const verificateur = (await partir(port)).verificateur;
    expect(await port.echanger(retour, { ...depart, verificateur })).toMatchObject(
      refus('oidc-reponse-invalide', 'OAUTH_RESPONSE_BODY_ERROR'),
    );
  });

  test('ACC-05 SEC-05 un retour qui n’est pas celui de ce départ est refusé (state)', async () => {
    const { depart, retour } = await seConnecter();
    const autre = await partir(port);
    expect(await port.echanger(retour, { ...depart, etat: autre.etat })).toMatchObject(
      refus('oidc-reponse-invalide', 'OAUTH_INVALID_RESPONSE'),
    );
    const sansEtat = new URLSearchParams(retour);
    sansEtat.delete('state');
    for (const etat of [depart.etat, ''])
      expect(await port.echanger(sansEtat, { ...depart, etat })).toMatchObject({
        ok: false,
        refus: { code: 'oidc-reponse-invalide' },
      });
    // The code itself was never spent: the refusal came before any exchange.
    expect((await port.echanger(retour, depart)).ok).toBe(true);
  });

  test('ACC-05 SEC-05 une identité émise pour un autre départ est refusée (nonce)', async () => {
    const { depart, retour } = await seConnecter();
    const { nonce } = await partir(port);
    expect(await port.echanger(retour, { ...depart, nonce })).toMatchObject(
      refus('oidc-reponse-invalide', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED nonce'),
    );
  });

  test('ACC-05 SEC-05 un secret que le fournisseur ne connaît pas est une panne à réparer, pas une faute de la personne', async () => {
    const mauvais = creerFournisseurIdentite(
      { ...configuration(commun), clientSecret: 'un-autre-secret-invente' },
      { adresseRetour: commun.adresseRetour },
    );
    const depart = await partir(mauvais);
    const retour = await new NavigateurOidc().seConnecter(depart.adresse, commun.adresseRetour);
    expect(await mauvais.echanger(retour, depart)).toMatchObject(
      refus('oidc-indisponible', 'client-inconnu'),
    );
  });

  test('ACC-05 SEC-05 un Siret absent ou mal formé n’en est pas un', async () => {
    const { siret: _, ...sansSiret } = CAMILLE;
    const autre = await demarrer({
      personnes: { sans: sansSiret, court: { ...CAMILLE, siret: '1234567820000' } },
    });
    const portAutre = portDe(autre);
    for (const sujet of ['sans', 'court']) {
      autre.geste = { sujet, acr: 'eidas2' };
      const depart = await partir(portAutre);
      const retour = await new NavigateurOidc().seConnecter(depart.adresse, autre.adresseRetour);
      expect(await portAutre.echanger(retour, depart)).toMatchObject({
        ok: true,
        valeur: { sujet, siret: null },
      });
    }
  });
});

describe('ACC-05 SEC-05 fournisseur absent', () => {
  test('ACC-05 SEC-05 un fournisseur arrêté rend la connexion indisponible, et elle revient avec lui', async () => {
    const arrete = await demarrerFournisseurOidc();
    const portArrete = portDe(arrete);
    await arrete.fermer();
    expect(await portArrete.preparerDepart()).toMatchObject(refus('oidc-indisponible', 'injoignable'));
    await demarrer({ port: arrete.port });
    expect((await portArrete.preparerDepart()).ok).toBe(true);
  });

  test('ACC-05 SEC-05 un fournisseur arrêté entre départ et retour n’est pas une réponse fausse', async () => {
    const arrete = await demarrerFournisseurOidc();
    const portArrete = portDe(arrete);
    const depart = await partir(portArrete);
    const retour = await new NavigateurOidc().seConnecter(depart.adresse, arrete.adresseRetour);
    await arrete.fermer();
    expect(await portArrete.echanger(retour, depart)).toMatchObject(
      refus('oidc-indisponible', 'injoignable'),
    );
  });

  test('ACC-05 SEC-05 un fournisseur muet n’est attendu qu’un moment, une fois pour tous', async () => {
    let connexions = 0;
    const muet = createServer(() => {
      connexions += 1;
    });
    await new Promise<void>((pret) => muet.listen(0, '127.0.0.1', pret));
    onTestFinished(() => {
      muet.closeAllConnections();
      muet.close();
    });
    const emetteur = `http://127.0.0.1:${(muet.address() as AddressInfo).port}`;
    const portMuet = creerFournisseurIdentite(
      { ...configuration(commun), emetteur },
      { adresseRetour: commun.adresseRetour, bornes: { delaiMs: 200, octetsMax: 1024 } },
    );
    const reponses = await Promise.all([portMuet.preparerDepart(), portMuet.lireDeconnexion('a.b.c')]);
    for (const reponse of reponses) expect(reponse).toMatchObject(refus('oidc-indisponible', 'trop-lent'));
    expect(connexions).toBe(1);
  });

  test.each([
    'http://identite.exemple',
    'http://192.0.2.1',
    'ftp://127.0.0.1',
    'https://a:b@identite.exemple',
  ])('ACC-05 SEC-05 l’émetteur %s n’est pas appelé', (emetteur) => {
    expect(() =>
      creerFournisseurIdentite(
        { ...configuration(commun), emetteur },
        { adresseRetour: commun.adresseRetour },
      ),
    ).toThrow(/neither https nor on this machine/);
  });
});

describe('ACC-05 SEC-05 déconnexion annoncée par le fournisseur', () => {
  test('ACC-05 SEC-05 la fin de session annoncée nomme la session qui avait été ouverte', async () => {
    const fournisseur = await demarrer();
    const portLocal = portDe(fournisseur);
    const navigateur = new NavigateurOidc();
    const depart = await partir(portLocal);
    const retour = await navigateur.seConnecter(depart.adresse, fournisseur.adresseRetour);
    const identite = await portLocal.echanger(retour, depart);
    if (!identite.ok) throw new Error('sign-in refused');
    await navigateur.seDeconnecter(fournisseur);
    expect(fournisseur.deconnexions).toHaveLength(1);
    const jeton = fournisseur.deconnexions[0] ?? '';
    const lu = await portLocal.lireDeconnexion(jeton);
    expect(lu).toEqual({
      ok: true,
      valeur: {
        emetteur: fournisseur.emetteur,
        sujet: 'camille',
        sid: identite.valeur.sid,
        jti: expect.stringMatching(/./),
        emisLe: expect.any(Date),
      },
    });
    // Sent again it reads the same: its identifier is what the caller knows it by.
    expect(await portLocal.lireDeconnexion(jeton)).toEqual(lu);
  });
});
