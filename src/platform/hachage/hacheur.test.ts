import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { creerHacheur, ErreurHachage, type Hacheur, type OptionsHacheur } from './hacheur.ts';
import { lienDeVie } from './ralentir.ts';

/** The real children, kept so that a test can stop or kill the one that it means. */
const { enfants, reglages } = vi.hoisted(() => ({
  enfants: [] as ChildProcess[],
  reglages: [] as { env?: NodeJS.ProcessEnv | undefined }[],
}));
vi.mock('node:child_process', async (lire) => {
  const vrai = await lire<typeof import('node:child_process')>();
  return {
    ...vrai,
    spawn: (...args: Parameters<typeof vrai.spawn>) => {
      const enfant = vrai.spawn(...args);
      enfants.push(enfant);
      reglages.push(args[2]);
      return enfant;
    },
  };
});

const ouverts: Hacheur[] = [];
const unHacheur = (options: OptionsHacheur = {}): Hacheur => {
  const hacheur = creerHacheur(options);
  ouverts.push(hacheur);
  return hacheur;
};
afterAll(() => Promise.all(ouverts.map(({ fermer }) => fermer())));

const dernier = (): ChildProcess => {
  const enfant = enfants.at(-1);
  if (enfant === undefined) throw new Error('no child was started');
  return enfant;
};
/** `T`: stopped. `Z`: ended, and nobody has asked yet. Null: gone. */
const etatDe = (pid: number | undefined): string | null => {
  try {
    return /^\d+ \(.*\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
};
/** Stopping needs a system that ends the child with its parent. */
const arretable = lienDeVie().length > 0;
const codeDe = (promesse: Promise<unknown>): Promise<string> =>
  promesse.then(
    () => 'fait',
    (erreur: unknown) => (erreur instanceof ErreurHachage ? erreur.code : String(erreur)),
  );

describe('ACC-02 une empreinte', () => {
  const hacheur = unHacheur();

  test('est d’argon2id, 19 Mio, deux passes, une voie, et diffère à chaque fois', async () => {
    const [une, autre] = await Promise.all([
      hacheur.hacher('Vk8rTq3nLw6xHd'),
      hacheur.hacher('Vk8rTq3nLw6xHd'),
    ]);
    expect(une).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(autre).not.toBe(une);
    expect(await verify(une, 'Vk8rTq3nLw6xHd')).toBe(true);
  });

  test('n’est juste que pour son mot de passe : casse et 72e octet compris', async () => {
    const long = `${'x'.repeat(72)}é`;
    const empreinte = await hacheur.hacher(long);
    expect(await hacheur.verifier(empreinte, long)).toBe(true);
    expect(await hacheur.verifier(empreinte, `${'x'.repeat(72)}e`)).toBe(false);
    expect(await hacheur.verifier(empreinte, `X${long.slice(1)}`)).toBe(false);
    expect(await hacheur.verifier(empreinte, '')).toBe(false);
  });

  test('composé ou décomposé, c’est le même secret, dans les deux sens', async () => {
    const compose = 'Éà7ç!ùKô9%zÿx'.normalize('NFC');
    const decompose = compose.normalize('NFD');
    expect(decompose).not.toBe(compose);
    expect(await hacheur.verifier(await hacheur.hacher(decompose), compose)).toBe(true);
    expect(await hacheur.verifier(await hash(compose), decompose)).toBe(true);
  });

  test('illisible, elle est un défaut qui ne répète rien et ne tue pas le processus', async () => {
    await hacheur.hacher('a');
    const avant = enfants.length;
    const erreur = await hacheur.verifier('zqxempreinte', 'zqxsecret').catch((e: unknown) => e);
    expect(erreur).toMatchObject({ code: 'defaut', message: 'hachage: defaut' });
    expect(String((erreur as Error).stack)).not.toMatch(/zqx/);
    expect(await codeDe(hacheur.hacher('a'))).toBe('fait');
    expect(enfants.length).toBe(avant);
  });
});

describe('PERF-06 les connexions attendent, pas les consultations', () => {
  test('un seul processus, de moindre priorité, sans environnement, et rien qui bloque celui du portail', async () => {
    const avant = enfants.length;
    const hacheur = unHacheur();
    let tours = 0;
    const minuterie = setInterval(() => {
      tours += 1;
    }, 1);
    const cpu = process.cpuUsage();
    await Promise.all(Array.from({ length: 40 }, () => hacheur.hacher('Vk8rTq3nLw6xHd')));
    const { user, system } = process.cpuUsage(cpu);
    clearInterval(minuterie);
    expect(enfants.length).toBe(avant + 1);
    expect(os.getPriority(dernier().pid)).toBe(19);
    // Where the system has it: without, a priority yields to nothing outside of the child's own session, which is not
    // the portal's.
    if (existsSync('/proc/self/autogroup')) {
      const [laSienne, laNotre] = [dernier().pid, 'self'].map((qui) =>
        readFileSync(`/proc/${qui}/autogroup`, 'utf8'),
      );
      expect(laSienne).toMatch(/nice 19$/m);
      expect(laSienne?.split(' ')[0]).not.toBe(laNotre?.split(' ')[0]);
    }
    expect(reglages.at(-1)?.env).toEqual({});
    // Forty hashes take this process nothing: some 10 ms of a processor each, were they its own.
    expect((user + system) / 1000).toBeLessThan(40 * 5);
    expect(tours).toBeGreaterThan(20);
  });

  test.runIf(arretable)('pendant une consultation elle attend ; finie, elle reprend aussitôt', async () => {
    const hacheur = unHacheur({ retenueMs: 600_000 });
    await hacheur.hacher('a');
    const { pid } = dernier();
    const consulte = hacheur.ceder();
    const demande = codeDe(hacheur.hacher('a'));
    await vi.waitFor(() => expect(etatDe(pid)).toBe('T'), { interval: 1 });
    consulte();
    expect(await demande).toBe('fait');
  });

  test.runIf(arretable)('une consultation qui dure ne la retient qu’un vingtième de seconde', async () => {
    const hacheur = unHacheur();
    await hacheur.hacher('a');
    hacheur.ceder();
    const debut = performance.now();
    expect(await codeDe(hacheur.hacher('a'))).toBe('fait');
    expect(performance.now() - debut).toBeGreaterThanOrEqual(50);
  });

  test.runIf(arretable)('un portail tué pendant qu’elle attend ne la laisse pas derrière lui', async () => {
    const code = `
      import { creerHacheur } from ${JSON.stringify(new URL('hacheur.ts', import.meta.url).href)};
      import { readFileSync } from 'node:fs';
      const hacheur = creerHacheur({ retenueMs: 600_000 });
      await hacheur.hacher('a');
      hacheur.ceder();
      void hacheur.hacher('a');
      const enfants = () => readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8').trim();
      setTimeout(() => process.stdout.write(enfants()), 20);
    `;
    const portail = spawn(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '-e',
      code,
    ]);
    const [dit] = (await once(portail.stdout ?? portail, 'data')) as [Buffer];
    const pid = Number(String(dit));
    expect(etatDe(pid)).toBe('T');
    portail.kill('SIGKILL');
    await vi.waitFor(() => expect(['Z', null]).toContain(etatDe(pid)), { timeout: 5000 });
  });

  test('au-delà de la file, on le dit tout de suite ; les autres passent', async () => {
    const hacheur = unHacheur({ attente: 2 });
    const issues = [1, 2, 3, 4].map(() => codeDe(hacheur.hacher('a')));
    expect(await issues[3]).toBe('file-pleine');
    expect(await Promise.all(issues.slice(0, 3))).toEqual(['fait', 'fait', 'fait']);
    expect(await codeDe(hacheur.hacher('a'))).toBe('fait');
  });

  test('64 demandes attendent si rien n’est dit', async () => {
    const hacheur = unHacheur();
    const issues = Array.from({ length: 67 }, () => codeDe(hacheur.verifier('illisible', 'a')));
    expect((await Promise.all(issues)).filter((code) => code === 'file-pleine')).toHaveLength(2);
  });

  test('une demande qui dure est abandonnée avec son processus, et la suivante faite par un autre', async () => {
    const hacheur = unHacheur({ delaiMs: 3000 });
    expect(await codeDe(hacheur.hacher('a'))).toBe('fait');
    const fige = dernier();
    fige.kill('SIGSTOP');
    expect(await codeDe(hacheur.hacher('a'))).toBe('delai');
    expect(await codeDe(hacheur.hacher('a'))).toBe('fait');
    expect(dernier()).not.toBe(fige);
    expect(fige.killed).toBe(true);
  });
});

describe('un processus qui meurt', () => {
  test('n’emporte que la demande qu’il avait', async () => {
    const hacheur = unHacheur();
    await hacheur.hacher('a');
    const victime = dernier();
    victime.kill('SIGSTOP');
    const issues = [1, 2, 3].map(() => codeDe(hacheur.hacher('a')));
    victime.kill('SIGKILL');
    expect(await Promise.all(issues)).toEqual(['defaut', 'fait', 'fait']);
    expect(dernier()).not.toBe(victime);
  });

  test('sans travail est remplacé sans que personne le sache', async () => {
    const hacheur = unHacheur();
    await hacheur.hacher('a');
    const victime = dernier();
    const mort = new Promise((resoudre) => victime.once('exit', resoudre));
    victime.kill('SIGKILL');
    await mort;
    expect(await codeDe(hacheur.hacher('a'))).toBe('fait');
  });

  test('dont la voie est coupée le dit aussitôt, sans attendre le délai', async () => {
    const hacheur = unHacheur({ delaiMs: 600_000 });
    await hacheur.hacher('a');
    dernier().kill('SIGSTOP');
    dernier().disconnect();
    expect(await codeDe(hacheur.hacher('a'))).toBe('defaut');
    expect(await codeDe(hacheur.hacher('a'))).toBe('fait');
  });

  test('à l’arrêt, ce qui attend est refusé, le processus finit et rien ne repart', async () => {
    const hacheur = unHacheur();
    await hacheur.hacher('a');
    const enfant = dernier();
    const fin = new Promise((resoudre) => enfant.once('exit', resoudre));
    enfant.kill('SIGSTOP');
    const issues = [codeDe(hacheur.hacher('a')), codeDe(hacheur.verifier('b', 'a'))];
    await hacheur.fermer();
    await fin;
    expect(await Promise.all(issues)).toEqual(['arret', 'arret']);
    expect(await codeDe(hacheur.hacher('a'))).toBe('arret');
    expect(dernier()).toBe(enfant);
  });
});
