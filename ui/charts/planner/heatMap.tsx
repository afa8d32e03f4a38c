import { useId, useState } from 'preact/hooks';
import type { Quantity } from './axesPlot.tsx';
import { judgedWords, type Judged } from './judgementMark.tsx';
import { PlannerFigure, type MoveKey } from './plannerFigure.tsx';
import { metricScale } from './scales.ts';

/** A cell of a heat map that has been measured. */
export interface HeatCell {
  /** Its place along the first setting, to the right, and along the second, upwards. */
  column: number;
  row: number;
  /** Null where there is no such number. */
  metric: number | null;
  judged: Judged;
  /** Its value with its interval. */
  measured: string;
}

interface HeatMapProps {
  title: string;
  cells: readonly HeatCell[];
  columns: readonly number[];
  rows: readonly number[];
  /** The settings to the right and upwards. */
  across: Quantity;
  up: Quantity;
  metric: Quantity;
}

const [widestCell, tallestCell, mostHeight, bottomRoom, topRoom] = [96, 34, 480, 40, 8];
const lineHeight = 15;
const characterWidth = 7;
/** Of ink in the ground: no cell has so much that its number could not be read. */
const [faintest, fullest] = [3, 34];

/** A metric over two settings: a stronger shade is more, what meets the targets is outlined, what does not is hatched. Cells fill as they come. */
export function HeatMap({ title, cells, columns, rows, across, up, metric }: HeatMapProps) {
  const hatch = useId();
  const [at, setAt] = useState<{ column: number; row: number } | null>(null);
  const cellAt = (column: number, row: number): HeatCell | undefined => cells.find((cell) => cell.column === column && cell.row === row);
  const words = (column: number, row: number): string => {
    const cell = cellAt(column, row);
    const place = `${across.name} ${across.format(columns[column] ?? 0)}, ${up.name} ${up.format(rows[row] ?? 0)}`;
    return `${place}: ${cell === undefined ? 'not measured yet' : `${cell.measured}${cell.judged === null ? '' : `, targets ${judgedWords[cell.judged]}`}`}`;
  };
  function move(key: MoveKey): string {
    const here = at ?? { column: -1, row: 0 };
    const [right, above] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], Home: [-Infinity, 0], End: [Infinity, 0] }[key];
    const next = { column: within(here.column + (right ?? 0), columns.length), row: within(here.row + (above ?? 0), rows.length) };
    setAt(next);
    return words(next.column, next.row);
  }
  const isJudged = cells.some(({ judged }) => judged !== null);
  const inOrder = [...cells].sort((one, other) => one.column - other.column || one.row - other.row);
  return (
    <PlannerFigure
      name="sweep"
      title={title}
      note={`a stronger shade is more${isJudged ? '; outlined: the targets are met, hatched: they are missed, ?: too close to tell' : ''}`}
      summary={`${inOrder.filter(({ judged }) => judged === 'met').length === 0 ? '' : `${String(inOrder.filter(({ judged }) => judged === 'met').length)} of ${String(columns.length * rows.length)} cells meet the targets. `}${across.name} goes to the right, ${up.name} upwards.`}
      table={{
        head: [across.name, up.name, 'Measured, 95 % interval', ...(isJudged ? ['Targets'] : [])],
        rows: inOrder.map((cell) => [across.format(columns[cell.column] ?? 0), up.format(rows[cell.row] ?? 0), cell.measured, ...(isJudged ? [cell.judged === null ? '' : judgedWords[cell.judged]] : [])]),
      }}
      move={move}
    >
      {(width) => {
        const left = Math.max(...rows.map((value) => up.format(value).length)) * characterWidth + 14;
        const size = Math.max(1, Math.min(widestCell, Math.floor((width - left - 2) / columns.length)));
        const rowHeight = Math.max(1, Math.min(tallestCell, Math.floor(mostHeight / rows.length)));
        const height = rows.length * rowHeight;
        const present = cells.flatMap(({ metric: value }) => (value === null ? [] : [value]));
        const shade = metricScale(present, null, [faintest, fullest], metric.isTime);
        const boxAt = (column: number, row: number): Box => ({ x: left + column * size, y: topRoom + height - (row + 1) * rowHeight, width: size, height: rowHeight });
        const hasRoom = rowHeight >= lineHeight && cells.every((cell) => textIn(cell, metric).length * characterWidth < size - 4);
        const everyRow = Math.ceil(lineHeight / rowHeight);
        const everyColumn = Math.ceil((Math.max(...columns.map((value) => across.format(value).length)) * characterWidth + 6) / size);
        return (
          <>
            <svg width={width} height={topRoom + height + bottomRoom} aria-hidden="true" focusable="false">
              <defs>
                <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                  <rect class="plan-hatch" width="1.2" height="7" />
                </pattern>
              </defs>
              {/* Few elements for many cells: they are drawn anew several times a second. */}
              <path class="plan-cell is-empty" d={columns.flatMap((_, column) => rows.map((__, row) => boxPath(boxAt(column, row)))).join('')} />
              {cells.map(({ column, row, metric: value }) => (
                <rect
                  key={`${String(column)} ${String(row)}`}
                  class="plan-cell"
                  {...boxAt(column, row)}
                  fill-opacity={value === null ? 0 : Math.round(shade(value)) / 100}
                  onPointerEnter={() => setAt({ column, row })}
                  onPointerLeave={() => setAt(null)}
                />
              ))}
              <path class="plan-missed" fill={`url(#${hatch})`} d={cells.filter(({ judged }) => judged === 'missed').map(({ column, row }) => boxPath(boxAt(column, row))).join('')} />
              {cells.map((cell) => {
                const { x, y } = boxAt(cell.column, cell.row);
                const text = hasRoom ? textIn(cell, metric) : cell.judged === 'undecided' ? '?' : '';
                return text === '' ? null : (
                  <text key={`${String(cell.column)} ${String(cell.row)}`} class={cell.judged === 'missed' ? 'plan-cell-value is-hatched' : 'plan-cell-value'} x={x + size / 2} y={y + rowHeight / 2} dy="0.35em" text-anchor="middle">
                    {text}
                  </text>
                );
              })}
              <path class="plan-feasible" d={outline(cells, boxAt)} />
              {at !== null && <rect class="plan-cell-cursor" {...boxAt(at.column, at.row)} />}
              {rows.map((value, row) =>
                row % everyRow === 0 ? (
                  <text key={value} x={left - 8} y={boxAt(0, row).y + rowHeight / 2} dy="0.35em" text-anchor="end">
                    {up.format(value)}
                  </text>
                ) : null,
              )}
              {columns.map((value, column) =>
                column % everyColumn === 0 ? (
                  <text key={value} x={left + (column + 0.5) * size} y={topRoom + height + 16} text-anchor="middle">
                    {across.format(value)}
                  </text>
                ) : null,
              )}
              <text class="plan-axis-name" x={left} y={topRoom + height + 33}>
                {`→ ${across.name}   ↑ ${up.name}`}
              </text>
            </svg>
            <p class="plan-readout">{at === null ? '' : words(at.column, at.row)}</p>
          </>
        );
      }}
    </PlannerFigure>
  );
}

/** The number of a cell, with a mark where it cannot be told from the limit. */
function textIn({ metric: value, judged }: HeatCell, metric: Quantity): string {
  return `${value === null ? '–' : metric.format(value)}${judged === 'undecided' ? ' ?' : ''}`;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const boxPath = ({ x, y, width, height }: Box): string => `M${String(x)} ${String(y)}h${String(width)}v${String(height)}h${String(-width)}Z`;

const within = (place: number, count: number): number => Math.min(Math.max(place, 0), count - 1);

/** The edges between cells that meet the targets and everything else. */
function outline(cells: readonly HeatCell[], boxAt: (column: number, row: number) => Box): string {
  const met = new Set(cells.filter(({ judged }) => judged === 'met').map(({ column, row }) => `${String(column)} ${String(row)}`));
  const isMet = (column: number, row: number): boolean => met.has(`${String(column)} ${String(row)}`);
  return cells
    .filter(({ column, row }) => isMet(column, row))
    .map(({ column, row }) => {
      const { x, y, width, height } = boxAt(column, row);
      const [l, r, t, b] = [String(x), String(x + width), String(y), String(y + height)];
      return [
        isMet(column - 1, row) ? '' : `M${l} ${t}V${b}`,
        isMet(column + 1, row) ? '' : `M${r} ${t}V${b}`,
        isMet(column, row + 1) ? '' : `M${l} ${t}H${r}`,
        isMet(column, row - 1) ? '' : `M${l} ${b}H${r}`,
      ].join('');
    })
    .join('');
}
