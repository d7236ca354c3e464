import type { Acteur } from '../../../../kernel/acteur.ts';
import { accepte, type Resultat, refuse } from '../../../../kernel/resultat.ts';
import { type Contexte, locataireDe } from '../../../../platform/http/contexte.ts';
import { nommerComptes } from '../../../identite/index.ts';
import { inscrireTrace } from '../../../traces/index.ts';
import { estOuvert } from '../../domain/import/etats-import.ts';
import { type Import, REFUS_PAR_PAGE } from '../../domain/import/imports.ts';
import { messageRaison } from '../../libelles-imports.ts';
import { findImport, type ImportLu, listImports, listRefusees, markImport } from '../store/imports.ts';

export function decrireImport(i: ImportLu, personne: string | null): Import {
  return {
    id: i.id,
    fichier: i.fichier,
    octets: i.octets,
    format: i.format,
    origine: i.origine,
    personne,
    etat: i.etat,
    part: i.octets === 0 ? 1 : Math.min(1, i.position_octets / i.octets),
    lues: i.lues,
    nouvelles: i.nouvelles,
    remplacees: i.remplacees,
    inchangees: i.inchangees,
    anciennes: i.anciennes,
    refusees: i.refusees,
    restrictionsLevees: i.levees,
    commenceLe: i.commence_le.toISOString(),
    avanceLe: i.avance_le.toISOString(),
    termineLe: i.termine_le?.toISOString() ?? null,
  };
}

/** Imports of the actor's Caf, the latest first. */
export function listerImports(ctx: Contexte, acteur: Acteur): Promise<Resultat<{ imports: Import[] }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const lus = await listImports(tx, acteur.cafCode ?? '');
    const noms = await nommerComptes(tx, [...new Set(lus.flatMap(({ depose_par }) => depose_par ?? []))]);
    return accepte({
      imports: lus.map((lu) =>
        decrireImport(lu, lu.depose_par === null ? null : (noms.get(lu.depose_par)?.nom ?? null)),
      ),
    });
  });
}

export interface RefusImport {
  readonly ligne: number;
  readonly champ: string;
  readonly raison: string;
  readonly message: string;
}

/** A page of refused lines; those of another Caf and those that do not exist answer alike. */
export function listerRefusImport(
  ctx: Contexte,
  acteur: Acteur,
  entree: { import: string; apres: number },
): Promise<Resultat<{ refus: RefusImport[]; suite: number | null }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    if ((await findImport(tx, entree.import)) === undefined) return importIntrouvable();
    const lus = await listRefusees(tx, entree.import, entree.apres, REFUS_PAR_PAGE + 1);
    const page = lus.slice(0, REFUS_PAR_PAGE);
    return accepte({
      refus: page.map((refus) => ({ ...refus, message: messageRaison(refus.raison) })),
      suite: lus.length > REFUS_PAR_PAGE ? (page.at(-1)?.ligne ?? null) : null,
    });
  });
}

const importIntrouvable = () =>
  refuse({ code: 'import-introuvable', nature: 'introuvable', champ: 'import' });

/**
 * Gives up an import that is not ended. What was written stays: each file of it is whole and dated. A run in progress sees it
 * at its next batch and writes no more.
 */
export function abandonnerImport(
  ctx: Contexte,
  acteur: Acteur,
  entree: { import: string },
): Promise<Resultat<Import>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const tracer = (issue: 'fait' | 'refuse', codeIssue: string | null) =>
      inscrireTrace(tx, ctx, {
        action: 'abandon-import',
        issue,
        codeIssue,
        compteId: acteur.compteId,
        sessionId: acteur.sessionId,
        role: acteur.roles.join(','),
        objet: entree.import,
      });
    const avant = await findImport(tx, entree.import);
    if (avant === undefined) {
      await tracer('refuse', 'import-introuvable');
      return importIntrouvable();
    }
    if (!estOuvert(avant.etat) || !(await markImport(tx, entree.import, 'abandonne', ctx.instant))) {
      await tracer('refuse', 'import-fini');
      return refuse({ code: 'import-fini', nature: 'conflit' });
    }
    await tracer('fait', null);
    const apres = await findImport(tx, entree.import);
    return apres === undefined ? importIntrouvable() : accepte(decrireImport(apres, null));
  });
}
