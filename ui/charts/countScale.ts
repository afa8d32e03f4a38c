import { scaleLinear } from 'd3';
import type { ScaleLinear } from 'd3';
import { compact } from './compact.ts';

/** A zero-based axis of counts, from `most` at the top down to nothing, with a few round ticks. */
export function countScale(most: number, height: number, ticksWanted = 4): { y: ScaleLinear<number, number>; ticks: { at: number; label: string }[] } {
  const y = scaleLinear([0, Math.max(most, 1)], [height, 0]).nice(ticksWanted);
  const ticks = y
    .ticks(ticksWanted)
    .filter(Number.isInteger)
    .map((value) => ({ at: y(value), label: compact(value) }));
  return { y, ticks };
}

/** The largest of some values, 0 if there are none. */
export function highest(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most ? value : most), 0);
}
