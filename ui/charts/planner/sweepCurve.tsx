import { useAlongPoints } from './alongPoints.ts';
import { AxesPlot, plotHeight, type Limit, type Quantity } from './axesPlot.tsx';
import { measuredTable, type MeasuredPoint } from './evidenceChart.tsx';
import { JudgementMark, judgedWords } from './judgementMark.tsx';
import { PlannerFigure } from './plannerFigure.tsx';
import type { MarkedScale } from './scales.ts';

interface SweepCurveProps {
  title: string;
  /** The values that have been measured so far, in ascending order. */
  points: readonly MeasuredPoint[];
  /** All values that are to be measured. */
  values: readonly number[];
  limit: Limit | null;
  setting: Quantity;
  metric: Quantity;
  formatMeasured: (point: MeasuredPoint) => string;
}

/** A metric as a curve over a setting, in the band of its 95 % intervals; it comes value by value. */
export function SweepCurve({ title, points, values, limit, setting, metric, formatMeasured }: SweepCurveProps) {
  const words = (place: number): string => {
    const point = points[place];
    return point === undefined ? '' : `${setting.format(point.value)}: ${formatMeasured(point)}${point.judged === null ? '' : `, targets ${judgedWords[point.judged]}`}`;
  };
  const { at, setAt, move } = useAlongPoints(points.length, words);
  const present = points.filter(({ metric: value }) => value !== null);
  const here = at === null ? undefined : points[at];
  return (
    <PlannerFigure
      name="sweep"
      title={title}
      note={`over ${setting.name}; band: 95 % interval${points.some(({ judged }) => judged !== null) ? '; full circle: targets met, cross: missed, empty circle: too close to tell' : ''}`}
      summary={`${points.map((_, place) => words(place)).join('; ')}.`}
      table={measuredTable(points, setting, formatMeasured)}
      move={move}
    >
      {(width) => (
        <>
          <AxesPlot width={width} setting={setting} metric={metric} settingValues={values} metricValues={present.flatMap(({ metric: value, high }) => [value ?? 0, high ?? 0])} limit={limit}>
            {(x, y) => (
              <>
                <path class="plan-band" d={bandPath(present, x, y)} />
                <path class="plan-line" d={present.map(({ value, metric: its }, place) => `${place === 0 ? 'M' : 'L'}${String(x(value))} ${String(y(its ?? 0))}`).join('')} />
                {here !== undefined && <line class="plan-cursor" x1={x(here.value)} x2={x(here.value)} y1={0} y2={plotHeight} />}
                {points.map((point, place) =>
                  point.metric === null ? null : (
                    <g key={point.value} class="plan-point" onPointerEnter={() => setAt(place)} onPointerLeave={() => setAt(null)}>
                      <JudgementMark judged={point.judged} x={x(point.value)} y={y(point.metric)} />
                    </g>
                  ),
                )}
              </>
            )}
          </AxesPlot>
          <p class="plan-readout">{at === null ? '' : words(at)}</p>
        </>
      )}
    </PlannerFigure>
  );
}

function bandPath(points: readonly MeasuredPoint[], x: MarkedScale, y: MarkedScale): string {
  const known = points.flatMap(({ value, low, high }) => (low === null || high === null ? [] : [{ at: x(value), low: y(low), high: y(high) }]));
  if (known.length < 2) return '';
  return `M${known.map(({ at, high }) => `${String(at)} ${String(high)}`).join('L')}L${known
    .toReversed()
    .map(({ at, low }) => `${String(at)} ${String(low)}`)
    .join('L')}Z`;
}
