import { describe, expect, it } from 'vitest';
import { timesOf } from '../engines/check.ts';
import { expectAgreement, nightly, work } from './estimate.ts';
import reference from './referenceValues.json' with { type: 'json' };
import { growthFrom, once, replicate, sumFrom, textbook } from './simulate.ts';

/** Room for everybody, flows large enough to be fluid, and how fast environments come. */

const ample = { account: { ConcurrentExecutions: 100_000 } };
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('room for everybody', () => {
  it.each(reference.mginf)('$id: $lam events a second of $ES s each, whatever the law of the duration', { timeout: 3_600_000 }, ({ id, lam, ES, expected }) => {
    // Samples at the minutes' ends are far more than a duration apart; the first two minutes fill the system.
    const minutes = (lam > 100 ? 3 : 100) * work;
    const scenario = textbook({ behaviour: { duration: { lognormal: { mean: ES, sigma: 1 } } } }, { poisson: { rate: lam } }, (minutes + 2) * 60, ample);
    const samples = replicate(scenario, 20, ({ minutes: { running }, f }) => ({ running: [...running.slice(2)], busy: f.metrics.ConcurrentExecutions.mean }));
    expectAgreement(`${id} mean`, lam > 100 ? samples.map(({ running }) => mean(running)) : samples.map(({ busy }) => busy), expected.mean);
    const all = samples.flatMap(({ running }) => running);
    // The sample variance of n Poisson numbers spreads as m·√(2/n + 1/(m·n)).
    const variance = all.reduce((sum, value) => sum + (value - expected.mean) ** 2, 0) / all.length;
    expect(Math.abs(variance - expected.var)).toBeLessThanOrEqual(4 * expected.var * Math.sqrt((2 + 1 / expected.mean) / all.length));
    for (const [share, quantile] of [[0.5, expected.q50], [0.99, expected.q99], [0.999, expected.q999]] as const) {
      // P(N ≤ q) ≥ share > P(N < q): the counts may not contradict either by more than four standard errors.
      const slack = 4 * Math.sqrt((share * (1 - share)) / all.length) + 1 / all.length;
      expect(all.filter((count) => count <= quantile).length / all.length).toBeGreaterThanOrEqual(share - slack);
      expect(all.filter((count) => count < quantile).length / all.length).toBeLessThanOrEqual(share + slack);
    }
  });

  it.each(nightly ? reference.mginf.filter(({ expected }) => expected.p0 > 0.01) : [])('$id: how often nothing runs', { timeout: 3_600_000 }, ({ id, lam, ES, expected }) => {
    // The same system on a clock twenty times as slow: what is seen at the minutes' ends is still hardly correlated, and a sample costs thirty events.
    const slower = 20;
    const minutes = 45_000;
    const scenario = textbook({ behaviour: { duration: { lognormal: { mean: ES * slower, sigma: 1 } } } }, { poisson: { rate: lam / slower } }, (minutes + 2) * 60, ample);
    const empty = replicate(scenario, 20, ({ minutes: { running } }) => running.slice(2).filter((count) => count === 0).length / minutes);
    expectAgreement(`${id} p0`, empty, expected.p0);
  });

  it.each(reference.mginf_retry)('$id: the events in their attempts and in their waits', { timeout: 3_600_000 }, ({ id, lam, S, p, expected }) => {
    // The longest life is 180 s and three durations; after that the system has forgotten that it began empty.
    const warmUp = Math.ceil((180 + 3 * S) / 60) + 1;
    const minutes = 100 * work;
    const scenario = textbook({ behaviour: { duration: { constant: S }, errorRate: p } }, { poisson: { rate: lam } }, (warmUp + minutes) * 60, ample);
    const measures = replicate(scenario, 20, ({ minutes: rows }) => ({
      running: sumFrom(rows.running, warmUp) / minutes,
      waiting: sumFrom(rows.waitingFunctionErrorWait, warmUp) / minutes,
    }));
    expectAgreement(`${id} running`, measures.map(({ running }) => running), expected.running_mean);
    expectAgreement(`${id} waiting`, measures.map(({ waiting }) => waiting), expected.waiting_means[0]! + expected.waiting_means[1]!);
    expectAgreement(`${id} in the system`, measures.map(({ running, waiting }) => running + waiting), expected.total_in_system);
  });

  it.each(reference.mt_ginf_step)('$id: running at $t s, around a burst from $t0 s to $t1 s', { timeout: 3_600_000 }, ({ id, lam0, lam1, t0, t1, S, t, expected }) => {
    const stages = [
      { duration: 0, rate: lam0 },
      { duration: t0, rate: lam0 },
      { duration: 0, rate: lam1 },
      { duration: t1 - t0, rate: lam1 },
    ];
    const scenario = textbook({ behaviour: { duration: { constant: S } } }, { stages, spacing: 'poisson' }, t, ample);
    expectAgreement(id, replicate(scenario, (expected < 1000 ? 800 : 60) * work, ({ f }) => f.running), expected);
  });
});

describe('fluid limits, to 2 %', () => {
  const within = (what: string, found: number, expected: number): void => expect(Math.abs(found / expected - 1), `${what}: ${found} for ${expected}`).toBeLessThanOrEqual(0.02);

  it.each(reference.overload_fluid.filter(({ age }) => age <= 300 || nightly))('$id: $lam events a second for $c slots and a second each', { timeout: 3_600_000 }, ({ lam, c, mu, age, expected }) => {
    const duration = Math.ceil((expected.t_first_discard + 1.6 * age) / 60) * 60;
    // Evenly spaced and constant: the fluid itself. The account's pool is the slots.
    const scenario = textbook({ EventInvokeConfig: { MaximumEventAgeInSeconds: age }, behaviour: { duration: { constant: 1 / mu } } }, { constant: { rate: lam } }, duration, {
      account: { ConcurrentExecutions: c },
    });
    const { minutes } = replicate(scenario, 1, (all) => all)[0]!;
    const settled = Math.ceil((expected.t_first_discard + age) / 60);
    const rows = minutes.received.length;
    const seconds = (rows - settled) * 60;
    const discarded = growthFrom(minutes.discardedEventAgeExceeded, settled);
    const before = Math.floor(expected.t_first_discard / 60) - 1;
    within('growth', minutes.waitingUnread[before]! / ((before + 1) * 60), expected.growth);
    expect(minutes.discardedEventAgeExceeded[Math.floor((0.98 * expected.t_first_discard) / 60) - 1], 'nothing is discarded before').toBe(0);
    expect(minutes.discardedEventAgeExceeded[Math.ceil((1.02 * expected.t_first_discard) / 60)], 'and something after').toBeGreaterThan(0);
    within('discard_rate', discarded / seconds, expected.discard_rate);
    within('backlog_eq', minutes.waitingUnread[rows - 1]!, expected.backlog_eq);
    within('loss_fraction', discarded / growthFrom(minutes.received, settled), expected.loss_fraction);
    within('wait_eq', minutes.AsyncEventAgeAverage[rows - 1]! / 1000, expected.wait_eq);
  });

  it.each(reference.burst_drain)('$id: $lam1 events a second for $T s on $c slots', ({ lam0, lam1, T, c, mu, expected }) => {
    const start = 120;
    const stages = [
      { duration: 0, rate: lam0 },
      { duration: start, rate: lam0 },
      { duration: 0, rate: lam1 },
      { duration: T, rate: lam1 },
      { duration: 0, rate: lam0 },
      { duration: 600, rate: lam0 },
    ];
    const { minutes, events } = once(textbook({ behaviour: { duration: { constant: 1 / mu } } }, { stages }, 780, { account: { ConcurrentExecutions: c } }));
    within('peak_backlog', minutes.waitingUnread[(start + T) / 60 - 1]!, expected.peak_backlog);
    const waits = events.flatMap((event) => timesOf(event, 'admitted').map((admitted) => ({ admitted, wait: admitted - event.acceptedAt })));
    within('worst_wait', waits.reduce((worst, { wait }) => Math.max(worst, wait), 0), expected.worst_wait);
    const normal = waits.reduce((last, { admitted, wait }) => (wait > 0.5 ? Math.max(last, admitted) : last), 0);
    within('back_to_normal', normal - start, expected.back_to_normal);
    within('drain_time', normal - start - T, expected.drain_time);
  });
});

describe('the scaling rate', () => {
  it.each(reference.scale_time_bucket)('$id: $N environments after $expected s', ({ N, expected }) => {
    // Everybody at once and for a quarter of an hour: the last to start is the N-th environment.
    const { f } = replicate(textbook({ behaviour: { duration: { constant: 900 } } }, { burst: { count: N } }, 1100, { account: { ConcurrentExecutions: N } }), 1, (all) => all)[0]!;
    expect(f.metrics.ColdStarts).toBe(N);
    expect(f.metrics.ConcurrentExecutions.max).toBe(N);
    expect(f.delaySeconds.max).toBe(expected);
  });

  it.each(reference.scale_first_throttle)('$id: $lam new environments a second are first refused after $expected s', ({ lam, expected }) => {
    const scenario = textbook({ behaviour: { duration: { constant: 900 } } }, { constant: { rate: lam } }, expected + 1, { ...ample, assumptions: { dispatch: 'backoff' } });
    const first = Math.min(...once(scenario).events.flatMap((event) => timesOf(event, 'throttled')));
    expect(Math.abs(first - expected)).toBeLessThanOrEqual(1 / lam + 1e-9);
  });
});
