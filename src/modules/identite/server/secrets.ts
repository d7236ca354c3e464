import { randomBytes, randomInt } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { generateSecret, verify as verifyTotp } from 'otplib';
import type { Trousseau } from '../../../platform/config/trousseau.ts';
import { ARGON2 } from '../../../platform/hachage/echanges.ts';
import { empreinteDeJeton } from '../../../platform/http/porte.ts';
import { produireIdentifiant } from '../domain/identifiant.ts';
import {
  lireCodeRecuperation,
  NOMBRE_DE_CODES,
  produireCodeRecuperation,
  produireMotDePasseProvisoire,
} from '../domain/recuperation.ts';

/**
 * Hashes in this very process, for commands and accounts that are loaded; the portal has its own hasher
 * (`platform/hachage`). NFC first: the same password typed on two keyboards can come composed or not.
 */
export const hacherMotDePasse = (motDePasse: string): Promise<string> =>
  hash(motDePasse.normalize('NFC'), ARGON2);

/** Verified in place of a missing account's, so that unknown and wrong cost the same (ACC-03). */
export const EMPREINTE_LEURRE = await hacherMotDePasse(randomBytes(24).toString('base64url'));

export const nouvelIdentifiant = (): string => produireIdentifiant((borne) => randomInt(borne));
export const nouveauJeton = (): string => randomBytes(32).toString('base64url');
export const nouveauSecretTotp = (): string => generateSecret();

/** What an authenticator application reads from a QR code; the identifier says nothing of the person. */
export const adresseTotp = (identifiant: string, secret: string): string =>
  `otpauth://totp/Passerelle:${identifiant}?secret=${secret}&issuer=Passerelle`;

export const nouveauMotDePasseProvisoire = (): string =>
  produireMotDePasseProvisoire((borne) => randomInt(borne));
export const nouveauxCodesRecuperation = (): string[] =>
  Array.from({ length: NOMBRE_DE_CODES }, () => produireCodeRecuperation((borne) => randomInt(borne)));

/** Keyed digest of a recovery code, bound to its account; the code may come with its hyphens. */
export function empreinteCodeRecuperation(trousseau: Trousseau, compteId: string, code: string): Buffer {
  const lu = lireCodeRecuperation(code);
  return trousseau.empreinte('secret', `recuperation:${compteId}:${lu.ok ? lu.valeur : ''}`);
}

/** Digest of a link sent by mail, apart from cookies and tokens. */
export const empreinteDeLien = (jeton: string): Buffer => empreinteDeJeton(`lien:${jeton}`);

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
