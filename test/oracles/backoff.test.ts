import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../sim/engines/result.ts';
import { exactly, gaps, timesOf, underHeldSlot } from '../engines/check.ts';
import { controlled, expectAgreement, seed, work } from './estimate.ts';
import reference from './referenceValues.json' with { type: 'json' };
import { once, replicate, textbook } from './simulate.ts';

/** Per-event back-off, under `backoff`: without jitter exactly, with it as a mean. */

const refusedFor = (ageLimit: number, ageRule: 'lookAhead' | 'deadline' = 'lookAhead'): EventRecord =>
  once(underHeldSlot({ EventInvokeConfig: { MaximumEventAgeInSeconds: ageLimit } }, { at: [0] }, { assumptions: { ageRule } })).events.find(
    ({ function: name }) => name === 'f',
  )!;

describe('back-off without jitter', () => {
  it.each(reference.backoff_time)('$id: the $n-th retry comes at $expected s', ({ n, expected }) => {
    expect(timesOf(refusedFor(21_600), 'throttled')[n]).toBe(expected);
  });

  it('waits 1, 2, 4 … 256, 300, 300 … seconds', () => {
    const waits = gaps(timesOf(refusedFor(21_600), 'throttled'));
    expect(waits.slice(0, 9)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
    expect(new Set(waits.slice(9))).toEqual(new Set([300]));
  });

  it.each(reference.backoff_attempts)('$id: refused until an age of $age s', ({ age, expected }) => {
    for (const [rule, droppedAt] of [['lookAhead', expected.drop_lookahead], ['deadline', expected.drop_deadline]] as const) {
      const event = refusedFor(age, rule);
      expect(timesOf(event, 'throttled')).toHaveLength(expected.attempts);
      expect(timesOf(event, 'throttled').at(-1)).toBe(expected.last_attempt);
      expect(event).toMatchObject({ outcome: 'discarded', condition: 'EventAgeExceeded', endedAt: droppedAt });
    }
  });

  it.each(reference.backoff_pickup)('$id: room from $T s on is noticed at $expected.tick s', ({ T, expected }) => {
    // System errors until T are refusals on the same schedule; from T on there is room.
    const { events } = once(exactly({}, { at: [0] }, { faults: [{ function: 'f', from: 0, until: T, systemErrorRate: 1 }] }));
    expect(timesOf(events[0], 'admitted')).toEqual([expected.tick]);
    expect(expected.tick - T).toBe(expected.wasted);
    expect(timesOf(events[0], 'systemError')).toHaveLength(expected.attempts - 1);
  });

  it.each(reference.burst_backoff)('$id: $N events at once for $c slots', ({ N, c, D, age, expected }) => {
    const { f, events } = once(
      exactly(
        { ReservedConcurrentExecutions: c, EventInvokeConfig: { MaximumEventAgeInSeconds: age }, behaviour: { duration: { constant: D } } },
        { burst: { count: N } },
      ),
    );
    expect({
      served: f.delivered.total,
      discarded: f.discarded.byCondition.EventAgeExceeded,
      last_start: Math.max(...events.flatMap((event) => timesOf(event, 'started'))),
      throttles: f.metrics.Throttles,
    }).toEqual(expected);
  });

  it.each(reference.burst_fifo)('$id: the same under the ideal queue', ({ N, c, D, expected }) => {
    const scenario = exactly({ ReservedConcurrentExecutions: c, behaviour: { duration: { constant: D } } }, { burst: { count: N } }, { assumptions: { dispatch: 'fifo' } });
    const { f } = once(scenario);
    expect(f.latencySeconds.max).toBe(expected.makespan);
    expect(f.delaySeconds.mean).toBeCloseTo(expected.mean_wait, 9);
    expect(f.delivered.total).toBe(N);
    expect(f.metrics.Throttles).toBe(0);
  });
});

describe('back-off with waits spread over ± 10 %', () => {
  const cases = reference.backoff_expected_attempts;

  it.each(cases)('$id: attempts by an age of $age s, jitter $jitter', { timeout: 3_600_000 }, ({ id, age, jitter, expected }) => {
    const scenario = underHeldSlot({ EventInvokeConfig: { MaximumEventAgeInSeconds: age } }, { burst: { count: jitter === 'none' ? 1 : 400 } });
    scenario.seed = seed;
    scenario.assumptions = { ...scenario.assumptions, timing: jitter === 'none' ? 'documented' : 'measured', dispatchLatency: 0 };
    const attempts = replicate(scenario, jitter === 'none' ? 1 : 20 * work, ({ f }) => f.metrics.Throttles / f.received);
    if (jitter === 'none') expect(attempts).toEqual([expected]);
    else expectAgreement(id, attempts, expected);
  });
});

describe('refusals by chance', () => {
  it.each(reference.throttle_iid)('$id: each dispatch refused with probability $q', { timeout: 3_600_000 }, ({ id, q, expected }) => {
    const count = q > 0.5 ? 2500 : 8000;
    // Counted by life-lines: a system error is no CloudWatch metric of the function.
    const scenario = textbook({ behaviour: { systemErrorRate: q, duration: { constant: 0 } } }, { burst: { count } }, 22_000, {
      account: { ConcurrentExecutions: 100_000 },
      // The scaling rate would refuse too, so there is one environment: a handler that takes no time frees it at once.
      assumptions: { dispatch: 'backoff', timing: 'documented', dispatchLatency: 0, duplicateProbability: 0 },
    });
    const measures = replicate(
      scenario,
      20 * work,
      ({ f, events }) => {
        const refusals = events.reduce((sum, { lifeLine }) => sum + lifeLine.filter(({ what }) => what === 'systemError').length, 0);
        return { attempts: (refusals + f.metrics.Invocations) / f.received, delay: f.delaySeconds.mean!, lost: f.discarded.total / f.received, first: timesOf(events[0], 'admitted').length };
      },
      true,
    );
    expectAgreement(`${id} attempts`, measures.map(({ attempts }) => attempts), expected.E_attempts);
    // The delay's mean is mostly the luck of how many were refused, and that mean is known.
    expectAgreement(`${id} delay`, controlled(measures.map(({ delay }) => delay), measures.map(({ attempts }) => attempts), expected.E_attempts), expected.E_delay_given_success);
    // One in 4,600 at most: far too rare for 1 %, so only that the count is a likely one.
    const lost = measures.reduce((sum, each) => sum + each.lost * count, 0);
    const likely = expected.p_lost * count * measures.length;
    expect(Math.abs(lost - likely)).toBeLessThanOrEqual(4 * Math.sqrt(likely) + 1e-9);
  });
});
