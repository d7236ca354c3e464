import {
  peutGererMatrice,
  peutImporterDossiers,
  peutVerifierExtraits,
  peutVoirArrets,
} from '../../modules/cdap/domain/droits-cdap.ts';
import type { Session } from '../../modules/identite/contract.ts';
import { peutGererComptes } from '../../modules/identite/domain/droits-identite.ts';
import { peutLireTraces } from '../../modules/traces/domain/droits-traces.ts';
import { retourSur } from '../../ui/session-end.ts';
import { peutExploiter } from '../exploitation/droits.ts';

/** The pages of a signed-in person. */
export type AdresseEspace =
  | '/accueil'
  | '/cdap'
  | '/mes-habilitations'
  | '/comptes'
  | '/traces'
  | '/arrets-de-lecture'
  | '/matrice'
  | '/verifier-un-extrait'
  | '/imports'
  | '/exploitation';

export interface EntreeMenu {
  readonly adresse: AdresseEspace;
  readonly libelle: string;
  /** One line of what can be done there, for the home page. */
  readonly objet: string;
}

const ENTREES: readonly (EntreeMenu & {
  readonly pour: (session: Session, droitsCdap: number) => boolean;
})[] = [
  {
    adresse: '/accueil',
    libelle: 'Accueil',
    objet: 'Qui vous êtes ici, et ce que vous pouvez y faire.',
    pour: () => true,
  },
  {
    adresse: '/cdap',
    libelle: 'Consulter un dossier',
    objet: 'Lire le dossier d’une famille par son numéro, dans la limite de votre profil.',
    pour: (_session, droitsCdap) => droitsCdap > 0,
  },
  {
    adresse: '/mes-habilitations',
    libelle: 'Mes habilitations',
    objet: 'Vos droits, leur raison d’être, et ce qui manque à ceux qui ne servent pas.',
    pour: ({ nature }) => nature === 'partenaire',
  },
  {
    adresse: '/comptes',
    libelle: 'Comptes',
    objet: 'Les personnes qui ont un accès ; en créer, suspendre, redonner un accès perdu.',
    pour: peutGererComptes,
  },
  {
    adresse: '/traces',
    libelle: 'Traces',
    objet: 'Qui a lu quoi, quand, sous quel profil et pour quelle mission.',
    pour: peutLireTraces,
  },
  {
    adresse: '/arrets-de-lecture',
    libelle: 'Arrêts de lecture',
    objet: 'Les personnes dont la lecture s’est arrêtée après un nombre inhabituel de dossiers.',
    pour: peutVoirArrets,
  },
  {
    adresse: '/matrice',
    libelle: 'Matrice des profils',
    objet:
      'Ce que chaque profil ouvre d’un dossier, pour qui et à quelles conditions ; en préparer la suite.',
    pour: peutGererMatrice,
  },
  {
    adresse: '/verifier-un-extrait',
    libelle: 'Vérifier un extrait',
    objet: 'Savoir si un extrait de dossier que l’on vous montre est vrai, et qui l’a fait.',
    pour: peutVerifierExtraits,
  },
  {
    adresse: '/imports',
    libelle: 'Importer des dossiers',
    objet: 'Déposer le fichier des dossiers de la Caf, et voir où en est son enregistrement.',
    pour: peutImporterDossiers,
  },
  {
    adresse: '/exploitation',
    libelle: 'Exploitation',
    objet: 'Fermer le portail pour une maintenance, le rouvrir, voir les courriels qui attendent.',
    pour: peutExploiter,
  },
];

/**
 * Entries of the menu by role, from the same predicates as the server's: an entry that is shown is a page that
 * answers. `droitsCdap` counts the rights to read files, usable or not: the page says what an unusable one lacks.
 */
export const entreesDe = (session: Session, droitsCdap: number): readonly EntreeMenu[] =>
  ENTREES.filter(({ pour }) => pour(session, droitsCdap));

/** Where someone begins: the field to type a file number, the traces, or the page that says who they are. */
export function accueilDe(session: Session, droitsCdapUtilisables: number): AdresseEspace {
  if (droitsCdapUtilisables > 0) return '/cdap';
  return peutLireTraces(session) ? '/traces' : '/accueil';
}

/** Pages that lead to signing in, or belong to a link received by mail. */
const AVANT_CONNEXION =
  /^\/(connexion|demonstration|mot-de-passe-oublie|identifiant-oublie|reinitialisation|courriel)(\/|$)/;

/**
 * The page asked before signing in (ACC-10), or null when there is none worth going back to: another site, the
 * pages that lead to signing in, or the public home.
 */
export function pageDemandee(vers: unknown): string | null {
  const adresse = retourSur(vers);
  const chemin = adresse.split(/[?#]/, 1)[0] ?? '/';
  return chemin === '/' || AVANT_CONNEXION.test(chemin) ? null : adresse;
}
