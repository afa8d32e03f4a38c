import * as z from 'zod/mini';
import { field } from './field.ts';
import { isMetricText } from './path.ts';
import { rule, type Broken } from './rule.ts';
import { number, textWhere } from './values.ts';

/** What a scenario is expected to come to: a number of its results between limits. */
export function expectation() {
  const limit = () => number({ from: -1e15, to: 1e15 });
  return z
    .strictObject({
      metric: field(
        {
          label: 'Metric',
          doc: 'A path into the JSON of `headroom run`, or a ratio of two. One that begins inside a function means all functions together.',
        },
        textWhere('a path such as "functions.import.delaySeconds.p99", or a ratio of two', isMetricText),
      ),
      min: z.exactOptional(field({ label: 'At least', doc: 'The least it may be.' }, limit())),
      max: z.exactOptional(field({ label: 'At most', doc: 'The most it may be; times in seconds, 0.01 for 1 %.' }, limit())),
    })
    .check(rule(someLimit));
}

function* someLimit({ min, max }: Record<string, unknown>): Iterable<Broken> {
  if (min === undefined && max === undefined) yield { path: [], allowed: '"min", "max" or both', message: 'A target needs "min", "max" or both.' };
  else if (typeof min === 'number' && typeof max === 'number' && min > max)
    yield { path: ['max'], allowed: 'at least min', message: `"max" must be at least "min" (${String(min)}), but is ${String(max)}.` };
}
