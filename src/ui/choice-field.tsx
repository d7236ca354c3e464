import { type ReactNode, useId, useState } from 'react';
import { FieldError } from './field.tsx';
import { useField } from './form-context.ts';

export interface CheckboxProps {
  readonly name: string;
  readonly label: ReactNode;
  readonly help?: ReactNode;
  /** The form cannot leave without it (an undertaking to accept). */
  readonly required?: boolean;
  readonly missing?: string;
  readonly value?: string;
  readonly defaultChecked?: boolean;
  readonly checked?: boolean;
  readonly onChange?: (checked: boolean) => void;
}

/** One box to tick. */
export function Checkbox({ name, label, help, required, missing, onChange, ...box }: CheckboxProps) {
  const { id, problem } = useField(name);
  const describedBy = [help ? `${id}-aide` : '', problem ? `${id}-erreur` : ''].filter(Boolean).join(' ');
  return (
    <div className="field" data-invalid={problem !== undefined}>
      {problem && <FieldError id={`${id}-erreur`}>{problem}</FieldError>}
      <div className="choice">
        <input
          {...box}
          id={id}
          type="checkbox"
          name={name}
          required={required}
          aria-describedby={describedBy || undefined}
          aria-invalid={problem ? true : undefined}
          data-field={name}
          data-missing={missing}
          onChange={onChange && ((event) => onChange(event.currentTarget.checked))}
        />
        <label htmlFor={id}>{label}</label>
        {help && (
          <div className="choice__help" id={`${id}-aide`}>
            {help}
          </div>
        )}
      </div>
    </div>
  );
}

export interface RadioOption {
  readonly value: string;
  readonly label: ReactNode;
  readonly help?: ReactNode;
}

export interface RadioGroupProps {
  readonly name: string;
  readonly label: string;
  readonly help?: ReactNode;
  readonly options: readonly RadioOption[];
  readonly optional?: boolean;
  readonly missing?: string;
  readonly defaultValue?: string;
  readonly onChange?: (value: string) => void;
}

/** One among a few that each deserve a sentence; for short words see `ChipGroup`. */
export function RadioGroup({
  name,
  label,
  help,
  options,
  optional = false,
  missing = 'Choisissez une réponse.',
  defaultValue,
  onChange,
}: RadioGroupProps) {
  const { id, problem } = useField(name);
  return (
    <GroupFrame id={id} problem={problem} label={label} help={help} optional={optional}>
      {options.map((option, index) => (
        <RadioLine
          key={option.value}
          option={option}
          name={name}
          // The summary's link lands on the first dot, which also carries the validity of the group.
          first={index === 0 ? { id, missing } : null}
          required={!optional}
          checked={option.value === defaultValue}
          onChange={onChange}
        />
      ))}
    </GroupFrame>
  );
}

interface RadioLineProps {
  readonly option: RadioOption;
  readonly name: string;
  readonly first: { readonly id: string; readonly missing: string } | null;
  readonly required: boolean;
  readonly checked: boolean;
  readonly onChange: ((value: string) => void) | undefined;
}

function RadioLine({ option, name, first, required, checked, onChange }: RadioLineProps) {
  const own = useId();
  const id = first?.id ?? own;
  return (
    <div className="choice">
      <input
        id={id}
        type="radio"
        name={name}
        value={option.value}
        defaultChecked={checked}
        required={required}
        aria-describedby={option.help ? `${id}-precision` : undefined}
        onChange={onChange && (() => onChange(option.value))}
        {...(first ? { 'data-field': name, 'data-missing': first.missing } : {})}
      />
      <label htmlFor={id}>{option.label}</label>
      {option.help && (
        <div className="choice__help" id={`${id}-precision`}>
          {option.help}
        </div>
      )}
    </div>
  );
}

interface GroupFrameProps {
  readonly id: string;
  readonly problem: string | undefined;
  readonly label: string;
  readonly help: ReactNode;
  readonly optional?: boolean;
  readonly children: ReactNode;
}

/** The question, its help and what is wrong with the answer, around the choices. */
function GroupFrame({ id, problem, label, help, optional = false, children }: GroupFrameProps) {
  const describedBy = [help ? `${id}-aide` : '', problem ? `${id}-erreur` : ''].filter(Boolean).join(' ');
  return (
    <fieldset
      className="field"
      data-invalid={problem !== undefined}
      aria-describedby={describedBy || undefined}
    >
      <legend className="field__label">
        {label}
        {optional && <span className="field__optional">facultatif</span>}
      </legend>
      {help && (
        <div className="field__help" id={`${id}-aide`}>
          {help}
        </div>
      )}
      {problem && <FieldError id={`${id}-erreur`}>{problem}</FieldError>}
      {children}
    </fieldset>
  );
}

export interface CheckboxGroupProps {
  /** The form receives one value of this name per ticked box. */
  readonly name: string;
  readonly label: string;
  readonly help?: ReactNode;
  readonly options: readonly RadioOption[];
  readonly missing?: string;
  readonly defaultValues?: readonly string[];
}

/** Several among a few, one at least. */
export function CheckboxGroup({
  name,
  label,
  help,
  options,
  missing = 'Choisissez au moins une réponse.',
  defaultValues = [],
}: CheckboxGroupProps) {
  const { id, problem } = useField(name);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(defaultValues));
  const choose = (value: string, checked: boolean) => {
    const next = new Set(chosen);
    if (checked) next.add(value);
    else next.delete(value);
    setChosen(next);
  };
  return (
    <GroupFrame id={id} problem={problem} label={label} help={help}>
      {options.map((option, index) => (
        <CheckboxLine
          key={option.value}
          option={option}
          name={name}
          // The summary's link lands on the first box, which also carries the validity of the group.
          first={index === 0 ? { id, missing, required: chosen.size === 0 } : null}
          checked={chosen.has(option.value)}
          onChange={(checked) => choose(option.value, checked)}
        />
      ))}
    </GroupFrame>
  );
}

interface CheckboxLineProps {
  readonly option: RadioOption;
  readonly name: string;
  readonly first: { readonly id: string; readonly missing: string; readonly required: boolean } | null;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function CheckboxLine({ option, name, first, checked, onChange }: CheckboxLineProps) {
  const own = useId();
  const id = first?.id ?? own;
  return (
    <div className="choice">
      <input
        id={id}
        type="checkbox"
        name={name}
        value={option.value}
        checked={checked}
        aria-describedby={option.help ? `${id}-precision` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
        {...(first
          ? {
              'data-field': name,
              'data-missing': first.missing,
              required: first.required,
              'aria-required': false,
            }
          : {})}
      />
      <label htmlFor={id}>{option.label}</label>
      {option.help && (
        <div className="choice__help" id={`${id}-precision`}>
          {option.help}
        </div>
      )}
    </div>
  );
}
