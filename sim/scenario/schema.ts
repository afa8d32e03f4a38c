import * as z from 'zod/mini';
import { account } from './account.ts';
import { assumptions } from './assumptions.ts';
import { consistency } from './consistency.ts';
import { destination } from './destination.ts';
import { eventSourceMapping } from './eventSourceMapping.ts';
import { expectation } from './expectation.ts';
import { fault } from './fault.ts';
import { field } from './field.ts';
import { parseIsoInstant } from './isoInstant.ts';
import { lambdaFunction } from './lambdaFunction.ts';
import { name } from './name.ts';
import { queue } from './queue.ts';
import { rule, type Broken } from './rule.ts';
import { stream } from './stream.ts';
import { traffic } from './traffic.ts';
import { choice, duration, known, number, text, textWhere } from './values.ts';

export type { Arrivals } from './arrivals.ts';
export type { Distribution } from './distribution.ts';
export type { DestinationFault, Fault, FunctionFault } from './fault.ts';
export type { Duration, Json, Rate } from './values.ts';

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

    startsAt: z._default(
      field(
        { label: 'Starts at', doc: 'The date and time at which the scenario begins; only timestamps in records show it.' },
        textWhere('a date and time such as "2026-01-01T00:00:00Z", from 1970 to 2199', isStart),
      ),
      '2026-01-01T00:00:00Z',
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
        account(),
      ),
      {},
    ),

    functions: field(
      { label: 'Functions', doc: 'The Lambda functions, by name.' },
      known(
        { kind: 'text', words: 'an object with at least one function, by name' },
        z.record(name(), lambdaFunction()).check(rule(atLeastOneFunction)),
      ),
    ),

    destinations: z.prefault(
      field(
        {
          label: 'Destinations',
          doc: 'Queues, topics, functions, buses and buckets that receive records, by name; a function refers to them as destinations or as its dead-letter queue.',
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

    streams: z.prefault(
      field(
        {
          label: 'Streams',
          doc: 'DynamoDB and Kinesis streams, by name, and what is written to them; functions read them by event source mappings.',
          clauses: ['DDB-01', 'DDB-24'],
        },
        z.record(name(), stream()),
      ),
      {},
    ),

    queues: z.prefault(
      field(
        {
          label: 'Queues',
          doc: 'SQS queues that are read by event source mappings, by name. What refers to a destination may name a queue; a destination of type SQS with the name of a queue delivers to it.',
          clauses: ['SQS-01', 'SQS-03'],
        },
        z.record(name(), queue()),
      ),
      {},
    ),

    eventSourceMappings: z.prefault(
      field(
        {
          label: 'Event source mappings',
          doc: 'Which function reads which stream or queue, and how, by a name of your own.',
          clauses: ['DDB-13', 'SQS-01'],
        },
        z.record(name(), eventSourceMapping()),
      ),
      {},
    ),

    trafficScale: z._default(
      field(
        {
          label: 'Traffic scale',
          doc: 'Multiplies all traffic: 2 is twice as many events. Where events are counted one by one, some are repeated or left out, evenly.',
        },
        number({ above: 0, to: 1000 }),
      ),
      1,
    ),

    expect: z.prefault(
      field(
        {
          label: 'Targets',
          doc: 'What is expected; `headroom check` says whether it is met.',
        },
        z.array(expectation()).check(z.maxLength(1000)),
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
export type Version = LambdaFunction['versions'][string];
export type Alias = LambdaFunction['aliases'][string];
export type Behaviour = LambdaFunction['behaviour'];
export type EventInvokeConfig = LambdaFunction['EventInvokeConfig'];
export type DeadLetterConfig = LambdaFunction['DeadLetterConfig'];
export type ProvisionedConcurrencyConfig = NonNullable<Version['ProvisionedConcurrencyConfig']>;
export type ScriptedEvent = Behaviour['script'][number];
export type Destination = Scenario['destinations'][string];
export type Traffic = Scenario['traffic'][number];
export type Stream = Scenario['streams'][string];
export type Queue = Scenario['queues'][string];
export type EventSourceMapping = Scenario['eventSourceMappings'][string];
export type Write = Stream['writes'][number];
export type Send = Queue['sends'][number];
export type Assumptions = Scenario['assumptions'];

/** Until 2199 every instant of a scenario is a whole number of microseconds since 1970 that a number holds exactly. */
function isStart(text: string): boolean {
  const instant = parseIsoInstant(text);
  return instant !== null && instant >= 0 && instant < parseIsoInstant('2200-01-01')!;
}

function* atLeastOneFunction(functions: Record<string, unknown>, unknownNames: number): Iterable<Broken> {
  if (Object.keys(functions).length + unknownNames === 0)
    yield { path: [], allowed: 'an object with at least one function, by name', message: 'A scenario needs at least one function.' };
}
