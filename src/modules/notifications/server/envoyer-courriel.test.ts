import pino from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { creerPortail, type Portail } from '../../../../tests/support/portail.ts';
import { assemblerTravaux } from '../../../apps/travaux.ts';
import { demarrerTravaux } from '../../../platform/jobs/travaux.ts';
import { courrierSmtp } from '../../../platform/mail/courrier.ts';
import { deposerCourriel } from '../index.ts';

let portail: Portail;
let smtp: SMTPServer;
const recus: string[] = [];
let refuser = true;
const CNAF = { nature: 'cnaf' as const, cafCode: null, partenaireId: null };

beforeAll(async () => {
  portail = await creerPortail();
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(flux, _session, repondre) {
      let texte = '';
      flux.on('data', (morceau) => (texte += morceau));
      flux.on('end', () => {
        if (refuser) return repondre(new Error('plus tard'));
        recus.push(texte);
        repondre();
      });
    },
  });
  await new Promise<void>((resoudre) => smtp.listen(0, '127.0.0.1', resoudre));
});
afterAll(async () => {
  await new Promise<void>((resoudre) => smtp.close(() => resoudre()));
  await portail.fermer();
});

const deposer = (objet: string, echouer = false) =>
  portail
    .enTransaction({ ...CNAF, compteId: null }, async (tx) => {
      const ctx = { instant: portail.horloge.lire(), nouvelId: portail.nouvelId };
      await deposerCourriel(tx, ctx, CNAF, {
        destinataire: 'ada@exemple.invalid',
        objet,
        corps: 'Été à Villexemple',
      });
      if (echouer) throw new Error('retour en arrière');
    })
    .catch((erreur: Error) => {
      if (!echouer) throw erreur;
    });

async function attendreQue(condition: () => Promise<boolean>): Promise<void> {
  const limite = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > limite) throw new Error('condition never met');
    await new Promise((resoudre) => setTimeout(resoudre, 50));
  }
}
const etats = () =>
  portail.lignes<{ objet: string; etat: string }>(
    'select objet, etat from notifications.courriel order by objet',
  );

test('ACC-03 AST-11 un courriel part s’il est validé, attend un serveur qui refuse, et part ensuite une fois', async () => {
  await deposer('abandonné', true);
  await deposer('premier');
  const adresse = smtp.server.address();
  if (adresse === null || typeof adresse === 'string') throw new Error('no port');
  const travaux = await demarrerTravaux({
    base: portail.base.travaux,
    ...assemblerTravaux(
      portail.base.entretien,
      courrierSmtp(`smtp://127.0.0.1:${adresse.port}`, 'portail@exemple.invalid'),
    ),
    horloge: portail.horloge.lire,
    journal: pino({ level: 'silent' }),
  });
  try {
    await attendreQue(async () => {
      const jobs = await portail.lignes<{ attempts: number }>(
        'select attempts from graphile_worker._private_jobs',
      );
      return jobs.some(({ attempts }) => attempts >= 1);
    });
    expect(await etats()).toEqual([{ objet: 'premier', etat: 'en-attente' }]);
    refuser = false;
    // The next try comes by itself after a delay; here it is brought forward.
    await attendreQue(async () => {
      await portail.lignes('update graphile_worker._private_jobs set run_at = now() where locked_at is null');
      return (await etats())[0]?.etat === 'envoye';
    });
    expect(recus).toHaveLength(1);
    expect(recus[0]).toContain('To: ada@exemple.invalid');
  } finally {
    await travaux.arreter();
  }
});
