import type { FunctionSeries, Series } from '../engines/result.ts';
import { countOf, formatCount } from './count.ts';
import { formatSpan } from './span.ts';

/** The metrics of a function as CloudWatch keeps them, by the minute: sums, and the average of `AsyncEventAge` in milliseconds, NaN in a minute without a datapoint. */
export type AdvisedMetrics = Pick<FunctionSeries, 'AsyncEventsReceived' | 'AsyncEventsDropped' | 'Invocations' | 'Errors' | 'Throttles' | 'AsyncEventAgeAverage'>;

/** Metrics of functions, minute by minute; a run's series, or what CloudWatch gives. */
export interface AdvisedSeries extends Pick<Series, 'minutes' | 'ends'> {
  functions: Record<string, AdvisedMetrics>;
}

/** What a function's metrics speak for, and what to do about it first. [MET-20] */
export interface Advice {
  function: string;
  cause: 'functionErrors' | 'concurrency' | 'backlog' | 'drops';
  /** When it was seen, in seconds from the start. */
  from: number;
  until: number;
  /** Of that time, by CloudWatch's names: sums, and `AsyncEventAge` in milliseconds at its beginning and end. */
  figures: Record<string, number>;
  /** What was seen, what it means, and what to do first: parts of a sentence, without a full stop. */
  seen: string;
  means: string;
  first: string;
  clause: 'MET-20';
}

/**
 * Advice from nothing but metrics, as somebody reads them off a dashboard with a period of five minutes: an age that grows together with
 * errors, or with throttles; and far more events received than invocations. The pairs are AWS's, the thresholds are assumed. [MET-20]
 */
export function advice({ minutes, ends, functions }: AdvisedSeries): Advice[] {
  return Object.entries(functions).flatMap(([name, metrics]) => {
    const periods = periodsOf(minutes, ends, metrics);
    return [...ageAdvice(name, periods), ...backlogAdvice(name, periods)];
  });
}

/** A minute with a single retry is no trend; a period of CloudWatch that smooths it is. */
const minutesInPeriod = 5;

/** Half of the wait before a first retry: where most attempts succeed at once, retries do not lift the mean so far. [RTY-01] */
const leastRise = 30_000;

/** The waits before both retries together. [RTY-01] */
const retryWaits = 180_000;

/** An age has begun to grow when this part of its whole growth is done. */
const onsetPart = 0.1;

/** With fewer failures among the invocations the retries are too few to lift the mean age. */
const leastErrorShare = 0.1;

/** One refusal puts an event off by seconds; with fewer among the dispatches the queue keeps up. */
const leastThrottleShare = 0.05;

/** So much of what was received has to be without an invocation. */
const leastMissingShare = 0.1;

/** Fewer events are no trend, whatever their share. */
const leastEvents = 10;

/** Sums over a period, and its mean age; NaN without a datapoint. */
interface Period {
  from: number;
  until: number;
  received: number;
  dropped: number;
  invocations: number;
  errors: number;
  throttles: number;
  age: number;
}

function periodsOf(minutes: Float64Array, ends: Float64Array, metrics: AdvisedMetrics): Period[] {
  const periods: Period[] = [];
  for (let first = 0; first < minutes.length; first += minutesInPeriod) {
    const rows = Array.from({ length: Math.min(minutesInPeriod, minutes.length - first) }, (_, index) => first + index);
    const sum = (column: Float64Array): number => rows.reduce((total, row) => total + finite(column[row]), 0);
    const dated = rows.filter((row) => Number.isFinite(metrics.AsyncEventAgeAverage[row]));
    // The age has a sample for every dispatch, refused or not. [MET-09]
    const samples = (row: number): number => Math.max(1, finite(metrics.Invocations[row]) + finite(metrics.Throttles[row]));
    const all = dated.reduce((total, row) => total + samples(row), 0);
    periods.push({
      from: minutes[first] ?? 0,
      until: ends[rows.at(-1) ?? first] ?? 0,
      received: sum(metrics.AsyncEventsReceived),
      dropped: sum(metrics.AsyncEventsDropped),
      invocations: sum(metrics.Invocations),
      errors: sum(metrics.Errors),
      throttles: sum(metrics.Throttles),
      age: dated.length === 0 ? NaN : dated.reduce((total, row) => total + samples(row) * (metrics.AsyncEventAgeAverage[row] ?? 0), 0) / all,
    });
  }
  return periods;
}

const finite = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? 0 : value);

/** An age that grows, by what happened meanwhile; what explains it better comes first. */
function ageAdvice(name: string, periods: readonly Period[]): Advice[] {
  const dated = periods.filter(({ age }) => !Number.isNaN(age));
  const rise = largestRise(dated.map(({ age }) => age));
  if (rise === null || rise.height < leastRise) return [];
  const [low, high] = [dated[rise.from]?.age ?? 0, dated[rise.to]?.age ?? 0];
  const onset = dated.slice(rise.from, rise.to).findLastIndex(({ age }) => age <= low + onsetPart * rise.height);
  const during = dated.slice(rise.from + onset, rise.to + 1);
  const [first, last] = [during[0], during.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { errors, invocations, throttles } = sumsOf(during);
  const seen = `AsyncEventAge rose from ${formatSpan(first.age / 1000)} to ${formatSpan(high / 1000)} (${spanWords(first, last)})`;
  const common = { function: name, from: first.from, until: last.until, clause: 'MET-20' } as const;
  const figures = { AsyncEventAgeBefore: first.age, AsyncEventAgeAfter: high, Invocations: invocations };
  const found: Advice[] = [];
  if (errors >= leastEvents && errors >= leastErrorShare * invocations)
    found.push({
      ...common,
      cause: 'functionErrors',
      figures: { ...figures, Errors: errors },
      seen: `${seen} with ${formatCount(errors)} Errors in ${countOf(invocations, 'invocation')}`,
      means: high <= retryWaits ? 'what failed waits for its next attempt' : 'what failed waits for its next attempt, but that explains three minutes at most',
      first: 'Look at the function’s logs of that time, and at what it calls',
    });
  if (throttles >= leastEvents && throttles >= leastThrottleShare * (throttles + invocations))
    found.push({
      ...common,
      cause: 'concurrency',
      figures: { ...figures, Throttles: throttles },
      seen: `${seen} with ${formatCount(throttles)} Throttles beside ${countOf(invocations, 'invocation')}`,
      means: 'concurrency is short',
      first: 'Raise its concurrency, or make it faster',
    });
  return high <= retryWaits ? found : found.reverse();
}

function* backlogAdvice(name: string, periods: readonly Period[]): Iterable<Advice> {
  let missing = 0;
  const rise = largestRise([0, ...periods.map(({ received, invocations }) => (missing += received - invocations))]);
  if (rise === null) return;
  const during = periods.slice(rise.from, rise.to);
  const { received, invocations, dropped } = sumsOf(during);
  if (rise.height < leastEvents || rise.height < leastMissingShare * received) return;
  const [from, until] = [during[0]?.from ?? 0, during.at(-1)?.until ?? 0];
  const [areDropped, left] = [dropped * 2 > rise.height, rise.height - dropped];
  const backlog = `a backlog of about ${countOf(Math.round(left), 'event')} built up`;
  const seen = `${formatCount(received)} AsyncEventsReceived against ${countOf(invocations, 'invocation')} (${spanWords({ from }, { until })})`;
  const common = { function: name, from, until, figures: { AsyncEventsReceived: received, Invocations: invocations, AsyncEventsDropped: dropped }, clause: 'MET-20' } as const;
  if (areDropped)
    yield { ...common, cause: 'drops', seen: `${seen} and ${formatCount(dropped)} AsyncEventsDropped`, means: `events are given up before they are attempted${left < leastMissingShare * rise.height ? '' : `, and ${backlog}`}`, first: 'Read why at their dead-letter queue or failure destination; without one they are gone' };
  else
    yield {
      ...common,
      cause: 'backlog',
      seen: `${seen}${dropped === 0 ? '' : ` and ${formatCount(dropped)} AsyncEventsDropped`}`,
      means: backlog,
      first: 'Compare the maximum age with how long that takes to drain',
    };
}

const spanWords = ({ from }: Pick<Period, 'from'>, { until }: Pick<Period, 'until'>): string => `${formatSpan(from)} to ${formatSpan(until)}`;

const sumsOf = (periods: readonly Period[]): Pick<Period, 'received' | 'dropped' | 'invocations' | 'errors' | 'throttles'> =>
  periods.reduce(
    (sum, one) => ({
      received: sum.received + one.received,
      dropped: sum.dropped + one.dropped,
      invocations: sum.invocations + one.invocations,
      errors: sum.errors + one.errors,
      throttles: sum.throttles + one.throttles,
    }),
    { received: 0, dropped: 0, invocations: 0, errors: 0, throttles: 0 },
  );

/** Where values rise most from one place to a later one, whatever lies between; null where they never rise. */
function largestRise(values: readonly number[]): { from: number; to: number; height: number } | null {
  let lowest = 0;
  let best: { from: number; to: number; height: number } | null = null;
  for (const [place, value] of values.entries()) {
    const low = values[lowest] ?? value;
    if (value <= low) lowest = place;
    else if (best === null || value - low > best.height) best = { from: lowest, to: place, height: value - low };
  }
  return best;
}
