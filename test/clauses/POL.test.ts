import { describe, expect, test } from 'vitest';
import { at, exactly, gaps, lifeLine, run, story, timesOf, underDeepBacklog, underHeldSlot } from '../engines/check.ts';

const perSecond = (times: readonly number[], seconds: number): number[] =>
  Array.from({ length: seconds }, (_, second) => times.filter((time) => time >= second && time < second + 1).length);

describe('POL: reading the queue, and back-pressure', () => {
  test('POL-01 while the function refuses, the queue is read more slowly than it fills, and at full speed afterwards', () => {
    // 100 events a second on 20 environments of one second each, for 30 s; then 2 a second.
    const { own } = run(
      exactly(
        { ReservedConcurrentExecutions: 20, behaviour: { duration: { constant: '1s' } } },
        { stages: [{ duration: 0, rate: '100/s' }, { duration: '30s', rate: '100/s' }, { duration: 0, rate: '2/s' }, { duration: '20m', rate: '2/s' }] },
        { duration: '20m', assumptions: { dispatch: 'adaptive' } },
      ),
    );
    // An event's first dispatch is its read.
    const reads = own.map((event) => Math.min(...timesOf(event, 'throttled'), ...timesOf(event, 'admitted')));
    const readsOf = perSecond(reads, 1200);
    expect(readsOf[0]).toBe(100);
    for (let second = 3; second < 30; second++) expect(readsOf[second]).toBeLessThan(90);
    const delays = own.filter(({ acceptedAt }) => acceptedAt > 1000).map((event) => reads[event.id]! - event.acceptedAt);
    expect(delays.length).toBeGreaterThan(350);
    expect(Math.max(...delays)).toBe(0);
  });

  test('POL-02 the retry interval may be longer than five minutes when the queue is backed up, and is not by default', () => {
    const longest = (factor: number) => {
      const { own } = run(
        underHeldSlot({}, { burst: { count: 10 } }, { duration: '2h', assumptions: { backlogStretch: { factor, threshold: 1 } } }),
      );
      return Math.max(...own.flatMap((event) => gaps(timesOf(event, 'throttled'))));
    };
    expect(longest(0)).toBe(300);
    expect(longest(1)).toBeGreaterThan(300);
  });

  const backedUp = (duration: string) =>
    run(
      underDeepBacklog(
        { EventInvokeConfig: { MaximumEventAgeInSeconds: 60, DestinationConfig: { OnFailure: { Destination: 'failed' } } } },
        { duration, destinations: { failed: { type: 'SQS' } } },
      ),
    );

  test('POL-03 events far back in a long queue may never be read', () => {
    const { own } = backedUp('3m');
    const attempts = own.map((event) => timesOf(event, 'throttled').length);
    expect(attempts.filter((count) => count === 0).length).toBeGreaterThan(1000);
    // They are the ones at the back: whoever was read was accepted before.
    const lastRead = attempts.findLastIndex((count) => count > 0);
    expect(attempts.slice(0, lastRead + 1).every((count) => count > 0)).toBe(true);
  });

  test('POL-04 a backed-up queue lets new events age out before they are sent; they are dropped like any other', () => {
    const { first, own } = backedUp('3m');
    expect(first.discarded.byCondition.EventAgeExceeded).toBe(2050);
    expect(own.every((event) => event.approximateInvokeCount === 0)).toBe(true);
    expect(first.discarded.captured).toBe(2050);
    expect(first.waiting.total).toBe(0);
    expect(backedUp('30s').first.waiting.byReason.unread).toBeGreaterThan(1000);
  });

  test('POL-05 when the function cannot keep up, events may be deleted without a record: lost', () => {
    const f = {
      ReservedConcurrentExecutions: 1,
      EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'failed' } } },
      behaviour: { duration: { constant: '1s' } },
    };
    const more = { destinations: { failed: { type: 'SQS' as const } }, duration: '10m' };
    for (const dispatch of ['backoff', 'adaptive', 'fifo'] as const) {
      const { first, result, own } = run(exactly(f, at(0, 0.5, 1), { ...more, assumptions: { silentLossProbability: 1, dispatch } }));
      expect([first.delivered.total, first.lost, first.discarded.total]).toEqual([2, 1, 0]);
      expect(first.metrics.AsyncEventsDropped).toBe(0);
      expect(result.destinations['failed']).toMatchObject({ received: 0, failed: 0 });
      expect(own[1]).toMatchObject({ outcome: 'lost', endedAt: 0.5 });
      expect(own[1]?.condition).toBeUndefined();
    }
    // An event that was sent once is no longer deleted without being sent.
    const sent = { ReservedConcurrentExecutions: 1, Timeout: 30, behaviour: { script: [story(0, '0s error'), story(1, '10s success')] } };
    for (const dispatch of ['backoff', 'adaptive', 'fifo'] as const) {
      const { first } = run(exactly(sent, at(0, 55), { ...more, assumptions: { silentLossProbability: 1, dispatch } }));
      expect([first.delivered.total, first.lost]).toEqual([2, 0]);
    }
    const byDefault = run(exactly(f, at(0, 0.5, 1), more));
    expect([byDefault.first.delivered.total, byDefault.first.lost]).toEqual([3, 0]);
    const some = run(exactly(f, { burst: { count: 5000 } }, { ...more, assumptions: { silentLossProbability: 0.2 } }), { traced: false });
    expect(Math.abs(some.first.lost - 1000)).toBeLessThan(4 * Math.sqrt(800));
  });

  /*
   * One environment, one second a handler, four events a second for two seconds, worked out by hand.
   *
   * second  dispatches                                            refused  then
   * [0,1)   e0 runs; e1 e2 e3 refused                             3 of 4   limited: max(1, 1, 0.9 × 4 reads) = 3.6/s, first read 1.277778
   * [1,2)   e1 1.25 runs; e4 1.277778, e2 1.5, e5 1.555556,       5 of 6   0.9 × 3.6 = 3.24/s; the read due at 2.111112 stays
   *         e3 1.75, e6 1.833334 refused
   * [2,3)   e7 2.111112 refused; e4 2.277778 runs; e5, e6 refused 3 of 4   0.9 × 3.24 = 2.916/s; reads at 2.419754, 2.728396 find nothing
   * [3,4)   e7 refused; e2 3.5 runs; e3 refused                   2 of 3   2.6244/s
   * [4,5)   e5 4.555556 runs; e6 4.833334 refused                 1 of 2   no majority, nothing unread: unlimited
   * [5,6)   e7 5.111112, e8 5.3 refused                           2 of 2   limited: max(1, 0, 0.9 × 1 read) = 1/s, first read 7
   * [6,7)   e8 6.3 runs                                           0 of 1   e9 is unread: 1.1 × 1 + 1 = 2.1/s; the read due at 7 stays
   * [7,8)   e9 7 refused; e3 7.75 runs                            1 of 2   nothing unread: unlimited
   * [8,9)   e9 8 refused; e6 8.833334 runs                        1 of 2
   * [9,10)  e7 9.111112 refused                                   1 of 1   limited: max(1, 0, 0.9 × 0) = 1/s
   * [10,11) e9 10 runs                                            0 of 1   nothing unread: unlimited, which cancels the read due at 11
   */
  const byHand = () =>
    run(
      exactly({ ReservedConcurrentExecutions: 1, behaviour: { duration: { constant: '1s' } } }, { constant: { rate: '4/s' } }, {
        duration: '1m',
        traffic: [
          { to: 'f', arrivals: { constant: { rate: '4/s' } }, until: 2 },
          { to: 'f', arrivals: at(5.3, 6.5) },
        ],
        assumptions: { dispatch: 'adaptive' },
      }),
    );

  test('POL-06 the adaptive reader, second by second, as worked out by hand', () => {
    expect(byHand().own.map(lifeLine)).toEqual([
      '0 accepted | 0 admitted | 0 started | 1 succeeded',
      '0.25 accepted | 0.25 throttled | 1.25 admitted | 1.25 started | 2.25 succeeded',
      '0.5 accepted | 0.5 throttled | 1.5 throttled | 3.5 admitted | 3.5 started | 4.5 succeeded',
      '0.75 accepted | 0.75 throttled | 1.75 throttled | 3.75 throttled | 7.75 admitted | 7.75 started | 8.75 succeeded',
      '1 accepted | 1 queued | 1.277778 read | 1.277778 throttled | 2.277778 admitted | 2.277778 started | 3.277778 succeeded',
      '1.25 accepted | 1.25 queued | 1.555556 read | 1.555556 throttled | 2.555556 throttled | 4.555556 admitted | 4.555556 started | 5.555556 succeeded',
      '1.5 accepted | 1.5 queued | 1.833334 read | 1.833334 throttled | 2.833334 throttled | 4.833334 throttled | 8.833334 admitted | 8.833334 started | 9.833334 succeeded',
      '1.75 accepted | 1.75 queued | 2.111112 read | 2.111112 throttled | 3.111112 throttled | 5.111112 throttled | 9.111112 throttled | 17.111112 admitted | 17.111112 started | 18.111112 succeeded',
      '5.3 accepted | 5.3 throttled | 6.3 admitted | 6.3 started | 7.3 succeeded',
      '6.5 accepted | 6.5 queued | 7 read | 7 throttled | 8 throttled | 10 admitted | 10 started | 11 succeeded',
    ]);
  });

  test('POL-06 becoming unlimited cancels the read that was due, and limited reading starts its own', () => {
    // As above up to the second [10,11); then two events that meet a busy environment, and one that comes while it is idle.
    const { own } = run(
      exactly({ ReservedConcurrentExecutions: 1, behaviour: { duration: { constant: '1s' } } }, at(0), {
        duration: '1m',
        // 0 runs, 0.5 and 0.6 are refused: limited at 1 at 0.9 × 3 = 2.7/s, reads due 1.37037, 1.740741, 2.111112 …
        // Second [1,2): 0.5's tick at 1.5 runs, 0.6's at 1.6 is refused: 1 of 2, nothing unread: unlimited at 2.
        // 2.05 is dispatched at once and refused, although a read was due at 2.111112; 2.1 and 2.2 as well:
        // second [2,3): 4 dispatches (2.05, 2.1, 2.2 refused), the tick of 2.05 lies at 3.05.
        traffic: [{ to: 'f', arrivals: at(0, 0.5, 0.6, 2.05, 2.1, 2.2, 3.01) }],
        assumptions: { dispatch: 'adaptive' },
      }),
    );
    expect(timesOf(own[3], 'throttled')[0]).toBe(2.05);
    expect(timesOf(own[3], 'read')).toEqual([]);
    expect(timesOf(own[5], 'read')).toEqual([]);
    // Limited again at 3: 0.9 × 3 reads = 2.7/s, so the first read is at 3.37037, not on the old grid.
    expect(timesOf(own[6], 'read')).toEqual([3.37037]);
  });

  test('POL-06 exactly half refused is no majority', () => {
    const { own } = run(
      exactly({ ReservedConcurrentExecutions: 1, Timeout: 10, behaviour: { duration: { constant: '5s' } } }, at(0, 0.5, 1.2), {
        duration: '1m',
        assumptions: { dispatch: 'adaptive' },
      }),
    );
    expect(timesOf(own[2], 'read')).toEqual([]);
    expect(timesOf(own[2], 'throttled')[0]).toBe(1.2);
  });

  test('POL-06 a drop for zero reserved concurrency is no dispatch', () => {
    // Three refusals to one admission would be a majority; three drops are not.
    const { own } = run(
      exactly({ behaviour: { duration: { constant: '5s' } }, Timeout: 10 }, at(0, 0.3, 0.4, 0.5, 1.2), {
        duration: '1m',
        faults: [{ function: 'f', from: 0.2, until: 0.9, ReservedConcurrentExecutions: 0 }],
        assumptions: { dispatch: 'adaptive' },
      }),
    );
    expect(lifeLine(own[4])).toBe('1.2 accepted | 1.2 admitted | 1.2 started | 6.2 succeeded');
  });

  test('POL-06 system errors count as refusals', () => {
    const { own } = run(
      exactly({}, at(0, 0.5, 1.2), {
        duration: '1m',
        faults: [{ function: 'f', from: 0, until: 1, systemErrorRate: 1 }],
        assumptions: { dispatch: 'adaptive' },
      }),
    );
    // Limited at 1, at 0.9 × 2 = 1.8/s: the first read at 1.555556, although every environment is idle.
    expect(lifeLine(own[2])).toBe('1.2 accepted | 1.2 queued | 1.555556 read | 1.555556 admitted | 1.555556 started | 1.655556 succeeded');
  });

  test('POL-06 the read rate never falls below one a second nor below what was admitted', () => {
    // Nobody is ever admitted: 90, 81, 72.9 … reads a second, down to one. The gaps are whole microseconds, and the read
    // that was due when the rate changed keeps its instant.
    const { own } = run(
      underHeldSlot({}, { stages: [{ duration: 0, rate: '100/s' }, { duration: '60s', rate: '100/s' }] }, {
        duration: '2m',
        assumptions: { dispatch: 'adaptive' },
      }),
    );
    const reads = perSecond(own.flatMap((event) => timesOf(event, 'read')), 110);
    expect(reads.slice(1, 4)).toEqual([90, 81, 73]);
    expect(reads.slice(60).every((count) => count === 1)).toBe(true);

    // Fifty environments admit 50 a second, so at least that many are read.
    const busy = run(
      exactly({ ReservedConcurrentExecutions: 50, behaviour: { duration: { constant: '1s' } } }, { constant: { rate: '500/s' } }, {
        duration: '60s',
        assumptions: { dispatch: 'adaptive' },
      }),
    );
    expect(Math.min(...perSecond(busy.own.flatMap((event) => timesOf(event, 'read')), 60).slice(2))).toBeGreaterThanOrEqual(45);
  });

  test('POL-06 without a majority of refusals the read rate grows by a tenth and one, as long as something is unread', () => {
    // Twenty system errors in the first second: limited at 18 reads a second. Then nothing is refused any more, and 500 wait:
    // 18, 20.8, 23.88 and 27.268 a second, the read that is due at each change keeping its instant.
    const { own } = run(
      exactly({ behaviour: { duration: { constant: '1ms' } } }, at(0), {
        traffic: [
          { to: 'f', arrivals: { constant: { rate: '20/s' } }, until: 1 },
          { to: 'f', arrivals: { burst: { count: 500, at: 1 } } },
        ],
        faults: [{ function: 'f', from: 0, until: 1, systemErrorRate: 1 }],
        duration: '1m',
        assumptions: { dispatch: 'adaptive' },
      }),
    );
    const reads = own.flatMap((event) => timesOf(event, 'read')).sort((a, b) => a - b);
    expect(reads[0]).toBe(1.055556);
    expect(perSecond(reads, 5)).toEqual([0, 17, 21, 24, 27]);
  });

  test('POL-07 the stretch is 1 + k · log10(1 + backlog / threshold), and a factor of 0 leaves the documented waits', () => {
    // Nine events throttled at one instant, one after the other: the n-th finds n-1 others waiting.
    const tries = (factor: number) =>
      run(
        underHeldSlot({}, { burst: { count: 10 } }, { duration: '10s', assumptions: { backlogStretch: { factor, threshold: 1 } } }),
      ).own.map((event) => gaps(timesOf(event, 'throttled'))[0]);
    expect(tries(0)).toEqual(Array.from({ length: 10 }, () => 1));
    const stretched = tries(2);
    expect(stretched[0]).toBe(1);
    expect(stretched[9]).toBe(1 + 2 * 1); // log10(1 + 9 / 1) = 1
  });

  test('POL-09 a slot that frees is used at the next tick, not at once', () => {
    const f = { ReservedConcurrentExecutions: 1, Timeout: 300, behaviour: { duration: { constant: '1s' }, script: [story(0, '60s success')] } };
    for (const dispatch of ['backoff', 'adaptive'] as const)
      expect(timesOf(run(exactly(f, at(0, 0), { assumptions: { dispatch } })).own[1], 'started')).toEqual([63]);
    expect(timesOf(run(exactly(f, at(0, 0), { assumptions: { dispatch: 'fifo' } })).own[1], 'started')).toEqual([60]);
  });

  test('POL-10 each refused dispatch is one throttle and one sample of AsyncEventAge, and costs no retry', () => {
    const f = { ReservedConcurrentExecutions: 1, Timeout: 30, behaviour: { duration: { constant: '0s' }, errorRate: 1, script: [story(0, '10s success')] } };
    const { own, first, minutes } = run(exactly(f, at(0, 0)));
    expect(timesOf(own[1], 'throttled')).toEqual([0, 1, 3, 7]);
    expect(timesOf(own[1], 'started')).toEqual([15, 75, 195]);
    expect(first.metrics.Throttles).toBe(4);
    // Ages in the first minute: 0 of the first event; 0, 1, 3, 7 and 15 of the second.
    expect(minutes.AsyncEventAgeAverage[0]).toBeCloseTo(26_000 / 6, 9);
  });
});
