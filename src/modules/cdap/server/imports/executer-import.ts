import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { jourDe } from '../../../../kernel/jour.ts';
import type { Horloge } from '../../../../platform/clock/horloge.ts';
import type { Base, Tx } from '../../../../platform/db/base.ts';
import { enTransaction } from '../../../../platform/db/base.ts';
import { ajouterTravail, type ContexteTravail, type Travail } from '../../../../platform/jobs/travaux.ts';
import { fuseauDe } from '../../../organismes/index.ts';
import { inscrireTrace } from '../../../traces/index.ts';
import { findImport, findImportOuvert, listCafs, markImport } from '../store/imports.ts';
import { ImportPris, importer } from './importer.ts';
import { effacerAbandonnes } from './reserver-depot.ts';

export const IMPORTER = 'cdap.importer';

export const locataireCaf = (cafCode: string) => ({
  nature: 'caf' as const,
  cafCode,
  partenaireId: null,
  compteId: null,
});

/** Folder of the files received, which are erased when their import ends. */
export const fichierDe = (dossier: string, id: string): string => path.join(dossier, `${id}.depot`);

/** Civil day of a Caf: a birth or a date of data after it is refused. */
export const jourDeLaCaf = async (tx: Tx, caf: string, instant: Date): Promise<string> =>
  jourDe(Temporal.Instant.fromEpochMilliseconds(instant.getTime()), await fuseauDe(tx, caf)).toString();

/** Ends an import and says so in the register, as one act (TRA-15). False: it was ended already. */
export async function conclureImport(
  tx: Tx,
  ctx: Pick<ContexteTravail, 'instant' | 'nouvelId'>,
  id: string,
  issue: 'termine' | 'interrompu' | 'echoue',
): Promise<boolean> {
  const fait = await markImport(tx, id, issue, ctx.instant);
  const lu = await findImport(tx, id);
  if (!fait || lu === undefined) return false;
  await inscrireTrace(
    tx,
    { ...ctx, correlation: id, adresse: null, navigateur: null },
    {
      action: 'fin-import',
      issue: issue === 'termine' ? 'fait' : 'echec',
      codeIssue: issue === 'termine' ? null : `import-${issue}`,
      compteId: lu.depose_par,
      ...(lu.levees === 0 ? {} : { motif: `Accès restreints levés : ${lu.levees}` }),
      objet: id,
    },
  );
  return true;
}

export interface OptionsExecution {
  readonly alimentation: Base;
  readonly dossier: string;
  readonly horloge: Horloge;
}

/**
 * Runs the imports received by the portal, in the background. The job holds identifiers only and reads where the import
 * stands: stopped with the portal or killed with it, it goes on from there.
 */
export function creerExecutionImports({ alimentation, dossier, horloge }: OptionsExecution): {
  readonly travail: Travail;
  /** Asks the imports that run to stop after the batch in hand. */
  readonly arreter: () => void;
} {
  const arret = new AbortController();
  const travail: Travail = async (ctx, charge) => {
    const id = String(charge.import);
    const caf = String(charge.caf);
    const locataire = locataireCaf(caf);
    const chemin = fichierDe(dossier, id);
    const depart = await ctx.enTransaction(locataire, async (tx) => ({
      lu: await findImport(tx, id),
      jour: await jourDeLaCaf(tx, caf, ctx.instant),
    }));
    if (depart.lu?.etat !== 'en-cours') {
      await rm(chemin, { force: true });
      return;
    }
    try {
      const issue = await importer({
        alimentation,
        id,
        caf,
        chemin,
        jour: depart.jour,
        horloge,
        arret: arret.signal,
      });
      const fin = { ...ctx, instant: horloge() };
      // Tried again at once by another process, or when this one starts again.
      if (issue === 'interrompu')
        throw new Error('the portal is stopping: the import goes on at its next start');
      await ctx.enTransaction(locataire, (tx) => conclureImport(tx, fin, id, 'termine'));
      await rm(chemin, { force: true });
    } catch (erreur) {
      if (erreur instanceof ImportPris) {
        const lu = await ctx.enTransaction(locataire, (tx) => findImport(tx, id));
        // Held by another run of this Caf: tried again later, or nobody would ever run it.
        if (lu?.etat === 'en-cours')
          throw new Error('another import of this Caf is running: this one is tried again');
        // Given up by someone while it ran: its file holds what nobody waits for.
        await rm(chemin, { force: true });
        return;
      }
      if ((erreur as NodeJS.ErrnoException).code !== 'ENOENT') throw erreur;
      await ctx.enTransaction(locataire, (tx) => conclureImport(tx, ctx, id, 'echoue'));
    }
  };
  return { travail, arreter: () => arret.abort() };
}

/**
 * Puts back in the queue the imports that a stop or a crash left open, and erases files that no import waits for. Run at
 * each start: the queue itself gives back a job of a killed process only hours later.
 */
export async function reprendreImports(base: Base, dossier: string, instant: Date): Promise<void> {
  const attendus = new Set<string>();
  const cafs = await enTransaction(
    base,
    { nature: 'cnaf', cafCode: null, partenaireId: null, compteId: null },
    instant,
    listCafs,
  );
  for (const caf of cafs) {
    await enTransaction(base, locataireCaf(caf), instant, async (tx) => {
      const ouvert = await findImportOuvert(tx, caf);
      if (ouvert?.origine !== 'portail' || ouvert.etat !== 'en-cours') return;
      attendus.add(path.basename(fichierDe(dossier, ouvert.id)));
      await ajouterTravail(tx, IMPORTER, { import: ouvert.id, caf }, `${IMPORTER}:${ouvert.id}`);
    });
  }
  await effacerAbandonnes(dossier, attendus);
}
