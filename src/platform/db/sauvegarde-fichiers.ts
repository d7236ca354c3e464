import { existsSync } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import {
  codeDe,
  copierFichier,
  type Empreinte,
  ecrireFichier,
  empreinteDe,
  listerArbre,
  parQuelques,
} from './sauvegarde-copie.ts';
import type { Depart, Fin } from './sauvegarde-seance.ts';

/**
 * Left out, as pg_basebackup does: what only a running server means something by, and the WAL, of which the
 * needed part is taken apart. The journal is for this machine's operator.
 */
const VIDES = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const ABSENTS = new Set([
  'journal',
  'postmaster.pid',
  'postmaster.opts',
  'backup_label',
  'tablespace_map',
  'backup_manifest',
  'current_logfiles',
  'recovery.signal',
  'standby.signal',
  'postgresql.auto.conf.tmp',
  'backup_label.old',
  'tablespace_map.old',
]);
const TEMPORAIRE = /(^|\/)(pgsql_tmp[^/]*|pg_internal\.init(\.\d+)?)$/;
// Names in use by the server while the others are copied; it goes last, as the manual asks.
const CONTROLE = 'global/pg_control';

/** From where, to where, and what was copied so far, by its path in the data directory. */
export interface Copie {
  readonly pgdata: string;
  readonly cible: string;
  readonly fichiers: Map<string, Empreinte>;
  readonly signal: AbortSignal;
}

/** Files of a live data directory as they are found; the WAL mends what changes meanwhile. */
export async function copierBase(copie: Copie): Promise<readonly string[]> {
  const { pgdata, cible, fichiers, signal } = copie;
  const arbre = await listerArbre(pgdata, (chemin) => {
    const [racine = '', suite] = chemin.split('/');
    if (racine === 'pg_tblspc' && suite !== undefined) {
      throw new ErreurDemarrage(
        'La base a des espaces de tables hors de son dossier : servez-vous des outils de PostgreSQL pour la sauvegarder.',
      );
    }
    return !ABSENTS.has(racine) && !TEMPORAIRE.test(chemin) && !(VIDES.has(racine) && suite !== undefined);
  });
  await mkdir(cible, { mode: 0o700 });
  for (const dossier of arbre.dossiers) await mkdir(join(cible, dossier), { mode: 0o700 });
  await parQuelques(
    arbre.fichiers.filter((chemin) => chemin !== CONTROLE),
    async (chemin) => {
      try {
        fichiers.set(chemin, await copierFichier(join(pgdata, chemin), join(cible, chemin), signal));
      } catch (erreur) {
        // Dropped since the listing: the WAL tells it too.
        if (codeDe(erreur) !== 'ENOENT' || existsSync(join(pgdata, chemin))) throw erreur;
      }
    },
    signal,
  );
  await ecrireFichier(join(cible, CONTROLE), async (fichier) =>
    fichier.writeFile(await lireControle(join(pgdata, CONTROLE))),
  );
  fichiers.set(CONTROLE, await empreinteDe(join(cible, CONTROLE)));
  return arbre.dossiers;
}

/** The only file that the WAL cannot mend: read until two readings agree, since it may be written meanwhile. */
async function lireControle(fichier: string): Promise<Buffer> {
  const lire = async () => {
    const ouvert = await open(fichier, 'r');
    return ouvert.readFile().finally(() => ouvert.close());
  };
  let avant = await lire();
  for (;;) {
    const lu = await lire();
    if (lu.equals(avant)) return lu;
    avant = lu;
  }
}

const position = (lsn: string): bigint => {
  const [haut = '', bas = ''] = lsn.split('/');
  return (BigInt(`0x${haut}`) << 32n) | BigInt(`0x${bas}`);
};

/** Segments from the start of the copy to its end, all of them or none: a hole would only show at the restore. */
export async function copierJournaux(copie: Copie, depart: Depart, fin: Fin): Promise<void> {
  const { pgdata, cible, fichiers, signal } = copie;
  const { premier, dernier } = fin;
  const dossier = join(pgdata, 'pg_wal');
  const noms = (await readdir(dossier)).sort();
  const segments = noms.filter((nom) => /^[0-9A-F]{24}$/.test(nom) && nom >= premier && nom <= dernier);
  const { tailleSegment } = depart;
  // The end is the first byte after the copy: on a boundary it belongs to the segment before.
  const attendus = (position(fin.lsn) - 1n) / tailleSegment - position(depart.lsn) / tailleSegment + 1n;
  if (BigInt(segments.length) !== attendus) {
    throw new ErreurDemarrage(
      'Des journaux de PostgreSQL manquent à la fin de la copie : recommencez la sauvegarde.',
    );
  }
  for (const nom of [...segments, ...noms.filter((n) => /^[0-9A-F]{8}\.history$/.test(n))]) {
    const chemin = `pg_wal/${nom}`;
    const empreinte = await copierFichier(join(dossier, nom), join(cible, chemin), signal);
    if (segments.includes(nom) && BigInt(empreinte.taille) !== tailleSegment) {
      throw new ErreurDemarrage(
        'Un journal de PostgreSQL est incomplet à la fin de la copie : recommencez la sauvegarde.',
      );
    }
    fichiers.set(chemin, empreinte);
  }
}
