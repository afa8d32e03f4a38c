import { describe, expect, test } from 'vitest';
import { at, exactly, lifeLine, mean, run, story, timesOf } from '../engines/check.ts';

const twice = { assumptions: { duplicateProbability: 1 } };
const copyTimes = (event: { lifeLine: { t: number; what: string; copy?: true }[] }, what: string) =>
  event.lifeLine.filter((step) => step.what === what && step.copy).map(({ t }) => t);

describe('DUP: duplicates, and the lack of order', () => {
  test('DUP-01 a function may get an event twice although nothing failed', () => {
    const { first } = run(exactly({}, { constant: { rate: '1/s' } }, { ...twice, duration: '30m', traffic: [{ to: 'f', arrivals: { constant: { rate: '1/s' } }, until: '10m' }] }));
    expect(first).toMatchObject({ received: 600, duplicates: 600 });
    expect(first.delivered.total).toBe(600);
    expect(first.metrics).toMatchObject({ Invocations: 1200, Errors: 0, AsyncEventsReceived: 600 });
  });

  test('DUP-02 events and executions are counted apart', () => {
    const { first } = run(exactly({}, { burst: { count: 5000 } }, { duration: '30m', assumptions: { duplicateProbability: 0.1 } }), { traced: false });
    expect(first.delivered.total).toBe(5000);
    expect(first.metrics.Invocations - first.duplicates).toBe(5000);
    expect(Math.abs(first.duplicates - 500)).toBeLessThan(4 * Math.sqrt(450));
  });

  test('DUP-03 one event in ten thousand, unless set, and the copy is due within ten minutes, any time alike', () => {
    const scenario = exactly({ behaviour: { duration: { constant: '1ms' } } }, { constant: { rate: '200/s' } }, {
      duration: '20m',
      traffic: [{ to: 'f', arrivals: { constant: { rate: '200/s' } }, until: '500s' }],
    });
    const one = run({ ...scenario, assumptions: { ...scenario.assumptions, duplicateProbability: 0.01 } }, { traced: false });
    expect(one.first.received).toBe(100_000);
    expect(Math.abs(one.first.duplicates - 1000)).toBeLessThan(4 * Math.sqrt(990));
    const { duplicateProbability, ...withoutSetting } = scenario.assumptions!;
    expect(duplicateProbability).toBe(0);
    const byDefault = run({ ...scenario, assumptions: withoutSetting }, { traced: false });
    expect(Math.abs(byDefault.first.duplicates - 10)).toBeLessThan(4 * Math.sqrt(10));

    const { own } = run(exactly({}, { burst: { count: 2000 } }, { ...twice, duration: '20m' }));
    const delays = own.map((event) => copyTimes(event, 'duplicated')[0]!);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(600);
    expect(Math.abs(mean(delays) - 300)).toBeLessThan((4 * 600) / Math.sqrt(12 * 2000));
    for (const quarter of [150, 300, 450]) {
      const below = delays.filter((delay) => delay < quarter).length;
      expect(Math.abs(below - (2000 * quarter) / 600)).toBeLessThan(4 * Math.sqrt(500));
    }
  });

  test('DUP-04 the copy has retries of its own, records of its own, and never changes what becomes of its event', () => {
    // The first attempt meets the outage and has no retry; the copy comes later and succeeds.
    const f = {
      EventInvokeConfig: {
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnSuccess: { Destination: 'done' }, OnFailure: { Destination: 'failed' } },
      },
    };
    const { own, first, result } = run(
      exactly(f, at(0), {
        ...twice,
        destinations: { done: { type: 'SQS' }, failed: { type: 'SQS' } },
        faults: [{ function: 'f', from: 0, until: 0.000001, errorRate: 1 }],
      }),
    );
    expect(own[0]).toMatchObject({ outcome: 'discarded', condition: 'RetriesExhausted', endedAt: 0.1, approximateInvokeCount: 1 });
    expect(copyTimes(own[0]!, 'succeeded')).toHaveLength(1);
    expect(first.delivered.total).toBe(0);
    expect(result.destinations).toMatchObject({ done: { received: 1, failed: 0 }, failed: { received: 1, failed: 0 } });
  });

  test('DUP-04 the copy of a poison event fails three times too, at its own waits, and is dropped as a metric only', () => {
    const { own, first } = run(exactly({ behaviour: { duration: { constant: '0s' }, poisonRate: 1 } }, at(0), twice));
    const [due] = copyTimes(own[0]!, 'duplicated');
    expect(copyTimes(own[0]!, 'failed').map((time) => Math.round((time - due!) * 1e6) / 1e6)).toEqual([0, 60, 180]);
    expect(first.metrics).toMatchObject({ Errors: 6, Invocations: 6, AsyncEventsDropped: 2 });
    expect(first.discarded).toMatchObject({ total: 1, gone: 1 });
  });

  test('DUP-04 where both end at one instant, what the event sends comes first, then what its copy sends', () => {
    const f = { ReservedConcurrentExecutions: 0, DeadLetterConfig: { TargetArn: 'dlq' }, EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'failed' } } } };
    const { own, sent } = run(
      exactly(f, at(0, 0), { destinations: { dlq: { type: 'SQS' }, failed: { type: 'SQS' } }, assumptions: { duplicateProbability: 1, duplicateDelay: '0s' } }),
    );
    expect(own.map((event) => [event.endedAt, ...copyTimes(event, 'dropped')])).toEqual([[0, 0], [0, 0]]);
    expect(sent.map(({ t, event, destination }) => `${t} ${event} ${destination}`)).toEqual([0, 1].flatMap((event) => ['dlq', 'failed', 'dlq', 'failed'].map((destination) => `0.1 ${event} ${destination}`)));
  });

  test('DUP-04 the copy has an age of its own, which begins when it is due', () => {
    const f = { EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, behaviour: { systemErrorRate: 1 } };
    const { own } = run(exactly(f, at(0), twice));
    const [due] = copyTimes(own[0]!, 'duplicated');
    expect(copyTimes(own[0]!, 'systemError').map((time) => Math.round((time - due!) * 1e6) / 1e6)).toEqual([0, 1, 3, 7, 15, 31]);
    expect(Math.round((copyTimes(own[0]!, 'dropped')[0]! - due!) * 1e6)).toBe(31e6);
  });

  test('DUP-04 copies take slots and count in the adaptive majority, but are no reads', () => {
    const f = { ReservedConcurrentExecutions: 1, Timeout: 30, behaviour: { duration: { constant: '10s' } } };
    const more = (duplicateProbability: number) => ({
      duration: '1m',
      assumptions: { dispatch: 'adaptive' as const, duplicateProbability, duplicateDelay: '0s' },
    });
    // One of two dispatches refused: no majority. With copies three of four: limited at 0.9 × 2 reads = 1.8 a second.
    const alone = run(exactly(f, at(0, 0.5, 1.2), more(0)));
    const copied = run(exactly(f, at(0, 0.5, 1.2), more(1)));
    expect(timesOf(alone.own[2], 'read')).toEqual([]);
    expect(copyTimes(copied.own[0]!, 'throttled').slice(0, 1)).toEqual([0]);
    expect(timesOf(copied.own[2], 'read')).toEqual([1.555556]);
  });

  test('DUP-05 in a life-line a copy is marked, and retries are not', () => {
    const { own } = run(exactly({ behaviour: { duration: { constant: '1s' }, script: [story(0, '1s error')] } }, at(0), { assumptions: { duplicateProbability: 1, duplicateDelay: '0s' } }));
    expect(lifeLine(own[0])).toBe(
      '0 accepted | 0 admitted | 0 started | 0 duplicated (copy) | 0 admitted (copy) | 0 started (copy) | 1 failed | 1 failed (copy)' +
        ' | 61 admitted | 61 started | 61 admitted (copy) | 61 started (copy) | 62 succeeded | 62 succeeded (copy)',
    );
  });

  test('DUP-06 events may finish in another order than they came in', () => {
    const f = { Timeout: 30, behaviour: { script: [story(0, '10s success'), story(1, '1s success')] } };
    const { own } = run(exactly(f, at(0, 1)));
    expect(own.map(({ endedAt }) => endedAt)).toEqual([10, 2]);
  });
});
