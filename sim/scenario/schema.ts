import * as z from 'zod/mini';
import { arrivals } from './arrivals.ts';
import { assumptions } from './assumptions.ts';
import { consistency } from './consistency.ts';
import { destination } from './destination.ts';
import { fault, fromBeforeUntil } from './fault.ts';
import { field } from './field.ts';
import { lambdaFunction } from './lambdaFunction.ts';
import { name } from './name.ts';
import { rule } from './rule.ts';
import { choice, duration, integer, known, reference, text } from './values.ts';

export type { Arrivals } from './arrivals.ts';
export type { Distribution } from './distribution.ts';
export type { DestinationFault, Fault, FunctionFault } from './fault.ts';
export type { Duration, Rate } from './values.ts';

/**
 * The scenario format, version 1: with the files it imports, the one table that types, defaults, units, ranges, messages,
 * forms, the JSON Schema and docs/scenario-format.md are made from. A row reads `key: default(field(what it is, its type))`.
 * Durations and rates stay as the user wrote them; compileModel is the only place that converts them.
 */
export const scenarioSchema = z
  .strictObject({
    $schema: z.exactOptional(field({ label: 'Schema', doc: 'Where editors find the JSON Schema; Headroom ignores it.' }, text(1000))),

    version: field(
      { label: 'Version', doc: 'The version of this format.' },
      known({ kind: 'choice', words: '1, the version of the format' }, z.literal(1)),
    ),

    name: z._default(field({ label: 'Name', doc: 'A title for charts and lists.' }, text(200)), ''),

    description: z.exactOptional(field({ label: 'Description', doc: 'What the scenario shows, and what to look at.' }, text(10_000))),

    duration: field(
      { label: 'Duration', doc: 'How much time is simulated. Nothing at or after its end happens.', unit: 'duration' },
      duration({ from: 'positive', to: '366d' }),
    ),

    seed: z._default(
      field(
        { label: 'Seed', doc: 'Where all randomness comes from: the same scenario and seed give the same result everywhere.' },
        known(
          { kind: 'text', words: 'text of at most 200 characters or a whole number' },
          z.union([z.string().check(z.maxLength(200)), z.int()]),
        ),
      ),
      '1',
    ),

    delayTarget: z._default(
      field(
        {
          label: 'Delay target',
          doc: 'An event is on time when its successful handler starts within this long of acceptance; otherwise it is delayed.',
          unit: 'duration',
        },
        duration({ to: '366d' }),
      ),
      '60s',
    ),

    profile: z._default(
      field(
        {
          label: 'Profile',
          doc: '`current`: 1 MB asynchronous payloads and SQS messages, S3 on failure, 1,000 new environments each 10 s for each function. `seed-era`: 256 KB, no S3, an account-wide burst and then 500 a minute.',
          clauses: ['ASY-07', 'DST-01', 'CON-09', 'CON-10'],
          grade: 'documented',
        },
        choice(['current', 'seed-era']),
      ),
      'current',
    ),

    account: z.prefault(
      field(
        { label: 'Account', doc: 'What all functions of the account and Region share.' },
        z.strictObject({
          ConcurrentExecutions: z._default(
            field(
              {
                label: 'Concurrency limit',
                doc: 'The most execution environments that may be busy at once. New accounts may have less. Reservations may add up to this less 100.',
                unit: 'environments',
                aws: 'ConcurrentExecutions',
                clauses: ['CON-01', 'CON-02'],
                grade: 'documented',
              },
              integer(1, 1_000_000),
            ),
            1000,
          ),
        }),
      ),
      {},
    ),

    functions: field(
      { label: 'Functions', doc: 'The Lambda functions, by name.' },
      known(
        { kind: 'text', words: 'an object with at least one function, by name' },
        z.record(name(), lambdaFunction()).check(z.check(atLeastOneFunction)),
      ),
    ),

    destinations: z.prefault(
      field(
        {
          label: 'Destinations',
          doc: 'Queues, topics, buses and buckets that receive records, by name; a function refers to them as destinations or as its dead-letter queue.',
          clauses: ['DST-01', 'DLQ-01'],
        },
        z.record(name(), destination()),
      ),
      {},
    ),

    traffic: z.prefault(
      field(
        { label: 'Traffic', doc: 'Who is sent what, and when. Several entries may address one function.' },
        z.array(traffic()).check(z.maxLength(10_000)),
      ),
      [],
    ),

    faults: z.prefault(
      field(
        { label: 'Faults', doc: 'What goes wrong for a while. Where faults overlap, the last written wins.' },
        z.array(fault()).check(z.maxLength(1000)),
      ),
      [],
    ),

    assumptions: z.prefault(
      field({ label: 'Assumptions', doc: 'What AWS does not publish: one answer each, to be varied.' }, assumptions()),
      {},
    ),
  })
  .check(rule(consistency));

/** A valid scenario with every default filled in. */
export type Scenario = z.output<typeof scenarioSchema>;
/** What a user may write: everything with a default may be left out. */
export type ScenarioInput = z.input<typeof scenarioSchema>;
export type LambdaFunction = Scenario['functions'][string];
export type Behaviour = LambdaFunction['behaviour'];
export type ScriptedEvent = Behaviour['script'][number];
export type Destination = Scenario['destinations'][string];
export type Traffic = Scenario['traffic'][number];
export type Assumptions = Scenario['assumptions'];

function traffic() {
  return z
    .strictObject({
      to: field({ label: 'To', doc: 'The function that is invoked.', clauses: ['ASY-01'] }, reference('a function')),
      arrivals: field({ label: 'Arrivals', doc: 'When events are submitted.' }, arrivals()),
      payloadBytes: z._default(
        field(
          {
            label: 'Payload',
            doc: 'The size of each event. Above the limit of the profile events are rejected with 413 and never received.',
            unit: 'bytes',
            clauses: ['ASY-07'],
          },
          integer(0),
        ),
        1024,
      ),
      from: z._default(
        field(
          { label: 'From', doc: 'Shifts the whole pattern: its start is at this instant of the scenario.', unit: 'duration' },
          duration(),
        ),
        '0s',
      ),
      until: z.exactOptional(
        field(
          {
            label: 'Until',
            doc: 'Nothing is submitted at or after this instant of the scenario.',
            unit: 'duration',
            defaultNote: 'the end of the scenario',
          },
          duration(),
        ),
      ),
    })
    .check(rule(fromBeforeUntil));
}

function atLeastOneFunction(payload: z.core.ParsePayload<Record<string, unknown>>): void {
  if (Object.keys(payload.value).length > 0) return;
  payload.issues.push({ code: 'custom', input: payload.value, message: 'A scenario needs at least one function.' });
}
