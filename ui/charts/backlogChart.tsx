import { formatCount } from '../../sim/report/count.ts';
import { formatSpan } from '../../sim/report/span.ts';
import type { Overlay } from '../state/overlay.ts';
import type { Subject } from '../state/simulation.ts';
import { at, largest, rowsOfLargest } from './bins.ts';
import { compact } from './compact.ts';
import { countScale, highest } from './countScale.ts';
import type { DirectLabel } from './directLabels.tsx';
import { ChartFrame } from './frame.tsx';
import type { Layer } from './layers.tsx';
import { everyBin, stack } from './outcomesChart.tsx';
import { OutlineLines, highestOutline, outlineColumns, outlineLabels, outlinesOf } from './overlaid.tsx';
import { StepArea } from './shapes.tsx';
import { BandArea, bandColumns, bandNote, bandOf, highestOfBand } from './spreadBand.tsx';
import { isWhole } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';

const usualHeight = 150;

/** Events waiting, by what they wait for, and how many of them have waited past the delay target. */
export function BacklogChart({ axis, subject, overlay, delayTarget }: { axis: TimeAxis; subject: Subject; overlay: Overlay | null; delayTarget: number }) {
  const height = Math.round(usualHeight * axis.scale);
  const { series, result } = subject;
  const waiting = allWaiting(subject);
  // The kinds must add up, so all are read in the bin's minute with the most waiting.
  const rows = rowsOfLargest(waiting, axis.bins);
  const layers = (
    [
      { layer: 'functionErrorWait', name: 'function-error wait', column: series.waitingFunctionErrorWait, whole: result.waiting.byReason.functionErrorWait },
      { layer: 'throttleBackoff', name: 'throttle back-off', column: series.waitingThrottleBackoff, whole: result.waiting.byReason.throttleBackoff },
      { layer: 'unread', name: 'unread', column: series.waitingUnread, whole: result.waiting.byReason.unread },
    ] as const
  ).map((one) => ({ ...one, values: rows.map((row) => at(one.column, row)) }));
  const overdue = rows.map((row) => at(series.waitingDelayed, row));
  const totals = rows.map((row) => at(waiting, row));
  const stacked = stack(layers.map(({ values }) => values));
  const band = bandOf(subject.spread, 'waiting', axis);
  const over = outlinesOf(axis, overlay, (other, bins) => [{ name: 'all waiting', values: largest(allWaiting(other), bins), whole: other.result.waiting.total }]);
  const { y, ticks } = countScale(Math.max(highest(totals), highestOfBand(band), highestOutline(over)), height, 3);
  const last = rows.length - 1;
  const target = `past the ${formatSpan(delayTarget)} target`;
  const labels: DirectLabel[] = [
    ...layers.flatMap(({ layer, name, values, whole }, index) =>
      highest(values) === 0 ? [] : [{ layer: layer as Layer, name, at: y(((stacked[index]?.from[last] ?? 0) + (stacked[index]?.to[last] ?? 0)) / 2), whole: compact(whole), valueAt: (bin: number) => compact(values[bin] ?? 0) }],
    ),
    ...(highest(overdue) === 0 ? [] : [{ layer: 'overdue' as Layer, name: target, at: y(overdue[last] ?? 0), whole: compact(result.waiting.delayed), valueAt: (bin: number) => compact(overdue[bin] ?? 0) }]),
    ...outlineLabels(over, y),
  ];
  const peak = highest(totals);
  const isEmpty = peak === 0 && highestOfBand(band) === 0 && over.outlines.length === 0;
  return (
    <ChartFrame
      id="waiting"
      axis={axis}
      title="Events waiting, by what they wait for"
      note={`${axis.bins.minutesEach === 1 ? 'at the end of each minute' : `the largest minute in ${everyBin(axis.bins.minutesEach)}`}; numbers at the right: at the end${bandNote(band)}`}
      summary={`At most ${formatCount(highest([...waiting]))} events were waiting; ${formatCount(result.waiting.total)} at the end, ${formatCount(result.waiting.delayed)} of them ${target}.`}
      height={height}
      ticks={ticks}
      labels={labels}
      columns={[
        ...layers.map(({ name, values }) => ({ name, values, format: formatCount })),
        { name: 'all waiting', values: totals, format: formatCount },
        { name: `of these ${target}`, values: overdue, format: formatCount },
        ...bandColumns(band, 'all waiting', formatCount),
        ...outlineColumns(over, formatCount),
      ]}
      empty={isEmpty ? (result.received === 0 ? 'no event was accepted' : `no event was waiting at the end of any minute${isWhole(axis) ? '' : ' of this part'}`) : null}
    >
      {layers.map(({ layer, values }, index) => highest(values) > 0 && <StepArea key={layer} layer={layer} axis={axis} y={y} from={stacked[index]?.from ?? []} to={stacked[index]?.to ?? []} />)}
      {highest(overdue) > 0 && <StepArea layer="overdue" axis={axis} y={y} from={overdue.map(() => 0)} to={overdue} />}
      <BandArea band={band} axis={axis} y={y} />
      <OutlineLines over={over} y={y} />
    </ChartFrame>
  );
}

/** Everything that waits, for whatever reason, at the end of each minute. */
function allWaiting({ series }: Subject): Float64Array {
  return series.waitingUnread.map((unread, row) => unread + at(series.waitingThrottleBackoff, row) + at(series.waitingFunctionErrorWait, row));
}
