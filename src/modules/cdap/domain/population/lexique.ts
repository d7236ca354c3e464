import type { Alea } from './alea.ts';

/**
 * Invented words: a name made of these syllables, or a town of this list, is seen at once to be of no one and
 * nowhere. Real data passed off as invented has already leaked once elsewhere.
 */
const DEBUTS = [
  'Bar',
  'Vel',
  'Mor',
  'Tra',
  'Lon',
  'Fer',
  'Gui',
  'Pel',
  'Sav',
  'Ros',
  'Cha',
  'Dul',
  'Bré',
  'Kel',
  'Noé',
];
const MILIEUX = ['vi', 'do', 'lé', 'mi', 'ra', 'zo', 'ti', 'bel', 'na', 'quo'];
const FINS = ['lin', 'dac', 'vert', 'zan', 'mond', 'nault', 'rel', 'tigny', 'çon', 'loup', 'vair', 'doux'];

export const PRENOMS = {
  F: [
    'Alice',
    'Inès',
    'Chloé',
    'Fatou',
    'Léa',
    'Maëlys',
    'Zoé',
    'Élodie',
    'Nadia',
    'Camille',
    'Lucie',
    'Aïcha',
    'Jeanne',
    'Sarah',
    'Manon',
    'Océane',
    'Françoise',
    'Hélène',
    'Noémie',
    'Yasmine',
  ],
  M: [
    'Hugo',
    'Noé',
    'Jules',
    'Moussa',
    'Lucas',
    'Théo',
    'Adam',
    'Loïc',
    'Karim',
    'Camille',
    'Rémi',
    'François',
    'Élie',
    'Nathan',
    'Paul',
    'Gaël',
    'Étienne',
    'Yanis',
    'Joël',
    'Ibrahim',
  ],
} as const;

export const COMMUNES_NAISSANCE = [
  'Villexemple',
  'Bourg-Fictif',
  'Saint-Nulpart',
  'Imaginy',
  'Trouvenulle',
  'L’Inventée',
];
export const PAYS_NAISSANCE = [
  ['Algérie', '99352'],
  ['Portugal', '99139'],
  ['Mali', '99335'],
  ['Viêt Nam', '99243'],
] as const;
const VOIES = [
  'rue des Exemples',
  'allée du Modèle',
  'avenue de la Fiction',
  'impasse du Brouillon',
  'place de l’Essai',
];

export function inventerNom(alea: Alea): string {
  const nom = alea.choisir(DEBUTS) + alea.choisir(MILIEUX) + alea.choisir(FINS);
  const forme = alea.tirer();
  if (forme < 0.03) return `de ${nom}`;
  if (forme < 0.06) return `${nom}-${alea.choisir(DEBUTS)}${alea.choisir(FINS)}`;
  if (forme < 0.07) return `D’${alea.choisir(['Ar', 'Es', 'Or'])}${alea.choisir(FINS)}`;
  return nom;
}

export function inventerPrenoms(alea: Alea, sexe: 'F' | 'M'): string[] {
  const liste = PRENOMS[sexe];
  const premier = alea.chance(0.06) ? `${alea.choisir(liste)}-${alea.choisir(liste)}` : alea.choisir(liste);
  return alea.chance(0.4) ? [premier, alea.choisir(liste)] : [premier];
}

export const inventerVoie = (alea: Alea): string => `${alea.entier(1, 180)} ${alea.choisir(VOIES)}`;
