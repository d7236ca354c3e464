import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifierArbre, verifierFichier } from '../../scripts/echelle.ts';

describe('l’échelle des imports', () => {
  test('l’arbre la respecte', () => {
    expect(verifierArbre(path.resolve(import.meta.dirname, '../..'))).toEqual([]);
  });

  const unImport = (cible: string) => `import { x } from '${cible}';\n`;
  test.each([
    ['le noyau n’importe rien', 'src/kernel/jour.ts', '../platform/db/base.ts'],
    ['la machinerie ne connaît aucun module', 'src/platform/db/base.ts', '../../modules/traces/index.ts'],
    ['les composants ne connaissent aucun module', 'src/ui/button.tsx', '../modules/cdap/contract.ts'],
    [
      'une règle n’importe pas la machinerie',
      'src/modules/cdap/domain/etats.ts',
      '../../../platform/db/base.ts',
    ],
    ['une règle n’importe pas le serveur', 'src/modules/cdap/domain/etats.ts', '../server/store.ts'],
    ['un contrat n’importe pas le serveur', 'src/modules/cdap/contract.ts', './server/store.ts'],
    ['un écran n’importe pas le serveur', 'src/modules/cdap/web/page.tsx', '../server/store.ts'],
    ['un écran n’importe pas la machinerie', 'src/modules/cdap/web/page.tsx', '../../../platform/db/base.ts'],
    ['le serveur n’importe pas les composants', 'src/modules/cdap/server/store.ts', '../../../ui/api.ts'],
    [
      'un module bas n’en importe pas un plus haut',
      'src/modules/traces/server/store.ts',
      '../../cdap/index.ts',
    ],
    [
      'le magasin d’un autre module est privé',
      'src/modules/cdap/server/store.ts',
      '../../identite/server/store.ts',
    ],
    ['personne n’importe la composition', 'src/modules/cdap/server/store.ts', '../../../apps/portail.ts'],
    [
      'le produit n’importe pas ses essais',
      'src/modules/cdap/server/store.ts',
      '../../../../tests/support/base.ts',
    ],
    ['une règle n’importe pas de bibliothèque', 'src/modules/cdap/domain/etats.ts', 'pg'],
  ])('%s', (_regle, fichier, cible) => {
    expect(verifierFichier(fichier, unImport(cible))).toHaveLength(1);
  });

  test.each([
    ['src/modules/cdap/server/store.ts', '../../identite/index.ts'],
    ['src/modules/cdap/server/store.ts', '../domain/etats.ts'],
    ['src/modules/cdap/web/page.tsx', '../../../ui/api.ts'],
    ['src/apps/portail.ts', '../modules/cdap/index.ts'],
    ['src/kernel/jour.ts', 'temporal-polyfill'],
  ])('%s peut importer %s', (fichier, cible) => {
    expect(verifierFichier(fichier, unImport(cible))).toEqual([]);
  });

  test('le SQL ne sort pas de store.ts, ni ne touche les tables d’un autre module', () => {
    const requete = 'await sql`select id from identite.compte`.execute(tx);';
    expect(verifierFichier('src/modules/cdap/server/arrets.ts', requete)).toHaveLength(2);
    expect(verifierFichier('src/modules/cdap/server/store.ts', requete)).toHaveLength(1);
    expect(verifierFichier('src/modules/identite/server/store.ts', requete)).toEqual([]);
    expect(verifierFichier('src/modules/identite/server/store/comptes.ts', requete)).toEqual([]);
    expect(
      verifierFichier('src/modules/identite/server/store/comptes.ts'.replace('store', 'depot'), requete),
    ).toHaveLength(1);
    const publie = 'await sql`select * from identite.session_ouverte($1)`.execute(tx);';
    expect(verifierFichier('src/modules/cdap/server/store.ts', publie)).toEqual([]);
  });
});
