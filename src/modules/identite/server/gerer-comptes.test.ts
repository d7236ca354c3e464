import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { courrielsPour } from '../../../../tests/support/boite-aux-lettres.ts';
import { type Client, ouvrirSessionDirecte, unClient } from '../../../../tests/support/client.ts';
import { attendreRefus, presenter, sansReference, unePersonne } from '../../../../tests/support/comptes.ts';
import {
  type ComptePeuple,
  MOT_DE_PASSE,
  ORGANISATION_CNAF,
  organisationCaf,
  type PartenairePeuple,
  unCompte,
  uneCaf,
  unPartenaire,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, MINUTE, type Portail } from '../../../../tests/support/portail.ts';
import type { Organisation, Role } from '../../../kernel/acteur.ts';
import { habilitationsContrat } from '../../habilitations/contract.ts';
import { identiteContrat } from '../contract.ts';

const {
  creerCompte,
  suspendreCompte,
  leverSuspension,
  cloreCompte,
  redonnerAcces,
  forcerMotDePasse,
  changerRole,
  corrigerCompte,
  chercherComptes,
  listerOrganismes,
  creerJeton,
  lireSession,
} = identiteContrat;

let portail: Portail;
let partenaire: PartenairePeuple;
let principal: ComptePeuple;
let suppleant: ComptePeuple;
let agent: ComptePeuple;
let gestionnaire: ComptePeuple;
let administrateurCnaf: ComptePeuple;

beforeAll(async () => {
  portail = await creerPortail();
  await uneCaf(portail);
  await uneCaf(portail, { code: '592', nom: 'Caf d’Ailleurs' });
  gestionnaire = await unCompte(portail, organisationCaf('591'), { roles: ['gestionnaire-habilitations'] });
  administrateurCnaf = await unCompte(portail, ORGANISATION_CNAF, { roles: ['administrateur-cnaf'] });
});
afterAll(() => portail.fermer());
beforeEach(async () => {
  // Another partner each time: one principal and one deputy only.
  partenaire = await unPartenaire(portail, '591');
  const o = partenaire.organisation;
  principal = await unCompte(portail, o, { roles: ['administrateur-principal'] });
  suppleant = await unCompte(portail, o, { roles: ['administrateur-suppleant'] });
  agent = await unCompte(portail, o, { nom: 'Sans-Chiffre' });
});

const entrer = (compte: ComptePeuple) => ouvrirSessionDirecte(portail, compte);
const refuser = (
  client: Client,
  route: Parameters<typeof attendreRefus>[2],
  corps: unknown,
  attendu: Parameters<typeof attendreRefus>[4],
) => attendreRefus(portail, client, route, corps, attendu);
const motif = 'Essai du portail';
const nouveau = (plus: Readonly<Record<string, unknown>> = {}) =>
  unePersonne({ organisme: { partenaire: partenaire.id }, roles: ['utilisateur'], ...plus });
const etatDe = async ({ id }: { id: string }) => {
  const [etat] = await portail.lignes<{ etat: string; roles: string[] }>(
    `select c.etat, array(select r.role from identite.role_compte r where r.compte_id = c.id
       and r.periode @> $2::timestamptz order by r.role) as roles from identite.compte c where c.id = $1`,
    [id, portail.horloge.lire()],
  );
  return etat;
};
const INCONNU = { statut: 404, code: 'compte-inconnu' } as const;
const HORS_CHAMP = { ...INCONNU, trace: 'compte-hors-champ' } as const;
/** Every act on one account, with an input that is good. */
const actesSur = (compte: string) =>
  [
    [suspendreCompte, { compte, motif }],
    [leverSuspension, { compte, motif }],
    [cloreCompte, { compte, motif }],
    [redonnerAcces, { compte, motif, voie: 'courriel' }],
    [forcerMotDePasse, { compte, motif }],
    [changerRole, { compte, motif, role: 'support', donner: true }],
    [corrigerCompte, { compte, ...corriger(agent) }],
  ] as const;
const corriger = ({ prenom, nom, courriel }: ComptePeuple) => ({ prenom, nom, courriel, fonction: 'agente' });
/** A Caf of its own with so many managers. */
let code = 700;
async function uneCafDe(nombre: number): Promise<ComptePeuple[]> {
  code += 1;
  await uneCaf(portail, { code: String(code), nom: `Caf ${code}` });
  return Promise.all(
    Array.from({ length: nombre }, () =>
      unCompte(portail, organisationCaf(String(code)), { roles: ['gestionnaire-habilitations'] }),
    ),
  );
}

describe('ACC-01 HAB-22 créer un compte', () => {
  test('créé par un administrateur : rôles, trace et personne attendue ; l’identifiant ne dit rien du nom', async () => {
    const client = await entrer(principal);
    const qui = nouveau({ roles: ['utilisateur', 'support', 'utilisateur'], telephone: '03 20 00 00 00' });
    const { statut, corps } = await client.appeler(creerCompte, qui);
    expect(statut).toBe(200);
    expect(corps.identifiant).toMatch(/^[a-z0-9]{10}$/);
    expect(await etatDe({ id: corps.compte })).toEqual({ etat: 'actif', roles: ['support', 'utilisateur'] });
    const [vu] = (
      await client.appeler(chercherComptes, {
        organisme: { partenaire: partenaire.id },
        etat: 'attente',
      })
    ).corps.comptes;
    expect(vu).toMatchObject({
      id: corps.compte,
      etat: 'attente',
      nom: qui.nom,
      telephone: '0320000000',
      secondFacteur: false,
      premierAccesExpireLe: corps.expireLe,
    });
    expect(
      await portail.lignes(
        "select issue, code_issue, compte_id, role from traces.trace where action = 'creation-compte' and objet = $1",
        [corps.compte],
      ),
    ).toEqual([
      { issue: 'fait', code_issue: null, compte_id: principal.id, role: 'administrateur-principal' },
    ]);
  });

  test('une adresse de service est refusée avec une explication, et ce qui est typé n’est écrit nulle part', async () => {
    const client = await entrer(principal);
    const [{ n: avant } = { n: 0 }] = await portail.lignes<{ n: number }>(
      'select count(*)::int as n from identite.compte',
    );
    for (const boite of ['accueil', 'mairie', 'mairiedevillexemple', 'secretariat']) {
      const { statut, corps, texte } = await client.appeler(
        creerCompte,
        nouveau({ courriel: `${boite}@xq7kz.invalid` }),
      );
      expect(statut).toBe(400);
      expect(corps.champs).toEqual([
        { champ: 'courriel', message: expect.stringContaining('celle d’un service') },
      ]);
      expect(texte).not.toContain('xq7kz');
    }
    const traces = await portail.lignes<{ issue: string }>(
      "select issue, t::text as tout from traces.trace t where action = 'creation-compte' and compte_id = $1",
      [principal.id],
    );
    expect(traces.map(({ issue }) => issue)).toEqual(Array(4).fill('invalide'));
    expect(JSON.stringify(traces)).not.toContain('xq7kz');
    expect(await portail.lignes('select count(*)::int as n from identite.compte')).toEqual([{ n: avant }]);
  });

  test.each([
    [
      'vides',
      { prenom: ' ', nom: '', fonction: '\u00a0' },
      ['Indiquez le prénom.', 'Indiquez le nom.', 'Indiquez la fonction.'],
    ],
    [
      'trop longues',
      { prenom: 'a'.repeat(81), nom: '<'.repeat(300), fonction: 'x'.repeat(121) },
      [
        'Le prénom a 80 caractères au plus.',
        'Le nom a 80 caractères au plus.',
        'La fonction a 120 caractères au plus.',
      ],
    ],
    [
      'de caractères refusés',
      { prenom: 'Ann<a>', nom: 'D4urand', fonction: 'chef\u202e' },
      [
        'Le prénom contient un caractère qui ne peut pas être gardé.',
        'Le nom s’écrit avec des lettres, des espaces, des traits d’union et des apostrophes.',
        'La fonction contient un caractère qui ne peut pas être gardé.',
      ],
    ],
  ])(
    'des saisies %s : une faute par champ, dans une phrase qui le nomme',
    async (_quoi, saisies, messages) => {
      const client = await entrer(principal);
      const { statut, corps } = await client.appeler(creerCompte, nouveau(saisies));
      expect(statut).toBe(400);
      expect(corps.champs).toEqual(
        ['prenom', 'nom', 'fonction'].map((champ, rang) => ({ champ, message: messages[rang] })),
      );
    },
  );

  test('une adresse déjà prise dans l’organisme est refusée, à la casse près', async () => {
    const client = await entrer(principal);
    await refuser(client, creerCompte, nouveau({ courriel: agent.courriel.toUpperCase() }), {
      statut: 409,
      code: 'courriel-pris',
    });
  });

  test('deux créations au même instant sur une adresse : une seule passe', async () => {
    const clients = [await entrer(principal), await entrer(suppleant)];
    const courriel = nouveau().courriel;
    const reponses = await Promise.all(
      clients.map((client) => client.appeler(creerCompte, nouveau({ courriel }))),
    );
    expect(reponses.map(({ statut }) => statut).sort()).toEqual([200, 409]);
    expect(reponses.find(({ statut }) => statut === 409)?.corps.code).toBe('courriel-pris');
    expect(
      await portail.lignes('select id from identite.compte where courriel = $1', [courriel]),
    ).toHaveLength(1);
  });

  test('une adresse sert deux comptes dans deux organismes', async () => {
    const autre = await unPartenaire(portail, '591');
    const la = await unCompte(portail, autre.organisation, { roles: ['administrateur-principal'] });
    const { courriel } = nouveau();
    expect((await (await entrer(principal)).appeler(creerCompte, nouveau({ courriel }))).statut).toBe(200);
    expect(
      (
        await (
          await entrer(la)
        ).appeler(creerCompte, nouveau({ courriel, organisme: { partenaire: autre.id } }))
      ).statut,
    ).toBe(200);
  });

  test('un homonyme est demandé une fois, à la casse près, puis accepté', async () => {
    const client = await entrer(principal);
    const homonyme = nouveau({ prenom: agent.prenom.toUpperCase(), nom: agent.nom.toLowerCase() });
    const { corps } = await refuser(client, creerCompte, homonyme, { statut: 409, code: 'homonyme' });
    expect(corps.details).toEqual({ homonymes: 1 });
    expect((await client.appeler(creerCompte, { ...homonyme, homonymeVu: true })).statut).toBe(200);
  });

  test('un compte fermé libère son adresse, et n’est plus un homonyme', async () => {
    const client = await entrer(principal);
    expect((await client.appeler(cloreCompte, { compte: agent.id, motif })).statut).toBe(200);
    const { prenom, nom, courriel } = agent;
    expect((await client.appeler(creerCompte, nouveau({ prenom, nom, courriel }))).statut).toBe(200);
  });

  test('une voie par courrier est réservée à la Caf', async () => {
    await refuser(await entrer(principal), creerCompte, nouveau({ voie: 'courrier' }), {
      statut: 403,
      code: 'voie-reservee',
    });
    await refuser(
      await entrer(principal),
      redonnerAcces,
      { compte: agent.id, voie: 'courrier', motif },
      { statut: 403, code: 'voie-reservee' },
    );
  });
});

describe('ROL-02 HAB-06 HAB-20 les rôles que l’on donne', () => {
  test.each<[string, Role]>([
    ['principal', 'administrateur-principal'],
    ['principal', 'administrateur-suppleant'],
    ['principal', 'responsable-habilitation'],
    ['principal', 'signataire'],
    ['principal', 'gestionnaire-habilitations'],
    ['suppleant', 'administrateur-suppleant'],
    ['gestionnaire', 'utilisateur'],
    ['gestionnaire', 'support'],
    ['gestionnaire', 'gestionnaire-habilitations'],
  ])('%s ne donne pas %s chez un partenaire, ni à la création ni après', async (qui, role) => {
    const client = await entrer({ principal, suppleant, gestionnaire }[qui] ?? agent);
    const attendu = { statut: 403, code: 'role-hors-champ' };
    await refuser(client, creerCompte, nouveau({ roles: [role] }), attendu);
    await refuser(client, changerRole, { compte: agent.id, motif, role, donner: true }, attendu);
  });

  test('un rôle se donne et se retire par son nom, une fois, et son histoire est gardée', async () => {
    const client = await entrer(principal);
    const donner = { compte: agent.id, motif, role: 'dpo', donner: true };
    expect((await client.appeler(changerRole, donner)).statut).toBe(200);
    await refuser(client, changerRole, donner, { statut: 409, code: 'role-deja-tenu' });
    await portail.horloge.avancer(1000);
    expect((await client.appeler(changerRole, { ...donner, donner: false })).statut).toBe(200);
    await refuser(client, changerRole, { ...donner, donner: false }, { statut: 409, code: 'role-non-tenu' });
    expect(await etatDe(agent)).toEqual({ etat: 'actif', roles: ['utilisateur'] });
    expect(
      await portail.lignes(
        "select extract(epoch from upper(periode) - lower(periode))::int as secondes from identite.role_compte where compte_id = $1 and role = 'dpo'",
        [agent.id],
      ),
    ).toEqual([{ secondes: 1 }]);
  });

  test('un rôle retiré compte à la demande suivante', async () => {
    const client = await entrer(suppleant);
    expect((await client.appeler(listerOrganismes)).statut).toBe(200);
    const fait = await (await entrer(gestionnaire)).appeler(changerRole, {
      compte: suppleant.id,
      motif,
      role: 'administrateur-suppleant',
      donner: false,
    });
    expect(fait.statut).toBe(200);
    expect((await client.appeler(listerOrganismes)).corps.code).toBe('role-insuffisant');
  });

  test('un responsable du support ne crée, ne rouvre et ne réinitialise rien', async () => {
    const client = await entrer(await unCompte(portail, partenaire.organisation, { roles: ['support'] }));
    for (const [route, corps] of actesSur(agent.id))
      await refuser(client, route, corps, { statut: 403, code: 'role-insuffisant' });
    await refuser(client, creerCompte, nouveau(), { statut: 403, code: 'role-insuffisant' });
  });

  test('ROL-14 le responsable sécurité de la Caf suspend, et rien d’autre', async () => {
    const securite = await unCompte(portail, organisationCaf('591'), { roles: ['responsable-securite-caf'] });
    const client = await entrer(securite);
    for (const [route, corps] of actesSur(agent.id).slice(1)) await refuser(client, route, corps, HORS_CHAMP);
    await refuser(client, creerCompte, nouveau(), { statut: 404, code: 'organisme-inconnu' });
    await refuser(
      client,
      forcerMotDePasse,
      { partenaire: partenaire.id, motif },
      { statut: 404, code: 'partenaire-inconnu' },
    );
    expect((await client.appeler(suspendreCompte, { compte: principal.id, motif })).statut).toBe(200);
  });

  test('ACC-07 une preuve d’identité fraîche pour créer un compte, le corriger, le rouvrir, redonner un accès, ordonner ou nommer', async () => {
    const vacant = await unPartenaire(portail, '591');
    const [caf, admin] = [await entrer(gestionnaire), await entrer(principal)];
    await portail.horloge.avancer(10 * MINUTE);
    const attendu = { statut: 403, code: 'confirmation-requise' };
    // The idle clock moves once a minute, at the first demand.
    await caf.appeler(listerOrganismes);
    await admin.appeler(listerOrganismes);
    const premier = nouveau({
      organisme: { partenaire: vacant.id },
      roles: ['administrateur-principal'],
    });
    await refuser(caf, creerCompte, premier, attendu);
    await refuser(caf, creerCompte, nouveau({ organisme: { caf: '591' }, roles: ['directeur'] }), attendu);
    for (const [route, corps] of actesSur(agent.id).slice(3, 6)) await refuser(admin, route, corps, attendu);
    await refuser(caf, forcerMotDePasse, { partenaire: partenaire.id, motif }, attendu);
    await refuser(admin, creerCompte, nouveau(), attendu);
    expect((await (await entrer(principal)).appeler(creerCompte, nouveau())).statut).toBe(200);
    expect((await (await entrer(gestionnaire)).appeler(creerCompte, premier)).statut).toBe(200);
  });
});

describe('ROL-02 un principal et un suppléant', () => {
  test('la place est prise : ni création ni nomination', async () => {
    const client = await entrer(gestionnaire);
    const attendu = { statut: 409, code: 'role-occupe' };
    for (const role of ['administrateur-principal', 'administrateur-suppleant']) {
      await refuser(client, creerCompte, nouveau({ roles: [role] }), attendu);
      await refuser(client, changerRole, { compte: agent.id, motif, role, donner: true }, attendu);
    }
  });

  test('deux nominations au même instant : une seule passe', async () => {
    const vacant = await unPartenaire(portail, '591');
    const candidats = await Promise.all([1, 2, 3].map(() => unCompte(portail, vacant.organisation)));
    const client = await entrer(gestionnaire);
    const reponses = await Promise.all([
      ...candidats.map(({ id }) =>
        client.appeler(changerRole, {
          compte: id,
          motif,
          role: 'administrateur-suppleant',
          donner: true,
        }),
      ),
      client.appeler(
        creerCompte,
        nouveau({ organisme: { partenaire: vacant.id }, roles: ['administrateur-suppleant'] }),
      ),
    ]);
    expect(reponses.map(({ statut }) => statut).sort()).toEqual([200, 409, 409, 409]);
  });

  test('la place d’un principal suspendu reste la sienne tant que le rôle ne lui est pas retiré', async () => {
    const client = await entrer(gestionnaire);
    const nommer = { compte: agent.id, motif, role: 'administrateur-principal', donner: true };
    expect((await client.appeler(suspendreCompte, { compte: principal.id, motif })).statut).toBe(200);
    await refuser(client, changerRole, nommer, { statut: 409, code: 'role-occupe' });
    expect(
      (await client.appeler(changerRole, { ...nommer, compte: principal.id, donner: false })).statut,
    ).toBe(200);
    expect((await client.appeler(changerRole, nommer)).statut).toBe(200);
    expect((await client.appeler(leverSuspension, { compte: principal.id, motif })).statut).toBe(200);
    expect(await etatDe(principal)).toEqual({ etat: 'actif', roles: [] });
  });

  test('une place vacante est dite aux deux parties', async () => {
    const lire = async (qui: ComptePeuple) =>
      (await (await entrer(qui)).appeler(listerOrganismes)).corps.organismes.find(
        (o: { organisme: { partenaire?: string } }) => o.organisme.partenaire === partenaire.id,
      );
    expect(await lire(principal)).toMatchObject({ sansPrincipal: false, sansSuppleant: false });
    expect(
      (await (await entrer(gestionnaire)).appeler(suspendreCompte, { compte: suppleant.id, motif })).statut,
    ).toBe(200);
    for (const qui of [principal, gestionnaire])
      expect(await lire(qui)).toMatchObject({ sansPrincipal: false, sansSuppleant: true, comptes: 3 });
  });

  test('ROL-02 une mission finie ne tient plus sa place et ne se compte plus, comme dans la liste des comptes', async () => {
    const fini = await unPartenaire(portail, '591');
    const au = new Date(portail.horloge.lire().getTime() - MINUTE);
    const du = new Date(au.getTime() - 86_400_000);
    await unCompte(portail, fini.organisation, { roles: ['administrateur-principal'], du, au });
    const remplacant = await unCompte(portail, fini.organisation);
    const client = await entrer(gestionnaire);
    const organisme = { partenaire: fini.id };
    const { organismes } = (await client.appeler(listerOrganismes)).corps;
    expect(
      organismes.find((o: { organisme: { partenaire?: string } }) => o.organisme.partenaire === fini.id),
    ).toMatchObject({ sansPrincipal: true, comptes: 1 });
    expect((await client.appeler(chercherComptes, { organisme })).corps.total).toBe(1);
    const nommer = { compte: remplacant.id, motif, role: 'administrateur-principal', donner: true };
    expect((await client.appeler(changerRole, nommer)).statut).toBe(200);
  });
});

describe('ACC-14 le dernier administrateur', () => {
  const DERNIER = { statut: 409, code: 'dernier-administrateur' };

  test('le dernier d’une Caf ne peut être suspendu, fermé ni privé de son rôle, même par la Cnaf', async () => {
    const [seul] = await uneCafDe(1);
    const compte = seul?.id ?? '';
    const client = await entrer(administrateurCnaf);
    const retirer = { compte, motif, role: 'gestionnaire-habilitations', donner: false };
    await refuser(client, suspendreCompte, { compte, motif }, DERNIER);
    await refuser(client, cloreCompte, { compte, motif }, DERNIER);
    await refuser(client, changerRole, retirer, DERNIER);
    // A second one who is suspended, or whose access has ended, does not count; an active one does.
    const organisation = seul?.organisation as Organisation;
    await unCompte(portail, organisation, { roles: ['gestionnaire-habilitations'], etat: 'suspendu' });
    await unCompte(portail, organisation, {
      roles: ['gestionnaire-habilitations'],
      au: portail.horloge.lire(),
    });
    await unCompte(portail, organisation, { roles: ['directeur'] });
    await refuser(client, cloreCompte, { compte, motif }, DERNIER);
    await refuser(client, changerRole, retirer, DERNIER);
    await unCompte(portail, organisation, { roles: ['gestionnaire-habilitations'] });
    expect((await client.appeler(suspendreCompte, { compte, motif })).statut).toBe(200);
    // Suspended already, it administers no more: it can be ended.
    expect((await client.appeler(cloreCompte, { compte, motif })).statut).toBe(200);
  });

  test('le dernier d’un partenaire est gardé à la fin et au retrait ; une suspension de précaution n’attend pas', async () => {
    const client = await entrer(gestionnaire);
    expect((await client.appeler(cloreCompte, { compte: suppleant.id, motif })).statut).toBe(200);
    const compte = principal.id;
    await refuser(client, cloreCompte, { compte, motif }, DERNIER);
    await refuser(
      client,
      changerRole,
      { compte, motif, role: 'administrateur-principal', donner: false },
      DERNIER,
    );
    expect((await client.appeler(suspendreCompte, { compte, motif })).statut).toBe(200);
  });

  test.each([
    ['se ferment', cloreCompte],
    ['se suspendent', suspendreCompte],
  ])(
    'deux gestionnaires d’une Caf qui %s l’un l’autre au même instant : il en reste un',
    async (_, route) => {
      const [un, deux] = (await uneCafDe(2)) as [ComptePeuple, ComptePeuple];
      const [a, b] = [await entrer(un), await entrer(deux)];
      const reponses = await Promise.all([
        a.appeler(route, { compte: deux.id, motif }),
        b.appeler(route, { compte: un.id, motif }),
      ]);
      expect(reponses.map(({ statut }) => statut).sort()).toEqual([200, 401]);
      expect([await etatDe(un), await etatDe(deux)].filter((e) => e?.etat === 'actif')).toHaveLength(1);
    },
  );

  test('deux qui se ferment alors qu’un troisième reste : le premier servi a gagné, l’autre n’est plus en session', async () => {
    const [un, deux] = (await uneCafDe(3)) as [ComptePeuple, ComptePeuple, ComptePeuple];
    const [a, b] = [await entrer(un), await entrer(deux)];
    const reponses = await Promise.all([
      a.appeler(cloreCompte, { compte: deux.id, motif }),
      b.appeler(cloreCompte, { compte: un.id, motif }),
    ]);
    expect(reponses.map(({ statut }) => statut).sort()).toEqual([200, 401]);
    const traces = await portail.lignes<{ code_issue: string | null }>(
      "select code_issue from traces.trace where action = 'fin-compte' and compte_id = any($1::uuid[])",
      [[un.id, deux.id]],
    );
    expect(traces.map(({ code_issue }) => code_issue ?? 'fait').sort()).toEqual(['fait', 'session-absente']);
  });

  test('deux qui se retirent leur rôle au même instant : il en reste un', async () => {
    const [un, deux] = (await uneCafDe(2)) as [ComptePeuple, ComptePeuple];
    const [a, b] = [await entrer(un), await entrer(deux)];
    const retirer = (compte: string) => ({
      compte,
      motif,
      role: 'gestionnaire-habilitations',
      donner: false,
    });
    const reponses = await Promise.all([
      a.appeler(changerRole, retirer(deux.id)),
      b.appeler(changerRole, retirer(un.id)),
    ]);
    // The one who came second has lost the role: the other's account is outside their field.
    expect(reponses.map(({ statut }) => statut).sort()).toEqual([200, 404]);
  });

  test('la Cnaf aussi garde son dernier administrateur', async () => {
    const second = await unCompte(portail, ORGANISATION_CNAF, { roles: ['administrateur-cnaf'] });
    const [a, b] = [await entrer(administrateurCnaf), await entrer(second)];
    const reponses = await Promise.all([
      a.appeler(suspendreCompte, { compte: second.id, motif }),
      b.appeler(suspendreCompte, { compte: administrateurCnaf.id, motif }),
    ]);
    expect(reponses.map(({ statut }) => statut).sort()).toEqual([200, 401]);
    const reste = (await etatDe(administrateurCnaf))?.etat === 'actif' ? administrateurCnaf : second;
    administrateurCnaf = reste;
    const autre = reste === second ? a : b;
    expect((await autre.appeler(lireSession)).statut).toBe(401);
  });
});

describe('HAB-06 ni soi, ni l’autre administrateur, ni ce que la Caf a suspendu', () => {
  test('personne n’agit sur son propre compte', async () => {
    for (const qui of [principal, suppleant, gestionnaire, administrateurCnaf]) {
      const client = await entrer(qui);
      for (const [route, corps] of actesSur(qui.id))
        await refuser(client, route, corps, { statut: 403, code: 'compte-de-soi' });
    }
  });

  test('les deux administrateurs d’un partenaire ne peuvent rien l’un sur l’autre', async () => {
    for (const [qui, sur] of [
      [principal, suppleant],
      [suppleant, principal],
    ] as const) {
      const client = await entrer(qui);
      for (const [route, corps] of actesSur(sur.id)) await refuser(client, route, corps, HORS_CHAMP);
    }
  });

  test('ce que la Caf a suspendu, le partenaire ne le rouvre, ne le ferme ni ne le change ; elle seule le peut', async () => {
    const [caf, admin] = [await entrer(gestionnaire), await entrer(principal)];
    const compte = agent.id;
    expect((await caf.appeler(suspendreCompte, { compte, motif })).statut).toBe(200);
    // HAB-44: the partner is told why, by its administrators.
    const dits = await portail.lignes<{ corps: string }>(
      "select corps from notifications.courriel where objet = 'Votre Caf a suspendu le compte d’une personne'",
    );
    expect(dits.length).toBeGreaterThan(0);
    expect(dits[0]?.corps).toContain(motif);
    await refuser(admin, suspendreCompte, { compte, motif }, { statut: 409, code: 'compte-deja-suspendu' });
    for (const [route, corps] of actesSur(compte).filter(
      ([route]) => route !== suspendreCompte && route !== forcerMotDePasse,
    ))
      await refuser(admin, route, corps, { statut: 409, code: 'suspendu-plus-haut' });
    // Nor by making the person again under the same address.
    await refuser(admin, creerCompte, nouveau({ courriel: agent.courriel }), {
      statut: 409,
      code: 'courriel-pris',
    });
    expect((await caf.appeler(leverSuspension, { compte, motif })).statut).toBe(200);
    await refuser(admin, leverSuspension, { compte, motif }, { statut: 409, code: 'compte-non-suspendu' });
    expect((await admin.appeler(suspendreCompte, { compte, motif })).statut).toBe(200);
    expect((await admin.appeler(leverSuspension, { compte, motif })).statut).toBe(200);
  });

  test('HAB-44 ce que le partenaire a suspendu, la Caf le suspend à son tour : il ne peut plus le rouvrir', async () => {
    const [caf, admin] = [await entrer(gestionnaire), await entrer(principal)];
    const compte = agent.id;
    expect((await admin.appeler(suspendreCompte, { compte, motif })).statut).toBe(200);
    expect((await caf.appeler(suspendreCompte, { compte, motif })).statut).toBe(200);
    await refuser(admin, leverSuspension, { compte, motif }, { statut: 409, code: 'suspendu-plus-haut' });
    expect((await caf.appeler(cloreCompte, { compte, motif })).statut).toBe(200);
    await refuser(caf, leverSuspension, { compte, motif }, { statut: 409, code: 'compte-clos' });
  });

  test('la liste annonce exactement les actes que les routes acceptent', async () => {
    const lire = async (qui: ComptePeuple, sur: ComptePeuple) =>
      (
        await (await entrer(qui)).appeler(chercherComptes, { organisme: { partenaire: partenaire.id } })
      ).corps.comptes.find(({ id }: { id: string }) => id === sur.id).actes;
    expect(await lire(principal, agent)).toEqual([
      'suspendre',
      'clore',
      'redonner-acces',
      'nommer',
      'corriger',
    ]);
    expect(await lire(principal, suppleant)).toEqual([]);
    expect(await lire(principal, principal)).toEqual([]);
    expect(await lire(gestionnaire, agent)).toEqual(['suspendre', 'forcer-mot-de-passe', 'nommer']);
  });
});

describe('SEC-01 un compte d’ailleurs et un compte absent ont la même réponse', () => {
  test('pour chaque acte, chaque sorte de gestionnaire', async () => {
    const loin = await unPartenaire(portail, '592');
    const voisin = await unPartenaire(portail, '591');
    const ailleurs = {
      voisin: await unCompte(portail, voisin.organisation),
      loin: await unCompte(portail, loin.organisation, { roles: ['administrateur-principal'] }),
      cafLoin: await unCompte(portail, organisationCaf('592'), { roles: ['gestionnaire-habilitations'] }),
      directeur: await unCompte(portail, organisationCaf('591'), { roles: ['directeur'] }),
    };
    const absent = portail.nouvelId();
    const cas: [ComptePeuple, ComptePeuple[]][] = [
      [
        principal,
        [ailleurs.voisin, ailleurs.loin, ailleurs.cafLoin, gestionnaire, administrateurCnaf, suppleant],
      ],
      [gestionnaire, [ailleurs.loin, ailleurs.cafLoin, administrateurCnaf]],
      [administrateurCnaf, [ailleurs.directeur, principal, agent]],
    ];
    for (const [qui, autres] of cas) {
      const client = await entrer(qui);
      const temoins = await Promise.all(
        actesSur(absent).map(async ([route, corps]) => sansReference(await client.appeler(route, corps))),
      );
      for (const { statut } of temoins) expect(statut).toBe(404);
      for (const autre of autres)
        expect(
          await Promise.all(
            actesSur(autre.id).map(async ([route, corps]) =>
              sansReference(await client.appeler(route, corps)),
            ),
          ),
        ).toEqual(temoins);
    }
    for (const { id } of Object.values(ailleurs)) expect((await etatDe({ id }))?.etat).toBe('actif');
  });

  test('un organisme d’ailleurs et un organisme absent aussi, pour créer, chercher et ordonner', async () => {
    const loin = await unPartenaire(portail, '592');
    const [admin, caf] = [await entrer(principal), await entrer(gestionnaire)];
    for (const client of [admin, caf]) {
      const reponses = [];
      for (const partenaireId of [portail.nouvelId(), loin.id]) {
        const organisme = { partenaire: partenaireId };
        reponses.push([
          sansReference(await client.appeler(creerCompte, nouveau({ organisme }))),
          sansReference(await client.appeler(chercherComptes, { organisme })),
          sansReference(await client.appeler(forcerMotDePasse, { partenaire: partenaireId, motif })),
        ]);
      }
      expect(reponses[1]).toEqual(reponses[0]);
    }
    await refuser(caf, creerCompte, nouveau({ organisme: { caf: '592' }, roles: ['directeur'] }), {
      statut: 404,
      code: 'organisme-inconnu',
    });
    await refuser(caf, creerCompte, nouveau({ organisme: { cnaf: true }, roles: ['administrateur-cnaf'] }), {
      statut: 404,
      code: 'organisme-inconnu',
    });
    await refuser(
      admin,
      chercherComptes,
      { organisme: { caf: '591' } },
      {
        statut: 404,
        code: 'organisme-inconnu',
      },
    );
  });

  test('la Cnaf ne voit d’une Caf que ses gestionnaires', async () => {
    await unCompte(portail, organisationCaf('591'), { roles: ['directeur'] });
    const { comptes } = (
      await (await entrer(administrateurCnaf)).appeler(chercherComptes, { organisme: { caf: '591' } })
    ).corps;
    expect(comptes.map(({ id }: { id: string }) => id)).toEqual([gestionnaire.id]);
  });
});

describe('HAB-08 HAB-44 suspendre et fermer valent à la demande suivante', () => {
  /** A browser's session and a token, both open. */
  async function ouvert(qui: ComptePeuple) {
    const client = await entrer(qui);
    const { corps } = await client.appeler(creerJeton, {
      nom: 'Essai',
      portees: ['habilitations'],
      jours: 5,
    });
    const porteur = { entetes: { authorization: `Bearer ${corps.jeton}` } };
    return async () => [
      (await client.appeler(lireSession)).statut,
      (await unClient(portail).appeler(habilitationsContrat.listerMesHabilitations, undefined, porteur))
        .statut,
    ];
  }

  test.each([
    ['suspendre', suspendreCompte],
    ['clore', cloreCompte],
  ])(
    '%s : sessions et jetons refusés, connexion refusée, personne prévenue, motif tracé',
    async (acte, route) => {
      const lire = await ouvert(agent);
      expect(await lire()).toEqual([200, 200]);
      const admin = await entrer(principal);
      expect((await admin.appeler(route, { compte: agent.id, motif })).statut).toBe(200);
      expect(await lire()).toEqual([401, 401]);
      const { reponse } = await presenter(portail, agent.identifiant, MOT_DE_PASSE);
      expect(reponse.corps.code).toBe(acte === 'suspendre' ? 'compte-suspendu' : 'identifiants-refuses');
      const objets = (await courrielsPour(portail, agent.courriel)).map(({ objet }) => objet);
      expect(objets).toContain(acte === 'suspendre' ? 'Votre compte est suspendu' : 'Votre compte est fermé');
      expect(
        await portail.lignes(
          'select issue, compte_id, objet, motif from traces.trace where action = $1 and objet = $2',
          [route.action, agent.id],
        ),
      ).toEqual([{ issue: 'fait', compte_id: principal.id, objet: agent.id, motif }]);
    },
  );

  test('la levée rouvre la connexion, jamais les sessions ni les jetons d’avant', async () => {
    const lire = await ouvert(agent);
    const admin = await entrer(principal);
    await admin.appeler(suspendreCompte, { compte: agent.id, motif });
    expect((await admin.appeler(leverSuspension, { compte: agent.id, motif })).statut).toBe(200);
    expect(await lire()).toEqual([401, 401]);
    expect((await presenter(portail, agent.identifiant, MOT_DE_PASSE)).reponse.corps.etape).toBe(
      'second-facteur',
    );
  });

  test('fermer garde le compte et l’histoire de ses rôles, qui finissent tous, même ceux donnés à l’instant ou à venir', async () => {
    const admin = await entrer(principal);
    await admin.appeler(changerRole, { compte: agent.id, motif, role: 'dpo', donner: true });
    await portail.lignes(
      "insert into identite.role_compte (compte_id, role, periode) values ($1, 'support', tstzrange($2::timestamptz + interval '9 days', null))",
      [agent.id, portail.horloge.lire()],
    );
    expect((await admin.appeler(cloreCompte, { compte: agent.id, motif })).statut).toBe(200);
    const apres = new Date(portail.horloge.lire().getTime() + 365 * 86_400_000);
    const roles = await portail.lignes<{ role: string; tenu: boolean }>(
      'select role, periode @> $2::timestamptz as tenu from identite.role_compte where compte_id = $1 order by role',
      [agent.id, apres],
    );
    expect(roles).toEqual(['dpo', 'support', 'utilisateur'].map((role) => ({ role, tenu: false })));
    const [vu] = (
      await admin.appeler(chercherComptes, { organisme: { partenaire: partenaire.id }, etat: 'clos' })
    ).corps.comptes;
    expect(vu).toMatchObject({
      id: agent.id,
      etat: 'clos',
      etatMotif: motif,
      secondFacteur: false,
      actes: [],
    });
    for (const [route, corps] of actesSur(agent.id).filter(([route]) => route !== forcerMotDePasse))
      await refuser(admin, route, corps, { statut: 409, code: 'compte-clos' });
  });

  test('un jour de départ à venir est refusé ; la veille et le jour même, à l’heure de la Caf, sont gardés', async () => {
    // 23:30 in Paris is still the day before in UTC.
    await portail.horloge.regler('2026-12-01T22:30:00Z');
    const admin = await entrer(principal);
    await refuser(
      admin,
      cloreCompte,
      { compte: agent.id, motif, departLe: '2026-12-02' },
      { statut: 422, code: 'depart-a-venir' },
    );
    await portail.horloge.regler('2026-12-01T23:00:00Z');
    const tard = await entrer(principal);
    const autre = await unCompte(portail, partenaire.organisation);
    const sansJour = await unCompte(portail, partenaire.organisation);
    for (const [compte, departLe] of [
      [agent.id, '2026-12-02'],
      [autre.id, '2026-10-31'],
      [sansJour.id, null],
    ])
      expect((await tard.appeler(cloreCompte, { compte, motif, departLe })).statut).toBe(200);
    expect(
      await portail.lignes(
        'select depart_le::text as le, etat_le from identite.compte where id = any($1::uuid[]) order by depart_le, id',
        [[agent.id, autre.id, sansJour.id]],
      ),
    ).toEqual(
      ['2026-10-31', '2026-12-02', '2026-12-02'].map((le) => ({ le, etat_le: portail.horloge.lire() })),
    );
    for (const departLe of ['2026-02-30', '30/11/2026', ''])
      expect(
        (await tard.appeler(cloreCompte, { compte: suppleant.id, motif, departLe })).corps.champs,
      ).toEqual([{ champ: 'departLe', message: expect.stringContaining('Indiquez un jour') }]);
  });
});

describe('HAB-22 la liste des comptes', () => {
  test('se trie par nom, état ou dernière connexion, dans les deux sens, et se lit un compte à la fois', async () => {
    const ailleurs = await unPartenaire(portail, '591');
    const chef = await unCompte(portail, ailleurs.organisation, {
      roles: ['administrateur-principal'],
      nom: 'Zola',
    });
    const [a, b] = [
      await unCompte(portail, ailleurs.organisation, { nom: 'Arnaud' }),
      await unCompte(portail, ailleurs.organisation, { nom: 'Berger', etat: 'suspendu' }),
    ];
    await portail.lignes('update identite.compte set derniere_connexion_le = $2 where id = $1', [
      a.id,
      portail.horloge.lire(),
    ]);
    const fini = await unCompte(portail, ailleurs.organisation, { nom: 'Fini', au: portail.horloge.lire() });
    const client = await ouvrirSessionDirecte(portail, chef);
    const organisme = { partenaire: ailleurs.id };
    const noms = async (plus: object) =>
      (await client.appeler(chercherComptes, { organisme, ...plus })).corps.comptes.map(
        ({ nom }: { nom: string }) => nom,
      );
    expect(await noms({})).toEqual(['Arnaud', 'Berger', 'Zola']);
    expect(await noms({ tri: '-nom' })).toEqual(['Zola', 'Berger', 'Arnaud']);
    expect((await noms({ tri: '-etat' }))[0]).toBe('Berger');
    expect((await noms({ tri: '-connexion' }))[0]).toBe('Arnaud');
    expect((await noms({ tri: 'connexion' })).at(-1)).toBe('Arnaud');
    // A mission that is over is no open account, though nobody ended it.
    expect(await noms({ etat: 'clos' })).toEqual(['Fini']);
    expect(await noms({ compte: b.id })).toEqual(['Berger']);
    expect(await noms({ compte: fini.id })).toEqual(['Fini']);
    expect(await noms({ compte: agent.id })).toEqual([]);
  });
});
