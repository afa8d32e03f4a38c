import { area, curveStepAfter, line } from 'd3';
import { fillOf } from './layers.tsx';
import type { Layer } from './layers.tsx';
import type { TimeAxis } from './timeAxis.ts';

type Scale = (value: number) => number;

/** A level or count over time as steps: what it is in a bin holds for the whole bin. */
export function StepArea({ layer, axis, y, from, to, edge = true }: { layer: Layer; axis: TimeAxis; y: Scale; from: readonly number[]; to: readonly number[]; edge?: boolean }) {
  const corners = cornersOf(axis, to);
  const outline = area<Corner>()
    .curve(curveStepAfter)
    .x((corner) => corner.x)
    .y0((corner) => y(from[corner.bin] ?? 0))
    .y1((corner) => y(to[corner.bin] ?? 0));
  const present = (corner: Corner): boolean => (to[corner.bin] ?? 0) > (from[corner.bin] ?? 0);
  return (
    <g>
      <path class={`area area-${layer}`} d={outline(corners) ?? ''} {...fillOf(layer)} />
      {edge && <path class={`edge edge-${layer}`} d={stepPath(axis, to, y, present, from)} />}
    </g>
  );
}

/** A quantity over time as a stepped line; it breaks where `values` has no number. */
export function StepLine({ layer, axis, y, values }: { layer: Layer; axis: TimeAxis; y: Scale; values: readonly number[] }) {
  return <path class={`line line-${layer}`} d={stepPath(axis, values, y, (corner) => !Number.isNaN(values[corner.bin] ?? NaN))} />;
}

interface Corner {
  x: number;
  bin: number;
}

/** One corner at the start of each bin, and one at the end of the last. */
function cornersOf(axis: TimeAxis, values: readonly number[]): Corner[] {
  const { starts, ends } = axis.bins;
  const corners = values.map((_, bin) => ({ x: axis.x(starts[bin] ?? 0), bin }));
  const last = values.length - 1;
  if (last >= 0) corners.push({ x: axis.x(ends[last] ?? 0), bin: last });
  return corners;
}

/** A stepped path through the bins that are `present`; where they begin and end it comes down to `foot`, if there is one. */
function stepPath(axis: TimeAxis, values: readonly number[], y: Scale, present: (corner: Corner) => boolean, foot?: readonly number[]): string {
  const corners = cornersOf(axis, values);
  const through = line<{ x: number; y: number }>()
    .x((point) => point.x)
    .y((point) => point.y);
  let path = '';
  let points: { x: number; y: number }[] = [];
  let fall = { x: 0, y: 0 };
  const finish = (): void => {
    if (points.length > 0) path += through([...points, fall]) ?? '';
    points = [];
  };
  for (let index = 0; index < corners.length - 1; index++) {
    const corner = corners[index];
    const next = corners[index + 1];
    if (corner === undefined || next === undefined) continue;
    if (!present(corner)) {
      finish();
      continue;
    }
    const height = y(values[corner.bin] ?? 0);
    const ground = foot === undefined ? height : y(foot[corner.bin] ?? 0);
    if (points.length === 0) points.push({ x: corner.x, y: ground });
    points.push({ x: corner.x, y: height }, { x: next.x, y: height });
    fall = { x: next.x, y: ground };
  }
  finish();
  return path;
}
