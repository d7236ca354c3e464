import { ErreurHachage, type Hacheur } from '../../../platform/hachage/hacheur.ts';

/** The queue of hashes is full, or did not come to this one in time: nothing was judged. */
export const SATURE = Symbol('sature');

async function ouSature<T>(travail: Promise<T>): Promise<T | typeof SATURE> {
  try {
    return await travail;
  } catch (erreur) {
    if (erreur instanceof ErreurHachage) return SATURE;
    throw erreur;
  }
}

export const verifierOuSaturer = (
  hacheur: Hacheur,
  empreinte: string,
  motDePasse: string,
): Promise<boolean | typeof SATURE> => ouSature(hacheur.verifier(empreinte, motDePasse));

export const hacherOuSaturer = (hacheur: Hacheur, motDePasse: string): Promise<string | typeof SATURE> =>
  ouSature(hacheur.hacher(motDePasse));
