/** Server door of organismes: names of partners, settings of a Caf, organisations to load. */
import type { Tx } from '../../platform/db/base.ts';
import {
  findAdressePartenaire,
  findCaf,
  insertCaf,
  insertEquipement,
  insertPartenaire,
  listPartenairesParId,
} from './server/store.ts';

export { type Caf, countCafs, findCaf, type Partenaire } from './server/store.ts';

/** National time, for who belongs to no Caf. */
export const FUSEAU_NATIONAL = 'Europe/Paris';

/** Names of partners by id, among those that the tenant of the transaction sees. */
export async function nommerPartenaires(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  return new Map((await listPartenairesParId(tx, ids)).map((p) => [p.id, p.raison_sociale]));
}

/** Time zone in which the days of a Caf and its partners begin and end. */
export async function fuseauDe(tx: Tx, cafCode: string | null): Promise<string> {
  return cafCode === null ? FUSEAU_NATIONAL : ((await findCaf(tx, cafCode))?.fuseau ?? FUSEAU_NATIONAL);
}

/** Load organisations as they are, until the screens that make them exist. */
export const amorcerCaf = insertCaf;
export const amorcerPartenaire = insertPartenaire;
export const amorcerEquipement = insertEquipement;

/** Name and postal address of whoever works somewhere: where a letter goes (ACC-01). */
export async function loadAdressePostale(
  tx: Tx,
  { partenaireId, cafCode }: { readonly partenaireId: string | null; readonly cafCode: string | null },
): Promise<{ nom: string; adresse: string[] }> {
  const trouve =
    partenaireId !== null
      ? await findAdressePartenaire(tx, partenaireId)
      : cafCode !== null
        ? await findCaf(tx, cafCode)
        : undefined;
  return trouve ? { nom: trouve.nom, adresse: trouve.adresse.split(/,\s*/) } : { nom: 'Cnaf', adresse: [] };
}
