import { describe, expect, test } from 'vitest';
import { at, exactly, gaps, lifeLine, mean, run, story, timesOf, underHeldSlot } from '../engines/check.ts';

const ticks = [0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1111, 1411];

describe('THR: back-off after throttles and system errors', () => {
  test('THR-01 the wait doubles from one second to five minutes after a throttle', () => {
    const { own } = run(underHeldSlot({}, at(0), { duration: '1500s' }));
    expect(timesOf(own[0], 'throttled')).toEqual(ticks);
    expect(gaps(timesOf(own[0], 'throttled'))).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });

  test('THR-01 the wait doubles from one second to five minutes after a system error', () => {
    const { events } = run(exactly({ behaviour: { systemErrorRate: 1 } }, at(0), { duration: '1500s' }));
    expect(timesOf(events[0], 'systemError')).toEqual(ticks);
  });

  test('THR-02 retries go on for up to six hours unless the settings say otherwise', () => {
    const { own, first } = run(underHeldSlot({}, at(100)));
    const attempts = timesOf(own[0], 'throttled');
    expect(attempts.at(-1)).toBe(100 + 21_511);
    expect(attempts.every((time) => time < 100 + 21_600)).toBe(true);
    expect(first.discarded.byCondition.EventAgeExceeded).toBe(1);
  });

  test('THR-03 the measured tries lie within a tenth of 1, 2, 4 … s after one another', () => {
    // Two events at once on one environment, a handler of 60 s behind a cold start of 450 ms, 33 ms to the first dispatch.
    const scenario = exactly(
      { ReservedConcurrentExecutions: 1, Timeout: 120, behaviour: { duration: { constant: '60s' }, initDuration: { constant: '450ms' } } },
      at(0, 0),
      { duration: '5m', assumptions: { dispatchLatency: '33ms' } },
    );
    const { events } = run(scenario);
    const tries = [...timesOf(events[1], 'throttled'), ...timesOf(events[1], 'admitted')];
    expect(tries).toEqual([0.033, 1.033, 3.033, 7.033, 15.033, 31.033, 63.033]);
    const waits = gaps(tries);
    const measured = { last: 16.1, beforeSuccess: 35.1 };
    expect(Math.abs(measured.last / waits[4]! - 1)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(measured.beforeSuccess / waits[5]! - 1)).toBeLessThanOrEqual(0.1);
    // Ages at the last three tries. The first, 16.645 s, is 0.1 s beyond what a tenth on every wait can give.
    const ages = [16.645, 32.79, 67.932];
    expect(ages.map((age, index) => Math.abs(age / tries[4 + index]! - 1) <= 0.1)).toEqual([false, true, true]);
    expect(ages[0]! / tries[4]!).toBeLessThan(1.11);
  });

  test('THR-04 a slot held for two minutes and an age limit of 60 s: six throttles, dropped at half a minute', () => {
    const EventInvokeConfig = { MaximumEventAgeInSeconds: 60 };
    const documented = run(
      exactly({ ReservedConcurrentExecutions: 1, Timeout: 300, EventInvokeConfig, behaviour: { script: [story(0, '120s success')] } }, at(0, 0), {
        duration: '10m',
      }),
    );
    expect(lifeLine(documented.events[1])).toBe(
      '0 accepted | 0 throttled | 1 throttled | 3 throttled | 7 throttled | 15 throttled | 31 throttled | 31 dropped',
    );
    expect(documented.events[1]).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 0 });
    expect(documented.first.metrics).toMatchObject({ Throttles: 6, Invocations: 1, AsyncEventsDropped: 1 });

    const measured = run(
      underHeldSlot({ EventInvokeConfig }, { burst: { count: 400 } }, {
        duration: '10m',
        assumptions: { timing: 'measured', dispatchLatency: '40ms' },
      }),
    );
    const endings = measured.own.map((event) => ({ throttles: timesOf(event, 'throttled').length, dropped: event.endedAt! }));
    const six = endings.filter(({ throttles }) => throttles === 6);
    expect(six.length).toBeGreaterThan(0.85 * endings.length);
    const drops = six.map(({ dropped }) => dropped);
    // What was measured, 29.8 to 30.8 s, is an ordinary draw.
    expect(drops.filter((time) => time > 29.8 && time < 30.8).length).toBeGreaterThan(0.1 * drops.length);
    expect(Math.min(...drops)).toBeGreaterThanOrEqual(0.04 + 0.9 * 31);
    expect(Math.max(...drops)).toBeLessThanOrEqual(0.04 + 1.1 * 31);
    // Now and then all waits are short and a seventh try fits; never an eighth.
    expect(Math.max(...endings.map(({ throttles }) => throttles))).toBe(7);
  });

  test('THR-05 as measured, every wait of the back-off is up to a tenth shorter or longer', () => {
    const { own } = run(underHeldSlot({}, { constant: { rate: '1/s' } }, { duration: '30m', assumptions: { timing: 'measured' } }));
    const nominal = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300];
    const shares: number[][] = nominal.map(() => []);
    for (const event of own)
      gaps(timesOf(event, 'throttled')).forEach((gap, index) => shares[index]?.push(gap / nominal[index]!));
    for (const [index, share] of shares.entries()) {
      if (index > 8) continue; // few events live to see the long ones, and those with short waits more often
      expect(Math.min(...share)).toBeGreaterThanOrEqual(0.9 - 1e-6);
      expect(Math.max(...share)).toBeLessThanOrEqual(1.1 + 1e-6);
      if (index < 6) expect(Math.abs(mean(share) - 1)).toBeLessThan((4 * 0.0577) / Math.sqrt(share.length));
    }
  });

  test.each([
    { ageRule: 'lookAhead', dropped: 21_511 },
    { ageRule: 'deadline', dropped: 21_600 },
  ] as const)('THR-06 eighty attempts in six hours; under $ageRule dropped at $dropped s', ({ ageRule, dropped }) => {
    const { own, first } = run(underHeldSlot({}, at(0), { assumptions: { ageRule } }));
    expect(first.metrics.Throttles).toBe(80);
    expect(own[0]).toMatchObject({ condition: 'EventAgeExceeded', endedAt: dropped });
  });

  test('THR-07 a throttle is neither an invocation nor an error', () => {
    const { first } = run(underHeldSlot({}, at(0), { duration: '100s' }));
    expect(first.metrics).toMatchObject({ Throttles: 7, Invocations: 0, Errors: 0, ColdStarts: 0 });
  });

  test('THR-08 an hour later a throttled event may still be waiting', () => {
    const { first, own } = run(underHeldSlot({}, at(0), { duration: '1h' }));
    expect(first.waiting).toEqual({ total: 1, delayed: 1, byReason: { unread: 0, throttleBackoff: 1, functionErrorWait: 0 } });
    expect(own[0]).toMatchObject({ outcome: 'waiting', endedAt: null });
  });

  test('THR-09 throttles and system errors end by age, whatever it is set to; zero reserved concurrency knows no retry', () => {
    const config = { EventInvokeConfig: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 0 } };
    const throttled = run(underHeldSlot(config, at(0))).first;
    const erring = run(exactly({ ...config, behaviour: { systemErrorRate: 1 } }, at(0)));
    const stopped = run(exactly({ ...config, ReservedConcurrentExecutions: 0 }, at(0)));
    expect(throttled.metrics.Throttles).toBe(9);
    expect(throttled.discarded.byCondition.EventAgeExceeded).toBe(1);
    expect(timesOf(erring.events[0], 'systemError')).toHaveLength(9);
    expect(erring.events[0]).toMatchObject({ condition: 'EventAgeExceeded', endedAt: 255 });
    expect(lifeLine(stopped.events[0])).toBe('0 accepted | 0 dropped');
    expect(stopped.events[0]?.condition).toBe('ZeroReservedConcurrency');
  });
});
