import exp from '@stdlib/math-base-special-exp';
import { second } from '../kernel/time.ts';
import type { ArrivalModel, DistributionModel, FunctionModel, Model } from '../model/model.ts';

/** What a function is asked to do, before any limit: arrivals a second, and seconds each. */
export interface OfferedLoad {
  /** Events a second, over the whole scenario. */
  meanRate: number;
  /** Events a second, in the busiest stretch that the pattern has; at least the mean. */
  peakRate: number;
  /** Seconds of one attempt, the timeout not considered. Null for a law whose mean has no simple form. */
  meanDuration: number | null;
  /** Whether arrivals are independent at one steady rate and durations exponential: the textbook's queue. */
  isMarkovian: boolean;
}

/** The load that a scenario's traffic puts on a function, retries, chains and duplicates not considered. */
export function offeredLoad({ duration, sources, functions }: Model, lambda: FunctionModel): OfferedLoad {
  const its = sources.filter((source) => functions[source.function] === lambda && !source.rejected);
  const seconds = duration / second;
  const patterns = its.map(({ arrivals, from, until }) => patternOf(arrivals, Math.max(0, until - from) / second));
  return {
    meanRate: patterns.reduce((sum, { events }) => sum + events, 0) / seconds,
    peakRate: patterns.reduce((sum, { peakRate }) => sum + peakRate, 0),
    meanDuration: meanOf(lambda.duration),
    isMarkovian: its.length > 0 && its.every(({ arrivals, from, until }) => arrivals.kind === 'poisson' && from === 0 && until === duration) && lambda.duration.kind === 'exponential',
  };
}

/** How many events a pattern makes in its time, and how fast it makes them at its busiest. Every second counts a burst as a rate. */
function patternOf(arrivals: ArrivalModel, seconds: number): { events: number; peakRate: number } {
  switch (arrivals.kind) {
    case 'poisson':
    case 'constant':
      return { events: arrivals.rate * seconds, peakRate: arrivals.rate };
    case 'stages':
      return {
        events: arrivals.stages.reduce((sum, { duration, from, to }) => sum + ((from + to) / 2) * (duration / second), 0),
        peakRate: arrivals.stages.reduce((most, { from, to }) => Math.max(most, from, to), 0),
      };
    case 'sine':
      return { events: arrivals.mean * seconds, peakRate: arrivals.mean + arrivals.amplitude };
    case 'burst':
      return { events: arrivals.count, peakRate: arrivals.count };
    case 'instants':
      return { events: arrivals.instants.length, peakRate: busiestMinute(arrivals.instants) / 60 };
    case 'counts': {
      const interval = arrivals.interval / second;
      return { events: arrivals.counts.reduce((sum, count) => sum + count, 0), peakRate: arrivals.counts.reduce((most, count) => Math.max(most, count), 0) / interval };
    }
  }
}

function busiestMinute(instants: readonly number[]): number {
  let [first, most] = [0, 0];
  for (const [last, instant] of instants.entries()) {
    while ((instants[first] ?? 0) <= instant - 60 * second) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** The mean of a law, in seconds; null for Weibull's, which takes a gamma function. */
function meanOf(law: DistributionModel): number | null {
  switch (law.kind) {
    case 'constant':
      return law.value / second;
    case 'exponential':
    case 'gamma':
      return law.mean / second;
    case 'lognormal':
      return exp(law.mu + (law.sigma * law.sigma) / 2) / second;
    case 'uniform':
      return (law.min + law.max) / 2 / second;
    case 'weibull':
      return null;
    case 'percentiles':
      return meanOfPercentiles(law.probabilities, law.values) / second;
    case 'mixture':
      return law.parts.reduce<number | null>((sum, { weight, distribution }) => {
        const mean = meanOf(distribution);
        return sum === null || mean === null ? null : sum + weight * mean;
      }, 0);
  }
}

/** The area under the quantile function, which is linear between the given points and flat outside. */
function meanOfPercentiles(probabilities: readonly number[], values: readonly number[]): number {
  const [p, v] = [[0, ...probabilities, 1], [values[0] ?? 0, ...values, values.at(-1) ?? 0]];
  return p.slice(1).reduce((sum, probability, index) => sum + (probability - (p[index] ?? 0)) * (((v[index] ?? 0) + (v[index + 1] ?? 0)) / 2), 0);
}
