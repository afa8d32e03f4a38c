import type { HandlerId } from '../kernel/simulation.ts';
import type { Time } from '../kernel/time.ts';
import type { AsyncEventQueue } from './asyncEventQueue.ts';
import { Flag } from './eventTable.ts';
import type { FifoTurns } from './fifoTurns.ts';
import { Condition, Reason } from './metrics.ts';
import { Due } from './phases.ts';
import type { Reader } from './reader.ts';
import { RetriedLine, none } from './retriedLine.ts';
import { Step } from './trace.ts';
import { UnreadLine } from './unreadLine.ts';

/**
 * The ideal: one queue, and a freed slot takes its head at once. No refusals, so no throttle back-off.
 *
 * The queue is two lines, each in order by itself: events never dispatched, by acceptance, and events that are ready
 * again after a wait. The head is whichever became ready first; at one instant, whichever was accepted first.
 */
export class FifoReader implements Reader {
  readonly queue: AsyncEventQueue;
  private readonly turns: FifoTurns;
  readonly place: number;
  private readonly unread: UnreadLine;
  private readonly retried = new RetriedLine();
  private readonly ageLimitIsReached: HandlerId;
  private readonly wake: HandlerId;
  private wakesAt: Time = -1;

  /** `place` is the function's in the file. */
  constructor(queue: AsyncEventQueue, turns: FifoTurns, place: number) {
    this.queue = queue;
    this.place = place;
    this.turns = turns;
    this.unread = new UnreadLine(queue, place);
    this.ageLimitIsReached = queue.simulation.register((ticket) => this.expire(ticket));
    this.wake = queue.simulation.register(() => turns.fill());
  }

  takesUnseen(): boolean {
    return false;
  }

  becameVisible(row: number): void {
    if (this.isEmpty()) this.queue.dispatch(row);
    else this.throttled(row);
  }

  retryIsDue(row: number): void {
    if (this.isEmpty()) this.queue.dispatch(row);
    else this.throttled(row);
  }

  /** No room, or others come first: the event queues, which is no refusal. */
  throttled(row: number): void {
    const { queue } = this;
    if (queue.isStopped(row)) queue.drop(row, Condition.zeroReservedConcurrency);
    else {
      if ((queue.events.flags(row) & (Flag.copy | Flag.dispatched)) === 0) this.unread.push(row);
      else this.pushRetried(row);
      this.turns.join(this);
      this.wakeForRoom();
    }
  }

  dispatched(): void {}

  roomChanged(): void {
    this.turns.offer();
  }

  settingsChanged(): void {
    this.turns.offer();
  }

  isEmpty(): boolean {
    this.forgetSkipped();
    return this.unread.length === 0 && this.retried.length === 0;
  }

  /** Whether the head has been ready longer than another's, or was accepted before it. Only when neither is empty. */
  headComesBefore(other: FifoReader): boolean {
    const [ready, otherReady] = [this.headReady(), other.headReady()];
    if (ready !== otherReady) return ready < otherReady;
    const [accepted, otherAccepted] = [this.headAccepted(), other.headAccepted()];
    return accepted === otherAccepted ? this.place < other.place : accepted < otherAccepted;
  }

  dispatchHead(): void {
    this.queue.dispatch(this.headIsRetried() ? this.retried.shift() : this.unread.shift());
  }

  /** Drops what expires at this very instant, which a slot that frees at it must not take. */
  dropExpired(): void {
    const { queue, unread } = this;
    const { now } = queue.simulation;
    unread.dropExpired();
    for (this.forgetSkipped(); this.retried.length > 0 && queue.expiresAt(this.retried.first()) <= now; this.forgetSkipped())
      queue.drop(this.retried.shift(), Condition.eventAgeExceeded);
  }

  /**
   * Reserved concurrency is 0: what is queued is discarded, if the rule covers it. Asked for once every setting of the
   * instant has changed, those of whatever receives the records among them. [ZRC-05]
   */
  dropStopped(): void {
    const { queue } = this;
    if (queue.function.settings.reserved !== 0 || !queue.assumptions.zeroReservedAppliesToQueued) return;
    while (this.unread.length > 0) queue.drop(this.unread.shift(), Condition.zeroReservedConcurrency);
    for (this.forgetSkipped(); this.retried.length > 0; this.forgetSkipped())
      queue.drop(this.retried.shift(), Condition.zeroReservedConcurrency);
  }

  /** Comes back when there may be room although no execution ends, such as another environment. */
  wakeForRoom(): void {
    const { simulation, function: lambda } = this.queue;
    const at = lambda.nextRoomAt();
    if (at <= simulation.now || at === this.wakesAt || at === Infinity) return;
    this.wakesAt = at;
    simulation.schedule(at, Due.reader, this.wake, 0);
  }

  private pushRetried(row: number): void {
    const { queue } = this;
    const { events } = queue;
    if (queue.losesInstead(row)) return;
    queue.waits(row, Reason.unread);
    queue.record(row, Step.queued);
    const ticket = this.retried.push(row, queue.simulation.now, (other) => events.accepted(row) < events.accepted(other));
    queue.simulation.schedule(queue.expiresAt(row), Due.ageLimit, this.ageLimitIsReached, ticket);
  }

  private headReady(): Time {
    return this.headIsRetried() ? this.retried.firstReady() : this.unreadReady();
  }

  private headAccepted(): Time {
    return this.headIsRetried() ? this.queue.events.accepted(this.retried.first()) : this.unread.firstAccepted();
  }

  private headIsRetried(): boolean {
    this.forgetSkipped();
    if (this.retried.length === 0) return false;
    return this.unread.length === 0 || this.retried.firstReady() <= this.unreadReady();
  }

  private unreadReady(): Time {
    return this.unread.firstAccepted() + this.queue.assumptions.dispatchLatency;
  }

  /** An event that is still in line at its age limit; its place is given up when its turn comes. */
  private expire(ticket: number): void {
    const { queue } = this;
    const row = this.retried.rowWith(ticket);
    if (row === none) return;
    queue.discard(row, Condition.eventAgeExceeded);
    queue.events.setFlags(row, queue.events.flags(row) | Flag.skipped);
  }

  private forgetSkipped(): void {
    const { events } = this.queue;
    while (this.retried.length > 0 && (events.flags(this.retried.first()) & Flag.skipped) !== 0)
      events.remove(this.retried.shift());
  }
}
