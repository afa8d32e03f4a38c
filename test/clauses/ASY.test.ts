import { describe, expect, test } from 'vitest';
import { at, exactly, lifeLine, run, story, timesOf, underHeldSlot } from '../engines/check.ts';

describe('ASY: accepting and queueing an event', () => {
  test('ASY-01 an event is accepted the moment it is submitted, before anything else happens to it', () => {
    const { own, first } = run(exactly({ ReservedConcurrentExecutions: 1 }, { burst: { count: 5, at: 3 } }, { duration: '1m' }));
    expect(own.map(({ acceptedAt }) => acceptedAt)).toEqual([3, 3, 3, 3, 3]);
    for (const event of own) expect(event.lifeLine[0]).toEqual({ t: 3, what: 'accepted', clause: 'ASY-01' });
    expect(first.received).toBe(5);
  });

  test('ASY-02 accepting and running are apart: with no room at all events are accepted just the same', () => {
    const { first, own } = run(underHeldSlot({}, { burst: { count: 100, at: 1 } }, { duration: '1m' }));
    expect(first).toMatchObject({ received: 100, rejected: 0 });
    expect(first.metrics.Invocations).toBe(0);
    expect(own.every((event) => event.acceptedAt === 1 && event.outcome === 'waiting')).toBe(true);
  });

  test('ASY-03 an event that cannot be queued is rejected to its caller and counted nowhere else', () => {
    const { first, own } = run(
      exactly({}, at(0, 10, 19.999999, 20), {
        duration: '1m',
        faults: [{ function: 'f', from: 10, until: 20, enqueueFailureRate: 1 }],
      }),
    );
    expect(first).toMatchObject({ received: 2, rejected: 2 });
    expect(first.metrics).toMatchObject({ AsyncEventsReceived: 2, AsyncEventsDropped: 0 });
    expect(own.map(({ id, acceptedAt }) => [id, acceptedAt])).toEqual([
      [0, 0],
      [1, 20],
    ]);
    const half = run(exactly({}, { burst: { count: 10_000 } }, { duration: '1m', faults: [{ function: 'f', from: 0, until: 1, enqueueFailureRate: 0.5 }] }), {
      traced: false,
    });
    expect(Math.abs(half.first.rejected - 5000)).toBeLessThan(4 * 50);
  });

  test('ASY-05 all attempts of an event belong to one id, which is given at acceptance', () => {
    const { own } = run(exactly({ behaviour: { duration: { constant: '0s' }, errorRate: 1 } }, at(0, 1)));
    expect(own.map(({ id }) => id)).toEqual([0, 1]);
    for (const event of own) expect(timesOf(event, 'failed')).toHaveLength(3);
  });

  test('ASY-06 who submits makes no difference: sources share the queue, at one instant in the order of the file', () => {
    const { own } = run(
      exactly({ ReservedConcurrentExecutions: 1, behaviour: { duration: { constant: '1s' } } }, at(0), {
        traffic: [
          { to: 'f', arrivals: { constant: { rate: '1/s' } }, from: 1, until: 2 },
          { to: 'f', arrivals: { burst: { count: 2, at: 1 } } },
          { to: 'f', arrivals: at(0.5) },
        ],
        assumptions: { dispatch: 'fifo' },
        duration: '1m',
      }),
    );
    expect(own.map(({ id, acceptedAt }) => [id, acceptedAt])).toEqual([
      [0, 0.5],
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    expect(own.map((event) => timesOf(event, 'started')[0])).toEqual([0.5, 1.5, 2.5, 3.5]);
  });

  test.each([
    { profile: 'current', limit: 1024 * 1024 },
    { profile: 'seed-era', limit: 256 * 1024 },
  ] as const)('ASY-07 under $profile payloads of up to $limit bytes are accepted', ({ profile, limit }) => {
    const { first } = run(
      exactly({}, at(0), {
        profile,
        duration: '1m',
        traffic: [
          { to: 'f', arrivals: at(0), payloadBytes: limit },
          { to: 'f', arrivals: at(1), payloadBytes: limit + 1 },
        ],
      }),
    );
    expect(first).toMatchObject({ received: 1, rejected: 1 });
  });

  test('ASY-08 a payload that is no JSON is refused to the caller and never received', () => {
    const f = { EventInvokeConfig: { MaximumRetryAttempts: 0 }, DeadLetterConfig: { TargetArn: 'dlq' }, behaviour: { errorRate: 1 } };
    const texts = ['{"key": "value"}', ' [1, 2]\n', '"text"', 'null', 'text', '{"key": }', '', "{'key': 1}"];
    const { first, result } = run(
      exactly(f, at(0), { duration: '1m', destinations: { dlq: { type: 'SQS' } }, traffic: texts.map((payloadText, second) => ({ to: 'f', arrivals: at(second), payloadText })) }),
    );
    expect(first).toMatchObject({ received: 4, rejected: 4, discarded: { total: 4 } });
    expect(result.destinations['dlq']).toMatchObject({ received: 4, failed: 0 });
  });

  test('ASY-11 however fast they come, events are accepted: what limits them is concurrency', () => {
    const { first } = run(underHeldSlot({}, { burst: { count: 50_000 } }, { duration: '500ms' }), { traced: false });
    expect(first).toMatchObject({ received: 50_000, rejected: 0 });
  });

  test('ASY-12 events may wait for hours, but never beyond their age limit', () => {
    const { own } = run(underHeldSlot({}, at(0, 100, 5000), { duration: '8h' }));
    for (const event of own) {
      const waited = event.endedAt! - event.acceptedAt;
      expect(waited).toBeGreaterThan(5 * 3600);
      expect(waited).toBeLessThan(6 * 3600);
    }
  });

  test('ASY-15 events that become visible at one instant are dispatched in the order of their acceptance', () => {
    const { own } = run(
      exactly({ ReservedConcurrentExecutions: 2, behaviour: { duration: { constant: '10s' } }, Timeout: 10 }, { burst: { count: 4 } }, {
        duration: '1m',
        assumptions: { dispatchLatency: '1s' },
      }),
    );
    expect(own.map((event) => event.lifeLine[1]!.what)).toEqual(['admitted', 'admitted', 'throttled', 'throttled']);
  });

  const fifo = { assumptions: { dispatch: 'fifo' as const } };

  test('ASY-15 under fifo a freed slot takes the head at once, and waiting is no throttle', () => {
    const { own, first } = run(
      exactly({ ReservedConcurrentExecutions: 2, behaviour: { duration: { constant: '1s' } } }, { burst: { count: 6 } }, { ...fifo, duration: '1m' }),
    );
    expect(own.map((event) => timesOf(event, 'started')[0])).toEqual([0, 0, 1, 1, 2, 2]);
    expect(first.metrics.Throttles).toBe(0);
  });

  test('ASY-15 under fifo the queue is ordered by ready time, and at one instant by acceptance', () => {
    // 0 fails at once and is ready again at 60; 1 holds the slot until 100; 2 arrives at 59, 3 at 60.
    const script = [story(0, '0s error'), story(1, '99s success')];
    const f = { ReservedConcurrentExecutions: 1, Timeout: 300, behaviour: { duration: { constant: '1s' }, script } };
    const { own } = run(exactly(f, at(0, 1, 59, 60), fifo));
    expect(timesOf(own[2], 'started')).toEqual([100]);
    expect(timesOf(own[0], 'started')).toEqual([0, 101]);
    expect(timesOf(own[3], 'started')).toEqual([102]);
  });

  test('ASY-15 under fifo acceptance breaks the tie of two retries, whichever wait began first', () => {
    // Both are ready at 230: event 1 since a wait that began at 110, event 0 since one that began at 170.
    const script = [story(0, '170s error'), story(1, '0s error', '45s error'), story(2, '40s success'), story(3, '50s success')];
    const f = { ReservedConcurrentExecutions: 2, Timeout: 300, behaviour: { duration: { constant: '1s' }, script } };
    const { own } = run(exactly(f, at(0, 5, 200, 200), fifo));
    expect(timesOf(own[1], 'failed')).toEqual([5, 110]);
    expect(timesOf(own[0], 'queued')).toEqual([230]);
    expect(timesOf(own[1], 'queued')).toEqual([230]);
    expect(timesOf(own[0], 'started')).toEqual([0, 240]);
    expect(timesOf(own[1], 'started').at(-1)).toBe(241);
  });

  test('ASY-15 under fifo an event in a function-error wait stands outside the queue, and look-ahead applies to that wait', () => {
    const config = { EventInvokeConfig: { MaximumEventAgeInSeconds: 100 } };
    const f = { ...config, Timeout: 300, behaviour: { script: [story(0, '10s error'), story(1, '41s error')] } };
    const { own, minutes } = run(exactly(f, at(0, 0), fifo));
    expect(lifeLine(own[0])).toBe('0 accepted | 0 admitted | 0 started | 10 failed | 70 admitted | 70 started | 70.1 succeeded');
    expect(lifeLine(own[1])).toBe('0 accepted | 0 admitted | 0 started | 41 failed | 41 dropped');
    expect([minutes.waitingFunctionErrorWait[0], minutes.waitingUnread[0]]).toEqual([1, 0]);
  });

  test('ASY-15 under fifo a slot of the shared pool goes to the head that has been ready longest', () => {
    const slow = { behaviour: { duration: { constant: '1s' } } };
    const { events } = run(
      exactly({ Timeout: 30, behaviour: { duration: { constant: '1s' }, script: [story(0, '10s success')] } }, at(0), {
        ...fifo,
        account: { ConcurrentExecutions: 1 },
        functions: { g: slow, h: slow },
        traffic: [
          { to: 'f', arrivals: at(0, 3, 4) },
          { to: 'g', arrivals: at(2, 5) },
          { to: 'h', arrivals: at(1) },
        ],
        duration: '1m',
      }),
    );
    const order = events.map((event) => ({ name: event.function, accepted: event.acceptedAt, started: timesOf(event, 'started')[0] }));
    expect(order.sort((a, b) => a.started! - b.started!).map(({ name, accepted, started }) => `${name}${accepted}@${started}`)).toEqual([
      'f0@0',
      'h1@10',
      'g2@11',
      'f3@12',
      'f4@13',
      'g5@14',
    ]);
  });

  test('ASY-16 as measured, the first dispatch comes 40 ms after acceptance; as documented, and under fifo, at once', () => {
    const first = (assumptions: object) =>
      timesOf(run(exactly({}, at(1), { duration: '1m', assumptions: { ...assumptions, duplicateProbability: 0 } })).own[0], 'admitted')[0];
    expect(first({ timing: 'measured', dispatch: 'backoff' })).toBe(1.04);
    expect(first({ timing: 'measured', dispatch: 'adaptive' })).toBe(1.04);
    expect(first({ timing: 'measured', dispatch: 'fifo' })).toBe(1);
    expect(first({ timing: 'documented', dispatch: 'backoff' })).toBe(1);
    expect(first({ timing: 'documented', dispatch: 'fifo', dispatchLatency: '5s' })).toBe(6);
  });

  test('ASY-16 an age limit shorter than the way to the first dispatch is still an age limit', () => {
    const f = { EventInvokeConfig: { MaximumEventAgeInSeconds: 60 } };
    const { own } = run(exactly(f, at(1), { assumptions: { dispatchLatency: '60s' } }));
    expect(lifeLine(own[0])).toBe('1 accepted | 61 dropped');
  });
});
