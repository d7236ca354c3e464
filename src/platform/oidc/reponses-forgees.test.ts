import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CLIENT_OIDC } from '../../../tests/support/fournisseur-oidc.ts';
import {
  demarrerFournisseurTrompeur,
  enBase64,
  type FournisseurTrompeur,
  maintenant,
  nonSigne,
  signerHs256,
  type Tromperies,
} from '../../../tests/support/fournisseur-oidc-trompeur.ts';
import {
  type ConfigurationOidc,
  creerFournisseurIdentite,
  type FournisseurIdentite,
} from './fournisseur-identite.ts';

let trompeur: FournisseurTrompeur;
beforeAll(async () => {
  trompeur = await demarrerFournisseurTrompeur();
});
beforeEach(() => {
  trompeur.tromperies = {};
  trompeur.demandes.length = 0;
});
afterAll(() => trompeur.fermer());

const configuration = (): ConfigurationOidc => ({
  ...CLIENT_OIDC,
  emetteur: trompeur.emetteur,
  nom: 'ProConnect',
  acr: ['eidas2'],
  acrDeuxFacteurs: [],
});
const creerPort = (): FournisseurIdentite =>
  creerFournisseurIdentite(configuration(), {
    adresseRetour: 'http://localhost:3000/api/oidc/retour',
    bornes: { delaiMs: 300, octetsMax: 64 * 1024 },
  });

/** A whole sign-in, on a port that knows nothing yet. */
async function seConnecter(tromperies: Tromperies, retour: Record<string, string | undefined> = {}) {
  trompeur.tromperies = tromperies;
  const port = creerPort();
  const depart = await port.preparerDepart();
  if (!depart.ok) return depart;
  return port.echanger(trompeur.revenir(depart.valeur.adresse, retour), depart.valeur);
}

const invalide = (motif: string) => ({
  ok: false,
  refus: { code: 'oidc-reponse-invalide', nature: 'invalide', details: { motif } },
});
const indisponible = (motif: string) => ({
  ok: false,
  refus: { code: 'oidc-indisponible', nature: 'indisponible', details: { motif } },
});

describe('ACC-05 SEC-05 identité forgée', () => {
  test('ACC-05 SEC-05 sans tromperie, la même réponse est acceptée', async () => {
    expect(await seConnecter({})).toMatchObject({
      ok: true,
      valeur: { emetteur: trompeur.emetteur, sujet: 'camille', siret: '12345678200002', sid: 'session-1' },
    });
  });

  test.each<[string, Tromperies, string]>([
    [
      'd’un autre émetteur',
      { identite: { iss: 'https://identite.exemple' } },
      'OAUTH_JWT_CLAIM_COMPARISON_FAILED iss',
    ],
    [
      'destinée à un autre portail',
      { identite: { aud: 'autre-portail' } },
      'OAUTH_JWT_CLAIM_COMPARISON_FAILED aud',
    ],
    [
      'partagée avec un autre portail',
      { identite: { aud: ['passerelle', 'autre-portail'], azp: 'autre-portail' } },
      'OAUTH_JWT_CLAIM_COMPARISON_FAILED azp',
    ],
    ['au mauvais nonce', { identite: { nonce: 'autre' } }, 'OAUTH_JWT_CLAIM_COMPARISON_FAILED nonce'],
    ['sans nonce', { identite: { nonce: undefined } }, 'OAUTH_INVALID_RESPONSE'],
    ['expirée', { identite: { exp: maintenant() - 3600 } }, 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED exp'],
    ['sans expiration', { identite: { exp: undefined } }, 'OAUTH_INVALID_RESPONSE'],
    [
      'pas encore valable',
      { identite: { nbf: maintenant() + 3600 } },
      'OAUTH_JWT_TIMESTAMP_CHECK_FAILED nbf',
    ],
    ['sans sujet', { identite: { sub: undefined } }, 'OAUTH_INVALID_RESPONSE'],
    ['au sujet trop long', { identite: { sub: 'a'.repeat(256) }, infos: { sub: 'a'.repeat(256) } }, 'sujet'],
    ['à la session illisible', { identite: { sid: 7 } }, 'sid'],
    ['d’une connexion à venir', { identite: { auth_time: maintenant() + 3600 } }, 'auth-time'],
    [
      'dont le profil est celui d’un autre',
      { infos: { sub: 'alix' } },
      'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED sub',
    ],
    ['dont le profil n’est à personne', { infos: { sub: undefined } }, 'OAUTH_INVALID_RESPONSE'],
  ])('ACC-05 SEC-05 une identité %s est refusée', async (_cas, tromperies, motif) => {
    expect(await seConnecter(tromperies)).toMatchObject(invalide(motif));
  });

  test('ACC-05 SEC-05 une identité que personne n’a signée est refusée (alg none)', async () => {
    expect(await seConnecter({ signer: nonSigne })).toMatchObject(invalide('OAUTH_INVALID_RESPONSE'));
  });

  test('ACC-05 SEC-05 une identité signée avec la clé publique prise pour un secret est refusée (HS256)', async () => {
    const signer = (claims: Record<string, unknown>) => signerHs256(claims, trompeur.clePublique);
    expect(await seConnecter({ signer })).toMatchObject(invalide('OAUTH_INVALID_RESPONSE'));
  });

  test('ACC-05 SEC-05 une identité signée avec le secret du portail est refusée (HS256)', async () => {
    const signer = (claims: Record<string, unknown>) => signerHs256(claims, CLIENT_OIDC.clientSecret);
    expect(await seConnecter({ signer })).toMatchObject(invalide('OAUTH_INVALID_RESPONSE'));
  });

  test('ACC-05 SEC-05 une identité signée par une clé que l’émetteur n’a pas publiée est refusée', async () => {
    expect(await seConnecter({ signer: trompeur.signerParUnAutre })).toMatchObject(
      invalide('OAUTH_INVALID_RESPONSE'),
    );
  });

  test('ACC-05 SEC-05 une identité retouchée après sa signature est refusée', async () => {
    const signer = async (claims: Record<string, unknown>) => {
      const [entete, , signature] = (await trompeur.signer(claims)).split('.');
      return `${entete}.${enBase64({ ...claims, sub: 'alix' })}.${signature}`;
    };
    expect(await seConnecter({ signer, infos: { sub: 'alix' } })).toMatchObject(
      invalide('OAUTH_INVALID_RESPONSE'),
    );
  });

  test.each([
    ['absent', undefined, 'acr-absent'],
    ['inconnu', 'eidas3', 'acr-hors-liste'],
    ['donné en liste', ['eidas2'], 'acr-hors-liste'],
    ['d’une autre casse', 'EIDAS2', 'acr-hors-liste'],
  ])(
    'ACC-05 SEC-05 un niveau %s est refusé avant que le profil ne soit demandé',
    async (_cas, acr, motif) => {
      expect(await seConnecter({ identite: { acr } })).toMatchObject({
        ok: false,
        refus: { code: 'oidc-acr-insuffisant', nature: 'interdit', details: { motif } },
      });
      expect(trompeur.demandes).not.toContain('/infos');
    },
  );

  test.each<[string, Record<string, string | undefined>]>([
    ['d’un autre émetteur', { iss: 'https://identite.exemple' }],
    ['sans émetteur, d’un fournisseur qui le donne toujours', { iss: undefined }],
    ['d’un autre départ', { state: 'un-autre-etat-de-plus-de-trente-deux-caracteres' }],
  ])('ACC-05 SEC-05 un retour %s est refusé sans que le code ne parte', async (_cas, retour) => {
    expect(await seConnecter({}, retour)).toMatchObject(invalide('OAUTH_INVALID_RESPONSE'));
    expect(trompeur.demandes).not.toContain('/jetons');
  });

  test('ACC-05 SEC-05 un paramètre donné deux fois est refusé', async () => {
    const port = creerPort();
    const depart = await port.preparerDepart();
    if (!depart.ok) throw new Error('departure refused');
    const retour = trompeur.revenir(depart.valeur.adresse);
    retour.append('code', 'un-autre-code');
    expect(await port.echanger(retour, depart.valeur)).toMatchObject(invalide('OAUTH_INVALID_RESPONSE'));
  });
});

describe('ACC-05 SEC-05 fournisseur qui se tient mal', () => {
  const surChemin =
    (chemin: string, repondre: (reponse: Parameters<NonNullable<Tromperies['repondre']>>[1]) => void) =>
    (demande: string, reponse: Parameters<NonNullable<Tromperies['repondre']>>[1]): boolean => {
      if (demande !== chemin) return false;
      repondre(reponse);
      return true;
    };

  test.each(['/jetons', '/cles', '/infos'])(
    'ACC-05 SEC-05 %s qui ne répond pas n’est attendu qu’un moment',
    async (chemin) => {
      expect(await seConnecter({ repondre: surChemin(chemin, () => {}) })).toMatchObject(
        indisponible('trop-lent'),
      );
    },
  );

  test('ACC-05 SEC-05 une réponse qui ne finit pas n’est attendue qu’un moment', async () => {
    const repondre = surChemin('/jetons', (reponse) => {
      reponse.writeHead(200, { 'content-type': 'application/json' });
      reponse.write('{');
    });
    expect(await seConnecter({ repondre })).toMatchObject(indisponible('trop-lent'));
  });

  test('ACC-05 SEC-05 une réponse démesurée n’est pas lue', async () => {
    const repondre = surChemin('/infos', (reponse) => {
      reponse.writeHead(200, { 'content-type': 'application/json' });
      reponse.end(JSON.stringify({ sub: 'camille', remplissage: 'x'.repeat(65 * 1024) }));
    });
    expect(await seConnecter({ repondre })).toMatchObject(indisponible('trop-long'));
  });

  test.each([500, 503, 429])('ACC-05 SEC-05 une réponse %i est une panne', async (statut) => {
    const repondre = surChemin('/jetons', (reponse) => reponse.writeHead(statut).end('{}'));
    expect(await seConnecter({ repondre })).toMatchObject(indisponible('en-panne'));
  });

  test('ACC-05 SEC-05 une redirection n’est pas suivie : le secret du portail irait avec elle', async () => {
    const repondre = surChemin('/jetons', (reponse) =>
      reponse.writeHead(307, { location: `${trompeur.emetteur}/ailleurs` }).end(),
    );
    expect(await seConnecter({ repondre })).toMatchObject(invalide('OAUTH_RESPONSE_IS_NOT_CONFORM'));
    expect(trompeur.demandes).not.toContain('/ailleurs');
  });

  test.each([
    ['authorization_endpoint', 'http://identite.exemple/autoriser'],
    ['token_endpoint', 'http://192.0.2.1/jetons'],
    ['userinfo_endpoint', 'http://127.0.0.1.exemple/infos'],
    ['jwks_uri', 'file:///etc/passwd'],
    ['jwks_uri', undefined],
  ])(
    'ACC-05 SEC-05 un fournisseur qui annonce pour %s l’adresse %s n’est pas appelé',
    async (nom, adresse) => {
      expect(await seConnecter({ annonce: { [nom]: adresse } })).toMatchObject(
        indisponible('adresse-refusee'),
      );
      expect(trompeur.demandes).toEqual(['/.well-known/openid-configuration']);
    },
  );

  test('ACC-05 SEC-05 une annonce qui se dit d’un autre émetteur est refusée', async () => {
    expect(await seConnecter({ annonce: { issuer: 'https://identite.exemple' } })).toMatchObject(
      indisponible('OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED issuer'),
    );
  });

  test('ACC-05 SEC-05 un refus ne répète ni jeton, ni code, ni identité, et rien ne s’écrit ailleurs', async () => {
    const ecrits = [
      vi.spyOn(process.stdout, 'write').mockReturnValue(true),
      vi.spyOn(process.stderr, 'write').mockReturnValue(true),
      ...(['log', 'info', 'warn', 'error'] as const).map((nom) => vi.spyOn(console, nom).mockReturnValue()),
    ];
    const canari = 'canari-a-ne-pas-repeter';
    try {
      const refus = [
        await seConnecter({ identite: { iss: canari } }, { code: canari }),
        await seConnecter({ identite: { acr: canari } }, { code: canari }),
        await seConnecter({ infos: { sub: canari } }, { code: canari }),
        await seConnecter({}, { error: canari, error_description: canari }),
        await seConnecter({
          repondre: surChemin('/jetons', (reponse) => {
            reponse.writeHead(400, { 'content-type': 'application/json' });
            reponse.end(JSON.stringify({ error: canari, error_description: canari }));
          }),
        }),
        await creerPort().lireDeconnexion(await trompeur.signer(trompeur.jetonDeconnexion({ aud: canari }))),
      ];
      expect(refus.map(({ ok }) => ok)).toEqual(refus.map(() => false));
      expect(JSON.stringify(refus)).not.toContain(canari);
      for (const ecrit of ecrits) expect(ecrit).not.toHaveBeenCalled();
    } finally {
      for (const ecrit of ecrits) ecrit.mockRestore();
    }
  });
});

describe('ACC-05 SEC-05 déconnexion forgée', () => {
  const lire = async (ecarts: Record<string, unknown> = {}, entete: Record<string, unknown> = {}) =>
    creerPort().lireDeconnexion(await trompeur.signer(trompeur.jetonDeconnexion(ecarts), entete));

  test('ACC-05 SEC-05 un ordre conforme est lu, son identifiant aussi', async () => {
    const iat = maintenant();
    expect(await lire({ iat }, { typ: 'logout+jwt' })).toEqual({
      ok: true,
      valeur: {
        emetteur: trompeur.emetteur,
        sujet: 'camille',
        sid: 'session-1',
        jti: 'ordre-1',
        emisLe: new Date(iat * 1000),
      },
    });
  });

  test.each([
    ['la personne seule', { sid: undefined }, { sujet: 'camille', sid: null }],
    ['la session seule', { sub: undefined }, { sujet: null, sid: 'session-1' }],
    ['un âge de deux minutes moins cinq secondes', { iat: maintenant() - 115 }, { sujet: 'camille' }],
  ])('ACC-05 SEC-05 un ordre est lu avec %s', async (_cas, ecarts, valeur) => {
    expect(await lire(ecarts)).toMatchObject({ ok: true, valeur });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['d’un autre émetteur', { iss: 'https://identite.exemple' }, 'ERR_JWT_CLAIM_VALIDATION_FAILED iss'],
    ['destiné à un autre portail', { aud: 'autre-portail' }, 'ERR_JWT_CLAIM_VALIDATION_FAILED aud'],
    ['qui porte un nonce', { nonce: 'n' }, 'nonce'],
    ['sans événement', { events: undefined }, 'ERR_JWT_CLAIM_VALIDATION_FAILED events'],
    ['d’un autre événement', { events: { 'https://identite.exemple/autre': {} } }, 'evenement'],
    [
      'dont l’événement n’est pas un objet',
      { events: { 'http://schemas.openid.net/event/backchannel-logout': true } },
      'evenement',
    ],
    ['sans identifiant', { jti: undefined }, 'ERR_JWT_CLAIM_VALIDATION_FAILED jti'],
    ['à l’identifiant démesuré', { jti: 'j'.repeat(256) }, 'jti'],
    ['qui ne nomme personne', { sub: undefined, sid: undefined }, 'personne'],
    ['au sujet illisible', { sub: 7 }, 'sujet'],
    ['à la session illisible', { sid: '' }, 'sid'],
    ['sans date', { iat: undefined }, 'ERR_JWT_CLAIM_VALIDATION_FAILED iat'],
    ['trop ancien', { iat: maintenant() - 160 }, 'ERR_JWT_EXPIRED iat'],
    [
      'daté de plus tard',
      { iat: maintenant() + 3600, exp: maintenant() + 7200 },
      'ERR_JWT_CLAIM_VALIDATION_FAILED iat',
    ],
    ['expiré', { exp: maintenant() - 60 }, 'ERR_JWT_EXPIRED exp'],
    ['sans expiration', { exp: undefined }, 'ERR_JWT_CLAIM_VALIDATION_FAILED exp'],
  ])('ACC-05 SEC-05 un ordre %s est refusé', async (_cas, ecarts, motif) => {
    expect(await lire(ecarts)).toMatchObject(invalide(motif));
  });

  test('ACC-05 SEC-05 l’identité remise à la connexion n’est pas un ordre de déconnexion', async () => {
    const { events: _, ...commeIdentite } = trompeur.jetonDeconnexion({ nonce: 'n', acr: 'eidas2' });
    expect(await creerPort().lireDeconnexion(await trompeur.signer(commeIdentite))).toMatchObject(
      invalide('ERR_JWT_CLAIM_VALIDATION_FAILED events'),
    );
  });

  test.each<[string, (claims: Record<string, unknown>) => string | Promise<string>, string]>([
    ['que personne n’a signé (alg none)', nonSigne, 'ERR_JOSE_ALG_NOT_ALLOWED'],
    [
      'signé avec la clé publique prise pour un secret (HS256)',
      (claims) => signerHs256(claims, trompeur.clePublique),
      'ERR_JOSE_ALG_NOT_ALLOWED',
    ],
    [
      'signé par une clé que l’émetteur n’a pas publiée',
      (claims) => trompeur.signerParUnAutre(claims),
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    ],
    ['qui n’est pas un jeton', () => 'bonjour', 'ERR_JWS_INVALID'],
    ['démesuré', (claims) => trompeur.signer({ ...claims, remplissage: 'x'.repeat(8192) }), 'trop-long'],
  ])('ACC-05 SEC-05 un ordre %s est refusé', async (_cas, signer, motif) => {
    const jeton = await signer(trompeur.jetonDeconnexion());
    expect(await creerPort().lireDeconnexion(jeton)).toMatchObject(invalide(motif));
  });

  test('ACC-05 SEC-05 sans les clés du fournisseur, l’ordre n’est ni cru ni écarté : il est à représenter', async () => {
    const jeton = await trompeur.signer(trompeur.jetonDeconnexion());
    const port = creerPort();
    trompeur.tromperies = { repondre: (chemin) => chemin === '/cles' };
    expect(await port.lireDeconnexion(jeton)).toMatchObject(indisponible('trop-lent'));
    trompeur.tromperies = {};
    expect(await port.lireDeconnexion(jeton)).toMatchObject({ ok: true });
  });
});
