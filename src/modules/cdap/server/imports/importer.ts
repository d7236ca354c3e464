import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Base, enTransaction, type Tx } from '../../../../platform/db/base.ts';
import { REFUS_GARDES } from '../../domain/import/imports.ts';
import {
  advanceImport,
  type ComptesImport,
  type DossierConnu,
  findConnus,
  findImport,
  type ImportLu,
  insertRefusees,
  lockCaf,
  SORTS,
  unlockCaf,
  writeLot,
} from '../store/imports.ts';
import type { DonneesOuvrier, MessageOuvrier } from './ouvrier.ts';
import type { LigneRefusee, LotPret } from './preparer-lot.ts';
import { liberer } from './tableau-binaire.ts';

const TAILLE_LOT = 500;
/** Batches made ahead of those being written. */
const AVANCE = 2;

/** Another run holds this import, or has gone past the place where this one was. */
export class ImportPris extends Error {}

export interface OptionsImport {
  /** Pool of `passerelle_alimentation`: two connections write in turn, a third holds the lock. */
  readonly alimentation: Base;
  readonly id: string;
  readonly caf: string;
  readonly chemin: string;
  /** Civil day of the Caf. */
  readonly jour: string;
  readonly horloge: () => Date;
  /** Asked to stop: the batches in hand are committed, and no other is begun. */
  readonly arret?: AbortSignal;
  /** Called before the batch that holds these lines is committed. */
  readonly surRefus?: (refusees: readonly LigneRefusee[]) => Promise<void>;
  readonly surAvance?: (comptes: ComptesImport, position: number) => void;
  readonly tailleLot?: number;
  /** Pieces of the database's work, replaced by tests that break them. */
  readonly ecrire?: typeof writeLot;
}

export type IssueImport = 'termine' | 'interrompu';

/**
 * Runs an import from the place that its row says to the end of its file, or to where it is asked to stop.
 *
 * Each batch is one transaction that also moves the place reached: what is counted is stored and what is stored
 * is counted, whenever the process dies. Two connections work side by side so that neither the disk nor the other waits;
 * their commits keep the order of the file. Errors: ImportPris.
 */
export async function importer(options: OptionsImport): Promise<IssueImport> {
  const { alimentation, caf, id } = options;
  const verrou = await alimentation.pool.connect();
  try {
    if (!(await lockCaf(verrou, caf))) throw new ImportPris();
    const depart = await enTransaction(alimentation, locataire(caf), options.horloge(), (tx) =>
      findImport(tx, id),
    );
    if (depart === undefined || depart.etat !== 'en-cours') throw new ImportPris();
    return await derouler(options, depart);
  } finally {
    // Given back now, so that who follows at once finds it free; closed in any case, since the lock ends with it.
    await unlockCaf(verrou, caf).catch(() => {});
    verrou.release(true);
  }
}

const locataire = (cafCode: string) => ({
  nature: 'caf' as const,
  cafCode,
  partenaireId: null,
  compteId: null,
});

async function derouler(options: OptionsImport, depart: ImportLu): Promise<IssueImport> {
  const donnees: DonneesOuvrier = {
    chemin: options.chemin,
    format: depart.format,
    position: depart.position_octets,
    ligne: depart.position_ligne,
    caf: options.caf,
    jour: options.jour,
    tailleLot: options.tailleLot ?? TAILLE_LOT,
  };
  const ouvrier = new Worker(new URL('./ouvrier.ts', import.meta.url), {
    workerData: donnees,
    resourceLimits: { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 96 },
  });
  const fin = new AbortController();
  const panne = once(ouvrier, 'error', { signal: fin.signal }).then(([erreur]) => {
    throw erreur;
  });
  panne.catch(() => {});
  const etat = new Avancement(options, depart);
  /** Each commit waits for the one before. */
  let precedent: Promise<void> = Promise.resolve();
  let enVol: readonly { numeros: ReadonlySet<number>; fini: Promise<void> }[] = [];
  try {
    let ouvert = true;
    for (let i = 0; i < AVANCE; i += 1) ouvrier.postMessage(null);
    const messages = fileDeMessages(ouvrier);
    while (ouvert && options.arret?.aborted !== true) {
      const message = await Promise.race([messages(), panne]);
      ouvert = !message.dernier;
      if (ouvert) ouvrier.postMessage(null);
      // A number that the batch before is still writing must be seen as it leaves it.
      const numeros = new Set(message.lot.numeros);
      if (enVol.some((vol) => [...vol.numeros].some((n) => numeros.has(n)))) await precedent;
      if (enVol.length === 2) await enVol[0]?.fini;
      const avant = precedent;
      precedent = etat.ecrire(message, avant);
      precedent.catch(() => {});
      enVol = [...enVol, { numeros, fini: precedent }].slice(-2);
    }
    await precedent;
    return ouvert ? 'interrompu' : 'termine';
  } finally {
    await Promise.allSettled(enVol.map(({ fini }) => fini));
    fin.abort();
    await ouvrier.terminate();
  }
}

/** Messages of the thread one by one, none lost between two waits. */
function fileDeMessages(ouvrier: Worker): () => Promise<MessageOuvrier> {
  const recus: MessageOuvrier[] = [];
  let reveiller: (() => void) | null = null;
  ouvrier.on('message', (message: MessageOuvrier) => {
    recus.push(message);
    reveiller?.();
  });
  return async () => {
    while (recus.length === 0) {
      await new Promise<void>((resoudre) => {
        reveiller = resoudre;
      });
    }
    return recus.shift() as MessageOuvrier;
  };
}

/** Where a run has come to, batch after batch. */
class Avancement {
  private readonly options: OptionsImport;
  /** Place of the batches handed over, committed or not. */
  private position: number;
  private comptes: ComptesImport;
  private gardees: number;

  constructor(options: OptionsImport, depart: ImportLu) {
    this.options = options;
    this.position = depart.position_octets;
    this.comptes = depart;
    this.gardees = Math.min(depart.refusees, REFUS_GARDES);
  }

  ecrire({ lot, position, ligne }: MessageOuvrier, precedent: Promise<void>): Promise<void> {
    const { alimentation, caf, id, horloge } = this.options;
    const avant = this.position;
    this.position = position;
    const garder = lot.refusees.slice(0, Math.max(0, REFUS_GARDES - this.gardees));
    this.gardees += garder.length;
    return enTransaction(alimentation, locataire(caf), horloge(), async (tx: Tx) => {
      const { sorts, comptes } = juger(lot, await findConnus(tx, caf, lot.numeros));
      await (this.options.ecrire ?? writeLot)(tx, caf, lot, sorts);
      if (garder.length > 0) await insertRefusees(tx, id, caf, garder);
      await precedent;
      if (lot.refusees.length > 0) await this.options.surRefus?.(lot.refusees);
      if (!(await advanceImport(tx, id, avant, { position, ligne }, comptes, horloge())))
        throw new ImportPris();
      return comptes;
    })
      .finally(() => {
        for (const octets of [...lot.dossiers, ...lot.cles]) liberer(octets);
      })
      .then((comptes) => {
        const c = this.comptes;
        this.comptes = {
          lues: c.lues + comptes.lues,
          nouvelles: c.nouvelles + comptes.nouvelles,
          remplacees: c.remplacees + comptes.remplacees,
          inchangees: c.inchangees + comptes.inchangees,
          anciennes: c.anciennes + comptes.anciennes,
          refusees: c.refusees + comptes.refusees,
          levees: c.levees + comptes.levees,
        };
        this.options.surAvance?.(this.comptes, position);
      });
  }
}

/**
 * What becomes of each file, as if lines were taken one by one: a later or equal date replaces, an earlier one is left,
 * the same record changes nothing. Only the last one of a number is written, whose fate is then that of the first.
 */
export function juger(
  lot: LotPret,
  connus: readonly DossierConnu[],
): { sorts: Int32Array; comptes: ComptesImport } {
  const enBase = new Set(connus.map(({ numero }) => numero));
  const derniers = new Map<number, { jour: number; empreinte: string; restreint: boolean; place: number }>();
  for (const { numero, jour, empreinte, restreint } of connus)
    derniers.set(numero, { jour, empreinte: empreinte?.toString('base64') ?? '', restreint, place: -1 });
  const comptes = { nouvelles: 0, remplacees: 0, inchangees: 0, anciennes: 0, levees: 0 };
  for (let place = 0; place < lot.numeros.length; place += 1) {
    const numero = lot.numeros[place] ?? 0;
    const jour = lot.donneesLe[place] ?? 0;
    const empreinte = lot.empreintes[place] ?? '';
    const restreint = lot.restreints[place] === 1;
    const dernier = derniers.get(numero);
    if (dernier === undefined) comptes.nouvelles += 1;
    else if (jour < dernier.jour) {
      comptes.anciennes += 1;
      continue;
    } else if (empreinte === dernier.empreinte) {
      comptes.inchangees += 1;
      continue;
    } else {
      comptes.remplacees += 1;
      if (dernier.restreint && !restreint) comptes.levees += 1;
    }
    derniers.set(numero, { jour, empreinte, restreint, place });
  }
  const sorts = new Int32Array(lot.numeros.length);
  for (const [numero, { place }] of derniers)
    if (place >= 0) sorts[place] = enBase.has(numero) ? SORTS.remplace : SORTS.ajoute;
  return { sorts, comptes: { ...comptes, lues: lot.lues, refusees: lot.refusees.length } };
}
