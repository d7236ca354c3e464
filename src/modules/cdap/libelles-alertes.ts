export type CauseAlerte =
  | 'seuil-compte'
  | 'seuil-partenaire'
  | 'plafond-compte'
  | 'plafond-partenaire'
  | 'recherches-nombreuses';

const FAITS: Readonly<
  Record<CauseAlerte, { objet: string; fait: (p: { personne: string; organisme: string }) => string }>
> = {
  'seuil-compte': {
    objet: 'Beaucoup de dossiers ouverts en une heure',
    fait: ({ personne, organisme }) =>
      `${personne} (${organisme}) a ouvert beaucoup de dossiers en une heure. Le portail lui demande de confirmer son identité avant de continuer.`,
  },
  'seuil-partenaire': {
    objet: 'Beaucoup de dossiers ouverts aujourd’hui',
    fait: ({ organisme }) =>
      `Les agents de ${organisme} ont ouvert aujourd’hui beaucoup de dossiers. Le portail leur demande de confirmer leur identité avant de continuer.`,
  },
  'recherches-nombreuses': {
    objet: 'Beaucoup de recherches de dossiers en une heure',
    fait: ({ personne, organisme }) =>
      `${personne} (${organisme}) a cherché beaucoup de dossiers en une heure. Le portail ralentit ses recherches, puis demande de confirmer l’identité avant de continuer.`,
  },
  'plafond-compte': {
    objet: 'Lecture des dossiers arrêtée pour une personne',
    fait: ({ personne, organisme }) =>
      `${personne} (${organisme}) a atteint le nombre de dossiers autorisé en une heure. Sa lecture est arrêtée jusqu’à ce que quelqu’un lève l’arrêt, dans « Arrêts de lecture ».`,
  },
  'plafond-partenaire': {
    objet: 'Lecture des dossiers arrêtée pour un organisme',
    fait: ({ organisme }) =>
      `Les agents de ${organisme} ont atteint le nombre de dossiers autorisé en une journée. Leur lecture est arrêtée jusqu’à ce que la Caf lève l’arrêt, dans « Arrêts de lecture ».`,
  },
};

/** A word to a manager about mass reading (CDAP-32): no file, no figure of a family, no link. */
export function courrielAlerte(
  cause: CauseAlerte,
  qui: { readonly prenom: string; readonly personne: string; readonly organisme: string },
): { objet: string; corps: string } {
  const { objet, fait } = FAITS[cause];
  return {
    objet,
    corps: `Bonjour ${qui.prenom},

${fait(qui)}

Vérifiez avec les personnes concernées que ${cause === 'recherches-nombreuses' ? 'ces recherches' : 'ces lectures'} étaient nécessaires. Si elles ne l’étaient pas, prévenez la Caf : un compte a pu être détourné.`,
  };
}
