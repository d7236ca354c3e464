import type { StatusTone } from '../../../../ui/status-tag.tsx';
import type { Compte } from '../../contract.ts';
import { LIBELLES_ROLES } from '../../libelles.ts';

export const direRole = (role: string): string => LIBELLES_ROLES[role] ?? role;

/** « Utilisateur, responsable métier » ; what a line of the list has room for. */
export const direRoles = (roles: readonly string[]): string =>
  roles.map((role, rang) => (rang === 0 ? direRole(role) : enMinuscule(direRole(role)))).join(', ') ||
  'Aucun rôle';

/** Only the first letter: « Cnaf », « Caf » and « Afas » keep theirs. */
const enMinuscule = (libelle: string): string => libelle.charAt(0).toLowerCase() + libelle.slice(1);

/** What a role lets its holder do, in the words of somebody who chooses it (ROL-01 to ROL-18). */
export const AIDES_ROLES: Readonly<Record<string, string>> = {
  signataire: 'Signe la convention, le contrat, les bulletins et les avenants.',
  'administrateur-principal':
    'Gère les comptes et les habilitations de l’organisme, lit ses traces, mène la revue annuelle.',
  'administrateur-suppleant': 'Fait de même quand l’administrateur principal est absent.',
  'responsable-habilitation': 'Gère comptes, groupes et habilitations dans la limite de sa délégation.',
  utilisateur: 'Se sert des services auxquels il est habilité, et de rien d’autre.',
  'responsable-securite':
    'Seul interlocuteur de la Caf pour la sécurité ; signale les incidents et en reçoit les avis.',
  dpo: 'Voit le registre de protection des données de l’organisme et traite les demandes d’accès.',
  support: 'Écrit au centre de services de la Caf. N’a aucun pouvoir sur les droits.',
  'responsable-metier': 'Est nommé sur les droits qu’il a demandés, et en répond à la revue annuelle.',
  'gestionnaire-habilitations':
    'Ouvre les partenaires, crée les comptes de leurs administrateurs, suspend, donne les rôles de la Caf.',
  'charge-conventions': 'Prépare, envoie, enregistre et suit conventions, contrats et avenants.',
  directeur: 'Signe pour la Caf.',
  'centre-services': 'Reçoit les demandes des partenaires, y répond, annonce les arrêts prévus.',
  'responsable-securite-caf': 'Traite les incidents de sécurité ; suspend par précaution.',
  'auditeur-traces': 'Lit les traces. Ce droit se donne à part, et son usage est lui-même tracé.',
  'instructeur-afas': 'Reçoit et vérifie les déclarations Afas.',
  'referent-informatique-libertes': 'Répond de la protection des données pour les partenaires de la Caf.',
  'administrateur-cnaf': 'Gère le catalogue national, les Caf et les comptes de la Cnaf.',
  'dpo-cnaf': 'Tient le registre des traitements et traite les demandes des allocataires.',
};

export type EtatCompte = Compte['etat'];

export const ETATS: Readonly<Record<EtatCompte, { readonly mot: string; readonly ton: StatusTone }>> = {
  attente: { mot: 'Premier accès attendu', ton: 'attente' },
  actif: { mot: 'Actif', ton: 'fait' },
  suspendu: { mot: 'Suspendu', ton: 'stop' },
  clos: { mot: 'Terminé', ton: 'neutre' },
};

const PAR_QUI: Readonly<Record<'partenaire' | 'caf' | 'cnaf', string>> = {
  partenaire: 'par l’organisme',
  caf: 'par la Caf',
  cnaf: 'par la Cnaf',
};
export const direSuspenduPar = (par: Compte['suspenduPar']): string | null => (par ? PAR_QUI[par] : null);

export const nomDe = ({ prenom, nom }: Pick<Compte, 'prenom' | 'nom'>): string => `${prenom} ${nom}`;

/** What a line says after its state: until when an access can be used, who suspended. */
export function direPrecisionEtat(
  compte: Pick<Compte, 'etat' | 'premierAccesExpireLe' | 'suspenduPar'>,
  maintenant: Date,
): string | null {
  if (compte.etat === 'suspendu') return direSuspenduPar(compte.suspenduPar);
  if (compte.etat !== 'attente') return null;
  // None: the letter has not been printed, or the address has been corrected since.
  if (compte.premierAccesExpireLe === null) return 'mot de passe à envoyer';
  return new Date(compte.premierAccesExpireLe) > maintenant ? null : 'mot de passe périmé';
}
