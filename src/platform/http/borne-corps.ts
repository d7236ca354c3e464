import type { IncomingMessage } from 'node:http';

/** Longest time for headers, and for a body that is not a file. */
export const CORPS_MS = 30_000;

const bornes = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** A body comes whole within a time, or not at all: connections are not for whoever sends a byte a minute (SEC-09). */
export function bornerCorps(raw: IncomingMessage, delaiMs: number): void {
  const { 'content-length': longueur, 'transfer-encoding': codage } = raw.headers;
  if (codage === undefined && (longueur === undefined || Number(longueur) === 0)) return;
  const fin = () => leverBorne(raw);
  const minuterie = setTimeout(() => {
    // An answer that takes long to send is not a body that takes long to come.
    if (!raw.complete) raw.socket.destroy();
  }, delaiMs);
  bornes.set(raw, minuterie);
  raw.once('end', fin).once('close', fin);
}

/** A file comes from someone whom its route has let in: its own limits take over. */
export function leverBorne(raw: IncomingMessage): void {
  clearTimeout(bornes.get(raw));
  bornes.delete(raw);
}
