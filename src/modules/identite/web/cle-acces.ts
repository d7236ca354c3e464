import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import type { EntreeDe, SortieDe } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import type { identiteContrat } from '../contract.ts';

type Options = SortieDe<typeof identiteContrat.defierCle>['options'];
type Signature = EntreeDe<typeof identiteContrat.verifierCle>['reponse'];
type Enregistrement = EntreeDe<typeof identiteContrat.enregistrerCle>['reponse'];

/** Passkeys need a browser that knows them and a page served by https (or this machine itself). */
export const clesPossibles = (): boolean => typeof window.PublicKeyCredential === 'function';

/**
 * Asks the person for a passkey of theirs. The library comes with the first use: who types a code never pays for it.
 *
 * Errors: ErreurApi, in words: cancelled, not known here, refused by the browser.
 */
export async function signerParCle(options: Options): Promise<Signature> {
  const { startAuthentication } = await chargerBibliotheque();
  try {
    return (await startAuthentication({
      optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON,
    })) as Signature;
  } catch (erreur) {
    throw enMots(erreur);
  }
}

/** Makes a passkey on this device or on a security key. Errors: as `signerParCle`. */
export async function creerCle(options: Options): Promise<Enregistrement> {
  const { startRegistration } = await chargerBibliotheque();
  try {
    return (await startRegistration({
      optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
    })) as Enregistrement;
  } catch (erreur) {
    throw enMots(erreur);
  }
}

async function chargerBibliotheque(): Promise<typeof import('@simplewebauthn/browser')> {
  try {
    return await import('@simplewebauthn/browser');
  } catch {
    throw refusDeCle(
      'cle-inutilisable',
      'Le portail ne répond pas.',
      'Vérifiez la connexion de votre poste, puis réessayez.',
    );
  }
}

const refusDeCle = (code: string, titre: string, suite: string): ErreurApi =>
  new ErreurApi({ nature: 'refus', status: 0, code, titre, suite });

/** What the browser or the key said; its own message is in English, for those who write pages. */
function enMots(erreur: unknown): ErreurApi {
  const nom = erreur instanceof Error ? erreur.name : '';
  if (nom === 'NotAllowedError' || nom === 'AbortError') {
    return refusDeCle(
      'cle-abandonnee',
      'La clé d’accès n’a pas servi.',
      'La demande a été refermée, ou le temps est passé. Réessayez, ou choisissez un autre moyen.',
    );
  }
  if (nom === 'InvalidStateError') {
    return refusDeCle(
      'cle-deja-la',
      'Cette clé est déjà enregistrée sur votre compte.',
      'Prenez-en une autre, ou utilisez celle-ci telle quelle.',
    );
  }
  return refusDeCle(
    'cle-inutilisable',
    'Ce navigateur n’a pas pu se servir d’une clé d’accès.',
    'Choisissez un autre moyen, ou essayez avec un autre navigateur.',
  );
}
