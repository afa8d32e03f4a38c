import fc from 'fast-check';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';

/** Records at instants that hardly ever coincide with anything else. */
const instants = fc
  .uniqueArray(fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 20_000_000 }) }, fc.integer({ min: 0, max: 250_000_000 })), { minLength: 1, maxLength: 25 })
  .map((times) => times.sort((a, b) => a - b).map((time) => time / 1e6));

const entry = fc.record({
  arrivals: fc.record({ at: instants }),
  shard: fc.constantFrom(0, 1),
  recordBytes: fc.constantFrom(1024, 1024, 400_000, 1_500_000, 2_097_152),
  poison: fc.array(fc.nat(15), { maxLength: 3 }),
});

const mapping = fc.record(
  {
    from: fc.constantFrom(0, 0, 3.000_017, 40.2),
    until: fc.constantFrom(50.000_003, 90.000_001),
    StartingPosition: fc.constantFrom('TRIM_HORIZON' as const, 'LATEST' as const),
    BatchSize: fc.constantFrom(1, 2, 3, 5, 8, 100),
    MaximumBatchingWindowInSeconds: fc.constantFrom(0, 0, 2, 5, 20),
    MaximumRecordAgeInSeconds: fc.constantFrom(-1, 60, 61),
    MaximumRetryAttempts: fc.constantFrom(-1, 0, 1, 2, 5),
    BisectBatchOnFunctionError: fc.boolean(),
    FunctionResponseTypes: fc.constantFrom([], ['ReportBatchItemFailures' as const], ['ReportBatchItemFailures' as const]),
    DestinationConfig: fc.constantFrom({}, { OnFailure: { Destination: 'failed' } }),
    durationPerItem: fc.constantFrom(0, 0, 0.030_001),
  },
  { requiredKeys: ['StartingPosition'] },
);

/** Streams without randomness, of two shards, few records and one mapping, for which the second opinion has words. */
export const smallStream: fc.Arbitrary<ScenarioInput> = fc
  .record({
    duration: fc.constantFrom(100, 299.5),
    entries: fc.array(entry, { minLength: 1, maxLength: 3 }),
    mapping,
    type: fc.constantFrom('DynamoDB' as const, 'DynamoDB' as const, 'Kinesis' as const),
    handler: fc.constantFrom(0.100_003, 0.7, 1.900_001, 30.000_007),
    Timeout: fc.constantFrom(2, 60),
    poisonUntil: fc.option(fc.constantFrom(5.000_001, 80), { nil: undefined }),
    interval: fc.constantFrom(undefined, undefined, 0, 3),
    eventSourceRetry: fc.constantFrom({}, { base: 0.3, factor: 1.5, cap: 4 }, { base: 7, factor: 1, cap: 7 }),
    faults: fc.uniqueArray(fc.integer({ min: 0, max: 200_000_000 }), { maxLength: 4 }).map((times) => times.sort((a, b) => a - b)),
  })
  .map(({ duration, entries, mapping: settings, type, handler, Timeout, poisonUntil, interval, eventSourceRetry, faults }) => ({
    version: 1,
    duration,
    functions: { f: { Timeout, behaviour: { duration: { constant: handler }, initDuration: { constant: 0 }, ...(poisonUntil === undefined ? {} : { poisonUntil }) } } },
    destinations: { failed: { type: 'SNS' } },
    streams: { s: { type, ShardCount: 2, writes: distinct(entries) } },
    eventSourceMappings: { m: { EventSourceArn: 's', FunctionName: 'f', ...settings } as never },
    faults: faults.flatMap((from, place) => (place % 2 === 0 && faults[place + 1] !== undefined ? [{ function: 'f', from: from / 1e6, until: faults[place + 1]! / 1e6, ReservedConcurrentExecutions: 0 }] : [])),
    assumptions: { timing: 'documented', eventSourceRetry, ...(interval === undefined ? {} : { streamPollInterval: interval }) },
  }));

/** No two records at one instant, whose order a list sorted by time would have to guess. */
function distinct<Entry extends { arrivals: { at: number[] } }>(entries: readonly Entry[]): Entry[] {
  const taken = new Set<number>();
  return entries.map((one) => ({ ...one, arrivals: { at: one.arrivals.at.filter((time) => !taken.has(time) && taken.add(time)) } })).filter((one) => one.arrivals.at.length > 0);
}
