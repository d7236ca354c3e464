import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uneCaf } from '../support/peuplement.ts';
import { creerPortail, type Portail } from '../support/portail.ts';

/** CDAP-29: the command itself, as an operator types it, over a database of its own. */

const RACINE = path.resolve(import.meta.dirname, '../..');
const LANCES: ChildProcess[] = [];
let portail: Portail;
let bac: string;
const LIGNES = 3000;

beforeAll(async () => {
  portail = await creerPortail();
  await uneCaf(portail, { code: '591' });
  bac = await mkdtemp(path.join(os.tmpdir(), 'passerelle-commande-'));
  await writeFile(path.join(bac, 'a.jsonl'), '{\n'.repeat(LIGNES));
  await writeFile(path.join(bac, 'b.jsonl'), '{\n{\n');
  await writeFile(path.join(bac, 'sans-colonne.csv'), 'numero;etat;donneesLe\n1;ouvert;2026-11-01\n');
});
afterAll(async () => {
  for (const enfant of LANCES) if (enfant.exitCode === null) enfant.kill('SIGKILL');
  await portail.fermer();
  await rm(bac, { recursive: true, force: true });
});

function commander(...args: string[]) {
  const enfant = spawn(process.execPath, ['src/apps/cli.ts', 'importer-dossiers', ...args], {
    cwd: RACINE,
    env: {
      ...process.env,
      INIT_CWD: bac,
      NIVEAU_JOURNAL: 'silent',
      DOSSIER_DONNEES: path.join(bac, 'donnees'),
      DATABASE_URL: portail.base.adresse('passerelle'),
      DATABASE_URL_PROPRIETAIRE: portail.base.adresse('proprietaire'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  LANCES.push(enfant);
  let dit = '';
  let sorti = '';
  enfant.stdout.on('data', (morceau) => (sorti += morceau));
  const entendu = (mots: string) =>
    new Promise<void>((resoudre) => {
      enfant.stderr.on('data', () => dit.includes(mots) && resoudre());
      enfant.once('close', () => resoudre());
    });
  enfant.stderr.on('data', (morceau) => (dit += morceau));
  const fin = new Promise<{ code: number | null; dit: string; sorti: string }>((resoudre) =>
    enfant.once('close', (code) => resoudre({ code, dit, sorti: sorti.replace(/\s/g, ' ') })),
  );
  return { enfant, fin, entendu };
}

describe('CDAP-29 la commande importer-dossiers', () => {
  test.each([
    [['a.jsonl', '--caf', '802'], '--caf'],
    [['absent.jsonl'], 'ne peut pas être lu'],
    [['a.jsonl', '--inconnue'], '--help'],
    [['sans-colonne.csv'], 'ne nomme pas la colonne accesRestreint'],
  ])(
    '%j : une phrase, et rien n’est commencé',
    async (args, mots) => {
      const { code, dit } = await commander(...args).fin;
      expect(code).toBe(1);
      expect(dit).toContain(mots);
      expect(dit).not.toMatch(/\n\s+at /);
      expect(await portail.lignes('select id from cdap.import_dossiers')).toEqual([]);
    },
    60_000,
  );

  test('arrêtée par Ctrl-C, elle reprend à sa ligne et son rapport est entier ; un import abandonné laisse sa trace', async () => {
    const teneur = await portail.base.proprietaire.connect();
    const premiere = commander('a.jsonl', '--caf', '591', '--rapport', 'refus.csv');
    try {
      // Its first batch waits until the stop was asked.
      await teneur.query('begin; lock table cdap.ligne_refusee in access exclusive mode');
      const attend = () =>
        portail.lignes(
          "select 1 from pg_locks where not granted and relation = 'cdap.ligne_refusee'::regclass",
        );
      while (premiere.enfant.exitCode === null && (await attend()).length === 0);
      const arret = premiere.entendu('Arrêt demandé');
      premiere.enfant.kill('SIGINT');
      await arret;
      await teneur.query('commit');
    } finally {
      teneur.release(true);
    }
    const stoppee = await premiere.fin;
    expect([stoppee.code, stoppee.dit]).toEqual([1, expect.stringContaining('relancez la même commande')]);
    const [arrete] = await portail.lignes<{ id: string; etat: string; lues: string }>(
      'select id, etat, lues from cdap.import_dossiers',
    );
    expect(arrete?.etat).toBe('interrompu');
    expect(Number(arrete?.lues)).toBeLessThan(LIGNES);

    const reprise = await commander('a.jsonl', '--rapport', 'refus.csv').fin;
    expect([reprise.code, reprise.dit]).toEqual([0, expect.stringContaining('Reprise après la ligne')]);
    expect(reprise.sorti).toContain('3 000 lignes lues');
    expect(reprise.sorti).toContain('0 accès restreints levés');
    const rapport = (await readFile(path.join(bac, 'refus.csv'), 'utf8')).trimEnd().split('\n');
    expect(rapport.slice(1).map((ligne) => Number(ligne.split(';', 1)[0]))).toEqual(
      Array.from({ length: LIGNES }, (_, i) => i + 1),
    );

    await portail.lignes("update cdap.import_dossiers set etat = 'interrompu', termine_le = null");
    const abandons = () =>
      portail.lignes("select issue, objet from traces.trace where action = 'abandon-import'");
    const verrou = await portail.base.alimentation.pool.connect();
    try {
      await verrou.query("select pg_advisory_lock(hashtext('cdap.import'), hashtext('591'))");
      expect((await commander('b.jsonl').fin).dit).toContain('déjà en cours');
      expect(await abandons()).toEqual([]);
    } finally {
      verrou.release(true);
    }
    expect((await commander('b.jsonl').fin).code).toBe(0);
    expect(await abandons()).toEqual([{ issue: 'fait', objet: arrete?.id }]);
  }, 120_000);
});
