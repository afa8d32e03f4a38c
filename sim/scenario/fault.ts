import * as z from 'zod/mini';
import { field } from './field.ts';
import { rule, type Broken } from './rule.ts';
import { parseDuration } from './units.ts';
import { duration, integer, known, number, probability, reference } from './values.ts';

/** Something that goes wrong with one function for a while. Where faults overlap, the last written wins. */
export interface FunctionFault {
  function: string;
  from: string | number;
  until: string | number;
  errorRate?: number;
  systemErrorRate?: number;
  durationFactor?: number;
  ReservedConcurrentExecutions?: number;
  enqueueFailureRate?: number;
  deleted?: true;
}

/** Something that goes wrong with one destination for a while. */
export interface DestinationFault {
  destination: string;
  from: string | number;
  until: string | number;
  failureRate: number;
}

/** Narrow with `'function' in fault`. */
export type Fault = FunctionFault | DestinationFault;

const functionEffects = [
  'errorRate',
  'systemErrorRate',
  'durationFactor',
  'ReservedConcurrentExecutions',
  'enqueueFailureRate',
  'deleted',
] as const;

/** One fault: of a function or of a destination, with at least one effect, from before until. */
export function fault(): z.ZodMiniType<Fault, Fault> {
  const schema = z
    .strictObject({
      function: z.exactOptional(field({ label: 'Function', doc: 'The function it happens to.' }, reference('a function'))),
      destination: z.exactOptional(
        field({ label: 'Destination', doc: 'The destination or dead-letter queue it happens to.' }, reference('a destination')),
      ),
      from: field({ label: 'From', doc: 'When it begins.', unit: 'duration' }, duration()),
      until: field({ label: 'Until', doc: 'When it is over; that instant is outside.', unit: 'duration' }, duration()),
      errorRate: z.exactOptional(
        field(
          {
            label: 'Error rate',
            doc: 'Replaces the behaviour’s error rate: 1 is an outage of whatever the handler calls.',
            clauses: ['ERR-01'],
          },
          probability(),
        ),
      ),
      systemErrorRate: z.exactOptional(
        field(
          {
            label: 'System error rate',
            doc: 'Replaces the behaviour’s rate of errors of the Lambda service.',
            clauses: ['ERR-02', 'ERR-07'],
            grade: 'assumed',
          },
          probability(),
        ),
      ),
      durationFactor: z.exactOptional(
        field(
          { label: 'Duration factor', doc: 'Multiplies the handler’s drawn times: 10 is a dependency that answers ten times slower.' },
          number({ from: 0, to: 10_000 }),
        ),
      ),
      ReservedConcurrentExecutions: z.exactOptional(
        field(
          {
            label: 'Reserved concurrency',
            doc: 'Replaces the function’s reserved concurrency; 0 stops it. It is looked at when a slot is taken, so lowering it stops nothing that runs.',
            unit: 'environments',
            aws: 'ReservedConcurrentExecutions',
            clauses: ['ZRC-01', 'CON-17'],
            grade: 'documented',
          },
          integer(0),
        ),
      ),
      enqueueFailureRate: z.exactOptional(
        field(
          {
            label: 'Enqueue failure rate',
            doc: 'The probability that Lambda cannot take an event into its queue: the caller gets an error, and the event is rejected, not received.',
            clauses: ['ASY-03'],
            grade: 'documented',
          },
          probability(),
        ),
      ),
      deleted: z.exactOptional(
        field(
          {
            label: 'Deleted',
            doc: 'The function does not exist meanwhile: new events are rejected, and dispatches are answered with 404.',
            clauses: ['ERR-08'],
            grade: 'measured',
          },
          known({ kind: 'choice', words: 'true' }, z.literal(true)),
        ),
      ),
      failureRate: z.exactOptional(
        field(
          {
            label: 'Failure rate',
            doc: 'For a destination: the probability that a delivery to it fails.',
            clauses: ['DST-13', 'DST-14'],
            grade: 'documented',
          },
          probability(),
        ),
      ),
    })
    .check(rule(faultProblems));
  // The rule makes it one of the two kinds, which the object type alone cannot say.
  return schema as unknown as z.ZodMiniType<Fault, Fault>;
}

function* faultProblems(value: Record<string, unknown>): Iterable<Broken> {
  const ofFunction = Object.hasOwn(value, 'function');
  const ofDestination = Object.hasOwn(value, 'destination');
  const effects = functionEffects.filter((effect) => Object.hasOwn(value, effect));
  if (ofFunction === ofDestination)
    yield {
      path: [],
      allowed: 'exactly one of function, destination',
      message: `A fault needs exactly one of "function" and "destination", but has ${ofFunction ? 'both' : 'neither'}.`,
    };
  else if (ofDestination) {
    for (const effect of effects)
      yield {
        path: [effect],
        allowed: 'failureRate',
        message: `"${effect}" is an effect on a function; a destination's fault has "failureRate".`,
      };
    if (!Object.hasOwn(value, 'failureRate'))
      yield { path: ['failureRate'], allowed: 'a number from 0 to 1', message: `A destination's fault needs "failureRate".` };
  } else {
    if (Object.hasOwn(value, 'failureRate'))
      yield {
        path: ['failureRate'],
        allowed: functionEffects.join(', '),
        message: `"failureRate" is the fault of a destination; for a function write "errorRate".`,
      };
    else if (effects.length === 0)
      yield {
        path: [],
        allowed: `at least one of ${functionEffects.join(', ')}`,
        message: `A function's fault needs at least one of ${functionEffects.join(', ')}.`,
      };
  }
  yield* fromBeforeUntil(value);
}

/** A span of time must not be empty. */
export function* fromBeforeUntil(value: Record<string, unknown>): Iterable<Broken> {
  const from = parseDuration(value['from']);
  const until = parseDuration(value['until']);
  if (from === null || until === null || from < until) return;
  yield {
    path: ['until'],
    allowed: 'later than from',
    message: `"until" (${String(value['until'])}) must be later than "from" (${String(value['from'])}).`,
  };
}
