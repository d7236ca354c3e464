import { existsSync, realpathSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import pg from 'pg';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { PROPRIETAIRE } from './embedded-dossier.ts';
import type { Postmaster } from './embedded-postmaster.ts';
import {
  type Empreinte,
  ecrireFichier,
  empreinteDe,
  fixerDossier,
  listerArbre,
  phraseSysteme,
} from './sauvegarde-copie.ts';
import { type Copie, copierBase, copierJournaux } from './sauvegarde-fichiers.ts';
import {
  DOSSIER_BASE,
  ecrireManifeste,
  MACHINE,
  type Manifeste,
  NOM_TROUSSEAU,
} from './sauvegarde-manifeste.ts';
import { avertirArchives, commencer, finir, lireMigrations, perdue, traduire } from './sauvegarde-seance.ts';

export interface OptionsSauvegarde {
  /** A live server and its data directory; nothing of it is stopped or adopted. */
  readonly serveur: Pick<Postmaster, 'socket' | 'port'>;
  readonly pgdata: string;
  /** Database that holds the portal's own. */
  readonly base: string;
  /** Folder to make; must not exist, or be empty. */
  readonly destination: string;
  readonly portail: string;
  readonly cles: readonly string[];
  /** Text of the key ring when it must be in the backup. */
  readonly trousseau: string | null;
  readonly journal: (ligne: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Copies a live embedded base (EXP-04): start the backup, copy files while they change, stop it, then take the
 * WAL that makes the copy whole.
 *
 * Everything is made in a neighbour folder, put on disk, then given its name: a name that exists is a whole
 * backup. Errors: ErreurDemarrage; the neighbour folder is then removed.
 */
export async function sauvegarder(options: OptionsSauvegarde): Promise<Manifeste> {
  const { destination } = options;
  try {
    preparerDestination(destination, options.pgdata);
    await mkdir(dirname(destination), { recursive: true });
    if (existsSync(destination) && (await readdir(destination)).length > 0) {
      throw new ErreurDemarrage(
        `Le dossier ${destination} contient déjà quelque chose : donnez le nom d’un dossier à créer.`,
      );
    }
    await signalerRestes(destination, options.journal);
    const travail = await mkdtemp(`${destination}-en-cours-`);
    try {
      const manifeste = await copier(options, travail);
      await fixerArbre(travail);
      await rename(travail, destination);
      await fixerDossier(dirname(destination));
      return manifeste;
    } catch (erreur) {
      await rm(travail, { recursive: true, force: true });
      throw erreur;
    }
  } catch (erreur) {
    throw phraseSysteme(erreur, destination);
  }
}

function preparerDestination(destination: string, pgdata: string): void {
  const parent = dirname(destination);
  if (existsSync(parent) && `${realpathSync(parent)}${sep}`.startsWith(`${realpathSync(pgdata)}${sep}`)) {
    throw new ErreurDemarrage(
      'La sauvegarde ne peut pas être écrite dans la base elle-même : choisissez un autre dossier.',
    );
  }
  const s = statSync(destination, { throwIfNoEntry: false });
  if (s !== undefined && s.dev !== statSync(parent).dev) {
    throw new ErreurDemarrage(
      `Le dossier ${destination} est un disque à lui seul : donnez le nom d’un dossier à créer dedans.`,
    );
  }
}

/** What a cut backup left is told and not removed: another one may be running from another machine. */
async function signalerRestes(destination: string, journal: (ligne: string) => void): Promise<void> {
  const parent = dirname(destination);
  for (const nom of await readdir(parent)) {
    if (!nom.startsWith(`${basename(destination)}-en-cours-`)) continue;
    journal(
      `Une sauvegarde interrompue est restée dans ${join(parent, nom)} : supprimez-la si aucune autre n’est en cours.`,
    );
  }
}

async function fixerArbre(racine: string): Promise<void> {
  const { dossiers } = await listerArbre(racine);
  // The deepest first, the folder itself last.
  for (const dossier of [...dossiers].reverse()) await fixerDossier(join(racine, dossier));
  await fixerDossier(racine);
}

async function copier(options: OptionsSauvegarde, travail: string): Promise<Manifeste> {
  const { serveur, base, journal } = options;
  const perte = new AbortController();
  const signal = AbortSignal.any([perte.signal, ...(options.signal ? [options.signal] : [])]);
  const client = new pg.Client({
    host: serveur.socket,
    port: serveur.port,
    user: PROPRIETAIRE,
    database: base,
    application_name: 'passerelle-sauvegarde',
  });
  // The backup lives in this session: without it, what is copied is worth nothing.
  client.on('error', (cause) => perte.abort(cause));
  try {
    await client.connect();
    const debut = new Date();
    const depart = await commencer(client);
    journal('La base est copiée, le portail peut servir pendant ce temps…');
    const cible = join(travail, DOSSIER_BASE);
    const fichiers = new Map<string, Empreinte>();
    const copie: Copie = { pgdata: options.pgdata, cible, fichiers, signal };
    const dossiers = await copierBase(copie);
    const migrations = await lireMigrations(client);
    await avertirArchives(client, journal);
    const fin = await finir(client);
    const achevee = new Date();
    await ecrireFichier(join(cible, 'backup_label'), (fichier) => fichier.writeFile(fin.etiquette));
    fichiers.set('backup_label', await empreinteDe(join(cible, 'backup_label')));
    await copierJournaux(copie, depart, fin);

    const decrits = [...fichiers].map(([chemin, empreinte]) => ({
      chemin: `${DOSSIER_BASE}/${chemin}`,
      ...empreinte,
    }));
    if (options.trousseau !== null) {
      const { trousseau } = options;
      const chemin = join(travail, NOM_TROUSSEAU);
      await ecrireFichier(chemin, (fichier) => fichier.writeFile(trousseau));
      decrits.push({ chemin: NOM_TROUSSEAU, ...(await empreinteDe(chemin)) });
    }
    const manifeste: Manifeste = {
      format: 1,
      portail: options.portail,
      debut: debut.toISOString(),
      fin: achevee.toISOString(),
      postgresql: { ...fin.serveur, machine: MACHINE, debut: depart.lsn, fin: fin.lsn },
      migrations,
      cles: [...options.cles],
      dossiers: [DOSSIER_BASE, ...dossiers.map((dossier) => `${DOSSIER_BASE}/${dossier}`)],
      fichiers: decrits.sort((a, b) => (a.chemin < b.chemin ? -1 : 1)),
    };
    await ecrireManifeste(travail, manifeste);
    return manifeste;
  } catch (erreur) {
    if (options.signal?.aborted) throw options.signal.reason;
    throw perte.signal.aborted ? perdue(erreur) : traduire(erreur);
  } finally {
    // With the session go the slot and a backup that was not finished.
    await client.end().catch(() => {});
  }
}
