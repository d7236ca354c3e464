import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Acteur } from '../../../../kernel/acteur.ts';
import { accepte, type Resultat, refuse } from '../../../../kernel/resultat.ts';
import { type Contexte, locataireDe } from '../../../../platform/http/contexte.ts';
import { ajouterTravail } from '../../../../platform/jobs/travaux.ts';
import { inscrireTrace } from '../../../traces/index.ts';
import type { Import } from '../../domain/import/imports.ts';
import { findImport, findImportOuvert, insertImport } from '../store/imports.ts';
import { empreindreFichier } from './commencer-import.ts';
import { EnteteCsvInvalide, type FormatImport, lireEntete } from './decouper.ts';
import { fichierDe, IMPORTER } from './executer-import.ts';
import { decrireImport } from './suivre-imports.ts';

/** Where files received wait for their import, and how large they may be. */
export interface DepotImports {
  readonly dossier: string;
  readonly octetsMax: number;
}

export interface EntreeDepot {
  readonly fichier: string;
  readonly corps: Readable;
  readonly type: string;
}

/**
 * Receives a file and opens its import, which a job then runs (CDAP-29). The file is written as it comes, readable by this
 * program alone, and erased when the import ends or is refused.
 *
 * One import at a time for a Caf: two of them would each believe to be the last to speak of a file.
 */
export async function deposerImport(
  depot: DepotImports,
  ctx: Contexte,
  acteur: Acteur,
  { fichier, corps, type }: EntreeDepot,
): Promise<Resultat<Import>> {
  const caf = acteur.cafCode ?? '';
  const id = ctx.nouvelId();
  let garde = false;
  const refuserTrace = async (code: string, nature: 'conflit' | 'invalide') => {
    await ctx.enTransaction(locataireDe(acteur), (tx) =>
      inscrireTrace(tx, ctx, trace(acteur, 'refuse', code, null)),
    );
    return refuse({ code, nature, ...(nature === 'invalide' ? { champ: 'fichier' } : {}) });
  };
  if ((await ctx.enTransaction(locataireDe(acteur), (tx) => findImportOuvert(tx, caf))) !== undefined) {
    return refuserTrace('import-en-cours', 'conflit');
  }
  await mkdir(depot.dossier, { recursive: true, mode: 0o700 });
  await chmod(depot.dossier, 0o700);
  const chemin = fichierDe(depot.dossier, id);
  try {
    const recu = await recevoir(corps, `${chemin}.recu`, depot.octetsMax);
    if (recu !== 'entier') return await refuserTrace(recu, 'invalide');
    await rename(`${chemin}.recu`, chemin);
    const format: FormatImport = type === 'text/csv' ? 'csv' : 'jsonl';
    if (format === 'csv') {
      try {
        lireEntete(chemin);
      } catch (erreur) {
        if (erreur instanceof EnteteCsvInvalide) return await refuserTrace('entete-csv', 'invalide');
        throw erreur;
      }
    }
    const { empreinte, octets } = await empreindreFichier(chemin);
    const ouvert = await ctx.enTransaction(locataireDe(acteur), async (tx) => {
      const insere = await insertImport(tx, {
        id,
        caf_code: caf,
        fichier,
        empreinte,
        octets,
        format,
        origine: 'portail',
        depose_par: acteur.compteId,
        instant: ctx.instant,
      });
      if (!insere) return null;
      await inscrireTrace(tx, ctx, trace(acteur, 'fait', null, id));
      await ajouterTravail(tx, IMPORTER, { import: id, caf }, `${IMPORTER}:${id}`);
      const lu = await findImport(tx, id);
      return lu === undefined ? null : decrireImport(lu, `${acteur.prenom} ${acteur.nom}`);
    });
    if (ouvert === null) return await refuserTrace('import-en-cours', 'conflit');
    garde = true;
    return accepte(ouvert);
  } finally {
    await rm(`${chemin}.recu`, { force: true });
    if (!garde) await rm(chemin, { force: true });
  }
}

const trace = (acteur: Acteur, issue: 'fait' | 'refuse', codeIssue: string | null, objet: string | null) => ({
  action: 'depot-import',
  issue,
  codeIssue,
  compteId: acteur.compteId,
  sessionId: acteur.sessionId,
  role: acteur.roles.join(','),
  objet,
});

/** Writes what comes until its end, its limit or its cut; the rest of the network waits for the disk. */
async function recevoir(
  corps: Readable,
  chemin: string,
  octetsMax: number,
): Promise<'entier' | 'import-vide' | 'import-trop-gros' | 'import-coupe'> {
  const fichier = await open(chemin, 'wx', 0o600);
  let octets = 0;
  let surLeDisque = false;
  try {
    for await (const morceau of corps as AsyncIterable<Buffer>) {
      octets += morceau.length;
      if (octets > octetsMax) return 'import-trop-gros';
      surLeDisque = true;
      await fichier.writeFile(morceau);
      surLeDisque = false;
    }
    surLeDisque = true;
    await fichier.datasync();
    return octets === 0 ? 'import-vide' : 'entier';
  } catch (erreur) {
    // A full disk is a defect to be told; a sender who leaves is not.
    if (surLeDisque) throw erreur;
    return 'import-coupe';
  } finally {
    await fichier.close();
  }
}
