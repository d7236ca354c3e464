/** Server door of conventions: the lock on a quota, names of missions, conventions to load. */
import type { Tx } from '../../platform/db/base.ts';
import { listMissions } from './server/store.ts';

export {
  type Convention,
  insertBulletin as amorcerBulletin,
  insertConvention as amorcerConvention,
  insertFinancement as amorcerFinancement,
  insertQuota as amorcerQuota,
  insertVersionBulletin as amorcerVersionBulletin,
  insertVersionContrat as amorcerVersionContrat,
  insertVersionConvention as amorcerVersionConvention,
  lockQuota,
} from './server/store.ts';

/** Labels of the missions of article 8 by code; a code without label is its own. */
export async function nommerMissions(
  tx: Tx,
): Promise<(codes: readonly string[]) => { code: string; libelle: string }[]> {
  const libelles = new Map((await listMissions(tx)).map(({ code, libelle }) => [code, libelle]));
  return (codes) => codes.map((code) => ({ code, libelle: libelles.get(code) ?? code }));
}
