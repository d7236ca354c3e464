import { accepte, type NatureRefus, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import { CONDITIONS_LECTURE, type CodeLecture } from './conditions-lecture.ts';
import { type EtatDossier, estLisible, type SuiteDossier } from './etats.ts';
import type { FaitsDossier, FaitsDroit, Moment } from './faits.ts';
import { blocsOuverts, type LigneMatrice, manquementsDuDroit } from './matrice.ts';
import { type LecteurProjete, lecteurProjete, type OuvertureBloc } from './variantes.ts';

/** What the reader asks: a file by its key, under one profile, for one mission (CDAP-18, CDAP-33). */
export interface DemandeConsultation extends Moment {
  readonly profil: string;
  /** Null when the reader chose none; preselected when the right has only one. */
  readonly mission: string | null;
  readonly motif: string | null;
  /** Number of the instructing service, which T4 asks first (CDAP-12). */
  readonly instructeur: string | null;
}

/** The reader's right under that profile, as the habilitations module answers it. */
export interface DroitConsultation extends FaitsDroit {
  readonly profil: string;
  readonly utilisable: boolean;
  /** Why it cannot be used, in the codes of the habilitations module; empty when it can. */
  readonly empechements: readonly string[];
  /** Missions of the convention that justify the right. */
  readonly missions: readonly string[];
}

/** Counts and settings of the cap on reading (CDAP-32). Counts are those before this reading. */
export interface PlafondsLecture {
  readonly lecturesHeure: number;
  /** From this count on, the reader must confirm who they are. */
  readonly seuilConfirmation: number;
  readonly plafondHeure: number;
  readonly confirme: boolean;
  readonly lecturesJourPartenaire: number;
  /** From this count on, each reader of the partner must confirm. */
  readonly seuilJourPartenaire: number;
  readonly plafondJourPartenaire: number;
  /** Stopped until someone lifts it. */
  readonly arretCompte: boolean;
  readonly arretPartenaire: boolean;
}

export interface FaitsConsultation {
  /** Whether the session was opened with a second factor (ACC-04). */
  readonly secondFacteur: boolean;
  readonly droit: DroitConsultation | null;
  readonly ligne: LigneMatrice | null;
  readonly versionMatrice: string;
  readonly plafonds: PlafondsLecture;
  /** The Caf asks for a motive at each reading. */
  readonly motifExige: boolean;
  /** Null when no such file exists. */
  readonly dossier: FaitsDossier | null;
}

/** Every refusal of a reading, with what becomes of it over HTTP. */
export const REFUS_CONSULTATION = {
  'second-facteur-requis': 'interdit',
  'droit-absent': 'interdit',
  'droit-inutilisable': 'interdit',
  'profil-non-servi': 'interdit',
  'condition-du-droit': 'interdit',
  'lecture-arretee': 'interdit',
  'confirmation-requise': 'interdit',
  'instructeur-requis': 'invalide',
  'instructeur-inconnu': 'interdit',
  'mission-requise': 'invalide',
  'mission-inconnue': 'invalide',
  'motif-requis': 'invalide',
  inexistant: 'introuvable',
  'non-consultable-ici': 'interdit',
  fusionne: 'conflit',
  'en-affiliation': 'conflit',
  'hors-perimetre': 'interdit',
} as const satisfies Record<string, NatureRefus>;
export type CodeRefusConsultation = keyof typeof REFUS_CONSULTATION;

export type RefusConsultation = Refus & { readonly code: CodeRefusConsultation };

const SUR_LE_DOSSIER: ReadonlySet<CodeRefusConsultation> = new Set([
  'inexistant',
  'non-consultable-ici',
  'fusionne',
  'en-affiliation',
  'hors-perimetre',
]);

/**
 * Whether a refusal tells something of the file, be it that there is none. Such an answer counts in the caps as a
 * reading does, or numbers could be tried without end (CDAP-32).
 */
export const estSurLeDossier = (code: CodeRefusConsultation): boolean => SUR_LE_DOSSIER.has(code);

/** What may be read, and what the trace keeps of why. */
export interface Autorisation {
  readonly profil: string;
  readonly versionMatrice: string;
  readonly mission: string;
  readonly motif: string | null;
  readonly blocs: readonly OuvertureBloc[];
  /** What the reduced forms need of the reader. */
  readonly lecteur: LecteurProjete;
  readonly etat: EtatDossier;
  readonly suite: SuiteDossier | null;
  /** Conditions on reading that were verified. */
  readonly conditions: readonly CodeLecture[];
}

const refuserLecture = (
  code: CodeRefusConsultation,
  plus: Pick<Refus, 'champ' | 'details'> = {},
): { ok: false; refus: RefusConsultation } => refuse({ code, nature: REFUS_CONSULTATION[code], ...plus });

type Verdict = { ok: false; refus: RefusConsultation } | null;

/** The right and its row, once the first policies have passed. */
interface DroitEtabli {
  readonly droit: DroitConsultation;
  readonly ligne: LigneMatrice;
}

function exigerDroitUtilisable(
  demande: DemandeConsultation,
  { droit, ligne }: Pick<FaitsConsultation, 'droit' | 'ligne'>,
): Resultat<DroitEtabli, RefusConsultation> {
  if (!droit || droit.profil !== demande.profil) return refuserLecture('droit-absent');
  if (!droit.utilisable) {
    return refuserLecture('droit-inutilisable', { details: { empechement: droit.empechements[0] ?? null } });
  }
  if (!ligne || ligne.code !== demande.profil) return refuserLecture('profil-non-servi');
  return accepte({ droit, ligne });
}

/** What the right rests on can end after the grant: the subsidy of a facility, the contract of an association. */
function exigerConditionsDuDroit(demande: DemandeConsultation, { droit, ligne }: DroitEtabli): Verdict {
  const [premier] = manquementsDuDroit(ligne, droit, demande);
  return premier === undefined ? null : refuserLecture('condition-du-droit', { details: premier });
}

/** CDAP-12: the number is asked before any file, and is one of those that the right records for the partner. */
function exigerInstructeur({ instructeur }: DemandeConsultation, { droit, ligne }: DroitEtabli): Verdict {
  if (!ligne.conditionsLecture.some(({ code }) => code === 'numero-instructeur')) return null;
  if (instructeur === null) return refuserLecture('instructeur-requis', { champ: 'instructeur' });
  return droit.conditions['instruction-rsa']?.services.includes(instructeur)
    ? null
    : refuserLecture('instructeur-inconnu', { champ: 'instructeur' });
}

/** CDAP-32: the stop, then the caps that make one, then the confirmation asked before them. */
function respecterPlafonds(plafonds: PlafondsLecture): Verdict {
  const arreter = (portee: 'compte' | 'partenaire') =>
    refuserLecture('lecture-arretee', { details: { portee } });
  if (plafonds.arretCompte) return arreter('compte');
  if (plafonds.arretPartenaire) return arreter('partenaire');
  if (plafonds.lecturesHeure >= plafonds.plafondHeure) return arreter('compte');
  if (plafonds.lecturesJourPartenaire >= plafonds.plafondJourPartenaire) return arreter('partenaire');
  const limites = limitesLecture(plafonds);
  if (plafonds.lecturesHeure >= limites.compte) {
    return refuserLecture('confirmation-requise', {
      details: { portee: 'compte', lectures: plafonds.lecturesHeure },
    });
  }
  if (plafonds.lecturesJourPartenaire >= limites.partenaire) {
    const lectures = plafonds.lecturesJourPartenaire;
    return refuserLecture('confirmation-requise', { details: { portee: 'partenaire', lectures } });
  }
  return null;
}

/**
 * Highest counts, the reading asked for included, that may be reached now: the thresholds of confirmation, then
 * the caps once the reader has confirmed (CDAP-32).
 */
export function limitesLecture(plafonds: PlafondsLecture): {
  readonly compte: number;
  readonly partenaire: number;
} {
  const { confirme, seuilConfirmation, plafondHeure, seuilJourPartenaire, plafondJourPartenaire } = plafonds;
  return {
    compte: confirme ? plafondHeure : Math.min(seuilConfirmation, plafondHeure),
    partenaire: confirme ? plafondJourPartenaire : Math.min(seuilJourPartenaire, plafondJourPartenaire),
  };
}

/** CDAP-33: the only mission of a right needs no question; several do, and then a motive too. */
function etablirMission(
  { mission, motif }: DemandeConsultation,
  { missions }: DroitConsultation,
  motifExige: boolean,
): Resultat<string, RefusConsultation> {
  const choisie = mission ?? (missions.length === 1 ? missions[0] : undefined);
  if (choisie === undefined) return refuserLecture('mission-requise', { champ: 'mission' });
  if (!missions.includes(choisie)) return refuserLecture('mission-inconnue', { champ: 'mission' });
  const sansMotif = motif === null || motif.trim() === '';
  if (sansMotif && (motifExige || missions.length > 1))
    return refuserLecture('motif-requis', { champ: 'motif' });
  return accepte(choisie);
}

/** CDAP-19, CDAP-21: opposition and restricted access share one answer, so that neither can be told from it. */
const exigerAccesPermis = (dossier: FaitsDossier): Verdict =>
  dossier.accesRestreint || dossier.opposition ? refuserLecture('non-consultable-ici') : null;

/** CDAP-04: a merged file names the one that replaces it; one being affiliated cannot be read yet. */
function exigerEtatLisible({ etat, suite }: FaitsDossier): Verdict {
  if (estLisible(etat)) return null;
  if (etat === 'fusionne') {
    return refuserLecture('fusionne', {
      details: { cafCode: suite?.code ?? null, numero: suite?.numero ?? null },
    });
  }
  return refuserLecture('en-affiliation');
}

function exigerPerimetre(
  demande: DemandeConsultation,
  { droit, ligne }: DroitEtabli,
  dossier: FaitsDossier,
): Verdict {
  const manquee = ligne.conditionsLecture.find(
    ({ code }) => !CONDITIONS_LECTURE[code].predicat(dossier, droit, demande),
  );
  return manquee ? refuserLecture('hors-perimetre', { details: { condition: manquee.code } }) : null;
}

/** A right that may be used now, whatever the file. */
export interface DroitOuvert extends DroitEtabli {
  readonly mission: string;
}

/**
 * Everything that is decided before a file is looked at: a search passes it as a consultation does (CDAP-20).
 */
export function autoriserAvantLeDossier(
  demande: DemandeConsultation,
  faits: Omit<FaitsConsultation, 'dossier'>,
): Resultat<DroitOuvert, RefusConsultation> {
  if (!faits.secondFacteur) return refuserLecture('second-facteur-requis');
  const etabli = exigerDroitUtilisable(demande, faits);
  if (!etabli.ok) return etabli;
  const { droit, ligne } = etabli.valeur;
  const refus =
    exigerConditionsDuDroit(demande, etabli.valeur) ??
    respecterPlafonds(faits.plafonds) ??
    exigerInstructeur(demande, etabli.valeur);
  if (refus) return refus;
  const mission = etablirMission(demande, droit, faits.motifExige);
  return mission.ok ? accepte({ droit, ligne, mission: mission.valeur }) : mission;
}

/** What the file itself opposes to a right that may be used; null: nothing, it can be read. */
export const refusSurLeDossier = (
  demande: DemandeConsultation,
  etabli: DroitEtabli,
  dossier: FaitsDossier,
): Verdict =>
  exigerAccesPermis(dossier) ?? exigerEtatLisible(dossier) ?? exigerPerimetre(demande, etabli, dossier);

/**
 * Decides whether a file may be read now, and which blocks (CDAP-21).
 *
 * The order is the rule: without a usable right, or once stopped, the answer is the same whether the file exists
 * or not, since nothing about it has been looked at. Only the last policies speak of the file, and the
 * authorisation of its blocks comes after all of them.
 */
export function autoriserConsultation(
  demande: DemandeConsultation,
  faits: FaitsConsultation,
): Resultat<Autorisation, RefusConsultation> {
  const ouvert = autoriserAvantLeDossier(demande, faits);
  if (!ouvert.ok) return ouvert;
  const { droit, ligne, mission } = ouvert.valeur;

  const { dossier } = faits;
  if (!dossier) return refuserLecture('inexistant');
  const surLeDossier = refusSurLeDossier(demande, ouvert.valeur, dossier);
  if (surLeDossier) return surLeDossier;

  return accepte({
    profil: ligne.code,
    versionMatrice: faits.versionMatrice,
    mission,
    motif: demande.motif,
    blocs: blocsOuverts(ligne, droit, demande, dossier),
    lecteur: lecteurProjete(droit, demande),
    etat: dossier.etat,
    suite: dossier.suite,
    conditions: ligne.conditionsLecture.map(({ code }) => code),
  });
}
