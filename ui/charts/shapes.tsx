import { fillOf } from './layers.tsx';
import type { Layer } from './layers.tsx';
import type { TimeAxis } from './timeAxis.ts';

type Scale = (value: number) => number;

/** A level or count over time as steps: what it is in a bin holds for the whole bin. */
export function StepArea({ layer, axis, y, from, to, edge = true }: { layer: Layer; axis: TimeAxis; y: Scale; from: readonly number[]; to: readonly number[]; edge?: boolean }) {
  const x = boundsOf(axis, to.length);
  const feet = from.map((value) => tenth(y(value)));
  const tops = to.map((value) => tenth(y(value)));
  const present = (bin: number): boolean => (to[bin] ?? 0) > (from[bin] ?? 0);
  return (
    <g>
      <path class={`area area-${layer}`} d={thereAndBack(x, tops, feet)} {...fillOf(layer)} />
      {edge && <path class={`edge edge-${layer}`} d={stepPath(x, tops, present, feet)} />}
    </g>
  );
}

/** A quantity over time as a stepped line; it breaks where `values` has no number. */
export function StepLine({ layer, axis, y, values }: { layer: Layer; axis: TimeAxis; y: Scale; values: readonly number[] }) {
  return <path class={`line line-${layer}`} d={stepLine(axis, values, y)} />;
}

/** The path of such a line. */
export function stepLine(axis: TimeAxis, values: readonly number[], y: Scale): string {
  const heights = values.map((value) => tenth(y(value)));
  return stepPath(boundsOf(axis, values.length), heights, (bin) => !Number.isNaN(values[bin]));
}

/** Pixels, as finely as anybody sees: paths of a thousand steps stay short. */
const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;

/** Where each bin starts, and after them where the last one ends. */
function boundsOf({ bins, x }: TimeAxis, count: number): number[] {
  if (count === 0) return [];
  return [...bins.starts.slice(0, count), bins.ends[count - 1] ?? 0].map((seconds) => tenth(x(seconds)));
}

/** Along the tops of all bins, and back along their feet. */
function thereAndBack(x: readonly number[], tops: readonly number[], feet: readonly number[]): string {
  if (tops.length === 0) return '';
  let path = `M${String(x[0])},${String(tops[0])}`;
  for (let bin = 0; bin < tops.length; bin++) path += `V${String(tops[bin])}H${String(x[bin + 1])}`;
  for (let bin = tops.length - 1; bin >= 0; bin--) path += `V${String(feet[bin])}H${String(x[bin])}`;
  return `${path}Z`;
}

/** Along the tops of the bins that are `present`; where these begin and end it comes up from and down to their feet, if there are any. */
function stepPath(x: readonly number[], tops: readonly number[], present: (bin: number) => boolean, feet: readonly number[] = tops): string {
  let path = '';
  for (let bin = 0; bin < tops.length; bin++) {
    if (!present(bin)) continue;
    if (bin === 0 || !present(bin - 1)) path += `M${String(x[bin])},${String(feet[bin])}`;
    path += `V${String(tops[bin])}H${String(x[bin + 1])}`;
    if (bin === tops.length - 1 || !present(bin + 1)) path += `V${String(feet[bin])}`;
  }
  return path;
}
