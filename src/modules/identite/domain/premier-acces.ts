/** How a first password reaches its person (ACC-01). */
export type VoiePremierAcces = 'courriel' | 'courrier';

export const PREMIER_ACCES_HEURES = 72;
export const PREMIER_ACCES_JOURS_COURRIER = 15;

/** Whether a first access is recent enough for who was called away in the middle of it to go on (ACC-04). */
export const estPremierAccesRecent = (premierAccesLe: Date | null, instant: Date): boolean =>
  premierAccesLe !== null && instant.getTime() - premierAccesLe.getTime() < dureePremierAccesMs('courriel');

/** How long a first password serves: 72 hours by mail, 15 days by post (ACC-01). */
export const dureePremierAccesMs = (voie: VoiePremierAcces): number =>
  voie === 'courriel' ? PREMIER_ACCES_HEURES * 3_600_000 : PREMIER_ACCES_JOURS_COURRIER * 86_400_000;
