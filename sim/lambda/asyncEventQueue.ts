import ln from '@stdlib/math-base-special-ln';
import { Lane } from '../kernel/lane.ts';
import type { AddressedStream } from '../kernel/random/streams.ts';
import type { HandlerId, Simulation } from '../kernel/simulation.ts';
import type { Duration, Time } from '../kernel/time.ts';
import type { AssumptionsModel, FunctionModel } from '../model/model.ts';
import { Refusal } from './answers.ts';
import type { Destination, InvokedFunction } from './destination.ts';
import { answerShift, Flag, reasonShift, refusalsShift, type EventTable } from './eventTable.ts';
import { Admission, Environment, Execution, type Invoker, type LambdaFunction } from './lambdaFunction.ts';
import { success, type MessageSizes } from './messageSizes.ts';
import { Condition, Reason, type FunctionMetrics } from './metrics.ts';
import type { Origins } from './origins.ts';
import { Due } from './phases.ts';
import { Purpose, randomIndex } from './randomAddress.ts';
import type { Reader } from './reader.ts';
import {
  ageLimit,
  approximateInvokeCount,
  backlogStretched,
  extraRequests,
  functionErrorWait,
  isOnTime,
  isRecursiveLoop,
  isStoppedByZeroReserved,
  jittered,
  reachesAgeLimit,
  retriesAreSpent,
  throttleWait,
} from './rules.ts';
import { Ending, ofCopy, Sender, Step, withColdStart, type Trace } from './trace.ts';

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
export class AsyncEventQueue implements Invoker, InvokedFunction {
  readonly model: FunctionModel;
  readonly simulation: Simulation;
  readonly events: EventTable;
  readonly function: LambdaFunction;
  readonly metrics: FunctionMetrics;
  readonly assumptions: AssumptionsModel;

  private reader!: Reader;
  private readonly stream: AddressedStream;
  private readonly deadLetterQueue: Route | null;
  private readonly onFailure: Route | null;
  private readonly onSuccess: Route | null;
  private readonly origins: Origins;
  private readonly sizes: MessageSizes;
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
    routes: { deadLetterQueue: Route | null; onFailure: Route | null; onSuccess: Route | null };
    origins: Origins;
    sizes: MessageSizes;
    assumptions: AssumptionsModel;
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
    this.deadLetterQueue = parts.routes.deadLetterQueue;
    this.onFailure = parts.routes.onFailure;
    this.onSuccess = parts.routes.onSuccess;
    this.origins = parts.origins;
    this.sizes = parts.sizes;
    this.assumptions = assumptions;
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
    this.function.invokedByQueue(this);
    this.nextDuplicate = this.drawGap();
  }

  /** Wires the reader, which knows this queue and so comes after it. */
  readBy(reader: Reader): void {
    this.reader = reader;
    this.function.roomListener = reader;
  }

  /** The traffic invokes the function: accepted with 202, or refused to the caller and never seen again. [ASY-01, ASY-03] */
  submit(origin: number, isRejected: boolean): void {
    const submission = this.submissions++;
    if (isRejected || this.function.settings.deleted || this.failsToEnqueue(submission)) this.metrics.rejected++;
    else this.enqueue(this.accept(origin, noSender));
  }

  accepts(stream: AddressedStream, row: number, index: number): boolean {
    const { deleted, enqueueFailureRate } = this.function.settings;
    return !deleted && (enqueueFailureRate === 0 || stream.seek(row, index).second >= enqueueFailureRate);
  }

  /** Another function's record invokes this one; a chain that has come by too often ends here. [DST-20, DST-21] */
  invoke(origin: number, sender: number): void {
    const row = this.accept(origin, sender);
    const { group, stopsLoops } = this.model;
    if (!stopsLoops || !isRecursiveLoop(this.origins.invocations(origin, group))) {
      this.enqueue(row);
      return;
    }
    if (this.metrics.received - 1 === this.nextDuplicate) this.skipSecondDelivery();
    this.metrics.recursiveInvocationsDropped++;
    this.drop(row, Condition.recursiveInvocation);
  }

  private accept(origin: number, sender: number): number {
    const { events, simulation } = this;
    const row = events.add(simulation.now, this.metrics.received++, 0);
    if (events.hasOrigins) events.setOrigin(row, origin);
    this.metrics.billedExtraRequests += extraRequests(this.origins.payloadBytes(origin));
    if (this.trace !== null) events.setId(row, this.trace.begin(this.functionIndex, simulation.now, origin, sender));
    return row;
  }

  private enqueue(row: number): void {
    const ordinal = this.metrics.received - 1;
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
    else if (admission === Admission.systemError) {
      metrics.systemErrors++;
      this.record(row, Step.systemError);
      this.refused(row, flags, Refusal.systemError);
    } else this.fail(row, ((flags & ~Flag.refusals) | Flag.dispatched) + 1, Refusal.notFound); // [ERR-08]
  }

  /** A throttled event goes back to the queue for a while; one dispatch answered with 429. [POL-10, THR-01] */
  backOff(row: number): void {
    this.metrics.throttles++;
    this.record(row, Step.throttled);
    this.refused(row, this.events.flags(row), Refusal.throttled);
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
    const { metrics } = this;
    const flags = this.events.flags(row);
    this.leavesWaiting(row, flags);
    this.record(row, Step.dropped + condition);
    metrics.dropped++;
    const captured = this.sendDeadLetter(row, condition) + this.sendFailure(row, condition);
    if ((flags & Flag.copy) !== 0) return;
    metrics.discarded[condition]!++;
    if (captured === 0) metrics.gone++;
    else metrics.captured[captured - 1]!++;
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
    if (events.hasIds) events.setId(copy, events.id(row));
    if (events.hasOrigins) events.setOrigin(copy, events.origin(row));
    simulation.schedule(due, Due.dispatch, this.secondDeliveryIsDue, copy);
    this.skipSecondDelivery();
  }

  private skipSecondDelivery(): void {
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
  private refused(row: number, flags: number, refusal: Refusal): void {
    const { metrics, assumptions, events } = this;
    this.answered(row, false, flags);
    if (this.losesInstead(row)) return;
    const refusals = ((flags & Flag.refusals) >> refusalsShift) + 1;
    events.setFlags(row, (flags & ~(Flag.refusals | Flag.answer)) | (refusals << refusalsShift) | (refusal << answerShift) | Flag.dispatched);
    const { factor, threshold } = assumptions.backlogStretch;
    let wait = throttleWait(refusals);
    if (factor > 0) wait = backlogStretched(wait, metrics.waitingTotal(), factor, threshold);
    this.waitOrDrop(row, this.draw(row, wait, Purpose.dispatch), Reason.throttleBackoff);
  }

  private succeed(row: number, flags: number, started: Time): void {
    const { events, metrics } = this;
    this.record(row, Step.succeeded);
    if (this.onSuccess !== null) this.sendRecord(row, this.onSuccess, success);
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

  /** A function error, a timeout, or no function at all: retries first, then age. [AGE-09] */
  private fail(row: number, flags: number, refusal: Refusal): void {
    const { events, model } = this;
    this.record(row, failureSteps[refusal]!);
    events.setFlags(row, (flags & ~Flag.answer) | (refusal << answerShift));
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

  /** 1 if the dead-letter queue took the event. [DLQ-08] */
  private sendDeadLetter(row: number, condition: Condition): 0 | 1 {
    const { events, deadLetterQueue } = this;
    if (deadLetterQueue === null) return 0;
    const flags = events.flags(row);
    const bytes = !events.hasOrigins
      ? 0
      : this.sizes.deadLetter(this.origins, events.origin(row), condition, refusalIn(flags), events.ordinal(row), flags & Flag.failures);
    if (this.send(row, deadLetterQueue, bytes)) return 1;
    this.metrics.deadLetterErrors++;
    return 0;
  }

  /** 2 if the failure destination took the event's record. */
  private sendFailure(row: number, condition: Condition): 0 | 2 {
    return this.onFailure !== null && this.sendRecord(row, this.onFailure, condition) ? 2 : 0;
  }

  /** `condition` may be `success`. [DST-13] */
  private sendRecord(row: number, route: Route, condition: number): boolean {
    const { events } = this;
    const flags = events.flags(row);
    const bytes = !events.hasOrigins
      ? 0
      : this.sizes.record(this.origins, events.origin(row), condition, refusalIn(flags), events.ordinal(row), flags & Flag.failures);
    const { destination } = route;
    const sent = this.send(row, route, bytes);
    if (!sent) this.metrics.deliveryFailures++;
    else if (destination.invoked !== null) {
      const sender = this.trace === null ? noSender : Sender.pack(events.id(row), (flags & Flag.copy) !== 0);
      destination.invokeOnArrival(this.origins.afterRecord(events.origin(row), bytes, route.group), sender);
    }
    return sent;
  }

  private send(row: number, { destination, place, overhead }: Route, bytes: number): boolean {
    const { simulation, events } = this;
    const copy = (events.flags(row) & Flag.copy) !== 0;
    const poison = (events.flags(row) & Flag.poison) !== 0;
    const sent = destination.deliver(this.stream, events.ordinal(row), randomIndex(Purpose.delivery, copy, 0, place), bytes + overhead, poison);
    if (this.trace !== null) this.recordAt(row, simulation.now + destination.model.latency, (sent ? sentSteps : unsentSteps)[place]!);
    return sent;
  }

  private recordStart(row: number): void {
    const cold = this.function.lastWasCold ? withColdStart : 0;
    this.recordAt(row, this.simulation.now, admittedSteps[this.function.lastWas] | cold);
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

/** Where a function sends something. */
export interface Route {
  destination: Destination;
  /** Its place among an event's deliveries: dead-letter queue, on failure, on success. */
  place: 0 | 1 | 2;
  /** What the destination's service adds to a record before it weighs it, bytes. */
  overhead: number;
  /** The group of the function that it invokes. */
  group: number;
}

/** By a route's place. */
const sentSteps = [Step.sentToDeadLetterQueue, Step.sentToDestination, Step.sentToDestination] as const;
const unsentSteps = [Step.deadLetterFailed, Step.deliveryFailed, Step.deliveryFailed] as const;

/** By what an execution ran in. */
const admittedSteps: Record<Environment, number> = [Step.admitted, Step.admittedProvisioned, Step.admittedSpillover];

/** By Refusal; an execution's failing ends are the first refusals, in their order. */
const failureSteps: Partial<Record<Refusal, number>> = {
  [Refusal.functionError]: Step.failed,
  [Refusal.timedOut]: Step.timedOut,
  [Refusal.responseTooLarge]: Step.responseTooLarge,
  [Refusal.notFound]: Step.functionNotFound,
};

const refusalIn = (flags: number): Refusal => ((flags & Flag.answer) >> answerShift) as Refusal;

const noSender = -1;
