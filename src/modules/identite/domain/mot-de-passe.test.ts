import { describe, expect, test } from 'vitest';
import { direEcueil, direRegleMotDePasse } from '../libelles-mot-de-passe.ts';
import {
  type ContexteMotDePasse,
  type EcueilMotDePasse,
  jugerMotDePasse,
  REGLE_MOT_DE_PASSE,
  type RegleMotDePasse,
} from './mot-de-passe.ts';

const CAMILLE: ContexteMotDePasse = {
  prenom: 'Camille',
  nom: 'Dupond',
  courriel: 'camille.dupond@mairie-exemple.fr',
  organisme: 'Mairie de Villexemple',
  identifiant: 'kq7wm3xd2g',
};
const juger = (saisi: string, regle: RegleMotDePasse = REGLE_MOT_DE_PASSE, second = false) =>
  jugerMotDePasse(saisi, CAMILLE, regle, second);
const ecueils = (saisi: string, contexte: Partial<ContexteMotDePasse> = {}): readonly EcueilMotDePasse[] =>
  jugerMotDePasse(saisi, { ...CAMILLE, ...contexte }, REGLE_MOT_DE_PASSE, false).ecueils;
/** `n` characters without order, of the four families. */
const varie = (n: number) => 't7#Kw9!mZq2&Vf5*Hs8%Jb4?Rg6+Yd3='.repeat(4).slice(0, n);

describe('ACC-02 longueur', () => {
  test('11 caractères sont trop peu, 12 suffisent', () => {
    expect(ecueils(varie(11))).toContain('trop-court');
    expect(ecueils(varie(12))).toEqual([]);
  });

  test('128 caractères passent, 129 non, et rien d’autre n’est alors cherché', () => {
    const long = Array.from({ length: 129 }, (_, i) => String.fromCodePoint(0x4e00 + i * 7)).join('');
    expect(ecueils(long.slice(0, 128))).toEqual([]);
    expect(ecueils(long)).toEqual(['trop-long']);
    expect(ecueils('a'.repeat(129))).toEqual(['trop-long']);
  });

  test('un caractère hors du plan de base compte pour un', () => {
    expect(ecueils(`${varie(10)}\u{1F600}`)).toContain('trop-court');
    expect(ecueils(`${varie(10)}\u{1F600}\u{1F9A6}`)).not.toContain('trop-court');
  });

  test('composé ou décomposé, le jugement est le même', () => {
    const compose = 'Éà7ç!ùKô9%z';
    expect(juger(compose.normalize('NFD'))).toEqual(juger(compose));
    expect(ecueils(compose.normalize('NFD'))).toContain('trop-court');
  });

  test('les espaces de bord font partie du secret', () => {
    expect(juger(` ${varie(10)} `).bits).toBe(juger(`.${varie(10)}.`).bits);
    expect(ecueils(` ${varie(10)} `)).toEqual([]);
  });
});

describe('ACC-02 force selon la Cnil', () => {
  test.each([
    [varie(12), 79.55],
    ['Vk8rTq3nLw6xHd', 83.36],
    ['kwzrtqmnbvlp', 56.41],
    ['483920175566', 39.86],
    ['loutre girafe bocal vélin crayon tapis ombre', 90.47],
    ['loutre girafe bocal vélin crayon tapis', 77.55],
    ['', 0],
  ])('« %s » vaut %d bits', (saisi, bits) => {
    expect(juger(saisi).bits).toBeCloseTo(bits, 1);
  });

  test('l’exemple de la Cnil passe à 79,55 bits, et 79,4 ne passent pas', () => {
    expect(ecueils(varie(12))).toEqual([]);
    expect(juger(varie(12), { ...REGLE_MOT_DE_PASSE, bitsMin: 80.04 }).ecueils).toEqual([]);
    expect(juger(varie(12), { ...REGLE_MOT_DE_PASSE, bitsMin: 80.06 }).ecueils).toEqual(['trop-simple']);
  });

  test('trois sortes : 13 caractères sont trop simples, 14 suffisent', () => {
    expect(ecueils('Vk8rTq3nLw6xH')).toEqual(['trop-simple']);
    expect(ecueils('Vk8rTq3nLw6xHd')).toEqual([]);
  });

  test('une phrase vaut ses mots : six sont trop simples, sept suffisent', () => {
    expect(ecueils('loutre girafe bocal vélin crayon tapis')).toEqual(['trop-simple']);
    expect(ecueils('loutre girafe bocal vélin crayon tapis ombre')).toEqual([]);
    expect(ecueils('l’ours gris-bleu bocal vélin crayon tapis ombre')).toEqual([]);
    expect(ecueils('a b c d e f g')).toContain('trop-simple');
  });

  test('le second facteur ne dispense de rien, sauf si le réglage le dit', () => {
    const douceur = { ...REGLE_MOT_DE_PASSE, bitsAvecSecondFacteur: 50 };
    expect(juger('kwzrtqmnbvlp', REGLE_MOT_DE_PASSE, true).ecueils).toEqual(['trop-simple']);
    expect(juger('kwzrtqmnbvlp', douceur, true).ecueils).toEqual([]);
    expect(juger('kwzrtqmnbvlp', douceur, false).ecueils).toEqual(['trop-simple']);
    expect(juger(varie(11), douceur, true).ecueils).toEqual(['trop-court']);
  });
});

describe('ACC-02 suites et répétitions', () => {
  test.each([
    ['un seul caractère', 'aaaaaaaaaaaaaaaaaaaa'],
    ['peu de caractères distincts', 'aB3!aB3!3a!B!a3B5aB3'],
    ['clavier français', 'Azertyuiop!7Kx'],
    ['clavier anglais à rebours', 'Poiuytrewq!7Kx'],
    ['colonnes du clavier', '1qaz2wsx3edc!K'],
    ['alphabet', 'Abcdefghij!7Kx'],
    ['chiffres', '1234567890!7Kx'],
    ['chiffres à rebours', '0987654321!7Kx'],
    ['rangée du haut sans majuscule', '&é"\'(-è_çà7Kx'],
    ['bloc répété', 'Vk8rT!Vk8rT!'],
    ['bloc répété plus loin', 'Vk8rT!x9Vk8rT!zVk8rT!'],
    ['un mot sept fois', 'loutre loutre loutre loutre loutre loutre loutre'],
  ])('%s', (_, saisi) => {
    expect(ecueils(saisi)).toContain('repetitif');
  });

  test.each([
    ['une courte suite parmi d’autres caractères', 'abc!7KxvR9#mT'],
    ['six caractères distincts suffisent', 'q7!Kz%7q!zK%'],
    ['beaucoup de hasard, puis une longue suite', `${varie(20)}${'a'.repeat(40)}`],
  ])('%s : rien à redire', (_, saisi) => {
    expect(ecueils(saisi)).not.toContain('repetitif');
  });
});

describe('ACC-02 ce que d’autres savent de la personne', () => {
  test.each([
    ['prénom', 'xx!7camille#9Kz'],
    ['nom, autre casse', 'xx!7DUPOND#9Kz'],
    ['nom déguisé', 'xx!7dup0nd#9Kz'],
    ['prénom déguisé, i en 1 et l en !', 'xx!7C@m1!le#9Kz'],
    ['domaine', 'xx!7Exemple#9Kz'],
    ['mot de l’organisme', 'xx!7Vill3xempl3#9K'],
    ['identifiant', 'Xx!#KQ7WM3XD2G#'],
  ])('%s', (_, saisi) => {
    expect(ecueils(saisi)).toEqual(['contexte']);
  });

  test.each<[string, Partial<ContexteMotDePasse>, string]>([
    ['accents', { prenom: 'Élodie' }, 'xx!7elodie#9Kz'],
    ['accents du mot de passe', { prenom: 'Elodie' }, 'xx!7ÉLODIE#9Kz'],
    ['nom composé, en partie', { nom: 'Le Goff-Martin' }, 'xx!7martin#9Kz'],
    ['nom composé, collé', { nom: 'De La Rue' }, 'xx!7delarue#9K'],
    ['nom de trois lettres', { prenom: 'Léa' }, 'xK!7lea#9Kz%Q'],
    ['nom et prénom courts, collés', { prenom: 'An', nom: 'Ly' }, 'xK!7LyAn#9Kz%'],
    ['prénom et nom courts, collés', { prenom: 'An', nom: 'Ly' }, 'xK!7AnLy#9Kz%'],
    ['partie locale de l’adresse', { courriel: 'zorglub59@fai.exemple' }, 'xx!7zorglub59#K'],
  ])('%s', (_, contexte, saisi) => {
    expect(ecueils(saisi, contexte)).toEqual(['contexte']);
  });

  test.each<[string, Partial<ContexteMotDePasse>, string]>([
    ['deux lettres se trouvent par hasard', { prenom: 'Li', nom: 'Bo' }, 'xK!7li#9Kz%bo'],
    ['trois lettres déguisées aussi', { prenom: 'Léo' }, 'xK!71e0#9Kz%Q'],
    ['un mot bref de l’organisme ne compte pas', { organisme: 'Les Amis du Bac' }, 'xK!7bac#9Kz%Q'],
    ['un mot-outil non plus', { organisme: 'Pour le lien' }, 'xK!7pour#9Kz%Q'],
    ['la fin du domaine non plus', { courriel: 'zorglub@fai.exemple' }, 'xK!7exemple#9K'],
    [
      'un contexte vide ne refuse rien',
      { prenom: '', nom: '', courriel: '', organisme: '', identifiant: '' },
      varie(12),
    ],
  ])('%s', (_, contexte, saisi) => {
    expect(ecueils(saisi, contexte)).toEqual([]);
  });
});

describe('ACC-02 chaque écueil est dit', () => {
  test.each<EcueilMotDePasse>(['trop-court', 'trop-long', 'trop-simple', 'repetitif', 'contexte', 'courant'])(
    '%s',
    (code) => {
      expect(direEcueil(code)).toMatch(/^Le mot de passe .*\u202f: .*\.$/u);
    },
  );

  test('les longueurs dites sont celles du réglage', () => {
    const regle = { ...REGLE_MOT_DE_PASSE, longueurMin: 16, longueurMax: 99 };
    expect(direEcueil('trop-court', regle)).toContain('16');
    expect(direEcueil('trop-long', regle)).toContain('99');
    expect(direRegleMotDePasse(regle)).toMatch(/^De 16 à 99 /);
  });
});
