import { cleNir } from '../../../../kernel/nir.ts';
import type { BlocsStockes } from '../blocs.ts';
import type { PlanDossier } from './dossier.ts';
import type { Adulte, Enfant, Foyer } from './foyer.ts';
import { ecrireJour, type NumeroMois } from './mois.ts';

/** The people of the files written by hand, and what may differ from one file to the next. */

export const avecCle = (treize: string): string => treize + cleNir(treize);

export const ADULTE: Adulte = {
  role: 'RDO',
  sexe: 'F',
  nomNaissance: 'Exemplaire',
  nomUsage: null,
  prenoms: ['Claire'],
  dateNaissance: '1988-04-17',
  lieu: { commune: 'Villexemple', codeInsee: '59991', pays: 'France', codePays: '99100' },
  nir: avecCle('2880459991001'),
  activite: 'CDI',
  activiteDepuis: 2019 * 12,
  activitePrecedente: null,
  revenuMensuelEuros: 1650,
  aah: false,
};

export const CONJOINT: Adulte = {
  ...ADULTE,
  role: 'CJT',
  sexe: 'M',
  nomNaissance: 'Modèle',
  prenoms: ['Jean-Noël'],
  dateNaissance: '1986-11-02',
  nir: avecCle('1861159991002'),
  revenuMensuelEuros: 1400,
};

/** A child aged `age` years in the current month. */
export const enfant = (
  courant: NumeroMois,
  prenom: string,
  age: number,
  plus: Partial<Enfant> = {},
): Enfant => {
  const naissance = courant - age * 12 - 5;
  return {
    nomNaissance: 'Exemplaire',
    prenoms: [prenom],
    sexe: 'F',
    naissance,
    dateNaissance: ecrireJour(naissance, 9),
    gardeAlternee: false,
    parti: false,
    aeeh: null,
    aeehDepuis: naissance,
    ...plus,
  };
};

export const FOYER_SEUL: Foyer = {
  situation: 'CEL',
  situationDepuis: 2018 * 12,
  adultes: [ADULTE],
  enfants: [],
  asf: false,
  cmg: false,
  prepare: false,
  ajpp: false,
  clca: false,
  frontalier: false,
  demandeCmg: null,
  statutLogement: 'LOC',
  loyerEuros: 540,
  bailleurSocial: true,
  tiersPayant: true,
  evolution: 1.02,
};

/** Blocks that a witness writes over those of its plan. */
export type Retouche = (blocs: BlocsStockes) => Partial<BlocsStockes>;

/** What differs from an ordinary open file of a lone person. */
export type Surcharge = Partial<Omit<PlanDossier, 'parcours'>> & {
  readonly parcours?: Partial<PlanDossier['parcours']>;
  readonly profils?: readonly string[];
  /** Blocks written over those of the plan; the facts are drawn again from the result. */
  readonly retouche?: Retouche;
};

/** Number, description, and what differs. */
export type Temoin = readonly [number, string, Surcharge];

export const coupleTemoin = (courant: NumeroMois): Foyer => ({
  ...FOYER_SEUL,
  situation: 'MAR',
  adultes: [{ ...ADULTE, nomUsage: 'Modèle' }, CONJOINT],
  enfants: [enfant(courant, 'Zoé', 7), enfant(courant, 'Noé', 3, { sexe: 'M' })],
});
