import { describe, expect, test } from 'vitest';
import { saisiesDe } from '../../../../tests/support/saisies.ts';
import { jugerMotDePasse, REGLE_MOT_DE_PASSE } from '../domain/mot-de-passe.ts';
import { estMotDePasseCourant } from './mots-de-passe-courants.ts';

const CAMILLE = {
  prenom: 'Camille',
  nom: 'Dupond',
  courriel: 'camille.dupond@mairie-exemple.fr',
  organisme: 'Mairie de Villexemple',
  identifiant: 'kq7wm3xd2g',
};

describe('ACC-02 les saisies d’essai, avec et sans second facteur', () => {
  test.each(
    saisiesDe('mot_de_passe').flatMap((cas) => [
      { ...cas, second: false, suite: 'sans' },
      { ...cas, second: true, suite: 'avec' },
    ]),
  )('$titre ($suite)', ({ value, valid, second }) => {
    // Anything but a text is refused by the contract's schema, before this.
    if (typeof value !== 'string') return expect(valid).toBe(false);
    const { ecueils } = jugerMotDePasse(value, CAMILLE, REGLE_MOT_DE_PASSE, second);
    expect(ecueils.length === 0 && !estMotDePasseCourant(value)).toBe(valid);
  });
});

describe('ACC-02 mots de passe essayés en premier', () => {
  test.each([
    ['listé', 'trustno1'],
    ['listé, avec une année et un signe', 'Motdepasse2026!'],
    ['listé avec son chiffre, puis autre chose', 'Trustno1!2026'],
    ['deux items collés', 'Azerty123456!'],
    ['deux mots', 'JardinSoleil59!?'],
    ['le même mot deux fois', 'soleilsoleil'],
    ['deux mots et une année au milieu', 'Soleil2026Marseille!'],
    ['mots séparés', 'mot-de-passe-2026'],
    ['sosies', 'P@55w0rd2026!!'],
    ['sosies, 1 pour i', 'Ch4ngezmo1!!2026'],
    ['accents', 'Réglisse2026!!'],
    ['accents décomposés', 'Réglisse2026!!'.normalize('NFD')],
    ['mot français peu courant des listes étrangères', 'Gendarme!2026'],
    ['prénom', '#Corentin1984##'],
    ['nom de famille', 'Lechevalier!75'],
    ['nom du métier', 'Allocataire2026!'],
    ['nom du service', 'Cafpro!!2026!!'],
    ['chiffres seuls', '123456123456'],
    ['entouré de plus de seize signes', `Bienvenue${'!'.repeat(40)}`],
  ])('%s', (_, saisi) => {
    expect(estMotDePasseCourant(saisi)).toBe(true);
  });

  test.each([
    ['sans ordre', 'Vk8rTq3nLw6xHd'],
    ['un mot rare, de ceux dont on fait les phrases', 'embranchement'],
    ['sept mots', 'loutre girafe bocal vélin crayon tapis ombre'],
    ['quatre mots', 'LoutreGirafeBocalVelin7!'],
    ['un mot, mais bien accompagné', '7k#9!Xz%Soleil&4q@T2'],
    ['trois lettres de hasard parmi des signes', '83#[Bon]57&24$'],
    ['lettres dispersées', 'S(5o[7l.3e>i9+l&2='],
    ['rien', ''],
    ['des signes', '!?!?!?(((---'],
  ])('%s : inconnu des listes', (_, saisi) => {
    expect(estMotDePasseCourant(saisi)).toBe(false);
  });

  test('un texte démesuré est jugé sans attendre', () => {
    const debut = process.cpuUsage();
    for (const texte of ['9!'.repeat(60_000), `a${'1'.repeat(120_000)}`, 'soleil'.repeat(20_000)])
      expect(estMotDePasseCourant(texte)).toBe(false);
    // Quadratic, one of them would take minutes.
    expect(process.cpuUsage(debut).user / 1e6).toBeLessThan(5);
  });
});
