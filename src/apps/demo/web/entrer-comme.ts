import { identiteContrat, type Session } from '../../../modules/identite/contract.ts';
import { deconnecter } from '../../../modules/identite/web/session.ts';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { demonstrationContrat } from '../contract.ts';

interface Identifiants {
  readonly identifiant: string;
  readonly motDePasse: string;
  /** Someone is signed in here already: their session is closed first. */
  readonly remplace: boolean;
}

/**
 * Signs in as a person of the demonstration by the same two calls as the sign-in page.
 *
 * The code of the instant may have just been used (codes serve once): the next one is within the tolerance.
 */
export async function entrerComme({ identifiant, motDePasse, remplace }: Identifiants): Promise<Session> {
  if (remplace) await deconnecter();
  const premiere = await appeler(identiteContrat.connecter, { identifiant, motDePasse });
  if (premiere.etape === 'ouverte') return premiere.session;
  const { codes } = await appeler(demonstrationContrat.codes, { identifiant });
  const [courant = '', suivant = ''] = codes;
  try {
    return (await appeler(identiteContrat.verifierCode, { code: courant })).session;
  } catch (erreur) {
    if (!(erreur instanceof ErreurApi) || erreur.code !== 'code-refuse') throw erreur;
    return (await appeler(identiteContrat.verifierCode, { code: suivant })).session;
  }
}
