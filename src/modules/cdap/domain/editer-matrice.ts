import type { LigneBrute, MatriceBrute } from './comparer-matrices.ts';

/** The few moves that change a matrix; each gives a new one, and leaves the rest as it was (CDAP-10). */

const avecLigne = (
  matrice: MatriceBrute,
  code: string,
  plus: (ligne: LigneBrute) => Partial<LigneBrute>,
): MatriceBrute => ({
  ...matrice,
  profils: matrice.profils.map((ligne) => (ligne.code === code ? { ...ligne, ...plus(ligne) } : ligne)),
});

/** Opens a block of a profile in a form, whole ('complet') or closed (null). */
export const avecForme = (
  matrice: MatriceBrute,
  profil: string,
  bloc: string,
  forme: string | null,
): MatriceBrute =>
  avecLigne(matrice, profil, (ligne) => {
    const { [bloc]: _, ...reduits } = ligne.blocsReduits;
    return {
      blocs: [...ligne.blocs.filter((autre) => autre !== bloc), ...(forme === 'complet' ? [bloc] : [])],
      blocsReduits: forme === null || forme === 'complet' ? reduits : { ...reduits, [bloc]: forme },
    };
  });

export type ChampConditions = 'conditionsAttribution' | 'conditionsLecture';

/** Asks a condition of a profile, or no longer; `depart` gives back the words of one that was there before. */
export const avecCondition = (
  matrice: MatriceBrute,
  profil: string,
  champ: ChampConditions,
  code: string,
  demandee: boolean,
  depart?: LigneBrute,
): MatriceBrute =>
  avecLigne(matrice, profil, (ligne) => {
    const autres = ligne[champ].filter((condition) => condition.code !== code);
    const ancienne = depart?.[champ].find((condition) => condition.code === code);
    const ajoutee = ancienne ?? { code, sens: 'added by the administrator of the Cnaf', base: 'cnaf' };
    return { [champ]: demandee ? [...autres, ajoutee] : autres };
  });

/** Admits a type of partner to a profile, or no longer. The last one stays: a profile is for somebody. */
export const avecPartenaire = (
  matrice: MatriceBrute,
  profil: string,
  type: string,
  admis: boolean,
): MatriceBrute =>
  avecLigne(matrice, profil, ({ partenaires }) => {
    const autres = partenaires.filter((autre) => autre !== type);
    const voulus = admis ? [...autres, type] : autres;
    return { partenaires: voulus.length === 0 ? partenaires : voulus };
  });

export const avecLibelles = (
  matrice: MatriceBrute,
  profil: string,
  libelles: Pick<LigneBrute, 'libelle' | 'libelleCourt'>,
): MatriceBrute => avecLigne(matrice, profil, () => libelles);
