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

/** 'AAAA-MM-JJ'; drawn days stay within 28, so that every month has them. */
export const ecrireJour = (m: NumeroMois, leJour: number): string =>
  `${ecrireMois(m)}-${deuxChiffres(leJour)}`;

const JOURS_DES_MOIS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Last day of a month: what ends then leaves no gap before what begins on the 1st of the next. */
export function ecrireDernierJour(m: NumeroMois): string {
  const annee = anneeDe(m);
  const bissextile = annee % 4 === 0 && (annee % 100 !== 0 || annee % 400 === 0);
  const jours = rangDansAnnee(m) === 2 && bissextile ? 29 : (JOURS_DES_MOIS[m % 12] ?? 28);
  return ecrireJour(m, jours);
}
