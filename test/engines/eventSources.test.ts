import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import type { ShardSeries } from '../../sim/engines/eventSourceResult.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { at, burst, invocations, ofQueue, ofStream, play, queue, queueMapping, storyOf, streamMapping, streamSeries } from './eventSources.ts';

const model = (scenario: ScenarioInput) => {
  const { scenario: checked, issues } = checkScenario(scenario);
  if (checked === null) throw new Error(JSON.stringify(issues));
  return compileModel(checked);
};
const states = ['idle', 'gathering', 'processing', 'retrying', 'bisecting', 'throttled'] as const;
const spent = (shard: ShardSeries) => states.map((state) => [...shard[state]].map((seconds) => Math.round(seconds * 1e6) / 1e6));

describe('a mapping of a stream', () => {
  it('without records invokes nothing, window or not', () => {
    const played = play(ofStream([], { MaximumBatchingWindowInSeconds: 5 }, { duration: '3m' }));
    expect(played.f.metrics.Invocations).toBe(0);
    expect(streamSeries(played).total).toMatchObject({ idle: new Float64Array([60, 60, 60]), IteratorAge: new Float64Array([NaN, NaN, NaN]), oldestAge: new Float64Array([NaN, NaN, NaN]) });
  });

  it('that ends while it gathers leaves its records in the stream', () => {
    const played = play(ofStream([at(1, 2)], { MaximumBatchingWindowInSeconds: 20, until: 10 }));
    expect(streamMapping(played)).toMatchObject({ waiting: 2, invocations: 0 });
  });

  it('that ends while a batch is retried, or split, brings that batch to its end and begins no other', () => {
    const retried = play(ofStream([burst(1, [1]), at(0.05)], { MaximumRetryAttempts: 3, until: 0.3 }));
    expect(streamMapping(retried)).toMatchObject({ invocations: 4, discarded: { total: 1 }, waiting: 1 });
    const split = play(ofStream([burst(4, [1]), at(0.05)], { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0, until: 0.15 }));
    expect(streamMapping(split)).toMatchObject({ delivered: 3, discarded: { total: 1 }, waiting: 1 });
  });

  it('polls nothing from the instant at which it ends', () => {
    expect(streamMapping(play(ofStream([at(9, 10)], { until: 10 })))).toMatchObject({ delivered: 1, waiting: 1, metrics: { PolledEventCount: 1 } });
    const scenario = ofStream([at(9.9)], { until: 10 });
    expect(streamMapping(play({ ...scenario, assumptions: {} }))).toMatchObject({ delivered: 0, waiting: 1, metrics: { PolledEventCount: 0 } });
  });

  it('a run that ends in the middle of a batch has it in flight', () => {
    const played = play(ofStream([burst(8), at(59)], { BatchSize: 8 }, { duration: 60, f: { Timeout: 60, behaviour: { duration: { constant: 60 } } } }));
    expect(streamMapping(played)).toMatchObject({ inFlight: 8, waiting: 1, delivered: 0, longestBlockSeconds: 0 });
    expect(storyOf(played.batches[0]!)).toBe('0 formed 8 | 0 invoked 8');
  });

  it('lets time go on where neither waits nor the handler take any', () => {
    const instant = { f: { behaviour: { duration: { constant: 0 } } } };
    const { longestBlockSeconds, invocations: tries } = streamMapping(play({ ...ofStream([burst(1, [1])], {}, { duration: 1, ...instant }), assumptions: { eventSourceRetry: { base: 0 }, streamPollInterval: 0 } }));
    expect({ longestBlockSeconds, tries }).toEqual({ longestBlockSeconds: 1, tries: 1000 });
  });

  it('a batch that blocks its shard when the run ends counts as long as it does', () => {
    expect(streamMapping(play(ofStream([burst(1, [1], 10)], {}, { duration: 60 }))).longestBlockSeconds).toBe(50);
  });

  it('only what fails or is refused blocks: a long invocation does not, and a batch that follows at once begins anew', () => {
    const slow = play(ofStream([at(0, 1)], {}, { f: { Timeout: 60, behaviour: { duration: { constant: 50 } } } }));
    expect(streamMapping(slow).longestBlockSeconds).toBe(0);
    const twice = play(ofStream([burst(2, [1, 2])], { BatchSize: 1, MaximumRetryAttempts: 1 }));
    expect(streamMapping(twice).longestBlockSeconds).toBe(0.7);
  });

  it('says what its lanes spend their time on', () => {
    // Gathers 5 s; of four records the first is poison: 0.1 s with all; in parts 0.1 s, 0.1 s, 0.5 s, 0.1 s, and twice 0.1 s. Later one more batch.
    const split = play(ofStream([burst(4, [1]), at(30)], { MaximumBatchingWindowInSeconds: 5, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 }, { duration: '2m' }));
    expect(spent(streamSeries(split).total)).toEqual([[48.8, 60], [10, 0], [0.2, 0], [0, 0], [1, 0], [0, 0]]);
    const failing = play(ofStream([burst(1, [1], 50)], { MaximumRetryAttempts: 4 }, { duration: '2m', faults: [{ function: 'f', from: 0, until: 51.5, ReservedConcurrentExecutions: 0 }] }));
    // Refused at 50 and 50.5 s; then five executions and waits of 0.5, 1, 2 and 4 s.
    expect(spent(streamSeries(failing).total)).toEqual([[50.5, 60], [0, 0], [0.5, 0], [7.5, 0], [0, 0], [1.5, 0]]);
  });

  it('every lane is somewhere in every second', () => {
    const played = play(
      ofStream([{ arrivals: { poisson: { rate: '20/s' } }, poisonRate: 0.01 }], { ParallelizationFactor: 3, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 2, MaximumBatchingWindowInSeconds: 1 }, { duration: '5m', stream: { ShardCount: 4 }, f: { ReservedConcurrentExecutions: 3 } }),
    );
    const { total, shards } = streamSeries(played);
    for (const minute of [0, 1, 2, 3, 4]) {
      expect(states.reduce((sum, state) => sum + total[state][minute]!, 0)).toBeCloseTo(12 * 60, 6);
      for (const shard of shards) expect(states.reduce((sum, state) => sum + shard[state][minute]!, 0)).toBeCloseTo(3 * 60, 6);
    }
    expect(states.every((state) => total[state].some((seconds) => seconds > 0))).toBe(true);
    expect(total.oldestAge.every((age, minute) => age === Math.max(...shards.map((shard) => shard.oldestAge[minute]!).filter((one) => !Number.isNaN(one))))).toBe(true);
  });

  it('two mappings of one stream read it independently, and what the slower one needs is kept for it', () => {
    const played = play(
      ofStream([{ arrivals: { constant: { rate: '5/s' } } }], {}, {
        functions: { g: { Timeout: 30, ReservedConcurrentExecutions: 0 }, h: { Timeout: 30 } },
        eventSourceMappings: {
          blocked: { EventSourceArn: 's', FunctionName: 'g', StartingPosition: 'TRIM_HORIZON' },
          late: { EventSourceArn: 's', FunctionName: 'h', StartingPosition: 'TRIM_HORIZON', from: 3000 },
          latest: { EventSourceArn: 's', FunctionName: 'h', StartingPosition: 'LATEST', from: 3000 },
        },
      }),
    );
    expect(streamMapping(played)).toMatchObject({ delivered: 18_000, waiting: 0 });
    expect(streamMapping(played, 'blocked')).toMatchObject({ delivered: 0, waiting: 18_000 });
    expect(streamMapping(played, 'latest').skipped).toBe(15_000);
    expect(streamMapping(played, 'late').delivered).toBeGreaterThan(17_900);
    // They carry the times at which they were written.
    const late = played.batches.find(({ mapping }) => mapping === 'late')!;
    expect(late.records.slice(0, 3)).toEqual([0, 1, 2].map((number) => ({ number, writtenAt: number / 5, poison: false })));
  });

  it('while its function does not exist it tries on, without a dispatch', () => {
    const played = play(ofStream([at(0)], { MaximumRetryAttempts: 0 }, { faults: [{ function: 'f', from: 0, until: 3, deleted: true }] }));
    expect(storyOf(played.batches[0]!)).toBe('0 formed 1 | 0 systemError 1 | 0.5 systemError 1 | 1.5 systemError 1 | 3.5 invoked 1 | 3.6 succeeded 1');
    expect(played.f.metrics).toMatchObject({ Invocations: 1, Throttles: 0 });
  });

  it('poison is what is named and what is drawn, and record 0 of shard 0 can be it', () => {
    const rate = (poisonRate: number, poison: number[] = []) =>
      streamMapping(play(ofStream([{ ...burst(2000), poisonRate, poison, shard: 0 }], { BatchSize: 1, MaximumRetryAttempts: 0 }, { stream: { ShardCount: 3 } })));
    expect(rate(0, [0, 1999]).discarded.total).toBe(2);
    expect(rate(0).shards.map(({ written }) => written)).toEqual([2000, 0, 0]);
    expect(Math.abs(rate(0.1).discarded.total - 200)).toBeLessThan(4 * Math.sqrt(2000 * 0.1 * 0.9));
    expect(rate(1).discarded.total).toBe(2000);
  });

  it('an attempt whose handler starts after the fix, behind a cold start, succeeds', () => {
    const played = play(ofStream([burst(1, [1])], {}, { f: { behaviour: { poisonUntil: 0.5, initDuration: { constant: 1 } } } }));
    expect(storyOf(played.batches[0]!)).toBe('0 formed 1 | 0 invoked 1 | 1.1 succeeded 1');
  });

  it('draws anew for each batch and each attempt whether its function fails', () => {
    const { failedInvocations, invocations: count } = streamMapping(play(ofStream([{ arrivals: { constant: { rate: '1/s' } } }], { BatchSize: 1, MaximumRetryAttempts: -1 }, { f: { behaviour: { errorRate: 0.3, duration: { constant: '1ms' } } } })));
    expect(Math.abs(failedInvocations / count - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / count));
  });

  it('fails to reach a destination as often as that fails, anew for each batch', () => {
    const { discarded } = streamMapping(
      play(
        ofStream([burst(1000)], { BatchSize: 1, MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'failed' } } }, {
          destinations: { failed: { type: 'SNS', failureRate: 0.4 } },
          f: { behaviour: { errorRate: 1 } },
        }),
      ),
    );
    expect(discarded.total).toBe(1000);
    expect(Math.abs(discarded.gone - 400)).toBeLessThan(4 * Math.sqrt(1000 * 0.4 * 0.6));
  });

  it('runs longer by what each record takes', () => {
    const played = play(ofStream([burst(5)], { BatchSize: 3, durationPerItem: '200ms' }));
    expect(invocations(played.batches).map(({ t, size }) => [t, size])).toEqual([[0, 3], [0.7, 2]]);
    expect(played.batches[1]!.steps.at(-1)!.t).toBe(1.2);
  });

  it('bills a retry as one', () => {
    const { billed } = play(ofStream([burst(1, [1])], { MaximumRetryAttempts: 2 })).f;
    expect(billed).toMatchObject({ requests: 3, milliseconds: 300, retryRequests: 2, retryMilliseconds: 200 });
  });

  it('shares the reserved concurrency of its function with asynchronous events', () => {
    const played = play(
      ofStream([{ arrivals: { constant: { rate: '5/s' } } }], { BatchSize: 1 }, {
        duration: '10m',
        stream: { ShardCount: 4 },
        f: { ReservedConcurrentExecutions: 2, behaviour: { duration: { constant: 1 } } },
        traffic: [{ to: 'f', arrivals: { constant: { rate: '1/s' } } }],
      }),
    );
    expect(played.f.metrics.ConcurrentExecutions.max).toBe(2);
    expect(played.f.delivered.total).toBeGreaterThan(100);
    expect(streamMapping(played).delivered).toBeGreaterThan(100);
    expect(streamMapping(played).throttles).toBeGreaterThan(10);
    expect(played.f.delivered.total + streamMapping(played).delivered).toBeLessThanOrEqual(2 * 600);
  });

  it('of a thousand shards in ten lanes each starts in a second and runs', () => {
    const compiled = model(ofStream([{ arrivals: { constant: { rate: '200/s' } } }], { ParallelizationFactor: 10 }, { duration: '1m', stream: { ShardCount: 1000 }, account: { ConcurrentExecutions: 20_000 } }));
    const start = performance.now();
    const run = startRun(compiled);
    const made = performance.now() - start;
    run.advance(Infinity);
    expect(run.result().eventSourceMappings!['m']).toMatchObject({ written: 12_000, throttles: 0 });
    expect(made).toBeLessThan(1000);
  });
});

describe('a mapping of a queue', () => {
  it('that ends while it gathers leaves its messages hidden until they come back', () => {
    const scenario = (duration: number) => ofQueue([at(1, 2)], { MaximumBatchingWindowInSeconds: 20, until: 10 }, { duration });
    expect(queue(play(scenario(30)))).toMatchObject({ hidden: 2, visible: 0 });
    expect(queue(play(scenario(40)))).toMatchObject({ hidden: 0, visible: 2, received: 2, deleted: 0 });
  });

  it('a run that ends in the middle of a batch has it in flight and hidden', () => {
    const played = play(ofQueue([burst(8)], {}, { duration: 0.05 }));
    expect(queueMapping(played)).toMatchObject({ inFlight: 8, delivered: 0 });
    expect(queue(played)).toMatchObject({ hidden: 8 });
  });

  it('runs longer by what each message takes', () => {
    const deleted = (duration: number) => queue(play(ofQueue([burst(5)], { durationPerItem: '200ms' }, { duration }))).deleted;
    expect([deleted(1.1), deleted(1.100001)]).toEqual([0, 5]);
  });

  it('two mappings of one queue share its messages', () => {
    const played = play(ofQueue([{ arrivals: { constant: { rate: '10/s' } } }], { BatchSize: 1 }, { duration: '2m', eventSourceMappings: { other: { EventSourceArn: 'q', FunctionName: 'f', BatchSize: 1 } } }));
    expect(queueMapping(played).delivered + queueMapping(played, 'other').delivered).toBe(queue(played).deleted);
    expect(queue(played)).toMatchObject({ sent: 1200, received: 1200 });
  });

  it('reads what comes to the dead-letter queue of asynchronous events, poison included', () => {
    const played = play(
      ofQueue([], {}, {
        f: { behaviour: { poisonUntil: 1800 } },
        functions: { source: { EventInvokeConfig: { MaximumRetryAttempts: 0 }, DeadLetterConfig: { TargetArn: 'q' }, behaviour: { poisonRate: 1 } } },
        traffic: [{ to: 'source', arrivals: { burst: { count: 30 } } }],
      }),
    );
    expect(queue(played)).toMatchObject({ sent: 30, deleted: 30 });
    expect(queueMapping(played).failedInvocations).toBeGreaterThan(30);
    expect(queueMapping(played).delivered).toBe(30);
  });

  it('messages that are refused again and again are counted as received each time, and wait as long as the first of their batch', () => {
    const played = play(ofQueue([at(0, 4)], { MaximumBatchingWindowInSeconds: 5 }, { duration: 40, f: { ReservedConcurrentExecutions: 0 } }));
    // Dispatched at 5, 5.5, 6.5, 8.5, 12.5 and 20.5 s; the first is there again at 30 s, the second at 34 s; both go at 35 s.
    expect(queue(played)).toMatchObject({ received: 4 });
    expect(queueMapping(played)).toMatchObject({ givenUp: 1, throttles: 6 + 4 });
  });

  it('a queue keeps a great many messages, also while others come and go', () => {
    const played = play(ofQueue([burst(5000), { arrivals: { constant: { rate: '20/s' } } }], { BatchSize: 3 }, { duration: '10m', f: { ReservedConcurrentExecutions: 20, behaviour: { duration: { exponential: { mean: '300ms' } } } } }));
    const { sent, deleted, visible, hidden } = queue(played);
    expect(sent).toBe(deleted + visible + hidden);
    expect(deleted).toBeGreaterThan(16_000);
  });
});
