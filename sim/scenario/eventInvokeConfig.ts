import * as z from 'zod/mini';
import { field } from './field.ts';
import { integer, reference } from './values.ts';

/** The settings of asynchronous invocation, of a function, a version or an alias. Each has its own; none inherits. [CFG-03, CFG-04] */
export function eventInvokeConfig() {
  return z.strictObject({
    MaximumRetryAttempts: z._default(
      field(
        {
          label: 'Maximum retry attempts',
          doc: 'Further attempts after a function error. Throttles and system errors do not count.',
          aws: 'MaximumRetryAttempts',
          clauses: ['RTY-02', 'RTY-01', 'ERR-02'],
          grade: 'documented',
        },
        integer(0, 2),
      ),
      2,
    ),

    MaximumEventAgeInSeconds: z._default(
      field(
        {
          label: 'Maximum event age',
          doc: 'How long Lambda keeps an event in its queue, counted from acceptance; a longer wait discards it.',
          unit: 'seconds',
          aws: 'MaximumEventAgeInSeconds',
          clauses: ['AGE-01', 'AGE-03', 'AGE-13'],
          grade: 'documented',
        },
        integer(60, 21_600),
      ),
      21_600,
    ),

    DestinationConfig: z.prefault(
      field(
        {
          label: 'Destinations',
          doc: 'Where records of finished events go.',
          aws: 'DestinationConfig',
          clauses: ['DST-01', 'DST-02', 'DST-15'],
        },
        z.strictObject({
          OnSuccess: z.prefault(
            field(
              {
                label: 'On success',
                doc: 'Receives a record of every successful execution.',
                aws: 'OnSuccess',
                clauses: ['DST-03', 'DST-04'],
              },
              sink('SQS, SNS, Lambda or EventBridge'),
            ),
            {},
          ),
          OnFailure: z.prefault(
            field(
              { label: 'On failure', doc: 'Receives a record of every discarded event.', aws: 'OnFailure', clauses: ['DST-03', 'DST-04'] },
              sink('SQS, SNS, Lambda, EventBridge or S3'),
            ),
            {},
          ),
        }),
      ),
      {},
    ),
  });
}

function sink(types: string) {
  return z.strictObject({
    Destination: z.exactOptional(
      field(
        {
          label: 'Destination',
          doc: `The name of a destination of type ${types}, or of a function of the scenario, which is then invoked; \`""\` is none.`,
          aws: 'Destination',
          clauses: ['DST-01', 'DST-20', 'DST-25'],
          grade: 'documented',
          defaultNote: 'none',
        },
        reference('a destination or a function'),
      ),
    ),
  });
}
