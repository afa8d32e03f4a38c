import type { RunResult } from '../engines/result.ts';
import { intervalOf } from './summarise.ts';

/** The mean of several replications in the shape of one, for sentences and tables; a single result is given back as it is. */
export function meanResult(results: readonly RunResult[]): RunResult {
  const first = results[0];
  if (first === undefined) throw new Error('there is no mean of no results');
  return results.length === 1 ? first : meanOf(first, results);
}

function meanOf<Shape>(shape: Shape, values: readonly Shape[]): Shape {
  if (typeof shape === 'string') return shape;
  if (Array.isArray(shape)) return shape.map((one: unknown, place) => meanOf(one, (values as readonly unknown[][]).map((value) => value[place]))) as Shape;
  if (shape === null || typeof shape !== 'object') return intervalOf(values as readonly (number | null)[]).mean as Shape;
  const keys = Object.keys(shape) as (keyof Shape)[];
  return Object.fromEntries(keys.map((key) => [key, meanOf(shape[key], values.map((value) => value[key]))])) as Shape;
}
