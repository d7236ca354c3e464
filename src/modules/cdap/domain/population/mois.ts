/** Months as integers (year × 12 + month − 1), for the millions of comparisons that a generation makes. */
export type NumeroMois = number;

const texteMois = new Map<NumeroMois, string>();

export const numeroMois = (annee: number, leMois: number): NumeroMois => annee * 12 + leMois - 1;

export const lireMois = (texte: string): NumeroMois =>
  numeroMois(Number(texte.slice(0, 4)), Number(texte.slice(5, 7)));

export const anneeDe = (m: NumeroMois): number => Math.floor(m / 12);

/** Month of the year, 1 to 12. */
export const rangDansAnnee = (m: NumeroMois): number => (m % 12) + 1;

const deuxChiffres = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** 'AAAA-MM'. */
export function ecrireMois(m: NumeroMois): string {
  let texte = texteMois.get(m);
  if (texte === undefined) {
    texte = `${anneeDe(m)}-${deuxChiffres(rangDansAnnee(m))}`;
    texteMois.set(m, texte);
  }
  return texte;
}

/** 'AAAA-MM-JJ'; `leJour` stays within 28, so that every month has it. */
export const ecrireJour = (m: NumeroMois, leJour: number): string =>
  `${ecrireMois(m)}-${deuxChiffres(leJour)}`;
