import { describe, expect, test } from 'vitest';
import { at, exactly, lifeLine, run, story, timesOf } from '../engines/check.ts';

const once = { EventInvokeConfig: { MaximumRetryAttempts: 0 } };
const outcomes = ({ own }: ReturnType<typeof run>): string => own.map(({ outcome }) => (outcome === 'delivered' ? '+' : '-')).join('');

describe('faults', () => {
  test('ERR-01 a fault holds from its first instant and no longer at its last', () => {
    const checked = run(
      exactly({ ...once, behaviour: { duration: { constant: '0s' } } }, at(9.999999, 10, 19.999999, 20), {
        faults: [{ function: 'f', from: 10, until: 20, errorRate: 1 }],
      }),
    );
    expect(outcomes(checked)).toBe('+--+');
  });

  test('ERR-01 an attempt is judged by what holds when it takes its slot, not when it ends', () => {
    const checked = run(
      exactly({ ...once, Timeout: 30, behaviour: { duration: { constant: '5s' } } }, at(7, 18), {
        faults: [{ function: 'f', from: 10, until: 20, errorRate: 1, durationFactor: 2 }],
      }),
    );
    expect(outcomes(checked)).toBe('+-');
    expect(checked.own.map(({ endedAt }) => endedAt)).toEqual([12, 28]);
  });

  test('ERR-01 where faults overlap the last written wins, setting by setting', () => {
    const checked = run(
      exactly({ ...once, Timeout: 30, behaviour: { duration: { constant: '1s' } } }, at(0, 10, 20, 30, 40), {
        faults: [
          { function: 'f', from: 10, until: 40, errorRate: 1, durationFactor: 3 },
          { function: 'f', from: 20, until: 30, errorRate: 0 }, // says nothing of the duration
        ],
      }),
    );
    expect(outcomes(checked)).toBe('+-+-+');
    expect(checked.own.map(({ acceptedAt, endedAt }) => endedAt! - acceptedAt)).toEqual([1, 3, 3, 3, 1]);
    const otherWayRound = run(
      exactly({ ...once, behaviour: { duration: { constant: '1s' } } }, at(0, 10, 20, 30, 40), {
        faults: [
          { function: 'f', from: 20, until: 30, errorRate: 0 },
          { function: 'f', from: 10, until: 40, errorRate: 1 },
        ],
      }),
    );
    expect(outcomes(otherWayRound)).toBe('+---+');
  });

  test('ERR-01 a fault touches its own function and nothing else', () => {
    const { result } = run(
      exactly({ ...once, behaviour: { duration: { constant: '0s' } } }, at(0), {
        functions: { g: { ...once, behaviour: { duration: { constant: '0s' } } } },
        traffic: [
          { to: 'f', arrivals: at(5) },
          { to: 'g', arrivals: at(5) },
        ],
        faults: [{ function: 'g', from: 0, until: 10, errorRate: 1 }],
      }),
    );
    expect([result.functions['f']!.delivered.total, result.functions['g']!.delivered.total]).toEqual([1, 0]);
  });

  test('ENV-07 a slow dependency makes handlers run into their timeout', () => {
    const { own } = run(
      exactly({ ...once, Timeout: 3, behaviour: { duration: { constant: '1s' } } }, at(0, 10), { faults: [{ function: 'f', from: 10, until: 20, durationFactor: 4 }] }),
    );
    expect(timesOf(own[0], 'succeeded')).toEqual([1]);
    expect(timesOf(own[1], 'timedOut')).toEqual([13]);
  });

  test('CON-17 a reservation that changes is looked at when a slot is taken', () => {
    const f = { ReservedConcurrentExecutions: 1, Timeout: 60, behaviour: { duration: { constant: '20s' } } };
    const { own } = run(exactly(f, at(0, 0, 0), { faults: [{ function: 'f', from: 5, until: 8, ReservedConcurrentExecutions: 3 }] }));
    // The ticks at 7 s find room; the third event's too.
    expect(own.map((event) => timesOf(event, 'started')[0])).toEqual([0, 7, 7]);
    const fifo = run(
      exactly(f, at(0, 0, 0), { faults: [{ function: 'f', from: 5, until: 8, ReservedConcurrentExecutions: 2 }], assumptions: { dispatch: 'fifo' } }),
    );
    expect(fifo.own.map((event) => timesOf(event, 'started')[0])).toEqual([0, 5, 25]);
  });

  test('DST-13 of two overlapping faults of a destination the last written wins, on its boundaries', () => {
    const f = {
      EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'failed' } } },
      behaviour: { duration: { constant: '0s' }, errorRate: 1 },
    };
    const { own } = run(
      exactly(f, at(9.999999, 10, 15, 19.999999, 20), {
        destinations: { failed: { type: 'SQS' } },
        faults: [
          { destination: 'failed', from: 10, until: 20, failureRate: 1 },
          { destination: 'failed', from: 15, until: 16, failureRate: 0 },
        ],
      }),
    );
    expect(own.map((event) => (timesOf(event, 'sentToDestination').length === 1 ? '+' : '-')).join('')).toBe('+-+-+');
  });
});

describe('scripts', () => {
  test('ENV-07 a scripted duration equal to the timeout is none; anything longer is one; result timeout ends at it', () => {
    const f = (attempt: string) => ({ ...once, Timeout: 10, behaviour: { script: [story(0, attempt)] } });
    const ending = (attempt: string) => lifeLine(run(exactly(f(attempt), at(0))).own[0]);
    expect(ending('10s success')).toBe('0 accepted | 0 admitted | 0 started | 10 succeeded');
    expect(ending('10s error')).toBe('0 accepted | 0 admitted | 0 started | 10 failed | 10 dropped');
    expect(ending('10.000001s success')).toBe('0 accepted | 0 admitted | 0 started | 10 timedOut | 10 dropped');
    expect(ending('12s error')).toBe('0 accepted | 0 admitted | 0 started | 10 timedOut | 10 dropped');
    expect(ending('timeout')).toBe('0 accepted | 0 admitted | 0 started | 10 timedOut | 10 dropped');
    expect(ending('1s timeout')).toBe('0 accepted | 0 admitted | 0 started | 10 timedOut | 10 dropped');
  });

  test('ERR-01 attempts beyond the script follow the behaviour, a duration left out is drawn from it', () => {
    const f = { Timeout: 30, behaviour: { duration: { constant: '7s' }, errorRate: 1, script: [story(0, 'success'), story(1, '1s error')] } };
    const { own } = run(exactly(f, at(0, 0)));
    expect(own[0]).toMatchObject({ outcome: 'delivered', endedAt: 7 });
    expect(timesOf(own[1], 'failed')).toEqual([1, 68, 195]);
  });

  test('ERR-01 a script wins over poison, error rates and faults', () => {
    const f = { Timeout: 30, behaviour: { duration: { constant: '1s' }, poisonRate: 1, errorRate: 1, script: [story(1, '2s success')] } };
    const { own } = run(exactly(f, at(0, 0), { faults: [{ function: 'f', from: 0, until: 1000, errorRate: 1, durationFactor: 5 }] }));
    expect(own[0]?.outcome).toBe('discarded');
    expect(lifeLine(own[1])).toBe('0 accepted | 0 admitted | 0 started | 2 succeeded');
    const beyond = run(exactly({ ...f, behaviour: { ...f.behaviour, script: [story(0, '0s error')] } }, at(0)));
    expect(timesOf(beyond.own[0], 'failed')).toEqual([0, 61, 182]);
    const unfailing = run(exactly({ ...once, behaviour: { script: [story(0, '1s error')] } }, at(0), { faults: [{ function: 'f', from: 0, until: 9, errorRate: 0 }] }));
    expect(unfailing.own[0]?.outcome).toBe('discarded');
  });

  test('ASY-03 ASY-06 a script counts the events that its own function accepted', () => {
    const once0 = { ...once, behaviour: { duration: { constant: '1s' }, script: [story(1, '2s error')] } };
    const { events } = run(
      exactly(once0, at(0), {
        functions: { g: {} },
        traffic: [
          { to: 'f', arrivals: at(0, 5, 6, 7) },
          { to: 'f', arrivals: at(1), payloadBytes: 2_000_000 }, // rejected: not counted
          { to: 'g', arrivals: at(0, 0, 2, 3) },
          { to: 'f', arrivals: at(5), payloadBytes: 10 }, // at 5 the first entry comes first
        ],
      }),
    );
    expect(events.filter((event) => event.function === 'f').map(({ acceptedAt, outcome }) => `${acceptedAt} ${outcome}`)).toEqual([
      '0 delivered',
      '5 discarded',
      '5 delivered',
      '6 delivered',
      '7 delivered',
    ]);
  });

  test('THR-01 refused dispatches are no attempts of a script', () => {
    const f = { ReservedConcurrentExecutions: 1, Timeout: 30, behaviour: { script: [story(0, '5s success'), story(1, '1s error', '2s success')] } };
    const { own } = run(exactly(f, at(0, 0)));
    expect(lifeLine(own[1])).toBe(
      '0 accepted | 0 throttled | 1 throttled | 3 throttled | 7 admitted | 7 started | 8 failed | 68 admitted | 68 started | 70 succeeded',
    );
  });
});
