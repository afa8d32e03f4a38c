import { scaleLinear } from 'd3';
import type { ScaleLinear } from 'd3';
import { binsOf } from './bins.ts';
import type { Bins } from './bins.ts';

/** The one time axis under all charts: where an instant is, and which rows share a bin. */
export interface TimeAxis {
  width: number;
  /** The reader's text size over the usual one: what has to hold text grows with it. */
  scale: number;
  /** Room left of the plot for the value axis, right of it for direct labels (0: labels go above). */
  left: number;
  right: number;
  x: ScaleLinear<number, number>;
  durationSeconds: number;
  bins: Bins;
}

const labelsNeed = 700;

/** The axis for a series on a page that is `width` pixels wide for text at `scale`; while it still grows, only with the bins that are over. */
export function timeAxis(minutes: Float64Array, ends: Float64Array, durationSeconds: number, width: number, scale: number, growing: boolean): TimeAxis {
  const left = (width < 480 * scale ? 46 : 58) * scale;
  const right = width < labelsNeed * scale ? 8 : 212 * scale;
  const plot = Math.max(60, width - left - right);
  return {
    width,
    scale,
    left,
    right,
    x: scaleLinear([0, durationSeconds], [left, left + plot]),
    durationSeconds,
    bins: binsOf(minutes, ends, durationSeconds, plot, growing),
  };
}

const steps = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000];

/** Instants worth a mark on the axis, far enough apart for their labels. */
export function timeTicks(axis: TimeAxis): number[] {
  const [from, to] = axis.x.range();
  const most = Math.max(2, Math.floor(((to ?? 0) - (from ?? 0)) / (72 * axis.scale)));
  const step = steps.find((candidate) => axis.durationSeconds / candidate <= most) ?? axis.durationSeconds;
  const count = Math.floor(axis.durationSeconds / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** An instant of the simulated day: `02:15`, or `day 3 02:15` where the scenario is longer than a day. */
export function clock(seconds: number, durationSeconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (durationSeconds <= 86_400) return hoursAndMinutes(minutes);
  const day = Math.floor(minutes / 1440) + 1;
  return `day ${String(day)} ${hoursAndMinutes(minutes % 1440)}`;
}

/** The span of a bin as text: `02:15–02:20`. */
export function binClock(axis: TimeAxis, bin: number): string {
  const start = axis.bins.starts[bin] ?? 0;
  return `${clock(start, axis.durationSeconds)}–${clock(Math.ceil((axis.bins.ends[bin] ?? start) / 60) * 60, axis.durationSeconds).replace(/^day \d+ /, '')}`;
}

function hoursAndMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
