import type { z } from 'zod';
import { instantDe, jourDe } from '../../../kernel/jour.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Base } from '../../../platform/db/base.ts';
import { creerLots } from '../../../platform/db/lots.ts';
import type { Contexte } from '../../../platform/http/contexte.ts';
import type { cdapContrat, rechercheSchema } from '../contract.ts';
import { ATTENTES, RECHERCHES_ALERTE } from '../domain/attente-recherche.ts';
import { type DemandeConsultation, limitesLecture } from '../domain/autoriser-consultation.ts';
import {
  type AutorisationRecherche,
  autoriserRecherche,
  LIGNES_MAX,
  peutEtreListe,
  REFUS_RECHERCHE,
  type RefusRecherche,
  refuserTropLarge,
} from '../domain/autoriser-recherche.ts';
import {
  CANDIDATS_MAX,
  type Candidat,
  classerCandidats,
  type DossierTrouve,
} from '../domain/classer-candidats.ts';
import { type Criteres, lireNaissance } from '../domain/criteres-recherche.ts';
import { afficherNumero } from '../domain/numero-dossier.ts';
import { type Sondes, sondesDe } from '../domain/sondes-recherche.ts';
import { arreterLecture, type PorteeLecture, prevenirRecherches, prevenirSeuil } from './arreter-lecture.ts';
import { droitDe, missionDuDroit, plafondsDe, SESSION_ABSENTE } from './consulter-dossier.ts';
import type { Matrices } from './matrices.ts';
import {
  type AuteurRecherche,
  type BornesLignes,
  compterRecherche,
  findCles,
  type LigneLue,
  type ListeLue,
  listerEtTracer,
  selectFaits,
} from './store/recherche.ts';
import { type DemandePreparation, type Preparation, selectPreparations } from './store.ts';

type Entree = z.output<typeof cdapContrat.rechercher.entree>;
type Sortie = z.input<typeof rechercheSchema>;
export type Rechercher = (ctx: Contexte, empreinte: Buffer, entree: Entree) => Promise<Resultat<Sortie>>;

const TAILLE_LOT = 32;
const LOTS_EN_VOL = 2;
/** A right may change under us between two calls; the search is then judged anew, and not for ever. */
const ESSAIS = 3;

/**
 * A search by NIR or by name: the decision first, as for a consultation, then it is counted and bounded, then keys,
 * facts of the files found, and lines read and traced as one act (CDAP-20).
 *
 * Each search makes the same calls, whatever is found. Nothing is looked up for whoever may not, and nothing is told of
 * a file that would not open.
 */
export function creerRecherche(base: Base, matrices: Matrices): Rechercher {
  const preparer = creerLots<DemandePreparation, Preparation>({
    taille: TAILLE_LOT,
    enVol: LOTS_EN_VOL,
    executer: (demandes) => selectPreparations(base, demandes),
  });

  return async (ctx, empreinte, entree) => {
    let comptee = false;
    for (let essai = 0; essai < ESSAIS; essai += 1) {
      const p = await preparer({
        empreinte,
        habilitation: entree.habilitation,
        caf: null,
        numero: null,
        instant: ctx.instant,
      });
      if (p.session_id === null || p.niveau !== 'complet') return refuse(SESSION_ABSENTE);
      const auteur = auteurDe(ctx, empreinte, { ...p, session_id: p.session_id }, entree);
      const demande = demandeDe(ctx, p, entree);
      const ligne = await matrices.ligne(p.version_matrice, p.profil);
      const jugee = juger(demande, faitsDe(ctx, p, ligne), entree.par);
      if (!jugee.ok) {
        if (await tracerRefus(base, ctx, auteur, p, entree, jugee.refus)) return jugee;
        continue;
      }

      const { criteres, autorisation } = jugee.valeur;
      const bornes = bornesDe(ctx, p);
      // Before the probes: a search that comes too soon costs next to nothing.
      if (!comptee) {
        const compte = await compterRecherche(base, { ...auteur, ...bornes, attentes: ATTENTES });
        if (compte.resultat === 'change') continue;
        if (compte.resultat !== 'fait') {
          const portee = porteeDe(compte.resultat);
          const refus = portee === null ? ralentie(compte.attente) : refusDuPlafond(ctx, p, portee);
          if (!(await tracerRefus(base, ctx, auteur, p, entree, refus))) continue;
          if (portee !== null) await consequencePlafond(ctx, p, portee);
          return refuse(refus);
        }
        comptee = true;
        if (compte.recherches === RECHERCHES_ALERTE) await prevenirRecherches(ctx, p);
      }
      const sondes = criteres.genre === 'nom' ? sondesDe(criteres) : null;
      const cles = await findCles(base, {
        ...auteur,
        nir: criteres.genre === 'nir' ? criteres.nir : null,
        sondes,
      });
      if (cles.resultat === 'change') continue;

      const trouves = classer(cles.candidats, criteres, sondes);
      const listes = await garderListables(base, auteur, demande, autorisation, criteres, trouves);
      // Judged after the facts were read, so that it takes as long; told of whoever may be listed or not.
      if (cles.tronque || trouves.length > CANDIDATS_MAX) {
        const refus = refuserTropLarge(criteres);
        if (await tracerRefus(base, ctx, auteur, p, entree, refus)) return refuse(refus);
        continue;
      }
      const plus = listes.length > LIGNES_MAX;
      const lignes = listes.slice(0, LIGNES_MAX);
      const lecture = await listerEtTracer(base, {
        ...auteur,
        ...bornes,
        ...provenance(ctx, p, entree),
        numeros: lignes.map(({ numero }) => numero),
        adresse_ouverte: autorisation.adresse,
        categories: autorisation.categories,
        plus,
        issue: 'fait',
        code: null,
        mission: autorisation.mission,
        instructeur: entree.instructeur ?? null,
      });
      if (lecture.resultat === 'change') continue;
      const portee = porteeDe(lecture.resultat);
      if (portee !== null) {
        await consequencePlafond(ctx, p, portee);
        return refuse(refusDuPlafond(ctx, p, portee));
      }
      await prevenirDesLignes(ctx, p, lecture);
      return accepte({
        caf: p.caf_code ?? '',
        lignes: (lecture.lignes ?? []).map((lue) => enLigne(lue, lignes, autorisation)),
        plusDeDix: plus,
      });
    }
    return refuse({ code: 'droit-en-changement', nature: 'conflit' });
  };
}

const ralentie = (attente: number): RefusRecherche => ({
  code: 'recherche-ralentie',
  nature: REFUS_RECHERCHE['recherche-ralentie'],
  details: { reprise: attente },
});

const porteeDe = (resultat: string): PorteeLecture | null =>
  resultat === 'plafond-compte' ? 'compte' : resultat === 'plafond-partenaire' ? 'partenaire' : null;

const bornesDe = (ctx: Contexte, p: Preparation): BornesLignes => {
  const { compte, partenaire } = limitesLecture(plafondsDe(ctx, p));
  return { jour: p.jour, limite_compte: compte, limite_partenaire: partenaire };
};

/** What a reader is told at the bound of the files shown: the same as at the caps of reading (CDAP-32). */
function refusDuPlafond(ctx: Contexte, p: Preparation, portee: PorteeLecture): Refus {
  if (plafondsDe(ctx, p).confirme)
    return { code: 'lecture-arretee', nature: 'interdit', details: { portee } };
  const lectures = nombreAtteint(ctx, p, portee);
  return { code: 'confirmation-requise', nature: 'interdit', details: { portee, lectures } };
}

const nombreAtteint = (ctx: Contexte, p: Preparation, portee: PorteeLecture): number =>
  limitesLecture(plafondsDe(ctx, p))[portee];

/** The bound of the files shown has the consequences of the caps of reading: a word to the managers, then a stop. */
async function consequencePlafond(ctx: Contexte, p: Preparation, portee: PorteeLecture): Promise<void> {
  if (plafondsDe(ctx, p).confirme) await arreterLecture(ctx, p, portee, nombreAtteint(ctx, p, portee));
  else if (portee === 'compte') await prevenirRecherches(ctx, p);
  else await prevenirSeuil(ctx, p, 'partenaire');
}

/** The managers hear of the search that reaches a first threshold, whether or not another one follows. */
async function prevenirDesLignes(ctx: Contexte, p: Preparation, lecture: ListeLue): Promise<void> {
  const vientDAtteindre = (total: number | null, seuil: number) =>
    total !== null && total >= seuil && total - lecture.nouvelles < seuil;
  if (vientDAtteindre(lecture.listees, p.seuil_confirmation_heure)) await prevenirRecherches(ctx, p);
  if (vientDAtteindre(lecture.listees_jour, p.seuil_partenaire_jour))
    await prevenirSeuil(ctx, p, 'partenaire');
}

const auteurDe = (
  ctx: Contexte,
  empreinte: Buffer,
  p: Preparation & { session_id: string },
  entree: Entree,
): AuteurRecherche => ({
  empreinte,
  session: p.session_id,
  compte: p.compte_id,
  nature: p.nature,
  caf: p.caf_code,
  partenaire: p.partenaire_id,
  habilitation: p.revision === null ? null : entree.habilitation,
  revision: p.revision,
  instant: ctx.instant,
});

// A person of a Caf or of the Cnaf has no right, hence no zone was read: any will do, nothing is judged by it.
const demandeDe = (ctx: Contexte, p: Preparation, entree: Entree): DemandeConsultation => ({
  instant: instantDe(ctx.instant),
  fuseau: p.fuseau ?? 'UTC',
  profil: p.profil,
  mission: entree.mission ?? null,
  motif: entree.motif ?? null,
  instructeur: entree.instructeur ?? null,
});

const faitsDe = (
  ctx: Contexte,
  p: Preparation,
  ligne: Awaited<ReturnType<Matrices['ligne']>>,
): Parameters<typeof autoriserRecherche>[1] => ({
  secondFacteur: p.second_facteur,
  droit: droitDe(p, {}),
  ligne,
  versionMatrice: String(p.version_matrice),
  plafonds: plafondsDe(ctx, p),
  motifExige: p.motif_exige,
});

/** What is looked for, and the right to look for it. */
function juger(
  demande: DemandeConsultation,
  faits: Parameters<typeof autoriserRecherche>[1],
  par: Entree['par'],
): Resultat<{ readonly criteres: Criteres; readonly autorisation: AutorisationRecherche }> {
  const lus = lireCriteres(par, demande);
  if (!lus.ok) return lus;
  const autorisation = autoriserRecherche(demande, faits, lus.valeur);
  return autorisation.ok
    ? accepte({ criteres: lus.valeur, autorisation: autorisation.valeur })
    : autorisation;
}

/** A birth date depends on the day that it is in the Caf's zone; all else has been read at the door. */
function lireCriteres(par: Entree['par'], { instant, fuseau }: DemandeConsultation): Resultat<Criteres> {
  if ('nir' in par) return accepte({ genre: 'nir', nir: par.nir });
  const { nom, prenom, neLe, codePostal } = par;
  const naissance = neLe === undefined ? null : lireNaissance(neLe, jourDe(instant, fuseau).toString());
  if (naissance !== null && !naissance.ok)
    return refuse({ ...naissance.refus, champ: `par.${naissance.refus.champ}` });
  return accepte({
    genre: 'nom',
    nom,
    prenom: prenom ?? null,
    naissance: naissance?.valeur ?? null,
    codePostal: codePostal ?? null,
  });
}

function provenance(ctx: Contexte, p: Preparation, entree: Entree) {
  return {
    trace: ctx.nouvelId(),
    traces_lignes: Array.from({ length: LIGNES_MAX }, () => ctx.nouvelId()),
    correlation: ctx.correlation,
    profil: p.revision === null ? null : p.profil,
    version_matrice: p.version_matrice,
    motif: entree.motif ?? null,
    adresse: ctx.adresse,
    navigateur: ctx.navigateur,
    action: 'recherche-dossier',
  } as const;
}

/** Traces a refusal, under the account and whatever the state of the right; false: the session has closed. */
async function tracerRefus(
  base: Base,
  ctx: Contexte,
  auteur: AuteurRecherche,
  p: Preparation,
  entree: Entree,
  refus: Refus,
): Promise<boolean> {
  const { resultat } = await listerEtTracer(base, {
    ...auteur,
    ...bornesDe(ctx, p),
    ...provenance(ctx, p, entree),
    revision: null,
    numeros: [],
    adresse_ouverte: false,
    categories: [],
    plus: false,
    issue: 'refuse',
    code: refus.code,
    mission: missionDuDroit(p, entree),
    // TRA-03: a number that was not accepted may be anything that was typed there.
    instructeur: null,
  });
  return resultat !== 'change';
}

function classer(candidats: readonly Candidat[], criteres: Criteres, sondes: Sondes | null): DossierTrouve[] {
  if (criteres.genre === 'nom' && sondes !== null) return classerCandidats(candidats, criteres, sondes);
  const parDossier = new Map<number, 1 | 2>();
  for (const { numero, rang } of candidats) parDossier.set(numero, rang);
  return [...parDossier].sort(([a], [b]) => a - b).map(([numero, rang]) => ({ numero, rangs: [rang] }));
}

/** Files that may be listed, in their order. One call, with no file as with many: its time says little of who is hidden. */
async function garderListables(
  base: Base,
  auteur: AuteurRecherche,
  demande: DemandeConsultation,
  autorisation: AutorisationRecherche,
  criteres: Criteres,
  trouves: readonly DossierTrouve[],
): Promise<DossierTrouve[]> {
  const codePostal = criteres.genre === 'nom' ? criteres.codePostal : null;
  const candidats = trouves.slice(0, CANDIDATS_MAX);
  const faits = await selectFaits(
    base,
    auteur,
    candidats.map(({ numero }) => numero),
    codePostal,
  );
  const parNumero = new Map(faits.map((lus) => [lus.numero, lus]));
  return candidats.filter(({ numero }) => {
    const lus = parNumero.get(numero);
    return lus?.auCodePostal === true && peutEtreListe(demande, autorisation, lus);
  });
}

/** A line: the adults by whom the file was found, its state, and the town if the profile has addresses. */
function enLigne(
  { numero, etat, identite, adresse }: LigneLue,
  trouves: readonly DossierTrouve[],
  { adresse: ouverte }: AutorisationRecherche,
): Sortie['lignes'][number] {
  const rangs = trouves.find((trouve) => trouve.numero === numero)?.rangs ?? [];
  const actuelle = ouverte ? (adresse?.actuelle ?? null) : null;
  return {
    numero: afficherNumero(numero),
    etat,
    adultes: rangs.flatMap((rang) => {
      const adulte = identite?.adultes[rang - 1];
      if (adulte === undefined) return [];
      const { nomNaissance, nomUsage, prenoms, dateNaissance } = adulte;
      return [{ nomNaissance, nomUsage, prenoms, dateNaissance }];
    }),
    commune: actuelle === null ? null : { codePostal: actuelle.codePostal, nom: actuelle.commune },
  };
}
