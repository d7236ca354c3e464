import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';

/** The lowest there is. */
const GENTILLESSE = 19;

/**
 * Makes a process give way to the others of the machine: one that leads its own session (`detached`).
 *
 * Linux shares processors between sessions before it looks at priorities, and each connection of PostgreSQL is a
 * session: a nice value alone yields to those of its own session, and takes as much as a whole connection from the
 * database. Its session has to be niced too.
 */
export function ralentir(pid: number | undefined): void {
  if (pid === undefined) return;
  for (const ceder of [
    () => os.setPriority(pid, GENTILLESSE),
    () => writeFileSync(`/proc/${pid}/autogroup`, String(GENTILLESSE)),
  ])
    try {
      ceder();
    } catch {
      // It ended already, or this system has no such thing: slower for others, not wrong.
    }
}

const SETPRIV = ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] as const;
let lien: readonly string[] | null = null;

/**
 * What to put before a command so that the system ends it with the process that starts it, even stopped; nothing
 * where the system cannot. A stopped process hears neither its channel close nor any signal but this one.
 */
export function lienDeVie(): readonly string[] {
  if (lien === null) {
    const [commande, ...args] = SETPRIV;
    lien =
      spawnSync(commande, [...args, '/bin/true'], { env: {}, stdio: 'ignore' }).status === 0 ? SETPRIV : [];
  }
  return lien;
}
