import { createContext, useContext, useId } from 'react';
import type { FieldProblem } from './api-error.ts';

/** What a form tells its fields. */
export interface FormState {
  /** Common beginning of the identifiers of its fields, so that a link of the summary finds them. */
  readonly prefix: string;
  readonly problems: readonly FieldProblem[];
  /** Rank of the refused try whose fault is said under its field alone, to be heard from there; 0 otherwise. */
  readonly live: number;
  /** The act is under way: its button waits. */
  readonly pending: boolean;
}

export const FormContext = createContext<FormState | null>(null);

/** The identifier of a field's control, and what is wrong with it, from the form around it. */
export function useField(name: string): {
  readonly id: string;
  /** In a form; otherwise it filters what is shown, and asks for nothing. */
  readonly asked: boolean;
  readonly problem: string | undefined;
  readonly live: number;
} {
  const own = useId();
  const form = useContext(FormContext);
  return {
    id: fieldId(form?.prefix ?? own, name),
    asked: form !== null,
    problem: form?.problems.find(({ champ }) => champ === name)?.message,
    live: form?.live ?? 0,
  };
}

export const fieldId = (prefix: string, name: string): string => `${prefix}-${name}`;
