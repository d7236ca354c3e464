import { normaliser, premierePart, sonner } from './cles-recherche.ts';
import type { CriteresNom } from './criteres-recherche.ts';
import { nomsPossibles, type Sondes } from './sondes-recherche.ts';

/** A row of keys that a probe has brought back. */
export interface Candidat {
  readonly numero: number;
  readonly rang: 1 | 2;
  readonly nom: string;
  readonly nomSon: string;
  readonly prenom: string;
  readonly prenomSon: string;
  readonly neLe: string | null;
}

/** A file, with the adults by whom it was found. */
export interface DossierTrouve {
  readonly numero: number;
  readonly rangs: readonly (1 | 2)[];
}

/** Files of which facts are read, at most: beyond, what was typed does not tell people apart. */
export const CANDIDATS_MAX = 200;

/** How far a row is from what was typed; null: it is somebody else. */
type Ecart = number | null;

/**
 * Files in the order of likelihood: whole match first, then one letter or one sound away, then parts of a compound
 * name, then forename and name in the other order (CDAP-20). Probes bring back too much; what does not fit is left.
 */
export function classerCandidats(
  candidats: readonly Candidat[],
  criteres: CriteresNom,
  sondes: Sondes,
): DossierTrouve[] {
  const tape = preparer(criteres, sondes);
  const parDossier = new Map<number, { ecart: number; rangs: Set<1 | 2> }>();
  for (const candidat of candidats) {
    const ecart = ecartDe(candidat, tape);
    if (ecart === null) continue;
    const connu = parDossier.get(candidat.numero);
    if (connu === undefined || ecart < connu.ecart) {
      parDossier.set(candidat.numero, { ecart, rangs: new Set([candidat.rang]) });
    } else if (ecart === connu.ecart) connu.rangs.add(candidat.rang);
  }
  return [...parDossier]
    .sort(([a, { ecart: x }], [b, { ecart: y }]) => x - y || a - b)
    .map(([numero, { rangs }]) => ({ numero, rangs: [...rangs].sort() }));
}

interface Tape {
  readonly nom: string;
  readonly son: string;
  readonly possibles: ReadonlySet<string>;
  /** Forms of the names one letter away. */
  readonly sonsVoisins: ReadonlySet<string>;
  readonly prenom: string | null;
  readonly premiere: string;
  readonly premiereSon: string;
  readonly prenomSon: string;
  readonly naissance: string | null;
}

function preparer({ nom, prenom, naissance }: CriteresNom, { nomsVoisins }: Sondes): Tape {
  const entier = normaliser(nom);
  return {
    nom: entier,
    son: sonner(entier),
    possibles: new Set(nomsPossibles(nom)),
    sonsVoisins: new Set(nomsVoisins),
    prenom: prenom === null ? null : normaliser(prenom),
    premiere: prenom === null ? '' : premierePart(prenom),
    premiereSon: prenom === null ? '' : sonner(premierePart(prenom)),
    prenomSon: prenom === null ? '' : sonner(normaliser(prenom)),
    naissance,
  };
}

function ecartDe(candidat: Candidat, tape: Tape): Ecart {
  const naissance = ecartNaissance(candidat.neLe, tape.naissance);
  if (naissance === null) return null;
  const droit = ecartPersonne(candidat, tape, naissance);
  const inverse = ecartInverse(candidat, tape);
  const personne = droit === null || (inverse !== null && inverse < droit) ? inverse : droit;
  return personne === null ? null : personne + naissance;
}

/** 0: agrees as far as both are known; 3: unknown in the file, which only a forename can make up for. */
function ecartNaissance(neLe: string | null, tapee: string | null): Ecart {
  if (tapee === null) return 0;
  if (neLe === null) return 3;
  if (neLe.startsWith(tapee)) return 0;
  return tapee.startsWith(neLe) ? 1 : null;
}

function ecartPersonne(candidat: Candidat, tape: Tape, naissance: number): Ecart {
  const jourSur = tape.naissance?.length === 10 && naissance === 0;
  const nom = ecartNom(candidat, tape, jourSur);
  if (nom === null) return null;
  if (tape.prenom === null) return naissance === 3 ? null : nom * 4;
  const prenom = ecartPrenom(candidat, tape.prenom, tape);
  if (prenom !== null) {
    // One wrong letter, in the name or in the forename, and not in both.
    return nom >= VOISIN && prenom >= VOISIN && !jourSur ? null : nom * 4 + prenom;
  }
  // Another forename of the same person: only with the whole name and the very day.
  return jourSur && nom <= 1 ? nom * 4 + 12 : null;
}

/** Spelt otherwise for the same sound; then one letter away. */
const MEME_SON = 2;
const VOISIN = 3;

function ecartNom({ nom, nomSon }: Candidat, tape: Tape, jourSur: boolean): Ecart {
  if (nom === tape.nom) return 0;
  if (tape.possibles.has(nom)) return 1;
  if (nomSon === tape.son) return MEME_SON;
  if (estVoisin(nom, tape.nom)) return VOISIN;
  // One part of a compound name is enough with the very day.
  if (jourSur && tape.nom.length >= PART_MIN && (nom.startsWith(tape.nom) || nom.endsWith(tape.nom)))
    return VOISIN;
  // A wrong letter in a name that is also spelt otherwise.
  return tape.sonsVoisins.has(nomSon) ? 4 : null;
}

const PART_MIN = 4;

function ecartPrenom({ prenom, prenomSon }: Candidat, tape: string, { premiere, premiereSon }: Tape): Ecart {
  if (prenom === tape) return 0;
  if (prenom.startsWith(tape) || tape.startsWith(prenom) || prenom === premiere) {
    return Math.min(prenom.length, tape.length) >= 3 ? 1 : null;
  }
  if (prenomSon === premiereSon) return MEME_SON;
  return estVoisin(prenom, tape) || estVoisin(prenom, premiere) ? VOISIN : null;
}

/** « Pierre MARTIN » typed for « MARTIN Pierre »: both must then be right to the sound. */
function ecartInverse(candidat: Candidat, tape: Tape): Ecart {
  if (tape.prenom === null) return null;
  const nom = candidat.nom === tape.prenom ? 0 : candidat.nomSon === tape.prenomSon ? 1 : null;
  const prenom = candidat.prenom === tape.nom ? 0 : candidat.prenomSon === tape.son ? 1 : null;
  return nom === null || prenom === null ? null : 20 + nom + prenom;
}

/** Whether two words are one edit apart: a letter out, in, changed, or two neighbours swapped. */
export function estVoisin(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let debut = 0;
  while (debut < a.length && debut < b.length && a[debut] === b[debut]) debut += 1;
  let fin = 0;
  while (fin < a.length - debut && fin < b.length - debut && a.at(-1 - fin) === b.at(-1 - fin)) fin += 1;
  const resteA = a.slice(debut, a.length - fin);
  const resteB = b.slice(debut, b.length - fin);
  if (resteA.length <= 1 && resteB.length <= 1) return true;
  return resteA.length === 2 && resteB.length === 2 && resteA[0] === resteB[1] && resteA[1] === resteB[0];
}
