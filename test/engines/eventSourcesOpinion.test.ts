import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../sim/engines/batchRecords.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { play, streamMapping } from './eventSources.ts';
import { secondOpinionOnStream, type NaiveBatch } from './naiveStreamMapping.ts';

const nightly = process.env['HEADROOM_NIGHTLY'] === '1';
const runs = nightly ? 50_000 : 1000;

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

const smallStream: fc.Arbitrary<ScenarioInput> = fc
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

/** What the engine's batches tell, in the words of the second opinion. */
function told(batches: readonly BatchRecord[]): NaiveBatch[] {
  return [0, 1].flatMap((shard) => {
    const own = batches.filter((batch) => batch.shard === shard);
    return own.map(({ parent, records, steps }) => ({
      shard,
      parent: parent === null ? null : own.findIndex(({ id }) => id === parent),
      records: records.map(({ number }) => number),
      steps: steps.map(({ t, what, count }) => `${Math.round(t * 1e6)} ${what} ${count}`),
    }));
  });
}

function agree(input: ScenarioInput): string[] {
  const opinion = secondOpinionOnStream(checkScenario(input).scenario!);
  const played = play(input);
  const engine = told(played.batches);
  const differs = Array.from({ length: Math.max(engine.length, opinion.batches.length) }, (_, batch) => batch).find((batch) => !isDeepStrictEqual(engine[batch], opinion.batches[batch]));
  if (differs !== undefined) expect(engine[differs], `batch ${differs}`).toEqual(opinion.batches[differs]);
  const { written, skipped, delivered, discarded, expired, waiting, inFlight, longestBlockSeconds } = streamMapping(played);
  const { RetryAttemptsExhausted: retryAttemptsExhausted, RecordAgeExceeded: recordAgeExceeded } = discarded.byCondition;
  expect({ written, skipped, delivered, retryAttemptsExhausted, recordAgeExceeded, expired, waiting, inFlight }).toEqual(opinion.counts);
  expect(Math.round(longestBlockSeconds * 1e6)).toBe(opinion.longestBlock);
  return opinion.batches.flatMap(({ steps }) => steps.map((step) => step.split(' ')[1]!));
}

describe('a second opinion on streams', () => {
  it(`agrees with the engine, batch by batch, on ${runs} small scenarios`, { timeout: 3_600_000 }, () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(smallStream, (input) => {
        for (const step of new Set(agree(input))) seen.set(step, (seen.get(step) ?? 0) + 1);
      }),
      { numRuns: runs, seed: 20261121 },
    );
    // The scenarios are of use only if everything happens in many of them.
    for (const step of ['succeeded', 'partlyFailed', 'failed', 'throttled', 'split', 'retriesExhausted', 'recordAgeExceeded', 'sentToDestination'])
      expect(seen.get(step), step).toBeGreaterThan(runs / 20);
  });

  it('agrees on days: what a blocked shard holds up expires', { timeout: 600_000 }, () => {
    const days = smallStream.map((input) => ({
      ...input,
      duration: 90_000.5,
      streams: { s: { ...input.streams!['s']!, writes: input.streams!['s']!.writes!.map((one) => ({ ...one, poison: [...(one.poison ?? []), 0] })) } },
      eventSourceMappings: { m: { ...input.eventSourceMappings!['m']!, until: 89_000, MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1 } },
    }));
    const seen = { expired: 0 };
    fc.assert(
      fc.property(days, (input) => {
        if (agree(input).includes('expired')) seen.expired++;
      }),
      { numRuns: nightly ? 1000 : 60, seed: 20261121 },
    );
    expect(seen.expired).toBeGreaterThan(5);
  });
});
