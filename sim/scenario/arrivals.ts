import * as z from 'zod/mini';
import { exactlyOneOf } from './exactlyOne.ts';
import { field } from './field.ts';
import { mostEvents } from './mostEvents.ts';
import { rule, type Broken } from './rule.ts';
import { parseRate } from './units.ts';
import { choice, duration, integer, rate, text, textWhere } from './values.ts';

/** When events are submitted: one of eight patterns, each an object with a single key. */
export const arrivals = () =>
  exactlyOneOf(
    'Arrivals',
    {
      poisson: field(
        { label: 'Poisson', doc: 'Independent callers at a steady mean rate: the times between events are exponential.' },
        z.strictObject({ rate: field({ label: 'Rate', doc: 'The mean rate.', unit: 'rate' }, rate()) }),
      ),

      constant: field(
        {
          label: 'Constant',
          doc: 'Evenly spaced events: the k-th, counting from 0, arrives exactly k/rate after the start, so the first arrives at the start itself.',
        },
        z.strictObject({ rate: field({ label: 'Rate', doc: 'The exact rate.', unit: 'rate' }, rate()) }),
      ),

      stages: field(
        {
          label: 'Stages',
          doc: 'Ramps, one after the other: within a stage the rate moves in a straight line from the rate of the stage before (0/s before the first) to its own. The same rate again holds it; a stage of no duration is a jump. With even `spacing` the k-th event, counting from 0, arrives when the integral of the rate reaches k; after the last stage nothing arrives.',
        },
        z.array(stage()).check(z.minLength(1), z.maxLength(10_000)),
      ),

      sine: field(
        {
          label: 'Sine',
          doc: 'A daily curve: Poisson arrivals whose rate swings around a mean, `mean + amplitude × cos(2π (t − peak) / period)`.',
        },
        sine(),
      ),

      burst: field(
        { label: 'Burst', doc: 'Many events at one instant.' },
        z.strictObject({
          count: field({ label: 'Count', doc: 'How many events.', unit: 'events' }, integer(1, 100_000_000)),
          at: z._default(field({ label: 'At', doc: 'When.', unit: 'duration' }, duration()), '0s'),
        }),
      ),

      at: field(
        {
          label: 'At',
          doc: 'One event at each instant of an explicit list, in any order; the same instant twice is two events.',
          unit: 'duration',
        },
        z.array(duration()).check(z.minLength(1), z.maxLength(1_000_000)),
      ),

      counts: field(
        {
          label: 'Counts',
          doc: 'Numbers of events in consecutive intervals of equal length, the first of which begins at the start. `within` says how events fall inside their interval.',
        },
        z.strictObject({
          interval: field({ label: 'Interval', doc: 'The length of each interval.', unit: 'duration' }, duration({ from: 'positive' })),
          counts: field(
            { label: 'Counts', doc: 'Events in each interval.', unit: 'events' },
            z.array(integer(0, mostEvents)).check(z.minLength(1), z.maxLength(1_000_000)),
          ),
          within: within(),
        }),
      ),

      trace: field(
        {
          label: 'Trace',
          doc: 'Real traffic from a CSV file. Its first interval, or the whole minute in which its first event lies, begins at the start.',
        },
        trace(),
      ),
    },
    {
      spacing: z.exactOptional(
        field(
          {
            label: 'Spacing',
            doc: 'Only with `stages`: `even` places the k-th event exactly where the integral of the rate reaches k; `poisson` draws independent events with that rate.',
            defaultNote: '"even"',
          },
          choice(['even', 'poisson']),
        ),
      ),
    },
  ).check(spacingNeedsStages());

/** When events are submitted; narrow with `'poisson' in arrivals`. */
export type Arrivals = z.output<ReturnType<typeof arrivals>>;

/** How events fall inside the interval they are counted in. */
export const withinInterval = ['poisson', 'uniform', 'front'] as const;

function within() {
  return z._default(
    field(
      {
        label: 'Within an interval',
        doc: '`poisson`: each event at its own uniformly random instant of the interval. `uniform`: evenly spaced, the k-th of n, counting from 0, at (k + ½)/n of the interval. `front`: all at its beginning.',
      },
      choice(withinInterval),
    ),
    'poisson',
  );
}

function stage() {
  return z.strictObject({
    duration: field({ label: 'Duration', doc: 'How long the ramp takes; 0 is a jump.', unit: 'duration' }, duration()),
    rate: field({ label: 'Rate', doc: 'The rate at the end of the stage.', unit: 'rate' }, rate()),
  });
}

function sine() {
  return z
    .strictObject({
      mean: field({ label: 'Mean', doc: 'The mean rate.', unit: 'rate' }, rate()),
      amplitude: field(
        { label: 'Amplitude', doc: 'How far the rate rises above the mean and falls below it; at most the mean.', unit: 'rate' },
        rate(),
      ),
      period: field({ label: 'Period', doc: 'The time from one peak to the next.', unit: 'duration' }, duration({ from: 'positive' })),
      peak: z.exactOptional(
        field({ label: 'Peak', doc: 'The instant of the first peak.', unit: 'duration', defaultNote: 'period/4' }, duration()),
      ),
    })
    .check(
      rule(function* (value): Iterable<Broken> {
        const mean = parseRate(value['mean']);
        const amplitude = parseRate(value['amplitude']);
        if (mean === null || amplitude === null || amplitude <= mean) return;
        yield {
          path: ['amplitude'],
          allowed: 'at most the mean',
          message: `"amplitude" must be at most "mean" (${String(value['mean'])}): a rate cannot fall below zero.`,
        };
      }),
    );
}

function trace() {
  return z.strictObject({
    file: field(
      { label: 'File', doc: 'The CSV file, relative to the scenario file.' },
      textWhere(
        'a file name relative to the scenario, with forward slashes, such as "data/trace.csv"',
        (name) => /^(?![/~])[^\\:\u0000-\u001F\u007F]{1,1000}$/.test(name),
        { minLength: 1, maxLength: 1000 },
      ),
    ),
    format: field(
      {
        label: 'Format',
        doc: '`azure2019`: a row for each function and a column for each minute (invocations_per_function of the Azure Functions 2019 trace). `azure2021`: a row for each invocation with its end and duration, in seconds; it arrived at end − duration. `generic`: a column `timestamp`, `time` or `ts`, and either a row for each event or a row for each interval with a column `count`, `rate` or `arrivals`.',
      },
      choice(['azure2019', 'azure2021', 'generic']),
    ),
    function: z.exactOptional(
      field(
        {
          label: 'Function',
          doc: 'Which function of the trace: its hash or name, or an unmistakable beginning of at least six characters.',
          defaultNote: 'all functions of the file together',
        },
        text(500),
      ),
    ),
    within: within(),
  });
}

function spacingNeedsStages() {
  return rule(function* (value): Iterable<Broken> {
    if (!Object.hasOwn(value, 'spacing') || Object.hasOwn(value, 'stages')) return;
    yield { path: ['spacing'], allowed: 'only beside stages', message: '"spacing" belongs to "stages" only.' };
  });
}
