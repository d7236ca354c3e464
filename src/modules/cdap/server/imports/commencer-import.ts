import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Tx } from '../../../../platform/db/base.ts';
import { nouvelUuid } from '../../../../platform/identifiants.ts';
import { findImportOuvert, type ImportLu, insertImport, lockCafActe, markImport } from '../store/imports.ts';
import { type FormatImport, lireEntete } from './decouper.ts';
import { ImportPris } from './importer.ts';

const ECHANTILLON = 64 * 1024;

/**
 * Tells a file from another by its size, its beginning and its end. Reading the whole of several gigabytes for that would
 * take as long as a tenth of the import, to guard against a file rewritten in place between two halves of one import.
 */
export async function empreindreFichier(chemin: string): Promise<{ empreinte: string; octets: number }> {
  const { size } = await stat(chemin);
  const fichier = await open(chemin);
  try {
    const somme = createHash('sha256').update(String(size));
    for (const place of [0, Math.max(0, size - ECHANTILLON)]) {
      const { buffer, bytesRead } = await fichier.read(Buffer.alloc(ECHANTILLON), 0, ECHANTILLON, place);
      somme.update(buffer.subarray(0, bytesRead));
    }
    return { empreinte: somme.digest('hex'), octets: size };
  } finally {
    await fichier.close();
  }
}

/** By the end of the name; a first byte `{` otherwise tells lines of JSON. */
export async function reconnaitreFormat(chemin: string, nom: string): Promise<FormatImport> {
  if (/\.csv$/i.test(nom)) return 'csv';
  if (/\.(jsonl|ndjson)$/i.test(nom)) return 'jsonl';
  const fichier = await open(chemin);
  try {
    const { buffer, bytesRead } = await fichier.read(Buffer.alloc(64), 0, 64, 0);
    return buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF?\s*/, '')
      .startsWith('{')
      ? 'jsonl'
      : 'csv';
  } finally {
    await fichier.close();
  }
}

export interface DemandeImport {
  readonly caf: string;
  readonly chemin: string;
  /** As the person named it; by default that of the path. */
  readonly nom?: string;
  readonly origine: ImportLu['origine'];
  readonly compteId: string | null;
  readonly id?: string;
}

export interface ImportCommence {
  readonly id: string;
  /** Goes on with an import that was stopped or killed, at this line. */
  readonly reprisLigne: number | null;
  /** Name of the file of an unfinished import that this one takes the place of. */
  readonly abandonne: { readonly id: string; readonly fichier: string } | null;
  readonly comptes: ImportLu;
}

/**
 * Opens an import, or takes up the one of the same file where it was. The row exists before any line is read.
 *
 * Errors: EnteteCsvInvalide; ImportPris when an import of this Caf is running, which is then left alone.
 */
export async function commencerImport(
  enTransaction: (acte: (tx: Tx) => Promise<ImportCommence>) => Promise<ImportCommence>,
  demande: DemandeImport,
  instant: Date,
): Promise<ImportCommence> {
  const nom = (demande.nom ?? path.basename(demande.chemin)).slice(0, 200);
  const { empreinte, octets } = await empreindreFichier(demande.chemin);
  const format = await reconnaitreFormat(demande.chemin, nom);
  if (format === 'csv') lireEntete(demande.chemin);
  return enTransaction(async (tx) => {
    if (!(await lockCafActe(tx, demande.caf))) throw new ImportPris();
    const ouvert = await findImportOuvert(tx, demande.caf);
    if (ouvert !== undefined && ouvert.empreinte === empreinte) {
      await markImport(tx, ouvert.id, 'en-cours', instant);
      return { id: ouvert.id, reprisLigne: ouvert.position_ligne, abandonne: null, comptes: ouvert };
    }
    if (ouvert !== undefined) await markImport(tx, ouvert.id, 'abandonne', instant);
    const id = demande.id ?? nouvelUuid(instant);
    await insertImport(tx, {
      id,
      caf_code: demande.caf,
      fichier: nom,
      empreinte,
      octets,
      format,
      origine: demande.origine,
      depose_par: demande.compteId,
      instant,
    });
    const comptes = await findImportOuvert(tx, demande.caf);
    if (comptes === undefined) throw new Error('the import was just opened');
    return {
      id,
      reprisLigne: null,
      abandonne: ouvert === undefined ? null : { id: ouvert.id, fichier: ouvert.fichier },
      comptes,
    };
  });
}
