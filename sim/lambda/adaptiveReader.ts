import type { HandlerId } from '../kernel/simulation.ts';
import { second, type Time } from '../kernel/time.ts';
import type { AsyncEventQueue } from './asyncEventQueue.ts';
import { Due } from './phases.ts';
import type { Reader } from './reader.ts';
import { fasterReadRate, isMostlyRefused, readGap, slowerReadRate } from './rules.ts';
import { Step } from './trace.ts';
import { UnreadLine } from './unreadLine.ts';

/**
 * The documented text taken whole: as `backoff`, and the queue is read more slowly while the function refuses.
 *
 *   unlimited ── a second in which most dispatches were refused ──> limited: one read every 1 / rate
 *       ^                                                             │  refused again: rate × 0.9
 *       └────────── a second without that, and nothing unread ────────┘  otherwise:     rate × 1.1 + 1
 *
 * Retries of events already read keep their own ticks. No control law is published: the least certain part of the model.
 * [POL-01, POL-03, POL-06]
 */
export class AdaptiveReader implements Reader {
  private readonly queue: AsyncEventQueue;
  private readonly unread: UnreadLine;
  private readonly intervalEnds: HandlerId;
  private readonly readIsDue: HandlerId;

  private limited = false;
  /** Reads per second while limited. */
  private rate = 0;
  /** Reads scheduled in an earlier spell of limited reading find another number and do nothing. */
  private spell = 0;

  // Of the second in progress.
  private intervalWatched = false;
  private dispatches = 0;
  private refusals = 0;
  private reads = 0;

  /** `place` is the function's in the file. */
  constructor(queue: AsyncEventQueue, place: number) {
    this.queue = queue;
    this.unread = new UnreadLine(queue, place);
    this.intervalEnds = queue.simulation.register(() => this.endInterval());
    this.readIsDue = queue.simulation.register((spell) => {
      if (spell === this.spell) this.read();
    });
  }

  /** While reading is limited, an event goes to the end of the line at once; it is read once it is visible. */
  takesUnseen(row: number): boolean {
    if (this.limited) this.unread.push(row);
    return this.limited;
  }

  becameVisible(row: number): void {
    if (this.limited) this.unread.push(row);
    else this.queue.dispatch(row);
  }

  retryIsDue(row: number): void {
    this.queue.dispatch(row);
  }

  dispatched(admitted: boolean, isRead: boolean): void {
    this.dispatches++;
    if (!admitted) this.refusals++;
    if (isRead) this.reads++;
    if (!this.intervalWatched) this.watchInterval();
  }

  throttled(row: number): void {
    this.queue.backOff(row);
  }

  /** A freed slot is not noticed. [POL-09] */
  roomChanged(): void {}

  settingsChanged(): void {}

  private endInterval(): void {
    const { dispatches, refusals } = this;
    if (isMostlyRefused(refusals, dispatches)) {
      this.rate = slowerReadRate(this.limited ? this.rate : this.reads, dispatches - refusals);
      if (!this.limited) this.limitReading();
    } else if (this.limited) {
      if (this.hadUnread()) this.rate = fasterReadRate(this.rate);
      else this.stopLimiting();
    }
    this.dispatches = this.refusals = this.reads = 0;
    this.intervalWatched = false;
    if (this.limited) this.watchInterval();
  }

  private limitReading(): void {
    this.limited = true;
    this.queue.drainUnseen((row) => this.unread.push(row));
    this.scheduleRead();
  }

  /** What is left in the line is not visible yet. */
  private stopLimiting(): void {
    const { queue, unread } = this;
    this.limited = false;
    this.spell++;
    while (unread.length > 0) {
      const at = this.firstVisible();
      queue.becomesVisibleAt(unread.shift(), at);
    }
  }

  /** At a second's end what becomes visible at that very instant is still to come. */
  private hadUnread(): boolean {
    return this.unread.length > 0 && this.firstVisible() < this.queue.simulation.now;
  }

  private hasUnread(): boolean {
    return this.unread.length > 0 && this.firstVisible() <= this.queue.simulation.now;
  }

  private firstVisible(): Time {
    return this.unread.firstAccepted() + this.queue.assumptions.dispatchLatency;
  }

  /** Takes the event that has waited longest; a read that finds none is spent. */
  private read(): void {
    if (this.hasUnread()) {
      const row = this.unread.shift();
      this.queue.record(row, Step.read);
      this.queue.dispatch(row);
    }
    this.scheduleRead();
  }

  private scheduleRead(): void {
    const { simulation } = this.queue;
    simulation.schedule(simulation.now + readGap(this.rate), Due.dispatch, this.readIsDue, this.spell);
  }

  /** A second without a dispatch has no majority, so while reading is unlimited only seconds with one are looked at. */
  private watchInterval(): void {
    this.intervalWatched = true;
    const { simulation } = this.queue;
    simulation.schedule(simulation.now - (simulation.now % second) + second, Due.reader, this.intervalEnds, 0);
  }
}
