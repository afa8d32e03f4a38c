import type { HandlerId } from '../kernel/simulation.ts';
import type { Time } from '../kernel/time.ts';
import type { AsyncEventQueue } from './asyncEventQueue.ts';
import { EventLine } from './eventLine.ts';
import { Condition, Reason } from './metrics.ts';
import { Due } from './phases.ts';
import { ageLimit } from './rules.ts';
import { Step } from './trace.ts';

/**
 * Events that were accepted and never dispatched, in the order of acceptance, which is also the order in which they
 * expire: one alarm, for the first of them, is enough. An unread event expires at exactly its age limit. [AGE-11, POL-04]
 */
export class UnreadLine {
  private readonly queue: AsyncEventQueue;
  private readonly line: EventLine;
  private readonly ageLimitIsReached: HandlerId;
  private alarmSet = false;

  constructor(queue: AsyncEventQueue) {
    this.queue = queue;
    this.line = new EventLine(queue.events);
    this.ageLimitIsReached = queue.simulation.register(() => {
      this.alarmSet = false;
      this.dropExpired();
      if (this.length > 0) this.setAlarm();
    });
  }

  get length(): number {
    return this.line.length;
  }

  /** When the event that is first was accepted. Only when `length` > 0. */
  firstAccepted(): Time {
    return this.line.firstAccepted();
  }

  push(row: number): void {
    if (this.queue.losesInstead(row)) return;
    this.queue.waits(row, Reason.unread);
    this.queue.record(row, Step.unread);
    this.line.push(row);
    if (!this.alarmSet) this.setAlarm();
  }

  /** The event accepted first, as a row again. */
  shift(): number {
    return this.line.shift();
  }

  /** Drops what is at its age limit, now or earlier. */
  dropExpired(): void {
    const { queue } = this;
    while (this.length > 0 && this.firstExpires() <= queue.simulation.now) queue.drop(this.shift(), Condition.eventAgeExceeded);
  }

  private firstExpires(): Time {
    return ageLimit(this.line.firstAccepted(), this.queue.model.maximumEventAge);
  }

  private setAlarm(): void {
    this.alarmSet = true;
    this.queue.simulation.schedule(this.firstExpires(), Due.ageLimit, this.ageLimitIsReached, 0);
  }
}
