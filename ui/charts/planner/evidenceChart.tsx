import type { Estimate } from '../../../sim/worker/planningApi.ts';
import { useAlongPoints } from './alongPoints.ts';
import { AxesPlot, plotHeight, type Limit, type Quantity } from './axesPlot.tsx';
import { JudgementMark, judgedWords, type Judged } from './judgementMark.tsx';
import { PlannerFigure } from './plannerFigure.tsx';

/** A value that was tried, and what came of it. */
export interface MeasuredPoint {
  value: number;
  /** Null where there is no such number. */
  metric: number | null;
  low: number | null;
  high: number | null;
  basis: Estimate['basis'];
  replications: number;
  judged: Judged;
}

interface EvidenceChartProps {
  title: string;
  /** In ascending order of value. */
  points: readonly MeasuredPoint[];
  limit: Limit | null;
  /** The value that is the answer; null where there is none. */
  found: number | null;
  setting: Quantity;
  metric: Quantity;
  /** A measured value with its interval. */
  formatMeasured: (point: MeasuredPoint) => string;
}

/** The values that were tried for one target: what was measured at each, with its interval, against the limit. */
export function EvidenceChart({ title, points, limit, found, setting, metric, formatMeasured }: EvidenceChartProps) {
  const words = (place: number): string => {
    const point = points[place];
    return point === undefined ? '' : `${setting.format(point.value)}: ${formatMeasured(point)}${point.judged === null ? '' : `, ${judgedWords[point.judged]}`}`;
  };
  const { at, setAt, move } = useAlongPoints(points.length, words);
  const here = at === null ? undefined : points[at];
  return (
    <PlannerFigure name="plan" title={title} note={`at each value of ${setting.name} that was tried; bars: the interval that decided`} summary={`${points.map((_, place) => words(place)).join('; ')}.`} table={measuredTable(points, setting, formatMeasured)} opensTable move={move}>
      {(width) => (
        <AxesPlot width={width} setting={setting} metric={metric} settingValues={points.map(({ value }) => value)} metricValues={points.flatMap(({ metric: value, high }) => (value === null ? [] : [value, high ?? value]))} limit={limit}>
          {(x, y) => (
            <>
              {here !== undefined && <line class="plan-cursor" x1={x(here.value)} x2={x(here.value)} y1={0} y2={plotHeight} />}
              {points.map((point, place) =>
                point.metric === null ? null : (
                  <g key={point.value} class={point.value === found ? 'plan-point is-found' : 'plan-point'} onPointerEnter={() => setAt(place)} onPointerLeave={() => setAt(null)}>
                    <title>{words(place)}</title>
                    {point.low !== null && point.high !== null && <line x1={x(point.value)} x2={x(point.value)} y1={y(point.low)} y2={y(point.high)} />}
                    <JudgementMark judged={point.judged} x={x(point.value)} y={y(point.metric)} />
                  </g>
                ),
              )}
            </>
          )}
        </AxesPlot>
      )}
    </PlannerFigure>
  );
}

/** The same as a table. */
export function measuredTable(points: readonly MeasuredPoint[], setting: Quantity, formatMeasured: (point: MeasuredPoint) => string) {
  const isJudged = points.some(({ judged }) => judged !== null);
  return {
    head: [setting.name, 'Measured, with its interval', 'Runs', ...(isJudged ? ['Target'] : [])],
    rows: points.map((point) => [setting.format(point.value), formatMeasured(point), String(point.replications), ...(point.judged === null ? [] : [judgedWords[point.judged]])]),
  };
}
