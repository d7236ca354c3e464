import { useSyncExternalStore } from 'react';

/** A file read since signing in: what it takes to ask for it again, and to recognise it in a list. */
export interface DossierOuvert {
  readonly caf: string;
  readonly numero: string;
  /** Names of the adults, when the profile shows them. */
  readonly noms: readonly string[];
  readonly profil: string;
  readonly luLe: Date;
}

/** What was typed in the header's search, on its way to the page that reads. */
export interface DossierDemande {
  readonly texte: string;
  /** Tells two identical demands apart. */
  readonly rang: number;
}

interface Memoire {
  readonly ouverts: readonly DossierOuvert[];
  readonly demande: DossierDemande | null;
  /** Instructing service typed for this session, asked by T4 before any file (CDAP-12). */
  readonly instructeur: string;
}

const VIDE: Memoire = { ouverts: [], demande: null, instructeur: '' };
/** Beyond, the list would be longer to search than a number is to type. */
const NOMBRE_MAX = 12;

// Memory of the page and nothing else: no storage, no address, no history entry ever holds a file number.
let memoire: Memoire = VIDE;
let dernierRang = 0;
const ecouteurs = new Set<() => void>();

/** Remembers a file that has just been read, most recent first, each once. */
export function retenirDossier(dossier: DossierOuvert): void {
  const autres = memoire.ouverts.filter(
    ({ caf, numero }) => caf !== dossier.caf || numero !== dossier.numero,
  );
  publier({ ...memoire, ouverts: [dossier, ...autres].slice(0, NOMBRE_MAX) });
}

/** Asks the reading page for a file, from anywhere. */
export function demanderDossier(texte: string): void {
  dernierRang += 1;
  publier({ ...memoire, demande: { texte, rang: dernierRang } });
}

/** The reading page took the demand. */
export const prendreDemande = (): void => publier({ ...memoire, demande: null });

/** Keeps the instructing service for the readings that follow, from one page to another. */
export const retenirInstructeur = (instructeur: string): void => publier({ ...memoire, instructeur });

/** Nothing stays when the person leaves. */
export const oublierDossiers = (): void => publier(VIDE);

export const useDossiersOuverts = (): Memoire => useSyncExternalStore(suivre, lire, lire);

const lire = (): Memoire => memoire;

function suivre(ecouteur: () => void): () => void {
  ecouteurs.add(ecouteur);
  return () => ecouteurs.delete(ecouteur);
}

function publier(suivante: Memoire): void {
  memoire = suivante;
  for (const ecouteur of ecouteurs) ecouteur();
}
