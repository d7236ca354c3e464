import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { z } from 'zod';
import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import type { enregistrementCleSchema, reponseCleSchema } from '../contract/commun.ts';
import type { Epreuve } from './prouver.ts';
import type { ReglesIdentite } from './regles.ts';
import { type CleAcces, listCles, lockCle, setUsageCle } from './store/facteurs.ts';
import { setDefi, takeDefi } from './store.ts';

const DEFI_MS = 5 * 60_000;
const NOM = 'Passerelle';

export type ObjetDefi = 'connexion' | 'confirmation' | 'enregistrement';

/** What passkeys are bound to: the portal's own name, never the one that a request gives. */
const domaineDe = (regles: ReglesIdentite): string => new URL(regles.origine()).hostname;

const enOctets = (texte: string): Buffer => Buffer.from(texte, 'base64url');
const descripteur = (cle: CleAcces) => ({
  id: cle.identifiant_cle.toString('base64url'),
  transports: cle.transports,
});

/** What a key of this account has to sign, within five minutes and once. */
export async function defierCle(
  regles: ReglesIdentite,
  ctx: Contexte,
  acteur: Acteur,
  objet: Exclude<ObjetDefi, 'enregistrement'>,
) {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const options = await generateAuthenticationOptions({
      rpID: domaineDe(regles),
      userVerification: 'preferred',
      timeout: DEFI_MS,
      allowCredentials: (await listCles(tx, acteur.compteId)).map(descripteur),
    });
    await setDefi(tx, acteur.sessionId, {
      defi: options.challenge,
      objet,
      expireLe: new Date(ctx.instant.getTime() + DEFI_MS),
    });
    return accepte({ options: { ...options } });
  });
}

/** The signature of a passkey over the challenge of this very session. */
export const epreuveDeLaCle =
  (
    regles: ReglesIdentite,
    ctx: Contexte,
    acteur: Acteur,
    objet: Exclude<ObjetDefi, 'enregistrement'>,
    reponse: z.output<typeof reponseCleSchema>,
  ): Epreuve =>
  async (tx) => {
    // Taken before anything is judged: a signature that fails cannot be tried again on the same challenge.
    const defi = await takeDefi(tx, acteur.sessionId, objet, ctx.instant);
    const cle = await lockCle(tx, acteur.compteId, enOctets(reponse.id));
    if (defi === undefined || cle === undefined) return null;
    const verdict = await verifyAuthenticationResponse({
      response: reponse as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
      expectedChallenge: defi,
      expectedOrigin: regles.origine(),
      expectedRPID: domaineDe(regles),
      requireUserVerification: false,
      credential: {
        id: reponse.id,
        publicKey: new Uint8Array(cle.cle_publique),
        counter: Number(cle.compteur),
      },
    }).catch(() => null);
    if (verdict?.verified !== true) return null;
    const { newCounter } = verdict.authenticationInfo;
    return () => setUsageCle(tx, cle.id, newCounter, ctx.instant);
  };

/** What a browser needs to make a key for this account; those that it has are not made twice. */
export async function preparerEnregistrement(regles: ReglesIdentite, tx: Tx, ctx: Contexte, acteur: Acteur) {
  const options = await generateRegistrationOptions({
    rpName: NOM,
    rpID: domaineDe(regles),
    userName: `${acteur.prenom} ${acteur.nom}`,
    userDisplayName: `${acteur.prenom} ${acteur.nom}`,
    // Says nothing of the person to the authenticator's maker, and is the same for all their keys.
    userID: new Uint8Array(Buffer.from(acteur.compteId.replaceAll('-', ''), 'hex')),
    timeout: DEFI_MS,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
    excludeCredentials: (await listCles(tx, acteur.compteId)).map(descripteur),
  });
  await setDefi(tx, acteur.sessionId, {
    defi: options.challenge,
    objet: 'enregistrement',
    expireLe: new Date(ctx.instant.getTime() + DEFI_MS),
  });
  return accepte({ options: { ...options } });
}

/** The key that a browser has just made over the challenge given; null when it is not that. */
export async function lireEnregistrement(
  regles: ReglesIdentite,
  defi: string,
  reponse: z.output<typeof enregistrementCleSchema>,
) {
  const verdict = await verifyRegistrationResponse({
    response: reponse as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge: defi,
    expectedOrigin: regles.origine(),
    expectedRPID: domaineDe(regles),
    requireUserVerification: false,
  }).catch(() => null);
  if (verdict?.verified !== true) return null;
  const { credential, credentialDeviceType } = verdict.registrationInfo;
  return {
    identifiantCle: enOctets(credential.id),
    clePublique: Buffer.from(credential.publicKey),
    compteur: credential.counter,
    transports: credential.transports ?? [],
    synchronisee: credentialDeviceType === 'multiDevice',
  };
}
