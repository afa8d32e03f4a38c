import type { FunctionResult } from '../../sim/engines/result.ts';
import type { Overlay } from '../state/overlay.ts';
import type { Subject } from '../state/simulation.ts';
import { formatCount } from '../../sim/report/count.ts';
import { at, atEnds, growth, sums } from './bins.ts';
import type { Bins } from './bins.ts';
import type { TableColumn } from './chartTable.tsx';
import { compact } from './compact.ts';
import { countScale, highest } from './countScale.ts';
import type { DirectLabel } from './directLabels.tsx';
import { ChartFrame } from './frame.tsx';
import { captureLayers } from './layers.tsx';
import type { Layer } from './layers.tsx';
import { OutlineLines, highestOutline, outlineColumns, outlineLabels, outlinesOf } from './overlaid.tsx';
import type { Outline } from './overlaid.tsx';
import { StepArea, StepLine } from './shapes.tsx';
import type { TimeAxis } from './timeAxis.ts';

const usualHeight = 216;
const usualStripHeight = 18;
const stripGap = 12;

/** What became of the events, by the minute in which it was decided, with retries and duplicates in a strip below. */
export function OutcomesChart({ axis, subject, overlay }: { axis: TimeAxis; subject: Subject; overlay: Overlay | null }) {
  const height = Math.round(usualHeight * axis.scale);
  const stripHeight = Math.round(usualStripHeight * axis.scale);
  const { series, result } = subject;
  const { bins } = axis;
  const layers = (
    [
      { layer: 'onTime', name: 'delivered on time', cumulative: series.deliveredOnTime, whole: result.delivered.onTime },
      { layer: 'late', name: 'delivered late', cumulative: series.deliveredDelayed, whole: result.delivered.delayed },
      { layer: 'inDeadLetterQueue', name: 'in dead-letter queue', cumulative: series.capturedByDeadLetterQueue, whole: result.discarded.capturedBy.deadLetterQueue },
      { layer: 'atFailureDestination', name: 'at failure destination', cumulative: series.capturedByOnFailure, whole: result.discarded.capturedBy.onFailure },
      { layer: 'capturedByBoth', name: 'captured by both', cumulative: series.capturedByBoth, whole: result.discarded.capturedBy.both },
      { layer: 'gone', name: 'gone', cumulative: series.discardedGone, whole: result.discarded.gone },
      { layer: 'lost', name: 'lost', cumulative: series.lost, whole: result.lost },
    ] as const
  ).map((one) => ({ ...one, values: growth(one.cumulative, bins) }));
  const stacked = stack(layers.map(({ values }) => values));
  const accepted = growth(series.received, bins);
  const afterRetry = growth(series.deliveredAfterRetry, bins);
  const failures = deliveryFailures(result);
  const failedRecords = sums(series.DestinationDeliveryFailures, bins);
  const failed = sums(series.DeadLetterErrors, bins).map((count, bin) => count + (failedRecords[bin] ?? 0));
  const captured = growth(series.discardedCaptured, bins);
  const strips = [
    { layer: 'retries' as Layer, name: 'retries', values: growth(series.retries, bins), whole: series.retries.at(-1) ?? 0 },
    { layer: 'duplicates' as Layer, name: 'duplicates', values: growth(series.duplicates, bins), whole: result.duplicates },
    ...(failures === 0 ? [] : [{ layer: 'deliveryFailures' as Layer, name: 'delivery failures', values: failed, whole: failures }]),
  ];

  const over = outlinesOf(axis, overlay, outcomeOutlines);
  const { y, ticks } = countScale(Math.max(highest([...accepted, ...(stacked.at(-1)?.to ?? [])]), highestOutline(over)), height);
  const last = bins.starts.length - 1;
  const labels: DirectLabel[] = [
    {
      layer: 'accepted' as Layer,
      name: 'accepted',
      at: y(accepted[last] ?? 0) - 10,
      whole: compact(result.received),
      valueAt: (bin: number) => compact(accepted[bin] ?? 0),
    },
    ...layers.flatMap(({ layer, name, values, whole }, index) =>
      whole === 0 ? [] : [{ layer, name, at: y(((stacked[index]?.from[last] ?? 0) + (stacked[index]?.to[last] ?? 0)) / 2), whole: compact(whole), valueAt: (bin: number) => compact(values[bin] ?? 0) }],
    ),
    ...(result.delivered.afterRetry === 0
      ? []
      : [{ layer: 'afterRetry' as Layer, name: 'of these, after a retry', at: y(afterRetry[last] ?? 0), whole: compact(result.delivered.afterRetry), valueAt: (bin: number) => compact(afterRetry[bin] ?? 0) }]),
    ...outlineLabels(over, y),
    ...strips.map(({ layer, name, values, whole }, index) => ({
      layer,
      name,
      at: height + stripGap + index * (stripHeight + 2) + stripHeight / 2,
      whole: compact(whole),
      valueAt: (bin: number) => compact(values[bin] ?? 0),
    })),
  ];
  const stripsHeight = strips.length * (stripHeight + 2);

  return (
    <ChartFrame
      id="outcomes"
      axis={axis}
      title="What became of the events"
      note={`events that ended, ${everyBin(bins.minutesEach)}; below them, executions beyond the first${failures === 0 ? '' : ' and what was sent in vain'}`}
      summary={`Of ${formatCount(result.received)} accepted events: ${layers.filter(({ layer, whole }) => whole > 0 || !isCapture(layer)).map(({ name, whole }) => `${formatCount(whole)} ${name}`).join(', ')}.${failures === 0 ? '' : ` ${formatCount(failures)} deliveries failed.`}`}
      height={height + stripGap + stripsHeight}
      ticks={ticks}
      labels={labels}
      columns={[
        ...tableColumns([{ name: 'accepted', values: accepted }]),
        ...tableColumns([...layers.slice(0, 2), { name: 'captured', values: captured }]),
        ...tableColumns(layers.slice(2, 5).filter(({ whole }) => whole > 0).map(({ name, values }) => ({ name: `of these ${name}`, values }))),
        ...tableColumns(layers.slice(5)),
        ...tableColumns([{ name: 'delivered after a retry', values: afterRetry }, ...strips]),
        ...deliveredSoFar(subject, bins),
        ...outlineColumns(over, formatCount),
      ]}
      empty={result.received === 0 ? 'no event was accepted' : null}
    >
      {layers.map(({ layer, whole }, index) => whole > 0 && <StepArea key={layer} layer={layer} axis={axis} y={y} from={stacked[index]?.from ?? []} to={stacked[index]?.to ?? []} />)}
      <StepLine layer="accepted" axis={axis} y={y} values={accepted} />
      {result.delivered.afterRetry > 0 && <StepLine layer="afterRetry" axis={axis} y={y} values={afterRetry} />}
      <OutlineLines over={over} y={y} />
      <line class="base" x1={axis.left} x2={axis.width - axis.right} y1={height} y2={height} />
      {strips.map(({ layer, values }, index) => {
        const bottom = height + stripGap + index * (stripHeight + 2) + stripHeight;
        const most = Math.max(1, highest(values));
        return (
          <g key={layer}>
            <line class="strip-base" x1={axis.left} x2={axis.width - axis.right} y1={bottom} y2={bottom} />
            <StepArea layer={layer} axis={axis} y={(value) => bottom - (value / most) * (stripHeight - 2)} from={values.map(() => 0)} to={values} edge={false} />
            <text class="strip-most" x={axis.left - 8} y={bottom - stripHeight / 2 - 1} dy="0.32em" text-anchor="end">
              {compact(highest(values))}
            </text>
          </g>
        );
      })}
    </ChartFrame>
  );
}

/** Records and dead letters that did not get where they were sent. [DLQ-08, DST-13] */
export function deliveryFailures({ metrics }: FunctionResult): number {
  return metrics.DeadLetterErrors + metrics.DestinationDeliveryFailures;
}

const isCapture = (layer: Layer): boolean => Object.values(captureLayers).includes(layer);

function tableColumns(counts: readonly { name: string; values: readonly number[] }[]): TableColumn[] {
  return counts.map(({ name, values }) => ({ name, values, format: formatCount }));
}

/** What was delivered so far, in several replications: only in the table, for no line here is a sum since the start. */
function deliveredSoFar({ spread, series }: Subject, bins: Bins): TableColumn[] {
  if (spread === null || spread === undefined) return [];
  const delivered = series.deliveredOnTime.map((count, row) => count + at(series.deliveredDelayed, row));
  return [
    { name: 'delivered so far', values: atEnds(delivered, bins), format: formatCount },
    { name: `delivered so far, of ${String(spread.replications)} replications`, values: atEnds(spread.low.delivered, bins), upTo: atEnds(spread.high.delivered, bins), format: formatCount },
  ];
}

/** Of another run: what was delivered, and on top of it what was discarded. */
function outcomeOutlines({ series, result }: Subject, bins: Bins): Outline[] {
  const sum = (one: Float64Array, other: Float64Array): number[] => add(growth(one, bins), growth(other, bins));
  const delivered = sum(series.deliveredOnTime, series.deliveredDelayed);
  const discarded = sum(series.discardedCaptured, series.discardedGone);
  return [
    { name: 'delivered', values: delivered, whole: result.delivered.total },
    { name: 'discarded', values: discarded, heights: add(delivered, discarded), whole: result.discarded.total },
  ];
}

const add = (one: readonly number[], other: readonly number[]): number[] => one.map((value, bin) => value + (other[bin] ?? 0));

/** Layers on top of each other: where each starts and ends in every bin. */
export function stack(layers: readonly (readonly number[])[]): { from: number[]; to: number[] }[] {
  let below: number[] = layers[0]?.map(() => 0) ?? [];
  return layers.map((values) => {
    const from = below;
    const to = values.map((value, bin) => (from[bin] ?? 0) + value);
    below = to;
    return { from, to };
  });
}

/** A bin's length in words: "each minute", "every 5 minutes", "every 2 hours". */
export function everyBin(minutes: number): string {
  if (minutes === 1) return 'each minute';
  if (minutes < 60) return `every ${String(minutes)} minutes`;
  return minutes === 60 ? 'each hour' : `every ${String(minutes / 60)} hours`;
}
