import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte, type Resultat } from '../../../kernel/resultat.ts';
import type { Contexte } from '../../../platform/http/contexte.ts';
import type { Flux } from '../../../platform/http/porte.ts';
import { ecrireTableur, type Format, TYPES } from '../../../platform/tableur/ecrire.ts';
import type { FiltresTraces, Trace } from '../contract.ts';
import type { Curseur } from '../domain/page.ts';
import { lireCurseur } from '../domain/page.ts';
import { type DependancesTraces, etablirCritere, lirePage, tracerLecture } from './rechercher-traces.ts';

const LIGNES_PAR_PAGE = 2000;
const VERIFICATION_MS = 2000;

const COLONNES: readonly (readonly [string, (trace: Trace) => string | null])[] = [
  ['Date et heure (UTC)', (t) => t.instant],
  ['Personne', (t) => t.personne?.nom ?? null],
  ['Identifiant', (t) => t.personne?.identifiant ?? null],
  ['Organisme', (t) => t.organisme],
  ['Rôle', (t) => t.role],
  ['Action', (t) => t.action],
  ['Issue', (t) => t.issue],
  ['Motif de l’issue', (t) => t.codeIssue],
  ['Profil', (t) => t.profil],
  ['Caf du dossier', (t) => t.dossier?.caf ?? null],
  ['Numéro de dossier', (t) => t.dossier?.numero ?? null],
  ['Rubriques montrées', (t) => t.categories.join(', ')],
  ['Version de la matrice', (t) => (t.versionMatrice === null ? null : String(t.versionMatrice))],
  ['Mission', (t) => t.mission],
  ['Motif', (t) => t.motif],
  ['Objet', (t) => t.objet],
  ['Adresse réseau', (t) => t.adresse],
  ['Navigateur', (t) => t.navigateur],
  ['Session', (t) => t.session],
];

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
  const etabli = await etablirCritere(dependances.annuaire, ctx, acteur, filtres);
  if (!etabli.ok) return etabli;
  const critere = etabli.valeur;
  await tracerLecture(ctx, acteur, 'export-traces', filtres);

  async function* lignes() {
    yield COLONNES.map(([titre]) => titre);
    let apres: Curseur | null = null;
    let verifieLe = Date.now();
    do {
      if (Date.now() - verifieLe >= VERIFICATION_MS) {
        if (!(await encoreOuverte())) throw new Error('export stopped: the session ended');
        verifieLe = Date.now();
      }
      const page = await lirePage(dependances, ctx, acteur, critere, apres, LIGNES_PAR_PAGE);
      for (const trace of page.lignes) yield COLONNES.map(([, lire]) => lire(trace) ?? '');
      apres = page.suite === null ? null : lireCurseur(page.suite);
    } while (apres !== null);
  }
  const nom = `traces-${ctx.instant.toISOString().slice(0, 10)}.${format}`;
  return accepte({ type: TYPES[format], nom, contenu: ecrireTableur(format, lignes()) });
}
