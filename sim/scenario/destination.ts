import * as z from 'zod/mini';
import { field } from './field.ts';
import { rule, type Broken } from './rule.ts';
import { boolean, duration, integer, known, probability, reference } from './values.ts';

/** The kinds of destination that are simulated. */
export const destinationTypes = ['SQS', 'SNS', 'Lambda', 'EventBridge', 'S3'] as const;

/** What receives records of successes and failures, or dead letters. */
export const destination = () =>
  z
    .strictObject({
      type: field(
        {
          label: 'Type',
          doc: '`SQS`: a queue. `SNS`: a topic. `Lambda`: a function of the scenario, which is invoked asynchronously with the record. `EventBridge`: an event bus. `S3`: a bucket, on failure only. A dead-letter queue is of type SQS or SNS.',
          clauses: ['DST-01', 'DLQ-01', 'DST-20'],
          grade: 'documented',
        },
        known({ kind: 'choice', words: '"SQS", "SNS", "Lambda", "EventBridge" or "S3"', suggest: suggestType }, z.enum(destinationTypes)),
      ),

      function: z.exactOptional(
        field(
          {
            label: 'Function',
            doc: 'Only with type Lambda: the function that is invoked.',
            clauses: ['DST-20'],
            defaultNote: 'the function of the destination’s own name',
          },
          reference('a function'),
        ),
      ),

      qualifier: z.exactOptional(
        field(
          {
            label: 'Qualifier',
            doc: 'Only with type Lambda: the version or alias that is invoked.',
            aws: 'Qualifier',
            clauses: ['CFG-04'],
            defaultNote: '`"$LATEST"`',
          },
          reference('a version or an alias'),
        ),
      ),

      fifo: z._default(
        field(
          {
            label: 'FIFO',
            doc: 'Only with types SQS and SNS: the queue or topic is FIFO, and every delivery to it fails. One whose name ends in `.fifo` always is.',
            clauses: ['DST-13', 'DLQ-01'],
            grade: 'documented',
          },
          boolean(),
        ),
        false,
      ),

      permission: z._default(
        field(
          {
            label: 'Permission',
            doc: 'Whether the execution role may send here: sqs:SendMessage, sns:Publish, lambda:InvokeFunction, events:PutEvents, or s3:PutObject with s3:ListBucket. If not, every delivery fails.',
            clauses: ['DST-12', 'DLQ-12'],
            grade: 'documented',
          },
          boolean(),
        ),
        true,
      ),

      customerManagedKey: z._default(
        field(
          { label: 'Customer managed key', doc: 'Whether it is encrypted with a KMS key of your own.', clauses: ['DLQ-12', 'DST-12'] },
          boolean(),
        ),
        false,
      ),

      keyPermission: z._default(
        field(
          {
            label: 'Key permission',
            doc: 'Whether the execution role may use that key. If not, every delivery fails.',
            clauses: ['DLQ-12', 'DST-12'],
            grade: 'documented',
          },
          boolean(),
        ),
        true,
      ),

      maximumBytes: z.exactOptional(
        field(
          {
            label: 'Largest message',
            doc: 'The largest message that is taken, attributes included. A larger one is not delivered.',
            unit: 'bytes',
            clauses: ['DLQ-10', 'DST-17', 'DST-13'],
            grade: 'documented',
            defaultNote:
              'SQS and EventBridge 1048576, under `seed-era` 262144; SNS 262144; Lambda the limit of asynchronous payloads; S3 none',
          },
          integer(1),
        ),
      ),

      failureRate: z._default(
        field(
          {
            label: 'Failure rate',
            doc: 'The probability that a delivery fails for a reason of its own.',
            clauses: ['DST-13', 'DST-14', 'DLQ-08'],
          },
          probability(),
        ),
        0,
      ),

      latency: z.exactOptional(
        field(
          {
            label: 'Latency',
            doc: 'From the decision to the arrival of the record here.',
            unit: 'duration',
            clauses: ['DST-26'],
            defaultNote: '`assumptions.deliveryLatency`',
          },
          duration({ to: '1h' }),
        ),
      ),
    })
    .check(rule(keysFitType));

function* keysFitType(value: Record<string, unknown>): Iterable<Broken> {
  const type = destinationTypes.find((known) => known === value['type']);
  if (type !== undefined && type !== 'Lambda')
    for (const key of ['function', 'qualifier'])
      if (Object.hasOwn(value, key))
        yield {
          path: [key],
          allowed: 'only with "type": "Lambda"',
          clause: 'DST-20',
          message: `"${key}" belongs to a destination of type "Lambda", but this one is of type "${type}".`,
        };
  if (value['fifo'] === true && type !== undefined && type !== 'SQS' && type !== 'SNS')
    yield {
      path: ['fifo'],
      allowed: 'only with "type": "SQS" or "SNS"',
      clause: 'DST-13',
      message: `Queues and topics can be FIFO, but this destination is of type "${type}".`,
    };
  if (value['keyPermission'] === false && value['customerManagedKey'] === false)
    yield {
      path: ['keyPermission'],
      allowed: 'only beside "customerManagedKey": true',
      clause: 'DLQ-12',
      message: 'There is no key that the role could lack permission for; write "customerManagedKey": true beside it.',
    };
}

/** Words people use for the kinds; null also for the ones that have a reason of their own. */
function suggestType(found: string): string | null {
  const word = found.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (word.includes('fifo')) return null;
  if (/^(sqs|queue|sqsqueue|amazonsqs|awssqs)$/.test(word)) return 'SQS';
  if (/^(sns|topic|snstopic|amazonsns|awssns)$/.test(word)) return 'SNS';
  if (/^(lambda|function|lambdafunction|awslambda)$/.test(word)) return 'Lambda';
  if (/^(eventbridge|eventbus|events|bus|eventbridgebus)$/.test(word)) return 'EventBridge';
  if (/^(s3|s3bucket|bucket|amazons3)$/.test(word)) return 'S3';
  return null;
}

/** What to write instead of a word that names a type and more; null for any other word. */
export function whyNotType(found: string): { message: string; clause: string } | null {
  if (!/fifo/i.test(found)) return null;
  const type = /sns|topic/i.test(found) ? 'SNS' : 'SQS';
  return { message: `FIFO is no type of its own; write "type": "${type}" with "fifo": true.`, clause: 'DST-13' };
}
