export type Voie = 'courriel' | 'courrier';

/** What leaves by mail: both for a new account, the password alone for one whose identifier stays (ACC-01). */
const AIDES_COURRIEL = {
  nouveau: 'Deux messages séparés, l’identifiant puis le mot de passe. L’accès sert 72 heures.',
  connu: 'Le premier mot de passe seul ; l’identifiant reste le même. L’accès sert 72 heures.',
} as const;

/** How a first access reaches the person; the identifier and the password never travel together. */
export const voiesPour = (compte: keyof typeof AIDES_COURRIEL) =>
  [
    { value: 'courriel', label: 'Par courriel', aide: AIDES_COURRIEL[compte] },
    {
      value: 'courrier',
      label: 'Par courrier',
      aide: 'Deux lettres à imprimer, à mettre sous plis séparés. L’accès sert 15 jours.',
    },
  ] as const satisfies readonly { value: Voie; label: string; aide: string }[];

export const voieDe = (valeurs: FormData): Voie =>
  valeurs.get('voie') === 'courrier' ? 'courrier' : 'courriel';
