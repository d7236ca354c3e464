import { Field, type FieldProps } from './field.tsx';
import { Icon } from './icons.tsx';
import type { FieldWidth } from './text-field.tsx';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

export interface SelectFieldProps extends FieldProps {
  readonly options: readonly SelectOption[];
  /** First line, when nothing is chosen yet; without it the first option is the choice. */
  readonly placeholder?: string;
  readonly width?: FieldWidth;
  readonly defaultValue?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

/** The browser's own list: the keyboard, the finger and the screen reader already know it. */
export function SelectField({
  options,
  placeholder,
  width = 'full',
  defaultValue,
  value,
  onChange,
  ...field
}: SelectFieldProps) {
  return (
    <Field {...field} missing={field.missing ?? 'Choisissez une réponse dans la liste.'}>
      {(control) => (
        <div className="select field__control" data-width={width}>
          <select
            {...control}
            className="input"
            name={field.name}
            {...(value === undefined ? { defaultValue: defaultValue ?? '' } : { value })}
            onChange={onChange && ((event) => onChange(event.currentTarget.value))}
          >
            {placeholder !== undefined && <option value="">{placeholder}</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon name="down" />
        </div>
      )}
    </Field>
  );
}
