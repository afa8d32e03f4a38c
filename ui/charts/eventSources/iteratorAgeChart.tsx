import { scaleLog } from 'd3';
import { formatSpan } from '../../../sim/report/span.ts';
import type { Scenario } from '../../../sim/scenario/schema.ts';
import { largest } from '../bins.ts';
import { highest } from '../countScale.ts';
import type { DirectLabel } from '../directLabels.tsx';
import { ChartFrame } from '../frame.tsx';
import type { Layer } from '../layers.tsx';
import { everyBin } from '../outcomesChart.tsx';
import { RuleName } from '../ruleName.tsx';
import { StepArea, StepLine } from '../shapes.tsx';
import { isWhole } from '../timeAxis.ts';
import type { TimeAxis } from '../timeAxis.ts';
import { recordLimits } from './recordLimits.ts';
import type { Source } from './sources.ts';

const usualHeight = 150;

/** Younger than this is drawn at the foot of the scale: a logarithm has no zero. */
const youngest = 0.1;

const tickSeconds = [1, 10, 60, 600, 3600, 21_600, 86_400, 604_800, 2_592_000];

/** How old the oldest record is that has not left, against what ends its life: the stream's retention, and the mapping's maximum age. [MET-16] [DDB-07] */
export function IteratorAgeChart({ axis, source, scenario }: { axis: TimeAxis; source: Extract<Source, { kind: 'stream' }>; scenario: Scenario }) {
  const height = Math.round(usualHeight * axis.scale);
  const { total } = source.series;
  const limits = recordLimits(scenario, source.name);
  const oldest = largest(total.oldestAge, axis.bins);
  const iterator = largest(total.IteratorAge, axis.bins).map((milliseconds) => milliseconds / 1000);
  const [oldestEver, iteratorEver] = [worst(total.oldestAge), worst(total.IteratorAge) / 1000];
  const lines = [
    { layer: 'p99' as Layer, name: 'oldest record', column: 'oldest record that has not left', values: oldest, whole: oldestEver },
    { layer: 'p50' as Layer, name: 'IteratorAge', column: 'IteratorAge, maximum', values: iterator, whole: iteratorEver },
  ];
  const top = Math.max(...limits.map(({ seconds }) => seconds), highest(oldest), highest(iterator), youngest);
  const scale = scaleLog([youngest, top * 2], [height, 0]);
  const y = (value: number): number => scale(Math.max(value, youngest));
  const last = (values: readonly number[]): number => values.findLast((value) => !Number.isNaN(value)) ?? youngest;
  const [left, right] = [axis.left, axis.width - axis.right];
  const isPresent = [...oldest, ...iterator].some((value) => !Number.isNaN(value));
  const nearest = limits[0];
  return (
    <ChartFrame
      id="iterator-age"
      axis={axis}
      title="Age of records, against what ends their life"
      note={`${source.name}: the worst shard, ${axis.bins.minutesEach === 1 ? '' : 'largest minute, '}${everyBin(axis.bins.minutesEach)}; logarithmic scale`}
      summary={`The oldest record that had not left was ${formatSpan(oldestEver)} old, and the largest IteratorAge was ${formatSpan(iteratorEver)}; ${limits.map(({ name, seconds }) => `${name} is ${formatSpan(seconds)}`).join(', ')}.`}
      height={height}
      ticks={tickSeconds.filter((value) => value <= top * 2).map((value) => ({ at: y(value), label: formatSpan(value) }))}
      labels={lines.map(({ layer, name, values, whole }): DirectLabel => ({ layer, name, at: y(last(values)), whole: formatSpan(whole), valueAt: (bin) => formatSpan(values[bin] ?? NaN) }))}
      columns={[
        ...lines.map(({ column, values }) => ({ name: column, values, format: formatSpan, unit: 'seconds' as const })),
        ...limits.map(({ name, seconds }) => ({ name, values: axis.bins.starts.map(() => seconds), format: formatSpan, unit: 'seconds' as const })),
      ]}
      empty={isPresent ? null : `no record waited${isWhole(axis) ? '' : ' in this part'}`}
    >
      <StepArea layer="p99" axis={axis} y={y} from={oldest.map(() => youngest)} to={oldest.map((value) => (Number.isNaN(value) ? youngest : value))} edge={false} />
      {lines.map(({ layer, values }) => (
        <StepLine key={layer} layer={layer} axis={axis} y={y} values={values} />
      ))}
      {limits.map(({ name, seconds }) => (
        <g key={name}>
          <line class="rule" x1={left} x2={right} y1={y(seconds)} y2={y(seconds)} />
          <RuleName axis={axis} at={y(seconds)} text={`${name} ${formatSpan(seconds)}`} isBelow={name === nearest?.name && limits.length > 1} />
        </g>
      ))}
    </ChartFrame>
  );
}

/** The largest value of a column; NaN if it has none at all. */
function worst(values: Float64Array): number {
  return values.reduce((most, value) => (Number.isNaN(most) || value > most ? value : most), NaN);
}
