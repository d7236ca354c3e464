import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { type Compte, compteSansPrivilege, estRoot, peutTraverser } from './embedded-compte.ts';
import { expliquer, inaccessible } from './embedded-erreur.ts';
import { environnement, estUneBase } from './embedded-postmaster.ts';

/** Where the data really lie, and under which account (`undefined`: the one that runs the portal). */
export interface Lieu {
  racine: string;
  pgdata: string;
  compte: Compte | undefined;
}

/** Name of the superuser that owns databases and runs migrations; never the serving role. */
export const PROPRIETAIRE = 'proprietaire';
const SOUS_DOSSIER = 'pgdata';
/** Folders of an unfinished creation or restore, removed by a later start. */
export const PREFIXE = 'creation-';
const DONNEES_ROOT = '/var/lib/passerelle';
const empreinte = (texte: string) => createHash('sha256').update(texte).digest('hex').slice(0, 12);

/** Owner of existing data: kept, so that a PostgreSQL account created later does not lock them out. */
function compteDe(dossier: string): Compte | undefined {
  const s = statSync(join(dossier, SOUS_DOSSIER), { throwIfNoEntry: false });
  return s === undefined || s.uid === 0 ? undefined : { uid: s.uid, gid: s.gid };
}

/**
 * Chooses the folder and the account. As root, data asked for under a folder closed to the postgres account
 * go to /var/lib/passerelle/<hash of the asked folder>, and come back there at each start.
 *
 * Data that exist are never passed over for an empty folder, whatever became of the modes since.
 */
export async function choisirLieu(demande: string, journal: (ligne: string) => void): Promise<Lieu> {
  const voulu = resolve(demande);
  try {
    await mkdir(voulu, { recursive: true });
    const existe = existsSync(join(voulu, SOUS_DOSSIER));
    if (!existe) refuserDossierOccupe(voulu);
    if (!estRoot()) return preparerRacine(voulu, undefined);

    const compte = compteDe(voulu) ?? compteSansPrivilege();
    const ouvert = peutTraverser(join(voulu, '..'), compte);
    if (existe && !ouvert) {
      throw new ErreurDemarrage(
        `Le compte de PostgreSQL ne peut plus atteindre les données de ${voulu} : rendez les dossiers qui y mènent traversables (chmod o+x), puis relancez le portail.`,
      );
    }
    const ailleurs = join(DONNEES_ROOT, empreinte(realpathSync(voulu)));
    if (existe || (ouvert && !existsSync(join(ailleurs, SOUS_DOSSIER)))) return preparerRacine(voulu, compte);
    await mkdir(ailleurs, { recursive: true });
    await chmod(DONNEES_ROOT, 0o755); // a strict umask would close it again
    journal(
      `PostgreSQL ne peut pas entrer dans ${voulu} : les données sont dans ${ailleurs} (c’est ce dossier qu’il faut sauvegarder)`,
    );
    return preparerRacine(ailleurs, compteDe(ailleurs) ?? compteSansPrivilege());
  } catch (erreur) {
    throw erreur instanceof ErreurDemarrage ? erreur : systeme(erreur, voulu);
  }
}

/** Data directory that a start on `demande` would open, or nothing when it would create one; changes nothing. */
export function trouverDonnees(demande: string): string | undefined {
  const voulu = resolve(demande);
  if (!existsSync(voulu)) return undefined;
  const reel = realpathSync(voulu);
  const lieux = estRoot() ? [reel, join(DONNEES_ROOT, empreinte(reel))] : [reel];
  return lieux.map((racine) => join(racine, SOUS_DOSSIER)).find(estUneBase);
}

/** The folder is given to PostgreSQL's account and closed to others: never do that to one already in use. */
function refuserDossierOccupe(dossier: string): void {
  const connus = ['.gitkeep', 'lost+found'];
  if (readdirSync(dossier).every((nom) => connus.includes(nom) || nom.startsWith(PREFIXE))) return;
  throw new ErreurDemarrage(
    `Le dossier ${dossier} contient déjà autre chose que la base du portail : choisissez un dossier de données vide.`,
  );
}

/** A system call refused on `dossier`: full disk or no right (recursive mkdir says ENOENT when read-only). */
function systeme(erreur: unknown, dossier: string): ErreurDemarrage {
  const { code } = erreur as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return expliquer({ sortie: String(erreur), pgdata: dossier });
  return inaccessible(dossier, erreur);
}

function preparerRacine(racine: string, compte: Compte | undefined): Lieu {
  if (compte) {
    chownSync(racine, compte.uid, compte.gid);
    chmodSync(racine, 0o700);
  }
  const reelle = realpathSync(racine); // postmaster.pid and the socket name must not depend on a link
  const pgdata = join(reelle, SOUS_DOSSIER);
  readdirSync(reelle);
  if (existsSync(pgdata)) {
    readdirSync(pgdata);
    // A backup put back by root belongs to root: postgres could not open it.
    if (compte && statSync(pgdata).uid !== compte.uid) donner(pgdata, compte);
  }
  return { racine: reelle, pgdata, compte };
}

function donner(chemin: string, compte: Compte): void {
  lchownSync(chemin, compte.uid, compte.gid);
  if (!lstatSync(chemin).isDirectory()) return;
  for (const nom of readdirSync(chemin)) donner(join(chemin, nom), compte);
}

const ARGUMENTS_INITDB = [
  `--username=${PROPRIETAIRE}`,
  // The socket lies in a 0700 folder; TCP is closed, and would still be refused if someone opened it.
  '--auth-local=trust',
  '--auth-host=reject',
  '--encoding=UTF8',
  '--locale-provider=icu',
  '--icu-locale=fr-FR',
  // Messages and number formats of the C library; macOS has no C.UTF-8.
  `--locale=${process.platform === 'darwin' ? 'C' : 'C.UTF-8'}`,
  '--data-checksums',
  '--no-instructions',
];

function executerInitdb(
  natif: string,
  cible: string,
  compte: Compte | undefined,
): Promise<string | undefined> {
  return new Promise((fin) => {
    const enfant = spawn(join(natif, 'bin', 'initdb'), ['-D', cible, ...ARGUMENTS_INITDB], {
      ...(compte ?? {}),
      cwd: '/',
      env: environnement(natif),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let dit = '';
    enfant.stdout.on('data', (morceau) => {
      dit += morceau;
    });
    enfant.stderr.on('data', (morceau) => {
      dit += morceau;
    });
    enfant.once('error', (erreur) => fin(String(erreur)));
    enfant.once('close', (code) => fin(code === 0 ? undefined : dit || `initdb: ${code}`));
  });
}

/** Folders left by a creation that was killed: they never held a row, since no server ever ran there. */
export async function retirerRestes(racine: string): Promise<void> {
  for (const nom of readdirSync(racine).filter((n) => n.startsWith(PREFIXE))) {
    const pid = Number(nom.slice(PREFIXE.length).split('-')[0]);
    try {
      process.kill(pid, 0);
    } catch (erreur) {
      if ((erreur as NodeJS.ErrnoException).code !== 'ESRCH') continue;
      // Its initdb may have outlived it and still write: then the next start removes it.
      await rm(join(racine, nom), { recursive: true, force: true }).catch(() => {});
    }
  }
}

/**
 * Creates the data folder when there is none.
 *
 * initdb works in a folder of its own, given its final name once complete and on disk: a name that exists
 * is a whole database, and of two portals starting at once the first rename wins. No lock to leave behind.
 */
export async function creerBase(natif: string, lieu: Lieu): Promise<void> {
  const { racine, pgdata, compte } = lieu;
  if (existsSync(pgdata) && readdirSync(pgdata).length > 0) {
    if (estUneBase(pgdata)) return;
    throw expliquer({ sortie: 'is not a valid data directory', pgdata });
  }
  await retirerRestes(racine);
  const travail = await mkdtemp(join(racine, `${PREFIXE}${process.pid}-`)).catch((erreur) => {
    throw systeme(erreur, pgdata);
  });
  try {
    if (compte) await chown(travail, compte.uid, compte.gid);
    const faute = await executerInitdb(natif, travail, compte);
    if (faute !== undefined) throw expliquer({ sortie: faute, pgdata });
    await mkdir(join(travail, 'journal'), { mode: 0o700 });
    if (compte) await chown(join(travail, 'journal'), compte.uid, compte.gid);
    await rename(travail, pgdata).catch((erreur: NodeJS.ErrnoException) => {
      if (erreur.code !== 'ENOTEMPTY' && erreur.code !== 'EEXIST') throw erreur;
    });
    const dossier = await open(racine, 'r');
    await dossier.sync().finally(() => dossier.close());
  } catch (erreur) {
    throw erreur instanceof ErreurDemarrage ? erreur : systeme(erreur, pgdata);
  } finally {
    await rm(travail, { recursive: true, force: true });
  }
}

// 107 bytes is the limit of a Unix socket's path on Linux, 103 on macOS.
const CHEMIN_MAX = 103;

/**
 * Folder of the socket: short, mode 0700, since whoever enters it is superuser of the database.
 *
 * Under the temporary folder because the data folder may be anywhere and its path of any length. Refused when
 * it belongs to somebody else, who could have laid a false server there.
 */
export async function preparerSocket(lieu: Lieu): Promise<string> {
  const nom = `passerelle-${empreinte(lieu.pgdata)}`;
  const convient = (base: string) =>
    Buffer.byteLength(join(base, nom, '.s.PGSQL.5432.lock')) <= CHEMIN_MAX &&
    (lieu.compte === undefined || peutTraverser(base, lieu.compte));
  const base = resolve(tmpdir());
  const dossier = join(convient(base) ? base : '/tmp', nom);
  await mkdir(dossier, { mode: 0o700 }).catch((erreur: NodeJS.ErrnoException) => {
    if (erreur.code !== 'EEXIST') throw systeme(erreur, dossier);
  });
  const s = lstatSync(dossier);
  const moi = process.getuid?.() ?? 0;
  const attendu = lieu.compte?.uid ?? moi;
  if (!s.isDirectory() || (s.uid !== attendu && s.uid !== moi)) {
    throw new ErreurDemarrage(
      `Le dossier ${dossier} appartient à un autre compte : supprimez-le, puis relancez le portail.`,
    );
  }
  if (lieu.compte) await chown(dossier, lieu.compte.uid, lieu.compte.gid);
  await chmod(dossier, 0o700);
  return dossier;
}
