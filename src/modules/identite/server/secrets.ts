import { randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { generateSecret, verify as verifyTotp } from 'otplib';
import type { Trousseau } from '../../../platform/config/trousseau.ts';
import { produireIdentifiant } from '../domain/identifiant.ts';

// argon2id, 19 MiB, 2 passes, 1 lane: the OWASP floor, 8 ms here. The library hashes off the event loop.
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** NFC first: the same password typed on two keyboards can come composed or not. */
export const hacherMotDePasse = (motDePasse: string): Promise<string> =>
  hash(motDePasse.normalize('NFC'), ARGON2);

export const verifierMotDePasse = (empreinte: string, motDePasse: string): Promise<boolean> =>
  verify(empreinte, motDePasse.normalize('NFC'));

/** Verified in place of a missing account's, so that unknown and wrong cost the same (ACC-03). */
export const EMPREINTE_LEURRE = await hacherMotDePasse(randomBytes(24).toString('base64url'));

export const nouvelIdentifiant = (): string => produireIdentifiant((borne) => randomInt(borne));
export const nouveauJeton = (): string => randomBytes(32).toString('base64url');
export const nouveauSecretTotp = (): string => generateSecret();

const TOLERANCE_S = 30;

/**
 * Step of the code when it is good: current or one step away, and later than the last one used (single use).
 * Null when it is not.
 */
export async function verifierCodeTotp(
  secret: string,
  code: string,
  instant: Date,
  dernierPas: number,
): Promise<number | null> {
  const epoch = Math.floor(instant.getTime() / 1000);
  const verdict = await verifyTotp({ secret, token: code, epoch, epochTolerance: TOLERANCE_S });
  if (!verdict.valid || !('timeStep' in verdict)) return null;
  return verdict.timeStep > dernierPas ? verdict.timeStep : null;
}

export const scellerTotp = (trousseau: Trousseau, secret: string, compteId: string) =>
  trousseau.sceller('totp', secret, compteId);
