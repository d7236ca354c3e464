import type { Caf } from '../../modules/organismes/index.ts';
import { PARTENAIRES_DES_PROFILS } from './organisations-profils.ts';

/** Three invented Caf with different settings: caps, motive, time zone, numbering. */
export const CAFS: readonly (Caf & {
  readonly communes: readonly { nom: string; codeInsee: string; codePostal: string }[];
})[] = [
  {
    code: '599',
    nom: 'Caf des Flandres-Inventées',
    departements: ['59'],
    adresse: '1 place de l’Exemple, 59999 Villexemple',
    directeurNom: 'Solange Tavernier',
    directeurFonction: 'Directrice',
    directeurInterim: false,
    fuseau: 'Europe/Paris',
    territoire: 'metropole',
    horaires: { lundi: ['08:30-12:00', '13:30-17:00'], vendredi: ['08:30-12:00'] },
    pointsContact: {
      courriel: 'partenaires@caf599.exemple',
      telephone: '03 53 01 00 00',
      service: 'Pôle partenaires',
    },
    numerotation: '{siret}',
    seuilConfirmationHeure: 60,
    plafondCompteHeure: 120,
    seuilPartenaireJour: 1000,
    plafondPartenaireJour: 2000,
    motifExige: false,
    communes: [
      { nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' },
      { nom: 'Montfictif', codeInsee: '59992', codePostal: '59998' },
      { nom: 'Saint-Modèle-sur-Lys', codeInsee: '59993', codePostal: '59997' },
      { nom: 'Bourg-Imaginaire', codeInsee: '59994', codePostal: '59996' },
    ],
  },
  {
    code: '349',
    nom: 'Caf du Littoral-Inventé',
    departements: ['34'],
    adresse: '12 avenue de l’Essai, 34999 Port-Essai',
    directeurNom: 'Bastien Ormières',
    directeurFonction: 'Directeur',
    directeurInterim: true,
    fuseau: 'Europe/Paris',
    territoire: 'metropole',
    horaires: { lundi: ['09:00-12:00', '14:00-16:30'] },
    pointsContact: {
      courriel: 'conventions@caf349.exemple',
      telephone: '04 65 71 00 00',
      service: 'Guichet unique',
    },
    numerotation: '{annee}-{siret}',
    // A Caf that wants a motive at each reading and stops early.
    seuilConfirmationHeure: 20,
    plafondCompteHeure: 40,
    seuilPartenaireJour: 300,
    plafondPartenaireJour: 600,
    motifExige: true,
    communes: [
      { nom: 'Port-Essai', codeInsee: '34991', codePostal: '34999' },
      { nom: 'Garrigue-les-Témoins', codeInsee: '34992', codePostal: '34998' },
    ],
  },
  {
    code: '979',
    nom: 'Caf de l’Île-Inventée',
    departements: ['974'],
    adresse: '3 rue du Lagon, 97499 Anse-Modèle',
    directeurNom: 'Anaëlle Payet-Fictif',
    directeurFonction: 'Directrice',
    directeurInterim: false,
    fuseau: 'Indian/Reunion',
    territoire: 'la-reunion',
    horaires: { lundi: ['07:30-15:30'] },
    pointsContact: {
      courriel: 'partenaires@caf979.exemple',
      telephone: '02 61 91 00 00',
      service: 'Partenariats',
    },
    numerotation: 'GC {sequence}',
    seuilConfirmationHeure: 40,
    plafondCompteHeure: 80,
    seuilPartenaireJour: 500,
    plafondPartenaireJour: 1000,
    motifExige: false,
    communes: [{ nom: 'Anse-Modèle', codeInsee: '97491', codePostal: '97499' }],
  },
];

type Edition = '2017' | '2023' | '2025';

/** A partner of the demonstration with its convention; ids are made from `cle`. */
export interface PartenaireDemo {
  readonly cle: string;
  readonly cafCode: string;
  readonly siret: string;
  readonly raisonSociale: string;
  readonly type: string;
  readonly organisme?: string;
  readonly adresse: string;
  readonly signataire: readonly [nom: string, fonction: string];
  readonly convention: {
    readonly edition: Edition;
    readonly etat: 'redaction' | 'a-signer' | 'signee' | 'resiliee';
    readonly missions: readonly string[];
    /** Days from today; negative is past. Null: not yet in force. */
    readonly effet: number | null;
    /** Last day of the convention, from today; it is usable until 24:00 of that day. */
    readonly dernierJour?: number;
    readonly formalitesPartenaire?: false;
    readonly centralise?: true;
  };
  readonly cdap?: { readonly catalogue: '2017' | '2025'; readonly quotas: Readonly<Record<string, number>> };
  readonly equipements?: readonly {
    readonly cle: string;
    readonly nature: string;
    readonly libelle: string;
    /** Days from today of the subsidy's last day; absent: no end. */
    readonly subventionFin?: number;
  }[];
  readonly suspendu?: string;
}

export const PARTENAIRES: readonly PartenaireDemo[] = [
  {
    cle: 'villexemple',
    cafCode: '599',
    siret: '21999001700010',
    raisonSociale: 'Commune de Villexemple',
    type: 'commune',
    adresse: '2 place de la Mairie, 59999 Villexemple',
    signataire: ['Honorine Delattre', 'Maire'],
    convention: {
      edition: '2025',
      etat: 'signee',
      missions: ['tarif-creche', 'tarif-loisirs', 'tarif-cantine'],
      effet: -410,
    },
    cdap: { catalogue: '2025', quotas: { T2: 12 } },
    equipements: [
      { cle: 'coquelicots', nature: 'eaje-multi-accueil', libelle: 'Crèche Les Coquelicots' },
      { cle: 'loisirs', nature: 'alsh-extrascolaire', libelle: 'Accueil de loisirs du Parc' },
      {
        cle: 'ancienne',
        nature: 'eaje-micro-creche',
        libelle: 'Micro-crèche des Tilleuls',
        subventionFin: -20,
      },
    ],
  },
  {
    cle: 'montfictif',
    cafCode: '599',
    siret: '21999002500013',
    raisonSociale: 'Commune de Montfictif',
    type: 'commune',
    adresse: '8 rue Haute, 59998 Montfictif',
    signataire: ['Gontran Lefèvre-Vasseur', 'Adjoint par délégation'],
    // Ends tonight: what the agents can read today they cannot tomorrow.
    convention: {
      edition: '2017',
      etat: 'signee',
      missions: ['tarif-cantine', 'tarif-loisirs'],
      effet: -1500,
      dernierJour: 0,
    },
    cdap: { catalogue: '2025', quotas: { T2: 5 } },
  },
  {
    cle: 'departement-flandres',
    cafCode: '599',
    siret: '22999000700010',
    raisonSociale: 'Département des Flandres-Inventées',
    type: 'departement',
    adresse: '51 rue du Conseil, 59999 Villexemple',
    signataire: ['Mahaut Quesnoy', 'Présidente du conseil départemental'],
    convention: {
      edition: '2025',
      etat: 'signee',
      missions: ['controle-rsa', 'accompagnement-social'],
      effet: -200,
    },
    cdap: { catalogue: '2025', quotas: { T2: 4, T5: 6, T18: 2, T19: 8 } },
    equipements: [{ cle: 'foyer', nature: 'fjt', libelle: 'Foyer de jeunes travailleurs Le Passage' }],
  },
  {
    cle: 'agglo-lys',
    cafCode: '599',
    siret: '20099003400015',
    raisonSociale: 'Communauté de communes des Rives de la Lys-Modèle',
    type: 'epci',
    adresse: '14 quai des Essais, 59997 Saint-Modèle-sur-Lys',
    signataire: ['Firmin Decroix', 'Président'],
    convention: {
      edition: '2023',
      etat: 'signee',
      missions: ['tarif-creche', 'ctg-petite-enfance'],
      effet: -800,
    },
    cdap: { catalogue: '2025', quotas: { T2: 6 } },
    equipements: [
      { cle: 'ram', nature: 'eaje-creche-collective', libelle: 'Crèche intercommunale Les Roseaux' },
    ],
  },
  {
    cle: 'saint-modele',
    cafCode: '599',
    siret: '21999012400014',
    raisonSociale: 'Commune de Saint-Modèle-sur-Lys',
    type: 'commune',
    adresse: '3 grand-place, 59997 Saint-Modèle-sur-Lys',
    signataire: ['Achille Bonvarlet', 'Maire'],
    // A bulletin of the 2017 catalogue: narrower addressees, and no canteen at 1 euro.
    convention: {
      edition: '2017',
      etat: 'signee',
      missions: ['tarif-loisirs', 'tarif-cantine'],
      effet: -2600,
    },
    cdap: { catalogue: '2017', quotas: { T2: 3 } },
    equipements: [{ cle: 'saules', nature: 'alsh-extrascolaire', libelle: 'Accueil de loisirs Les Saules' }],
  },
  {
    cle: 'ccas-bourg',
    cafCode: '599',
    siret: '26999004000017',
    raisonSociale: 'CCAS de Bourg-Imaginaire',
    type: 'ccas',
    adresse: '1 rue de l’Entraide, 59996 Bourg-Imaginaire',
    signataire: ['Ysaline Cordier', 'Vice-présidente'],
    convention: {
      edition: '2025',
      etat: 'signee',
      missions: ['acces-droits'],
      effet: -90,
      formalitesPartenaire: false,
    },
    cdap: { catalogue: '2025', quotas: { T2: 3 } },
  },
  {
    cle: 'petits-pas',
    cafCode: '599',
    siret: '77999005000014',
    raisonSociale: 'Association Les Petits Pas',
    type: 'association',
    adresse: '27 rue des Lilas, 59999 Villexemple',
    signataire: ['Oriane Balland', 'Présidente'],
    convention: {
      edition: '2025',
      etat: 'signee',
      missions: ['tarif-creche', 'gestion-droits'],
      effet: -300,
    },
    cdap: { catalogue: '2025', quotas: { T2: 4 } },
    equipements: [{ cle: 'petits-pas', nature: 'eaje-micro-creche', libelle: 'Micro-crèche Les Petits Pas' }],
    suspendu: 'Incident de sécurité en cours d’examen',
  },
  {
    cle: 'habitat',
    cafCode: '599',
    siret: '38999006000011',
    raisonSociale: 'Flandres-Inventées Habitat',
    type: 'bailleur-social',
    adresse: '6 boulevard du Logis, 59999 Villexemple',
    signataire: ['Évrard Lamiaux', 'Directeur général'],
    convention: { edition: '2025', etat: 'a-signer', missions: ['tiers-payant-logement'], effet: null },
  },
  {
    cle: 'hopital',
    cafCode: '599',
    siret: '26999007300018',
    raisonSociale: 'Centre hospitalier de Villexemple',
    type: 'hopital',
    adresse: '90 route de l’Hôpital, 59999 Villexemple',
    signataire: ['Apolline Sterckeman', 'Directrice'],
    convention: { edition: '2025', etat: 'redaction', missions: ['accompagnement-social'], effet: null },
  },
  {
    cle: 'port-essai',
    cafCode: '349',
    siret: '21999008200014',
    raisonSociale: 'Commune de Port-Essai',
    type: 'commune',
    adresse: '1 quai de la Mairie, 34999 Port-Essai',
    signataire: ['Léontine Cazalis', 'Maire'],
    convention: { edition: '2025', etat: 'signee', missions: ['tarif-creche', 'tarif-cantine'], effet: -150 },
    cdap: { catalogue: '2025', quotas: { T2: 10 } },
    equipements: [{ cle: 'mouettes', nature: 'eaje-multi-accueil', libelle: 'Crèche Les Mouettes' }],
  },
  {
    cle: 'tutelles',
    cafCode: '349',
    siret: '44999009200016',
    raisonSociale: 'Association tutélaire du Littoral-Inventé',
    type: 'mandataire-judiciaire',
    adresse: '5 impasse du Greffe, 34998 Garrigue-les-Témoins',
    signataire: ['Calixte Roumens', 'Directrice'],
    convention: {
      edition: '2023',
      etat: 'resiliee',
      missions: ['protection-majeurs'],
      effet: -900,
      dernierJour: -45,
      centralise: true,
    },
    cdap: { catalogue: '2025', quotas: { T2: 2 } },
  },
  {
    cle: 'cpam-littoral',
    cafCode: '349',
    siret: '51999010500016',
    raisonSociale: 'Cpam du Littoral-Inventé',
    type: 'securite-sociale',
    organisme: 'cpam',
    adresse: '33 cours de la Santé, 34999 Port-Essai',
    signataire: ['Édouard Bessière-Fictif', 'Directeur'],
    convention: { edition: '2025', etat: 'a-signer', missions: ['droits-sante'], effet: null },
  },
  {
    cle: 'anse-modele',
    cafCode: '979',
    siret: '21999011600010',
    raisonSociale: 'Commune d’Anse-Modèle',
    type: 'commune',
    adresse: '4 rue du Récif, 97499 Anse-Modèle',
    signataire: ['Fabiola Grondin-Exemple', 'Maire'],
    convention: { edition: '2025', etat: 'signee', missions: ['tarif-cantine', 'tarif-creche'], effet: -60 },
    cdap: { catalogue: '2025', quotas: { T2: 5 } },
    equipements: [{ cle: 'lagon', nature: 'eaje-creche-collective', libelle: 'Crèche du Lagon' }],
  },
  ...PARTENAIRES_DES_PROFILS,
];

/** A family that objected to shared secrecy with two partners: the same words as a restricted file (CDAP-19). */
export const OPPOSITION = {
  cafCode: '599',
  numero: 20_002,
  partenaires: ['villexemple', 'hopital-lys'],
  dite: 'fermé à la commune de Villexemple et à l’hôpital de Saint-Modèle-sur-Lys, à qui la famille s’est opposée',
} as const;
