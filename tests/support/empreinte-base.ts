import type { Portail } from './portail.ts';

/** What a database holds, table by table: number of rows and a digest of them. Partitions count in their parent. */
export type Empreinte = ReadonlyMap<string, string>;

export async function empreinteDeLaBase(portail: Portail): Promise<Empreinte> {
  const tables = await portail.lignes<{ nom: string }>(
    `select format('%I.%I', n.nspname, c.relname) as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
  );
  const parties = tables.map(
    ({ nom }) =>
      `select '${nom}' as nom, count(*) || '/' || coalesce(sum(hashtextextended(t::text, 0)), 0) as etat from ${nom} t`,
  );
  const rangees = await portail.lignes<{ nom: string; etat: string }>(parties.join(' union all '));
  return new Map(rangees.map(({ nom, etat }) => [nom, etat]));
}

/** Tables that changed between two prints. */
export const tablesChangees = (avant: Empreinte, apres: Empreinte): string[] =>
  [...apres]
    .filter(([nom, etat]) => avant.get(nom) !== etat)
    .map(([nom]) => nom)
    .sort();
