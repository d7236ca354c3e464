/**
 * Missions of article 8 as the catalogue of the database names them (ORG-04). Screens get them with each right;
 * the traces, which keep only codes, look them up here. A test holds the two together.
 */
export const LIBELLES_MISSIONS: Readonly<Record<string, string>> = {
  'tarif-creche': 'Calcul du tarif de crèche (PSU)',
  'tarif-loisirs': 'Calcul du tarif des accueils de loisirs selon le quotient familial',
  'tarif-cantine': 'Calcul du tarif de la cantine selon le quotient familial',
  'acces-droits': 'Accompagnement à l’accès aux droits',
  'ctg-petite-enfance': 'Petite enfance dans la convention territoriale globale',
  'tarif-ressources': 'Calcul d’un tarif selon les ressources contributives dans un équipement financé',
  'saisie-budget-activite': 'Saisie du budget et de l’activité des équipements financés',
  'gestion-droits': 'Gestion des droits des agents par délégation',
  'accompagnement-social': 'Accompagnement des personnes en difficulté sociale et aide à l’insertion',
  'controle-rsa': 'Contrôle des dossiers de bénéficiaires du RSA',
  'tiers-payant-logement': 'Tiers payant pour les logements du bailleur',
  'droits-sante': 'Ouverture des droits à l’assurance maladie',
  'protection-majeurs': 'Tutelle, curatelle ou accompagnement judiciaire',
};
