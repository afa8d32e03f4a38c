import { useAlongPoints } from './alongPoints.ts';
import { AxesPlot, plotHeight, type Quantity } from './axesPlot.tsx';
import { PlannerFigure, type FigureTable } from './plannerFigure.tsx';

/** Settings that have been weighed. */
export interface TradeOffPoint {
  /** The settings in a few words. */
  words: string;
  /** What it is measured by, with intervals, in words. */
  measured: string;
  across: number;
  up: number;
  /** Of what is received, how much is lost; it is told by shape. */
  loss: number;
  onFront: boolean;
  /** What it is called: a recommendation, or today’s settings; null for any other. */
  name: string | null;
}

interface TradeOffChartProps {
  title: string;
  points: readonly TradeOffPoint[];
  across: Quantity;
  up: Quantity;
  table: FigureTable;
}

/** Much is more than this share. */
const muchLoss = 0.01;
const radius = 5;

/** What settings cost against what they give: those that no others surely beat are full, all others faint. */
export function TradeOffChart({ title, points, across, up, table }: TradeOffChartProps) {
  const front = points.filter(({ onFront, name }) => onFront || name !== null).sort((one, other) => one.across - other.across || one.up - other.up);
  const words = (place: number): string => {
    const point = front[place];
    return point === undefined ? '' : `${point.name === null ? '' : `${point.name}: `}${point.words}; ${point.measured}`;
  };
  const { at, setAt, move } = useAlongPoints(front.length, words);
  const here = at === null ? undefined : front[at];
  return (
    <PlannerFigure name="tune" title={title} note="circle: nothing lost, triangle: up to 1 % lost, square: more; full: no other is surely better; faint: another is" summary={`${front.map((_, place) => words(place)).join('. ')}.`} table={table} move={move}>
      {(width) => (
        <>
          <AxesPlot width={width} setting={across} metric={up} settingValues={points.map((point) => point.across)} metricValues={points.map((point) => point.up)} limit={null}>
            {(x, y) => (
              <>
                {points.filter((point) => !front.includes(point)).map((point, place) => (
                  <Shape key={place} className="plan-dominated" x={x(point.across)} y={y(point.up)} loss={point.loss} />
                ))}
                {here !== undefined && <line class="plan-cursor" x1={x(here.across)} x2={x(here.across)} y1={0} y2={plotHeight} />}
                {front.map((point, place) => (
                  <g key={place} class={point.name === null ? undefined : 'plan-recommended'} onPointerEnter={() => setAt(place)} onPointerLeave={() => setAt(null)}>
                    <Shape className={point.onFront ? 'plan-front' : 'plan-dominated'} x={x(point.across)} y={y(point.up)} loss={point.loss} />
                  </g>
                ))}
                {named(front).map(({ point, name, line }) => {
                  const isRight = x(point.across) > width * 0.6;
                  return (
                    <text key={name} class="plan-mark-name" x={x(point.across) + (isRight ? -9 : 9)} y={y(point.up) - 4 - line * 15} text-anchor={isRight ? 'end' : 'start'}>
                      {name}
                    </text>
                  );
                })}
              </>
            )}
          </AxesPlot>
          <p class="plan-readout">{at === null ? '' : words(at)}</p>
        </>
      )}
    </PlannerFigure>
  );
}

/** The names, with how many lines up each stands where several points are in one place. */
function named(points: readonly TradeOffPoint[]): { point: TradeOffPoint; name: string; line: number }[] {
  const taken = new Map<string, number>();
  return points.flatMap((point) => {
    if (point.name === null) return [];
    const place = `${point.across.toPrecision(2)} ${point.up.toPrecision(2)}`;
    const line = taken.get(place) ?? 0;
    taken.set(place, line + 1);
    return [{ point, name: point.name, line }];
  });
}

function Shape({ className, x, y, loss }: { className: string; x: number; y: number; loss: number }) {
  if (loss === 0) return <circle class={className} cx={x} cy={y} r={radius} />;
  if (loss > muchLoss) return <rect class={className} x={x - radius + 0.5} y={y - radius + 0.5} width={2 * radius - 1} height={2 * radius - 1} />;
  return <path class={className} d={`M${String(x)} ${String(y - radius)}l${String(radius)} ${String(2 * radius - 1)}h${String(-2 * radius)}Z`} />;
}
