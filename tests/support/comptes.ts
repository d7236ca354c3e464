import { expect } from 'vitest';
import type { DefinitionRoute } from '../../src/kernel/route.ts';
import { identiteContrat } from '../../src/modules/identite/contract.ts';
import { VERSION_CONFIDENTIALITE } from '../../src/modules/identite/domain/parcours.ts';
import { type Client, codeDe, type Reponse, unClient } from './client.ts';
import { empreinteDeLaBase, tablesChangees } from './empreinte-base.ts';
import { type ComptePeuple, MOT_DE_PASSE } from './peuplement.ts';
import { jetonUnique, type Portail } from './portail.ts';

/** What a test of account management asks again and again. */

let rang = 0;
/** Signs in from a network of its own: what one test counts slows no other. */
export async function presenter(
  portail: Portail,
  identifiant: string,
  motDePasse: string,
): Promise<{ client: Client; reponse: Reponse }> {
  rang += 1;
  const client = unClient(portail);
  const adresse = `203.0.${Math.floor(rang / 250)}.${rang % 250}`;
  const reponse = await client.appeler(identiteContrat.connecter, { identifiant, motDePasse }, { adresse });
  return { client, reponse };
}

/** A whole first access: password chosen, rules read, factor enrolled. Gives the account as one signs in with it. */
export async function premierAcces(
  portail: Portail,
  compte: Omit<ComptePeuple, 'secretTotp'>,
  provisoire: string,
): Promise<{ client: Client; compte: ComptePeuple }> {
  const { client, reponse } = await presenter(portail, compte.identifiant, provisoire);
  expect(reponse.corps).toMatchObject({ etape: 'parcours' });
  await client.appeler(identiteContrat.choisirMotDePasse, { motDePasse: MOT_DE_PASSE });
  await client.appeler(identiteContrat.reconnaitreConfidentialite, { version: VERSION_CONFIDENTIALITE });
  const { secret } = (await client.appeler(identiteContrat.preparerApplication, {})).corps;
  const peuple = { ...compte, secretTotp: secret };
  const fin = await client.appeler(identiteContrat.enregistrerApplication, {
    code: await codeDe(portail, peuple),
  });
  expect(fin.corps.suite).toMatchObject({ etape: 'ouverte' });
  return { client, compte: peuple };
}

/** An input of `creerCompte` about somebody whom nobody else resembles. */
export const unePersonne = (plus: Readonly<Record<string, unknown>> = {}) => {
  const unique = jetonUnique().replace(/[0-9]/g, (c) => String.fromCharCode(103 + Number(c)));
  return {
    prenom: 'Alix',
    nom: `Nouvel ${unique}`,
    fonction: 'agente d’accueil',
    courriel: `alix.${unique}@villexemple.invalid`,
    telephone: null,
    voie: 'courriel',
    ...plus,
  };
};

/** Asserts that a call is refused with this code, that one trace says so, and that nothing else was written. */
export async function attendreRefus(
  portail: Portail,
  client: Client,
  route: DefinitionRoute,
  corps: unknown,
  { statut, code, trace = code }: { readonly statut: number; readonly code: string; readonly trace?: string },
): Promise<Reponse> {
  const compter = () => portail.lignes<{ id: string }>('select id from traces.trace');
  const connues = new Set((await compter()).map(({ id }) => id));
  const avant = await empreinteDeLaBase(portail);
  const reponse = await client.appeler(route, corps);
  expect({ statut: reponse.statut, code: reponse.corps?.code }).toEqual({ statut, code });
  expect(tablesChangees(avant, await empreinteDeLaBase(portail))).toEqual(['traces.trace']);
  const nouvelles = (
    await portail.lignes<{ id: string; action: string; issue: string; code_issue: string }>(
      'select id, action, issue, code_issue from traces.trace',
    )
  ).filter(({ id }) => !connues.has(id));
  expect(nouvelles).toEqual([
    { id: expect.any(String), action: route.action, issue: 'refuse', code_issue: trace },
  ]);
  return reponse;
}

/** The answer without what differs each time. */
export const sansReference = ({ statut, corps }: Reponse) => ({
  statut,
  corps: JSON.stringify({ ...corps, reference: null }),
});
