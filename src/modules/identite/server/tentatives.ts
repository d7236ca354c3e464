import type { Trousseau } from '../../../platform/config/trousseau.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { reseauDe } from '../../../platform/http/reseau.ts';
import {
  attenteApres,
  OUBLI_MS,
  REGLE_COMPTE,
  REGLE_PROVENANCE,
  type ReglePlafond,
} from '../domain/tentatives.ts';
import { decrementTentative, deleteTentative, lockTentative, setTentative } from './store.ts';

/** Keys that one try counts against: what it names and where it comes from. */
export interface ClesTentative {
  readonly cible: Buffer;
  /** Null: from a device of the person, counted alone. */
  readonly provenance: Buffer | null;
}

/**
 * Keyed digests: the table tells neither which identifiers were typed nor from which networks.
 *
 * `appareil`: the device on which the owner of the account has proved both factors. Its tries are counted apart, so
 * that whoever locks an account or a whole network from elsewhere does not keep its people out (ACC-03).
 */
export const clesDe = (
  trousseau: Trousseau,
  cible: string,
  adresse: string | null,
  appareil: string | null,
): ClesTentative =>
  appareil === null
    ? {
        cible: trousseau.empreinte('tentative', `cible:${cible}`),
        provenance: trousseau.empreinte('tentative', `provenance:${reseauDe(adresse)}`),
      }
    : { cible: trousseau.empreinte('tentative', `appareil:${appareil}:${cible}`), provenance: null };

export type Permission =
  | { readonly permis: true; readonly verrouille: boolean }
  | { readonly permis: false; readonly attendreJusqua: Date };

/**
 * Counts a try as missed before it is judged, and says whether it may be judged at all.
 *
 * Counting first is what makes parallel guesses count; a good try gives it back with `rendreTentative`.
 * `verrouille`: this very try, if missed, locks the target (its owner is then told).
 */
export async function engagerTentative(tx: Tx, cles: ClesTentative, instant: Date): Promise<Permission> {
  // Network first, then target, always: two tries cannot wait for each other's lock.
  if (cles.provenance !== null) {
    const provenance = await compter(tx, cles.provenance, REGLE_PROVENANCE, instant);
    if (!provenance.permis) return provenance;
  }
  return compter(tx, cles.cible, REGLE_COMPTE, instant);
}

async function compter(tx: Tx, cle: Buffer, regle: ReglePlafond, instant: Date): Promise<Permission> {
  const t = await lockTentative(tx, cle, instant);
  if (t.attendre_jusqua !== null && t.attendre_jusqua > instant)
    return { permis: false, attendreJusqua: t.attendre_jusqua };
  const echecs = instant.getTime() - t.dernier_le.getTime() > OUBLI_MS ? 1 : t.echecs + 1;
  const attente = attenteApres(echecs, regle);
  await setTentative(tx, cle, echecs, instant, attente === 0 ? null : new Date(instant.getTime() + attente));
  return { permis: true, verrouille: echecs === regle.verrou };
}

/** A good try: the target's misses are forgotten, the network's only by one. */
export async function rendreTentative(tx: Tx, cles: ClesTentative): Promise<void> {
  if (cles.provenance !== null) await decrementTentative(tx, cles.provenance);
  await deleteTentative(tx, cles.cible);
}

/** A try that was counted and could not be judged: neither good nor missed. */
export async function annulerTentative(tx: Tx, cles: ClesTentative): Promise<void> {
  if (cles.provenance !== null) await decrementTentative(tx, cles.provenance);
  await decrementTentative(tx, cles.cible);
}
