import type { ErreursSaisie } from './champ-dossier.tsx';
import type { NumeroCompris } from './comprendre-numero.ts';

/** Faults that can be told without asking the server; each would be refused by it. */
export function fautesDe(
  compris: NumeroCompris,
  caf: string,
  { mission, motif }: { readonly mission: string | null; readonly motif: string | null },
): ErreursSaisie {
  return {
    ...(compris.etat === 'vide' ? { numero: 'Tapez le numéro de dossier : 1 à 7 chiffres.' } : {}),
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
