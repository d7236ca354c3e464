import { Field, type FieldProps } from './field.tsx';
import { Icon } from './icons.tsx';
import type { FieldWidth } from './text-field.tsx';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

export interface SelectGroup {
  readonly group: string;
  readonly options: readonly SelectOption[];
}

export interface SelectFieldProps extends FieldProps {
  /** A long list is read by groups. */
  readonly options: readonly (SelectOption | SelectGroup)[];
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
            {options.map((option) =>
              'group' in option ? (
                <optgroup key={option.group} label={option.group}>
                  {option.options.map(toOption)}
                </optgroup>
              ) : (
                toOption(option)
              ),
            )}
          </select>
          <Icon name="down" />
        </div>
      )}
    </Field>
  );
}

const toOption = ({ value, label }: SelectOption) => (
  <option key={value} value={value}>
    {label}
  </option>
);
