import type { AsyncEventQueue } from './asyncEventQueue.ts';
import type { Reader } from './reader.ts';

/**
 * The documented text taken alone: every accepted event is dispatched at once, a refused one at the ticks of its own
 * back-off, and a freed slot is not noticed before. [POL-09, THR-01]
 */
export class BackoffReader implements Reader {
  private readonly queue: AsyncEventQueue;

  constructor(queue: AsyncEventQueue) {
    this.queue = queue;
  }

  takesUnseen(): boolean {
    return false;
  }

  becameVisible(row: number): void {
    this.queue.dispatch(row);
  }

  retryIsDue(row: number): void {
    this.queue.dispatch(row);
  }

  dispatched(): void {}

  throttled(row: number): void {
    this.queue.backOff(row);
  }

  /** A freed slot is not noticed. [POL-09] */
  roomChanged(): void {}

  settingsChanged(): void {}
}
