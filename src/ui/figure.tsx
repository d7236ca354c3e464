import type { ReactNode } from 'react';
import type { Definition } from './definition-list.tsx';

interface FigureProps {
  readonly label: string;
  /** Already formatted, without its unit; null when there is no value. */
  readonly value: string | null;
  /** Said in place of the number when there is none: « Non connu », « Pas de droit ce mois-ci ». */
  readonly absent?: string;
  readonly unit?: string;
  /** StatusTag of the figure. */
  readonly state?: ReactNode;
  /** Always beside it: month, date of computation, source. */
  readonly about?: readonly Definition[];
  readonly size?: 'huge' | 'medium';
  /** Beside the number: copy it. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

/**
 * One number, the largest thing of its screen, with its unit, month and state.
 *
 * No value is never shown as zero nor as a dash: the words of its absence take its place (CDAP-05).
 */
export function Figure({
  label,
  value,
  absent = 'Non connu',
  unit,
  state,
  about = [],
  size = 'huge',
  action,
  children,
}: FigureProps) {
  return (
    <div className="figure" data-size={size}>
      <p className="figure__label">{label}</p>
      <p className="figure__value" data-known={value !== null}>
        {value ?? absent}
        {value !== null && unit && <span className="figure__unit">{unit}</span>}
        {action && <span className="figure__action">{action}</span>}
      </p>
      {state}
      {about.length > 0 && (
        <dl className="figure__about">
          {about.map((item) => (
            <div key={item.term}>
              <dt>{item.term} : </dt>
              <dd>{item.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {children}
    </div>
  );
}
