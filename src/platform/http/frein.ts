import { reseauDe } from './reseau.ts';

const MINUTE = 60_000;
/** Networks remembered within a minute; the rest share one count. */
const RESEAUX_AU_PLUS = 20_000;

/** Requests without session that one network may send in a minute: a whole town hall signs in within it. */
export const DEMANDES_ANONYMES_PAR_MINUTE = 300;

/**
 * Counts requests by network and by minute, in memory: what comes before any session must cost neither the
 * database nor the register of traces more than a person could ask. True while the count holds.
 */
export function creerFrein(
  parMinute: number,
  maintenant: () => number = () => performance.now(),
): (adresse: string | null) => boolean {
  let minute = 0;
  let comptes = new Map<string, number>();
  return (adresse) => {
    const courante = Math.floor(maintenant() / MINUTE);
    if (courante !== minute) {
      minute = courante;
      comptes = new Map();
    }
    const reseau = reseauDe(adresse);
    const cle = comptes.has(reseau) || comptes.size < RESEAUX_AU_PLUS ? reseau : 'autres';
    const compte = (comptes.get(cle) ?? 0) + 1;
    comptes.set(cle, compte);
    return compte <= parMinute;
  };
}
