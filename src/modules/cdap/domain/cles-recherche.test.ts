import { describe, expect, test } from 'vitest';
import { clesPersonnes, normaliser, premierePart, sonner } from './cles-recherche.ts';
import { dossiersTemoins } from './population.ts';

describe('CDAP-20 la forme normalisée d’un nom', () => {
  test.each([
    ['de Valdoux', 'devaldoux'],
    ['Devaldoux', 'devaldoux'],
    ['DE-VALDOUX', 'devaldoux'],
    ['D’Arlin', 'darlin'],
    ["d'ARLIN", 'darlin'],
    ['El Fictif', 'elfictif'],
    ['Ben-Fictif', 'benfictif'],
    ['Éléonore', 'eleonore'],
    ['E\u0301le\u0301onore', 'eleonore'],
    ['Cœur', 'coeur'],
    ['CŒUR', 'coeur'],
    ['Lætitia', 'laetitia'],
    ['Weiß', 'weiss'],
    ['Đorđe', 'dorde'],
    ['Fañch', 'fanch'],
    ['Ÿ', 'y'],
    ['Nguyễn Thị', 'nguyenthi'],
    ['Łukasz', 'lukasz'],
    ['李雷', ''],
  ])('%s : %s', (nom, attendu) => {
    expect(normaliser(nom)).toBe(attendu);
  });

  test.each([
    ['Jean-Noël', 'jean'],
    ['Jean Noël', 'jean'],
    ['Marie Ange', 'marie'],
    ['El Hadj', 'elhadj'],
    ['Moussa', 'moussa'],
  ])('un prénom composé se range à sa première partie : %s, %s', (prenom, attendu) => {
    expect(premierePart(prenom)).toBe(attendu);
  });
});

describe('CDAP-20 la forme sonore : ce qui s’entend pareil s’écrit pareil', () => {
  test.each([
    ['Dupont', 'Dupond', 'Dupon'],
    ['Durand', 'Durant', 'Duran'],
    ['Lefèvre', 'Lefebvre', 'LEFEVRE'],
    ['Moreau', 'Moro', 'Morault', 'Moraux'],
    ['Gautier', 'Gauthier', 'Gaultier'],
    ['Martin', 'Martain', 'Martein'],
    ['Boulanger', 'Boulangé', 'Boulanget'],
    ['Christophe', 'Kristof'],
    ['Philibert', 'Filibert'],
    ['Quentin', 'Kantin'],
    ['Mathieu', 'Matthieu', 'Matieu'],
    ['Leroy', 'Leroi'],
    ['Thomas', 'Tomas', 'Toma'],
    ['Hugo', 'Ugo'],
    ['Schmitt', 'Chmitt', 'Chmit'],
    ['Georges', 'Jorge'],
    ['Renaud', 'Renault', 'Reno'],
    ['Benoît', 'Benoist'],
    ['Chloé', 'Cloé', 'Kloé'],
    ['Wagnon', 'Vagnon'],
    ['Beaudoin', 'Baudoin', 'Bodoin'],
    ['Lambert', 'Lanbert', 'Lembert'],
    ['Guy', 'Gui'],
  ])('%s', (premier, ...autres) => {
    for (const autre of autres)
      expect([autre, sonner(normaliser(autre))]).toEqual([autre, sonner(normaliser(premier))]);
  });

  test.each([
    ['Martin', 'Morin'],
    ['Dupont', 'Dubois'],
    ['Jean', 'Jeanne'],
    ['Denis', 'Denise'],
    ['Simon', 'Simone'],
    ['Roux', 'Roy'],
    ['Garin', 'Marin'],
    ['Velzan', 'Velvan'],
  ])('%s et %s ne se confondent pas', (a, b) => {
    expect(sonner(normaliser(a))).not.toBe(sonner(normaliser(b)));
  });

  test('aucun nom n’a une forme vide', () => {
    for (const lettres of ['h', 'e', 's', 'hh', 'es', 'y', 'x', 'ett']) expect(sonner(lettres)).not.toBe('');
  });
});

describe('CDAP-20 les clés d’un dossier', () => {
  const blocs = dossiersTemoins('591', '2026-11').find(({ dossier }) => dossier.numero === 12_345)?.dossier
    .blocs;
  if (!blocs?.identite || !blocs.nir) throw new Error('hand-made file 0012345 is gone');
  const { identite, nir } = blocs;

  test('une ligne par adulte et par nom ; le NIR sans sa clé, sur le nom de naissance', () => {
    expect(clesPersonnes({ identite, nir })).toEqual([
      {
        rang: 1,
        nom: 'exemplaire',
        nomSon: sonner('exemplaire'),
        prenom: 'claire',
        prenomSon: sonner('claire'),
        neLe: '1988-04-17',
        nir: '2880459991001',
      },
      {
        rang: 1,
        nom: 'modele',
        nomSon: sonner('modele'),
        prenom: 'claire',
        prenomSon: sonner('claire'),
        neLe: '1988-04-17',
        nir: null,
      },
      {
        rang: 2,
        nom: 'modele',
        nomSon: sonner('modele'),
        prenom: 'jeannoel',
        prenomSon: sonner('jean'),
        neLe: '1986-11-02',
        nir: '1861159991002',
      },
    ]);
  });

  test('un nom d’usage qui s’écrit comme celui de naissance n’a pas de ligne à lui', () => {
    const [premier] = identite.adultes;
    if (!premier) throw new Error('no adult');
    const cles = clesPersonnes({ identite: { adultes: [{ ...premier, nomUsage: 'EXEMPLAIRE' }] }, nir });
    expect(cles).toHaveLength(1);
  });

  test('un nom sans lettre latine ne garde que son NIR, ou rien', () => {
    const [premier] = identite.adultes;
    if (!premier) throw new Error('no adult');
    const sans = { adultes: [{ ...premier, nomNaissance: '李雷', nomUsage: null }] };
    expect(clesPersonnes({ identite: sans, nir })).toMatchObject([{ nom: '', nir: '2880459991001' }]);
    expect(clesPersonnes({ identite: sans, nir: { adultes: [{ role: 'RDO', nir: null }] } })).toEqual([]);
  });

  test('un dossier sans identité ni NIR n’a pas de clé', () => {
    expect(clesPersonnes({ identite: null, nir: null })).toEqual([]);
  });
});
