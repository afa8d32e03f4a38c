import { scaleLinear } from 'd3';
import type { ScaleLinear } from 'd3';
import type { Span } from '../state/workspace.ts';
import { binAt, binsOf, spanOf } from './bins.ts';
import type { Bins } from './bins.ts';
import { asZoom } from './visibleSpan.ts';

/** The one time axis under all charts: where an instant is, and which rows share a bin. */
export interface TimeAxis {
  width: number;
  /** The reader's text size over the usual one: what has to hold text grows with it. */
  scale: number;
  /** Room left of the plot for the value axis, right of it for direct labels (0: labels go above). */
  left: number;
  right: number;
  /** Seconds to pixels; what lies outside of the visible part is at its edge. */
  x: ScaleLinear<number, number>;
  /** The part of the run that is drawn. */
  visible: Span;
  durationSeconds: number;
  bins: Bins;
}

/** What an axis is made for. */
export interface AxisRequest {
  /** Seconds at which each row of the series starts and ends. */
  minutes: Float64Array;
  ends: Float64Array;
  durationSeconds: number;
  visible: Span;
  /** Of the page, in pixels. */
  width: number;
  /** Of its text. */
  scale: number;
  /** While the series still grows there are only bins that are over. */
  growing: boolean;
}

const labelsNeed = 700;

/** The axis for a series, or for the part of it that is visible. */
export function timeAxis({ minutes, ends, durationSeconds, visible, width, scale, growing }: AxisRequest): TimeAxis {
  const left = (width < 480 * scale ? 46 : 58) * scale;
  const right = width < labelsNeed * scale ? 8 : 212 * scale;
  const plot = Math.max(60, width - left - right);
  const x = scaleLinear([visible.from, visible.to], [left, left + plot]).clamp(true);
  return { width, scale, left, right, x, visible, durationSeconds, bins: binsOf(minutes, ends, visible, plot, growing) };
}

/** The same axis with the bins of another series. Both start at 0, so a bin has the same number in both. */
export function axisFor(axis: TimeAxis, minutes: Float64Array, ends: Float64Array): TimeAxis {
  const [from = 0, to = 0] = axis.x.range();
  return { ...axis, bins: binsOf(minutes, ends, axis.visible, to - from) };
}

/** Whether all of the run is drawn. */
export function isWhole({ visible, durationSeconds }: TimeAxis): boolean {
  return asZoom(visible, durationSeconds) === null;
}

/** The bin of an instant; null for no instant, one that is out of sight, or where there are no bins. */
export function visibleBin(axis: TimeAxis, seconds: number | null): number | null {
  if (seconds === null || seconds < axis.visible.from || seconds > axis.visible.to || axis.bins.starts.length === 0) return null;
  return binAt(axis.bins, seconds);
}

/** The instant that stands for a bin: its middle. */
export function middleOf({ bins }: TimeAxis, bin: number): number {
  const { from, to } = spanOf(bins, bin);
  return (from + to) / 2;
}

const steps = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000];

/** Instants worth a mark on the axis, far enough apart for their labels. */
export function timeTicks({ x, scale, visible: { from, to } }: TimeAxis): number[] {
  const [left = 0, right = 0] = x.range();
  const most = Math.max(2, Math.floor((right - left) / (72 * scale)));
  const step = steps.find((candidate) => (to - from) / candidate <= most) ?? to - from;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first;
  return Array.from({ length: count + 1 }, (_, index) => (first + index) * step);
}

/** What a mark on the axis is called: the day where one begins, else the time of day. */
export function tickName({ durationSeconds }: TimeAxis, seconds: number): string {
  if (durationSeconds > 172_800 && seconds % 86_400 === 0) return `day ${String(seconds / 86_400 + 1)}`;
  return withoutDay(clock(seconds, durationSeconds));
}

/** An instant of the simulated day: `02:15`, or `day 3 02:15` where the scenario is longer than a day. */
export function clock(seconds: number, durationSeconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (durationSeconds <= 86_400) return hoursAndMinutes(minutes);
  const day = Math.floor(minutes / 1440) + 1;
  return `day ${String(day)} ${hoursAndMinutes(minutes % 1440)}`;
}

/** A span as text: `02:15–03:40`; the day is said twice only where it is another one. */
export function spanClock({ from, to }: Span, durationSeconds: number): string {
  const [start, end] = [clock(from, durationSeconds), clock(Math.ceil(to / 60) * 60, durationSeconds)];
  const isSameDay = Math.floor(from / 86_400) === Math.floor((to - 1) / 86_400);
  return `${start}–${isSameDay ? withoutDay(end) : end}`;
}

/** The span of a bin as text: `02:15–02:20`. */
export function binClock(axis: TimeAxis, bin: number): string {
  return spanClock(spanOf(axis.bins, bin), axis.durationSeconds);
}

const withoutDay = (time: string): string => time.replace(/^day \d+ /, '');

function hoursAndMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
