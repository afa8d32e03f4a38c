import { describe, expect, it } from 'vitest';
import { compileModel } from '../../sim/model/compile.ts';
import { startRun } from '../../sim/engines/exact.ts';
import { checkScenario, parseScenario } from '../../sim/scenario/parse.ts';
import { withValue } from './samples.ts';

/** A stream, a queue with a dead-letter queue, and a mapping of each. */
const valid = {
  version: 1,
  duration: '1h',
  functions: { f: { Timeout: 3, aliases: { live: { FunctionVersion: '$LATEST' } } } },
  streams: { s: { writes: [{ arrivals: { at: [0] } }] } },
  queues: { q: { RedrivePolicy: { deadLetterTargetArn: 'd', maxReceiveCount: 3 }, sends: [{ arrivals: { at: [0] } }] }, d: {} },
  destinations: { o: { type: 'SQS' }, bus: { type: 'EventBridge' }, 'o.fifo': { type: 'SQS' } },
  eventSourceMappings: {
    m: { EventSourceArn: 's', FunctionName: 'f', qualifier: 'live', StartingPosition: 'LATEST', FunctionResponseTypes: ['ReportBatchItemFailures'] },
    n: { EventSourceArn: 'q', FunctionName: 'f' },
  },
};

type Path = readonly (string | number)[];

/** The single problem of the scenario with one value changed. */
function issueOf(path: Path, value: unknown) {
  const { scenario, issues } = checkScenario(withValue(valid, path, value));
  expect(scenario).toBeNull();
  expect(issues.map((issue) => `${issue.path}: ${issue.message}`)).toHaveLength(1);
  return issues[0]!;
}

const stream = (...path: Path): Path => ['streams', 's', ...path];
const write = (...path: Path): Path => stream('writes', 0, ...path);
const queue = (...path: Path): Path => ['queues', 'q', ...path];
const m = (...path: Path): Path => ['eventSourceMappings', 'm', ...path];
const n = (...path: Path): Path => ['eventSourceMappings', 'n', ...path];
const onFailure = (Destination: string) => ({ OnFailure: { Destination } });

describe('streams, queues and mappings', () => {
  it('are read as they are written, with every default filled in', () => {
    const { scenario, issues } = checkScenario(valid);
    expect(issues).toEqual([]);
    expect(scenario!.streams).toEqual({
      s: {
        type: 'DynamoDB',
        ShardCount: 1,
        RetentionPeriodHours: 24,
        writes: [{ arrivals: { at: [0] }, partitionKeys: 10_000, recordBytes: 1024, poisonRate: 0, poison: [], from: '0s' }],
      },
    });
    expect(scenario!.queues['q']).toEqual({
      VisibilityTimeout: 30,
      MessageRetentionPeriod: 345_600,
      DelaySeconds: 0,
      RedrivePolicy: { deadLetterTargetArn: 'd', maxReceiveCount: 3 },
      sends: [{ arrivals: { at: [0] }, messageBytes: 1024, poisonRate: 0, poison: [], from: '0s' }],
    });
    expect(scenario!.eventSourceMappings['n']).toEqual({
      EventSourceArn: 'q',
      FunctionName: 'f',
      Enabled: true,
      from: '0s',
      MaximumBatchingWindowInSeconds: 0,
      ParallelizationFactor: 1,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: -1,
      BisectBatchOnFunctionError: false,
      FunctionResponseTypes: [],
      filterPassRate: 1,
      durationPerItem: '0s',
      TumblingWindowInSeconds: 0,
      DestinationConfig: { OnFailure: {} },
      ScalingConfig: {},
    });
    expect(scenario!.assumptions).toMatchObject({ eventSourceRetry: { base: '500ms', factor: 2, cap: '60s' }, receiveLatency: '0s' });
  });

  // Where it is, what is there, what may be there, and the clause behind it.
  it.each<[Path, unknown, string, string | undefined]>([
    [stream('type'), 'Kafka', '"DynamoDB" or "Kinesis"', 'DDB-01'],
    [stream('type'), 'dynamodb', '"DynamoDB" or "Kinesis"', 'DDB-01'],
    [stream('ShardCount'), 0, 'a whole number from 1 to 10000', 'DDB-24'],
    [stream('ShardCount'), 1.5, 'a whole number from 1 to 10000', 'DDB-24'],
    [stream('RetentionPeriodHours'), 23, 'a whole number from 24 to 8760', 'DDB-07'],
    [stream('RetentionPeriodHours'), 25, '24, or any number of hours up to 8760 with "type": "Kinesis"', 'DDB-07'],
    [stream('writes'), {}, 'a list', undefined],
    [write('partitionKeys'), 0, 'a whole number from 1 to 1000000000', 'DDB-24'],
    [write('shard'), 1, '0, the only shard', undefined],
    [write('shard'), -1, 'a whole number from 0 to 9999', undefined],
    [write('recordBytes'), 10_485_761, 'a whole number from 1 to 10485760', 'DDB-23'],
    [write('poisonRate'), 1.5, 'a number from 0 to 1', 'DDB-06'],
    [write('poison'), 3, 'a list', 'DDB-06'],
    [write('until'), 0, 'later than from', undefined],
    [queue('VisibilityTimeout'), 43_201, 'a whole number from 0 to 43200', 'SQS-01'],
    [queue('VisibilityTimeout'), -1, 'a whole number from 0 to 43200', 'SQS-01'],
    [queue('VisibilityTimeout'), 2, 'at least 3, the "Timeout" of "f"', 'SQS-02'],
    [queue('MessageRetentionPeriod'), 59, 'a whole number from 60 to 1209600', 'SQS-02'],
    [queue('DelaySeconds'), 901, 'a whole number from 0 to 900', undefined],
    [queue('RedrivePolicy', 'maxReceiveCount'), 0, 'a whole number from 1 to 1000', 'SQS-03'],
    [queue('RedrivePolicy', 'deadLetterTargetArn'), 'q', 'another queue', 'SQS-03'],
    [queue('RedrivePolicy', 'deadLetterTargetArn'), 'none', 'a declared queue: "q", "d"', undefined],
    [queue('sends', 0, 'messageBytes'), 1_048_577, 'a whole number from 1 to 1048576', 'SQS-01'],
    [['queues', 'f'], {}, 'a name that no function has', undefined],
    [['queues', 's'], {}, 'a name that no stream has', undefined],
    [['queues', 'bus'], {}, 'a name that no destination has, or that of one of type SQS', undefined],
    [['queues', 'o.fifo'], {}, 'the name of a standard queue', 'DST-13'],
    [['queues', 'x.fifo'], {}, 'the name of a standard queue', 'SQS-01'],
    [m('EventSourceArn'), 'none', 'a declared stream or queue: "s", "q", "d"', undefined],
    [m('FunctionName'), 'g', 'a declared function: "f"', undefined],
    [m('qualifier'), '1', 'a declared version or alias of "f": "live", "$LATEST"', undefined],
    [m('StartingPosition'), 'AT_TIMESTAMP', '"TRIM_HORIZON" or "LATEST"', 'DDB-27'],
    [m('Enabled'), 'yes', 'true or false', 'DDB-13'],
    [m('BatchSize'), 10_001, 'a whole number from 1 to 10000', 'DDB-13'],
    [m('MaximumBatchingWindowInSeconds'), 301, 'a whole number from 0 to 300', 'DDB-23'],
    [m('ParallelizationFactor'), 11, 'a whole number from 1 to 10', 'DDB-24'],
    [m('MaximumRecordAgeInSeconds'), 59, 'a whole number from 60 to 604800, or -1 for no limit', 'DDB-02'],
    [m('MaximumRetryAttempts'), 10_001, 'a whole number from -1 to 10000', 'DDB-03'],
    [m('FunctionResponseTypes', 0), 'Other', '"ReportBatchItemFailures"', undefined],
    [m('filterPassRate'), -0.1, 'a number from 0 to 1', 'DDB-28'],
    [m('durationPerItem'), '16m', 'a duration such as "90s", "5m", "1h30m" or "200ms", or a number of seconds, at most 15m', undefined],
    [m('TumblingWindowInSeconds'), 10, '0: tumbling windows are not modelled', 'DDB-29'],
    [m('DestinationConfig', 'OnFailure', 'Destination'), 'none', 'a declared destination or queue: "o", "bus", "o.fifo", "q", "d"', undefined],
    [m('DestinationConfig', 'OnFailure', 'Destination'), 'bus', 'a destination of type SQS, SNS or S3 that is not FIFO, or a queue', 'DDB-08'],
    [m('DestinationConfig', 'OnFailure', 'Destination'), 'o.fifo', 'a destination of type SQS, SNS or S3 that is not FIFO, or a queue', 'DDB-08'],
    [m('ScalingConfig', 'MaximumConcurrency'), 5, 'only with a queue as event source', 'SQS-04'],
    [m('until'), 0, 'later than from', undefined],
    [n('StartingPosition'), 'LATEST', 'only with a stream as event source', 'DDB-27'],
    [n('ParallelizationFactor'), 2, 'only with a stream as event source', 'DDB-13'],
    [n('MaximumRetryAttempts'), 2, 'only with a stream as event source', 'DDB-13'],
    [n('MaximumRecordAgeInSeconds'), 60, 'only with a stream as event source', 'DDB-13'],
    [n('BisectBatchOnFunctionError'), true, 'only with a stream as event source', 'DDB-13'],
    [n('DestinationConfig', 'OnFailure', 'Destination'), 'o', 'only with a stream as event source', 'DDB-08'],
    [n('ScalingConfig', 'MaximumConcurrency'), 1, 'a whole number from 2 to 1000', 'SQS-04'],
    [n('ScalingConfig', 'MaximumConcurrency'), 1001, 'a whole number from 2 to 1000', 'SQS-04'],
    [['assumptions', 'eventSourceRetry', 'base'], -1, 'a duration such as "90s", "5m", "1h30m" or "200ms", or a number of seconds, at most 1h', 'DDB-21'],
    [['assumptions', 'eventSourceRetry', 'factor'], 0.5, 'a number from 1 to 100', 'DDB-21'],
    [['assumptions', 'streamPollInterval'], '2h', 'a duration such as "90s", "5m", "1h30m" or "200ms", or a number of seconds, at most 1h', 'DDB-22'],
    [['assumptions', 'receiveLatency'], '2m', 'a duration such as "90s", "5m", "1h30m" or "200ms", or a number of seconds, at most 1m', 'SQS-06'],
  ])('%j cannot be %j: it must be %s [%s]', (path, value, allowed, clause) => {
    const issue = issueOf(path, value);
    const written = path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}${/[^\w$]/.test(key) ? `["${key}"]` : `.${key}`}`), '');
    expect(issue).toMatchObject({ path: written, found: JSON.stringify(value), allowed });
    expect(issue.clause).toBe(clause);
    expect(issue.message).not.toMatch(/undefined|NaN|\[object/);
  });

  it.each<[Path, string, string, string | undefined]>([
    [write('arrivals'), 'streams.s.writes[0].arrivals', 'an object with the keys poisson, constant, stages, sine, burst, at, counts, trace, spacing', undefined],
    [queue('RedrivePolicy', 'maxReceiveCount'), 'queues.q.RedrivePolicy.maxReceiveCount', 'a whole number from 1 to 1000', 'SQS-03'],
    [m('EventSourceArn'), 'eventSourceMappings.m.EventSourceArn', 'the name of a stream or a queue', 'DDB-22'],
    [m('StartingPosition'), 'eventSourceMappings.m.StartingPosition', '"TRIM_HORIZON" or "LATEST"', 'DDB-13'],
  ])('%j must not be missing', (path, written, allowed, clause) => {
    const issue = issueOf(path, undefined);
    expect(issue).toMatchObject({ path: written, found: 'nothing', allowed });
    expect(issue.clause).toBe(clause);
  });

  it('a key in the wrong case is guessed at', () => {
    expect(issueOf(m('batchSize'), 5).message).toContain('Did you mean "BatchSize"?');
    expect(issueOf(stream('type'), 'dynamo').message).toContain('Did you mean "DynamoDB"?');
    expect(issueOf(stream('type'), 'Amazon MSK').message).toBe('Kafka and Amazon MSK as event sources are not modelled.');
  });

  it('a queue is told where it says how often a message is tried, where that is what was meant', () => {
    expect(issueOf(n('MaximumRetryAttempts'), 2).message).toBe('"MaximumRetryAttempts" belongs to streams, but "q" is a queue; how often a message is tried is the queue’s "RedrivePolicy".');
    expect(issueOf(n('ParallelizationFactor'), 2).message).toBe('"ParallelizationFactor" belongs to streams, but "q" is a queue.');
  });

  it('what a queue takes only as it is by default may be written', () => {
    for (const [key, off] of Object.entries({ ParallelizationFactor: 1, MaximumRecordAgeInSeconds: -1, MaximumRetryAttempts: -1, BisectBatchOnFunctionError: false, DestinationConfig: onFailure('') }))
      expect(checkScenario(withValue(valid, n(key), off)).issues, key).toEqual([]);
  });

  it('traffic from trace files is not for streams or queues', () => {
    for (const path of [write('arrivals'), queue('sends', 0, 'arrivals')])
      expect(issueOf(path, { trace: { file: 'a.csv', format: 'azure2019' } })).toMatchObject({ allowed: 'any other pattern of arrivals', message: 'Trace files are read for "traffic" only.' });
  });

  it('all problems are told at once, each once', () => {
    let wrong: unknown = valid;
    for (const [path, value] of [
      [stream('ShardCount'), 0],
      [queue('DelaySeconds'), -1],
      [queue('RedrivePolicy', 'deadLetterTargetArn'), 'q'],
      [m('BatchSize'), 0],
      [m('FunctionName'), 'g'],
      [n('StartingPosition'), 'LATEST'],
      [n('BatchSize'), 11],
    ] as const)
      wrong = withValue(wrong, path, value);
    const paths = checkScenario(wrong).issues.map(({ path }) => path);
    expect([...paths].sort()).toEqual([
      'eventSourceMappings.m.BatchSize',
      'eventSourceMappings.m.FunctionName',
      'eventSourceMappings.n.MaximumBatchingWindowInSeconds',
      'eventSourceMappings.n.StartingPosition',
      'queues.q.DelaySeconds',
      'queues.q.RedrivePolicy.deadLetterTargetArn',
      'streams.s.ShardCount',
    ]);
  });
});

describe('hostile streams, queues and mappings', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'a\u202eb', '', ' a', 'x'.repeat(141)])('the name %j is refused for each of them', (name) => {
    for (const part of ['streams', 'queues', 'eventSourceMappings']) {
      const text = JSON.stringify(valid).replace(`"${part}":{`, `"${part}":{${JSON.stringify(name)}:${part === 'eventSourceMappings' ? JSON.stringify(valid.eventSourceMappings.m) : '{}'},`);
      const { scenario, issues } = parseScenario(text);
      expect(scenario).toBeNull();
      expect(issues.length).toBeGreaterThan(0);
      for (const issue of issues) expect(issue.path.startsWith(part)).toBe(true);
    }
    expect(Object.prototype.hasOwnProperty.call(Object.prototype, 'EventSourceArn')).toBe(false);
  });

  it.each(['__proto__', 'constructor', 'toString', 'a\u0000b'])('a reference to %j finds nothing', (name) => {
    for (const path of [m('EventSourceArn'), m('FunctionName'), m('qualifier'), m('DestinationConfig', 'OnFailure', 'Destination'), queue('RedrivePolicy', 'deadLetterTargetArn')])
      expect(checkScenario(withValue(valid, path, name)).scenario, path.join('.')).toBeNull();
  });

  const many = <Value>(value: (index: number) => Value): Record<string, Value> => Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`n${index}`, value(index)]));

  it('ten thousand mappings, and as many references to nothing, are answered in seconds', () => {
    const text = JSON.stringify({ ...valid, eventSourceMappings: many(() => ({ EventSourceArn: 'none', FunctionName: 'none', DestinationConfig: onFailure('none') })) });
    const start = performance.now();
    expect(parseScenario(text).issues).toHaveLength(1001);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('ten thousand queues, each of them the dead-letter queue of the next, are valid', () => {
    const queues = many((index) => ({ RedrivePolicy: { deadLetterTargetArn: `n${(index + 1) % 10_000}`, maxReceiveCount: 1 } }));
    const start = performance.now();
    expect(parseScenario(JSON.stringify({ ...valid, queues, eventSourceMappings: {} })).issues).toEqual([]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('a message that goes round two dead-letter queues ends the run all the same', () => {
    const round = (deadLetterTargetArn: string) => ({ VisibilityTimeout: 3, RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: 1 } });
    const { scenario } = checkScenario({
      ...valid,
      functions: { f: { Timeout: 3, behaviour: { errorRate: 1 } } },
      queues: { q: { ...round('d'), sends: [{ arrivals: { at: [0] } }] }, d: round('q') },
      eventSourceMappings: { n: { EventSourceArn: 'q', FunctionName: 'f' }, o: { EventSourceArn: 'd', FunctionName: 'f' } },
    });
    const run = startRun(compileModel(scenario!));
    while (run.advance(1000));
    // To and fro every three seconds.
    expect(run.result().queues).toMatchObject({ q: { sent: 600, received: 600, redriven: 600 }, d: { sent: 600, received: 600, redriven: 599 } });
  });
});
