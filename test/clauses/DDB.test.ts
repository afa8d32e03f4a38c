import { describe, expect, test } from 'vitest';
import { costOf } from '../../sim/cost/cost.ts';
import { prices } from '../../sim/cost/prices.ts';
import { startRun } from '../../sim/engines/exact.ts';
import { batchVerdict } from '../../sim/lambda/batchResponse.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario, parseScenario } from '../../sim/scenario/parse.ts';
import { gaps, issuesOf } from '../engines/check.ts';
import { answers, at, burst, invocations, ofStream, play, queue, storyOf, streamMapping, streamSeries, timesOf, type Played } from '../engines/eventSources.ts';

const day = 86_400;
const toQueue = { DestinationConfig: { OnFailure: { Destination: 'failed' } } };
const failed = { destinations: { failed: { type: 'SQS' as const } } };
/** The function has no concurrency at all, so that every dispatch is answered with 429. */
const none = { ReservedConcurrentExecutions: 0 };
const throttledUntil = (until: number | string) => ({ faults: [{ function: 'f', from: 0, until, ...none }] });

const sizesOf = ({ batches }: Played): number[] => invocations(batches).map(({ size }) => size);
const startsOf = ({ batches }: Played): number[] => invocations(batches).map(({ t }) => t);

describe('DDB: DynamoDB streams', () => {
  test('DDB-01 what cannot be invoked waits, what fails uses up its retries', () => {
    const refused = play(ofStream([at(0)], { MaximumRetryAttempts: 1 }, throttledUntil(100)));
    const failing = play(ofStream([burst(1, [1])], { MaximumRetryAttempts: 1 }));
    expect(streamMapping(refused)).toMatchObject({ delivered: 1, failedInvocations: 0, throttles: 8 });
    expect(streamMapping(failing)).toMatchObject({ delivered: 0, failedInvocations: 2, throttles: 0, discarded: { total: 1 } });
  });

  test('DDB-02 a throttled batch is tried until its records grow too old, whatever the number of retries', () => {
    const played = play(ofStream([at(0)], { MaximumRetryAttempts: 0, MaximumRecordAgeInSeconds: 60, ...toQueue }, { ...failed, f: none }));
    expect(storyOf(played.batches[0]!)).toBe(
      `0 formed 1 | ${[0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5].map((t) => `${t} throttled 1`).join(' | ')} | 60 recordAgeExceeded 1 | 60 sentToDestination 1`,
    );
    expect(streamMapping(played)).toMatchObject({ invocations: 0, throttles: 7, discarded: { byCondition: { RecordAgeExceeded: 1, RetryAttemptsExhausted: 0 } } });
  });

  test('DDB-02 or until the stream drops them', () => {
    const { discarded, expired, longestBlockSeconds } = streamMapping(play(ofStream([at(5)], { MaximumRetryAttempts: 0 }, { f: none, duration: '25h' })));
    expect({ discarded: discarded.total, expired, longestBlockSeconds }).toEqual({ discarded: 0, expired: 1, longestBlockSeconds: day });
  });

  test('DDB-02 an error of the Lambda service is waited for like a throttle and is none', () => {
    const played = play(ofStream([at(0)], { MaximumRetryAttempts: 0 }, { faults: [{ function: 'f', from: 0, until: 1, systemErrorRate: 1 }] }));
    expect(storyOf(played.batches[0]!)).toBe('0 formed 1 | 0 systemError 1 | 0.5 systemError 1 | 1.5 invoked 1 | 1.6 succeeded 1');
    expect(streamMapping(played)).toMatchObject({ throttles: 0, failedInvocations: 0 });
    expect(played.f.metrics).toMatchObject({ Throttles: 0, Invocations: 1 });
  });

  test('DDB-02 waits of refusals and of failures are counted apart', () => {
    // Fails twice, is refused twice, fails again: 0.5 s, 1 s; 0.5 s, 1 s; 2 s.
    const played = play(
      ofStream([burst(1, [1])], { MaximumRetryAttempts: 3 }, { faults: [{ function: 'f', from: 1, until: 3, ...none }], f: { behaviour: { duration: { constant: 0 } } } }),
    );
    expect(storyOf(played.batches[0]!)).toBe(
      '0 formed 1 | 0 invoked 1 | 0 failed 0 | 0.5 invoked 1 | 0.5 failed 0 | 1.5 throttled 1 | 2 throttled 1 | 3 invoked 1 | 3 failed 0 | 5 invoked 1 | 5 failed 0 | 5 retriesExhausted 1',
    );
  });

  test('DDB-03 after function errors a batch stops at its retries, its age or its expiry', () => {
    const stop = (mapping: object, duration = '1h') => {
      const { discarded, expired, longestBlockSeconds } = streamMapping(play(ofStream([burst(1, [1])], mapping, { duration })));
      return { ...discarded.byCondition, expired, longestBlockSeconds };
    };
    // Three executions of 0.1 s with waits of 0.5 s and 1 s between them.
    expect(stop({ MaximumRetryAttempts: 2, MaximumRecordAgeInSeconds: 60 })).toEqual({ RetryAttemptsExhausted: 1, RecordAgeExceeded: 0, expired: 0, longestBlockSeconds: 1.8 });
    expect(stop({ MaximumRetryAttempts: 100, MaximumRecordAgeInSeconds: 60 })).toEqual({ RetryAttemptsExhausted: 0, RecordAgeExceeded: 1, expired: 0, longestBlockSeconds: 60 });
    expect(stop({}, '25h')).toEqual({ RetryAttemptsExhausted: 0, RecordAgeExceeded: 0, expired: 1, longestBlockSeconds: day });
  });

  test('DDB-03 the last failure decides at once, also of a record that has grown too old meanwhile', () => {
    const { discarded } = streamMapping(
      play(ofStream([burst(1, [1])], { MaximumRetryAttempts: 0, MaximumRecordAgeInSeconds: 60 }, { f: { Timeout: 900, behaviour: { duration: { constant: 70 } } } })),
    );
    expect(discarded.byCondition).toEqual({ RetryAttemptsExhausted: 1, RecordAgeExceeded: 0 });
  });

  test('DDB-03 a timeout is a function error', () => {
    const { discarded, failedInvocations } = streamMapping(play(ofStream([at(0)], { MaximumRetryAttempts: 1 }, { f: { Timeout: 1, behaviour: { duration: { constant: 2 } } } })));
    expect({ failedInvocations, discarded: discarded.total }).toEqual({ failedInvocations: 2, discarded: 1 });
  });

  test('DDB-04 a split spends no retry: of eight records with one poison only that one is discarded', () => {
    const played = play(ofStream([burst(8, [5])], { MaximumRetryAttempts: 0, BisectBatchOnFunctionError: true }));
    expect(streamMapping(played)).toMatchObject({ splits: 3, delivered: 7, discarded: { total: 1 }, failedInvocations: 4 });
    // And it waits for nothing between them.
    expect(startsOf(played)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
  });

  test('DDB-04 without the setting the whole batch is tried again and discarded together', () => {
    const played = play(ofStream([burst(8, [5])], { MaximumRetryAttempts: 2 }));
    expect(sizesOf(played)).toEqual([8, 8, 8]);
    expect(streamMapping(played)).toMatchObject({ splits: 0, delivered: 0, discarded: { total: 8 } });
  });

  test('DDB-05 what is given up is discarded, told to the destination once, and the stream goes on', () => {
    const played = play(ofStream([burst(3, [1])], { BatchSize: 2, MaximumRetryAttempts: 0, ...toQueue }, failed));
    expect(streamMapping(played)).toMatchObject({ delivered: 1, discarded: { total: 2, captured: 2, gone: 0 } });
    expect(played.result.destinations['failed']).toMatchObject({ received: 1, failed: 0 });
    expect(played.batches.map(storyOf)).toEqual([
      '0 formed 2 | 0 invoked 2 | 0.1 failed 0 | 0.1 retriesExhausted 2 | 0.1 sentToDestination 2',
      '0.1 formed 1 | 0.1 invoked 1 | 0.2 succeeded 1',
    ]);
  });

  test('DDB-06 with the defaults a bad record blocks its shard until it is a day old, and no other shard', () => {
    const t0 = 100;
    const played = play(ofStream([{ ...burst(1, [1], t0), shard: 0 }, { ...at(t0 + 10), shard: 0 }, { ...at(t0 + 10), shard: 1 }], {}, { duration: '26h', stream: { ShardCount: 2 } }));
    const healthy = played.batches.slice(1).map(storyOf);
    expect(healthy).toEqual([
      `${t0 + 10} formed 1 | ${t0 + 10} invoked 1 | ${t0 + 10.1} succeeded 1`,
      `${t0 + day} formed 1 | ${t0 + day} invoked 1 | ${t0 + day + 0.1} succeeded 1`,
    ]);
    expect(played.batches[0]!.steps.at(-1)).toMatchObject({ what: 'expired', t: t0 + day });
    expect(streamMapping(played).longestBlockSeconds).toBe(day);
    expect(played.result.eventSourceMappings!['m']).toMatchObject({ shards: [{ expired: 1, delivered: 1 }, { expired: 0, delivered: 1 }] });
  });

  test('DDB-06 until a fix is deployed: the attempt after it succeeds', () => {
    const played = play(ofStream([burst(2, [1])], {}, { f: { behaviour: { poisonUntil: 100 } } }));
    // Starts are 60 s apart by then: 0 … 63.5 s of waits and 0.1 s for each of eight executions, then the cap.
    expect(startsOf(played).at(-1)).toBe(124.3);
    expect(streamMapping(played)).toMatchObject({ delivered: 2, expired: 0, longestBlockSeconds: 124.4 });
  });

  test('DDB-06 the instant of the fix itself is fixed', () => {
    const deployedAt = (poisonUntil: number) => startsOf(play(ofStream([burst(1, [1])], {}, { f: { behaviour: { poisonUntil } } })));
    expect(deployedAt(0.6)).toEqual([0, 0.6]);
    expect(deployedAt(0.600001)).toEqual([0, 0.6, 1.7]);
  });

  test('DDB-07 a record is kept for 24 hours: read a microsecond earlier it is there', () => {
    const read = (from: number, stream = {}) => {
      const { expired, delivered, metrics } = streamMapping(play(ofStream([at(0)], { from }, { duration: '50h', stream })));
      return { expired, delivered, polled: metrics.PolledEventCount };
    };
    expect(read(day)).toEqual({ expired: 1, delivered: 0, polled: 0 });
    expect(read(day - 1e-6)).toEqual({ expired: 0, delivered: 1, polled: 1 });
    expect(read(day, { type: 'Kinesis', RetentionPeriodHours: 48 })).toEqual({ expired: 0, delivered: 1, polled: 1 });
    expect(read(2 * day, { type: 'Kinesis', RetentionPeriodHours: 48 })).toEqual({ expired: 1, delivered: 0, polled: 0 });
  });

  test('DDB-07 whoever waits behind a blocked record until then is dropped with it', () => {
    const { expired, delivered, discarded } = streamMapping(play(ofStream([burst(1, [1]), at(0.05), at(1)], { BatchSize: 1 }, { duration: '26h' })));
    // The one of 0.05 s is reached when it is a day less 0.05 s old, and succeeds; so does the next.
    expect({ expired, delivered, discarded: discarded.total }).toEqual({ expired: 1, delivered: 2, discarded: 0 });
    const together = streamMapping(play(ofStream([burst(3, [1])], { BatchSize: 1 }, { duration: '26h' })));
    expect({ expired: together.expired, delivered: together.delivered }).toEqual({ expired: 3, delivered: 0 });
  });

  test.each(['SQS', 'SNS', 'S3'] as const)('DDB-08 the record of a discarded batch goes to %s', (type) => {
    const played = play(ofStream([burst(4, [2])], { MaximumRetryAttempts: 0, ...toQueue }, { destinations: { failed: { type } } }));
    expect(played.result.destinations['failed']).toMatchObject({ received: 1, failed: 0 });
    expect(streamMapping(played).discarded).toMatchObject({ captured: 4, gone: 0 });
  });

  test('DDB-08 or to a queue that something else reads; not to a function, a bus or anything FIFO', () => {
    const scenario = ofStream([burst(4, [2])], { MaximumRetryAttempts: 0, ...toQueue }, { queues: { failed: {} } });
    expect(queue(play(scenario), 'failed')).toMatchObject({ sent: 1, visible: 1 });
    const path = 'eventSourceMappings.m.DestinationConfig.OnFailure.Destination';
    for (const destination of [{ type: 'EventBridge' }, { type: 'Lambda', function: 'f' }, { type: 'SQS', fifo: true }, { type: 'SNS', fifo: true }] as const)
      expect(issuesOf(ofStream([], toQueue, { destinations: { failed: destination } }))).toEqual([{ path, clause: 'DDB-08' }]);
  });

  test('DDB-09 the record names its request, why, how often, what was answered, and the part of the shard', () => {
    const { scenario } = parseScenario(JSON.stringify(ofStream([burst(3, [1])], { BatchSize: 3, MaximumRetryAttempts: 1, ...toQueue }, failed)));
    const run = startRun(compileModel(scenario!), { trace: true });
    run.advance(Infinity);
    const [sent, ...others] = run.sentBatches();
    expect(others).toEqual([]);
    const record = JSON.parse(sent!.body) as Record<string, Record<string, unknown>>;
    expect(Object.keys(record)).toEqual(['requestContext', 'responseContext', 'version', 'timestamp', 'DDBStreamBatchInfo']);
    expect(record['requestContext']).toMatchObject({ functionArn: expect.stringMatching(/:function:f$/), condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 });
    expect(record['responseContext']).toEqual({ statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' });
    expect(Object.keys(record['DDBStreamBatchInfo']!)).toEqual([
      'shardId',
      'startSequenceNumber',
      'endSequenceNumber',
      'approximateArrivalOfFirstRecord',
      'approximateArrivalOfLastRecord',
      'batchSize',
      'streamArn',
    ]);
    expect(record['DDBStreamBatchInfo']).toMatchObject({ batchSize: 3 });
  });

  test('DDB-10 what is sent says which records they were, and is as small for five of a megabyte each', () => {
    const played = play(ofStream([{ ...burst(5, [1]), recordBytes: 1_000_000 }], { BatchSize: 5, MaximumBatchingWindowInSeconds: 1, MaximumRetryAttempts: 0, ...toQueue }, failed));
    expect(played.result.destinations['failed']).toMatchObject({ received: 1, units: 1 });
    expect(answers(played.batches)).toEqual([{ invokeCount: 1, isFunctionError: true, count: 5 }]);
  });

  test('DDB-12 an empty destination is none', () => {
    const played = play(ofStream([burst(2, [1])], { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: '' } } }));
    expect(streamMapping(played).discarded).toMatchObject({ total: 2, captured: 0, gone: 2 });
    expect(answers(played.batches)).toEqual([]);
  });

  test('DDB-13 the settings of a stream mapping have these defaults and limits', () => {
    const { scenario } = checkScenario({ ...ofStream([]), eventSourceMappings: { m: { EventSourceArn: 's', FunctionName: 'f', StartingPosition: 'LATEST' } } });
    expect(scenario!.eventSourceMappings['m']).toMatchObject({
      Enabled: true,
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: -1,
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: false,
      FunctionResponseTypes: [],
      TumblingWindowInSeconds: 0,
    });
    // 100 of 101 records go together.
    expect(sizesOf(play(ofStream([burst(101)])))).toEqual([100, 1]);
    const limits = { BatchSize: [1, 10_000], MaximumBatchingWindowInSeconds: [0, 300], MaximumRecordAgeInSeconds: [60, 604_800], MaximumRetryAttempts: [-1, 10_000], ParallelizationFactor: [1, 10] };
    for (const [setting, [least = 0, most = 0]] of Object.entries(limits)) {
      const refused = (value: number) => issuesOf(ofStream([], { [setting]: value })).map(({ path }) => path);
      expect([refused(least), refused(most)], setting).toEqual([[], []]);
      expect([refused(least - 1), refused(most + 1)], setting).toEqual([[`eventSourceMappings.m.${setting}`], [`eventSourceMappings.m.${setting}`]]);
    }
    expect(issuesOf(ofStream([], { MaximumRecordAgeInSeconds: -1 }))).toEqual([]);
    expect(issuesOf(ofStream([], { MaximumRecordAgeInSeconds: 0 }))).toHaveLength(1);
  });

  test('DDB-13 a mapping that is not enabled reads nothing', () => {
    const { waiting, metrics } = streamMapping(play(ofStream([at(0, 1)], { Enabled: false })));
    expect({ waiting, polled: metrics.PolledEventCount }).toEqual({ waiting: 2, polled: 0 });
  });

  test('DDB-14 a batch of more than ten needs no window', () => {
    expect(sizesOf(play(ofStream([burst(101)], { BatchSize: 101, MaximumBatchingWindowInSeconds: 0 })))).toEqual([101]);
  });

  test.each([
    { count: 8, poison: [5], retries: 0, sizes: [8, 4, 4, 2, 1, 1, 2] },
    { count: 8, poison: [1], retries: 0, sizes: [8, 4, 2, 1, 1, 2, 4] },
    { count: 7, poison: [7], retries: 0, sizes: [7, 4, 3, 2, 1] },
    { count: 7, poison: [5], retries: 0, sizes: [7, 4, 3, 2, 1, 1, 1] },
    { count: 2, poison: [1, 2], retries: 1, sizes: [2, 1, 1, 1, 1] },
    { count: 1, poison: [1], retries: 1, sizes: [1, 1] },
  ] as const)('DDB-15 $count records, poison $poison, $retries retries: batches of $sizes', ({ count, poison, retries, sizes }) => {
    const played = play(ofStream([burst(count, poison)], { MaximumRetryAttempts: retries, BisectBatchOnFunctionError: true, ...toQueue }, failed));
    expect(sizesOf(played)).toEqual(sizes);
    // In order, and nothing twice but what failed.
    const done = played.batches.flatMap(({ records, steps }) => (steps.some(({ what }) => what === 'succeeded' || what === 'retriesExhausted') ? records.map(({ number }) => number) : []));
    expect(done).toEqual(Array.from({ length: count }, (_, number) => number));
    // Each half has retries of its own.
    expect(answers(played.batches)).toEqual(poison.map(() => ({ invokeCount: retries + 1, isFunctionError: true, count: 1 })));
  });

  test('DDB-15 what follows a batch that was split goes after all of its parts', () => {
    const played = play(ofStream([burst(4, [1]), at(0.05)], { BatchSize: 4, MaximumRetryAttempts: 0, BisectBatchOnFunctionError: true }));
    expect(invocations(played.batches).map(({ size, first }) => [size, first])).toEqual([[4, 0], [2, 0], [1, 0], [1, 1], [2, 2], [1, 4]]);
    expect(played.batches.map(({ parent }) => parent)).toEqual([null, 0, 1, 1, 0, null]);
    expect(streamMapping(played).longestBlockSeconds).toBe(0.5);
  });

  test('DDB-16 with partial failures reported as well, the batch is split where the function says', () => {
    const reporting = { BisectBatchOnFunctionError: true, FunctionResponseTypes: ['ReportBatchItemFailures' as const], MaximumRetryAttempts: 0 };
    const played = play(ofStream([burst(6, [4])], reporting));
    // Six up to the fourth; of the rest its first is named, so that it is halved.
    expect(invocations(played.batches).map(({ size, first }) => [size, first + 1])).toEqual([[6, 1], [3, 4], [2, 4], [1, 4], [1, 5], [1, 6]]);
    expect(streamMapping(played)).toMatchObject({ delivered: 5, discarded: { total: 1 }, splits: 2, failedInvocations: 4 });
  });

  test('DDB-17 the lowest place that is named is where the batch goes on, without a wait', () => {
    const played = play(ofStream([burst(10, [4, 8])], { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 1 }));
    expect(played.batches.map(storyOf)).toEqual([
      '0 formed 10 | 0 invoked 10 | 0.1 partlyFailed 3',
      '0.1 formed 7 | 0.1 invoked 7 | 0.2 partlyFailed 0 | 0.7 invoked 7 | 0.8 partlyFailed 0 | 0.8 retriesExhausted 7',
    ]);
    expect(played.f.metrics).toMatchObject({ Invocations: 3, Errors: 0 });
  });

  const itemFailures = (itemIdentifier: unknown) => JSON.stringify({ batchItemFailures: [{ itemIdentifier }] });
  const shapes = [
    ['an empty list', '{"batchItemFailures":[]}', 'all'],
    ['a null list', '{"batchItemFailures":null}', 'all'],
    ['an empty object', '{}', 'all'],
    ['null', 'null', 'all'],
    ['an empty text', '', 'all'],
    ['an identifier that is empty', itemFailures(''), 'none'],
    ['an identifier that is null', itemFailures(null), 'none'],
    ['a wrong key', '{"batchItemFailures":[{"itemIdentifer":"1"}]}', 'none'],
    ['an identifier of no record of the batch', itemFailures('unknown'), 'none'],
    ['what is no JSON', 'ok', 'none'],
  ] as const;

  test.each(shapes)('DDB-17 %s, %s, counts as %s of the batch', (_, responseText, verdict) => {
    const played = play(ofStream([burst(3)], { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 1, ...toQueue }, { ...failed, f: { behaviour: { responseText } } }));
    expect(streamMapping(played)).toMatchObject(verdict === 'all' ? { delivered: 3, invocations: 1, failedInvocations: 0 } : { delivered: 0, invocations: 2, failedInvocations: 2 });
    expect(answers(played.batches)).toEqual(verdict === 'all' ? [] : [{ invokeCount: 2, isFunctionError: false, count: 3 }]);
    // Without the setting nobody reads what the function returns.
    expect(streamMapping(play(ofStream([burst(3)], {}, { f: { behaviour: { responseText } } })))).toMatchObject({ delivered: 3, invocations: 1 });
  });

  test('DDB-17 of an invocation that fails nobody reads the response', () => {
    const f = { behaviour: { errorRate: 1, responseText: '{"batchItemFailures":[]}' } };
    const played = play(ofStream([burst(3)], { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 1 }, { ...failed, f }));
    expect(streamMapping(played)).toMatchObject({ delivered: 0, invocations: 2, failedInvocations: 2, discarded: { total: 3 } });
  });

  test('DDB-17 of several identifiers the lowest place counts, and one that is wrong fails all', () => {
    const named = (...items: unknown[]) => batchVerdict(JSON.stringify({ batchItemFailures: items }), (identifier) => ['a', 'b', 'c'].indexOf(identifier));
    const item = (itemIdentifier: unknown) => ({ itemIdentifier });
    expect(named(item('c'), item('b'))).toBe(1);
    expect(named(item('a'))).toBe(0);
    expect(named(item('b'), item('d'))).toBe('none');
    expect(named(item('b'), {})).toBe('none');
    for (const odd of [null, 7, 'b', ['b'], item(1), item(['b']), item({})]) expect(named(item('b'), odd), JSON.stringify(odd)).toBe('none');
    for (const text of ['{"batchItemFailures":{}}', '{"batchItemFailures":"b"}', '{"batchItemFailures":false}', '[]', '7', 'true', '"b"', '{', ' '])
      expect(batchVerdict(text, () => 0), text).toBe('none');
    for (const text of ['""', '{"other":1}', '{"__proto__":{"batchItemFailures":[1]}}']) expect(batchVerdict(text, () => 0), text).toBe('all');
  });

  test('DDB-18 a partial failure is no function error to the record of the batch, an exception is', () => {
    const told = (mapping: object) => answers(play(ofStream([burst(2, [1])], { MaximumRetryAttempts: 2, ...toQueue, ...mapping }, failed)).batches);
    expect(told({})).toEqual([{ invokeCount: 3, isFunctionError: true, count: 2 }]);
    expect(told({ FunctionResponseTypes: ['ReportBatchItemFailures'] })).toEqual([{ invokeCount: 3, isFunctionError: false, count: 2 }]);
  });

  test('DDB-18 a function that fails by itself has failed, whether it reports items or not', () => {
    const reporting = { FunctionResponseTypes: ['ReportBatchItemFailures' as const], MaximumRetryAttempts: 0, ...toQueue };
    const played = play(ofStream([burst(2, [2])], reporting, { ...failed, f: { behaviour: { errorRate: 1 } } }));
    expect(answers(played.batches)).toEqual([{ invokeCount: 1, isFunctionError: true, count: 2 }]);
  });

  test.each([0, 1, 3, 10])('DDB-19 after %i retries the count is one more', (retries) => {
    const played = play(ofStream([burst(1, [1])], { MaximumRetryAttempts: retries, ...toQueue }, failed));
    expect(answers(played.batches)).toEqual([{ invokeCount: retries + 1, isFunctionError: true, count: 1 }]);
    expect(streamMapping(played).invocations).toBe(retries + 1);
  });

  test('DDB-19 as recorded: three retries of a partial batch are five deliveries of its poison and a count of four', () => {
    const played = play(ofStream([burst(10, [4])], { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 3, ...toQueue }, failed));
    const deliveries = invocations(played.batches).filter(({ first, size }) => first <= 3 && 3 < first + size);
    expect(deliveries).toHaveLength(5);
    expect(answers(played.batches)).toEqual([{ invokeCount: 4, isFunctionError: false, count: 7 }]);
  });

  test('DDB-20 records that grew too old: count 8 after 60 s of retries, 1 where nothing was ever invoked', () => {
    const old = { MaximumRecordAgeInSeconds: 60, ...toQueue };
    const retried = play(ofStream([burst(1, [1])], old, failed));
    expect(streamMapping(retried).invocations).toBe(7);
    expect(answers(retried.batches)).toEqual([{ invokeCount: 8, isFunctionError: false, count: 1 }]);
    const never = play(ofStream([at(0)], old, { ...failed, f: none }));
    expect(answers(never.batches)).toEqual([{ invokeCount: 1, isFunctionError: false, count: 1 }]);
  });

  test('DDB-21 waits begin at half a second and double to a minute, from the end of the attempt', () => {
    const played = play(ofStream([burst(1, [1])], { MaximumRetryAttempts: 9 }));
    const [starts, ends] = [startsOf(played), timesOf(played.batches, 'failed')];
    const waits = starts.slice(1).map((start, retry) => Math.round((start - ends[retry]!) * 1e6) / 1e6);
    expect(waits).toEqual([0.5, 1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test('DDB-21 base, factor and cap can be changed', () => {
    const retry = { base: 3, factor: 1.5, cap: '7s' };
    const played = play(ofStream([burst(1, [1])], { MaximumRetryAttempts: 4 }, { assumptions: { eventSourceRetry: retry }, f: { behaviour: { duration: { constant: 0 } } } }));
    expect(gaps(startsOf(played))).toEqual([3, 4.5, 6.75, 7]);
    const atOnce = play(ofStream([burst(1, [1])], { MaximumRetryAttempts: 4 }, { assumptions: { eventSourceRetry: { base: 0 } } }));
    expect(gaps(startsOf(atOnce))).toEqual([0.1, 0.1, 0.1, 0.1]);
    // Even then time goes on while everything is refused.
    expect(streamMapping(play(ofStream([at(0)], {}, { f: none, duration: 1, assumptions: { eventSourceRetry: { base: 0 } } }))).throttles).toBe(1000);
  });

  test('DDB-22 each shard is polled four times a second, and a batch waits for the one before it', () => {
    const polled = (type: 'DynamoDB' | 'Kinesis') => {
      const scenario = ofStream([at(0, 0.1, 0.25, 0.26, 0.75, 1.2)], {}, { stream: { type }, f: { behaviour: { duration: { constant: '10ms' } } } });
      return invocations(play({ ...scenario, assumptions: { timing: 'documented' } }).batches).map(({ t, size }) => [t, size]);
    };
    expect(polled('DynamoDB')).toEqual([[0, 1], [0.25, 2], [0.5, 1], [0.75, 1], [1.25, 1]]);
    expect(polled('Kinesis')).toEqual([[0, 1], [1, 4], [2, 1]]);
    const slow = play(ofStream([at(0, 1, 2)], {}, { f: { behaviour: { duration: { constant: 5 } } } }));
    expect(invocations(slow.batches).map(({ t, size }) => [t, size])).toEqual([[0, 1], [5, 2]]);
  });

  test('DDB-22 polls are due at whole intervals since the mapping began', () => {
    const scenario = ofStream([at(10, 10.2)], { from: 10.1 });
    expect(startsOf(play({ ...scenario, assumptions: { timing: 'documented' } }))).toEqual([10.1, 10.35]);
  });

  test('DDB-23 a batch ends with its window, its number or its size', () => {
    const sent = (writes: Parameters<typeof ofStream>[0], mapping: object) => invocations(play(ofStream(writes, mapping)).batches).map(({ t, size }) => [t, size]);
    // The window begins with the first record.
    expect(sent([at(1, 2, 5.9, 6.1)], { MaximumBatchingWindowInSeconds: 5 })).toEqual([[6, 3], [11.1, 1]]);
    expect(sent([at(1, 2, 3, 4)], { MaximumBatchingWindowInSeconds: 5, BatchSize: 3 })).toEqual([[3, 3], [9, 1]]);
    // 6 MB hold three records of 2 MB and not a fourth.
    expect(sent([{ ...burst(7), recordBytes: 2 * 1_048_576 }], { MaximumBatchingWindowInSeconds: 5 })).toEqual([[0.000003, 3], [0.100003, 3], [5.100003 + 0.1, 1]]);
    expect(sent([{ ...burst(1), recordBytes: 1 }, { ...burst(3), recordBytes: 2 * 1_048_576 }], { MaximumBatchingWindowInSeconds: 5 })).toEqual([[0.000003, 3], [5.100003, 1]]);
    expect(sent([{ ...burst(4), recordBytes: 2 * 1_048_576 - 1 }], { MaximumBatchingWindowInSeconds: 5 })).toEqual([[0.000003, 3], [5.100003, 1]]);
  });

  test('DDB-23 a record that is larger than a batch by itself goes alone', () => {
    const played = play(ofStream([{ ...burst(3), recordBytes: 10_485_760 }], {}, { stream: { type: 'Kinesis' } }));
    expect(sizesOf(played)).toEqual([1, 1, 1]);
    expect(streamMapping(played).delivered).toBe(3);
  });

  test('DDB-23 the next window begins as soon as the invocation before it has ended', () => {
    const played = play(ofStream([at(0, 3)], { MaximumBatchingWindowInSeconds: 2 }, { f: { behaviour: { duration: { constant: 10 } } } }));
    expect(startsOf(played)).toEqual([2, 14]);
  });

  test('DDB-23 one poll gives a thousand records or a megabyte', () => {
    const polled = (count: number, recordBytes: number) => {
      const scenario = ofStream([{ ...burst(count), recordBytes }], { BatchSize: 10_000 }, { f: { behaviour: { duration: { constant: 0 } } } });
      return invocations(play({ ...scenario, assumptions: { timing: 'documented' } }).batches).map(({ t, size }) => [t, size]);
    };
    expect(polled(2001, 1)).toEqual([[0, 1000], [0.25, 1000], [0.5, 1]]);
    expect(polled(5, 524_288)).toEqual([[0, 2], [0.25, 2], [0.5, 1]]);
    expect(polled(5, 524_289)).toEqual([[0, 1], [0.25, 1], [0.5, 1], [0.75, 1], [1, 1]]);
    // What is larger by itself comes alone.
    expect(polled(2, 1_048_577)).toEqual([[0, 1], [0.25, 1]]);
  });

  test('DDB-24 the records of a shard are processed in order and one batch at a time', () => {
    const played = play(ofStream([{ arrivals: { constant: { rate: '20/s' } }, until: 60 }], { BatchSize: 7 }, { f: { behaviour: { duration: { constant: '700ms' } } } }));
    const calls = invocations(played.batches);
    expect(calls.flatMap(({ first, size }) => Array.from({ length: size }, (_, place) => first + place))).toEqual(Array.from({ length: 1200 }, (_, number) => number));
    expect(Math.min(...gaps(calls.map(({ t }) => t)))).toBeGreaterThanOrEqual(0.7);
    expect(played.f.metrics.ConcurrentExecutions.max).toBe(1);
  });

  test('DDB-24 with a parallelization factor as many batches run at once, and those of a lane one after the other and in order', () => {
    const played = play(
      ofStream([{ arrivals: { constant: { rate: '100/s' } }, until: 60 }], { BatchSize: 5, ParallelizationFactor: 4 }, { f: { behaviour: { duration: { uniform: { min: '50ms', max: '900ms' } } } } }),
    );
    expect(played.f.metrics.ConcurrentExecutions.max).toBe(4);
    for (const lane of [0, 1, 2, 3]) {
      const own = played.batches.filter((batch) => batch.lane === lane);
      expect(own.length).toBeGreaterThan(100);
      const numbers = own.flatMap(({ records }) => records.map(({ number }) => number));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      own.slice(1).forEach(({ steps }, index) => expect(steps.find(({ what }) => what === 'invoked')!.t).toBeGreaterThanOrEqual(own[index]!.steps.at(-1)!.t));
    }
  });

  test('DDB-24 records of one partition key are never in two batches at once, whatever the factor', () => {
    const keys = (partitionKeys: number) =>
      play(ofStream([{ arrivals: { constant: { rate: '50/s' } }, until: 20, partitionKeys }], { BatchSize: 3, ParallelizationFactor: 10 }, { f: { behaviour: { duration: { constant: 1 } } } }));
    const one = keys(1);
    expect(one.f.metrics.ConcurrentExecutions.max).toBe(1);
    expect(new Set(one.batches.map(({ lane }) => lane)).size).toBe(1);
    expect(keys(2).f.metrics.ConcurrentExecutions.max).toBeLessThanOrEqual(2);
    expect(keys(10_000).f.metrics.ConcurrentExecutions.max).toBe(10);
  });

  test('DDB-24 a partition key always goes to the same shard, and keys spread over all shards', () => {
    const shards = (partitionKeys: number) => streamMapping(play(ofStream([{ ...burst(4000), partitionKeys }], {}, { stream: { ShardCount: 4 } }))).shards.map(({ written }) => written);
    expect(shards(1).filter((written) => written > 0)).toEqual([4000]);
    const even = shards(1_000_000);
    // Four deviations of a fair share.
    for (const written of even) expect(Math.abs(written - 1000)).toBeLessThan(4 * Math.sqrt(4000 * 0.25 * 0.75));
  });

  test('DDB-25 a lane that fails blocks itself and no other, and the oldest record of the shard stays', () => {
    const played = play(
      ofStream([burst(1, [1]), { arrivals: { constant: { rate: '10/s' } }, from: 1, until: 301 }], { ParallelizationFactor: 4 }, { duration: '10m' }),
    );
    const { lane } = played.batches[0]!;
    const { waiting, delivered } = streamMapping(played);
    const others = played.batches.filter((batch) => batch.lane !== lane);
    expect(new Set(others.map((batch) => batch.lane)).size).toBe(3);
    expect(delivered).toBe(others.reduce((sum, { records }) => sum + records.length, 0));
    // A quarter of the keys, all but the poison, waits behind it.
    expect(waiting + delivered).toBe(3001);
    expect(Math.abs(waiting - 750)).toBeLessThan(4 * Math.sqrt(3000 * 0.25 * 0.75));
    expect([...streamSeries(played).total.oldestAge]).toEqual([60, 120, 180, 240, 300, 360, 420, 480, 540, 600]);
  });

  test('DDB-27 LATEST reads what is written from then on, TRIM_HORIZON all that is kept', () => {
    const from = (StartingPosition: 'LATEST' | 'TRIM_HORIZON') => {
      const { skipped, delivered } = streamMapping(play(ofStream([at(0, 10, 59.999999, 60, 61)], { from: 60, StartingPosition })));
      return { skipped, delivered };
    };
    expect(from('LATEST')).toEqual({ skipped: 3, delivered: 2 });
    expect(from('TRIM_HORIZON')).toEqual({ skipped: 0, delivered: 5 });
  });

  test('DDB-27 what is read again from the beginning goes by polls and batches as ever', () => {
    const scenario = ofStream([burst(2500)], { from: 60, BatchSize: 500 });
    const played = play({ ...scenario, assumptions: { timing: 'documented' } });
    expect(invocations(played.batches).map(({ t, size }) => [t, size])).toEqual([[60, 500], [60.1, 500], [60.25, 500], [60.35, 500], [60.5, 500]]);
  });

  test('DDB-28 what does not pass the filters is skipped without an invocation', () => {
    const filtered = (filterPassRate: number) => {
      const played = play(ofStream([{ arrivals: { constant: { rate: '1/s' } } }], { filterPassRate, FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] } }));
      return { ...streamMapping(played), invoked: played.f.metrics.Invocations };
    };
    expect(filtered(0)).toMatchObject({ filtered: 3600, delivered: 0, invocations: 0, invoked: 0, metrics: { PolledEventCount: 3600, FilteredOutEventCount: 3600 } });
    expect(filtered(1)).toMatchObject({ filtered: 0, delivered: 3600 });
    const quarter = filtered(0.25);
    expect(Math.abs(quarter.filtered - 2700)).toBeLessThan(4 * Math.sqrt(3600 * 0.25 * 0.75));
    expect(quarter.delivered + quarter.filtered).toBe(3600);
  });

  test('DDB-28 a record that is filtered out behind a blocked one is skipped all the same', () => {
    const { waiting, filtered } = streamMapping(play(ofStream([{ arrivals: { constant: { rate: '1/s' } } }], { filterPassRate: 0.5 }, { f: none })));
    expect(waiting + filtered).toBe(3600);
    expect(filtered).toBeGreaterThan(1600);
  });

  test('DDB-30 an unchanged retry keeps its request id, halves and rests have ids of their own', () => {
    const split = play(ofStream([burst(4, [3])], { MaximumRetryAttempts: 2, BisectBatchOnFunctionError: true }));
    // Of the poison record alone there are three invocations with one id.
    expect(invocations(split.batches).map(({ batch, size }) => [batch.id, size])).toEqual([[0, 4], [1, 2], [2, 2], [3, 1], [3, 1], [3, 1], [4, 1]]);
    const rest = play(ofStream([burst(4, [3])], { MaximumRetryAttempts: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] }));
    expect(invocations(rest.batches).map(({ batch, size }) => [batch.id, size])).toEqual([[0, 4], [1, 2], [1, 2]]);
    for (const { batches } of [split, rest]) {
      expect(new Set(batches.map(({ requestId }) => requestId)).size).toBe(batches.length);
      for (const { requestId } of batches) expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  test('DDB-30 a rest has a budget and waits of its own', () => {
    const played = play(ofStream([burst(3, [1, 3])], { MaximumRetryAttempts: 2, BisectBatchOnFunctionError: true }));
    expect(played.batches.map(storyOf)).toEqual([
      '0 formed 3 | 0 invoked 3 | 0.1 failed 0 | 0.1 split 2',
      '0.1 formed 2 | 0.1 invoked 2 | 0.2 failed 0 | 0.2 split 1',
      '0.2 formed 1 | 0.2 invoked 1 | 0.3 failed 0 | 0.8 invoked 1 | 0.9 failed 0 | 1.9 invoked 1 | 2 failed 0 | 2 retriesExhausted 1',
      '2 formed 1 | 2 invoked 1 | 2.1 succeeded 1',
      '2.1 formed 1 | 2.1 invoked 1 | 2.2 failed 0 | 2.7 invoked 1 | 2.8 failed 0 | 3.8 invoked 1 | 3.9 failed 0 | 3.9 retriesExhausted 1',
    ]);
  });

  test('DDB-32 records too old at the front of a batch are discarded together, as one record to the destination', () => {
    const mapping = { MaximumBatchingWindowInSeconds: 30, MaximumRecordAgeInSeconds: 60, ...toQueue };
    const played = play(ofStream([burst(2), at(2, 20)], mapping, { ...failed, ...throttledUntil(70) }));
    expect(played.batches.map((batch) => storyOf(batch).replaceAll(/\S+ throttled \d \| /g, ''))).toEqual([
      '30 formed 4 | 60 recordAgeExceeded 2 | 60 sentToDestination 2',
      '60 formed 2 | 62 recordAgeExceeded 1 | 62 sentToDestination 1',
      '62 formed 1 | 77.5 invoked 1 | 77.6 succeeded 1',
    ]);
    expect(played.result.destinations['failed']!.received).toBe(2);
    expect(streamMapping(played)).toMatchObject({ delivered: 1, discarded: { byCondition: { RecordAgeExceeded: 3 } } });
  });

  test('DDB-32 what the stream no longer keeps is not discarded: nobody is told', () => {
    const mapping = { MaximumRecordAgeInSeconds: 604_800, ...toQueue };
    const played = play(ofStream([at(0)], mapping, { ...failed, f: none, duration: '25h' }));
    expect(streamMapping(played)).toMatchObject({ expired: 1, discarded: { total: 0 } });
    expect(played.result.destinations['failed']!.received).toBe(0);
  });

  test('DDB-32 a batch is looked at when it is formed: what waited too long behind another is not invoked', () => {
    const f = { Timeout: 900, behaviour: { duration: { constant: 100 } } };
    const played = play(ofStream([at(0, 1, 41)], { MaximumRecordAgeInSeconds: 60, ...toQueue }, { ...failed, f }));
    expect(played.batches.map(storyOf)).toEqual([
      '0 formed 1 | 0 invoked 1 | 100 succeeded 1',
      '100 formed 2 | 100 recordAgeExceeded 1 | 100 sentToDestination 1',
      '100 formed 1 | 100 invoked 1 | 200 succeeded 1',
    ]);
  });

  test('DDB-33 reading a stream costs nothing', () => {
    const scenario = ofStream([{ arrivals: { constant: { rate: '10/s' } } }], { filterPassRate: 0 });
    expect(streamMapping(play(scenario)).metrics.PolledEventCount).toBe(36_000);
    expect(costOf(checkScenario(scenario).scenario!, play(scenario).result, prices).total).toBe(0);
  });

  test('DDB-35 a throttled shard stays where it is, counts Throttles and loses nothing', () => {
    const played = play(ofStream([burst(50), at(300)], { MaximumRetryAttempts: 0 }, { f: none, duration: '10m' }));
    // 0, 0.5, 1.5 … 63.5 s, then every minute.
    expect(timesOf(played.batches, 'throttled')).toEqual([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 63.5, 123.5, 183.5, 243.5, 303.5, 363.5, 423.5, 483.5, 543.5]);
    expect(played.f.metrics).toMatchObject({ Throttles: 16, Invocations: 0, Errors: 0 });
    expect(streamMapping(played)).toMatchObject({ waiting: 51, delivered: 0, throttles: 16, discarded: { total: 0 }, expired: 0, longestBlockSeconds: 600 });
    expect([...streamSeries(played).total.throttled]).toEqual(Array.from({ length: 10 }, () => 60));
    expect([...played.series.functions['f']!.Throttles]).toEqual([7, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  test('DDB-36 the settings of the command-line example: two retries, an hour', () => {
    const played = play(ofStream([burst(1, [1]), at(10)], { MaximumRetryAttempts: 2, MaximumRecordAgeInSeconds: 3600, ...toQueue }, failed));
    expect(answers(played.batches)).toEqual([{ invokeCount: 3, isFunctionError: true, count: 1 }]);
    expect(streamMapping(played).delivered).toBe(1);
  });

  test('MET-16 IteratorAge is the age of the last record of a batch when it is sent, the largest of the minute', () => {
    const played = play(ofStream([at(0, 1, 2, 100)], { MaximumBatchingWindowInSeconds: 5 }, { duration: '3m' }));
    expect([...streamSeries(played).total.IteratorAge]).toEqual([3000, 5000, NaN]);
    const ages = (age: number) => Math.abs(age / 5 - 1) < 0.01;
    expect(ages(streamMapping(played).iteratorAgeSeconds.max!)).toBe(true);
    // Every attempt has one, a refused dispatch none.
    const retried = play(ofStream([burst(1, [1], 59)], {}, { duration: '3m', faults: [{ function: 'f', from: 120, until: 200, ...none }] }));
    expect(startsOf(retried)).toEqual([59, 59.6, 60.7, 62.8, 66.9, 75, 91.1]);
    expect([...streamSeries(retried).total.IteratorAge]).toEqual([600, 32_100, NaN]);
  });

  test('MET-17 polled, filtered out, invoked, failed, dropped and delivered to the destination are counted in records', () => {
    const played = play(ofStream([burst(10, [3])], { BatchSize: 5, MaximumRetryAttempts: 1, ...toQueue }, failed));
    expect(streamMapping(played).metrics).toEqual({
      PolledEventCount: 10,
      FilteredOutEventCount: 0,
      InvokedEventCount: 15,
      FailedInvokeEventCount: 10,
      DroppedEventCount: 0,
      OnFailureDestinationDeliveredEventCount: 5,
    });
    const filtered = streamMapping(play(ofStream([burst(10)], { filterPassRate: 0 }))).metrics;
    expect(filtered).toMatchObject({ PolledEventCount: 10, FilteredOutEventCount: 10, InvokedEventCount: 0 });
  });

  test.each([
    { destination: {}, metrics: { OnFailureDestinationDeliveredEventCount: 3, DroppedEventCount: 0 }, DestinationDeliveryFailures: 0 },
    { destination: { permission: false }, metrics: { OnFailureDestinationDeliveredEventCount: 0, DroppedEventCount: 3 }, DestinationDeliveryFailures: 1 },
    { destination: { failureRate: 1 }, metrics: { OnFailureDestinationDeliveredEventCount: 0, DroppedEventCount: 3 }, DestinationDeliveryFailures: 1 },
  ])('MET-18 three records that failed, to a destination with $destination: $metrics', ({ destination, metrics, DestinationDeliveryFailures }) => {
    const played = play(ofStream([burst(3, [1])], { MaximumRetryAttempts: 0, ...toQueue }, { destinations: { failed: { type: 'SQS', ...destination } } }));
    expect(streamMapping(played).metrics).toMatchObject(metrics);
    expect(played.f.metrics).toMatchObject({ DestinationDeliveryFailures, Errors: 1, AsyncEventsDropped: 0 });
    expect(played.batches[0]!.steps.at(-1)!.what).toBe(DestinationDeliveryFailures === 0 ? 'sentToDestination' : 'deliveryFailed');
  });
});
