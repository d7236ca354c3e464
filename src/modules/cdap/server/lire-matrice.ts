import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import { comparerMatrices, type MatriceBrute } from '../domain/comparer-matrices.ts';
import { matriceBruteSchema } from '../domain/matrice.ts';
import type { VersionMatrice } from '../domain/schemas-matrice.ts';
import { listVersionsMatrice, type VersionLue } from './store/matrice.ts';

/** A stored content; one that this program cannot read is a defect, told as such. */
export function contenuDe({ version, contenu }: VersionLue): MatriceBrute {
  const lu = matriceBruteSchema.safeParse(contenu);
  if (!lu.success) throw new Error(`matrix version ${version} cannot be read`);
  return lu.data;
}

/** Where a version stands at an instant. */
export function etatDeVersion({ du, au, annulee_le }: VersionLue, instant: Date): VersionMatrice['etat'] {
  if (annulee_le !== null || du === null) return 'annulee';
  if (du > instant) return 'a-venir';
  return au !== null && au <= instant ? 'passee' : 'en-vigueur';
}

/** Versions of both catalogues with what each changed to the one that it was made from (CDAP-10). */
export async function listerVersionsMatrice(
  ctx: Contexte,
  acteur: Acteur,
): Promise<Resultat<{ versions: VersionMatrice[] }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const lues = await listVersionsMatrice(tx);
    return accepte({ versions: lues.map((lue) => decrireVersion(lue, lues, ctx.instant)) });
  });
}

export async function lireVersionMatrice(
  ctx: Contexte,
  acteur: Acteur,
  version: number,
): Promise<Resultat<{ version: VersionMatrice; contenu: MatriceBrute }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => decrireAvecContenu(tx, version, ctx.instant));
}

/** One version as the screen shows it, from what the transaction sees. */
export async function decrireAvecContenu(
  tx: Tx,
  version: number,
  instant: Date,
): Promise<Resultat<{ version: VersionMatrice; contenu: MatriceBrute }>> {
  const lues = await listVersionsMatrice(tx);
  const lue = lues.find((autre) => autre.version === version);
  if (lue === undefined)
    return refuse({ code: 'version-introuvable', nature: 'introuvable', champ: 'version' });
  return accepte({ version: decrireVersion(lue, lues, instant), contenu: contenuDe(lue) });
}

function decrireVersion(lue: VersionLue, toutes: readonly VersionLue[], instant: Date): VersionMatrice {
  const { version, catalogue, motif, auteur, annulee_le, annulee_par, annulee_motif } = lue;
  // A version is made from the one in force then, which is the latest before it that was not cancelled.
  const precedente = toutes
    .filter((v) => v.catalogue === catalogue && v.version < version && v.annulee_le === null)
    .sort((a, b) => b.version - a.version)[0];
  return {
    version,
    catalogue,
    etat: etatDeVersion(lue, instant),
    du: (lue.du ?? lue.prevue_le ?? instant).toISOString(),
    au: lue.au?.toISOString() ?? null,
    motif,
    auteur,
    creeeLe: lue.creee_le?.toISOString() ?? null,
    annulation:
      annulee_le === null
        ? null
        : { le: annulee_le.toISOString(), par: annulee_par ?? '', motif: annulee_motif ?? '' },
    precedente: precedente?.version ?? null,
    changements: precedente === undefined ? [] : comparerMatrices(contenuDe(precedente), contenuDe(lue)),
  };
}
