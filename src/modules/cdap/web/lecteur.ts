/** Who reads, as the print sheet says it, and in whose hours. */
export interface Lecteur {
  readonly nom: string;
  readonly fonction: string;
  readonly organisme: string;
  readonly caf: string | null;
  /** Time zone of the reader's Caf: every hour of a reading is told in it, as in its trace. */
  readonly fuseau: string;
}
