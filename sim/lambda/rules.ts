/**
 * Every wait, limit and precedence of Lambda's asynchronous invocation, written once, as pure functions.
 * The sentence behind each id, its source and its grade stand in docs/clauses.md.
 */
import ln from '@stdlib/math-base-special-ln';
import { millisecond, minute, second, type Duration, type Time } from '../kernel/time.ts';
import type { AssumptionsModel, DestinationModel } from '../model/model.ts';

/** Wait after the n-th failed execution, from its end: one minute, then two. [RTY-01, RTY-06] */
export const functionErrorWait = (failures: number): Duration => failures * minute;

/** Wait after the k-th refused dispatch in a row: 1 s, doubling, at most 5 minutes. [THR-01, THR-05] */
export const throttleWait = (refusals: number): Duration =>
  refusals > 9 ? 5 * minute : Math.min(second * (1 << (refusals - 1)), 5 * minute);

/** A wait as it really passes: up to `jitter` shorter or longer, evenly. `luck` is uniform on (0, 1). [RTY-05, THR-05] */
export const jittered = (wait: Duration, jitter: number, luck: number): Duration =>
  Math.round(wait * (1 - jitter + 2 * jitter * luck));

/** A backed-up queue stretches the throttle wait, if one assumes so. [POL-02, POL-07] */
export const backlogStretched = (wait: Duration, backlog: number, factor: number, threshold: number): Duration =>
  Math.round(wait * (1 + (factor * ln(1 + backlog / threshold)) / ln(10)));

/** The instant at which an event that still waits is discarded; the clock starts at acceptance. [AGE-01, AGE-11, AGE-13] */
export const ageLimit = (accepted: Time, maximumAge: Duration): Time => accepted + maximumAge;

/** An attempt at or after the age limit is never made. [AGE-08] */
export const reachesAgeLimit = (next: Time, limit: Time): boolean => next >= limit;

/** Function errors are retried until the budget is spent; throttles and system errors never touch it. [RTY-02, ERR-02] */
export const retriesAreSpent = (failures: number, maximumRetryAttempts: number): boolean => failures > maximumRetryAttempts;

/**
 * While reserved concurrency is 0, events are discarded at their dispatch, without a retry: those accepted since then, and
 * by assumption also those that were queued before. [ZRC-01, ZRC-05]
 */
export const isStoppedByZeroReserved = (accepted: Time, zeroSince: Time, appliesToQueued: boolean): boolean =>
  appliesToQueued || accepted >= zeroSince;

/** Executions that returned, as the invocation record counts them; a delivered event always says 1. [DST-08] */
export const approximateInvokeCount = (delivered: boolean, failures: number): number => (delivered ? 1 : failures);

/** On time is up to the target and the target itself. */
export const isOnTime = (delay: Duration, target: Duration): boolean => delay <= target;

/** The unreserved pool never shrinks below this much by reservations. [CON-02] */
export const alwaysUnreserved = 100;

/** Provisioned concurrency serves once all of it is allocated: that begins after a minute or two and makes 6,000 a minute. [CON-08] */
export const provisionedUsableFrom = (requestedAt: Time, environments: number): Time =>
  requestedAt + 90 * second + environments * 10 * millisecond;

/** Beyond ten requests a second for each of them, provisioned environments spill over as well. [CON-06] */
export const provisionedRequestsPerSecond = (environments: number): number => 10 * environments;

/** A chain may invoke a function 16 times; the next one is dropped. [DST-21, DST-22] */
export const isRecursiveLoop = (invocationsInChain: number): boolean => invocationsInChain > 16;

/** An environment that was idle for its expiry, or longer, is gone. [ENV-05] */
export const isReclaimed = (now: Time, expires: Time): boolean => now >= expires;

// What is billed. The prices stand in sim/cost.

/** Every execution is billed for its whole time, a cold start's initialisation included, in milliseconds begun. [PRC-06, ENV-10] */
export const billedMilliseconds = (time: Duration): number => Math.ceil(time / millisecond);

/** A payload beyond 256 KB is another request for each 64 KB begun. [PRC-02] */
export const extraRequests = (payloadBytes: number): number =>
  payloadBytes <= largestInOneRequest ? 0 : Math.ceil((payloadBytes - largestInOneRequest) / billedChunkBytes);

const largestInOneRequest = 262_144;

/** SQS, SNS and EventBridge bill a message once for each so many bytes begun. [PRC-04, PRC-05] */
export const billedChunkBytes = 65_536;

/** What a destination's service bills for one message: chunks of it; one object of S3; nothing of Lambda, which bills what it runs. [DST-16, PRC-04, PRC-05] */
export function billedUnits(type: DestinationModel['type'], bytes: number): number {
  if (type === 'Lambda') return 0;
  return type === 'S3' ? 1 : Math.max(1, Math.ceil(bytes / billedChunkBytes));
}

// The adaptive reader: how fast Lambda reads its queue while the function refuses. [POL-01, POL-06]

/** Reading slows down when most of an interval's dispatches were refused. */
export const isMostlyRefused = (refusals: number, dispatches: number): boolean => 2 * refusals > dispatches;

/** Reads per second after an interval of refusals: a tenth less, never fewer than were admitted, never below one. */
export const slowerReadRate = (readRate: number, admissions: number): number => Math.max(1, admissions, 0.9 * readRate);

/** Reads per second after an interval without a majority of refusals. */
export const fasterReadRate = (readRate: number): number => 1.1 * readRate + 1;

/** From one read to the next, at a rate in reads per second. */
export const readGap = (readRate: number): Duration => Math.max(1, Math.round(second / readRate));

// Event source mappings: streams and queues that are read in batches.

/** Wait before the n-th further invocation in a row, after a function error or a throttle. [DDB-21, SQS-05] */
export function eventSourceWait(times: number, { base, factor, cap }: AssumptionsModel['eventSourceRetry']): Duration {
  let wait = base;
  for (let time = 1; time < times && wait < cap; time++) wait *= factor;
  return Math.round(Math.min(wait, cap));
}

/** The same after a throttle or a system error: at least a millisecond, so that time goes on while everything is refused. [DDB-21, SQS-05] */
export const refusedBatchWait = (refusals: number, retry: AssumptionsModel['eventSourceRetry']): Duration => Math.max(millisecond, eventSourceWait(refusals, retry));

/** The same after an execution that failed: time also goes on where it took none. [DDB-21] */
export const failedBatchWait = (failures: number, took: Duration, retry: AssumptionsModel['eventSourceRetry']): Duration =>
  took === 0 ? refusedBatchWait(failures, retry) : eventSourceWait(failures, retry);

/** A failed batch of several records splits: so many go first, the rest after them. [DDB-15] */
export const firstHalf = (records: number): number => Math.ceil(records / 2);

/** A record as old as this is discarded, or no longer in its stream. [DDB-07, DDB-32] */
export const isTooOld = (now: Time, written: Time, maximumAge: Duration): boolean => now - written >= maximumAge;

/** Executions and the discarding itself, as captures count them: 1 for a batch that was never invoked. [DDB-20] */
export const invokeCountOfTooOld = (executions: number): number => executions + 1;

/** An asked shard gives at most so many records, and at most so many bytes. [DDB-23] */
export const mostRecordsAPoll = 1000;
export const mostBytesAPoll = 1_048_576;

/** An event of a batch is never larger. [DDB-23, SQS-01] */
export const largestEvent = 6 * 1_048_576;

/** A queue is first read by so many batches at once. [SQS-04] */
export const firstBatches = 5;

/** While messages wait, one batch more at once after each so long: 300 a minute. [SQS-04] */
export const anotherBatchEvery: Duration = minute / 300;

/** After failed batches a mapping still processes so many at once. [SQS-04, SQS-05] */
export const fewestBatches = 2;

/** At the next receipt a message goes to the dead-letter queue instead. [SQS-03] */
export const isReceivedTooOften = (receiveCount: number, maximum: number): boolean => receiveCount >= maximum;
