import { describe, expect, test } from 'vitest';
import { at, exactly, issuesOf, lifeLine, run, story, timesOf, underDeepBacklog, underHeldSlot } from '../engines/check.ts';

const aged = (MaximumEventAgeInSeconds: number, MaximumRetryAttempts = 2) => ({
  EventInvokeConfig: { MaximumEventAgeInSeconds, MaximumRetryAttempts },
});
const failingAtOnce = { behaviour: { duration: { constant: '0s' }, errorRate: 1 } };

describe('AGE: the maximum age of an event', () => {
  test('AGE-01 the limit is 60 s to six hours, and six hours unless set', () => {
    const path = 'functions.f.EventInvokeConfig.MaximumEventAgeInSeconds';
    expect(issuesOf(exactly(aged(59), at(0)))).toEqual([{ path, clause: 'AGE-01' }]);
    expect(issuesOf(exactly(aged(21_601), at(0)))).toEqual([{ path, clause: 'AGE-01' }]);
    expect(issuesOf(exactly(aged(60), at(0)))).toEqual([]);
    expect(issuesOf(exactly(aged(21_600), at(0)))).toEqual([]);
    const byDefault = run(underHeldSlot({}, at(0), { assumptions: { ageRule: 'deadline' } }));
    expect(byDefault.own[0]?.endedAt).toBe(21_600);
  });

  test('AGE-02 either limit alone discards an event: its age or its retries', () => {
    const byAge = run(underHeldSlot(aged(60), at(0))).own[0];
    const byRetries = run(exactly(failingAtOnce, at(0))).own[0];
    expect(byAge).toMatchObject({ outcome: 'discarded', condition: 'EventAgeExceeded' });
    expect(byRetries).toMatchObject({ outcome: 'discarded', condition: 'RetriesExhausted' });
  });

  test('AGE-03 an age limit of 60 s and a failure: dropped right away, because the retry would come too late', () => {
    const { own } = run(exactly({ ...failingAtOnce, ...aged(60) }, at(10)));
    expect(lifeLine(own[0])).toBe('10 accepted | 10 admitted | 10 started | 10 failed | 10 dropped');
    expect(own[0]).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 1 });
  });

  test('AGE-04 the record of such an event is out within half a second of the attempt', () => {
    const config = { EventInvokeConfig: { MaximumEventAgeInSeconds: 60, DestinationConfig: { OnFailure: { Destination: 'failed' } } } };
    const { own } = run(exactly({ ...failingAtOnce, ...config }, at(0), { destinations: { failed: { type: 'SQS' } } }));
    const [sent] = timesOf(own[0], 'sentToDestination');
    expect(sent).toBe(0.1);
    expect(sent).toBeLessThanOrEqual(0.48);
  });

  test('AGE-05 an age limit of 90 s leaves room for one retry, not for the second', () => {
    const { own } = run(exactly({ ...failingAtOnce, ...aged(90) }, at(0)));
    expect(lifeLine(own[0])).toBe('0 accepted | 0 admitted | 0 started | 0 failed | 60 admitted | 60 started | 60 failed | 60 dropped');
    expect(own[0]).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 2 });
  });

  test('AGE-06 a throttled event is dropped as soon as its next wait would reach the limit', () => {
    const { own } = run(underHeldSlot(aged(60), at(0)));
    expect(lifeLine(own[0])).toBe(
      '0 accepted | 0 throttled | 1 throttled | 3 throttled | 7 throttled | 15 throttled | 31 throttled | 31 dropped',
    );
    expect(own[0]).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 0, endedAt: 31 });
  });

  test('AGE-07 the limit never stops a handler: it may fail long after it, or succeed', () => {
    const slow = (...attempts: string[]) => ({ Timeout: 900, ...aged(180, 1), behaviour: { script: [story(0, ...attempts)] } });
    const failed = run(exactly(slow('130s error'), at(0))).own[0];
    expect(failed).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 1, endedAt: 130 });
    const late = run(exactly(slow('200s success'), at(0))).own[0];
    expect(late).toMatchObject({ outcome: 'delivered', endedAt: 200 });
    const tooLate = run(exactly(slow('200s error'), at(0))).own[0];
    expect(tooLate).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 1, endedAt: 200 });
  });

  test('AGE-07 under the deadline rule, too, a handler that fails past the limit is dropped when it ends', () => {
    const f = { Timeout: 900, ...aged(180, 1), behaviour: { script: [story(0, '200s error')] } };
    for (const dispatch of ['backoff', 'adaptive', 'fifo'] as const) {
      const { own } = run(exactly(f, at(0), { assumptions: { ageRule: 'deadline', dispatch } }));
      expect(own[0]).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 1, endedAt: 200 });
    }
  });

  test.each([
    { age: 60, fits: false },
    { age: 61, fits: true },
  ])('AGE-08 a retry due at 60 s under a limit of $age s: made $fits', ({ age, fits }) => {
    const { first } = run(exactly({ ...failingAtOnce, ...aged(age, 1) }, at(0)));
    expect(first.metrics.Invocations).toBe(fits ? 2 : 1);
  });

  test('AGE-08 a throttle tick that falls on the limit itself is not made', () => {
    // Ticks at 0, 1, 3 … 63 and 127: 127 is the first that a limit of 127 s forbids.
    const on = run(underHeldSlot(aged(127), at(0))).own[0];
    const behind = run(underHeldSlot(aged(128), at(0))).own[0];
    expect(timesOf(on, 'throttled').at(-1)).toBe(63);
    expect(timesOf(behind, 'throttled').at(-1)).toBe(127);
  });

  test('AGE-09 when retries and age both forbid another attempt, the retries are blamed', () => {
    const { own } = run(exactly({ ...failingAtOnce, ...aged(60, 0) }, at(0)));
    expect(own[0]).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: 1 });
  });

  test('AGE-09 zero reserved concurrency comes before both, but only at a dispatch', () => {
    // The running attempt is judged by its retries although the function is stopped meanwhile.
    const stop = { faults: [{ function: 'f', from: 5, until: 500, ReservedConcurrentExecutions: 0 }] };
    const running = { Timeout: 30, behaviour: { duration: { constant: '10s' }, errorRate: 1 } };
    const judgedByRetries = run(exactly({ ...running, ...aged(60, 0) }, at(0), stop)).own[0];
    expect(judgedByRetries).toMatchObject({ condition: 'RetriesExhausted', endedAt: 10 });
    const judgedByAge = run(exactly({ ...running, ...aged(60, 2) }, at(0), stop)).own[0];
    expect(judgedByAge).toMatchObject({ condition: 'EventAgeExceeded', endedAt: 10 });
    const meetsZero = run(exactly({ ...running, ...aged(300, 2) }, at(0), stop)).own[0];
    expect(meetsZero).toMatchObject({ condition: 'ZeroReservedConcurrency', endedAt: 70, approximateInvokeCount: 1 });
  });

  test('AGE-10 what decides is the wait that was drawn, not its nominal length', () => {
    // 63 s, the seventh try, is nominally beyond 60 s; only short draws bring it inside.
    const scenario = underHeldSlot(aged(60), { burst: { count: 500 } }, { duration: '5m', assumptions: { timing: 'measured' } });
    const { own } = run(scenario);
    const seven = own.filter((event) => timesOf(event, 'throttled').length === 7);
    expect(seven.length).toBeGreaterThan(5);
    for (const event of own) expect(timesOf(event, 'throttled').at(-1)).toBeLessThan(60);
    for (const event of seven) expect(timesOf(event, 'throttled').at(-1)).toBeGreaterThan(0.9 * 63);
    expect(run(scenario).own).toEqual(own);
    expect(run(scenario, { seed: 'another' }).own).not.toEqual(own);
  });

  test('AGE-11 an event that is never read expires at exactly its limit', () => {
    const { own } = run(underDeepBacklog(aged(60), { duration: '3m' }));
    const neverRead = own.filter((event) => timesOf(event, 'throttled').length === 0);
    expect(neverRead.length).toBeGreaterThan(1000);
    for (const event of neverRead) {
      expect(event).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 0 });
      expect(Math.round((event.endedAt! - event.acceptedAt) * 1e6)).toBe(60e6);
    }
  });

  test('AGE-11 under fifo an event ends at its own limit, whatever of another function was accepted with it', () => {
    // All three of 0 s are accepted at one instant; f's first is done after 62.5 s, g's second comes after it and is ready again at 124 s.
    const one = { ReservedConcurrentExecutions: 1, Timeout: 900 };
    const handler = (...script: ReturnType<typeof story>[]) => ({ initDuration: { constant: '0s' }, duration: { constant: '1s' }, script });
    const { events, result } = run({
      version: 1,
      duration: '10m',
      functions: {
        f: { ...one, ...aged(180), behaviour: handler(story(0, '1s error')) },
        g: { ...one, ...aged(21_600), behaviour: handler(story(0, '63s error'), story(1, '1s error'), story(2, '100s success')) },
      },
      traffic: [
        { to: 'f', arrivals: at(0, 60.5) },
        { to: 'g', arrivals: at(0, 0, 120) },
      ],
      assumptions: { dispatch: 'fifo', timing: 'documented', dispatchLatency: 0, duplicateProbability: 0 },
    });
    expect(lifeLine(events.filter((event) => event.function === 'g')[1])).toBe('0 accepted | 0 queued | 63 admitted | 63 started | 64 failed | 124 queued | 221 admitted | 221 started | 222 succeeded');
    for (const name of ['f', 'g']) expect(result.functions[name]).toMatchObject({ discarded: { total: 0 }, metrics: { AsyncEventsDropped: 0 } });
  });

  test('AGE-11 under fifo an event expires at exactly its limit, even if a slot frees at that instant', () => {
    const f = {
      ReservedConcurrentExecutions: 1,
      Timeout: 300,
      ...aged(60),
      behaviour: { script: [story(0, '60s success')], duration: { constant: '1s' } },
    };
    const { own } = run(exactly(f, at(0, 0, 0.000001), { assumptions: { dispatch: 'fifo' } }));
    expect(lifeLine(own[1])).toBe('0 accepted | 0 queued | 60 dropped');
    expect(timesOf(own[2], 'started')).toEqual([60]);
  });

  test('AGE-11 under fifo that holds for an event that queues again after a failure', () => {
    const f = { ReservedConcurrentExecutions: 1, Timeout: 300, ...aged(180), behaviour: { script: [story(0, '0s error'), story(1, '150s success')] } };
    const { own } = run(exactly(f, at(0, 30), { assumptions: { dispatch: 'fifo' } }));
    expect(lifeLine(own[0])).toBe('0 accepted | 0 admitted | 0 started | 0 failed | 60 queued | 180 dropped');
    expect(own[0]).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 1 });
  });

  test('AGE-12 age ends what cannot be run, retries end what runs and fails', () => {
    const onlyThrottled = run(underHeldSlot(aged(21_600, 0), at(0))).first;
    const onlyFailing = run(exactly({ ...failingAtOnce, ...aged(21_600, 2) }, at(0))).first;
    expect(onlyThrottled.discarded.byCondition).toMatchObject({ EventAgeExceeded: 1, RetriesExhausted: 0 });
    expect(onlyFailing.discarded.byCondition).toMatchObject({ EventAgeExceeded: 0, RetriesExhausted: 1 });
  });

  test('AGE-13 the clock starts at acceptance and no retry sets it back', () => {
    const { minutes } = run(exactly({ behaviour: { duration: { constant: '2s' }, errorRate: 1 } }, at(30)));
    // Attempts at 30, 92 and 214 s, of an event accepted at 30 s.
    expect([minutes.AsyncEventAgeMaximum[0], minutes.AsyncEventAgeMaximum[1], minutes.AsyncEventAgeMaximum[3]]).toEqual([0, 62_000, 184_000]);
  });

  test.each([
    { age: 60, attempts: 1 },
    { age: 61, attempts: 2 },
    { age: 180, attempts: 2 },
    { age: 181, attempts: 3 },
  ])('AGE-14 an age limit of $age s allows $attempts attempts of a handler that fails at once', ({ age, attempts }) => {
    expect(run(exactly({ ...failingAtOnce, ...aged(age) }, at(0))).first.metrics.Invocations).toBe(attempts);
  });

  test('AGE-06 under the deadline rule the same event is kept until the limit', () => {
    const throttled = run(underHeldSlot(aged(60), at(0), { assumptions: { ageRule: 'deadline' } }));
    expect(throttled.own[0]?.endedAt).toBe(60);
    expect(throttled.first.metrics.Throttles).toBe(6);
    const failed = run(exactly({ ...failingAtOnce, ...aged(90) }, at(10), { assumptions: { ageRule: 'deadline' } }));
    expect(failed.own[0]).toMatchObject({ condition: 'EventAgeExceeded', endedAt: 100, approximateInvokeCount: 2 });
  });
});
