import { type MonthPoint, round, stepPath, valueScale } from './chart-scale.ts';

interface SparklineProps {
  readonly points: readonly MonthPoint[];
  /** The same in words: « de 512 € à 640 € en douze mois ». Without them a drawing says nothing to many. */
  readonly label: string;
}

const WIDTH = 96;
const HEIGHT = 24;

/** A curve the size of a word, for a line of a table. */
export function Sparkline({ points, label }: SparklineProps) {
  const { low, high } = valueScale(points);
  const left = (index: number) => 2 + (index / Math.max(1, points.length)) * (WIDTH - 6);
  const y = (value: number) => HEIGHT - 3 - ((value - low) / (high - low)) * (HEIGHT - 6);
  const last = points.at(-1);
  return (
    <span className="sparkline">
      <svg aria-hidden="true" width={WIDTH} height={HEIGHT}>
        <path className="sparkline__line" d={stepPath(points, left, y)} />
        {last && last.value !== null && (
          <circle className="sparkline__end" cx={left(points.length)} cy={round(y(last.value))} r={3} />
        )}
      </svg>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
