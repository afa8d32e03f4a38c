import type { Time } from '../kernel/time.ts';

/**
 * Events that are ready again after a wait, ordered by when they became ready and at one instant by acceptance.
 * They come almost in order, so a push looks back only past those of the same instant.
 */
export class RetriedLine {
  private rows = new Int32Array(64);
  private ready = new Float64Array(64);
  private head = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** The row to be dispatched first. Only when `length` > 0. */
  first(): number {
    return this.rows[this.head]!;
  }

  firstReady(): Time {
    return this.ready[this.head]!;
  }

  /** `ready` is now; `comesBefore` says whether this row was accepted before another. */
  push(row: number, ready: Time, comesBefore: (other: number) => boolean): void {
    if (this.count === this.rows.length) this.grow();
    const mask = this.rows.length - 1;
    let place = this.head + this.count++;
    for (; place > this.head; place--) {
      const before = (place - 1) & mask;
      if (this.ready[before]! < ready || !comesBefore(this.rows[before]!)) break;
      this.rows[place & mask] = this.rows[before]!;
      this.ready[place & mask] = this.ready[before]!;
    }
    this.rows[place & mask] = row;
    this.ready[place & mask] = ready;
  }

  shift(): number {
    const row = this.rows[this.head]!;
    this.head = (this.head + 1) & (this.rows.length - 1);
    this.count--;
    return row;
  }

  private grow(): void {
    const mask = this.rows.length - 1;
    const rows = new Int32Array(this.rows.length * 2);
    const ready = new Float64Array(rows.length);
    for (let place = 0; place < this.count; place++) {
      rows[place] = this.rows[(this.head + place) & mask]!;
      ready[place] = this.ready[(this.head + place) & mask]!;
    }
    this.rows = rows;
    this.ready = ready;
    this.head = 0;
  }
}
