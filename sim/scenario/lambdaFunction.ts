import * as z from 'zod/mini';
import { behaviour } from './behaviour.ts';
import { deadLetterConfig } from './deadLetterConfig.ts';
import { eventInvokeConfig } from './eventInvokeConfig.ts';
import { field } from './field.ts';
import { choice, integer } from './values.ts';
import { aliases, versions } from './versions.ts';

/** A Lambda function: its settings under AWS's own names, how its code behaves, and its versions and aliases. */
export const lambdaFunction = () =>
  z.strictObject({
    Timeout: z._default(
      field(
        {
          label: 'Timeout',
          doc: 'The longest an attempt may run. Reaching it is a function error, and the environment is lost.',
          unit: 'seconds',
          aws: 'Timeout',
          clauses: ['ENV-07', 'ENV-08', 'ERR-05'],
          grade: 'documented',
        },
        integer(1, 900),
      ),
      3,
    ),

    MemorySize: z._default(
      field(
        {
          label: 'Memory',
          doc: 'Memory of an execution environment. It does not change the simulated times; give those under `behaviour`.',
          unit: 'MB',
          aws: 'MemorySize',
          clauses: ['ENV-09'],
          grade: 'documented',
        },
        integer(128, 10_240),
      ),
      128,
    ),

    ReservedConcurrentExecutions: z.exactOptional(
      field(
        {
          label: 'Reserved concurrency',
          doc: 'Both the floor and the ceiling of the function’s concurrency; 0 stops it and sends new events to the dead-letter queue or failure destination. Left out, the function shares the unreserved rest of the account.',
          unit: 'environments',
          aws: 'ReservedConcurrentExecutions',
          clauses: ['CON-02', 'CON-03', 'CON-04', 'ZRC-01'],
          grade: 'documented',
          defaultNote: 'unreserved',
        },
        integer(0, 1_000_000),
      ),
    ),

    RecursiveLoop: z._default(
      field(
        {
          label: 'Recursive loop',
          doc: '`Terminate`: when a chain of invocations has come to this function 16 times, the next event is discarded. `Allow`: it goes on for ever.',
          aws: 'RecursiveLoop',
          clauses: ['DST-21', 'DST-22'],
          grade: 'documented',
        },
        choice(['Terminate', 'Allow']),
      ),
      'Terminate',
    ),

    EventInvokeConfig: z.prefault(
      field(
        {
          label: 'Asynchronous invocation',
          doc: 'Retries, age limit and destinations of asynchronous events.',
          aws: 'EventInvokeConfig',
          clauses: ['DST-24', 'CFG-04'],
        },
        eventInvokeConfig(),
      ),
      {},
    ),

    DeadLetterConfig: z.prefault(
      field(
        { label: 'Dead-letter queue', doc: 'The older way to keep failed events.', aws: 'DeadLetterConfig', clauses: ['DLQ-15'] },
        deadLetterConfig(),
      ),
      {},
    ),

    behaviour: z.prefault(
      field({ label: 'Behaviour', doc: 'What the code does: how long it runs, how often it fails, and what it returns.' }, behaviour()),
      {},
    ),

    versions: z.prefault(
      field(
        {
          label: 'Versions',
          doc: 'Published versions, by number. The function itself is `$LATEST`.',
          clauses: ['CFG-04', 'DLQ-07'],
        },
        versions(),
      ),
      {},
    ),

    aliases: z.prefault(
      field({ label: 'Aliases', doc: 'Names for versions, with settings of their own.', clauses: ['CFG-04'] }, aliases()),
      {},
    ),
  });
