import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { ouvrirTrousseau } from './trousseau.ts';

const cle = () => randomBytes(32).toString('base64url');
const contenu = (courante: string, cles: Record<string, string>) => ({
  contenu: JSON.stringify({ courante, cles }),
});

describe('EXP-07 sceller et desceller', () => {
  test('rend le texte, pour le même usage et le même lien', async () => {
    const trousseau = await ouvrirTrousseau(contenu('c1', { c1: cle() }));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (clair, lien) => {
        const { cle: nom, scelle } = trousseau.sceller('totp', clair, lien);
        expect(nom).toBe('c1');
        expect(trousseau.desceller('totp', nom, scelle, lien)).toBe(clair);
      }),
      { seed: 7, numRuns: 50 },
    );
  });

  test('deux fois le même texte, deux sceaux différents', async () => {
    const trousseau = await ouvrirTrousseau(contenu('c1', { c1: cle() }));
    const [a, b] = [trousseau.sceller('totp', 'secret', 'x'), trousseau.sceller('totp', 'secret', 'x')];
    expect(a.scelle.equals(b.scelle)).toBe(false);
    expect(a.scelle.includes('secret')).toBe(false);
  });

  test('un octet changé, où qu’il soit : refusé', async () => {
    const trousseau = await ouvrirTrousseau(contenu('c1', { c1: cle() }));
    const { scelle } = trousseau.sceller('totp', 'secret de douze', 'compte');
    for (let i = 0; i < scelle.length; i += 1) {
      const altere = Buffer.from(scelle);
      altere[i] = (altere[i] ?? 0) ^ 1;
      expect(() => trousseau.desceller('totp', 'c1', altere, 'compte'), `octet ${i}`).toThrow();
    }
    expect(() => trousseau.desceller('totp', 'c1', scelle.subarray(0, -1), 'compte')).toThrow();
    expect(() => trousseau.desceller('totp', 'c1', Buffer.alloc(0), 'compte')).toThrow();
  });

  test('un sceau raccourci avec son étiquette ne passe pas non plus', async () => {
    const trousseau = await ouvrirTrousseau(contenu('c1', { c1: cle() }));
    const { scelle } = trousseau.sceller('totp', 'x', 'compte');
    // GCM would accept a tag of 4 bytes if its length were left to who presents it.
    for (const longueur of [16, 20, 24, 27])
      expect(() => trousseau.desceller('totp', 'c1', scelle.subarray(0, longueur), 'compte')).toThrow();
  });

  test('autre lien, autre usage, autre clé : refusé', async () => {
    const trousseau = await ouvrirTrousseau(contenu('c1', { c1: cle(), c2: cle() }));
    const { scelle } = trousseau.sceller('totp', 'secret', 'compte-1');
    expect(() => trousseau.desceller('totp', 'c1', scelle, 'compte-2')).toThrow();
    expect(() => trousseau.desceller('tentative', 'c1', scelle, 'compte-1')).toThrow();
    expect(() => trousseau.desceller('totp', 'c2', scelle, 'compte-1')).toThrow();
    expect(() => trousseau.desceller('totp', 'absente', scelle, 'compte-1')).toThrow(/absente/);
  });

  test('après un changement de clé courante, ce qui fut scellé s’ouvre encore', async () => {
    const [c1, c2] = [cle(), cle()];
    const avant = await ouvrirTrousseau(contenu('c1', { c1 }));
    const apres = await ouvrirTrousseau(contenu('c2', { c1, c2 }));
    const { cle: nom, scelle } = avant.sceller('totp', 'secret', 'compte');
    expect(apres.desceller('totp', nom, scelle, 'compte')).toBe('secret');
    expect(apres.sceller('totp', 'secret', 'compte').cle).toBe('c2');
  });

  test('l’empreinte dépend de la clé, de l’usage et du texte, et de rien d’autre', async () => {
    const secret = cle();
    const [a, b] = [
      await ouvrirTrousseau(contenu('c1', { c1: secret })),
      await ouvrirTrousseau(contenu('c1', { c1: secret })),
    ];
    const autre = await ouvrirTrousseau(contenu('c1', { c1: cle() }));
    expect(a.empreinte('tentative', 'x').equals(b.empreinte('tentative', 'x'))).toBe(true);
    for (const differente of [
      a.empreinte('tentative', 'y'),
      a.empreinte('connexion-base', 'x'),
      autre.empreinte('tentative', 'x'),
    ]) {
      expect(a.empreinte('tentative', 'x').equals(differente)).toBe(false);
    }
  });
});

describe('EXP-07 le fichier du trousseau', () => {
  let dossier: string;
  beforeAll(async () => {
    dossier = await mkdtemp(path.join(tmpdir(), 'trousseau-'));
  });
  afterAll(() => rm(dossier, { recursive: true, force: true }));

  test('fait au premier démarrage, en mode 0600, et relu au suivant', async () => {
    const fichier = path.join(dossier, 'sous', 'trousseau.json');
    const premier = await ouvrirTrousseau({ fichier });
    expect((await stat(fichier)).mode & 0o777).toBe(0o600);
    const { scelle } = premier.sceller('totp', 'secret', 'compte');
    expect((await ouvrirTrousseau({ fichier })).desceller('totp', 'c1', scelle, 'compte')).toBe('secret');
  });

  test('huit premiers démarrages à la fois : un seul trousseau', async () => {
    const fichier = path.join(dossier, 'course.json');
    const ouverts = await Promise.allSettled(Array.from({ length: 8 }, () => ouvrirTrousseau({ fichier })));
    const faits = ouverts.flatMap((issue) =>
      issue.status === 'fulfilled' ? [issue.value.empreinte('totp', 'x').toString('hex')] : [],
    );
    expect(faits.length).toBeGreaterThan(0);
    expect(new Set(faits).size).toBe(1);
    expect((await ouvrirTrousseau({ fichier })).empreinte('totp', 'x').toString('hex')).toBe(faits[0]);
  });

  test('lisible par d’autres : son mode est ramené à 0600', async () => {
    const fichier = path.join(dossier, 'ouvert.json');
    await ouvrirTrousseau({ fichier });
    await chmod(fichier, 0o644);
    await ouvrirTrousseau({ fichier });
    expect((await stat(fichier)).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['vide', ''],
    ['pas du JSON', '{'],
    ['sans clé courante', JSON.stringify({ courante: 'c9', cles: { c1: cle() } })],
    ['clé trop courte', JSON.stringify({ courante: 'c1', cles: { c1: 'abc' } })],
    ['champ en trop', JSON.stringify({ courante: 'c1', cles: { c1: cle() }, autre: 1 })],
    ['nom hérité', JSON.stringify({ courante: 'constructor', cles: { c1: cle() } })],
  ])('%s : le portail refuse de démarrer, et ne l’écrase pas', async (_quoi, texte) => {
    const fichier = path.join(dossier, 'abime.json');
    await writeFile(fichier, texte, { mode: 0o600 });
    await expect(ouvrirTrousseau({ fichier })).rejects.toThrow(ErreurDemarrage);
    expect(await readFile(fichier, 'utf8')).toBe(texte);
    await expect(ouvrirTrousseau({ contenu: texte })).rejects.toThrow(/trousseau/);
  });

  test('un dossier où l’on ne peut pas écrire : une phrase', async () => {
    await writeFile(path.join(dossier, 'fichier'), '');
    await expect(
      ouvrirTrousseau({ fichier: path.join(dossier, 'fichier', 'trousseau.json') }),
    ).rejects.toThrow(ErreurDemarrage);
  });
});
