import { spawn } from 'node:child_process';
import path from 'node:path';

export const RACINE = path.resolve(import.meta.dirname, '..');

/** Runs one of npm's binaries or a script with this very Node, output shown; answers the exit code. */
export function lancer(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resoudre, rejeter) => {
    const enfant = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: RACINE,
      stdio: 'inherit',
      // Tools that start another Node find this one first.
      env: {
        ...process.env,
        ...env,
        PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}`,
      },
    });
    enfant.once('error', rejeter);
    enfant.once('exit', (code, signal) => resoudre(code ?? (signal ? 1 : 0)));
  });
}
