import { execFile } from 'node:child_process';
import { existsSync, lchownSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { REGLAGES } from './embedded.ts';
import { preparerBinaires, trouverNatif } from './embedded-binaires.ts';
import {
  choisirLieu,
  type Lieu,
  PREFIXE,
  PROPRIETAIRE,
  preparerSocket,
  retirerRestes,
} from './embedded-dossier.ts';
import { arreterPostgres, environnement, lancerPostgres } from './embedded-postmaster.ts';
import { type But, reglagesDArchives, reglagesDeReprise } from './sauvegarde-archives.ts';
import { copierFichier, fixerDossier, parQuelques, phraseSysteme } from './sauvegarde-copie.ts';
import { DOSSIER_BASE, MACHINE, type Manifeste } from './sauvegarde-manifeste.ts';

const PORT = 5432; // only names the socket file
const executer = promisify(execFile);

export interface OptionsRestauration {
  readonly sauvegarde: string;
  /** Already checked: see `verifierSauvegarde`. */
  readonly manifeste: Manifeste;
  /** Folder of the embedded base, as the portal is told of it. */
  readonly dossier: string;
  readonly but: But;
  /** Archives to read the WAL from, and to look up timelines already taken. */
  readonly journaux: string | null;
  /** Archives of the base to come: its first segments must reach them. */
  readonly archives: string | null;
  /** False for a trial: nothing is kept. */
  readonly garder: boolean;
  readonly base: string;
  readonly reglages?: Record<string, string>;
  readonly journal: (ligne: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Puts a copy back and lets PostgreSQL catch up, under a name that no portal opens; `controler` then looks at
 * it, and only after does it become the base. Cut at any moment, it leaves no base or a whole one.
 *
 * Errors: ErreurDemarrage.
 */
export async function relever<T>(
  options: OptionsRestauration,
  controler: (client: pg.Client) => Promise<T>,
): Promise<T> {
  try {
    const lieu = await choisirLieu(options.dossier, options.journal);
    if (existsSync(lieu.pgdata)) throw occupe(options.dossier);
    await retirerRestes(lieu.racine);
    const natif = await preparerBinaires(trouverNatif(), lieu.compte, options.journal);
    await refuserAutreVersion(natif, options.manifeste);
    // The prefix of unfinished creations: what a kill leaves is removed by the next start or restore.
    const travail = await mkdtemp(join(lieu.racine, `${PREFIXE}${process.pid}-`));
    try {
      await poser(options, travail, lieu);
      const lu = await rattraper(options, natif, travail, lieu, controler);
      if (options.garder) {
        await rename(travail, lieu.pgdata);
        await fixerDossier(lieu.racine);
      }
      return lu;
    } finally {
      await rm(travail, { recursive: true, force: true });
    }
  } catch (erreur) {
    throw phraseSysteme(erreur, options.dossier);
  }
}

export const occupe = (dossier: string): ErreurDemarrage =>
  new ErreurDemarrage(
    `Le dossier de données ${dossier} n’est pas vide : restaurez dans un autre (DOSSIER_DONNEES), ou mettez celui-ci de côté.`,
  );

/** A physical copy opens only with the major version and on the kind of machine that wrote it. */
async function refuserAutreVersion(natif: string, { postgresql }: Manifeste): Promise<void> {
  const { stdout } = await executer(join(natif, 'bin', 'postgres'), ['--version'], {
    env: environnement(natif),
  });
  const majeure = Number(/(\d+)(?:\.|\w|\s|$)/.exec(stdout.replace(/^.*\)/, ''))?.[1]);
  if (majeure !== postgresql.majeure) {
    throw new ErreurDemarrage(
      `Cette sauvegarde vient de PostgreSQL ${postgresql.majeure}, et ce portail apporte PostgreSQL ${majeure} : restaurez-la avec la version du portail qui l’a faite, puis suivez « Changer de version majeure » dans docs/exploitation.md.`,
    );
  }
  if (MACHINE !== postgresql.machine) {
    throw new ErreurDemarrage(
      `Cette sauvegarde vient d’une machine ${postgresql.machine}, et celle-ci est ${MACHINE} : une copie physique ne passe pas de l’une à l’autre, restaurez-la sur une machine semblable.`,
    );
  }
}

async function poser(options: OptionsRestauration, travail: string, lieu: Lieu): Promise<void> {
  const { manifeste, sauvegarde, signal } = options;
  const donner = (chemin: string) => {
    if (lieu.compte) lchownSync(chemin, lieu.compte.uid, lieu.compte.gid);
  };
  const ici = (chemin: string) => join(travail, chemin.slice(DOSSIER_BASE.length + 1));
  const dedans = (chemin: string) => chemin.startsWith(`${DOSSIER_BASE}/`);
  donner(travail);
  const dossiers = manifeste.dossiers.filter(dedans);
  for (const dossier of dossiers) {
    await mkdir(ici(dossier), { mode: 0o700 });
    donner(ici(dossier));
  }
  await parQuelques(
    manifeste.fichiers.filter(({ chemin }) => dedans(chemin)),
    async ({ chemin, taille, sha256 }) => {
      const copie = await copierFichier(join(sauvegarde, chemin), ici(chemin), signal);
      // What was checked a moment ago may be read otherwise now: a disk that fails does that.
      if (copie.taille !== taille || copie.sha256 !== sha256) {
        throw new ErreurDemarrage(
          `La sauvegarde ${sauvegarde} est abîmée : le fichier ${chemin} a été changé. Prenez-en une autre.`,
        );
      }
      donner(ici(chemin));
    },
    signal,
  );
  const demande = join(travail, 'recovery.signal');
  await writeFile(demande, '', { mode: 0o600 });
  donner(demande);
  for (const dossier of [...dossiers].reverse()) await fixerDossier(ici(dossier));
  await fixerDossier(travail);
}

async function rattraper<T>(
  options: OptionsRestauration,
  natif: string,
  travail: string,
  lieu: Lieu,
  controler: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const { but, journaux, archives, journal } = options;
  journal('PostgreSQL rattrape la fin de la copie…');
  const socket = await preparerSocket({ ...lieu, pgdata: travail });
  try {
    const serveur = await lancerPostgres({
      natif,
      pgdata: travail,
      socket,
      port: PORT,
      compte: lieu.compte,
      reglages: {
        ...REGLAGES,
        ...(archives === null ? {} : await reglagesDArchives(archives, lieu.compte)),
        ...options.reglages,
        ...reglagesDeReprise(but, journaux),
      },
      journal,
    }).catch((erreur: unknown) => {
      throw traduire(erreur);
    });
    if (serveur === undefined) throw new Error('the folder of the copy is held by another server');
    try {
      const lu = await interroger(options, serveur.socket, controler);
      options.signal?.throwIfAborted();
      return lu;
    } finally {
      await arreterPostgres(serveur.pid, travail);
    }
  } finally {
    await rm(socket, { recursive: true, force: true });
  }
}

async function interroger<T>(
  options: OptionsRestauration,
  socket: string,
  controler: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ host: socket, port: PORT, user: PROPRIETAIRE, database: options.base });
  client.on('error', () => {}); // told by the statement in hand
  await client.connect();
  try {
    return await controler(client);
  } finally {
    await client.end();
  }
}

/** What PostgreSQL says of a recovery that cannot reach its end. */
function traduire(erreur: unknown): unknown {
  const dit = erreur instanceof ErreurDemarrage && typeof erreur.cause === 'string' ? erreur.cause : '';
  if (/recovery ended before configured recovery target was reached/.test(dit)) {
    return new ErreurDemarrage(
      'Les journaux archivés s’arrêtent avant l’instant demandé, ou rien n’a été écrit après lui : demandez un instant plus ancien, ou « --jusqu-a dernier ».',
      { cause: erreur },
    );
  }
  if (/requested recovery stop point is before consistent recovery point/.test(dit)) {
    return new ErreurDemarrage(
      'L’instant demandé précède la fin de cette sauvegarde : prenez une sauvegarde plus ancienne.',
      { cause: erreur },
    );
  }
  if (/is not a child of this server's history|WAL ends before|could not locate required/.test(dit)) {
    return new ErreurDemarrage(
      'Cette sauvegarde et les journaux archivés ne se suivent pas : vérifiez que ce sont les journaux de cette base.',
      { cause: erreur },
    );
  }
  return erreur;
}

/** Rows of every table of the portal, each page read: its checksum is compared on the way. */
export async function compterLignes(client: pg.Client): Promise<Map<string, number>> {
  await client.query(
    'set enable_indexonlyscan = off; set enable_indexscan = off; set enable_bitmapscan = off',
  );
  const { rows } = await client.query<{ nom: string; identifiant: string }>(
    `select n.nspname || '.' || c.relname as nom, format('%I.%I', n.nspname, c.relname) as identifiant
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition
        and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      order by 1`,
  );
  const comptes = new Map<string, number>();
  for (const { nom, identifiant } of rows) {
    const { rows: n } = await client.query<{ n: string }>(`select count(*) as n from ${identifiant}`);
    comptes.set(nom, Number(n[0]?.n));
  }
  return comptes;
}

/** True when nothing of a base stands in `racine` yet: only what a start may leave before it begins. */
export async function estLibre(racine: string, permis: readonly string[]): Promise<boolean> {
  const noms = await readdir(racine).catch((erreur: NodeJS.ErrnoException) => {
    if (erreur.code === 'ENOENT') return [];
    throw phraseSysteme(erreur, racine);
  });
  return noms.every((nom) => permis.includes(nom));
}
