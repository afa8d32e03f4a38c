import ln from '@stdlib/math-base-special-ln';
import { Lane } from '../kernel/lane.ts';
import type { AddressedStream } from '../kernel/random/streams.ts';
import type { HandlerId, Simulation } from '../kernel/simulation.ts';
import type { Duration, Time } from '../kernel/time.ts';
import type { AssumptionsModel, FunctionModel } from '../model/model.ts';
import type { Destination } from './destination.ts';
import { Flag, reasonShift, refusalsShift, type EventTable } from './eventTable.ts';
import { Admission, Execution, type Invoker, type LambdaFunction } from './lambdaFunction.ts';
import { Condition, Reason, type FunctionMetrics } from './metrics.ts';
import { Due } from './phases.ts';
import { Purpose, randomIndex } from './randomAddress.ts';
import type { Reader } from './reader.ts';
import {
  ageLimit,
  approximateInvokeCount,
  backlogStretched,
  functionErrorWait,
  isOnTime,
  isStoppedByZeroReserved,
  jittered,
  reachesAgeLimit,
  retriesAreSpent,
  throttleWait,
} from './rules.ts';
import { Ending, ofCopy, Step, withColdStart, type Trace } from './trace.ts';

/**
 * Lambda's internal queue in front of one function, and the life of every event in it.
 *
 *   submitted ─> accepted [ASY-01] ─> waiting: unread ─> dispatched ──> running ──> succeeded ──────> on success
 *       │                               ^                 │   │            │
 *       └> rejected [ASY-03]            │   refused: wait │   │     failed │ wait [RTY-01]
 *                                       └─────────[THR-01]┘   │            │
 *                                       ^──────────────────── │ ───────────┘
 *                                                             v
 *                  age limit reached, retries spent, zero reserved concurrency ─> dropped ─> dead-letter queue, on failure
 *
 * Which waiting event is dispatched when is the reader's business: fifoReader, backoffReader, adaptiveReader.
 */
export class AsyncEventQueue implements Invoker {
  readonly model: FunctionModel;
  readonly simulation: Simulation;
  readonly events: EventTable;
  readonly function: LambdaFunction;
  readonly metrics: FunctionMetrics;
  readonly assumptions: AssumptionsModel;

  private reader!: Reader;
  private readonly stream: AddressedStream;
  private readonly destinations: readonly Destination[];
  private readonly payloadLimit: number;
  private readonly delayTarget: Duration;
  private readonly functionIndex: number;
  private readonly trace: Trace | null;
  private readonly drawsFate: boolean;
  /** Accepted events on their way to being visible; null when that takes no time. [ASY-16] */
  private readonly becomingVisible: Lane | null;
  /** No event is late before it is visible. */
  private readonly seenInTime: boolean;
  private readonly retryIsDue: HandlerId;
  private readonly secondDeliveryIsDue: HandlerId;
  private readonly ageLimitIsReached: HandlerId;
  private submissions = 0;
  /** Which event, by ordinal, is the next to be delivered twice, and how many were before it. */
  private nextDuplicate: number;
  private duplicates = 0;

  constructor(parts: {
    simulation: Simulation;
    functionIndex: number;
    function: LambdaFunction;
    events: EventTable;
    metrics: FunctionMetrics;
    destinations: readonly Destination[];
    assumptions: AssumptionsModel;
    payloadLimit: number;
    delayTarget: Duration;
    stream: AddressedStream;
    trace: Trace | null;
  }) {
    const { simulation, assumptions } = parts;
    this.simulation = simulation;
    this.functionIndex = parts.functionIndex;
    this.function = parts.function;
    this.model = parts.function.model;
    this.events = parts.events;
    this.metrics = parts.metrics;
    this.destinations = parts.destinations;
    this.assumptions = assumptions;
    this.payloadLimit = parts.payloadLimit;
    this.delayTarget = parts.delayTarget;
    this.stream = parts.stream;
    this.trace = parts.trace;
    this.drawsFate = this.model.poisonRate > 0 || assumptions.silentLossProbability > 0;
    this.becomingVisible =
      assumptions.dispatchLatency === 0
        ? null
        : new Lane(simulation, assumptions.dispatchLatency, Due.dispatch, (row) => this.becomeVisible(row));
    this.seenInTime = assumptions.dispatchLatency <= parts.delayTarget;
    this.retryIsDue = simulation.register((row) => this.reader.retryIsDue(row));
    this.secondDeliveryIsDue = simulation.register((row) => this.deliverAgain(row));
    this.ageLimitIsReached = simulation.register((row) => this.drop(row, Condition.eventAgeExceeded));
    this.function.invoker = this;
    this.nextDuplicate = this.drawGap();
  }

  /** Wires the reader, which knows this queue and so comes after it. */
  readBy(reader: Reader): void {
    this.reader = reader;
    this.function.roomListener = reader;
  }

  /** An asynchronous invocation arrives: accepted with 202, or refused to the caller and never seen again. */
  submit(payloadBytes: number): void {
    const { metrics, simulation } = this;
    const submission = this.submissions++;
    if (payloadBytes > this.payloadLimit || this.failsToEnqueue(submission)) {
      metrics.rejected++;
      return;
    }
    const ordinal = metrics.received++;
    const row = this.events.add(simulation.now, ordinal, 0);
    if (this.trace !== null) this.events.setId(row, this.trace.begin(this.functionIndex, simulation.now));
    if (this.drawsFate) this.drawFate(row, ordinal);
    if (ordinal === this.nextDuplicate) this.planSecondDelivery(row);
    if (this.becomingVisible === null) this.reader.becameVisible(row);
    else if (!this.reader.takesUnseen(row)) {
      // An event that cannot be late before it is visible is only counted: on an idle function all pass this way.
      if (this.seenInTime) this.metrics.becomingVisible++;
      else this.waits(row, Reason.unread);
      this.becomingVisible.schedule(row);
    }
  }

  /** An event that stood in line goes back to becoming visible by itself. */
  becomesVisibleAt(row: number, at: Time): void {
    const flags = this.events.flags(row);
    if (this.seenInTime) {
      this.leavesWaiting(row, flags);
      this.events.setFlags(row, flags & ~Flag.reason);
      this.metrics.becomingVisible++;
    } else this.waits(row, Reason.unread);
    this.becomingVisible!.scheduleAt(at, row);
  }

  /** Hands over the events that are not visible yet, in the order of acceptance. */
  drainUnseen(take: (row: number) => void): void {
    this.becomingVisible?.drain((row) => {
      if (this.seenInTime) this.metrics.becomingVisible--;
      take(row);
    });
  }

  /** Hands an event to the function now. The reader has taken it off its line. */
  dispatch(row: number): void {
    const { events, metrics } = this;
    const flags = events.flags(row);
    if (this.isStopped(row)) {
      this.drop(row, Condition.zeroReservedConcurrency);
      return;
    }
    const admission = this.function.tryInvoke(row, flags, events.ordinal(row));
    if (admission === Admission.admitted) {
      this.answered(row, true, flags);
      this.leavesWaiting(row, flags);
      events.setFlags(row, (flags & ~(Flag.refusals | Flag.reason)) | Flag.dispatched);
      if ((flags & Flag.copy) === 0) metrics.running++;
      if ((flags & Flag.failures) !== 0) metrics.retries++;
      if (this.trace !== null) this.recordStart(row);
    } else if (admission === Admission.throttled) this.reader.throttled(row);
    else {
      metrics.systemErrors++;
      this.record(row, Step.systemError);
      this.refused(row, flags);
    }
  }

  /** A throttled event goes back to the queue for a while; one dispatch answered with 429. [POL-10, THR-01] */
  backOff(row: number): void {
    this.metrics.throttles++;
    this.record(row, Step.throttled);
    this.refused(row, this.events.flags(row));
  }

  executionEnded(row: number, execution: Execution, started: Time): void {
    const flags = this.events.flags(row);
    if ((flags & Flag.copy) === 0) this.metrics.running--;
    if (execution === Execution.succeeded) this.succeed(row, flags, started);
    else this.fail(row, flags + 1, execution);
  }

  /** The instant at which a waiting event expires. */
  expiresAt(row: number): Time {
    return ageLimit(this.events.accepted(row), this.model.maximumEventAge);
  }

  /** Whether the zero reservation drops this event at its dispatch. */
  isStopped(row: number): boolean {
    return (
      this.function.settings.reserved === 0 &&
      isStoppedByZeroReserved(this.events.accepted(row), this.function.reservedSince, this.assumptions.zeroReservedAppliesToQueued)
    );
  }

  /** The event waits from now for this reason; a second delivery is counted nowhere. */
  waits(row: number, reason: Reason): void {
    const flags = this.events.flags(row);
    this.events.setFlags(row, (flags & ~Flag.reason) | (reason << reasonShift));
    if ((flags & Flag.copy) !== 0) return;
    const before = (flags & Flag.reason) >> reasonShift;
    if (before === Reason.none) this.metrics.startsWaiting(this.events.accepted(row), reason);
    else this.metrics.waitsOtherwise(before, reason);
  }

  /** Deletes an event that the queue loses when the function cannot keep up, if it was never sent; true if it did. [POL-05] */
  losesInstead(row: number): boolean {
    const flags = this.events.flags(row);
    if ((flags & (Flag.doomed | Flag.failures)) !== Flag.doomed) return false;
    this.leavesWaiting(row, flags);
    this.record(row, Step.lost);
    if ((flags & Flag.copy) === 0) {
      this.metrics.lost++;
      this.traceEnd(row, Ending.lost, 0);
    }
    this.events.remove(row);
    return true;
  }

  /** Discards an event and forgets it. */
  drop(row: number, condition: Condition): void {
    this.discard(row, condition);
    this.events.remove(row);
  }

  /** Counts an event as discarded and sends it to whatever catches it; its row stays. [DLQ-06, DST-03, MET-10] */
  discard(row: number, condition: Condition): void {
    const { metrics, model } = this;
    const flags = this.events.flags(row);
    this.leavesWaiting(row, flags);
    this.record(row, Step.dropped + condition);
    metrics.dropped++;
    let captured = false;
    if (model.deadLetterQueue >= 0) {
      if (this.send(row, model.deadLetterQueue, Step.sentToDeadLetterQueue, Route.deadLetterQueue)) captured = true;
      else metrics.deadLetterErrors++;
    }
    if (model.onFailure >= 0) {
      if (this.send(row, model.onFailure, Step.sentToDestination, Route.onFailure)) captured = true;
      else metrics.deliveryFailures++;
    }
    if ((flags & Flag.copy) !== 0) return;
    metrics.discarded[condition]!++;
    if (captured) metrics.captured++;
    else metrics.gone++;
    this.traceEnd(row, Ending.discarded + condition, approximateInvokeCount(false, flags & Flag.failures));
  }

  record(row: number, step: number): void {
    if (this.trace !== null) this.recordAt(row, this.simulation.now, step);
  }

  private failsToEnqueue(submission: number): boolean {
    const rate = this.function.settings.enqueueFailureRate;
    return rate > 0 && this.stream.seek(submission, randomIndex(Purpose.submission, false, 0, 0)).first < rate;
  }

  /** What an event is born with: poison, or the bad luck to be lost. */
  private drawFate(row: number, ordinal: number): void {
    const { stream } = this;
    stream.seek(ordinal, randomIndex(Purpose.event, false, 0, 0));
    const poison = stream.first < this.model.poisonRate ? Flag.poison : 0;
    const doomed = stream.second < this.assumptions.silentLossProbability ? Flag.doomed : 0;
    this.events.setFlags(row, poison | doomed);
  }

  /** The queue, eventually consistent, will deliver this event twice. [DUP-01, DUP-03] */
  private planSecondDelivery(row: number): void {
    const { simulation, events } = this;
    const luck = this.drawDuplicate().first;
    const due = simulation.now + Math.round(luck * this.assumptions.duplicateDelay);
    const copy = events.add(due, events.ordinal(row), events.flags(row) | Flag.copy);
    if (this.trace !== null) events.setId(copy, events.id(row));
    simulation.schedule(due, Due.dispatch, this.secondDeliveryIsDue, copy);
    this.duplicates++;
    this.nextDuplicate += 1 + this.drawGap();
  }

  /** Events between two duplicated ones: a geometric number, so that the many others need no draw of their own. */
  private drawGap(): number {
    const { duplicateProbability } = this.assumptions;
    return duplicateProbability === 0 ? Infinity : Math.floor(this.drawDuplicate().exponential / -ln(1 - duplicateProbability));
  }

  private drawDuplicate(): AddressedStream {
    return this.stream.seek(this.duplicates, randomIndex(Purpose.secondDelivery, false, 0, 0));
  }

  /** The queue delivers an event again; from here the copy lives by itself. */
  private deliverAgain(copy: number): void {
    this.metrics.duplicates++;
    this.record(copy, Step.duplicated);
    this.reader.retryIsDue(copy);
  }

  private becomeVisible(row: number): void {
    if (this.seenInTime) this.metrics.becomingVisible--;
    if (this.assumptions.dispatchLatency >= this.model.maximumEventAge) this.drop(row, Condition.eventAgeExceeded);
    else this.reader.becameVisible(row);
  }

  /** One dispatch has its answer: a sample of AsyncEventAge, whatever it is. [MET-09] */
  private answered(row: number, admitted: boolean, flags: number): void {
    this.metrics.dispatched(this.simulation.now - this.events.accepted(row));
    this.reader.dispatched(admitted, (flags & (Flag.dispatched | Flag.copy)) === 0);
  }

  /** A refused dispatch: no concurrency, no new environment, or a system error. [POL-10, ERR-07] */
  private refused(row: number, flags: number): void {
    const { metrics, assumptions, events } = this;
    this.answered(row, false, flags);
    if (this.losesInstead(row)) return;
    const refusals = ((flags & Flag.refusals) >> refusalsShift) + 1;
    events.setFlags(row, (flags & ~Flag.refusals) | (refusals << refusalsShift) | Flag.dispatched);
    const { factor, threshold } = assumptions.backlogStretch;
    let wait = throttleWait(refusals);
    if (factor > 0) wait = backlogStretched(wait, metrics.waitingTotal(), factor, threshold);
    this.waitOrDrop(row, this.draw(row, wait, Purpose.dispatch), Reason.throttleBackoff);
  }

  private succeed(row: number, flags: number, started: Time): void {
    const { events, metrics, model } = this;
    this.record(row, Step.succeeded);
    if (model.onSuccess >= 0 && !this.send(row, model.onSuccess, Step.sentToDestination, Route.onSuccess)) metrics.deliveryFailures++;
    if ((flags & Flag.copy) === 0) {
      const accepted = events.accepted(row);
      const delay = started - accepted;
      if (isOnTime(delay, this.delayTarget)) metrics.deliveredOnTime++;
      else metrics.deliveredDelayed++;
      const failures = flags & Flag.failures;
      if (failures > 0) metrics.deliveredAfterRetry++;
      metrics.delays.add(delay);
      metrics.latencies.add(this.simulation.now - accepted);
      this.traceEnd(row, Ending.delivered, approximateInvokeCount(true, failures));
    }
    events.remove(row);
  }

  /** A function error or a timeout: retries first, then age. [AGE-09] */
  private fail(row: number, flags: number, execution: Execution): void {
    const { events, model } = this;
    this.record(row, execution === Execution.timedOut ? Step.timedOut : Step.failed);
    events.setFlags(row, flags);
    const failures = flags & Flag.failures;
    if (retriesAreSpent(failures, model.maximumRetryAttempts)) this.drop(row, Condition.retriesExhausted);
    else this.waitOrDrop(row, this.draw(row, functionErrorWait(failures), Purpose.functionErrorWait), Reason.functionErrorWait);
  }

  /** The wait as this event will really wait it. [AGE-10] */
  private draw(row: number, wait: Duration, purpose: Purpose): Duration {
    const { jitter } = this.assumptions;
    if (jitter === 0) return wait;
    const flags = this.events.flags(row);
    const index = randomIndex(purpose, (flags & Flag.copy) !== 0, flags & Flag.failures, (flags & Flag.refusals) >> refusalsShift);
    return jittered(wait, jitter, this.stream.seek(this.events.ordinal(row), index).second);
  }

  /** An event that would wait past its age limit is dropped now, or, under the deadline rule, at the limit. [AGE-03, AGE-06] */
  private waitOrDrop(row: number, wait: Duration, reason: Reason): void {
    const { simulation } = this;
    const next = simulation.now + wait;
    const limit = this.expiresAt(row);
    const tooLate = reachesAgeLimit(next, limit);
    // A long execution may end beyond the limit, which then has nothing left to wait for.
    if (tooLate && (this.assumptions.lookAhead || reachesAgeLimit(simulation.now, limit))) {
      this.drop(row, Condition.eventAgeExceeded);
      return;
    }
    this.waits(row, reason);
    if (tooLate) simulation.schedule(limit, Due.ageLimit, this.ageLimitIsReached, row);
    else simulation.schedule(next, Due.dispatch, this.retryIsDue, row);
  }

  private leavesWaiting(row: number, flags: number): void {
    const reason = (flags & Flag.reason) >> reasonShift;
    if (reason !== Reason.none && (flags & Flag.copy) === 0) this.metrics.stopsWaiting(this.events.accepted(row), reason);
  }

  private send(row: number, destination: number, step: number, route: number): boolean {
    const { simulation, assumptions, events } = this;
    const copy = (events.flags(row) & Flag.copy) !== 0;
    const sent = this.destinations[destination]!.deliver(this.stream, events.ordinal(row), randomIndex(Purpose.delivery, copy, 0, route));
    if (this.trace !== null) this.recordAt(row, simulation.now + assumptions.deliveryLatency, sent ? step : Step.deliveryFailed);
    return sent;
  }

  private recordStart(row: number): void {
    const cold = this.function.lastWasCold ? withColdStart : 0;
    this.recordAt(row, this.simulation.now, Step.admitted | cold);
    this.recordAt(row, this.function.lastStarted, Step.started);
  }

  private recordAt(row: number, at: Time, step: number): void {
    const { events } = this;
    this.trace!.add(events.id(row), at, (events.flags(row) & Flag.copy) === 0 ? step : step | ofCopy);
  }

  private traceEnd(row: number, ending: number, executions: number): void {
    if (this.trace !== null) this.trace.end(this.events.id(row), this.simulation.now, ending, executions);
  }
}

/** Where a record goes, as its place among an event's deliveries. */
const Route = { deadLetterQueue: 0, onFailure: 1, onSuccess: 2 } as const;
