import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cdapContrat } from '../../src/modules/cdap/contract.ts';
import { ouvrirSessionDirecte } from '../support/client.ts';
import { creerPortail, type Portail } from '../support/portail.ts';
import { BLOCS_CANARIS } from './dossier-canari.ts';
import { type Lecteur, type MondeCanari, NUMEROS, peuplerMondeCanari } from './monde-canari.ts';
import { attendu, canarisDans } from './verifier-canaris.ts';

/** SEC-03 on the lines of a search: what each profile may see of them, by hand, and never a file out of its scope. */

let portail: Portail;
let monde: MondeCanari;
beforeAll(async () => {
  portail = await creerPortail();
  monde = await peuplerMondeCanari(portail);
});
afterAll(() => portail.fermer());

/** Names of the canary file without the figures that tell them apart: the letters are what a search compares. */
const PAR_NOM = { nom: 'Zqxw', prenom: 'Zqxw' };
const [demandeur] = BLOCS_CANARIS.nir?.adultes ?? [];
const PAR_NIR = { nir: demandeur?.nir?.slice(0, 13) };
const IDENTITE = ['nomNaissance', 'nomUsage', 'prenoms', 'dateNaissance'].map((c) => `identite.adultes.${c}`);
const ADRESSE = ['adresse.actuelle.codePostal', 'adresse.actuelle.commune'];

const chercher = async (lecteur: Lecteur, par: object) => {
  const client = await ouvrirSessionDirecte(portail, lecteur.compte);
  // Each search follows the one before by more than the slow-down asks.
  await portail.horloge.avancer(120_000);
  return client.appeler(cdapContrat.rechercher, { habilitation: lecteur.droit, ...lecteur.demande, par });
};
const entier = (lecteur: Lecteur, bloc: keyof typeof BLOCS_CANARIS): boolean =>
  JSON.stringify(attendu(lecteur.nom, lecteur.usages).get(bloc)) === JSON.stringify(BLOCS_CANARIS[bloc]);

describe('SEC-03 CDAP-20 les lignes d’une recherche', () => {
  test('par nom : des dossiers du champ seulement, réduits à ce que le profil ouvre', async () => {
    const violations: string[] = [];
    for (const lecteur of monde.lecteurs) {
      const { nom, horsPerimetre } = lecteur;
      const reponse = await chercher(lecteur, PAR_NOM);
      if (reponse.statut !== 200 || reponse.corps.lignes.length === 0) {
        violations.push(`${nom} : ${reponse.statut} ${reponse.corps?.code ?? 'aucune ligne'}`);
        continue;
      }
      const { restreint, oppose, fusionne, enAffiliation } = NUMEROS;
      const fermes = [restreint, oppose, fusionne, enAffiliation, ...horsPerimetre];
      for (const { numero } of reponse.corps.lignes)
        if (fermes.includes(Number(numero))) violations.push(`${nom} : le dossier ${numero} est montré`);
      const permis = [...IDENTITE, ...(entier(lecteur, 'adresse') ? ADRESSE : [])];
      for (const chemin of canarisDans(`${JSON.stringify(reponse.entetes)}\n${reponse.texte}`))
        if (!permis.includes(chemin)) violations.push(`${nom} : ${chemin} fuit dans une ligne`);
      const communes = reponse.corps.lignes.map(({ commune }: { commune: unknown }) => commune);
      if (entier(lecteur, 'adresse') === communes.includes(null))
        violations.push(`${nom} : la commune ${communes.includes(null) ? 'manque' : 'est montrée'}`);
    }
    expect(violations).toEqual([]);
  });

  test('par numéro de sécurité sociale, par code postal : aux profils qui voient ces blocs en entier', async () => {
    const violations: string[] = [];
    for (const lecteur of monde.lecteurs) {
      for (const [bloc, par] of [
        ['nir', PAR_NIR],
        ['adresse', { ...PAR_NOM, codePostal: '59999' }],
      ] as const) {
        const reponse = await chercher(lecteur, par);
        const attendue = entier(lecteur, bloc) ? 200 : 403;
        const code = attendue === 403 ? 'critere-ferme' : undefined;
        if (reponse.statut !== attendue || reponse.corps?.code !== code)
          violations.push(`${lecteur.nom} par ${bloc} : ${reponse.statut} ${reponse.corps?.code ?? ''}`);
        if (attendue === 403 && canarisDans(reponse.texte).length > 0)
          violations.push(`${lecteur.nom} : fuite`);
      }
    }
    expect(violations).toEqual([]);
  });

  test('un droit incomplet ou suspendu ne cherche rien', async () => {
    for (const lecteur of [...monde.incomplets, monde.suspendu]) {
      const reponse = await chercher(lecteur, PAR_NOM);
      expect(reponse.statut, lecteur.nom).toBe(403);
      expect(canarisDans(reponse.texte)).toEqual([]);
    }
  });

  test('TRA-03 ni critère ni nom dans les traces d’une recherche ; un numéro seulement pour un dossier montré', async () => {
    const traces = await portail.lignes(
      "select to_jsonb(t) - 'transaction' - 'instant' - 'id' as t from traces.trace t where action like 'recherche-dossier%'",
    );
    expect(traces.length).toBeGreaterThan(monde.lecteurs.length * 3);
    const texte = JSON.stringify(traces);
    expect(texte.toLowerCase()).not.toContain('zqx');
    expect(texte).not.toContain(PAR_NIR.nir);
    // Whose identity was shown is told by the number of the file, in a trace of its own (TRA-01).
    const avecNumero = traces.filter((trace) => /"dossier_numero":\s*\d/.test(JSON.stringify(trace)));
    expect(avecNumero.length).toBeGreaterThan(0);
    for (const trace of avecNumero) expect(JSON.stringify(trace)).toContain('"recherche-dossier-liste"');
  });
});
