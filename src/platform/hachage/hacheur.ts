import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { DemandeEnfant, ReponseEnfant } from './echanges.ts';
import { lienDeVie, ralentir } from './ralentir.ts';
import { creerRetenue } from './retenue.ts';

/**
 * Why a password was neither hashed nor verified. `file-pleine`: too many wait already. `delai`: its time is out.
 * `arret`: the portal stops. `defaut`: the child died, or the digest cannot be read.
 */
export type CodeErreurHachage = 'file-pleine' | 'delai' | 'arret' | 'defaut';

/** Holds its code and nothing else: neither password nor digest. */
export class ErreurHachage extends Error {
  readonly code: CodeErreurHachage;

  constructor(code: CodeErreurHachage) {
    super(`hachage: ${code}`);
    this.name = 'ErreurHachage';
    this.code = code;
  }
}

/** Both throw an `ErreurHachage`. The same password typed on two keyboards is one password (NFC). */
export interface Hacheur {
  readonly hacher: (motDePasse: string) => Promise<string>;
  readonly verifier: (empreinte: string, motDePasse: string) => Promise<boolean>;
  /** A file is being consulted, until what is answered is called: the password under way makes way. */
  readonly ceder: () => () => void;
  readonly fermer: () => Promise<void>;
}

export interface OptionsHacheur {
  /** Passwords that may wait, beyond the one under way. */
  readonly attente?: number;
  /** From the demand to the answer, waiting included. */
  readonly delaiMs?: number;
  /** Longest that one password is held back: those who sign in go on, slowly, whatever is consulted. */
  readonly retenueMs?: number;
}

interface Demande {
  readonly message: DemandeEnfant;
  readonly resoudre: (reponse: ReponseEnfant) => void;
  readonly rejeter: (erreur: ErreurHachage) => void;
  readonly minuterie: NodeJS.Timeout;
}

const ENFANT = path.join(import.meta.dirname, 'enfant.ts');
/** Rest between two passwords that follow each other: a flood takes a third of a core, and not a whole one. */
const REPOS_MS = 20;
/** The same after one that was held back. */
const REPOS_SERVICE_MS = 120;

/**
 * Hashes passwords apart (PERF-06): the library's own threads have the priority of the portal, and a flood of
 * sign-ins would take both cores from consultations. One child, at low priority, one password at a time, behind a
 * bounded queue: beyond it one is told at once. It is stopped while files are consulted (`ceder`), since priorities alone
 * leave it a core until the next tick of the system, some 4 ms. It starts at the first demand and stays; one that
 * dies takes down only the demand it had, and is replaced at the next.
 */
export function creerHacheur(options: OptionsHacheur = {}): Hacheur {
  const { attente = 64, delaiMs = 10_000, retenueMs = 50 } = options;
  const file: Demande[] = [];
  let enfant: ChildProcess | null = null;
  let enCours: Demande | null = null;
  let ferme = false;
  let auRepos = false;
  const lien = lienDeVie();
  const retenue = creerRetenue({
    budgetMs: lien.length > 0 ? retenueMs : 0,
    arreter: () => enfant?.kill('SIGSTOP'),
    reprendre: () => enfant?.kill('SIGCONT'),
  });

  /** Answers how long to rest before the next one. */
  const finir = (suite: (demande: Demande) => void): number => {
    const demande = enCours;
    enCours = null;
    const retenu = retenue.finir();
    if (demande !== null) {
      clearTimeout(demande.minuterie);
      suite(demande);
    }
    return retenu ? REPOS_SERVICE_MS : REPOS_MS;
  };

  const tuer = () => {
    const processus = enfant;
    enfant = null;
    processus?.kill('SIGKILL');
  };

  const demarrer = (): ChildProcess => {
    const [commande = process.execPath, ...args] = [
      ...lien,
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      '--max-old-space-size=64',
      ENFANT,
    ];
    const processus = spawn(commande, args, {
      cwd: '/',
      // Empty: the child needs no key, no address of a database, no home.
      env: {},
      // A session of its own, so that it can be slowed. Nothing is left behind: it ends when its channel closes.
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    enfant = processus;
    // Those who sign in wait for those who read files, never the other way round.
    ralentir(processus.pid);
    // Work under way is held by its timer; a child alone keeps nobody from ending.
    processus.unref();
    processus.channel?.unref();
    processus.on('message', (reponse: ReponseEnfant) => {
      if (enfant !== processus) return;
      const repos = finir(({ resoudre }) => resoudre(reponse));
      if (file.length === 0) return;
      auRepos = true;
      setTimeout(() => {
        auRepos = false;
        avancer();
      }, repos);
    });
    const mort = () => {
      if (enfant !== processus) return;
      tuer();
      finir(({ rejeter }) => rejeter(new ErreurHachage('defaut')));
      avancer();
    };
    processus.on('error', mort);
    processus.on('exit', mort);
    return processus;
  };

  const avancer = () => {
    if (ferme || enCours !== null || auRepos) return;
    const demande = file.shift();
    if (demande === undefined) return;
    enCours = demande;
    const processus = enfant ?? demarrer();
    processus.send(demande.message, (erreur) => {
      if (erreur !== null && enfant === processus) processus.emit('error', erreur);
    });
    retenue.commencer();
  };

  /** Its time is out: out of the queue, or its child is ended with it. */
  const expirer = (demande: Demande) => {
    const rang = file.indexOf(demande);
    if (rang >= 0) file.splice(rang, 1);
    if (enCours === demande) {
      enCours = null;
      retenue.finir();
      tuer();
    }
    demande.rejeter(new ErreurHachage('delai'));
    avancer();
  };

  const demander = (message: DemandeEnfant): Promise<ReponseEnfant> =>
    new Promise((resoudre, rejeter) => {
      if (ferme) return rejeter(new ErreurHachage('arret'));
      if ((enCours !== null || auRepos) && file.length >= attente)
        return rejeter(new ErreurHachage('file-pleine'));
      const demande: Demande = {
        message,
        resoudre,
        rejeter,
        minuterie: setTimeout(() => expirer(demande), delaiMs),
      };
      file.push(demande);
      avancer();
    });

  return {
    ceder: retenue.ceder,
    hacher: async (motDePasse) => {
      const reponse = await demander({ motDePasse: motDePasse.normalize('NFC') });
      if ('empreinte' in reponse) return reponse.empreinte;
      throw new ErreurHachage('defaut');
    },
    verifier: async (empreinte, motDePasse) => {
      const reponse = await demander({ empreinte, motDePasse: motDePasse.normalize('NFC') });
      if ('juste' in reponse) return reponse.juste;
      throw new ErreurHachage('defaut');
    },
    fermer: async () => {
      ferme = true;
      for (const { minuterie, rejeter } of file.splice(0)) {
        clearTimeout(minuterie);
        rejeter(new ErreurHachage('arret'));
      }
      finir(({ rejeter }) => rejeter(new ErreurHachage('arret')));
      tuer();
    },
  };
}
