import { formatCount } from '../../sim/report/count.ts';
import { formatSpan } from '../../sim/report/span.ts';
import type { Subject } from '../state/simulation.ts';
import { at, rowsOfLargest } from './bins.ts';
import { compact } from './compact.ts';
import { countScale, highest } from './countScale.ts';
import type { DirectLabel } from './directLabels.tsx';
import { ChartFrame } from './frame.tsx';
import type { Layer } from './layers.tsx';
import { everyBin, stack } from './outcomesChart.tsx';
import { StepArea } from './shapes.tsx';
import type { TimeAxis } from './timeAxis.ts';

const usualHeight = 150;

/** Events waiting, by what they wait for, and how many of them have waited past the delay target. */
export function BacklogChart({ axis, subject, delayTarget }: { axis: TimeAxis; subject: Subject; delayTarget: number }) {
  const height = Math.round(usualHeight * axis.scale);
  const { series, result } = subject;
  const waiting = series.waitingUnread.map((unread, row) => unread + at(series.waitingThrottleBackoff, row) + at(series.waitingFunctionErrorWait, row));
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
  const { y, ticks } = countScale(highest(totals), height, 3);
  const last = rows.length - 1;
  const target = `past the ${formatSpan(delayTarget)} target`;
  const labels: DirectLabel[] = [
    ...layers.flatMap(({ layer, name, values, whole }, index) =>
      highest(values) === 0 ? [] : [{ layer: layer as Layer, name, at: y(((stacked[index]?.from[last] ?? 0) + (stacked[index]?.to[last] ?? 0)) / 2), whole: compact(whole), valueAt: (bin: number) => compact(values[bin] ?? 0) }],
    ),
    ...(highest(overdue) === 0 ? [] : [{ layer: 'overdue' as Layer, name: target, at: y(overdue[last] ?? 0), whole: compact(result.waiting.delayed), valueAt: (bin: number) => compact(overdue[bin] ?? 0) }]),
  ];
  const peak = highest(totals);
  return (
    <ChartFrame
      axis={axis}
      title="Events waiting, by what they wait for"
      note={axis.bins.minutesEach === 1 ? 'at the end of each minute; numbers at the right: at the end' : `the largest minute in ${everyBin(axis.bins.minutesEach)}; numbers at the right: at the end`}
      summary={`At most ${formatCount(peak)} events were waiting; ${formatCount(result.waiting.total)} at the end, ${formatCount(result.waiting.delayed)} of them ${target}.`}
      height={height}
      ticks={ticks}
      labels={labels}
      columns={[
        ...layers.map(({ name, values }) => ({ name, cell: (bin: number) => formatCount(values[bin] ?? 0) })),
        { name: 'all waiting', cell: (bin) => formatCount(totals[bin] ?? 0) },
        { name: `of these ${target}`, cell: (bin) => formatCount(overdue[bin] ?? 0) },
      ]}
      empty={peak === 0 ? (result.received === 0 ? 'no event was accepted' : 'no event was waiting at the end of any minute') : null}
    >
      {layers.map(({ layer, values }, index) => highest(values) > 0 && <StepArea key={layer} layer={layer} axis={axis} y={y} from={stacked[index]?.from ?? []} to={stacked[index]?.to ?? []} />)}
      {highest(overdue) > 0 && <StepArea layer="overdue" axis={axis} y={y} from={overdue.map(() => 0)} to={overdue} />}
    </ChartFrame>
  );
}
