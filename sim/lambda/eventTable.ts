import type { Time } from '../kernel/time.ts';

/** What a row says of itself, packed into one word: an overload keeps twenty million of them at once. */
export const Flag = {
  /** Executions that returned with an error, 0 … 3. */
  failures: 0b11,
  /** Refused dispatches since the last execution. */
  refusals: 0x3ff << 2,
  /** A second delivery of an event that has a row of its own. [DUP-01] */
  copy: 1 << 12,
  /** Fails on every attempt. */
  poison: 1 << 13,
  /** Was dispatched at least once. */
  dispatched: 1 << 14,
  /** Left its line before its turn; the line skips it and frees the row. */
  skipped: 1 << 15,
  /** Will be deleted without being sent as soon as the function cannot keep up with it. [POL-05] */
  doomed: 1 << 16,
  /** Why it waits: a WaitingReason's place plus one; 0 when it does not wait. */
  reason: 0b11 << 17,
  /** How its last dispatch was answered: an Answer's place. */
  answer: 0b111 << 20,
} as const;

export const refusalsShift = 2;
export const reasonShift = 17;
export const answerShift = 20;

/**
 * Every event that is being worked on, waiting or running, one row each, and every second delivery of one. Events that
 * were never dispatched stand in an EventLine instead. Rows are reused.
 *
 * A row is 16 bytes side by side, so that a touch costs one cache line: when its age began (8), its ordinal (4), its flags (4).
 */
export class EventTable {
  /** Whether rows carry their event's place in the scenario, for a trace. */
  readonly hasIds: boolean;
  /** Whether rows carry what their event came from, for chains and for messages that may not fit. */
  readonly hasOrigins: boolean;

  private rows = initialRows;
  private times = new Float64Array(2 * initialRows);
  private words = new Int32Array(this.times.buffer);
  /** The event's place among all accepted events of the scenario; kept only for a trace. */
  private ids: Int32Array | null;
  private origins: Int32Array | null;

  private used = 0;
  /** The first free row; each free row holds the next one in place of its ordinal. */
  private free = none;

  constructor(withIds: boolean, withOrigins: boolean) {
    this.hasIds = withIds;
    this.ids = withIds ? new Int32Array(initialRows) : null;
    this.hasOrigins = withOrigins;
    this.origins = withOrigins ? new Int32Array(initialRows) : null;
  }

  add(accepted: Time, ordinal: number, flags: number): number {
    let row = this.free;
    if (row === none) {
      if (this.used === this.rows) this.grow();
      row = this.used++;
    } else {
      this.free = this.words[4 * row + 2]!;
    }
    this.times[2 * row] = accepted;
    this.words[4 * row + 2] = ordinal;
    this.words[4 * row + 3] = flags;
    return row;
  }

  remove(row: number): void {
    this.words[4 * row + 2] = this.free;
    this.free = row;
  }

  /** When its age began: at acceptance, for a second delivery at that delivery. */
  accepted(row: number): Time {
    return this.times[2 * row]!;
  }

  /** The event's place among its function's accepted events, as a 32-bit word: its address in every random stream. */
  ordinal(row: number): number {
    return this.words[4 * row + 2]!;
  }

  flags(row: number): number {
    return this.words[4 * row + 3]!;
  }

  setFlags(row: number, flags: number): void {
    this.words[4 * row + 3] = flags;
  }

  /** Only with ids. */
  id(row: number): number {
    return this.ids![row]!;
  }

  setId(row: number, id: number): void {
    this.ids![row] = id;
  }

  /** Its place in Origins. Only with origins. */
  origin(row: number): number {
    return this.origins![row]!;
  }

  setOrigin(row: number, origin: number): void {
    this.origins![row] = origin;
  }

  private grow(): void {
    this.rows = this.rows * 2;
    const times = new Float64Array(2 * this.rows);
    times.set(this.times);
    this.times = times;
    this.words = new Int32Array(times.buffer);
    const grown = (from: Int32Array): Int32Array => {
      const to = new Int32Array(this.rows);
      to.set(from);
      return to;
    };
    if (this.ids !== null) this.ids = grown(this.ids);
    if (this.origins !== null) this.origins = grown(this.origins);
  }
}

const initialRows = 256;
const none = -1;
