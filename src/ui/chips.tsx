import { type ReactNode, useId } from 'react';
import { Icon } from './icons.tsx';

export interface ChipOption<V extends string> {
  readonly value: V;
  readonly label: ReactNode;
}

interface ChipGroupProps<V extends string> {
  readonly label: string;
  readonly options: readonly ChipOption<V>[];
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  /** The label is read but not shown, when the place already says it. */
  readonly labelHidden?: boolean;
}

/** One short choice among a few, all in sight: profile, mission, theme. Radios underneath, so the arrows work. */
export function ChipGroup<V extends string>({
  label,
  options,
  value,
  onChange,
  labelHidden = false,
}: ChipGroupProps<V>) {
  const name = useId();
  return (
    <fieldset className="chip-group">
      <legend className={labelHidden ? 'visually-hidden' : undefined}>{label}</legend>
      <div className="chips">
        {options.map((option) => (
          <Chip
            key={option.value}
            name={name}
            value={option.value}
            checked={option.value === value}
            onChoose={() => onChange(option.value)}
          >
            {option.label}
          </Chip>
        ))}
      </div>
    </fieldset>
  );
}

interface ChipProps {
  readonly name: string;
  readonly value: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

function Chip({ name, value, checked, onChoose, children }: ChipProps) {
  return (
    <label className="chip">
      <input type="radio" name={name} value={value} checked={checked} onChange={onChoose} />
      <Icon name="check" size={16} />
      {children}
    </label>
  );
}
