import * as z from 'zod/mini';
import { fromBeforeUntil } from './fault.ts';
import { field } from './field.ts';
import { rule } from './rule.ts';
import { boolean, choice, duration, integer, known, probability, reference, text } from './values.ts';

/** What Lambda reads for a function: a stream or a queue, in batches, with CloudFormation's property names. */
export const eventSourceMapping = () =>
  z
    .strictObject({
      EventSourceArn: field(
        {
          label: 'Event source',
          doc: 'The stream or queue that is read, declared under `streams` or `queues`.',
          aws: 'EventSourceArn',
          clauses: ['DDB-22', 'SQS-01'],
        },
        reference('a stream or a queue'),
      ),

      FunctionName: field(
        {
          label: 'Function',
          doc: 'The function that is invoked with each batch. Its concurrency is the same as that of its asynchronous events.',
          aws: 'FunctionName',
        },
        reference('a function'),
      ),

      qualifier: z.exactOptional(
        field(
          { label: 'Qualifier', doc: 'The version or alias that is invoked.', aws: 'Qualifier', clauses: ['CFG-04'], defaultNote: '`"$LATEST"`' },
          reference('a version or an alias'),
        ),
      ),

      Enabled: z._default(
        field({ label: 'Enabled', doc: 'Whether anything is read at all.', aws: 'Enabled', clauses: ['DDB-13'], grade: 'documented' }, boolean()),
        true,
      ),

      from: z._default(
        field({ label: 'From', doc: 'When the mapping begins to read, such as once a fix is deployed.', unit: 'duration' }, duration()),
        '0s',
      ),

      until: z.exactOptional(
        field(
          {
            label: 'Until',
            doc: 'From this instant of the scenario nothing more is read; what is being processed ends.',
            unit: 'duration',
            defaultNote: 'the end of the scenario',
          },
          duration(),
        ),
      ),

      BatchSize: z.exactOptional(
        field(
          {
            label: 'Batch size',
            doc: 'The most records or messages that one invocation gets.',
            aws: 'BatchSize',
            clauses: ['DDB-13', 'DDB-14', 'SQS-01'],
            grade: 'documented',
            defaultNote: '100 of a stream, 10 of a queue',
          },
          integer(1, 10_000),
        ),
      ),

      MaximumBatchingWindowInSeconds: z._default(
        field(
          {
            label: 'Batching window',
            doc: 'How long records are gathered for a batch that is not full.',
            unit: 'seconds',
            aws: 'MaximumBatchingWindowInSeconds',
            clauses: ['DDB-23', 'DDB-13', 'SQS-01'],
            grade: 'documented',
          },
          integer(0, 300),
        ),
        0,
      ),

      ParallelizationFactor: z._default(
        field(
          {
            label: 'Parallelization factor',
            doc: 'Of a stream: how many batches of one shard are processed at once. Records of one partition key stay in order.',
            aws: 'ParallelizationFactor',
            clauses: ['DDB-24', 'DDB-25', 'DDB-13'],
            grade: 'documented',
          },
          integer(1, 10),
        ),
        1,
      ),

      StartingPosition: z.exactOptional(
        field(
          {
            label: 'Starting position',
            doc: 'Of a stream, where it is required: `TRIM_HORIZON` reads all that is kept, `LATEST` only what is written from then on.',
            aws: 'StartingPosition',
            clauses: ['DDB-27', 'DDB-13'],
            grade: 'documented',
          },
          choice(['TRIM_HORIZON', 'LATEST']),
        ),
      ),

      MaximumRecordAgeInSeconds: z._default(
        field(
          {
            label: 'Maximum record age',
            doc: 'Of a stream: records older than this are discarded; -1 keeps them until the stream drops them.',
            unit: 'seconds',
            aws: 'MaximumRecordAgeInSeconds',
            clauses: ['DDB-02', 'DDB-03', 'DDB-13', 'DDB-32'],
            grade: 'documented',
          },
          known(
            { kind: 'integer', words: 'a whole number from 60 to 604800, or -1 for no limit', minimum: -1, maximum: 604_800 },
            z.union([z.literal(-1), z.int().check(z.gte(60), z.lte(604_800))]),
          ),
        ),
        -1,
      ),

      MaximumRetryAttempts: z._default(
        field(
          {
            label: 'Maximum retry attempts',
            doc: 'Of a stream: how often a failed batch is tried again; -1 has no limit. Throttles do not count, and neither do splits.',
            aws: 'MaximumRetryAttempts',
            clauses: ['DDB-03', 'DDB-02', 'DDB-04', 'DDB-13'],
            grade: 'documented',
          },
          integer(-1, 10_000),
        ),
        -1,
      ),

      BisectBatchOnFunctionError: z._default(
        field(
          {
            label: 'Bisect on function error',
            doc: 'Of a stream: a failed batch of several records is split in two, which are tried one after the other.',
            aws: 'BisectBatchOnFunctionError',
            clauses: ['DDB-04', 'DDB-15', 'DDB-16'],
            grade: 'documented',
          },
          boolean(),
        ),
        false,
      ),

      FunctionResponseTypes: z.prefault(
        field(
          {
            label: 'Function response types',
            doc: '`["ReportBatchItemFailures"]`: the function does not fail on poison but returns which items failed, and the rest of its batch counts as done. What it returns otherwise is `behaviour.response`.',
            aws: 'FunctionResponseTypes',
            clauses: ['DDB-17', 'DDB-16', 'DDB-18', 'SQS-05'],
            grade: 'documented',
          },
          z.array(choice(['ReportBatchItemFailures'])).check(z.maxLength(1)),
        ),
        [],
      ),

      FilterCriteria: z.exactOptional(
        field(
          {
            label: 'Filter criteria',
            doc: 'Which records are passed on. Patterns are kept as they are written; how many records match is `filterPassRate`.',
            aws: 'FilterCriteria',
            clauses: ['DDB-28'],
            grade: 'documented',
          },
          z.strictObject({
            Filters: field(
              { label: 'Filters', doc: 'A record is passed on that matches any of them.', aws: 'Filters', clauses: ['DDB-28'], grade: 'documented' },
              z
                .array(
                  z.strictObject({
                    Pattern: field({ label: 'Pattern', doc: 'A filter rule, as JSON text.', aws: 'Pattern', clauses: ['DDB-28'] }, text(4096)),
                  }),
                )
                .check(z.minLength(1), z.maxLength(10)),
            ),
          }),
        ),
      ),

      filterPassRate: z._default(
        field(
          {
            label: 'Filter pass rate',
            doc: 'The probability that a record or message passes the filters. One that does not is skipped: the function is not invoked for it.',
            clauses: ['DDB-28'],
          },
          probability(),
        ),
        1,
      ),

      durationPerItem: z._default(
        field(
          {
            label: 'Duration per item',
            doc: 'How much longer the handler runs for each record or message of its batch, beside `behaviour.duration`.',
            unit: 'duration',
          },
          duration({ to: '15m' }),
        ),
        '0s',
      ),

      TumblingWindowInSeconds: z._default(
        field(
          {
            label: 'Tumbling window',
            doc: 'Tumbling windows are not modelled: 0.',
            unit: 'seconds',
            aws: 'TumblingWindowInSeconds',
            clauses: ['DDB-29'],
          },
          known({ kind: 'integer', words: '0: tumbling windows are not modelled', minimum: 0, maximum: 0 }, z.literal(0)),
        ),
        0,
      ),

      DestinationConfig: z.prefault(
        field(
          { label: 'Destinations', doc: 'Where records of discarded batches go; of a stream only.', aws: 'DestinationConfig', clauses: ['DDB-08'] },
          z.strictObject({
            OnFailure: z.prefault(
              field(
                { label: 'On failure', doc: 'Receives a record of each batch that is discarded: which records they were, not the records.', aws: 'OnFailure', clauses: ['DDB-08', 'DDB-10'] },
                z.strictObject({
                  Destination: z.exactOptional(
                    field(
                      {
                        label: 'Destination',
                        doc: 'The name of a destination of type SQS, SNS or S3, or of a queue; `""` is none.',
                        aws: 'Destination',
                        clauses: ['DDB-08', 'DDB-12'],
                        grade: 'documented',
                        defaultNote: 'none',
                      },
                      reference('a destination or a queue'),
                    ),
                  ),
                }),
              ),
              {},
            ),
          }),
        ),
        {},
      ),

      ScalingConfig: z.prefault(
        field(
          { label: 'Scaling', doc: 'Of a queue: how many batches are processed at once.', aws: 'ScalingConfig', clauses: ['SQS-04'] },
          z.strictObject({
            MaximumConcurrency: z.exactOptional(
              field(
                {
                  label: 'Maximum concurrency',
                  doc: 'Of a queue: the most batches that are processed at once.',
                  aws: 'MaximumConcurrency',
                  clauses: ['SQS-04'],
                  grade: 'documented',
                  defaultNote: '1250',
                },
                integer(2, 1000),
              ),
            ),
          }),
        ),
        {},
      ),
    })
    .check(rule(fromBeforeUntil));
