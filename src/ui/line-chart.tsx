import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { gaps, type MonthPoint, round, stepPath, type ValueScale, valueScale } from './chart-scale.ts';
import { Disclosure } from './disclosure.tsx';
import { formatMois, formatMoisCourt } from './format.ts';
import { useOverflow } from './overflow.ts';

/** A change of situation shown on the curve: a number on the drawing, its words under it. */
export interface ChartMark {
  readonly month: string;
  readonly label: string;
}

interface LineChartProps {
  readonly title: string;
  readonly points: readonly MonthPoint[];
  readonly marks?: readonly ChartMark[];
  /** Writes a value with its unit. */
  readonly format: (value: number) => string;
  /** Words for a month without value that gives none of its own. */
  readonly absent?: string;
  /** One more column of the table: what goes with each month. */
  readonly detail?: { readonly header: string; readonly of: (point: MonthPoint) => string };
}

const HEIGHT = 200;
const PAD = { top: 24, right: 12, bottom: 28, left: 56 };

/**
 * A monthly series as a step curve, with its table one disclosure away: the drawing only helps the eye, the
 * figures are what is said (AFAS-11, CDAP-24).
 */
export function LineChart({
  title,
  points,
  marks = [],
  format,
  absent = 'Non connu',
  detail,
}: LineChartProps) {
  const [frame, width] = useWidth();
  const [pointed, setPointed] = useState<number | null>(null);
  const reading = points[pointed ?? points.length - 1];
  const said = (point: MonthPoint) => (point.value === null ? (point.absent ?? absent) : format(point.value));

  const absences = [...new Set(points.filter(({ value }) => value === null).map(said))];

  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - PAD.left;
    const index = Math.floor((x / (width - PAD.left - PAD.right)) * points.length);
    setPointed(Math.min(points.length - 1, Math.max(0, index)));
  };

  return (
    <figure className="chart">
      <div className="chart__head">
        <figcaption className="chart__title">{title}</figcaption>
        {reading && (
          <p className="chart__reading">
            {formatMois(reading.month)} : <b>{said(reading)}</b>
          </p>
        )}
      </div>
      <div ref={frame} className="chart__frame">
        <svg
          aria-hidden="true"
          width="100%"
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          onPointerMove={follow}
          onPointerLeave={() => setPointed(null)}
        >
          <Drawing
            points={points}
            marks={marks}
            format={format}
            width={width}
            pointed={pointed}
            kindOf={(point) => absences.indexOf(said(point))}
          />
        </svg>
      </div>
      {absences.length > 0 && (
        <p className="chart__marks">
          {absences.map((words, kind) => (
            <span key={words}>
              <span className="chart__swatch" data-kind={kind} />
              {words}
            </span>
          ))}
        </p>
      )}
      {marks.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list
        <ol className="chart__marks" role="list">
          {marks.map((mark, index) => (
            <li key={mark.month + mark.label}>
              <b>{index + 1}</b> {formatMois(mark.month)} : {mark.label}
            </li>
          ))}
        </ol>
      )}
      <Disclosure label="Voir les valeurs" about={`de : ${title}`} wide>
        <Values title={title} points={points} said={said} detail={detail} />
      </Disclosure>
    </figure>
  );
}

interface ValuesProps extends Pick<LineChartProps, 'title' | 'points'> {
  readonly detail: LineChartProps['detail'];
  readonly said: (point: MonthPoint) => string;
}

/** The figures behind the drawing; on a narrow screen they scroll in their own frame, never the page. */
function Values({ title, points, said, detail }: ValuesProps) {
  const [scroll, overflows] = useOverflow();
  return (
    <div
      ref={scroll}
      className="table-scroll"
      {...(overflows ? { role: 'region', tabIndex: 0, 'aria-label': title } : {})}
    >
      <table className="table">
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">Mois</th>
            <th scope="col" data-align="end">
              Valeur
            </th>
            {detail && <th scope="col">{detail.header}</th>}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.month}>
              <th scope="row">{formatMois(point.month)}</th>
              <td data-align="end">{said(point)}</td>
              {detail && <td>{detail.of(point)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DrawingProps {
  readonly points: readonly MonthPoint[];
  readonly marks: readonly ChartMark[];
  readonly format: (value: number) => string;
  readonly width: number;
  readonly pointed: number | null;
  /** Rank of a month's kind of absence: each has its own ground. */
  readonly kindOf: (point: MonthPoint) => number;
}

function Drawing({ points, marks, format, width, pointed, kindOf }: DrawingProps) {
  const scale = valueScale(points);
  const inner = width - PAD.left - PAD.right;
  const left = (index: number) => PAD.left + (index / Math.max(1, points.length)) * inner;
  const y = (value: number) =>
    HEIGHT - PAD.bottom - ((value - scale.low) / (scale.high - scale.low)) * (HEIGHT - PAD.top - PAD.bottom);
  const last = points.at(-1);
  const place = (month: string) => points.findIndex((point) => point.month === month);

  return (
    <>
      {gaps(points).map(([first, end]) => (
        <rect
          key={first}
          className="chart__gap"
          data-kind={points[first] && kindOf(points[first])}
          x={left(first)}
          y={PAD.top}
          width={left(end + 1) - left(first)}
          height={HEIGHT - PAD.top - PAD.bottom}
        />
      ))}
      <ValueAxis scale={scale} width={width} y={y} format={format} />
      <MonthAxis points={points} left={left} width={width} />
      {marks.map((mark, index) => {
        const x = round(left(place(mark.month)));
        return place(mark.month) < 0 ? null : (
          <g key={mark.month + mark.label}>
            <line className="chart__mark" x1={x} x2={x} y1={PAD.top} y2={HEIGHT - PAD.bottom} />
            <text className="chart__mark-label" x={x} y={PAD.top - 8} textAnchor="middle">
              {index + 1}
            </text>
          </g>
        );
      })}
      <path className="chart__line" d={stepPath(points, left, y)} />
      {last && last.value !== null && (
        <circle className="chart__dot" cx={left(points.length)} cy={y(last.value)} r={5} />
      )}
      {pointed !== null && (
        <line
          className="chart__cursor"
          x1={left(pointed + 0.5)}
          x2={left(pointed + 0.5)}
          y1={PAD.top}
          y2={HEIGHT - PAD.bottom}
        />
      )}
    </>
  );
}

interface ValueAxisProps {
  readonly scale: ValueScale;
  readonly width: number;
  readonly y: (value: number) => number;
  readonly format: (value: number) => string;
}

function ValueAxis({ scale, width, y, format }: ValueAxisProps) {
  return scale.marks.map((mark) => (
    <g key={mark}>
      <line className="chart__grid" x1={PAD.left} x2={width - PAD.right} y1={y(mark)} y2={y(mark)} />
      <text x={PAD.left - 10} y={y(mark)} dy="0.35em" textAnchor="end">
        {format(mark)}
      </text>
    </g>
  ));
}

interface MonthAxisProps {
  readonly points: readonly MonthPoint[];
  readonly left: (index: number) => number;
  readonly width: number;
}

/** First month, each January, last month; a name that would touch the one before is left out. */
function MonthAxis({ points, left, width }: MonthAxisProps) {
  const wanted = points.flatMap(({ month }, index) =>
    index === 0 || index === points.length - 1 || month.endsWith('-01') ? [{ month, index }] : [],
  );
  const room = 64;
  const shown = wanted.filter(({ index }, rank) => {
    if (rank === 0 || rank === wanted.length - 1) return true;
    return left(index) - left(0) > room && left(points.length) - left(index) > 1.75 * room;
  });
  const base = HEIGHT - PAD.bottom;
  return (
    <>
      <line className="chart__axis" x1={PAD.left} x2={width - PAD.right} y1={base} y2={base} />
      {shown.map(({ month, index }, rank) => {
        const isLast = rank === shown.length - 1 && rank > 0;
        return (
          <text
            key={month}
            x={isLast ? left(points.length) : left(index)}
            y={HEIGHT - 8}
            textAnchor={isLast ? 'end' : 'start'}
          >
            {formatMoisCourt(month)}
          </text>
        );
      })}
    </>
  );
}

/** Width of the frame in pixels: text of the drawing keeps its size on a telephone, unlike a stretched one. */
function useWidth() {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    const box = frame.current;
    if (!box) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return [frame, width] as const;
}
