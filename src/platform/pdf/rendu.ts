import { type ChildProcess, spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { DemandeEnfant, ReponseEnfant } from './echanges.ts';

/**
 * Why a document was not made. `file-pleine`: too many wait already. `delai`: its time is out. `memoire`: it took
 * more than it may. `absent`: no compiler for this machine. `gabarit`: the layout or its data do not compile.
 * `arret`: the portal stops. `defaut`: the child died.
 */
export type CodeErreurRendu = 'file-pleine' | 'delai' | 'memoire' | 'absent' | 'gabarit' | 'arret' | 'defaut';

/** Never holds data: `precision` is what the compiler said, cut at its first quotation. */
export class ErreurRendu extends Error {
  readonly code: CodeErreurRendu;

  constructor(code: CodeErreurRendu, precision?: string) {
    super(precision === undefined ? `pdf: ${code}` : `pdf: ${code}: ${precision}`);
    this.name = 'ErreurRendu';
    this.code = code;
  }
}

export interface DemandeRendu {
  /** Source of a layout shipped with the project; never made from data. */
  readonly gabarit: string;
  /** Read in the layout through `sys.inputs`, as JSON: text stays text, whatever it holds. */
  readonly donnees: unknown;
  /** Written as the creation date: the same data at the same instant give the same bytes. */
  readonly instant: Date;
}

export interface Rendu {
  /** Makes a PDF/UA-1 document; throws an `ErreurRendu`. */
  readonly rendre: (demande: DemandeRendu) => Promise<Buffer>;
  readonly fermer: () => Promise<void>;
}

export interface OptionsRendu {
  /** Children that may work at the same time. */
  readonly enfants?: number;
  /** Documents that may wait, beyond those under way. */
  readonly attente?: number;
  /** From the demand to the document, waiting included. */
  readonly delaiMs?: number;
  readonly memoireMo?: number;
  /** A child without work is ended: it holds some 100 MB. */
  readonly oisifMs?: number;
}

interface Demande {
  readonly message: DemandeEnfant;
  readonly resoudre: (pdf: Buffer) => void;
  readonly rejeter: (erreur: ErreurRendu) => void;
  readonly minuterie: NodeJS.Timeout;
}

/** A place for one child, which is started at its first demand and again after a death. */
interface Place {
  processus: ChildProcess | null;
  demande: Demande | null;
  oisif: NodeJS.Timeout | null;
}

const ENFANT = path.join(import.meta.dirname, 'enfant.ts');
/** Documents wait for those who read files, never the other way round. */
const GENTILLESSE = 10;

/**
 * Renders documents apart: a compilation blocks its thread, and neither a slow one nor a crash of the compiler may
 * reach those who consult. One at a time per child, a bounded queue, and limits of time and memory.
 */
export function creerRendu(options: OptionsRendu = {}): Rendu {
  const { enfants = 1, attente = 16, delaiMs = 10_000, memoireMo = 512, oisifMs = 300_000 } = options;
  const places: Place[] = Array.from({ length: enfants }, () => ({
    processus: null,
    demande: null,
    oisif: null,
  }));
  const file: Demande[] = [];
  let ferme = false;

  const finir = (place: Place, suite: (demande: Demande) => void) => {
    const { demande } = place;
    place.demande = null;
    if (demande === null) return;
    clearTimeout(demande.minuterie);
    suite(demande);
  };

  const demarrer = (place: Place): ChildProcess => {
    const processus = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--max-old-space-size=128', ENFANT, String(memoireMo)],
      // An empty environment: the child needs no key, no address of a database, no home.
      { cwd: '/', env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced' },
    );
    place.processus = processus;
    ralentir(processus);
    // Work under way is held by who waits for it; a child alone keeps nobody from ending.
    processus.unref();
    processus.channel?.unref();
    processus.on('message', (message: ReponseEnfant) => {
      if (place.processus !== processus) return;
      finir(place, ({ resoudre, rejeter }) =>
        'pdf' in message
          ? resoudre(Buffer.from(message.pdf))
          : rejeter(new ErreurRendu(message.code, message.precision)),
      );
      avancer();
    });
    const mort = (code: CodeErreurRendu) => {
      if (place.processus !== processus) return;
      place.processus = null;
      finir(place, ({ rejeter }) => rejeter(new ErreurRendu(code)));
      avancer();
    };
    processus.on('error', () => mort('defaut'));
    processus.on('exit', (_code, signal) => mort(signal === 'SIGUSR2' ? 'memoire' : 'defaut'));
    return processus;
  };

  const tuer = (place: Place) => {
    const { processus } = place;
    place.processus = null;
    processus?.kill('SIGKILL');
  };

  const avancer = () => {
    for (const place of places) {
      if (ferme || place.demande !== null) continue;
      if (place.oisif !== null) clearTimeout(place.oisif);
      place.oisif = null;
      const demande = file.shift();
      if (demande === undefined) {
        if (place.processus !== null) place.oisif = setTimeout(() => tuer(place), oisifMs).unref();
        continue;
      }
      place.demande = demande;
      const processus = place.processus ?? demarrer(place);
      processus.send(demande.message, (erreur) => {
        // A child that is gone says so by its end; this one only keeps the failure from being thrown.
        if (erreur !== null && place.demande === demande) tuer(place);
      });
    }
  };

  /** Its time is out: out of the queue, or its child is ended with it. */
  const expirer = (demande: Demande) => {
    const rang = file.indexOf(demande);
    if (rang >= 0) file.splice(rang, 1);
    const place = places.find((p) => p.demande === demande);
    if (place !== undefined) {
      place.demande = null;
      tuer(place);
    }
    demande.rejeter(new ErreurRendu('delai'));
    avancer();
  };

  return {
    rendre: ({ gabarit, donnees, instant }) =>
      new Promise((resoudre, rejeter) => {
        if (ferme) return rejeter(new ErreurRendu('arret'));
        const libre = places.some((p) => p.demande === null);
        if (!libre && file.length >= attente) return rejeter(new ErreurRendu('file-pleine'));
        const demande: Demande = {
          message: { gabarit, donnees, horodatage: Math.floor(instant.getTime() / 1000) },
          resoudre,
          rejeter,
          minuterie: setTimeout(() => expirer(demande), delaiMs),
        };
        file.push(demande);
        avancer();
      }),
    fermer: async () => {
      ferme = true;
      for (const { minuterie, rejeter } of file.splice(0)) {
        clearTimeout(minuterie);
        rejeter(new ErreurRendu('arret'));
      }
      for (const place of places) {
        if (place.oisif !== null) clearTimeout(place.oisif);
        finir(place, ({ rejeter }) => rejeter(new ErreurRendu('arret')));
        tuer(place);
      }
    },
  };
}

function ralentir({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    os.setPriority(pid, GENTILLESSE);
  } catch {
    // It ended already, or the system forbids it: slower for others, not wrong.
  }
}
