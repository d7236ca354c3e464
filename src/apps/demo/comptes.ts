import { createHash } from 'node:crypto';
import type { Role } from '../../kernel/acteur.ts';
import type { ConditionsEnregistrees } from '../../modules/cdap/domain/conditions-enregistrees.ts';
import { COMPTES_DES_PROFILS } from './comptes-profils.ts';

/** One password for all demonstration accounts; the page that lists them shows it. */
export const MOT_DE_PASSE_DEMO = 'Passerelle-de-demonstration-7';

/** The nineteen profiles of the 2025 catalogue (CDAP-10). */
type ProfilDemo = `T${1 | 2 | 4 | 5 | 6 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 18 | 19 | 20 | 21 | 22}`;

/** A right of the demonstration on one Cdap profile. Days are from today. */
export interface DroitDemo {
  readonly profil: ProfilDemo;
  readonly missions: readonly string[];
  readonly usages?: readonly ('creche' | 'tarif' | 'cantine-un-euro')[];
  readonly equipement?: string;
  /** What the right recorded for the conditions of its profile; `jour` gives a civil day counted from today. */
  readonly conditions?: (jour: (jours: number) => string) => ConditionsEnregistrees;
  readonly debut?: number;
  readonly fin?: number;
  readonly etat?: 'active' | 'suspendue' | 'close' | 'demandee';
  readonly motif?: string;
}

export interface CompteDemo {
  /** A partner's key, a Caf's code, or 'cnaf'. */
  readonly organisme: string;
  readonly prenom: string;
  readonly nom: string;
  readonly fonction: string;
  readonly roles: readonly Role[];
  readonly droits?: readonly DroitDemo[];
  readonly etat?: 'actif' | 'suspendu';
  readonly motif?: string;
  /** Days from today on which the account's access ends. */
  readonly fin?: number;
  /** One line on what to try. */
  readonly essai: string;
}

const CRECHE = {
  profil: 'T2',
  missions: ['tarif-creche'],
  usages: ['creche', 'tarif'],
  equipement: 'coquelicots',
} as const;
const CANTINE = { profil: 'T2', missions: ['tarif-cantine'], usages: ['cantine-un-euro'] } as const;
const CONTROLE: DroitDemo = {
  profil: 'T19',
  missions: ['controle-rsa'],
  conditions: () => ({ 'departement-habilite': true }),
};

export const COMPTES: readonly CompteDemo[] = [
  {
    organisme: 'villexemple',
    prenom: 'Mireille',
    nom: 'Castagnier',
    fonction: 'Secrétaire de la crèche Les Coquelicots',
    roles: ['utilisateur'],
    droits: [CRECHE],
    essai: 'Cherchez le dossier 12345 : le quotient familial est la première chose à l’écran.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Théodore',
    nom: 'Vandamme',
    fonction: 'Régisseur de la cantine',
    roles: ['utilisateur'],
    droits: [
      CANTINE,
      { profil: 'T2', missions: ['tarif-loisirs'], usages: ['tarif'], equipement: 'loisirs' },
    ],
    essai: 'Deux droits T2 : changez de profil et voyez ce qui change à l’écran.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Josépha',
    nom: 'Lemoine',
    fonction: 'Directrice générale des services',
    roles: ['administrateur-principal'],
    essai:
      '« Traces » : qui a lu quoi, sous quel profil. « Comptes » : ouvrez-en un, puis entrez à sa place par les courriels plus bas.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Anselme',
    nom: 'Brunel',
    fonction: 'Directeur de l’enfance',
    roles: ['administrateur-suppleant', 'responsable-metier'],
    essai: 'Levez l’arrêt de lecture d’un agent de la commune.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Perrine',
    nom: 'Duhamel',
    fonction: 'Responsable du service petite enfance',
    roles: ['responsable-habilitation'],
    droits: [CRECHE],
    essai: 'Un même compte gère des droits et lit des dossiers.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Honorine',
    nom: 'Delattre',
    fonction: 'Maire',
    roles: ['signataire'],
    essai: 'La signataire de la convention : aucun dossier ne lui est ouvert.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Ludovic',
    nom: 'Fontenoy',
    fonction: 'Responsable de la sécurité informatique',
    roles: ['responsable-securite'],
    essai: 'Un rôle sans droit sur les dossiers ni sur les traces.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Clotilde',
    nom: 'Marchandeau',
    fonction: 'Déléguée à la protection des données',
    roles: ['dpo'],
    essai: 'Voyez que « Traces » ne lui est pas proposé.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Octave',
    nom: 'Ricard-Fictif',
    fonction: 'Assistance aux utilisateurs',
    roles: ['support'],
    essai: 'Le support n’a aucun pouvoir sur les droits.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Gisèle',
    nom: 'Pruvost',
    fonction: 'Agente d’accueil, en congé',
    roles: ['utilisateur'],
    droits: [{ ...CRECHE, etat: 'suspendue', motif: 'Absence longue' }],
    etat: 'suspendu',
    motif: 'Absence longue',
    essai: 'Compte suspendu : la connexion dit pourquoi.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Hector',
    nom: 'Sauvage-Exemple',
    fonction: 'Renfort d’été',
    roles: ['utilisateur'],
    droits: [{ ...CANTINE, debut: -160, fin: -70 }],
    fin: -70,
    essai: 'Mission terminée : le compte ne s’ouvre plus.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Ninon',
    nom: 'Hazebrouck',
    fonction: 'Animatrice',
    roles: ['utilisateur'],
    droits: [{ profil: 'T2', missions: ['tarif-creche'], usages: ['creche'], equipement: 'ancienne' }],
    essai: 'La subvention de la micro-crèche est finie : « Mes habilitations » dit ce qui manque.',
  },
  {
    organisme: 'villexemple',
    prenom: 'Barnabé',
    nom: 'Wattrelos',
    fonction: 'Agent de guichet',
    roles: ['utilisateur'],
    droits: [CANTINE],
    essai: 'Sa lecture est arrêtée par le plafond, jusqu’à ce qu’un responsable lève l’arrêt.',
  },
  {
    organisme: 'montfictif',
    prenom: 'Delphine',
    nom: 'Maerten',
    fonction: 'Secrétaire de mairie',
    roles: ['utilisateur'],
    droits: [CANTINE],
    essai: 'Sa convention se termine ce soir à minuit.',
  },
  {
    organisme: 'montfictif',
    prenom: 'Aristide',
    nom: 'Houzeau',
    fonction: 'Secrétaire général',
    roles: ['administrateur-principal'],
    essai: 'Un administrateur d’une petite commune, sans suppléant nommé.',
  },
  {
    organisme: 'departement-flandres',
    prenom: 'Sabine',
    nom: 'Quévreux',
    fonction: 'Contrôleuse RSA',
    roles: ['utilisateur'],
    droits: [CONTROLE],
    essai: 'Profil T19 : cherchez 12345, hors périmètre ; puis 13579, qui touche le RSA.',
  },
  {
    organisme: 'departement-flandres',
    prenom: 'Loïc',
    nom: 'Bertincourt',
    fonction: 'Contrôleur RSA et correspondant du foyer',
    roles: ['utilisateur'],
    droits: [
      CONTROLE,
      { profil: 'T2', missions: ['accompagnement-social'], usages: ['tarif'], equipement: 'foyer' },
    ],
    essai: 'Deux profils : T2 et T19 ne montrent pas le même dossier.',
  },
  {
    organisme: 'departement-flandres',
    prenom: 'Noémie',
    nom: 'Carlier-Modèle',
    fonction: 'Directrice de l’insertion',
    roles: ['administrateur-principal'],
    essai: 'Cherchez dans les traces les lectures hors périmètre.',
  },
  {
    organisme: 'agglo-lys',
    prenom: 'Ernestine',
    nom: 'Plouvier',
    fonction: 'Directrice de crèche',
    roles: ['utilisateur', 'responsable-metier'],
    droits: [{ profil: 'T2', missions: ['tarif-creche'], usages: ['creche'], equipement: 'ram' }],
    essai: 'Usage crèche seul : la base de ressources, et pas le quotient familial.',
  },
  {
    organisme: 'agglo-lys',
    prenom: 'Placide',
    nom: 'Wallart',
    fonction: 'Directeur général',
    roles: ['administrateur-principal'],
    essai: 'Il ne voit que les traces de sa communauté de communes.',
  },
  {
    organisme: 'saint-modele',
    prenom: 'Fernande',
    nom: 'Outtersteene',
    fonction: 'Régisseuse des accueils de loisirs et de la cantine',
    roles: ['utilisateur'],
    droits: [{ profil: 'T2', missions: ['tarif-loisirs'], usages: ['tarif'], equipement: 'saules' }, CANTINE],
    essai:
      'Bulletin signé sous le catalogue de 2017 : le tarif des loisirs se lit, la cantine à 1 euro n’est pas ouverte.',
  },
  {
    organisme: 'saint-modele',
    prenom: 'Joachim',
    nom: 'Vermeersch-Modèle',
    fonction: 'Secrétaire général',
    roles: ['administrateur-principal'],
    essai: 'L’administrateur d’une commune restée sous le catalogue de 2017.',
  },
  {
    organisme: 'ccas-bourg',
    prenom: 'Lucienne',
    nom: 'Verstraete',
    fonction: 'Agente du CCAS',
    roles: ['utilisateur'],
    droits: [{ profil: 'T2', missions: ['acces-droits'], usages: ['tarif'] }],
    essai: 'Formalités incomplètes : la convention est signée mais rien ne s’ouvre.',
  },
  {
    organisme: 'ccas-bourg',
    prenom: 'Anatole',
    nom: 'Degraeve-Exemple',
    fonction: 'Directeur du CCAS',
    roles: ['administrateur-principal'],
    essai: 'L’administrateur d’un organisme dont rien n’est encore ouvert : ses traces restent lisibles.',
  },
  {
    organisme: 'petits-pas',
    prenom: 'Coralie',
    nom: 'Devos-Fictive',
    fonction: 'Directrice de micro-crèche',
    roles: ['utilisateur'],
    droits: [
      { profil: 'T2', missions: ['tarif-creche'], usages: ['creche', 'tarif'], equipement: 'petits-pas' },
    ],
    essai: 'Tout l’organisme est suspendu par la Caf.',
  },
  {
    organisme: 'petits-pas',
    prenom: 'Hippolyte',
    nom: 'Vanhoutte-Fictif',
    fonction: 'Trésorier de l’association',
    roles: ['administrateur-principal'],
    essai: 'L’administrateur d’un organisme suspendu : il garde la lecture de ses traces.',
  },
  {
    organisme: 'port-essai',
    prenom: 'Magali',
    nom: 'Estève-Exemple',
    fonction: 'Responsable de crèche',
    roles: ['utilisateur'],
    droits: [
      { profil: 'T2', missions: ['tarif-creche'], usages: ['creche', 'tarif'], equipement: 'mouettes' },
    ],
    essai: 'Cette Caf demande un motif à chaque lecture.',
  },
  {
    organisme: 'port-essai',
    prenom: 'Régis',
    nom: 'Combettes',
    fonction: 'Directeur des familles',
    roles: ['administrateur-principal'],
    essai: 'Les traces montrent le motif donné par chaque agent.',
  },
  {
    organisme: 'tutelles',
    prenom: 'Irma',
    nom: 'Valette-Modèle',
    fonction: 'Secrétaire',
    roles: ['utilisateur'],
    droits: [{ profil: 'T2', missions: ['protection-majeurs'], usages: ['tarif'] }],
    essai: 'Convention résiliée : plus aucun droit n’en découle.',
  },
  {
    organisme: 'anse-modele',
    prenom: 'Élodie',
    nom: 'Hoarau-Fictif',
    fonction: 'Secrétaire de crèche',
    roles: ['utilisateur'],
    droits: [{ profil: 'T2', missions: ['tarif-creche'], usages: ['creche', 'tarif'], equipement: 'lagon' }],
    essai: 'Les jours se comptent à l’heure de La Réunion.',
  },
  {
    organisme: 'anse-modele',
    prenom: 'Ruben',
    nom: 'Técher-Exemple',
    fonction: 'Directeur général des services',
    roles: ['administrateur-principal'],
    essai: 'Les traces de sa commune, à l’heure de La Réunion.',
  },
  ...COMPTES_DES_PROFILS,
  {
    organisme: '599',
    prenom: 'Rosalie',
    nom: 'Desmet',
    fonction: 'Gestionnaire d’habilitations',
    roles: ['gestionnaire-habilitations'],
    essai:
      'Voyez les arrêts de lecture de tous les partenaires de la Caf, et leurs comptes : elle seule touche aux administrateurs.',
  },
  {
    organisme: '599',
    prenom: 'Faustin',
    nom: 'Leclercq-Exemple',
    fonction: 'Chargé de conventions',
    roles: ['charge-conventions'],
    essai: 'Son espace grandira avec la vie des conventions.',
  },
  {
    organisme: '599',
    prenom: 'Solange',
    nom: 'Tavernier',
    fonction: 'Directrice',
    roles: ['directeur'],
    essai: 'Une directrice n’ouvre aucun dossier et ne lit pas les traces.',
  },
  {
    organisme: '599',
    prenom: 'Ugo',
    nom: 'Blondeel',
    fonction: 'Centre de services',
    roles: ['centre-services'],
    essai: 'Le centre de services n’ouvre aucun dossier.',
  },
  {
    organisme: '599',
    prenom: 'Capucine',
    nom: 'Rigaud-Modèle',
    fonction: 'Responsable sécurité',
    roles: ['responsable-securite-caf'],
    essai: 'Elle voit les arrêts de lecture sans pouvoir les lever.',
  },
  {
    organisme: '599',
    prenom: 'Isidore',
    nom: 'Flament',
    fonction: 'Auditeur des traces',
    roles: ['auditeur-traces'],
    essai: 'Les traces de tous les partenaires de la Caf ; sa lecture est tracée.',
  },
  {
    organisme: '599',
    prenom: 'Berthe',
    nom: 'Coquelle',
    fonction: 'Instructrice Afas',
    roles: ['instructeur-afas'],
    essai: 'Son espace viendra avec les déclarations.',
  },
  {
    organisme: '599',
    prenom: 'Gédéon',
    nom: 'Masurel',
    fonction: 'Référent informatique et libertés',
    roles: ['referent-informatique-libertes'],
    essai: 'Il ne lit ni dossier ni trace sans y être nommé.',
  },
  {
    organisme: '349',
    prenom: 'Victorine',
    nom: 'Sabatier-Fictive',
    fonction: 'Gestionnaire d’habilitations',
    roles: ['gestionnaire-habilitations', 'auditeur-traces'],
    essai: 'Une autre Caf : elle ne voit rien des partenaires des Flandres.',
  },
  {
    organisme: '979',
    prenom: 'Corentine',
    nom: 'Rivière-Modèle',
    fonction: 'Responsable sécurité et auditrice des traces',
    roles: ['responsable-securite-caf', 'auditeur-traces'],
    essai: 'Les traces et les arrêts de sa Caf, à l’heure de La Réunion.',
  },
  {
    organisme: 'cnaf',
    prenom: 'Apollinaire',
    nom: 'Morvan-Exemple',
    fonction: 'Administrateur national',
    roles: ['administrateur-cnaf'],
    essai: 'Ouvrez « Matrice des profils » : ce que chaque profil voit, et ce qu’un changement ferait.',
  },
  {
    organisme: 'cnaf',
    prenom: 'Hildegarde',
    nom: 'Thévenot',
    fonction: 'Déléguée à la protection des données',
    roles: ['dpo-cnaf'],
    essai: 'La déléguée nationale n’ouvre aucun dossier.',
  },
  {
    organisme: 'cnaf',
    prenom: 'Siméon',
    nom: 'Garandel',
    fonction: 'Auditeur national',
    roles: ['auditeur-traces'],
    essai: 'Les traces de toutes les Caf.',
  },
];

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const tirage = (sel: string, cle: string, alphabet: string, longueur: number): string =>
  [...createHash('sha512').update(`${sel}/${cle}`).digest().subarray(0, longueur)]
    .map((octet) => alphabet[octet % alphabet.length])
    .join('');

export const cleDe = (compte: CompteDemo): string => `${compte.organisme}/${compte.prenom} ${compte.nom}`;

/** The same identifier at each installation, and as meaningless as a real one. */
export const identifiantDe = (compte: CompteDemo): string =>
  tirage('identifiant', cleDe(compte), ALPHABET, 10);

/** Known secret of the second factor: the page shows its current code. Exists in demonstration only. */
export const secretTotpDe = (compte: CompteDemo): string => tirage('totp', cleDe(compte), BASE32, 32);

/** A stable UUID for an object of the demonstration. */
export function idDe(cle: string): string {
  const hex = createHash('sha256').update(`demonstration/${cle}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
