import { formatCount } from '../../sim/report/count.ts';
import { formatShare } from '../../sim/report/share.ts';
import type { Subject } from '../state/simulation.ts';
import { largest } from './bins.ts';
import { compact } from './compact.ts';
import { countScale, highest } from './countScale.ts';
import { ChartFrame } from './frame.tsx';
import type { Layer } from './layers.tsx';
import type { Limit } from './limits.ts';
import { everyBin } from './outcomesChart.tsx';
import { StepArea, StepLine } from './shapes.tsx';
import type { TimeAxis } from './timeAxis.ts';

const usualHeight = 130;

/** A limit this many times above the highest use would flatten the use to nothing; it is named at the top edge instead. */
const farAbove = 5;

/** Executions at a time, at most in each minute, against the number that is allowed. */
export function ConcurrencyChart({ axis, subject, limit }: { axis: TimeAxis; subject: Subject; limit: Limit }) {
  const height = Math.round(usualHeight * axis.scale);
  const used = largest(subject.series.ConcurrentExecutions, axis.bins);
  const most = highest(used);
  const provisioned = largest(subject.series.ProvisionedConcurrentExecutions, axis.bins);
  const mostProvisioned = highest(provisioned);
  const allowed = highest(limit.steps.map(({ value }) => value));
  const isOff = allowed > farAbove * Math.max(most, 1);
  const room = 1.18;
  const { y, ticks } = countScale((isOff ? most * 1.3 : Math.max(allowed, most)) * room, height, 3);
  const sum = subject.name === null;
  const text = `${limit.name} ${formatCount(allowed)}`;
  const [left, right] = [axis.left, axis.width - axis.right];
  return (
    <ChartFrame
      axis={axis}
      title="Executions at a time, against the limit"
      note={`${sum ? 'sum of the functions’ maxima, an upper bound,' : 'the maximum'} ${axis.bins.minutesEach === 1 ? 'in' : 'of'} ${everyBin(axis.bins.minutesEach)}`}
      summary={`At most ${formatCount(most)} executions at a time, of ${formatCount(allowed)} allowed.`}
      height={height}
      ticks={ticks}
      labels={[
        { layer: 'concurrency', name: 'executions, at most', at: y(used.at(-1) ?? 0), whole: compact(sum ? most : subject.result.metrics.ConcurrentExecutions.max), valueAt: (bin) => compact(used[bin] ?? 0) },
        ...(mostProvisioned === 0 ? [] : [{ layer: 'provisioned' as Layer, name: 'provisioned, at most', at: y(provisioned.at(-1) ?? 0) + 1, whole: compact(mostProvisioned), valueAt: (bin: number) => compact(provisioned[bin] ?? 0) }]),
      ]}
      columns={[
        { name: 'ConcurrentExecutions, maximum', cell: (bin) => formatCount(used[bin] ?? 0) },
        ...(mostProvisioned === 0 ? [] : [{ name: 'ProvisionedConcurrentExecutions, maximum', cell: (bin: number) => formatCount(provisioned[bin] ?? 0) }]),
        { name: limit.name, cell: (bin) => formatCount(limit.steps.findLast(({ from }) => from <= (axis.bins.starts[bin] ?? 0))?.value ?? allowed) },
      ]}
      empty={null}
    >
      <StepArea layer="concurrency" axis={axis} y={y} from={used.map(() => 0)} to={used} />
      {mostProvisioned > 0 && <StepLine layer="provisioned" axis={axis} y={y} values={provisioned} />}
      {isOff ? (
        <g>
          <line class="rule rule-off" x1={left} x2={right} y1={1} y2={1} />
          <text class="rule-name" x={left + 6} y={16}>
            {text} <tspan class="rule-aside">↑ far above this scale: {formatShare(most, allowed)} of it used</tspan>
          </text>
        </g>
      ) : (
        <g>
          <path class="rule" d={limit.steps.map(({ from, until, value }, index) => `${index === 0 ? 'M' : 'L'}${String(axis.x(from))} ${String(y(value))}H${String(axis.x(until))}`).join('')} />
          <text class="rule-name" x={left + 6} y={y(limit.steps[0]?.value ?? allowed) - 5}>
            {text}
          </text>
        </g>
      )}
    </ChartFrame>
  );
}
