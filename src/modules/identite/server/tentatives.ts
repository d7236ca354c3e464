import type { Trousseau } from '../../../platform/config/trousseau.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { reseauDe } from '../../../platform/http/reseau.ts';
import {
  attenteApres,
  OUBLI_MS,
  REGLE_COMPTE,
  REGLE_OUBLI,
  REGLE_OUBLI_PROVENANCE,
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

/** A try that was counted: what it made of each counter. */
export interface TentativeEngagee {
  readonly permis: true;
  readonly verrouille: boolean;
  readonly comptes: { readonly cible: number; readonly provenance: number | null };
}
/** Keys of what was forgotten, apart from those of sign-ins: asking for a link slows nobody's sign-in. */
export const clesDOubli = (trousseau: Trousseau, cible: string, adresse: string | null): ClesTentative => ({
  cible: trousseau.empreinte('tentative', `oubli:${cible}`),
  provenance: trousseau.empreinte('tentative', `provenance-oubli:${reseauDe(adresse)}`),
});

export type Permission = TentativeEngagee | { readonly permis: false; readonly attendreJusqua: Date };

export interface ReglesTentative {
  readonly cible: ReglePlafond;
  readonly provenance: ReglePlafond;
}
const REGLES_CONNEXION: ReglesTentative = { cible: REGLE_COMPTE, provenance: REGLE_PROVENANCE };
export const REGLES_OUBLI: ReglesTentative = { cible: REGLE_OUBLI, provenance: REGLE_OUBLI_PROVENANCE };

/**
 * Counts a try as missed before it is judged, and says whether it may be judged at all.
 *
 * Counting first is what makes parallel guesses count; a good try gives it back with `rendreTentative`.
 * `verrouille`: this very try, if missed, locks the target (its owner is then told).
 */
export async function engagerTentative(
  tx: Tx,
  cles: ClesTentative,
  instant: Date,
  regles: ReglesTentative = REGLES_CONNEXION,
): Promise<Permission> {
  // Network first, then target, always: two tries cannot wait for each other's lock.
  const provenance =
    cles.provenance === null ? null : await compter(tx, cles.provenance, regles.provenance, instant);
  if (provenance instanceof Date) return { permis: false, attendreJusqua: provenance };
  const cible = await compter(tx, cles.cible, regles.cible, instant);
  if (cible instanceof Date) return { permis: false, attendreJusqua: cible };
  return { permis: true, verrouille: cible === regles.cible.verrou, comptes: { cible, provenance } };
}

/** The count with this try in it; the end of the wait when there is one, and nothing is counted then. */
async function compter(tx: Tx, cle: Buffer, regle: ReglePlafond, instant: Date): Promise<number | Date> {
  const t = await lockTentative(tx, cle, instant);
  if (t.attendre_jusqua !== null && t.attendre_jusqua > instant) return t.attendre_jusqua;
  const echecs = instant.getTime() - t.dernier_le.getTime() > OUBLI_MS ? 1 : t.echecs + 1;
  const attente = attenteApres(echecs, regle);
  await setTentative(tx, cle, echecs, instant, attente === 0 ? null : new Date(instant.getTime() + attente));
  return echecs;
}

/** A good try: the target's misses are forgotten, the network's only by this one. */
export async function rendreTentative(
  tx: Tx,
  cles: ClesTentative,
  { comptes }: TentativeEngagee,
): Promise<void> {
  if (cles.provenance !== null && comptes.provenance !== null)
    await decrementTentative(tx, cles.provenance, comptes.provenance);
  await deleteTentative(tx, cles.cible);
}

/** A try that was counted and could not be judged: neither good nor missed. */
export async function annulerTentative(
  tx: Tx,
  cles: ClesTentative,
  { comptes }: TentativeEngagee,
): Promise<void> {
  if (cles.provenance !== null && comptes.provenance !== null)
    await decrementTentative(tx, cles.provenance, comptes.provenance);
  await decrementTentative(tx, cles.cible, comptes.cible);
}
