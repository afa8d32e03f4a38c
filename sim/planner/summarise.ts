import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { AccountResult, DestinationResult, FunctionResult, RunResult } from '../engines/result.ts';
import { measuredKeys } from './measuredKeys.ts';

/**
 * A mean over replications and its 95 % interval (Student's t, so replications are taken as independent and their
 * numbers as roughly normal). `low` and `high` are null when only one replication has the number; all three are null
 * when none has it: a quantile of nothing.
 */
export interface Interval {
  mean: number | null;
  low: number | null;
  high: number | null;
}

/** The same shape with every number replaced by its interval; words stay. */
export type Summarised<Shape> = [Shape] extends [number | null] ? Interval : [Shape] extends [string] ? Shape : { [Key in keyof Shape]: Summarised<Shape[Key]> };

/** Many replications as one: each number's mean and 95 % interval. */
export interface Summary {
  account: Summarised<AccountResult>;
  functions: Record<string, Summarised<FunctionResult>>;
  destinations: Record<string, Summarised<DestinationResult>>;
}

/** The mean and 95 % interval of each number of at least one result; they come from one model, so they have one shape. */
export function summarise(results: readonly RunResult[]): Summary {
  const first = results[0];
  if (first === undefined) throw new Error('there is no summary of no results');
  return {
    account: intervalsOf(first.account, results.map((result) => result.account)),
    functions: intervalsOf(first.functions, results.map((result) => result.functions)),
    destinations: intervalsOf(first.destinations, results.map((result) => result.destinations)),
  };
}

/**
 * The 95 % interval for the mean of a number, from one value a replication.
 *
 * Replications without the number (null) are left out. Nothing that a run reports can be negative (counts, seconds,
 * environments), so a lower end below zero is given as 0: that can only exclude values that are impossible.
 */
export function intervalOf(values: readonly (number | null)[]): Interval {
  const present = values.filter((value) => value !== null);
  const n = present.length;
  if (n === 0) return { mean: null, low: null, high: null };
  const mean = present.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, low: null, high: null };
  const squares = present.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const halfWidth = studentQuantile(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { mean, low: Math.max(0, mean - halfWidth), high: mean + halfWidth };
}

/** Of a 95 % two-sided interval, the probability below its upper end. */
const upperProbability = 0.975;

const quantiles = new Map<number, number>();

/** Student's t at 97.5 %: the same few degrees of freedom come back for each of a result's hundreds of numbers. */
function studentQuantile(degrees: number): number {
  let quantile = quantiles.get(degrees);
  if (quantile === undefined) quantiles.set(degrees, (quantile = tQuantile(upperProbability, degrees)));
  return quantile;
}

/** The mean and 95 % interval of every number of values of one shape, of which `shape` is one. `areCounts`: what was 0 each time may have been missed by chance. */
export function intervalsOf<Shape>(shape: Shape, values: readonly Shape[], areCounts = true): Summarised<Shape> {
  if (typeof shape === 'string') return shape as Summarised<Shape>;
  if (Array.isArray(shape)) return shape.map((one: unknown, place) => intervalsOf(one, (values as readonly unknown[][]).map((value) => value[place]), areCounts)) as Summarised<Shape>;
  if (shape === null || typeof shape !== 'object') {
    const numbers = values as readonly (number | null)[];
    return (areCounts ? countInterval(numbers) : intervalOf(numbers)) as Summarised<Shape>;
  }
  const keys = Object.keys(shape) as (keyof Shape & string)[];
  return Object.fromEntries(keys.map((key) => [key, intervalsOf(shape[key], values.map((value) => value[key]), areCounts && !measuredKeys.has(key))])) as Summarised<Shape>;
}

/** Of what was counted and never seen in n runs, the truth is below 3/n (the rule of three), and not surely 0. */
function countInterval(values: readonly (number | null)[]): Interval {
  const interval = intervalOf(values);
  return interval.high === 0 ? { ...interval, high: 3 / values.length } : interval;
}
