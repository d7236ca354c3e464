import type { ReactNode } from 'react';
import { useField } from './form-context.ts';
import { Icon } from './icons.tsx';

/** What every field takes. A field is asked for unless it says « facultatif ». */
export interface FieldProps {
  /** Name of the value in the route's input. */
  readonly name: string;
  readonly label: ReactNode;
  readonly help?: ReactNode;
  readonly optional?: boolean | undefined;
  /** A fault known by other means than the form around (a live check). */
  readonly error?: string | undefined;
  /** The sentence when nothing was typed; « « Identifiant » est à remplir. » otherwise. */
  readonly missing?: string | undefined;
}

/** What the control of a field spreads on its element. */
export interface ControlProps {
  readonly id: string;
  readonly required: boolean;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly 'data-field': string;
  readonly 'data-missing': string | undefined;
}

/** Label above, help under it, the fault, then the control: read in that order by eye and by ear. */
export function Field({
  name,
  label,
  help,
  optional = false,
  error,
  missing,
  children,
}: FieldProps & { readonly children: (control: ControlProps) => ReactNode }) {
  const { id, asked, problem = error, live } = useField(name);
  const helpId = `${id}-aide`;
  const errorId = `${id}-erreur`;
  const describedBy = [help ? helpId : '', problem ? errorId : ''].filter(Boolean).join(' ');
  return (
    <div className="field" data-invalid={problem !== undefined}>
      <label className="field__label" htmlFor={id}>
        {label}
        {optional && asked && <span className="field__optional">facultatif</span>}
      </label>
      {help && (
        <div className="field__help" id={helpId}>
          {help}
        </div>
      )}
      {problem && (
        // A new try is a new element: the same sentence would not be heard twice otherwise.
        <FieldError key={live} id={errorId} live={live > 0}>
          {problem}
        </FieldError>
      )}
      {children({
        id,
        required: !optional,
        'aria-describedby': describedBy || undefined,
        'aria-invalid': problem ? true : undefined,
        'data-field': name,
        'data-missing': missing ?? (typeof label === 'string' ? `« ${label} » est à remplir.` : undefined),
      })}
    </div>
  );
}

/** The fault of a field: a shape, the word « Erreur », the sentence. */
export function FieldError({
  id,
  live = false,
  children,
}: {
  readonly id: string;
  /** Said aloud when it comes: the focus may already be in the field, where nothing would announce it. */
  readonly live?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <p className="field__error" id={id} role={live ? 'alert' : undefined}>
      <Icon name="stop" />
      <span>
        <span className="visually-hidden">Erreur : </span>
        {children}
      </span>
    </p>
  );
}
