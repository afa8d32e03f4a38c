import { describe, expect, test } from 'vitest';
import type { EventRecord } from '../../sim/engines/result.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { at, exactly, issuesOf, lifeLine, run, story, timesOf } from '../engines/check.ts';

type FunctionInput = ScenarioInput['functions'][string];

const fifo = { assumptions: { dispatch: 'fifo' as const } };
const starts = (events: readonly Parameters<typeof timesOf>[0][]): number[] =>
  events.map((event) => timesOf(event, 'started')[0]!).sort((a, b) => a - b);

const disciplines = ['backoff', 'adaptive', 'fifo'] as const;

/** So many environments, kept ready or asked for at some instant. */
const provisioned = (ProvisionedConcurrentExecutions: number, requestedAt?: number) => ({
  ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions, ...(requestedAt === undefined ? {} : { requestedAt }) },
});

/** Events for a qualifier of `f`. */
const sendTo = (qualifier: string, ...seconds: number[]) => ({ to: 'f', qualifier, arrivals: at(...seconds) });
const burstTo = (qualifier: string, count: number, second = 0) => ({ to: 'f', qualifier, arrivals: { burst: { count, at: second } } });

const coldStarts = (events: readonly EventRecord[]): number[] =>
  events.flatMap(({ lifeLine: steps }) => steps.filter(({ coldStart }) => coldStart).map(({ t }) => t)).sort((a, b) => a - b);

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

  test.each(disciplines)('CON-04 under %s what is provisioned for functions without a reservation is out of the pool, busy or idle', (dispatch) => {
    const slow = { Timeout: 60, behaviour: { duration: { constant: '60s' } } };
    const most = (f: FunctionInput) =>
      run(
        exactly({ ...slow, ...f }, at(0), {
          account: { ConcurrentExecutions: 300 },
          functions: { g: slow },
          traffic: [{ to: 'g', arrivals: { burst: { count: 320 } } }],
          assumptions: { dispatch },
          duration: '20s',
        }),
      ).result.functions['g']!.metrics.ConcurrentExecutions.max;
    expect(most({})).toBe(300);
    expect(most({ versions: { '1': provisioned(50) } })).toBe(250);
    expect(most({ versions: { '1': provisioned(50), '2': provisioned(20) }, aliases: { live: { FunctionVersion: '2', ...provisioned(30) } } })).toBe(200);
    // With a reservation it is the reservation that counts, provisioned or not.
    expect(most({ ReservedConcurrentExecutions: 80, versions: { '1': provisioned(50) } })).toBe(220);
    expect(most({ versions: { '1': provisioned(50, 30) } })).toBe(300);
  });

  test('CON-04 it leaves the pool when it is asked for, not when it can be used', () => {
    const slow = { Timeout: 60, behaviour: { duration: { constant: '10s' } } };
    const { events } = run(
      exactly({ versions: { '1': provisioned(100, 60) } }, at(0), {
        ...fifo,
        account: { ConcurrentExecutions: 250 },
        functions: { g: slow },
        traffic: [40, 60, 80].map((second) => ({ to: 'g', arrivals: { burst: { count: 200, at: second } } })),
        duration: '81s',
      }),
    );
    const admittedAt = (second: number) => events.filter((event) => timesOf(event, 'admitted')[0] === second && event.acceptedAt === second).length;
    expect([40, 60, 80].map(admittedAt)).toEqual([200, 150, 150]);
  });

  test('CON-04 what spills over comes out of the pool, what is provisioned does not', () => {
    const slow = { Timeout: 60, behaviour: { duration: { constant: '60s' } } };
    const { result } = run(
      exactly({ ...slow, versions: { '1': provisioned(30) } }, at(0), {
        account: { ConcurrentExecutions: 150 },
        functions: { g: slow },
        traffic: [burstTo('1', 50), { to: 'g', arrivals: { burst: { count: 150, at: 1 } } }],
        duration: '20s',
      }),
    );
    expect(result.functions['f:1']!.metrics).toMatchObject({ ProvisionedConcurrencyInvocations: 30, ProvisionedConcurrencySpilloverInvocations: 20 });
    expect(result.functions['g']!.metrics.ConcurrentExecutions.max).toBe(100);
  });

  describe('CON-05 provisioned concurrency', () => {
    const slowToStart = { behaviour: { initDuration: { constant: '5s' }, duration: { constant: '1s' } } };

    test.each(disciplines)('CON-05 under %s it never starts cold, however long it was idle', (dispatch) => {
      const { events, result } = run(
        exactly({ ...slowToStart, versions: { '1': provisioned(1), '2': {} } }, at(0), {
          traffic: [sendTo('1', 0, 30, 1000, 5000), sendTo('2', 0, 30, 1000)],
          assumptions: { dispatch },
        }),
      );
      const of = (name: string) => events.filter((event) => event.function === name);
      expect(starts(of('f:1'))).toEqual([0, 30, 1000, 5000]);
      expect(starts(of('f:2'))).toEqual([5, 30, 1005]);
      expect(result.functions['f:1']!.metrics).toMatchObject({ ColdStarts: 0, ProvisionedConcurrencyInvocations: 4 });
      expect(of('f:1')[0]!.lifeLine[1]).toEqual({ t: 0, what: 'admitted', clause: 'CON-05' });
    });

    test('CON-05 nor after a timeout, which costs any other environment', () => {
      const timesOut = { Timeout: 3, behaviour: { initDuration: { constant: '5s' }, script: [story(0, 'timeout', '1s success')] } };
      const { events } = run(
        exactly({ ...timesOut, versions: { '1': provisioned(1), '2': {} } }, at(0), { traffic: [sendTo('1', 0), sendTo('2', 0)] }),
      );
      expect(events.map(lifeLine)).toEqual([
        '0 accepted | 0 admitted | 0 started | 3 timedOut | 63 admitted | 63 started | 64 succeeded',
        '0 accepted | 0 admitted | 5 started | 8 timedOut | 68 admitted | 73 started | 74 succeeded',
      ]);
    });

    test('CON-05 an alias may have some of its own; what is sent to the version does not use it', () => {
      const f: FunctionInput = { ...slowToStart, versions: { '1': {} }, aliases: { live: { FunctionVersion: '1', ...provisioned(1) } } };
      const { result } = run(exactly(f, at(0), { traffic: [sendTo('live', 0, 30), sendTo('1', 60), sendTo('$LATEST', 60)] }));
      expect(['f:live', 'f:1', 'f'].map((name) => result.functions[name]!.metrics.ProvisionedConcurrencyInvocations)).toEqual([2, 0, 0]);
      expect(['f:live', 'f:1', 'f'].map((name) => result.functions[name]!.metrics.ColdStarts)).toEqual([0, 1, 1]);
    });

    test('CON-05 it needs no allowance for new environments', () => {
      const { events, result } = run(
        exactly({ Timeout: 60, behaviour: { duration: { constant: '60s' } }, versions: { '1': provisioned(1500) } }, at(0), {
          account: { ConcurrentExecutions: 20_000 },
          traffic: [burstTo('1', 1500), burstTo('$LATEST', 1000)],
          duration: '1s',
        }),
      );
      expect(starts(events).at(-1)).toBe(0);
      expect(result.functions['f']!.metrics.Throttles).toBe(0);
    });

    test('CON-05 not for $LATEST, under whatever name', () => {
      expect(issuesOf(exactly(provisioned(1) as FunctionInput, at(0)))).toEqual([{ path: 'functions.f.ProvisionedConcurrencyConfig', clause: 'CON-05' }]);
      expect(issuesOf(exactly({ aliases: { head: { FunctionVersion: '$LATEST', ...provisioned(1) } } }, at(0)))).toEqual([
        { path: 'functions.f.aliases.head.ProvisionedConcurrencyConfig', clause: 'CON-05' },
      ]);
      expect(issuesOf(exactly({ versions: { '1': {} }, aliases: { live: { FunctionVersion: '1', ...provisioned(1) } } }, at(0)))).toEqual([]);
    });

    test('CON-05 it fits into the reservation, or into what is unreserved less a hundred', () => {
      const clauses = (functions: Record<string, FunctionInput>, more: Partial<ScenarioInput> = {}) =>
        issuesOf(exactly({}, at(0), { functions, ...more })).map(({ clause }) => clause);
      const both = (one: number, other: number): FunctionInput => ({
        versions: { '1': provisioned(one) },
        aliases: { live: { FunctionVersion: '1', ...provisioned(other) } },
      });
      const reserving = (ReservedConcurrentExecutions: number, f: FunctionInput): FunctionInput => ({ ReservedConcurrentExecutions, ...f });
      expect(clauses({ g: reserving(10, both(6, 4)) })).toEqual([]);
      expect(clauses({ g: reserving(10, both(6, 5)) })).toEqual(['CON-05']);
      expect(clauses({ g: both(450, 450) })).toEqual([]);
      expect(clauses({ g: both(450, 451) })).toEqual(['CON-05']);
      expect(clauses({ g: both(300, 100), h: reserving(500, both(400, 100)) })).toEqual([]);
      expect(clauses({ g: both(300, 101), h: reserving(500, {}) })).toHaveLength(1);
      expect(clauses({ g: both(100, 50) }, { account: { ConcurrentExecutions: 249 } })).toEqual(['CON-05']);
      const fault = (ReservedConcurrentExecutions: number) => ({ faults: [{ function: 'g', from: 0, until: 10, ReservedConcurrentExecutions }] });
      expect(clauses({ g: reserving(20, both(6, 4)) }, fault(9))).toEqual(['CON-05']);
      for (const reservation of [0, 10]) expect(clauses({ g: reserving(20, both(6, 4)) }, fault(reservation))).toEqual([]);
    });
  });

  describe('CON-06 beyond what is provisioned', () => {
    const slow = { Timeout: 60, behaviour: { initDuration: { constant: '3s' }, duration: { constant: '10s' } } };

    test.each(disciplines)('CON-06 under %s invocations spill over to cold environments made on demand', (dispatch) => {
      const { events, result } = run(
        exactly({ ...slow, versions: { '1': provisioned(2) } }, at(0), { traffic: [sendTo('1', 0, 0, 0, 0, 0, 12)], assumptions: { dispatch } }),
      );
      expect(starts(events)).toEqual([0, 0, 3, 3, 3, 12]);
      expect(events.map(({ lifeLine: steps }) => steps[1]!.clause)).toEqual(['CON-05', 'CON-05', 'CON-06', 'CON-06', 'CON-06', 'CON-05']);
      expect(result.functions['f:1']!.metrics).toMatchObject({
        ColdStarts: 3,
        Throttles: 0,
        ProvisionedConcurrencyInvocations: 3,
        ProvisionedConcurrencySpilloverInvocations: 3,
      });
    });

    test('CON-06 an environment that was made so is warm for the next that spills over', () => {
      const { events } = run(exactly({ ...slow, versions: { '1': provisioned(1) } }, at(0), { traffic: [sendTo('1', 0, 0, 20, 20)] }));
      expect(starts(events)).toEqual([0, 3, 20, 20]);
      expect(events[3]!.lifeLine[1]!.clause).toBe('CON-06');
    });

    test.each(disciplines)('CON-06 under %s with a reservation they spill over into what is left of it, and only then wait', (dispatch) => {
      const f: FunctionInput = { ...slow, ReservedConcurrentExecutions: 3, versions: { '1': provisioned(2) } };
      const { events, result } = run(exactly(f, at(0), { traffic: [sendTo('1', 0, 0, 0, 0)], assumptions: { dispatch } }));
      expect(starts(events)).toEqual(dispatch === 'fifo' ? [0, 0, 3, 10] : [0, 0, 3, 15]);
      expect(result.functions['f:1']!.metrics).toMatchObject({ Throttles: dispatch === 'fifo' ? 0 : 4, ProvisionedConcurrencySpilloverInvocations: 1 });
    });

    test.each(disciplines)('CON-06 under %s also beyond ten requests a second for each, however short they are', (dispatch) => {
      const brief: FunctionInput = { behaviour: { duration: { constant: '1ms' } }, versions: { '1': provisioned(2) } };
      const { result, events } = run(
        exactly(brief, at(0), { traffic: [{ to: 'f', qualifier: '1', arrivals: { constant: { rate: '25/s' } } }], duration: '4s', assumptions: { dispatch } }),
      );
      expect(result.functions['f:1']!.metrics).toMatchObject({
        Invocations: 100,
        ProvisionedConcurrencyInvocations: 80,
        ProvisionedConcurrencySpilloverInvocations: 20,
        Throttles: 0,
      });
      const firstSecond = events.slice(0, 25).map(({ lifeLine: steps }) => steps[1]!.clause);
      expect(firstSecond).toEqual([...Array<string>(20).fill('CON-05'), ...Array<string>(5).fill('CON-06')]);
    });

    test('CON-06 the seconds are those of the scenario: ten in the second half of one and ten in the first half of the next spill nothing', () => {
      const brief: FunctionInput = { behaviour: { duration: { constant: '1ms' } }, versions: { '1': provisioned(1) } };
      const ten = (from: number): number[] => Array.from({ length: 10 }, (_, place) => from + place / 25);
      const { result } = run(exactly(brief, at(0), { traffic: [sendTo('1', ...ten(5.5), ...ten(6), ...ten(6.5))] }));
      expect(result.functions['f:1']!.metrics).toMatchObject({ ProvisionedConcurrencyInvocations: 20, ProvisionedConcurrencySpilloverInvocations: 10 });
    });

    test.each(disciplines)('CON-06 under %s where nothing is left to spill into, the eleventh of a second waits', (dispatch) => {
      const brief: FunctionInput = { ReservedConcurrentExecutions: 1, behaviour: { duration: { constant: '1ms' } }, versions: { '1': provisioned(1) } };
      const seconds = Array.from({ length: 11 }, (_, place) => 5 + place / 20);
      const { events, result } = run(exactly(brief, at(0), { traffic: [sendTo('1', ...seconds)], assumptions: { dispatch } }));
      expect(starts(events).slice(0, 10)).toEqual(seconds.slice(0, 10));
      expect(starts(events)[10]).toBe(dispatch === 'fifo' ? 6 : 6.5);
      expect(result.functions['f:1']!.metrics.Throttles).toBe(dispatch === 'fifo' ? 0 : 1);
    });
  });

  test.each(disciplines)('CON-07 under %s where all of a reservation is provisioned, $LATEST has nothing', (dispatch) => {
    const f: FunctionInput = {
      ReservedConcurrentExecutions: 5,
      EventInvokeConfig: { MaximumEventAgeInSeconds: 60 },
      versions: { '1': provisioned(2), '2': {} },
      aliases: { live: { FunctionVersion: '1', ...provisioned(3) } },
    };
    const { result, events } = run(
      exactly(f, at(0), { traffic: ['1', 'live', '$LATEST'].map((qualifier) => sendTo(qualifier, 0, 0)), duration: '2m', assumptions: { dispatch } }),
    );
    for (const name of ['f:1', 'f:live'])
      expect(result.functions[name]).toMatchObject({ delivered: { total: 2 }, metrics: { Throttles: 0, ProvisionedConcurrencyInvocations: 2 } });
    expect(result.functions['f']).toMatchObject({
      delivered: { total: 0 },
      discarded: { total: 2, byCondition: { EventAgeExceeded: 2 } },
      metrics: { Invocations: 0, Throttles: dispatch === 'fifo' ? 0 : 12 },
    });
    expect(lifeLine(events.at(-1))).toBe(
      dispatch === 'fifo'
        ? '0 accepted | 0 queued | 60 dropped'
        : '0 accepted | 0 throttled | 1 throttled | 3 throttled | 7 throttled | 15 throttled | 31 throttled | 31 dropped',
    );
  });

  test('CON-07 one environment less, and $LATEST has one', () => {
    const f: FunctionInput = { ReservedConcurrentExecutions: 5, Timeout: 60, behaviour: { duration: { constant: '60s' } }, versions: { '1': provisioned(4) } };
    const { result } = run(exactly(f, at(0), { traffic: [burstTo('$LATEST', 3), burstTo('1', 4)], duration: '30s' }));
    expect(result.functions['f']!.metrics.ConcurrentExecutions.max).toBe(1);
    expect(result.functions['f:1']!.metrics).toMatchObject({ ProvisionedConcurrencyInvocations: 4, Throttles: 0 });
  });

  describe('CON-08 provisioned concurrency that is asked for meanwhile', () => {
    // Allocation begins after a minute or two (here: 90 s) and makes 6,000 a minute.
    test.each([
      { environments: 1, usable: 10 + 90 + 0.01 },
      { environments: 100, usable: 10 + 90 + 1 },
      { environments: 6000, usable: 10 + 90 + 60 },
    ])('CON-08 $environments of it, asked for at 10 s, can be used from $usable s on, all at once', ({ environments, usable }) => {
      for (const dispatch of disciplines) {
        const { events, result } = run(
          exactly({ behaviour: { initDuration: { constant: '2s' }, duration: { constant: '1s' } }, versions: { '1': provisioned(environments, 10) } }, at(0), {
            account: { ConcurrentExecutions: 10_000 },
            traffic: [sendTo('1', 0, 40, usable - 0.000_001, usable, usable + 50)],
            assumptions: { dispatch },
          }),
        );
        expect(events.map(({ lifeLine: steps }) => steps[1]!.clause)).toEqual(['CON-16', 'CON-16', 'CON-16', 'CON-05', 'CON-05']);
        expect(coldStarts(events)).toEqual([0]);
        expect(result.functions['f:1']!.metrics).toMatchObject({ ProvisionedConcurrencyInvocations: 2, ProvisionedConcurrencySpilloverInvocations: 0 });
      }
    });

    test.each([
      ['backoff', 132],
      ['adaptive', 132],
      ['fifo', 95.02],
    ] as const)('CON-08 under %s an event that has nothing else to run in starts at %d s', (dispatch, second) => {
      const f: FunctionInput = { ReservedConcurrentExecutions: 2, behaviour: { initDuration: { constant: '2s' } }, versions: { '1': provisioned(2, 5) } };
      const { events } = run(exactly(f, at(0), { traffic: [sendTo('1', 5)], assumptions: { dispatch } }));
      expect(starts(events)).toEqual([second]);
      expect(coldStarts(events)).toEqual([]);
    });

    test('CON-08 until it is asked for, nobody misses it', () => {
      const f: FunctionInput = { ReservedConcurrentExecutions: 2, Timeout: 60, behaviour: { duration: { constant: '10s' } }, versions: { '1': provisioned(2, 60) } };
      const { events } = run(exactly(f, at(0), { traffic: [sendTo('$LATEST', 0, 0, 59.9, 60)] }));
      expect(events.map(({ lifeLine: steps }) => steps[1]!.what)).toEqual(['admitted', 'admitted', 'admitted', 'throttled']);
    });
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

  test('CON-13 600 reserved and 200 provisioned elsewhere claim 800, whatever is in use; what the rest uses comes on top', () => {
    const functions = { reserved: { ReservedConcurrentExecutions: 600 }, f: { versions: { '1': provisioned(200) } }, rest: { Timeout: 20, behaviour: { duration: { constant: '10s' } } } };
    const account = { ConcurrentExecutions: 1000 };
    const claimed = (traffic: ScenarioInput['traffic']) => run({ ...exactly({}, at()), account, functions, traffic: traffic! }).result.account.ClaimedAccountConcurrency.max;
    expect(claimed([])).toBe(800);
    expect(claimed([burstTo('1', 150)])).toBe(800);
    expect(claimed([burstTo('1', 150), { to: 'reserved', arrivals: at(0, 0) }, { to: 'rest', arrivals: at(0, 1, 2) }])).toBe(803);
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

  test.each(disciplines)('CON-18 under %s $LATEST, versions and aliases share the reservation', (dispatch) => {
    const f: FunctionInput = {
      ReservedConcurrentExecutions: 5,
      Timeout: 60,
      behaviour: { duration: { constant: '60s' } },
      versions: { '1': {}, '2': {} },
      aliases: { live: { FunctionVersion: '2' } },
    };
    const { result } = run(
      exactly(f, at(0), {
        traffic: [burstTo('1', 2), burstTo('live', 2), burstTo('$LATEST', 2), burstTo('2', 2)],
        assumptions: { dispatch },
        duration: '20s',
      }),
    );
    expect(['f:1', 'f:live', 'f', 'f:2'].map((name) => result.functions[name]!.metrics.ConcurrentExecutions.max)).toEqual([2, 2, 1, 0]);
  });

  test.each(disciplines)('CON-18 under %s a slot that one of them frees is there for another', (dispatch) => {
    const f: FunctionInput = { ReservedConcurrentExecutions: 1, Timeout: 60, behaviour: { duration: { constant: '5s' } }, versions: { '1': {} } };
    const { events } = run(exactly(f, at(0), { traffic: [sendTo('1', 0), sendTo('$LATEST', 1)], assumptions: { dispatch } }));
    expect(starts(events)).toEqual([0, dispatch === 'fifo' ? 5 : 8]);
  });

  test('CON-18 an alias runs in the environments of its version; another version, and $LATEST, in their own', () => {
    const f: FunctionInput = {
      behaviour: { initDuration: { constant: '2s' }, duration: { constant: '1s' } },
      versions: { '1': {}, '2': {} },
      aliases: { live: { FunctionVersion: '1' }, same: { FunctionVersion: '1' }, head: { FunctionVersion: '$LATEST' } },
    };
    const { events } = run(
      exactly(f, at(0), {
        traffic: ['1', 'live', 'same', '2', '$LATEST', 'head', '1'].map((qualifier, place) => sendTo(qualifier, 10 * place)),
      }),
    );
    expect(starts(events)).toEqual([2, 10, 20, 32, 42, 50, 60]);
  });

  test('CON-09 the allowance for new environments is the function’s, not a version’s', () => {
    const slow: FunctionInput = { Timeout: 900, behaviour: { duration: { constant: '900s' } } };
    const f: FunctionInput = { ...slow, versions: { '1': {} }, aliases: { live: { FunctionVersion: '1' } } };
    const { events } = run(
      exactly(f, at(0), {
        ...fifo,
        account: { ConcurrentExecutions: 20_000 },
        traffic: [burstTo('$LATEST', 600), burstTo('1', 300), burstTo('live', 300)],
        duration: '1m',
      }),
    );
    expect(starts(events).filter((second) => second === 0)).toHaveLength(1000);
    expect(starts(events).at(-1)).toBe(2);
  });
});
