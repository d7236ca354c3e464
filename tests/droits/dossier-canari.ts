import type { BlocsStockes } from '../../src/modules/cdap/domain/blocs.ts';

/**
 * A file whose every leaf holds a value found nowhere else: seeing one in an answer is seeing that field.
 *
 * Texts are made-up tokens, figures odd integers of nine digits, days and months lie in a century of their own.
 * What a schema keeps too short to be unlike anything (booleans, closed lists, ranks) is judged by the shape of
 * the answer and not by its bytes: see `attendu` in verifier-canaris.ts.
 */

let rang = 0;
const suivant = (): number => {
  rang += 1;
  return rang;
};
const texte = (): string => `Zqx${String(suivant() * 7919).padStart(7, '0')}w`;
const chiffres = (longueur: number): string =>
  String(8_000_000_000_000_000 + suivant() * 104_729 * 7919).slice(-longueur);
const centimes = (): number => 900_000_000 + suivant() * 7919;
/** Days and months never share a year, so that a month is never the beginning of a day. */
const jour = (): string => {
  const n = suivant();
  return `${2101 + (n % 41)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
};
const mois = (): string => {
  const n = suivant();
  return `${2150 + (n % 41)}-${String(1 + (n % 12)).padStart(2, '0')}`;
};

const adresse = (nature: 'definitive' | 'provisoire') => ({
  complement: texte(),
  complementGeographique: texte(),
  voie: texte(),
  lieuDit: texte(),
  codePostal: chiffres(5),
  commune: texte(),
  codeInsee: chiffres(5),
  pays: texte(),
  nature,
  depuis: jour(),
  jusqua: jour(),
});

const adulte = (role: 'RDO' | 'CJT') => ({
  role,
  civilite: 'MME' as const,
  nomNaissance: texte(),
  nomUsage: texte(),
  prenoms: [texte(), texte()],
  dateNaissance: jour(),
  lieuNaissance: { commune: texte(), codeInsee: chiffres(5), pays: texte(), codePays: `99${chiffres(3)}` },
  sexe: 'F' as const,
});

/** SIRET of the landlord whose people read under T10, and of the guardian whose people read under T9. */
export const SIRET_BAILLEUR = chiffres(14);
export const SIRET_PROTECTEUR = chiffres(14);

const qf = () => ({ etat: 'valeur' as const, valeur: centimes(), mois: mois(), moisCalcul: mois() });

const droit = (
  prestation: 'AJPP' | 'RSA' | 'AAH' | 'CMG' | 'APL' | 'AF' | 'PPA',
  etat: 'ouvert' | 'clos',
) => ({
  prestation,
  etat,
  du: mois(),
  au: mois(),
  montantMensuelCentimes: centimes(),
});
const paiement = (
  prestation: 'PRIME-NOEL' | 'APL' | 'ADE-CDI' | 'CMG' | 'ALS',
  nature: 'bailleur' | 'allocataire' | 'employeur-garde',
  siret: string | null,
) => ({
  mois: mois(),
  le: jour(),
  prestation,
  destinataire: { nature, nom: texte(), siret },
  montantCentimes: centimes(),
  baseCalculCentimes: centimes(),
});
const creance = (
  nature: 'penalite' | 'indu-rsa' | 'indu' | 'pret',
  prestation: 'ADE-CDI' | 'RSA' | 'APL' | 'CMG' | null,
) => ({
  reference: texte(),
  nature,
  prestation,
  du: mois(),
  au: mois(),
  constateeLe: jour(),
  montantInitialCentimes: centimes(),
  soldeCentimes: centimes(),
  retenueMensuelleCentimes: centimes(),
});

export const BLOCS_CANARIS: BlocsStockes = {
  identite: { adultes: [adulte('RDO'), adulte('CJT')] },
  // Not the number that the file is asked by: the reader typed that one.
  numero: { cafCode: '987', numero: '7918273', etat: 'ouvert', depuis: jour() },
  nir: {
    adultes: [
      { role: 'RDO', nir: '284075900100244' },
      { role: 'CJT', nir: '178112A00487612' },
    ],
  },
  adresse: { actuelle: adresse('definitive'), precedentes: [adresse('provisoire'), adresse('provisoire')] },
  famille: {
    situation: 'RVM',
    depuis: jour(),
    conjoint: { vieCommuneDepuis: jour() },
    enfants: [
      {
        rang: 1,
        nomNaissance: texte(),
        nomUsage: texte(),
        prenoms: [texte()],
        dateNaissance: jour(),
        communeNaissance: chiffres(5),
        sexe: 'F',
        lien: 'REC',
        aCharge: false,
        motifNonCharge: 'autre-dossier',
        aChargeJusqua: mois(),
        gardeAlternee: true,
      },
      {
        rang: 2,
        nomNaissance: texte(),
        nomUsage: texte(),
        prenoms: [texte()],
        dateNaissance: jour(),
        communeNaissance: chiffres(5),
        sexe: 'M',
        lien: 'BFI',
        aCharge: true,
        motifNonCharge: null,
        aChargeJusqua: null,
        gardeAlternee: false,
      },
      {
        // The only one who is not under six on any day of the tests.
        rang: 3,
        nomNaissance: texte(),
        nomUsage: texte(),
        prenoms: [texte()],
        dateNaissance: '2009-03-17',
        communeNaissance: chiffres(5),
        sexe: 'M',
        lien: 'AUT',
        aCharge: false,
        motifNonCharge: 'age',
        aChargeJusqua: mois(),
        gardeAlternee: false,
      },
    ],
    naissancePrevue: mois(),
  },
  situationPro: {
    adultes: [
      {
        role: 'RDO',
        activite: 'MLD',
        depuis: jour(),
        precedentes: [{ activite: 'EXP', depuis: jour(), jusqua: jour() }],
      },
    ],
  },
  ressourcesAnnuelles: {
    annee: 2197,
    lignes: [{ role: 'RDO', nature: '206', montantCentimes: centimes() }],
    abattementsCentimes: centimes(),
    totalRetenuCentimes: centimes(),
  },
  ressourcesTrimestrielles: {
    declarations: [
      {
        du: mois(),
        au: mois(),
        declareeLe: jour(),
        mois: [1, 2, 3].map(() => ({
          mois: mois(),
          lignes: [{ role: 'RDO' as const, nature: '212' as const, montantCentimes: centimes() }],
        })),
      },
    ],
  },
  baseRessourcesEaje: {
    annee: 2198,
    baseAnnuelleEuros: centimes(),
    nombreEnfantsACharge: 17,
    nombreEnfantsAeeh: 13,
  },
  quotientFamilial: {
    actuel: qf(),
    parts: 37.25,
    fournisseur: 'MSA',
    historique: [
      qf(),
      { etat: 'inconnu', mois: mois(), motif: 'ressources-en-controle' },
      {
        etat: 'sans-droit',
        mois: mois(),
        derniereValeur: { valeur: centimes(), mois: mois(), moisCalcul: mois() },
      },
    ],
  },
  droits: {
    droits: [
      droit('AJPP', 'ouvert'),
      droit('RSA', 'ouvert'),
      droit('AAH', 'clos'),
      droit('CMG', 'ouvert'),
      droit('APL', 'ouvert'),
      // Over for more than two years.
      { ...droit('AF', 'clos'), au: '1998-07' },
      droit('PPA', 'ouvert'),
    ],
  },
  paiements: {
    paiements: [
      paiement('PRIME-NOEL', 'bailleur', chiffres(14)),
      paiement('APL', 'bailleur', SIRET_BAILLEUR),
      paiement('ADE-CDI', 'allocataire', null),
      paiement('CMG', 'employeur-garde', null),
      paiement('ALS', 'bailleur', chiffres(14)),
    ],
  },
  creances: {
    creances: [
      creance('penalite', 'ADE-CDI'),
      creance('indu-rsa', 'RSA'),
      creance('indu', 'APL'),
      creance('pret', null),
      creance('indu', 'CMG'),
    ],
  },
  logement: {
    statut: 'SRO',
    depuis: jour(),
    loyerMensuelCentimes: centimes(),
    mensualitePretCentimes: centimes(),
    surfaceM2: 1733,
    bailleur: { nom: texte(), siret: chiffres(14), social: true },
    aide: { prestation: 'ALF', montantMensuelCentimes: centimes(), depuis: mois(), tiersPayant: true },
    impayes: { depuis: mois(), montantCentimes: centimes(), planApurement: true },
  },
  rsa: {
    etat: '6',
    nature: 'RSU',
    numeroDemande: 'ZQ7K4W9XV2B',
    demandeLe: jour(),
    clotureLe: jour(),
    motifCloture: 'RAU',
    dernierMois: mois(),
    soumisDroitsEtDevoirs: true,
    orientation: 'socio-professionnelle',
    serviceInstructeur: { departement: '983', type: 'G', commune: '979', agrement: '97' },
    suspensions: [{ nature: 'versement', motif: texte(), depuis: jour() }],
  },
  pensionsAlimentaires: {
    recues: [{ rangEnfant: 29, montantFixeCentimes: centimes(), jugementLe: jour(), intermediation: true }],
    versees: [{ role: 'CJT', montantMensuelCentimes: centimes() }],
    asf: { situation: 'HB', depuis: mois(), montantMensuelCentimes: centimes(), rangsEnfants: [28] },
  },
  protection: {
    mesure: 'curatelle-renforcee',
    role: 'CJT',
    du: jour(),
    au: jour(),
    jugement: { tribunal: texte(), le: jour() },
    organisme: { nom: texte(), reference: texte(), siret: SIRET_PROTECTEUR },
    tiersPaye: true,
  },
  handicap: {
    aah: [
      { role: 'CJT', taux: '80-et-plus', depuis: mois(), jusqua: mois(), montantMensuelCentimes: centimes() },
    ],
    aeeh: [
      { rangEnfant: 27, complement: 5, depuis: mois(), jusqua: mois(), montantMensuelCentimes: centimes() },
      { rangEnfant: 26, complement: 4, depuis: mois(), jusqua: mois(), montantMensuelCentimes: centimes() },
    ],
  },
  cmg: {
    demandes: [
      {
        mode: 'garde-a-domicile',
        etat: 'refusee',
        deposeeLe: jour(),
        du: mois(),
        au: mois(),
        rangEnfant: 25,
        montantMensuelCentimes: centimes(),
        numeroPajemploi: `Y${chiffres(8)}`,
      },
    ],
  },
  demarches: {
    attendus: [
      { piece: 'jugement', demandeeLe: jour(), bloque: ['PREPARE'] },
      { piece: 'rib', demandeeLe: jour(), bloque: ['APL', 'RSA'] },
    ],
    enCours: [
      { demarche: 'demande-aah', deposeeLe: jour(), etat: 'en-etude' },
      { demarche: 'demande-aide-logement', deposeeLe: jour(), etat: 'recue' },
    ],
  },
  affiliation: {
    organisme: { nature: 'caf', code: '986' },
    depuis: jour(),
    mutations: [
      {
        sens: 'entrante',
        organisme: { nature: 'msa', code: '985' },
        numero: '7654987',
        le: jour(),
        etat: 'terminee',
      },
      {
        sens: 'sortante',
        organisme: { nature: 'msa', code: '984' },
        numero: '7654988',
        le: '2199-12-31',
        etat: 'terminee',
      },
    ],
    fusion: { cafCode: '982', numero: '7654989', le: jour() },
  },
};

/** One leaf: where it is, and what it holds. */
export interface Feuille {
  /** `famille.enfants.sexe`: ranks of lists are left out. */
  readonly chemin: string;
  readonly valeur: unknown;
}

/** Every leaf of a content, nulls included. */
export function feuillesDe(contenu: unknown, chemin: string): Feuille[] {
  if (Array.isArray(contenu)) return contenu.flatMap((element) => feuillesDe(element, chemin));
  if (typeof contenu === 'object' && contenu !== null) {
    return Object.entries(contenu).flatMap(([cle, valeur]) => feuillesDe(valeur, `${chemin}.${cle}`));
  }
  return [{ chemin, valeur: contenu }];
}

/** Text to look for in the bytes of an answer, or null when the value is too short to be told apart. */
export function motifDe({ valeur }: Feuille): RegExp | null {
  if (typeof valeur === 'boolean' || valeur === null) return null;
  const ecrite = String(valeur);
  // Codes of closed lists, ranks and small counts: the shape of the answer speaks for them.
  if (ecrite.length < 4 || /^[A-Z-]+$/.test(ecrite) || /^[a-z-]+$/.test(ecrite) || ecrite === '80-et-plus')
    return null;
  const echappee = ecrite.replace(/[.\\+*?^$()[\]{}|]/g, '\\$&');
  // Nor hyphens beside it: a group of an identifier can be four digits by chance.
  return new RegExp(`(?<![0-9A-Za-z-])${echappee}(?![0-9A-Za-z-])`);
}
