import { useRef, useState } from 'react';
import { Button } from './button.tsx';
import { parseDateFr, showDateFr } from './date-input.ts';
import { Field, type FieldProps } from './field.tsx';

const UNREADABLE = 'Écrivez le jour, le mois et l’année, par exemple 14/03/2026.';

export interface DateFieldProps extends FieldProps {
  /** ISO days, both included. */
  readonly min?: string;
  readonly max?: string;
  readonly defaultValue?: string;
  readonly onChange?: (iso: string | null) => void;
}

/**
 * A day, typed the way people write it or picked in the browser's calendar. The form receives the ISO day under
 * `name`, an empty text when nothing was typed.
 */
export function DateField({ min, max, defaultValue, onChange, help, ...field }: DateFieldProps) {
  const [typed, setTyped] = useState(defaultValue ? showDateFr(defaultValue) : '');
  const text = useRef<HTMLInputElement>(null);
  const calendar = useRef<HTMLInputElement>(null);
  const iso = parseDateFr(typed);

  const change = (next: string) => {
    setTyped(next);
    const day = parseDateFr(next);
    text.current?.setCustomValidity(faultOf(next, day, min, max));
    onChange?.(day);
  };

  return (
    <Field {...field} help={help ?? 'Par exemple 14/03/2026.'}>
      {(control) => (
        <div className="input-group field__control date-picker" data-width="12">
          <input
            {...control}
            ref={text}
            className="input"
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => change(event.currentTarget.value)}
            // Once understood, the date is shown back in full, so that « 3/4/26 » leaves no doubt.
            onBlur={() => iso && change(showDateFr(iso))}
          />
          <input type="hidden" name={field.name} value={iso ?? ''} />
          {/* Only carries the browser's calendar; the text is what is read and filled. */}
          <input
            ref={calendar}
            type="date"
            aria-hidden="true"
            tabIndex={-1}
            min={min}
            max={max}
            value={iso ?? ''}
            onChange={(event) => {
              if (event.currentTarget.value) change(showDateFr(event.currentTarget.value));
            }}
          />
          <Button icon="calendar" onClick={() => calendar.current?.showPicker()}>
            <span className="visually-hidden">Choisir dans un calendrier</span>
          </Button>
        </div>
      )}
    </Field>
  );
}

function faultOf(
  typed: string,
  iso: string | null,
  min: string | undefined,
  max: string | undefined,
): string {
  if (typed.trim() === '') return '';
  if (iso === null) return UNREADABLE;
  if (min !== undefined && iso < min) return `La date ne peut pas être avant le ${showDateFr(min)}.`;
  if (max !== undefined && iso > max) return `La date ne peut pas être après le ${showDateFr(max)}.`;
  return '';
}
