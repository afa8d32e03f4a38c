import { describe, expect, it } from 'vitest';
import { controlled, expectAgreement, nightly, work } from './estimate.ts';
import { byId, exponential, inNightly, simulate, time } from './queue.ts';
import reference from './referenceValues.json' with { type: 'json' };

describe('M/M/c', () => {
  it('mmc#3, one server at half its load: the wait, who waits, the time in the system', time, () => {
    const { lam, mu, c, expected } = byId(reference.mmc, 'mmc#3');
    const { wait, beyondTarget, meanConcurrency } = simulate({ arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 10, minutes: 2200 * work, target: 0 });
    expectAgreement('mmc#3 Wq', wait, expected.Wq);
    expectAgreement('mmc#3 p_wait', beyondTarget, expected.p_wait);
    expectAgreement('mmc#3 W', wait.map((each) => each + 1 / mu), expected.W);
    expectAgreement('mmc#3 Lq', wait.map((each) => lam * each), expected.Lq);
    expectAgreement('mmc#3 utilisation', meanConcurrency, expected.rho);
  });

  it('mmc#1, mmc_wait_tail#1, mmc_wait_quantile#1 and #3: ten servers at 80 %', time, () => {
    const { lam, mu, c, expected } = byId(reference.mmc, 'mmc#1');
    const tail = byId(reference.mmc_wait_tail, 'mmc_wait_tail#1');
    const q99 = byId(reference.mmc_wait_quantile, 'mmc_wait_quantile#1');
    const q50 = byId(reference.mmc_wait_quantile, 'mmc_wait_quantile#3');
    const queue = { arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 10, minutes: 560 * work, replications: 40, target: tail.t };
    const { wait, beyondTarget, meanConcurrency, p99 } = simulate(queue);
    expectAgreement('mmc#1 Wq', controlled(wait, meanConcurrency, lam / mu), expected.Wq);
    expectAgreement('mmc#1 W', wait.map((each) => each + 1 / mu), expected.W);
    expectAgreement('mmc_wait_tail#1', controlled(beyondTarget, meanConcurrency, lam / mu), tail.expected);
    if (nightly) expectAgreement('mmc_wait_quantile#1', controlled(p99, meanConcurrency, lam / mu), q99.expected);
    // More than half of all events find a free server, so the median wait is 0.
    expect(q50.expected).toBe(0);
  });

  inNightly('mmc#1: who waits', time, () => {
    const { lam, mu, c, expected } = byId(reference.mmc, 'mmc#1');
    const { beyondTarget } = simulate({ arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 10, minutes: 1500, target: 0 });
    expectAgreement('mmc#1 p_wait', beyondTarget, expected.p_wait);
  });

  inNightly('mmc_wait_tail#3: 95 % load', time, () => {
    const { lam, mu, c, t, expected } = byId(reference.mmc_wait_tail, 'mmc_wait_tail#3');
    const { beyondTarget, meanConcurrency } = simulate({ arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 90, minutes: 6000, replications: 40, target: t });
    expectAgreement('mmc_wait_tail#3', controlled(beyondTarget, meanConcurrency, lam / mu), expected);
  });

  inNightly('mmc#6: a hundred servers of which hardly ever all are busy', time, () => {
    const { lam, mu, c, expected } = byId(reference.mmc, 'mmc#6');
    const { wait, beyondTarget, meanConcurrency } = simulate({ arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 30, minutes: 3000, replications: 40, target: 0 });
    expectAgreement('mmc#6 W', wait.map((each) => each + 1 / mu), expected.W);
    expectAgreement('mmc#6 p_wait', controlled(beyondTarget, meanConcurrency, lam / mu), expected.p_wait);
  });

  inNightly('mmc#5: a thousand servers at 99 %: the time in the system', time, () => {
    const { lam, mu, c, expected } = byId(reference.mmc, 'mmc#5');
    const { wait } = simulate({ arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 20, minutes: 70, target: 0 });
    expectAgreement('mmc#5 W', wait.map((each) => each + 1 / mu), expected.W);
  });
});
