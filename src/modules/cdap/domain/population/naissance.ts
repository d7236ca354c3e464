import type { Alea } from './alea.ts';
import type { CasParticulier } from './cas.ts';
import { anneeDe, ecrireJour, ecrireMois, type NumeroMois } from './mois.ts';

/** How far a birth date is known when it is not known in full. */
type Precision = 'mois' | 'annee' | 'rien';

export const precisionEnfant = (cas: CasParticulier | null): Precision | null =>
  cas === 'enfant-naissance-mois' ? 'mois' : cas === 'enfant-naissance-inconnue' ? 'rien' : null;

export const precisionAdulte = (cas: CasParticulier | null): Precision | null => {
  if (cas === 'naissance-mois') return 'mois';
  if (cas === 'naissance-annee') return 'annee';
  return cas === 'naissance-inconnue' ? 'rien' : null;
};

/** Birth date as far as it is known; a few in a thousand are not known in full (CDAP-03). */
export function dateDeNaissance(alea: Alea, m: NumeroMois, imposee: Precision | null): string | null {
  const jour = alea.entier(1, 28);
  const precision =
    imposee ??
    alea.peser<Precision | 'jour'>([
      ['jour', 99.2],
      ['mois', 0.3],
      ['annee', 0.4],
      ['rien', 0.1],
    ]);
  if (precision === 'rien') return null;
  if (precision === 'annee') return String(anneeDe(m));
  return precision === 'mois' ? ecrireMois(m) : ecrireJour(m, jour);
}
