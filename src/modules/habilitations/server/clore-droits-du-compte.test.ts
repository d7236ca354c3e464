import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ouvrirSessionDirecte } from '../../../../tests/support/client.ts';
import { empreinteDeLaBase, tablesChangees } from '../../../../tests/support/empreinte-base.ts';
import {
  type ComptePeuple,
  type ConventionPeuplee,
  type PartenairePeuple,
  unCompte,
  uneCaf,
  uneConvention,
  uneHabilitation,
  unPartenaire,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, HEURE, JOUR, type Portail } from '../../../../tests/support/portail.ts';
import { enTransaction } from '../../../platform/db/base.ts';
import type { Charge } from '../../../platform/jobs/travaux.ts';
import { identiteContrat } from '../../identite/contract.ts';
import { COMPTE_CLOS } from '../../identite/index.ts';
import { cloreDroitsDuCompte } from './clore-droits-du-compte.ts';

let portail: Portail;
let partenaire: PartenairePeuple;
let convention: ConventionPeuplee;
let principal: ComptePeuple;
let agent: ComptePeuple;

beforeAll(async () => {
  portail = await creerPortail();
  await uneCaf(portail);
});
afterAll(() => portail.fermer());
beforeEach(async () => {
  partenaire = await unPartenaire(portail, '591');
  convention = await uneConvention(portail, partenaire, { quotas: { T2: 1, T19: 1 } });
  principal = await unCompte(portail, partenaire.organisation, { roles: ['administrateur-principal'] });
  agent = await unCompte(portail, partenaire.organisation);
});

const dans = (ms: number) => new Date(portail.horloge.lire().getTime() + ms);
const donner = (compte: ComptePeuple, plus: object = {}) =>
  uneHabilitation(portail, { compte, bulletinId: convention.bulletinId, ...plus });
/** Ends the account by the route, and gives what the job was left. */
async function clore(compte: ComptePeuple): Promise<Charge> {
  const client = await ouvrirSessionDirecte(portail, principal);
  const fait = await client.appeler(identiteContrat.cloreCompte, { compte: compte.id, motif: 'Départ' });
  expect(fait.statut).toBe(200);
  const [travail] = await portail.lignes<{ payload: Charge }>(
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = $1 and j.payload->>'compte' = $2`,
    [COMPTE_CLOS, compte.id],
  );
  if (travail === undefined) throw new Error('no job was left');
  return travail.payload;
}
/** Under the login of the worker. */
const executer = (charge: Charge) =>
  cloreDroitsDuCompte(
    {
      instant: portail.horloge.lire(),
      nouvelId: portail.nouvelId,
      journal: pino({ level: 'silent' }),
      enTransaction: (locataire, acte) =>
        enTransaction(portail.base.travaux, locataire, portail.horloge.lire(), acte),
    },
    charge,
  );
const droit = async (id: string) =>
  (
    await portail.lignes<{ etat: string; motif: string; debut: Date; fin: Date | null }>(
      'select etat, etat_motif as motif, lower(periode) as debut, upper(periode) as fin from habilitations.habilitation where id = $1',
      [id],
    )
  )[0];
const sieges = () =>
  portail.lignes<{ compte_id: string; fin: Date | null }>(
    'select compte_id, upper(periode) as fin from habilitations.siege where partenaire_id = $1 order by lower(periode), compte_id',
    [partenaire.id],
  );

describe('HAB-08 la fin d’un compte', () => {
  test('ferme ses droits à l’instant de la fin, même si le travail passe plus tard, et garde l’histoire', async () => {
    const [t2, t19] = [await donner(agent), await donner(agent, { profil: 'T19', etat: 'suspendue' })];
    const fin = portail.horloge.lire();
    const debut = (await droit(t2))?.debut;
    const charge = await clore(agent);
    expect((await droit(t2))?.etat).toBe('active');
    await portail.horloge.avancer(3 * HEURE);
    await executer(charge);
    for (const id of [t2, t19])
      expect(await droit(id)).toEqual({ etat: 'close', motif: 'Compte fermé', debut, fin });
  });

  test('rend ses places : la dernière peut être donnée à une autre personne dès cet instant, pas avant', async () => {
    await donner(agent);
    const autre = await unCompte(portail, partenaire.organisation);
    const fin = portail.horloge.lire();
    const charge = await clore(agent);
    await expect(donner(autre, { du: fin })).rejects.toThrow('quota-atteint');
    await executer(charge);
    await expect(donner(autre, { du: dans(-1) })).rejects.toThrow('quota-atteint');
    await donner(autre, { du: fin });
    expect(await sieges()).toEqual([
      { compte_id: agent.id, fin },
      { compte_id: autre.id, fin: null },
    ]);
  });

  test('ne touche ni un droit déjà fermé, ni ceux des autres, et ne rallonge pas un droit échu', async () => {
    const echeance = dans(-30 * JOUR);
    const echu = await donner(agent, { profil: 'T19', au: echeance });
    const ferme = await donner(agent, { du: dans(-90 * JOUR), au: dans(-60 * JOUR), etat: 'close' });
    const autre = await unCompte(portail, partenaire.organisation);
    const sien = await donner(autre, { du: dans(-50 * JOUR) });
    const avant = [await droit(ferme), await droit(sien)];
    await executer(await clore(agent));
    expect([await droit(ferme), await droit(sien)]).toEqual(avant);
    expect((await droit(echu))?.fin).toEqual(echeance);
    expect((await droit(echu))?.etat).toBe('close');
  });

  test('un droit qui n’avait pas commencé est fermé sans avoir servi, et sa place est rendue', async () => {
    const du = dans(30 * JOUR);
    const aVenir = await donner(agent, { du });
    await executer(await clore(agent));
    const lu = await droit(aVenir);
    expect(lu?.etat).toBe('close');
    expect(lu?.debut).toEqual(du);
    expect(lu?.fin?.getTime()).toBe(du.getTime());
    await donner(await unCompte(portail, partenaire.organisation), { du: dans(31 * JOUR) });
  });

  test('refait, le travail ne trouve rien à changer', async () => {
    await donner(agent);
    const charge = await clore(agent);
    await executer(charge);
    await portail.horloge.avancer(HEURE);
    const avant = await empreinteDeLaBase(portail);
    await executer(charge);
    expect(tablesChangees(avant, await empreinteDeLaBase(portail))).toEqual([]);
  });

  test('pour un compte encore ouvert, ou sous un autre organisme, le travail ne ferme rien', async () => {
    const t2 = await donner(agent);
    const voisin = await unPartenaire(portail, '591');
    const charge: Charge = { compte: agent.id, nature: 'partenaire', caf: '591', partenaire: partenaire.id };
    await executer(charge);
    expect((await droit(t2))?.etat).toBe('active');
    await clore(agent);
    await executer({ ...charge, partenaire: voisin.id });
    expect((await droit(t2))?.etat).toBe('active');
    await executer(charge);
    expect((await droit(t2))?.etat).toBe('close');
  });

  test('le compte d’une Caf n’a pas de droit : le travail passe sans rien faire', async () => {
    const charge: Charge = { compte: portail.nouvelId(), nature: 'caf', caf: '591', partenaire: null };
    const avant = await empreinteDeLaBase(portail);
    await executer(charge);
    expect(tablesChangees(avant, await empreinteDeLaBase(portail))).toEqual([]);
  });
});
