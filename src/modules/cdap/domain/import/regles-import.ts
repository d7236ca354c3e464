import { lireNir } from '../../../../kernel/nir.ts';
import { lireNom } from '../../../../kernel/nom.ts';
import type { RaisonLecture, ReglesLecture, RegleTexte } from './lecteur-json.ts';

/** Largest QF that the Caf's tools know, in whole euros. */
export const QF_MAX = 99_999;

const nom: RegleTexte = (texte) => {
  const lu = lireNom(texte);
  return lu.ok ? { texte: lu.valeur } : 'nom-invalide';
};

const nir: RegleTexte = (texte) => {
  const lu = lireNir(texte);
  return lu.ok ? { texte: lu.valeur } : (lu.refus.code satisfies RaisonLecture);
};

/** Known in part, it is compared in part: 2026 is not after 20 November 2026 (CDAP-03). */
const naissance: RegleTexte = (texte, jour) =>
  texte <= jour.slice(0, texte.length) ? { texte } : 'date-future';

/**
 * What a file received is asked beyond the form of its blocks: names of persons, keys of NIR, births that took place,
 * a QF that is a whole number of euros (CDAP-03, CDAP-05).
 */
export const REGLES_IMPORT: ReglesLecture = {
  textes: {
    'identite.adultes.*.nomNaissance': nom,
    'identite.adultes.*.nomUsage': nom,
    'identite.adultes.*.prenoms.*': nom,
    'identite.adultes.*.dateNaissance': naissance,
    'famille.enfants.*.nomNaissance': nom,
    'famille.enfants.*.nomUsage': nom,
    'famille.enfants.*.prenoms.*': nom,
    'famille.enfants.*.dateNaissance': naissance,
    'nir.adultes.*.nir': nir,
  },
  entiers: {
    'quotientFamilial.actuel.valeur': QF_MAX,
    'quotientFamilial.actuel.derniereValeur.valeur': QF_MAX,
    'quotientFamilial.historique.*.valeur': QF_MAX,
    'quotientFamilial.historique.*.derniereValeur.valeur': QF_MAX,
  },
};
