import { describe, expect, it } from 'vitest';
import { controlled, expectAgreement, nightly } from './estimate.ts';
import reference from './referenceValues.json' with { type: 'json' };
import { growthFrom, replicate, sumFrom, textbook, type Replication } from './simulate.ts';

/**
 * Queues with a known answer, under `fifo`.
 *
 * Every run begins empty, so a measure counts only what the per-minute series says after `warmUp` minutes. Those are at least
 * thirty relaxation times of the queue, 1 / (√(c·μ) - √λ)² without patience and the patience with it, so that what is left of
 * the empty start, e^-30, is nothing beside the noise. Replications are independent streams of one seed.
 */
interface Queue {
  arrivalRate: number;
  duration: object;
  servers: number;
  warmUp: number;
  minutes: number;
  replications?: number;
  /** Waiting longer than this is what `beyondTarget` measures. */
  target: number;
  /** MaximumEventAgeInSeconds. */
  patience?: number;
}

interface Measures {
  /** Mean wait of the events that were admitted. */
  wait: number[];
  /** Share of events that waited longer than the target, the discarded included. */
  beyondTarget: number[];
  discarded: number[];
  discardRate: number[];
  /** Executions in progress, and events in the queue: averages over the minutes' ends. */
  busy: number[];
  queued: number[];
  /** 99th percentile of all waits; the only measure that includes the warm-up. */
  p99: number[];
  /** Executions in progress, over all the time. */
  meanConcurrency: number[];
  /** Arrivals a second, after the warm-up. */
  received: number[];
}

function simulate({ arrivalRate, duration, servers, warmUp, minutes, replications = 20, target, patience = 21_600 }: Queue): Measures {
  const scenario = textbook(
    { EventInvokeConfig: { MaximumEventAgeInSeconds: patience }, behaviour: { duration: duration as never } },
    { poisson: { rate: arrivalRate } },
    (warmUp + minutes) * 60,
    // The account's pool is the servers: for the only function that is what a reservation would be.
    { account: { ConcurrentExecutions: servers }, delayTarget: target },
  );
  const measure = ({ minutes: rows, f }: Replication) => {
    const grown = (column: Float64Array): number => growthFrom(column, warmUp);
    const ended = (column: Float64Array): number => sumFrom(column, warmUp) / minutes;
    // Under fifo AsyncEventAge has one sample an event: when its wait ends.
    const waits = rows.AsyncEventAgeAverage.map((age, row) => (rows.Invocations[row]! === 0 ? 0 : (age / 1000) * rows.Invocations[row]!));
    const discarded = grown(rows.discardedEventAgeExceeded);
    const late = grown(rows.deliveredDelayed) + discarded;
    const decided = late + grown(rows.deliveredOnTime);
    return {
      wait: sumFrom(waits, warmUp) / sumFrom(rows.Invocations, warmUp),
      beyondTarget: late / decided,
      discarded: discarded / decided,
      discardRate: discarded / (minutes * 60),
      busy: ended(rows.running),
      queued: ended(rows.waitingUnread),
      received: grown(rows.received) / (minutes * 60),
      p99: f.delaySeconds.p99!,
      meanConcurrency: f.metrics.ConcurrentExecutions.mean,
    };
  };
  const all = replicate(scenario, replications, measure);
  return Object.fromEntries(Object.keys(all[0]!).map((key) => [key, all.map((one) => one[key as keyof typeof one])])) as unknown as Measures;
}

const byId = <T extends { id: string }>(list: readonly T[], id: string): T => list.find((entry) => entry.id === id)!;
const exponential = (mean: number): object => ({ exponential: { mean } });
const inNightly = it.runIf(nightly);
const time = { timeout: 3_600_000 };

describe('M/M/c', () => {
  it('mmc#3, one server at half its load: the wait, who waits, the time in the system', time, () => {
    const { lam, mu, c, expected } = byId(reference.mmc, 'mmc#3');
    const { wait, beyondTarget, meanConcurrency } = simulate({ arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 10, minutes: 2200, target: 0 });
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
    const queue = { arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 10, minutes: nightly ? 3000 : 560, replications: 40, target: tail.t };
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
    const { beyondTarget } = simulate({ arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 10, minutes: 4000, target: 0 });
    expectAgreement('mmc#1 p_wait', beyondTarget, expected.p_wait);
  });

  inNightly('mmc_wait_tail#3: 95 % load', time, () => {
    const { lam, mu, c, t, expected } = byId(reference.mmc_wait_tail, 'mmc_wait_tail#3');
    const { beyondTarget, meanConcurrency } = simulate({ arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 90, minutes: 20_000, replications: 40, target: t });
    expectAgreement('mmc_wait_tail#3', controlled(beyondTarget, meanConcurrency, lam / mu), expected);
  });

  inNightly('mmc#6: a hundred servers of which hardly ever all are busy', time, () => {
    const { lam, mu, c, expected } = byId(reference.mmc, 'mmc#6');
    const { wait, beyondTarget, meanConcurrency } = simulate({ arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 30, minutes: 5000, replications: 40, target: 0 });
    expectAgreement('mmc#6 W', wait.map((each) => each + 1 / mu), expected.W);
    expectAgreement('mmc#6 p_wait', controlled(beyondTarget, meanConcurrency, lam / mu), expected.p_wait);
  });

  inNightly('mmc#5: a thousand servers at 99 %: the time in the system', time, () => {
    const { lam, mu, c, expected } = byId(reference.mmc, 'mmc#5');
    const { wait } = simulate({ arrivalRate: lam, duration: exponential(1 / mu), servers: c, warmUp: 30, minutes: 120, target: 0 });
    expectAgreement('mmc#5 W', wait.map((each) => each + 1 / mu), expected.W);
  });
});

describe('constant and very uneven durations', () => {
  it('mdc#3 and mg1#1: one server, constant duration', time, () => {
    const { lam, D, c, expected } = byId(reference.mdc, 'mdc#3');
    const pollaczek = byId(reference.mg1, 'mg1#1').expected;
    const { wait, beyondTarget, meanConcurrency } = simulate({ arrivalRate: lam, duration: { constant: D }, servers: c, warmUp: 60, minutes: 1200, replications: 40, target: 0.25 });
    const less = (values: number[]): number[] => controlled(values, meanConcurrency, lam * D);
    expectAgreement('mdc#3 Wq', less(wait), expected.Wq);
    expectAgreement('mg1#1 Wq', less(wait), pollaczek.Wq);
    expectAgreement('mg1#1 W', wait.map((each) => each + D), pollaczek.W);
    expectAgreement('mdc#3 tail at 0.25', less(beyondTarget), expected.tail['0.25']!);
    expectAgreement('mdc#3 utilisation', meanConcurrency, expected.rho);
  });

  for (const { id, lam, D, c, xs, expected } of reference.mdc)
    for (const target of [0, ...xs])
      inNightly(`${id} beyond ${target} s`, time, () => {
        const { wait, beyondTarget, meanConcurrency } = simulate({ arrivalRate: lam, duration: { constant: D }, servers: c, warmUp: 60, minutes: 12_000, replications: 40, target });
        const exact = target === 0 ? expected.p_wait : (expected.tail as unknown as Record<string, number>)[String(target)]!;
        expectAgreement(`${id} Wq`, controlled(wait, meanConcurrency, lam * D), expected.Wq);
        expectAgreement(`${id} beyond ${target} s`, controlled(beyondTarget, meanConcurrency, lam * D), exact);
      });

  inNightly('mg1#3: the duration varies twice as much as its mean', time, () => {
    const { lam, ES, ES2, expected } = byId(reference.mg1, 'mg1#3');
    const gamma = { gamma: { mean: ES, shape: (ES * ES) / (ES2 - ES * ES) } };
    const { wait, meanConcurrency } = simulate({ arrivalRate: lam, duration: gamma, servers: 1, warmUp: 600, minutes: 300_000, replications: 40, target: 0 });
    expectAgreement('mg1#3 Wq', controlled(wait, meanConcurrency, lam * ES), expected.Wq);
  });
});

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
    const { expected, discarded, served, all, rate, busy, queued, beyondTarget } = scaled('mmc_d#1', 12, tail.t, { warmUp: 60, minutes: 2000 });
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
    const { expected, discarded, served, all, busy, queued } = scaled('mmc_d#8', 1, 0, { warmUp: 300, minutes: 1000 });
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
    expectAgreement('mmc_d_wait_tail#1', scaled('mmc_d#1', 12, tail.t, { warmUp: 60, minutes: 1500 }).beyondTarget, tail.expected);
  });
});
