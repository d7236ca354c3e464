import { sql } from 'kysely';
import { enTransaction, type Locataire } from '../../src/platform/db/base.ts';
import type { PartenairePeuple } from '../support/peuplement.ts';
import type { Portail } from '../support/portail.ts';
import { SCHEMAS } from './verifier-catalogue.ts';

export interface TableLocataire {
  /** `schema.table`. */
  readonly nom: string;
  /** Column that says whose row it is: the partner, or an account of it where there is no partner. */
  readonly colonne: string;
  readonly colonnes: readonly string[];
}

/** Tables whose rows belong to a partner, from the catalogue: a new one is checked without being listed. */
export async function tablesDePartenaire(portail: Portail): Promise<TableLocataire[]> {
  const tables = await portail.lignes<{ nom: string; colonnes: string[] }>(
    `select n.nspname || '.' || c.relname as nom, array_agg(a.attname::text order by a.attnum) as colonnes
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition
      group by c.oid, n.nspname, c.relname order by 1`,
    [SCHEMAS],
  );
  return tables.flatMap(({ nom, colonnes }) => {
    if (nom === 'organismes.partenaire') return [{ nom, colonnes, colonne: 'id' }];
    const colonne = ['partenaire_id', 'compte_id'].find((c) => colonnes.includes(c));
    return colonne === undefined ? [] : [{ nom, colonnes, colonne }];
  });
}

/** Values of `colonne` that are those of a partner. */
async function clesDe(
  portail: Portail,
  { colonne }: TableLocataire,
  { id }: PartenairePeuple,
): Promise<string[]> {
  if (colonne !== 'compte_id') return [id];
  return (
    await portail.lignes<{ id: string }>('select id from identite.compte where partenaire_id = $1', [id])
  ).map((c) => c.id);
}

const locataireDe = ({ organisation }: PartenairePeuple): Locataire => ({ ...organisation, compteId: null });

/** Raised inside the transaction of an attempt that went through, so that it leaves nothing behind. */
class Reussite extends Error {}

/** SQLSTATE of a refused attempt, null when it went through; nothing is kept either way. */
async function tenter(
  portail: Portail,
  locataire: Locataire,
  texte: string,
  valeurs: unknown[],
): Promise<string | null> {
  const client = await portail.base.service.pool.connect();
  try {
    await client.query('begin');
    const { nature, cafCode, partenaireId } = locataire ?? {
      nature: null,
      cafCode: null,
      partenaireId: null,
    };
    await client.query('select contexte.poser($1, $2, $3, null, $4)', [
      nature,
      cafCode,
      partenaireId,
      portail.horloge.lire(),
    ]);
    // A right is named, so that the tables that ask for one are judged on their tenant alone.
    await client.query("select set_config('app.habilitation', gen_random_uuid()::text, true)");
    const { rowCount } = await client.query(texte, valeurs);
    if ((rowCount ?? 0) > 0) throw new Reussite();
    return 'aucune ligne';
  } catch (erreur) {
    if (erreur instanceof Reussite) return null;
    return String((erreur as { code?: string }).code);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/**
 * Under the tenant of `moi`, and under none, the serving role neither sees, adds, changes nor deletes a row of
 * `autre`, in any table that belongs to partners; one line per way through.
 *
 * Both partners must have a row in every table, or nothing would be proved: that too is a fault.
 */
export async function violationsDIsolement(
  portail: Portail,
  moi: PartenairePeuple,
  autre: PartenairePeuple,
): Promise<string[]> {
  const violations: string[] = [];
  for (const table of await tablesDePartenaire(portail)) {
    const { nom, colonne, colonnes } = table;
    const miennes = await clesDe(portail, table, moi);
    const siennes = await clesDe(portail, table, autre);
    const lire = `select to_jsonb(t) as rangee from ${nom} t where ${colonne} = any($1::uuid[])`;
    const [aMoi] = await portail.lignes(lire, [miennes]);
    const [aLAutre] = await portail.lignes<{ rangee: object }>(lire, [siennes]);
    if (!aMoi || !aLAutre) {
      violations.push(`${nom} : les deux partenaires n’y ont pas chacun une ligne, rien n’est prouvé`);
      continue;
    }
    const refus = nom === 'habilitations.siege' ? REFUS_DU_SIEGE : REFUS;
    for (const locataire of [locataireDe(moi), null]) {
      const sous = locataire === null ? 'sans organisme' : 'sous un autre partenaire';
      for (const [acte, texte, valeurs] of tentatives(table, aLAutre.rangee, siennes)) {
        const code = await tenter(portail, locataire, texte, valeurs);
        if (!refus.has(code ?? ''))
          violations.push(`${nom} : ${acte} ${sous} ${code === null ? 'a réussi' : `a fini en ${code}`}`);
      }
    }
    // A row of one's own cannot be given away either.
    const avecCaf = colonnes.includes('caf_code') ? `, caf_code = '${autre.cafCode}'` : '';
    const cede = await tenter(
      portail,
      locataireDe(moi),
      `update ${nom} set ${colonne} = $1${avecCaf} where ${colonne} = any($2::uuid[])`,
      [siennes[0], miennes],
    );
    if (!refus.has(cede ?? ''))
      violations.push(`${nom} : céder une ligne ${cede === null ? 'a réussi' : `a fini en ${cede}`}`);
  }
  return violations;
}

/** Not seen, or forbidden by row-level security or by grant. */
const REFUS: ReadonlySet<string> = new Set(['aucune ligne', '42501']);
/** The seat's trigger speaks before row-level security: it sees no open profile at a foreign partner. */
const REFUS_DU_SIEGE: ReadonlySet<string> = new Set([...REFUS, '23514']);

function tentatives(
  { nom, colonne, colonnes }: TableLocataire,
  rangee: object,
  cles: string[],
): [string, string, unknown[]][] {
  const liste = colonnes.map((c) => `"${c}"`).join(', ');
  const donnees = JSON.stringify(rangee);
  return [
    ['lire', `select from ${nom} where ${colonne} = any($1::uuid[])`, [cles]],
    ['lire sans index', `select from ${nom} t where to_jsonb(t) ->> '${colonne}' = any($1)`, [cles]],
    ['verrouiller', `select from ${nom} where ${colonne} = any($1::uuid[]) for update`, [cles]],
    [
      'ajouter',
      `insert into ${nom} (${liste}) select ${liste} from jsonb_populate_record(null::${nom}, $1)`,
      [donnees],
    ],
    ['changer', `update ${nom} set ${colonne} = ${colonne} where ${colonne} = any($1::uuid[])`, [cles]],
    ['effacer', `delete from ${nom} where ${colonne} = any($1::uuid[])`, [cles]],
  ];
}

/** Distinct partners that a transaction of the serving role sees in the tables that it may read. */
export async function partenairesVus(portail: Portail, locataire: Locataire): Promise<string[]> {
  return enTransaction(portail.base.service, locataire, portail.horloge.lire(), async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select id from organismes.partenaire union select partenaire_id from identite.compte where partenaire_id is not null
      union select partenaire_id from habilitations.habilitation union select partenaire_id from conventions.convention`.execute(
      tx,
    );
    return rows.map(({ id }) => id);
  });
}
