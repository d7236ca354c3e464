import { describe, expect, test } from 'vitest';
import { type CodeRefusConsultation, REFUS_CONSULTATION } from './domain/autoriser-consultation.ts';
import { ETATS_DOSSIER } from './domain/codes.ts';
import * as libelles from './libelles.ts';
import * as conditions from './libelles-conditions.ts';

const refus = (code: CodeRefusConsultation, details = {}) =>
  libelles.messageRefus({ code, nature: REFUS_CONSULTATION[code], details });

/** Every French text of the module's tables. */
const textes = (valeur: unknown): string[] =>
  typeof valeur === 'string'
    ? [valeur]
    : valeur !== null && typeof valeur === 'object'
      ? Object.values(valeur).flatMap(textes)
      : [];

describe('CDAP-04 chaque état a son message et son étape', () => {
  test('aucun ne se répète', () => {
    const messages = ETATS_DOSSIER.map((etat) => libelles.messageEtat(etat, null));
    expect(new Set(messages.map(({ message }) => message)).size).toBe(ETATS_DOSSIER.length);
    expect(new Set(messages.map(({ etape }) => etape)).size).toBe(ETATS_DOSSIER.length);
  });

  test('un transfert dit vers où et depuis quand', () => {
    const suite = { organisme: 'caf', code: '802', numero: null, depuis: '2026-07-01' } as const;
    expect(libelles.messageEtat('transfere', suite).message).toContain(
      'à la Caf 802 depuis le 1er juillet 2026',
    );
    expect(libelles.messageEtat('transfere', { ...suite, organisme: 'msa' }).message).toContain('à la MSA');
  });
});

describe('CDAP-21 chaque refus dit ce qu’il est', () => {
  const codes = Object.keys(REFUS_CONSULTATION) as CodeRefusConsultation[];

  test('aucun message ne se répète, aucun ne montre un code', () => {
    const messages = codes.map((code) => refus(code));
    expect(new Set(messages).size).toBe(codes.length);
    for (const message of messages) expect(message).not.toMatch(/undefined|null|\b[a-z]+-[a-z]+-[a-z]+\b/);
  });

  test('opposition et accès restreint : une phrase, qui ne dit pas laquelle', () => {
    expect(refus('non-consultable-ici')).toBe(
      'Ce dossier n’est pas consultable ici\u00a0: adressez-vous à la Caf.',
    );
  });

  test('les détails choisissent la phrase', () => {
    expect(refus('fusionne', { cafCode: '591', numero: '0012345' })).toContain('0012345 de la Caf 591');
    expect(refus('condition-du-droit', { manquement: 'subvention-echue' })).toContain('subvention');
    expect(refus('condition-du-droit', { manquement: 'constructor' })).toBe(
      libelles.MESSAGES_REFUS['condition-du-droit'],
    );
    expect(refus('hors-perimetre', { condition: 'rsa-deux-ans' })).toContain('deux dernières années');
    expect(refus('lecture-arretee', { portee: 'partenaire' })).toContain('Les agents de votre organisme');
  });

  test('CDAP-01 la lettre en trop et le NIR sont nommés', () => {
    expect(libelles.messageNumero('numero-avec-lettre')).toContain('sans la lettre');
    expect(libelles.messageNumero('numero-est-un-nir')).toContain('sécurité sociale');
  });
});

describe('CDAP-05 les trois états du quotient en mots', () => {
  const mois = '2026-11';
  test('ils ne se confondent pas, et le mois est nommé', () => {
    const valeur = libelles.messageQuotient({ etat: 'valeur', valeur: 0, mois, moisCalcul: '2026-01' });
    const inconnu = libelles.messageQuotient({ etat: 'inconnu', mois, motif: 'ressources-manquantes' });
    const derniereValeur = { valeur: 640, mois: '2026-08', moisCalcul: '2026-02' };
    const sansDroit = libelles.messageQuotient({ etat: 'sans-droit', mois, derniereValeur });
    expect(new Set([valeur.titre, inconnu.titre, sansDroit.titre]).size).toBe(3);
    for (const { titre } of [valeur, inconnu, sansDroit]) expect(titre).toContain('novembre 2026');
    expect(valeur.message).toContain('janvier 2026');
    expect(sansDroit.message).toContain('640\u202f€ pour août 2026, calculée en février 2026');
  });
});

test('CDAP-03 une date de naissance se dit comme on la connaît', () => {
  expect(libelles.dateNaissanceEnLettres('1988-04-17')).toBe('17 avril 1988');
  expect(libelles.dateNaissanceEnLettres('1988-04')).toBe('avril 1988 (jour inconnu)');
  expect(libelles.dateNaissanceEnLettres('1988')).toBe('1988 (jour et mois inconnus)');
  expect(libelles.dateNaissanceEnLettres(null)).toBe('date inconnue');
});

test('la typographie est française : apostrophes courbes, espaces insécables', () => {
  const tous = textes([...Object.values(libelles), ...Object.values(conditions)]);
  expect(tous.length).toBeGreaterThan(240);
  for (const texte of tous) expect(texte).not.toMatch(/'| [:;?!»]|« /);
});
