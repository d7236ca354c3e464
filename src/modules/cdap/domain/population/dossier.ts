import type { BlocsStockes, ContenuBloc } from '../blocs.ts';
import type { MotifQfInconnu } from '../codes.ts';
import type { EtatDossier, SuiteDossier } from '../etats.ts';
import type { FaitsDossier } from '../faits.ts';
import { deduireFaits } from '../faits-deduits.ts';
import { afficherNumero } from '../numero-dossier.ts';
import type { Alea } from './alea.ts';
import { blocsFoyer, type CommuneGeneree } from './blocs-foyer.ts';
import { blocsPrestations, debutAideLogement, dernierMoisPaye } from './blocs-prestations.ts';
import { blocsRessources } from './blocs-ressources.ts';
import type { Foyer } from './foyer.ts';
import { calculerHistorique, type Historique } from './historique.ts';
import { ecrireJour, type NumeroMois } from './mois.ts';
import { type Parcours, PRESTATIONS_VERSEES } from './prestations.ts';

/** A whole file as the store takes it: its facts beside its blocks. Opposition is a fact of a partner, not of it. */
export interface DossierGenere extends Omit<FaitsDossier, 'opposition'> {
  readonly cafCode: string;
  readonly numero: number;
  readonly blocs: BlocsStockes;
}

/** Everything that decides what a file holds, drawn or written by hand. */
export interface PlanDossier {
  readonly cafCode: string;
  readonly numero: number;
  readonly commune: CommuneGeneree;
  readonly courant: NumeroMois;
  readonly foyer: Foyer;
  readonly parcours: Parcours;
  readonly etat: EtatDossier;
  /** Month in which the file took this state. */
  readonly etatDepuis: NumeroMois;
  readonly suite: SuiteDossier | null;
  readonly accesRestreint: boolean;
  readonly motifInconnu: MotifQfInconnu;
  readonly passeReecrit: boolean;
  readonly protection: boolean;
  /** A transfer that is asked for and not done. */
  readonly mutation?: {
    readonly sens: 'entrante' | 'sortante';
    readonly organisme: { readonly nature: 'caf' | 'msa'; readonly code: string };
  } | null;
  /** A document is awaited, without which housing aid is not paid. */
  readonly pieceLogement?: boolean;
  /** For a file that came from elsewhere: where from, and its number there. */
  readonly origine: { readonly code: string; readonly numero: string } | null;
}

const COLONNE_RSA = PRESTATIONS_VERSEES.indexOf('RSA');

/**
 * Last month with RSA up to `jusqua`, in the computed months or before them; null for a household that had drawn
 * none by then.
 */
function dernierMoisRsa({ mois }: Historique, parcours: Parcours, jusqua: NumeroMois): NumeroMois | null {
  const trouve = mois.find(({ m, montants }) => m <= jusqua && (montants[COLONNE_RSA] ?? 0) > 0);
  if (trouve) return trouve.m;
  const plusAncien = mois.at(-1)?.m ?? 0;
  return parcours.rsa !== null && parcours.rsa.au < plusAncien ? parcours.rsa.au : null;
}

/** Turns a plan into a file: computes its months, then fills every block. */
export function assemblerDossier(alea: Alea, plan: PlanDossier): DossierGenere {
  const { foyer, parcours, courant, etat } = plan;
  const historique = calculerHistorique(alea, foyer, parcours, courant, plan.motifInconnu, plan.passeReecrit);
  const rsaMois = dernierMoisRsa(historique, parcours, courant);
  const rsaEnCours = etat === 'ouvert' && rsaMois === courant;
  const duFoyer = blocsFoyer(alea, plan, debutAideLogement(historique));
  const blocs: BlocsStockes = {
    ...duFoyer,
    ...blocsRessources(plan, historique),
    ...blocsPrestations(alea, plan, historique, {
      installeLe: duFoyer.adresse?.actuelle?.depuis ?? null,
      rsa:
        rsaMois === null
          ? null
          : {
              dernier: rsaMois,
              verse: dernierMoisRsa(historique, parcours, dernierMoisPaye(courant)),
              enCours: rsaEnCours,
            },
    }),
    numero: {
      cafCode: plan.cafCode,
      numero: afficherNumero(plan.numero),
      etat,
      depuis: ecrireJour(plan.etatDepuis, 1),
    },
    quotientFamilial: historique.quotientFamilial,
  };
  const tenus = estSansContenu(etat) ? viderDossier(blocs, etat) : blocs;
  return {
    cafCode: plan.cafCode,
    numero: plan.numero,
    etat,
    suite: plan.suite,
    dateDonnees: ecrireJour(courant, 1),
    accesRestreint: plan.accesRestreint,
    ...deduireFaits(etat, tenus),
    blocs: tenus,
  };
}

const estSansContenu = (etat: EtatDossier): boolean => etat === 'fusionne' || etat === 'en-affiliation';

/** A merged file keeps who and where it went; one being affiliated, what the family has declared so far. */
function viderDossier(blocs: BlocsStockes, etat: EtatDossier): BlocsStockes {
  const recent = etat === 'en-affiliation';
  const quotient: ContenuBloc<'quotientFamilial'> | null =
    recent && blocs.quotientFamilial
      ? {
          actuel: { etat: 'inconnu', mois: blocs.quotientFamilial.actuel.mois, motif: 'dossier-recent' },
          parts: blocs.quotientFamilial.parts,
          historique: [],
        }
      : null;
  return {
    identite: blocs.identite,
    numero: blocs.numero,
    nir: blocs.nir,
    adresse: recent ? blocs.adresse : null,
    famille: recent ? blocs.famille : null,
    situationPro: recent ? blocs.situationPro : null,
    ressourcesAnnuelles: null,
    ressourcesTrimestrielles: null,
    baseRessourcesEaje: null,
    quotientFamilial: quotient,
    droits: null,
    paiements: null,
    creances: null,
    logement: null,
    rsa: null,
    pensionsAlimentaires: null,
    protection: null,
    handicap: null,
    cmg: null,
    demarches: recent ? blocs.demarches : null,
    affiliation: blocs.affiliation,
  };
}
