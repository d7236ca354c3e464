import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { decrireFormat } from '../../../tests/support/decrire-format.ts';
import { lireDossier } from './domain/import/lire-dossier.ts';
import { LIBELLES_BLOCS } from './libelles.ts';
import { LIBELLES_RAISONS, messageRaison, RAISONS } from './libelles-imports.ts';
import { COLONNES_CSV } from './server/imports/decouper.ts';

const DOCS = path.resolve(import.meta.dirname, '../../../docs');

describe('CDAP-29 documentation du format d’import', () => {
  test('les champs décrits sont ceux des schémas', async () => {
    // After a change of schema: vitest run -u src/modules/cdap/libelles-imports.test.ts
    await expect(decrireFormat((bloc) => LIBELLES_BLOCS[bloc])).toMatchFileSnapshot(
      path.join(DOCS, 'import-champs.md'),
    );
  });

  test('la ligne donnée en exemple est acceptée', async () => {
    const texte = await readFile(path.join(DOCS, 'import.md'), 'utf8');
    const lignes = [...texte.matchAll(/^\{"caf".*\}$/gm)].map(([ligne]) => ligne);
    expect(lignes.length).toBe(1);
    const lu = lireDossier(Buffer.from(lignes[0] ?? '').toString('latin1'), '591', '2026-11-20');
    expect(lu).not.toHaveProperty('faute');
  });

  test('chaque colonne d’un CSV et chaque raison de refus y est dite', async () => {
    const texte = await readFile(path.join(DOCS, 'import.md'), 'utf8');
    for (const colonne of COLONNES_CSV.filter((nom) => !nom.startsWith('blocs.')))
      expect(texte).toContain(`\`${colonne}\``);
    for (const raison of RAISONS) expect(texte).toContain(`| \`${raison}\` | ${LIBELLES_RAISONS[raison]} |`);
    expect(Object.keys(LIBELLES_RAISONS).sort()).toEqual([...RAISONS].sort());
  });

  test('une raison inconnue a quand même ses mots', () => {
    expect(messageRaison('autre')).toBe('La ligne est refusée.');
  });
});
