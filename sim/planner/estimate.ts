import ln from '@stdlib/math-base-special-ln';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { isCount, type Metric, type Reading } from './metric.ts';

/**
 * What replications say of a metric: its value and the interval that contains the truth with the probability asked for.
 *
 * | basis | the metric is | the interval is |
 * | --- | --- | --- |
 * | `mean` | a number of a run, a quantile of its delays included | Student's, over the replications |
 * | `share` | a ratio of a part to its whole | Wilson's, with as many independent events as the replications' spread speaks for |
 * | `ratio` | any other ratio | Student's, of the linearised ratio over the replications |
 * | `neverSeen`, `alwaysSeen` | a count or a share that was nothing, or everything, in every replication | from there to 3/n, the rule of three |
 *
 * Replications are independent; events inside one are not, so nothing here takes them as if they were but the rule of three,
 * which has nothing else to go by.
 */
export interface Estimate {
  /** Null where no replication has the number. */
  value: number | null;
  /** Null where fewer than two replications have it, but for the rule of three. */
  low: number | null;
  high: number | null;
  basis: 'mean' | 'share' | 'ratio' | 'neverSeen' | 'alwaysSeen';
  /** Replications that have the number. */
  replications: number;
  /** Of the rule of three: n, the events, or the replications where runs are counted and not events. */
  outOf?: number;
}

/** A difference of two alternatives, other less one. */
export interface PairedEstimate {
  value: number;
  low: number;
  high: number;
}

const usual = 0.95;

/** The estimate of a metric from one reading a replication; `level` is the probability of its interval. */
export function estimate(metric: Metric, readings: readonly Reading[], level = usual): Estimate {
  return metric.under === null ? meanEstimate(metric, readings, level) : ratioEstimate(readings, level);
}

/**
 * How a metric differs between two alternatives that met the same luck: replication i of both has the same random numbers, so the
 * differences are taken pair by pair. Null where fewer than two pairs have the number.
 */
export function pairedEstimate(one: readonly Reading[], other: readonly Reading[], level = usual): PairedEstimate | null {
  const pairs = one.flatMap((its, index) => {
    const theirs = other[index];
    return theirs === undefined || its.over === null || theirs.over === null ? [] : [{ one: part(its), other: part(theirs) }];
  });
  const n = pairs.length;
  if (n < 2) return null;
  const [mine, theirs] = [linearised(pairs.map((pair) => pair.one)), linearised(pairs.map((pair) => pair.other))];
  if (mine === null || theirs === null) return null;
  const value = theirs.value - mine.value;
  const halfWidth = student(level, n - 1) * Math.sqrt(sumOf(pairs, (_, index) => square(theirs.residuals[index]! - mine.residuals[index]!)) / (n * (n - 1)));
  return { value, low: value - halfWidth, high: value + halfWidth };
}

/** Half of an interval's width as a part of the value; Infinity where that says nothing. */
export function relativeHalfWidth({ value, low, high }: Estimate): number {
  if (value === null || low === null || high === null) return Infinity;
  if (high === low) return 0;
  return value === 0 ? Infinity : (high - low) / 2 / Math.abs(value);
}

interface Part {
  over: number;
  under: number;
}

const part = ({ over, under }: Reading): Part => ({ over: over ?? 0, under: under ?? 1 });

function meanEstimate(metric: Metric, readings: readonly Reading[], level: number): Estimate {
  const values = readings.flatMap(({ over }) => (over === null ? [] : [over]));
  const n = values.length;
  if (n === 0) return { value: null, low: null, high: null, basis: 'mean', replications: 0 };
  if (isCount(metric) && values.every((value) => value === 0)) return { value: 0, low: 0, high: ruleOfThree(n, level), basis: 'neverSeen', replications: n, outOf: n };
  const value = sumOf(values, (one) => one) / n;
  if (n === 1) return { value, low: null, high: null, basis: 'mean', replications: 1 };
  const halfWidth = student(level, n - 1) * Math.sqrt(sumOf(values, (one) => square(one - value)) / (n - 1) / n);
  // What cannot be negative is not said to be.
  const least = values.every((one) => one >= 0) ? 0 : -Infinity;
  return { value, low: Math.max(least, value - halfWidth), high: value + halfWidth, basis: 'mean', replications: n };
}

function ratioEstimate(readings: readonly Reading[], level: number): Estimate {
  const parts = readings.filter(({ over, under }) => over !== null && under !== null).map(part);
  const n = parts.length;
  const whole = sumOf(parts, ({ under }) => under);
  const ratio = linearised(parts);
  if (ratio === null) return { value: null, low: null, high: null, basis: 'ratio', replications: 0 };
  const isShare = parts.every(({ over, under }) => over >= 0 && over <= under && Number.isInteger(over) && Number.isInteger(under));
  if (isShare && ratio.value === 0) return { value: 0, low: 0, high: ruleOfThree(whole, level), basis: 'neverSeen', replications: n, outOf: whole };
  if (isShare && ratio.value === 1) return { value: 1, low: Math.max(0, 1 - ruleOfThree(whole, level)), high: 1, basis: 'alwaysSeen', replications: n, outOf: whole };
  const basis = isShare ? 'share' : 'ratio';
  if (n === 1) return { value: ratio.value, low: null, high: null, basis, replications: 1 };
  const variance = sumOf(ratio.residuals, square) / (n * (n - 1));
  const t = student(level, n - 1);
  return { value: ratio.value, ...(isShare ? wilson(ratio.value, variance, t) : around(ratio.value, t * Math.sqrt(variance))), basis, replications: n };
}

const around = (value: number, halfWidth: number): { low: number; high: number } => ({ low: value - halfWidth, high: value + halfWidth });

/**
 * Wilson's interval of a share whose events come in clusters: with the number of independent events that would give the same
 * variance, and Student's t, because that variance is itself an estimate. It keeps inside 0 and 1, and its ends differ when it must.
 */
function wilson(share: number, variance: number, t: number): { low: number; high: number } {
  if (variance === 0) return { low: share, high: share };
  const events = (share * (1 - share)) / variance;
  const pull = (t * t) / events;
  const centre = (share + pull / 2) / (1 + pull);
  const halfWidth = (t * Math.sqrt(variance + pull / events / 4)) / (1 + pull);
  return { low: Math.max(0, centre - halfWidth), high: Math.min(1, centre + halfWidth) };
}

/** The ratio of sums, and what each replication adds to its deviation; the mean, where every lower part is 1. Null where the lower parts are nothing. */
function linearised(parts: readonly Part[]): { value: number; residuals: number[] } | null {
  const whole = sumOf(parts, ({ under }) => under);
  if (whole === 0) return null;
  const value = sumOf(parts, ({ over }) => over) / whole;
  const scale = parts.length / whole;
  return { value, residuals: parts.map(({ over, under }) => scale * (over - value * under)) };
}

/** Where none of n was seen, the truth is below this with the probability `level`: 3/n at 95 %. */
const ruleOfThree = (n: number, level: number): number => (level === usual ? 3 : -ln(1 - level)) / n;

const sumOf = <Item>(items: readonly Item[], value: (item: Item, index: number) => number): number => items.reduce((sum, item, index) => sum + value(item, index), 0);
const square = (value: number): number => value * value;

const quantiles = new Map<string, number>();

/** Student's t of a two-sided interval: the same few come back again and again. */
function student(level: number, degrees: number): number {
  const key = `${level} ${degrees}`;
  let quantile = quantiles.get(key);
  if (quantile === undefined) quantiles.set(key, (quantile = tQuantile((1 + level) / 2, degrees)));
  return quantile;
}
