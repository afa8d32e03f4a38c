import { sequenceNumber, shardId, type ShardPlace, type StreamType } from './streamPlaces.ts';
import { isoMilliseconds, isoSeconds } from './timestamp.ts';

/** Why records of a stream are discarded, in AWS's words. [DDB-09, DDB-20] */
export type BatchCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** All that is known of a batch that is discarded: from it follows the record that its destination gets. */
export interface BatchFacts {
  requestId: string;
  /** Without a qualifier for $LATEST, with one for a version or an alias. [DDB-09] */
  functionArn: string;
  condition: BatchCondition;
  /** [DDB-19, DDB-20] */
  approximateInvokeCount: number;
  /** What executed it, and how it failed: null where the function did not fail but named the items that did. [DDB-18] */
  executedVersion: string;
  functionError: 'Unhandled' | 'Handled' | null;
  /** Whole microseconds since 1970, when it is sent. */
  instant: number;
  place: ShardPlace;
  streamArn: string;
  /** Of the records that are discarded: their numbers in the shard, and when the first and the last were written, as above. */
  firstRecord: number;
  lastRecord: number;
  firstArrival: number;
  lastArrival: number;
  batchSize: number;
}

/**
 * The record that a destination receives of a discarded batch, as JSON with its keys in AWS's order: which records they
 * were, and not the records. A bucket gets them as well: `payload` is the event as text. [DDB-09, DDB-10]
 */
export function batchRecord(facts: BatchFacts, payload: string | null = null): string {
  const { requestId, functionArn, condition, approximateInvokeCount, executedVersion, functionError, instant, place } = facts;
  return JSON.stringify({
    requestContext: { requestId, functionArn, condition, approximateInvokeCount },
    // Records that grew too old are nobody's failure. [DDB-20]
    ...(condition === 'RecordAgeExceeded' ? {} : { responseContext: { statusCode: 200, executedVersion, functionError } }),
    version: '1.0',
    timestamp: isoMilliseconds(instant),
    [infoKeys[place.type]]: batchInfo(facts),
    ...(payload === null ? {} : { payload }),
  });
}

const infoKeys: Readonly<Record<StreamType, string>> = { DynamoDB: 'DDBStreamBatchInfo', Kinesis: 'KinesisBatchInfo' };

function batchInfo({ place, firstRecord, lastRecord, firstArrival, lastArrival, batchSize, streamArn }: BatchFacts): Record<string, unknown> {
  const time = place.type === 'DynamoDB' ? isoSeconds : isoMilliseconds;
  return {
    shardId: shardId(place),
    startSequenceNumber: sequenceNumber(place, firstRecord),
    endSequenceNumber: sequenceNumber(place, lastRecord),
    approximateArrivalOfFirstRecord: time(firstArrival),
    approximateArrivalOfLastRecord: time(lastArrival),
    batchSize,
    streamArn,
  };
}
