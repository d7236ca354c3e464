import { afterAll, beforeAll, expect, test } from 'vitest';
import { cdapContrat } from '../../src/modules/cdap/contract.ts';
import { ouvrirSessionDirecte } from '../support/client.ts';
import { creerPortail, type Portail } from '../support/portail.ts';
import { lireTextePdf } from '../support/texte-pdf.ts';
import { BLOCS_CANARIS, feuillesDe } from './dossier-canari.ts';
import { type MondeCanari, NUMEROS, peuplerMondeCanari } from './monde-canari.ts';

let portail: Portail;
let monde: MondeCanari;
beforeAll(async () => {
  portail = await creerPortail();
  monde = await peuplerMondeCanari(portail);
});
afterAll(() => portail.fermer());

/** Canaries that are texts: on paper amounts and dates are in words, and judged beside the words. */
const textesDe = (contenu: unknown): Set<string> =>
  new Set(
    feuillesDe(contenu, '').flatMap(({ valeur }) =>
      typeof valeur === 'string' && valeur.startsWith('Zqx') ? [valeur] : [],
    ),
  );

test('SEC-03 l’extrait de chaque profil dit ce que son écran montre, et rien de plus', async () => {
  const tous = textesDe(BLOCS_CANARIS);
  expect(tous.size).toBeGreaterThan(40);
  const violations: string[] = [];
  for (const { compte, droit, nom, usages, demande: plus } of monde.lecteurs) {
    const client = await ouvrirSessionDirecte(portail, compte);
    const demande = { numero: String(NUMEROS.ordinaire), habilitation: droit, ...plus };
    const ecran = await client.appeler(cdapContrat.consulter, demande);
    const papier = await client.appeler(cdapContrat.extraire, demande);
    if (ecran.statut !== papier.statut) violations.push(`${nom} : ${ecran.statut} puis ${papier.statut}`);
    if (papier.statut !== 200) continue;
    const montres = textesDe(ecran.corps.rubriques);
    const texte = lireTextePdf(papier.octets).replace(/[\s\u200b]/g, '');
    for (const canari of tous)
      if (texte.includes(canari) !== montres.has(canari))
        violations.push(`${nom} (${usages.join()}) : ${canari} ${montres.has(canari) ? 'manque' : 'fuit'}`);
  }
  expect(violations).toEqual([]);
});
