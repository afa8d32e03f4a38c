import { formatCount } from '../../sim/report/count.ts';
import { atEnds, growth } from './bins.ts';
import { compact } from './compact.ts';
import { countScale, highest } from './countScale.ts';
import type { DestinationLine } from './destinationLines.ts';
import type { DirectLabel } from './directLabels.tsx';
import { ChartFrame } from './frame.tsx';
import { crossAt, destinationLayers } from './layers.tsx';
import type { Layer } from './layers.tsx';
import { everyBin } from './outcomesChart.tsx';
import { StepLine } from './shapes.tsx';
import type { TimeAxis } from './timeAxis.ts';

const usualHeight = 130;

/** Crosses nearer to each other than this would be a smear. */
const crossEvery = 10;

/** Pixels between lines that would cover each other, because both sinks of a function receive the same. */
const sideBySide = 3;

/** How many records and dead letters each destination has received so far, and where deliveries failed. */
export function DestinationsChart({ axis, destinations, isShared }: { axis: TimeAxis; destinations: readonly DestinationLine[]; isShared: boolean }) {
  const height = Math.round(usualHeight * axis.scale);
  const lines = destinations.map(({ name, received, failed }, index) => ({
    layer: destinationLayers[index] ?? 'destination8',
    name,
    received: atEnds(received, axis.bins),
    receivedWhole: received.at(-1) ?? 0,
    failed: atEnds(failed, axis.bins),
    failedWhole: failed.at(-1) ?? 0,
    failures: growth(failed, axis.bins),
  }));
  const { y, ticks } = countScale(highest(lines.flatMap(({ received }) => received)), height, 3);
  const failedWhole = lines.reduce((sum, one) => sum + one.failedWhole, 0);
  const lastFailing = lines.find(({ failedWhole: failed }) => failed > 0);
  const labels: DirectLabel[] = [
    ...lines.map(({ layer, name, received, receivedWhole }) => ({
      layer,
      name,
      at: y(received.at(-1) ?? 0),
      whole: compact(receivedWhole),
      valueAt: (bin: number) => compact(received[bin] ?? 0),
    })),
    ...(lastFailing === undefined
      ? []
      : [{ layer: 'deliveryFailures' as Layer, name: 'failed deliveries', at: y(lastFailing.received.at(-1) ?? 0) + 1, whole: compact(failedWhole), valueAt: (bin: number) => compact(lines.reduce((sum, one) => sum + (one.failed[bin] ?? 0), 0)) }]),
  ];
  return (
    <ChartFrame
      id="destinations"
      axis={axis}
      title="What each destination received"
      note={`so far, ${everyBin(axis.bins.minutesEach)}${isShared ? '; from all functions' : ''}${failedWhole > 0 ? '; crosses: deliveries that failed' : ''}`}
      summary={`${lines.map(({ name, receivedWhole }) => `${name} received ${formatCount(receivedWhole)}`).join(', ')}. ${lines
        .filter(({ failedWhole: failed }) => failed > 0)
        .map(({ name, failedWhole: failed }) => `${formatCount(failed)} deliveries to ${name} failed.`)
        .join(' ')}`}
      height={height}
      ticks={ticks}
      labels={labels}
      columns={lines.flatMap(({ name, received, failed, failedWhole: any }) => [
        { name, values: received, format: formatCount },
        ...(any === 0 ? [] : [{ name: `${name}, failed`, values: failed, format: formatCount }]),
      ])}
      empty={null}
    >
      {lines.map(({ layer, received, failures }, index) => (
        <g key={layer} transform={`translate(0 ${String(-sideBySide * lines.slice(0, index).filter((one) => isSame(one.received, received)).length)})`}>
          <StepLine layer={layer} axis={axis} y={y} values={received} />
          <path class="failure-mark" d={crosses(axis, failures, received.map(y))} />
        </g>
      ))}
    </ChartFrame>
  );
}

const isSame = (one: readonly number[], other: readonly number[]): boolean => one.every((value, bin) => value === other[bin]);

/** A cross on the line wherever deliveries failed, as far as there is room for it. */
function crosses(axis: TimeAxis, failures: readonly number[], heights: readonly number[]): string {
  let path = '';
  let last = -Infinity;
  failures.forEach((count, bin) => {
    const x = axis.x(((axis.bins.starts[bin] ?? 0) + (axis.bins.ends[bin] ?? 0)) / 2);
    if (count === 0 || x - last < crossEvery * axis.scale) return;
    path += crossAt(x, heights[bin] ?? 0);
    last = x;
  });
  return path;
}
