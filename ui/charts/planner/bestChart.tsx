import { scaleLinear } from 'd3';
import { useAlongPoints } from './alongPoints.ts';
import { PlannerFigure } from './plannerFigure.tsx';
import { evenTimes } from './scales.ts';

/** A scenario beside the one that came out best. */
export interface BestRow {
  letter: string;
  title: string;
  /** What was measured, with its interval, in words. */
  measured: string;
  /** Against the leader; null for the leader itself, and where there is no number. */
  difference: { value: number; low: number; high: number } | null;
  /** The difference with its interval, in words; empty for the leader. */
  words: string;
  isLeader: boolean;
  /** Whether it cannot be told apart from the best. */
  best: boolean;
}

interface BestChartProps {
  title: string;
  leader: string;
  rows: readonly BestRow[];
  /** Whether differences are seconds. */
  isTime: boolean;
  formatDifference: (value: number) => string;
}

const [nameHeight, barHeight, gap, topRoom, side] = [20, 16, 12, 24, 36];
const pitch = nameHeight + barHeight + gap;
const radius = 4.5;

/** How far every scenario is from the one that came out best, with intervals that are right together; a star marks those that cannot be told apart from the best. */
export function BestChart({ title, leader, rows, isTime, formatDifference }: BestChartProps) {
  const words = (place: number): string => {
    const row = rows[place];
    return row === undefined ? '' : `${row.letter} ${row.title}: ${row.measured}${row.isLeader ? ', the best that was measured' : `, ${row.words} against ${leader}`}${row.best ? ', among the best' : ''}`;
  };
  const { at, setAt, move } = useAlongPoints(rows.length, words);
  const ends = rows.flatMap(({ difference }) => (difference === null ? [] : [difference.low, difference.high]));
  return (
    <PlannerFigure
      name="best"
      title={title}
      note={`change against ${leader}, which came out best; lines: intervals, all of them together right with 95 %; ★: cannot be told apart from the best`}
      summary={`${rows.map((_, place) => words(place)).join('. ')}.`}
      table={{ head: ['Scenario', 'Measured, 95 % interval', `Against ${leader}`, 'Among the best'], rows: rows.map((row) => [`${row.letter} ${row.title}`, row.measured, row.isLeader ? '' : row.words, row.best ? '★ yes' : 'no']) }}
      opensTable
      move={(key) => move(key === 'ArrowDown' ? 'ArrowRight' : key === 'ArrowUp' ? 'ArrowLeft' : key)}
    >
      {(width) => {
        const x = scaleLinear([Math.min(0, ...ends), Math.max(0, ...ends, Number.MIN_VALUE)], [side, width - side]);
        const bottom = topRoom + rows.length * pitch;
        const [least = 0, most = 0] = x.domain();
        const count = Math.max(2, Math.floor(width / 130));
        const marks = ends.every((end) => end === 0) ? [0] : isTime ? evenTimes(least, most, count) : x.ticks(count);
        return (
          <svg width={width} height={bottom} aria-hidden="true" focusable="false">
            {marks.map((mark) => (
              <g key={mark} class="tick">
                <line x1={x(mark)} x2={x(mark)} y1={topRoom - 6} y2={bottom - gap} />
                <text x={x(mark)} y={12} text-anchor="middle">
                  {mark === 0 ? leader : formatDifference(mark)}
                </text>
              </g>
            ))}
            <line class="plan-zero" x1={x(0)} x2={x(0)} y1={topRoom - 6} y2={bottom - gap} />
            {rows.map((row, place) => (
              <g key={row.letter} class={row.best ? 'plan-point is-found' : 'plan-point'} transform={`translate(0 ${String(topRoom + place * pitch)})`} onPointerEnter={() => setAt(place)} onPointerLeave={() => setAt(null)}>
                {at === place && <rect class="plan-row-cursor" x={0} y={-2} width={width} height={pitch - gap + 4} />}
                <text class="plan-bar-name" x={2} y={13}>
                  {`${row.best ? '★ ' : ''}${row.letter} ${shortened(row.title, width)}`}
                  <tspan class="plan-bar-aside">{`  ${row.measured}`}</tspan>
                </text>
                {row.difference !== null && <line x1={x(row.difference.low)} x2={x(row.difference.high)} y1={nameHeight + barHeight / 2} y2={nameHeight + barHeight / 2} />}
                {(row.isLeader || row.difference !== null) && <circle cx={x(row.difference?.value ?? 0)} cy={nameHeight + barHeight / 2} r={radius} />}
              </g>
            ))}
          </svg>
        );
      }}
    </PlannerFigure>
  );
}

const characterWidth = 7;

/** A title that leaves room for what was measured; all of it is in the table. */
function shortened(title: string, width: number): string {
  const most = Math.max(8, Math.floor(width / characterWidth) - 34);
  return title.length > most ? `${title.slice(0, most - 1)}…` : title;
}
