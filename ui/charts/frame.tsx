import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { chartKeys, chartKeysInWords, pressChartKey } from './chartKeys.ts';
import { ChartTable } from './chartTable.tsx';
import type { TableColumn } from './chartTable.tsx';
import { DirectLabels } from './directLabels.tsx';
import type { DirectLabel } from './directLabels.tsx';
import { ExportMenu } from './exportMenu.tsx';
import { CursorMark, PinMark, SelectionMark } from './marks.tsx';
import { usePointing } from './pointing.ts';
import { timeTicks } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';
import { ValueTicks } from './valueTicks.tsx';

/** What every chart is, whatever it draws: a title that says what it shows, a value axis, direct labels, a table. */
export interface ChartFrameProps {
  /** What files with this chart are called. */
  id: string;
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
  /** What the keys say aloud of a bin, where all columns would be too much. */
  spoken?: readonly TableColumn[];
  /** Said instead of a drawing when there is nothing to draw. */
  empty: string | null;
  children: ComponentChildren;
}

const topRoom = 8;
const bottomRoom = 6;

/** One chart with the cursor and the selection that it shares with the others, its table, and its way into a file. */
export function ChartFrame({ id: name, axis, title, note, summary, height, ticks, labels, columns, spoken = columns, empty, children }: ChartFrameProps) {
  const id = useId();
  const figure = useRef<HTMLDivElement>(null);
  const pointing = usePointing(axis);
  const [tableOpen, setTableOpen] = useState(false);
  const [left, right] = [axis.left, axis.width - axis.right];
  const hasRoomForLabels = axis.right > 100;
  const total = topRoom + height + bottomRoom;
  const place = { axis, top: -topRoom, bottom: height };

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || (event.target as HTMLElement | null)?.closest('.table-view, .chart-actions') != null) return;
    if (pressChartKey(event, axis, spoken, () => setTableOpen(!tableOpen))) event.preventDefault();
  }

  return (
    <div ref={figure} class="chart" role="figure" tabIndex={0} aria-labelledby={`${id}-title`} aria-describedby={`${id}-summary`} aria-keyshortcuts={chartKeys} onKeyDown={onKeyDown}>
      <header class="chart-head">
        <h3 id={`${id}-title`}>{title}</h3>
        <p class="chart-note">{note}</p>
        <div class="chart-actions">
          <button type="button" class="quiet" aria-expanded={tableOpen} aria-label={`Table: ${title}`} onClick={() => setTableOpen(!tableOpen)}>
            Table
          </button>
          <ExportMenu figure={figure} chart={{ id: name, axis, title, note, columns }} />
        </div>
      </header>
      <p id={`${id}-summary`} class="visually-hidden">
        {summary} {chartKeysInWords}
      </p>
      {empty === null && !hasRoomForLabels && <DirectLabels axis={axis} labels={labels} top={null} height={height} />}
      <div class="plot">
        <svg width={axis.width} height={total} aria-hidden="true" focusable="false" {...pointing}>
          <g transform={`translate(0 ${String(topRoom)})`}>
            <ValueTicks ticks={ticks} left={left} right={right} />
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
            <SelectionMark {...place} />
            <CursorMark {...place} />
            <PinMark {...place} />
          </g>
        </svg>
        {empty === null && hasRoomForLabels && <DirectLabels axis={axis} labels={labels} top={topRoom} height={height} />}
      </div>
      {tableOpen && <ChartTable axis={axis} caption={title} columns={columns} />}
    </div>
  );
}
