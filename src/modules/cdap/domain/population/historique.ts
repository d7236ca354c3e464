import type { ContenuBloc } from '../blocs.ts';
import type { MotifQfInconnu } from '../codes.ts';
import { calculerQuotient, comptePourQuotient, nombreDeParts } from '../quotient-familial.ts';
import type { EtatQf } from '../schemas-ressources.ts';
import type { Alea } from './alea.ts';
import { estACharge, type Foyer } from './foyer.ts';
import { anneeDe, ecrireMois, type NumeroMois } from './mois.ts';
import {
  anneeDeReference,
  type Parcours,
  PRESTATIONS_VERSEES,
  prestationsDuMois,
  ressourcesAnnuelles,
} from './prestations.ts';

/** Months of history that a file keeps (CDAP-05). */
export const MOIS_HISTORIQUE = 24;

/** One month of a household, computed. */
interface MoisCalcule {
  readonly m: NumeroMois;
  readonly montants: readonly number[];
  readonly annuel: number | null;
  readonly parts: number;
  readonly quotient: number | null;
}

export interface Historique {
  /** Most recent first; index 0 is the current month. */
  readonly mois: readonly MoisCalcule[];
  readonly quotientFamilial: ContenuBloc<'quotientFamilial'>;
}

/** Amount of a benefit, in centimes, `i` months before the current one. */
export const montantDuMois = (
  historique: Historique,
  i: number,
  code: (typeof PRESTATIONS_VERSEES)[number],
): number => historique.mois[i]?.montants[PRESTATIONS_VERSEES.indexOf(code)] ?? 0;

/** First month of the unbroken stretch at the current month's amount; null when nothing is due this month. */
export function debutDuMontant(
  historique: Historique,
  code: (typeof PRESTATIONS_VERSEES)[number],
): NumeroMois | null {
  const montant = montantDuMois(historique, 0, code);
  if (montant === 0) return null;
  const fin = historique.mois.findIndex((_, i) => montantDuMois(historique, i, code) !== montant);
  return historique.mois.at(fin === -1 ? -1 : fin - 1)?.m ?? null;
}

const COMPTEES = PRESTATIONS_VERSEES.map((code) => comptePourQuotient(code));

/** Parts of a month: children of that month, with the AEEH of that month. */
const partsDuMois = (foyer: Foyer, m: NumeroMois): number =>
  nombreDeParts(
    foyer.enfants
      .filter((enfant) => estACharge(enfant, m))
      .map((enfant) => ({
        gardeAlternee: enfant.gardeAlternee,
        handicap: enfant.aeeh !== null && enfant.aeehDepuis <= m,
      })),
  );

function calculerMois(foyer: Foyer, parcours: Parcours, m: NumeroMois, anneeCourante: number): MoisCalcule {
  const inconnu = parcours.inconnuDepuis !== null && m >= parcours.inconnuDepuis;
  const annuel = inconnu ? null : ressourcesAnnuelles(foyer, anneeDeReference(m), anneeCourante);
  const montants = prestationsDuMois(foyer, parcours, m, annuel);
  const parts = partsDuMois(foyer, m);
  const comptees = montants.reduce((somme, montant, i) => (COMPTEES[i] ? somme + montant : somme), 0);
  const quotient =
    annuel === null
      ? null
      : calculerQuotient({
          ressourcesAnnuellesCentimes: annuel * 100,
          prestationsMensuellesCentimes: comptees,
          parts,
        });
  return { m, montants, annuel, parts, quotient };
}

/**
 * Twenty-four months of a household, and the QF that the Caf would have kept for each.
 *
 * A QF is recomputed only when what it is made of changes, so its month of computation is often older than the
 * month it holds for; where `reecrit` is true a stretch of the past was recomputed later (CDAP-05).
 */
export function calculerHistorique(
  alea: Alea,
  foyer: Foyer,
  parcours: Parcours,
  courant: NumeroMois,
  motifInconnu: MotifQfInconnu,
  reecrit: boolean,
): Historique {
  const mois: MoisCalcule[] = [];
  for (let i = 0; i < MOIS_HISTORIQUE; i += 1)
    mois.push(calculerMois(foyer, parcours, courant - i, anneeDe(courant)));
  const calculs = moisDeCalcul(alea, mois);
  if (reecrit) reecrireLePasse(calculs, courant, courant - alea.entier(2, 5));
  const historique = etatsDesMois(mois, calculs, parcours, motifInconnu);
  const actuel = historique[0] ?? inconnu(courant, motifInconnu);
  return { mois, quotientFamilial: { actuel, parts: mois[0]?.parts ?? 2, historique } };
}

/** The six months before `recalcul` were computed again in it: their computation is later than they are. */
function reecrireLePasse(calculs: number[], courant: NumeroMois, recalcul: NumeroMois): void {
  for (const [i, calcul] of calculs.entries()) {
    if (courant - i > recalcul - 6) calculs[i] = Math.max(calcul, recalcul);
  }
}

const inconnu = (m: NumeroMois, motif: MotifQfInconnu): EtatQf => ({
  etat: 'inconnu',
  mois: ecrireMois(m),
  motif,
});

/** Month in which each figure was last computed, same order as `mois`. */
function moisDeCalcul(alea: Alea, mois: readonly MoisCalcule[]): number[] {
  const calculs: number[] = new Array(mois.length).fill(0);
  let precedent: MoisCalcule | undefined;
  let calcul = 0;
  for (let i = mois.length - 1; i >= 0; i -= 1) {
    const ici = mois[i];
    if (!ici) continue;
    if (!precedent) calcul = ici.m - alea.entier(0, 8);
    else if (precedent.quotient !== ici.quotient || precedent.parts !== ici.parts) calcul = ici.m;
    calculs[i] = calcul;
    precedent = ici;
  }
  return calculs;
}

function etatsDesMois(
  mois: readonly MoisCalcule[],
  calculs: readonly number[],
  parcours: Parcours,
  motif: MotifQfInconnu,
): EtatQf[] {
  const etats: EtatQf[] = [];
  let derniere: { valeur: number; mois: string; moisCalcul: string } | null = null;
  for (let i = mois.length - 1; i >= 0; i -= 1) {
    const ici = mois[i];
    if (!ici || ici.m < parcours.debut) continue;
    if (parcours.sansDroitDepuis !== null && ici.m >= parcours.sansDroitDepuis) {
      etats.push({ etat: 'sans-droit', mois: ecrireMois(ici.m), derniereValeur: derniere });
    } else if (ici.quotient === null) {
      etats.push(inconnu(ici.m, motif));
    } else {
      derniere = {
        valeur: ici.quotient,
        mois: ecrireMois(ici.m),
        moisCalcul: ecrireMois(calculs[i] ?? ici.m),
      };
      etats.push({ etat: 'valeur', ...derniere });
    }
  }
  return etats.reverse();
}
