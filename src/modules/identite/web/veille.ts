/** When the session ends, in milliseconds of the server's clock. */
export interface EcheancesSession {
  /** End if the person does nothing more. */
  readonly inactiveLe: number;
  /** End whatever the person does. */
  readonly expireLe: number;
}

/** `inactivite`: a click is enough to stay. `duree`: nothing prolongs it. `finie`: ask the server. */
export type AlerteSession = 'aucune' | 'inactivite' | 'duree' | 'finie';

export const PREAVIS_MS = 2 * 60_000;
/** While an alert stands, the server is asked again: the person may have acted in another tab. */
const REVOIR_EN_ALERTE_MS = 15_000;

/**
 * What to say of a session now, and in how long to look again (ACC-06: a warning two minutes before).
 *
 * The answer rests on what the server last said. At each look the caller asks it again before warning, since
 * activity in another tab, and each call of this one, moves the end without this page knowing by how much.
 */
export function jugerSession(
  { inactiveLe, expireLe }: EcheancesSession,
  maintenant: number,
): { readonly alerte: AlerteSession; readonly revoirDansMs: number } {
  const fin = Math.min(inactiveLe, expireLe);
  const reste = fin - maintenant;
  if (reste > PREAVIS_MS) return { alerte: 'aucune', revoirDansMs: reste - PREAVIS_MS };
  const revoirDansMs = Math.max(1_000, Math.min(reste, REVOIR_EN_ALERTE_MS));
  if (reste <= 0) return { alerte: 'finie', revoirDansMs };
  return { alerte: expireLe <= inactiveLe ? 'duree' : 'inactivite', revoirDansMs };
}
