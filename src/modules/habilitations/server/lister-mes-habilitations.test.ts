import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ouvrirSessionDirecte } from '../../../../tests/support/client.ts';
import {
  type Decor,
  organisationCaf,
  unCompte,
  unDecor,
  unEquipement,
  uneHabilitation,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, type Portail } from '../../../../tests/support/portail.ts';
import { type Droit, habilitationsContrat } from '../contract.ts';

let portail: Portail;
let decor: Decor;

beforeAll(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail);
});
afterAll(() => portail.fermer());

const lister = async (compte: Parameters<typeof ouvrirSessionDirecte>[1]): Promise<Droit[]> =>
  (await (await ouvrirSessionDirecte(portail, compte)).appeler(habilitationsContrat.listerMesHabilitations))
    .corps.droits;

describe('HAB-01 pourquoi j’ai ce droit', () => {
  test('personne, bulletin, convention, équipement, mission : toute la chaîne, avec des mots', async () => {
    const chef = await unCompte(portail, decor.partenaire.organisation, {
      prenom: 'Ange',
      nom: 'Lechef',
      roles: ['administrateur-principal'],
    });
    const agent = await unCompte(portail, decor.partenaire.organisation);
    const equipementId = await unEquipement(portail, decor.partenaire, {
      subventionAu: new Date('2027-01-01T00:00:00Z'),
    });
    await uneHabilitation(portail, {
      compte: agent,
      bulletinId: decor.convention.bulletinId,
      usages: ['creche'],
      equipementId,
      accordeePar: chef.id,
      missions: ['tarif-creche', 'mission-ancienne'],
    });
    const [droit] = await lister(agent);
    expect(droit).toMatchObject({
      service: 'cdap',
      profil: 'T2',
      etat: 'active',
      utilisable: true,
      empechements: [],
      accordeePar: 'Ange Lechef',
      missions: [
        { code: 'tarif-creche', libelle: 'Calcul du tarif de crèche (PSU)' },
        { code: 'mission-ancienne', libelle: 'mission-ancienne' },
      ],
      equipement: {
        libelle: expect.stringContaining('Crèche'),
        subvention: expect.stringContaining('COF-'),
        subventionAu: '2027-01-01T00:00:00.000Z',
      },
      bulletin: { annexe: 1, maximum: 12 },
      convention: { finLe: null },
    });
  });

  test('le nom d’un agent de la Caf n’est pas dit au partenaire : « La Caf »', async () => {
    const gestionnaire = await unCompte(portail, organisationCaf('591'), {
      nom: 'Dugestionnaire',
      roles: ['gestionnaire-habilitations'],
    });
    const agent = await unCompte(portail, decor.partenaire.organisation);
    await uneHabilitation(portail, {
      compte: agent,
      bulletinId: decor.convention.bulletinId,
      accordeePar: gestionnaire.id,
    });
    expect((await lister(agent))[0]?.accordeePar).toBe('la Caf');
  });

  test('les siens seulement, les utilisables d’abord', async () => {
    const agent = await unCompte(portail, decor.partenaire.organisation);
    await uneHabilitation(portail, {
      compte: agent,
      bulletinId: decor.convention.bulletinId,
      etat: 'suspendue',
    });
    await uneHabilitation(portail, { compte: agent, bulletinId: decor.convention.bulletinId, profil: 'T19' });
    const droits = await lister(agent);
    expect(droits.map(({ profil, utilisable }) => [profil, utilisable])).toEqual([
      ['T19', true],
      ['T2', false],
    ]);
    expect(await lister(await unCompte(portail, decor.partenaire.organisation))).toEqual([]);
    expect(await lister(await unCompte(portail, organisationCaf('591'), { roles: ['directeur'] }))).toEqual(
      [],
    );
  });

  test('TRA-01 la lecture est tracée', async () => {
    const agent = await unCompte(portail, decor.partenaire.organisation);
    await lister(agent);
    expect(
      await portail.lignes(
        "select issue from traces.trace where action = 'lecture-mes-habilitations' and compte_id = $1",
        [agent.id],
      ),
    ).toEqual([{ issue: 'fait' }]);
  });
});
