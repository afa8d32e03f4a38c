import { describe, expect, test } from 'vitest';
import { at, exactly, issuesOf, lifeLine, run, story, timesOf } from '../engines/check.ts';

const fifo = { assumptions: { dispatch: 'fifo' as const } };
const starts = (events: readonly Parameters<typeof timesOf>[0][]): number[] =>
  events.map((event) => timesOf(event, 'started')[0]!).sort((a, b) => a - b);

describe('CON: concurrency', () => {
  test('CON-01 an account runs a thousand executions at once unless it has another limit', () => {
    const busy = (account: object) =>
      run(exactly({ Timeout: 30, behaviour: { duration: { constant: '30s' } } }, { burst: { count: 1500 } }, { ...account, duration: '30s' }), {
        traced: false,
      }).first.metrics.ConcurrentExecutions.max;
    expect(busy({})).toBe(1000);
    expect(busy({ account: { ConcurrentExecutions: 10 } })).toBe(10);
  });

  test('CON-02 reservations leave a hundred unreserved; a reservation of zero always fits', () => {
    const reserve = (limit: number, f: number, g: number) =>
      issuesOf(
        exactly({ ReservedConcurrentExecutions: f }, at(0), {
          account: { ConcurrentExecutions: limit },
          functions: { g: { ReservedConcurrentExecutions: g } },
        }),
      );
    expect(reserve(1000, 500, 400)).toEqual([]);
    expect(reserve(1000, 500, 401)).toEqual([{ path: 'functions.f.ReservedConcurrentExecutions', clause: 'CON-02' }]);
    expect(reserve(50, 0, 0)).toEqual([]);
    expect(reserve(50, 1, 0)).toHaveLength(1);
  });

  test('CON-03 a reservation is a floor and a ceiling: nobody else may use it, idle or not', () => {
    const slow = { Timeout: 30, behaviour: { duration: { constant: '30s' } } };
    const { result } = run(
      exactly({ ...slow, ReservedConcurrentExecutions: 400 }, at(0), {
        functions: { g: slow },
        traffic: [
          { to: 'g', arrivals: { burst: { count: 900 } } },
          { to: 'f', arrivals: { burst: { count: 500, at: 1 } } },
        ],
        duration: '20s',
      }),
      { traced: false },
    );
    expect(result.functions['g']!.metrics.ConcurrentExecutions.max).toBe(600);
    expect(result.functions['f']!.metrics.ConcurrentExecutions.max).toBe(400);
  });

  test('CON-04 functions without a reservation share what the reservations leave', () => {
    const slow = { Timeout: 30, behaviour: { duration: { constant: '30s' } } };
    const { result } = run(
      exactly(slow, at(0), {
        account: { ConcurrentExecutions: 200 },
        functions: { g: slow, reserved: { ReservedConcurrentExecutions: 70 } },
        traffic: [
          { to: 'f', arrivals: { burst: { count: 90 } } },
          { to: 'g', arrivals: { burst: { count: 90, at: 1 } } },
        ],
        duration: '20s',
      }),
    );
    expect(result.functions['f']!.metrics.ConcurrentExecutions.max).toBe(90);
    expect(result.functions['g']!.metrics.ConcurrentExecutions.max).toBe(40);
  });

  test('CON-04 reservations that change at one instant change together', () => {
    // At 10 s the reservation of 60 moves from f to g; the pool of h stays at 140 throughout.
    const slow = { Timeout: 60, behaviour: { duration: { constant: '60s' } } };
    const { result } = run(
      exactly({}, at(0), {
        ...fifo,
        account: { ConcurrentExecutions: 200 },
        functions: { g: {}, h: slow },
        traffic: [{ to: 'h', arrivals: { burst: { count: 200 } } }],
        faults: [
          { function: 'f', from: 0, until: 10, ReservedConcurrentExecutions: 60 },
          { function: 'g', from: 10, until: 20, ReservedConcurrentExecutions: 60 },
        ],
        duration: '15s',
      }),
    );
    expect(result.functions['h']!.metrics.ConcurrentExecutions.max).toBe(140);
  });

  test.each([
    { environments: 500, seconds: 0 },
    { environments: 1000, seconds: 0 },
    { environments: 1001, seconds: 0.01 },
    { environments: 3000, seconds: 20 },
    { environments: 10_000, seconds: 90 },
  ])('CON-09 the last of $environments new environments starts after $seconds s', ({ environments, seconds }) => {
    const { own, first } = run(
      exactly({ Timeout: 900, behaviour: { duration: { constant: '900s' } } }, { burst: { count: environments } }, {
        ...fifo,
        account: { ConcurrentExecutions: 20_000 },
        duration: '2m',
      }),
    );
    expect(starts(own).at(-1)).toBe(seconds);
    expect(first.metrics).toMatchObject({ ColdStarts: environments, Throttles: 0 });
  });

  test('CON-09 the allowance refills steadily to a thousand and no further; each function has its own', () => {
    const slow = { Timeout: 900, behaviour: { duration: { constant: '900s' } } };
    const { events, result } = run(
      exactly(slow, at(0), {
        ...fifo,
        account: { ConcurrentExecutions: 20_000 },
        functions: { g: slow },
        traffic: [
          { to: 'f', arrivals: { burst: { count: 600 } } },
          { to: 'f', arrivals: { burst: { count: 1000, at: 1 } } }, // 400 left and 100 refilled
          { to: 'f', arrivals: { burst: { count: 1100, at: 100 } } }, // long full again
          { to: 'g', arrivals: { burst: { count: 1000, at: 1 } } },
        ],
        duration: '2m',
      }),
    );
    const of = (name: string, acceptedAt: number) => starts(events.filter((event) => event.function === name && event.acceptedAt === acceptedAt));
    const second = of('f', 1);
    expect(second.filter((time) => time === 1)).toHaveLength(500);
    expect(second[500]).toBe(1.01);
    expect(second.at(-1)).toBe(6);
    const third = of('f', 100);
    expect(third.filter((time) => time === 100)).toHaveLength(1000);
    expect(third.at(-1)).toBe(101);
    expect(of('g', 1).at(-1)).toBe(1);
    expect(result.functions['g']!.metrics.ColdStarts).toBe(1000);
  });

  test('CON-09 without an allowance a dispatch is throttled; a warm environment needs none', () => {
    const { first, minutes } = run(
      exactly({ Timeout: 900, behaviour: { duration: { constant: '900s' } } }, { burst: { count: 5000 } }, {
        account: { ConcurrentExecutions: 20_000 },
        duration: '1s',
      }),
      { traced: false },
    );
    expect(first.metrics).toMatchObject({ Invocations: 1000, Throttles: 4000 });
    expect(minutes.ConcurrentExecutions[0]).toBe(1000);
    // Twice a thousand in the same second, one after the other on the same environments.
    const warm = run(
      exactly({ behaviour: { duration: { constant: '100ms' } } }, { burst: { count: 1000 } }, {
        account: { ConcurrentExecutions: 20_000 },
        traffic: [0, 0.2, 0.4].map((second) => ({ to: 'f', arrivals: { burst: { count: 1000, at: second } } })),
        duration: '1s',
      }),
      { traced: false },
    );
    expect(warm.first.metrics).toMatchObject({ Invocations: 3000, Throttles: 0, ColdStarts: 1000 });
  });

  test('CON-09 a steady climb is throttled when the allowance is used up', () => {
    // The k-th event, at k / 200 s, needs the (k + 1)-th environment of 1,000 + 100 t: k = 1,999 is the first without one.
    const { own } = run(
      exactly({ Timeout: 900, behaviour: { duration: { constant: '900s' } } }, { constant: { rate: '200/s' } }, {
        account: { ConcurrentExecutions: 20_000 },
        duration: '12s',
      }),
    );
    expect(Math.min(...own.flatMap((event) => timesOf(event, 'throttled')))).toBe(9.995);
  });

  test('CON-10 in the seed era: a burst of 3,000 for the whole account, then 500 a minute', () => {
    const slow = { Timeout: 900, behaviour: { duration: { constant: '900s' } } };
    const { events } = run(
      exactly(slow, at(0), {
        ...fifo,
        profile: 'seed-era',
        account: { ConcurrentExecutions: 20_000 },
        functions: { g: slow },
        traffic: [
          { to: 'f', arrivals: { burst: { count: 2000 } } },
          { to: 'g', arrivals: { burst: { count: 1500, at: 0 } } },
        ],
        duration: '2m',
      }),
    );
    const all = starts(events);
    expect(all.filter((time) => time === 0)).toHaveLength(3000);
    expect(all[3000]).toBe(0.12);
    expect(all.at(-1)).toBe(60);
    expect(starts(events.filter((event) => event.function === 'f')).at(-1)).toBe(0);
  });

  test('CON-11 asynchronous requests a second are not limited to ten times the concurrency', () => {
    const { first } = run(
      exactly({ ReservedConcurrentExecutions: 1, behaviour: { duration: { constant: '1ms' } } }, { constant: { rate: '900/s' } }, { duration: '10s' }),
    );
    expect(first.metrics).toMatchObject({ Throttles: 0, Invocations: 9000 });
  });

  test('CON-12 with every environment busy and none to add, a dispatch is throttled', () => {
    const f = { ReservedConcurrentExecutions: 2, Timeout: 30, behaviour: { duration: { constant: '10s' } } };
    const { own, first } = run(exactly(f, { burst: { count: 3 } }, { duration: '5s' }));
    expect(own.map((event) => event.lifeLine[1]!.what)).toEqual(['admitted', 'admitted', 'throttled']);
    expect(first.metrics.Throttles).toBe(3); // at 0, 1 and 3 s
  });

  test('CON-14 the mean concurrency is the rate times the mean duration', () => {
    const even = run(exactly({ behaviour: { duration: { constant: '1500ms' } } }, { constant: { rate: '10/s' } }, { duration: '1h' }), { traced: false });
    // The fifteen that run at the end have given an average half of their time.
    expect(even.first.metrics.ConcurrentExecutions.mean).toBeCloseTo(15 - (15 * 0.7) / 3600, 9);
    const random = run(
      exactly({ Timeout: 900, behaviour: { duration: { exponential: { mean: '2s' } } } }, { poisson: { rate: '20/s' } }, { duration: '1h' }),
      { traced: false },
    );
    // The mean of an M/G/∞ queue over T has variance 2ρE[S]/T for exponential times; less the start from empty, ρE[S]/T.
    const standardError = Math.sqrt((2 * 40 * 2) / 3600);
    expect(Math.abs(random.first.metrics.ConcurrentExecutions.mean - (40 - 80 / 3600))).toBeLessThan(4 * standardError);
  });

  test('CON-16 initialisation holds the slot as the handler does', () => {
    const f = { ReservedConcurrentExecutions: 1, behaviour: { initDuration: { constant: '5s' }, duration: { constant: '1s' } } };
    const { own, first } = run(exactly(f, at(0, 5.9, 6), { duration: '1m' }));
    expect(lifeLine(own[0])).toBe('0 accepted | 0 admitted | 5 started | 6 succeeded');
    expect(timesOf(own[1], 'throttled')).toEqual([5.9, 6.9]);
    expect(lifeLine(own[2])).toBe('6 accepted | 6 admitted | 6 started | 7 succeeded');
    expect(first.metrics.ConcurrentExecutions.mean).toBeCloseTo(8 / 60, 12);
  });

  test('CON-17 lowering a reservation stops nothing that runs; new dispatches wait until it has drained', () => {
    const script = [story(0, '30s success'), story(1, '40s success'), story(2, '50s success')];
    const f = { ReservedConcurrentExecutions: 3, Timeout: 60, behaviour: { duration: { constant: '1s' }, script } };
    const { own } = run(exactly(f, at(0, 0, 0, 20), { ...fifo, faults: [{ function: 'f', from: 10, until: 300, ReservedConcurrentExecutions: 1 }] }));
    expect(own.map(({ endedAt }) => endedAt)).toEqual([30, 40, 50, 51]);
    const none = run(exactly(f, at(0, 0, 0), { faults: [{ function: 'f', from: 10, until: 300, ReservedConcurrentExecutions: 0 }] }));
    expect(none.own.map(({ outcome }) => outcome)).toEqual(['delivered', 'delivered', 'delivered']);
  });

  test('CON-18 whoever invokes a function, all its executions share its reservation', () => {
    const slow = { ReservedConcurrentExecutions: 5, Timeout: 30, behaviour: { duration: { constant: '30s' } } };
    const { first } = run(
      exactly(slow, at(0), {
        traffic: [
          { to: 'f', arrivals: { burst: { count: 4 } } },
          { to: 'f', arrivals: { burst: { count: 4, at: 1 } } },
        ],
        duration: '20s',
      }),
    );
    expect(first.metrics.ConcurrentExecutions.max).toBe(5);
  });
});
