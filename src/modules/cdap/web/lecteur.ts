/** Who reads, as the print sheet says it. */
export interface Lecteur {
  readonly nom: string;
  readonly fonction: string;
  readonly organisme: string;
  readonly caf: string | null;
}
