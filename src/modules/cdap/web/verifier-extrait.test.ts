import { expect, test } from 'vitest';
import { lireFichier } from './verifier-extrait.ts';

const fichier = (contenu: string) => new File([contenu], 'extrait.pdf');

test('CDAP-23 l’empreinte d’un fichier est celle de ses octets', async () => {
  // Computed by sha256sum, and not by what is tested.
  expect(await lireFichier(fichier('%PDF-1.7\nÉté'))).toEqual({
    etat: 'lu',
    nom: 'extrait.pdf',
    empreinte: 'c6762f766af377893d07f22c405b2340fb494b0e49b8aadc7c2410da11f7bc9c',
  });
});

test.each([
  ['un texte', fichier('bonjour'), /PDF/],
  ['un fichier vide', fichier(''), /PDF/],
  ['un fichier énorme', { ...fichier('%PDF-'), name: 'film', size: 20_000_001 }, /gros/],
  ['un fichier illisible', { name: 'x', size: 5, arrayBuffer: () => Promise.reject(new Error()) }, /lu/],
])('%s est refusé avec sa raison', async (_nom, lu, raison) => {
  expect(await lireFichier(lu as File)).toMatchObject({
    etat: 'refuse',
    raison: expect.stringMatching(raison),
  });
});
