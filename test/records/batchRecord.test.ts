import { describe, expect, test } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import type { SentBatchRecord } from '../../sim/engines/result.ts';
import type { SentBatchFilter } from '../../sim/engines/sentBatchRecords.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { batchRecord, type BatchFacts } from '../../sim/records/batchRecord.ts';
import { sequenceNumber, shardId, type ShardPlace } from '../../sim/records/streamPlaces.ts';
import { scenarioOf } from '../report/handMade.ts';

/** The record that the guide to discarded records of DynamoDB streams prints. */
const printed = {
  requestContext: {
    requestId: '316aa6d0-8154-xmpl-9af7-85d5f4a6bc81',
    functionArn: 'arn:aws:lambda:us-east-2:123456789012:function:myfunction',
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 1,
  },
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  version: '1.0',
  timestamp: '2019-11-14T00:13:49.717Z',
  DDBStreamBatchInfo: {
    shardId: 'shardId-00000001573689847184-864758bb',
    startSequenceNumber: '800000000003126276362',
    endSequenceNumber: '800000000003126276362',
    approximateArrivalOfFirstRecord: '2019-11-14T00:13:19Z',
    approximateArrivalOfLastRecord: '2019-11-14T00:13:19Z',
    batchSize: 1,
    streamArn: 'arn:aws:dynamodb:us-east-2:123456789012:table/mytable/stream/2019-11-14T00:04:06.388',
  },
};

/** One poison record at the example's time, for a function that fails at its time. */
const guide = (mapping: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
  startsAt: '2019-11-14T00:04:06.388Z',
  duration: '15m',
  account: { Region: 'us-east-2', AccountId: '123456789012' },
  functions: { myfunction: { Timeout: 60, behaviour: { duration: { constant: '30.479s' }, initDuration: { constant: 0 } } } },
  streams: { mytable: { writes: [{ arrivals: { burst: { count: 1 } }, poison: [0], from: '552.612s' }] } },
  destinations: { failed: { type: 'SQS' } },
  eventSourceMappings: {
    m: { EventSourceArn: 'mytable', FunctionName: 'myfunction', StartingPosition: 'LATEST', MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'failed' } }, ...mapping },
  },
  ...more,
});

function sent(changes: Record<string, unknown>, filter?: SentBatchFilter): SentBatchRecord[] {
  const run = startRun(compileModel(scenarioOf(changes)), { trace: true });
  while (run.advance(100_000)) continue;
  return [...run.sentBatches(filter)];
}

const bodies = (changes: Record<string, unknown>): Record<string, any>[] => sent(changes).map(({ body }) => JSON.parse(body) as Record<string, any>);

describe('the record of a discarded batch', () => {
  test('DDB-09 is the documented example, key by key in order, identifiers aside', () => {
    const [record, ...others] = bodies(guide());
    expect(others).toEqual([]);
    const { requestId } = record!['requestContext'] as { requestId: string };
    const { shardId: shard, startSequenceNumber: start, endSequenceNumber: end } = record!['DDBStreamBatchInfo'] as Record<string, string>;
    expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(shard).toMatch(/^shardId-0000000157368984\d{4}-[0-9a-f]{8}$/);
    expect([start, end]).toEqual([end, start]);
    expect(start).toMatch(/^8\d{20}$/);
    const made = { requestId, shardId: shard, startSequenceNumber: start, endSequenceNumber: end };
    const expected = {
      ...printed,
      requestContext: { ...printed.requestContext, requestId: made.requestId },
      DDBStreamBatchInfo: { ...printed.DDBStreamBatchInfo, shardId: made.shardId, startSequenceNumber: made.startSequenceNumber, endSequenceNumber: made.endSequenceNumber },
    };
    // As text, so that the order of keys counts.
    expect(JSON.stringify(record)).toBe(JSON.stringify(expected));
  });

  test('of the example’s own facts is the example, letter for letter but for its identifiers', () => {
    const at = (text: string): number => Date.parse(text) * 1000;
    const place: ShardPlace = { type: 'DynamoDB', shard: 0, mark: 7, since: at('2019-11-14T00:04:07.184Z') };
    const facts: BatchFacts = {
      requestId: printed.requestContext.requestId,
      functionArn: printed.requestContext.functionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 1,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
      instant: at(printed.timestamp),
      place,
      streamArn: printed.DDBStreamBatchInfo.streamArn,
      firstRecord: 3,
      lastRecord: 3,
      firstArrival: at('2019-11-14T00:13:19.900Z'),
      lastArrival: at('2019-11-14T00:13:19.900Z'),
      batchSize: 1,
    };
    const record = sequenceNumber(place, 3);
    expect(batchRecord(facts)).toBe(
      JSON.stringify({ ...printed, DDBStreamBatchInfo: { ...printed.DDBStreamBatchInfo, shardId: shardId(place), startSequenceNumber: record, endSequenceNumber: record } }),
    );
    expect(shardId(place).slice(0, -8)).toBe('shardId-00000001573689847184-');
  });

  test('DDB-09 names a version or an alias, and $LATEST by nothing', () => {
    const functions = { myfunction: { ...guide().functions.myfunction, versions: { '1': {} }, aliases: { live: { FunctionVersion: '1' } } } };
    const arnOf = (qualifier: string) => {
      const [record] = bodies(guide({ qualifier }, { functions }));
      return [record!['requestContext'].functionArn.split(':function:')[1], record!['responseContext'].executedVersion];
    };
    expect(['$LATEST', '1', 'live'].map(arnOf)).toEqual([
      ['myfunction', '$LATEST'],
      ['myfunction:1', '1'],
      ['myfunction:live', '1'],
    ]);
  });

  test('DDB-19 counts the retries and the first attempt', () => {
    const count = (MaximumRetryAttempts: number) => bodies(guide({ MaximumRetryAttempts }))[0]!['requestContext'].approximateInvokeCount as number;
    expect([0, 1, 3].map(count)).toEqual([1, 2, 4]);
  });

  test('DDB-20 of records that grew too old has no responseContext, and counts 1 if they were never executed', () => {
    const stopped = { functions: { myfunction: { ReservedConcurrentExecutions: 0 } } };
    const [record] = bodies(guide({ MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: 60 }, stopped));
    expect(record!['requestContext']).toMatchObject({ condition: 'RecordAgeExceeded', approximateInvokeCount: 1 });
    expect(Object.keys(record!)).toEqual(['requestContext', 'version', 'timestamp', 'DDBStreamBatchInfo']);
  });

  test('DDB-18 of items that a function named has no error, and the key all the same', () => {
    const [record] = bodies(guide({ FunctionResponseTypes: ['ReportBatchItemFailures'] }));
    expect(record!['responseContext']).toEqual({ statusCode: 200, executedVersion: '$LATEST', functionError: null });
  });

  test('names the first and the last record that are discarded, after those that were not', () => {
    const writes = [{ arrivals: { burst: { count: 6 } }, poison: [2] }];
    const [record] = bodies(guide({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, { streams: { mytable: { writes } } }));
    const { startSequenceNumber: start, endSequenceNumber: end, batchSize } = record!['DDBStreamBatchInfo'] as { startSequenceNumber: string; endSequenceNumber: string; batchSize: number };
    expect(batchSize).toBe(4);
    expect(start < end && start.length === end.length).toBe(true);
  });

  test('of Kinesis says so, with milliseconds', () => {
    const [record] = bodies(guide({}, { streams: { mytable: { ...guide().streams.mytable, type: 'Kinesis' } } }));
    const { KinesisBatchInfo: info } = record! as { KinesisBatchInfo: Record<string, string> };
    expect(Object.keys(record!)).toEqual(['requestContext', 'responseContext', 'version', 'timestamp', 'KinesisBatchInfo']);
    expect(Object.keys(info)).toEqual(Object.keys(printed.DDBStreamBatchInfo));
    expect(info).toMatchObject({
      shardId: 'shardId-000000000000',
      startSequenceNumber: expect.stringMatching(/^49\d{54}$/),
      approximateArrivalOfFirstRecord: '2019-11-14T00:13:19.000Z',
      streamArn: 'arn:aws:kinesis:us-east-2:123456789012:stream/mytable',
    });
  });

  test('DDB-10 in a bucket has the event as text beside it, under a key by mapping and shard; elsewhere it has none', () => {
    const toBucket = guide({}, { destinations: { failed: { type: 'S3' } }, streams: { mytable: { writes: [{ arrivals: { burst: { count: 2 } }, poison: [0], from: '552.612s', recordBytes: 700 }] } } });
    const [record] = sent(toBucket);
    const { payload, DDBStreamBatchInfo: info } = JSON.parse(record!.body) as { payload: string; DDBStreamBatchInfo: Record<string, string> };
    expect(record!.key).toMatch(new RegExp(`^aws/lambda/[0-9a-f-]{36}/${info['shardId']!}/2019/11/14/2019-11-14T00\\.13\\.49-[0-9a-f-]{36}$`));
    const { Records: records } = JSON.parse(payload) as { Records: Record<string, any>[] };
    expect(records).toHaveLength(2);
    expect(Object.keys(records[0]!)).toEqual(['eventID', 'eventName', 'eventVersion', 'eventSource', 'awsRegion', 'dynamodb', 'eventSourceARN']);
    expect(records[0]!['dynamodb']).toMatchObject({ ApproximateCreationDateTime: 1573690399, SequenceNumber: info['startSequenceNumber'], SizeBytes: 700 });
    expect(records[1]!['dynamodb'].SequenceNumber).toBe(info['endSequenceNumber']);
    expect(records.map((one) => JSON.stringify(one).length)).toEqual([700, 700]);
    expect(JSON.parse(sent(guide())[0]!.body)).not.toHaveProperty('payload');
    expect(sent(guide())[0]).not.toHaveProperty('key');
  });

  test('one that is not delivered is told as well, and nothing is sent without a destination', () => {
    const [record] = sent(guide({}, { destinations: { failed: { type: 'SQS', permission: false } } }));
    expect(record).toMatchObject({ mapping: 'm', batch: 0, function: 'myfunction', destination: 'failed', type: 'SQS', delivered: false, condition: 'RetryAttemptsExhausted' });
    expect(sent(guide({ DestinationConfig: {} }))).toEqual([]);
  });

  test('are as many as the mapping says were captured', () => {
    const writes = [{ arrivals: { poisson: { rate: '2/s' } }, poisonRate: 0.05 }];
    const functions = { myfunction: { behaviour: { duration: { constant: '50ms' } } } };
    const scenario = scenarioOf(guide({ MaximumRetryAttempts: 2, BisectBatchOnFunctionError: true, MaximumRecordAgeInSeconds: 60 }, { streams: { mytable: { ShardCount: 3, writes } }, functions }));
    const run = startRun(compileModel(scenario), { trace: true });
    while (run.advance(100_000)) continue;
    const records = [...run.sentBatches()];
    const sizes = records.map(({ body }) => (JSON.parse(body) as { DDBStreamBatchInfo: { batchSize: number } }).DDBStreamBatchInfo.batchSize);
    expect(records.length).toBeGreaterThan(20);
    expect(records.length).toBe(run.result().destinations['failed']?.received);
    const discarded = run.result().eventSourceMappings?.['m'];
    expect(discarded?.source === 'stream' ? discarded.discarded.captured : null).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(records.map(({ t }) => t)).toEqual(records.map(({ t }) => t).sort((one, other) => one - other));
  });
});

describe('sequence numbers', () => {
  test.each(['DynamoDB', 'Kinesis'] as const)('of %s have one length and rise with the records of a shard', (type) => {
    const place: ShardPlace = { type, shard: 3, mark: 0xfedcba98, since: 0 };
    const numbers = Array.from({ length: 5000 }, (_, record) => sequenceNumber(place, record * record));
    expect(new Set(numbers.map((number) => number.length)).size).toBe(1);
    for (const [index, number] of numbers.entries()) expect(index === 0 || number > numbers[index - 1]!).toBe(true);
    expect(numbers[0]).toMatch(/^\d+$/);
  });
});
