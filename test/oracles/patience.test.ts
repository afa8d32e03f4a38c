import { describe, expect, it } from 'vitest';
import { controlled, expectAgreement, work } from './estimate.ts';
import { byId, exponential, inNightly, simulate, time } from './queue.ts';
import reference from './referenceValues.json' with { type: 'json' };

describe('M/M/c with a maximum age', () => {
  /** Times a factor, so that the patience is one that AWS allows. */
  const scaled = (id: string, factor: number, target: number, length: { warmUp: number; minutes: number; replications?: number }) => {
    const { lam, mu, c, D, expected } = byId(reference.mmc_d, id);
    const measures = simulate({ arrivalRate: lam / factor, duration: exponential(factor / mu), servers: c, patience: D * factor, target: target * factor, ...length });
    const { wait, discardRate, busy, queued, beyondTarget, received } = measures;
    const discarded = controlled(measures.discarded, received, lam / factor);
    return { expected, beyondTarget, discarded, served: controlled(wait, received, lam / factor).map((each) => each / factor), rate: controlled(discardRate, received, lam / factor).map((each) => each * factor), busy, queued, all: controlled(wait.map((each, place) => (each / factor) * (1 - measures.discarded[place]!) + D * measures.discarded[place]!), received, lam / factor) };
  };

  it('mmc_d#1: overload, 5 services of patience', time, () => {
    const tail = byId(reference.mmc_d_wait_tail, 'mmc_d_wait_tail#3');
    const { expected, discarded, served, all, rate, busy, queued, beyondTarget } = scaled('mmc_d#1', 12, tail.t, { warmUp: 60, minutes: 2000 * work });
    expectAgreement('mmc_d#1 p_discard', discarded, expected.p_discard);
    expectAgreement('mmc_d#1 EW_served', served, expected.EW_served);
    expectAgreement('mmc_d#1 EW', all, expected.EW);
    expectAgreement('mmc_d#1 discard_rate', rate, expected.discard_rate);
    // A server is idle four seconds in a million: hardly ever seen at a minute's end.
    for (const each of busy) expect(each).toBeCloseTo(expected.busy, 2);
    expectAgreement('mmc_d#1 EQ', queued, expected.EQ);
    expectAgreement('mmc_d_wait_tail#3', beyondTarget, tail.expected);
  });

  inNightly('mmc_d#3: full load, 3 services of patience', time, () => {
    const { expected, discarded, served, all, beyondTarget, busy } = scaled('mmc_d#3', 20, 0, { warmUp: 60, minutes: 60_000 });
    expectAgreement('mmc_d#3 EW_served', served, expected.EW_served);
    expectAgreement('mmc_d#3 EW', all, expected.EW);
    expectAgreement('mmc_d#3 p_wait', beyondTarget, expected.p_wait);
    expectAgreement('mmc_d#3 busy', busy, expected.busy);
    expectAgreement('mmc_d#3 p_discard', discarded, expected.p_discard);
  });

  it('mmc_d#8: fifty servers, slow handlers, ten minutes of patience', time, () => {
    const { expected, discarded, served, all, busy, queued } = scaled('mmc_d#8', 1, 0, { warmUp: 300, minutes: 1000 * work });
    expectAgreement('mmc_d#8 p_discard', discarded, expected.p_discard);
    expectAgreement('mmc_d#8 EW_served', served, expected.EW_served);
    expectAgreement('mmc_d#8 EW', all, expected.EW);
    expectAgreement('mmc_d#8 busy', busy, expected.busy);
    expectAgreement('mmc_d#8 EQ', queued, expected.EQ);
  });

  inNightly('mmc_d#5: patience that is never needed', time, () => {
    const { expected, discarded, served } = scaled('mmc_d#5', 1, 0, { warmUp: 90, minutes: 30_000, replications: 40 });
    expect(Math.max(...discarded)).toBe(0);
    expectAgreement('mmc_d#5 EW_served', served, expected.EW_served);
  });

  inNightly('mmc_d#6: a thousand servers in overload', time, () => {
    const { expected, discarded, served, busy } = scaled('mmc_d#6', 1, 0, { warmUp: 30, minutes: 30 });
    expectAgreement('mmc_d#6 p_discard', discarded, expected.p_discard);
    expectAgreement('mmc_d#6 EW_served', served, expected.EW_served);
    expectAgreement('mmc_d#6 busy', busy, expected.busy);
  });

  inNightly('mmc_d_wait_tail#1', time, () => {
    const tail = byId(reference.mmc_d_wait_tail, 'mmc_d_wait_tail#1');
    // Eight in 100,000 wait for less, and they come in heaps: in fewer minutes most replications have none, and their spread says nothing.
    expectAgreement('mmc_d_wait_tail#1', scaled('mmc_d#1', 12, tail.t, { warmUp: 60, minutes: 20_000 }).beyondTarget, tail.expected);
  });
});
