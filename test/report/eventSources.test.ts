import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import type { RunResult, Series } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { meanResult } from '../../sim/planner/meanResult.ts';
import { replicate } from '../../sim/planner/replicate.ts';
import { assumptionRows } from '../../sim/report/assumptionRows.ts';
import { plain } from '../../sim/report/paint.ts';
import { runReport } from '../../sim/report/runReport.ts';
import { seriesCsv } from '../../sim/report/seriesCsv.ts';
import { terminalReport } from '../../sim/report/terminalReport.ts';
import { type Verdict, verdict } from '../../sim/report/verdict.ts';
import type { Scenario, ScenarioInput } from '../../sim/scenario/schema.ts';
import { scenarioOf } from './handMade.ts';

type Mapping = NonNullable<ScenarioInput['eventSourceMappings']>[string];

/** A record a second to two shards for a function that takes 100 ms; the eleventh is poison if asked for. */
const ofStream = (mapping: Partial<Mapping> = {}, more: Record<string, unknown> = {}, poison: number[] = [10]) => ({
  duration: '2h',
  functions: { import: { behaviour: { duration: { constant: '100ms' }, initDuration: { constant: 0 } } } },
  streams: { orders: { ShardCount: 2, writes: [{ arrivals: { constant: { rate: '1/s' } }, shard: 1, poison, until: '1h' }] } },
  destinations: { failed: { type: 'SQS' } },
  eventSourceMappings: { m: { EventSourceArn: 'orders', FunctionName: 'import', StartingPosition: 'LATEST', DestinationConfig: { OnFailure: { Destination: 'failed' } }, ...mapping } },
  ...more,
});

/** A message a second for a function that takes 10 s. */
const ofQueue = (queue: Record<string, unknown> = {}, f: Record<string, unknown> = {}, mapping: Partial<Mapping> = {}) => ({
  duration: '1h',
  functions: { work: { Timeout: 30, behaviour: { duration: { constant: '10s' }, initDuration: { constant: 0 } }, ...f } },
  queues: { jobs: { VisibilityTimeout: 60, RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount: 2 }, sends: [{ arrivals: { constant: { rate: '1/s' } }, until: '30m' }], ...queue }, dead: {} },
  eventSourceMappings: { m: { EventSourceArn: 'jobs', FunctionName: 'work', BatchSize: 1, ...mapping } },
});

function ran(changes: Record<string, unknown>): { scenario: Scenario; result: RunResult; series: Series } {
  const scenario = scenarioOf(changes);
  const run = startRun(compileModel(scenario));
  while (run.advance(100_000)) continue;
  return { scenario, result: run.result(), series: run.series() };
}

function said(changes: Record<string, unknown>): Verdict {
  const { scenario, result, series } = ran(changes);
  return verdict(scenario, result, series);
}

describe('the verdict on a stream', () => {
  test('says that all went well, without a word of events', () => {
    const { headline, sentences } = said(ofStream({}, {}, []));
    expect(headline).toBe('All 3,600 records were processed; every batch began as soon as its last record was written.');
    expect(sentences).toEqual([]);
    const kinesis = ofStream({}, { streams: { orders: { type: 'Kinesis', writes: [{ arrivals: { poisson: { rate: '1/s' } }, until: '1h' }] } } });
    expect(said(kinesis).headline).toMatch(/; no batch began later than \d+ ms after its last record was written\.$/);
  });

  test('names the shard that a batch blocks, for how long, and what decides', () => {
    const { headline, sentences } = said(ofStream());
    expect(headline).toMatch(/^Nothing is gone, but one batch that failed again and again has blocked shard 1 of "m" for 2 h, and 3,5\d\d records wait\.$/);
    expect(sentences.at(-1)).toBe(
      'What decides is MaximumRetryAttempts (no limit), MaximumRecordAgeInSeconds (no limit) and BisectBatchOnFunctionError (off): how long a batch that fails may hold up what is behind it, and how much it takes along.',
    );
  });

  test('counts what expires behind a block of a day', () => {
    const stream = ofStream({}, { duration: '26h' });
    const { headline, sentences } = said(stream);
    expect(headline).toMatch(/ of the records \(1 of 3,600\) is gone: one batch that failed again and again blocked shard 1 of "m" for 24 h, until the stream dropped it\.$/);
    expect(sentences[0]).toBe('"m" processed 3,599 of 3,600 records (99.97 %); 1 expired in the stream.');
    expect(sentences[1]).toMatch(/^Batches began up to 23 h 59 min after .* The longest block lasted 24 h; other shards went on, with [\d,]+ failed invocations in all\.$/);
  });

  test('a record that is split off is called a record', () => {
    expect(said(ofStream({ BisectBatchOnFunctionError: true })).headline).toContain('but one record that failed again and again has blocked');
  });

  test('what a destination knows of is discarded, and what none knows of is gone', () => {
    const limits: Partial<Mapping> = { MaximumRetryAttempts: 1 };
    expect(said(ofStream(limits)).headline).toMatch(/^0\.03 % of the records \(1 of 3,600\) was discarded, though a destination knows which: its batch failed on both attempts\.$/);
    expect(said(ofStream({ ...limits, DestinationConfig: {} })).headline).toMatch(/\(1 of 3,600\) is gone: its batch failed on both attempts, and no destination was told which\.$/);
    expect(said(ofStream({ MaximumRecordAgeInSeconds: 300 })).headline).toMatch(/reached the maximum record age of 5 min, after up to 5 min in which shard 1 of "m" stood still\.$/);
  });

  test('a throttle is told apart from a failure', () => {
    const stopped = ofStream({}, { functions: { import: { ReservedConcurrentExecutions: 0 } } }, []);
    const { headline, sentences } = said(stopped);
    expect(headline).toMatch(/^Nothing is gone, but one batch that was throttled again and again has blocked shard 1 of "m" for 2 h, and 3,600 records wait\.$/);
    expect(sentences).toContainEqual(expect.stringMatching(/^No batch ever began: for 2 h each attempt was refused, [\d,]+ throttles in all\.$/));
    expect(sentences).toContain('What binds is ReservedConcurrentExecutions: at 0 nothing can run.');
  });

  test('a mapping that falls behind is told what it could do more of', () => {
    const { headline, sentences } = said(ofStream({ BatchSize: 1, durationPerItem: '1s' }, { duration: '1h' }, []));
    expect(headline).toMatch(/^Nothing was lost, but the mapping fell behind: one batch in a hundred began when its last record was more than 5 min \d+ s old/);
    expect(sentences.at(-1)).toMatch(/^Batches began up to/);
    const both = said(ofStream({ BatchSize: 1, durationPerItem: '1s' }, { duration: '1h', streams: { orders: { writes: [{ arrivals: { constant: { rate: '1/s' } } }] } } }, []));
    expect(both.headline).toMatch(/, because its batches took nearly all the time there was\.$/);
    expect(both.sentences.at(-1)).toBe('What decides is how much goes at once: ShardCount (1) × ParallelizationFactor (1) × BatchSize (1).');
  });

  test('works on the means of several replications', () => {
    const scenario = scenarioOf(ofStream({}, { streams: { orders: { ShardCount: 2, writes: [{ arrivals: { poisson: { rate: '1/s' } }, poison: [10], shard: 1 }] } } }));
    const { results, series } = replicate(compileModel(scenario), { replications: 3 });
    expect(verdict(scenario, meanResult(results), series).headline).toMatch(/^Nothing is gone, but one batch that failed again and again has blocked shard 1 of "m" for 2 h, and [\d,]+ records wait\.$/);
    const delivered = results.map(({ eventSourceMappings }) => eventSourceMappings?.['m']?.delivered ?? 0);
    const column = series.eventSourceMappings?.['m'];
    expect(column?.source === 'stream' ? column.total.delivered.at(-1) : null).toBeCloseTo(delivered.reduce((sum, one) => sum + one, 0) / 3, 9);
    expect(column?.source === 'stream' ? column.shards.map(({ written }) => written.at(-1)) : null).toEqual([0, expect.closeTo(meanResult(results).streams?.['orders']?.written ?? 0, 9)]);
  });
});

describe('the verdict on a queue', () => {
  test('good messages that throttles carry to the dead-letter queue are the headline', () => {
    const { headline, sentences } = said(ofQueue({}, { ReservedConcurrentExecutions: 2 }));
    expect(headline).toMatch(/^1,\d{3} good messages of 1,800 \(\d\d(\.\d)? %\) reached the dead-letter queue "dead" because "work" was throttled until they had been received 2 times without success\.$/);
    expect(sentences).toContainEqual(expect.stringContaining('What decides is MaximumConcurrency of "m" (not set) against the concurrency that "work" has.'));
    expect(sentences).toContainEqual(expect.stringMatching(/^What binds is ReservedConcurrentExecutions \(2\)/));
  });

  test('poison that ends there has been where it belongs', () => {
    const sends = [{ arrivals: { constant: { rate: '1/s' } }, until: '30m', poison: [3, 5] }];
    const { headline, sentences } = said(ofQueue({ sends }));
    expect(headline).toBe('0.1 % of the messages (2 of 1,800) reached the dead-letter queue "dead": poison, received 2 times without success.');
    expect(sentences).toContain('What decides is maxReceiveCount of "jobs" (2).');
  });

  test('good messages that share a batch with poison are not poison', () => {
    const sends = [{ arrivals: { burst: { count: 10 } }, poison: [3] }];
    expect(said(ofQueue({ sends }, {}, { BatchSize: 10 })).headline).toBe(
      '9 good messages of 10 (90 %) reached the dead-letter queue "dead" because they shared batches with poison and were received 2 times without success.',
    );
    const reported = said(ofQueue({ sends }, {}, { BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] }));
    expect(reported.headline).toContain('(1 of 10) reached the dead-letter queue "dead": poison');
  });

  test('what SQS deletes is gone', () => {
    const { headline } = said(ofQueue({ RedrivePolicy: undefined, MessageRetentionPeriod: 120 }, { ReservedConcurrentExecutions: 1 }));
    expect(headline).toMatch(/^\d\d\.\d % of the messages \(1,\d{3} of 1,800\) are gone: SQS deleted them at the end of the retention period of "jobs" \(2 min\)\.$/);
  });
});

describe('several things at once', () => {
  const both = (mapping: Partial<Mapping> = {}, f: Record<string, unknown> = {}) =>
    ofStream(mapping, { functions: { import: {}, mail: f }, traffic: [{ to: 'mail', arrivals: { constant: { rate: '1/s' } } }] });

  test('the worst is the headline, whatever it happened to, and the other comes next', () => {
    const blocked = said(both());
    expect(blocked.headline).toContain('has blocked shard 1');
    expect(blocked.sentences[0]).toBe('All 7,200 events were delivered within 60 s.');
    const gone = said(both({}, { behaviour: { errorRate: 1 } }));
    expect(gone.headline).toMatch(/of the events .* are gone: they failed on all 3 attempts on "mail"\.$/);
    expect(gone.sentences[0]).toContain('has blocked shard 1');
  });

  test('mappings that all went well share a sentence', () => {
    const scenario = ofStream({}, { queues: { jobs: { sends: [{ arrivals: { burst: { count: 5 } } }] } } }, []);
    const mappings = { ...scenario.eventSourceMappings, q: { EventSourceArn: 'jobs', FunctionName: 'import' } };
    expect(said({ ...scenario, eventSourceMappings: mappings }).headline).toBe('Nothing was lost or held up: 2 mappings processed 3,600 records and 5 messages.');
  });

  test('a queue that nobody reads is not forgotten', () => {
    expect(said({ queues: { jobs: { sends: [{ arrivals: { burst: { count: 5 } } }] } } }).headline).toBe('No event arrived in 1 h, and no mapping reads "jobs".');
  });
});

describe('the terminal report', () => {
  const reportOf = (changes: Record<string, unknown>, replications = 1): string => {
    const scenario = scenarioOf(changes);
    const replicated = replicate(compileModel(scenario), { replications });
    const result = meanResult(replicated.results);
    const report = runReport({ scenario, replications, replicated, wallSeconds: 0.31 });
    return terminalReport({ report, result, verdict: verdict(scenario, result, replicated.series), band: null, width: 100, paint: plain });
  };

  test('has a section for a mapping of a stream, and none for events that never were', () => {
    const text = reportOf(ofStream({ MaximumRetryAttempts: 1 }));
    const from = text.indexOf('DynamoDB stream');
    expect(text.slice(from, text.indexOf('assumption '))).toMatchInlineSnapshot(`
      "DynamoDB stream orders, 2 shards → import
      m                         records    share
      written                     3,600
      delivered                   3,599  99.97 %
      discarded                       1   0.03 %
        RetryAttemptsExhausted        1   0.03 %
        captured                      1   0.03 %
      expired in the stream           0      0 %

                                 mean  p50  p90  p99     max
      IteratorAge, of batches  < 1 ms  0 s  0 s  0 s  600 ms

      invocations 3,601   failed 2   throttled 0   splits 0   longest block 700 ms

      function  Invocations  Errors  Throttles  ColdStarts  ConcurrentExecutions
      import          3,601       2          0           1      mean 0.05, max 1

      destination  type  received  failed
      failed       SQS          1       0

      "
    `);
    expect(text).not.toMatch(/^received/m);
    expect(text).not.toContain('AsyncEvents');
  });

  test('has the queues with what became of their messages', () => {
    const text = reportOf(ofQueue({}, { ReservedConcurrentExecutions: 2 }));
    expect(text).toContain('SQS queue jobs → work\n');
    expect(text).toMatch(/^queue +sent +received +deleted +to dead letters +expired +visible +hidden$/m);
    expect(text).toMatch(/^jobs +1,800 +[\d,]+ +\d+ +1,\d{3} +0 +0 +0$/m);
    expect(text).toMatch(/given up until the visibility timeout [\d,]+$/m);
  });

  test('gives intervals with several replications', () => {
    const poisson = { orders: { ShardCount: 2, writes: [{ arrivals: { poisson: { rate: '1/s' } } }] } };
    expect(reportOf(ofStream({}, { streams: poisson }), 3)).toMatch(/^delivered +7,\d{3} +[\d.]+ % +[\d,]+ – [\d,]+$/m);
  });

  test('many mappings share a table, within the width', () => {
    const names = ['a', 'b', 'c', 'd'];
    const scenario = ofStream();
    const text = reportOf({ ...scenario, eventSourceMappings: Object.fromEntries(names.map((name) => [name, scenario.eventSourceMappings.m])) });
    expect(text).toMatch(/^stream mapping +written +delivered +captured +gone +waiting +age p99 +longest block$/m);
    for (const name of names) expect(text).toMatch(new RegExp(`^${name} +3,600 `, 'm'));
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('the rules of streams fit beside the assumptions', () => {
    const text = reportOf(ofStream({ ParallelizationFactor: 2, BisectBatchOnFunctionError: true, MaximumRecordAgeInSeconds: 60 }));
    expect(text).toMatch(/^bisect +the larger half first, retries of its own +assumed +DDB-15$/m);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('--json has the numbers of streams, queues and mappings, as intervals where they were asked for', () => {
    const scenario = scenarioOf(ofStream());
    const replicated = replicate(compileModel(scenario), { replications: 2 });
    const [first] = replicated.results;
    const one = runReport({ scenario, replicated, wallSeconds: 0 });
    expect(one.eventSourceMappings).toEqual(first?.eventSourceMappings);
    expect(one.streams).toEqual({ orders: { written: 3600 } });
    expect('queues' in one).toBe(false);
    const several = runReport({ scenario, replications: 2, replicated, wallSeconds: 0 });
    expect(several.eventSourceMappings?.['m']).toMatchObject({ source: 'stream', written: { mean: 3600, low: 3600, high: 3600 }, shards: [{ written: { mean: 0 } }, { written: { mean: 3600 } }] });
  });
});

describe('the series as CSV', () => {
  const rowsOf = (changes: Record<string, unknown>) => {
    const [head = '', ...lines] = [...seriesCsv(ran(changes).series)].join('').trimEnd().split('\r\n');
    const names = head.split(',');
    expect(new Set(names).size).toBe(names.length);
    return lines.map((line) => {
      const values = line.split(',');
      expect(values).toHaveLength(names.length);
      return Object.fromEntries(names.map((name, column) => [name, values[column] ?? '']));
    });
  };

  test('has a row for each mapping, shard and queue beside the functions, every minute', () => {
    const scenario = ofStream({}, { queues: { jobs: { sends: [{ arrivals: { burst: { count: 5 } } }] } }, duration: '2m' });
    const rows = rowsOf({ ...scenario, eventSourceMappings: { ...scenario.eventSourceMappings, q: { EventSourceArn: 'jobs', FunctionName: 'import' } } });
    expect(rows.map((row) => [row['t'], row['function'], row['mapping'], row['shard'], row['queue']].join(' '))).toEqual(
      ['0', '60'].flatMap((t) => [`${t} import   `, `${t}  m  `, `${t}  m 0 `, `${t}  m 1 `, `${t}  q  `, `${t}    jobs`]),
    );
    const last = rows.slice(-6);
    expect(last[1]).toMatchObject({ 'mapping.written': '120', 'mapping.delivered': '10', 'mapping.waiting': '110', Invocations: '', 'queue.sent': '' });
    expect(last[3]?.['mapping.written']).toBe('120');
    expect(last[4]).toMatchObject({ 'mapping.delivered': '5', 'mapping.invocations': '1', 'mapping.written': '' });
    expect(last[5]).toMatchObject({ 'queue.sent': '5', 'queue.deleted': '5', 'queue.visible': '0', 'mapping.delivered': '' });
  });
});

describe('the assumptions', () => {
  const namesOf = (changes: Record<string, unknown>) => assumptionRows(scenarioOf(changes)).map(({ name }) => name);

  test('are those that matter to where events come from', () => {
    expect(namesOf(ofStream())).toEqual(['deliveryAttempts', 'deliveryLatency', 'eventSourceRetry', 'streamPollInterval', 'idleExpiry']);
    expect(namesOf(ofQueue())).toEqual(['deliveryAttempts', 'deliveryLatency', 'eventSourceRetry', 'receiveLatency', 'idleExpiry']);
    expect(namesOf({})).not.toContain('eventSourceRetry');
    expect(namesOf(ofStream({}, { traffic: [{ to: 'import', arrivals: { burst: { count: 1 } } }] }))).toContain('dispatch');
  });

  test('name the rules of streams that a mapping comes to', () => {
    const rows = assumptionRows(scenarioOf(ofStream({ ParallelizationFactor: 2, BisectBatchOnFunctionError: true, MaximumRecordAgeInSeconds: 60 })));
    expect(rows.slice(-3).map(({ name, grade, clause }) => [name, grade, clause])).toEqual([
      ['lanes', 'assumed', 'DDB-25'],
      ['bisect', 'assumed', 'DDB-15'],
      ['recordAge', 'assumed', 'DDB-32'],
    ]);
  });

  test('say how often a stream is asked', () => {
    const asked = (changes: Record<string, unknown>) => assumptionRows(scenarioOf({ ...ofStream(), ...changes })).find(({ name }) => name === 'streamPollInterval');
    expect(asked({})).toMatchObject({ value: '250ms', changed: false });
    expect(asked({ streams: { orders: { type: 'Kinesis' } } })).toMatchObject({ value: '1s', changed: false });
    expect(asked({ assumptions: { streamPollInterval: '2s' } })).toMatchObject({ value: '2s', changed: true });
  });
});

test('whatever happens, it is said in whole sentences and in numbers', () => {
  const few = <Of>(...values: Of[]) => fc.constantFrom(...values);
  const mapping = fc.record({
    BatchSize: few(1, 7, 1000),
    MaximumBatchingWindowInSeconds: few(1, 20),
    MaximumRetryAttempts: few(-1, 0, 2),
    MaximumRecordAgeInSeconds: few(-1, 60),
    BisectBatchOnFunctionError: fc.boolean(),
    ParallelizationFactor: few(1, 3),
    filterPassRate: few(0, 0.5, 1),
    durationPerItem: few('0s', '1s'),
    FunctionResponseTypes: few([], ['ReportBatchItemFailures']),
    from: few('0s', '20m', '3h'),
  });
  const entry = fc.record({ arrivals: few({ poisson: { rate: '1/s' } }, { burst: { count: 1 } }, { burst: { count: 300 } }), poisonRate: few(0, 0.05, 1), from: few('0s', '30m', '2h') });
  const f = fc.record({ reserved: few(0, 1, 20), errorRate: few(0, 0.3, 1), seconds: few(0.1, 4) });
  fc.assert(
    fc.property(fc.tuple(mapping, mapping, entry, entry, f, few(1, 3), fc.boolean(), few('10s', '60s')), ([one, other, write, send, { reserved, errorRate, seconds }, ShardCount, isCaught, delayTarget]) => {
      const { BatchSize, MaximumBatchingWindowInSeconds, FunctionResponseTypes, from } = other;
      const scenario = scenarioOf({
        delayTarget,
        functions: { f: { Timeout: 10, ReservedConcurrentExecutions: reserved, behaviour: { errorRate, duration: { constant: seconds } } } },
        streams: { s: { ShardCount, writes: [write] } },
        queues: { q: { VisibilityTimeout: 30, MessageRetentionPeriod: 600, RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount: 2 }, sends: [send] }, dead: {} },
        destinations: { failed: { type: 'SNS' } },
        eventSourceMappings: {
          m: { EventSourceArn: 's', FunctionName: 'f', StartingPosition: 'LATEST', ...one, ...(isCaught ? { DestinationConfig: { OnFailure: { Destination: 'failed' } } } : {}) },
          n: { EventSourceArn: 'q', FunctionName: 'f', BatchSize, MaximumBatchingWindowInSeconds, FunctionResponseTypes, from },
        },
      });
      const replicated = replicate(compileModel(scenario));
      const [result] = replicated.results;
      const told = verdict(scenario, result!, replicated.series);
      const text = terminalReport({ report: runReport({ scenario, replicated, wallSeconds: 1 }), result: result!, verdict: told, band: null, width: 100, paint: plain });
      for (const sentence of [told.headline, ...told.sentences]) expect(sentence).toMatch(/^["\w][^]*[^.]\.$/);
      expect(text).not.toMatch(/undefined|NaN|null|Infinity|\[object|  +\.|,,| ,|\(\)/);
    }),
    { numRuns: 60, seed: 7 },
  );
});
