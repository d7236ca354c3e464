import type { Trousseau } from '../../../platform/config/trousseau.ts';

/** Settings of sessions and the key ring that seals second factors. */
export interface ReglesSession {
  readonly trousseau: Trousseau;
  readonly inactiviteMs: number;
  readonly dureeMs: number;
}
