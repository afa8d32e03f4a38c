import type { AddressedStream } from '../kernel/random/streams.ts';
import type { Duration, Time } from '../kernel/time.ts';
import { isReclaimed } from './rules.ts';

/** A function's idle execution environments; the one used last is used first. [ENV-01, ENV-05, ENV-06] */
export class ExecutionEnvironments {
  private readonly expiry: { min: Duration; max: Duration };
  private readonly stream: AddressedStream;
  /** When each will be reclaimed, the most recently used last. */
  private reclaimedAt = new Float64Array(64);
  private idle = 0;
  private released = 0;

  constructor(expiry: { min: Duration; max: Duration }, stream: AddressedStream) {
    this.expiry = expiry;
    this.stream = stream;
  }

  /** Whether an attempt now would find a warm environment. Forgets those that were reclaimed meanwhile. */
  hasWarm(now: Time): boolean {
    while (this.idle > 0) {
      const last = this.idle - 1;
      if (!isReclaimed(now, this.reclaimedAt[last]!)) return true;
      this.idle = last;
    }
    return false;
  }

  /** Takes the environment that `hasWarm` found. */
  takeWarm(): void {
    this.idle--;
  }

  release(now: Time): void {
    if (this.idle === this.reclaimedAt.length) this.grow();
    this.reclaimedAt[this.idle++] = now + this.drawExpiry();
  }

  private drawExpiry(): Duration {
    const { min, max } = this.expiry;
    return min === max ? min : Math.round(min + (max - min) * this.stream.seek(this.released++, 0).fine);
  }

  private grow(): void {
    const reclaimedAt = new Float64Array(this.idle * 2);
    reclaimedAt.set(this.reclaimedAt);
    this.reclaimedAt = reclaimedAt;
  }
}
