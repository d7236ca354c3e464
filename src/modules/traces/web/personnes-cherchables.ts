/** A person that the reader may search. */
export interface PersonneCherchable {
  readonly id: string;
  readonly nom: string;
  readonly identifiant: string;
  readonly etat: string;
}

/** Who can be searched, asked from the module that knows people. */
export type ListerPersonnes = (signal: AbortSignal) => Promise<readonly PersonneCherchable[]>;
