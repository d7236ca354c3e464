import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** `npm run bench NAME`: runs one measure of page 12; its last line is one JSON object. */
const [nom = ''] = process.argv.slice(2);
const fichier = path.join(import.meta.dirname, `${nom}.ts`);
if (!/^[a-z-]+$/.test(nom) || nom === 'run' || !existsSync(fichier)) {
  const mesures = (await readdir(import.meta.dirname)).filter((f) => f.endsWith('.ts') && f !== 'run.ts');
  console.error(`Mesures : ${mesures.map((f) => f.replace('.ts', '')).join(', ')}`);
  process.exit(1);
}
await import(fichier);
