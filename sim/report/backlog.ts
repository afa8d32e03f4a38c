import type { FunctionSeries, Series } from '../engines/result.ts';

/**
 * How a backlog ends: gone (but for `residue` of its peak), shrinking, level, growing when the simulated time ends, or
 * coming and going all the time.
 */
export type BacklogTrend = 'gone' | 'draining' | 'level' | 'growing' | 'recurring';

/** The rise and fall of the events that wait for capacity, seen at the end of each simulated minute; times in seconds. */
export interface Backlog {
  peak: number;
  peakAt: number;
  /** Events in it at the end. */
  end: number;
  /** When it was down to `residue` of its peak for the rest of the time; null if it never was. */
  goneAt: number | null;
  trend: BacklogTrend;
}

/** A busy queue always holds somebody: what is left of a backlog when its story is over, as a part of its peak. */
export const residue = 0.02;

/**
 * The backlog of some functions together, those that were held up; null if nothing of theirs waited at the end of a minute.
 *
 * Events in a function-error wait are not in it: they wait for the clock, and more capacity would not take them sooner.
 */
export function backlogOf(series: Series, functions: readonly string[]): Backlog | null {
  const waiting = new Float64Array(series.ends.length);
  for (const name of functions) addWaiting(waiting, series.functions[name]);
  const peak = waiting.reduce((most, count) => Math.max(most, count), 0);
  if (peak === 0) return null;
  const end = waiting.at(-1) ?? 0;
  const lastFull = waiting.findLastIndex((count) => count > residue * peak);
  const gone = lastFull < waiting.length - 1;
  return {
    peak,
    peakAt: series.ends[waiting.indexOf(peak)] ?? 0,
    end,
    goneAt: gone ? (series.ends[lastFull + 1] ?? null) : null,
    trend: gone ? 'gone' : trendOf(waiting, peak),
  };
}

function addWaiting(waiting: Float64Array, columns: FunctionSeries | undefined): void {
  if (columns === undefined) return;
  for (const column of [columns.waitingUnread, columns.waitingThrottleBackoff]) {
    for (const [row, count] of column.entries()) waiting[row] = (waiting[row] ?? 0) + count;
  }
}

/** Compares the two halves of the last quarter: long enough to see through the noise of single minutes. */
function trendOf(waiting: Float64Array, peak: number): Exclude<BacklogTrend, 'gone'> {
  const window = Math.floor(waiting.length / 4);
  if (window < 2) return (waiting.at(-1) ?? 0) >= peak ? 'growing' : 'draining';
  const half = Math.floor(window / 2);
  const latest = waiting.subarray(waiting.length - 2 * half);
  if (latest.some((count) => count <= nearlyEmpty * peak)) return 'recurring';
  const earlier = meanOf(latest.subarray(0, half));
  const later = meanOf(latest.subarray(half));
  if (later < earlier * (1 - levelWithin)) return 'draining';
  // A rise that is still far below an earlier peak is the next wave, not a backlog that never drains.
  if (later < peak / 2) return 'recurring';
  return later > earlier * (1 + levelWithin) ? 'growing' : 'level';
}

/** A backlog that has been below this part of its peak lately was as good as empty then. */
const nearlyEmpty = 0.05;
/** A change of less than this between the two halves is called level. */
const levelWithin = 0.02;

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
