import type { HTMLInputTypeAttribute, InputHTMLAttributes } from 'react';
import { Field, type FieldProps } from './field.tsx';

/** Width in characters, said to the eye: what is expected fits in it. */
export type FieldWidth = '2' | '6' | '12' | '20' | 'full';

type InputAttributes = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | 'autoComplete'
  | 'autoCapitalize'
  | 'spellCheck'
  | 'inputMode'
  | 'maxLength'
  | 'pattern'
  | 'readOnly'
  | 'autoFocus'
>;

export interface TextFieldProps extends FieldProps, InputAttributes {
  readonly type?: Extract<HTMLInputTypeAttribute, 'text' | 'email' | 'tel' | 'url'>;
  readonly width?: FieldWidth;
  /** Identifiers are set in the mono face, without correction by the browser. */
  readonly mono?: boolean;
  readonly defaultValue?: string | undefined;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  /** The sentence when the value has not the form of `pattern` or `type`. */
  readonly format?: string;
}

/** One line of text. */
export function TextField({
  name,
  label,
  help,
  optional,
  error,
  missing,
  type = 'text',
  width = 'full',
  mono = false,
  format,
  onChange,
  ...input
}: TextFieldProps) {
  const field = { name, label, help, optional, error, missing };
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...input}
          {...control}
          className="input field__control"
          type={type}
          name={name}
          data-width={width}
          data-mono={mono || undefined}
          data-format={format}
          {...(mono ? { autoCapitalize: 'off', autoCorrect: 'off', spellCheck: false } : {})}
          onChange={onChange && ((event) => onChange(event.currentTarget.value))}
        />
      )}
    </Field>
  );
}
