import { describe, expect, test } from 'vitest';
import { ETATS_DOSSIER, estLisible, peutSuivreLeTransfert, type SuiteDossier } from './etats.ts';

describe('CDAP-04 états d’un dossier', () => {
  test('seuls un dossier en affiliation et un dossier fusionné ne se lisent pas', () => {
    expect(ETATS_DOSSIER.filter((etat) => !estLisible(etat))).toEqual(['en-affiliation', 'fusionne']);
  });

  const suite: SuiteDossier = { organisme: 'caf', code: '802', numero: '0104567', depuis: '2026-07-01' };
  test.each([
    ['transfert, droit à la Caf prenante', 'transfere', suite, ['591', '802'], true],
    ['transfert, droit à l’ancienne Caf seulement', 'transfere', suite, ['591'], false],
    ['transfert à la MSA', 'transfere', { ...suite, organisme: 'msa' }, ['802'], false],
    ['numéro pas encore connu', 'transfere', { ...suite, numero: null }, ['802'], false],
    ['sans suite', 'transfere', null, ['802'], false],
    ['dossier ouvert', 'ouvert', suite, ['802'], false],
  ] as const)('suivre le lien : %s', (_, etat, vers, cafs, attendu) => {
    expect(peutSuivreLeTransfert(etat, vers, cafs)).toBe(attendu);
  });
});
