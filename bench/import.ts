import { once } from 'node:events';
import { createWriteStream, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ecrireDossier } from '../src/modules/cdap/domain/import/lire-dossier.ts';
import { genererPopulation } from '../src/modules/cdap/domain/population.ts';
import { commencerImport, importer } from '../src/modules/cdap/index.ts';
import { enTransaction, fermerBase, ouvrirBase } from '../src/platform/db/base.ts';
import { CAF, preparerBase } from './support/base-de-mesure.ts';

/**
 * PERF-04: import of files from a JSON lines file into an empty store, then the same file again. Every commit is
 * durable; memory is the most that this process holds above what it held before.
 */
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { dossiers: { type: 'string', default: '1000000' }, lot: { type: 'string' } },
});
const DOSSIERS = Number(values.dossiers);
const MOIS = new Date().toISOString().slice(0, 7);

const dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-import-'));
const fichier = path.join(dossier, 'dossiers.jsonl');
console.log(`Préparation : ${DOSSIERS} dossiers…`);
await ecrireFichier();
const octets = (await stat(fichier)).size;
const base = await preparerBase({ dossiers: 0, seances: 1 });
const adresse = base.adresseService.replace('passerelle_portail', 'passerelle_alimentation');
const alimentation = ouvrirBase(adresse, { max: 3, nom: 'mesure-import' });
const proprietaire = new pg.Client({ connectionString: base.adresseProprietaire });
await proprietaire.connect();

async function ecrireFichier(): Promise<void> {
  const sortie = createWriteStream(fichier, { highWaterMark: 4 * 1024 * 1024 });
  const cafs = [{ code: CAF, communes: [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }] }];
  let morceau = '';
  for (const d of genererPopulation({ graine: 'mesure', taille: DOSSIERS, cafs, moisCourant: MOIS })) {
    morceau += `${ecrireDossier(d)}\n`;
    if (morceau.length < 1_000_000) continue;
    if (!sortie.write(morceau)) await once(sortie, 'drain');
    morceau = '';
  }
  sortie.end(morceau);
  await once(sortie, 'close');
}

/** Processor time of the database's processes so far, in seconds; null where the system does not tell. */
async function processeurDeLaBase(): Promise<number | null> {
  try {
    const { rows } = await proprietaire.query('select pg_backend_pid() as pid');
    const lire = (pid: number | string) =>
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const pere = lire(rows[0].pid)[1] ?? '';
    let tops = 0;
    for (const pid of readdirSync('/proc').filter((nom) => /^[0-9]+$/.test(nom))) {
      try {
        const champs = lire(pid);
        if (pid === pere) for (const i of [11, 12, 13, 14]) tops += Number(champs[i]);
        else if (champs[1] === pere) tops += Number(champs[11]) + Number(champs[12]);
      } catch {
        // A process that ended between the two readings.
      }
    }
    return tops / 100;
  } catch {
    return null;
  }
}

interface Mesure {
  readonly dossiers_s: number;
  readonly rss_mb: number;
  /** Processor time by file, in microseconds: what remains true on a machine that others use. */
  readonly cpu_programme_us: number;
  readonly cpu_base_us: number | null;
  readonly comptes: Readonly<Record<string, number>>;
}

async function mesurer(): Promise<Mesure> {
  const caf = { nature: 'caf' as const, cafCode: CAF, partenaireId: null, compteId: null };
  const { id } = await commencerImport(
    (acte) => enTransaction(alimentation, caf, new Date(), acte),
    { caf: CAF, chemin: fichier, origine: 'commande', compteId: null },
    new Date(),
  );
  global.gc?.();
  const repos = process.memoryUsage.rss();
  let haut = repos;
  const processeur = process.cpuUsage();
  const deLaBase = await processeurDeLaBase();
  const debut = performance.now();
  await importer({
    alimentation,
    id,
    caf: CAF,
    chemin: fichier,
    jour: new Date().toISOString().slice(0, 10),
    horloge: () => new Date(),
    ...(values.lot === undefined ? {} : { tailleLot: Number(values.lot) }),
    surAvance: () => {
      haut = Math.max(haut, process.memoryUsage.rss());
    },
  });
  const secondes = (performance.now() - debut) / 1000;
  const { user, system } = process.cpuUsage(processeur);
  const apres = await processeurDeLaBase();
  const { rows } = await proprietaire.query(
    'select lues, nouvelles, inchangees, refusees from cdap.import_dossiers where id = $1',
    [id],
  );
  await proprietaire.query(
    "update cdap.import_dossiers set etat = 'termine', termine_le = now() where id = $1",
    [id],
  );
  return {
    dossiers_s: Math.round(DOSSIERS / secondes),
    cpu_programme_us: Math.round((user + system) / DOSSIERS),
    cpu_base_us:
      deLaBase === null || apres === null ? null : Math.round((1e6 * (apres - deLaBase)) / DOSSIERS),
    rss_mb: Math.round((haut - repos) / 1024 / 1024),
    comptes: Object.fromEntries(Object.entries(rows[0]).map(([nom, n]) => [nom, Number(n)])),
  };
}

try {
  const premier = await mesurer();
  console.log(`Base vide : ${premier.dossiers_s} dossiers/s, mémoire +${premier.rss_mb} Mo`);
  const { rows } = await proprietaire.query(
    "select pg_total_relation_size('cdap.dossier')::float8 as dossiers, pg_total_relation_size('cdap.cle_personne')::float8 as cles",
  );
  const second = await mesurer();
  console.log(`Même fichier : ${second.dossiers_s} dossiers/s, mémoire +${second.rss_mb} Mo`);
  if (premier.comptes.nouvelles !== DOSSIERS || second.comptes.inchangees !== DOSSIERS)
    throw new Error(`wrong counts: ${JSON.stringify([premier.comptes, second.comptes])}`);
  console.log(
    JSON.stringify({
      bench: 'import',
      dossiers: DOSSIERS,
      dossiers_s: premier.dossiers_s,
      rss_mb: Math.max(premier.rss_mb, second.rss_mb),
      cpu_programme_us: premier.cpu_programme_us,
      cpu_base_us: premier.cpu_base_us,
      rejeu_dossiers_s: second.dossiers_s,
      octets_par_dossier_fichier: Math.round(octets / DOSSIERS),
      octets_par_dossier_disque: Math.round(rows[0].dossiers / DOSSIERS),
      octets_de_cles_par_dossier: Math.round(rows[0].cles / DOSSIERS),
    }),
  );
} finally {
  await fermerBase(alimentation);
  await proprietaire.end();
  await base.fermer();
  await rm(dossier, { recursive: true, force: true });
}
process.exit(0);
