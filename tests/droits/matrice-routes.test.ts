import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTRATS } from '../../src/apps/contrats.ts';
import { lecteurMaintenance } from '../../src/apps/exploitation/maintenance.ts';
import { monterExploitation, reglesAffichees } from '../../src/apps/exploitation.ts';
import type { DefinitionRoute } from '../../src/kernel/route.ts';
import { cdapContrat } from '../../src/modules/cdap/contract.ts';
import { REGLES_PAR_DEFAUT } from '../../src/modules/identite/index.ts';
import { tracesContrat } from '../../src/modules/traces/contract.ts';
import { type Client, consulter, type Reponse } from '../support/client.ts';
import { creerPortail, type Portail } from '../support/portail.ts';
import {
  clientDe,
  GENRES,
  type Genre,
  type MondeDesRoles,
  peuplerMondeDesRoles,
  unArret,
} from './monde-des-roles.ts';
import {
  cleDe,
  ecartsDeTable,
  HORS_CONTRATS,
  routesMontees,
  violationsDesRoutes,
} from './verifier-routes.ts';

const ROUTES: readonly DefinitionRoute[] = Object.values(CONTRATS).flatMap(
  (contrat) => Object.values(contrat) as DefinitionRoute[],
);
const ABSENT = '018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5b';

let portail: Portail;
let monde: MondeDesRoles;

beforeAll(async () => {
  portail = await creerPortail({
    monter: (app, base) =>
      monterExploitation(app, {
        base: base.service,
        mesures: { compterRequete: () => {}, observer: () => {}, suivre: () => {}, exposer: async () => '' },
        jetonMetriques: null,
        maintenance: lecteurMaintenance(base.service, () => new Date()),
        demonstration: false,
        regles: reglesAffichees({
          session: { inactiviteMs: 0, dureeMs: 0 },
          identite: REGLES_PAR_DEFAUT,
        }),
        version: '0',
        enArret: () => false,
      }),
  });
  monde = await peuplerMondeDesRoles(portail);
});
afterAll(() => portail.fermer());

describe('SEC-01 la table des routes est complète', () => {
  test('chaque module qui a un contrat y est', () => {
    const modules = path.resolve(import.meta.dirname, '../../src/modules');
    const avecContrat = readdirSync(modules).filter((nom) =>
      readdirSync(path.join(modules, nom)).includes('contract.ts'),
    );
    // The operator's screen is a composition root's own: it stands in no module.
    expect(Object.keys(CONTRATS).sort()).toEqual([...avecContrat, 'exploitation'].sort());
  });

  test('rien n’est monté hors de la table, rien ne manque, chaque route a ses attentes', () => {
    expect(ecartsDeTable(portail.app, ROUTES)).toEqual([]);
    expect(routesMontees(portail.app)).toHaveLength(ROUTES.length + HORS_CONTRATS.length);
  });
});

describe(`SEC-01 ${ROUTES.length} routes × ${GENRES.length} sortes d’acteurs`, () => {
  test.each(ROUTES.map((route) => [cleDe(route), route] as const))('%s', async (_cle, route) => {
    expect(await violationsDesRoutes(portail, monde, [route])).toEqual([]);
  });

  test.each(HORS_CONTRATS)('%s répond sans rien dire de personne, quel que soit le cookie', async (cle) => {
    const [, url = ''] = cle.split(' ');
    const reponses: { statusCode: number; body: string }[] = [];
    for (const genre of [
      'anonyme',
      'partenaire:administrateur-principal',
      'cnaf:administrateur-cnaf',
    ] as const) {
      const { cookie } = await clientDe(portail, monde, genre);
      const { statusCode, body } = await portail.app.inject({
        url,
        remoteAddress: '192.0.2.1',
        headers: { host: 'localhost', cookie: `__Host-passerelle=${cookie}` },
      });
      reponses.push({ statusCode, body });
    }
    expect(reponses[0]?.statusCode).toBe(cle === 'GET /metriques' ? 403 : 200);
    expect(reponses.map(({ statusCode }) => statusCode)).toEqual(reponses.map(() => reponses[0]?.statusCode));
    for (const { body } of reponses) expect(body).not.toContain(monde.a.partenaire.raisonSociale);
  });
});

/** What the wire carries, the reference of the request aside. */
function octets(reponse: Reponse): string {
  const { 'x-correlation-id': reference, date: _, ...entetes } = reponse.entetes;
  return JSON.stringify({
    statut: reponse.statut,
    texte: reponse.texte.replaceAll(String(reference), '<référence>'),
    entetes,
  });
}

async function memesOctets(appels: readonly (() => Promise<Reponse>)[], statut: number): Promise<void> {
  const reponses: Reponse[] = [];
  for (const appel of appels) reponses.push(await appel());
  expect(reponses[0]?.statut).toBe(statut);
  expect(new Set(reponses.map(octets)).size, reponses.map(octets).join('\n')).toBe(1);
}

describe('SEC-01 étranger et absent répondent les mêmes octets', () => {
  const entrer = (genre: Genre): Promise<Client> => clientDe(portail, monde, genre);

  test('levée d’un arrêt : à soi, d’un autre partenaire, d’une autre Caf, inconnu', async () => {
    const motif = 'vérifié avec la personne';
    const lever = (client: Client, arret: string) => client.appeler(cdapContrat.leverArret, { arret, motif });
    const [deA, deB, deC] = [
      await unArret(portail, monde.a.partenaire),
      await unArret(portail, monde.b.partenaire),
      await unArret(portail, monde.c.partenaire),
    ];
    const administratrice = await entrer('partenaire:administrateur-principal');
    await memesOctets(
      [deB, deC, ABSENT].map((id) => () => lever(administratrice, id)),
      404,
    );
    const gestionnaire = await entrer('caf:gestionnaire-habilitations');
    await memesOctets(
      [deC, ABSENT].map((id) => () => lever(gestionnaire, id)),
      404,
    );
    expect((await lever(gestionnaire, deB)).statut).toBe(200);
    expect((await lever(administratrice, deA)).statut).toBe(200);
    const encoreOuverts = await portail.lignes(
      'select id from cdap.arret_lecture where id = any($1) and leve_le is null',
      [[deA, deB, deC]],
    );
    expect(encoreOuverts).toEqual([{ id: deC }]);
  });

  test('liste des arrêts : chacun ne voit que les siens', async () => {
    const [deA, deB, deC] = [
      await unArret(portail, monde.a.partenaire),
      await unArret(portail, monde.b.partenaire),
      await unArret(portail, monde.c.partenaire),
    ];
    const vus = async (genre: Genre) => {
      const { corps } = await (await entrer(genre)).appeler(cdapContrat.listerArrets);
      const ids: string[] = corps.arrets.map(({ id }: { id: string }) => id);
      return [deA, deB, deC].map((id) => ids.includes(id));
    };
    expect(await vus('partenaire:administrateur-suppleant')).toEqual([true, false, false]);
    expect(await vus('caf:gestionnaire-habilitations')).toEqual([true, true, false]);
  });

  test('choix du profil : le droit d’un collègue, d’un autre partenaire, d’une autre Caf, inconnu', async () => {
    const agent = await entrer('partenaire:utilisateur');
    const droits = [monde.collegue.droit, monde.b.droit, monde.c.droit, ABSENT];
    await memesOctets(
      droits.map((habilitation) => () => agent.appeler(cdapContrat.choisirProfil, { habilitation })),
      404,
    );
  });

  test('CDAP-21 consultation sous le droit d’un autre : même réponse que le dossier existe ou non, ici ou ailleurs', async () => {
    const agent = await entrer('partenaire:utilisateur');
    const droits = [monde.collegue.droit, monde.b.droit, monde.c.droit, ABSENT];
    const dossiers = ['12345', '10000', '99999', '7777777'];
    const cafs = [{}, { caf: '591' }, { caf: '974' }, { caf: '123' }];
    await memesOctets(
      droits.flatMap((droit) =>
        dossiers.flatMap((numero) => cafs.map((caf) => () => consulter(agent, droit, numero, caf))),
      ),
      403,
    );
  });

  test('CDAP-21 sous son propre droit, une autre Caf ne dit rien de ses dossiers', async () => {
    const agent = await entrer('partenaire:utilisateur');
    const droit = monde.acteurs.get('partenaire:utilisateur')?.droit ?? '';
    await memesOctets(
      ['12345', '10000', '99999', '7777777'].flatMap((numero) =>
        ['974', '123'].map((caf) => () => consulter(agent, droit, numero, { caf })),
      ),
      403,
    );
  });

  test('TRA-08 recherche de traces : la personne ou la session d’un autre partenaire, comme inconnue', async () => {
    const lectrice = await entrer('partenaire:administrateur-principal');
    const ailleurs = await portail.lignes<{ id: string }>(
      'select id from identite.session where partenaire_id = $1',
      [monde.b.partenaire.id],
    );
    const sessions = [ailleurs[0]?.id ?? ABSENT, ABSENT];
    await memesOctets(
      [
        ...[monde.b.agent.id, monde.c.agent.id, ABSENT].map((personne) => ({ personne })),
        ...sessions.map((session) => ({ session })),
      ].map((filtres) => () => lectrice.appeler(tracesContrat.rechercher, filtres)),
      200,
    );
  });
});

describe('ACC-06 un changement vaut à la requête suivante', () => {
  test('rôle retiré, compte suspendu, session close : la même session est refusée aussitôt', async () => {
    const { compte } = monde.acteurs.get('partenaire:administrateur-suppleant') ?? {};
    const client = await clientDe(portail, monde, 'partenaire:administrateur-suppleant');
    const statut = async () => (await client.appeler(cdapContrat.listerArrets)).statut;
    expect(await statut()).toBe(200);
    await portail.lignes(
      "update identite.role_compte set periode = tstzrange(lower(periode), '2026-11-20T09:00:00Z') where compte_id = $1",
      [compte?.id],
    );
    expect(await statut()).toBe(403);
    await portail.lignes(
      'update identite.role_compte set periode = tstzrange(lower(periode), null) where compte_id = $1',
      [compte?.id],
    );
    expect(await statut()).toBe(200);
    await portail.lignes("update identite.compte set etat = 'suspendu', etat_motif = 'essai' where id = $1", [
      compte?.id,
    ]);
    expect(await statut()).toBe(401);
    await portail.lignes("update identite.compte set etat = 'actif', etat_motif = null where id = $1", [
      compte?.id,
    ]);
    expect(await statut()).toBe(200);
  });
});
