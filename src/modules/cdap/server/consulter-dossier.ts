import type { z } from 'zod';
import { instantDe } from '../../../kernel/jour.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Base } from '../../../platform/db/base.ts';
import { creerLots } from '../../../platform/db/lots.ts';
import type { Contexte } from '../../../platform/http/contexte.ts';
import type { cdapContrat, consultationSchema } from '../contract.ts';
import {
  type Autorisation,
  autoriserConsultation,
  estSurLeDossier,
  type FaitsConsultation,
  limitesLecture,
  type PlafondsLecture,
  type RefusConsultation,
} from '../domain/autoriser-consultation.ts';
import type { ContenuBloc } from '../domain/blocs.ts';
import type { LigneMatrice } from '../domain/matrice.ts';
import { afficherNumero } from '../domain/numero-dossier.ts';
import type { EchecSource } from '../domain/source-api-particulier.ts';
import { projeterBloc } from '../domain/variantes.ts';
import { arreterLecture, type PorteeLecture, prevenirSeuil } from './arreter-lecture.ts';
import { faitsDuDroit } from './faits-droit.ts';
import type { Matrices } from './matrices.ts';
import {
  type ActionLecture,
  type DemandeLecture,
  type DemandePreparation,
  type Lecture,
  lireEtTracer,
  type Preparation,
  selectPreparations,
} from './store.ts';

type Entree = z.output<typeof cdapContrat.consulter.entree>;
type Sortie = z.input<typeof consultationSchema>;
export type Consulter = (
  ctx: Contexte,
  empreinte: Buffer,
  entree: Entree,
  action?: ActionLecture,
) => Promise<Resultat<Sortie>>;

/**
 * Where files live. Reading and tracing are one act: the database adapter does both in one call and one commit;
 * an adapter to a remote source reads, commits the trace, then answers (CDAP-07, TRA-02).
 */
export interface SourceDossiers {
  readonly lireEtTracer: (demande: DemandeLecture) => Promise<LectureSource>;
}

/** A reading, and why its remote source failed if it did: that is then already traced, and no block was read. */
export type LectureSource = Lecture & { readonly echec?: EchecSource };

const TAILLE_LOT = 32;
const LOTS_EN_VOL = 2;
/** Between the two calls a right may change under us; the demand is then judged anew, and not for ever. */
const ESSAIS = 3;

export const sourceEmbarquee = (base: Base): SourceDossiers => ({
  lireEtTracer: creerLots<DemandeLecture, Lecture>({
    taille: TAILLE_LOT,
    enVol: LOTS_EN_VOL,
    executer: (demandes) => lireEtTracer(base, demandes),
  }),
});

/**
 * The consultation of a file: facts, decision, then reading and trace as one act.
 *
 * Two calls to the database, each shared by the requests that wait at that instant. The answer exists only once
 * the trace is committed; a refusal is traced too, and reads no block.
 */
export function creerConsultation(base: Base, source: SourceDossiers, matrices: Matrices): Consulter {
  const preparer = creerLots<DemandePreparation, Preparation>({
    taille: TAILLE_LOT,
    enVol: LOTS_EN_VOL,
    executer: (demandes) => selectPreparations(base, demandes),
  });

  return async (ctx, empreinte, entree, action = 'consultation-dossier') => {
    for (let essai = 0; essai < ESSAIS; essai += 1) {
      const preparation = await preparer({
        empreinte,
        habilitation: entree.habilitation,
        caf: entree.caf ?? null,
        numero: entree.numero,
        instant: ctx.instant,
      });
      const { session_id: sessionId } = preparation;
      if (sessionId === null || preparation.niveau !== 'complet') return refuse(SESSION_ABSENTE);
      const ligne = await matrices.ligne(preparation.version_matrice, preparation.profil);
      const decision = decider(ctx, preparation, ligne, entree);
      const demande = enDemande(
        ctx,
        empreinte,
        { ...preparation, session_id: sessionId },
        entree,
        decision,
        action,
      );
      const lecture = await source.lireEtTracer(demande);
      if (lecture.resultat === 'change') continue;
      return conclure(ctx, preparation, demande, decision, lecture);
    }
    return refuse({ code: 'droit-en-changement', nature: 'conflit' });
  };
}

export const SESSION_ABSENTE: Refus = { code: 'session-absente', nature: 'interdit' };

type Decision = Resultat<Autorisation, RefusConsultation>;

function decider(ctx: Contexte, p: Preparation, ligne: LigneMatrice | null, entree: Entree): Decision {
  // A person of a Caf or of the Cnaf has no right, hence no zone was read: any will do, nothing is judged by it.
  const quand = { instant: instantDe(ctx.instant), fuseau: p.fuseau ?? 'UTC' };
  return autoriserConsultation(
    {
      ...quand,
      profil: p.profil,
      mission: entree.mission ?? null,
      motif: entree.motif ?? null,
      instructeur: entree.instructeur ?? null,
    },
    {
      secondFacteur: p.second_facteur,
      droit: droitDe(p, entree),
      ligne,
      versionMatrice: String(p.version_matrice),
      plafonds: plafondsDe(ctx, p),
      motifExige: p.motif_exige,
      dossier: dossierDe(p),
    },
  );
}

/** CDAP-21: a right at another Caf is no right here, whatever exists there. */
export function droitDe(p: Preparation, entree: Pick<Entree, 'caf'>): FaitsConsultation['droit'] {
  if (p.revision === null || (entree.caf ?? p.caf_code) !== p.caf_code) return null;
  return {
    profil: p.profil,
    utilisable: p.empechements.length === 0,
    empechements: p.empechements,
    missions: p.missions,
    ...faitsDuDroit(p, { du: p.subvention_debut, au: p.subvention_fin }),
  };
}

export function plafondsDe(ctx: Contexte, p: Preparation): PlafondsLecture {
  const debutHeure = Math.floor(ctx.instant.getTime() / 3_600_000) * 3_600_000;
  return {
    lecturesHeure: p.lectures_heure,
    seuilConfirmation: p.seuil_confirmation_heure,
    plafondHeure: p.plafond_compte_heure,
    confirme: p.confirmee_le !== null && p.confirmee_le.getTime() >= debutHeure,
    lecturesJourPartenaire: p.lectures_jour,
    seuilJourPartenaire: p.seuil_partenaire_jour,
    plafondJourPartenaire: p.plafond_partenaire_jour,
    arretCompte: p.arret_compte,
    arretPartenaire: p.arret_partenaire,
  };
}

const dossierDe = (p: Preparation): FaitsConsultation['dossier'] =>
  p.dossier_etat === null
    ? null
    : {
        etat: p.dossier_etat,
        suite: p.suite,
        dateDonnees: p.dossier_donnees_le,
        accesRestreint: p.dossier_restreint,
        opposition: p.opposition,
        rsaEnCours: p.rsa_en_cours,
        rsaDernierMois: p.rsa_dernier_mois,
        departement: p.departement,
        mutationEnCours: p.mutation_en_cours,
        aideLogement: p.aide_logement,
        bailleurTiersPayant: p.bailleur_tiers_payant,
        protecteur: p.protecteur,
        protectionDu: p.protection_du,
        protectionAu: p.protection_au,
        traceCmg: p.trace_cmg,
        etudiant: p.etudiant,
      };

function enDemande(
  ctx: Contexte,
  empreinte: Buffer,
  p: Preparation & { session_id: string },
  entree: Entree,
  decision: Decision,
  action: ActionLecture,
): DemandeLecture {
  const compter = decision.ok || estSurLeDossier(decision.refus.code);
  const limites = limitesLecture(plafondsDe(ctx, p));
  const blocs = decision.ok ? decision.valeur.blocs : [];
  return {
    empreinte,
    session: p.session_id,
    compte: p.compte_id,
    nature: p.nature,
    organisme_caf: p.caf_code,
    partenaire: p.partenaire_id,
    habilitation: p.revision === null ? null : entree.habilitation,
    revision: compter ? p.revision : null,
    caf: entree.caf ?? p.caf_code,
    numero: entree.numero,
    instant: ctx.instant,
    jour: p.jour,
    compter,
    limite_compte: limites.compte,
    limite_partenaire: limites.partenaire,
    ouverts: blocs.map(({ bloc }) => bloc),
    categories: blocs.map(({ bloc, variante }) => (variante === 'complet' ? bloc : `${bloc}:${variante}`)),
    trace: ctx.nouvelId(),
    correlation: ctx.correlation,
    issue: decision.ok ? 'fait' : 'refuse',
    code: decision.ok ? null : decision.refus.code,
    profil: p.revision === null ? null : p.profil,
    version_matrice: p.version_matrice,
    mission: decision.ok ? decision.valeur.mission : missionDuDroit(p, entree),
    motif: entree.motif ?? null,
    // TRA-03: a number that was not accepted may be anything that was typed there.
    objet:
      decision.ok && entree.instructeur !== undefined ? `service-instructeur:${entree.instructeur}` : null,
    action,
    dossier_version: p.dossier_version,
    adresse: ctx.adresse,
    navigateur: ctx.navigateur,
  };
}

/** TRA-03: of a refused demand, a mission that the right holds, and not what was typed in its place. */
export const missionDuDroit = (p: Preparation, entree: Pick<Entree, 'mission'>): string | null =>
  p.revision !== null && entree.mission !== undefined && p.missions.includes(entree.mission)
    ? entree.mission
    : null;

/** Turns what was read into the answer, and a cap reached into its consequences (CDAP-32). */
async function conclure(
  ctx: Contexte,
  p: Preparation,
  demande: DemandeLecture,
  decision: Decision,
  lecture: LectureSource,
): Promise<Resultat<Sortie>> {
  if (lecture.echec !== undefined) {
    const { code, reprise } = lecture.echec;
    return refuse({ code, nature: 'indisponible', details: { reprise } });
  }
  if (lecture.resultat === 'plafond-compte' || lecture.resultat === 'plafond-partenaire') {
    const portee = lecture.resultat === 'plafond-compte' ? 'compte' : 'partenaire';
    return plafondAtteint(ctx, p, portee, plafondsDe(ctx, p).confirme);
  }
  if (!decision.ok) {
    const { code, details } = decision.refus;
    const portee = details?.portee === 'partenaire' ? 'partenaire' : 'compte';
    if (code === 'confirmation-requise') await prevenirSeuil(ctx, p, portee);
    if (code === 'lecture-arretee' && !p.arret_compte && !p.arret_partenaire) {
      await arreterLecture(ctx, p, portee);
    }
    return decision;
  }
  // The managers hear of the reading that reaches the first cap: whoever stops there each hour is not asked a code.
  for (const portee of seuilsAtteints(p)) await prevenirSeuil(ctx, p, portee);
  const { blocs } = lecture;
  if (blocs === null) throw new Error('an authorised reading came back without its blocks');
  return accepte({
    caf: demande.caf ?? '',
    numero: afficherNumero(demande.numero),
    etat: blocs.etat,
    suite: decision.valeur.suite,
    donneesLe: blocs.donneesLe,
    profil: p.profil,
    mission: decision.valeur.mission,
    rubriques: decision.valeur.blocs.map((ouverture) => {
      const complet = blocs[ouverture.bloc] ?? null;
      const contenu =
        complet === null ? null : projeterBloc(ouverture, complet as ContenuBloc, decision.valeur.lecteur);
      return { ...ouverture, contenu };
    }),
    trace: demande.trace,
  });
}

/** First caps that the reading just counted has reached, from the counts before it. */
const seuilsAtteints = (p: Preparation): PorteeLecture[] => [
  ...(p.lectures_heure + 1 === p.seuil_confirmation_heure ? (['compte'] as const) : []),
  ...(p.lectures_jour + 1 === p.seuil_partenaire_jour ? (['partenaire'] as const) : []),
];

async function plafondAtteint(
  ctx: Contexte,
  p: Preparation,
  portee: PorteeLecture,
  confirme: boolean,
): Promise<{ ok: false; refus: Refus }> {
  if (!confirme) {
    await prevenirSeuil(ctx, p, portee);
    return refuse({
      code: 'confirmation-requise',
      nature: 'interdit',
      details: { portee, lectures: p.lectures_heure },
    });
  }
  await arreterLecture(ctx, p, portee);
  return refuse({ code: 'lecture-arretee', nature: 'interdit', details: { portee } });
}
