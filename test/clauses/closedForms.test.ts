import { describe, expect, test } from 'vitest';
import { at, exactly, run, timesOf, underHeldSlot } from '../engines/check.ts';

/** Cases whose answer is a formula. D is the handler's time, A the age limit; waits are the documented ones. */
describe('closed forms', () => {
  const failing = (D: number, EventInvokeConfig = {}) => ({
    Timeout: 900,
    EventInvokeConfig,
    behaviour: { duration: { constant: D }, errorRate: 1 },
  });

  test.each([0, 0.25, 10, 700])('RTY-01 RTY-02 an event that always fails, with a handler of %s s', (D) => {
    const expected = [
      { retries: undefined, starts: [0, D + 60, 2 * D + 180], end: 3 * D + 180 },
      { retries: 2, starts: [0, D + 60, 2 * D + 180], end: 3 * D + 180 },
      { retries: 1, starts: [0, D + 60], end: 2 * D + 60 },
      { retries: 0, starts: [0], end: D },
    ];
    for (const { retries, starts, end } of expected) {
      const config = retries === undefined ? {} : { MaximumRetryAttempts: retries };
      const { own } = run(exactly(failing(D, config), at(0)));
      expect(timesOf(own[0], 'started')).toEqual(starts);
      expect(own[0]).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: starts.length, endedAt: end });
    }
  });

  test.each([
    { D: 0, A: 60, attempts: 1 },
    { D: 0, A: 61, attempts: 2 },
    { D: 0, A: 180, attempts: 2 },
    { D: 0, A: 181, attempts: 3 },
    { D: 10, A: 70, attempts: 1 },
    { D: 10, A: 71, attempts: 2 },
    { D: 10, A: 200, attempts: 2 },
    { D: 10, A: 201, attempts: 3 },
    { D: 0.5, A: 60, attempts: 1 },
    { D: 0.5, A: 181, attempts: 2 },
    { D: 0.5, A: 182, attempts: 3 },
  ])('AGE-09 AGE-14 an event that always fails, D = $D s, A = $A s: $attempts attempts', ({ D, A, attempts }) => {
    const { own } = run(exactly(failing(D, { MaximumEventAgeInSeconds: A }), at(0)));
    expect(timesOf(own[0], 'started')).toEqual([0, D + 60, 2 * D + 180].slice(0, attempts));
    expect(own[0]).toMatchObject({
      condition: attempts === 3 ? 'RetriesExhausted' : 'EventAgeExceeded',
      approximateInvokeCount: attempts,
      endedAt: [D, 2 * D + 60, 3 * D + 180][attempts - 1],
    });
  });

  /** When the n-th dispatch comes, if all before it were refused. */
  const tick = (n: number): number => (n <= 10 ? 2 ** (n - 1) - 1 : 511 + 300 * (n - 10));

  test.each([
    { A: 60, throttles: 6, drop: 31 },
    { A: 90, throttles: 7, drop: 63 },
    { A: 180, throttles: 8, drop: 127 },
    { A: 600, throttles: 10, drop: 511 },
    { A: 3600, throttles: 20, drop: 3511 },
    { A: 21_600, throttles: 80, drop: 21_511 },
  ])('THR-06 AGE-06 an event that is always throttled, A = $A s: $throttles throttles, dropped at $drop s', ({ A, throttles, drop }) => {
    const { own, first } = run(underHeldSlot({ EventInvokeConfig: { MaximumEventAgeInSeconds: A } }, at(0)));
    expect(timesOf(own[0], 'throttled')).toEqual(Array.from({ length: throttles }, (_, index) => tick(index + 1)));
    expect(own[0]).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 0, endedAt: drop });
    expect(first.metrics.Throttles).toBe(throttles);
    expect(tick(throttles)).toBeLessThan(A);
    expect(tick(throttles + 1)).toBeGreaterThanOrEqual(A);
  });

  test.each([
    { T: 1, start: 1, attempts: 2 },
    { T: 60, start: 63, attempts: 7 },
    { T: 300, start: 511, attempts: 10 },
    { T: 512, start: 811, attempts: 11 },
  ])('POL-09 a slot that frees after $T s is taken at $start s, by the dispatch number $attempts', ({ T, start, attempts }) => {
    const f = { ReservedConcurrentExecutions: 1, Timeout: 900, behaviour: { duration: { constant: T } } };
    const { own } = run(exactly(f, at(0, 0)));
    expect(timesOf(own[1], 'started')).toEqual([start]);
    expect(timesOf(own[1], 'throttled')).toHaveLength(attempts - 1);
  });

  test('ZRC-01 reserved concurrency zero: no attempt, dropped at once', () => {
    const { own } = run(exactly({ ReservedConcurrentExecutions: 0 }, at(7)));
    expect(own[0]).toMatchObject({ condition: 'ZeroReservedConcurrency', endedAt: 7 });
  });

  test.each([
    { p: 0.5, R: 2 },
    { p: 0.5, R: 1 },
    { p: 0.2, R: 2 },
    { p: 0.2, R: 0 },
  ])('RTY-02 each attempt fails with probability $p, $R retries: executions an event, and losses', ({ p, R }) => {
    const N = 20_000;
    const { first } = run(
      exactly({ EventInvokeConfig: { MaximumRetryAttempts: R }, behaviour: { duration: { constant: '0s' }, errorRate: p } }, { burst: { count: N } }),
      { traced: false },
    );
    const executions = (1 - p ** (R + 1)) / (1 - p);
    const lost = p ** (R + 1);
    // The variance of the number of executions: at k with p^(k-1)(1-p), the last at R + 1.
    let square = 0;
    for (let k = 1; k <= R; k++) square += k * k * p ** (k - 1) * (1 - p);
    square += (R + 1) ** 2 * p ** R;
    const deviation = Math.sqrt(Math.max(0, square - executions * executions));
    expect(Math.abs(first.metrics.Invocations / N - executions)).toBeLessThanOrEqual((4 * deviation) / Math.sqrt(N));
    expect(Math.abs(first.discarded.total / N - lost)).toBeLessThan(4 * Math.sqrt((lost * (1 - lost)) / N));
  });

  test('CON-14 capacity: stable just below r · D · executions an event = c, growing just above', () => {
    // c = 7, D = 1 s, 1.75 executions an event: 4 events a second is the limit.
    const waiting = (rate: string) =>
      run(
        exactly({ ReservedConcurrentExecutions: 7, behaviour: { duration: { constant: '1s' }, errorRate: 0.5 } }, { constant: { rate } }, {
          duration: '90m',
          assumptions: { dispatch: 'fifo' },
        }),
        { traced: false },
      ).first.waiting.byReason.unread;
    expect(waiting('3.8/s')).toBeLessThan(100);
    // 0.4 events a second more than can be served, for ninety minutes less the first retries' minutes.
    const backlog = waiting('4.4/s');
    expect(backlog).toBeGreaterThan(0.85 * 0.4 * 5400);
    expect(backlog).toBeLessThan(1.75 * 0.4 * 5400 * 1.15);
  });
});
