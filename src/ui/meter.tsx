import { useId } from 'react';
import { formatNombre } from './format.ts';

interface MeterProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** « places », « dossiers »; read after the numbers. */
  readonly unit: string;
}

/** « T2 : 9 / 12 places »: seats taken or work done, number first. Amber when full, and said. */
export function Meter({ label, value, max, unit }: MeterProps) {
  const id = useId();
  const part = max > 0 ? Math.min(1, value / max) : 1;
  const full = value >= max;
  return (
    <div className="meter" data-tone={full ? 'attention' : undefined}>
      <p className="meter__head">
        <span id={id}>{label}</span>
        <span className="meter__value">
          {formatNombre(value)} / {formatNombre(max)} {unit}
          {full && ', complet'}
        </span>
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: the native one cannot be styled alike in all browsers */}
      <svg
        role="meter"
        aria-labelledby={id}
        aria-valuenow={value}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuetext={`${formatNombre(value)} sur ${formatNombre(max)} ${unit}`}
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
      >
        <rect className="meter__fill" width={100 * part} height="8" />
        <rect className="meter__track" width="100" height="8" vectorEffect="non-scaling-stroke" />
      </svg>
    </div>
  );
}
