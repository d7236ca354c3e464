import { importer } from '../../src/modules/cdap/index.ts';
import { fermerBase, ouvrirBase } from '../../src/platform/db/base.ts';

/** An import in a process of its own, which says each batch committed and waits to be killed or to end. */
const [adresse = '', id = '', caf = '', chemin = '', jour = ''] = process.argv.slice(2);
const alimentation = ouvrirBase(adresse, { max: 3, nom: 'import-a-tuer' });
await importer({
  alimentation,
  id,
  caf,
  chemin,
  jour,
  horloge: () => new Date(),
  tailleLot: 40,
  surAvance: ({ lues }) => process.stdout.write(`${lues}\n`),
});
await fermerBase(alimentation);
process.stdout.write('fini\n');
