import { formatDateHeure } from '../../ui/format.ts';

/** « Fin prévue le 14 mars 2026 à 10 h 42. », in the time zone of who reads; Paris unless told. */
export const direFinPrevue = (finPrevue: string | null, fuseau?: string): string =>
  finPrevue === null
    ? 'L’heure de la fin n’est pas encore connue.'
    : `Fin prévue le ${formatDateHeure(finPrevue, fuseau)}.`;
