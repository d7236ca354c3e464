/**
 * French words of what a trace holds. Traces stand at the foot of the ladder of modules and record the acts of
 * all of them: the words of the higher ones come from the composition root, by code.
 */
export interface LibellesTraces {
  readonly actions: Readonly<Record<string, string>>;
  readonly issues: Readonly<Record<string, string>>;
  /** Reason of an outcome: « hors-perimetre ». */
  readonly codes: Readonly<Record<string, string>>;
  /** Field whose value was refused. */
  readonly champs: Readonly<Record<string, string>>;
  /** Category of data shown: « famille:composition ». */
  readonly rubriques: Readonly<Record<string, string>>;
  readonly profils: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, string>>;
  readonly missions?: Readonly<Record<string, string>>;
}

/** A person that the reader may search. */
export interface PersonneCherchable {
  readonly id: string;
  readonly nom: string;
  readonly identifiant: string;
  readonly etat: string;
}

/** Who can be searched, asked from the module that knows people. */
export type ListerPersonnes = (signal: AbortSignal) => Promise<readonly PersonneCherchable[]>;
