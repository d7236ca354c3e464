import { createContext, useContext } from 'react';
import type { Consultation } from '../../contract.ts';
import type { RoleAdulte } from '../../domain/codes.ts';
import { LIBELLES_ROLES } from '../../libelles.ts';
import { nomCourant } from '../personnes.ts';
import { contenuDe } from './contenu.ts';

/**
 * Names of the people of the file, for blocks that point to them by role or rank.
 *
 * Blocks closed to the reader give no name: then « Responsable du dossier », « Enfant 2 ».
 */
export interface Foyer {
  readonly nommerAdulte: (role: RoleAdulte) => string;
  readonly nommerEnfant: (rang: number) => string;
  /** Day of the data, on which ages are counted. */
  readonly donneesLe: string;
  /** Children with AEEH as the crèche's resource base counts them; null when that block is closed or empty. */
  readonly enfantsAeeh: number | null;
}

export function foyerDe(consultation: Pick<Consultation, 'rubriques' | 'donneesLe'>): Foyer {
  const adultes = contenuDe(consultation, 'identite')?.adultes ?? [];
  const enfants = enfantsDe(consultation);
  return {
    nommerAdulte: (role) => {
      const adulte = adultes.find((a) => a.role === role);
      return adulte ? nomCourant(adulte) : LIBELLES_ROLES[role];
    },
    nommerEnfant: (rang) => enfants.find((enfant) => enfant.rang === rang)?.prenoms[0] ?? `Enfant ${rang}`,
    donneesLe: consultation.donneesLe,
    enfantsAeeh: contenuDe(consultation, 'baseRessourcesEaje')?.nombreEnfantsAeeh ?? null,
  };
}

type EnfantNomme = { readonly rang: number; readonly prenoms: readonly string[] };

/** Children as the reader sees them: the whole block and its « composition » both name them. */
function enfantsDe({ rubriques }: Pick<Consultation, 'rubriques'>): readonly EnfantNomme[] {
  const famille = rubriques.find(
    ({ bloc, variante }) => bloc === 'famille' && (variante === 'complet' || variante === 'composition'),
  );
  return (famille?.contenu as { enfants: readonly EnfantNomme[] } | null | undefined)?.enfants ?? [];
}

export const FoyerContexte = createContext<Foyer | null>(null);

export function useFoyer(): Foyer {
  const foyer = useContext(FoyerContexte);
  if (!foyer) throw new Error('a block of a file is shown outside its file');
  return foyer;
}
