import { describe, expect, it } from 'vitest';
import { sequentialStream } from '../../sim/kernel/random/streams.ts';
import { startArrivals } from '../../sim/lambda/arrivals.ts';
import type { ArrivalModel } from '../../sim/model/model.ts';
import { expectChiSquare, expectKolmogorovSmirnov } from './statistics.ts';

const second = 1_000_000;

/** The instants up to `count` or `until`, in microseconds. */
function instants(model: ArrivalModel, count: number, until = Infinity, name = 'arrivals/0'): number[] {
  const arrivals = startArrivals(model, sequentialStream('trust', 0, name));
  const all: number[] = [];
  for (let at = arrivals.next(); at < until && all.length < count; at = arrivals.next()) all.push(at);
  return all;
}

describe('arrivals', () => {
  it('constant: k / rate, each rounded by itself', () => {
    expect(instants({ kind: 'constant', rate: 128 }, 5)).toEqual([0, 7813, 15_625, 23_438, 31_250]);
    expect(instants({ kind: 'constant', rate: 3 }, 5)).toEqual([0, 333_333, 666_667, 1_000_000, 1_333_333]);
    expect(instants({ kind: 'constant', rate: 128 }, 1_280_001).at(-1)).toBe(10_000 * second);
    expect(instants({ kind: 'constant', rate: 0 }, 1)).toEqual([]);
  });

  it('burst, and an explicit list', () => {
    expect(instants({ kind: 'burst', count: 3, at: 5 }, 10)).toEqual([5, 5, 5]);
    expect(instants({ kind: 'instants', instants: [1, 1, 7] }, 10)).toEqual([1, 1, 7]);
  });

  it('even stages: the k-th event when the integral of the rate reaches k', () => {
    // 0 to 10/s in 20 s, hold 10 s, jump to 2/s, hold 5 s, down to 0 in 10 s.
    const stages = [
      { duration: 20 * second, from: 0, to: 10 },
      { duration: 10 * second, from: 10, to: 10 },
      { duration: 0, from: 10, to: 2 },
      { duration: 5 * second, from: 2, to: 2 },
      { duration: 10 * second, from: 2, to: 0 },
    ];
    const integral = (t: number): number =>
      t <= 20 ? t ** 2 / 4 : t <= 30 ? 100 + 10 * (t - 20) : t <= 35 ? 200 + 2 * (t - 30) : 210 + 2 * (t - 35) - (t - 35) ** 2 / 10;
    const all = instants({ kind: 'stages', spacing: 'even', stages }, 1000);
    expect(all).toHaveLength(220);
    all.forEach((at, k) => expect(Math.abs(integral(at / second) - k)).toBeLessThan(1e-5 * 10 + 1e-9));
    expect(all.slice(0, 3)).toEqual([0, 2_000_000, 2_828_427]);
    expect(all[100]).toBe(20 * second);
    expect(all.slice(199, 203)).toEqual([29_900_000, 30_000_000, 30_500_000, 31_000_000]);
  });

  it('poisson stages: the mean count of every piece, and uniform within a constant one', () => {
    const stages = [
      { duration: 1000 * second, from: 0, to: 40 },
      { duration: 1000 * second, from: 40, to: 40 },
      { duration: 0, from: 40, to: 0 },
      { duration: 500 * second, from: 0, to: 0 },
      { duration: 1000 * second, from: 0, to: 20 },
    ];
    const all = instants({ kind: 'stages', spacing: 'poisson', stages }, Infinity);
    const between = (from: number, to: number): number => all.filter((at) => from * second <= at && at < to * second).length;
    for (const [from, to, likely] of [[0, 1000, 20_000], [0, 500, 5000], [1000, 2000, 40_000], [2500, 3500, 10_000]] as const)
      expect(Math.abs(between(from, to) - likely)).toBeLessThanOrEqual(4 * Math.sqrt(likely));
    expect(between(2000, 2500)).toBe(0);
    expectKolmogorovSmirnov('held stage', Float64Array.from(all.filter((at) => at >= 1000 * second && at < 2000 * second)), (at) => at / (1000 * second) - 1);
  });

  it('poisson: exponential gaps, and counts that vary like their mean', () => {
    const all = instants({ kind: 'poisson', rate: 50 }, 1_000_000);
    expectKolmogorovSmirnov('gaps', Float64Array.from(all.slice(1), (at, k) => at - all[k]!), (x) => 1 - Math.exp((-50 * x) / second));
    const seconds = new Float64Array(19_000);
    for (const at of all) if (at < 19_000 * second) seconds[Math.floor(at / second)]!++;
    const dispersion = seconds.reduce((sum, count) => sum + (count - 50) ** 2, 0) / 50;
    expect(Math.abs(dispersion - 19_000)).toBeLessThanOrEqual(4 * Math.sqrt(2 * 19_000));
  });

  it('sine: the mean, the swing and the peak', () => {
    const [period, mean, amplitude, peak] = [3600, 20, 15, 1000];
    const days = 20;
    const all = instants({ kind: 'sine', mean, amplitude, period: period * second, peak: peak * second }, Infinity, days * period * second);
    expect(Math.abs(all.length - mean * period * days)).toBeLessThanOrEqual(4 * Math.sqrt(mean * period * days));
    const bins = new Float64Array(60);
    for (const at of all) bins[Math.floor((at / second / period) * 60) % 60]!++;
    const turn = (t: number): number => (2 * Math.PI * (t - peak)) / period;
    // The integral of mean + amplitude · cos(turn) over each sixtieth of the period.
    expectChiSquare('phase', bins, (bin) => {
      const [from, to] = [(bin * period) / 60, ((bin + 1) * period) / 60];
      return days * (mean * (to - from) + ((amplitude * period) / (2 * Math.PI)) * (Math.sin(turn(to)) - Math.sin(turn(from))));
    });
  });

  it('counts: exactly so many in every interval, at the front, evenly or at random', () => {
    const counts = [3, 0, 1, 1000, 0, 7];
    const interval = 60 * second;
    const perInterval = (all: readonly number[]): number[] => counts.map((_, k) => all.filter((at) => Math.floor(at / interval) === k).length);
    for (const within of ['front', 'uniform', 'poisson'] as const) {
      const all = instants({ kind: 'counts', interval, counts, within }, Infinity);
      expect(perInterval(all), within).toEqual(counts);
      expect(all).toEqual([...all].sort((a, b) => a - b));
    }
    expect(instants({ kind: 'counts', interval, counts, within: 'front' }, 5)).toEqual([0, 0, 0, 2 * interval, 3 * interval]);
    expect(instants({ kind: 'counts', interval, counts, within: 'uniform' }, 4)).toEqual([10, 30, 50, 150].map((s) => s * second));
    const many = instants({ kind: 'counts', interval, counts: [200_000], within: 'poisson' }, Infinity);
    expectKolmogorovSmirnov('at random', Float64Array.from(many), (at) => at / interval);
  });
});
