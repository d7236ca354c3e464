import { type Acteur, aUnRole } from '../../../kernel/acteur.ts';

/**
 * Who sees and lifts stops on reading (CDAP-32): the partner's administrators for their people, the Caf's
 * manager of rights for all. Whether a given stop may be lifted is the rule of `peutLeverArret`.
 */
export const peutVoirArrets = (acteur: Acteur): boolean =>
  aUnRole(
    acteur,
    'administrateur-principal',
    'administrateur-suppleant',
    'gestionnaire-habilitations',
    'responsable-securite-caf',
  );

/** What a stop bears on: one account, or the whole partner (`compteId` null). */
export interface PorteeArret {
  readonly compteId: string | null;
  /** Whether the stopped account is one of the partner's two administrators (ROL-02). */
  readonly viseAdministrateur: boolean;
  /** A stop of this account was lifted within a day already. */
  readonly dejaLevee: boolean;
}

/**
 * No one lifts what stops themselves. A stop of the whole partner, or of one of its administrators, is the
 * Caf's to lift, since only the Caf manages those (ROL-02, HAB-06). So is the second stop of an account within a day:
 * two hijacked accounts of one partner must not read on by turns.
 */
export function peutLeverArret(acteur: Acteur, arret: PorteeArret): boolean {
  if (arret.compteId === acteur.compteId) return false;
  if (aUnRole(acteur, 'gestionnaire-habilitations')) return acteur.nature === 'caf';
  return (
    arret.compteId !== null &&
    !arret.viseAdministrateur &&
    !arret.dejaLevee &&
    aUnRole(acteur, 'administrateur-principal', 'administrateur-suppleant')
  );
}

/** ROL-17: the national catalogue of profiles is the Cnaf administrator's, to read as to change. */
export const peutGererMatrice = (acteur: Acteur): boolean =>
  acteur.nature === 'cnaf' && aUnRole(acteur, 'administrateur-cnaf');

/** Who, at a Caf, checks an extract that somebody shows them (CDAP-23): those who answer for rights, traces and data. */
export const peutVerifierExtraits = (acteur: Acteur): boolean =>
  acteur.nature === 'caf' &&
  aUnRole(acteur, 'gestionnaire-habilitations', 'auditeur-traces', 'referent-informatique-libertes');

/**
 * Who feeds the store with files, at a Caf (CDAP-29): the central administrator of ROL-10, who opens partners and settings. They
 * write and read nothing: ROL-19 holds for them too.
 */
export const peutImporterDossiers = (acteur: Acteur): boolean =>
  acteur.nature === 'caf' && aUnRole(acteur, 'gestionnaire-habilitations');
