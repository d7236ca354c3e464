import { formatCompte, formatDateHeure } from '../../../ui/format.ts';
import { formeOuverte, type LigneBrute } from '../domain/comparer-matrices.ts';
import type { ApercuMatrice, VersionMatrice } from '../domain/schemas-matrice.ts';
import { LIBELLES_BLOCS } from '../libelles.ts';

/** Blocks in reading order. */
export const TOUS_LES_BLOCS = Object.keys(LIBELLES_BLOCS);

/** Stored words come from data, with the apostrophe of a keyboard. */
export const typographie = (texte: string): string => texte.replaceAll("'", '’');

export const ETATS_VERSION = {
  'en-vigueur': { mot: 'En vigueur', ton: 'fait' },
  'a-venir': { mot: 'À venir', ton: 'attente' },
  passee: { mot: 'Passée', ton: 'neutre' },
  annulee: { mot: 'Annulée', ton: 'stop' },
} as const;

/** « du 1er janvier 2025 à 0 h au 14 mars 2026 à 0 h », « depuis le 14 mars 2026 à 0 h ». */
export function direPeriode({ etat, du, au }: Pick<VersionMatrice, 'etat' | 'du' | 'au'>): string {
  const debut = formatDateHeure(du);
  if (etat === 'annulee') return `devait s’appliquer le ${debut}`;
  if (au !== null) return `du ${debut} au ${formatDateHeure(au)}`;
  return etat === 'a-venir' ? `s’appliquera le ${debut}` : `depuis le ${debut}`;
}

export interface FiltresMatrice {
  readonly partenaire: string;
  readonly bloc: string;
}

/** Profiles that a type of partner may hold, and that open a block; an empty filter keeps everything. */
export const filtrerProfils = (
  profils: readonly LigneBrute[],
  { partenaire, bloc }: FiltresMatrice,
): readonly LigneBrute[] =>
  profils.filter(
    (ligne) =>
      (partenaire === '' || ligne.partenaires.includes('*') || ligne.partenaires.includes(partenaire)) &&
      (bloc === '' || formeOuverte(ligne, bloc) !== null),
  );

/** « 3 habilitations actives de 2 personnes ». */
export const direDroits = ({
  droits,
  personnes,
}: Omit<ApercuMatrice['profils'][number], 'profil'>): string =>
  droits === 0
    ? 'Aucune habilitation active.'
    : `${formatCompte(droits, 'habilitation active', 'habilitations actives')}, ${formatCompte(personnes, 'personne')}.`;

/** The first day that can be chosen: tomorrow, in Paris. */
export const demainAParis = (maintenant: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(
    new Date(maintenant.getTime() + 24 * 3_600_000),
  );
