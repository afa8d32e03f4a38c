import * as z from 'zod/mini';
import { field } from './field.ts';
import { known } from './values.ts';

/** The kinds of destination that are simulated. */
export const destinationTypes = ['SQS', 'SNS', 'EventBridge', 'S3'] as const;

/** What receives records of successes and failures, or dead letters. */
export const destination = () =>
  z.strictObject({
    type: field(
      {
        label: 'Type',
        doc: '`SQS`: a standard queue. `SNS`: a standard topic. `EventBridge`: an event bus. `S3`: a bucket, on failure only. A dead-letter queue is of type SQS or SNS.',
        clauses: ['DST-01', 'DLQ-01'],
        grade: 'documented',
      },
      known({ kind: 'choice', words: '"SQS", "SNS", "EventBridge" or "S3"', suggest: suggestType }, z.enum(destinationTypes)),
    ),
  });

/** Words people use for the four kinds; null also for the ones that have a reason of their own. */
function suggestType(found: string): string | null {
  const word = found.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (word.includes('fifo')) return null;
  if (/^(sqs|queue|sqsqueue|amazonsqs|awssqs)$/.test(word)) return 'SQS';
  if (/^(sns|topic|snstopic|amazonsns|awssns)$/.test(word)) return 'SNS';
  if (/^(eventbridge|eventbus|events|bus|eventbridgebus)$/.test(word)) return 'EventBridge';
  if (/^(s3|s3bucket|bucket|amazons3)$/.test(word)) return 'S3';
  return null;
}

/** Why a destination that AWS has, or refuses, is refused here; null for any other word. */
export function whyNotDestination(type: string): { message: string; clause: string } | null {
  if (/^lambda(function)?$/i.test(type)) return { message: 'Lambda functions as destinations are not modelled yet.', clause: 'DST-20' };
  if (/fifo/i.test(type))
    return { message: 'FIFO queues and topics are not supported as destinations: Lambda cannot deliver to them.', clause: 'DST-13' };
  return null;
}
