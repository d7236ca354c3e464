import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { habilitationsContrat } from '../../src/modules/habilitations/contract.ts';
import { identiteContrat } from '../../src/modules/identite/contract.ts';
import { tracesContrat } from '../../src/modules/traces/contract.ts';
import {
  type Client,
  codeDe,
  consulter,
  ouvrirSessionDirecte,
  presenterMotDePasse,
  type Reponse,
  unClient,
} from '../support/client.ts';
import {
  type ComptePeuple,
  type Decor,
  MOT_DE_PASSE,
  unCompte,
  unDecor,
  unDossier,
} from '../support/peuplement.ts';
import { creerPortail, type Portail } from '../support/portail.ts';

/** Names that only these files hold: seeing one in an answer is seeing content. */
const NOMS_DE_DOSSIER = /Exemplaire|Mod\u00e8le|rubriques|quotientFamilial/;
const PARTITION = 'traces.trace_20261120';

let portail: Portail;
let decor: Decor;
let administratrice: ComptePeuple;
let client: Client;

beforeAll(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail, {
    caf: {
      seuilConfirmationHeure: 5000,
      plafondCompteHeure: 5000,
      seuilPartenaireJour: 9000,
      plafondPartenaireJour: 9000,
    },
  });
  for (let numero = 201; numero <= 220; numero += 1) await unDossier(portail, decor.caf.code, { numero });
  administratrice = await unCompte(portail, decor.partenaire.organisation, {
    roles: ['administrateur-principal'],
  });
});
afterAll(() => portail.fermer());
beforeEach(async () => {
  client = await ouvrirSessionDirecte(portail, decor.agent);
});

const tracesDe = (dossier: number) =>
  portail.lignes('select issue from traces.trace where dossier_numero = $1', [dossier]);
const compterLectures = async () =>
  (
    await portail.lignes<{ n: number }>(
      'select coalesce(sum(lectures), 0)::int as n from cdap.compteur_compte',
    )
  )[0]?.n ?? 0;

function estUneFauteMuette(reponse: Reponse, statuts: readonly number[] = [500, 503]): void {
  expect(statuts).toContain(reponse.statut);
  expect(reponse.texte).not.toMatch(NOMS_DE_DOSSIER);
  expect(JSON.stringify(reponse.entetes)).not.toMatch(NOMS_DE_DOSSIER);
  expect(Object.keys(reponse.corps).sort()).toEqual([
    'code',
    'reference',
    'status',
    'suite',
    'title',
    'type',
  ]);
}

/** Makes `panne` true while `acte` runs, then puts things back. */
async function pendant<T>(panne: string, remise: string, acte: () => Promise<T>): Promise<T> {
  await portail.base.proprietaire.query(panne);
  try {
    return await acte();
  } finally {
    await portail.base.proprietaire.query(remise);
  }
}

const SANS_DROIT_D_AJOUT = [
  'revoke insert on traces.trace from passerelle_service',
  'grant insert on traces.trace to passerelle_service',
] as const;
/** A trigger that fails for the file 207 alone, as a bad row would. */
const PANNE_DU_207 = [
  `create function traces.panne() returns trigger language plpgsql as $$ begin raise exception 'panne d’essai'; end $$;
   create trigger panne before insert on traces.trace for each row when (new.dossier_numero = 207) execute function traces.panne()`,
  'drop trigger panne on traces.trace; drop function traces.panne',
] as const;

describe('TRA-02 pas de trace, pas de données', () => {
  test('témoin : sans panne, la réponse montre le dossier et sa trace existe', async () => {
    const reponse = await consulter(client, decor.droit, 201);
    expect(reponse.statut).toBe(200);
    expect(reponse.texte).toMatch(NOMS_DE_DOSSIER);
    expect(await tracesDe(201)).toEqual([{ issue: 'fait' }]);
  });

  test('l’ajout est interdit au rôle de service : rien ne sort, rien n’est compté', async () => {
    const avant = await compterLectures();
    const reponse = await pendant(...SANS_DROIT_D_AJOUT, () => consulter(client, decor.droit, 202));
    estUneFauteMuette(reponse);
    expect(await tracesDe(202)).toEqual([]);
    expect(await compterLectures()).toBe(avant);
  });

  test('la partition du jour manque : rien ne sort', async () => {
    const reponse = await pendant(
      `alter table traces.trace detach partition ${PARTITION}`,
      `alter table traces.trace attach partition ${PARTITION} for values from ('2026-11-20 00:00+00') to ('2026-11-21 00:00+00')`,
      () => consulter(client, decor.droit, 203),
    );
    estUneFauteMuette(reponse);
    expect(await tracesDe(203)).toEqual([]);
  });

  test('la validation échoue après lecture et insertion : rien ne sort', async () => {
    const reponse = await pendant(
      `create function traces.panne() returns trigger language plpgsql as $$ begin raise exception 'panne d’essai'; end $$;
       create constraint trigger panne after insert on ${PARTITION} deferrable initially deferred
         for each row execute function traces.panne()`,
      `drop trigger panne on ${PARTITION}; drop function traces.panne`,
      () => consulter(client, decor.droit, 204),
    );
    estUneFauteMuette(reponse);
    expect(await tracesDe(204)).toEqual([]);
  });

  test('la connexion à la base est coupée pendant l’écriture : 503, rien ne sort, et la suivante est servie', async () => {
    const [panne, remise] = [
      `create function traces.panne() returns trigger language plpgsql as $$ begin perform pg_sleep(20); return new; end $$;
       create trigger panne before insert on traces.trace for each row when (new.dossier_numero = 205) execute function traces.panne()`,
      'drop trigger panne on traces.trace; drop function traces.panne',
    ];
    const reponse = await pendant(panne, remise, async () => {
      const attendue = consulter(client, decor.droit, 205);
      let coupees = 0;
      while (coupees === 0) {
        const rangees = await portail.lignes(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and wait_event = 'PgSleep'`,
        );
        coupees = rangees.length;
      }
      return attendue;
    });
    estUneFauteMuette(reponse, [503]);
    expect(await tracesDe(205)).toEqual([]);
    expect((await consulter(client, decor.droit, 205)).statut).toBe(200);
  });

  test('témoin : vingt demandes à la fois partagent leurs validations', async () => {
    await portail.base.proprietaire.query('delete from traces.trace');
    await Promise.all(Array.from({ length: 20 }, (_, i) => consulter(client, decor.droit, 201 + i)));
    const [lots] = await portail.lignes(
      'select count(*)::int as traces, count(distinct transaction) < 10 as partagees from traces.trace',
    );
    expect(lots).toEqual({ traces: 20, partagees: true });
  });

  test('dans un lot de vingt, la demande dont la trace échoue ne sort pas et les dix-neuf autres sont servies', async () => {
    const avant = await compterLectures();
    const numeros = Array.from({ length: 20 }, (_, i) => 201 + i);
    await portail.base.proprietaire.query('delete from traces.trace');
    const reponses = await pendant(...PANNE_DU_207, () =>
      Promise.all(numeros.map((numero) => consulter(client, decor.droit, numero))),
    );
    for (const [i, reponse] of reponses.entries()) {
      const numero = numeros[i] ?? 0;
      if (numero === 207) {
        estUneFauteMuette(reponse);
        expect(await tracesDe(numero)).toEqual([]);
      } else {
        expect(reponse.statut).toBe(200);
        expect(reponse.corps.numero).toBe(String(numero).padStart(7, '0'));
        expect(await tracesDe(numero)).toEqual([{ issue: 'fait' }]);
      }
    }
    expect(await compterLectures()).toBe(avant + 19);
  });

  test('un refus aussi attend sa trace : sans elle, il n’est pas dit que le dossier n’existe pas', async () => {
    const reponse = await pendant(...SANS_DROIT_D_AJOUT, () => consulter(client, decor.droit, 999));
    estUneFauteMuette(reponse);
    expect(reponse.corps.code).not.toBe('inexistant');
  });
});

describe('TRA-01 sans trace, ni connexion ni lecture des traces', () => {
  const compterSessions = async () => (await portail.lignes('select id from identite.session')).length;

  test('la connexion ne pose ni cookie ni session', async () => {
    const compte = await unCompte(portail, decor.partenaire.organisation, { totp: null });
    const avant = await compterSessions();
    const inconnu = unClient(portail);
    const reponse = await pendant(...SANS_DROIT_D_AJOUT, () =>
      inconnu.appeler(identiteContrat.connecter, {
        identifiant: compte.identifiant,
        motDePasse: MOT_DE_PASSE,
      }),
    );
    estUneFauteMuette(reponse);
    expect(reponse.entetes['set-cookie']).toBeUndefined();
    expect(await compterSessions()).toBe(avant);
  });

  test('le second facteur ne complète pas la session', async () => {
    const demi = await presenterMotDePasse(portail, decor.agent);
    const code = await codeDe(portail, decor.agent);
    const reponse = await pendant(...SANS_DROIT_D_AJOUT, () =>
      demi.appeler(identiteContrat.verifierCode, { code }),
    );
    estUneFauteMuette(reponse);
    expect(reponse.entetes['set-cookie']).toBeUndefined();
    // The code was not spent either: the person tries again with the same one.
    expect((await demi.appeler(identiteContrat.verifierCode, { code })).statut).toBe(200);
  });

  test('la recherche et l’export de traces ne montrent aucune ligne', async () => {
    const lectrice = await ouvrirSessionDirecte(portail, administratrice);
    for (const [route, corps] of [
      [tracesContrat.rechercher, {}],
      [tracesContrat.exporter, { format: 'csv' }],
    ] as const) {
      const reponse = await pendant(...SANS_DROIT_D_AJOUT, () => lectrice.appeler(route, corps));
      estUneFauteMuette(reponse);
      expect(reponse.texte).not.toContain('consultation-dossier');
    }
  });

  test('la liste des personnes et des droits n’est pas montrée', async () => {
    const lectrice = await ouvrirSessionDirecte(portail, administratrice);
    for (const route of [identiteContrat.listerPersonnes, habilitationsContrat.listerMesHabilitations]) {
      const reponse = await pendant(...SANS_DROIT_D_AJOUT, () => lectrice.appeler(route));
      estUneFauteMuette(reponse);
      expect(reponse.texte).not.toContain(decor.agent.nom);
    }
  });
});
