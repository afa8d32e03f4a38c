import { Line } from '../kernel/line.ts';
import type { HandlerId } from '../kernel/simulation.ts';
import type { AsyncEventQueue } from './asyncEventQueue.ts';
import { Condition, Reason } from './metrics.ts';
import { Due } from './phases.ts';
import { Step } from './trace.ts';

/**
 * Events that were accepted and never dispatched, in the order of acceptance, which is also the order in which they
 * expire: one alarm, for the first of them, is enough. An unread event expires at exactly its age limit. [AGE-11, POL-04]
 */
export class UnreadLine {
  private readonly queue: AsyncEventQueue;
  private readonly line = new Line();
  private readonly ageLimit: HandlerId;
  private alarmSet = false;

  constructor(queue: AsyncEventQueue) {
    this.queue = queue;
    this.ageLimit = queue.simulation.register(() => this.dropExpired());
  }

  get length(): number {
    return this.line.length;
  }

  /** The event accepted first. Only when `length` > 0. */
  first(): number {
    return this.line.first();
  }

  push(row: number): void {
    if (this.queue.losesInstead(row)) return;
    this.queue.waits(row, Reason.unread);
    this.queue.record(row, Step.unread);
    this.line.push(row);
    if (!this.alarmSet) this.setAlarm();
  }

  shift(): number {
    return this.line.shift();
  }

  /** The first event's age limit, or that of one that was first, is here. */
  private dropExpired(): void {
    const { line, queue } = this;
    this.alarmSet = false;
    while (line.length > 0 && queue.expiresAt(line.first()) <= queue.simulation.now)
      queue.drop(line.shift(), Condition.eventAgeExceeded);
    if (line.length > 0) this.setAlarm();
  }

  private setAlarm(): void {
    this.alarmSet = true;
    this.queue.simulation.schedule(this.queue.expiresAt(this.line.first()), Due.ageLimit, this.ageLimit, 0);
  }
}
