import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type BaseEmbarquee,
  demarrerBaseEmbarquee,
  ErreurDemarrage,
  type OptionsBaseEmbarquee,
} from './embedded.ts';
import { trouverNatif } from './embedded-binaires.ts';
import { compteSansPrivilege, estRoot } from './embedded-compte.ts';
import { expliquer } from './embedded-erreur.ts';

const REGLAGES = { shared_buffers: '16MB', max_connections: '20' };
const MODULE = resolve(import.meta.dirname, 'embedded.ts');
const LANCEUR = resolve(import.meta.dirname, '../../../scripts/run.sh');

// initdb alone takes seconds on a loaded machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let bac: string;
let bases: BaseEmbarquee[];
let enfants: ChildProcess[];
let aSupprimer: string[];

beforeEach(() => {
  bac = realpathSync(mkdtempSync(join(tmpdir(), 'passerelle-test-')));
  chmodSync(bac, 0o755); // PostgreSQL's account must be able to enter, when root runs the tests
  vi.stubEnv('TMPDIR', bac); // sockets of refused starts go with it
  bases = [];
  enfants = [];
  aSupprimer = [bac];
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const base of bases) await base.arreter();
  for (const enfant of enfants) if (enfant.exitCode === null) enfant.kill('SIGKILL');
  aSupprimer.push(...bases.map((b) => b.socket));
  for (const chemin of aSupprimer) await rm(chemin, { recursive: true, force: true });
});

async function demarrer(dossier: string, plus: Partial<OptionsBaseEmbarquee> = {}): Promise<BaseEmbarquee> {
  const base = await demarrerBaseEmbarquee({ dossier, reglages: REGLAGES, ...plus });
  bases.push(base);
  return base;
}

async function interroger<T extends pg.QueryResultRow>(base: BaseEmbarquee, sql: string): Promise<T[]> {
  const client = new pg.Client(base.adresse('proprietaire', 'postgres'));
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const refus = (promesse: Promise<unknown>): Promise<ErreurDemarrage> =>
  promesse.then(
    () => Promise.reject(new Error('le démarrage aurait dû être refusé')),
    (erreur: unknown) => {
      expect(erreur).toBeInstanceOf(ErreurDemarrage);
      return erreur as ErreurDemarrage;
    },
  );

/** A portal in a process of its own; resolves with the first JSON line it prints. */
async function portailEnfant(dossier: string, compte: { uid?: number; gid?: number } = {}) {
  const code = `
    import { demarrerBaseEmbarquee } from ${JSON.stringify(MODULE)};
    process.on('SIGINT', () => {});
    try {
      const b = await demarrerBaseEmbarquee({ dossier: process.env.DOSSIER, reglages: ${JSON.stringify(REGLAGES)} });
      console.log(JSON.stringify({ pid: b.pidPostmaster, socket: b.socket }));
    } catch (e) { console.log(JSON.stringify({ refus: e.message })); process.exit(1); }`;
  const enfant = spawn('sh', [LANCEUR, '--input-type=module', '-e', code], {
    env: { ...process.env, DOSSIER: dossier },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // a process group of its own, as a terminal gives
    ...compte,
  });
  enfants.push(enfant);
  const [ligne] = (await once(enfant.stdout, 'data')) as [Buffer];
  return { enfant, dit: JSON.parse(String(ligne)) as { pid?: number; socket?: string; refus?: string } };
}

const vivant = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('base embarquée', () => {
  test('le premier démarrage crée la base, le second retrouve les données', async () => {
    const dossier = join(bac, 'données du portail');
    const premiere = await demarrer(dossier);
    expect(premiere.adoptee).toBe(false);
    expect(statSync(premiere.socket).mode & 0o777).toBe(0o700);
    const [etat] = await interroger(
      premiere,
      `select pg_encoding_to_char(encoding) as encodage, datlocprovider as fournisseur, datlocale as langue,
              datcollate as c, current_setting('data_checksums') as sommes, current_setting('fsync') as fsync,
              current_setting('listen_addresses') as tcp, current_setting('shared_buffers') as tampons,
              current_setting('wal_level') as wal, current_user as qui,
              (select rolsuper from pg_roles where rolname = current_user) as super
         from pg_database where datname = 'postgres'`,
    );
    expect(etat).toEqual({
      encodage: 'UTF8',
      fournisseur: 'i',
      langue: 'fr-FR',
      c: process.platform === 'darwin' ? 'C' : 'C.UTF-8',
      sommes: 'on',
      fsync: 'on',
      tcp: '',
      tampons: '16MB',
      wal: 'replica',
      qui: 'proprietaire',
      super: true,
    });
    await interroger(premiere, `create table essai as select 'côté'::text as mot`);
    await premiere.arreter();
    await premiere.arreter(); // idempotent
    // Gone from the disk at once; from the table of processes when its parent has noticed.
    await expect.poll(() => vivant(premiere.pidPostmaster)).toBe(false);
    expect(existsSync(join(premiere.dossier, 'postmaster.pid'))).toBe(false);

    const debut = performance.now();
    const seconde = await demarrer(dossier);
    expect(performance.now() - debut).toBeLessThan(2000);
    expect(seconde.adoptee).toBe(false);
    expect(await interroger(seconde, 'select mot from essai')).toEqual([{ mot: 'côté' }]);
    expect(readdirSync(join(seconde.dossier, 'journal'))).toContain('demarrage.log');
  });

  test('un second portail est refusé, le premier continue', async () => {
    const base = await demarrer(join(bac, 'd'));
    const erreur = await refus(demarrer(join(bac, 'd')));
    expect(erreur.message).toMatch(/^Un autre portail utilise déjà ces données/);
    expect(await interroger(base, 'select 1 as un')).toEqual([{ un: 1 }]);
  });

  test('de deux premiers démarrages simultanés, un seul gagne, l’autre reçoit la phrase', async () => {
    const essais = await Promise.all([portailEnfant(join(bac, 'd')), portailEnfant(join(bac, 'd'))]);
    const gagnants = essais.filter(({ dit }) => dit.pid !== undefined);
    const perdants = essais.filter(({ dit }) => dit.refus !== undefined);
    expect([gagnants.length, perdants.length]).toEqual([1, 1]);
    expect(perdants[0]?.dit.refus).toMatch(/^Un autre portail utilise déjà ces données/);
    expect(readdirSync(join(bac, 'd'))).toEqual(['pgdata']);
    gagnants[0]?.enfant.kill('SIGKILL');
    expect((await demarrer(join(bac, 'd'))).adoptee).toBe(true);
  });

  test('FIAB-01 : un serveur laissé par un portail tué est repris, Ctrl-C ne l’atteint pas', async () => {
    const { enfant, dit } = await portailEnfant(join(bac, 'd'));
    const pid = dit.pid ?? 0;
    process.kill(-(enfant.pid ?? 0), 'SIGINT'); // the whole foreground group, as a terminal does
    const mort = once(enfant, 'exit');
    enfant.kill('SIGKILL');
    await mort;
    expect(vivant(pid)).toBe(true);
    const lignes: string[] = [];
    const base = await demarrer(join(bac, 'd'), { journal: (l) => lignes.push(l) });
    expect([base.adoptee, base.pidPostmaster]).toEqual([true, pid]);
    expect(lignes.join()).toMatch(/repris/);
    await base.arreter();
    // Not by its pid: it stays a zombie until init reaps it.
    expect(existsSync(join(base.dossier, 'postmaster.pid'))).toBe(false);
    await expect(interroger(base, 'select 1')).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  });

  test('FIAB-01 : kill -9 de PostgreSQL ne perd aucune écriture confirmée', async () => {
    const perdue = vi.fn();
    let base = await demarrer(join(bac, 'd'), { onPerdue: perdue });
    await interroger(base, 'create table grand_livre (id int primary key)');
    let confirme = 0;
    for (let coup = 1; coup <= 3; coup += 1) {
      const client = new pg.Client(base.adresse('proprietaire', 'postgres'));
      client.on('error', () => {});
      await client.connect();
      const cible = confirme + 60;
      try {
        for (let id = confirme + 1; ; id += 1) {
          await client.query({ name: 'i', text: 'insert into grand_livre values ($1)', values: [id] });
          confirme = id;
          if (id === cible) process.kill(base.pidPostmaster, 'SIGKILL');
        }
      } catch {
        // The server is gone.
      }
      await vi.waitFor(() => expect(perdue).toHaveBeenCalledTimes(coup));
      base = await demarrer(join(bac, 'd'), { onPerdue: perdue });
      expect(base.adoptee).toBe(false);
      const [{ n, m } = { n: 0, m: 0 }] = await interroger<{ n: number; m: number }>(
        base,
        'select count(*)::int as n, max(id) as m from grand_livre',
      );
      expect(n).toBe(m);
      expect(m).toBeGreaterThanOrEqual(confirme);
      confirme = m;
    }
    await base.arreter();
    expect(perdue).toHaveBeenCalledTimes(3); // an asked stop is not a loss
  });

  test('les restes d’une création tuée et un pid repris par un autre programme n’empêchent rien', async () => {
    const dossier = join(bac, 'd');
    const mort = spawn('true');
    await once(mort, 'exit');
    const reste = join(dossier, `creation-${mort.pid}-abc`);
    mkdirSync(join(reste, 'base'), { recursive: true });
    const base = await demarrer(dossier);
    expect(existsSync(reste)).toBe(false);
    await base.arreter();

    const intrus = spawn('sleep', ['60'], estRoot() ? compteSansPrivilege() : {});
    enfants.push(intrus);
    const pidFichier = `${intrus.pid}\n${base.dossier}\n1\n5432\n${base.socket}\n\n  1 1\nready   \n`;
    writeFileSync(join(base.dossier, 'postmaster.pid'), pidFichier);
    expect((await demarrer(dossier)).adoptee).toBe(false);
  });

  test('les données d’une autre version majeure, ou abîmées, sont refusées en une phrase', async () => {
    const base = await demarrer(join(bac, 'd'));
    await base.arreter();
    writeFileSync(join(base.dossier, 'PG_VERSION'), '17\n');
    expect((await refus(demarrer(join(bac, 'd')))).message).toMatch(/autre version majeure de PostgreSQL/);
    rmSync(join(base.dossier, 'global', 'pg_control'));
    expect((await refus(demarrer(join(bac, 'd')))).message).toMatch(/incomplètes ou abîmées/);
  });

  test('un réglage refusé par PostgreSQL est nommé', async () => {
    const erreur = await refus(
      demarrer(join(bac, 'd'), { reglages: { ...REGLAGES, max_connections: 'dix' } }),
    );
    expect(erreur.message).toMatch(/réglage.*max_connections/);
  });

  test('un dossier déjà occupé est refusé et laissé tel quel', async () => {
    writeFileSync(join(bac, 'facture.txt'), 'à garder');
    const avant = statSync(bac);
    expect((await refus(demarrer(bac))).message).toMatch(/contient déjà autre chose/);
    expect([statSync(bac).mode, statSync(bac).uid]).toEqual([avant.mode, avant.uid]);
  });

  test('un dossier illisible donne une phrase', async () => {
    const ferme = join(bac, 'fermé');
    mkdirSync(ferme, { mode: estRoot() ? 0o700 : 0o000 });
    const message = estRoot()
      ? (await portailEnfant(join(ferme, 'd'), compteSansPrivilege())).dit.refus
      : (await refus(demarrer(join(ferme, 'd')))).message;
    expect(message).toMatch(/^Le portail ne peut pas lire et écrire dans le dossier de données/);
    writeFileSync(join(bac, 'fichier'), '');
    expect((await refus(demarrer(join(bac, 'fichier')))).message).toMatch(/ne peut pas lire et écrire/);
  });

  test.runIf(estRoot())('un compte ordinaire démarre la base sous son propre nom', async () => {
    const compte = compteSansPrivilege();
    chownSync(bac, compte.uid, compte.gid);
    const { enfant, dit } = await portailEnfant(join(bac, 'd'), compte);
    expect(statSync(`/proc/${dit.pid}`).uid).toBe(compte.uid);
    enfant.kill('SIGKILL');
    // Data of an account that exists are kept under it, even when root starts the portal next.
    expect((await demarrer(join(bac, 'd'))).adoptee).toBe(true);
  });
});

describe('binaires de PostgreSQL', () => {
  test('les liens de bibliothèques manquants sont refaits (npm ci --ignore-scripts)', async () => {
    const natif = join(bac, 'native');
    await cp(trouverNatif(), natif, { recursive: true, verbatimSymlinks: true });
    const lien = join(natif, 'lib', 'libicui18n.so.60');
    rmSync(lien);
    vi.stubEnv('PASSERELLE_PG_NATIVE', natif);
    const base = await demarrer(join(bac, 'd'));
    expect(existsSync(lien)).toBe(true);
    await base.arreter();

    rmSync(join(natif, 'lib', 'libicudata.so.60.2'));
    expect((await refus(demarrer(join(bac, 'e')))).message).toMatch(/ne peut pas tourner.*DATABASE_URL/);
    rmSync(join(natif, 'bin', 'initdb'));
    expect((await refus(demarrer(join(bac, 'e')))).message).toMatch(/npm ci/);
  });

  test.runIf(estRoot())('une copie de travail sous un dossier fermé (0700) marche sous root', async () => {
    const clone = join(bac, 'clone');
    mkdirSync(clone, { mode: 0o700 });
    await cp(trouverNatif(), join(clone, 'native'), { recursive: true, verbatimSymlinks: true });
    vi.stubEnv('PASSERELLE_PG_NATIVE', join(clone, 'native'));
    vi.stubEnv('TMPDIR', clone); // closed too: the socket and the copy must go elsewhere
    const lignes: string[] = [];
    const base = await demarrer(join(clone, 'donnees'), { journal: (l) => lignes.push(l) });
    aSupprimer.push(resolve(base.dossier, '..'));
    expect(base.dossier).toMatch(/^\/var\/lib\/passerelle\/[0-9a-f]{12}\/pgdata$/);
    expect(base.socket).toMatch(/^\/tmp\/passerelle-/);
    expect(lignes.join('\n')).toContain(resolve(base.dossier, '..'));
    const copie = /depuis sa copie (\S+)/.exec(lignes.join('\n'))?.[1];
    expect(copie).toMatch(/^(\/var\/cache|\/tmp)\/.*postgres-/);
    if (copie) aSupprimer.push(copie);
    await interroger(base, 'create table essai as select 1 as un');
    await base.arreter();

    // Opened later: the data that exist are still the ones used.
    chmodSync(clone, 0o755);
    const seconde = await demarrer(join(clone, 'donnees'));
    expect(seconde.dossier).toBe(base.dossier);
    expect(await interroger(seconde, 'select un from essai')).toEqual([{ un: 1 }]);
  });

  test.runIf(estRoot())(
    'des données devenues inaccessibles ne sont pas remplacées par une base vide',
    async () => {
      const clone = join(bac, 'clone');
      mkdirSync(clone);
      const base = await demarrer(join(clone, 'donnees'));
      await base.arreter();
      chmodSync(clone, 0o700);
      expect((await refus(demarrer(join(clone, 'donnees')))).message).toMatch(
        /ne peut plus atteindre.*chmod/,
      );
    },
  );

  test('un système sans PostgreSQL embarqué renvoie vers DATABASE_URL', () => {
    for (const [cle, valeur] of [
      ['platform', 'win32'],
      ['arch', 'riscv64'],
    ] as const) {
      const origine = Object.getOwnPropertyDescriptor(process, cle) ?? {};
      Object.defineProperty(process, cle, { ...origine, value: valeur });
      try {
        expect(() => trouverNatif()).toThrow(/n’est pas disponible sur ce système.*DATABASE_URL/);
      } finally {
        Object.defineProperty(process, cle, origine);
      }
    }
  });

  test('sous root, le compte est postgres, sinon nobody, sinon une phrase', () => {
    const root = 'root:x:0:0::/root:/bin/sh\n';
    const nobody = 'nobody:x:65534:65533::/:/bin/false\n';
    expect(compteSansPrivilege(`${root}${nobody}postgres:x:70:71::/:/bin/sh\n`)).toEqual({
      uid: 70,
      gid: 71,
    });
    expect(compteSansPrivilege(root + nobody)).toEqual({ uid: 65534, gid: 65533 });
    expect(() => compteSansPrivilege(root)).toThrow(ErreurDemarrage);
  });

  test.each([
    ['initdb: error: could not write to file "x": No space left on device', /disque.*plein/],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', /pas assez de mémoire/],
    ["/x/postgres: /lib/libc.so.6: version `GLIBC_2.27' not found", /ne peut pas tourner.*DATABASE_URL/],
    ['Error: spawn /x/native/bin/initdb ENOENT', /ne peut pas tourner.*DATABASE_URL/],
    ['initdb: error: could not look up effective user ID 1234: user does not exist', /\/etc\/passwd/],
    ['FATAL:  lock file "/tmp/p/.s.PGSQL.5432.lock" already exists', /Un ancien serveur/],
    ['PANIC:  could not locate a valid checkpoint record at 0/1', /abîmées/],
    ['FATAL:  une panne inconnue', /ne démarre pas \(une panne inconnue\)/],
  ])('« %s » devient une phrase', (sortie, attendu) => {
    const { message } = expliquer({ sortie, pgdata: '/d' });
    expect(message).toMatch(attendu);
    expect(message).not.toContain('\n');
    expect(message).toMatch(/\.$/);
  });
});
