import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { BLOCS, type Bloc, SCHEMAS_BLOCS } from '../../src/modules/cdap/domain/blocs.ts';
import { consulter, ouvrirSessionDirecte } from '../support/client.ts';
import { creerPortail, type Portail } from '../support/portail.ts';
import { codeDuProfil } from '../support/profils-cdap.ts';
import { BLOCS_CANARIS, feuillesDe, motifDe } from './dossier-canari.ts';
import { type MondeCanari, NUMEROS, peuplerMondeCanari, violationsDesCanaris } from './monde-canari.ts';
import { attendu, canarisDans, PROFILS } from './verifier-canaris.ts';

let portail: Portail;
let monde: MondeCanari;
let journal = '';

beforeAll(async () => {
  const recueil = new Writable({
    write(morceau, _codage, suite) {
      journal += morceau;
      suite();
    },
  });
  portail = await creerPortail({ journal: pino({ level: 'trace' }, recueil) });
  monde = await peuplerMondeCanari(portail);
});
afterAll(() => portail.fermer());

interface DefinitionZod {
  readonly type: string;
  readonly shape?: Record<string, z.ZodType>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

/** Paths of the leaves of a schema, as `feuillesDe` writes them. */
function cheminsDuSchema(schema: z.ZodType, chemin: string): string[] {
  const { type, shape, element, innerType, options } = (schema as unknown as { def: DefinitionZod }).def;
  if (shape)
    return Object.entries(shape).flatMap(([cle, champ]) => cheminsDuSchema(champ, `${chemin}.${cle}`));
  if (element) return cheminsDuSchema(element, chemin);
  if (innerType) return cheminsDuSchema(innerType, chemin);
  if (options && type === 'union') return options.flatMap((option) => cheminsDuSchema(option, chemin));
  return [chemin];
}

describe('SEC-03 le dossier d’essai est complet', () => {
  test.each(BLOCS)('%s : conforme à son schéma, chaque champ rempli', (bloc) => {
    expect(SCHEMAS_BLOCS[bloc].safeParse(BLOCS_CANARIS[bloc]).error).toBeUndefined();
    const remplis = new Set(
      feuillesDe(BLOCS_CANARIS[bloc], bloc)
        .filter(({ valeur }) => valeur !== null)
        .map(({ chemin }) => chemin),
    );
    for (const chemin of cheminsDuSchema(SCHEMAS_BLOCS[bloc], bloc)) {
      // A QF is in one of three states; the two that the current one is not in are in the history.
      const ailleurs = chemin.replace(/^quotientFamilial\.actuel\./, 'quotientFamilial.historique.');
      expect(remplis.has(chemin) || remplis.has(ailleurs), chemin).toBe(true);
    }
  });

  test('chaque valeur cherchée n’est que dans son champ, et la plupart des champs en ont une', () => {
    const feuilles = BLOCS.flatMap((bloc: Bloc) => feuillesDe(BLOCS_CANARIS[bloc], bloc));
    const cherchees = feuilles.filter((feuille) => motifDe(feuille) !== null);
    expect(cherchees.length).toBeGreaterThan(130);
    for (const feuille of cherchees) {
      const autres = cherchees.filter(
        (autre) => autre !== feuille && motifDe(feuille)?.test(`"${autre.valeur}"`),
      );
      expect(autres, feuille.chemin).toEqual([]);
    }
  });

  test('l’attente laisse des champs fermés à chaque profil : elle peut échouer', () => {
    expect(new Set(monde.lecteurs.map(({ nom }) => codeDuProfil(nom)))).toEqual(new Set(PROFILS));
    for (const { nom, usages } of monde.lecteurs)
      expect(attendu(nom, usages).size).toBeLessThan(BLOCS.length);
    expect(attendu('T2', ['creche']).has('quotientFamilial')).toBe(false);
    expect(attendu('T2', ['tarif']).has('baseRessourcesEaje')).toBe(false);
    expect(attendu('T19', []).has('quotientFamilial')).toBe(false);
  });
});

describe('SEC-03 besoin d’en connaître', () => {
  test('réponses, en-têtes, refus et traces de tous les profils : rien de fermé ne sort, rien d’ouvert ne manque', async () => {
    expect(await violationsDesCanaris(portail, monde)).toEqual([]);
  });

  test('opposition et accès restreint : mêmes octets, à la référence près', async () => {
    const [lecteur] = monde.lecteurs;
    if (!lecteur) throw new Error('nobody reads');
    const client = await ouvrirSessionDirecte(portail, lecteur.compte);
    const [restreint, oppose] = [
      await consulter(client, lecteur.droit, NUMEROS.restreint),
      await consulter(client, lecteur.droit, NUMEROS.oppose),
    ];
    const sansReference = ({ corps: { reference: _, ...reste } }: typeof restreint) => reste;
    expect(restreint.statut).toBe(403);
    expect(sansReference(oppose)).toEqual(sansReference(restreint));
  });

  test('un champ que la forme ne nomme pas fait échouer la réponse au lieu de sortir', async () => {
    const [lecteur] = monde.lecteurs;
    if (!lecteur) throw new Error('nobody reads');
    await portail.lignes(
      `update cdap.dossier set identite = jsonb_set(identite::jsonb, '{adultes,0,inconnu}', '"Zqxpirate"')::json where numero = ${NUMEROS.ordinaire}`,
    );
    const client = await ouvrirSessionDirecte(portail, lecteur.compte);
    const reponse = await consulter(client, lecteur.droit, NUMEROS.ordinaire);
    expect(reponse.statut).toBe(500);
    expect(reponse.texte).not.toContain('Zqxpirate');
    expect(canarisDans(reponse.texte)).toEqual([]);
  });

  test('EXP-01 le journal ne contient aucune valeur de dossier, ni aucun nom, numéro ou adresse', () => {
    expect(journal).toContain('/api/cdap/consultations');
    expect(canarisDans(journal)).toEqual([]);
    expect(journal).not.toContain('Zqxpirate');
    for (const { compte } of monde.lecteurs) {
      for (const texte of [compte.nom, compte.identifiant, compte.courriel, '192.0.2.10', '640771'])
        expect(journal).not.toContain(texte);
    }
  });
});
