import { appendFileSync } from 'node:fs';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { expect } from 'vitest';

/** Whether the long cases run too, as they do for `npm run oracles` (scripts/oracles.mjs). */
export const nightly = process.env['HEADROOM_NIGHTLY'] === '1';

/** How many times more the long mode simulates of what `npm test` simulates, too. */
export const work = nightly ? 10 : 1;

/** What all chance in these tests is drawn from. */
export const seed = process.env['HEADROOM_SEED'] ?? 'oracles';

/** A file to which every estimate is added, a line of JSON each, for whoever sums them up. */
const estimates = process.env['HEADROOM_ESTIMATES'];

/**
 * Independent replications must agree with an exact value: within 4 standard errors *and* with a 95 % half-width of at most
 * 1 % of it, so that a wide interval fails instead of passing. At least 20 replications, so that the standard error is one.
 */
export function expectAgreement(what: string, values: readonly number[], exact: number, relativeHalfWidth = 0.01): void {
  const n = values.length;
  expect(n, `${what}: replications`).toBeGreaterThanOrEqual(20);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const standardError = Math.sqrt(variance / n);
  const halfWidth = tQuantile(0.975, n - 1) * standardError;
  const z = standardError === 0 ? (mean === exact ? 0 : Infinity) : (mean - exact) / standardError;
  const said = `${what}: simulated ${mean} ± ${halfWidth} (${((100 * halfWidth) / Math.abs(exact)).toFixed(2)} %), exact ${exact}, z = ${z.toFixed(2)}`;
  if (estimates !== undefined) appendFileSync(estimates, `${JSON.stringify({ what, replications: n, z, halfWidth: halfWidth / Math.abs(exact), said })}\n`);
  expect(Math.abs(z), said).toBeLessThanOrEqual(4);
  expect(halfWidth / Math.abs(exact), `too wide: ${said}`).toBeLessThanOrEqual(relativeHalfWidth);
}

/**
 * The same values with less noise: what a replication drew too much or too little of `control`, whose mean is known, tells how
 * far off its value is likely to be. The classical linear control variate, with the coefficient fitted to the replications.
 */
export function controlled(values: readonly number[], control: readonly number[], known: number): number[] {
  const n = values.length;
  const [meanValue, meanControl] = [values, control].map((list) => list.reduce((sum, value) => sum + value, 0) / n) as [number, number];
  let covariance = 0;
  let variance = 0;
  control.forEach((x, index) => {
    covariance += (x - meanControl) * (values[index]! - meanValue);
    variance += (x - meanControl) ** 2;
  });
  // Two parameters are fitted, the mean and the slope: widened so that the n - 1 of expectAgreement is not too hopeful.
  const slope = covariance / variance;
  const adjusted = values.map((value, index) => value - slope * (control[index]! - known));
  const mean = adjusted.reduce((sum, value) => sum + value, 0) / n;
  return adjusted.map((value) => mean + (value - mean) * Math.sqrt((n - 1) / (n - 2)));
}
