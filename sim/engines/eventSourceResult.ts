import type { TimeSummary } from './result.ts';

/** Why records of a stream are discarded; AWS's own condition strings. [DDB-09, DDB-20] */
export const streamConditions = ['RetryAttemptsExhausted', 'RecordAgeExceeded'] as const;

/**
 * What became of the records of one shard, or of all shards, as one mapping reads them:
 * `written = skipped + filtered + delivered + discarded.total + expired + waiting + inFlight`, always.
 */
export interface ShardResult {
  written: number;
  /** Written before the mapping's starting position. */
  skipped: number;
  /** Did not pass the filters. */
  filtered: number;
  delivered: number;
  /** `captured`: a destination took the record that says which they were. */
  discarded: { total: number; byCondition: Record<(typeof streamConditions)[number], number>; captured: number; gone: number };
  /** Dropped by the stream itself, at the end of its retention; no destination hears of them. */
  expired: number;
  waiting: number;
  inFlight: number;
}

/** What a mapping of a stream did. */
export interface StreamMappingResult extends ShardResult {
  source: 'stream';
  invocations: number;
  /** Those that ended with a function error, a timeout, or a response that names failed items. */
  failedInvocations: number;
  /** How often a failed batch was split in two. [DDB-04] */
  splits: number;
  /** Dispatches answered with 429, which spend no retry. [DDB-02] */
  throttles: number;
  /** The longest time that a batch which failed or was refused kept its lane from going on; one that still does counts. */
  longestBlockSeconds: number;
  /** Of every batch sent, the age of its last record. [MET-16] */
  iteratorAgeSeconds: TimeSummary;
  metrics: {
    PolledEventCount: number;
    FilteredOutEventCount: number;
    InvokedEventCount: number;
    FailedInvokeEventCount: number;
    DroppedEventCount: number;
    OnFailureDestinationDeliveredEventCount: number;
  };
  shards: ShardResult[];
}

/** What a mapping of a queue did. */
export interface QueueMappingResult {
  source: 'queue';
  /** Messages that were processed and deleted. */
  delivered: number;
  filtered: number;
  inFlight: number;
  invocations: number;
  failedInvocations: number;
  throttles: number;
  /** Batches that were refused until their messages came back to the queue. [SQS-05] */
  givenUp: number;
  /** From when a message was first sent until it was processed. */
  latencySeconds: TimeSummary;
  metrics: { PolledEventCount: number; FilteredOutEventCount: number; InvokedEventCount: number; FailedInvokeEventCount: number; DeletedEventCount: number };
}

/** `sent = deleted + redriven + expired + visible + delayed + hidden`, always. */
export interface QueueResult {
  sent: number;
  /** Messages received, each time that they were. */
  received: number;
  deleted: number;
  /** Moved to the dead-letter queue. [SQS-03] */
  redriven: number;
  /** The part of `redriven` that was poison: nothing was wrong with the rest. */
  redrivenPoison: number;
  /** Deleted by SQS at the end of the retention period. */
  expired: number;
  visible: number;
  delayed: number;
  hidden: number;
}

export interface StreamResult {
  written: number;
}

/**
 * The columns of one shard's series, or of all shards together. `written` … `gone` are cumulative counts at the minute's end,
 * `waiting` and `inFlight` counts at that instant; `IteratorAge` is the minute's maximum in milliseconds, `oldestAge` the age in
 * seconds of the oldest record that has not left, both NaN where there is none. `idle` … `throttled` are the seconds of the
 * minute that the shard's lanes spent so.
 */
export const shardColumns = [
  'written',
  'skipped',
  'filtered',
  'delivered',
  'retryAttemptsExhausted',
  'recordAgeExceeded',
  'expired',
  'captured',
  'gone',
  'waiting',
  'inFlight',
  'IteratorAge',
  'oldestAge',
  'idle',
  'gathering',
  'processing',
  'retrying',
  'bisecting',
  'throttled',
] as const;
export type ShardSeries = Record<(typeof shardColumns)[number], Float64Array>;

export interface StreamMappingSeries {
  source: 'stream';
  total: ShardSeries;
  /** Of the first hundred shards. */
  shards: ShardSeries[];
}

/** Cumulative counts at the minute's end; `visible`, `delayed`, `hidden` at that instant; `oldestAge` in seconds, NaN for none. */
export const queueColumns = ['sent', 'received', 'deleted', 'redriven', 'expired', 'visible', 'delayed', 'hidden'] as const;
export type QueueSeries = Record<(typeof queueColumns)[number], Float64Array>;

/** Cumulative counts at the minute's end. */
export const queueMappingColumns = ['delivered', 'filtered', 'invocations', 'failedInvocations', 'throttles', 'inFlight'] as const;
export type QueueMappingSeries = { source: 'queue' } & Record<(typeof queueMappingColumns)[number], Float64Array>;

/** How many shards have a series of their own. */
export const mostShardSeries = 100;
