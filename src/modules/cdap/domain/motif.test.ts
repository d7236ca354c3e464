import { describe, expect, test } from 'vitest';
import { defautDuMotif, MOTIF_MAX, MOTIF_MIN } from './motif.ts';

const phrase = (longueur: number): string => 'calcul du tarif '.repeat(20).slice(0, longueur);

describe('CDAP-33 le motif dit quelque chose', () => {
  test.each([
    ['juste trop court', phrase(MOTIF_MIN - 1), false],
    ['au plus court', phrase(MOTIF_MIN), true],
    ['au plus long', phrase(MOTIF_MAX), true],
    ['juste trop long', phrase(MOTIF_MAX + 1), false],
    ['remplissage', 'aaaaaaaaaaaa', false],
    ['trois lettres', 'abcabcabcabc', false],
    ['quatre lettres', 'abcdabcdabcd', true],
    ['ponctuation', '............', false],
    ['NIR collé', 'Dossier de 276095935001226', false],
    ['NIR espacé', 'Dossier de 2 76 09 59 350 012 26', false],
    ['numéro d’inscription', 'Calcul du tarif de cantine, inscription 2026-118', true],
  ])('%s', (_quoi, motif, bon) => {
    expect(defautDuMotif(motif) === null).toBe(bon);
  });
});
