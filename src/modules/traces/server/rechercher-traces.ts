import { Temporal } from 'temporal-polyfill';
import type { Acteur } from '../../../kernel/acteur.ts';
import { dateDe, debutDuJour, finDuJour, instantDe, jour } from '../../../kernel/jour.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import { type Base, enTransaction } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import type { FiltresTraces, Trace } from '../contract.ts';
import { debutDesTraces } from '../domain/conservation.ts';
import { type Curseur, ecrireCurseur, lireCurseur } from '../domain/page.ts';
import type { LibellesTraces } from '../libelles-des-traces.ts';
import { type CritereTraces, insertTrace, type RangeeTrace, selectTraces } from './store.ts';

/** What traces need to know of people and organisations, which live in higher modules. */
export interface Annuaire {
  readonly fuseau: (ctx: Contexte, acteur: Acteur) => Promise<string>;
  readonly nommer: (
    ctx: Contexte,
    acteur: Acteur,
    ids: {
      readonly comptes: readonly string[];
      readonly partenaires: readonly string[];
      readonly sessions: readonly string[];
    },
  ) => Promise<{
    comptes: ReadonlyMap<string, { nom: string; identifiant: string }>;
    partenaires: ReadonlyMap<string, string>;
    /** Names of API tokens, by session; a browser's session has none. */
    jetons: ReadonlyMap<string, string>;
  }>;
}

export interface DependancesTraces {
  /** The reading login with its small pool (TRA-05). */
  readonly lecture: Base;
  readonly annuaire: Annuaire;
  /** Words of all the modules for what traces hold. */
  readonly libelles: LibellesTraces;
}

export interface PageTraces {
  lignes: Trace[];
  suite: string | null;
}

/**
 * One page of the traces that the actor may read, newest first.
 *
 * The reading is itself traced, and committed before anything is read (TRA-07).
 */
export async function rechercherTraces(
  dependances: DependancesTraces,
  ctx: Contexte,
  acteur: Acteur,
  entree: FiltresTraces & { apres?: string | undefined; nombre: number },
): Promise<Resultat<PageTraces>> {
  const critere = await etablirCritere(dependances.annuaire, ctx, acteur, entree);
  await tracerLecture(ctx, acteur, 'lecture-traces', entree, critere.ok ? null : critere.refus);
  if (!critere.ok) return critere;
  const apres = entree.apres === undefined ? null : lireCurseur(entree.apres);
  return accepte(await lirePage(dependances, ctx, acteur, critere.valeur, apres, entree.nombre));
}

export async function lirePage(
  { lecture, annuaire }: DependancesTraces,
  ctx: Contexte,
  acteur: Acteur,
  critere: CritereTraces,
  apres: Curseur | null,
  nombre: number,
): Promise<PageTraces> {
  const rangees = await enTransaction(lecture, locataireDe(acteur), ctx.instant, (tx) =>
    selectTraces(tx, critere, apres, nombre + 1),
  );
  const page = rangees.slice(0, nombre);
  const derniere = page.at(-1);
  const noms = await annuaire.nommer(ctx, acteur, {
    comptes: distincts(page.map((r) => r.compte_id)),
    partenaires: distincts(page.map((r) => r.partenaire_id)),
    sessions: distincts(page.map((r) => r.session_id)),
  });
  return {
    lignes: page.map((rangee) => versTrace(rangee, noms)),
    suite:
      rangees.length > nombre && derniere
        ? ecrireCurseur({ instant: derniere.instant, id: derniere.id })
        : null,
  };
}

/**
 * Records who searched what, or was refused it; the file number searched is an identifier, and is kept like that of a
 * reading.
 */
export async function tracerLecture(
  ctx: Contexte,
  acteur: Acteur,
  action: string,
  filtres: FiltresTraces,
  refus: Refus | null = null,
): Promise<void> {
  const {
    apres: _,
    nombre: __,
    ...criteres
  } = filtres as FiltresTraces & { apres?: string; nombre?: number };
  await ctx.enTransaction(locataireDe(acteur), (tx) =>
    insertTrace(tx, ctx, {
      action,
      issue: refus === null ? 'fait' : 'refuse',
      codeIssue: refus?.code ?? null,
      compteId: acteur.compteId,
      sessionId: acteur.sessionId,
      role: acteur.roles.join(','),
      objet: JSON.stringify(criteres).slice(0, 500),
    }),
  );
}

export async function etablirCritere(
  annuaire: Annuaire,
  ctx: Contexte,
  acteur: Acteur,
  filtres: FiltresTraces,
): Promise<Resultat<CritereTraces>> {
  if (filtres.du !== undefined && filtres.au !== undefined && filtres.du > filtres.au) {
    return refuse({ code: 'periode-inversee', nature: 'invalide', champ: 'au' } satisfies Refus);
  }
  const fuseau = await annuaire.fuseau(ctx, acteur);
  const maintenant = instantDe(ctx.instant);
  const plancher = debutDesTraces(maintenant);
  const du = filtres.du === undefined ? plancher : debutDuJour(jour(filtres.du), fuseau);
  const au = filtres.au === undefined ? maintenant.add({ seconds: 1 }) : finDuJour(jour(filtres.au), fuseau);
  return accepte({
    partenaireId: acteur.partenaireId,
    cafCode: acteur.cafCode,
    depuis: dateDe(Temporal.Instant.compare(du, plancher) < 0 ? plancher : du),
    jusqua: dateDe(au),
    personne: filtres.personne,
    action: filtres.action,
    issue: filtres.issue,
    profil: filtres.profil,
    dossier: filtres.dossier,
    session: filtres.session,
  });
}

const distincts = (valeurs: readonly (string | null)[]): string[] => [
  ...new Set(valeurs.filter((valeur): valeur is string => valeur !== null)),
];

function versTrace(rangee: RangeeTrace, noms: Awaited<ReturnType<Annuaire['nommer']>>): Trace {
  const personne = rangee.compte_id === null ? undefined : noms.comptes.get(rangee.compte_id);
  return {
    id: rangee.id,
    instant: rangee.instant.toISOString(),
    personne: personne && rangee.compte_id !== null ? { id: rangee.compte_id, ...personne } : null,
    jeton: rangee.session_id === null ? null : (noms.jetons.get(rangee.session_id) ?? null),
    organisme: rangee.partenaire_id === null ? null : (noms.partenaires.get(rangee.partenaire_id) ?? null),
    role: rangee.role,
    action: rangee.action,
    issue: rangee.issue,
    codeIssue: rangee.code_issue,
    profil: rangee.profil,
    dossier:
      rangee.dossier_caf === null || rangee.dossier_numero === null
        ? null
        : { caf: rangee.dossier_caf, numero: String(rangee.dossier_numero).padStart(7, '0') },
    categories: rangee.categories,
    versionMatrice: rangee.version_matrice,
    mission: rangee.mission,
    motif: rangee.motif,
    objet: rangee.objet,
    adresse: rangee.adresse,
    navigateur: rangee.navigateur,
    session: rangee.session_id,
  };
}
