import path from 'node:path';
import { lireConfiguration } from '../platform/config/configuration.ts';
import { ouvrirTrousseau, type Trousseau } from '../platform/config/trousseau.ts';
import { type Bases, ouvrirBases } from './bases.ts';

const RACINE = path.resolve(import.meta.dirname, '../..');
const dire = (ligne: string): void => {
  process.stderr.write(`${ligne}\n`);
};

/** Opens the databases for one command; the embedded one is started, and stopped after. */
export async function avecBases<T>(acte: (bases: Bases, trousseau: Trousseau) => Promise<T>): Promise<T> {
  const config = lireConfiguration({ ...process.env, DEMONSTRATION: 'non' }, RACINE);
  const trousseau = await ouvrirTrousseau(config.trousseau);
  const bases = await ouvrirBases(config, trousseau, new Date(), dire, (cause) => dire(cause.message));
  try {
    return await acte(bases, trousseau);
  } finally {
    await bases.fermer();
  }
}
