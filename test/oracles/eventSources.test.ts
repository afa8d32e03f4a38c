import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import type { StreamMappingResult, StreamMappingSeries } from '../../sim/engines/eventSourceResult.ts';
import type { Run } from '../../sim/engines/run.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { expectAgreement, seed, work } from './estimate.ts';
import reference from './referenceValues.json' with { type: 'json' };

type MappingInput = NonNullable<ScenarioInput['eventSourceMappings']>[string];
type StreamInput = NonNullable<ScenarioInput['streams']>[string];

interface Setting {
  duration: number;
  writes: StreamInput['writes'];
  mapping: Omit<MappingInput, 'EventSourceArn' | 'FunctionName' | 'StartingPosition'>;
  handler: number;
  retry?: { base: number; factor: number; cap: number };
  faults?: ScenarioInput['faults'];
}

/** A stream of one shard whose records are seen as they are written, and a function without cold starts. */
function run({ duration, writes, mapping, handler, retry, faults = [] }: Setting, chance: { replication?: number; trace?: boolean } = {}): Run {
  const { scenario, issues } = checkScenario({
    version: 1,
    seed,
    duration,
    functions: { f: { Timeout: 900, behaviour: { duration: { constant: handler }, initDuration: { constant: 0 } } } },
    streams: { s: { writes } },
    eventSourceMappings: { m: { EventSourceArn: 's', FunctionName: 'f', StartingPosition: 'TRIM_HORIZON', ...mapping } },
    faults,
    assumptions: { streamPollInterval: 0, ...(retry === undefined ? {} : { eventSourceRetry: retry }) },
  });
  if (scenario === null) throw new Error(issues.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const started = startRun(compileModel(scenario), chance);
  while (started.advance(1e6));
  return started;
}

function resultOf(one: Run): StreamMappingResult {
  const mapping = one.result().eventSourceMappings?.['m'];
  if (mapping?.source !== 'stream') throw new Error('it is a mapping of a stream');
  return mapping;
}

/** One batch of `count` records at once, some of them poison, counting from 1. */
const batchOf = (count: number, poison: readonly number[]): StreamInput['writes'] => [
  { arrivals: { burst: { count } }, poison: poison.map((position) => position - 1) },
];

describe('one batch with poison in it', () => {
  it.each(reference.bisect_attempts)('$id: $B records, poison at $poison, $R retries, split', ({ B, poison, R, expected }) => {
    const result = resultOf(
      run({ duration: 3600, handler: 0.1, writes: batchOf(B, poison), mapping: { BatchSize: B, MaximumRetryAttempts: R, BisectBatchOnFunctionError: true } }),
    );
    expect({
      invocations: result.invocations,
      failed: result.failedInvocations,
      record_deliveries: result.metrics.InvokedEventCount,
      discarded: result.discarded.byCondition.RetryAttemptsExhausted,
    }).toEqual(expected);
    expect(result.delivered).toBe(B - expected.discarded);
  });

  it.each(reference.bisect_pow2)('$id: 2^$k records, one poison anywhere, $R retries, split', ({ k, R, expected }) => {
    const B = 2 ** k;
    for (const position of new Set([1, 2, B / 2, B / 2 + 1, B])) {
      const { invocations, failedInvocations } = resultOf(
        // One poll gives 1,000 records, so that the largest of these batches takes a second one.
        run({
          duration: 3600,
          handler: 0.01,
          writes: batchOf(B, [position]),
          mapping: { BatchSize: B, MaximumBatchingWindowInSeconds: 1, MaximumRetryAttempts: R, BisectBatchOnFunctionError: true },
        }),
      );
      expect({ invocations, failed: failedInvocations }, `poison at ${position}`).toEqual(expected);
    }
  });

  it.each(reference.nobisect)('$id: $B records, one poison, $R retries, not split', ({ B, R, expected }) => {
    const result = resultOf(run({ duration: 3600, handler: 0.1, writes: batchOf(B, [7]), mapping: { BatchSize: B, MaximumRetryAttempts: R } }));
    expect({
      invocations: result.invocations,
      failed: result.failedInvocations,
      record_deliveries: result.metrics.InvokedEventCount,
      discarded: result.discarded.total,
    }).toEqual(expected);
  });

  it.each(reference.partial_batch)('$id: $n records, the one at $pos reported, $R retries', ({ n, pos, R, expected }) => {
    const one = run({
      duration: 3600,
      handler: 0.1,
      writes: batchOf(n, [pos]),
      mapping: { BatchSize: n, MaximumRetryAttempts: R, FunctionResponseTypes: ['ReportBatchItemFailures'] },
    });
    const result = resultOf(one);
    expect(result.invocations).toBe(expected.invocations);
    // Everything from the poison record on is in every invocation.
    expect(result.failedInvocations).toBe(expected.poison_deliveries);
    expect(result.discarded.total).toBe(expected.discarded);
    expect(result.discarded.total - 1).toBe(expected.collateral);
    expect(one.result().functions['f']?.metrics.Errors).toBe(0);
  });
});

describe('a blocked shard', () => {
  it.each(reference.shard_block)('$id: $R retries of a handler of $D s, waits from $base s to $cap s', ({ R, D, base, factor, cap, expected }) => {
    const { longestBlockSeconds, discarded } = resultOf(
      run({ duration: 7200, handler: D, writes: batchOf(1, [1]), mapping: { MaximumRetryAttempts: R }, retry: { base, factor, cap } }),
    );
    expect(longestBlockSeconds).toBe(expected);
    expect(discarded.total).toBe(1);
  });

  it.each(reference.shard_lag)('$id: $lam records/s, capacity $mu/s, blocked for $T s', ({ lam, mu, T, expected }) => {
    const one = run({
      duration: 3 * T,
      handler: 1,
      writes: [{ arrivals: { constant: { rate: lam } } }],
      mapping: { BatchSize: mu },
      faults: [{ function: 'f', from: 0, until: T, ReservedConcurrentExecutions: 0 }],
      retry: { base: 0.5, factor: 2, cap: 1 },
    });
    const series = one.series().eventSourceMappings?.['m'] as StreamMappingSeries;
    const backlog = Math.max(...series.total.waiting);
    const peakAge = Math.max(...series.total.oldestAge.filter((age) => !Number.isNaN(age)));
    const caughtUp = series.total.waiting.findIndex((waiting, minute) => minute * 60 >= T && waiting <= 2 * mu);
    expect(Math.abs(backlog / expected.backlog - 1)).toBeLessThanOrEqual(0.02);
    expect(Math.abs(((caughtUp + 1) * 60 - T) / expected.catchup - 1)).toBeLessThanOrEqual(0.02);
    expect(Math.abs(peakAge / expected.peak_iterator_age - 1)).toBeLessThanOrEqual(0.02);
  });
});

describe('a batching window', () => {
  it.each(reference.batching_window)('$id: $lam records/s, a window of $W s, at most $B', { timeout: 3_600_000 }, ({ id, lam, W, B, expected }) => {
    const count = 24 * work;
    // So that the 95 % interval is at most 1 % of the value.
    const duration = lam >= 200 ? 100 : lam >= 10 ? 900 : lam >= 4 ? 1500 : 20_000;
    const values = Array.from({ length: count }, (_, replication) => {
      const one = run(
        { duration, handler: 0, writes: [{ arrivals: { poisson: { rate: lam } } }], mapping: { BatchSize: B, MaximumBatchingWindowInSeconds: W } },
        { replication, trace: true },
      );
      const { invocations, metrics } = resultOf(one);
      // Up to the last invocation: the window that the end of the run cuts short would make the rate too low.
      const last = [...one.batches()].reduce((latest, { steps }) => steps.reduce((late, { t, what }) => (what === 'invoked' ? Math.max(late, t) : late), latest), 0);
      return { batch: metrics.InvokedEventCount / invocations, rate: invocations / last };
    });
    expectAgreement(`${id} mean batch`, values.map(({ batch }) => batch), expected.mean_batch);
    expectAgreement(`${id} invocations a second`, values.map(({ rate }) => rate), expected.invocations_per_s);
  });
});
