import { describe, expect, test } from 'vitest';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { at, exactly, lifeLine, run, story, timesOf, underHeldSlot } from '../engines/check.ts';

const disciplines = ['backoff', 'adaptive', 'fifo'] as const;

describe('MET: metrics', () => {
  test('MET-01 invocations and errors fall in the minute in which the attempt was admitted', () => {
    const f = { Timeout: 300, behaviour: { script: [story(0, '130s error', '1s success')] } };
    const { minutes } = run(exactly(f, at(59), { duration: '6m' }));
    expect([...minutes.Invocations]).toEqual([1, 0, 0, 0, 1, 0]); // admitted at 59 and at 249
    expect([...minutes.Errors]).toEqual([1, 0, 0, 0, 0, 0]);
    expect([...minutes.ConcurrentExecutions]).toEqual([1, 1, 1, 1, 1, 0]);
  });

  test('MET-02 Invocations counts executions, failed ones too, and no refused dispatch', () => {
    const f = { ReservedConcurrentExecutions: 1, Timeout: 30, behaviour: { script: [story(0, '5s error', '0s success'), story(1, '0s success')] } };
    const { first } = run(exactly(f, at(0, 0)));
    expect(first.metrics).toMatchObject({ Invocations: 3, Throttles: 3, Errors: 1 });
  });

  test('MET-03 Errors counts function errors and timeouts', () => {
    const f = { Timeout: 5, behaviour: { script: [story(0, '1s error', 'timeout', '1s success')] } };
    expect(run(exactly(f, at(0))).first.metrics.Errors).toBe(2);
  });

  test('MET-04 Throttles counts refused dispatches: 6 of 7, as in the capture', () => {
    const f = {
      ReservedConcurrentExecutions: 1,
      Timeout: 300,
      EventInvokeConfig: { MaximumEventAgeInSeconds: 60 },
      behaviour: { script: [story(0, '120s success')] },
    };
    const { first, minutes } = run(exactly(f, at(0, 0), { duration: '3m' }));
    expect(first.metrics.Throttles).toBe(6);
    expect(first.metrics.Throttles + first.metrics.Invocations).toBe(7);
    expect([...minutes.Throttles]).toEqual([6, 0, 0]);
  });

  test('MET-05 Duration is the handler’s time, a timeout’s included and a cold start’s initialisation not', () => {
    const f = { Timeout: 5, EventInvokeConfig: { MaximumRetryAttempts: 0 }, behaviour: { initDuration: { constant: '2s' }, script: [story(0, '3s success'), story(1, 'timeout'), story(2, '1s error')] } };
    const { first, own } = run(exactly(f, at(0, 0, 20)));
    expect(timesOf(own[0], 'started')).toEqual([2]);
    expect(first.metrics.Duration).toEqual({ mean: 3000, max: 5000 });
    expect(run(exactly(f, at(0), { duration: '4s' })).first.metrics.Duration).toEqual({ mean: null, max: null });
  });

  const sinks = {
    f: {
      EventInvokeConfig: {
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnSuccess: { Destination: 'done' }, OnFailure: { Destination: 'failed' } },
      },
      DeadLetterConfig: { TargetArn: 'dlq' },
      behaviour: { duration: { constant: '0s' }, script: [story(0, '0s error'), story(1, '0s success')] },
    },
    destinations: { done: { type: 'SQS' as const }, failed: { type: 'SQS' as const }, dlq: { type: 'SNS' as const } },
  };

  test('MET-06 DeadLetterErrors counts failed sends to the dead-letter queue', () => {
    const { first, minutes } = run(
      exactly(sinks.f, at(70, 71), {
        destinations: sinks.destinations,
        faults: [{ destination: 'dlq', from: 0, until: 100, failureRate: 1 }],
        duration: '2m',
      }),
    );
    expect(first.metrics).toMatchObject({ DeadLetterErrors: 1, DestinationDeliveryFailures: 0 });
    expect([...minutes.DeadLetterErrors]).toEqual([0, 1]);
  });

  test('MET-07 DestinationDeliveryFailures counts failed sends to destinations, of successes and of failures', () => {
    const { first, minutes } = run(
      exactly(sinks.f, at(10, 70), {
        destinations: sinks.destinations,
        faults: [
          { destination: 'failed', from: 0, until: 100, failureRate: 1 },
          { destination: 'done', from: 0, until: 100, failureRate: 1 },
        ],
        duration: '2m',
      }),
    );
    expect(first.metrics).toMatchObject({ DeadLetterErrors: 0, DestinationDeliveryFailures: 2 });
    expect([...minutes.DestinationDeliveryFailures]).toEqual([1, 1]);
  });

  test('MET-06 MET-07 whatever the reason: no permission, too large, FIFO; a function counts as it decides, a destination when it would arrive', () => {
    const { first, minutes, series } = run(
      exactly(sinks.f, at(10, 70), {
        destinations: {
          done: { type: 'SQS', fifo: true, latency: '30s' },
          failed: { type: 'SQS', maximumBytes: 100, latency: '80s' },
          dlq: { type: 'SNS', permission: false, latency: '140s' },
        },
        duration: '3m',
      }),
    );
    expect(first.metrics).toMatchObject({ DeadLetterErrors: 1, DestinationDeliveryFailures: 2 });
    expect([...minutes.DeadLetterErrors]).toEqual([1, 0, 0]);
    expect([...minutes.DestinationDeliveryFailures]).toEqual([1, 1, 0]);
    const failed = Object.fromEntries(Object.entries(series.destinations).map(([name, columns]) => [name, [...columns.failed]]));
    expect(failed).toEqual({ done: [0, 1, 1], failed: [0, 1, 1], dlq: [0, 0, 1] });
  });

  test('MET-08 AsyncEventsReceived counts an event once, whatever happens to it', () => {
    const { first, minutes } = run(exactly({ behaviour: { duration: { constant: '0s' }, errorRate: 1 } }, at(59, 60, 61), { duration: '5m' }));
    expect(first.metrics).toMatchObject({ AsyncEventsReceived: 3, Invocations: 9 });
    expect([...minutes.AsyncEventsReceived]).toEqual([1, 2, 0, 0, 0]);
  });

  test('MET-09 AsyncEventAge has a sample for every dispatch, refused ones too, in the minute of the dispatch', () => {
    const { minutes } = run(underHeldSlot({}, at(30), { duration: '5m' }));
    // Ages 0, 1, 3, 7, 15 at 30 … 45 s; 31, 63 at 61 and 93 s; 127 at 157 s; none in the next; 255 at 285 s.
    expect([...minutes.AsyncEventAgeMaximum]).toEqual([15_000, 63_000, 127_000, NaN, 255_000]);
    expect([...minutes.AsyncEventAgeAverage]).toEqual([5200, 47_000, 127_000, NaN, 255_000]);
    // Quantiles come from buckets of less than one per cent.
    expect(minutes.AsyncEventAgeP50[0]! / 3000).toBeCloseTo(1, 1);
    expect(minutes.AsyncEventAgeP99[0]).toBeLessThanOrEqual(15_000);
  });

  test('MET-10 AsyncEventsDropped counts what is given up, for whatever reason, in that minute', () => {
    const byRetries = run(exactly({ behaviour: { duration: { constant: '0s' }, errorRate: 1 } }, at(0), { duration: '4m' }));
    const byAge = run(underHeldSlot({ EventInvokeConfig: { MaximumEventAgeInSeconds: 60 } }, at(50), { duration: '4m' }));
    const byZero = run(exactly({ ReservedConcurrentExecutions: 0 }, at(130), { duration: '4m' }));
    const delivered = run(exactly({}, at(0), { duration: '4m' }));
    expect([...byRetries.minutes.AsyncEventsDropped]).toEqual([0, 0, 0, 1]);
    expect([...byAge.minutes.AsyncEventsDropped]).toEqual([0, 1, 0, 0]);
    expect([...byZero.minutes.AsyncEventsDropped]).toEqual([0, 0, 1, 0]);
    expect([...delivered.minutes.AsyncEventsDropped]).toEqual([0, 0, 0, 0]);
  });

  test('MET-11 ConcurrentExecutions is the most that ran at once in the minute', () => {
    const script = [story(0, '70s success'), story(1, '5s success'), story(2, '5s success')];
    const { minutes, first } = run(exactly({ Timeout: 900, behaviour: { script } }, at(0, 1, 2), { duration: '3m' }));
    expect([...minutes.ConcurrentExecutions]).toEqual([3, 1, 0]);
    expect(first.metrics.ConcurrentExecutions.max).toBe(3);
    expect(first.metrics.ConcurrentExecutions.mean).toBeCloseTo(80 / 180, 12);
  });

  describe('MET-13 provisioned concurrency', () => {
    const provisioned = (environments: number, more: object = {}) => ({
      Timeout: 300,
      behaviour: { duration: { constant: '20s' }, initDuration: { constant: '2s' } },
      versions: { '1': { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: environments, ...more } } },
    });
    const traffic = (...seconds: number[]) => [{ to: 'f', qualifier: '1', arrivals: at(...seconds) }];

    test.each(disciplines)('MET-13 under %s invocations in provisioned environments and those that spill over are all invocations', (dispatch) => {
      const { result, series } = run(
        exactly(provisioned(4), at(0), { traffic: traffic(0, 0, 0, 0, 0, 0, 30, 130, 130), duration: '4m', assumptions: { dispatch } }),
      );
      const { metrics } = result.functions['f:1']!;
      expect(metrics).toMatchObject({
        Invocations: 9,
        ProvisionedConcurrencyInvocations: 7,
        ProvisionedConcurrencySpilloverInvocations: 2,
        ProvisionedConcurrentExecutions: { max: 4 },
        ProvisionedConcurrencyUtilization: { max: 1 },
        ConcurrentExecutions: { max: 6 },
      });
      const minutes = series.functions['f:1']!;
      expect([...minutes.ProvisionedConcurrencyInvocations]).toEqual([5, 0, 2, 0]);
      expect([...minutes.ProvisionedConcurrencySpilloverInvocations]).toEqual([2, 0, 0, 0]);
      expect([...minutes.ProvisionedConcurrentExecutions]).toEqual([4, 0, 2, 0]); // of 4: from 30 to 50 s one
    });

    test('MET-13 the utilization is the share of what is provisioned', () => {
      const { result } = run(exactly(provisioned(8), at(0), { traffic: traffic(0, 5, 10) }));
      expect(result.functions['f:1']!.metrics).toMatchObject({ ProvisionedConcurrentExecutions: { max: 3 }, ProvisionedConcurrencyUtilization: { max: 3 / 8 } });
    });

    test('MET-13 before it can be used there is neither, afterwards each invocation is one of the two', () => {
      const { result, events } = run(
        exactly(provisioned(1, { requestedAt: 0 }), at(0), { traffic: traffic(0, 50, 100, 101, 150), duration: '4m' }),
      );
      expect(result.functions['f:1']!.metrics).toMatchObject({
        Invocations: 5,
        ProvisionedConcurrencyInvocations: 2,
        ProvisionedConcurrencySpilloverInvocations: 1,
      });
      expect(events.map(({ lifeLine }) => lifeLine[1]!.clause)).toEqual(['CON-16', 'CON-16', 'CON-05', 'CON-06', 'CON-05']);
    });

    test('MET-13 a function without any has none of it', () => {
      expect(run(exactly({}, at(0))).first.metrics).toMatchObject({
        ProvisionedConcurrencyInvocations: 0,
        ProvisionedConcurrencySpilloverInvocations: 0,
        ProvisionedConcurrentExecutions: { max: 0 },
        ProvisionedConcurrencyUtilization: { max: 0 },
      });
    });
  });

  describe('of the account', () => {
    const lasting = (seconds: number, more = {}) => ({ Timeout: 60, ...more, behaviour: { duration: { constant: seconds } } });
    const account = (functions: ScenarioInput['functions'], seconds: Record<string, number[]>, more: Partial<ScenarioInput> = {}) => {
      const traffic = Object.entries(seconds).map(([to, times]) => ({ to, arrivals: at(...times) }));
      return run({ ...exactly({}, at()), functions, traffic, ...more }).result.account;
    };

    test('MET-12 UnreservedConcurrentExecutions is the most at once of all functions without a reservation', () => {
      const functions = { a: lasting(10), b: lasting(10), c: lasting(10, { ReservedConcurrentExecutions: 5 }) };
      // Three of `a` and `b` at 8 s; two of `c` more then, which is reserved.
      expect(account(functions, { a: [0, 5], b: [8, 30], c: [8, 9] })).toMatchObject({ ConcurrentExecutions: { max: 5 }, UnreservedConcurrentExecutions: { max: 3 } });
    });

    test('MET-12 a reservation made or lifted meanwhile takes its executions out or in', () => {
      const functions = { a: lasting(30), b: lasting(30) };
      const reserved = (from: number) => ({ faults: [{ function: 'b', from, until: 60, ReservedConcurrentExecutions: 10 }] });
      const seconds = { a: [20], b: [0, 0] };
      expect(account(functions, seconds).UnreservedConcurrentExecutions.max).toBe(3);
      expect(account(functions, seconds, reserved(10)).UnreservedConcurrentExecutions.max).toBe(2);
    });

    test('MET-14 ClaimedAccountConcurrency adds what is set aside, used or not', () => {
      const functions = { a: lasting(10), c: lasting(10, { ReservedConcurrentExecutions: 5 }) };
      expect(account(functions, { a: [0, 5], c: [5] }).ClaimedAccountConcurrency.max).toBe(5 + 2);
      expect(account(functions, {}).ClaimedAccountConcurrency.max).toBe(5);
    });
  });

  test('MET-15 RecursiveInvocationsDropped counts the loops that were stopped, where and when they were', () => {
    const to = (Destination: string) => ({ EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination } } }, behaviour: { duration: { constant: '2s' } } });
    const { result, series, own } = run(exactly(to('g'), at(0, 0, 60), { functions: { g: to('f') }, duration: '4m' }));
    expect(result.functions['f']!.metrics).toMatchObject({ RecursiveInvocationsDropped: 3, AsyncEventsDropped: 3, AsyncEventsReceived: 51, Invocations: 48 });
    expect(result.functions['g']!.metrics).toMatchObject({ RecursiveInvocationsDropped: 0, AsyncEventsDropped: 0 });
    // 32 executions of 2 s and as many deliveries of 100 ms.
    expect([...series.functions['f']!.RecursiveInvocationsDropped]).toEqual([0, 2, 1, 0]);
    expect(lifeLine(own.at(-1))).toBe('127.2 accepted | 127.2 dropped');
  });

  test('MET-19 a minute without a dispatch has no AsyncEventAge, which is not an age of zero', () => {
    const { minutes } = run(exactly({}, at(70), { duration: '3m' }));
    expect([...minutes.AsyncEventAgeMaximum]).toEqual([NaN, 0, NaN]);
  });

  test('MET-21 received is delivered, discarded, lost, waiting and running, in every minute and discipline', () => {
    // `run` holds every test of the engine to this law; here is a scenario with all five at once.
    for (const dispatch of ['backoff', 'adaptive', 'fifo'] as const) {
      const { first } = run({
        version: 1,
        duration: '40m',
        functions: {
          f: {
            ReservedConcurrentExecutions: 5,
            Timeout: 30,
            EventInvokeConfig: { MaximumEventAgeInSeconds: 600 },
            behaviour: { duration: { exponential: { mean: '5s' } }, errorRate: 0.3, poisonRate: 0.05, systemErrorRate: 0.01 },
          },
        },
        traffic: [{ to: 'f', arrivals: { poisson: { rate: '1.5/s' } } }],
        faults: [{ function: 'f', from: '15m', until: '16m', ReservedConcurrentExecutions: 0 }],
        assumptions: { dispatch, silentLossProbability: 0.01, duplicateProbability: 0.05 },
      });
      expect(Math.min(first.delivered.total, first.discarded.total, first.lost, first.waiting.total, first.running)).toBeGreaterThan(0);
      expect(Math.min(...Object.values(first.discarded.byCondition).slice(0, 3))).toBeGreaterThan(0);
    }
  });
});
