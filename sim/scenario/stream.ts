import * as z from 'zod/mini';
import { field } from './field.ts';
import { rule, type Broken } from './rule.ts';
import { integer, known } from './values.ts';
import { write } from './writes.ts';

/** The kinds of stream that are simulated. */
export const streamTypes = ['DynamoDB', 'Kinesis'] as const;

/** A stream that functions read by event source mappings: shards of records, in order, kept for a while. */
export const stream = () =>
  z
    .strictObject({
      type: z._default(
        field(
          {
            label: 'Type',
            doc: '`DynamoDB`: the stream of a table, which keeps records for 24 hours. `Kinesis`: a data stream. Both run on the same machinery; Kafka and Amazon MSK are not modelled.',
            clauses: ['DDB-01', 'DDB-07'],
            grade: 'documented',
          },
          known({ kind: 'choice', words: '"DynamoDB" or "Kinesis"', suggest: suggestStreamType }, z.enum(streamTypes)),
        ),
        'DynamoDB',
      ),

      ShardCount: z._default(
        field(
          {
            label: 'Shards',
            doc: 'How many shards the stream has; it is not resharded. A partition key always goes to the same one.',
            aws: 'ShardCount',
            clauses: ['DDB-24'],
          },
          integer(1, 10_000),
        ),
        1,
      ),

      RetentionPeriodHours: z._default(
        field(
          {
            label: 'Retention',
            doc: 'How long records are kept. What a function has not processed by then is gone, without a record to a destination. Of a DynamoDB stream always 24.',
            unit: 'hours',
            aws: 'RetentionPeriodHours',
            clauses: ['DDB-07', 'DDB-06'],
            grade: 'documented',
          },
          integer(24, 8760),
        ),
        24,
      ),

      writes: z.prefault(
        field({ label: 'Writes', doc: 'Which records are written, and when.' }, z.array(write()).check(z.maxLength(10_000))),
        [],
      ),
    })
    .check(rule(retentionFitsType));

function* retentionFitsType(value: Record<string, unknown>): Iterable<Broken> {
  const hours = value['RetentionPeriodHours'];
  if (value['type'] !== 'DynamoDB' || typeof hours !== 'number' || hours <= 24) return;
  yield {
    path: ['RetentionPeriodHours'],
    allowed: '24, or any number of hours up to 8760 with "type": "Kinesis"',
    clause: 'DDB-07',
    message: 'A DynamoDB stream keeps its records for 24 hours, which cannot be changed.',
  };
}

function suggestStreamType(found: string): string | null {
  const word = found.toLowerCase();
  if (word.includes('dynamo') || word === 'ddb') return 'DynamoDB';
  return word.includes('kinesis') ? 'Kinesis' : null;
}

/** What to say of a kind of stream that is known and not simulated; null for any other word. */
export function whyNotStreamType(found: string): { message: string; clause: string } | null {
  if (!/kafka|msk/i.test(found)) return null;
  return { message: 'Kafka and Amazon MSK as event sources are not modelled.', clause: 'DDB-01' };
}
