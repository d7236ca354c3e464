import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { courrielsPour, dernierSecret } from '../../../../tests/support/boite-aux-lettres.ts';
import {
  type Client,
  codeDe,
  ouvrirSessionDirecte,
  presenterMotDePasse,
  seConnecter,
  unClient,
} from '../../../../tests/support/client.ts';
import { attendreRefus, premierAcces, presenter, unePersonne } from '../../../../tests/support/comptes.ts';
import {
  type ComptePeuple,
  MOT_DE_PASSE,
  organisationCaf,
  type PartenairePeuple,
  unCompte,
  uneCaf,
  unPartenaire,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, HEURE, JOUR, MINUTE, type Portail } from '../../../../tests/support/portail.ts';
import { ErreurRendu } from '../../../platform/pdf/rendu.ts';
import { habilitationsContrat } from '../../habilitations/contract.ts';
import { identiteContrat } from '../contract.ts';

const {
  creerCompte,
  redonnerAcces,
  corrigerCompte,
  cloreCompte,
  suspendreCompte,
  imprimerLettre,
  forcerMotDePasse,
  creerJeton,
  lireSession,
  choisirMotDePasse,
  verifierCode,
} = identiteContrat;
const SECONDE = 1000;
const motif = 'Téléphone perdu';

let portail: Portail;
let partenaire: PartenairePeuple;
let principal: ComptePeuple;
let gestionnaire: ComptePeuple;
/** What the letters would show; the layout has tests of its own. */
let pendantRendu: () => Promise<void> = async () => {};

beforeAll(async () => {
  portail = await creerPortail({
    rendu: {
      rendre: async ({ donnees }) => {
        await pendantRendu();
        return Buffer.from(JSON.stringify(donnees));
      },
      fermer: async () => {},
    },
  });
  await uneCaf(portail);
  await uneCaf(portail, { code: '592', nom: 'Caf d’Ailleurs' });
  gestionnaire = await unCompte(portail, organisationCaf('591'), { roles: ['gestionnaire-habilitations'] });
});
afterAll(() => portail.fermer());
beforeEach(async () => {
  pendantRendu = async () => {};
  partenaire = await unPartenaire(portail, '591');
  principal = await unCompte(portail, partenaire.organisation, { roles: ['administrateur-principal'] });
});

const entrer = (compte: ComptePeuple) => ouvrirSessionDirecte(portail, compte);

/** Somebody just created by the principal, or by the Caf for a partner without deputy. */
async function creer(
  plus: Readonly<Record<string, unknown>> = {},
  par = principal,
): Promise<Omit<ComptePeuple, 'secretTotp'>> {
  const qui = unePersonne({ organisme: { partenaire: partenaire.id }, roles: ['utilisateur'], ...plus });
  const { statut, corps } = await (await entrer(par)).appeler(creerCompte, qui);
  expect(statut).toBe(200);
  const { prenom, nom, courriel } = qui;
  return {
    id: corps.compte,
    identifiant: corps.identifiant,
    organisation: partenaire.organisation,
    roles: ['utilisateur'],
    prenom,
    nom,
    courriel: String((plus as { courriel?: string }).courriel ?? courriel),
  };
}
const parCourrier = () => creer({ voie: 'courrier', roles: ['administrateur-suppleant'] }, gestionnaire);
const codeConnexion = async (identifiant: string, motDePasse: string) => {
  const { corps } = (await presenter(portail, identifiant, motDePasse)).reponse;
  return corps.code ?? corps.etape;
};
/** The value on a sheet, as one types it. */
async function imprimer(client: Client, compte: string, genre: 'identifiant' | 'mot-de-passe') {
  const reponse = await client.appeler(imprimerLettre, { compte, genre });
  expect(reponse.statut).toBe(200);
  const { groupes } = JSON.parse(reponse.octets.toString()).valeur;
  return { valeur: groupes.join('') as string, feuille: reponse.octets.toString() };
}
/** Tables where a text can be read, bytes included. */
async function tablesOuLire(texte: string): Promise<string[]> {
  const tables = await portail.lignes<{ nom: string }>(
    `select format('%I.%I', n.nspname, c.relname) as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
  );
  const trouvees: string[] = [];
  for (const { nom } of tables) {
    const [{ n } = { n: 0 }] = await portail.lignes<{ n: number }>(
      `select count(*)::int as n from ${nom} t where strpos(t::text, $1) > 0 or strpos(t::text, $2) > 0`,
      [texte, Buffer.from(texte).toString('hex')],
    );
    if (n > 0) trouvees.push(nom);
  }
  return trouvees;
}

describe('ACC-01 l’identifiant et le premier mot de passe', () => {
  test('partent dans deux messages, jamais ensemble', async () => {
    const qui = await creer();
    const messages = await courrielsPour(portail, qui.courriel);
    expect(messages.map(({ objet }) => objet).sort()).toEqual([
      'Votre identifiant pour Passerelle',
      'Votre premier mot de passe',
    ]);
    const deLIdentifiant = messages.find(({ objet }) => objet.startsWith('Votre identifiant'));
    const duMotDePasse = messages.find(({ objet }) => objet.startsWith('Votre premier'));
    expect(deLIdentifiant?.corps).toContain(qui.identifiant);
    expect(deLIdentifiant?.secret).toBeNull();
    expect(duMotDePasse?.secret).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    expect(duMotDePasse?.corps).not.toContain(qui.identifiant);
    expect(duMotDePasse?.corps).toContain('23\u00a0novembre 2026 à 10\u00a0h');
    expect(duMotDePasse?.expire_le).toEqual(new Date(portail.horloge.lire().getTime() + 72 * HEURE));
  });

  test('le mot de passe ne se lit en clair dans aucune table ni aucune trace, avant, pendant et après', async () => {
    const qui = await creer();
    const provisoire = await dernierSecret(portail, qui.courriel);
    expect(await tablesOuLire(provisoire)).toEqual([]);
    await premierAcces(portail, qui, provisoire);
    expect(await tablesOuLire(provisoire)).toEqual([]);
    expect(await tablesOuLire(MOT_DE_PASSE)).toEqual([]);
    // The search does find what is in clear.
    expect(await tablesOuLire(qui.identifiant)).toEqual(['identite.compte', 'notifications.courriel']);
  });

  test('celui qui crée le compte ne reçoit jamais le mot de passe', async () => {
    const qui = unePersonne({ organisme: { partenaire: partenaire.id }, roles: ['utilisateur'] });
    const { texte } = await (await entrer(principal)).appeler(creerCompte, qui);
    expect(texte).not.toContain(await dernierSecret(portail, String(qui.courriel)));
    expect(await courrielsPour(portail, principal.courriel)).toEqual([]);
  });

  test('le premier accès fait choisir un mot de passe, lire les règles et enregistrer un second facteur', async () => {
    const qui = await creer();
    const { client, compte } = await premierAcces(portail, qui, await dernierSecret(portail, qui.courriel));
    expect((await client.appeler(lireSession)).statut).toBe(200);
    await portail.horloge.avancer(MINUTE);
    expect((await (await seConnecter(portail, compte)).appeler(lireSession)).statut).toBe(200);
  });

  test('il ne sert qu’une fois, même si le parcours est abandonné', async () => {
    const qui = await creer();
    const provisoire = await dernierSecret(portail, qui.courriel);
    expect(await codeConnexion(qui.identifiant, provisoire)).toBe('parcours');
    expect(await codeConnexion(qui.identifiant, provisoire)).toBe('identifiants-refuses');
  });

  test('il ne devient pas le mot de passe choisi : qui a lu son courriel le connaît', async () => {
    const qui = await creer();
    const provisoire = await dernierSecret(portail, qui.courriel);
    const { client } = await presenter(portail, qui.identifiant, provisoire);
    const refus = await client.appeler(choisirMotDePasse, { motDePasse: provisoire });
    expect([refus.statut, refus.corps.code, refus.corps.champs[0]?.champ]).toEqual([
      422,
      'mot-de-passe-identique',
      'motDePasse',
    ]);
    expect((await client.appeler(choisirMotDePasse, { motDePasse: MOT_DE_PASSE })).statut).toBe(200);
    const lues = 'select premier_mot_de_passe from identite.compte where id = $1';
    expect(await portail.lignes(lues, [qui.id])).toEqual([{ premier_mot_de_passe: null }]);
  });

  test('deux usages au même instant : un seul entre', async () => {
    const qui = await creer();
    const provisoire = await dernierSecret(portail, qui.courriel);
    const codes = await Promise.all(
      Array.from({ length: 4 }, () => codeConnexion(qui.identifiant, provisoire)),
    );
    expect(codes.sort()).toEqual([...Array(3).fill('identifiants-refuses'), 'parcours']);
    expect(
      await portail.lignes('select id from identite.session where compte_id = $1', [qui.id]),
    ).toHaveLength(1);
  });

  test('par courriel, il sert encore à la dernière seconde des 72 heures, et plus à la fin', async () => {
    const [a, b] = [await creer(), await creer()];
    const mots = [await dernierSecret(portail, a.courriel), await dernierSecret(portail, b.courriel)];
    await portail.horloge.avancer(72 * HEURE - SECONDE);
    expect(await codeConnexion(a.identifiant, mots[0] ?? '')).toBe('parcours');
    await portail.horloge.avancer(SECONDE);
    expect(await codeConnexion(b.identifiant, mots[1] ?? '')).toBe('premier-acces-expire');
  });

  test('en redonner un annule le précédent', async () => {
    const qui = await creer();
    const ancien = await dernierSecret(portail, qui.courriel);
    await portail.horloge.avancer(SECONDE);
    const fait = await (await entrer(principal)).appeler(redonnerAcces, {
      compte: qui.id,
      voie: 'courriel',
      motif,
    });
    expect(fait.corps).toEqual({
      expireLe: new Date(portail.horloge.lire().getTime() + 72 * HEURE).toISOString(),
    });
    const nouveau = await dernierSecret(portail, qui.courriel);
    expect(nouveau).not.toBe(ancien);
    expect(await codeConnexion(qui.identifiant, ancien)).toBe('identifiants-refuses');
    expect(await codeConnexion(qui.identifiant, nouveau)).toBe('parcours');
  });
});

describe('ACC-07 un nouveau premier accès', () => {
  test('retire facteurs, sessions, jetons, appareils et codes ; l’ancien mot de passe, l’ancien code et l’ancienne clé n’entrent plus', async () => {
    const agent = await unCompte(portail, partenaire.organisation);
    const session = await seConnecter(portail, agent);
    const jeton = (await session.appeler(creerJeton, { nom: 'Essai', portees: ['habilitations'], jours: 5 }))
      .corps.jeton;
    // A session that waits for its second factor is one of those that end.
    const demi = await presenterMotDePasse(portail, agent);
    await portail.lignes(
      `insert into identite.cle_acces (id, compte_id, identifiant_cle, cle_publique, compteur, nom, synchronisee, creee_le)
        values ($1, $2, $3, '\\x00', 0, 'Ma clé', false, $4)`,
      [portail.nouvelId(), agent.id, Buffer.from(agent.id), portail.horloge.lire()],
    );
    await portail.lignes(
      "insert into identite.code_recuperation (compte_id, empreinte, cree_le) values ($1, '\\x01', $2)",
      [agent.id, portail.horloge.lire()],
    );
    await portail.lignes(
      "insert into identite.totp_prepare (compte_id, session_id, secret_scelle, cle, expire_le) values ($1, $1, '\\x01', 'c1', $2)",
      [agent.id, new Date(portail.horloge.lire().getTime() + HEURE)],
    );
    await portail.lignes(
      "insert into identite.jeton_courriel (id, compte_id, genre, empreinte, cree_le, expire_le) values ($1, $2, 'reinitialisation', $3, $4, $5)",
      [
        portail.nouvelId(),
        agent.id,
        Buffer.from(agent.id),
        portail.horloge.lire(),
        new Date(portail.horloge.lire().getTime() + HEURE),
      ],
    );
    const compter = () =>
      portail.lignes(
        `select (select count(*)::int from identite.facteur_totp where compte_id = $1) as totp,
          (select count(*)::int from identite.cle_acces where compte_id = $1) as cles,
          (select count(*)::int from identite.code_recuperation where compte_id = $1) as codes,
          (select count(*)::int from identite.totp_prepare where compte_id = $1) as prepares,
          (select count(*)::int from identite.appareil_connu where compte_id = $1) as appareils,
          (select count(*)::int from identite.jeton_courriel where compte_id = $1 and annule_le is null) as liens,
          (select count(*)::int from identite.session where compte_id = $1 and close_le is null) as sessions`,
        [agent.id],
      );
    expect(await compter()).toEqual([
      { totp: 1, cles: 1, codes: 1, prepares: 1, appareils: 1, liens: 1, sessions: 3 },
    ]);
    const fait = await (await entrer(principal)).appeler(redonnerAcces, {
      compte: agent.id,
      voie: 'courriel',
      motif,
    });
    expect(fait.statut).toBe(200);
    expect(await compter()).toEqual([
      { totp: 0, cles: 0, codes: 0, prepares: 0, appareils: 0, liens: 0, sessions: 0 },
    ]);
    expect((await session.appeler(lireSession)).statut).toBe(401);
    expect((await demi.appeler(verifierCode, { code: await codeDe(portail, agent) })).statut).toBe(401);
    const porteur = { entetes: { authorization: `Bearer ${jeton}` } };
    expect(
      (await unClient(portail).appeler(habilitationsContrat.listerMesHabilitations, undefined, porteur))
        .statut,
    ).toBe(401);
    expect(await codeConnexion(agent.identifiant, MOT_DE_PASSE)).toBe('identifiants-refuses');
    // The new one leads to the steps, and the old authenticator's code opens nothing there.
    const { client, reponse } = await presenter(
      portail,
      agent.identifiant,
      await dernierSecret(portail, agent.courriel),
    );
    expect(reponse.corps.etape).toBe('parcours');
    expect((await client.appeler(verifierCode, { code: await codeDe(portail, agent) })).statut).toBe(401);
    expect((await client.appeler(lireSession)).statut).toBe(401);
    expect((await courrielsPour(portail, agent.courriel)).map(({ objet }) => objet)).toContain(
      'Un nouveau premier accès vous est donné',
    );
  });
});

describe('ACC-01 les lettres', () => {
  test('réservées à la Caf, pour un compte qui attend son premier accès', async () => {
    const qui = await creer();
    const refuser = (client: Client, compte: string, attendu: Parameters<typeof attendreRefus>[4]) =>
      attendreRefus(portail, client, imprimerLettre, { compte, genre: 'mot-de-passe' }, attendu);
    const INCONNU = { statut: 404, code: 'compte-inconnu' };
    await refuser(await entrer(principal), qui.id, { statut: 403, code: 'voie-reservee' });
    const caf = await entrer(gestionnaire);
    await refuser(caf, principal.id, { statut: 409, code: 'premier-acces-servi' });
    await refuser(caf, gestionnaire.id, { statut: 403, code: 'compte-de-soi' });
    await refuser(caf, portail.nouvelId(), INCONNU);
    // A partner's agents are its administrators' to open.
    await refuser(caf, qui.id, { ...INCONNU, trace: 'compte-hors-champ' });
    const securite = await unCompte(portail, organisationCaf('591'), { roles: ['responsable-securite-caf'] });
    await refuser(await entrer(securite), principal.id, { ...INCONNU, trace: 'compte-hors-champ' });
    const suppleant = await parCourrier();
    const loin = await unCompte(portail, organisationCaf('592'), { roles: ['gestionnaire-habilitations'] });
    await refuser(await entrer(loin), suppleant.id, INCONNU);
    await caf.appeler(cloreCompte, { compte: suppleant.id, motif });
    await refuser(caf, suppleant.id, { statut: 409, code: 'compte-clos' });
  });

  test('rien ne part par courriel, et rien n’ouvre avant l’impression', async () => {
    const qui = await parCourrier();
    expect(await courrielsPour(portail, qui.courriel)).toEqual([]);
    expect(await portail.lignes('select mot_de_passe from identite.compte where id = $1', [qui.id])).toEqual([
      { mot_de_passe: null },
    ]);
  });

  test('deux feuilles, jamais les deux ensemble ; le mot de passe n’est gardé qu’haché et mène au parcours', async () => {
    const qui = await parCourrier();
    const caf = await entrer(gestionnaire);
    const identifiant = await imprimer(caf, qui.id, 'identifiant');
    const motDePasse = await imprimer(caf, qui.id, 'mot-de-passe');
    expect(identifiant.valeur).toBe(qui.identifiant);
    expect(motDePasse.valeur).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    expect(motDePasse.feuille).not.toContain(qui.identifiant);
    expect(await tablesOuLire(motDePasse.valeur)).toEqual([]);
    expect(
      await portail.lignes<{ code_issue: string }>(
        "select code_issue, compte_id from traces.trace where action = 'impression-lettre' and objet = $1 order by code_issue",
        [qui.id],
      ),
    ).toEqual(
      ['identifiant', 'mot-de-passe'].map((code_issue) => ({ code_issue, compte_id: gestionnaire.id })),
    );
    expect(await codeConnexion(qui.identifiant, motDePasse.valeur)).toBe('parcours');
  });

  test('imprimer une seconde fois annule la première feuille ; réimprimer l’identifiant n’annule rien', async () => {
    const qui = await parCourrier();
    const caf = await entrer(gestionnaire);
    const un = await imprimer(caf, qui.id, 'mot-de-passe');
    const deux = await imprimer(caf, qui.id, 'mot-de-passe');
    await imprimer(caf, qui.id, 'identifiant');
    expect(await codeConnexion(qui.identifiant, un.valeur)).toBe('identifiants-refuses');
    expect(await codeConnexion(qui.identifiant, deux.valeur)).toBe('parcours');
  });

  test('elle sert encore à la dernière seconde des quinze jours, et plus à la fin', async () => {
    const dernier = await parCourrier();
    const feuille = await imprimer(await entrer(gestionnaire), dernier.id, 'mot-de-passe');
    await portail.horloge.avancer(15 * JOUR);
    expect(await codeConnexion(dernier.identifiant, feuille.valeur)).toBe('premier-acces-expire');
    const encore = await imprimer(await entrer(gestionnaire), dernier.id, 'mot-de-passe');
    await portail.horloge.avancer(15 * JOUR - SECONDE);
    expect(await codeConnexion(dernier.identifiant, encore.valeur)).toBe('parcours');
  });

  test('un accès redonné par courrier n’envoie aucun secret, et la lettre se fait ensuite', async () => {
    const caf = await entrer(gestionnaire);
    const fait = await caf.appeler(redonnerAcces, { compte: principal.id, voie: 'courrier', motif });
    expect(fait.statut).toBe(200);
    expect((await courrielsPour(portail, principal.courriel)).map(({ secret }) => secret)).toEqual([null]);
    expect(await codeConnexion(principal.identifiant, MOT_DE_PASSE)).toBe('identifiants-refuses');
    // Four eyes: whoever took the access back does not hold its password too.
    const refus = await caf.appeler(imprimerLettre, { compte: principal.id, genre: 'mot-de-passe' });
    expect([refus.statut, refus.corps.code]).toEqual([403, 'lettre-par-un-autre']);
    expect((await caf.appeler(imprimerLettre, { compte: principal.id, genre: 'identifiant' })).statut).toBe(
      200,
    );
    const autre = await entrer(
      await unCompte(portail, gestionnaire.organisation, { roles: ['gestionnaire-habilitations'] }),
    );
    const { valeur } = await imprimer(autre, principal.id, 'mot-de-passe');
    expect(await codeConnexion(principal.identifiant, valeur)).toBe('parcours');
  });

  test('une lettre qui ne peut pas être faite n’annule rien', async () => {
    const qui = await parCourrier();
    const caf = await entrer(gestionnaire);
    const bonne = await imprimer(caf, qui.id, 'mot-de-passe');
    pendantRendu = async () => {
      throw new ErreurRendu('defaut');
    };
    const reponse = await caf.appeler(imprimerLettre, { compte: qui.id, genre: 'mot-de-passe' });
    expect([reponse.statut, reponse.corps.code]).toEqual([503, 'lettre-non-faite']);
    expect(
      await portail.lignes(
        "select issue from traces.trace where code_issue = 'lettre-non-faite' and objet = $1",
        [qui.id],
      ),
    ).toEqual([{ issue: 'echec' }]);
    expect(await codeConnexion(qui.identifiant, bonne.valeur)).toBe('parcours');
  });

  test('un mot de passe choisi pendant qu’une lettre se fait reste celui de la personne', async () => {
    const qui = await parCourrier();
    const caf = await entrer(gestionnaire);
    const { valeur } = await imprimer(caf, qui.id, 'mot-de-passe');
    pendantRendu = async () => {
      const { client } = await presenter(portail, qui.identifiant, valeur);
      expect((await client.appeler(choisirMotDePasse, { motDePasse: MOT_DE_PASSE })).statut).toBe(200);
    };
    const reponse = await caf.appeler(imprimerLettre, { compte: qui.id, genre: 'mot-de-passe' });
    expect([reponse.statut, reponse.corps.code]).toEqual([409, 'premier-acces-servi']);
    expect(await codeConnexion(qui.identifiant, MOT_DE_PASSE)).toBe('parcours');
  });

  test('qui est suspendu pendant que sa lettre se fait ne la reçoit pas', async () => {
    const qui = await parCourrier();
    const [caf, autre] = [
      await unCompte(portail, organisationCaf('591'), { roles: ['gestionnaire-habilitations'] }),
      await entrer(gestionnaire),
    ];
    pendantRendu = async () => {
      expect((await autre.appeler(suspendreCompte, { compte: caf.id, motif })).statut).toBe(200);
    };
    const client = await entrer(caf);
    expect((await client.appeler(imprimerLettre, { compte: qui.id, genre: 'mot-de-passe' })).statut).toBe(
      401,
    );
    expect(await portail.lignes('select mot_de_passe from identite.compte where id = $1', [qui.id])).toEqual([
      { mot_de_passe: null },
    ]);
  });
});

describe('HAB-44 ordonner un changement de mot de passe', () => {
  const ouvert = async (client: Client) => (await client.appeler(lireSession)).statut === 200;

  test('d’une personne : ses sessions finissent, la connexion suivante demande un autre mot de passe, et dit pourquoi', async () => {
    const agent = await unCompte(portail, partenaire.organisation);
    const [session, temoin] = [await seConnecter(portail, agent), await entrer(principal)];
    const fait = await (await entrer(gestionnaire)).appeler(forcerMotDePasse, { compte: agent.id, motif });
    expect(fait.corps).toEqual({ comptes: 1 });
    expect([await ouvert(session), await ouvert(temoin)]).toEqual([false, true]);
    const [courriel] = (await courrielsPour(portail, agent.courriel)).filter(({ objet }) =>
      objet.includes('à changer'),
    );
    expect(courriel?.corps).toContain(motif);
    await portail.horloge.avancer(MINUTE);
    const client = await presenterMotDePasse(portail, agent);
    const { corps } = await client.appeler(verifierCode, { code: await codeDe(portail, agent) });
    expect(corps).toMatchObject({
      etape: 'parcours',
      parcours: { motifMotDePasse: 'ordre', motifOrdre: motif },
    });
    expect(corps.parcours.aFaire).toContain('mot-de-passe');
    expect(await ouvert(client)).toBe(false);
    // Not the same one again.
    expect((await client.appeler(choisirMotDePasse, { motDePasse: MOT_DE_PASSE })).corps.code).toBe(
      'mot-de-passe-identique',
    );
    expect((await client.appeler(choisirMotDePasse, { motDePasse: 'Neuf-Voiliers-Bleus-71?' })).statut).toBe(
      200,
    );
    expect(
      await portail.lignes(
        'select changement_ordonne_le, changement_motif from identite.compte where id = $1',
        [agent.id],
      ),
    ).toEqual([{ changement_ordonne_le: null, changement_motif: null }]);
  });

  test('de tout un partenaire, administrateurs compris, et de lui seul ; qui n’a pas encore choisi le sien et qui est fermé n’en sont pas', async () => {
    const agents = await Promise.all([1, 2].map(() => unCompte(portail, partenaire.organisation)));
    await creer();
    await unCompte(portail, partenaire.organisation, { etat: 'clos' });
    const voisin = await unPartenaire(portail, '591');
    const autre = await unCompte(portail, voisin.organisation);
    const sessions = await Promise.all([...agents, principal].map(entrer));
    const temoin = await entrer(autre);
    const caf = await entrer(gestionnaire);
    const fait = await caf.appeler(forcerMotDePasse, { partenaire: partenaire.id, motif });
    expect(fait.corps).toEqual({ comptes: 3 });
    expect(await Promise.all(sessions.map(ouvert))).toEqual([false, false, false]);
    expect([await ouvert(temoin), await ouvert(caf)]).toEqual([true, true]);
    expect(
      await portail.lignes(
        "select partenaire_id from notifications.courriel where destinataire = any($1) and objet = 'Votre mot de passe est à changer'",
        [[...agents, principal].map(({ courriel }) => courriel)],
      ),
    ).toEqual(Array(3).fill({ partenaire_id: partenaire.id }));
    expect(
      await portail.lignes(
        "select issue, motif from traces.trace where action = 'ordre-mot-de-passe' and objet = $1",
        [partenaire.id],
      ),
    ).toEqual([{ issue: 'fait', motif }]);
  });

  test('un administrateur du partenaire n’en ordonne pas', async () => {
    const agent = await unCompte(portail, partenaire.organisation);
    const client = await entrer(principal);
    await attendreRefus(
      portail,
      client,
      forcerMotDePasse,
      { compte: agent.id, motif },
      { statut: 404, code: 'compte-inconnu', trace: 'compte-hors-champ' },
    );
    await attendreRefus(
      portail,
      client,
      forcerMotDePasse,
      { partenaire: partenaire.id, motif },
      { statut: 404, code: 'partenaire-inconnu' },
    );
  });
});

describe('ACC-07 corriger l’adresse', () => {
  const correction = (compte: string, courriel: string) => ({
    compte,
    prenom: 'Alix',
    nom: 'Corrigé',
    fonction: 'agente',
    courriel,
  });

  test('avant le premier accès : ce qui était parti n’ouvre plus rien, et un nouvel accès part à la bonne adresse', async () => {
    const qui = await creer();
    const perdu = await dernierSecret(portail, qui.courriel);
    const client = await entrer(principal);
    const juste = `juste.${qui.courriel}`;
    expect((await client.appeler(corrigerCompte, correction(qui.id, juste))).statut).toBe(200);
    expect(await codeConnexion(qui.identifiant, perdu)).toBe('identifiants-refuses');
    expect(await courrielsPour(portail, juste)).toEqual([]);
    await client.appeler(redonnerAcces, { compte: qui.id, voie: 'courriel', motif });
    expect(await codeConnexion(qui.identifiant, perdu)).toBe('identifiants-refuses');
    await premierAcces(portail, { ...qui, courriel: juste }, await dernierSecret(portail, juste));
  });

  test('le parcours commencé par qui a reçu le message mal adressé s’arrête', async () => {
    const qui = await creer();
    const { client: inconnu } = await presenter(
      portail,
      qui.identifiant,
      await dernierSecret(portail, qui.courriel),
    );
    await (await entrer(principal)).appeler(corrigerCompte, correction(qui.id, `juste.${qui.courriel}`));
    expect((await inconnu.appeler(choisirMotDePasse, { motDePasse: MOT_DE_PASSE })).statut).toBe(401);
  });

  test('corriger le nom seul n’annule pas le premier mot de passe', async () => {
    const qui = await creer();
    const client = await entrer(principal);
    const reponse = await client.appeler(corrigerCompte, correction(qui.id, qui.courriel.toUpperCase()));
    expect(reponse.statut).toBe(200);
    await premierAcces(portail, qui, await dernierSecret(portail, qui.courriel));
  });

  test('après le premier accès, l’adresse est à la personne, même si un nouvel accès lui est redonné', async () => {
    const qui = await creer();
    await premierAcces(portail, qui, await dernierSecret(portail, qui.courriel));
    const client = await entrer(principal);
    const attendu = { statut: 409, code: 'courriel-a-la-personne' };
    const demande = correction(qui.id, `autre.${qui.courriel}`);
    await attendreRefus(portail, client, corrigerCompte, demande, attendu);
    await client.appeler(redonnerAcces, { compte: qui.id, voie: 'courriel', motif });
    await attendreRefus(portail, client, corrigerCompte, demande, attendu);
    expect((await client.appeler(corrigerCompte, correction(qui.id, qui.courriel))).statut).toBe(200);
  });

  test('ni l’adresse d’une autre personne de l’organisme, ni celle d’un service', async () => {
    const qui = await creer();
    const client = await entrer(principal);
    await attendreRefus(portail, client, corrigerCompte, correction(qui.id, principal.courriel), {
      statut: 409,
      code: 'courriel-pris',
    });
    const service = await client.appeler(corrigerCompte, correction(qui.id, 'mairie@villexemple.invalid'));
    expect(service.corps.champs[0].message).toContain('celle d’un service');
  });
});
