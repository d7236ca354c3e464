import type { ChangeEvent } from 'react';
import { Field, type FieldProps } from './field.tsx';

export interface CodeFieldProps extends FieldProps {
  readonly autoFocus?: boolean;
  /** Sends the form at the sixth figure; the help of the field has to say so. */
  readonly submitWhenComplete?: boolean;
}

/**
 * The one-time code of the second factor: six figures, offered by the telephone's keyboard, pasted with or
 * without the space that authenticators put in the middle (ACC-04).
 */
export function CodeField({ autoFocus, submitWhenComplete = false, ...field }: CodeFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          className="input field__control"
          name={field.name}
          data-code
          data-width="12"
          data-format="Le code a six chiffres, zéros de tête compris."
          inputMode="numeric"
          autoComplete="one-time-code"
          autoCorrect="off"
          spellCheck={false}
          pattern="\s*[0-9]{3}\s*[0-9]{3}\s*"
          maxLength={12}
          // biome-ignore lint/a11y/noAutofocus: the step before it has just been sent; nothing else is to be read first
          autoFocus={autoFocus}
          // A code is replaced, never corrected; the form empties it once the server has refused it.
          onFocus={(event) => event.currentTarget.select()}
          onChange={submitWhenComplete ? sendWhenComplete : undefined}
        />
      )}
    </Field>
  );
}

function sendWhenComplete(event: ChangeEvent<HTMLInputElement>): void {
  const { value, form } = event.currentTarget;
  if (/^[0-9]{6}$/.test(value.replace(/\s/g, ''))) form?.requestSubmit();
}
