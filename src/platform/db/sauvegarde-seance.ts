import type pg from 'pg';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { codeDe } from './sauvegarde-copie.ts';
import type { Manifeste } from './sauvegarde-manifeste.ts';

/** What is said to the server, in the one session that a backup lives in. */

export interface Depart {
  readonly lsn: string;
  readonly tailleSegment: bigint;
}

export const perdue = (cause: unknown) =>
  new ErreurDemarrage(
    'PostgreSQL s’est arrêté pendant la copie : rien n’est gardé, recommencez la sauvegarde.',
    { cause },
  );

/** One sentence for what the server refuses. */
export function traduire(erreur: unknown): unknown {
  const code = codeDe(erreur) ?? '';
  if (/^(57P0\d|08|ECONN|EPIPE)/.test(code)) return perdue(erreur);
  if (code === '3D000' || code === '42P01') {
    return new ErreurDemarrage('Ces données ne sont pas celles d’un portail : il n’y a rien à sauvegarder.', {
      cause: erreur,
    });
  }
  if (code === '55000' || code === '53400') {
    return new ErreurDemarrage(
      'PostgreSQL est réglé de façon à ne pas pouvoir être copié en marche : il faut wal_level à replica et un max_replication_slots libre dans postgresql.conf.',
      { cause: erreur },
    );
  }
  return erreur;
}

/**
 * The slot comes first: from its position on no WAL is recycled, however long the copy takes. It is temporary,
 * so a killed backup does not fill the disk.
 */
export async function commencer(client: pg.Client): Promise<Depart> {
  await client.query("set timezone = 'UTC'");
  await client.query(
    `select pg_create_physical_replication_slot('passerelle_sauvegarde_' || pg_backend_pid(), true, true)`,
  );
  const { rows } = await client.query<{ lsn: string; segment: string }>(
    `select pg_backup_start('passerelle', true)::text as lsn,
            (select setting from pg_settings where name = 'wal_segment_size') as segment`,
  );
  const [ligne] = rows;
  if (ligne === undefined) throw new Error('pg_backup_start answered nothing');
  return { lsn: ligne.lsn, tailleSegment: BigInt(ligne.segment) };
}

export async function lireMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select name from passerelle.migration order by name',
  );
  return rows.map(({ name }) => name);
}

/** An archive that fails fills the disk with what it keeps waiting: said where someone reads. */
export async function avertirArchives(client: pg.Client, journal: (ligne: string) => void): Promise<void> {
  const { rows } = await client.query<{ depuis: Date }>(
    `select last_failed_time as depuis from pg_stat_archiver
      where current_setting('archive_mode') <> 'off'
        and last_failed_time > coalesce(last_archived_time, '-infinity')`,
  );
  const [faute] = rows;
  if (faute === undefined) return;
  journal(
    `Attention : les journaux ne s’archivent plus (dernier échec : ${faute.depuis.toISOString()}). Vérifiez le dossier de ARCHIVES_JOURNAUX et sa place.`,
  );
}

export interface Fin {
  readonly lsn: string;
  readonly etiquette: string;
  readonly premier: string;
  readonly dernier: string;
  readonly serveur: Pick<Manifeste['postgresql'], 'majeure' | 'version' | 'systeme' | 'ligne'>;
}

/** Ends the backup without waiting for the archives: the WAL is taken from the slot's reserve. */
export async function finir(client: pg.Client): Promise<Fin> {
  const { rows } = await client.query(
    `select s.lsn::text, s.labelfile, s.spcmapfile, pg_walfile_name(s.lsn) as dernier,
            current_setting('server_version_num')::int / 10000 as majeure,
            current_setting('server_version') as version,
            (select system_identifier::text from pg_control_system()) as systeme
       from pg_backup_stop(false) s`,
  );
  const r = rows[0];
  const premier = /^START WAL LOCATION: .* \(file ([0-9A-F]{24})\)/m.exec(r.labelfile)?.[1];
  if (premier === undefined || r.spcmapfile.trim() !== '') throw new Error('unexpected backup label');
  const ligne = Number.parseInt(r.dernier.slice(0, 8), 16);
  return {
    lsn: r.lsn,
    etiquette: r.labelfile,
    premier,
    dernier: r.dernier,
    serveur: { majeure: r.majeure, version: r.version, systeme: r.systeme, ligne },
  };
}
