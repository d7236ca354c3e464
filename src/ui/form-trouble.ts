import type { ErreurApi, FieldProblem } from './api-error.ts';

/** What keeps a form from going through, and where it is said. */
export interface Trouble {
  readonly title: string;
  readonly next: string | undefined;
  readonly reference: string | undefined;
  readonly problems: readonly FieldProblem[];
  /**
   * Name of the only field of the form, when its fault is all there is to say: it is said under the field alone.
   * A summary would say the same sentence twice and take the focus away from the one thing to type.
   */
  readonly only: string | null;
  /** The server saw the value: a one-time code is then spent. */
  readonly sent: boolean;
}

/** Faults that the page saw by itself. `fields`: names of the fields of the form. */
export function troubleOfPage(problems: readonly FieldProblem[], fields: readonly string[]): Trouble {
  return {
    title: headline(problems),
    next: undefined,
    reference: undefined,
    problems,
    only: onlyField(problems, fields),
    sent: false,
  };
}

/** A refusal or a failure of the server. */
export function troubleOfServer(
  erreur: Pick<ErreurApi, 'titre' | 'suite' | 'champs' | 'nature' | 'reference'>,
  fields: readonly string[],
  describe: string | undefined,
): Trouble {
  const only = onlyField(erreur.champs, fields);
  const trouble = {
    title: erreur.champs.length > 0 ? headline(erreur.champs) : (describe ?? erreur.titre),
    next: erreur.suite,
    reference: erreur.nature === 'defaut' ? erreur.reference : undefined,
    problems: erreur.champs,
    only,
    sent: true,
  };
  if (only === null || erreur.suite === undefined) return trouble;
  // What to do next has no summary to stand in: it goes with the fault.
  const problems = erreur.champs.map(({ champ, message }) => ({
    champ,
    message: `${message} ${erreur.suite}`,
  }));
  return { ...trouble, problems };
}

function onlyField(problems: readonly FieldProblem[], fields: readonly string[]): string | null {
  const [field] = fields;
  const alone = field !== undefined && fields.length === 1 && problems.length === 1;
  return alone && problems[0]?.champ === field ? field : null;
}

const headline = (problems: readonly FieldProblem[]): string =>
  problems.length === 1 ? 'Un point est à corriger' : `${problems.length} points sont à corriger`;
