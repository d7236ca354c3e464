import type { Tx } from '../../../platform/db/base.ts';
import { deleteAppareils } from './store/facteurs.ts';
import { annulerJetonsCourriel } from './store/oublis.ts';
import { closeSessionsDe } from './store.ts';

/**
 * Ends all that an account has open: sessions, tokens, known devices and links sent by mail. Each request reads them, so
 * the next one is refused everywhere (ACC-06, SEC-08).
 */
export async function toutFermer(tx: Tx, compteId: string, instant: Date, motif: string): Promise<number> {
  await deleteAppareils(tx, compteId);
  await annulerJetonsCourriel(
    tx,
    compteId,
    ['reinitialisation', 'courriel-ancien', 'courriel-nouveau'],
    instant,
  );
  return closeSessionsDe(tx, compteId, instant, motif);
}
