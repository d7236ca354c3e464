/** One point of a monthly series; null where the value is not known or there is no right that month. */
export interface MonthPoint {
  /** « 2026-03 ». */
  readonly month: string;
  readonly value: number | null;
  /** Why there is none, when a series has more than one kind of absence (CDAP-05: they never merge). */
  readonly absent?: string;
}

/** Round bounds and marks for an axis of values, three to five marks, both ends included. */
export interface ValueScale {
  readonly low: number;
  readonly high: number;
  readonly marks: readonly number[];
}

/**
 * Bounds that show the changes without making a small one look like a fall: zero is kept when the values come
 * near it (the lowest under a third of the highest), and a flat series gets room on both sides.
 */
export function valueScale(points: readonly MonthPoint[]): ValueScale {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return { low: 0, high: 1, marks: [0, 1] };
  const top = Math.max(...values);
  const bottom = Math.min(...values) < top / 3 ? Math.min(0, ...values) : Math.min(...values);
  const room = top === bottom ? Math.max(1, Math.abs(top) * 0.1) : 0;
  const step = roundStep((top - bottom + 2 * room) / 3);
  const low = Math.floor((bottom - room) / step) * step;
  const high = Math.ceil((top + room) / step) * step;
  const count = Math.round((high - low) / step);
  return { low, high, marks: Array.from({ length: count + 1 }, (_, index) => low + index * step) };
}

/** 1, 2 or 5 times a power of ten, at least `wanted`. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= wanted) ?? 10;
  return factor * power;
}

/**
 * A step line: a QF holds for its whole month and changes at once, so a slope between two months would show
 * values that never were. A month without value breaks the line.
 */
export function stepPath(
  points: readonly MonthPoint[],
  left: (index: number) => number,
  y: (value: number) => number,
): string {
  let drawing = false;
  return points
    .map(({ value }, index) => {
      if (value === null) {
        drawing = false;
        return '';
      }
      const start = drawing ? `V${round(y(value))}` : `M${round(left(index))} ${round(y(value))}`;
      drawing = true;
      return `${start}H${round(left(index + 1))}`;
    })
    .join('');
}

/** Runs of months without value for one same reason, as [first, last] indexes: shown as such, never as zero. */
export function gaps(points: readonly MonthPoint[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  points.forEach(({ value, absent }, index) => {
    if (value !== null) return;
    const last = runs.at(-1);
    if (last && last[1] === index - 1 && points[last[0]]?.absent === absent) last[1] = index;
    else runs.push([index, index]);
  });
  return runs;
}

export const round = (value: number): number => Math.round(value * 10) / 10;
