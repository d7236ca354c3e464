import type { Base } from '../../../platform/db/base.ts';
import { chargerMatrice, type LigneMatrice, type Matrice } from '../domain/matrice.ts';
import { findVersionMatrice } from './store.ts';

/** Rows of the matrix by version. */
export interface Matrices {
  ligne(version: number | null, profil: string): Promise<LigneMatrice | null>;
}

/**
 * Reads each version once: its content never changes, only the version in force does, and that one is read at
 * each request (ACC-06 forbids keeping rights, not the text of a dated version).
 */
export function creerMatrices(base: Base): Matrices {
  const lues = new Map<number, Promise<Matrice>>();
  const lire = async (version: number): Promise<Matrice> => {
    const chargee = chargerMatrice(await findVersionMatrice(base, version));
    if (!chargee.ok) throw new Error(`matrix version ${version} cannot be read`);
    return chargee.valeur.matrice;
  };
  return {
    async ligne(version, profil) {
      if (version === null) return null;
      let matrice = lues.get(version);
      if (matrice === undefined) {
        matrice = lire(version);
        lues.set(version, matrice);
        matrice.catch(() => lues.delete(version));
      }
      return (await matrice).profils.get(profil) ?? null;
    },
  };
}
