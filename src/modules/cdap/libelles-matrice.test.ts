import { describe, expect, test } from 'vitest';
import { BLOCS } from './domain/blocs.ts';
import type { Changement } from './domain/comparer-matrices.ts';
import { TYPES_PARTENAIRE } from './domain/types-partenaire.ts';
import { VARIANTES } from './domain/variantes.ts';
import {
  direBloc,
  direChangement,
  direForme,
  direPartenaire,
  formesReduites,
  LIBELLES_PARTENAIRES,
} from './libelles-matrice.ts';

describe('CDAP-10 la matrice se dit en mots', () => {
  test('chaque type d’organisme a son nom, et aucun nom ne sert deux fois', () => {
    const noms = ['*', ...TYPES_PARTENAIRE].map(direPartenaire);
    expect(noms.filter((nom) => nom.includes(':') || nom === '*')).toEqual([]);
    expect(new Set(noms).size).toBe(Object.keys(LIBELLES_PARTENAIRES).length);
  });

  test('chaque forme réduite du registre se propose, avec ses mots sans le nom du bloc', () => {
    for (const bloc of BLOCS) {
      const formes = Object.keys((VARIANTES as Partial<Record<string, object>>)[bloc] ?? {});
      expect([...formesReduites(bloc)].sort()).toEqual(formes.sort());
      for (const forme of formes) {
        const dite = direForme(bloc, forme);
        expect(dite).toMatch(/^\p{L}/u);
        expect(dite).not.toContain(direBloc(bloc));
      }
    }
    expect(direForme('famille', 'constructor')).toBeNull();
  });

  const un = (plus: Partial<Changement>): Changement => ({
    cle: '',
    profil: 'T2',
    objet: 'bloc',
    element: 'famille',
    avant: null,
    apres: null,
    effet: 'elargit',
    ...plus,
  });
  test.each([
    [un({ avant: 'nombre', apres: 'complet' }), 'Famille\u00a0: de réduit (nombre de personnes) à complet.'],
    [un({ avant: 'complet' }), 'Famille\u00a0: de complet à fermé.'],
    [
      un({ objet: 'condition-lecture', element: 'rsa-deux-ans', avant: 'present' }),
      'La condition du dossier «\u00a0RSA en cours, ou versé dans les deux dernières années\u00a0» n’est plus demandée.',
    ],
    [
      un({ objet: 'partenaire', element: 'crous', apres: 'present' }),
      'Crous\u00a0: le profil lui est ouvert.',
    ],
    [un({ objet: 'profil', element: 'T2', avant: 'present' }), 'Le profil disparaît du catalogue.'],
    [un({ objet: 'texte', element: 'libelleCourt' }), 'Nom court\u00a0: mots changés.'],
  ])('%#', (changement, dit) => expect(direChangement(changement)).toBe(dit));
});
