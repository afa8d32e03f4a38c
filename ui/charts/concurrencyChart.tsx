import { formatCount } from '../../sim/report/count.ts';
import { formatShare } from '../../sim/report/share.ts';
import type { Overlay } from '../state/overlay.ts';
import type { Subject } from '../state/simulation.ts';
import { largest } from './bins.ts';
import { compact } from './compact.ts';
import { countScale, highest } from './countScale.ts';
import { ChartFrame } from './frame.tsx';
import type { Layer } from './layers.tsx';
import type { Limit } from './limits.ts';
import { everyBin } from './outcomesChart.tsx';
import { OutlineLines, highestOutline, outlineColumns, outlineLabels, outlinesOf } from './overlaid.tsx';
import { RuleName } from './ruleName.tsx';
import { StepArea, StepLine } from './shapes.tsx';
import { BandArea, bandColumns, bandNote, bandOf, highestOfBand } from './spreadBand.tsx';
import type { TimeAxis } from './timeAxis.ts';

const usualHeight = 130;

/** A limit this many times above the highest use would flatten the use to nothing; it is named at the top edge instead. */
const farAbove = 5;

/** Executions at a time, at most in each minute, against the number that is allowed. */
export function ConcurrencyChart({ axis, subject, overlay, limit }: { axis: TimeAxis; subject: Subject; overlay: Overlay | null; limit: Limit }) {
  const height = Math.round(usualHeight * axis.scale);
  const used = largest(subject.series.ConcurrentExecutions, axis.bins);
  const band = bandOf(subject.spread, 'concurrency', axis);
  const over = outlinesOf(axis, overlay, (other, bins) => [{ name: 'executions', values: largest(other.series.ConcurrentExecutions, bins), whole: other.result.metrics.ConcurrentExecutions.max }]);
  const wholeMost = highest([...subject.series.ConcurrentExecutions]);
  const most = Math.max(highest(used), highestOfBand(band), highestOutline(over));
  const provisioned = largest(subject.series.ProvisionedConcurrentExecutions, axis.bins);
  const mostProvisioned = highest(provisioned);
  const allowed = highest(limit.steps.map(({ value }) => value));
  const isOff = allowed > farAbove * Math.max(most, 1);
  const room = 1.18;
  const { y, ticks } = countScale((isOff ? most * 1.3 : Math.max(allowed, most)) * room, height, 3);
  const sum = subject.name === null;
  const steps = limit.steps.filter(({ from, until }) => from < axis.visible.to && until > axis.visible.from);
  const text = `${limit.name} ${formatCount(allowed)}`;
  const [left, right] = [axis.left, axis.width - axis.right];
  return (
    <ChartFrame
      id="concurrency"
      axis={axis}
      title="Executions at a time, against the limit"
      note={`${sum ? 'sum of the functions’ maxima, an upper bound,' : 'the maximum'} ${axis.bins.minutesEach === 1 ? 'in' : 'of'} ${everyBin(axis.bins.minutesEach)}${bandNote(band)}`}
      summary={`At most ${formatCount(wholeMost)} executions at a time, of ${formatCount(allowed)} allowed.`}
      height={height}
      ticks={ticks}
      labels={[
        { layer: 'concurrency', name: 'executions, at most', at: y(used.at(-1) ?? 0), whole: compact(sum ? wholeMost : subject.result.metrics.ConcurrentExecutions.max), valueAt: (bin) => compact(used[bin] ?? 0) },
        ...(mostProvisioned === 0 ? [] : [{ layer: 'provisioned' as Layer, name: 'provisioned, at most', at: y(provisioned.at(-1) ?? 0) + 1, whole: compact(mostProvisioned), valueAt: (bin: number) => compact(provisioned[bin] ?? 0) }]),
        ...outlineLabels(over, y),
      ]}
      columns={[
        { name: 'ConcurrentExecutions, maximum', values: used, format: formatCount },
        ...(mostProvisioned === 0 ? [] : [{ name: 'ProvisionedConcurrentExecutions, maximum', values: provisioned, format: formatCount }]),
        { name: limit.name, values: axis.bins.starts.map((start) => limit.steps.findLast(({ from }) => from <= start)?.value ?? allowed), format: formatCount },
        ...bandColumns(band, 'ConcurrentExecutions', formatCount),
        ...outlineColumns(over, formatCount),
      ]}
      empty={null}
    >
      <StepArea layer="concurrency" axis={axis} y={y} from={used.map(() => 0)} to={used} />
      {mostProvisioned > 0 && <StepLine layer="provisioned" axis={axis} y={y} values={provisioned} />}
      <BandArea band={band} axis={axis} y={y} />
      <OutlineLines over={over} y={y} />
      {isOff ? (
        <g>
          <line class="rule rule-off" x1={left} x2={right} y1={1} y2={1} />
          <RuleName axis={axis} at={2} text={text} aside={`↑ far above this scale: ${formatShare(wholeMost, allowed)} of it used`} isBelow />
        </g>
      ) : (
        <g>
          <path class="rule" d={steps.map(({ from, until, value }, index) => `${index === 0 ? 'M' : 'L'}${String(axis.x(from))} ${String(y(value))}H${String(axis.x(until))}`).join('')} />
          <RuleName axis={axis} at={y(steps[0]?.value ?? allowed)} text={text} />
        </g>
      )}
    </ChartFrame>
  );
}
