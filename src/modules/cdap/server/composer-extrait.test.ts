import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BLOCS_CANARIS } from '../../../../tests/droits/dossier-canari.ts';
import { lireTextePdf } from '../../../../tests/support/texte-pdf.ts';
import { creerRendu } from '../../../platform/pdf/rendu.ts';
import { BLOCS } from '../domain/blocs.ts';
import { composerExtrait, type LectureExtrait, texteDeLExtrait } from './composer-extrait.ts';

const rendu = creerRendu();
afterAll(rendu.fermer);

const INSTANT = new Date('2026-11-20T09:07:00Z');
const LECTURE: LectureExtrait = {
  lecteur: 'Claire Exemple',
  fonction: 'agente',
  organisme: 'Commune de Villexemple',
  caf: 'Caf de Villexemple',
  fuseau: 'Europe/Paris',
  usages: ['tarif'],
  equipement: 'Crèche des Essais',
  mission: 'Calcul d’un tarif',
  motif: 'inscription de la rentrée',
  instructeur: null,
  instant: INSTANT,
  code: '7H2K-P0QD-ABCD-EFGH-J3K4',
};
const DOSSIER = {
  numero: '0012345',
  etat: 'ouvert' as const,
  suite: null,
  donneesLe: '2026-11-19',
  profil: 'T2',
  rubriques: BLOCS.map((bloc) => ({ bloc, variante: 'complet', contenu: BLOCS_CANARIS[bloc] })),
  trace: '01a1f82f-1e80-709a-a52b-734f7c0bdf18',
};
const sansEspaces = (texte: string): string => texte.replace(/[\s\u200b]/g, '');

describe('CDAP-23 ce que porte un extrait', () => {
  test('tout ce qui est composé est écrit, rubrique par rubrique', async () => {
    const donnees = composerExtrait(DOSSIER, LECTURE);
    const gabarit = readFileSync(path.join(import.meta.dirname, 'extrait.typ'), 'utf8');
    const ecrit = sansEspaces(lireTextePdf(await rendu.rendre({ gabarit, donnees, instant: INSTANT })));
    const textes = texteDeLExtrait(donnees).split('\n');
    expect(textes.length).toBeGreaterThan(300);
    expect(textes.filter((texte) => !ecrit.includes(sansEspaces(texte)))).toEqual([]);
  });

  test('qui, pour quoi, quand, à l’heure de la Caf', () => {
    const { lecture, filigrane, pied } = composerExtrait(DOSSIER, LECTURE);
    expect(lecture).toEqual([
      ['Lu par', 'Claire Exemple, agente'],
      ['Organisme', 'Commune de Villexemple'],
      ['Profil', 'T2, Prestataires de services sociaux'],
      ['Usage', 'Calcul d’un tarif'],
      ['Équipement', 'Crèche des Essais'],
      ['Mission', 'Calcul d’un tarif'],
      ['Motif', 'inscription de la rentrée'],
      ['Le', '20 novembre 2026 à 10\u00a0h\u00a007'],
      ['Trace', DOSSIER.trace],
    ]);
    expect(filigrane).toBe('Commune de Villexemple, 20 novembre 2026');
    expect(pied).toContain('sous la responsabilité de');
  });

  test('loin de Paris, l’heure dit de quel lieu elle est, et le jour est celui de là-bas', () => {
    const { lecture } = composerExtrait(DOSSIER, {
      ...LECTURE,
      fuseau: 'Indian/Reunion',
      instant: new Date('2026-11-20T20:30:00Z'),
    });
    expect(lecture.find(([terme]) => terme === 'Le')?.[1]).toMatch(
      /^21 novembre 2026 à 0\u00a0h\u00a030 \(.*Réunion/,
    );
  });

  test('ce qui n’est pas ouvert ne nomme personne', () => {
    const donnees = composerExtrait({ ...DOSSIER, rubriques: [] }, LECTURE);
    expect(donnees.personnes).toEqual([]);
    expect(texteDeLExtrait(donnees)).not.toContain('Zqx');
  });

  test('CDAP-04 un dossier qui n’est pas ouvert le dit, avec ce qu’on peut faire', () => {
    expect(composerExtrait(DOSSIER, LECTURE).etat).toBeNull();
    expect(composerExtrait({ ...DOSSIER, etat: 'suspendu' }, LECTURE).etat).toContain('suspendus');
  });
});
