import type { Histogram } from '../kernel/statistics/histogram.ts';
import { inSeconds, second } from '../kernel/time.ts';
import type { TimeSummary } from './result.ts';

/** The statistics of times in microseconds, in seconds. */
export function timeSummary(times: Histogram): TimeSummary {
  const [p50 = null, p90 = null, p98 = null, p99 = null, p99_5 = null] = times.quantiles(500, 900, 980, 990, 995).map((value) => (value === null ? null : inSeconds(value)));
  return {
    mean: times.mean === null ? null : times.mean / second,
    p50,
    p90,
    p98,
    p99,
    p99_5,
    max: times.count === 0 ? null : inSeconds(times.max),
  };
}
