import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, ouvrirSessionDirecte } from '../../../../../tests/support/client.ts';
import { organisationCaf, unCompte, uneCaf } from '../../../../../tests/support/peuplement.ts';
import { creerPortail, type Portail } from '../../../../../tests/support/portail.ts';
import { enTransaction, type Locataire, type Tx } from '../../../../platform/db/base.ts';
import { empreinteDeJeton } from '../../../../platform/http/porte.ts';
import { cdapContrat } from '../../contract.ts';
import { ecrireDossier } from '../../domain/import/lire-dossier.ts';
import { dossiersTemoins } from '../../domain/population.ts';
import { type DepotImports, deposerImport } from './deposer-import.ts';
import { creerExecutionImports, fichierDe, IMPORTER, reprendreImports } from './executer-import.ts';

let portail: Portail;
let depot: string;
let gestionnaire: Client;
let ailleurs: Client;

beforeAll(async () => {
  depot = await mkdtemp(path.join(os.tmpdir(), 'passerelle-depot-'));
  portail = await creerPortail({ imports: { dossier: depot, octetsMax: 3_000_000 } });
  await uneCaf(portail, { code: '591' });
  await uneCaf(portail, { code: '802' });
  const role = { roles: ['gestionnaire-habilitations' as const] };
  gestionnaire = await ouvrirSessionDirecte(portail, await unCompte(portail, organisationCaf('591'), role));
  ailleurs = await ouvrirSessionDirecte(portail, await unCompte(portail, organisationCaf('802'), role));
});
afterAll(async () => {
  await portail.fermer();
  await rm(depot, { recursive: true, force: true });
});
beforeEach(async () => {
  await portail.lignes(
    'truncate cdap.import_dossiers, cdap.ligne_refusee, cdap.cle_personne, cdap.dossier cascade',
  );
  await portail.lignes('delete from graphile_worker._private_jobs');
  for (const nom of await readdir(depot)) await rm(path.join(depot, nom));
});

const temoins = dossiersTemoins('591', '2026-11').map(({ dossier }) => dossier);
const CONTENU = `${temoins.map(ecrireDossier).join('\n')}\n{"numero":\n`;
const deposer = (
  fichier: string | Buffer = CONTENU,
  qui = gestionnaire,
  entetes: Record<string, string> = {},
) => qui.appeler(cdapContrat.deposerImport, { fichier: 'dossiers.jsonl' }, { fichier, entetes });
const lister = async () => (await gestionnaire.appeler(cdapContrat.listerImports)).corps.imports;

/** What the job worker does with the jobs that wait. */
async function travailler(): Promise<void> {
  const { travail } = creerExecutionImports({
    alimentation: portail.base.alimentation,
    dossier: depot,
    horloge: portail.horloge.lire,
  });
  const travaux = await portail.lignes<{ id: string; payload: Record<string, string> }>(
    `select j.id, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1`,
    [IMPORTER],
  );
  for (const { id, payload } of travaux) {
    const instant = portail.horloge.lire();
    await travail(
      {
        instant,
        nouvelId: portail.nouvelId,
        journal: pino({ level: 'silent' }),
        enTransaction: <T>(locataire: Locataire, acte: (tx: Tx) => Promise<T>) =>
          enTransaction(portail.base.travaux, locataire, instant, acte),
      },
      payload,
    );
    await portail.lignes('delete from graphile_worker._private_jobs where id = $1', [id]);
  }
}

describe('CDAP-29 dépôt d’un fichier de dossiers par la Caf', () => {
  test('reçu, mis en attente, importé, puis effacé ; le résultat et les refus se lisent', async () => {
    const reponse = await deposer();
    expect([reponse.statut, reponse.corps.etat, reponse.corps.fichier]).toEqual([
      200,
      'en-cours',
      'dossiers.jsonl',
    ]);
    const fichier = fichierDe(depot, reponse.corps.id);
    expect((await stat(fichier)).mode & 0o777).toBe(0o600);
    await travailler();
    expect(await readdir(depot)).toEqual([]);
    const [fini] = await lister();
    expect(fini).toMatchObject({
      etat: 'termine',
      part: 1,
      lues: temoins.length + 1,
      nouvelles: temoins.length,
      refusees: 1,
    });
    const refus = await gestionnaire.appeler(cdapContrat.listerRefusImport, { import: fini.id });
    expect(refus.corps).toEqual({
      refus: [
        {
          ligne: temoins.length + 1,
          champ: 'numero',
          raison: 'nombre-attendu',
          message: 'Un nombre est attendu.',
        },
      ],
      suite: null,
    });
    expect(
      await portail.lignes(
        'select action, issue from traces.trace where objet = $1 order by instant, action desc',
        [fini.id],
      ),
    ).toEqual(
      expect.arrayContaining([
        { action: 'depot-import', issue: 'fait' },
        { action: 'fin-import', issue: 'fait' },
      ]),
    );
  });

  test('un deuxième dépôt de la même Caf attend, une autre Caf peut déposer', async () => {
    const { corps } = await deposer();
    const second = await deposer();
    expect([second.statut, second.corps.code]).toEqual([409, 'import-en-cours']);
    expect((await deposer(CONTENU, ailleurs)).statut).toBe(200);
    expect((await readdir(depot)).length).toBe(2);
    expect((await lister()).map(({ id }: { id: string }) => id)).toEqual([corps.id]);
  });

  test.each<[string, string | Buffer, Record<string, string>, number, string]>([
    ['vide', '', {}, 422, 'import-vide'],
    ['trop gros', Buffer.alloc(3_000_001, 97), {}, 422, 'import-trop-gros'],
    ['CSV d’entête inconnue', 'a;b\n1;2\n', { 'content-type': 'text/csv' }, 422, 'entete-csv'],
    ['d’un autre type', CONTENU, { 'content-type': 'application/json' }, 415, 'type-de-corps'],
    ['sans nom', CONTENU, { 'x-entree': '%7B%7D' }, 400, 'saisie-invalide'],
    [
      'au nom qui sort du dossier',
      CONTENU,
      { 'x-entree': encodeURIComponent('{"fichier":"../a"}') },
      400,
      'saisie-invalide',
    ],
    ['à l’entrée illisible', CONTENU, { 'x-entree': '%E0%A4%A' }, 400, 'saisie-invalide'],
  ])('un fichier %s est refusé, et rien n’en reste', async (_nom, contenu, entetes, statut, code) => {
    const reponse = await deposer(contenu, gestionnaire, entetes);
    expect(reponse.statut).toBe(statut);
    if (statut !== 415) expect(reponse.corps.code).toBe(code);
    expect(await readdir(depot)).toEqual([]);
    expect(await lister()).toEqual([]);
    const traces = await portail.lignes('select action from traces.trace where correlation = $1', [
      reponse.corps.reference,
    ]);
    expect(traces).toEqual([{ action: 'depot-import' }]);
  });

  test('un CSV est reçu comme tel', async () => {
    expect(
      (
        await deposer('numero;etat;donneesLe;accesRestreint\n7;ouvert;2026-11-01;non\n', gestionnaire, {
          'content-type': 'text/csv; charset=utf-8',
        })
      ).corps.format,
    ).toBe('csv');
    await travailler();
    expect(await portail.lignes('select numero from cdap.dossier')).toEqual([{ numero: 7 }]);
  });

  /** A deposit whose bytes the test sends one by one, as a slow network does. */
  async function deposerLentement(plus: Partial<DepotImports> = {}, octets: number | null = null) {
    const compte = await unCompte(portail, organisationCaf('591'), {
      roles: ['gestionnaire-habilitations' as const],
    });
    const client = await ouvrirSessionDirecte(portail, compte);
    const corps = new Readable({ read() {} });
    corps.on('error', () => {}).push('{"numero"');
    const instant = portail.horloge.lire();
    const empreinte = empreinteDeJeton(client.cookie ?? '');
    const [session] = await portail.lignes<{ id: string }>(
      'select id from identite.session where jeton_empreinte = $1',
      [empreinte],
    );
    const correlation = portail.nouvelId();
    const fini = deposerImport(
      { dossier: depot, octetsMax: 1000, ...plus },
      {
        instant,
        nouvelId: portail.nouvelId,
        correlation,
        adresse: null,
        navigateur: null,
        journal: pino({ level: 'silent' }),
        enTransaction: portail.enTransaction,
      },
      {
        ...organisationCaf('591'),
        compteId: compte.id,
        sessionId: session?.id ?? '',
        prenom: 'A',
        nom: 'B',
        roles: ['gestionnaire-habilitations'],
      },
      {
        fichier: 'a.jsonl',
        corps,
        type: 'application/x-ndjson',
        octets,
        empreinte,
        horloge: portail.horloge.lire,
      },
    );
    const traces = () =>
      portail.lignes('select action, issue, code_issue from traces.trace where correlation = $1', [
        correlation,
      ]);
    return { corps, fini, traces, compte, session: session?.id ?? '' };
  }
  const refusee = (code: string, issue = 'refuse') => [{ action: 'depot-import', issue, code_issue: code }];

  test('un envoi coupé avant la fin ne laisse rien', async () => {
    const { corps, fini } = await deposerLentement();
    setImmediate(() => corps.destroy(Object.assign(new Error('cut'), { code: 'ECONNRESET' })));
    expect(await fini).toMatchObject({ ok: false, refus: { code: 'import-coupe' } });
    expect(await readdir(depot)).toEqual([]);
  });

  test.each<[string, string, (de: { compte: { id: string }; session: string }) => Promise<unknown>]>([
    [
      'la session est fermée',
      'session-absente',
      ({ session }) =>
        portail.lignes(
          "update identite.session set close_le = now(), close_motif = 'deconnexion' where id = $1",
          [session],
        ),
    ],
    [
      'le compte est suspendu',
      'session-absente',
      ({ compte }) =>
        portail.lignes("update identite.compte set etat = 'suspendu', etat_motif = 'essai' where id = $1", [
          compte.id,
        ]),
    ],
    [
      'le rôle est retiré',
      'role-insuffisant',
      ({ compte }) => portail.lignes('delete from identite.role_compte where compte_id = $1', [compte.id]),
    ],
  ])(
    'ACC-06 pendant l’envoi, %s : rien n’est importé, et le refus est tracé',
    async (_quoi, code, retirer) => {
      const { corps, fini, traces, ...de } = await deposerLentement();
      await retirer(de);
      corps.push(null);
      expect(await fini).toMatchObject({ ok: false, refus: { code } });
      expect(await readdir(depot)).toEqual([]);
      expect(await portail.lignes('select id from cdap.import_dossiers')).toEqual([]);
      expect(await traces()).toEqual(refusee(code));
    },
  );

  test('SEC-09 pendant un envoi, un autre de la même Caf est refusé avant d’être reçu', async () => {
    const { corps, fini } = await deposerLentement();
    const autres = await Promise.all([1, 2, 3, 4].map(() => deposer()));
    expect(autres.map(({ statut, corps: recu }) => [statut, recu.code])).toEqual(
      [1, 2, 3, 4].map(() => [409, 'import-en-cours']),
    );
    expect((await readdir(depot)).filter((nom) => nom.includes('.depot')).length).toBeLessThanOrEqual(1);
    corps.push(null);
    expect(await fini).toMatchObject({ ok: true });
    expect((await readdir(depot)).map((nom) => path.extname(nom))).toEqual(['.depot']);
  });

  test('la place réservée par un processus mort est reprise, et ce qu’il recevait effacé', async () => {
    const id = portail.nouvelId();
    await writeFile(path.join(depot, '591.reserve'), `${os.hostname()} 2147483646 ${id}`);
    await writeFile(`${fichierDe(depot, id)}.recu`, 'reste');
    const { statut, corps } = await deposer();
    expect(statut).toBe(200);
    expect(await readdir(depot)).toEqual([path.basename(fichierDe(depot, corps.id))]);
  });

  test('ce qu’un autre processus vivant reçoit n’est pas effacé au démarrage', async () => {
    const id = portail.nouvelId();
    await writeFile(path.join(depot, '591.reserve'), `autre-machine 1 ${id}`);
    await writeFile(`${fichierDe(depot, id)}.recu`, 'en cours');
    await reprendreImports(portail.base.service, depot, portail.horloge.lire());
    expect((await readdir(depot)).length).toBe(2);
    expect((await deposer()).corps.code).toBe('import-en-cours');
  });

  test.each([
    ['annoncé trop gros', 1001, {}, 'import-trop-gros', 'refuse'],
    ['plus gros que la place libre', 500, { libres: async () => 499 }, 'import-sans-place', 'echec'],
    [
      'que le disque plein ne prend pas',
      null,
      {
        ouvrir: async () => {
          throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
        },
      },
      'import-non-ecrit',
      'echec',
    ],
  ] as const)(
    'un fichier %s : refusé, tracé, et rien n’en reste',
    async (_quoi, octets, plus, code, issue) => {
      const { corps, fini, traces } = await deposerLentement(plus, octets);
      corps.push(null);
      expect(await fini).toMatchObject({ ok: false, refus: { code } });
      expect(await traces()).toEqual(refusee(code, issue));
      expect(await readdir(depot)).toEqual([]);
    },
  );

  test('un import abandonné pendant qu’il court efface son fichier ; le suivant attend sa place et ne se perd pas', async () => {
    const { corps } = await deposer();
    const verrou = await portail.base.alimentation.pool.connect();
    try {
      await verrou.query("select pg_advisory_lock(hashtext('cdap.import'), hashtext('591'))");
      await expect(travailler()).rejects.toThrow('tried again');
      expect((await lister())[0].etat).toBe('en-cours');
      expect((await readdir(depot)).length).toBe(1);
    } finally {
      verrou.release(true);
    }
    const ouvrir = portail.base.alimentation.pool.connect.bind(portail.base.alimentation.pool);
    let abandonne = false;
    portail.base.alimentation.pool.connect = (async () => {
      // Given up between the reading of its row and its first batch.
      if (!abandonne) {
        abandonne = true;
        await portail.lignes(
          "update cdap.import_dossiers set etat = 'abandonne', termine_le = now() where id = $1",
          [corps.id],
        );
      }
      return ouvrir();
    }) as typeof ouvrir;
    try {
      await travailler();
    } finally {
      portail.base.alimentation.pool.connect = ouvrir;
    }
    expect(abandonne).toBe(true);
    expect(await readdir(depot)).toEqual([]);
  });

  test('abandonné : un autre peut commencer, et le travail n’écrit rien', async () => {
    const { corps } = await deposer();
    expect((await ailleurs.appeler(cdapContrat.abandonnerImport, { import: corps.id })).corps.code).toBe(
      'import-introuvable',
    );
    expect((await gestionnaire.appeler(cdapContrat.abandonnerImport, { import: corps.id })).corps.etat).toBe(
      'abandonne',
    );
    expect((await gestionnaire.appeler(cdapContrat.abandonnerImport, { import: corps.id })).corps.code).toBe(
      'import-fini',
    );
    await travailler();
    expect(await portail.lignes('select numero from cdap.dossier')).toEqual([]);
    expect(await readdir(depot)).toEqual([]);
    expect((await deposer()).statut).toBe(200);
  });

  test('le portail retrouve à son démarrage l’import qu’une coupure a laissé, et efface les fichiers sans import', async () => {
    const { corps } = await deposer();
    await portail.lignes('delete from graphile_worker._private_jobs');
    await deposer(CONTENU, ailleurs);
    await portail.lignes(
      "update cdap.import_dossiers set etat = 'abandonne', termine_le = now() where caf_code = '802'",
    );
    await portail.lignes('delete from graphile_worker._private_jobs');
    await reprendreImports(portail.base.service, depot, portail.horloge.lire());
    expect(await readdir(depot)).toEqual([path.basename(fichierDe(depot, corps.id))]);
    await travailler();
    expect((await lister())[0].etat).toBe('termine');
  });

  test('un fichier disparu : l’import s’arrête et le dit', async () => {
    const { corps } = await deposer();
    await rm(fichierDe(depot, corps.id));
    await travailler();
    expect((await lister())[0].etat).toBe('echoue');
  });

  test('les refus se lisent cent à la fois', async () => {
    await deposer('{\n'.repeat(250));
    await travailler();
    const [fini] = await lister();
    let apres: number | null = 0;
    const vus: number[] = [];
    while (apres !== null) {
      const { corps } = await gestionnaire.appeler(cdapContrat.listerRefusImport, { import: fini.id, apres });
      vus.push(...corps.refus.map(({ ligne }: { ligne: number }) => ligne));
      apres = corps.suite;
    }
    expect(vus).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
    expect((await ailleurs.appeler(cdapContrat.listerRefusImport, { import: fini.id })).statut).toBe(404);
  });
});
