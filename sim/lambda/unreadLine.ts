import type { SequenceId } from '../kernel/simulation.ts';
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
 *
 * What several functions' lines lose at one instant they lose in the order of the file, before anything else expires then.
 */
export class UnreadLine {
  private readonly queue: AsyncEventQueue;
  private readonly line: EventLine;
  private readonly place: number;
  private readonly alarm: SequenceId;
  private alarmSet = false;

  /** `place` is the function's in the file. */
  constructor(queue: AsyncEventQueue, place: number) {
    this.queue = queue;
    this.place = place;
    this.line = new EventLine(queue.events);
    this.alarm = queue.simulation.addSequence(() => {
      this.dropExpired();
      this.setAlarm();
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
    this.alarmSet = this.length > 0;
    this.queue.simulation.setNext(this.alarm, this.alarmSet ? this.firstExpires() : Infinity, Due.ageLimit, firstRank + this.place);
  }
}

/** Ranks from here on come before whatever is scheduled. */
const firstRank = -2_147_483_648;
