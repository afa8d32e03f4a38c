import { scaleLog } from 'd3';
import { formatSpan } from '../../sim/report/span.ts';
import type { Overlay } from '../state/overlay.ts';
import type { Subject } from '../state/simulation.ts';
import { largest } from './bins.ts';
import { highest } from './countScale.ts';
import type { DirectLabel } from './directLabels.tsx';
import { ChartFrame } from './frame.tsx';
import type { Layer } from './layers.tsx';
import { everyBin } from './outcomesChart.tsx';
import { OutlineLines, highestOutline, outlineColumns, outlineLabels, outlinesOf } from './overlaid.tsx';
import { RuleName } from './ruleName.tsx';
import { StepArea, StepLine } from './shapes.tsx';
import { BandArea, bandColumns, bandNote, bandOf, highestOfBand } from './spreadBand.tsx';
import type { Band } from './spreadBand.tsx';
import { isWhole } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';

const usualHeight = 150;

/** Younger than this is drawn at the foot of the scale: a logarithm has no zero. */
const youngest = 0.01;

const tickSeconds = [0.01, 0.1, 1, 10, 60, 600, 3600, 21_600];

/** How old events were when they were dispatched, against the age at which Lambda gives them up. [MET-01] */
export function AgeChart({ axis, subject, overlay, limits, delayTarget }: { axis: TimeAxis; subject: Subject; overlay: Overlay | null; limits: readonly number[]; delayTarget: number }) {
  const height = Math.round(usualHeight * axis.scale);
  const { series } = subject;
  const seconds = (milliseconds: Float64Array, bins = axis.bins): number[] => inSeconds(largest(milliseconds, bins));
  const lines = [
    { layer: 'p99' as Layer, name: 'p99', values: seconds(series.AsyncEventAgeP99), whole: worst(series.AsyncEventAgeP99) },
    { layer: 'p90' as Layer, name: 'p90', values: seconds(series.AsyncEventAgeP90), whole: worst(series.AsyncEventAgeP90) },
    { layer: 'p50' as Layer, name: 'p50', values: seconds(series.AsyncEventAgeP50), whole: worst(series.AsyncEventAgeP50) },
  ];
  const spread = ageBand(bandOf(subject.spread, 'ageP99', axis));
  const over = outlinesOf(axis, overlay, (other, bins) => [
    { name: 'p99', values: seconds(other.series.AsyncEventAgeP99, bins), whole: worst(other.series.AsyncEventAgeP99) },
    { name: 'p50', values: seconds(other.series.AsyncEventAgeP50, bins), whole: worst(other.series.AsyncEventAgeP50) },
  ]);
  const oldest = Math.max(...limits, ...lines.map(({ values }) => highest(values)), delayTarget, highestOfBand(spread), highestOutline(over));
  const scale = scaleLog([youngest, oldest * 2], [height, 0]);
  const y = (value: number): number => scale(Math.max(value, youngest));
  const [left, right] = [axis.left, axis.width - axis.right];
  const lastWithValue = (values: readonly number[]): number => values.findLast((value) => !Number.isNaN(value)) ?? youngest;
  const present = lines[0]?.values.some((value) => !Number.isNaN(value)) ?? false;
  const own: DirectLabel[] = lines.map(({ layer, name, values, whole }) => ({
    layer,
    name: `${name}, at most`,
    at: y(lastWithValue(values)),
    whole: formatSpan(whole),
    valueAt: (bin) => formatSpan(values[bin] ?? NaN),
  }));
  const band = lines.map(({ values }) => values.map((value) => (Number.isNaN(value) ? youngest : value)));
  return (
    <ChartFrame
      id="age"
      axis={axis}
      title="Age of events when they are dispatched, against the age limit"
      note={`${subject.name === null && subject.count > 1 ? 'worst function, ' : ''}${axis.bins.minutesEach === 1 ? '' : 'largest minute, '}${everyBin(axis.bins.minutesEach)}; logarithmic scale${bandNote(spread)}`}
      summary={`Over the run the largest minute had a median age of ${formatSpan(worst(series.AsyncEventAgeP50))} and a 99th percentile of ${formatSpan(worst(series.AsyncEventAgeP99))}; the limit is ${limits.map(formatSpan).join(' to ')}.`}
      height={height}
      ticks={tickSeconds.filter((value) => value <= oldest * 2).map((value) => ({ at: y(value), label: formatSpan(value) }))}
      labels={[...own, ...outlineLabels(over, y, formatSpan)]}
      columns={[
        ...lines.toReversed().map(({ name, values }) => ({ name: `AsyncEventAge ${name}`, values, format: formatSpan, unit: 'seconds' as const })),
        ...bandColumns(spread, 'AsyncEventAge p99', formatSpan, 'seconds'),
        ...outlineColumns(over, formatSpan, 'seconds'),
      ]}
      empty={present || over.outlines.length > 0 ? null : `nothing was dispatched${isWhole(axis) ? '' : ' in this part'}`}
    >
      <StepArea layer="p99" axis={axis} y={y} from={band[2] ?? []} to={band[0] ?? []} edge={false} />
      {lines.map(({ layer, values }) => (
        <StepLine key={layer} layer={layer} axis={axis} y={y} values={values} />
      ))}
      <BandArea band={spread} axis={axis} y={y} />
      <OutlineLines over={over} y={y} />
      <line class="rule rule-target" x1={left} x2={right} y1={y(delayTarget)} y2={y(delayTarget)} />
      <text class="rule-name rule-aside" x={left + 6} y={y(delayTarget) - 5}>
        delay target {formatSpan(delayTarget)}
      </text>
      {limits.map((limit, index) => (
        <g key={limit}>
          <line class="rule" x1={left} x2={right} y1={y(limit)} y2={y(limit)} />
          <RuleName axis={axis} at={y(limit)} text={`MaximumEventAgeInSeconds ${formatSpan(limit)}`} isBelow={index < limits.length - 1} />
        </g>
      ))}
    </ChartFrame>
  );
}

const inSeconds = (milliseconds: readonly number[]): number[] => milliseconds.map((value) => value / 1000);

function ageBand(band: Band | null): Band | null {
  return band === null ? null : { ...band, low: inSeconds(band.low), high: inSeconds(band.high) };
}

/** The oldest of a column of milliseconds, in seconds; NaN if it has no value at all. */
function worst(milliseconds: Float64Array): number {
  return milliseconds.reduce((oldest, value) => (Number.isNaN(oldest) || value > oldest ? value : oldest), NaN) / 1000;
}
