import { ErreurApi } from '../../../../ui/api-error.ts';
import { annoncer } from '../../../../ui/toasts.ts';

/**
 * Does an act started by a button alone, outside any form: its refusal is told at the foot of the screen. Answers
 * whether it was done.
 */
export async function faire(acte: () => Promise<void>): Promise<boolean> {
  try {
    await acte();
    return true;
  } catch (erreur) {
    if (!(erreur instanceof ErreurApi)) throw erreur;
    if (erreur.nature !== 'abandon' && erreur.nature !== 'session')
      annoncer([erreur.titre, erreur.suite].filter(Boolean).join(' '), { tone: 'stop' });
    return false;
  }
}
