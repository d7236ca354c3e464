/** Roles of page 02 (ROL-01 to ROL-18), by the side of the convention that holds them. */
export const ROLES_PARTENAIRE = [
  'signataire',
  'administrateur-principal',
  'administrateur-suppleant',
  'responsable-habilitation',
  'utilisateur',
  'responsable-securite',
  'dpo',
  'support',
  'responsable-metier',
] as const;
export const ROLES_CAF = [
  'gestionnaire-habilitations',
  'charge-conventions',
  'directeur',
  'centre-services',
  'responsable-securite-caf',
  'auditeur-traces',
  'instructeur-afas',
  'referent-informatique-libertes',
] as const;
export const ROLES_CNAF = ['administrateur-cnaf', 'dpo-cnaf', 'auditeur-traces'] as const;

export type RolePartenaire = (typeof ROLES_PARTENAIRE)[number];
export type RoleCaf = (typeof ROLES_CAF)[number];
export type RoleCnaf = (typeof ROLES_CNAF)[number];
export type Role = RolePartenaire | RoleCaf | RoleCnaf;

/** Which kind of organisation an account belongs to; it decides what the database lets it see. */
export type NatureOrganisation = 'partenaire' | 'caf' | 'cnaf';

/** The tenant of a request. A partner has both codes, a Caf its own only, the Cnaf none. */
export interface Organisation {
  readonly nature: NatureOrganisation;
  readonly cafCode: string | null;
  readonly partenaireId: string | null;
}

/**
 * Who acts: one natural person, at one organisation, in one open session (ACC-01, ROL-07).
 *
 * Built at the door from the session row on each request and never cached, so that a suspension or an ended
 * role counts at the next request (ACC-06).
 */
export interface Acteur extends Organisation {
  readonly compteId: string;
  readonly sessionId: string;
  readonly prenom: string;
  readonly nom: string;
  readonly roles: readonly Role[];
}

export const aUnRole = (acteur: Acteur, ...roles: readonly Role[]): boolean =>
  roles.some((role) => acteur.roles.includes(role));
