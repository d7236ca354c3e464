import { expect, test } from 'vitest';
import { type CompteDemo, premiersPas } from './premiers-pas.ts';

const unCompte = (identifiant: string, plus: Partial<CompteDemo> = {}): CompteDemo => ({
  identifiant,
  nom: 'Claire Exemple',
  fonction: 'Agente',
  roles: ['Utilisateur'],
  profils: [],
  etat: 'actif',
  secondFacteur: true,
  essai: 'Essayez.',
  ...plus,
});

const organisme = (...comptes: CompteDemo[]) => ({
  theme: 'Mairies et crèches',
  nom: 'Commune de Villexemple',
  detail: 'Caf 599',
  comptes,
});

test('les premiers pas sont des personnes actives, différentes, dans l’ordre proposé', () => {
  const choisis = premiersPas([
    organisme(
      unCompte('a', { profils: ['T2'], etat: 'suspendu' }),
      unCompte('b', { profils: ['T2', 'T19'] }),
      unCompte('c', { profils: ['T2'] }),
      unCompte('e', { profils: ['T1', 'T4', 'T13'] }),
      unCompte('d', { roles: ['Administrateur principal'] }),
    ),
  ]);
  expect(choisis.map(({ titre, compte }) => [titre, compte.identifiant])).toEqual([
    ['Lire un quotient familial', 'c'],
    ['Contrôler le RSA', 'b'],
    ['Changer de profil', 'e'],
    ['Voir qui a lu quoi', 'd'],
  ]);
});

test('sans personne qui convienne, rien n’est proposé', () => {
  expect(premiersPas([organisme(unCompte('a'))])).toEqual([]);
});
