import { chown, mkdir } from 'node:fs/promises';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { type Compte, peutTraverser } from './embedded-compte.ts';

/** How far a restore goes. `copie`: to the end of the backup, without the archives. */
export type But =
  | { readonly genre: 'copie' }
  | { readonly genre: 'dernier' }
  | { readonly genre: 'instant'; readonly instant: Date };

/** In a shell word, inside a PostgreSQL command where `%` announces a parameter. */
const mot = (chemin: string) => `'${chemin.replaceAll("'", `'\\''`)}'`.replaceAll('%', '%%');

/**
 * Settings that archive the WAL into `dossier`, one file by segment (FIAB-05).
 *
 * Written under another name, put on disk, then renamed: a name that exists is a whole segment. After a crash
 * PostgreSQL may hand a segment over again: accepted when it is the same, refused when it differs, since that
 * would be another base's archive.
 */
export async function reglagesDArchives(
  dossier: string,
  compte: Compte | undefined,
): Promise<Record<string, string>> {
  try {
    await mkdir(dossier, { recursive: true, mode: 0o700 });
    if (compte) await chown(dossier, compte.uid, compte.gid);
  } catch (cause) {
    throw inaccessibles(dossier, cause);
  }
  if (compte && !peutTraverser(dossier, compte)) throw inaccessibles(dossier);
  const d = mot(dossier);
  return {
    archive_mode: 'on',
    archive_command: `if test -f ${d}/%f; then cmp -s "%p" ${d}/%f; else cp "%p" ${d}/.%f.partiel && sync ${d}/.%f.partiel && mv ${d}/.%f.partiel ${d}/%f && sync ${d}; fi`,
    // At most this much is lost with the machine; each archived segment weighs 16 MB, however little it holds.
    archive_timeout: '5min',
  };
}

const inaccessibles = (dossier: string, cause?: unknown) =>
  new ErreurDemarrage(
    `Le dossier des journaux archivés (ARCHIVES_JOURNAUX, ${dossier}) ne peut pas être écrit par le compte de PostgreSQL : vérifiez ses droits et ceux des dossiers qui y mènent.`,
    { cause },
  );

/**
 * Settings under which a copy catches up with its WAL and becomes a base again, on a new timeline: what it
 * writes next never takes the name of a segment that the first base wrote.
 */
export function reglagesDeReprise(but: But, journaux: string | null): Record<string, string> {
  const communs = {
    // Nobody reads before the end, so « ready » in postmaster.pid means that the recovery is over.
    hot_standby: 'off',
    // Also asked for the names of the timelines already taken.
    restore_command: journaux === null ? 'false' : `cp ${mot(journaux)}/%f "%p"`,
    recovery_target_action: 'promote',
  };
  if (but.genre === 'copie')
    return { ...communs, recovery_target: 'immediate', recovery_target_timeline: 'current' };
  if (but.genre === 'dernier') return { ...communs, recovery_target_timeline: 'latest' };
  return {
    ...communs,
    recovery_target_timeline: 'latest',
    // Read before time zone names are known: « Z » would be refused.
    recovery_target_time: but.instant.toISOString().replace('Z', '+00'),
  };
}
