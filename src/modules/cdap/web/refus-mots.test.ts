import { describe, expect, test } from 'vitest';
import { type CodeRefusConsultation, REFUS_CONSULTATION } from '../domain/autoriser-consultation.ts';
import { CODES_ECHEC_SOURCE } from '../domain/source-api-particulier.ts';
import { messageRefus } from '../libelles.ts';
import { direRefusCdap } from '../libelles-refus.ts';
import { LIBELLES_CODES_TRACES } from '../libelles-traces.ts';
import { direRefus } from './refus-mots.ts';

const codes = Object.keys(REFUS_CONSULTATION) as CodeRefusConsultation[];
const dire = (code: CodeRefusConsultation, details = {}) =>
  direRefus({ code, titre: messageRefus({ code, nature: REFUS_CONSULTATION[code], details }) });

describe('CDAP-21 un refus se dit une fois, dans les mêmes mots partout', () => {
  test.each(codes)('%s : la phrase ne redit pas le titre', (code) => {
    const { titre, phrase } = dire(code);
    expect(phrase?.toLowerCase() ?? '').not.toContain(titre.toLowerCase());
  });

  test('celui de T19 non plus', () => {
    const { titre, phrase } = dire('hors-perimetre', { condition: 'rsa-deux-ans' });
    expect(titre).toBe('Hors du champ de votre profil');
    expect(phrase).not.toContain('hors du champ');
    expect(phrase).toContain('deux dernières années');
  });

  test('CDAP-04 un dossier fusionné ou en cours d’affiliation porte ce nom à l’écran et dans les traces', () => {
    expect(dire('fusionne').titre).toBe(LIBELLES_CODES_TRACES.fusionne);
    expect(dire('en-affiliation').titre).toBe(LIBELLES_CODES_TRACES['en-affiliation']);
    expect(dire('fusionne', { numero: '0012345', cafCode: '599' }).phrase).not.toContain('0012345');
  });

  test('CDAP-32 une lecture arrêtée dit qui lève l’arrêt et quoi faire', () => {
    expect(dire('lecture-arretee', { portee: 'compte' }).phrase).toMatch(/administrateurs.*dites-leur/);
    expect(dire('lecture-arretee', { portee: 'partenaire' }).phrase).toContain('Seule la Caf');
  });
});

test('une phrase du serveur égale au titre ne se répète pas ; un code inconnu garde ses mots', () => {
  const changes = direRefus({ code: 'droit-en-changement', titre: 'Vos droits viennent de changer.' });
  expect(changes.phrase).toBeNull();
  const inconnu = direRefus({ code: 'constructor', titre: 'Cette demande n’est pas possible.' });
  expect(inconnu).toEqual({ titre: 'Cette demande n’est pas possible.', tone: 'stop', phrase: null });
});

describe('CDAP-07 une source qui va mal se dit, et dit quoi faire', () => {
  const dire = (code: string, reprise: number | null = 30) =>
    direRefusCdap({ code, nature: 'indisponible', details: { reprise } });

  test.each(CODES_ECHEC_SOURCE)(
    '%s : un titre, une phrase qui ne le redit pas, une suite, des mots de trace',
    (code) => {
      const { titre, suite } = dire(code);
      const mots = direRefus({ code, titre });
      expect(mots.titre).not.toBe(titre);
      expect(mots.phrase).toBe(titre);
      expect(suite).toMatch(/^Rien n’a été montré/);
      expect(suite).not.toContain('{');
      expect(LIBELLES_CODES_TRACES[code]).toMatch(/^[A-ZÉ]/);
    },
  );

  test('aucun message ne se répète', () => {
    expect(new Set(CODES_ECHEC_SOURCE.map((code) => dire(code).titre)).size).toBe(CODES_ECHEC_SOURCE.length);
  });

  test.each([
    [1, 'dans une seconde'],
    [2, 'dans 2 secondes'],
    [89, 'dans 89 secondes'],
    [90, 'dans 2 minutes'],
    [300, 'dans 5 minutes'],
    [null, 'plus tard'],
  ])('à redemander après %o s : « %s »', (reprise, mots) => {
    expect(dire('source-lente', reprise).suite).toContain(mots);
  });
});
