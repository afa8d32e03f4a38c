import { bisectRight } from 'd3';
import type { Span } from '../state/workspace.ts';

/**
 * The rows of a series gathered so that each bin is wide enough to see and to point at.
 * Counts are summed over a bin, levels and percentiles are its largest minute: nothing is averaged away.
 */
export interface Bins {
  /** Minutes in each bin; the last may hold fewer. */
  minutesEach: number;
  /** Seconds at which each bin starts and ends. */
  starts: number[];
  ends: number[];
  /** For each bin, its first row and the row after its last. */
  first: number[];
  after: number[];
}

const fewestPixels = 2;
const roundMinutes = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 7200, 14_400];

/**
 * Bins for the part of a series that lies in `visible`, on an axis of `pixels` that stands for it. They begin at whole multiples of
 * their length from the start of the series, wherever the visible part does, so that they keep their numbers while it moves.
 * A `growing` series has no bin for what is not over yet: half a sum would look like a collapse.
 */
export function binsOf(minutes: Float64Array, ends: Float64Array, visible: Span, pixels: number, growing = false): Bins {
  const most = Math.max(1, Math.floor(pixels / fewestPixels));
  const needed = (visible.to - visible.from) / 60 / most;
  const minutesEach = roundMinutes.find((minutesOfBin) => minutesOfBin >= needed) ?? Math.ceil(needed);
  const bins: Bins = { minutesEach, starts: [], ends: [], first: [], after: [] };
  const firstRow = bisectRight(ends, visible.from);
  for (let row = firstRow - (firstRow % minutesEach); row < minutes.length && (minutes[row] ?? 0) < visible.to; row += minutesEach) {
    const after = Math.min(row + minutesEach, minutes.length);
    const isOver = (ends[after - 1] ?? 0) - (minutes[row] ?? 0) >= 60 * minutesEach;
    if (growing && !isOver) break;
    bins.first.push(row);
    bins.after.push(after);
    bins.starts.push(minutes[row] ?? 0);
    bins.ends.push(ends[after - 1] ?? 0);
  }
  return bins;
}

/** The bin an instant falls in; the nearest one outside the series, −1 when there are no bins. */
export function binAt(bins: Bins, seconds: number): number {
  return Math.min(Math.max(bisectRight(bins.starts, seconds) - 1, 0), bins.starts.length - 1);
}

/** The time a bin stands for. */
export function spanOf(bins: Bins, bin: number): Span {
  return { from: bins.starts[bin] ?? 0, to: bins.ends[bin] ?? 0 };
}

/** How much a cumulative count grew in each bin. */
export function growth(cumulative: Float64Array, bins: Bins): number[] {
  return bins.first.map((first, bin) => at(cumulative, (bins.after[bin] ?? 0) - 1) - (first === 0 ? 0 : at(cumulative, first - 1)));
}

/** The sum of a minute-by-minute count in each bin. */
export function sums(counts: Float64Array, bins: Bins): number[] {
  return bins.first.map((first, bin) => counts.subarray(first, bins.after[bin]).reduce((sum, count) => sum + count, 0));
}

/** A cumulative count at the end of each bin. */
export function atEnds(cumulative: Float64Array, bins: Bins): number[] {
  return bins.after.map((after) => at(cumulative, after - 1));
}

/** The largest minute of each bin; NaN where no minute has a value. */
export function largest(values: Float64Array, bins: Bins): number[] {
  return rowsOfLargest(values, bins).map((row) => at(values, row));
}

/** The row of the largest minute in each bin: levels that add up must be read at one instant. */
export function rowsOfLargest(values: Float64Array, bins: Bins): number[] {
  return bins.first.map((first, bin) => {
    let largestRow = first;
    for (let row = first + 1; row < (bins.after[bin] ?? 0); row++) {
      const isLarger = at(values, row) > at(values, largestRow) || Number.isNaN(at(values, largestRow));
      if (isLarger) largestRow = row;
    }
    return largestRow;
  });
}

/** The value in a row. */
export function at(values: Float64Array, row: number): number {
  return values[row] ?? NaN;
}
