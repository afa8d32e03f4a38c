import type { Cost } from '../cost/cost.ts';
import type { RunResult } from '../engines/result.ts';
import { pathText, shown } from '../scenario/issue.ts';
import { readMetricPaths } from '../scenario/path.ts';
import { closest } from '../scenario/suggest.ts';
import { sumOfResults } from './allFunctions.ts';
import { measuredKeys } from './measuredKeys.ts';

/**
 * A number of a run, or the ratio of two: each a path into the JSON of `headroom run`, such as
 * `functions.import.discarded.gone`. A path that begins inside a function, such as `discarded.gone`, means all functions together.
 */
export interface Metric {
  /** As it was written. */
  text: string;
  over: readonly string[];
  /** Null where it is no ratio. */
  under: readonly string[] | null;
}

/** What one replication comes to: what a metric can name. */
export interface Outcome extends RunResult {
  cost: Cost;
}

/** What one replication says of a metric; `under` is null where the metric is no ratio. */
export interface Reading {
  over: number | null;
  under: number | null;
}

/** Reads `PATH` or `PATH / PATH`; null where it is neither. */
export function readMetric(text: string): Metric | null {
  const paths = readMetricPaths(text);
  return paths === null ? null : { text: text.trim(), ...paths };
}

/** What a result says of a metric: null where it has no such number, as a quantile of nothing has none. */
export function readingOf({ over, under }: Metric, result: Outcome): Reading {
  return { over: numberAt(over, result), under: under === null ? null : numberAt(under, result) };
}

/** Why a metric names no number of a scenario's results, in a sentence; null where it does. `result` may be that of a run that has not begun. */
export function metricProblem({ over, under }: Metric, result: Outcome): string | null {
  return pathProblem(over, result) ?? (under === null ? null : pathProblem(under, result));
}

/** Whether a metric counts things, of which a run may see none by chance: everything but times, levels and costs. */
export function isCount({ over, under }: Metric): boolean {
  return under === null && !over.some((key) => measuredKeys.has(key));
}

function numberAt(path: readonly string[], result: Outcome): number | null {
  let value: unknown = rootOf(path, result);
  for (const key of path) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : null;
  return typeof value === 'number' ? value : null;
}

function pathProblem(path: readonly string[], result: Outcome): string | null {
  let value: unknown = rootOf(path, result);
  for (const [depth, key] of path.entries()) {
    if (!isObject(value)) return `${pathText(path.slice(0, depth))} is a number, which has no ${shown(key)} inside.`;
    if (!Object.hasOwn(value, key)) {
      const keys = Object.keys(value);
      const guess = closest(key, depth === 0 ? [...keys, ...Object.keys(result)] : keys);
      const here = depth === 0 ? 'a result' : pathText(path.slice(0, depth));
      return `There is no ${shown(key)} in ${here}.${guess === null ? ` There is ${keys.slice(0, 12).map(plain).join(', ')}.` : ` Did you mean ${shown(guess)}?`}`;
    }
    value = value[key];
  }
  return isObject(value) ? `${pathText(path)} is not a number but has several inside: ${Object.keys(value).slice(0, 12).map(plain).join(', ')}.` : null;
}

/** Where a path begins: the result, or what its functions come to together. */
function rootOf([first]: readonly string[], result: Outcome): unknown {
  return first !== undefined && Object.hasOwn(result, first) ? result : sumOfResults(Object.values(result.functions));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A key as it stands in a path: as it is, or in quotes where it would not be one word. */
function plain(key: string): string {
  return /^[\w.:$-]+$/.test(key) ? key : shown(key);
}
