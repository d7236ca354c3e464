import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { generate } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BaseDeTest, creerBaseDeTest } from '../support/base.ts';

/** The start as a person lives it: real processes, one clear sentence when it cannot be, and a non-zero exit. */
const RACINE = path.resolve(import.meta.dirname, '../..');
const LANCES: ChildProcess[] = [];
let bac: string;

beforeAll(async () => {
  bac = await mkdtemp(path.join(os.tmpdir(), 'passerelle-demarrage-'));
  await chmod(bac, 0o755);
});
afterAll(async () => {
  for (const enfant of LANCES) if (enfant.exitCode === null) enfant.kill('SIGKILL');
  await rm(bac, { recursive: true, force: true });
});

interface Fin {
  readonly code: number | null;
  readonly dit: string;
  readonly sorti: string;
}

function lancer(fichier: string, args: readonly string[], env: Record<string, string>, entree = '') {
  const enfant = spawn(process.execPath, [fichier, ...args], {
    cwd: RACINE,
    env: { ...process.env, NIVEAU_JOURNAL: 'silent', PORT: '0', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  LANCES.push(enfant);
  enfant.stdin.end(entree);
  let dit = '';
  let sorti = '';
  enfant.stderr.on('data', (morceau) => (dit += morceau));
  enfant.stdout.on('data', (morceau) => (sorti += morceau));
  const fin = new Promise<Fin>((resoudre) => enfant.once('close', (code) => resoudre({ code, dit, sorti })));
  const pret = new Promise<string>((resoudre, rejeter) => {
    enfant.stderr.on('data', () => {
      const adresse = /répond à (http:\/\/localhost:\d+)/.exec(dit)?.[1];
      if (adresse) resoudre(adresse);
    });
    void fin.then(({ dit: tout }) => rejeter(new Error(tout)));
  });
  pret.catch(() => {});
  return { enfant, fin, pret };
}

const serveur = (env: Record<string, string>) => lancer('src/apps/server.ts', [], env);
const echec = async (env: Record<string, string>): Promise<string> => {
  const { code, dit } = await serveur(env).fin;
  expect(code).toBe(1);
  // One sentence for a person: no stack, no code.
  expect(dit).not.toMatch(/\n\s+at /);
  return dit.trim();
};

describe('EXP-02 un démarrage impossible le dit en une phrase', () => {
  test.each([
    [{ PORT: 'abc' }, 'PORT'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://a@localhost/b' }, 'DATABASE_URL_PROPRIETAIRE'],
    [{ ADRESSE: '0.0.0.0' }, 'démonstration'],
    [{ ADRESSE_PUBLIQUE: 'portail' }, 'ADRESSE_PUBLIQUE'],
  ])('%o', async (env, mot) => {
    expect(await echec({ DOSSIER_DONNEES: path.join(bac, 'jamais'), ...env })).toContain(mot);
  });

  test('une base qui ne répond pas', async () => {
    const adresse = 'postgres://personne:rien@127.0.0.1:9/absente';
    const dit = await echec({
      DEMONSTRATION: 'non',
      DOSSIER_DONNEES: path.join(bac, 'sans-base'),
      DATABASE_URL: adresse,
      DATABASE_URL_PROPRIETAIRE: adresse,
    });
    expect(dit).toContain('ne répond pas');
    expect(dit).not.toContain('rien@');
  });

  test('un dossier de données illisible', async () => {
    const fichier = path.join(bac, 'pas-un-dossier');
    await (await import('node:fs/promises')).writeFile(fichier, 'x');
    expect(await echec({ DOSSIER_DONNEES: path.join(fichier, 'donnees') })).toMatch(
      /dossier de données|trousseau/i,
    );
  });
});

describe('le portail réel', () => {
  let base: BaseDeTest;
  let env: Record<string, string>;
  beforeAll(async () => {
    base = await creerBaseDeTest();
    await mkdir(path.join(bac, 'reel'));
    env = {
      DEMONSTRATION: 'non',
      DOSSIER_DONNEES: path.join(bac, 'reel'),
      DATABASE_URL: base.adresse('passerelle'),
      DATABASE_URL_PROPRIETAIRE: base.adresse('proprietaire'),
      TRAVAUX: 'non',
    };
  });
  afterAll(() => base.fermer());

  test('ACC-14 le premier administrateur de la Cnaf vient d’une commande, et d’une seule', async () => {
    const args = [
      'creer-administrateur-cnaf',
      '--prenom',
      'Ada',
      '--nom',
      'Inventée',
      '--courriel',
      'ada@cnaf.exemple',
    ];
    const motDePasse = 'Onze-Marees-Vertes-41';
    const { code, sorti, dit } = await lancer('src/apps/cli.ts', args, env, `${motDePasse}\n`).fin;
    expect(dit).toContain('Enregistrez la clé');
    expect(code).toBe(0);
    const identifiant = /Identifiant : (\w{10})/.exec(sorti)?.[1] ?? '';
    const secret = /secret=(\w+)/.exec(sorti)?.[1] ?? '';

    const { pret, enfant, fin } = serveur(env);
    const adresse = await pret;
    const poster = (chemin: string, corps: unknown, cookie = '') =>
      fetch(adresse + chemin, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify(corps),
      });
    const premiere = await poster('/api/connexion', { identifiant, motDePasse });
    expect(await premiere.json()).toMatchObject({ etape: 'second-facteur', facteurs: { application: true } });
    const cookieDe = ({ headers }: Response) => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const seconde = await poster(
      '/api/connexion/second-facteur',
      { code: await generate({ secret }) },
      cookieDe(premiere),
    );
    expect(await seconde.json()).toMatchObject({ parcours: { aFaire: ['confidentialite'] } });
    const entree = await poster('/api/parcours/confidentialite', { version: 1 }, cookieDe(seconde));
    expect(await entree.json()).toMatchObject({ session: { roles: ['administrateur-cnaf'] } });

    // Outside the demonstration, nothing of it exists.
    const portail = await (await fetch(`${adresse}/api/portail`)).json();
    expect(portail).toMatchObject({ demonstration: false });
    for (const chemin of ['comptes', 'codes?identifiant=x', 'courriels']) {
      expect((await fetch(`${adresse}/api/demonstration/${chemin}`)).status).toBe(404);
    }
    expect((await fetch(`${adresse}/sante`)).status).toBe(200);
    expect((await fetch(`${adresse}/pret`)).status).toBe(200);
    expect(await (await fetch(`${adresse}/metriques`)).text()).toContain('passerelle_requetes_total');

    const encore = await lancer('src/apps/cli.ts', args, env, `${motDePasse}\n`).fin;
    expect(encore).toMatchObject({ code: 1 });
    expect(encore.dit).toContain('déjà un compte');

    enfant.kill('SIGTERM');
    expect((await fin).code).toBe(0);

    // CDAP-10: without a matrix no profile would open; a real installation finds both catalogues.
    const { rows } = await base.proprietaire.query(
      'select version, catalogue from cdap.version_matrice order by version',
    );
    expect(rows).toEqual([
      { version: 1, catalogue: '2025' },
      { version: 2, catalogue: '2017' },
    ]);
  }, 60_000);

  test('la démonstration refuse une base qui contient autre chose', async () => {
    expect(await echec({ ...env, DEMONSTRATION: 'oui' })).toContain('déjà d’autres données');
  });

  test('SEC-02 un rôle trop puissant est refusé', async () => {
    const proprietaire = base.adresse('proprietaire');
    expect(await echec({ ...env, DATABASE_URL: proprietaire })).toContain('trop puissant');
  });
});

describe('la base embarquée et la démonstration', () => {
  test('port pris, second portail sur les mêmes données, second démarrage : les données restent', async () => {
    const occupant = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resoudre) => occupant.once('listening', resoudre));
    const env = { DOSSIER_DONNEES: path.join(bac, 'demo') };
    const { port } = occupant.address() as AddressInfo;
    expect(await echec({ ...env, PORT: String(port) })).toContain(`Le port ${port} est déjà pris`);
    occupant.close();

    const premier = serveur(env);
    const adresse = await premier.pret;
    const reponse = await fetch(`${adresse}/api/demonstration/comptes`);
    const comptes = (await reponse.json()) as { organismes: unknown[] };
    expect(comptes.organismes.length).toBeGreaterThan(9);
    expect(await echec(env)).toContain('déjà ces données');
    premier.enfant.kill('SIGTERM');
    const fin = await premier.fin;
    expect(fin.code).toBe(0);
    // The port failed once the data was loaded: this start found it there and loaded nothing again.
    expect(fin.dit).not.toContain('familles');

    // EXP-07: twice, since a key ring made by the first refusal would let the second start pass.
    await rm(path.join(bac, 'demo', 'trousseau.json'));
    expect(await echec(env)).toContain('a disparu');
    expect(await echec(env)).toContain('a disparu');
  }, 90_000);
});
