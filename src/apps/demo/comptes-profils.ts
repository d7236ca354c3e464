import type { CompteDemo, DroitDemo } from './comptes.ts';

type Conditions = NonNullable<DroitDemo['conditions']>;

/** Numbers under which the CCAS of Montfictif instructs RSA: one of them is asked before each reading (CDAP-12). */
const INSTRUCTION: Conditions = () => ({
  'instruction-rsa': { services: ['059C99201', '059C99202'] },
});

/** An association works for the department by a contract, and its people's rights end with it (CDAP-31). */
const parContrat =
  (reference: string, du: number, au: number): Conditions =>
  (jour) => ({
    variante: { variante: 'association', departements: ['59'] },
    'contrat-departement': { reference, du: jour(du), au: jour(au) },
  });

/** One or two people for each profile beyond T2 and T19, with what their right recorded at the grant. */
export const COMPTES_DES_PROFILS: readonly CompteDemo[] = [
  {
    organisme: 'departement-flandres',
    prenom: 'Rachida',
    nom: 'Delcambre-Exemple',
    fonction: 'Chargée de suivi des dossiers RSA',
    roles: ['utilisateur'],
    droits: [
      {
        profil: 'T5',
        missions: ['accompagnement-social'],
        conditions: () => ({ variante: { variante: 'departement', departements: ['59'] } }),
      },
    ],
    essai: 'Profil T5 du département : 13579 s’ouvre ; 5003 habite un autre département.',
  },
  {
    organisme: 'departement-flandres',
    prenom: 'Prosper',
    nom: 'Wagnon',
    fonction: 'Chargé du contentieux RSA',
    roles: ['utilisateur'],
    droits: [{ profil: 'T18', missions: ['controle-rsa'] }],
    essai:
      'Profil T18 : 10023, où le RSA est fini depuis 23 mois, s’ouvre encore ; 10025 n’est plus dans les deux ans.',
  },
  {
    organisme: 'hopital-lys',
    prenom: 'Adélaïde',
    nom: 'Wibaux',
    fonction: 'Assistante sociale',
    roles: ['utilisateur'],
    droits: [{ profil: 'T1', missions: ['accompagnement-social'], conditions: () => ({ diplome: 'ass' }) }],
    essai:
      'Profil T1 : 13579 s’ouvre avec le RSA et les ressources ; la famille du 20002 s’est opposée au partage avec l’hôpital.',
  },
  {
    organisme: 'ccas-montfictif',
    prenom: 'Bertille',
    nom: 'Caudrelier-Exemple',
    fonction: 'Assistante sociale du CCAS, polyvalente',
    roles: ['utilisateur'],
    droits: [
      {
        profil: 'T1',
        missions: ['accompagnement-social'],
        conditions: () => ({ diplome: 'ass', 'conditions-ccas': true }),
      },
      { profil: 'T4', missions: ['acces-droits'], conditions: INSTRUCTION },
      { profil: 'T13', missions: ['acces-droits'], conditions: () => ({ 'polyvalence-secteur': true }) },
    ],
    essai:
      'Trois profils : ouvrez 11001 sous T1, puis sous T13, et voyez ce qui change. T4 demande d’abord 059C99201 et n’ouvre que le RSA en cours, comme 13579.',
  },
  {
    organisme: 'ccas-montfictif',
    prenom: 'Ghislain',
    nom: 'Dekeister',
    fonction: 'Agent instructeur du RSA',
    roles: ['utilisateur'],
    droits: [{ profil: 'T4', missions: ['acces-droits'], conditions: INSTRUCTION }],
    essai:
      'Profil T4 : donnez le numéro du service instructeur 059C99201, puis 13579, où le RSA est en cours ; 10023, où il est fini, reste fermé.',
  },
  {
    organisme: 'ccas-montfictif',
    prenom: 'Maurice',
    nom: 'Lannoy-Fictif',
    fonction: 'Directeur du CCAS',
    roles: ['administrateur-principal'],
    essai: 'Les traces du CCAS disent sous quel profil chaque dossier a été lu.',
  },
  {
    organisme: 'chemins',
    prenom: 'Séverine',
    nom: 'Taffin',
    fonction: 'Accompagnatrice vers l’emploi',
    roles: ['utilisateur'],
    droits: [
      {
        profil: 'T5',
        missions: ['accompagnement-social'],
        conditions: parContrat('Contrat d’insertion 2026-12', -300, 430),
      },
    ],
    essai: 'Profil T5 par contrat avec le département : 13579 s’ouvre ; 5003 habite un autre département.',
  },
  {
    organisme: 'chemins',
    prenom: 'Cyprien',
    nom: 'Monchaux',
    fonction: 'Accompagnateur du chantier d’insertion',
    roles: ['utilisateur'],
    droits: [
      {
        profil: 'T5',
        missions: ['accompagnement-social'],
        conditions: parContrat('Contrat de chantier 2025-04', -400, -20),
        debut: -300,
      },
    ],
    essai:
      'Le contrat sur lequel reposait son droit est fini : « Mes habilitations » et Cdap disent pourquoi rien ne s’ouvre.',
  },
  {
    organisme: 'msa-flandres',
    prenom: 'Odile',
    nom: 'Vaneecke-Fictive',
    fonction: 'Gestionnaire des transferts de dossiers',
    roles: ['utilisateur'],
    droits: [
      {
        profil: 'T5',
        missions: ['accompagnement-social'],
        conditions: () => ({ variante: { variante: 'msa', departements: ['59'] } }),
      },
    ],
    essai:
      'Profil T5 de la MSA : 5001, en transfert, montre les ressources de l’année ; 5002, sans aide au logement, les garde fermées ; 12345 n’est pas en transfert.',
  },
  {
    organisme: 'logis-lys',
    prenom: 'Gaspard',
    nom: 'Vercruysse-Modèle',
    fonction: 'Conseiller social du bailleur',
    roles: ['utilisateur'],
    droits: [{ profil: 'T10', missions: ['tiers-payant-logement'] }],
    essai:
      'Profil T10 : 10001 est locataire ici, avec l’aide versée, les impayés et la pièce attendue ; 10002 n’est pas en tiers payant, 12345 loge ailleurs.',
  },
  {
    organisme: 'fsl',
    prenom: 'Romuald',
    nom: 'Facon',
    fonction: 'Gestionnaire du fonds',
    roles: ['utilisateur'],
    droits: [
      {
        profil: 'T13',
        missions: ['acces-droits'],
        conditions: (jour) => ({ 'agrement-fsl': { reference: 'Agrément FSL 7', du: jour(-600), au: null } }),
      },
    ],
    essai:
      'Profil T13 : 10001 montre les impayés, les paiements de l’aide et la pièce attendue ; 11001, la nature et le solde de deux dettes.',
  },
  {
    organisme: 'prefecture',
    prenom: 'Lucas',
    nom: 'Deroubaix',
    fonction: 'Agent de la commission Dalo',
    roles: ['utilisateur'],
    droits: [
      {
        profil: 'T16',
        missions: ['acces-droits'],
        conditions: () => ({ 'usage-dalo-ccapex': { usage: 'dalo' } }),
      },
    ],
    essai: 'Profil T16, Dalo : 10001 montre le logement, les impayés et les ressources.',
  },
  {
    organisme: 'prefecture',
    prenom: 'Agathe',
    nom: 'Sénéchal-Modèle',
    fonction: 'Secrétaire de la Ccapex',
    roles: ['utilisateur'],
    droits: [
      {
        profil: 'T16',
        missions: ['accompagnement-social'],
        conditions: (jour) => ({ 'usage-dalo-ccapex': { usage: 'ccapex', au: jour(40) } }),
      },
    ],
    essai:
      'Profil T16, Ccapex, jusqu’à une date dite dans le droit : 11001 montre les impayés et leur plan d’apurement.',
  },
  {
    organisme: 'cpam-flandres',
    prenom: 'Firmine',
    nom: 'Lestienne',
    fonction: 'Technicienne des droits à la santé',
    roles: ['utilisateur'],
    droits: [{ profil: 'T6', missions: ['droits-sante'] }],
    essai:
      'Profil T6 : 12345 montre les ressources et si une prestation familiale prouve la résidence ; 13579, l’état du RSA.',
  },
  {
    organisme: 'enim',
    prenom: 'Yannick',
    nom: 'Kerbrat-Exemple',
    fonction: 'Gestionnaire des droits des marins',
    roles: ['utilisateur'],
    droits: [{ profil: 'T8', missions: ['droits-sante'] }],
    essai:
      'Profil T8 : 13579 montre l’état du RSA et le numéro de sécurité sociale ; le quotient familial reste fermé.',
  },
  {
    organisme: 'cdc',
    prenom: 'Blaise',
    nom: 'Chauvelin-Fictif',
    fonction: 'Gestionnaire des pensions d’orphelin',
    roles: ['utilisateur'],
    droits: [{ profil: 'T14', missions: ['acces-droits'] }],
    essai:
      'Profil T14 : 14001, une veuve et un orphelin, avec le soutien familial et le total des ressources.',
  },
  {
    organisme: 'tutelles-lys',
    prenom: 'Huguette',
    nom: 'Boidin',
    fonction: 'Mandataire judiciaire',
    roles: ['utilisateur'],
    droits: [
      {
        profil: 'T9',
        missions: ['protection-majeurs'],
        conditions: (jour) => ({
          agrement: { reference: 'Agrément MJPM 59-12', du: jour(-900), au: jour(300) },
        }),
      },
    ],
    essai:
      'Profil T9 : 9001 est sous la tutelle de son association ; 9002 ne l’est plus, 9003 est confié à une autre.',
  },
  {
    organisme: 'spip',
    prenom: 'Karim',
    nom: 'Hadj-Exemple',
    fonction: 'Conseiller d’insertion et de probation',
    roles: ['utilisateur'],
    droits: [
      {
        profil: 'T12',
        missions: ['accompagnement-social'],
        conditions: () => ({ fonction: 'conseiller-probation' }),
      },
    ],
    essai: 'Profil T12 : 13579 montre l’état du RSA et le quotient du mois, mais ni paiements ni dettes.',
  },
  {
    organisme: 'aide-juridictionnelle',
    prenom: 'Paulette',
    nom: 'Grignon-Fictive',
    fonction: 'Greffière',
    roles: ['utilisateur'],
    droits: [{ profil: 'T12', missions: ['acces-droits'], conditions: () => ({ fonction: 'greffier' }) }],
    essai: 'Profil T12, au greffe : 12345 montre les ressources dont dépend l’aide juridictionnelle.',
  },
  {
    organisme: 'surendettement',
    prenom: 'Edwige',
    nom: 'Mortreux',
    fonction: 'Rapporteuse de la commission',
    roles: ['utilisateur'],
    droits: [{ profil: 'T11', missions: ['accompagnement-social'] }],
    essai: 'Profil T11 : 11001 montre les dettes, les impayés et les ressources.',
  },
  {
    organisme: 'transports',
    prenom: 'Inès',
    nom: 'Bellanger-Exemple',
    fonction: 'Agente de la tarification sociale',
    roles: ['utilisateur'],
    droits: [
      {
        profil: 'T15',
        missions: ['acces-droits'],
        conditions: () => ({ 'ile-de-france': { seuilQf: 900 } }),
      },
    ],
    essai:
      'Profil T15 : 11111 est sous le seuil de 900 euros, 12345 au-dessus ; le quotient lui-même n’est jamais montré.',
  },
  {
    organisme: 'crous',
    prenom: 'Jeanne',
    nom: 'Thibaut-Exemple',
    fonction: 'Assistante sociale des étudiants',
    roles: ['utilisateur'],
    droits: [
      { profil: 'T22', missions: ['accompagnement-social'], conditions: () => ({ qualification: 'ass' }) },
    ],
    essai: 'Profil T22 : 22001 est étudiante ; 12345 ne l’est pas.',
  },
  {
    organisme: 'caisse-frontiere',
    prenom: 'Willem',
    nom: 'Verbrugge-Exemple',
    fonction: 'Gestionnaire des dossiers frontaliers',
    roles: ['utilisateur'],
    droits: [{ profil: 'T20', missions: ['acces-droits'] }],
    essai:
      'Profil T20 : 20001 montre le complément différentiel et sa base de calcul, cinq chiffres du numéro de sécurité sociale et aucune adresse.',
  },
  {
    organisme: 'pajemploi',
    prenom: 'Colette',
    nom: 'Reynaud-Fictive',
    fonction: 'Gestionnaire des comptes d’employeurs',
    roles: ['utilisateur'],
    droits: [{ profil: 'T21', missions: ['acces-droits'] }],
    essai:
      'Profil T21 : 21001 et 21002, où un complément de garde a été demandé ; 12345, où il ne l’a jamais été, reste fermé.',
  },
];
