/** Where a page of traces stops: the key of its last line. Pages go by key, never by offset (TRA-08). */
export interface Curseur {
  readonly instant: Date;
  readonly id: string;
}

export const ecrireCurseur = ({ instant, id }: Curseur): string => `${instant.getTime().toString(36)}.${id}`;

const FORME = /^([0-9a-z]{1,11})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Null when the text was not made by `ecrireCurseur`. */
export function lireCurseur(texte: string): Curseur | null {
  const [, instant, id] = FORME.exec(texte) ?? [];
  if (instant === undefined || id === undefined) return null;
  const ms = Number.parseInt(instant, 36);
  return ms <= 8.64e15 ? { instant: new Date(ms), id } : null;
}
