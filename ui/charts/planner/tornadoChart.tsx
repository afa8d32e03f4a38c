import { scaleLinear } from 'd3';
import { useAlongPoints } from './alongPoints.ts';
import { PlannerFigure } from './plannerFigure.tsx';
import { evenTimes } from './scales.ts';

/** What a metric does when one thing changes. */
export interface TornadoBar {
  label: string;
  path: string;
  today: string;
  isAssumption: boolean;
  significant: boolean;
  variants: readonly TornadoVariant[];
}

/** What it was changed to, and what came of it. */
export interface TornadoVariant {
  value: string;
  /** Against today’s settings; null where there is no such number. */
  difference: { value: number; low: number; high: number } | null;
  significant: boolean;
  /** The difference with its interval, in words. */
  words: string;
}

interface TornadoChartProps {
  title: string;
  bars: readonly TornadoBar[];
  /** What the metric is today, in words. */
  today: string;
  /** Whether differences are seconds. */
  isTime: boolean;
  formatDifference: (value: number) => string;
}

const [nameHeight, barHeight, gap, topRoom, side] = [18, 12, 12, 24, 36];
const pitch = barHeight + 3;
const characterWidth = 7;

/** More bars than these, told from luck and not, are only in the table. */
const [mostTold, mostUntold] = [16, 5];

/** Everything that was changed, the widest bar first: how far the metric moves from today’s. */
export function TornadoChart({ title, bars, today, isTime, formatDifference }: TornadoChartProps) {
  const drawn = [...bars.filter(({ significant }) => significant).slice(0, mostTold), ...bars.filter(({ significant }) => !significant).slice(0, mostUntold)];
  const words = (place: number): string => {
    const bar = drawn[place];
    return bar === undefined ? '' : `${bar.label}, today ${bar.today}: ${bar.variants.map(({ value, words: its }) => `${value} ${its}`).join('; ')}${verdictOf(bar)}`;
  };
  const { at, setAt, move } = useAlongPoints(drawn.length, words);
  const ends = drawn.flatMap(({ variants }) => variants.flatMap(({ difference }) => (difference === null ? [] : [difference.low, difference.high, difference.value])));
  const tops = drawn.reduce<number[]>((all, { variants }) => [...all, (all.at(-1) ?? topRoom) + nameHeight + variants.length * pitch + gap], [topRoom]);
  return (
    <PlannerFigure
      name="sensitivity"
      title={title}
      note={`change from today’s ${today}; lines: intervals, all of them together right with 95 %${bars.length > drawn.length ? `; the other ${String(bars.length - drawn.length)} are in the table` : ''}`}
      summary={`${drawn.map((_, place) => words(place)).join('. ')}.`}
      table={{
        head: ['Changed', 'Today', 'To', 'Change', 'Told from luck'],
        rows: bars.flatMap((bar) => bar.variants.map(({ value, words: its, significant }) => [`${bar.label} – ${bar.path}`, bar.today, value, its, significant ? 'yes' : 'no'])),
      }}
      move={(key) => move(key === 'ArrowDown' ? 'ArrowRight' : key === 'ArrowUp' ? 'ArrowLeft' : key)}
    >
      {(width) => {
        const x = scaleLinear([Math.min(0, ...ends), Math.max(0, ...ends)], [side, width - side]);
        const bottom = tops.at(-1) ?? topRoom;
        const count = Math.max(2, Math.floor(width / 130));
        const [least = 0, most = 0] = x.domain();
        const marks = isTime ? evenTimes(least, most, count) : x.ticks(count);
        return (
          <svg width={width} height={bottom} aria-hidden="true" focusable="false">
            {marks.map((mark) => (
              <g key={mark} class="tick">
                <line x1={x(mark)} x2={x(mark)} y1={topRoom - 6} y2={bottom - gap} />
                <text x={x(mark)} y={12} text-anchor="middle">
                  {mark === 0 ? 'today' : formatDifference(mark)}
                </text>
              </g>
            ))}
            <line class="plan-zero" x1={x(0)} x2={x(0)} y1={topRoom - 6} y2={bottom - gap} />
            {drawn.map((bar, place) => (
              <g key={bar.path} transform={`translate(0 ${String(tops[place] ?? 0)})`} onPointerEnter={() => setAt(place)} onPointerLeave={() => setAt(null)}>
                {at === place && <rect class="plan-row-cursor" x={0} y={-2} width={width} height={nameHeight + bar.variants.length * pitch + 4} />}
                <text class="plan-bar-name" x={2} y={12}>
                  {bar.label}
                  <tspan class="plan-bar-aside">
                    {' '}
                    {bar.today}
                    {bar.isAssumption ? ', assumed' : ''}
                    {verdictOf(bar)}
                  </tspan>
                </text>
                {bar.variants.map((variant, row) => (
                  <VariantBar key={variant.value} variant={variant} y={nameHeight + row * pitch} x={x} width={width} />
                ))}
              </g>
            ))}
          </svg>
        );
      }}
    </PlannerFigure>
  );
}

/** What is said of a bar that is not told from luck. */
function verdictOf({ significant, variants }: TornadoBar): string {
  if (significant) return '';
  return variants.every(({ difference }) => difference !== null && difference.low === 0 && difference.high === 0) ? ' – no difference at all' : ' – not told from luck';
}

function VariantBar({ variant: { value, difference, significant }, y, x, width }: { variant: TornadoVariant; y: number; x: (value: number) => number; width: number }) {
  if (difference === null) return null;
  const [from, to] = [x(Math.min(0, difference.value)), x(Math.max(0, difference.value))];
  const middle = y + barHeight / 2;
  const needed = value.length * characterWidth + 8;
  const [left, right] = [Math.min(from, x(difference.low)), Math.max(to, x(difference.high))];
  const [hasLeft, hasRight] = [left > needed, right + needed < width];
  // At the bar's end; where there is no room beside its foot, and where there is none either on the bar.
  const isLeft = difference.value < 0 ? hasLeft : !hasRight && hasLeft;
  const place = isLeft ? left - 6 : hasRight ? right + 6 : Math.max(needed, right - 6);
  return (
    <>
      <rect class={significant ? 'plan-bar is-told' : 'plan-bar'} x={from} y={y} width={Math.max(1, to - from)} height={barHeight} />
      <line class="plan-bar-interval" x1={x(difference.low)} x2={x(difference.high)} y1={middle} y2={middle} />
      <text class="plan-mark-name" x={place} y={middle} dy="0.35em" text-anchor={isLeft || !hasRight ? 'end' : 'start'}>
        {value}
      </text>
    </>
  );
}
