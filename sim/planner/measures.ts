import type { FunctionResult, FunctionSeries } from '../engines/result.ts';
import { intervalOf } from './summarise.ts';

/** What a run comes to in a few numbers, by which scenarios are compared. Shares are of the accepted events. */
export const measures = {
  received: 'events',
  onTime: 'share',
  delayed: 'share',
  captured: 'share',
  gone: 'share',
  lost: 'share',
  waiting: 'share',
  /** Acceptance to the start of the successful handler; of several functions together, the worst one's. */
  delayP50: 'seconds',
  delayP99: 'seconds',
  /** Events waiting, whatever for, at the end of the minute with the most of them. */
  peakBacklog: 'events',
  /** When the last minute with a backlog is over; null where there is one at the end, or never was one. */
  backlogGoneAt: 'seconds',
  throttles: 'count',
} as const satisfies Record<string, 'events' | 'share' | 'seconds' | 'count'>;
export type Measure = keyof typeof measures;
export const measureNames = Object.keys(measures) as readonly Measure[];

/** One value a replication, in the order of sub-streams; null where a replication has none. */
export type Measures = Record<Measure, (number | null)[]>;

/** A difference of two scenarios, other less one, with its 95 % interval. */
export interface Difference {
  mean: number;
  low: number;
  high: number;
}

/** A backlog is what is more than this part of its peak: a busy queue always holds somebody. */
const residue = 0.02;

/** A handful of events at the end of some minute is how a queue breathes: fewer, in a large story, are no backlog. */
const leastBacklog = 100;
const leastPart = 0.01;

/** The measures of one replication; `waiting` is the function's series of waiting events. */
export function measuresOf(result: FunctionResult, waiting: Float64Array, ends: Float64Array): Record<Measure, number | null> {
  const { received, delivered, discarded } = result;
  const share = (count: number): number | null => (received === 0 ? null : count / received);
  const peak = waiting.reduce((most, count) => Math.max(most, count), 0);
  const isBacklog = peak > 0 && peak >= Math.min(leastBacklog, leastPart * received);
  const lastFull = waiting.findLastIndex((count) => count > residue * peak);
  return {
    received,
    onTime: share(delivered.onTime),
    delayed: share(delivered.delayed),
    captured: share(discarded.captured),
    gone: share(discarded.gone),
    lost: share(result.lost),
    waiting: share(result.waiting.total),
    delayP50: result.delaySeconds.p50,
    delayP99: result.delaySeconds.p99,
    peakBacklog: peak,
    // There is no minute after the last.
    backlogGoneAt: isBacklog ? (ends[lastFull + 1] ?? null) : null,
    throttles: result.metrics.Throttles,
  };
}

/** Events waiting at each minute's end, whatever they wait for. */
export function waitingIn(series: FunctionSeries): Float64Array {
  const { waitingUnread, waitingThrottleBackoff, waitingFunctionErrorWait } = series;
  return waitingUnread.map((unread, row) => unread + (waitingThrottleBackoff[row] ?? 0) + (waitingFunctionErrorWait[row] ?? 0));
}

/**
 * How `other` differs from `one`, measure by measure: Student's interval of the differences of equal replications, which
 * is what common random numbers are for. Null where fewer than two pairs have the number.
 */
export function pairedDifferences(one: Measures, other: Measures): Record<Measure, Difference | null> {
  return Object.fromEntries(measureNames.map((name) => [name, pairedDifference(one[name], other[name])])) as Record<Measure, Difference | null>;
}

function pairedDifference(one: readonly (number | null)[], other: readonly (number | null)[]): Difference | null {
  const pairs = one.slice(0, other.length).map((value, index) => {
    const its = other[index] ?? null;
    return value === null || its === null ? null : its - value;
  });
  const { mean, halfWidth } = centredInterval(pairs);
  return mean === null || halfWidth === null ? null : { mean, low: mean - halfWidth, high: mean + halfWidth };
}

/** A mean with the half of its interval's width: differences may be negative, so nothing is cut off at zero. */
function centredInterval(values: readonly (number | null)[]): { mean: number | null; halfWidth: number | null } {
  const { mean, high } = intervalOf(values);
  return { mean, halfWidth: mean === null || high === null ? null : high - mean };
}
