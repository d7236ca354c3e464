import { sql } from 'kysely';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { uneCaf, unPartenaire } from '../../../../tests/support/peuplement.ts';
import { creerPortail, HEURE, JOUR, type Portail } from '../../../../tests/support/portail.ts';
import type { Organisation } from '../../../kernel/acteur.ts';
import { ouvrirTrousseau } from '../../../platform/config/trousseau.ts';
import { enTransaction } from '../../../platform/db/base.ts';
import { ErreurCourrier } from '../../../platform/mail/courrier.ts';
import {
  creerEnvoiCourriel,
  deposerCourriel,
  etatCourriels,
  MARQUE_SECRET,
  type MessageADeposer,
  oublierCourriels,
} from '../index.ts';

const CNAF: Organisation = { nature: 'cnaf', cafCode: null, partenaireId: null };
let portail: Portail;
beforeAll(async () => {
  portail = await creerPortail();
  await uneCaf(portail);
});
afterEach(() => portail.lignes('delete from notifications.courriel'));
afterAll(() => portail.fermer());

const MESSAGE = { destinataire: 'ada@exemple.invalid', objet: 'Essai', corps: `Secret : ${MARQUE_SECRET}` };

async function deposer(
  message: Partial<MessageADeposer> = {},
  secret = 'chouette-secret',
  organisation = CNAF,
): Promise<string> {
  const id = portail.nouvelId();
  await portail.enTransaction({ ...organisation, compteId: null }, (tx) =>
    deposerCourriel(
      tx,
      { instant: portail.horloge.lire(), nouvelId: () => id },
      organisation,
      { ...MESSAGE, ...message },
      { trousseau: portail.trousseau, secret },
    ),
  );
  return id;
}

/** Runs the job of one mail by hand; answers what the mail server received. */
async function envoyer(id: string, trousseau = portail.trousseau, panne?: Error): Promise<string[]> {
  const recus: string[] = [];
  const travail = creerEnvoiCourriel(async (pli) => {
    if (panne !== undefined) throw panne;
    recus.push(pli.corps);
  }, trousseau);
  const instant = portail.horloge.lire();
  await travail(
    {
      instant,
      nouvelId: portail.nouvelId,
      journal: pino({ level: 'silent' }),
      enTransaction: (locataire, acte) => enTransaction(portail.base.travaux, locataire, instant, acte),
    },
    { courriel: id, nature: 'cnaf', caf: null, partenaire: null },
  );
  return recus;
}

const etatDe = async (id: string) =>
  (
    await portail.lignes<{ etat: string; secret_scelle: Buffer | null; derniere_erreur: string | null }>(
      'select etat, secret_scelle, derniere_erreur from notifications.courriel where id = $1',
      [id],
    )
  )[0];

const oublier = () =>
  enTransaction(portail.base.travaux, { ...CNAF, compteId: null }, portail.horloge.lire(), (tx) =>
    oublierCourriels(tx, portail.horloge.lire()),
  );

test('ACC-01 un secret part jusqu’à la dernière milliseconde avant son échéance ; à l’échéance il ne part plus et s’efface', async () => {
  const expireLe = new Date(portail.horloge.lire().getTime() + 72 * HEURE);
  const [juste, trop] = [await deposer({ expireLe }), await deposer({ expireLe })];
  await portail.horloge.regler(new Date(expireLe.getTime() - 1));
  expect(await envoyer(juste)).toEqual(['Secret : chouette-secret']);
  await portail.horloge.regler(expireLe);
  expect(await envoyer(trop)).toEqual([]);
  expect(await etatDe(juste)).toMatchObject({ etat: 'envoye', secret_scelle: null });
  expect(await etatDe(trop)).toMatchObject({ etat: 'perime', secret_scelle: null });
  expect(await envoyer(trop)).toEqual([]);
});

test('ACC-01 sans serveur de courrier, l’oubli de la nuit efface les secrets échus et eux seuls', async () => {
  const maintenant = portail.horloge.lire().getTime();
  const echu = await deposer({ expireLe: new Date(maintenant) });
  const futur = await deposer({ expireLe: new Date(maintenant + 1) });
  const sansFin = await deposer();
  await oublier();
  expect(await etatDe(echu)).toMatchObject({ etat: 'perime', secret_scelle: null });
  expect((await etatDe(futur))?.secret_scelle).toBeInstanceOf(Buffer);
  expect((await etatDe(sansFin))?.etat).toBe('en-attente');
});

test('un courriel fini s’oublie au-delà de trente jours ; un courriel qui attend ne s’oublie jamais', async () => {
  const depart = portail.horloge.lire();
  const parti = await deposer();
  const refuse = await deposer();
  const attend = await deposer();
  await envoyer(parti);
  await envoyer(refuse, portail.trousseau, new ErreurCourrier('EENVELOPE 550', true));
  await envoyer(attend, portail.trousseau, new ErreurCourrier('ECONNREFUSED')).catch(() => {});
  await portail.horloge.regler(new Date(depart.getTime() + 30 * JOUR));
  await oublier();
  expect([await etatDe(parti), await etatDe(refuse)].every(Boolean)).toBe(true);
  await portail.horloge.avancer(1);
  await oublier();
  expect([await etatDe(parti), await etatDe(refuse)]).toEqual([undefined, undefined]);
  expect((await etatDe(attend))?.etat).toBe('en-attente');
});

test('une erreur qui n’est pas du serveur de courrier ne dit rien d’elle-même, et le courriel attend', async () => {
  const id = await deposer();
  const echec = await envoyer(id, portail.trousseau, new Error('ada@exemple.invalid chouette-secret')).catch(
    (erreur: Error) => erreur,
  );
  expect(String(echec)).toBe('ErreurCourrier: mail not accepted: INCONNU');
  expect(await etatDe(id)).toMatchObject({ etat: 'en-attente', derniere_erreur: 'INCONNU' });
});

test('une clé perdue ne perd pas le courriel : il attend son trousseau, et la marque ne part pas à la place', async () => {
  const id = await deposer();
  const autre = await ouvrirTrousseau({
    contenu: JSON.stringify({ courante: 'c1', cles: { c1: Buffer.alloc(32, 9).toString('base64url') } }),
  });
  await expect(envoyer(id, autre)).rejects.toThrow('SECRET_ILLISIBLE');
  expect(await etatDe(id)).toMatchObject({ etat: 'en-attente', derniere_erreur: 'SECRET_ILLISIBLE' });
  expect(await envoyer(id)).toEqual(['Secret : chouette-secret']);
});

test('un secret scellé pour un courriel ne s’ouvre pas dans un autre', async () => {
  const [un, deux] = [await deposer({}, 'secret-un'), await deposer({}, 'secret-deux')];
  await portail.lignes(
    `update notifications.courriel set secret_scelle = (select secret_scelle from notifications.courriel where id = $1)
      where id = $2`,
    [un, deux],
  );
  await expect(envoyer(deux)).rejects.toThrow('SECRET_ILLISIBLE');
});

test('un secret sans sa marque, une marque sans secret, un secret en clair ne se déposent pas', async () => {
  await expect(deposer({ corps: 'rien' })).rejects.toThrow('a mark without a secret');
  await expect(
    portail.enTransaction({ ...CNAF, compteId: null }, (tx) =>
      deposerCourriel(tx, { instant: portail.horloge.lire(), nouvelId: portail.nouvelId }, CNAF, MESSAGE),
    ),
  ).rejects.toThrow('a mark without a secret');
  for (const clair of [{ objet: 'chouette-secret' }, { corps: `chouette-secret ${MARQUE_SECRET}` }])
    await expect(deposer(clair)).rejects.toThrow('in clear');
});

test.each([
  ['un objet de deux lignes', { objet: 'Essai\r\nBcc: eve@exemple.invalid' }],
  ['une adresse de deux lignes', { destinataire: 'ada@exemple.invalid\nBcc: eve@exemple.invalid' }],
  ['deux adresses', { destinataire: 'ada@exemple.invalid, eve@exemple.invalid' }],
  ['rien d’une adresse', { destinataire: 'ada' }],
])('%s : refusé avant d’être écrit, sans être répété', async (_titre, hostile) => {
  const erreur = await deposer(hostile).then(
    () => null,
    (e: Error) => e,
  );
  expect(erreur?.message).toMatch(/^mail (subject|recipient) /);
  expect(erreur?.message).not.toContain('exemple.invalid');
  expect(await portail.lignes('select id from notifications.courriel')).toEqual([]);
});

test.each([
  ['une marque qui attend sans secret', 'secret_scelle = null, secret_cle = null'],
  ['un secret sans sa clé', 'secret_cle = null'],
  ['un secret sans marque', "corps = 'rien'"],
  ['un courriel parti qui garde son secret', "etat = 'envoye', envoye_le = now()"],
  ['un courriel périmé sans échéance', "etat = 'perime', secret_scelle = null, secret_cle = null"],
  ['un refus sans sa cause', "etat = 'refuse', secret_scelle = null, secret_cle = null"],
  ['une erreur qui raconte', "derniere_erreur = '550 <ada@exemple.invalid>'"],
  ['un objet de deux lignes', "objet = E'a\\r\\nb'"],
  ['une adresse de deux lignes', "destinataire = E'a@b\\nc'"],
])('la base refuse %s', async (_titre, changement) => {
  await deposer();
  await expect(portail.lignes(`update notifications.courriel set ${changement}`)).rejects.toThrow(
    /check constraint/,
  );
});

test('chacun ne voit que l’état de ses courriels, et la Cnaf seule en efface', async () => {
  const [a, b] = [await unPartenaire(portail, '591'), await unPartenaire(portail, '591')];
  await deposer({}, 'secret-a', a.organisation);
  await portail.horloge.avancer(1000);
  await deposer({}, 'secret-b', b.organisation);
  await deposer({}, 'secret-b', b.organisation);
  const vuPar = (organisation: Organisation) =>
    portail.enTransaction({ ...organisation, compteId: null }, etatCourriels);
  expect((await vuPar(a.organisation)).enAttente).toBe(1);
  expect(await vuPar(b.organisation)).toMatchObject({
    enAttente: 2,
    plusAncienLe: portail.horloge.lire(),
    essais: 0,
    derniereErreur: null,
    dernierEssaiLe: null,
  });
  expect((await vuPar(CNAF)).enAttente).toBe(3);
  const effacerComme = (organisation: Organisation) =>
    portail.enTransaction({ ...organisation, compteId: null }, async (tx) =>
      Number((await sql`delete from notifications.courriel`.execute(tx)).numAffectedRows),
    );
  expect(await effacerComme(a.organisation)).toBe(0);
  expect(await effacerComme(CNAF)).toBe(3);
});

test('le serveur de courrier peut manquer une semaine : un courriel n’est pas abandonné avant', async () => {
  const id = await deposer();
  const [travail] = await portail.lignes<{ max_attempts: number }>(
    "select max_attempts from graphile_worker._private_jobs where payload->>'courriel' = $1",
    [id],
  );
  // Delay of the queue after its nth failure, in seconds.
  const delais = Array.from({ length: (travail?.max_attempts ?? 0) - 1 }, (_, n) =>
    Math.exp(Math.min(n + 1, 10)),
  );
  expect(delais.reduce((somme, delai) => somme + delai, 0) * 1000).toBeGreaterThan(7 * JOUR);
});
