import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Base, enTransaction, type Locataire, ouvrirBase } from '../../src/platform/db/base.ts';
import { verifierRoleDeService } from '../../src/platform/db/garde.ts';
import { ORGANISATION_CNAF, organisationCaf } from '../support/peuplement.ts';
import { creerPortail, jetonUnique, type Portail } from '../support/portail.ts';
import { type DeuxPartenaires, peuplerDeuxPartenaires } from './deux-partenaires.ts';
import { violationsDuCatalogue } from './verifier-catalogue.ts';
import { partenairesVus, tablesDePartenaire, violationsDIsolement } from './verifier-isolement.ts';

const GRAINE = 20_261_120;
const ENTRELACS = 2000;

let portail: Portail;
let monde: DeuxPartenaires;

beforeAll(async () => {
  portail = await creerPortail();
  monde = await peuplerDeuxPartenaires(portail);
});
afterAll(() => portail.fermer());

const locataire = (
  organisation: NonNullable<Locataire> | Omit<NonNullable<Locataire>, 'compteId'>,
): Locataire => ({ compteId: null, ...organisation });

describe('SEC-02 le catalogue', () => {
  test('tables, partitions, politiques, vues, fonctions, rôles et droits sont ceux qui sont voulus', async () => {
    expect(await violationsDuCatalogue(portail.base.proprietaire, 'passerelle')).toEqual([]);
  });

  test('ORG-01 les tables de partenaires sont trouvées par le catalogue', async () => {
    const noms = (await tablesDePartenaire(portail)).map(({ nom }) => nom);
    expect(noms).toEqual(
      expect.arrayContaining([
        'organismes.partenaire',
        'identite.session',
        'habilitations.siege',
        'cdap.arret_lecture',
        'traces.trace',
      ]),
    );
    expect(noms.length).toBeGreaterThanOrEqual(21);
  });
});

describe('SEC-02 ORG-01 chaque table de partenaire', () => {
  test('même Caf : rien de l’autre ne se lit, ne s’ajoute, ne se change ni ne s’efface', async () => {
    expect(await violationsDIsolement(portail, monde.a, monde.b)).toEqual([]);
    expect(await violationsDIsolement(portail, monde.b, monde.a)).toEqual([]);
  });

  test('autre Caf : de même', async () => {
    expect(await violationsDIsolement(portail, monde.a, monde.c)).toEqual([]);
    expect(await violationsDIsolement(portail, monde.c, monde.a)).toEqual([]);
  });

  test('témoin : sous le sien, chacun voit ses lignes ; une Caf celles de ses partenaires ; la Cnaf toutes', async () => {
    const { a, b, c } = monde;
    expect(await partenairesVus(portail, locataire(a.organisation))).toEqual([a.id]);
    expect(await partenairesVus(portail, locataire(c.organisation))).toEqual([c.id]);
    expect((await partenairesVus(portail, locataire(organisationCaf('591')))).sort()).toEqual(
      [a.id, b.id].sort(),
    );
    expect((await partenairesVus(portail, locataire(ORGANISATION_CNAF))).sort()).toEqual(
      [a.id, b.id, c.id].sort(),
    );
    expect(await partenairesVus(portail, null)).toEqual([]);
  });

  test('ROL-19 aucun rôle de Caf ou de Cnaf ne voit un dossier ; un partenaire seulement sous un droit, et de sa Caf', async () => {
    const compter = (qui: Locataire, droit: boolean) =>
      enTransaction(portail.base.service, qui, portail.horloge.lire(), async (tx) => {
        if (droit)
          await sql`select set_config('app.habilitation', gen_random_uuid()::text, true)`.execute(tx);
        const { rows } = await sql<{
          cafs: string[] | null;
        }>`select array_agg(distinct caf_code) as cafs from cdap.dossier`.execute(tx);
        return rows[0]?.cafs ?? [];
      });
    for (const qui of [null, locataire(organisationCaf('591')), locataire(ORGANISATION_CNAF)])
      expect(await compter(qui, true)).toEqual([]);
    expect(await compter(locataire(monde.a.organisation), false)).toEqual([]);
    expect(await compter(locataire(monde.a.organisation), true)).toEqual(['591']);
    expect(await compter(locataire(monde.c.organisation), true)).toEqual(['974']);
  });

  test('ORG-01 ce qui est à une Caf ou à la Cnaf ne s’écrit que par elles', async () => {
    const ecrire = (qui: Locataire, texte: string) =>
      enTransaction(portail.base.service, qui, portail.horloge.lire(), async (tx) => {
        const { numAffectedRows } = await sql.raw(texte).execute(tx);
        return String(numAffectedRows ?? 0n);
      }).catch((erreur: { code?: string }) => erreur.code ?? 'faute');
    const dossier =
      "insert into cdap.dossier (caf_code, numero, etat, donnees_le, rsa_en_cours) values ('591', 4242, 'ouvert', '2026-11-01', false)";
    const matrice =
      "insert into cdap.version_matrice values (9, '2025', '[2030-01-01,)', 'essai', 'essai', '{}')";
    const reglage = "update organismes.caf set plafond_compte_heure = 9999 where code = '591'";
    const opposition = `insert into cdap.opposition values ('591', 11111, '${monde.a.id}', '2026-11-01')`;
    const partenaire = locataire(monde.a.organisation);
    const autreCaf = locataire(organisationCaf('974'));
    for (const qui of [null, partenaire, autreCaf, locataire(ORGANISATION_CNAF)]) {
      expect(await ecrire(qui, dossier)).toBe('42501');
      expect(await ecrire(qui, opposition)).toBe('42501');
    }
    for (const qui of [null, partenaire, autreCaf, locataire(organisationCaf('591'))])
      expect(await ecrire(qui, matrice)).toBe('42501');
    for (const qui of [null, partenaire, autreCaf]) expect(await ecrire(qui, reglage)).toBe('0');
    for (const texte of [
      "update cdap.dossier set etat = 'radie'",
      'delete from cdap.dossier',
      'delete from cdap.opposition',
      "update cdap.version_matrice set contenu = '{}'",
    ]) {
      expect(await ecrire(locataire(organisationCaf('591')), texte)).toBe('42501');
    }
    expect(await ecrire(locataire(organisationCaf('591')), reglage)).toBe('1');
  });

  test('TRA-05 le service ajoute des traces et rien d’autre ; la lecture ne fait que lire, sous son organisme', async () => {
    const refuse = (base: Base, texte: string) =>
      expect(
        enTransaction(base, locataire(monde.a.organisation), portail.horloge.lire(), (tx) =>
          sql.raw(texte).execute(tx),
        ),
      ).rejects.toMatchObject({ code: '42501' });
    for (const texte of [
      'select from traces.trace',
      'select from traces.trace_20261120',
      'insert into traces.trace_20261120 select * from traces.trace_20261120',
      "update traces.trace set action = 'x'",
      'delete from traces.trace',
      'truncate traces.trace',
      'drop table traces.trace_20261120',
      'select from traces.purge',
      "select traces.creer_partitions('2027-01-01', '2027-01-01')",
    ]) {
      await refuse(portail.base.service, texte);
    }
    for (const texte of [
      "update traces.trace set action = 'x'",
      'delete from traces.trace',
      'select from traces.trace_20261120',
      "select traces.inscrire(gen_random_uuid(), now(), null, null, 'x', null, 'x', 'fait', null, null, null, null, null, null, null, null, null, null, null, null)",
      'select mot_de_passe from identite.compte',
      'select from cdap.dossier',
      'select from identite.session',
    ]) {
      await refuse(portail.base.lecture, texte);
    }
    const lues = await enTransaction(
      portail.base.lecture,
      locataire(monde.a.organisation),
      portail.horloge.lire(),
      async (tx) => {
        const { rows } = await sql<{
          id: string;
        }>`select distinct partenaire_id as id from traces.trace`.execute(tx);
        return rows.map(({ id }) => id);
      },
    );
    expect(lues).toEqual([monde.a.id]);
  });
});

describe('SEC-02 le contexte ne survit pas à sa transaction', () => {
  test(`${ENTRELACS} transactions entrelacées sur deux connexions : aucune ne voit l’organisme d’une autre (graine ${GRAINE})`, async () => {
    const base = ouvrirBase(portail.base.adresse('passerelle'), { max: 2, nom: 'essai-entrelacs' });
    const { a, b, c } = monde;
    const locataires: (Locataire & { vus: string[] })[] = [
      { ...a.organisation, compteId: null, vus: [a.id] },
      { ...b.organisation, compteId: null, vus: [b.id] },
      { ...c.organisation, compteId: null, vus: [c.id] },
      { ...organisationCaf('974'), compteId: null, vus: [c.id] },
    ];
    // Each step: who, how it ends, and whether somebody asks outside any transaction afterwards.
    const pas = fc.sample(
      fc.record({
        qui: fc.nat({ max: locataires.length }),
        fin: fc.constantFrom('commit', 'faute', 'sql'),
        dehors: fc.boolean(),
      }),
      { seed: GRAINE, numRuns: ENTRELACS },
    );
    const fuites: string[] = [];
    const lire = async (qui: number, fin: string) => {
      const qui_ = locataires[qui] ?? null;
      const attendus = qui_?.vus ?? [];
      await enTransaction(base, qui_, portail.horloge.lire(), async (tx) => {
        const { rows } = await sql<{ id: string }>`select id from organismes.partenaire`.execute(tx);
        if (rows.map(({ id }) => id).join() !== attendus.join())
          fuites.push(`${qui} a vu ${rows.length} partenaires`);
        if (fin === 'faute') throw new Error('faute d’essai');
        if (fin === 'sql') await sql`select 1 / 0`.execute(tx);
      }).catch((erreur: Error) => {
        if (fin === 'commit') throw erreur;
      });
    };
    const sansTransaction = async () => {
      const { rows } = await base.pool.query(
        `select count(*)::int as n, concat(contexte.nature(), contexte.caf(), contexte.partenaire(), contexte.compte(),
                contexte.habilitation(), contexte.instant()) as reste from organismes.partenaire`,
      );
      if (rows[0].n !== 0 || rows[0].reste !== '')
        fuites.push(`hors transaction : ${JSON.stringify(rows[0])}`);
    };
    const file = [...pas];
    const travailler = async () => {
      for (let un = file.shift(); un !== undefined; un = file.shift()) {
        await lire(un.qui, un.fin);
        if (un.dehors) await sansTransaction();
      }
    };
    try {
      await Promise.all(Array.from({ length: 8 }, travailler));
      expect(base.pool.totalCount).toBeLessThanOrEqual(2);
    } finally {
      await base.kysely.destroy();
    }
    expect(fuites).toEqual([]);
  });
});

describe('SEC-02 le programme refuse de servir sous un rôle que rien ne retient', () => {
  /** Roles are those of the server: each test makes its own and takes it away. */
  async function sousLeRole(definition: string, membreDe: string | null): Promise<void> {
    const nom = `essai_${jetonUnique()}`;
    await portail.base.proprietaire.query(
      `create role ${nom} login ${definition} password 'essai'; grant passerelle_service to ${nom}`,
    );
    if (membreDe !== null) await portail.base.proprietaire.query(`grant ${membreDe} to ${nom}`);
    const adresse = portail.base.adresse(nom).replace(/:[^:@/]*@/, ':essai@');
    const pool = new pg.Pool({ connectionString: adresse, max: 1 });
    try {
      await verifierRoleDeService(pool);
    } finally {
      await pool.end();
      await portail.base.proprietaire.query(`drop role ${nom}`);
    }
  }

  test('un rôle de service ordinaire est accepté', async () => {
    await verifierRoleDeService(portail.base.service.pool);
    await sousLeRole('', null);
  });

  test.each([
    ['superutilisateur', 'superuser', null],
    ['BYPASSRLS', 'bypassrls', null],
    ['membre du propriétaire des tables', '', 'proprietaire-des-tables'],
    ['membre du rôle qui tient les partitions de traces', '', 'passerelle_entretien'],
    ['membre du rôle des portes', '', 'passerelle_porte'],
  ])('%s : refusé au démarrage', async (_quoi, definition, membreDe) => {
    const proprietaire = (await portail.lignes<{ nom: string }>('select current_user as nom'))[0]?.nom ?? '';
    const role = membreDe === 'proprietaire-des-tables' ? proprietaire : membreDe;
    await expect(sousLeRole(definition, role)).rejects.toThrow(/rôle trop puissant/);
  });

  test('le propriétaire lui-même est refusé', async () => {
    await expect(verifierRoleDeService(portail.base.proprietaire)).rejects.toThrow(/rôle trop puissant/);
  });
});
