/** Server door of identite: who is behind a session, names of people, accounts to load. */
import type { Role } from '../../kernel/acteur.ts';
import type { Tx } from '../../platform/db/base.ts';
import { OUBLI_MS } from './domain/tentatives.ts';
import { deleteFacteursPerimes } from './server/store/facteurs.ts';
import { listNomsDesJetons } from './server/store/jetons.ts';
import { deleteOidcPerimes } from './server/store/oidc.ts';
import { deleteDemandesOubli, deleteJetonsCourriel } from './server/store/oublis.ts';
import {
  deleteSessionsAnciennes,
  deleteTentativesAnciennes,
  listPersonnesParId,
  listPorteursDeRole,
  type Personne,
} from './server/store.ts';

export { amorcerCompte, amorcerConnexion } from './server/amorcer.ts';
export { COMPTE_CLOS } from './server/gerer-comptes.ts';
export { estMotDePasseCourant } from './server/mots-de-passe-courants.ts';
export { creerEcritureOubli, ECRIRE_OUBLI, REPONDRE_OUBLI, repondreOubli } from './server/oublis.ts';
export { PREVENIR_VERROUILLAGE, prevenirVerrouillage } from './server/prevenir-verrouillage.ts';
export { REGLES_PAR_DEFAUT, type ReglesIdentite } from './server/regles.ts';
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

/** Names of API tokens by the session that stands for each, among those that the tenant sees (ACC-09). */
export async function nommerJetons(tx: Tx, sessions: readonly string[]): Promise<Map<string, string>> {
  if (sessions.length === 0) return new Map();
  return new Map((await listNomsDesJetons(tx, sessions)).map((j) => [j.session_id, j.nom]));
}

const JOUR_MS = 86_400_000;

/**
 * Forgets what has no more use: wrong tries and demands older than a day, links and devices that serve no more, sessions
 * as old as the traces that are erased. Run by a job, for the Cnaf.
 */
export async function oublierConnexions(tx: Tx, instant: Date): Promise<void> {
  await deleteTentativesAnciennes(tx, new Date(instant.getTime() - OUBLI_MS));
  await deleteDemandesOubli(tx, new Date(instant.getTime() - OUBLI_MS));
  await deleteJetonsCourriel(tx, new Date(instant.getTime() - 30 * JOUR_MS));
  await deleteFacteursPerimes(tx, instant);
  await deleteOidcPerimes(tx, new Date(instant.getTime() - JOUR_MS));
  await deleteSessionsAnciennes(tx, instant);
}
