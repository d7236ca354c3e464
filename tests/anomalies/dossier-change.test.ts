import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SourceDossiers, sourceEmbarquee } from '../../src/modules/cdap/index.ts';
import { consulter, ouvrirSessionDirecte } from '../support/client.ts';
import {
  laMatrice,
  unCompte,
  unDossier,
  uneCaf,
  uneConvention,
  uneHabilitation,
  uneOpposition,
  unPartenaire,
} from '../support/peuplement.ts';
import { creerPortail, type Portail } from '../support/portail.ts';

/** What happens to a file between the decision and the reading; with a remote source that can be seconds. */

let portail: Portail;
let entreTemps: (() => Promise<unknown>) | null = null;
beforeAll(async () => {
  let registre: SourceDossiers | null = null;
  portail = await creerPortail({
    source: {
      lireEtTracer: async (demande) => {
        await entreTemps?.();
        entreTemps = null;
        registre ??= sourceEmbarquee(portail.base.service);
        return registre.lireEtTracer(demande);
      },
    },
  });
});
afterAll(() => portail.fermer());

const poser = async () => {
  const caf = await uneCaf(portail);
  await laMatrice(portail);
  const partenaire = await unPartenaire(portail, caf.code);
  const { bulletinId } = await uneConvention(portail, partenaire, { quotas: { T2: 9 } });
  const compte = await unCompte(portail, partenaire.organisation);
  const droit = await uneHabilitation(portail, { compte, bulletinId });
  return { caf, partenaire, droit, client: await ouvrirSessionDirecte(portail, compte) };
};

test('CDAP-19 CDAP-21 restreint, opposé ou réécrit entre la décision et la lecture : jugé à nouveau, rien de montré à tort', async () => {
  const { caf, partenaire, droit, client } = await poser();
  for (const numero of [700_001, 700_002, 700_003]) await unDossier(portail, caf.code, { numero });
  const lire = (numero: number, change: () => Promise<unknown>) => {
    entreTemps = change;
    return consulter(client, droit, numero);
  };
  const restreint = await lire(700_001, () =>
    portail.lignes('update cdap.dossier set acces_restreint = true where numero = 700001'),
  );
  expect([restreint.statut, restreint.corps.code]).toEqual([403, 'non-consultable-ici']);
  const oppose = await lire(700_002, () => uneOpposition(portail, partenaire, 700_002));
  expect([oppose.statut, oppose.corps.code]).toEqual([403, 'non-consultable-ici']);
  // Imported again meanwhile: read as it now is, under a decision on what it now is.
  const reecrit = await lire(700_003, () =>
    portail.lignes("update cdap.dossier set donnees_le = '2026-11-15' where numero = 700003"),
  );
  expect([reecrit.statut, reecrit.corps.donneesLe]).toEqual([200, '2026-11-15']);
  // One answer, one trace: what was judged anew leaves no other.
  const traces = await portail.lignes<{ n: number }>(
    "select count(*)::integer as n from traces.trace where action = 'consultation-dossier'",
  );
  expect(traces[0]?.n).toBe(3);
});
