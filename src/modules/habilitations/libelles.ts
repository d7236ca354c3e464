/** Why a right cannot be used now: what happened, and who can do something about it. */
export const LIBELLES_EMPECHEMENTS: Readonly<
  Record<string, { readonly titre: string; readonly suite: string }>
> = {
  'compte-ferme': { titre: 'Votre compte n’est pas ouvert.', suite: 'Adressez-vous à votre administrateur.' },
  'droit-demande': {
    titre: 'Ce droit est demandé mais pas encore accordé.',
    suite: 'Votre administrateur suit la demande.',
  },
  'droit-suspendu': {
    titre: 'Ce droit est suspendu.',
    suite: 'Adressez-vous à votre administrateur ou à votre Caf.',
  },
  'droit-clos': {
    titre: 'Ce droit est clos.',
    suite: 'Un droit clos ne se rouvre pas : demandez-en un nouveau si besoin.',
  },
  'droit-a-venir': {
    titre: 'Ce droit n’a pas encore commencé.',
    suite: 'Il s’ouvrira de lui-même à sa date de début.',
  },
  'droit-termine': {
    titre: 'Ce droit est arrivé à son terme.',
    suite: 'Demandez une prolongation à votre administrateur.',
  },
  'partenaire-suspendu': {
    titre: 'L’accès de votre organisme est suspendu par la Caf.',
    suite: 'Votre administrateur en connaît le motif.',
  },
  'service-suspendu': {
    titre: 'Ce service est suspendu pour votre organisme.',
    suite: 'Votre administrateur en connaît le motif.',
  },
  'bulletin-ferme': {
    titre: 'Le bulletin d’adhésion n’est pas en vigueur aujourd’hui.',
    suite: 'Un avenant signé le rouvrira.',
  },
  'profil-non-ouvert': {
    titre: 'Le bulletin en vigueur n’ouvre pas ce profil.',
    suite: 'Il faut un avenant au bulletin.',
  },
  'contrat-ferme': {
    titre: 'Le contrat de service n’est pas en vigueur.',
    suite: 'Votre administrateur suit sa signature.',
  },
  'convention-non-signee': {
    titre: 'La convention n’est pas signée par les deux parties.',
    suite: 'Votre administrateur suit sa signature.',
  },
  'formalites-manquantes': {
    titre: 'Les formalités de protection des données ne sont pas toutes accomplies.',
    suite: 'La Caf et votre organisme doivent chacun enregistrer la leur.',
  },
  'convention-a-venir': {
    titre: 'La convention n’a pas encore pris effet.',
    suite: 'Le droit s’ouvrira à sa date d’effet.',
  },
  'convention-terminee': {
    titre: 'La convention est terminée.',
    suite: 'Plus aucun droit n’en découle. Adressez-vous à votre Caf.',
  },
};

export const LIBELLES_USAGES: Readonly<Record<string, string>> = {
  creche: 'tarif de crèche',
  tarif: 'tarif selon le quotient familial',
  'cantine-un-euro': 'cantine à 1 euro',
};

/** What a right is given on, and what the service is for. */
export const LIBELLES_SERVICES: Readonly<Record<string, { readonly nom: string; readonly objet: string }>> = {
  cdap: { nom: 'Cdap', objet: 'lecture des dossiers d’allocataires' },
  afas: { nom: 'Afas', objet: 'déclarations pour les aides financières d’action sociale' },
  habilitations: { nom: 'Habilitations', objet: 'gestion des droits des agents' },
};

export const LIBELLES_PERIMETRES: Readonly<Record<string, string>> = {
  partenaire: 'Tout votre organisme',
  lieu: 'Un lieu de votre organisme',
  equipement: 'Un équipement de votre organisme',
};
