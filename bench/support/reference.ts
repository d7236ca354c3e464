import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type BaseDeMesure, CAF, empreinteHex } from './base-de-mesure.ts';

/** Few enough for every statement to be prepared and planned long before the measure ends. */
const SEANCES = 10;
const NUMEROS = 50;
const CHAUFFE_S = 3;
const CONNEXIONS = 10;

export interface Reference {
  readonly nom: 'pgbench' | 'pg';
  /** Runs it once; consultations per second. */
  readonly mesurer: (secondes: number) => Promise<number>;
  readonly fermer: () => Promise<void>;
}

/**
 * The same two statements under the same role, one consultation at a time on each of 10 connections: same
 * reads, same insert, same commit, nothing shared. pgbench where the machine has it, else the driver alone in a
 * child process.
 */
export async function preparerReference(base: BaseDeMesure): Promise<Reference> {
  const demandes = await demandesDe(base);
  const lus = await versionsDe(base);
  const versions = lus.map(({ numero, version }) => `'${numero}, "dossier_version": "${version}"'`).join(',');
  const dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-reference-'));
  const fermer = () => rm(dossier, { recursive: true, force: true });
  const url = new URL(base.adresseService.replace('@/', '@localhost/'));
  const socket = url.searchParams.get('host') ?? '';
  if (spawnSync('pgbench', ['--version']).status === 0) {
    const scripts: string[] = [];
    for (const [i, { preparer, lire }] of demandes.entries()) {
      const fichier = path.join(dossier, `${i}.sql`);
      await writeFile(
        fichier,
        `\\set i random(1, ${base.numeros.length})\n` +
          `select * from cdap.preparer_consultations(('${preparer}' || (array[${echantillon(base)}])[1 + :i::int % ${NUMEROS}] || '}]')::jsonb);\n` +
          `select * from cdap.lire_et_tracer(('${lire}' || (array[${versions}])[1 + :i::int % ${NUMEROS}] || ',"trace":"' || gen_random_uuid() || '"}]')::jsonb);\n`,
      );
      scripts.push('-f', fichier);
    }
    const arguments_ = (secondes: number) => [
      '-n',
      '-M',
      'prepared',
      '-c',
      String(CONNEXIONS),
      '-j',
      '2',
      '-T',
      String(CHAUFFE_S + secondes),
      '-P',
      '1',
      ...scripts,
      '-h',
      socket,
      '-p',
      url.searchParams.get('port') ?? '5432',
      '-U',
      url.username,
      'passerelle',
    ];
    return {
      nom: 'pgbench',
      fermer,
      mesurer: async (secondes) => {
        const { stderr } = await promisify(execFile)('pgbench', arguments_(secondes), { maxBuffer: 2 ** 24 });
        // Second by second: the first ones, spent compiling and planning on new connections, are not counted.
        const parSeconde = [...stderr.matchAll(/progress: [\d.]+ s, ([\d.]+) tps/g)]
          .map(([, tps]) => Number(tps))
          .slice(CHAUFFE_S);
        return parSeconde.reduce((somme, tps) => somme + tps, 0) / parSeconde.length;
      },
    };
  }
  const donnees = path.join(dossier, 'demandes.json');
  await writeFile(
    donnees,
    JSON.stringify({ adresse: base.adresseService, demandes, dossiers: lus, connexions: CONNEXIONS }),
  );
  return {
    nom: 'pg',
    fermer,
    mesurer: async (secondes) => {
      const { stdout } = await promisify(execFile)(process.execPath, [
        path.join(import.meta.dirname, 'reference-pilote.ts'),
        donnees,
        String(secondes),
      ]);
      return Number(stdout.trim());
    },
  };
}

const echantillon = (base: BaseDeMesure): string => base.numeros.slice(0, NUMEROS).join(',');

/** Which state of each file's row is read: what the first call says, and the second checks. */
async function versionsDe(base: BaseDeMesure): Promise<{ numero: number; version: string }[]> {
  const client = new pg.Client({ connectionString: base.adresseProprietaire });
  await client.connect();
  const { rows } = await client.query(
    'select d.numero, d.xmin::text as version from unnest($1::integer[]) with ordinality n(numero, rang) join cdap.dossier d using (numero) order by rang',
    [base.numeros.slice(0, NUMEROS)],
  );
  await client.end();
  return rows;
}

/** JSON of both calls, cut before the file number, for a sample of the sessions. */
async function demandesDe(base: BaseDeMesure): Promise<{ preparer: string; lire: string }[]> {
  const client = new pg.Client({ connectionString: base.adresseService });
  await client.connect();
  const instant = new Date().toISOString();
  const blocs = [
    'identite',
    'numero',
    'adresse',
    'famille',
    'baseRessourcesEaje',
    'quotientFamilial',
    'handicap',
    'affiliation',
  ];
  const demandes = [];
  for (const seance of base.seances.slice(0, SEANCES)) {
    const commun = {
      rang: 0,
      empreinte: empreinteHex(seance.jeton),
      habilitation: seance.habilitation,
      caf: CAF,
      instant,
    };
    const preparer = `${JSON.stringify([commun]).slice(0, -2)},"numero":`;
    const { rows } = await client.query(
      'select revision, jour::text, session_id from cdap.preparer_consultations($1::jsonb)',
      [`${preparer}1}]`],
    );
    const lecture = {
      ...commun,
      session: rows[0].session_id,
      compte: seance.compte,
      nature: 'partenaire',
      organisme_caf: CAF,
      partenaire: seance.partenaire,
      revision: rows[0].revision,
      jour: rows[0].jour,
      compter: true,
      limite_compte: 100_000_000,
      limite_partenaire: 100_000_000,
      ouverts: blocs,
      categories: blocs,
      correlation: 'reference',
      issue: 'fait',
      code: null,
      profil: 'T2',
      version_matrice: 1,
      mission: 'tarif-creche',
      motif: null,
      adresse: '127.0.0.1',
      navigateur: 'mesure',
      objet: null,
      action: 'consultation-dossier',
    };
    const lire = `${JSON.stringify([lecture]).slice(0, -2)},"numero":`;
    // pgbench would take `:true` and `:null` for its own variables.
    demandes.push({ preparer: preparer.replaceAll('":', '": '), lire: lire.replaceAll('":', '": ') });
  }
  await client.end();
  return demandes;
}
