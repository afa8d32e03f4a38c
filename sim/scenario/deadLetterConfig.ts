import * as z from 'zod/mini';
import { field } from './field.ts';
import { reference } from './values.ts';

/** The dead-letter queue of a function or a version. [DLQ-15] */
export function deadLetterConfig() {
  return z.strictObject({
    TargetArn: z.exactOptional(
      field(
        {
          label: 'Target',
          doc: 'The name of a destination of type SQS or SNS, neither of them FIFO; `""` is none.',
          aws: 'TargetArn',
          clauses: ['DLQ-01', 'DLQ-11', 'DLQ-15'],
          grade: 'documented',
          defaultNote: 'none',
        },
        reference('a destination'),
      ),
    ),
  });
}
