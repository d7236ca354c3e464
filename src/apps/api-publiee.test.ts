import { describe, expect, test } from 'vitest';
import { PORTEES } from '../kernel/route.ts';
import { REFUS_CONSULTATION } from '../modules/cdap/domain/autoriser-consultation.ts';
import { MOTS_API } from './api-publiee.ts';
import { CONTRATS } from './contrats.ts';

const ROUTES = Object.entries(CONTRATS).flatMap(([module, contrat]) =>
  Object.entries(contrat).map(([nom, definition]) => ({ cle: `${module}.${nom}`, definition })),
);

describe('ACC-09 CDAP-27 ce que l’API publiée dit aux intégrateurs', () => {
  test('les routes ouvertes aux jetons sont celles-là, et pas une de plus', () => {
    const ouvertes = ROUTES.flatMap(({ cle, definition }) =>
      'portee' in definition ? [`${cle} : ${definition.portee}`] : [],
    );
    expect(ouvertes.toSorted()).toEqual([
      'cdap.consulter : cdap',
      'cdap.listerProfils : cdap',
      'cdap.rechercher : cdap',
      'habilitations.listerMesHabilitations : habilitations',
    ]);
    expect(new Set(ouvertes.map((ligne) => ligne.split(' : ')[1]))).toEqual(new Set(PORTEES));
  });

  test('chaque refus publié est d’une route qui existe, dit quand il vient et a ses propres mots', () => {
    const cles = ROUTES.map(({ cle }) => cle);
    for (const [cle, refus] of Object.entries(MOTS_API.refus)) {
      expect(cles).toContain(cle);
      for (const { code, titre, quand } of refus) {
        expect([code, titre]).not.toEqual([code, 'Cette demande n’est pas possible.']);
        expect([code, titre]).not.toEqual([code, expect.stringMatching(/undefined|NaN|\{/)]);
        expect([code, quand]).toEqual([code, expect.any(String)]);
      }
    }
    expect(Object.keys(MOTS_API.services).toSorted()).toEqual(Object.keys(CONTRATS).toSorted());
  });

  test('une consultation publie tous ses refus ; une recherche aucun de ceux qui parlent d’un dossier', () => {
    const codes = (cle: string) => (MOTS_API.refus[cle] ?? []).map(({ code }) => code);
    expect(codes('cdap.consulter')).toEqual(expect.arrayContaining(Object.keys(REFUS_CONSULTATION)));
    expect(codes('cdap.rechercher')).toContain('recherche-ralentie');
    for (const code of ['inexistant', 'hors-perimetre', 'non-consultable-ici'])
      expect(codes('cdap.rechercher')).not.toContain(code);
  });
});
