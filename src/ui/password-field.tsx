import { useState } from 'react';
import { Button } from './button.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface PasswordFieldProps extends FieldProps {
  /** Tells the password manager whether to offer the known one or to make a new one. */
  readonly autoComplete: 'current-password' | 'new-password';
  readonly autoFocus?: boolean;
  /** Told at each change, with the control, for who judges while one types. */
  readonly onInput?: (control: HTMLInputElement) => void;
}

/** A password that can be looked at: who sees what they type makes fewer mistakes and chooses longer ones. */
export function PasswordField({ autoComplete, autoFocus, onInput, ...field }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field {...field}>
      {(control) => (
        <div className="input-group field__control" data-width="full">
          <input
            {...control}
            className="input"
            type={shown ? 'text' : 'password'}
            name={field.name}
            autoComplete={autoComplete}
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            data-mono={shown || undefined}
            // biome-ignore lint/a11y/noAutofocus: only where the page or the dialog has been opened for this field
            autoFocus={autoFocus}
            onChange={onInput && ((event) => onInput(event.currentTarget))}
          />
          <Button aria-pressed={shown} aria-controls={control.id} onClick={() => setShown(!shown)}>
            {shown ? 'Masquer' : 'Afficher'}
            <span className="visually-hidden"> le mot de passe</span>
          </Button>
        </div>
      )}
    </Field>
  );
}
