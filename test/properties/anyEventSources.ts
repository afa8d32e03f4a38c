import fc from 'fast-check';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';

type Arrivals = NonNullable<ScenarioInput['traffic']>[number]['arrivals'];

/** Patterns of a few hundred things at most, many of them at one instant. */
const arrivals: fc.Arbitrary<Arrivals> = fc.oneof(
  fc.record({ poisson: fc.record({ rate: fc.constantFrom('1/s', '20/m', '6/m') }) }),
  fc.record({ constant: fc.record({ rate: fc.constantFrom('0.3/s', '1.5/s') }) }),
  fc.record({ burst: fc.record({ count: fc.integer({ min: 1, max: 60 }), at: fc.constantFrom(0, 0.5, 30, 60) }) }),
  fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 }).map((at) => ({ at: at.sort((a, b) => a - b) })),
);

const spoiled = { poisonRate: fc.constantFrom(0, 0, 0.02, 0.3), poison: fc.array(fc.nat(30), { maxLength: 2 }) };

const write = fc.record({
  arrivals,
  partitionKeys: fc.constantFrom(1, 3, 10_000),
  recordBytes: fc.constantFrom(1024, 1024, 700_000, 3_500_000),
  ...spoiled,
});

const send = fc.record({ arrivals, ...spoiled });

const duration = fc.oneof(
  fc.record({ constant: fc.constantFrom('0s', '100ms', '1s', '7s') }),
  fc.record({ exponential: fc.record({ mean: fc.constantFrom('200ms', '5s') }) }),
);

const anyMapping = {
  from: fc.constantFrom(0, 0, 0, 20.5),
  until: fc.constantFrom(9000, 9000, 61, 100),
  Enabled: fc.constantFrom(true, true, true, true, false),
  MaximumBatchingWindowInSeconds: fc.constantFrom(0, 1, 5, 40),
  FunctionResponseTypes: fc.constantFrom<'ReportBatchItemFailures'[]>([], ['ReportBatchItemFailures']),
  filterPassRate: fc.constantFrom(1, 1, 0.6),
  durationPerItem: fc.constantFrom('0s', '0s', '20ms'),
};

const streamMapping = fc.record({
  EventSourceArn: fc.constantFrom('orders', 'clicks'),
  FunctionName: fc.constantFrom('import', 'import', 'bill'),
  StartingPosition: fc.constantFrom('TRIM_HORIZON' as const, 'LATEST' as const),
  ...anyMapping,
  BatchSize: fc.constantFrom(1, 4, 10, 100),
  ParallelizationFactor: fc.constantFrom(1, 1, 2, 10),
  MaximumRecordAgeInSeconds: fc.constantFrom(-1, 60, 90),
  MaximumRetryAttempts: fc.constantFrom(-1, 0, 1, 3),
  BisectBatchOnFunctionError: fc.boolean(),
  DestinationConfig: fc.constantFrom({}, { OnFailure: { Destination: 'failed' } }, { OnFailure: { Destination: 'dead' } }),
});

const queueMapping = fc.record({
  EventSourceArn: fc.constantFrom('jobs', 'jobs', 'dead'),
  FunctionName: fc.constantFrom('import', 'import', 'bill'),
  ...anyMapping,
  MaximumBatchingWindowInSeconds: fc.constantFrom(1, 5, 40),
  BatchSize: fc.constantFrom(1, 4, 10, 50),
  ScalingConfig: fc.constantFrom({}, { MaximumConcurrency: 2 }, { MaximumConcurrency: 20 }),
});

const fault = fc
  .record({ function: fc.constantFrom('import', 'bill'), from: fc.integer({ min: 0, max: 100 }), lasts: fc.integer({ min: 1, max: 90 }), effect: fc.constantFrom({ ReservedConcurrentExecutions: 0 }, { errorRate: 1 }, { systemErrorRate: 0.5 }, { deleted: true as const }) })
  .map(({ function: name, from, lasts, effect }) => ({ function: name, from, until: from + lasts, ...effect }));

/** Streams and queues with mappings of every kind, that share two functions with each other and with asynchronous events. */
export const anyEventSources: fc.Arbitrary<ScenarioInput> = fc
  .record({
    duration: fc.constantFrom('90s', '3m', '3m', '5m'),
    seed: fc.integer({ min: 0, max: 1000 }),
    reserved: fc.constantFrom(0, 1, 2, 7),
    duration1: duration,
    duration2: duration,
    errorRate: fc.constantFrom(0, 0, 0.1, 1),
    poisonUntil: fc.constantFrom(50, 9000),
    responseText: fc.constantFrom('{}', '{}', '{"batchItemFailures":[{}]}'),
    shards: fc.constantFrom(1, 2, 5),
    type: fc.constantFrom('DynamoDB' as const, 'Kinesis' as const),
    orders: fc.array(write, { minLength: 1, maxLength: 2 }),
    clicks: fc.array(write, { maxLength: 1 }),
    jobs: fc.array(send, { maxLength: 2 }),
    VisibilityTimeout: fc.constantFrom(9, 30),
    retention: fc.constantFrom(60, 345_600),
    delay: fc.constantFrom(0, 0, 15),
    receives: fc.constantFrom(1, 2, 5),
    streamMappings: fc.array(streamMapping, { minLength: 1, maxLength: 3 }),
    queueMappings: fc.array(queueMapping, { maxLength: 3 }),
    failureRate: fc.constantFrom(0, 0.5),
    traffic: fc.array(fc.record({ to: fc.constantFrom('import', 'bill'), arrivals }), { maxLength: 2 }),
    faults: fc.array(fault, { maxLength: 2 }),
    eventSourceRetry: fc.constantFrom({}, { base: '100ms', factor: 3, cap: '5s' }),
    streamPollInterval: fc.constantFrom('0s', '250ms', '2s'),
    receiveLatency: fc.constantFrom('0s', '700ms'),
  })
  .map((one) => ({
    version: 1,
    duration: one.duration,
    seed: one.seed,
    functions: {
      import: { Timeout: 9, ReservedConcurrentExecutions: one.reserved, behaviour: { duration: one.duration1, errorRate: one.errorRate, poisonUntil: one.poisonUntil, responseText: one.responseText } },
      bill: { Timeout: 5, behaviour: { duration: one.duration2 }, DeadLetterConfig: { TargetArn: 'jobs' } },
    },
    streams: {
      orders: { type: one.type, ShardCount: one.shards, writes: one.orders },
      clicks: { writes: one.clicks },
    },
    queues: {
      jobs: { VisibilityTimeout: one.VisibilityTimeout, DelaySeconds: one.delay, RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount: one.receives }, sends: one.jobs },
      dead: { MessageRetentionPeriod: one.retention },
    },
    destinations: { failed: { type: 'S3', failureRate: one.failureRate } },
    eventSourceMappings: Object.fromEntries([...one.streamMappings, ...one.queueMappings].map((mapping, place) => [`m${place}`, mapping])) as NonNullable<ScenarioInput['eventSourceMappings']>,
    traffic: one.traffic,
    faults: one.faults,
    assumptions: { eventSourceRetry: one.eventSourceRetry, streamPollInterval: one.streamPollInterval, receiveLatency: one.receiveLatency },
  }));
