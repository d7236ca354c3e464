import type { Activite, Prestation } from '../codes.ts';
import { ageEn, type Enfant, estACharge, type Foyer } from './foyer.ts';
import { anneeDe, type NumeroMois, rangDansAnnee } from './mois.ts';

/**
 * Benefits of an invented household by simple rules (CDAP-30). The amounts are of the right order and no more:
 * they feed a demonstration, and no one's rights.
 */

/** Benefits that the rules pay, in the order of the columns of `prestationsDuMois`. */
export const PRESTATIONS_VERSEES = [
  'AF',
  'CF',
  'ASF',
  'ARS',
  'AEEH',
  'PAJE-PRIME',
  'PAJE-BASE',
  'PREPARE',
  'CMG',
  'APL',
  'ALF',
  'ALS',
  'RSA',
  'PPA',
  'AAH',
  'AJPP',
  'CLCA',
  'ADE-CDI',
] as const satisfies Prestation[];

type PrestationVersee = (typeof PRESTATIONS_VERSEES)[number];

const colonne = Object.fromEntries(PRESTATIONS_VERSEES.map((code, i) => [code, i])) as Record<
  PrestationVersee,
  number
>;

/** What happened to the file, that the rules must respect. */
export interface Parcours {
  /** First month of the file. */
  readonly debut: NumeroMois;
  /** From this month on, resources are not known; null when they always are. */
  readonly inconnuDepuis: NumeroMois | null;
  /** From this month on, nothing is paid; null while rights run. */
  readonly sansDroitDepuis: NumeroMois | null;
  /** From this month on, the former allowance is not paid any more. */
  readonly finClca: NumeroMois;
  /** Months of RSA, both included, when the household is said to have drawn it. */
  readonly rsa: { readonly du: NumeroMois; readonly au: NumeroMois } | null;
}

/** Yearly resources of a household, in whole euros: today's incomes carried back by the household's own trend. */
export function ressourcesAnnuelles(foyer: Foyer, annee: number, anneeCourante: number): number {
  const mensuel = foyer.adultes.reduce((somme, adulte) => somme + adulte.revenuMensuelEuros, 0);
  const recul = anneeCourante - annee;
  let facteur = 1;
  for (let i = 0; i < recul; i += 1) facteur /= foyer.evolution;
  return Math.round(mensuel * 12 * facteur);
}

/** Half for a child in shared custody, as for the QF. */
const compterEnfants = (enfants: readonly Enfant[]): number =>
  enfants.reduce((somme, enfant) => somme + (enfant.gardeAlternee ? 0.5 : 1), 0);

/**
 * Amount of each benefit of a month, in centimes, in the columns of `PRESTATIONS_VERSEES`.
 *
 * `annuel` is the resources of N-2 in euros, or null when they are not known: means-tested benefits then stop.
 */
export function prestationsDuMois(
  foyer: Foyer,
  parcours: Parcours,
  m: NumeroMois,
  annuel: number | null,
): number[] {
  const montants = new Array<number>(PRESTATIONS_VERSEES.length).fill(0);
  if (m < parcours.debut || (parcours.sansDroitDepuis !== null && m >= parcours.sansDroitDepuis))
    return montants;
  const verser = (code: PrestationVersee, euros: number): void => {
    if (euros >= 15) montants[colonne[code]] = Math.round(euros * 100);
  };
  const charges = foyer.enfants.filter((enfant) => estACharge(enfant, m));
  const poids = compterEnfants(charges);
  const couple = foyer.adultes.length === 2;
  const mensuel = annuel === null ? null : annuel / 12;

  verserPourEnfants(foyer, charges, m, mensuel, verser);
  if (foyer.clca && charges.length > 0 && m < parcours.finClca) verser('CLCA', 398);

  const enAah = foyer.adultes.filter(({ aah }) => aah).length;
  verser('AAH', enAah * Math.max(0, 1016 - (mensuel ?? 0) * 0.35));
  if (mensuel === null) return montants;

  const rsa = parcours.rsa !== null && m >= parcours.rsa.du && m <= parcours.rsa.au;
  const forfait = 635 * (1 + (couple ? 0.5 : 0) + 0.3 * poids);
  if (rsa) verser('RSA', Math.max(60, forfait * 0.56 - 0.4 * mensuel));
  const travaille = foyer.adultes.some(({ revenuMensuelEuros }) => revenuMensuelEuros > 450);
  if (!rsa && enAah === 0 && travaille) verser('PPA', Math.min(380, 0.5 * forfait + 90 - 0.22 * mensuel));
  if (foyer.statutLogement === 'LOC') {
    const plafond = Math.min(foyer.loyerEuros, 300 + 60 * poids + (couple ? 30 : 0));
    const code = foyer.bailleurSocial ? 'APL' : charges.length > 0 ? 'ALF' : 'ALS';
    verser(code, plafond * 0.66 - Math.max(0, mensuel - 350) * (0.3 - 0.035 * Math.min(4, poids)));
  }
  return montants;
}

function verserPourEnfants(
  foyer: Foyer,
  charges: readonly Enfant[],
  m: NumeroMois,
  mensuel: number | null,
  verser: (code: PrestationVersee, euros: number) => void,
): void {
  if (charges.length === 0) return;
  const poids = compterEnfants(charges);
  if (charges.length >= 2) {
    const plein = 151 + 193 * Math.max(0, poids - 2);
    const modulation = mensuel === null || mensuel < 6200 ? 1 : mensuel < 8300 ? 0.5 : 0.25;
    verser('AF', plein * Math.min(1, poids / 2) * modulation);
  }
  if (foyer.asf) verser('ASF', 199 * poids);
  if (foyer.ajpp) verser('AJPP', 1316);
  if (foyer.frontalier) verser('ADE-CDI', 62 * poids + 18);
  const avecAeeh = charges.filter((enfant) => enfant.aeeh !== null && enfant.aeehDepuis <= m);
  verser(
    'AEEH',
    avecAeeh.reduce((somme, { aeeh }) => somme + 151 + 112 * (aeeh ?? 0), 0),
  );
  const petits = charges.filter((enfant) => m - enfant.naissance < 36);
  if (foyer.prepare && petits.length > 0) verser('PREPARE', 448);
  if (foyer.cmg && charges.some((enfant) => m - enfant.naissance < 72)) {
    verser('CMG', mensuel !== null && mensuel < 3000 ? 420 : 270);
  }
  if (mensuel === null) return;
  const plafond = 2300 + 420 * poids;
  if (charges.length >= 3 && petits.length === 0 && mensuel < plafond * 1.25) verser('CF', 197);
  if (petits.length > 0 && mensuel < plafond * 1.2) verser('PAJE-BASE', mensuel < plafond ? 193 : 97);
  if (petits.some((enfant) => m - enfant.naissance === 2) && mensuel < plafond * 1.2)
    verser('PAJE-PRIME', 1066);
  if (rangDansAnnee(m) === 8 && mensuel < plafond * 0.95) {
    const ecoliers = charges.filter((enfant) => ageEn(enfant, m) >= 6 && ageEn(enfant, m) < 18);
    verser('ARS', ecoliers.length * 420);
  }
}

const ETUDES_OU_RETRAITE: ReadonlySet<Activite> = new Set(['RET', 'ETU', 'EBO']);

/** Whether the household's own means would open RSA: no one works enough, and no pension replaces it. */
export function releveDuRsa(foyer: Foyer): boolean {
  const total = foyer.adultes.reduce((somme, adulte) => somme + adulte.revenuMensuelEuros, 0);
  const exclu = foyer.adultes.some(({ activite, aah }) => aah || ETUDES_OU_RETRAITE.has(activite));
  return !exclu && total < 420 + 160 * (foyer.adultes.length - 1) + 90 * foyer.enfants.length;
}

/** The year that the resources behind the rights of a month come from. */
export const anneeDeReference = (m: NumeroMois): number => anneeDe(m) - 2;
