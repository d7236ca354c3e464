import type { Temporal } from 'temporal-polyfill';
import { debutDuJour, jour } from '../../../kernel/jour.ts';
import { accepte, type Resultat, refuse } from '../../../kernel/resultat.ts';

/** National decisions take effect at midnight in Paris, whatever the zone of each Caf. */
export const FUSEAU_NATIONAL = 'Europe/Paris';

/**
 * The instant from which a version applies: now (`jourEffet` null), or the beginning of a civil day to come. Never in
 * the past: what was read then was read under the version of then (CDAP-10).
 */
export function instantDEffet(
  jourEffet: string | null,
  maintenant: Temporal.Instant,
): Resultat<Temporal.Instant> {
  if (jourEffet === null) return accepte(maintenant);
  const debut = debutDuJour(jour(jourEffet), FUSEAU_NATIONAL);
  return debut.epochMilliseconds < maintenant.epochMilliseconds
    ? refuse({ code: 'effet-passe', nature: 'invalide', champ: 'jourEffet' })
    : accepte(debut);
}
