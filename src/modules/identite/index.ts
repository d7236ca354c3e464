/** Server door of identite: who is behind a session, names of people, accounts to load. */
import type { Role } from '../../kernel/acteur.ts';
import type { Tx } from '../../platform/db/base.ts';
import { OUBLI_MS } from './domain/tentatives.ts';
import {
  deleteTentativesAnciennes,
  listPersonnesParId,
  listPorteursDeRole,
  type Personne,
} from './server/store.ts';

export { amorcerCompte } from './server/amorcer.ts';
export { monterIdentite } from './server/routes.ts';
export { hacherMotDePasse, nouveauSecretTotp, nouvelIdentifiant } from './server/secrets.ts';
export { relireSession, resoudreSession } from './server/session.ts';
export {
  countComptesCnaf,
  findHabilitationChoisie,
  loadIdentite,
  resetConfirmations as oublierConfirmations,
  setHabilitationChoisie,
} from './server/store.ts';
export type { Personne };

/** Names of accounts by id, among those that the tenant of the transaction sees. */
export async function nommerComptes(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { nom: string; identifiant: string }>> {
  if (ids.length === 0) return new Map();
  const personnes = await listPersonnesParId(tx, ids);
  return new Map(personnes.map((p) => [p.id, { nom: `${p.prenom} ${p.nom}`, identifiant: p.identifiant }]));
}

/** Active holders of a role at a partner, or at a Caf itself: who is to be told, and who is an administrator. */
export const trouverPorteurs = (
  tx: Tx,
  roles: readonly Role[],
  ou: { partenaireId: string } | { cafCode: string },
  instant: Date,
): Promise<Personne[]> => listPorteursDeRole(tx, roles, ou, instant);

/** Forgets wrong tries older than a day; run by a job. */
export const oublierTentatives = (tx: Tx, instant: Date): Promise<void> =>
  deleteTentativesAnciennes(tx, new Date(instant.getTime() - OUBLI_MS));
