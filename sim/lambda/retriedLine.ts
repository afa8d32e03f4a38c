import type { Time } from '../kernel/time.ts';

/** What stands for no row. */
export const none = -1;

/**
 * Events that are ready again after a wait, ordered by when they became ready and at one instant by acceptance.
 * They come almost in order, so a push looks back only past those of the same instant.
 *
 * Each gets a ticket, one more than the last, for whoever has to find it later: its row says nothing once it has left,
 * because another event, of any function, may have that row then.
 */
export class RetriedLine {
  // By place in line.
  private rows = new Int32Array(64);
  private ready = new Float64Array(64);
  private tickets = new Int32Array(64);
  private head = 0;
  private count = 0;
  /** By ticket, from the oldest that is in line to the newest: its row, or none. */
  private holders = new Int32Array(64);
  private oldestTicket = 0;
  private nextTicket = 0;

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

  /** The row that got this ticket if it is still in line, else `none`. */
  rowWith(ticket: number): number {
    return ticket < this.oldestTicket ? none : this.holders[ticket & (this.holders.length - 1)]!;
  }

  /** `ready` is now; `comesBefore` says whether this row was accepted before another. Returns the row's ticket. */
  push(row: number, ready: Time, comesBefore: (other: number) => boolean): number {
    if (this.count === this.rows.length) this.grow();
    if (this.nextTicket - this.oldestTicket === this.holders.length) this.growHolders();
    const ticket = this.nextTicket++;
    this.holders[ticket & (this.holders.length - 1)] = row;
    const mask = this.rows.length - 1;
    let place = this.head + this.count++;
    for (; place > this.head; place--) {
      const before = (place - 1) & mask;
      if (this.ready[before]! < ready || !comesBefore(this.rows[before]!)) break;
      this.put(place & mask, this.rows[before]!, this.ready[before]!, this.tickets[before]!);
    }
    this.put(place & mask, row, ready, ticket);
    return ticket;
  }

  shift(): number {
    const { head, holders } = this;
    const last = holders.length - 1;
    holders[this.tickets[head]! & last] = none;
    while (this.oldestTicket < this.nextTicket && holders[this.oldestTicket & last] === none) this.oldestTicket++;
    this.head = (head + 1) & (this.rows.length - 1);
    this.count--;
    return this.rows[head]!;
  }

  private put(place: number, row: number, ready: Time, ticket: number): void {
    this.rows[place] = row;
    this.ready[place] = ready;
    this.tickets[place] = ticket;
  }

  private grow(): void {
    const { rows, ready, tickets, head } = this;
    this.rows = new Int32Array(rows.length * 2);
    this.ready = new Float64Array(rows.length * 2);
    this.tickets = new Int32Array(rows.length * 2);
    this.head = 0;
    for (let place = 0; place < this.count; place++) {
      const from = (head + place) & (rows.length - 1);
      this.put(place, rows[from]!, ready[from]!, tickets[from]!);
    }
  }

  private growHolders(): void {
    const { holders } = this;
    this.holders = new Int32Array(holders.length * 2);
    for (let ticket = this.oldestTicket; ticket < this.nextTicket; ticket++) this.holders[ticket & (this.holders.length - 1)] = holders[ticket & (holders.length - 1)]!;
  }
}
