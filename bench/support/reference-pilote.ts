import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';

/** The reference where pgbench is absent: the driver alone, in its own process. */
const [donnees = '', secondes = '5'] = process.argv.slice(2);
const { adresse, demandes, dossiers, connexions } = JSON.parse(await readFile(donnees, 'utf8'));
// As in the other reference, three seconds to compile and plan on new connections are not counted.
const mesureDes = performance.now() + 3000;
const fin = mesureDes + Number(secondes) * 1000;
let faites = 0;
await Promise.all(
  Array.from({ length: connexions }, async () => {
    const client = new pg.Client({ connectionString: adresse });
    await client.connect();
    while (performance.now() < fin) {
      const { preparer, lire } = demandes[Math.floor(Math.random() * demandes.length)];
      const { numero, version } = dossiers[Math.floor(Math.random() * dossiers.length)];
      await client.query({
        name: 'p',
        text: 'select * from cdap.preparer_consultations($1::jsonb)',
        values: [`${preparer}${numero}}]`],
      });
      await client.query({
        name: 'l',
        text: 'select * from cdap.lire_et_tracer($1::jsonb)',
        values: [`${lire}${numero},"dossier_version":"${version}","trace":"${randomUUID()}"}]`],
      });
      if (performance.now() >= mesureDes) faites += 1;
    }
    await client.end();
  }),
);
console.log(faites / Number(secondes));
