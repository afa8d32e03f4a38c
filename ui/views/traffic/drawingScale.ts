import { scaleLinear } from 'd3';
import type { ScaleLinear } from 'd3';
import { timeAxis } from '../../charts/timeAxis.ts';
import { visibleSpan } from '../../charts/visibleSpan.ts';
import type { Span } from '../../state/workspace.ts';
import { writtenRate } from './written.ts';
import { instant } from './words.ts';

/** Where things are in the drawing: the charts' margins, and their time axis over the part that is in view. */
export interface DrawingScale {
  width: number;
  left: number;
  right: number;
  height: number;
  /** The reader's text size over the usual one. */
  text: number;
  span: Span;
  durationSeconds: number;
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  /** The rate at the upper edge. */
  top: number;
}

/** The scale of a drawing `width` pixels wide, of text at `text`, with `top` events a second at its upper edge. */
export function drawingScale(width: number, text: number, durationSeconds: number, zoom: Span | null, top: number): DrawingScale {
  const none = new Float64Array(0);
  const span = visibleSpan(zoom, durationSeconds);
  const { left, right } = timeAxis({ minutes: none, ends: none, durationSeconds, visible: span, width, scale: text, growing: false });
  const height = Math.round(140 * text);
  const x = scaleLinear([span.from, span.to], [left, left + Math.max(60, width - left - right)]);
  return { width, left, right, height, text, span, durationSeconds, x, y: scaleLinear([0, top], [height, 0]), top };
}

/** A round rate with room above the highest one, which therefore can be dragged up. */
export function topFor(highest: number): number {
  if (!(highest > 0)) return 10;
  const unit = rateUnit(highest);
  const wanted = highest * unit * 1.2;
  const size = 10 ** Math.floor(Math.log10(wanted));
  const round = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * size >= wanted) ?? 10;
  return (round * size) / unit;
}

/** A few round rates on the value axis. */
export function rateTicks({ y, top }: DrawingScale): { at: number; label: string }[] {
  const unit = rateUnit(top);
  return scaleLinear([0, top * unit], [0, 1])
    .ticks(4)
    .map((value) => ({ at: y(value / unit), label: value === 0 ? '0' : writtenRate(value / unit) }));
}

const steps = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000, 7_776_000];

/** Instants worth a mark, far enough apart for their labels. */
export function instantTicks({ span, x, text, durationSeconds }: DrawingScale): { at: number; label: string }[] {
  const [left = 0, right = 0] = x.range();
  const most = Math.max(2, Math.floor((right - left) / (76 * text)));
  const step = steps.find((candidate) => (span.to - span.from) / candidate <= most) ?? span.to - span.from;
  const first = Math.ceil(span.from / step - 1e-9);
  const count = Math.floor(span.to / step + 1e-9) - first;
  return Array.from({ length: count + 1 }, (_, index) => {
    const seconds = (first + index) * step;
    const label = instant(seconds, durationSeconds);
    return { at: x(seconds), label: step >= 86_400 ? label.replace(/ 00:00$/, '') : label.replace(/^day \d+ (?!00:00)/, '').replace(/ 00:00$/, '') };
  });
}

/** Seconds of the unit that makes the rates of an axis whole numbers. */
function rateUnit(perSecond: number): number {
  return [1, 60, 3600].find((seconds) => perSecond * seconds >= 1) ?? 86_400;
}
