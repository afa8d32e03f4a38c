import type { Span } from '../../state/workspace.ts';
import type { Stage, TrafficEntry } from './scenarioTraffic.ts';

/** An instant of the scenario, in seconds, and the expected rate there, in events a second. */
export interface CurvePoint {
  at: number;
  rate: number;
}

/** The expected rate of an entry as a line through points, in order, as far as its events go; empty for patterns without a rate. A jump is two points at one instant. */
export function curveOf(entry: TrafficEntry, span: Span): CurvePoint[] {
  const { pattern, from, until } = entry;
  if (from >= until) return [];
  switch (pattern.kind) {
    case 'level':
      return [
        { at: from, rate: pattern.rate },
        { at: until, rate: pattern.rate },
      ];
    case 'stages':
      return cutOff([{ at: from, rate: 0 }, ...stagePoints(from, pattern.stages)], until);
    case 'sine': {
      const [first, last] = [Math.max(from, span.from), Math.min(until, span.to)];
      if (first >= last) return [];
      const samples = Math.min(2000, Math.max(64, Math.ceil(((last - first) / pattern.period) * 24)));
      return Array.from({ length: samples + 1 }, (_, index) => {
        const at = first + ((last - first) * index) / samples;
        return { at, rate: pattern.mean + pattern.amplitude * Math.cos((2 * Math.PI * (at - from - pattern.peak)) / pattern.period) };
      });
    }
    case 'burst':
    case 'elsewhere':
      return [];
  }
}

/** The ends of stages: where each is, whatever cuts the entry off. */
export function stagePoints(from: number, stages: readonly Stage[]): CurvePoint[] {
  let at = from;
  return stages.map(({ duration, rate }) => {
    at += duration;
    return { at, rate };
  });
}

/** How many events an entry is expected to submit; null where only its data say. */
export function expectedEvents(entry: TrafficEntry): number | null {
  const { pattern, from, until } = entry;
  if (pattern.kind === 'elsewhere') return null;
  if (pattern.kind === 'burst') return from + pattern.at < until ? pattern.count : 0;
  if (from >= until) return 0;
  if (pattern.kind === 'sine') {
    const { mean, amplitude, period, peak } = pattern;
    const swing = (seconds: number): number => Math.sin((2 * Math.PI * (seconds - peak)) / period);
    return mean * (until - from) + ((amplitude * period) / (2 * Math.PI)) * (swing(until - from) - swing(0));
  }
  const points = curveOf(entry, { from: 0, to: until });
  return points.reduce((events, { at, rate }, index) => {
    const before = points[index - 1];
    return before === undefined ? events : events + ((rate + before.rate) / 2) * (at - before.at);
  }, 0);
}

/** The highest rate of an entry. */
export function highestRateOf({ pattern }: TrafficEntry): number {
  switch (pattern.kind) {
    case 'level':
      return pattern.rate;
    case 'stages':
      return pattern.stages.reduce((most, { rate }) => Math.max(most, rate), 0);
    case 'sine':
      return pattern.mean + pattern.amplitude;
    default:
      return 0;
  }
}

/** At most about four points for each of so many columns of a span: the first, lowest, highest and last of each. What is outside the span goes. */
export function thinned(points: readonly CurvePoint[], span: Span, columns: number): CurvePoint[] {
  if (points.length <= 4 * columns) return [...points];
  const kept: CurvePoint[] = [];
  let column: CurvePoint[] = [];
  let current = -1;
  const finish = (): void => {
    const byRate = [...column].sort((one, other) => one.rate - other.rate);
    const wanted = new Set([column[0], byRate[0], byRate.at(-1), column.at(-1)]);
    kept.push(...column.filter((point) => wanted.has(point)));
    column = [];
  };
  for (const point of points) {
    const place = Math.min(columns, Math.max(-1, Math.floor(((point.at - span.from) / (span.to - span.from)) * columns)));
    if (place !== current) finish();
    current = place;
    column.push(point);
  }
  finish();
  return kept;
}

/** A line up to an instant, and down to nothing at its end. */
function cutOff(points: readonly CurvePoint[], until: number): CurvePoint[] {
  const after = points.findIndex(({ at }) => at > until);
  const kept = after === -1 ? [...points] : points.slice(0, after);
  const [before, beyond] = [kept.at(-1), points[after]];
  if (before !== undefined && beyond !== undefined && before.at < until) kept.push({ at: until, rate: before.rate + ((beyond.rate - before.rate) * (until - before.at)) / (beyond.at - before.at) });
  const last = kept.at(-1);
  return last === undefined || last.rate === 0 ? kept : [...kept, { at: last.at, rate: 0 }];
}
