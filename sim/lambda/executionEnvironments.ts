import type { AddressedStream } from '../kernel/random/streams.ts';
import type { Duration, Time } from '../kernel/time.ts';
import { isReclaimed } from './rules.ts';

/** A function's idle execution environments; the one used last is used first. [ENV-01, ENV-05, ENV-06] */
export class ExecutionEnvironments {
  private readonly expiry: { min: Duration; max: Duration };
  private readonly stream: AddressedStream;
  /** Since when each is idle and how long it may be, the most recent last. */
  private idleSince = new Float64Array(64);
  private mayIdle = new Float64Array(64);
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
      if (!isReclaimed(now - this.idleSince[last]!, this.mayIdle[last]!)) return true;
      this.idle = last;
    }
    return false;
  }

  /** Takes the environment that `hasWarm` found. */
  takeWarm(): void {
    this.idle--;
  }

  release(now: Time): void {
    if (this.idle === this.idleSince.length) this.grow();
    this.idleSince[this.idle] = now;
    this.mayIdle[this.idle++] = this.drawExpiry();
  }

  private drawExpiry(): Duration {
    const { min, max } = this.expiry;
    return min === max ? min : Math.round(min + (max - min) * this.stream.seek(this.released++, 0).fine);
  }

  private grow(): void {
    const idleSince = new Float64Array(this.idle * 2);
    const mayIdle = new Float64Array(this.idle * 2);
    idleSince.set(this.idleSince);
    mayIdle.set(this.mayIdle);
    this.idleSince = idleSince;
    this.mayIdle = mayIdle;
  }
}
