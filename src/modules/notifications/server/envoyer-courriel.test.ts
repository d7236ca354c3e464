import { createServer } from 'node:net';
import pino from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { creerPortail, jetonUnique, ORIGINE, type Portail } from '../../../../tests/support/portail.ts';
import { assemblerTravaux } from '../../../apps/travaux.ts';
import { demarrerTravaux } from '../../../platform/jobs/travaux.ts';
import { courrierSmtp } from '../../../platform/mail/courrier.ts';
import { creerEnvoiCourriel, deposerCourriel, etatCourriels, MARQUE_SECRET } from '../index.ts';

const CNAF = { nature: 'cnaf' as const, cafCode: null, partenaireId: null };
const DELAIS = { connexionMs: 400, accueilMs: 400, silenceMs: 400 };

type Humeur =
  | 'accueille'
  | 'plus-tard'
  | 'message-refuse'
  | 'muet-accueil'
  | 'muet-message'
  | 'relais-refuse';
let humeur: Humeur = 'accueille';
let port: number;
let portail: Portail;
let serveur: SMTPServer | null = null;
let travaux: { arreter: () => Promise<void> };
let recus: { texte: string; pour: string[] }[] = [];
let lignesJournal: string[] = [];

const erreurSmtp = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

/** A real mail server, whose mood the tests set. Its answers repeat the address, as many do. */
async function ouvrirServeur(): Promise<void> {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onConnect: (_session, repondre) => {
      if (humeur !== 'muet-accueil') repondre();
    },
    onRcptTo: ({ address }, _session, repondre) => {
      if (humeur === 'relais-refuse') return repondre(erreurSmtp(554, `5.7.1 <${address}>: relay denied`));
      repondre(
        address.startsWith('inconnue') ? erreurSmtp(550, `5.1.1 <${address}>: no such user`) : undefined,
      );
    },
    onData(flux, session, repondre) {
      let texte = '';
      flux.on('data', (morceau) => (texte += morceau));
      flux.on('end', () => {
        const pour = session.envelope.rcptTo.map(({ address }) => address);
        if (humeur === 'muet-message') return;
        if (humeur === 'plus-tard') return repondre(erreurSmtp(451, `try later ${pour}`));
        if (humeur === 'message-refuse') return repondre(erreurSmtp(554, `no ${pour}`));
        recus.push({ texte, pour });
        repondre();
      });
    },
  });
  // A client that gives up on a silent server is no failure of the test.
  smtp.on('error', () => {});
  await new Promise<void>((resoudre) => smtp.listen(port, '127.0.0.1', resoudre));
  serveur = smtp;
}

async function fermerServeur(): Promise<void> {
  const ouvert = serveur;
  serveur = null;
  if (ouvert !== null) await new Promise<void>((resoudre) => ouvert.close(() => resoudre()));
}

/** A port that nobody listens on. */
const portLibre = (): Promise<number> =>
  new Promise((resoudre) => {
    const ecoute = createServer().listen(0, '127.0.0.1', () => {
      const adresse = ecoute.address();
      ecoute.close(() => resoudre(typeof adresse === 'object' && adresse !== null ? adresse.port : 0));
    });
  });

beforeAll(async () => {
  port = await portLibre();
});
beforeEach(async () => {
  humeur = 'accueille';
  recus = [];
  lignesJournal = [];
  portail = await creerPortail();
  const envoyer = creerEnvoiCourriel(
    courrierSmtp(`smtp://127.0.0.1:${port}`, 'Passerelle <portail@exemple.invalid>', DELAIS),
    portail.trousseau,
  );
  travaux = await demarrerTravaux({
    base: portail.base.travaux,
    ...assemblerTravaux(
      portail.base.entretien,
      { trousseau: portail.trousseau, origine: () => ORIGINE },
      envoyer,
    ),
    horloge: portail.horloge.lire,
    journal: pino({ level: 'info' }, { write: (ligne: string) => lignesJournal.push(ligne) }),
  });
});
afterEach(async () => {
  await travaux.arreter();
  await portail.fermer();
});
afterAll(fermerServeur);

interface Depot {
  readonly objet: string;
  readonly destinataire?: string;
  readonly secret?: string;
  readonly echouer?: boolean;
}

async function deposer(depot: Depot): Promise<void> {
  const { objet, destinataire = 'ada@exemple.invalid', secret, echouer = false } = depot;
  const corps =
    secret === undefined ? 'Été à Villexemple' : `Votre mot de passe : ${MARQUE_SECRET}\nÀ changer.`;
  const acte = portail.enTransaction({ ...CNAF, compteId: null }, async (tx) => {
    const ctx = { instant: portail.horloge.lire(), nouvelId: portail.nouvelId };
    const { trousseau } = portail;
    const message = { destinataire, objet, corps };
    await deposerCourriel(tx, ctx, CNAF, message, secret === undefined ? undefined : { trousseau, secret });
    if (echouer) throw new Error('retour en arrière');
  });
  await (echouer ? expect(acte).rejects.toThrow('retour en arrière') : acte);
}

async function attendreQue(condition: () => Promise<boolean>): Promise<void> {
  const limite = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > limite) throw new Error('condition never met');
    await new Promise((resoudre) => setTimeout(resoudre, 50));
  }
}
const lire = () =>
  portail.lignes<{ objet: string; etat: string; derniere_erreur: string | null; essais: number }>(
    'select objet, etat, derniere_erreur, essais from notifications.courriel order by objet',
  );
/** The next try comes by itself after a delay; here it is brought forward. */
const hater = () =>
  portail.lignes('update graphile_worker._private_jobs set run_at = now() where locked_at is null');
const attendreTousPartis = () =>
  attendreQue(async () => {
    await hater();
    return (await lire()).every(({ etat }) => etat === 'envoye');
  });
/** All that the database holds of mails and jobs, as text. */
const toutLeTexte = async () =>
  JSON.stringify([
    await portail.lignes('select c::text as ligne from notifications.courriel c'),
    await portail.lignes('select j::text as ligne from graphile_worker._private_jobs j'),
  ]);
/** The text of a mail as it is read. */
const decoder = (texte: string) =>
  texte
    .replace(/=\r\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (suite) => Buffer.from(suite.replaceAll('=', ''), 'hex').toString('utf8'));

test('ACC-03 AST-11 un courriel part s’il est validé, attend un serveur qui refuse, et part ensuite une fois', async () => {
  humeur = 'plus-tard';
  await ouvrirServeur();
  await deposer({ objet: 'abandonné', echouer: true });
  await deposer({ objet: 'premier' });
  await attendreQue(async () => (await lire())[0]?.derniere_erreur !== null);
  expect(await lire()).toMatchObject([{ objet: 'premier', etat: 'en-attente' }]);
  humeur = 'accueille';
  await attendreTousPartis();
  expect(recus).toHaveLength(1);
  expect(recus[0]?.texte).toContain('To: ada@exemple.invalid');
  await fermerServeur();
});

test('ACC-01 serveur absent, 4xx, 5xx, muet : rien ne se perd, et le secret ne se lit que dans le courriel reçu', async () => {
  const pannes = [
    { panne: 'absent', classe: 'ECONNREFUSED' },
    { panne: 'plus-tard', classe: 'EMESSAGE 451' },
    { panne: 'message-refuse', classe: 'EMESSAGE 554' },
    { panne: 'relais-refuse', classe: 'EENVELOPE 554' },
    { panne: 'muet-accueil', classe: 'ETIMEDOUT' },
    { panne: 'muet-message', classe: 'ETIMEDOUT' },
  ] as const;
  const secrets: string[] = [];
  for (const { panne, classe } of pannes) {
    if (panne !== 'absent') {
      humeur = panne;
      if (serveur === null) await ouvrirServeur();
    }
    // `$&` and the like mean something to String.replace.
    const secret = `$&$1${jetonUnique()}é`;
    secrets.push(secret);
    await deposer({ objet: panne, secret });
    const celui = async () => (await lire()).find(({ objet }) => objet === panne);
    await attendreQue(async () => (await celui())?.derniere_erreur !== null);
    expect(await celui()).toMatchObject({ etat: 'en-attente', derniere_erreur: classe });
  }
  const attente = await portail.enTransaction({ ...CNAF, compteId: null }, etatCourriels);
  expect(attente).toMatchObject({ enAttente: pannes.length, plusAncienLe: portail.horloge.lire() });
  expect(attente.essais).toBeGreaterThanOrEqual(pannes.length);
  const avant = await toutLeTexte();
  for (const secret of secrets) {
    expect(avant).not.toContain(secret);
    expect(avant).not.toContain(Buffer.from(secret).toString('hex'));
  }

  humeur = 'accueille';
  await attendreTousPartis();
  expect(recus).toHaveLength(pannes.length);
  for (const secret of secrets)
    expect(recus.filter(({ texte }) => decoder(texte).includes(`mot de passe : ${secret}`))).toHaveLength(1);
  expect(recus.some(({ texte }) => decoder(texte).includes(MARQUE_SECRET))).toBe(false);
  const apres = await toutLeTexte();
  for (const secret of secrets) expect(apres).not.toContain(secret);
  expect(
    await portail.lignes(
      'select id from notifications.courriel where secret_scelle is not null or secret_cle is not null',
    ),
  ).toEqual([]);
  expect(await portail.enTransaction({ ...CNAF, compteId: null }, etatCourriels)).toEqual({
    enAttente: 0,
    plusAncienLe: null,
    essais: 0,
    derniereErreur: null,
    dernierEssaiLe: null,
  });

  // Who operates sees each failure, and nobody's address.
  const alertes = lignesJournal.filter((ligne) => ligne.includes('mail not sent'));
  expect(alertes.length).toBeGreaterThanOrEqual(pannes.length);
  const journal = lignesJournal.join('');
  expect(journal).not.toContain('exemple.invalid');
  for (const secret of secrets) expect(journal).not.toContain(secret);
  await fermerServeur();
});

test('un destinataire refusé pour de bon ne se réessaie pas, se voit, et n’empêche pas les autres', async () => {
  await ouvrirServeur();
  const secret = jetonUnique();
  await deposer({ objet: 'inconnue', destinataire: 'inconnue@exemple.invalid', secret });
  await deposer({ objet: 'suivante', secret: jetonUnique() });
  await attendreQue(async () => (await lire()).every(({ etat }) => etat !== 'en-attente'));
  expect(await lire()).toEqual([
    { objet: 'inconnue', etat: 'refuse', derniere_erreur: 'EENVELOPE 550', essais: 1 },
    { objet: 'suivante', etat: 'envoye', derniere_erreur: null, essais: 1 },
  ]);
  expect(await portail.enTransaction({ ...CNAF, compteId: null }, etatCourriels)).toEqual({
    enAttente: 0,
    plusAncienLe: null,
    essais: 0,
    derniereErreur: 'EENVELOPE 550',
    dernierEssaiLe: portail.horloge.lire(),
  });
  await attendreQue(
    async () => (await portail.lignes('select id from graphile_worker._private_jobs')).length === 0,
  );
  const restes = `${await toutLeTexte()}${lignesJournal.join('')}`;
  expect(restes).not.toContain(secret);
  expect(lignesJournal.join('')).not.toContain('inconnue@');
  await fermerServeur();
});

test('une virgule ou un en-tête glissés dans l’adresse ou l’objet n’ajoutent ni destinataire ni en-tête', async () => {
  await ouvrirServeur();
  const courrier = courrierSmtp(`smtp://127.0.0.1:${port}`, 'portail@exemple.invalid', DELAIS);
  const sain = {
    id: portail.nouvelId(),
    destinataire: 'ada@exemple.invalid',
    objet: 'Objet',
    corps: 'Corps',
  };
  await courrier(sain);
  for (const hostile of [
    { objet: 'Objet\r\nBcc: eve@exemple.invalid' },
    { objet: 'Objet\nBcc: eve@exemple.invalid' },
    { objet: 'Objet\u2028Bcc: eve@exemple.invalid' },
    { destinataire: 'ada@exemple.invalid\r\nBcc: eve@exemple.invalid' },
    { destinataire: 'ada@exemple.invalid>\r\nRCPT TO:<eve@exemple.invalid' },
    { destinataire: 'ada@exemple.invalid, eve@exemple.invalid' },
    { destinataire: 'Ada <ada@exemple.invalid>' },
  ])
    await expect(courrier({ ...sain, ...hostile }), JSON.stringify(hostile)).rejects.toThrow(/^mail /);
  await courrier({ ...sain, destinataire: 'a,eve@exemple.invalid' }).catch(() => {});
  const pour = recus.flatMap((recu) => recu.pour);
  expect(pour).not.toContain('eve@exemple.invalid');
  expect(recus[0]?.texte).toContain(`Message-ID: <${sain.id}@exemple.invalid>`);
  for (const { texte } of recus) expect(texte).not.toMatch(/^Bcc:/m);
  await fermerServeur();
});
