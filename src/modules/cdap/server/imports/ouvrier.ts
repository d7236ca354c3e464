import { parentPort, workerData } from 'node:worker_threads';
import { decouper, type FormatImport } from './decouper.ts';
import { type Enregistrement, type LotPret, preparerLot } from './preparer-lot.ts';

/**
 * The thread that reads, checks and encodes: the one that serves people, or writes to the database, is never held by it.
 * A batch is made for each `suivant` received, so that what is ready and not written yet is bounded.
 */
export interface DonneesOuvrier {
  readonly chemin: string;
  readonly format: FormatImport;
  readonly position: number;
  readonly ligne: number;
  readonly caf: string;
  readonly jour: string;
  readonly tailleLot: number;
}

export interface MessageOuvrier {
  readonly lot: LotPret;
  /** Place after this batch. */
  readonly position: number;
  readonly ligne: number;
  readonly dernier: boolean;
}

const port = parentPort;
if (port === null) throw new Error('this file runs in a thread');
const { chemin, format, position, ligne, caf, jour, tailleLot } = workerData as DonneesOuvrier;
const morceaux = decouper(chemin, format, { position, ligne });
/** Bytes of records after which a batch is closed whatever their number: a thousand lines may be of 256 kB. */
const OCTETS_LOT = 8 * 1024 * 1024;

let place = { position, ligne };

port.on('message', () => {
  const enregistrements: Enregistrement[] = [];
  let dernier = false;
  const depart = place.position;
  while (enregistrements.length < tailleLot && place.position - depart < OCTETS_LOT) {
    const suite = morceaux.next();
    if (suite.done === true) {
      place = suite.value ?? place;
      dernier = true;
      break;
    }
    enregistrements.push(suite.value.enregistrement);
    place = { position: suite.value.position, ligne: suite.value.ligne };
  }
  const lot = preparerLot(enregistrements, { caf, jour });
  const message: MessageOuvrier = { lot, ...place, dernier };
  port.postMessage(message, [
    ...[...lot.dossiers, ...lot.cles].map((octets) => octets.buffer as ArrayBuffer),
    lot.numeros.buffer as ArrayBuffer,
    lot.donneesLe.buffer as ArrayBuffer,
    lot.places.buffer as ArrayBuffer,
  ]);
  if (dernier) port.close();
});
