import type { EtatDossier, SuiteDossier } from './etats.ts';
import { afficherNumero } from './numero-dossier.ts';
import { type Alea, creerAlea, hacher } from './population/alea.ts';
import type { CommuneGeneree } from './population/blocs-foyer.ts';
import { type CasParticulier, casDe } from './population/cas.ts';
import { assemblerDossier, type DossierGenere, type PlanDossier } from './population/dossier.ts';
import type { Foyer } from './population/foyer.ts';
import { anneeDe, ecrireJour, lireMois, type NumeroMois, numeroMois } from './population/mois.ts';
import { type Parcours, releveDuRsa } from './population/prestations.ts';
import { tirerFoyer } from './population/tirage-foyer.ts';

export type { CommuneGeneree } from './population/blocs-foyer.ts';
export type { DossierGenere } from './population/dossier.ts';
export { dossiersTemoins } from './population/temoins.ts';

/** A Caf of the population and its invented towns. */
export interface CafGeneree {
  readonly code: string;
  readonly communes: readonly CommuneGeneree[];
}

export interface OptionsPopulation {
  readonly graine: string;
  /** Number of files, all Cafs together. */
  readonly taille: number;
  readonly cafs: readonly CafGeneree[];
  /** Month 'AAAA-MM' that the current QF holds for. */
  readonly moisCourant: string;
}

/** Generated numbers start here: those below are kept for `dossiersTemoins`. */
export const PREMIER_NUMERO_GENERE = 100_000;
/** Prime, so that the step below visits every number once before it comes back. */
const NUMEROS_PAR_CAF = 9_899_999;

interface Contexte extends OptionsPopulation {
  readonly sel: number;
  readonly courant: NumeroMois;
}

/**
 * Files of an invented population, one by one: households → activities → resources of N-2 → benefits → QF computed.
 *
 * The same options give the same bytes. Every state and every particular case is there from the first thousand;
 * file i is made from the seed and i alone. Source: CDAP-30.
 */
export function* genererPopulation(options: OptionsPopulation): Generator<DossierGenere, void, undefined> {
  const { taille, cafs, moisCourant, graine } = options;
  const parCaf = Math.ceil(taille / Math.max(1, cafs.length));
  if (cafs.some(({ communes }) => communes.length === 0) || parCaf >= NUMEROS_PAR_CAF) {
    throw new RangeError('chaque Caf a au moins une commune et moins de 9 899 999 dossiers');
  }
  if (cafs.length === 0) return;
  const contexte: Contexte = { ...options, sel: hacher(graine), courant: lireMois(moisCourant) };
  for (let i = 0; i < taille; i += 1) yield genererDossier(contexte, i);
}

const cafDe = ({ cafs }: Contexte, i: number): CafGeneree => {
  const caf = cafs[i % cafs.length];
  if (!caf) throw new RangeError('aucune Caf');
  return caf;
};

/** Number of a file: the k-th of its Caf, spread over the range so that neighbours do not look alike. */
function numeroDe({ cafs, sel }: Contexte, i: number): number {
  const k = Math.floor(i / cafs.length);
  return PREMIER_NUMERO_GENERE + ((k * 7_368_787 + (sel % NUMEROS_PAR_CAF)) % NUMEROS_PAR_CAF);
}

/** Where the draws of a file come from: its household, and the rest. */
const aleaFoyer = ({ sel }: Contexte, i: number): Alea => creerAlea(sel, 2 * i);
const aleaDossier = ({ sel }: Contexte, i: number): Alea => creerAlea(sel, 2 * i + 1);

const CAS_ETAT: Partial<Record<CasParticulier, EtatDossier>> = {
  suspendu: 'suspendu',
  'en-affiliation': 'en-affiliation',
  radie: 'radie',
  decede: 'decede',
  transfere: 'transfere',
  'transfere-msa': 'transfere',
  fusionne: 'fusionne',
};

/** A transfer to another Caf takes two files side by side: the old at an even place, the new one after it. */
function estDepart(contexte: Contexte, i: number): boolean {
  if (i % 2 !== 0 || i + 1 >= contexte.taille || contexte.cafs.length < 2) return false;
  if (casDe(i) === 'transfere') return true;
  return casDe(i) === null && casDe(i + 1) === null && creerAlea(contexte.sel ^ 0x5bd1e995, i).chance(0.02);
}

const estArrivee = (contexte: Contexte, i: number): boolean => i % 2 === 1 && estDepart(contexte, i - 1);

/** State without regard to other files; a merge is settled afterwards, when its target is known to be open. */
function etatTire(contexte: Contexte, i: number): EtatDossier {
  const cas = casDe(i);
  if (estDepart(contexte, i)) return 'transfere';
  if (cas !== null) return CAS_ETAT[cas] ?? 'ouvert';
  if (estArrivee(contexte, i)) return 'ouvert';
  return creerAlea(contexte.sel ^ 0x27d4eb2f, i).peser<EtatDossier>([
    ['ouvert', 91],
    ['suspendu', 2.5],
    ['en-affiliation', 1.2],
    ['radie', 3.3],
    ['decede', 0.7],
    ['transfere', 0.6],
    ['fusionne', 0.5],
  ]);
}

/** Place whose draws make the household: the two files of a transfer, or of a merge, are of one family. */
const sourceDuFoyer = (contexte: Contexte, i: number): number => (estArrivee(contexte, i) ? i - 1 : i);

/** File that a merged one was merged into: a neighbour of the same Caf, open. */
function cibleFusion(contexte: Contexte, i: number): number | null {
  const pas = contexte.cafs.length;
  const voisins = [i - pas, i + pas].filter((j) => j >= 0 && j < contexte.taille);
  return voisins.find((j) => etatTire(contexte, j) === 'ouvert') ?? null;
}

function genererDossier(contexte: Contexte, i: number): DossierGenere {
  const { courant } = contexte;
  const cas = casDe(i);
  const alea = aleaDossier(contexte, i);
  const caf = cafDe(contexte, i);
  const tire = etatTire(contexte, i);
  const cible = tire === 'fusionne' ? cibleFusion(contexte, i) : null;
  const etat: EtatDossier = tire === 'fusionne' && cible === null ? 'radie' : tire;
  const etatDepuis = courant - alea.entier(1, 14);
  const arrivee = estArrivee(contexte, i);
  const source = sourceDuFoyer(contexte, cible ?? i);
  const foyer = tirerFoyer(aleaFoyer(contexte, source), casDe(source), courant);
  const parcours = tirerParcours(alea, cas, etat, etatDepuis, foyer, courant);
  const suite = suiteDe(contexte, i, etat, etatDepuis, cible);
  return assemblerDossier(alea, {
    cafCode: caf.code,
    numero: numeroDe(contexte, i),
    commune: alea.choisir(caf.communes),
    courant,
    foyer,
    parcours,
    etat,
    etatDepuis: etat === 'ouvert' ? parcours.debut : etatDepuis,
    suite,
    accesRestreint: cas === 'acces-restreint' || (cas === null && alea.chance(0.002)),
    motifInconnu:
      cas === 'dossier-recent'
        ? 'dossier-recent'
        : alea.chance(0.85)
          ? 'ressources-manquantes'
          : 'ressources-en-controle',
    passeReecrit: cas === 'passe-reecrit' || alea.chance(0.05),
    protection: cas === 'protection' || alea.chance(0.008),
    mutation: etat === 'ouvert' ? tirerMutation(contexte, i, cas) : null,
    pieceLogement: cas === 'piece-logement',
    origine: arrivee
      ? { code: cafDe(contexte, i - 1).code, numero: afficherNumero(numeroDe(contexte, i - 1)) }
      : null,
  });
}

/** A transfer asked for and not done: one file in a hundred and fifty, either way, from the MSA or another Caf. */
function tirerMutation(
  { sel, cafs }: Contexte,
  i: number,
  cas: CasParticulier | null,
): NonNullable<PlanDossier['mutation']> | null {
  const alea = creerAlea(sel ^ 0x1b873593, i);
  const sens =
    cas === 'mutation-sortante'
      ? 'sortante'
      : cas === 'mutation-entrante'
        ? 'entrante'
        : cas === null && alea.chance(0.0065)
          ? alea.choisir(['sortante', 'entrante'] as const)
          : null;
  if (sens === null) return null;
  const nature = alea.chance(0.6) ? 'msa' : 'caf';
  return { sens, organisme: { nature, code: cafs[(i + 1) % cafs.length]?.code ?? '' } };
}

function suiteDe(
  contexte: Contexte,
  i: number,
  etat: EtatDossier,
  depuis: NumeroMois,
  cible: number | null,
): SuiteDossier | null {
  const le = ecrireJour(depuis, 1);
  if (etat === 'fusionne' && cible !== null) {
    return {
      organisme: 'caf',
      code: cafDe(contexte, i).code,
      numero: afficherNumero(numeroDe(contexte, cible)),
      depuis: le,
    };
  }
  if (etat !== 'transfere') return null;
  if (estDepart(contexte, i)) {
    return {
      organisme: 'caf',
      code: cafDe(contexte, i + 1).code,
      numero: afficherNumero(numeroDe(contexte, i + 1)),
      depuis: le,
    };
  }
  return { organisme: 'msa', code: cafDe(contexte, i).code, numero: null, depuis: le };
}

function tirerParcours(
  alea: Alea,
  cas: CasParticulier | null,
  etat: EtatDossier,
  etatDepuis: NumeroMois,
  foyer: Foyer,
  courant: NumeroMois,
): Parcours {
  const recent = cas === 'dossier-recent' || etat === 'en-affiliation';
  const debut = recent
    ? courant - alea.entier(1, 5)
    : courant - (alea.chance(0.06) ? alea.entier(3, 22) : alea.entier(24, 240));
  const rsa = periodeRsa(alea, cas, foyer, courant);
  // A file being affiliated begins with its affiliation; one that took another state had begun well before.
  const debutUtile =
    etat === 'en-affiliation'
      ? etatDepuis
      : Math.min(debut, rsa?.du ?? debut, etat === 'ouvert' ? debut : etatDepuis - 3);
  const ferme = etat !== 'ouvert' && etat !== 'en-affiliation' ? etatDepuis : null;
  const ordinaire = cas === null && ferme === null;
  const sansDroit = cas === 'qf-sans-droit' || (ordinaire && alea.chance(0.03));
  const inconnu =
    cas === 'qf-inconnu' || cas === 'dossier-recent' || (ordinaire && !sansDroit && alea.chance(0.065));
  return {
    debut: debutUtile,
    rsa,
    sansDroitDepuis: ferme ?? (sansDroit ? courant - alea.entier(0, 5) : null),
    finClca: courant - 3 - (debut % 5),
    inconnuDepuis: inconnu ? (cas === 'dossier-recent' ? debutUtile : numeroMois(anneeDe(courant), 1)) : null,
  };
}

const MOIS_DEPUIS_RSA: Partial<Record<CasParticulier, number>> = {
  'rsa-en-cours': 0,
  'rsa-23-mois': 23,
  'rsa-24-mois': 24,
  'rsa-25-mois': 25,
};

function periodeRsa(
  alea: Alea,
  cas: CasParticulier | null,
  foyer: Foyer,
  courant: NumeroMois,
): Parcours['rsa'] {
  const impose = cas === null ? undefined : MOIS_DEPUIS_RSA[cas];
  const duree = alea.entier(3, 48);
  if (impose !== undefined) return { du: courant - impose - duree, au: courant - impose };
  if (cas !== null) return null;
  if (releveDuRsa(foyer) && alea.chance(0.85)) return { du: courant - duree, au: courant };
  if (!alea.chance(0.06)) return null;
  const fin = courant - alea.entier(1, 40);
  return { du: fin - duree, au: fin };
}
