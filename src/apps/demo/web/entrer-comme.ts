import { type Etape, identiteContrat, type Session } from '../../../modules/identite/contract.ts';
import { deconnecter } from '../../../modules/identite/web/session.ts';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { demonstrationContrat } from '../contract.ts';

interface Identifiants {
  readonly identifiant: string;
  readonly motDePasse: string;
  /** Someone is signed in here already: their session is closed first. */
  readonly remplace: boolean;
  /** Called with the seconds left before a code that has not been used. */
  readonly onAttente: (secondes: number) => void;
}

/**
 * Signs in as a person of the demonstration by the same two calls as the sign-in page. Null: steps are left before the
 * portal opens, and the sign-in page takes them.
 *
 * A code serves once: when the one of the instant was used a moment ago, the next one is within the tolerance;
 * when that one was used too, the following is waited for.
 */
export async function entrerComme({
  identifiant,
  motDePasse,
  remplace,
  onAttente,
}: Identifiants): Promise<Session | null> {
  if (remplace) await deconnecter();
  const premiere = await appeler(identiteContrat.connecter, { identifiant, motDePasse });
  if (premiere.etape !== 'second-facteur') return sessionDe(premiere);
  const { codes, secondes } = await appeler(demonstrationContrat.codes, { identifiant });
  for (const code of codes) {
    const etape = await essayer(code);
    if (etape) return sessionDe(etape);
  }
  onAttente(secondes);
  await new Promise((resolve) => setTimeout(resolve, (secondes + 1) * 1_000));
  const nouveaux = await appeler(demonstrationContrat.codes, { identifiant });
  return sessionDe(await appeler(identiteContrat.verifierCode, { code: nouveaux.codes.at(-1) ?? '' }));
}

const sessionDe = (etape: Etape): Session | null => (etape.etape === 'ouverte' ? etape.session : null);

/** Where things stand, or null when the code was already used. */
async function essayer(code: string): Promise<Etape | null> {
  try {
    return await appeler(identiteContrat.verifierCode, { code });
  } catch (erreur) {
    if (erreur instanceof ErreurApi && erreur.code === 'code-refuse') return null;
    throw erreur;
  }
}
