import {
  type Acteur,
  aUnRole,
  type NatureOrganisation,
  type Organisation,
  ROLES_CAF,
  ROLES_CNAF,
  type Role,
} from '../../../kernel/acteur.ts';

/** Managers of a partner and trace auditors see the names of the people whose acts they read (TRA-08). */
export const peutVoirPersonnes = (acteur: Acteur): boolean =>
  aUnRole(acteur, 'administrateur-principal', 'administrateur-suppleant', 'auditeur-traces');

/** The two functions that only the Caf gives and takes back (ROL-02, HAB-06, HAB-20). */
export const ROLES_ADMINISTRATEUR = ['administrateur-principal', 'administrateur-suppleant'] as const;
/** What a partner's administrators give by themselves (ROL-02, ROL-05 to ROL-09). */
const ROLES_DONNES_PAR_LE_PARTENAIRE: readonly Role[] = [
  'utilisateur',
  'responsable-metier',
  'responsable-securite',
  'dpo',
  'support',
];
/** The administrator of each kind of organisation, whom ACC-14 wants at least one of. */
export const ROLES_QUI_ADMINISTRENT: Readonly<Record<NatureOrganisation, readonly Role[]>> = {
  partenaire: ROLES_ADMINISTRATEUR,
  caf: ['gestionnaire-habilitations'],
  cnaf: ['administrateur-cnaf'],
};

/**
 * Who may act on some account or other, and so see the accounts of their field: the screen shows them the page, each act
 * is then judged on its target.
 */
export const peutGererComptes = (acteur: Acteur): boolean =>
  aUnRole(
    acteur,
    ...ROLES_ADMINISTRATEUR,
    'gestionnaire-habilitations',
    'responsable-securite-caf',
    'administrateur-cnaf',
  );
export type ActeCompte =
  | 'suspendre'
  | 'lever'
  | 'clore'
  | 'redonner-acces'
  | 'forcer-mot-de-passe'
  | 'nommer'
  | 'corriger';

/** What is known of an account when somebody wants to act on it. */
export interface CibleCompte extends Organisation {
  /** Null: no account in particular, such as all those of a partner. */
  readonly id: string | null;
  readonly roles: readonly Role[];
  readonly etat: 'actif' | 'suspendu' | 'clos';
  readonly suspenduPar: NatureOrganisation | null;
}

export type CodeRefusCompte =
  | 'compte-de-soi'
  | 'compte-hors-champ'
  | 'compte-clos'
  | 'compte-deja-suspendu'
  | 'compte-non-suspendu'
  | 'suspendu-plus-haut';

const memeOrganisme = (acteur: Acteur, cible: Organisation): boolean =>
  acteur.nature === cible.nature &&
  acteur.cafCode === cible.cafCode &&
  acteur.partenaireId === cible.partenaireId;

const estAdministrateur = (roles: readonly Role[]): boolean =>
  (ROLES_ADMINISTRATEUR as readonly Role[]).some((role) => roles.includes(role));

/** What the Caf does to any account of its partners, whoever manages it: precautions and orders (HAB-44). */
const PRECAUTIONS: readonly ActeCompte[] = ['suspendre', 'lever', 'forcer-mot-de-passe'];

const RANGS: Readonly<Record<NatureOrganisation, number>> = { partenaire: 0, caf: 1, cnaf: 2 };

/** Suspended by who stands above: a Caf above its partners, the Cnaf above the Cafs. */
const estSuspenduAuDessus = ({ etat, suspenduPar }: CibleCompte, nature: NatureOrganisation): boolean =>
  etat === 'suspendu' && suspenduPar !== null && RANGS[suspenduPar] > RANGS[nature];

/**
 * Who manages whom (ROL-02, ROL-10, ROL-14, ROL-17, ACC-14, HAB-06, HAB-20).
 *
 * A partner's administrators manage its people, but neither themselves nor each other: the Caf's manager alone
 * touches the two administrators. The Caf's manager manages the Caf's staff and takes precautions on any account of
 * a partner; the Caf's security officer suspends one. The Cnaf's administrator manages the Cnaf's staff and the
 * managers of each Caf.
 */
function estDansSonChamp(acteur: Acteur, acte: ActeCompte, cible: CibleCompte): boolean {
  if (cible.nature === 'cnaf') return aUnRole(acteur, 'administrateur-cnaf');
  if (cible.nature === 'caf') {
    return (
      (aUnRole(acteur, 'gestionnaire-habilitations') && memeOrganisme(acteur, cible)) ||
      (aUnRole(acteur, 'administrateur-cnaf') && cible.roles.includes('gestionnaire-habilitations'))
    );
  }
  if (acteur.nature === 'caf') {
    if (acteur.cafCode !== cible.cafCode) return false;
    if (aUnRole(acteur, 'gestionnaire-habilitations'))
      return (
        estAdministrateur(cible.roles) ||
        acte === 'nommer' ||
        PRECAUTIONS.includes(acte) ||
        // Its partner may not any more: somebody has to.
        (acte === 'clore' && estSuspenduAuDessus(cible, 'partenaire'))
      );
    return aUnRole(acteur, 'responsable-securite-caf') && acte === 'suspendre';
  }
  return (
    acte !== 'forcer-mot-de-passe' &&
    aUnRole(acteur, ...ROLES_ADMINISTRATEUR) &&
    memeOrganisme(acteur, cible) &&
    !estAdministrateur(cible.roles)
  );
}

/** Why somebody may not do this to that account; null when they may. The order goes from who they are to its state. */
export function empechementSurCompte(
  acteur: Acteur,
  acte: ActeCompte,
  cible: CibleCompte,
): CodeRefusCompte | null {
  if (cible.id === acteur.compteId) return 'compte-de-soi';
  if (!estDansSonChamp(acteur, acte, cible)) return 'compte-hors-champ';
  if (cible.etat === 'clos') return 'compte-clos';
  if (acte === 'suspendre') {
    // A suspension may be taken over from above: what a partner suspended, it could lift when the Caf would not.
    const reprise = cible.suspenduPar !== null && RANGS[acteur.nature] > RANGS[cible.suspenduPar];
    return cible.etat === 'suspendu' && !reprise ? 'compte-deja-suspendu' : null;
  }
  if (acte === 'lever' && cible.etat !== 'suspendu') return 'compte-non-suspendu';
  // HAB-06: no escalation by re-activation. A new first access or an end would be one too: the address of an ended
  // account is free for another one.
  return estSuspenduAuDessus(cible, acteur.nature) ? 'suspendu-plus-haut' : null;
}

/** Roles that somebody may give or take back in an organisation; none outside their field. */
export function rolesADonner(acteur: Acteur, organisme: Organisation): readonly Role[] {
  if (organisme.nature === 'cnaf') return aUnRole(acteur, 'administrateur-cnaf') ? ROLES_CNAF : [];
  if (organisme.nature === 'caf') {
    if (aUnRole(acteur, 'gestionnaire-habilitations') && memeOrganisme(acteur, organisme)) return ROLES_CAF;
    return aUnRole(acteur, 'administrateur-cnaf') ? ROLES_QUI_ADMINISTRENT.caf : [];
  }
  if (acteur.nature === 'caf')
    return aUnRole(acteur, 'gestionnaire-habilitations') && acteur.cafCode === organisme.cafCode
      ? ROLES_ADMINISTRATEUR
      : [];
  return aUnRole(acteur, ...ROLES_ADMINISTRATEUR) && memeOrganisme(acteur, organisme)
    ? ROLES_DONNES_PAR_LE_PARTENAIRE
    : [];
}

/** Roles that matter enough to ask for a proof of identity before one is given (ACC-07, step-up). */
export const estRoleSensible = (role: Role): boolean => !ROLES_DONNES_PAR_LE_PARTENAIRE.includes(role);
