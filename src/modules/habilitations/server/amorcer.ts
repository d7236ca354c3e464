import { accepte, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { lockQuota } from '../../conventions/index.ts';
import { type Compteur, insertHabilitation, type NouvelleHabilitation, prendreSiege } from './store.ts';

/**
 * Loads a right with its seat, under the lock on the quota: the maximum is never passed, whatever runs beside
 * (HAB-02). A suspended right keeps its seat; a closed one takes none.
 */
export async function amorcerHabilitation(tx: Tx, h: NouvelleHabilitation): Promise<Resultat<null>> {
  if (h.etat !== 'close') {
    // Cdap counts the persons of the whole partner; AFAS those of the place or the facility (HAB-03).
    const compteur: Compteur =
      h.service === 'cdap'
        ? { perimetre: 'partenaire', perimetreId: h.partenaireId }
        : { perimetre: h.perimetre, perimetreId: h.perimetreId };
    const maximum = await lockQuota(tx, h.bulletinId, h.profil, compteur.perimetre, h.accordeeLe);
    if (maximum === undefined)
      return refuse({ code: 'profil-non-ouvert', nature: 'conflit', champ: 'profil' });
    if (!(await prendreSiege(tx, h, compteur, maximum))) {
      return refuse({ code: 'quota-atteint', nature: 'conflit', champ: 'profil', details: { maximum } });
    }
  }
  await insertHabilitation(tx, h);
  return accepte(null);
}
