import * as z from 'zod/mini';
import { exactlyOneOf } from './exactlyOne.ts';
import { field } from './field.ts';
import { ordered } from './ordered.ts';
import { rule, type Broken } from './rule.ts';
import { parseDuration } from './units.ts';
import { duration, known, number } from './values.ts';

/** How long something takes: one of eight shapes, each an object with a single key. */
export const distribution = () =>
  exactlyOneOf('A distribution', {
    ...shapes(),
    mixture: field(
      {
        label: 'Mixture',
        doc: 'Several kinds of work in one function: each time, one part is drawn with a probability in proportion to its weight, then a time from that part. A part is any other distribution with a `weight` beside it.',
      },
      z
        .array(
          exactlyOneOf('A part of a mixture', shapes(), {
            weight: field(
              { label: 'Weight', doc: 'How often this part is drawn, relative to the others; only the ratios matter.' },
              number({ above: 0, to: 1_000_000 }),
            ),
          }),
        )
        .check(z.minLength(1), z.maxLength(100)),
    ),
  });

/** A distribution of durations; narrow with `'lognormal' in distribution`. */
export type Distribution = z.output<ReturnType<typeof distribution>>;

const mean = () => field({ label: 'Mean', doc: 'The mean.', unit: 'duration' }, duration({ from: 'positive' }));

const shapes = () => ({
  constant: field({ label: 'Constant', doc: 'Always the same time.', unit: 'duration' }, duration()),

  exponential: field(
    { label: 'Exponential', doc: 'Memoryless times with the given mean: the textbook service time.' },
    z.strictObject({ mean: mean() }),
  ),

  lognormal: field(
    {
      label: 'Lognormal',
      doc: 'The usual shape of real handler and initialisation times. Give either the median and the 99th percentile (`p50`, `p99`), or the `mean` and `sigma`, the standard deviation of the logarithm.',
    },
    lognormal(),
  ),

  gamma: field(
    {
      label: 'Gamma',
      doc: 'Times with the given mean; `shape` 1 is exponential, larger is steadier (the squared coefficient of variation is 1/shape).',
    },
    z.strictObject({
      mean: mean(),
      shape: field({ label: 'Shape', doc: 'One over the squared coefficient of variation.' }, number({ from: 0.01, to: 10_000 })),
    }),
  ),

  weibull: field(
    {
      label: 'Weibull',
      doc: 'Times whose logarithmic survival is a power: `shape` below 1 has a long tail, 1 is exponential, above 1 is steadier.',
    },
    z.strictObject({
      scale: field(
        { label: 'Scale', doc: 'The time that 63.2 % of the draws stay below.', unit: 'duration' },
        duration({ from: 'positive' }),
      ),
      shape: field({ label: 'Shape', doc: 'The power.' }, number({ from: 0.1, to: 100 })),
    }),
  ),

  uniform: field(
    { label: 'Uniform', doc: 'Any time between two limits, all equally likely.' },
    z
      .strictObject({
        min: field({ label: 'Least', doc: 'The shortest time.', unit: 'duration' }, duration()),
        max: field({ label: 'Most', doc: 'The longest time.', unit: 'duration' }, duration()),
      })
      .check(rule((value) => ordered(value, 'min', 'max', true))),
  ),

  percentiles: field(
    {
      label: 'Percentiles',
      doc: 'Measured percentiles, as CloudWatch or a trace gives them: `{ "50": "120ms", "99": "2s" }`. Between two percentiles times are spread evenly; below the lowest and above the highest they stay at those values.',
    },
    percentiles(),
  ),
});

type Lognormal = { p50: string | number; p99: string | number } | { mean: string | number; sigma: number };

function lognormal(): z.ZodMiniType<Lognormal, Lognormal> {
  const pairs = '"p50" and "p99", or "mean" and "sigma"';
  const schema = z
    .strictObject({
      p50: z.exactOptional(
        field({ label: 'Median', doc: 'Half of the times are below it.', unit: 'duration' }, duration({ from: 'positive' })),
      ),
      p99: z.exactOptional(field({ label: '99th percentile', doc: 'Above the median.', unit: 'duration' }, duration({ from: 'positive' }))),
      mean: z.exactOptional(mean()),
      sigma: z.exactOptional(
        field({ label: 'Sigma', doc: 'The standard deviation of the natural logarithm of the time.' }, number({ above: 0, to: 5 })),
      ),
    })
    .check(
      rule(function* (value): Iterable<Broken> {
        const present = ['p50', 'p99', 'mean', 'sigma'].filter((key) => Object.hasOwn(value, key));
        if (present.join() !== 'p50,p99' && present.join() !== 'mean,sigma') {
          const has = present.length === 0 ? 'none of them' : present.join(' and ');
          yield { path: [], allowed: pairs, message: `A lognormal distribution needs ${pairs}, but has ${has}.` };
        }
        yield* ordered(value, 'p50', 'p99', false);
      }),
    );
  // The rule makes it one of two pairs, which the object type alone cannot say.
  return schema as unknown as z.ZodMiniType<Lognormal, Lognormal>;
}

function percentiles() {
  const words = 'a percentage from 0 to 100 such as "50" or "99.9"';
  const percentage = known(
    { kind: 'text', words, suggest: suggestPercentage },
    z.string().check(z.regex(/^(100(\.0+)?|\d{1,2}(\.\d+)?)$/)),
  );
  return z.record(percentage, duration()).check(
    rule(function* (value, unknownKeys): Iterable<Broken> {
      const points = Object.entries(value)
        .map(([key, time]) => ({
          key,
          percentage: Number(key),
          microseconds: parseDuration(time),
        }))
        .sort((a, b) => a.percentage - b.percentage);
      if (points.length + unknownKeys === 0)
        yield { path: [], allowed: 'at least one percentile', message: 'Percentiles need at least one entry, such as { "50": "120ms" }.' };
      for (let index = 1; index < points.length; index++) {
        const lower = points[index - 1]!;
        const upper = points[index]!;
        if (lower.percentage === upper.percentage)
          yield { path: [upper.key], allowed: 'each percentage once', message: `The percentage ${upper.percentage} is given twice.` };
        else if (lower.microseconds !== null && upper.microseconds !== null && upper.microseconds < lower.microseconds)
          yield {
            path: [upper.key],
            allowed: `at least the ${lower.key}th percentile`,
            message: `The ${upper.key}th percentile is shorter than the ${lower.key}th.`,
          };
      }
    }),
  );
}

function suggestPercentage(found: string): string | null {
  const plain = found.replace(/^[pP]|%$|th$/g, '').replace(/[_,]/, '.');
  return plain !== found && /^\d{1,3}(\.\d+)?$/.test(plain) && Number(plain) <= 100 ? plain : null;
}
