import type { Tx } from '../../../platform/db/base.ts';
import catalogue2017 from '../domain/catalogue-2017.json' with { type: 'json' };
import catalogue2025 from '../domain/catalogue-2025.json' with { type: 'json' };
import { listVersionsMatrice, lockMatrice } from './store/matrice.ts';
import { insertVersionMatrice } from './store.ts';

/** The catalogues as the programme brings them, in the order of their first versions; each from 1 January, in Paris. */
export const CATALOGUES_LIVRES = [
  {
    catalogue: '2025',
    du: new Date('2024-12-31T23:00:00Z'),
    motif: 'Catalogue du bulletin d’adhésion de l’édition 2025, livré avec le portail',
    contenu: catalogue2025,
  },
  {
    catalogue: '2017',
    du: new Date('2016-12-31T23:00:00Z'),
    motif: 'Catalogue des bulletins signés avant 2025, livré avec le portail',
    contenu: catalogue2017,
  },
] as const;

/**
 * Gives each catalogue that has no version its first one; run at every start, under the Cnaf's tenant. Without it a real
 * installation would open no profile at all. A catalogue that has a version is the Cnaf's, and left alone (CDAP-10).
 */
export async function installerMatrice(tx: Tx): Promise<void> {
  await lockMatrice(tx);
  const versions = await listVersionsMatrice(tx);
  let suivante = Math.max(0, ...versions.map(({ version }) => version)) + 1;
  for (const { catalogue, du, motif, contenu } of CATALOGUES_LIVRES) {
    if (versions.some((version) => version.catalogue === catalogue)) continue;
    await insertVersionMatrice(tx, {
      version: suivante,
      catalogue,
      du,
      au: null,
      motif,
      auteur: 'Installation',
      contenu,
    });
    suivante += 1;
  }
}
