import ln from '@stdlib/math-base-special-ln';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minusLogarithm } from '../../sim/kernel/random/logarithm.ts';
import { exactSamples, Histogram } from '../../sim/kernel/statistics/histogram.ts';
import { LogLinearScale } from '../../sim/kernel/statistics/logLinear.ts';
import { MinuteQuantiles } from '../../sim/kernel/statistics/minuteQuantiles.ts';
import { manySamples } from './statistics.ts';

const nearestRank = (samples: readonly number[], perMille: number): number =>
  [...samples].sort((a, b) => a - b)[Math.max(1, Math.ceil((perMille * samples.length) / 1000)) - 1]!;

const wholeNumber = fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 2 ** 31 }), fc.bigInt({ min: 0n, max: 2n ** 50n }).map(Number));

describe('the log-linear scale', () => {
  it.each([5, 10])('with %i bits: a bucket’s middle is within its bound of everything in it, up to 2^50', (bits) => {
    const scale = new LogLinearScale(bits);
    const bound = (value: number): number => (value < 2 ** (bits + 1) ? 0 : value / 2 ** (bits + 1));
    const check = (value: number): void => {
      const bucket = scale.bucketOf(value);
      expect(bucket).toBeGreaterThanOrEqual(0);
      expect(bucket).toBeLessThan(scale.bucketCount);
      const middle = scale.middleOf(bucket);
      expect(Math.abs(middle - value), `${value} as ${middle}`).toBeLessThanOrEqual(bound(value));
      expect(scale.bucketOf(middle)).toBe(bucket);
    };
    fc.assert(fc.property(wholeNumber, check), { numRuns: 20_000, seed: 1 });
    for (let power = 0; power <= 50; power++) for (const beside of [-1, 0, 1]) if (2 ** power + beside >= 0) check(2 ** power + beside);
  });

  it('never puts a larger number into a lower bucket', () => {
    const scale = new LogLinearScale(10);
    fc.assert(
      fc.property(wholeNumber, wholeNumber, (a, b) => {
        expect(Math.sign(scale.bucketOf(a) - scale.bucketOf(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 20_000, seed: 1 },
    );
  });
});

describe('the histogram', () => {
  const perMilles = [1, 10, 500, 900, 980, 990, 995, 1000];

  it('is exact while its samples are few', () => {
    fc.assert(
      fc.property(fc.array(wholeNumber, { minLength: 1, maxLength: 400, size: 'max' }), (samples) => {
        const histogram = new Histogram();
        for (const sample of samples) histogram.add(sample);
        for (const perMille of perMilles) expect(histogram.quantile(perMille)).toBe(nearestRank(samples, perMille));
        expect(histogram.max).toBe(Math.max(...samples));
        expect(histogram.mean).toBeCloseTo(samples.reduce((sum, sample) => sum + sample, 0) / samples.length, 3);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it.each([exactSamples, exactSamples + 1, 3 * exactSamples])('of %i samples is within one part in 2,048, and exact up to 16,384', (count) => {
    const histogram = new Histogram();
    const samples: number[] = [];
    for (let k = 0; k < count; k++) samples.push(Math.floor(((k * 7919) % 104_729) ** 2.3));
    for (const sample of samples) histogram.add(sample);
    for (const perMille of perMilles) {
      const [found, exact] = [histogram.quantile(perMille)!, nearestRank(samples, perMille)];
      if (count <= exactSamples) expect(found).toBe(exact);
      else expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact / 2048);
    }
    expect(histogram.max).toBe(Math.max(...samples));
    expect(histogram.count).toBe(count);
    expect(histogram.sum).toBe(samples.reduce((sum, sample) => sum + sample, 0));
  });

  it('counts a run of equal samples as so many, while it goes on and afterwards', () => {
    const histogram = new Histogram();
    for (const sample of [1, 7, 7, 7]) histogram.add(sample);
    expect([histogram.count, histogram.sum, histogram.mean, histogram.max, histogram.quantile(250), histogram.quantile(251)]).toEqual([4, 22, 5.5, 7, 1, 7]);
    histogram.add(2);
    expect([histogram.count, histogram.sum, histogram.max, histogram.quantile(400), histogram.quantile(401)]).toEqual([5, 24, 7, 2, 7]);
    for (let k = 0; k < 2 * exactSamples; k++) histogram.add(k % 2);
    for (let k = 0; k < 5 * exactSamples; k++) histogram.add(3);
    histogram.add(4);
    for (let k = 0; k < 9 * exactSamples; k++) histogram.add(5);
    expect([histogram.quantile(430), histogram.quantile(450), histogram.quantile(999), histogram.max]).toEqual([3, 5, 5, 7]);
  });

  it('says null about nothing', () => {
    const { mean, count } = new Histogram();
    expect([mean, count, new Histogram().quantile(500)]).toEqual([null, 0, null]);
  });
});

describe('a minute’s quantiles', () => {
  it('are within one part in 64, minute after minute', () => {
    const minute = new MinuteQuantiles();
    fc.assert(
      fc.property(fc.array(wholeNumber, { maxLength: 200, size: 'max' }), (samples) => {
        for (const sample of samples) minute.add(sample);
        for (const perMille of [500, 900, 990]) {
          const found = minute.quantile(perMille);
          if (samples.length === 0) expect(found).toBeNaN();
          else expect(Math.abs(found - nearestRank(samples, perMille))).toBeLessThanOrEqual(nearestRank(samples, perMille) / 64);
        }
        expect([minute.count, minute.max]).toEqual([samples.length, Math.max(0, ...samples)]);
        minute.clear();
        expect([minute.count, minute.sum, minute.max]).toEqual([0, 0, 0]);
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

describe('a minute’s run of equal samples', () => {
  it('counts as so many, while it goes on and afterwards', () => {
    const minute = new MinuteQuantiles();
    for (const sample of [1, 7, 7, 7]) minute.add(sample);
    expect([minute.count, minute.sum, minute.max, minute.quantile(250), minute.quantile(251)]).toEqual([4, 22, 7, 1, 7]);
    minute.add(2);
    expect([minute.count, minute.sum, minute.max, minute.quantile(400), minute.quantile(401)]).toEqual([5, 24, 7, 2, 7]);
  });
});

describe('a minute’s samples', () => {
  it('are forgotten at its end, the largest too, whatever came last', () => {
    const minute = new MinuteQuantiles();
    for (const sample of [1000, 5, 7, 8]) minute.add(sample);
    minute.clear();
    expect([minute.count, minute.sum, minute.max, minute.quantile(500)]).toEqual([0, 0, 0, NaN]);
    // One left over from the minute before would be the lowest now.
    for (const sample of [50, 50, 49, 51]) minute.add(sample * 100);
    expect([1, 250, 251, 1000].map((perMille) => Math.abs(minute.quantile(perMille) / 5000 - 1) < 0.04)).toEqual([true, true, true, true]);
    expect([minute.count, minute.sum, minute.max]).toEqual([4, 20_000, 5100]);
    minute.clear();
    minute.add(0);
    expect([minute.count, minute.sum, minute.max, minute.quantile(1000)]).toEqual([1, 0, 0, 0]);
  });
});

describe('a minute of one sample', () => {
  it('has no quantile above it, though the middle of its bucket may be', () => {
    const minute = new MinuteQuantiles();
    for (let sample = 5000; sample < 5200; sample++) {
      minute.clear();
      minute.add(sample);
      for (const perMille of [1, 500, 1000]) expect(minute.quantile(perMille)).toBeLessThanOrEqual(sample);
    }
  });
});

describe('minus the logarithm of a uniform number', () => {
  const exact = (high: number, low: number): number => -ln(((high >>> 0) * 1048576 + (low >>> 12) + 0.5) / 4503599627370496);
  const check = (high: number, low: number): void => {
    const [found, wanted] = [minusLogarithm(high, low), exact(high, low)];
    const error = Math.abs(found - wanted) / Math.max(1, Math.abs(wanted));
    if (!(error < 1e-15)) throw new Error(`${high}, ${low}: ${found} for ${wanted}, error ${error}`);
    if (!(found > 0)) throw new Error(`${high}, ${low}: ${found} is not positive`);
  };

  it('is within 1e-15 of the library’s, for a million pairs of words', () => {
    let word = 12345;
    const next = (): number => (word = (Math.imul(word, 1664525) + 1013904223) | 0);
    for (let draw = 0; draw < manySamples; draw++) check(next(), next());
  });

  it('is so at both ends, at every power of two and at the borders of the table', () => {
    for (const high of [0, 1, 2, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, -1])
      for (const low of [0, 1, 0xfff, 0x1000, 0x7fffffff, 0x80000000, 0xffffffff]) check(high, low);
    for (let bit = 0; bit < 32; bit++) for (const beside of [-1, 0, 1]) check(2 ** bit + beside, 0);
    for (let interval = 0; interval < 128; interval++) for (const beside of [-1, 0, 1]) for (const shift of [0, 5, 20]) check(Math.floor((0x80000000 + interval * 0x1000000) / 2 ** shift) + beside, 0xffffffff);
  });
});
