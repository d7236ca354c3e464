import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { lancer } from './lancer.ts';

/**
 * `npm test`: everything, browser included, with modest counts. `--complet` takes the full counts and, where the
 * machine has PostgreSQL 15, runs the server's tests on it too. The seed printed gives the same draws again with
 * `GRAINE=…`. Last line: `N passed, N failed`.
 */
const complet = process.argv.includes('--complet');
const graine = process.env.GRAINE ?? String(Math.floor(Math.random() * 2 ** 31));
const env = { GRAINE: graine, ESSAIS: complet ? 'complet' : 'modeste', TZ: 'UTC', FORCE_COLOR: '0' };
const PG15 = '/usr/lib/postgresql/15';

interface Passage {
  readonly nom: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const PASSAGES: readonly Passage[] = [
  { nom: 'règles, serveur, droits, anomalies (PostgreSQL 18 embarqué)', args: [] },
  { nom: 'navigateur', args: ['--config', 'tests/navigateur/vitest.config.ts'] },
  ...(complet && existsSync(`${PG15}/bin/postgres`)
    ? [
        {
          nom: 'serveur sur PostgreSQL 15',
          args: ['src/modules', 'tests/droits', 'tests/anomalies', 'tests/parcours'],
          env: { PASSERELLE_PG_NATIVE: PG15 },
        },
      ]
    : []),
];

const dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-essais-'));
let reussis = 0;
let manques = 0;
let incomplet = false;
console.log(`Graine : ${graine}${complet ? ' ; comptes complets' : ''}`);
for (const [i, passage] of PASSAGES.entries()) {
  console.log(`\n— ${passage.nom}`);
  const rapport = path.join(dossier, `${i}.json`);
  const code = await lancer(
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${rapport}`,
      ...passage.args,
    ],
    { ...env, ...passage.env },
  );
  const lu = existsSync(rapport) ? JSON.parse(await readFile(rapport, 'utf8')) : null;
  reussis += lu?.numPassedTests ?? 0;
  manques += lu?.numFailedTests ?? 0;
  // A run that died, or a file that could not be loaded, has no failed test to count: it is one.
  if (code !== 0 && (lu?.numFailedTests ?? 0) === 0) {
    incomplet = true;
    manques += 1;
  }
}
await rm(dossier, { recursive: true, force: true });
if (incomplet) console.log('\nUn passage n’est pas allé à son terme.');
console.log(`\nGraine : ${graine}`);
console.log(`${reussis} passed, ${manques} failed`);
process.exitCode = manques > 0 || reussis === 0 ? 1 : 0;
