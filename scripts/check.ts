import { lancer } from './lancer.ts';

/** `npm run check`: quick, before each commit. Each step runs; all faults are shown at once. */
const ETAPES: readonly (readonly [string, readonly string[]])[] = [
  ['format et règles', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  ['types du serveur', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['types du navigateur', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.web.json']],
  ['échelle des imports', ['scripts/echelle.ts']],
  ['code mort', ['node_modules/knip/bin/knip.js', '--no-progress']],
  [
    'essais des règles',
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=dot',
      'src/kernel',
      '/domain/',
      '/web/',
      'src/ui',
      'libelles',
      'tests/echelle',
    ],
  ],
];

const manquees: string[] = [];
for (const [nom, args] of ETAPES) {
  const debut = Date.now();
  const code = await lancer(args);
  console.log(`${code === 0 ? '✓' : '✗'} ${nom} (${((Date.now() - debut) / 1000).toFixed(1)} s)`);
  if (code !== 0) manquees.push(nom);
}
if (manquees.length > 0) console.error(`À corriger : ${manquees.join(', ')}`);
process.exitCode = manquees.length > 0 ? 1 : 0;
