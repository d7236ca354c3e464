import { chmod, mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Acteur } from '../../../../kernel/acteur.ts';
import { accepte, type NatureRefus, type Resultat, refuse } from '../../../../kernel/resultat.ts';
import { type Contexte, locataireDe } from '../../../../platform/http/contexte.ts';
import { ajouterTravail } from '../../../../platform/jobs/travaux.ts';
import { relireSession } from '../../../identite/index.ts';
import { inscrireTrace } from '../../../traces/index.ts';
import { peutImporterDossiers } from '../../domain/droits-cdap.ts';
import type { Import } from '../../domain/import/imports.ts';
import { findImport, findImportOuvert, insertImport } from '../store/imports.ts';
import { empreindreFichier } from './commencer-import.ts';
import { EnteteCsvInvalide, type FormatImport, lireEntete } from './decouper.ts';
import { fichierDe, IMPORTER } from './executer-import.ts';
import { type Reservation, reserverDepot } from './reserver-depot.ts';
import { decrireImport } from './suivre-imports.ts';

/** Where files received wait for their import, and how large they may be. */
export interface DepotImports {
  readonly dossier: string;
  readonly octetsMax: number;
  /** Pieces of the disk, replaced by tests that fill it. */
  readonly ouvrir?: typeof open;
  readonly libres?: (dossier: string) => Promise<number>;
}

export interface EntreeDepot {
  readonly fichier: string;
  readonly corps: Readable;
  readonly type: string;
  /** Size as the sender says it. */
  readonly octets: number | null;
  /** Digest of the session's cookie, read again once the file is there. */
  readonly empreinte: Buffer | null;
  readonly horloge: () => Date;
}

/**
 * Receives a file and opens its import, which a job then runs (CDAP-29). The file is written as it comes, readable by this
 * program alone, and erased when the import ends or is refused.
 *
 * One import at a time for a Caf: two of them would each believe to be the last to speak of a file. Its place is taken
 * before the first byte. A file takes minutes or hours to come: session, account and role are read again when its
 * import is written down.
 */
export async function deposerImport(
  depot: DepotImports,
  ctx: Contexte,
  acteur: Acteur,
  entree: EntreeDepot,
): Promise<Resultat<Import>> {
  const caf = acteur.cafCode ?? '';
  const id = ctx.nouvelId();
  const refuserTrace: RefuserTrace = async (code, nature, issue = 'refuse') => {
    await ctx.enTransaction(locataireDe(acteur), (tx) =>
      inscrireTrace(tx, ctx, trace(acteur, issue, code, null)),
    );
    return refuse({ code, nature, ...(nature === 'invalide' ? { champ: 'fichier' } : {}) });
  };
  let reservation: Reservation | null = null;
  try {
    await mkdir(depot.dossier, { recursive: true, mode: 0o700 });
    await chmod(depot.dossier, 0o700);
    reservation = await reserverDepot(depot.dossier, caf, id);
    if (
      reservation === null ||
      (await ctx.enTransaction(locataireDe(acteur), (tx) => findImportOuvert(tx, caf))) !== undefined
    )
      return await refuserTrace('import-en-cours', 'conflit');
    if ((entree.octets ?? 0) > depot.octetsMax) return await refuserTrace('import-trop-gros', 'invalide');
    if (entree.octets !== null && (await (depot.libres ?? octetsLibres)(depot.dossier)) < entree.octets)
      return await refuserTrace('import-sans-place', 'indisponible', 'echec');
    return await recevoirEtInscrire(depot, ctx, acteur, entree, { caf, id, refuserTrace });
  } catch (erreur) {
    if (!estPanneDeDisque(erreur)) throw erreur;
    ctx.journal.error({ code: erreur.code, appel: erreur.syscall }, 'deposit not written');
    return await refuserTrace('import-non-ecrit', 'indisponible', 'echec');
  } finally {
    await reservation?.liberer();
  }
}

type RefuserTrace = (
  code: string,
  nature: NatureRefus,
  issue?: 'refuse' | 'echec',
) => Promise<Resultat<never>>;

/** Faults of the file system name the call that failed; those of the database do not. */
const estPanneDeDisque = (erreur: unknown): erreur is NodeJS.ErrnoException =>
  erreur instanceof Error &&
  /^(open|write|writev|fdatasync|fsync|close|rename|mkdir|chmod|statfs|read|stat)$/.test(
    (erreur as NodeJS.ErrnoException).syscall ?? '',
  );

async function octetsLibres(dossier: string): Promise<number> {
  const { bavail, bsize } = await statfs(dossier);
  return bavail * bsize;
}

async function recevoirEtInscrire(
  depot: DepotImports,
  ctx: Contexte,
  acteur: Acteur,
  entree: EntreeDepot,
  { caf, id, refuserTrace }: { caf: string; id: string; refuserTrace: RefuserTrace },
): Promise<Resultat<Import>> {
  const chemin = fichierDe(depot.dossier, id);
  let garde = false;
  try {
    const recu = await recevoir(entree.corps, `${chemin}.recu`, depot.octetsMax, depot.ouvrir ?? open);
    if (recu !== 'entier') return await refuserTrace(recu, 'invalide');
    await rename(`${chemin}.recu`, chemin);
    const format: FormatImport = entree.type === 'text/csv' ? 'csv' : 'jsonl';
    if (format === 'csv') {
      try {
        lireEntete(chemin);
      } catch (erreur) {
        if (erreur instanceof EnteteCsvInvalide) return await refuserTrace('entete-csv', 'invalide');
        throw erreur;
      }
    }
    const { empreinte, octets } = await empreindreFichier(chemin);
    const instant = entree.horloge();
    const issue = await ctx.enTransaction(null, async (tx) => {
      const session = entree.empreinte && (await relireSession(tx, entree.empreinte, instant));
      if (session?.niveau !== 'complet' || session.acteur.compteId !== acteur.compteId)
        return 'session-absente' as const;
      if (session.acteur.cafCode !== caf || !peutImporterDossiers(session.acteur))
        return 'role-insuffisant' as const;
      const insere = await insertImport(tx, {
        id,
        caf_code: caf,
        fichier: entree.fichier,
        empreinte,
        octets,
        format,
        origine: 'portail',
        depose_par: acteur.compteId,
        instant,
      });
      if (!insere) return 'import-en-cours' as const;
      await inscrireTrace(tx, { ...ctx, instant }, trace(session.acteur, 'fait', null, id));
      await ajouterTravail(tx, IMPORTER, { import: id, caf }, `${IMPORTER}:${id}`);
      const lu = await findImport(tx, id);
      if (lu === undefined) throw new Error('the import was just written');
      return decrireImport(lu, `${acteur.prenom} ${acteur.nom}`);
    });
    if (typeof issue === 'string')
      return await refuserTrace(issue, issue === 'import-en-cours' ? 'conflit' : 'interdit');
    garde = true;
    return accepte(issue);
  } finally {
    await rm(`${chemin}.recu`, { force: true });
    if (!garde) await rm(chemin, { force: true });
  }
}

const trace = (
  acteur: Acteur,
  issue: 'fait' | 'refuse' | 'echec',
  codeIssue: string | null,
  objet: string | null,
) => ({
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
  ouvrir: typeof open,
): Promise<'entier' | 'import-vide' | 'import-trop-gros' | 'import-coupe'> {
  const fichier = await ouvrir(chemin, 'wx', 0o600);
  let octets = 0;
  let surLeDisque = false;
  try {
    // Left open when the rest is refused: closing it would take away the connection that carries the refusal.
    for await (const morceau of corps.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
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
