/** How a first password reaches its person (ACC-01). */
export type VoiePremierAcces = 'courriel' | 'courrier';

export const PREMIER_ACCES_HEURES = 72;
export const PREMIER_ACCES_JOURS_COURRIER = 15;

/** How long a first password serves: 72 hours by mail, 15 days by post (ACC-01). */
export const dureePremierAccesMs = (voie: VoiePremierAcces): number =>
  voie === 'courriel' ? PREMIER_ACCES_HEURES * 3_600_000 : PREMIER_ACCES_JOURS_COURRIER * 86_400_000;
