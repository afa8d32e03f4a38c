import type { HandlerId, Simulation } from '../kernel/simulation.ts';
import type { FifoReader } from './fifoReader.ts';
import { Due } from './phases.ts';

/** Under `fifo`, who gets a slot that is free: the head that has been ready longest, of all functions that may use it. */
export class FifoTurns {
  private readonly simulation: Simulation;
  /** Readers that may have something in line, in the order of the file. */
  private readonly waiting: FifoReader[] = [];
  private readonly fillIsDue: HandlerId;
  private filling = false;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.fillIsDue = simulation.register(() => {
      this.filling = false;
      this.fill();
    });
  }

  /** A reader has something in line. */
  join(reader: FifoReader): void {
    if (this.waiting.includes(reader)) return;
    const later = this.waiting.findIndex(({ place }) => place > reader.place);
    this.waiting.splice(later < 0 ? this.waiting.length : later, 0, reader);
  }

  /** There is room, or may be; it is given away once every execution of this instant has ended and every setting is changed. */
  offer(): void {
    if (this.filling || this.waiting.length === 0) return;
    this.filling = true;
    this.simulation.schedule(this.simulation.now, Due.reader, this.fillIsDue, 0);
  }

  /** Fills whatever room there is. */
  fill(): void {
    // What leaves the lines leaves them in the order of the file, because a function may be sent a record of each.
    for (const reader of this.waiting) {
      reader.dropStopped();
      reader.dropExpired();
    }
    for (let next = this.next(); next !== null; next = this.next()) next.dispatchHead();
  }

  private next(): FifoReader | null {
    let first: FifoReader | null = null;
    for (let place = this.waiting.length - 1; place >= 0; place--) {
      const reader = this.waiting[place]!;
      if (reader.isEmpty()) this.waiting.splice(place, 1);
      else if (!reader.queue.function.canStart()) reader.wakeForRoom();
      else if (first === null || reader.headComesBefore(first)) first = reader;
    }
    return first;
  }
}
