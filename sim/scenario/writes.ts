import * as z from 'zod/mini';
import { arrivals } from './arrivals.ts';
import { fromBeforeUntil } from './fault.ts';
import { field } from './field.ts';
import { isRecord, rule, type Broken } from './rule.ts';
import { duration, integer, probability } from './values.ts';

/** One pattern of records that is written to a stream. */
export function write() {
  return z
    .strictObject({
      arrivals: field({ label: 'Arrivals', doc: 'When records are written.' }, arrivals()),
      partitionKeys: z._default(
        field(
          {
            label: 'Partition keys',
            doc: 'How many different keys the records have, each equally often. A key always goes to the same shard, and its records stay in order.',
            clauses: ['DDB-24', 'DDB-25'],
          },
          integer(1, 1_000_000_000),
        ),
        10_000,
      ),
      shard: z.exactOptional(
        field(
          { label: 'Shard', doc: 'All of these records go to this shard, counting from 0.', defaultNote: 'by partition key' },
          integer(0, 9999),
        ),
      ),
      recordBytes: z._default(
        field(
          { label: 'Record size', doc: 'The size of each record in the event that the function gets.', unit: 'bytes', clauses: ['DDB-23'] },
          integer(1, 10_485_760),
        ),
        1024,
      ),
      ...poison('record', 'written'),
      ...span('written'),
    })
    .check(rule(fromBeforeUntil), rule(noTrace));
}

/** One pattern of messages that is sent to a queue by anybody but Lambda. */
export function send() {
  return z
    .strictObject({
      arrivals: field({ label: 'Arrivals', doc: 'When messages are sent.' }, arrivals()),
      messageBytes: z._default(
        field({ label: 'Message size', doc: 'The size of each message.', unit: 'bytes', clauses: ['SQS-01'] }, integer(1, 1_048_576)),
        1024,
      ),
      ...poison('message', 'sent'),
      ...span('sent'),
    })
    .check(rule(fromBeforeUntil), rule(noTrace));
}

/** Trace files say which function gets what, so they belong to traffic. */
function* noTrace({ arrivals: pattern }: Record<string, unknown>): Iterable<Broken> {
  if (isRecord(pattern) && Object.hasOwn(pattern, 'trace'))
    yield { path: ['arrivals', 'trace'], allowed: 'any other pattern of arrivals', message: 'Trace files are read for "traffic" only.' };
}

function poison(noun: string, done: string) {
  return {
    poisonRate: z._default(
      field(
        {
          label: 'Poison rate',
          doc: `The probability that a ${noun} is one that every attempt fails on, until \`behaviour.poisonUntil\`.`,
          clauses: ['DDB-06'],
        },
        probability(),
      ),
      0,
    ),
    poison: z.prefault(
      field(
        { label: 'Poison', doc: `Which ${noun}s are poison, counting from 0 those that this entry has ${done}.`, clauses: ['DDB-06', 'DDB-15'] },
        z.array(integer(0)).check(z.maxLength(100_000)),
      ),
      [],
    ),
  };
}

function span(done: string) {
  return {
    from: z._default(
      field({ label: 'From', doc: 'Shifts the whole pattern: its start is at this instant of the scenario.', unit: 'duration' }, duration()),
      '0s',
    ),
    until: z.exactOptional(
      field(
        {
          label: 'Until',
          doc: `Nothing is ${done} at or after this instant of the scenario.`,
          unit: 'duration',
          defaultNote: 'the end of the scenario',
        },
        duration(),
      ),
    ),
  };
}
