import * as z from 'zod/mini';
import { exactlyOneOf } from './exactlyOne.ts';
import { field } from './field.ts';
import { ordered } from './ordered.ts';
import { rule } from './rule.ts';
import { choice, duration, integer, known, number, probability, type Duration } from './values.ts';

/** What AWS does not publish, one visible answer each. */
export const assumptions = () =>
  z.strictObject({
    timing: z._default(
      field(
        {
          label: 'Timing',
          doc: '`measured`: every wait is multiplied by a number drawn evenly from 0.9 to 1.1, as captures of the real service show. `documented`: exactly 60 s and 120 s after function errors, and 1, 2, 4 … 256, 300 s after throttles.',
          clauses: ['RTY-05', 'THR-05', 'RTY-03', 'RTY-04', 'THR-03'],
          grade: 'measured',
        },
        choice(['measured', 'documented']),
      ),
      'measured',
    ),

    dispatch: z._default(
      field(
        {
          label: 'Dispatch discipline',
          doc: 'Who is attempted when a slot frees. `adaptive`: refused events wait and Lambda reads its queue more slowly while it is refused. `backoff`: every event is tried at once and each refusal waits 1, 2, 4 … 300 s. `fifo`: the ideal queue, a freed slot takes the oldest event at once.',
          clauses: ['ASY-15', 'POL-01', 'POL-06', 'POL-09', 'POL-10'],
          grade: 'assumed',
        },
        choice(['adaptive', 'backoff', 'fifo']),
      ),
      'adaptive',
    ),

    dispatchLatency: z.exactOptional(
      field(
        {
          label: 'Dispatch latency',
          doc: 'From acceptance to the first dispatch.',
          unit: 'duration',
          clauses: ['ASY-16'],
          grade: 'assumed',
          defaultNote: '40ms under `measured` timing, except under `fifo`; otherwise 0s',
        },
        duration({ to: '1h' }),
      ),
    ),

    ageRule: z._default(
      field(
        {
          label: 'Age rule',
          doc: '`lookAhead`: an event is dropped as soon as its next wait would reach the maximum age. `deadline`: it is kept until the maximum age itself.',
          clauses: ['AGE-03', 'AGE-06', 'AGE-08', 'AGE-10'],
          grade: 'measured',
        },
        choice(['lookAhead', 'deadline']),
      ),
      'lookAhead',
    ),

    zeroReservedAppliesTo: z._default(
      field(
        {
          label: 'Zero reserved concurrency applies to',
          doc: 'Which events are dropped while reserved concurrency is 0. `queuedEvents`: also those already in the queue, at their next dispatch. `newEvents`: only those accepted meanwhile; the others are throttled.',
          clauses: ['ZRC-05', 'ZRC-01'],
          grade: 'assumed',
        },
        choice(['queuedEvents', 'newEvents']),
      ),
      'queuedEvents',
    ),

    duplicateProbability: z._default(
      field(
        {
          label: 'Duplicate probability',
          doc: 'The probability that the queue delivers an event twice.',
          clauses: ['DUP-03', 'DUP-01'],
          grade: 'assumed',
        },
        probability(),
      ),
      0.0001,
    ),

    duplicateDelay: z._default(
      field(
        {
          label: 'Duplicate delay',
          doc: 'The latest that a duplicate is due after acceptance; any time up to it is equally likely.',
          unit: 'duration',
          clauses: ['DUP-03'],
          grade: 'assumed',
        },
        duration({ to: '6h' }),
      ),
      '600s',
    ),

    silentLossProbability: z._default(
      field(
        {
          label: 'Silent loss probability',
          doc: 'The probability that an event is deleted from the queue without being sent, once the function cannot keep up with it: when it is first refused or left unread. No record, no metric.',
          clauses: ['POL-05'],
          grade: 'assumed',
        },
        probability(),
      ),
      0,
    ),

    backlogStretch: z.prefault(
      field(
        {
          label: 'Backlog stretch',
          doc: 'How a backlog lengthens the wait after a throttle: by the factor 1 + factor × log10(1 + backlog/threshold). A factor of 0 turns it off.',
          clauses: ['POL-02', 'POL-07'],
          grade: 'assumed',
        },
        z.strictObject({
          factor: z._default(
            field(
              { label: 'Factor', doc: 'The strength; 0 is off.', clauses: ['POL-07'], grade: 'assumed' },
              number({ from: 0, to: 1000 }),
            ),
            0,
          ),
          threshold: z._default(
            field(
              { label: 'Threshold', doc: 'The backlog at which it begins to tell.', unit: 'events', clauses: ['POL-07'], grade: 'assumed' },
              integer(1),
            ),
            1000,
          ),
        }),
      ),
      {},
    ),

    deliveryAttempts: z._default(
      field(
        {
          label: 'Delivery attempts',
          doc: 'How often the delivery of a record to a destination or dead-letter queue is tried.',
          clauses: ['DST-14'],
          grade: 'assumed',
        },
        integer(1, 100),
      ),
      1,
    ),

    deliveryLatency: z._default(
      field(
        {
          label: 'Delivery latency',
          doc: 'From the decision to the arrival of the record at its destination. It takes no concurrency.',
          unit: 'duration',
          clauses: ['DST-26', 'RTY-08'],
          grade: 'assumed',
        },
        duration({ to: '1h' }),
      ),
      '100ms',
    ),

    eventSourceRetry: z.prefault(
      field(
        {
          label: 'Event source retry',
          doc: 'How long a mapping waits before it invokes again, after a function error or a throttle: base × factor for each time in a row, at most the cap. A base of 0 tries again at once.',
          clauses: ['DDB-21', 'SQS-05'],
          grade: 'assumed',
        },
        z.strictObject({
          base: z._default(
            field({ label: 'Base', doc: 'The first wait.', unit: 'duration', clauses: ['DDB-21'], grade: 'assumed' }, duration({ to: '1h' })),
            '500ms',
          ),
          factor: z._default(
            field({ label: 'Factor', doc: 'How much longer each wait is than the one before.', clauses: ['DDB-21'], grade: 'assumed' }, number({ from: 1, to: 100 })),
            2,
          ),
          cap: z._default(
            field({ label: 'Cap', doc: 'The longest wait.', unit: 'duration', clauses: ['DDB-21'], grade: 'assumed' }, duration({ to: '1d' })),
            '60s',
          ),
        }),
      ),
      {},
    ),

    streamPollInterval: z.exactOptional(
      field(
        {
          label: 'Stream poll interval',
          doc: 'How often a mapping asks each shard for new records; 0 sees a record as soon as it is written.',
          unit: 'duration',
          clauses: ['DDB-22'],
          grade: 'documented',
          defaultNote: '250ms for DynamoDB, 1s for Kinesis',
        },
        duration({ to: '1h' }),
      ),
    ),

    receiveLatency: z._default(
      field(
        {
          label: 'Receive latency',
          doc: 'From when a message can be received to when a waiting mapping has it.',
          unit: 'duration',
          clauses: ['SQS-06'],
          grade: 'assumed',
        },
        duration({ to: '1m' }),
      ),
      '0s',
    ),

    idleExpiry: z._default(
      field(
        {
          label: 'Idle expiry',
          doc: 'After how long without work an execution environment is gone: a duration, or `{ "uniform": { "min", "max" } }`.',
          unit: 'duration',
          clauses: ['ENV-05', 'ENV-04'],
          grade: 'assumed',
        },
        idleExpiry(),
      ),
      '600s',
    ),
  });

type IdleExpiry = Duration | { uniform: { min: Duration; max: Duration } };

function idleExpiry(): z.ZodMiniType<IdleExpiry, IdleExpiry> {
  const spread = exactlyOneOf('An idle expiry', {
    uniform: field(
      { label: 'Uniform', doc: 'Any time between two limits, drawn each time an environment falls idle.' },
      z
        .strictObject({
          min: field({ label: 'Least', doc: 'The shortest time.', unit: 'duration' }, duration()),
          max: field({ label: 'Most', doc: 'The longest time.', unit: 'duration' }, duration()),
        })
        .check(rule((value) => ordered(value, 'min', 'max', true))),
    ),
  });
  return known(
    { kind: 'duration', words: 'a duration such as "600s" or "45m", or { "uniform": { "min", "max" } }' },
    z.union([duration(), spread]),
  );
}
