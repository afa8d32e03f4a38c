import type { Time } from '../kernel/time.ts';

/**
 * The records of one shard that somebody may still need, in the order in which they were written; numbered from 0. Those
 * that nobody needs any more are let go.
 */
export class RecordLog {
  /** Records ever written. */
  written = 0;
  private readonly oldestNeeded: () => number;
  /** The first that is still there. */
  private base = 0;
  private times = new Float64Array(64);
  private keys = new Int32Array(64);
  private bytes = new Int32Array(64);
  private poison = new Uint8Array(64);

  /** `oldestNeeded` gives the first record that may still be asked for. */
  constructor(oldestNeeded: () => number) {
    this.oldestNeeded = oldestNeeded;
  }

  write(at: Time, key: number, bytes: number, isPoison: boolean): void {
    if (this.written - this.base === this.times.length) this.makeRoom();
    const place = this.written++ - this.base;
    this.times[place] = at;
    this.keys[place] = key;
    this.bytes[place] = bytes;
    this.poison[place] = isPoison ? 1 : 0;
  }

  writtenAt(record: number): Time {
    return this.times[record - this.base]!;
  }

  keyOf(record: number): number {
    return this.keys[record - this.base]!;
  }

  bytesOf(record: number): number {
    return this.bytes[record - this.base]!;
  }

  isPoison(record: number): boolean {
    return this.poison[record - this.base] !== 0;
  }

  private makeRoom(): void {
    const kept = this.oldestNeeded();
    const gone = kept - this.base;
    const left = this.written - kept;
    const capacity = left * 2 > this.times.length ? this.times.length * 2 : this.times.length;
    const moved = <A extends Float64Array | Int32Array | Uint8Array>(to: A, from: A): A => (to.set(from.subarray(gone)), to);
    this.times = moved(new Float64Array(capacity), this.times);
    this.keys = moved(new Int32Array(capacity), this.keys);
    this.bytes = moved(new Int32Array(capacity), this.bytes);
    this.poison = moved(new Uint8Array(capacity), this.poison);
    this.base = kept;
  }
}
