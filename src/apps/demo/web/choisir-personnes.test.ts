import { describe, expect, test } from 'vitest';
import { choisirPersonnes, compterPersonnes, themesDe } from './choisir-personnes.ts';
import type { OrganismeDemo } from './premiers-pas.ts';

const organisme = (theme: string, nom: string, ...profils: string[][]): OrganismeDemo => ({
  theme,
  nom,
  detail: 'Caf inventée',
  comptes: profils.map((tenus, i) => ({
    identifiant: `${nom}${i}`,
    nom: `Claire Exemple ${i}`,
    fonction: 'Agente',
    roles: ['Utilisateur'],
    profils: tenus,
    etat: 'actif',
    secondFacteur: true,
    essai: 'Essayez.',
  })),
});

const ORGANISMES = [
  organisme('Mairies', 'villexemple', ['T2'], []),
  organisme('Action sociale', 'ccas', ['T1', 'T4'], ['T4']),
  organisme('Mairies', 'montfictif', ['T2']),
  organisme('Logement', 'logis', ['T10']),
];

const nomsDe = (choix: Parameters<typeof choisirPersonnes>[1]) =>
  choisirPersonnes(ORGANISMES, choix).map(({ theme, organismes }) => [
    theme,
    ...organismes.flatMap(({ comptes }) => comptes.map(({ identifiant }) => identifiant)),
  ]);

describe('la liste des personnes de la démonstration', () => {
  test('un thème garde tous ses organismes, même éloignés dans la liste', () => {
    expect(nomsDe({ par: 'theme', theme: 'Mairies' })).toEqual([
      ['Mairies', 'villexemple0', 'villexemple1', 'montfictif0'],
    ]);
  });

  test('un profil garde ceux qui le tiennent, où qu’ils soient, et aucun organisme vide', () => {
    expect(nomsDe({ par: 'profil', profil: 'T4' })).toEqual([['Action sociale', 'ccas0', 'ccas1']]);
    expect(nomsDe({ par: 'profil', profil: 'T22' })).toEqual([]);
  });

  test('sans choix tout le monde est là, compté', () => {
    expect(compterPersonnes(choisirPersonnes(ORGANISMES, { par: 'tous' }))).toBe(6);
    expect(themesDe(ORGANISMES)).toEqual(['Mairies', 'Action sociale', 'Logement']);
  });
});
