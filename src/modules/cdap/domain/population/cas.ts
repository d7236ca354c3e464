/**
 * The particular cases that a population always holds, even a small one: each file whose place in the thousand is
 * that of a case is made to be it. The others come as the draws bring them.
 */
export const CAS_PARTICULIERS = [
  'couple',
  'parent-seul',
  'personne-seule',
  'famille-nombreuse',
  'garde-alternee',
  'enfant-majeur',
  'enfant-naissance-mois',
  'enfant-naissance-inconnue',
  'naissance-mois',
  'naissance-annee',
  'naissance-inconnue',
  'naissance-etranger',
  'naissance-dom',
  'nom-usage',
  'prenom-compose',
  'nir-provisoire',
  'nir-corse',
  'etudiant',
  'aah',
  'aeeh',
  'cmg',
  'bailleur-social',
  'protection',
  'rsa-en-cours',
  'rsa-23-mois',
  'rsa-24-mois',
  'rsa-25-mois',
  'qf-inconnu',
  'qf-sans-droit',
  'passe-reecrit',
  'dossier-recent',
  'acces-restreint',
  'suspendu',
  'en-affiliation',
  'radie',
  'decede',
  'fusionne',
  'transfere-msa',
  // At an even place, so that the file after it is the one that the transfer leads to.
  'transfere',
  'arrive',
  // What the profiles read that the draws alone would bring too rarely.
  'frontalier',
  'boursier',
  'cmg-en-cours',
  'cmg-refuse',
  'mutation-sortante',
  'mutation-entrante',
  'ajpp',
  'clca',
  'prepare',
  'piece-logement',
] as const;

export type CasParticulier = (typeof CAS_PARTICULIERS)[number];

const PERIODE = 1000;

/** Case that the file of this place must be; null for one left to the draws. */
export const casDe = (indice: number): CasParticulier | null => CAS_PARTICULIERS[indice % PERIODE] ?? null;
