import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BaseDeTest, creerBaseDeTest } from '../../../../tests/support/base.ts';
import { entretenirTraces } from './entretenir-traces.ts';
import { creerPartitions, dropPartition, listPartitions } from './store.ts';

let base: BaseDeTest;

/** Days on which the tests put traces; the partitions of the others are kept from one test to the next. */
const PASSE = '2026-06-30';

beforeAll(async () => {
  base = await creerBaseDeTest();
  await entretenirTraces(base.entretien, new Date('2026-11-20T09:00:00Z'));
});
afterAll(() => base.fermer());
beforeEach(async () => {
  for (const nom of await tables()) {
    if (nom < `trace_${PASSE.replaceAll('-', '')}`) await base.proprietaire.query(`drop table traces.${nom}`);
  }
  await base.proprietaire.query('delete from traces.purge');
});

const jours = async () => (await listPartitions(base.entretien)).map(({ jour }) => jour);
const purges = async () =>
  (
    await base.proprietaire.query(
      'select partition, jour::text, lignes::int, effacee_le from traces.purge order by jour',
    )
  ).rows;
const tables = async () =>
  (
    await base.proprietaire.query(
      "select relname from pg_class where relname ~ '^trace_[0-9]{8}$' and relkind = 'r' order by 1",
    )
  ).rows.map(({ relname }) => relname);
const uneTrace = (instant: string) =>
  base.proprietaire.query(
    "insert into traces.trace (id, instant, correlation, action, issue) values (gen_random_uuid(), $1, 'essai', 'essai', 'fait')",
    [instant],
  );

describe('TRA-04 entretien des partitions', () => {
  test('fait la veille, aujourd’hui et les soixante jours qui viennent, au jour d’UTC ; refait, il ne change rien', async () => {
    const instant = new Date('2030-11-20T23:59:59.999Z');
    expect(await entretenirTraces(base.entretien, instant)).toEqual({
      creees: 62,
      effacees: expect.any(Array),
    });
    const faits = await jours();
    expect([faits[0], faits[1], faits.at(-1)]).toEqual(['2030-11-19', '2030-11-20', '2031-01-19']);
    expect(await entretenirTraces(base.entretien, instant)).toEqual({ creees: 0, effacees: [] });
    expect(await entretenirTraces(base.entretien, new Date('2030-11-21T00:00:00.000Z'))).toEqual({
      creees: 1,
      effacees: [],
    });
    expect((await jours()).at(-1)).toBe('2031-01-20');
    await entretenirTraces(base.entretien, new Date('2026-11-20T09:00:00Z'));
  });

  test('les partitions de deux jours voisins se touchent sans se recouvrir, heure d’été comprise', async () => {
    await creerPartitions(base.entretien, '2026-10-24', '2026-10-26');
    await base.proprietaire.query('delete from traces.trace');
    for (const instant of [
      '2026-10-24T23:59:59.999999Z',
      '2026-10-25T00:00:00Z',
      '2026-10-25T23:59:59.999Z',
      '2026-10-26T00:00:00Z',
    ])
      await uneTrace(instant);
    const { rows } = await base.proprietaire.query(
      'select tableoid::regclass::text as ou from traces.trace order by instant',
    );
    expect(rows.map(({ ou }) => ou)).toEqual([
      'traces.trace_20261024',
      'traces.trace_20261025',
      'traces.trace_20261025',
      'traces.trace_20261026',
    ]);
  });

  test('chaque partition a sa sécurité par ligne, imposée, sans politique ni droit', async () => {
    const { rows } = await base.proprietaire.query(
      `select count(*)::int as n from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'traces.trace'::regclass and c.relrowsecurity and c.relforcerowsecurity and c.relacl is null
          and not exists (select from pg_policy p where p.polrelid = c.oid)`,
    );
    expect(rows).toEqual([{ n: (await jours()).length }]);
  });
});

describe('TRA-04 effacement', () => {
  const remplir = async (...ceux: string[]) => {
    for (const jour of ceux) {
      await creerPartitions(base.entretien, jour, jour);
      await uneTrace(`${jour}T12:00:00Z`);
      await uneTrace(`${jour}T23:59:59.999Z`);
    }
  };

  test('efface les jours illisibles en entier, ceux-là seulement, et l’écrit', async () => {
    await remplir('2026-05-18', '2026-05-19', '2026-05-20', '2026-05-21');
    const instant = new Date('2026-11-20T23:59:59.999Z');
    expect((await entretenirTraces(base.entretien, instant)).effacees).toEqual(['2026-05-18', '2026-05-19']);
    expect((await jours()).filter((jour) => jour < PASSE)).toEqual(['2026-05-20', '2026-05-21']);
    expect(await purges()).toEqual([
      { partition: 'trace_20260518', jour: '2026-05-18', lignes: 2, effacee_le: instant },
      { partition: 'trace_20260519', jour: '2026-05-19', lignes: 2, effacee_le: instant },
    ]);
    // A millisecond later the 20th is past too.
    expect((await entretenirTraces(base.entretien, new Date('2026-11-21T00:00:00.000Z'))).effacees).toEqual([
      '2026-05-20',
    ]);
  });

  test('fin août : les 28, 29, 30 et 31 expirent ensemble, et ne sont effacés qu’en mars', async () => {
    await remplir('2025-08-28', '2025-08-29', '2025-08-30', '2025-08-31', '2025-09-01');
    expect((await entretenirTraces(base.entretien, new Date('2026-02-28T23:59:59.999Z'))).effacees).toEqual(
      [],
    );
    expect((await entretenirTraces(base.entretien, new Date('2026-03-01T00:00:00.000Z'))).effacees).toEqual([
      '2025-08-28',
      '2025-08-29',
      '2025-08-30',
      '2025-08-31',
    ]);
    expect((await jours())[0]).toBe('2025-09-01');
  });

  test('deux entretiens à la fois effacent chaque jour une fois', async () => {
    await remplir('2026-05-17', '2026-05-18');
    const instant = new Date('2026-11-20T09:00:00Z');
    const issues = await Promise.allSettled([
      entretenirTraces(base.entretien, instant),
      entretenirTraces(base.entretien, instant),
    ]);
    expect(issues.some(({ status }) => status === 'fulfilled')).toBe(true);
    await entretenirTraces(base.entretien, instant);
    expect(await tables()).not.toContain('trace_20260517');
    expect((await purges()).map(({ jour, lignes }) => [jour, lignes])).toEqual([
      ['2026-05-17', 2],
      ['2026-05-18', 2],
    ]);
  });

  test('n’attend pas une lecture en cours et ne la gêne pas', async () => {
    await remplir('2026-05-18');
    const ecrivain = await base.service.pool.connect();
    try {
      await ecrivain.query('begin');
      await ecrivain.query("select contexte.poser('caf', '591', null, null, now())");
      await ecrivain.query(
        "insert into traces.trace (id, instant, caf_code, correlation, action, issue) values (gen_random_uuid(), '2026-11-20T08:00:00Z', '591', 'essai', 'essai', 'fait')",
      );
      const entretien = entretenirTraces(base.entretien, new Date('2026-11-20T09:00:00Z'));
      // The writer goes on while the old day is being taken away.
      await ecrivain.query(
        "insert into traces.trace (id, instant, caf_code, correlation, action, issue) values (gen_random_uuid(), '2026-11-20T08:01:00Z', '591', 'essai', 'essai', 'fait')",
      );
      await ecrivain.query('commit');
      expect((await entretien).effacees).toEqual(['2026-05-18']);
    } finally {
      ecrivain.release();
    }
  });

  test.each([
    ['détachée, pas encore supprimée', 'alter table traces.trace detach partition traces.trace_20260518'],
    ['détachement commencé et coupé', null],
  ])('repris après une coupure : partition %s', async (_quoi, coupure) => {
    await remplir('2026-05-18');
    if (coupure === null) await detachementCoupe('traces.trace_20260518');
    else await base.proprietaire.query(coupure);
    await entretenirTraces(base.entretien, new Date('2026-11-20T09:00:00Z'));
    expect(await tables()).not.toContain('trace_20260518');
    expect((await purges()).map(({ jour, lignes }) => [jour, lignes])).toEqual([['2026-05-18', 2]]);
  });

  /** Cuts a concurrent detachment between its two transactions: it waits for a reader, and is cancelled. */
  async function detachementCoupe(table: string): Promise<void> {
    const lecteur = await base.proprietaire.connect();
    await lecteur.query('begin');
    await lecteur.query('select count(*) from traces.trace');
    const detachement = base.entretien.pool
      .query(`alter table traces.trace detach partition ${table} concurrently`)
      .catch(() => {});
    const second = await base.proprietaire.connect();
    for (let pendante = false; !pendante; ) {
      const { rows } = await second.query(
        'select inhdetachpending as pendante from pg_inherits where inhrelid = $1::regclass',
        [table],
      );
      pendante = rows[0]?.pendante === true;
    }
    await second.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query ~ 'detach partition.*concurrently' and pid <> pg_backend_pid()",
    );
    second.release();
    await detachement;
    await lecteur.query('commit');
    lecteur.release();
  }

  test('seule une partition de traces peut être effacée', async () => {
    await expect(dropPartition(base.entretien, 'purge', '2026-05-18', new Date())).rejects.toThrow(
      /not a partition/,
    );
    await expect(
      dropPartition(base.entretien, 'trace_20260518; drop table traces.purge', '2026-05-18', new Date()),
    ).rejects.toThrow(/not a partition/);
  });
});
