import type { Time } from '../kernel/time.ts';
import { batchVerdict, type BatchVerdict } from './batchResponse.ts';
import { BatchStep, type TracedAnswer } from './batchTrace.ts';
import { Flag } from './eventTable.ts';
import { Admission, Execution, type Caller } from './lambdaFunction.ts';
import type { RecordLog } from './recordLog.ts';
import { failedBatchWait, firstHalf, invokeCountOfTooOld, isTooOld, largestEvent, refusedBatchWait, retriesAreSpent } from './rules.ts';
import { LaneClock, LaneState, type ShardCounts } from './shardCounts.ts';
import type { StreamMapping } from './streamMapping.ts';

/**
 * One of the batches that a mapping processes at once of one shard: records in order, one batch after the other. [DDB-24]
 *
 *   polled ─> gathering [DDB-23] ─> batch ─> too old? ─> dispatched ──> running ─> succeeded ─> the next batch
 *                                     ^   discarded       │ refused:      │ failed
 *                                     │   [DDB-32]        │ wait, no      ├─ partly: done up to there, the rest is a new batch [DDB-17]
 *                                     │                   │ retry spent   ├─ several records: split in two, one after the other [DDB-04]
 *                                     │                   │ [DDB-02]      ├─ retries spent: discarded ─> on failure [DDB-05]
 *                                     └───────────────────┴───────────────┴─ wait [DDB-21]
 *
 * Nothing behind a batch moves before it has left: a poison record blocks its lane. [DDB-06]
 */
export class StreamLane {
  readonly clock: LaneClock;
  private readonly mapping: StreamMapping;
  /** Its place among the mapping's lanes. */
  private readonly place: number;
  private readonly shard: number;
  private readonly log: RecordLog;
  private readonly counts: ShardCounts;
  private readonly caller: Caller;

  // Polled records that have not left yet, in order.
  private ring = new Float64Array(64);
  private head = 0;
  private count = 0;

  /** Records of the batch in progress, the first ones of the ring; 0: there is none. */
  private size = 0;
  /** What is left of batches that were split, the next one last. */
  private readonly pending: { size: number; parent: number }[] = [];
  private isPart = false;
  private failures = 0;
  private executions = 0;
  private refusals = 0;
  /** The place in the running batch of the first record that its function will report, -1 for none. */
  private reports = -1;
  private isRunning = false;
  private windowEnds: Time = -1;
  private wakesAt: Time = -1;
  private firstDispatch: Time = -1;
  /** Of the execution in progress. */
  private dispatchedAt: Time = -1;
  private isTroubled = false;
  private dispatches = 0;
  private discards = 0;
  /** The batch in progress as the trace knows it. */
  private traced = -1;

  constructor(mapping: StreamMapping, place: number, shard: number, log: RecordLog, counts: ShardCounts, caller: Caller) {
    this.mapping = mapping;
    this.place = place;
    this.shard = shard;
    this.log = log;
    this.counts = counts;
    this.caller = caller;
    this.clock = new LaneClock(counts);
  }

  /** A record was polled and passed the filters. */
  push(record: number): void {
    if (this.count === this.ring.length) this.grow();
    this.ring[(this.head + this.count++) & (this.ring.length - 1)] = record;
  }

  /** Records were pushed. */
  recordsCame(): void {
    if (this.size === 0) this.work();
  }

  /** Something it waited for may be due. */
  wake(): void {
    if (this.wakesAt !== this.mapping.now) return;
    this.wakesAt = -1;
    this.work();
  }

  /** The first record that has not left; Infinity for none. */
  oldest(): number {
    return this.count === 0 ? Infinity : this.recordAt(0);
  }

  /** Records that have not left and are not being processed. */
  waiting(): number {
    return this.isRunning ? this.count - this.size : this.count;
  }

  /** For how long the batch in progress blocks its lane, if it failed or was refused. */
  blockedFor(now: Time): Time {
    return this.isTroubled ? now - this.firstDispatch : 0;
  }

  ended(execution: Execution): void {
    const { counts, mapping, size } = this;
    this.isRunning = false;
    this.executions++;
    counts.inFlight -= size;
    const verdict = this.verdict(execution);
    if (verdict === 'all') {
      this.trace(BatchStep.succeeded, size);
      counts.delivered += size;
      this.leave(size);
    } else {
      this.isTroubled = true;
      counts.failedInvocations++;
      counts.failedInvoked += size;
      const partly = typeof verdict === 'number';
      this.trace(partly ? BatchStep.partlyFailed : BatchStep.failed, partly ? verdict : 0);
      if (partly && verdict > 0) this.goOnAt(verdict);
      else if (mapping.model.bisects && size > 1) this.split();
      else {
        this.failures++;
        if (!retriesAreSpent(this.failures, mapping.model.maximumRetryAttempts)) {
          this.wait(failedBatchWait(this.failures, mapping.now - this.dispatchedAt, mapping.retry), this.isPart ? LaneState.bisecting : LaneState.retrying);
          return;
        }
        this.discard(size, 'RetryAttemptsExhausted', this.executions, execution !== Execution.succeeded);
      }
    }
    this.work();
  }

  /** Does what can be done now, until a batch runs or there is nothing to do before something happens. */
  private work(): void {
    while (this.size > 0 || this.take()) {
      this.dropTooOld();
      if (this.size === 0) continue;
      this.dispatch();
      return;
    }
  }

  /** What the function's answer says of the batch: done, done up to a place, or not. [DDB-17] */
  private verdict(execution: Execution): BatchVerdict {
    const { response } = this.mapping;
    if (execution !== Execution.succeeded) return 'none';
    if (this.reports >= 0) return this.reports;
    return response === null ? 'all' : batchVerdict(response, () => -1);
  }

  /** The next batch: the rest of one that was split, or as many records as are to go together now; false if none is. [DDB-23] */
  private take(): boolean {
    const { mapping } = this;
    const { now, model } = mapping;
    const rest = this.pending.pop();
    if (rest !== undefined) {
      this.begin(rest.size, rest.parent);
      return true;
    }
    if (this.isTroubled) this.counts.longestBlock = Math.max(this.counts.longestBlock, this.blockedFor(now));
    this.isTroubled = false;
    this.isPart = false;
    if (this.count === 0 || !mapping.isReading) {
      this.clock.change(now, LaneState.idle);
      return false;
    }
    const ready = this.ready();
    const isFull = ready === model.batchSize || ready < this.count;
    if (!isFull && model.window > 0 && this.windowEnds < 0) {
      this.windowEnds = now + model.window;
      this.wakeAt(this.windowEnds);
    }
    if (!isFull && model.window > 0 && now < this.windowEnds) {
      this.clock.change(now, LaneState.gathering);
      return false;
    }
    this.windowEnds = -1;
    this.wakesAt = -1;
    this.firstDispatch = now;
    this.begin(ready, -1);
    return true;
  }

  /** How many of the records that are there go into one event. */
  private ready(): number {
    const most = Math.min(this.count, this.mapping.model.batchSize);
    let bytes = 0;
    for (let place = 0; place < most; place++) {
      bytes += this.log.bytesOf(this.recordAt(place));
      if (bytes > largestEvent && place > 0) return place;
    }
    return most;
  }

  /** A new batch, with a budget of its own. [DDB-15, DDB-30] */
  private begin(size: number, parent: number): void {
    this.size = size;
    this.failures = 0;
    this.executions = 0;
    this.refusals = 0;
    const { trace, now } = this.mapping;
    if (trace === null) return;
    const records = Array.from({ length: size }, (_, place) => this.recordAt(place));
    this.traced = trace.begin({
      mapping: this.mapping.place,
      shard: this.shard,
      lane: this.place % this.mapping.model.parallelizationFactor,
      parent,
      records,
      keys: records.map((record) => this.log.keyOf(record)),
      bytes: records.map((record) => this.log.bytesOf(record)),
      written: records.map((record) => this.log.writtenAt(record)),
      poison: records.map((record) => this.log.isPoison(record)),
      at: now,
    });
    this.trace(BatchStep.formed, size);
  }

  /** What is too old leaves first: dropped by the stream, or discarded together. [DDB-07, DDB-32] */
  private dropTooOld(): void {
    const { counts, mapping, log } = this;
    const { now, retention } = mapping;
    const tooOld = (maximumAge: Time): number => {
      let place = 0;
      while (place < this.size && isTooOld(now, log.writtenAt(this.recordAt(place)), maximumAge)) place++;
      return place;
    };
    const expired = tooOld(retention);
    if (expired > 0) {
      counts.expired += expired;
      this.trace(BatchStep.expired, expired);
      this.leave(expired);
    }
    const exceeded = tooOld(mapping.model.maximumRecordAge);
    if (exceeded > 0) this.discard(exceeded, 'RecordAgeExceeded', invokeCountOfTooOld(this.executions), false);
    if (expired + exceeded > 0 && this.size > 0) this.begin(this.size, this.traced);
  }

  private dispatch(): void {
    const { mapping, counts, caller } = this;
    const { now, model } = mapping;
    const first = this.firstPoison();
    this.reports = model.reportsItemFailures ? first : -1;
    const isPoison = first >= 0 && !model.reportsItemFailures;
    caller.extra = model.durationPerItem * this.size;
    const admission = mapping.function.tryInvoke(this.place, (isPoison ? Flag.poison : 0) | (this.failures > 0 ? 1 : 0), this.dispatches++, caller);
    if (admission === Admission.admitted) {
      this.isRunning = true;
      this.dispatchedAt = now;
      this.refusals = 0;
      counts.invocations++;
      counts.invoked += this.size;
      counts.inFlight += this.size;
      if (this.failures > 0) mapping.metrics.retries++;
      mapping.sent(counts, now - this.log.writtenAt(this.recordAt(this.size - 1)));
      this.clock.change(now, this.isPart ? LaneState.bisecting : LaneState.processing);
      this.trace(BatchStep.invoked, this.size);
      return;
    }
    this.isTroubled = true;
    if (admission === Admission.throttled) {
      counts.throttles++;
      mapping.metrics.dispatchedByMapping('throttled');
      this.trace(BatchStep.throttled, this.size);
    } else {
      // A function that does not exist is no dispatch either; Lambda tries on.
      if (admission === Admission.systemError) mapping.metrics.dispatchedByMapping('systemError');
      this.trace(BatchStep.systemError, this.size);
    }
    this.wait(refusedBatchWait(++this.refusals, mapping.retry), LaneState.throttled);
  }

  /** The first poison record of the batch, as its function meets it; -1 for none. */
  private firstPoison(): number {
    if (this.mapping.now >= this.mapping.function.model.poisonUntil) return -1;
    for (let place = 0; place < this.size; place++) if (this.log.isPoison(this.recordAt(place))) return place;
    return -1;
  }

  /** The batch is done up to there; the rest is a new one. [DDB-16, DDB-17] */
  private goOnAt(place: number): void {
    this.counts.delivered += place;
    this.leave(place);
    this.begin(this.size, this.traced);
  }

  /** Splitting spends no retry. [DDB-04, DDB-15] */
  private split(): void {
    const first = firstHalf(this.size);
    this.counts.splits++;
    this.trace(BatchStep.split, first);
    this.pending.push({ size: this.size - first, parent: this.traced });
    this.isPart = true;
    this.begin(first, this.traced);
  }

  /** Gives up the first records of the batch, and tells the destination which they were. [DDB-05, DDB-10] */
  private discard(records: number, condition: StreamCondition, invokeCount: number, isFunctionError: boolean): void {
    const { counts, mapping } = this;
    counts.discarded[condition === 'RetryAttemptsExhausted' ? 0 : 1]! += records;
    this.trace(condition === 'RetryAttemptsExhausted' ? BatchStep.retriesExhausted : BatchStep.recordAgeExceeded, records);
    const sent = mapping.send(this.caller.stream, this.discards++);
    if (sent) counts.captured += records;
    else counts.gone += records;
    if (mapping.hasDestination) {
      this.trace(sent ? BatchStep.sentToDestination : BatchStep.deliveryFailed, records, { invokeCount, isFunctionError });
    }
    this.leave(records);
  }

  /** Waits, but not past the instant at which its first record is too old. */
  private wait(time: Time, state: LaneState): void {
    const { now, retention, model } = this.mapping;
    const tooOldAt = this.log.writtenAt(this.recordAt(0)) + Math.min(retention, model.maximumRecordAge);
    this.clock.change(now, state);
    this.wakeAt(Math.min(now + time, Math.max(now, tooOldAt)));
  }

  private wakeAt(at: Time): void {
    this.wakesAt = at;
    this.mapping.wakeLane(at, this.place);
  }

  private leave(records: number): void {
    this.head = (this.head + records) & (this.ring.length - 1);
    this.count -= records;
    this.size -= records;
  }

  private recordAt(place: number): number {
    return this.ring[(this.head + place) & (this.ring.length - 1)]!;
  }

  private trace(step: BatchStep, records: number, answer?: TracedAnswer): void {
    this.mapping.trace?.add(this.traced, this.mapping.now, step, records, answer);
  }

  private grow(): void {
    const ring = new Float64Array(this.ring.length * 2);
    for (let place = 0; place < this.count; place++) ring[place] = this.recordAt(place);
    this.ring = ring;
    this.head = 0;
  }
}

/** Why a stream's records are discarded, as their record names it. [DDB-09] */
export type StreamCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
