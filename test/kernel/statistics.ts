import { expect } from 'vitest';

/** No test here may fail by chance more often than this, and none is repeated with another seed. */
export const significance = 1e-4;

/** How many samples a law is judged by: fewer where the tests are run thousands of times (`npm run mutation`). */
export const manySamples = process.env['HEADROOM_FEWER_SAMPLES'] === 'yes' ? 20_000 : 1_000_000;

/** Upper tail of the chi-square law by Wilson and Hilferty's cube root, as a standard normal deviate; fine from 30 degrees on. */
export function expectChiSquare(what: string, counts: ArrayLike<number>, likely: (bin: number) => number): void {
  let chiSquare = 0;
  for (let bin = 0; bin < counts.length; bin++) chiSquare += (counts[bin]! - likely(bin)) ** 2 / likely(bin);
  const degrees = counts.length - 1;
  const spread = 2 / (9 * degrees);
  const deviate = (Math.cbrt(chiSquare / degrees) - (1 - spread)) / Math.sqrt(spread);
  expect(Math.abs(deviate), `${what}: χ² = ${chiSquare.toFixed(1)} with ${degrees} degrees of freedom`).toBeLessThan(normal1e4);
}

/** Kolmogorov and Smirnov: the largest distance between the samples' distribution function and the exact one. */
export function expectKolmogorovSmirnov(what: string, samples: Float64Array, cdf: (x: number) => number): void {
  const sorted = Float64Array.from(samples).sort();
  const n = sorted.length;
  let distance = 0;
  for (let place = 0; place < n; place++) {
    const exact = cdf(sorted[place]!);
    distance = Math.max(distance, Math.abs(exact - place / n), Math.abs((place + 1) / n - exact));
  }
  // The limit of P(√n·D > x) = 2·e^(-2x²), solved for the significance.
  const limit = Math.sqrt(Math.log(2 / significance) / 2);
  expect(Math.sqrt(n) * distance, `${what}: D = ${distance}`).toBeLessThan(limit);
}

/** The mean within four standard errors; the standard deviation too, with the error that the samples' own fourth moment gives it. */
export function expectMoments(what: string, samples: Float64Array, mean: number, deviation: number): void {
  const n = samples.length;
  let sum = 0;
  for (const x of samples) sum += x;
  const found = sum / n;
  expect(Math.abs(found - mean), `${what}: mean ${found} for ${mean}`).toBeLessThanOrEqual((4 * deviation) / Math.sqrt(n));
  let second = 0;
  let fourth = 0;
  for (const x of samples) {
    second += (x - mean) ** 2;
    fourth += (x - mean) ** 4;
  }
  const variance = second / n;
  const error = Math.sqrt((fourth / n - variance ** 2) / n) / (2 * Math.sqrt(variance));
  expect(Math.abs(Math.sqrt(variance) - deviation), `${what}: s.d. ${Math.sqrt(variance)} for ${deviation}`).toBeLessThanOrEqual(4 * error);
}

/** The standard normal deviate beyond which, on both sides together, lies the significance. */
const normal1e4 = 3.890592;
