import { describe, expect, test } from 'vitest';
import { at, exactly, lifeLine, run, story, timesOf } from '../engines/check.ts';

/** What comes first when several things are due at the same microsecond. */
describe('one instant', () => {
  const second = { ReservedConcurrentExecutions: 1, Timeout: 30, behaviour: { duration: { constant: '1s' } } };

  test('POL-09 executions end first: a slot is free for whatever is dispatched at that instant', () => {
    const { own } = run(exactly(second, at(0, 0)));
    expect(lifeLine(own[1])).toBe('0 accepted | 0 throttled | 1 admitted | 1 started | 2 succeeded');
    const arriving = run(exactly(second, at(0, 1)));
    expect(timesOf(arriving.own[1], 'started')).toEqual([1]);
  });

  test('ASY-15 arrivals come before due retries', () => {
    const { own } = run(exactly(second, at(0, 0, 1)));
    expect(timesOf(own[2], 'started')).toEqual([1]);
    expect(timesOf(own[1], 'throttled')).toEqual([0, 1]);
  });

  test('ASY-15 due retries come in the order in which they were scheduled', () => {
    // Event 1 waits from 0 to 60 after a failure, event 2 from 59 to 60 after a throttle; event 1 was scheduled first.
    const script = [story(0, '0s error'), story(1, '1s success'), story(2, '1s success')];
    const { own } = run(exactly({ ...second, behaviour: { script } }, at(0, 59, 59)));
    expect(timesOf(own[0], 'started')).toEqual([0, 60]);
    expect(timesOf(own[2], 'throttled')).toEqual([59, 60]);
  });

  test('POL-06 an interval of the adaptive reader ends before the arrivals of its last instant', () => {
    const { own } = run(exactly({ ...second, behaviour: { duration: { constant: '5s' } } }, at(0, 0.1, 0.2, 1), { assumptions: { dispatch: 'adaptive' } }));
    expect(lifeLine(own[3])).toMatch(/^1 accepted \| 1 queued \| /);
  });

  test('AGE-11 an event that expires is gone before anything is dispatched', () => {
    const f = { ...second, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, Timeout: 300, behaviour: { script: [story(0, '60s success')], duration: { constant: '1s' } } };
    const { own } = run(exactly(f, at(0, 0, 60), { assumptions: { dispatch: 'fifo' } }));
    expect(lifeLine(own[1])).toBe('0 accepted | 0 queued | 60 dropped');
    expect(timesOf(own[2], 'started')).toEqual([60]);
  });

  test('AGE-11 what expires of several functions at one instant goes in the order of the file', () => {
    const config = (to: string) => ({ EventInvokeConfig: { MaximumEventAgeInSeconds: 60, DestinationConfig: { OnFailure: { Destination: to } } } });
    const slow = { Timeout: 900, behaviour: { duration: { constant: '900s' } } };
    const { events } = run({
      version: 1,
      duration: '10m',
      account: { ConcurrentExecutions: 1 },
      functions: { f: slow, g: config('of-g'), h: config('of-h'), 'of-g': {}, 'of-h': {} },
      // The line of h has an alarm for 70 s from 60.5 s on, that of g from 61 s on.
      traffic: [
        { to: 'f', arrivals: at(0) },
        { to: 'g', arrivals: at(1, 10) },
        { to: 'h', arrivals: at(0.5, 10) },
      ],
      assumptions: { dispatch: 'fifo', timing: 'documented', dispatchLatency: 0, duplicateProbability: 0, deliveryLatency: 0 },
    });
    expect(events.filter(({ acceptedAt }) => acceptedAt === 70).map((event) => event.function)).toEqual(['of-g', 'of-h']);
  });

  test('ENV-01 executions end before anything is dispatched, also where a setting changes at that instant', () => {
    // At 10 s the reservation grows and the running execution ends: the queued event finds its environment warm.
    const f = { ReservedConcurrentExecutions: 2, Timeout: 30, behaviour: { duration: { constant: '10s' } } };
    const { first, own } = run(
      exactly(f, at(0, 5), { faults: [{ function: 'f', from: 0, until: 10, ReservedConcurrentExecutions: 1 }], assumptions: { dispatch: 'fifo' } }),
    );
    expect(timesOf(own[1], 'started')).toEqual([10]);
    expect(first.metrics.ColdStarts).toBe(1);
  });

  test('ENV-01 executions end before anything is dispatched, also where another function ends first', () => {
    // Both run until 10 s, g's end first; the slot goes to f's head, which finds f's environment warm.
    const f = { Timeout: 30, behaviour: { initDuration: { constant: '1s' }, duration: { constant: '9s' } } };
    const { own } = run(
      exactly(f, at(0), {
        account: { ConcurrentExecutions: 2 },
        functions: { g: f },
        traffic: [
          { to: 'g', arrivals: at(0) },
          { to: 'f', arrivals: at(0, 5) },
        ],
        assumptions: { dispatch: 'fifo' },
        duration: '1m',
      }),
    );
    expect(lifeLine(own[1])).toBe('5 accepted | 5 queued | 10 admitted | 10 started | 19 succeeded');
  });

  test('ENV-01 an execution that takes no time frees its slot before the next arrival of the same instant', () => {
    const f = { ReservedConcurrentExecutions: 1, behaviour: { duration: { constant: '0s' } } };
    for (const dispatch of ['backoff', 'adaptive', 'fifo'] as const) {
      const { first } = run(exactly(f, { burst: { count: 50, at: 3 } }, { assumptions: { dispatch } }));
      expect(first.delivered).toMatchObject({ total: 50, onTime: 50 });
      expect(first.metrics).toMatchObject({ Throttles: 0, ColdStarts: 1 });
    }
  });

  test('ASY-01 nothing at or after the end is simulated', () => {
    const { own, first } = run(exactly({ behaviour: { duration: { constant: '1s' } } }, at(0, 8, 9, 9.999999, 10), { duration: '10s' }));
    expect(own.map(({ acceptedAt, outcome }) => `${acceptedAt} ${outcome}`)).toEqual(['0 delivered', '8 delivered', '9 running', '9.999999 running']);
    expect(first.running).toBe(2);
    expect(run(exactly(second, at(0), { duration: '0.5s' })).result.simulatedSeconds).toBe(0.5);
  });
});

describe('on time', () => {
  test('ASY-02 delay runs from acceptance to the start of the handler, and the target itself is on time', () => {
    const late = (initDuration: string) =>
      run(exactly({ behaviour: { initDuration: { constant: initDuration }, duration: { constant: '3s' } } }, at(1), { delayTarget: '5s', duration: '1m' })).first;
    expect(late('5s').delivered).toMatchObject({ onTime: 1, delayed: 0 });
    expect(late('5.000001s').delivered).toMatchObject({ onTime: 0, delayed: 1 });
    expect(late('5s').delaySeconds).toMatchObject({ mean: 5, max: 5 });
    expect(late('5s').latencySeconds).toMatchObject({ mean: 8, max: 8 });
  });

  test('THR-08 a waiting event is delayed once it is older than the target', () => {
    const f = { behaviour: { systemErrorRate: 1 } };
    const waiting = (duration: string) => run(exactly(f, at(0), { delayTarget: '60s', duration })).first.waiting;
    expect(waiting('60s')).toMatchObject({ total: 1, delayed: 0 });
    expect(waiting('60.000001s')).toMatchObject({ total: 1, delayed: 1 });
  });
});
