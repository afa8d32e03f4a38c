import * as z from 'zod/mini';
import { distribution } from './distribution.ts';
import { field } from './field.ts';
import { listAt, isRecord, rule, type Broken } from './rule.ts';
import { choice, duration, integer, probability, reference } from './values.ts';

/** A Lambda function: its settings under AWS's own names, and how its code behaves. */
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

    EventInvokeConfig: z.prefault(
      field(
        {
          label: 'Asynchronous invocation',
          doc: 'Retries, age limit and destinations of asynchronous events.',
          aws: 'EventInvokeConfig',
          clauses: ['DST-24'],
        },
        eventInvokeConfig(),
      ),
      {},
    ),

    DeadLetterConfig: z.prefault(
      field(
        { label: 'Dead-letter queue', doc: 'The older way to keep failed events.', aws: 'DeadLetterConfig', clauses: ['DLQ-15'] },
        z.strictObject({
          TargetArn: z.exactOptional(
            field(
              {
                label: 'Target',
                doc: 'The name of a destination of type SQS or SNS.',
                aws: 'TargetArn',
                clauses: ['DLQ-01', 'DLQ-11'],
                grade: 'documented',
                defaultNote: 'none',
              },
              reference('a destination'),
            ),
          ),
        }),
      ),
      {},
    ),

    behaviour: z.prefault(
      field({ label: 'Behaviour', doc: 'What the code does: how long it runs and how often it fails.' }, behaviour()),
      {},
    ),
  });

function eventInvokeConfig() {
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
              sink('SQS, SNS or EventBridge'),
            ),
            {},
          ),
          OnFailure: z.prefault(
            field(
              { label: 'On failure', doc: 'Receives a record of every discarded event.', aws: 'OnFailure', clauses: ['DST-03', 'DST-04'] },
              sink('SQS, SNS, EventBridge or S3'),
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
          doc: `The name of a destination of type ${types}.`,
          aws: 'Destination',
          clauses: ['DST-01'],
          grade: 'documented',
          defaultNote: 'none',
        },
        reference('a destination'),
      ),
    ),
  });
}

function behaviour() {
  return z
    .strictObject({
      duration: z.prefault(
        field(
          {
            label: 'Duration',
            doc: 'How long the handler runs, cold start excluded. A draw above `Timeout` is a timeout; one equal to it is not.',
            unit: 'distribution',
            clauses: ['ENV-07', 'ENV-08'],
          },
          distribution(),
        ),
        { constant: '100ms' },
      ),

      initDuration: z.prefault(
        field(
          {
            label: 'Init duration',
            doc: 'How long a new execution environment takes before its handler starts. Meanwhile it holds concurrency.',
            unit: 'distribution',
            aws: 'Init Duration',
            clauses: ['ENV-06', 'CON-16'],
            grade: 'assumed',
          },
          distribution(),
        ),
        { lognormal: { p50: '400ms', p99: '2s' } },
      ),

      errorRate: z._default(
        field(
          { label: 'Error rate', doc: 'The probability that an attempt fails, drawn anew for each attempt.', clauses: ['ERR-01'] },
          probability(),
        ),
        0,
      ),

      poisonRate: z._default(
        field(
          { label: 'Poison rate', doc: 'The probability that an event is one that fails on every attempt.', clauses: ['ERR-01', 'RTY-07'] },
          probability(),
        ),
        0,
      ),

      systemErrorRate: z._default(
        field(
          {
            label: 'System error rate',
            doc: 'The probability that a dispatch meets an error of the Lambda service (5xx). It waits like a throttled one and uses up no retry.',
            clauses: ['ERR-02', 'ERR-07'],
            grade: 'assumed',
          },
          probability(),
        ),
        0,
      ),

      script: z.prefault(
        field(
          {
            label: 'Script',
            doc: 'Chosen events whose attempts are set exactly, so that any story can be told. A script wins over poison, error rates and faults.',
          },
          z.array(scriptedEvent()).check(z.maxLength(100_000)),
        ),
        [],
      ),
    })
    .check(rule(eachEventOnce));
}

function scriptedEvent() {
  return z.strictObject({
    event: field({ label: 'Event', doc: 'Which of the function’s accepted events, counting from 0.' }, integer(0)),
    attempts: field(
      { label: 'Attempts', doc: 'The attempts of that event, in order. Attempts beyond the list follow the behaviour.' },
      z.array(attempt()).check(z.minLength(1), z.maxLength(1000)),
    ),
  });
}

function attempt() {
  return z.strictObject({
    duration: z.exactOptional(
      field(
        {
          label: 'Duration',
          doc: 'How long the handler runs. A duration above `Timeout` is a timeout, whatever the result.',
          unit: 'duration',
          clauses: ['ENV-07'],
          defaultNote: 'drawn from the behaviour',
        },
        duration(),
      ),
    ),
    result: field(
      { label: 'Result', doc: '`success`, `error`, or `timeout`, which ends at `Timeout`.', clauses: ['ERR-01'] },
      choice(['success', 'error', 'timeout']),
    ),
  });
}

function* eachEventOnce(behaviour: Record<string, unknown>): Iterable<Broken> {
  const seen = new Set<unknown>();
  for (const [index, entry] of listAt(behaviour, 'script').entries()) {
    if (!isRecord(entry) || typeof entry['event'] !== 'number') continue;
    const { event } = entry;
    if (seen.has(event))
      yield { path: ['script', index, 'event'], allowed: 'each event once', message: `Event ${String(event)} is scripted twice.` };
    seen.add(event);
  }
}
