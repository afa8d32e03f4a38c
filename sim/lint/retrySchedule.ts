import { functionErrorWait } from '../lambda/rules.ts';
import type { AssumptionsModel, DistributionModel, FunctionModel } from '../model/model.ts';
import { second, type Duration, type Time } from '../kernel/time.ts';

/** When the retries of a function can come at the earliest, counted from an event's acceptance. */
export interface RetrySchedule {
  /** The earliest end of the attempt before each retry, less the waits: dispatch and the shortest executions. */
  before: readonly [first: Time, second: Time];
  /** The least and the most that the waits before each retry may add up to. [RTY-01, RTY-05] */
  waits: readonly [first: Wait, second: Wait];
}

interface Wait {
  least: Duration;
  most: Duration;
}

/** The schedule under the scenario's timing, with the shortest time that an attempt of the function may take. [AGE-14] */
export function retrySchedule(lambda: FunctionModel, { jitter, dispatchLatency, duplicateProbability }: AssumptionsModel): RetrySchedule {
  const attempt = shortestAttempt(lambda);
  // A second delivery of an event is due by itself, without the way through the queue.
  const latency = duplicateProbability > 0 ? 0 : dispatchLatency;
  const wait = (usual: Duration): Wait => ({ least: Math.round(usual * (1 - jitter)), most: Math.round(usual * (1 + jitter)) });
  return {
    before: [latency + attempt, latency + 2 * attempt],
    waits: [wait(functionErrorWait(1)), wait(functionErrorWait(1) + functionErrorWait(2))],
  };
}

/** How probable it is, at the most, that an event is still kept when its retry is due; `retry` is 0 or 1. [AGE-08] */
export function retryProbability({ before, waits }: RetrySchedule, retry: 0 | 1, maximumAge: Duration): number {
  const { least, most } = waits[retry];
  const room = maximumAge - before[retry];
  if (room <= least) return 0;
  if (room > most) return 1;
  if (retry === 0) return (room - least) / (most - least);
  // The sum of two evenly drawn waits, the second of which varies twice as much as the first.
  const unit = (most - least) / 3;
  const x = (room - least) / unit;
  if (x < 1) return (x * x) / 4;
  return x < 2 ? (x - 0.5) / 2 : 1 - ((3 - x) * (3 - x)) / 4;
}

/** The least maximum age, in whole seconds, at which every retry happens even after attempts that run into the timeout. */
export function ageForRetries({ waits }: RetrySchedule, { dispatchLatency }: AssumptionsModel, retries: 1 | 2, timeout: Duration): number {
  return Math.floor((dispatchLatency + retries * timeout + waits[retries - 1]!.most) / second) + 1;
}

function shortestAttempt({ duration, timeout, phases, script }: FunctionModel): Duration {
  // A function that does not exist fails at once. [ERR-08]
  if (phases.some(({ deleted }) => deleted)) return 0;
  let factor = Infinity;
  for (const { durationFactor } of phases) factor = Math.min(factor, durationFactor);
  const drawn = shortestOf(duration);
  let shortest = Math.round(drawn * factor);
  // A script wins over faults.
  for (const { attempts } of script) for (const scripted of attempts) shortest = Math.min(shortest, scripted.duration ?? Math.round(drawn));
  return Math.min(shortest, timeout);
}

function shortestOf(distribution: DistributionModel): Duration {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.min;
    case 'percentiles':
      return distribution.values[0] ?? 0;
    case 'mixture':
      return Math.min(...distribution.parts.map((part) => shortestOf(part.distribution)));
    case 'exponential':
    case 'lognormal':
    case 'gamma':
    case 'weibull':
      return 0;
  }
}
