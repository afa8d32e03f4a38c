/**
 * What a run says, as plain data: the numbers of one replication, minute by minute and in total.
 *
 * Everything here can be cloned to another thread, written to a file or compared byte for byte.
 * The words are those of docs/glossary.md; the metric names are CloudWatch's own.
 */

import { conditions } from '../records/facts.ts';
import type { QueueMappingResult, QueueMappingSeries, QueueResult, QueueSeries, StreamMappingResult, StreamMappingSeries, StreamResult } from './eventSourceResult.ts';

export { conditions };
export { queueColumns, queueMappingColumns, shardColumns } from './eventSourceResult.ts';
export type { QueueMappingResult, QueueMappingSeries, QueueResult, QueueSeries, ShardSeries, StreamMappingResult, StreamMappingSeries, StreamResult } from './eventSourceResult.ts';
/** Why an event was discarded; AWS's own condition strings. [DST-07] */
export type Condition = (typeof conditions)[number];

/** What took a discarded event: one of the two, or both. [DST-15] */
export const captures = ['deadLetterQueue', 'onFailure', 'both'] as const;
export type Capture = (typeof captures)[number];

/** Why an accepted event is waiting. Under `fifo` the whole queue is unread. */
export const waitingReasons = ['unread', 'throttleBackoff', 'functionErrorWait'] as const;
export type WaitingReason = (typeof waitingReasons)[number];

/** Seconds over delivered events; null where nothing was delivered. Quantiles are nearest-rank and never interpolated. */
export interface TimeSummary {
  mean: number | null;
  p50: number | null;
  p90: number | null;
  p98: number | null;
  p99: number | null;
  p99_5: number | null;
  max: number | null;
}

/**
 * What AWS bills of a function, before prices. Executions count when they are admitted and then as a whole, so those that run on
 * beyond the end are in; refused dispatches are free. A second delivery of an event is billed like any other, and as a retry
 * only where its own earlier execution failed. [PRC-06, THR-07]
 */
export interface Billed {
  /** Executions: the first of each event, retries and second deliveries. */
  requests: number;
  /** Requests more for large payloads, once for each accepted event. [PRC-02] */
  extraRequests: number;
  /** Time of executions in ordinary environments, each rounded up; a cold start's initialisation is part of it. */
  milliseconds: number;
  /** The same in provisioned environments, which are initialised already. [PRC-03] */
  provisionedMilliseconds: number;
  /** The part of `requests` that are retries: executions after one that failed. */
  retryRequests: number;
  /** Their part of `milliseconds`. */
  retryMilliseconds: number;
  /** Their part of `provisionedMilliseconds`. */
  retryProvisionedMilliseconds: number;
}

/** One function's totals. `received = delivered.total + discarded.total + lost + waiting.total + running`, always. */
export interface FunctionResult {
  received: number;
  rejected: number;
  delivered: { total: number; onTime: number; delayed: number; afterRetry: number };
  discarded: { total: number; byCondition: Record<Condition, number>; captured: number; capturedBy: Record<Capture, number>; gone: number };
  lost: number;
  waiting: { total: number; delayed: number; byReason: Record<WaitingReason, number> };
  running: number;
  /** Extra executions of events that the queue delivered twice; never a second event. [DUP-01] */
  duplicates: number;
  /** Acceptance to the start of the successful handler. */
  delaySeconds: TimeSummary;
  /** Acceptance to the end of the successful handler. */
  latencySeconds: TimeSummary;
  metrics: {
    Invocations: number;
    Errors: number;
    Throttles: number;
    AsyncEventsReceived: number;
    AsyncEventsDropped: number;
    DeadLetterErrors: number;
    DestinationDeliveryFailures: number;
    ColdStarts: number;
    RecursiveInvocationsDropped: number;
    ProvisionedConcurrencyInvocations: number;
    ProvisionedConcurrencySpilloverInvocations: number;
    ConcurrentExecutions: { mean: number; max: number };
    /** Milliseconds from a handler's start to its end, initialisation apart; null where none has ended. [MET-05] */
    Duration: { mean: number | null; max: number | null };
    /** Of a version or alias with provisioned concurrency; 0 for any other. [MET-13] */
    ProvisionedConcurrentExecutions: { max: number };
    ProvisionedConcurrencyUtilization: { max: number };
  };
  billed: Billed;
}

/** What CloudWatch knows of the account's concurrency in the Region: the most at any time. */
export interface AccountResult {
  /** Of all functions. [MET-11] */
  ConcurrentExecutions: { max: number };
  /** Of functions without a reservation, outside provisioned environments. [MET-12] */
  UnreservedConcurrentExecutions: { max: number };
  /** The same, and all that is reserved and provisioned, whether used or not: what counts towards the account's limit. [MET-14, CON-13] */
  ClaimedAccountConcurrency: { max: number };
}

export interface DestinationResult {
  received: number;
  failed: number;
  /** What its service bills of what it received: each message once for every 64 KB begun, each object, and nothing of a function. [PRC-04, PRC-05] */
  units: number;
}

/** The totals of one replication, or of the part of it that was simulated before it was stopped. */
export interface RunResult {
  /** Equal to the scenario's duration unless the run was stopped. */
  simulatedSeconds: number;
  /** Scheduled events the kernel handled. */
  steps: number;
  account: AccountResult;
  functions: Record<string, FunctionResult>;
  destinations: Record<string, DestinationResult>;
  /** Absent where the scenario has none, as are the next two. */
  streams?: Record<string, StreamResult>;
  queues?: Record<string, QueueResult>;
  eventSourceMappings?: Record<string, StreamMappingResult | QueueMappingResult>;
}

/**
 * The columns of the per-minute series, in the order of the CSV.
 *
 * CloudWatch's names are that minute's values: Sum for counters, Maximum for the …ConcurrentExecutions; AsyncEventAge in
 * milliseconds and null (NaN) in a minute without a dispatch. Invocations and Errors fall in the minute in which the
 * attempt was admitted. [MET-01]
 * `received` … `retries` are cumulative counts at the minute's end; `waiting…` and `running` are counts at that instant.
 */
export const seriesColumns = [
  'AsyncEventsReceived',
  'AsyncEventsDropped',
  'Invocations',
  'Errors',
  'Throttles',
  'DeadLetterErrors',
  'DestinationDeliveryFailures',
  'ConcurrentExecutions',
  'ColdStarts',
  'RecursiveInvocationsDropped',
  'ProvisionedConcurrencyInvocations',
  'ProvisionedConcurrencySpilloverInvocations',
  'ProvisionedConcurrentExecutions',
  'AsyncEventAgeAverage',
  'AsyncEventAgeP50',
  'AsyncEventAgeP90',
  'AsyncEventAgeP99',
  'AsyncEventAgeMaximum',
  'received',
  'rejected',
  'deliveredOnTime',
  'deliveredDelayed',
  'deliveredAfterRetry',
  'discardedRetriesExhausted',
  'discardedEventAgeExceeded',
  'discardedZeroReservedConcurrency',
  'discardedRecursiveInvocation',
  'discardedCaptured',
  'capturedByDeadLetterQueue',
  'capturedByOnFailure',
  'capturedByBoth',
  'discardedGone',
  'lost',
  'duplicates',
  'retries',
  'waitingUnread',
  'waitingThrottleBackoff',
  'waitingFunctionErrorWait',
  'waitingDelayed',
  'running',
] as const;
export type SeriesColumn = (typeof seriesColumns)[number];

/** One number a simulated minute. The last minute is shorter where the duration is no whole number of minutes. */
export type FunctionSeries = Record<SeriesColumn, Float64Array>;

/** Everything that is charted: rows are simulated minutes, so every array has `minutes.length` entries. */
export interface Series {
  /** Seconds from the scenario's start to the start of each row. */
  minutes: Float64Array;
  /** Seconds at which each row ends. */
  ends: Float64Array;
  functions: Record<string, FunctionSeries>;
  /** Cumulative counts at each row's end. */
  destinations: Record<string, { received: Float64Array; failed: Float64Array }>;
  /** Absent where the scenario has none, as is the next. */
  queues?: Record<string, QueueSeries>;
  eventSourceMappings?: Record<string, StreamMappingSeries | QueueMappingSeries>;
}

/** What happened to an event at one instant, and the clause that explains it. */
export const lifeLineSteps = [
  'accepted',
  'read',
  'queued',
  'throttled',
  'systemError',
  'admitted',
  'started',
  'failed',
  'timedOut',
  'functionNotFound',
  'succeeded',
  'dropped',
  'lost',
  'sentToDeadLetterQueue',
  'sentToDestination',
  'deliveryFailed',
  'duplicated',
] as const;
export type LifeLineStep = (typeof lifeLineSteps)[number];

/** One event's whole story; times in seconds from the scenario's start. One line of `--events`. */
export interface EventRecord {
  id: number;
  function: string;
  /** The id returned at acceptance, the same on every attempt and in everything that is sent. [ASY-05, CFG-09] */
  requestId: string;
  /** The X-Ray trace, which goes on to whatever the event's records invoke. [DST-23] */
  traceId: string;
  /** The event whose record invoked the function; absent for traffic. */
  sentBy?: number;
  acceptedAt: number;
  endedAt: number | null;
  outcome: 'delivered' | 'discarded' | 'lost' | 'waiting' | 'running';
  condition?: Condition;
  approximateInvokeCount?: number;
  lifeLine: { t: number; what: LifeLineStep; clause: string; copy?: true; coldStart?: true }[];
}

/** One thing that AWS sends when an event ends: an invocation record, or a dead letter. One line of `headroom records`. */
export interface SentRecord {
  /** When it arrives, or fails to, in seconds from the scenario's start. */
  t: number;
  event: number;
  function: string;
  destination: string;
  type: 'SQS' | 'SNS' | 'Lambda' | 'EventBridge' | 'S3';
  /** False: it never got there. */
  delivered: boolean;
  /** The event's outcome as records name it; for a dead letter, which does not say, its event's. [DST-07] */
  condition: Condition | 'Success';
  /** The record or message as AWS sends it, JSON text; for EventBridge the whole envelope. */
  body: string;
  /** A dead letter's message attributes. [DLQ-03] */
  attributes?: Record<string, string>;
  /** An S3 object's key. [DST-18] */
  key?: string;
  /** If asked for: the whole as its receiver sees it, JSON text. [DST-09] */
  message?: string;
}

/** What the destination of a mapping is sent when a batch of a stream is discarded. One line of `headroom records`, too. [DDB-09] */
export interface SentBatchRecord {
  /** As of `SentRecord`. */
  t: number;
  mapping: string;
  /** As `Run.batches()` numbers them. */
  batch: number;
  function: string;
  destination: string;
  type: 'SQS' | 'SNS' | 'S3';
  delivered: boolean;
  condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  body: string;
  key?: string;
  message?: string;
}
