import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { genererPopulation } from '../../src/modules/cdap/domain/population.ts';
import { type Decor, lesDossiers, unDecor } from '../support/peuplement.ts';
import { creerPortail, type Portail } from '../support/portail.ts';

/**
 * CDAP-20: under row-level security an operator that is not leakproof keeps its column out of any index. Each branch of
 * the search is explained as the serving role, with its policies: what it looks for must be a condition of the index
 * and never a filter on rows.
 */
let portail: Portail;
let decor: Decor;
let branches: string[];

beforeAll(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail);
  const cafs = [{ code: '591', communes: [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }] }];
  await lesDossiers(portail, '591', [
    ...genererPopulation({ graine: 'plans', taille: 2000, cafs, moisCourant: '2026-11' }),
  ]);
  await portail.lignes('analyze cdap.cle_personne');
  const [source] = await portail.lignes<{ texte: string }>(
    "select prosrc as texte from pg_proc where oid = 'cdap.chercher_cles'::regproc",
  );
  branches = [
    ...(source?.texte ?? '').matchAll(
      /\(select c\.\*, \d as sonde from cdap\.cle_personne c[\s\S]*?limit d\.par_\w+\)/g,
    ),
  ].map(([branche]) => branche);
});
afterAll(() => portail.fermer());

const VALEURS: Readonly<Record<string, string>> = {
  caf: "'591'",
  nir: "'1850359991042'",
  noms: "array['barvilin', 'devaldoux']",
  noms_surs: "array['barvilin']",
  noms_voisins: "array['barvilon', 'barviln']",
  prenoms: "array['kler']",
  prenoms_surs: "array['kler']",
  prenoms_voisins: "array['klar', 'klir']",
  inverse_noms: "array['kler']",
  inverse_prenoms: "array['barvilin']",
  jours: "(array['1985-03-12', '1985-03', '1985'])",
  du: "'1985'",
  au: "'1985-99'",
  par_sonde: '200',
  par_jour: '600',
};

interface Noeud {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly Plans?: readonly Noeud[];
}
const noeuds = (noeud: Noeud): Noeud[] => [noeud, ...(noeud.Plans ?? []).flatMap(noeuds)];

/** Plan of a branch, under the tenant of a partner's agent who reads under a right. */
const expliquer = (branche: string): Promise<Noeud[]> =>
  portail.enTransaction({ ...decor.partenaire.organisation, compteId: decor.agent.id }, async (tx) => {
    await sql`select set_config('app.habilitation', ${decor.droit}, true), set_config('enable_seqscan', 'off', true)`.execute(
      tx,
    );
    const texte = branche.replace(/d\.(\w+)/g, (_, nom: string) => VALEURS[nom] ?? `inconnu_${nom}`);
    const { rows } = await sql<{
      'QUERY PLAN': { Plan: Noeud }[];
    }>`explain (format json) ${sql.raw(texte)}`.execute(tx);
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error('no plan');
    return noeuds(plan);
  });

const CHERCHEES = /nom_son|prenom_son|ne_le|\bnir\b/;

describe('CDAP-20 le plan des recherches, sous le rôle qui sert et ses politiques', () => {
  test('les huit branches sont là', () => {
    expect(branches).toHaveLength(8);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'branche %i : un index, ce qu’on cherche en condition, rien en filtre',
    async (rang) => {
      const branche = branches[rang] ?? '';
      const plan = await expliquer(branche);
      expect(plan.filter((noeud) => noeud['Node Type'] === 'Seq Scan')).toEqual([]);
      const conditions = plan.map((noeud) => noeud['Index Cond'] ?? '').join(' ');
      const cherchees = new Set(
        [...branche.matchAll(/c\.(nom_son|prenom_son|ne_le|nir)\b/g)].map(([, nom]) => nom),
      );
      for (const colonne of cherchees) expect(conditions).toContain(String(colonne));
      expect(
        plan.flatMap(({ Filter }) => (Filter !== undefined && CHERCHEES.test(Filter) ? [Filter] : [])),
      ).toEqual([]);
      expect(plan.some((noeud) => noeud['Index Name'] !== undefined)).toBe(true);
    },
  );

  test('un opérateur qui fuit serait vu : LIKE reste un filtre', async () => {
    const [premiere = ''] = branches;
    const plan = await expliquer(premiere.replace('c.nir = d.nir', "c.nom_son like 'bar%'"));
    expect(plan.flatMap(({ Filter }) => Filter ?? []).join(' ')).toMatch(/nom_son/);
  });

  test('sans droit nommé, aucune clé ne se voit ; une Caf n’en voit pas non plus', async () => {
    const compter = async (tx: Parameters<Parameters<typeof portail.enTransaction>[1]>[0]) =>
      (await sql<{ n: number }>`select count(*)::int as n from cdap.cle_personne`.execute(tx)).rows[0]?.n;
    const agent = { ...decor.partenaire.organisation, compteId: decor.agent.id };
    expect(await portail.enTransaction(agent, compter)).toBe(0);
    const caf = { nature: 'caf' as const, cafCode: '591', partenaireId: null, compteId: null };
    expect(await portail.enTransaction(caf, compter)).toBe(0);
  });
});
