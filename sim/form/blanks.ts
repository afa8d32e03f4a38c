import { isRecord } from '../scenario/rule.ts';
import { formatDuration, parseDuration, parseRate } from '../scenario/units.ts';
import type { Json } from '../scenario/values.ts';
import type { Path } from './form.ts';

/** What a blank is made for: names that exist, so that it refers to something. */
export interface Surroundings {
  /** The function the form is about, or the first one; '' where there is none. */
  function: string;
  /** The first version of that function, or `$LATEST`. */
  version: string;
  streams: readonly string[];
  queues: readonly string[];
}

/** A pattern of arrivals of another kind, with the rate of the present one where both have a rate. */
export function arrivalsBlank(kind: string, present: unknown): Json {
  const rate = rateOf(present) ?? '10/s';
  switch (kind) {
    case 'poisson':
    case 'constant':
      return { [kind]: { rate } };
    case 'stages':
      return { stages: [{ duration: '0s', rate }, { duration: '10m', rate }] };
    case 'sine':
      return { sine: { mean: rate, amplitude: rate, period: '24h' } };
    case 'burst':
      return { burst: { count: 1000 } };
    case 'at':
      return { at: ['0s'] };
    case 'counts':
      return { counts: { interval: '1m', counts: [600] } };
    default:
      return { trace: { file: 'trace.csv', format: 'generic' } };
  }
}

/** A distribution of another kind, about as long as the present one; a part of a mixture keeps its weight. */
export function distributionBlank(kind: string, present: unknown): Json {
  const time = timeOf(present) ?? '100ms';
  const weight = isRecord(present) && typeof present['weight'] === 'number' ? { weight: present['weight'] } : {};
  return { ...distributionOf(kind, time), ...weight };
}

function distributionOf(kind: string, time: string | number): { [key: string]: Json } {
  switch (kind) {
    case 'exponential':
      return { exponential: { mean: time } };
    case 'lognormal':
      return { lognormal: { p50: time, p99: times(time, 5) } };
    case 'gamma':
      return { gamma: { mean: time, shape: 2 } };
    case 'weibull':
      return { weibull: { scale: time, shape: 1 } };
    case 'uniform':
      return { uniform: { min: '0s', max: times(time, 2) } };
    case 'percentiles':
      return { percentiles: { '50': time, '99': times(time, 5) } };
    case 'mixture':
      return { mixture: [{ constant: time, weight: 1 }] };
    default:
      return { constant: time };
  }
}

/** What is written for a new entry of the list or map under a key. */
export function entryBlank(holder: string, present: unknown, surroundings: Surroundings): Json {
  const { function: name, version } = surroundings;
  switch (holder) {
    case 'traffic':
      return { to: name, arrivals: { poisson: { rate: '10/s' } } };
    case 'faults':
      return { function: name, from: '0s', until: '10m', errorRate: 1 };
    case 'expect':
      return { metric: 'discarded.gone', max: 0 };
    case 'stages':
      return { duration: '10m', rate: rateOf({ stages: present }) ?? '10/s' };
    case 'script':
      return { event: freeEvent(present), attempts: [{ result: 'success' }] };
    case 'attempts':
      return { result: 'success' };
    case 'mixture':
      return { constant: timeOf({ mixture: present }) ?? '100ms', weight: 1 };
    case 'at':
      return '0s';
    case 'counts':
      return 0;
    case 'destinations':
      return { type: 'SQS' };
    case 'aliases':
      return { FunctionVersion: version };
    case 'streams':
      return { writes: [{ arrivals: { poisson: { rate: '10/s' } } }] };
    case 'writes':
    case 'sends':
      return { arrivals: { poisson: { rate: '10/s' } } };
    case 'eventSourceMappings':
      return mappingBlank(surroundings);
    case 'FunctionResponseTypes':
      return 'ReportBatchItemFailures';
    case 'Filters':
      return filterBlank;
    case 'poison':
      return 0;
    case 'percentiles':
      return percentileAt(present, freePercentile(present));
    default:
      return {};
  }
}

/** Only a stream has a position to start at. */
function mappingBlank({ function: name, streams: [stream], queues: [queue] }: Surroundings): Json {
  return stream === undefined ? { EventSourceArn: queue ?? '', FunctionName: name } : { EventSourceArn: stream, FunctionName: name, StartingPosition: 'TRIM_HORIZON' };
}

const filterBlank: Json = { Pattern: '{"eventName":["INSERT"]}' };

/** What is written for a group that may be left out. */
export function groupBlank(path: Path, { queues }: Surroundings): Json {
  switch (path.at(-1)) {
    case 'ProvisionedConcurrencyConfig':
      return { ProvisionedConcurrentExecutions: 1 };
    case 'RedrivePolicy':
      return { deadLetterTargetArn: queues.find((name) => name !== path[1]) ?? '', maxReceiveCount: 5 };
    case 'FilterCriteria':
      return { Filters: [filterBlank] };
    default:
      return {};
  }
}

/** A name that is free in a map. */
export function freeName(holder: string, present: unknown): string {
  if (holder === 'percentiles') return freePercentile(present);
  const names = new Set(isRecord(present) ? Object.keys(present) : []);
  const stem = { functions: 'function-', destinations: 'queue-', versions: '', aliases: 'alias-', streams: 'stream-', queues: 'messages-', eventSourceMappings: 'mapping-' }[holder] ?? '';
  for (let number = 1; ; number++) if (!names.has(`${stem}${number}`)) return `${stem}${number}`;
}

/** A percentile that is not among the given ones. */
function freePercentile(present: unknown): string {
  const taken = new Set(percentilesOf(present).map(({ percentage }) => percentage));
  const common = ['50', '90', '95', '99', '99.9', '99.99', '100', '75', '25', '10', '5', '1', '0'];
  const highest = Math.max(0, ...taken);
  const found = common.find((one) => Number(one) > highest) ?? common.find((one) => !taken.has(Number(one)));
  if (found !== undefined) return found;
  for (let step = 2; ; step++) if (!taken.has(step)) return String(step);
}

/** The time of the next percentile above, or of the highest one, so that the order holds. */
function percentileAt(present: unknown, name: string): Json {
  const sorted = percentilesOf(present).sort((one, other) => one.percentage - other.percentage);
  return (sorted.find(({ percentage }) => percentage > Number(name)) ?? sorted.at(-1))?.time ?? '100ms';
}

function percentilesOf(present: unknown): { percentage: number; time: Json }[] {
  return Object.entries(isRecord(present) ? present : {}).map(([key, time]) => ({ percentage: Number(key), time: isTime(time) ? time : '100ms' }));
}

function freeEvent(present: unknown): number {
  const taken = new Set(Array.isArray(present) ? present.map((entry) => (isRecord(entry) ? entry['event'] : undefined)) : []);
  for (let event = 0; ; event++) if (!taken.has(event)) return event;
}

/** The rate of some arrivals: their mean, or the last of their ramps. */
function rateOf(arrivals: unknown): string | number | null {
  if (!isRecord(arrivals)) return null;
  const stages = arrivals['stages'];
  const inner = Array.isArray(stages) ? stages.at(-1) : Object.values(arrivals).find(isRecord);
  if (!isRecord(inner)) return null;
  const rate = inner['rate'] ?? inner['mean'];
  return isTime(rate) && parseRate(rate) !== null ? rate : null;
}

/** A time that is typical of a distribution, longer than none. */
function timeOf(distribution: unknown): string | number | null {
  if (!isRecord(distribution)) return null;
  const { constant, mixture } = distribution;
  if (Array.isArray(mixture)) return timeOf(mixture.at(-1));
  const inner = isTime(constant) ? { constant } : Object.values(distribution).find(isRecord);
  if (!isRecord(inner)) return null;
  const found = ['constant', 'p50', 'mean', 'scale', 'max', '50'].map((key) => inner[key]).find(isTime) ?? Object.values(inner).find(isTime);
  return found !== undefined && (parseDuration(found) ?? 0) > 0 ? found : null;
}

function times(time: string | number, factor: number): string {
  return formatDuration((parseDuration(time) ?? 0) * factor);
}

function isTime(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** The other of two ways to say a lognormal distribution, about as long as the present one. */
export function lognormalBlank(way: string, present: unknown): Json {
  const time = timeOf({ lognormal: present }) ?? '100ms';
  return way === 'moments' ? { mean: time, sigma: 0.7 } : { p50: time, p99: times(time, 5) };
}

/** A fault of a function or of a destination, for as long as the present one. */
export function faultBlank(of: string, present: unknown, subject: string): Json {
  const { from, until } = isRecord(present) ? present : {};
  const span = { from: isTime(from) ? from : '0s', until: isTime(until) ? until : '10m' };
  return of === 'destination' ? { destination: subject, ...span, failureRate: 1 } : { function: subject, ...span, errorRate: 1 };
}
