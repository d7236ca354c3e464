import { Temporal } from 'temporal-polyfill';
import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Contexte } from '../../../platform/http/contexte.ts';
import type { Flux } from '../../../platform/http/porte.ts';
import { ecrireTableur, type Format, TYPES } from '../../../platform/tableur/ecrire.ts';
import type { FiltresTraces, Trace } from '../contract.ts';
import { type Curseur, lireCurseur } from '../domain/page.ts';
import {
  direAction,
  direCategories,
  direCodeIssue,
  direCriteres,
  direJeton,
  direMission,
  direProfil,
  direRoles,
  type LibellesTraces,
} from '../libelles-des-traces.ts';
import { type DependancesTraces, etablirCritere, lirePage, tracerLecture } from './rechercher-traces.ts';

const LIGNES_PAR_PAGE = 2000;
const VERIFICATION_MS = 2000;
/** By account, at once: each holds a reading connection by turns, and memory on its way out. */
const EXPORTS_EN_COURS = 2;
const enCours = new Map<string, number>();

type Colonne = readonly [titre: string, lire: (trace: Trace) => string | null];

/** Words for who reads, then the codes and the universal time, for who sorts, compares or proves. */
const colonnes = (libelles: LibellesTraces, fuseau: string): readonly Colonne[] => [
  ['Jour', (t) => instantCivil(t.instant, fuseau).toPlainDate().toString()],
  [
    `Heure (${fuseau})`,
    (t) => instantCivil(t.instant, fuseau).toPlainTime().toString({ smallestUnit: 'second' }),
  ],
  ['Personne', (t) => t.personne?.nom ?? null],
  ['Identifiant', (t) => t.personne?.identifiant ?? null],
  ['Organisme', (t) => t.organisme],
  ['Jeton', (t) => t.jeton && direJeton(t.jeton)],
  ['Rôle', (t) => t.role && direRoles(t.role, libelles)],
  ['Action', (t) => direAction(t.action, libelles)],
  ['Issue', (t) => libelles.issues[t.issue] ?? t.issue],
  ['Raison', (t) => direCodeIssue(t, libelles)],
  ['Profil', (t) => t.profil && direProfil(t.profil, libelles)],
  ['Caf du dossier', (t) => t.dossier?.caf ?? null],
  ['Numéro de dossier', (t) => t.dossier?.numero ?? null],
  // Names of blocks hold commas.
  ['Rubriques montrées', (t) => direCategories(t, libelles).join(' | ')],
  ['Mission', (t) => t.mission && direMission(t.mission, libelles)],
  ['Motif', (t) => t.motif],
  ['Objet', (t) => direCriteres(t.objet, libelles)],
  ['Adresse réseau', (t) => t.adresse],
  ['Navigateur', (t) => t.navigateur],
  ['Session', (t) => t.session],
  ['Référence', (t) => t.id],
  ['Instant (UTC)', (t) => t.instant],
  ['Code de l’action', (t) => t.action],
  ['Code de l’issue', (t) => t.issue],
  ['Code de la raison', (t) => t.codeIssue],
  ['Codes des rubriques', (t) => t.categories.join(', ')],
  ['Objet tel qu’enregistré', (t) => t.objet],
  ['Version de la matrice', (t) => (t.versionMatrice === null ? null : String(t.versionMatrice))],
];

const instantCivil = (instant: string, fuseau: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(fuseau);

/** Takes one of the account's places at once, before anything is awaited; answers how to give it back, or null. */
function prendrePlace(compteId: string): (() => void) | null {
  const pris = enCours.get(compteId) ?? 0;
  if (pris >= EXPORTS_EN_COURS) return null;
  enCours.set(compteId, pris + 1);
  return () => {
    const restants = (enCours.get(compteId) ?? 1) - 1;
    if (restants > 0) enCours.set(compteId, restants);
    else enCours.delete(compteId);
  };
}

/**
 * Streams all the traces found, however many: pages by key behind, memory flat (TRA-08).
 *
 * `encoreOuverte` is asked every two seconds: an export does not outlive the session that asked for it (ACC-06).
 */
export async function exporterTraces(
  dependances: DependancesTraces,
  ctx: Contexte,
  acteur: Acteur,
  entree: FiltresTraces & { format: Format },
  encoreOuverte: () => Promise<boolean>,
): Promise<Resultat<Flux>> {
  const { format, ...filtres } = entree;
  const liberer = prendrePlace(acteur.compteId);
  if (liberer === null) {
    const refus = { code: 'exports-en-cours', nature: 'conflit' } as const;
    await tracerLecture(ctx, acteur, 'export-traces', filtres, refus);
    return refuse(refus);
  }
  const preparer = async () => {
    const etabli = await etablirCritere(dependances.annuaire, ctx, acteur, filtres);
    await tracerLecture(ctx, acteur, 'export-traces', filtres, etabli.ok ? null : etabli.refus);
    if (!etabli.ok) return etabli;
    const fuseau = await dependances.annuaire.fuseau(ctx, acteur);
    return accepte({ critere: etabli.valeur, lues: colonnes(dependances.libelles, fuseau) });
  };
  const prepare = await preparer().catch((erreur: unknown) => {
    liberer();
    throw erreur;
  });
  if (!prepare.ok) {
    liberer();
    return prepare;
  }
  const { critere, lues } = prepare.valeur;

  async function* lignes() {
    yield lues.map(([titre]) => titre);
    let apres: Curseur | null = null;
    let verifieLe = Date.now();
    do {
      if (Date.now() - verifieLe >= VERIFICATION_MS) {
        if (!(await encoreOuverte())) throw new Error('export stopped: the session ended');
        verifieLe = Date.now();
      }
      const page = await lirePage(dependances, ctx, acteur, critere, apres, LIGNES_PAR_PAGE);
      for (const trace of page.lignes) yield lues.map(([, lire]) => lire(trace) ?? '');
      apres = page.suite === null ? null : lireCurseur(page.suite);
    } while (apres !== null);
  }
  const nom = `traces-${ctx.instant.toISOString().slice(0, 10)}.${format}`;
  const contenu = ecrireTableur(format, lignes());
  // Beside the pages that are read, by the clock: what a slow reader has not taken yet is cut too.
  const veille = setInterval(() => {
    encoreOuverte().then(
      (ouverte) => {
        if (!ouverte) contenu.destroy(new Error('export stopped: the session ended'));
      },
      (erreur: Error) => contenu.destroy(erreur),
    );
  }, VERIFICATION_MS);
  contenu.once('close', () => {
    clearInterval(veille);
    liberer();
  });
  return accepte({ type: TYPES[format], nom, contenu });
}
