import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ErreurDemarrage } from '../erreur-demarrage.ts';

/** Account that owns the data and runs postgres. */
export interface Compte {
  uid: number;
  gid: number;
}

/** True when this process may give files and child processes to another account. */
export const estRoot = (): boolean => process.getuid?.() === 0;

/**
 * Account for postgres when the portal runs as root (postgres refuses root): `postgres`, else `nobody`.
 *
 * Read from /etc/passwd itself: initdb looks its own name up there, and `id` or `getent` may be absent.
 */
export function compteSansPrivilege(passwd = readFileSync('/etc/passwd', 'utf8')): Compte {
  const comptes = new Map(passwd.split('\n').map((ligne) => [ligne.split(':')[0], ligne.split(':')]));
  const champs = comptes.get('postgres') ?? comptes.get('nobody');
  // macOS writes nobody as -2; the kernel and spawn want it unsigned.
  const nombre = (texte: string | undefined) => Number(texte) >>> 0;
  if (champs === undefined || nombre(champs[2]) === 0) {
    throw new ErreurDemarrage(
      'PostgreSQL refuse de tourner sous root et ce système n’a ni compte « postgres » ni compte « nobody » : lancez le portail avec un compte ordinaire.',
    );
  }
  return { uid: nombre(champs[2]), gid: nombre(champs[3]) };
}

const aLeDroit = (s: Stats, compte: Compte, droits: number): boolean => {
  const decalage = s.uid === compte.uid ? 6 : s.gid === compte.gid ? 3 : 0;
  return ((s.mode >> decalage) & droits) === droits;
};

/**
 * Whether `compte` can reach `chemin` itself: search permission on every ancestor, and on `chemin`.
 *
 * Only modes are read: an account opened by an ACL is seen as closed, which costs a copy and nothing else.
 * Supplementary groups do not count, spawn drops them.
 */
export function peutTraverser(chemin: string, compte: Compte): boolean {
  let reel = resolve(chemin);
  try {
    reel = realpathSync(reel); // the ancestors that count are those of the link's target
  } catch {
    // Does not exist yet: its existing ancestors decide.
  }
  for (let courant = reel; ; courant = dirname(courant)) {
    const s = statSync(courant, { throwIfNoEntry: false });
    if (s !== undefined && !aLeDroit(s, compte, 0o1)) return false;
    if (courant === dirname(courant)) return true;
  }
}
