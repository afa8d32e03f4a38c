import * as z from 'zod/mini';
import { field } from './field.ts';
import { integer, reference } from './values.ts';
import { send } from './writes.ts';

/** A standard SQS queue that a function reads by an event source mapping, or that keeps what is sent to it. */
export const queue = () =>
  z.strictObject({
    VisibilityTimeout: z._default(
      field(
        {
          label: 'Visibility timeout',
          doc: 'How long a message is hidden after it was received; if it is not deleted by then, it can be received again.',
          unit: 'seconds',
          aws: 'VisibilityTimeout',
          clauses: ['SQS-01', 'SQS-02'],
          grade: 'documented',
        },
        integer(0, 43_200),
      ),
      30,
    ),

    MessageRetentionPeriod: z._default(
      field(
        {
          label: 'Retention',
          doc: 'How long a message is kept, from when it was first sent; moving it to a dead-letter queue does not start the time again.',
          unit: 'seconds',
          aws: 'MessageRetentionPeriod',
          clauses: ['SQS-02'],
          grade: 'documented',
        },
        integer(60, 1_209_600),
      ),
      345_600,
    ),

    DelaySeconds: z._default(
      field(
        {
          label: 'Delay',
          doc: 'How long a new message is hidden before it can be received.',
          unit: 'seconds',
          aws: 'DelaySeconds',
          grade: 'documented',
        },
        integer(0, 900),
      ),
      0,
    ),

    RedrivePolicy: z.exactOptional(
      field(
        {
          label: 'Redrive policy',
          doc: 'Where messages go that are received again and again without being deleted.',
          aws: 'RedrivePolicy',
          clauses: ['SQS-03'],
        },
        z.strictObject({
          deadLetterTargetArn: field(
            {
              label: 'Dead-letter queue',
              doc: 'The queue, declared under `queues`, that takes such messages.',
              aws: 'deadLetterTargetArn',
              clauses: ['SQS-03'],
              grade: 'documented',
            },
            reference('a queue'),
          ),
          maxReceiveCount: field(
            {
              label: 'Maximum receive count',
              doc: 'How often a message is received; at the next time it goes to the dead-letter queue instead. AWS recommends at least 5 for a queue that a function reads.',
              aws: 'maxReceiveCount',
              clauses: ['SQS-03', 'SQS-05'],
              grade: 'documented',
            },
            integer(1, 1000),
          ),
        }),
      ),
    ),

    sends: z.prefault(
      field(
        { label: 'Sends', doc: 'Which messages are sent to it, and when, beside those that Lambda sends.' },
        z.array(send()).check(z.maxLength(10_000)),
      ),
      [],
    ),
  });
