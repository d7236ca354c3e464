import { lireNumeroInstructeur } from '../domain/numero-instructeur.ts';
import type { ErreursSaisie } from './champ-dossier.tsx';
import type { Compris } from './comprendre-saisie.ts';

interface Demande {
  readonly mission: string | null;
  /** Null: none is asked. */
  readonly motif: string | null;
  /** Null: none is asked. */
  readonly instructeur: string | null;
}

/** Faults that can be told without asking the server; each would be refused by it. */
export function fautesDe(
  compris: Compris,
  caf: string,
  { mission, motif, instructeur }: Demande,
): ErreursSaisie {
  return {
    ...(instructeur === null || lireNumeroInstructeur(instructeur).ok
      ? {}
      : {
          instructeur:
            instructeur.trim() === ''
              ? 'Indiquez d’abord le numéro de votre service instructeur, par exemple 059C12301.'
              : 'Neuf caractères : département (3), lettre, commune (3), agrément (2), par exemple 059C12301.',
        }),
    ...(compris.etat === 'vide' ? { numero: 'Tapez un numéro de dossier, ou un nom et un prénom.' } : {}),
    ...(compris.etat === 'faux' ? { numero: compris.message } : {}),
    ...(caf === '' || /^(?!000)\d{3}$/.test(caf)
      ? {}
      : { caf: 'Un code de Caf a trois chiffres, par exemple 591.' }),
    ...(mission === null ? { mission: 'Choisissez la mission pour laquelle vous lisez ce dossier.' } : {}),
    ...(motif !== null && motif.trim().length < 10
      ? { motif: 'Dites en quelques mots pourquoi vous ouvrez ce dossier, dix caractères au moins.' }
      : {}),
  };
}
