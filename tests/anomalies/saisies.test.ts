import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CONTRATS } from '../../src/apps/contrats.ts';
import type { DefinitionRoute } from '../../src/kernel/route.ts';
import { cdapContrat } from '../../src/modules/cdap/contract.ts';
import { identiteContrat } from '../../src/modules/identite/contract.ts';
import { tracesContrat } from '../../src/modules/traces/contract.ts';
import { NOM_COOKIE } from '../../src/platform/http/porte.ts';
import { type Client, consulter, ouvrirSessionDirecte, type Reponse, unClient } from '../support/client.ts';
import { type Empreinte, empreinteDeLaBase, tablesChangees } from '../support/empreinte-base.ts';
import {
  type Decor,
  dossierOrdinaire,
  lesDossiers,
  MOT_DE_PASSE,
  ORGANISATION_CNAF,
  unCompte,
  unDecor,
  uneConvention,
  uneHabilitation,
  unPartenaire,
} from '../support/peuplement.ts';
import { creerPortail, DEPART, type Portail } from '../support/portail.ts';
import { saisiesDe } from '../support/saisies.ts';

/** SEC-04: valid → accepted as normalised; invalid → 4xx that names the field, nothing written but one trace. */

let portail: Portail;
let decor: Decor;
let client: Client;
let administratrice: Client;

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
  await lesDossiers(
    portail,
    '591',
    [7_654_321, 1_234_567, 1].map((numero) => dossierOrdinaire('591', { numero })),
  );
  const chef = await unCompte(portail, decor.partenaire.organisation, {
    roles: ['administrateur-principal'],
  });
  client = await ouvrirSessionDirecte(portail, decor.agent);
  administratrice = await ouvrirSessionDirecte(portail, chef);
  // The first reading writes the counters' rows: later ones change them and refused ones do not.
  await consulter(client, decor.droit, 1);
});
afterAll(() => portail.fermer());

const avecEmpreinte = async (
  acte: () => Promise<Reponse>,
): Promise<{ reponse: Reponse; changees: string[] }> => {
  const avant: Empreinte = await empreinteDeLaBase(portail);
  const reponse = await acte();
  return { reponse, changees: tablesChangees(avant, await empreinteDeLaBase(portail)) };
};

interface Refus {
  readonly champ: string;
  readonly valeur: unknown;
  readonly permises?: readonly string[];
}

/** 4xx, a French message on the field, one trace and nothing else, the value never sent back. */
async function estRefusee(
  acte: () => Promise<Reponse>,
  { champ, valeur, permises = ['traces.trace'] }: Refus,
): Promise<void> {
  const avant = (await portail.lignes('select id from traces.trace')).length;
  const { reponse, changees } = await avecEmpreinte(acte);
  expect(reponse.statut).toBeGreaterThanOrEqual(400);
  expect(reponse.statut).toBeLessThan(500);
  const champs: { champ: string; message: string }[] = reponse.corps.champs;
  expect(champs.map((faute) => faute.champ)).toContain(champ);
  for (const { message } of champs) expect(message).toMatch(/^\p{Lu}.*[.!]$/su);
  expect(changees.filter((table) => !permises.includes(table))).toEqual([]);
  expect((await portail.lignes('select id from traces.trace')).length).toBe(avant + 1);
  const [trace] = await portail.lignes<{ t: object }>(
    'select to_jsonb(t) as t from traces.trace t where correlation = $1',
    [reponse.corps.reference],
  );
  expect(trace).toBeDefined();
  const ecrite = typeof valeur === 'string' ? valeur.trim() : JSON.stringify(valeur);
  if (valeur !== null && ecrite.length >= 4) {
    expect(reponse.texte).not.toContain(ecrite);
    expect(JSON.stringify(trace)).not.toContain(ecrite);
  }
}

describe('SEC-04 numéro de dossier', () => {
  test.each(saisiesDe('numero_allocataire'))('$titre', async ({ value, valid, normalized }) => {
    const appeler = () => client.appeler(cdapContrat.consulter, { numero: value, habilitation: decor.droit });
    if (!valid) return estRefusee(appeler, { champ: 'numero', valeur: value });
    const reponse = await appeler();
    expect(reponse.statut).toBe(200);
    expect(reponse.corps.numero).toBe(String(normalized ?? value).padStart(7, '0'));
  });

  test('un NIR à la place du numéro est nommé comme tel, et sa valeur n’est nulle part', async () => {
    const reponse = await consulter(client, decor.droit, '184075900100244');
    expect(reponse.corps.champs[0].message).toMatch(/sécurité sociale|NIR/);
  });
});

describe('SEC-04 identifiant de connexion', () => {
  beforeAll(async () => {
    for (const identifiant of ['kq7wm3xd2f', 'kq7wm3xd2g'])
      await unCompte(portail, decor.partenaire.organisation, { identifiant });
  });

  test.each(saisiesDe('identifiant'))('$titre', async ({ value, valid }) => {
    const inconnu = unClient(portail);
    const appeler = () =>
      inconnu.appeler(identiteContrat.connecter, { identifiant: value, motDePasse: MOT_DE_PASSE });
    if (!valid) return estRefusee(appeler, { champ: 'identifiant', valeur: value });
    const reponse = await appeler();
    expect(reponse.corps.etape).toBe('second-facteur');
  });
});

describe('SEC-04 code du second facteur', () => {
  afterAll(() => portail.horloge.regler(DEPART));

  test.each(saisiesDe('code_totp'))('$titre', async ({ value, valid }) => {
    const {
      code,
      instant,
      deja_utilise: dejaUtilise,
    } = value as { code: string; instant: string; deja_utilise?: boolean };
    await portail.horloge.regler(instant);
    const compte = await unCompte(portail, decor.partenaire.organisation, {
      du: new Date('1960-01-01T00:00:00Z'),
    });
    const demi = () => ouvrirSessionDirecte(portail, compte, 'mot-de-passe');
    if (dejaUtilise)
      expect((await (await demi()).appeler(identiteContrat.verifierCode, { code })).statut).toBe(200);
    const personne = await demi();
    const appeler = () => personne.appeler(identiteContrat.verifierCode, { code });
    // A wrong code is counted, which is what slows the next ones down (ACC-03).
    if (!valid)
      return estRefusee(appeler, {
        champ: 'code',
        valeur: code,
        permises: ['traces.trace', 'identite.tentative'],
      });
    expect((await appeler()).corps.etape).toBe('ouverte');
  });
});

describe('SEC-04 CDAP-33 motif de consultation', () => {
  test.each(saisiesDe('motif_consultation'))('$titre', async ({ value, valid, normalized }) => {
    const appeler = () => consulter(client, decor.droit, 1, { motif: value });
    if (!valid) return estRefusee(appeler, { champ: 'motif', valeur: value });
    const reponse = await appeler();
    expect(reponse.statut).toBe(200);
    const traces = await portail.lignes('select motif from traces.trace where id = $1', [
      reponse.corps.trace,
    ]);
    expect(traces).toEqual([{ motif: normalized ?? value }]);
  });
});

describe('SEC-04 CDAP-20 critères d’une recherche', () => {
  let parNir: Client;
  let droitNir: string;
  beforeAll(async () => {
    const caisse = await unPartenaire(portail, '591', { type: 'securite-sociale', organisme: 'cdc' });
    const { bulletinId } = await uneConvention(portail, caisse, { quotas: { T14: 3 } });
    const compte = await unCompte(portail, caisse.organisation);
    droitNir = await uneHabilitation(portail, { compte, bulletinId, profil: 'T14' });
    parNir = await ouvrirSessionDirecte(portail, compte);
  });
  // What slows searches down is told elsewhere.
  beforeEach(() => portail.lignes('delete from cdap.compteur_recherche'));

  const chercher = (par: unknown) =>
    client.appeler(cdapContrat.rechercher, { habilitation: decor.droit, par });

  test.each(saisiesDe('recherche'))('recherche $titre', async ({ value, valid }) => {
    const appeler = () => chercher({ nom: value, prenom: 'Claire' });
    if (!valid) return estRefusee(appeler, { champ: 'par.nom', valeur: value });
    expect((await appeler()).statut).toBe(200);
  });

  test.each(saisiesDe('nom'))('nom $titre', async ({ value, valid, why }) => {
    const appeler = () => chercher({ nom: value, neLe: '1988' });
    // CDAP-20: under three letters a name is too short to look for.
    if (!valid || why === 'une seule lettre') return estRefusee(appeler, { champ: 'par.nom', valeur: value });
    expect((await appeler()).statut).toBe(200);
  });

  test.each(saisiesDe('nom'))('prénom $titre', async ({ value, valid }) => {
    const appeler = () => chercher({ nom: 'Exemplaire', prenom: value });
    if (!valid) return estRefusee(appeler, { champ: 'par.prenom', valeur: value });
    expect((await appeler()).statut).toBe(200);
  });

  test.each(saisiesDe('date_naissance'))('date de naissance $titre', async ({ value, valid }) => {
    const appeler = () => chercher({ nom: 'Exemplaire', neLe: value });
    if (!valid) return estRefusee(appeler, { champ: 'par.neLe', valeur: value });
    expect((await appeler()).statut).toBe(200);
  });

  // The key is not required to look for somebody.
  test.each(saisiesDe('nir').filter(({ why }) => !why.startsWith('13 caractères')))(
    'NIR $titre',
    async ({ value, valid }) => {
      const appeler = () =>
        parNir.appeler(cdapContrat.rechercher, { habilitation: droitNir, par: { nir: value } });
      if (!valid) return estRefusee(appeler, { champ: 'par.nir', valeur: value });
      const reponse = await appeler();
      expect(reponse.statut).toBe(200);
      expect(reponse.texte).not.toContain(String(value).slice(0, 13));
    },
  );

  test.each([
    ['nom seul', { nom: 'Exemplaire' }, 'par.prenom'],
    ['rien', {}, 'par.nom'],
    ['NIR et nom', { nir: '184075900100244', nom: 'Exemplaire', prenom: 'Claire' }, 'par.nir'],
    ['joker', { nom: 'Exem%', prenom: 'Claire' }, 'par.nom'],
    ['code postal', { nom: 'Exemplaire', prenom: 'Claire', codePostal: '5999' }, 'par.codePostal'],
    ['31 février', { nom: 'Exemplaire', neLe: '31/02/1988' }, 'par.neLe'],
    ['texte à la place des critères', 'Exemplaire', 'par'],
  ])('refusée : %s', async (_nom, par, champ) => {
    await estRefusee(() => chercher(par), { champ, valeur: JSON.stringify(par) });
  });
});

describe('SEC-04 identifiant d’objet', () => {
  test.each(saisiesDe('identifiant_objet').filter(({ valid }) => !valid))('$titre', async ({ value }) => {
    await estRefusee(() => consulter(client, String(value), 1), { champ: 'habilitation', valeur: value });
    await estRefusee(
      () =>
        administratrice.appeler(cdapContrat.leverArret, { arret: value, motif: 'vérifié avec la personne' }),
      {
        champ: 'arret',
        valeur: value,
      },
    );
    await estRefusee(() => administratrice.appeler(tracesContrat.rechercher, { personne: value }), {
      champ: 'personne',
      valeur: value,
    });
  });

  test('acceptée : capitales ramenées aux minuscules', async () => {
    expect((await consulter(client, decor.droit.toUpperCase(), 1)).statut).toBe(200);
  });
});

describe('SEC-04 clés du corps', () => {
  // `cle_json` speaks of another form; the refused keys are refused here too, and those that exist are ours.
  const refusees = saisiesDe('cle_json').filter(({ valid }) => !valid);
  test.each(refusees)('$titre « $value »', async ({ value }) => {
    const corps = `{"numero": "1", "habilitation": "${decor.droit}", ${JSON.stringify(value)}: "x"}`;
    const { reponse, changees } = await avecEmpreinte(() => envoyer(corps));
    expect(reponse.statut).toBe(400);
    expect(changees).toEqual(['traces.trace']);
    expect(({} as Record<string, unknown>).role).toBeUndefined();
  });
});

/** A body as it is, on the consultation's route. */
async function envoyer(payload: string | Buffer, entetes: Record<string, string> = {}): Promise<Reponse> {
  const reponse = await portail.app.inject({
    method: 'POST',
    url: cdapContrat.consulter.chemin,
    headers: {
      host: 'localhost',
      origin: 'http://localhost',
      'content-type': 'application/json',
      cookie: `${NOM_COOKIE}=${client.cookie}`,
      ...entetes,
    },
    payload,
  });
  return {
    statut: reponse.statusCode,
    texte: reponse.body,
    corps: JSON.parse(reponse.body),
    entetes: reponse.headers,
    octets: reponse.rawPayload,
  };
}

describe('SEC-04 corps de la demande', () => {
  const corps = (plus = '') => `{"numero": "1", "habilitation": "${decor.droit}"${plus}}`;

  test.each<[string, () => string | Buffer, Record<string, string>?]>([
    ['blancs JSON autour du corps', () => ` \r\n\t${corps()}\n`],
    ['jeu de caractères explicite', () => corps(), { 'content-type': 'application/json; charset=utf-8' }],
    ['échappement d’un caractère', () => corps().replace('numero', 'num\\u0065ro')],
  ])('acceptée : %s', async (_nom, faire, entetes) => {
    expect((await envoyer(faire(), entetes)).statut).toBe(200);
  });

  test.each<[string, () => string | Buffer, Record<string, string>?]>([
    ['clé en double', () => corps(', "numero": "1"')],
    ['clé en double par échappement', () => corps(', "num\\u0065ro": "1"')],
    ['pollution de prototype', () => corps(', "__proto__": {"role": "admin"}')],
    ['constructeur', () => corps(', "constructor": {"prototype": {"role": "admin"}}')],
    ['corps vide', () => ''],
    ['null', () => 'null'],
    ['tableau au lieu d’un objet', () => `[${corps()}]`],
    ['texte au lieu d’un objet', () => '"1"'],
    ['accolade fermante absente', () => corps().slice(0, -1)],
    ['virgule finale', () => corps(',')],
    ['type text/plain', () => corps(), { 'content-type': 'text/plain' }],
    ['formulaire', () => 'numero=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['sans type', () => corps(), { 'content-type': '' }],
    ['100 000 tableaux imbriqués', () => '['.repeat(100_000) + ']'.repeat(100_000)],
    ['30 000 tableaux imbriqués', () => '['.repeat(30_000) + ']'.repeat(30_000)],
    [
      'UTF-8 invalide',
      () =>
        Buffer.concat([
          Buffer.from(corps(', "motif": "tarif de cantine ')).subarray(0, -1),
          Buffer.from([0xff]),
          Buffer.from('"}'),
        ]),
    ],
    ['demi-codet isolé échappé', () => corps(', "motif": "tarif de cantine \\ud83d"')],
    ['octet nul échappé', () => corps(', "motif": "tarif de cantine \\u0000"')],
    ['corps compressé', () => gzipSync(Buffer.alloc(10_000_000, 97)), { 'content-encoding': 'gzip' }],
    ['plus de 64 Ko', () => corps(`, "motif": "${'a'.repeat(70_000)}"`)],
  ])('refusée : %s', async (_nom, faire, entetes) => {
    const { reponse, changees } = await avecEmpreinte(() => envoyer(faire(), entetes));
    expect(reponse.statut).toBeGreaterThanOrEqual(400);
    expect(reponse.statut).toBeLessThan(500);
    expect(reponse.corps.champs?.length).toBeGreaterThan(0);
    expect(changees).toEqual(['traces.trace']);
    expect(
      await portail.lignes(
        'select action, issue, compte_id, partenaire_id from traces.trace where correlation = $1',
        [reponse.corps.reference],
      ),
    ).toEqual([
      {
        action: 'consultation-dossier',
        issue: 'invalide',
        compte_id: decor.agent.id,
        partenaire_id: decor.partenaire.id,
      },
    ]);
    expect(({} as Record<string, unknown>).role).toBeUndefined();
  });

  test('sans session, un corps illisible ne dit que l’absence de session et n’écrit rien', async () => {
    const { reponse, changees } = await avecEmpreinte(() => envoyer('{', { cookie: '' }));
    expect(reponse.statut).toBe(401);
    expect(reponse.corps.code).toBe('session-absente');
    expect(changees).toEqual([]);
  });
});

/** Texts that break stores: none may end as a fault of ours, wherever a route takes a text. */
const TEXTES_HOSTILES = {
  'octet nul': 'tarif\u0000cantine et plus',
  'demi-codet isolé': 'tarif \ud83d cantine et plus',
  'apostrophe SQL': "tarif' or '1'='1' -- cantine",
  'inversion de sens': 'tarif \u202egnp.exe cantine',
  '60 000 caractères': 'a'.repeat(60_000),
};

describe('SEC-04 texte hostile dans chaque champ de texte de chaque route', () => {
  const UUID = '018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5b';
  const corpsDe: Record<string, () => Record<string, unknown>> = {
    'POST /api/connexion': () => ({ identifiant: 'kq7wm3xd2f', motDePasse: 'x' }),
    'POST /api/connexion/second-facteur': () => ({ code: '123456' }),
    'POST /api/session/confirmation': () => ({ code: '123456' }),
    // `apres` undefined: only the hostile texts fill it, a page that does not exist would stop the demand at once.
    'POST /api/traces/recherches': () => ({
      du: '2026-11-20',
      au: '2026-11-20',
      personne: UUID,
      action: 'connexion',
      issue: 'fait',
      profil: 'T2',
      dossier: '1',
      session: UUID,
      apres: undefined,
    }),
    'POST /api/traces/exports': () => ({
      du: '2026-11-20',
      au: '2026-11-20',
      personne: UUID,
      action: 'connexion',
      issue: 'fait',
      profil: 'T2',
      dossier: '1',
      session: UUID,
      format: 'csv',
    }),
    'POST /api/cdap/profils/choix': () => ({ habilitation: UUID }),
    'POST /api/cdap/consultations': () => ({
      caf: '591',
      numero: '1',
      habilitation: UUID,
      mission: 'tarif-creche',
      motif: 'inscription à la cantine',
    }),
    'POST /api/cdap/extraits': () => ({
      caf: '591',
      numero: '1',
      habilitation: UUID,
      mission: 'tarif-creche',
      motif: 'inscription à la cantine',
    }),
    'POST /api/cdap/extraits/verification': () => ({
      codeExtrait: 'ABCD-EFGH-JKMN-PQRS-TVWX',
      empreinte: 'a'.repeat(64),
    }),
    'POST /api/cdap/recherches': () => ({
      habilitation: UUID,
      mission: 'tarif-creche',
      motif: 'inscription à la cantine',
      instructeur: '059C12301',
      par: 'Exemplaire',
    }),
    'POST /api/cdap/imports': () => ({ fichier: 'dossiers.jsonl' }),
    'POST /api/cdap/imports/refus': () => ({ import: UUID, apres: 0 }),
    'POST /api/cdap/imports/abandon': () => ({ import: UUID }),
    'POST /api/cdap/arrets/levee': () => ({ arret: UUID, motif: 'vérifié avec la personne' }),
    'POST /api/cdap/matrice/version': () => ({ version: 1 }),
    'POST /api/cdap/matrice/apercu': () => ({ versionLue: 1, contenu: {} }),
    'POST /api/cdap/matrice/changement': () => ({
      versionLue: 1,
      contenu: {},
      motif: 'décision nationale',
      jourEffet: '2027-01-01',
      elargissements: [],
    }),
    'POST /api/cdap/matrice/annulation': () => ({ version: 1, motif: 'décision reportée' }),
    'POST /api/deconnexion': () => ({}),
    'POST /api/connexion/recuperation': () => ({ codeRecuperation: 'aaaa-bbbb-cccc' }),
    'POST /api/connexion/cle/defi': () => ({}),
    'POST /api/connexion/cle': () => ({ reponse: {} }),
    'POST /api/parcours/mot-de-passe': () => ({ motDePasse: 'x' }),
    'POST /api/parcours/confidentialite': () => ({ version: 1 }),
    'POST /api/facteurs/application/preparation': () => ({}),
    'POST /api/facteurs/application': () => ({ code: '123456' }),
    'POST /api/facteurs/cles/defi': () => ({}),
    'POST /api/facteurs/cles': () => ({ nom: 'Ma clé', reponse: {} }),
    'POST /api/session/confirmation/mot-de-passe': () => ({ motDePasse: 'x' }),
    'POST /api/session/confirmation/cle/defi': () => ({}),
    'POST /api/session/confirmation/cle': () => ({ reponse: {} }),
    'POST /api/oubli/mot-de-passe': () => ({ identifiant: 'kq7wm3xd2f' }),
    'POST /api/oubli/identifiant': () => ({ courriel: 'camille@villexemple.invalid' }),
    'POST /api/reinitialisation': () => ({ jeton: 'x'.repeat(43), motDePasse: 'x' }),
    'POST /api/courriel/confirmation': () => ({ jeton: 'x'.repeat(43) }),
    'POST /api/mon-compte/mot-de-passe': () => ({ actuel: 'x', nouveau: 'y' }),
    'POST /api/mon-compte/courriel': () => ({ courriel: 'camille@villexemple.invalid' }),
    'POST /api/mon-compte/courriel/annulation': () => ({}),
    'POST /api/mon-compte/cles/nom': () => ({ cle: UUID, nom: 'Ma clé' }),
    'POST /api/mon-compte/facteurs/retrait': () => ({ cle: UUID }),
    'POST /api/mon-compte/codes-recuperation': () => ({}),
    'POST /api/mon-compte/sessions/fin': () => ({ session: UUID }),
    'POST /api/mon-compte/jetons': () => ({ nom: 'Logiciel', portees: 'cdap', jours: 30 }),
    'POST /api/mon-compte/jetons/revocation': () => ({ jeton: UUID }),
    'POST /api/comptes/recherches': () => ({ organisme: UUID, recherche: 'camille', etat: 'tous' }),
    'POST /api/comptes': () => ({
      organisme: { partenaire: decor.partenaire.id },
      prenom: 'Camille',
      nom: 'Neuve',
      fonction: 'agent',
      courriel: 'camille.neuve@villexemple.invalid',
      telephone: '0102030405',
      roles: ['utilisateur'],
      voie: 'courriel',
    }),
    'POST /api/comptes/correction': () => ({
      compte: decor.agent.id,
      prenom: 'Camille',
      nom: 'Corrigé',
      fonction: 'agent',
      courriel: decor.agent.courriel,
    }),
    'POST /api/comptes/suspension': () => ({ compte: UUID, motif: 'absence longue' }),
    'POST /api/comptes/levee': () => ({ compte: UUID, motif: 'retour de congé' }),
    'POST /api/comptes/fin': () => ({ compte: UUID, motif: 'départ', departLe: '2026-11-19' }),
    'POST /api/comptes/premier-acces': () => ({ compte: UUID, voie: 'courriel', motif: 'téléphone perdu' }),
    'POST /api/comptes/lettre': () => ({ compte: UUID, genre: 'identifiant' }),
    'POST /api/comptes/mot-de-passe': () => ({ compte: UUID, motif: 'fuite soupçonnée' }),
    'POST /api/comptes/roles': () => ({ compte: UUID, role: 'dpo', donner: true, motif: 'nomination' }),
    'POST /api/oidc/liaison': () => ({}),
    'POST /api/oidc/liaison/retrait': () => ({ liaison: UUID }),
    'POST /api/oidc/deconnexion': () => ({ logout_token: 'a.b.c' }),
    'POST /api/exploitation/maintenance/debut': () => ({ message: 'Mise à jour', dureeMinutes: 30 }),
    'POST /api/exploitation/maintenance/fin': () => ({}),
  };
  const routes = Object.values(CONTRATS)
    .flatMap((contrat) => Object.values(contrat) as DefinitionRoute[])
    .filter(({ methode }) => methode === 'POST');

  test.each(routes.map((route) => [`${route.methode} ${route.chemin}`, route] as const))(
    '%s',
    async (cle, route) => {
      const modele = corpsDe[cle];
      if (!modele) throw new Error(`the fields of ${cle} are not listed here`);
      const fautes = new Set<string>();
      const niveau = route.acces.genre === 'second-facteur' ? 'mot-de-passe' : 'complet';
      const chef = /^\/api\/(cdap\/matrice|exploitation)/.test(route.chemin)
        ? await unCompte(portail, ORGANISATION_CNAF, { roles: ['administrateur-cnaf'] })
        : await unCompte(portail, decor.partenaire.organisation, { roles: ['administrateur-principal'] });
      // A right of one's own takes the reading of a file as far as it goes.
      const lecture = route.acces.genre === 'consultation';
      const essayer = async (quoi: string, texte: string, corps: Record<string, unknown>) => {
        const personne = await ouvrirSessionDirecte(portail, lecture ? decor.agent : chef, niveau);
        const reponse = await personne
          .appeler(route, corps, { adresse: '198.51.100.7' })
          .catch((erreur: Error) => erreur);
        if (reponse instanceof Error) fautes.add(`${quoi} : ${reponse.message}`);
        else if (reponse.statut >= 500) fautes.add(`${quoi} : ${reponse.statut}`);
        else if (reponse.statut >= 400 && reponse.texte.includes(texte))
          fautes.add(`${quoi} : valeur renvoyée`);
      };
      const bon = { ...modele(), ...(lecture ? { habilitation: decor.droit } : {}) };
      for (const [quoi, texte] of Object.entries(TEXTES_HOSTILES)) {
        for (const champ of Object.keys(bon))
          await essayer(`${champ}, ${quoi}`, texte, { ...bon, [champ]: texte });
        await essayer(`clé, ${quoi}`, 'jamais', { ...bon, [texte.slice(0, 50)]: 'x' });
      }
      // A hostile message is a message: the portal that it closed is opened again for what follows.
      if (cle === 'POST /api/exploitation/maintenance/debut')
        await (await ouvrirSessionDirecte(portail, chef)).appeler(CONTRATS.exploitation.finirMaintenance);
      expect([...fautes]).toEqual([]);
    },
  );
});

describe('SEC-04 SEC-05 en-têtes d’une écriture', () => {
  let port = 0;
  beforeAll(async () => {
    await portail.app.listen({ port: 0, host: '127.0.0.1' });
    const adresse = portail.app.server.address();
    port = typeof adresse === 'object' && adresse !== null ? adresse.port : 0;
  });

  /** Written by hand on the wire: libraries refuse to send what an attacker would. */
  async function ecrireSurLeFil(entetes: readonly (readonly [string, string])[]): Promise<number> {
    const corps = JSON.stringify({ habilitation: decor.droit });
    const donnes = new Set(entetes.map(([nom]) => nom.toLowerCase()));
    const ordinaires: [string, string][] = [
      ['Host', 'localhost'],
      ['Content-Type', 'application/json'],
      ['Content-Length', String(Buffer.byteLength(corps))],
      ['Cookie', `${NOM_COOKIE}=${client.cookie}`],
      ['Connection', 'close'],
    ];
    const lignes = [...ordinaires.filter(([nom]) => !donnes.has(nom.toLowerCase())), ...entetes].map(
      ([nom, valeur]) => `${nom}: ${valeur}`,
    );
    const prise = connect(port, '127.0.0.1');
    let recu = '';
    prise.on('data', (morceau) => {
      recu += morceau;
    });
    prise.write(
      `POST ${cdapContrat.choisirProfil.chemin} HTTP/1.1\r\n${lignes.join('\r\n')}\r\n\r\n${corps}`,
    );
    await once(prise, 'close');
    expect(recu).not.toContain('attaquant');
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(recu)?.[1]);
  }

  test.each(saisiesDe('en_tetes'))('$titre', async ({ value, valid }) => {
    const entetes = (value as [string, string][]).map(
      ([nom, valeur]) => [nom, valeur.replace('{origine}', 'http://localhost')] as const,
    );
    await portail.lignes('update identite.session set habilitation_choisie = null');
    const avant = await empreinteDeLaBase(portail);
    const statut = await ecrireSurLeFil(entetes);
    const changees = tablesChangees(avant, await empreinteDeLaBase(portail));
    if (valid || entetes[0]?.[0] === 'X-HTTP-Method-Override') {
      // The override has no effect: the act that was asked is done, and no other.
      expect(statut).toBe(200);
      expect(changees).toEqual(['identite.session', 'traces.trace']);
    } else {
      expect(statut).toBeGreaterThanOrEqual(400);
      expect(statut).toBeLessThan(500);
      expect(changees).toEqual([]);
    }
  });
});
