import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BaseDeTest, creerBaseDeTest } from '../../../tests/support/base.ts';
import { enTransaction, type Locataire } from './base.ts';
import { ecartHorloges } from './garde.ts';

const INSTANT = new Date('2026-11-20T09:00:00.123Z');
const PARTENAIRE: Locataire = {
  nature: 'partenaire',
  cafCode: '591',
  partenaireId: '018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5b',
  compteId: '018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5c',
};

let base: BaseDeTest;
beforeAll(async () => {
  base = await creerBaseDeTest();
});
afterAll(() => base.fermer());

const CONTEXTE = sql<{
  nature: string;
  caf: string;
  partenaire: string;
  compte: string;
  instant: Date;
  habilitation: string;
}>`
  select contexte.nature() as nature, contexte.caf() as caf, contexte.partenaire() as partenaire, contexte.compte() as compte,
         contexte.instant() as instant, contexte.habilitation() as habilitation`;

describe('SEC-02 contexte d’une transaction', () => {
  test('posé tel que donné, et l’instant à la milliseconde', async () => {
    const lu = await enTransaction(
      base.service,
      PARTENAIRE,
      INSTANT,
      async (tx) => (await CONTEXTE.execute(tx)).rows[0],
    );
    expect(lu).toEqual({
      nature: 'partenaire',
      caf: '591',
      partenaire: PARTENAIRE?.partenaireId,
      compte: PARTENAIRE?.compteId,
      instant: INSTANT,
      habilitation: null,
    });
  });

  test('sans organisme, tout est absent sauf l’instant', async () => {
    const lu = await enTransaction(
      base.service,
      null,
      INSTANT,
      async (tx) => (await CONTEXTE.execute(tx)).rows[0],
    );
    expect(lu).toEqual({
      nature: null,
      caf: null,
      partenaire: null,
      compte: null,
      instant: INSTANT,
      habilitation: null,
    });
  });

  test('une seconde pose efface le droit nommé par la première', async () => {
    const lu = await enTransaction(base.service, PARTENAIRE, INSTANT, async (tx) => {
      await sql`select set_config('app.habilitation', ${PARTENAIRE?.compteId ?? ''}, true)`.execute(tx);
      await sql`select contexte.poser('caf', '974', null, null, ${INSTANT}::timestamptz)`.execute(tx);
      return (await CONTEXTE.execute(tx)).rows[0];
    });
    expect(lu).toMatchObject({ nature: 'caf', caf: '974', partenaire: null, habilitation: null });
  });

  test('une faute défait tout, et rend la connexion', async () => {
    const avant = base.service.pool.totalCount;
    for (let i = 0; i < 20; i += 1) {
      await expect(
        enTransaction(base.service, null, INSTANT, async (tx) => {
          await sql`insert into identite.tentative (cle, echecs, dernier_le) values ('essai', 1, now())`.execute(
            tx,
          );
          throw new Error('faute d’essai');
        }),
      ).rejects.toThrow('faute d’essai');
    }
    expect((await base.proprietaire.query('select from identite.tentative')).rowCount).toBe(0);
    expect(base.service.pool.totalCount).toBeLessThanOrEqual(Math.max(avant, 1));
    expect(base.service.pool.waitingCount).toBe(0);
  });
});

describe('les connexions', () => {
  test('en UTC, avec une limite de temps : une requête ne dure pas sans fin', async () => {
    const { rows } = await base.service.pool.query(
      "select current_setting('timezone') as fuseau, current_setting('statement_timeout') as limite, current_setting('idle_in_transaction_session_timeout') as oisive",
    );
    expect(rows[0]).toEqual({ fuseau: 'UTC', limite: '30s', oisive: '15s' });
  });

  test('le même texte est préparé une fois par connexion', async () => {
    const client = await base.service.pool.connect();
    try {
      for (let i = 0; i < 5; i += 1) await client.query('select $1::int + 1 as n', [i]);
      const { rows } = await client.query(
        "select count(*)::int as n from pg_prepared_statements where statement = 'select $1::int + 1 as n'",
      );
      expect(rows).toEqual([{ n: 1 }]);
    } finally {
      client.release();
    }
  });

  test('page 03 : l’écart des horloges se mesure', async () => {
    expect(await ecartHorloges(base.service.pool)).toBeLessThan(1);
  });
});
