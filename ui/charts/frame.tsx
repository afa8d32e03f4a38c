import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { cursor, speak } from '../state/cursor.ts';
import { binAt } from './bins.ts';
import { ChartTable } from './chartTable.tsx';
import type { TableColumn } from './chartTable.tsx';
import { DirectLabels } from './directLabels.tsx';
import type { DirectLabel } from './directLabels.tsx';
import { binClock, timeTicks } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';

/** What every chart is, whatever it draws: a title that says what it shows, a value axis, direct labels, a table. */
export interface ChartFrameProps {
  axis: TimeAxis;
  /** A sentence: what is drawn. */
  title: string;
  /** How to read it: the unit, and what a bin stands for. */
  note: string;
  /** What there is to see, for those who do not. */
  summary: string;
  /** Height of the plot in pixels. */
  height: number;
  ticks: readonly { at: number; label: string }[];
  labels: readonly DirectLabel[];
  columns: readonly TableColumn[];
  /** Said instead of a drawing when there is nothing to draw. */
  empty: string | null;
  children: ComponentChildren;
}

const topRoom = 8;
const bottomRoom = 6;

/** One chart with the cursor it shares with the others: pointer, left and right arrow; `t` for its table. */
export function ChartFrame({ axis, title, note, summary, height, ticks, labels, columns, empty, children }: ChartFrameProps) {
  const id = useId();
  const plot = useRef<SVGSVGElement>(null);
  const [tableOpen, setTableOpen] = useState(false);
  const [left, right] = [axis.left, axis.width - axis.right];
  const hasRoomForLabels = axis.right > 100;
  const total = topRoom + height + bottomRoom;

  function moveTo(bin: number): void {
    const last = axis.bins.starts.length - 1;
    if (last < 0) return;
    const inside = Math.min(Math.max(bin, 0), last);
    cursor.value = middleOf(axis, inside);
    speak(`${binClock(axis, inside)}: ${columns.map(({ name, cell }) => `${name} ${cell(inside)}`).join(', ')}`);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || (event.target as HTMLElement | null)?.closest('.table-view, button') != null) return;
    const here = cursor.value === null ? null : binAt(axis.bins, cursor.value);
    const last = axis.bins.starts.length - 1;
    const stride = event.shiftKey ? 10 : 1;
    const moves: Record<string, () => void> = {
      ArrowRight: () => moveTo(here === null ? 0 : here + stride),
      ArrowLeft: () => moveTo(here === null ? last : here - stride),
      Home: () => moveTo(0),
      End: () => moveTo(last),
      t: () => setTableOpen(!tableOpen),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  function onPointerMove(event: PointerEvent): void {
    const box = plot.current?.getBoundingClientRect();
    if (box === undefined || axis.bins.starts.length === 0) return;
    cursor.value = middleOf(axis, binAt(axis.bins, axis.x.invert(event.clientX - box.left)));
  }

  return (
    <div class="chart" role="figure" tabIndex={0} aria-labelledby={`${id}-title`} aria-describedby={`${id}-summary`} aria-keyshortcuts="ArrowLeft ArrowRight t" onKeyDown={onKeyDown}>
      <header class="chart-head">
        <h3 id={`${id}-title`}>{title}</h3>
        <p class="chart-note">{note}</p>
        <button type="button" class="quiet table-button" aria-expanded={tableOpen} aria-label={`Table: ${title}`} onClick={() => setTableOpen(!tableOpen)}>
          Table
        </button>
      </header>
      <p id={`${id}-summary`} class="visually-hidden">
        {summary} Left and right arrow move the cursor, t shows the table.
      </p>
      {empty === null && !hasRoomForLabels && <DirectLabels axis={axis} labels={labels} top={null} height={height} />}
      <div class="plot">
        <svg
          ref={plot}
          width={axis.width}
          height={total}
          aria-hidden="true"
          focusable="false"
          onPointerMove={onPointerMove}
          onPointerDown={onPointerMove}
          onPointerLeave={(event) => {
            if (event.pointerType === 'mouse') cursor.value = null;
          }}
        >
          <g transform={`translate(0 ${String(topRoom)})`}>
            {ticks.map(({ at, label }) => (
              <g key={label} class="tick">
                <line x1={left} x2={right} y1={at} y2={at} />
                <text x={left - 8} y={at} dy="0.32em" text-anchor="end">
                  {label}
                </text>
              </g>
            ))}
            {timeTicks(axis).map((seconds) => (
              <line key={seconds} class="time-mark" x1={axis.x(seconds)} x2={axis.x(seconds)} y1={height} y2={height + 4} />
            ))}
            {empty === null ? (
              children
            ) : (
              <text class="empty-chart" x={(left + right) / 2} y={height / 2} text-anchor="middle">
                {empty}
              </text>
            )}
            <line class="base" x1={left} x2={right} y1={height} y2={height} />
            <CursorLine axis={axis} height={height} />
          </g>
        </svg>
        {empty === null && hasRoomForLabels && <DirectLabels axis={axis} labels={labels} top={topRoom} height={height} />}
      </div>
      {tableOpen && <ChartTable axis={axis} caption={title} columns={columns} />}
    </div>
  );
}

function CursorLine({ axis, height }: { axis: TimeAxis; height: number }) {
  if (cursor.value === null || axis.bins.starts.length === 0) return null;
  const bin = binAt(axis.bins, cursor.value);
  const x = axis.x((axis.bins.starts[bin] ?? 0));
  const width = Math.max(1, axis.x(axis.bins.ends[bin] ?? 0) - x);
  return <rect class="cursor" x={x} y={-topRoom} width={width} height={height + topRoom} />;
}

function middleOf(axis: TimeAxis, bin: number): number {
  return ((axis.bins.starts[bin] ?? 0) + (axis.bins.ends[bin] ?? 0)) / 2;
}
