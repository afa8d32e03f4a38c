import { describe, expect, test } from 'vitest';
import { at, exactly, lifeLine, run, story, timesOf, underHeldSlot } from '../engines/check.ts';

describe('ERR: kinds of errors', () => {
  test('ERR-01 errors of the code and timeouts alike use up retries', () => {
    const f = { Timeout: 5, behaviour: { script: [story(0, '1s error', 'timeout', '6s success')] } };
    const { own, first } = run(exactly(f, at(0)));
    expect(lifeLine(own[0])).toBe(
      '0 accepted | 0 admitted | 0 started | 1 failed | 61 admitted | 61 started | 66 timedOut | 186 admitted | 186 started | 191 timedOut | 191 dropped',
    );
    expect(own[0]).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: 3 });
    expect(first.metrics).toMatchObject({ Invocations: 3, Errors: 3 });
  });

  test('ERR-01 a poison event fails on every attempt, an error rate strikes each attempt anew', () => {
    const runMany = (behaviour: object) =>
      run(exactly({ behaviour: { duration: { constant: '0s' }, ...behaviour } }, { burst: { count: 5000 } }), { traced: false }).first;
    const poison = runMany({ poisonRate: 0.3 });
    expect(Math.abs(poison.discarded.byCondition.RetriesExhausted - 1500)).toBeLessThan(4 * Math.sqrt(1050));
    expect(poison.delivered.afterRetry).toBe(0);
    expect(poison.metrics.Errors).toBe(3 * poison.discarded.total);
    const unlucky = runMany({ errorRate: 0.3 });
    expect(Math.abs(unlucky.discarded.total - 135)).toBeLessThan(4 * Math.sqrt(5000 * 0.027 * 0.973));
    expect(Math.abs(unlucky.delivered.afterRetry - 1365)).toBeLessThan(4 * Math.sqrt(5000 * 0.273 * 0.727));
  });

  test('ERR-02 throttles and system errors are retried even where function errors are not', () => {
    const config = { EventInvokeConfig: { MaximumRetryAttempts: 0 } };
    const throttled = run(underHeldSlot(config, at(0), { duration: '20m' }));
    expect(throttled.first.metrics.Throttles).toBe(12);
    expect(throttled.first.waiting.byReason.throttleBackoff).toBe(1);
    const recovered = run(
      exactly({ ...config, behaviour: { duration: { constant: '1s' } } }, at(0), { faults: [{ function: 'f', from: 0, until: 10, systemErrorRate: 1 }] }),
    );
    expect(lifeLine(recovered.own[0])).toBe(
      '0 accepted | 0 systemError | 1 systemError | 3 systemError | 7 systemError | 15 admitted | 15 started | 16 succeeded',
    );
  });

  test('ERR-05 a timeout costs the environment: the next attempt is a cold start', () => {
    const f = { Timeout: 5, behaviour: { initDuration: { constant: '2s' }, script: [story(0, 'timeout', '1s error', '1s success')] } };
    const { own, first } = run(exactly(f, at(0)));
    expect(lifeLine(own[0])).toBe(
      '0 accepted | 0 admitted | 2 started | 7 timedOut | 67 admitted | 69 started | 70 failed | 190 admitted | 190 started | 191 succeeded',
    );
    expect(first.metrics.ColdStarts).toBe(2);
  });

  test('ERR-07 a system error is neither an invocation nor an error nor a throttle, and ends by age', () => {
    const { first, own } = run(exactly({ behaviour: { systemErrorRate: 1 }, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 } }, at(0)));
    expect(first.metrics).toMatchObject({ Invocations: 0, Errors: 0, Throttles: 0, ColdStarts: 0, AsyncEventsDropped: 1 });
    expect(own[0]).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 0, endedAt: 31 });
  });

  test('ERR-07 each dispatch meets a system error by itself', () => {
    const { own } = run(exactly({ behaviour: { systemErrorRate: 0.5, duration: { constant: '0s' } } }, { burst: { count: 2000 } }, { duration: '1h' }));
    const tries = own.map((event) => timesOf(event, 'systemError').length);
    for (const failures of [0, 1, 2, 3]) {
      const share = 0.5 ** (failures + 1);
      const count = tries.filter((number) => number === failures).length;
      expect(Math.abs(count - 2000 * share)).toBeLessThan(4 * Math.sqrt(2000 * share * (1 - share)));
    }
  });
});
