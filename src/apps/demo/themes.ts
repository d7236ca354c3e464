/**
 * What one can try, in the order of the page, and the organisations where one tries it: each that has people is in one
 * of them, and in one only.
 */
export const THEMES: readonly { readonly titre: string; readonly organismes: readonly string[] }[] = [
  {
    titre: 'Mairies et crèches',
    organismes: [
      'villexemple',
      'montfictif',
      'agglo-lys',
      'saint-modele',
      'petits-pas',
      'port-essai',
      'anse-modele',
    ],
  },
  {
    titre: 'Action sociale et RSA',
    organismes: [
      'departement-flandres',
      'ccas-montfictif',
      'hopital-lys',
      'chemins',
      'msa-flandres',
      'ccas-bourg',
    ],
  },
  { titre: 'Logement', organismes: ['logis-lys', 'fsl', 'prefecture'] },
  { titre: 'Santé et retraites', organismes: ['cpam-flandres', 'enim', 'cdc'] },
  {
    titre: 'Justice et protection',
    organismes: ['tutelles-lys', 'spip', 'aide-juridictionnelle', 'surendettement', 'tutelles'],
  },
  {
    titre: 'Transports, études, garde, frontière',
    organismes: ['transports', 'crous', 'pajemploi', 'caisse-frontiere'],
  },
  { titre: 'La Caf', organismes: ['599', '349', '979'] },
  { titre: 'La Cnaf', organismes: ['cnaf'] },
];
