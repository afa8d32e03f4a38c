import type { EventRecord } from '../../../sim/engines/result.ts';
import type { Cause, EventOutcome, Taker } from '../../../sim/worker/api.ts';
import { captureLayers } from '../../charts/layers.tsx';
import type { Layer } from '../../charts/layers.tsx';

/** What became of an event, as a reader says it; Lambda's conditions are its own words. */
export const outcomeWords: Record<EventOutcome, string> = {
  onTime: 'delivered on time',
  late: 'delivered late',
  RetriesExhausted: 'RetriesExhausted',
  EventAgeExceeded: 'EventAgeExceeded',
  ZeroReservedConcurrency: 'ZeroReservedConcurrency',
  RecursiveInvocation: 'RecursiveInvocation',
  lost: 'lost',
  waiting: 'waiting at the end',
  running: 'running at the end',
};

/** Why an event was discarded or late, as a choice among others. */
export const causeWords: Record<Cause, string> = {
  RetriesExhausted: 'RetriesExhausted',
  EventAgeExceeded: 'EventAgeExceeded',
  ZeroReservedConcurrency: 'ZeroReservedConcurrency',
  RecursiveInvocation: 'RecursiveInvocation',
  throttled: 'late: it waited for room',
  retried: 'late: it failed and was retried',
};

/** What took a discarded event, or that nothing did. */
export const takerWords: Record<Taker, string> = {
  deadLetterQueue: 'captured by the dead-letter queue',
  onFailure: 'captured by the failure destination',
  both: 'captured by the dead-letter queue and the failure destination',
  nothing: 'gone',
};

/** The colour and pattern that an event has in the charts. */
export function layerOf(outcome: EventOutcome, took: Taker | null): Layer {
  switch (outcome) {
    case 'onTime':
    case 'late':
    case 'lost':
      return outcome;
    case 'waiting':
      return 'throttleBackoff';
    case 'running':
      return 'concurrency';
    default:
      if (took === null) return 'captured';
      return took === 'nothing' ? 'gone' : captureLayers[took];
  }
}

type Step = EventRecord['lifeLine'][number];

/** One step of a life-line in words. The clause tells apart what has one name. */
export function stepWords({ what, clause, coldStart }: Step): string {
  const words = byClause[`${what} ${clause}`] ?? byStep[what];
  return coldStart === true ? `${words}, which has to be initialised` : words;
}

const byStep: Record<Step['what'], string> = {
  accepted: 'accepted into the queue',
  queued: 'stands in the queue',
  read: 'is read from the queue',
  throttled: 'throttled: no concurrency is free',
  systemError: 'an error of Lambda itself',
  admitted: 'takes an environment',
  started: 'the handler starts',
  failed: 'the handler fails',
  timedOut: 'the handler runs into its Timeout',
  functionNotFound: 'the function is not found',
  succeeded: 'the handler returns',
  dropped: 'discarded',
  lost: 'deleted from the queue without being sent to the function',
  sentToDeadLetterQueue: 'its dead letter arrives',
  sentToDestination: 'its record arrives',
  deliveryFailed: 'its record does not arrive',
  duplicated: 'the queue delivers it a second time',
};

const byClause: Readonly<Record<string, string>> = {
  'queued POL-03': 'waits unread',
  'admitted CON-05': 'takes a provisioned environment',
  'admitted CON-06': 'spills over: takes an environment on demand',
  'failed ERR-09': 'the response is too large, which is an error',
  'dropped RTY-07': 'discarded: RetriesExhausted',
  'dropped AGE-06': 'discarded: EventAgeExceeded',
  'dropped ZRC-01': 'discarded: ZeroReservedConcurrency',
  'dropped DST-21': 'discarded: RecursiveInvocation',
  'deliveryFailed DLQ-08': 'its dead letter does not arrive',
};

/** An instant to the millisecond: `00:01:05.120`, or `day 3 00:01:05.120` where the scenario is longer than a day. */
export function exactClock(seconds: number, durationSeconds: number): string {
  // In whole milliseconds first: binary fractions must not turn .120 into .119.
  const milliseconds = Math.round(seconds * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const wholeSeconds = Math.floor(milliseconds / 1000);
  const inDay = wholeSeconds % 86_400;
  const time = `${two(Math.floor(inDay / 3600))}:${two(Math.floor(inDay / 60) % 60)}:${two(inDay % 60)}.${String(milliseconds % 1000).padStart(3, '0')}`;
  return durationSeconds <= 86_400 ? time : `day ${String(Math.floor(wholeSeconds / 86_400) + 1)} ${time}`;
}

/** Bytes as a reader takes them in: `640 bytes`, `12.4 kB`, `1.05 MB`. */
export function byteWords(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} bytes`;
  return bytes < 999_500 ? `${String(Number((bytes / 1000).toPrecision(3)))} kB` : `${String(Number((bytes / 1e6).toPrecision(3)))} MB`;
}
