import { assert } from '../kernel/assert.ts';
import { Histogram } from '../kernel/statistics/histogram.ts';
import { MinuteQuantiles } from '../kernel/statistics/minuteQuantiles.ts';
import { minute, type Duration, type Time } from '../kernel/time.ts';

/** The conditions' places in records/facts.ts, which has AWS's strings. */
export const Condition = {
  retriesExhausted: 0,
  eventAgeExceeded: 1,
  zeroReservedConcurrency: 2,
  recursiveInvocation: 3,
} as const;
export type Condition = (typeof Condition)[keyof typeof Condition];

/** The waiting reasons' places, plus one; 0 stands for an event that does not wait. */
export const Reason = { none: 0, unread: 1, throttleBackoff: 2, functionErrorWait: 3 } as const;
export type Reason = (typeof Reason)[keyof typeof Reason];

/**
 * What CloudWatch would count of one function and what it cannot see, in total and minute by minute.
 * Times are whole microseconds; minutes are the scenario's, so the last one may be shorter.
 */
export class FunctionMetrics {
  received = 0;
  rejected = 0;
  deliveredOnTime = 0;
  deliveredDelayed = 0;
  deliveredAfterRetry = 0;
  readonly discarded = [0, 0, 0, 0];
  /** By what took them: a dead-letter queue only, a failure destination only, both. */
  readonly captured = [0, 0, 0];
  gone = 0;
  lost = 0;
  running = 0;
  duplicates = 0;
  retries = 0;

  invocations = 0;
  errors = 0;
  throttles = 0;
  dropped = 0;
  deadLetterErrors = 0;
  deliveryFailures = 0;
  coldStarts = 0;
  systemErrors = 0;
  recursiveInvocationsDropped = 0;
  provisionedInvocations = 0;
  provisionedSpillovers = 0;
  provisionedMax = 0;
  dispatches = 0;

  /** What is billed beside invocations: of all executions, and of those that are retries; in provisioned environments apart. */
  billedMilliseconds = 0;
  billedProvisionedMilliseconds = 0;
  billedRetryMilliseconds = 0;
  billedRetryProvisionedMilliseconds = 0;
  billedExtraRequests = 0;

  readonly delays = new Histogram();
  readonly latencies = new Histogram();

  /** By reason; index 0 is not used. */
  readonly waiting = [0, 0, 0, 0];
  /** Accepted and not yet visible to the reader: unread as well, and never late. */
  becomingVisible = 0;
  /** Waiting and older than the delay target, as of the last minute's end. */
  waitingDelayed = 0;

  concurrencyMax = 0;
  /** Of handlers that have ended. [MET-05] */
  private handlersEnded = 0;
  private handlerTime = 0;
  handlerTimeMax: Duration = 0;
  private busy = 0;
  private busySince: Time = 0;
  private busyTime = 0;
  private minuteBusyMax = 0;
  private provisionedBusy = 0;
  private minuteProvisionedMax = 0;

  readonly minutes: MinuteColumns;
  /** The minute in progress, which is also how many have ended. */
  minute = 0;
  private readonly ages = new MinuteQuantiles();
  private readonly duration: Time;
  private readonly delayTarget: Duration;
  /** Waiting events by the minute at whose end they will be older than the target. */
  private readonly turningLate: Float64Array;

  constructor(duration: Time, delayTarget: Duration) {
    this.duration = duration;
    this.delayTarget = delayTarget;
    const rows = Math.ceil(duration / minute);
    this.minutes = new MinuteColumns(rows);
    this.turningLate = new Float64Array(rows + 1);
  }

  startsWaiting(accepted: Time, reason: number): void {
    this.waiting[reason]!++;
    const late = this.minuteOfLateness(accepted);
    if (late < this.minute) this.waitingDelayed++;
    else this.turningLate[late]!++;
  }

  stopsWaiting(accepted: Time, reason: number): void {
    this.waiting[reason]!--;
    const late = this.minuteOfLateness(accepted);
    if (late < this.minute) this.waitingDelayed--;
    else this.turningLate[late]!--;
  }

  /** Still waiting, but for something else. */
  waitsOtherwise(before: number, reason: number): void {
    this.waiting[before]!--;
    this.waiting[reason]!++;
  }

  /** One dispatch, admitted or refused: a sample of AsyncEventAge. [MET-09] */
  dispatched(age: Duration): void {
    this.dispatches++;
    this.ages.add(age);
  }

  /** A mapping's dispatch has its answer, which is no sample of AsyncEventAge. [DDB-35, MET-04] */
  dispatchedByMapping(answer: 'admitted' | 'throttled' | 'systemError'): void {
    this.dispatches++;
    if (answer === 'throttled') this.throttles++;
    else if (answer === 'systemError') this.systemErrors++;
  }

  admitted(now: Time, busy: number): void {
    this.invocations++;
    this.minutes.invocations[this.minute]!++;
    this.changesBusy(now, busy);
    if (busy > this.concurrencyMax) this.concurrencyMax = busy;
    if (busy > this.minuteBusyMax) this.minuteBusyMax = busy;
  }

  /** The execution just admitted runs in a provisioned environment; so many of them are busy. [MET-13] */
  admittedProvisioned(busy: number): void {
    this.provisionedInvocations++;
    this.provisionedBusy = busy;
    if (busy > this.provisionedMax) this.provisionedMax = busy;
    if (busy > this.minuteProvisionedMax) this.minuteProvisionedMax = busy;
  }

  /** The execution just admitted will be billed for so long. [PRC-06] */
  bills(milliseconds: number, isProvisioned: boolean, isRetry: boolean): void {
    if (isProvisioned) {
      this.billedProvisionedMilliseconds += milliseconds;
      if (isRetry) this.billedRetryProvisionedMilliseconds += milliseconds;
    } else {
      this.billedMilliseconds += milliseconds;
      if (isRetry) this.billedRetryMilliseconds += milliseconds;
    }
  }

  endedProvisioned(busy: number): void {
    this.provisionedBusy = busy;
  }

  /** An execution that was admitted in that minute returned or timed out; its handler began after the initialisation. [MET-01, MET-05] */
  ended(now: Time, minuteOfAdmission: number, handlerStarted: Time, busy: number, failed: boolean): void {
    const handlerTime = now - handlerStarted;
    this.handlersEnded++;
    this.handlerTime += handlerTime;
    if (handlerTime > this.handlerTimeMax) this.handlerTimeMax = handlerTime;
    if (failed) {
      this.errors++;
      this.minutes.errors[minuteOfAdmission]!++;
    }
    this.changesBusy(now, busy);
  }

  deliveredTotal(): number {
    return this.deliveredOnTime + this.deliveredDelayed;
  }

  discardedTotal(): number {
    return this.discarded[0]! + this.discarded[1]! + this.discarded[2]! + this.discarded[3]!;
  }

  capturedTotal(): number {
    return this.captured[0]! + this.captured[1]! + this.captured[2]!;
  }

  /** Accepted and never dispatched. */
  unread(): number {
    return this.becomingVisible + this.waiting[Reason.unread]!;
  }

  waitingTotal(): number {
    return this.becomingVisible + this.waiting[1]! + this.waiting[2]! + this.waiting[3]!;
  }

  /** Mean executions in progress over [0, now]. */
  meanConcurrency(now: Time): number {
    return now === 0 ? 0 : (this.busyTime + this.busy * (now - this.busySince)) / now;
  }

  /** Mean time of the handlers that have ended, in microseconds; null before the first. [MET-05] */
  meanHandlerTime(): number | null {
    return this.handlersEnded === 0 ? null : this.handlerTime / this.handlersEnded;
  }

  /** Closes a minute before anything at its end happens; checks the laws that every number rests on. */
  endMinute(): void {
    const row = this.minute++;
    this.waitingDelayed += this.turningLate[row]!;
    this.check();
    this.writeMinute(row);
    this.ages.clear();
    this.minuteBusyMax = this.busy;
    this.minuteProvisionedMax = this.provisionedBusy;
  }

  /** The laws of docs/architecture.md: every accepted event is in exactly one place, every dispatch had one answer. */
  check(): void {
    const accounted =
      this.deliveredTotal() + this.discardedTotal() + this.lost + this.waitingTotal() + this.running;
    assert(this.received === accounted, 'received = delivered + discarded + lost + waiting + running');
    assert(this.capturedTotal() + this.gone === this.discardedTotal(), 'discarded = captured + gone');
    assert(this.provisionedInvocations + this.provisionedSpillovers <= this.invocations, 'what is provisioned or spills over is an invocation');
    assert(this.dispatches === this.invocations + this.throttles + this.systemErrors, 'every dispatch is admitted or refused');
    assert(Math.min(this.becomingVisible, this.waiting[1]!, this.waiting[2]!, this.waiting[3]!, this.running, this.waitingDelayed) >= 0, 'no count is negative');
  }

  /** Writes the state of now into a minute's row; a minute in progress may be written again later. */
  writeMinute(row: number): void {
    const { minutes, ages } = this;
    minutes.concurrency[row] = this.minuteBusyMax;
    minutes.provisioned[row] = this.minuteProvisionedMax;
    minutes.ageAverage[row] = ages.count === 0 ? NaN : ages.sum / ages.count;
    minutes.ageP50[row] = ages.quantile(500);
    minutes.ageP90[row] = ages.quantile(900);
    minutes.ageP99[row] = ages.quantile(990);
    minutes.ageMax[row] = ages.count === 0 ? NaN : ages.max;
    minutes.received[row] = this.received;
    minutes.rejected[row] = this.rejected;
    minutes.deliveredOnTime[row] = this.deliveredOnTime;
    minutes.deliveredDelayed[row] = this.deliveredDelayed;
    minutes.deliveredAfterRetry[row] = this.deliveredAfterRetry;
    for (let condition = 0; condition < 4; condition++) minutes.discarded[condition]![row] = this.discarded[condition]!;
    for (let by = 0; by < 3; by++) minutes.captured[by]![row] = this.captured[by]!;
    minutes.gone[row] = this.gone;
    minutes.lost[row] = this.lost;
    minutes.duplicates[row] = this.duplicates;
    minutes.retries[row] = this.retries;
    minutes.waiting[0]![row] = this.unread();
    minutes.waiting[1]![row] = this.waiting[Reason.throttleBackoff]!;
    minutes.waiting[2]![row] = this.waiting[Reason.functionErrorWait]!;
    minutes.waitingDelayed[row] = this.waitingDelayed;
    minutes.running[row] = this.running;
    minutes.throttles[row] = this.throttles;
    minutes.dropped[row] = this.dropped;
    minutes.deadLetterErrors[row] = this.deadLetterErrors;
    minutes.deliveryFailures[row] = this.deliveryFailures;
    minutes.coldStarts[row] = this.coldStarts;
    minutes.recursiveInvocationsDropped[row] = this.recursiveInvocationsDropped;
    minutes.provisionedInvocations[row] = this.provisionedInvocations;
    minutes.provisionedSpillovers[row] = this.provisionedSpillovers;
  }

  private changesBusy(now: Time, busy: number): void {
    this.busyTime += this.busy * (now - this.busySince);
    this.busySince = now;
    this.busy = busy;
  }

  private minuteOfLateness(accepted: Time): number {
    const late = accepted + this.delayTarget;
    return late < this.duration ? Math.floor(late / minute) : this.turningLate.length - 1;
  }
}

/** A number for every simulated minute. Cumulative counts as of the minute's end, but for the first group. */
export class MinuteColumns {
  readonly rows: number;
  /** This minute's own: by admission, the highest concurrency, ages at dispatch in microseconds. */
  readonly invocations: Float64Array;
  readonly errors: Float64Array;
  readonly concurrency: Float64Array;
  readonly provisioned: Float64Array;
  readonly ageAverage: Float64Array;
  readonly ageP50: Float64Array;
  readonly ageP90: Float64Array;
  readonly ageP99: Float64Array;
  readonly ageMax: Float64Array;

  readonly received: Float64Array;
  readonly rejected: Float64Array;
  readonly deliveredOnTime: Float64Array;
  readonly deliveredDelayed: Float64Array;
  readonly deliveredAfterRetry: Float64Array;
  readonly discarded: readonly Float64Array[];
  readonly captured: readonly Float64Array[];
  readonly gone: Float64Array;
  readonly lost: Float64Array;
  readonly duplicates: Float64Array;
  readonly retries: Float64Array;
  readonly throttles: Float64Array;
  readonly dropped: Float64Array;
  readonly deadLetterErrors: Float64Array;
  readonly deliveryFailures: Float64Array;
  readonly coldStarts: Float64Array;
  readonly recursiveInvocationsDropped: Float64Array;
  readonly provisionedInvocations: Float64Array;
  readonly provisionedSpillovers: Float64Array;
  /** Counts at the minute's end; by reason, unread first. */
  readonly waiting: readonly Float64Array[];
  readonly waitingDelayed: Float64Array;
  readonly running: Float64Array;

  constructor(rows: number) {
    // One piece of memory for all: with a hundred functions, one for each column would take longer than anything else before the first event.
    const memory = new ArrayBuffer(columnsInAll * rows * Float64Array.BYTES_PER_ELEMENT);
    let given = 0;
    const column = (): Float64Array => new Float64Array(memory, given++ * rows * Float64Array.BYTES_PER_ELEMENT, rows);
    this.rows = rows;
    this.invocations = column();
    this.errors = column();
    this.concurrency = column();
    this.provisioned = column();
    this.ageAverage = column();
    this.ageP50 = column();
    this.ageP90 = column();
    this.ageP99 = column();
    this.ageMax = column();
    this.received = column();
    this.rejected = column();
    this.deliveredOnTime = column();
    this.deliveredDelayed = column();
    this.deliveredAfterRetry = column();
    this.discarded = [column(), column(), column(), column()];
    this.captured = [column(), column(), column()];
    this.gone = column();
    this.lost = column();
    this.duplicates = column();
    this.retries = column();
    this.throttles = column();
    this.dropped = column();
    this.deadLetterErrors = column();
    this.deliveryFailures = column();
    this.coldStarts = column();
    this.recursiveInvocationsDropped = column();
    this.provisionedInvocations = column();
    this.provisionedSpillovers = column();
    this.waiting = [column(), column(), column()];
    this.waitingDelayed = column();
    this.running = column();
  }
}

const columnsInAll = 38;
