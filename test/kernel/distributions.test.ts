import { describe, expect, it } from 'vitest';
import { addressedStream } from '../../sim/kernel/random/streams.ts';
import { samplerOf } from '../../sim/lambda/sampler.ts';
import type { DistributionModel } from '../../sim/model/model.ts';
import { expectKolmogorovSmirnov, expectMoments, manySamples } from './statistics.ts';

/** Samples at the addresses where the engine draws executions. */
function sample(model: DistributionModel, count: number): Float64Array {
  const [sampler, stream] = [samplerOf(model), addressedStream('trust', 0, 'f/events')];
  return Float64Array.from({ length: count }, (_, row) => sampler.sample(stream, row, 0));
}

interface Law {
  model: DistributionModel;
  mean: number;
  deviation: number;
  cdf: (x: number) => number;
}

const laws: Record<string, Law> = {
  exponential: { model: { kind: 'exponential', mean: 200_000 }, mean: 200_000, deviation: 200_000, cdf: (x) => 1 - Math.exp(-x / 200_000) },
  lognormal: {
    model: { kind: 'lognormal', mu: 12, sigma: 0.7 },
    mean: Math.exp(12 + 0.245),
    deviation: Math.exp(12 + 0.245) * Math.sqrt(Math.exp(0.49) - 1),
    cdf: (x) => normalCdf((Math.log(x) - 12) / 0.7),
  },
  'weibull, light tail': {
    model: { kind: 'weibull', scale: 1000, shape: 2 },
    mean: 1000 * gamma(1.5),
    deviation: 1000 * Math.sqrt(gamma(2) - gamma(1.5) ** 2),
    cdf: (x) => 1 - Math.exp(-((x / 1000) ** 2)),
  },
  'weibull, heavy tail': {
    model: { kind: 'weibull', scale: 1000, shape: 0.7 },
    mean: 1000 * gamma(1 + 1 / 0.7),
    deviation: 1000 * Math.sqrt(gamma(1 + 2 / 0.7) - gamma(1 + 1 / 0.7) ** 2),
    cdf: (x) => 1 - Math.exp(-((x / 1000) ** 0.7)),
  },
  uniform: { model: { kind: 'uniform', min: 300, max: 900 }, mean: 600, deviation: 600 / Math.sqrt(12), cdf: (x) => (x - 300) / 600 },
  'gamma of shape 3': { model: { kind: 'gamma', mean: 900, shape: 3 }, mean: 900, deviation: 900 / Math.sqrt(3), cdf: (x) => gammaCdf(3, (3 * x) / 900) },
  'gamma of shape 1': { model: { kind: 'gamma', mean: 900, shape: 1 }, mean: 900, deviation: 900, cdf: (x) => 1 - Math.exp(-x / 900) },
  'gamma of shape 0.25': { model: { kind: 'gamma', mean: 900, shape: 0.25 }, mean: 900, deviation: 1800, cdf: (x) => gammaCdf(0.25, (0.25 * x) / 900) },
  'gamma of shape 40': { model: { kind: 'gamma', mean: 900, shape: 40 }, mean: 900, deviation: 900 / Math.sqrt(40), cdf: (x) => gammaCdf(40, (40 * x) / 900) },
  percentiles: {
    // Linear from the 0th to the 50th and the 100th percentile: two uniform halves.
    model: { kind: 'percentiles', probabilities: [0, 0.5, 1], values: [100, 200, 1000] },
    mean: 0.5 * 150 + 0.5 * 600,
    deviation: Math.sqrt(0.5 * (100 ** 2 / 12 + 150 ** 2) + 0.5 * (800 ** 2 / 12 + 600 ** 2) - 375 ** 2),
    cdf: (x) => (x <= 200 ? (0.5 * (x - 100)) / 100 : 0.5 + (0.5 * (x - 200)) / 800),
  },
  mixture: {
    model: {
      kind: 'mixture',
      parts: [
        { weight: 0.9, distribution: { kind: 'exponential', mean: 100 } },
        { weight: 0.1, distribution: { kind: 'uniform', min: 500, max: 1500 } },
      ],
    },
    mean: 190,
    deviation: Math.sqrt(0.9 * 2 * 100 ** 2 + 0.1 * (1000 ** 2 / 12 + 1000 ** 2) - 190 ** 2),
    cdf: (x) => 0.9 * (1 - Math.exp(-x / 100)) + 0.1 * Math.min(1, Math.max(0, (x - 500) / 1000)),
  },
};

const slow = ['gamma', 'lognormal', 'weibull'];

describe('distributions', () => {
  it.each(Object.entries(laws))('%s', (name, { model, mean, deviation, cdf }) => {
    const samples = sample(model, slow.some((kind) => name.startsWith(kind)) ? manySamples / 5 : manySamples);
    expectMoments(name, samples, mean, deviation);
    expectKolmogorovSmirnov(name, samples, cdf);
  });

  it('a constant is itself', () => {
    expect(new Set(sample({ kind: 'constant', value: 123_456 }, 10))).toEqual(new Set([123_456]));
  });

  it('percentiles are flat below the lowest and above the highest', () => {
    const samples = sample({ kind: 'percentiles', probabilities: [0.5, 0.9], values: [100, 300] }, manySamples);
    const share = (is: (x: number) => boolean): number => samples.filter(is).length / samples.length;
    expect(share((x) => x === 100)).toBeCloseTo(0.5, 2);
    expect(share((x) => x === 300)).toBeCloseTo(0.1, 2);
    expect(share((x) => x > 100 && x <= 200)).toBeCloseTo(0.2, 2);
    expect(share((x) => x < 100 || x > 300)).toBe(0);
  });

  // Frozen, not blessed: these may not change, because shared links and results depend on them.
  it('frozen draws', () => {
    const fingerprint = ({ model }: Law): number[] => {
      const samples = sample(model, 2000);
      return [samples[0]!, samples[1]!, samples.reduce((sum, value) => sum + value, 0)];
    };
    expect(Object.fromEntries(Object.entries(laws).map(([name, law]) => [name, fingerprint(law)]))).toMatchInlineSnapshot(`
      {
        "exponential": [
          31309.67457085367,
          280503.1154912545,
          397761142.2737439,
        ],
        "gamma of shape 0.25": [
          207.998640331657,
          14.394636785714063,
          1835405.4513704502,
        ],
        "gamma of shape 1": [
          1762.4050322921464,
          223.43649168152808,
          1853585.0927488834,
        ],
        "gamma of shape 3": [
          1438.6811801191031,
          508.35731104723294,
          1838986.959904192,
        ],
        "gamma of shape 40": [
          1051.0610765466697,
          798.6165333698427,
          1807119.5226165846,
        ],
        "lognormal": [
          341451.8906740785,
          100605.06728508472,
          426574398.8534895,
        ],
        "mixture": [
          97.54122524367051,
          15.798678937835495,
          399723.34809577424,
        ],
        "percentiles": [
          768.1442456817324,
          149.19548195465944,
          768123.0854626033,
        ],
        "uniform": [
          813.0540921306497,
          447.5864458639784,
          1208625.454620364,
        ],
        "weibull, heavy tail": [
          70.71278464653247,
          1621.317736359332,
          2542576.9353291537,
        ],
        "weibull, light tail": [
          395.66194264077046,
          1184.2785050216323,
          1756873.1461705856,
        ],
      }
    `);
  });

  it('a longer mean makes every single draw longer: the same luck in every variant', () => {
    for (const kind of ['exponential', 'gamma'] as const) {
      const shape = kind === 'gamma' ? { shape: 2 } : {};
      const [short, long] = [100, 150].map((mean) => sample({ kind, mean, ...shape } as DistributionModel, 1000)) as [Float64Array, Float64Array];
      short.forEach((value, row) => expect(long[row]! / value).toBeCloseTo(1.5, 9));
    }
  });
});

/** The standard normal distribution function, by the series of the error function or its continued fraction: to 1e-12. */
function normalCdf(x: number): number {
  const half = gammaCdf(0.5, (x * x) / 2) / 2;
  return x < 0 ? 0.5 - half : 0.5 + half;
}

/** The regularised lower incomplete gamma function: its power series below shape + 1, Lentz's continued fraction above. */
function gammaCdf(shape: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(shape * Math.log(x) - x) / gamma(shape);
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let n = 1; term > sum * 1e-16; n++) sum += term *= x / (shape + n);
    return front * sum;
  }
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 1000; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return 1 - front * fraction;
}

/** The gamma function by Stirling's series after shifting the argument above 12: to 1e-13. */
function gamma(x: number): number {
  let shift = 1;
  let z = x;
  for (; z < 12; z++) shift *= z;
  const series = 1 / 12 / z - 1 / 360 / z ** 3 + 1 / 1260 / z ** 5 - 1 / 1680 / z ** 7;
  return (Math.sqrt((2 * Math.PI) / z) * (z / Math.E) ** z * Math.exp(series)) / shift;
}
