/**
 * Repeatable draws: the same seed and index give the same numbers on every machine.
 *
 * sfc32 with 32-bit integer arithmetic only; `Math.random` and floating-point hashing would differ.
 */
export interface Alea {
  /** Number in [0, 1). */
  readonly tirer: () => number;
  /** Integer from `min` to `max`, both included. */
  readonly entier: (min: number, max: number) => number;
  readonly chance: (probabilite: number) => boolean;
  readonly choisir: <T>(liste: readonly T[]) => T;
  /** One of the values, with weights that need not add up to 1. */
  readonly peser: <T>(choix: readonly (readonly [T, number])[]) => T;
}

/** 32-bit mix of a text, to turn a readable seed into a number. */
export function hacher(texte: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < texte.length; i += 1) h = Math.imul(h ^ texte.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A source of draws of its own for each (seed, index): any file can be made without those before it. */
export function creerAlea(graine: number, indice: number): Alea {
  let a = graine | 0;
  let b = indice | 0;
  let c = (graine ^ 0x9e3779b9) | 0;
  let compteur = 1;
  const suivant = (): number => {
    const t = (a + b + compteur) | 0;
    compteur = (compteur + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i += 1) suivant();

  const tirer = () => suivant() / 4_294_967_296;
  const choisir = <T>(liste: readonly T[]): T => {
    const choisi = liste[Math.floor(tirer() * liste.length)];
    if (choisi === undefined) throw new Error('tirage dans une liste vide');
    return choisi;
  };
  return {
    tirer,
    choisir,
    entier: (min, max) => min + Math.floor(tirer() * (max - min + 1)),
    chance: (probabilite) => tirer() < probabilite,
    peser: (choix) => {
      let reste = tirer() * choix.reduce((somme, [, poids]) => somme + poids, 0);
      for (const [valeur, poids] of choix) {
        reste -= poids;
        if (reste < 0) return valeur;
      }
      return choisir(choix)[0];
    },
  };
}
