import type { FifoReader } from './fifoReader.ts';

/** Under `fifo`, who gets a slot that is free: the head that has been ready longest, of all functions that may use it. */
export class FifoTurns {
  private readonly readers: FifoReader[] = [];

  join(reader: FifoReader): void {
    this.readers.push(reader);
  }

  /** Fills whatever room there is. */
  offer(): void {
    for (let next = this.next(); next !== null; next = this.next()) next.dispatchHead();
  }

  private next(): FifoReader | null {
    let first: FifoReader | null = null;
    for (const reader of this.readers) {
      if (reader.isEmpty()) continue;
      reader.dropExpired();
      if (reader.isEmpty()) continue;
      if (!reader.queue.function.canStart()) reader.wakeForEnvironment();
      else if (first === null || reader.headReady() < first.headReady()) first = reader;
    }
    return first;
  }
}
