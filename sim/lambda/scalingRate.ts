import type { Duration, Time } from '../kernel/time.ts';

/**
 * How fast new execution environments may be made: a bucket of tokens that starts full and refills steadily.
 * Kept as the one instant at which it would be full again, so it is exact in whole microseconds. [CON-09, CON-10]
 */
export class ScalingRate {
  private readonly interval: Duration;
  private readonly slack: Duration;
  private fullAt: Time = 0;

  /** `capacity` tokens at most, one more every `interval`. */
  constructor(capacity: number, interval: Duration) {
    this.interval = interval;
    this.slack = (capacity - 1) * interval;
  }

  /** When the next token is there; not after now if there is one. */
  nextAt(): Time {
    return this.fullAt - this.slack;
  }

  take(now: Time): void {
    this.fullAt = Math.max(now, this.fullAt) + this.interval;
  }
}
