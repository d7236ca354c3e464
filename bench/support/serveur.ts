import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

const RACINE = path.resolve(import.meta.dirname, '../..');

export interface ServeurLance {
  readonly port: number;
  readonly processus: ChildProcess;
  readonly arreter: () => Promise<void>;
}

/** Starts the real portal in its own process and waits until it says where it answers. */
export async function lancerServeur(env: Record<string, string>): Promise<ServeurLance> {
  const processus = spawn(process.execPath, ['src/apps/server.ts'], {
    cwd: RACINE,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const fini = new Promise<void>((resoudre) => processus.once('exit', () => resoudre()));
  const port = await new Promise<number>((resoudre, rejeter) => {
    let dit = '';
    processus.stderr?.on('data', (morceau) => {
      dit += morceau;
      const trouve = /répond à http:\/\/localhost:(\d+)/.exec(dit);
      if (trouve) resoudre(Number(trouve[1]));
    });
    processus.once('exit', () => rejeter(new Error(`the portal did not start: ${dit}`)));
  });
  return {
    port,
    processus,
    arreter: async () => {
      processus.kill('SIGTERM');
      await fini;
    },
  };
}
