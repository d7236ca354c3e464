import { afterAll, beforeAll, expect, test } from 'vitest';
import { creerPortail, HEURE, type Portail } from '../../tests/support/portail.ts';
import { deposerCourriel } from '../modules/notifications/index.ts';
import { fermerBase } from '../platform/db/base.ts';
import { creerMesures } from '../platform/log/mesures.ts';
import { mesurerLesCourriels } from './courriels.ts';

const CNAF = { nature: 'cnaf' as const, cafCode: null, partenaireId: null };
let portail: Portail;
beforeAll(async () => {
  portail = await creerPortail();
});
afterAll(() => portail.fermer());

const deposer = () =>
  portail.enTransaction({ ...CNAF, compteId: null }, (tx) =>
    deposerCourriel(tx, { instant: portail.horloge.lire(), nouvelId: portail.nouvelId }, CNAF, {
      destinataire: 'ada@exemple.invalid',
      objet: 'Essai',
      corps: 'Essai',
    }),
  );

test('EXP-01 les mesures disent combien de courriels attendent, depuis quand, et combien sont refusés', async () => {
  const mesures = creerMesures();
  const lues = async () =>
    Object.fromEntries(
      [...(await mesures.exposer()).matchAll(/^passerelle_courriels_(\w+) (\S+)$/gm)].map(
        ([, nom, valeur]) => [nom, valeur],
      ),
    );
  const { service } = portail.base;
  const options = { base: service, mesures, horloge: portail.horloge.lire, periodeMs: 20 };
  const arreter = await mesurerLesCourriels(options);
  try {
    expect(await lues()).toEqual({ en_attente: '0', attente_secondes: '0', refuses: '0' });
    await deposer();
    await portail.horloge.avancer(HEURE);
    await deposer();
    await expect.poll(lues).toEqual({ en_attente: '2', attente_secondes: '3600', refuses: '0' });
    await portail.lignes(
      "update notifications.courriel set etat = 'refuse', derniere_erreur = 'EENVELOPE 550' where cree_le = $1",
      [portail.horloge.lire()],
    );
    await portail.horloge.avancer(HEURE);
    await expect.poll(lues).toEqual({ en_attente: '1', attente_secondes: '7200', refuses: '1' });
    await fermerBase(service);
    await expect.poll(lues).toEqual({ en_attente: 'Nan', attente_secondes: 'Nan', refuses: 'Nan' });
  } finally {
    await arreter();
  }
});
