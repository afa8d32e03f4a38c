import type { BatchRecord } from '../../sim/engines/batchRecords.ts';
import type { EventRecord, RunResult, SentRecord, Series } from '../../sim/engines/result.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { at, exactly, gaps, story, timesOf, underHeldSlot } from '../engines/check.ts';
import { measurements, type Measurement } from './measurements.ts';

/** One replication of a scenario, traced: all that a reading may look at. */
export interface Seen {
  result: RunResult;
  series: Series;
  events: EventRecord[];
  /** The events of `f`, in order of acceptance. */
  own: EventRecord[];
  sent: SentRecord[];
  batches: BatchRecord[];
}

/** What a measured figure is called, and what it is in a replication; null where the replication has no such figure. */
export interface Reading {
  what: string;
  read: (seen: Seen) => unknown;
}

/** One situation of the real service as a scenario, and every measurement that was made in it, by id. */
export interface Replay {
  scenario: ScenarioInput;
  /** 400 unless said: fewer where hardly anything depends on luck, or where each replication is long. */
  replications?: number;
  /** No life-lines, for very many events. */
  traced?: boolean;
  readings: Record<string, Reading>;
}

type FunctionInput = ScenarioInput['functions'][string];

const sinks = { failed: { type: 'SQS' as const }, done: { type: 'SQS' as const }, dlq: { type: 'SQS' as const } };
const routes = { DestinationConfig: { OnSuccess: { Destination: 'done' }, OnFailure: { Destination: 'failed' } } };

/** A function whose every ending is recorded, as the captures had it; `config` beside the destinations. */
const recorded = (f: FunctionInput, config: NonNullable<FunctionInput['EventInvokeConfig']> = {}): FunctionInput => ({
  DeadLetterConfig: { TargetArn: 'dlq' },
  ...f,
  EventInvokeConfig: { ...routes, ...config },
});

const more = (duration: string, rest: Partial<ScenarioInput> = {}): Partial<ScenarioInput> => ({ duration, destinations: sinks, ...rest });
const fails = { behaviour: { duration: { constant: '5ms' }, errorRate: 1 } };
/** As the engine assumes it unless told otherwise. */
const usualInit = { lognormal: { p50: '400ms', p99: '2s' } };

// Readings.

const startsOf = ({ own }: Seen, event = 0): number[] => timesOf(own[event], 'started');
const gap = (place: number) => (seen: Seen) => gaps(startsOf(seen))[place] ?? null;
const dispatchesOf = ({ own }: Seen, event: number): number[] => [...timesOf(own[event], 'throttled'), ...timesOf(own[event], 'admitted')].sort((a, b) => a - b);

/** What was sent to a destination about an event of `f`. */
const sentTo = ({ own, sent }: Seen, destination: string, event = 0): SentRecord | undefined => sent.find((one) => one.event === own[event]?.id && one.destination === destination);
const recordOf = (seen: Seen, event = 0): SentRecord | undefined => sentTo(seen, 'failed', event) ?? sentTo(seen, 'done', event);

interface RecordBody {
  timestamp: string;
  requestContext: { condition: string; approximateInvokeCount: number };
  responseContext?: object;
  responsePayload?: unknown;
}
const bodyOf = (record: SentRecord | undefined): RecordBody | null => (record === undefined ? null : (JSON.parse(record.body) as RecordBody));

/** The record's own time stamp, in seconds of the scenario. */
const stampOf = (seen: Seen, event = 0): number | null => {
  const body = bodyOf(recordOf(seen, event));
  return body === null ? null : (Date.parse(body.timestamp) - Date.parse('2026-01-01T00:00:00Z')) / 1000;
};

const since = (start: number | undefined, end: number | null | undefined): number | null => (start === undefined || end === null || end === undefined ? null : end - start);

const conditionAndCount = (event = 0) => (seen: Seen) => ({ condition: seen.own[event]?.condition, approximateInvokeCount: seen.own[event]?.approximateInvokeCount });

const payloadWord = (body: RecordBody): string => (!('responsePayload' in body) ? 'absent' : body.responsePayload === null ? 'null' : 'present');
const recordShape = (event = 0) => (seen: Seen) => {
  const body = bodyOf(recordOf(seen, event));
  return body === null ? null : { ...body.requestContext, requestId: undefined, functionArn: undefined, responseContext: body.responseContext ?? 'absent', responsePayload: payloadWord(body) };
};
const withoutCondition = (seen: Seen) => ({ ...recordShape()(seen), condition: undefined });

const letterShape = (event = 0) => (seen: Seen) => {
  const attributes = sentTo(seen, 'dlq', event)?.attributes ?? {};
  return { ErrorCode: attributes['ErrorCode'] ?? 'absent', ErrorMessage: attributes['ErrorMessage']?.replace(/arn:\S+/, '<arn>') };
};
const sendingOrder = (event = 0) => (seen: Seen) =>
  seen.sent.filter((one) => one.event === seen.own[event]?.id).map(({ destination }) => (destination === 'dlq' ? 'dead letter' : 'record'));

const works = recorded({ behaviour: { duration: { constant: '5ms' } } });

// The captures, one situation after the other.

const everyAttemptFails: Replay = {
  scenario: exactly(recorded(fails), at(0), more('10m')),
  readings: {
    'raises.gap1': { what: 'raises: first attempt to second', read: gap(0) },
    'raises.gap2': { what: 'raises: second attempt to third', read: gap(1) },
    'defaults.gap1': { what: 'default retries: first attempt to second', read: gap(0) },
    'defaults.gap2': { what: 'default retries: second attempt to third', read: gap(1) },
    'alias.gap1': { what: 'an alias: first attempt to second', read: gap(0) },
    'alias.gap2': { what: 'an alias: second attempt to third', read: gap(1) },
    'alias.record': { what: 'an alias: first attempt to the record', read: (seen) => since(startsOf(seen)[0], stampOf(seen)) },
    'retargeted.gap1': { what: 'an alias that moves: first attempt to second', read: gap(0) },
    'retargeted.gap2': { what: 'an alias that moves: second attempt to third', read: gap(1) },
    'retargeted.record': { what: 'an alias that moves: first attempt to the record', read: (seen) => since(startsOf(seen)[0], stampOf(seen)) },
    'interrupted.gap1a': { what: 'an interrupted run: first attempt to second', read: gap(0) },
    'interrupted.gap1b': { what: 'the same run, another event: first attempt to second', read: gap(0) },
    'all.gap1': { what: 'all first gaps together', read: gap(0) },
    'all.gap2': { what: 'all second gaps together', read: gap(1) },
    'all.sum': { what: 'both gaps together', read: (seen) => (gap(0)(seen) ?? NaN) + (gap(1)(seen) ?? NaN) },
    'record.within': { what: 'three attempts and the record, within', read: (seen) => recordOf(seen)?.t ?? null },
    'letter.within': { what: 'three attempts and the dead letter, within', read: (seen) => sentTo(seen, 'dlq')?.t ?? null },
    'log.lines': { what: 'attempts begun by then', read: (seen) => Object.fromEntries([30, 91, 213].map((seconds) => [`${seconds} s`, startsOf(seen).filter((time) => time <= seconds).length])) },
    'failed.record': { what: 'record after three failures', read: recordShape() },
    'failed.letter': {
      what: 'dead letter after three failures',
      read: (seen) => {
        const letter = sentTo(seen, 'dlq');
        const payload = JSON.stringify((JSON.parse(recordOf(seen)?.body ?? '{}') as { requestPayload?: unknown }).requestPayload);
        return { ErrorCode: letter?.attributes?.['ErrorCode'], body: letter?.body === payload ? 'the event, byte for byte' : letter?.body };
      },
    },
  },
};

const timesOut: Replay = {
  scenario: exactly({ Timeout: 1, behaviour: { duration: { constant: '2s' }, initDuration: usualInit } }, at(0), more('10m')),
  readings: {
    'timesOut.gap1': { what: 'times out after 1 s: first attempt to second', read: gap(0) },
    'timesOut.gap2': { what: 'times out after 1 s: second attempt to third', read: gap(1) },
  },
};

const coldStart = { what: 'call to first start, environment and all', read: (seen: Seen) => startsOf(seen)[0] ?? null };
const firstStart: Replay = {
  scenario: exactly({ behaviour: { initDuration: usualInit } }, at(0), more('5m')),
  readings: { 'firstStart.1': coldStart, 'firstStart.2': coldStart, 'firstStart.3': coldStart },
};

const zeroReserved: Replay = {
  scenario: exactly(recorded({ ReservedConcurrentExecutions: 0 }), at(29.847), more('1m')),
  readings: {
    'zero.metrics': {
      what: 'reserved concurrency 0: metrics',
      read: ({ result }) => {
        const { AsyncEventsReceived, AsyncEventsDropped, Throttles, Invocations } = result.functions['f']?.metrics ?? {};
        return { AsyncEventsReceived, AsyncEventsDropped, Throttles, Invocations };
      },
    },
    'zero.record': { what: 'reserved concurrency 0: record', read: recordShape() },
    'zero.letter': { what: 'reserved concurrency 0: dead letter', read: letterShape() },
  },
};

/** Two calls 33.771 s into minute 16:29; the first runs for a minute. */
const called = 33.771;
const perMinute = (times: number[]) => ({ '16:29': times.filter((time) => time < 60).length, '16:30': times.filter((time) => time >= 60 && time < 120).length });
const slotHeldFor60: Replay = {
  scenario: exactly(
    { ReservedConcurrentExecutions: 1, Timeout: 120, behaviour: { duration: { constant: '60s' }, initDuration: { constant: '450ms' } } },
    at(called, called),
    more('5m'),
  ),
  readings: {
    'held60.throttles': { what: 'slot held for 60 s: `Throttles` by minute', read: ({ own }) => perMinute(own.flatMap((event) => timesOf(event, 'throttled'))) },
    'held60.samples': { what: 'slot held for 60 s: samples of `AsyncEventAge` by minute', read: (seen) => perMinute([...dispatchesOf(seen, 0), ...dispatchesOf(seen, 1)]) },
    'held60.ageMinimum': { what: 'slot held for 60 s: least `AsyncEventAge`', read: (seen) => since(called, dispatchesOf(seen, 0)[0]) },
    'held60.ageAverage': { what: 'slot held for 60 s: mean `AsyncEventAge` of the first minute', read: ({ series }) => (series.functions['f']?.AsyncEventAgeAverage[0] ?? NaN) / 1000 },
    'held60.ageMaximum': { what: 'slot held for 60 s: largest `AsyncEventAge` of the first minute', read: ({ series }) => (series.functions['f']?.AsyncEventAgeMaximum[0] ?? NaN) / 1000 },
    'held60.sixth': { what: 'slot held for 60 s: age at the sixth try', read: (seen) => since(called, dispatchesOf(seen, 1)[5]) },
    'held60.seventh': { what: 'slot held for 60 s: age at the seventh try', read: (seen) => since(called, dispatchesOf(seen, 1)[6]) },
    'held60.start': { what: 'slot held for 60 s: call to the start of the second', read: (seen) => since(called, startsOf(seen, 1)[0]) },
  },
};

const neverExecuted: Replay = {
  scenario: exactly(
    recorded({ ReservedConcurrentExecutions: 1, Timeout: 300, behaviour: { script: [story(0, '120s success')] } }, { MaximumEventAgeInSeconds: 60 }),
    at(0, 0),
    more('10m'),
  ),
  readings: {
    'unexecuted.dropped': { what: 'slot held for 120 s, age limit 60 s: dropped after', read: (seen) => stampOf(seen, 1) },
    'unexecuted.metrics': {
      what: 'slot held for 120 s, age limit 60 s: metrics',
      read: (seen) => {
        const { Throttles, Invocations, AsyncEventsDropped } = seen.result.functions['f']?.metrics ?? {};
        return { Throttles, dispatches: dispatchesOf(seen, 0).length + dispatchesOf(seen, 1).length, Invocations, AsyncEventsDropped };
      },
    },
    'unexecuted.record': { what: 'slot held for 120 s, age limit 60 s: record', read: recordShape(1) },
    'unexecuted.letter': { what: 'slot held for 120 s, age limit 60 s: dead letter', read: letterShape(1) },
    'unexecuted.order': { what: 'slot held for 120 s, age limit 60 s: sent in this order', read: sendingOrder(1) },
  },
};

const age60: Replay = {
  scenario: exactly(recorded(fails, { MaximumEventAgeInSeconds: 60 }), at(0), more('5m')),
  readings: {
    'expired.record': { what: 'age limit 60 s, fails at once: dropped', read: conditionAndCount() },
    'expired.stamp': {
      what: 'age limit 60 s, fails at once: failure to the stamp of its record',
      read: (seen) => (seen.own[0]?.approximateInvokeCount === 1 ? since(timesOf(seen.own[0], 'failed')[0], stampOf(seen)) : null),
    },
    'age60.record': { what: 'age limit 60 s, fails at once, another account: dropped', read: conditionAndCount() },
  },
};

const noRetry: Replay = {
  scenario: exactly(recorded(fails, { MaximumRetryAttempts: 0 }), at(0), more('1m')),
  readings: {
    'control.stamp': { what: 'no retry: start to the stamp of its record', read: (seen) => since(startsOf(seen)[0], stampOf(seen)) },
    'control.order': { what: 'no retry: sent in this order', read: sendingOrder() },
    'noRetry.within': { what: 'no retry: record within', read: (seen) => recordOf(seen)?.t ?? null },
    'failedOnce.record': { what: 'no retry: record', read: recordShape() },
  },
};

const age180: Replay = {
  scenario: exactly(
    recorded({ Timeout: 300, behaviour: { script: [story(0, '130s error'), story(1, '0s error', '0s error')] } }, { MaximumEventAgeInSeconds: 180, MaximumRetryAttempts: 1 }),
    at(0, 0),
    more('10m'),
  ),
  readings: {
    'age180.long': { what: 'age limit 180 s, one retry, fails after 130 s (five times)', read: conditionAndCount(0) },
    'age180.ordinary': { what: 'age limit 180 s, one retry, fails at once (five times)', read: conditionAndCount(1) },
  },
};

const behindSlot = { what: 'slot held for 45 s: acceptance to the record', read: (seen: Seen) => since(seen.own[1]?.acceptedAt, stampOf(seen, 1)) };
const slotHeldFor45: Replay = {
  scenario: exactly(
    recorded({ ReservedConcurrentExecutions: 1, Timeout: 120, behaviour: { script: [story(0, '45s success'), story(1, '0s success')] } }),
    at(0, 1),
    more('5m'),
  ),
  readings: { 'queued.1': behindSlot, 'queued.2': behindSlot, 'queued.3': behindSlot },
};

const age90: Replay = {
  scenario: underHeldSlot(recorded({}, { MaximumEventAgeInSeconds: 90 }), at(0), more('5m')),
  readings: { 'age90.record': { what: 'slot held for 130 s, age limit 90 s (seven times)', read: conditionAndCount() } },
};

const behindLongSlot: Replay = {
  scenario: exactly(
    recorded({ ReservedConcurrentExecutions: 1, Timeout: 120, behaviour: { script: [story(0, '75s success'), story(1, '0s error')] } }, { MaximumRetryAttempts: 0 }),
    at(0, 1),
    more('5m'),
  ),
  readings: { 'queuedAlias.within': { what: 'slot held (75 s assumed): record within', read: (seen) => since(seen.own[1]?.acceptedAt, stampOf(seen, 1)) } },
};

const deleted = (MaximumRetryAttempts: number, readings: Replay['readings']): Replay => ({
  scenario: exactly(
    recorded({ behaviour: { duration: { constant: '5ms' } } }, { MaximumRetryAttempts }),
    at(1),
    more('5m', { faults: [{ function: 'f', from: 2, until: 290, deleted: true }], assumptions: { dispatchLatency: '2s' } }),
  ),
  readings,
});

const passesOn = (Destination: string): FunctionInput => ({ EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination } } }, behaviour: { duration: { constant: '5ms' } } });
const loop: Replay = {
  scenario: exactly(passesOn('g'), at(0), { duration: '5m', functions: { g: passesOn('f') } }),
  replications: 20,
  readings: { 'recursion.executions': { what: 'a recursive loop: executions before the stop', read: ({ result }) => result.functions['f']?.metrics.Invocations } },
};

const oneRetryFits: Replay = {
  scenario: exactly(recorded(fails, { MaximumEventAgeInSeconds: 90 }), at(0), more('5m')),
  readings: {
    'age90once.record': { what: 'age limit 90 s, fails at once: dropped', read: conditionAndCount() },
    'age90once.within': { what: 'age limit 90 s, fails at once: dropped within', read: ({ own }) => own[0]?.endedAt ?? null },
  },
};

const succeeds: Replay = {
  scenario: exactly(works, at(0), more('1m')),
  readings: { 'success.record': { what: 'record of a success', read: recordShape() } },
};

const succeedsLater: Replay = {
  scenario: exactly(recorded({ behaviour: { script: [story(0, '5ms error', '5ms success')] } }), at(0), more('5m')),
  readings: { 'retried.record': { what: 'record of a success after a failure (four times)', read: recordShape() } },
};

const onBus: Replay = {
  scenario: exactly(works, at(0), { duration: '1m', destinations: { ...sinks, done: { type: 'EventBridge' } } }),
  replications: 20,
  readings: {
    'bus.envelope': {
      what: 'success on an EventBridge bus: envelope',
      read: (seen) => {
        const envelope = JSON.parse(sentTo(seen, 'done')?.body ?? '{}') as Record<string, unknown>;
        return { version: envelope['version'], source: envelope['source'], 'detail-type': envelope['detail-type'], resources: (envelope['resources'] as unknown[] | undefined)?.length };
      },
    },
  },
};

const inBucket: Replay = {
  scenario: exactly(recorded(fails, { MaximumRetryAttempts: 0 }), at(0), { duration: '1m', destinations: { ...sinks, failed: { type: 'S3' } } }),
  replications: 20,
  readings: {
    'bucket.key': {
      what: 'failure in an S3 bucket: key',
      read: (seen) =>
        sentTo(seen, 'failed')
          ?.key?.replace('/f/', '/<function>/')
          .replace(/\d{4}\/\d{2}\/\d{2}\/\d{4}-\d{2}-\d{2}T\d{2}\.\d{2}\.\d{2}/, 'YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS')
          .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '<uuid>'),
    },
  },
};

/** What the record of a stream's discarded batch says: its condition is the step before it. */
const discardedBatch = ({ batches }: Seen) => {
  const steps = batches.flatMap((batch) => batch.steps);
  const happened = (step: string): boolean => steps.some(({ what }) => what === step);
  return {
    condition: happened('retriesExhausted') ? 'RetryAttemptsExhausted' : happened('recordAgeExceeded') ? 'RecordAgeExceeded' : null,
    approximateInvokeCount: steps.find(({ answer }) => answer !== undefined)?.answer?.invokeCount,
  };
};
const stream = (type: 'DynamoDB' | 'Kinesis', mapping: Partial<NonNullable<ScenarioInput['eventSourceMappings']>[string]>, what: string, id: string): Replay => ({
  scenario: {
    version: 1,
    duration: '10m',
    functions: { f: fails },
    streams: { s: { type, writes: [{ arrivals: at(0) }] } },
    destinations: sinks,
    eventSourceMappings: {
      m: { EventSourceArn: 's', FunctionName: 'f', StartingPosition: 'TRIM_HORIZON', DestinationConfig: { OnFailure: { Destination: 'failed' } }, ...mapping },
    },
  },
  replications: 20,
  readings: { [id]: { what, read: discardedBatch } },
});

/** One event after each of these gaps, in minutes: the first after which the environment was gone. */
const idleGaps = [5, 9, 10, 10.1, 15, 45, 60];
const idle: Replay = {
  scenario: exactly(
    { behaviour: { duration: { constant: '5ms' }, initDuration: usualInit } },
    at(0, ...idleGaps.map((_, index) => 60 * idleGaps.slice(0, index + 1).reduce((sum, minutes) => sum + minutes, 0))),
    { duration: '10h' },
  ),
  replications: 20,
  readings: {
    'idle.lifetime': {
      what: 'an idle environment is gone after',
      read: ({ own }) => idleGaps.find((_, index) => own[index + 1]?.lifeLine.some(({ coldStart: cold }) => cold === true)) ?? null,
    },
  },
};

/** One experiment of twenty: Poisson traffic, warm and cold times as measured; cold starts per invocation. */
function coldStarts({ id, arrivalsPerSecond = 1, warmMilliseconds = 0, coldMilliseconds = 0 }: Measurement): Replay {
  // Some 10,000 calls a replication, but no less than eight hours and no more than five days, after an hour in which environments gather.
  const hours = 1 + Math.round(Math.min(120, Math.max(8, 10_000 / arrivalsPerSecond / 3600)));
  return {
    scenario: exactly(
      { behaviour: { duration: { constant: `${warmMilliseconds}ms` }, initDuration: { constant: `${coldMilliseconds - warmMilliseconds}ms` } } },
      { poisson: { rate: arrivalsPerSecond } },
      { duration: `${hours}h` },
    ),
    replications: 40,
    traced: false,
    readings: {
      [id]: {
        what: `${arrivalsPerSecond.toPrecision(3)} calls a second: share of cold starts`,
        read: ({ series }) => {
          const settled = (column: 'ColdStarts' | 'Invocations') => series.functions['f']?.[column].slice(60).reduce((sum, count) => sum + count, 0) ?? NaN;
          return settled('ColdStarts') / settled('Invocations');
        },
      },
    },
  };
}

/** Every situation, in the order of the table. */
export const replays: Replay[] = [
  everyAttemptFails,
  timesOut,
  firstStart,
  noRetry,
  slotHeldFor60,
  neverExecuted,
  slotHeldFor45,
  behindLongSlot,
  age60,
  oneRetryFits,
  age180,
  age90,
  zeroReserved,
  deleted(0, { 'deleted.retries0': { what: 'function deleted, no retry: record', read: withoutCondition }, 'deleted.letter': { what: 'function deleted: dead letter', read: letterShape() } }),
  deleted(1, { 'deleted.retries1': { what: 'function deleted, one retry: record', read: withoutCondition } }),
  loop,
  succeeds,
  succeedsLater,
  onBus,
  inBucket,
  stream('DynamoDB', { MaximumRetryAttempts: 1 }, 'DynamoDB stream, one retry: record', 'stream.retries1'),
  stream('Kinesis', { MaximumRecordAgeInSeconds: 60 }, 'Kinesis stream, record age 60 s: record', 'stream.age60'),
  stream('Kinesis', { MaximumRecordAgeInSeconds: 60, from: '2m' }, 'Kinesis stream, too old when first read: record', 'stream.tooOld'),
  idle,
  ...measurements.filter(({ id }) => id.startsWith('coldStart.')).map(coldStarts),
];
