import * as z from 'zod/mini';
import { field } from './field.ts';
import { integer, known } from './values.ts';

/** What all functions share, and the two parts of an ARN that say where they are. */
export function account() {
  return z.strictObject({
    ConcurrentExecutions: z._default(
      field(
        {
          label: 'Concurrency limit',
          doc: 'The most execution environments that may be busy at once. New accounts may have less. Reservations and provisioned concurrency may add up to this less 100.',
          unit: 'environments',
          aws: 'ConcurrentExecutions',
          clauses: ['CON-01', 'CON-02', 'CON-05'],
          grade: 'documented',
        },
        integer(1, 1_000_000),
      ),
      1000,
    ),

    AccountId: z._default(
      field(
        { label: 'Account id', doc: 'The number of the account, as text. It appears only in the ARNs of records.', aws: 'AccountId' },
        accountId(),
      ),
      '123456789012',
    ),

    Region: z._default(
      field({ label: 'Region', doc: 'The Region’s code. It appears only in the ARNs of records.', aws: 'Region' }, region()),
      'us-east-1',
    ),
  });
}

function accountId() {
  const pattern = '^\\d{12}$';
  return known(
    {
      kind: 'text',
      words: '12 digits as text, such as "123456789012"',
      suggest: (found) => found.replace(/[\s-]/g, ''),
      jsonSchema: { type: 'string', pattern },
    },
    z.string().check(z.regex(new RegExp(pattern))),
  );
}

function region() {
  const pattern = '^[a-z]{2}(-[a-z]+)+-\\d$';
  return known(
    {
      kind: 'text',
      words: 'the code of a Region, such as "us-east-1"',
      // An Availability Zone has a letter more.
      suggest: (found) => found.trim().toLowerCase().replace(/[\s_]/g, '-').replace(/(\d)[a-z]$/, '$1'),
      jsonSchema: { type: 'string', pattern },
    },
    z.string().check(z.regex(new RegExp(pattern))),
  );
}
