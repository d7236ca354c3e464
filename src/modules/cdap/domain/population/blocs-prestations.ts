import type { BlocsStockes, ContenuBloc } from '../blocs.ts';
import type { AideLogement, Prestation } from '../codes.ts';
import { comptePourQuotient } from '../quotient-familial.ts';
import type { Alea } from './alea.ts';
import type { PlanDossier } from './dossier.ts';
import { estACharge, type Foyer } from './foyer.ts';
import { debutDuMontant, type Historique, montantDuMois } from './historique.ts';
import { ecrireJour, ecrireMois, type NumeroMois } from './mois.ts';
import { PRESTATIONS_VERSEES } from './prestations.ts';

type BlocsDesPrestations = Pick<
  BlocsStockes,
  | 'droits'
  | 'paiements'
  | 'creances'
  | 'logement'
  | 'rsa'
  | 'pensionsAlimentaires'
  | 'handicap'
  | 'cmg'
  | 'demarches'
>;

type Bailleur = NonNullable<NonNullable<BlocsStockes['logement']>['bailleur']>;

/** Invented landlords; the SIRET of each fails its own check, so that it is no one's. Two are of one legal person. */
const BAILLEURS_SOCIAUX: readonly [Bailleur, ...Bailleur[]] = [
  { nom: 'Habitat Fictif', siret: '00000000000017', social: true },
  { nom: 'Habitat Fictif, agence d’Imaginy', siret: '00000000000033', social: true },
  { nom: 'Logis de Villexemple', siret: '00000000100015', social: true },
];
const BAILLEURS_PRIVES: readonly [Bailleur, ...Bailleur[]] = [
  { nom: 'Propriétaire privé fictif', siret: null, social: false },
  { nom: 'SCI du Modèle', siret: '00000000300013', social: false },
];

/** By the number of the file, so that no draw moves the others; those kept for the demonstration have the first. */
function bailleurDe({ foyer, numero }: PlanDossier): Bailleur {
  const liste = foyer.bailleurSocial ? BAILLEURS_SOCIAUX : BAILLEURS_PRIVES;
  return (numero < NUMEROS_DES_TEMOINS ? undefined : liste[(numero >> 3) % liste.length]) ?? liste[0];
}
const NUMEROS_DES_TEMOINS = 100_000;

const COLONNES_AIDE: readonly (readonly [AideLogement, number])[] = (['APL', 'ALF', 'ALS'] as const).map(
  (code) => [code, PRESTATIONS_VERSEES.indexOf(code)],
);

/**
 * Last month paid when the data are taken, on the 1st of the current month: a month is paid on the 5th of the
 * next, so the one just ended is still due.
 */
export const dernierMoisPaye = (courant: NumeroMois): NumeroMois => courant - 2;

/** Month from which housing aid runs at its present amount; null without aid this month. */
export function debutAideLogement(historique: Historique): NumeroMois | null {
  const aide = COLONNES_AIDE.find(([code]) => montantDuMois(historique, 0, code) > 0);
  return aide ? debutDuMontant(historique, aide[0]) : null;
}

/** What other blocks already say, and that these must not contradict. */
interface DejaDit {
  /** Day on which the household took its present dwelling. */
  readonly installeLe: string | null;
  /** RSA of a household that drew it: last month due, last month paid, and whether it runs. */
  readonly rsa: {
    readonly dernier: NumeroMois;
    readonly verse: NumeroMois | null;
    readonly enCours: boolean;
  } | null;
}

/** What the Caf pays to the household, claims from it and awaits from it. */
export function blocsPrestations(
  alea: Alea,
  plan: PlanDossier,
  historique: Historique,
  { installeLe, rsa }: DejaDit,
): BlocsDesPrestations {
  const { foyer, courant } = plan;
  return {
    droits: blocDroits(plan, historique),
    paiements: blocPaiements(plan, historique),
    creances: alea.chance(0.07) ? blocCreances(alea, courant) : null,
    logement: blocLogement(alea, plan, historique, installeLe),
    rsa: rsa === null ? null : blocRsa(alea, plan, rsa),
    pensionsAlimentaires: blocPensions(alea, plan, historique),
    handicap: blocHandicap(foyer, courant, historique),
    cmg: blocCmg(alea, foyer, courant, historique),
    demarches:
      alea.chance(0.12) || plan.etat === 'en-affiliation' || plan.pieceLogement
        ? blocDemarches(alea, courant, plan.pieceLogement === true)
        : null,
  };
}

/** One line per stretch of months at the same amount, the two latest of each benefit, most recent first. */
function blocDroits({ etat, courant }: PlanDossier, { mois }: Historique): ContenuBloc<'droits'> | null {
  const droits: ContenuBloc<'droits'>['droits'] = [];
  for (const [colonne, prestation] of PRESTATIONS_VERSEES.entries()) {
    let gardes = 0;
    for (let i = 0; i < mois.length && gardes < 2; i += 1) {
      const montant = mois[i]?.montants[colonne] ?? 0;
      if (montant === 0) continue;
      const fin = i;
      while (i + 1 < mois.length && mois[i + 1]?.montants[colonne] === montant) i += 1;
      droits.push(ligneDroit(prestation, courant - i, courant - fin, courant, montant));
      if (gardes === 0 && etat === 'suspendu' && comptePourQuotient(prestation)) {
        droits.push({
          prestation,
          etat: 'suspendu',
          du: ecrireMois(courant - fin + 1),
          au: null,
          montantMensuelCentimes: montant,
        });
      }
      gardes += 1;
    }
  }
  return droits.length === 0 ? null : { droits };
}

const UNE_FOIS: ReadonlySet<Prestation> = new Set(['ARS', 'PAJE-PRIME']);

function ligneDroit(
  prestation: Prestation,
  du: NumeroMois,
  au: NumeroMois,
  courant: NumeroMois,
  montant: number,
): ContenuBloc<'droits'>['droits'][number] {
  const enCours = au === courant;
  return {
    prestation,
    etat: enCours ? 'ouvert' : 'clos',
    du: ecrireMois(du),
    au: enCours && !UNE_FOIS.has(prestation) ? null : ecrireMois(au),
    montantMensuelCentimes: montant,
  };
}

/** Payments of the last three months paid. */
function blocPaiements(plan: PlanDossier, { mois }: Historique): ContenuBloc<'paiements'> | null {
  const { foyer, courant, protection } = plan;
  const { nom, siret } = bailleurDe(plan);
  const paiements: ContenuBloc<'paiements'>['paiements'] = [];
  const dernier = courant - dernierMoisPaye(courant);
  for (let i = dernier; i < dernier + 3; i += 1) {
    for (const [colonne, prestation] of PRESTATIONS_VERSEES.entries()) {
      const montant = mois[i]?.montants[colonne] ?? 0;
      if (montant === 0) continue;
      const auBailleur = foyer.tiersPayant && COLONNES_AIDE.some(([, c]) => c === colonne);
      paiements.push({
        mois: ecrireMois(courant - i),
        le: ecrireJour(courant - i + 1, 5),
        prestation,
        destinataire: auBailleur
          ? { nature: 'bailleur', nom, siret }
          : { nature: protection ? 'protection' : 'allocataire', nom: null, siret: null },
        montantCentimes: montant,
        // What the family would draw here, of which the allowance from abroad is taken off.
        baseCalculCentimes: prestation === 'ADE-CDI' ? montant + 15_400 : null,
      });
    }
  }
  return paiements.length === 0 ? null : { paiements };
}

function blocCreances(alea: Alea, courant: NumeroMois): ContenuBloc<'creances'> {
  const prestation = alea.choisir(['RSA', 'PPA', 'APL', 'AF'] as const);
  const initial = alea.entier(80, 2600) * 100;
  const debut = courant - alea.entier(5, 18);
  return {
    creances: [
      {
        reference: `IN${alea.entier(100000, 999999)}`,
        nature: prestation === 'RSA' ? 'indu-rsa' : 'indu',
        prestation,
        du: ecrireMois(debut),
        au: ecrireMois(debut + 2),
        constateeLe: ecrireJour(debut + 3, 15),
        montantInitialCentimes: initial,
        soldeCentimes: Math.round((initial * alea.entier(1, 9)) / 10),
        retenueMensuelleCentimes: 4900,
      },
    ],
  };
}

function blocLogement(
  alea: Alea,
  plan: PlanDossier,
  historique: Historique,
  installeLe: string | null,
): ContenuBloc<'logement'> {
  const { foyer, courant } = plan;
  const locataire = foyer.statutLogement === 'LOC';
  const aide = COLONNES_AIDE.map(([prestation]) => ({
    prestation,
    montant: montantDuMois(historique, 0, prestation),
    depuis: debutDuMontant(historique, prestation),
  })).find(({ montant }) => montant > 0);
  return {
    statut: foyer.statutLogement,
    depuis: installeLe,
    loyerMensuelCentimes: locataire ? foyer.loyerEuros * 100 : null,
    mensualitePretCentimes: foyer.statutLogement === 'ACC' ? (foyer.loyerEuros + 250) * 100 : null,
    surfaceM2: alea.chance(0.8)
      ? 22 + 11 * (foyer.adultes.length + foyer.enfants.length) + alea.entier(0, 25)
      : null,
    bailleur: locataire ? { ...bailleurDe(plan) } : null,
    aide: aide
      ? {
          prestation: aide.prestation,
          montantMensuelCentimes: aide.montant,
          depuis: ecrireMois(aide.depuis ?? courant),
          tiersPayant: foyer.tiersPayant,
        }
      : null,
    impayes:
      locataire && alea.chance(0.03)
        ? {
            depuis: ecrireMois(courant - 3),
            montantCentimes: foyer.loyerEuros * 300,
            planApurement: alea.chance(0.5),
          }
        : null,
  };
}

/** The increased RSA is a lone parent's, until the youngest child is three. */
const estMajore = ({ adultes, enfants }: Foyer, m: NumeroMois): boolean =>
  adultes.length === 1 && enfants.some((enfant) => estACharge(enfant, m) && m - enfant.naissance < 36);

function blocRsa(
  alea: Alea,
  { cafCode, courant, parcours, foyer }: PlanDossier,
  { dernier, verse, enCours }: NonNullable<DejaDit['rsa']>,
): ContenuBloc<'rsa'> {
  const debut = parcours.rsa?.du ?? dernier;
  return {
    // Never « payment suspended »: payments of these very months are listed.
    etat: enCours ? '2' : '5',
    nature: estMajore(foyer, dernier) ? 'RSI' : 'RSD',
    numeroDemande: `${cafCode}${String(alea.entier(1, 99_999_999)).padStart(8, '0')}`,
    demandeLe: ecrireJour(debut, 3),
    clotureLe: enCours ? null : ecrireJour(Math.min(dernier + 1, courant), 1),
    motifCloture: enCours ? null : alea.choisir(['ECH', 'RFD', 'PCG', 'RAU']),
    dernierMois: verse === null ? null : ecrireMois(verse),
    soumisDroitsEtDevoirs: alea.chance(0.85),
    orientation: alea.choisir(['professionnelle', 'socio-professionnelle', 'sociale', 'en-attente']),
    serviceInstructeur: {
      departement: `0${cafCode.slice(0, 2)}`,
      type: alea.choisir(['C', 'S', 'F']),
      commune: '991',
      agrement: '01',
    },
    suspensions: [],
  };
}

function blocPensions(
  alea: Alea,
  { foyer, courant }: PlanDossier,
  historique: Historique,
): ContenuBloc<'pensionsAlimentaires'> | null {
  if (foyer.adultes.length === 2 || foyer.enfants.length === 0) return null;
  const montantAsf = montantDuMois(historique, 0, 'ASF');
  const rangs = foyer.enfants.flatMap((enfant, i) => (estACharge(enfant, courant) ? [i + 1] : []));
  if (montantAsf > 0) {
    const situation = alea.choisir(['PA', 'OE', 'NR', 'HB'] as const);
    return {
      recues: [],
      versees: [],
      asf: {
        situation,
        depuis: ecrireMois(debutDuMontant(historique, 'ASF') ?? courant),
        montantMensuelCentimes: montantAsf,
        rangsEnfants: rangs,
      },
    };
  }
  if (alea.chance(0.5)) return null;
  const montant = alea.entier(8, 30) * 1000;
  return {
    recues: rangs.map((rangEnfant) => ({
      rangEnfant,
      montantFixeCentimes: montant,
      jugementLe: ecrireJour(foyer.situationDepuis, 20),
      intermediation: true,
    })),
    versees: [],
    asf: null,
  };
}

function blocHandicap(
  foyer: Foyer,
  courant: NumeroMois,
  historique: Historique,
): ContenuBloc<'handicap'> | null {
  const nombreAah = foyer.adultes.filter((adulte) => adulte.aah).length;
  const aah = foyer.adultes
    .filter((adulte) => adulte.aah)
    .map(({ role }) => ({
      role,
      taux: '80-et-plus' as const,
      depuis: ecrireMois(debutDuMontant(historique, 'AAH') ?? courant),
      jusqua: null,
      montantMensuelCentimes: Math.round(montantDuMois(historique, 0, 'AAH') / nombreAah),
    }));
  const aeeh = foyer.enfants.flatMap((enfant, i) =>
    enfant.aeeh !== null && enfant.aeehDepuis <= courant && estACharge(enfant, courant)
      ? [
          {
            rangEnfant: i + 1,
            complement: enfant.aeeh,
            depuis: ecrireMois(enfant.aeehDepuis),
            jusqua: null,
            montantMensuelCentimes: 15_100 + 11_200 * enfant.aeeh,
          },
        ]
      : [],
  );
  return aah.length + aeeh.length === 0 ? null : { aah, aeeh };
}

function blocCmg(
  alea: Alea,
  foyer: Foyer,
  courant: NumeroMois,
  historique: Historique,
): ContenuBloc<'cmg'> | null {
  const indice = foyer.enfants.findIndex(({ naissance }) => courant - naissance < 72 && naissance <= courant);
  if (indice < 0) return null;
  if (!foyer.cmg && foyer.demandeCmg !== null) {
    return {
      demandes: [
        {
          mode: 'assistante-maternelle',
          etat: foyer.demandeCmg,
          deposeeLe: ecrireJour(courant - 1, 8),
          du: null,
          au: null,
          rangEnfant: indice + 1,
          montantMensuelCentimes: null,
          numeroPajemploi: null,
        },
      ],
    };
  }
  if (!foyer.cmg) return null;
  const montant = montantDuMois(historique, 0, 'CMG');
  const naissance = foyer.enfants[indice]?.naissance ?? courant;
  const tire = courant - alea.entier(1, 10);
  const du = Math.max(debutDuMontant(historique, 'CMG') ?? tire, naissance);
  return {
    demandes: [
      {
        mode: alea.chance(0.85) ? 'assistante-maternelle' : 'garde-a-domicile',
        etat: montant > 0 ? 'ouverte' : 'close',
        deposeeLe: ecrireJour(du - 1, 8),
        du: ecrireMois(du),
        au: montant > 0 ? null : ecrireMois(courant - 1),
        rangEnfant: indice + 1,
        montantMensuelCentimes: montant > 0 ? montant : null,
        numeroPajemploi: `Y${String(alea.entier(1, 99_999_999)).padStart(8, '0')}`,
      },
    ],
  };
}

const PIECES = ['declaration-trimestrielle', 'attestation-loyer', 'certificat-scolarite', 'rib'] as const;

function blocDemarches(alea: Alea, courant: NumeroMois, pieceLogement: boolean): ContenuBloc<'demarches'> {
  const attendu = alea.chance(0.7) || pieceLogement;
  return {
    attendus: attendu
      ? [
          {
            piece: pieceLogement ? 'attestation-loyer' : alea.choisir(PIECES),
            demandeeLe: ecrireJour(courant - 1, alea.entier(1, 28)),
            bloque: [pieceLogement ? 'APL' : alea.choisir(['APL', 'PPA', 'RSA'] as const)],
          },
        ]
      : [],
    enCours: attendu
      ? []
      : [
          {
            demarche: alea.choisir(['demande-ppa', 'demande-aide-logement', 'changement-situation']),
            deposeeLe: ecrireJour(courant - 1, alea.entier(1, 28)),
            etat: 'recue',
          },
        ],
  };
}
