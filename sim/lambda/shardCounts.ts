import type { Duration, Time } from '../kernel/time.ts';

/** What a lane of a shard does. */
export const LaneState = { idle: 0, gathering: 1, processing: 2, retrying: 3, bisecting: 4, throttled: 5 } as const;
export type LaneState = (typeof LaneState)[keyof typeof LaneState];
export const laneStates = 6;

/**
 * What became of the records of one shard, as one mapping reads it. At every instant
 * written = skipped + filtered + delivered + discarded + expired + waiting + inFlight.
 */
export class ShardCounts {
  /** Written before the mapping's starting position. [DDB-27] */
  skipped = 0;
  polled = 0;
  filtered = 0;
  delivered = 0;
  /** By condition: RetryAttemptsExhausted, RecordAgeExceeded. */
  readonly discarded = [0, 0];
  /** Of the discarded: what a destination took the record of, and what not. */
  captured = 0;
  gone = 0;
  /** Dropped by the stream at the end of its retention. [DDB-07] */
  expired = 0;
  inFlight = 0;

  invocations = 0;
  failedInvocations = 0;
  /** Records, added up over invocations. */
  invoked = 0;
  failedInvoked = 0;
  throttles = 0;
  splits = 0;
  /** The longest time from the first dispatch of a batch that failed or was refused until it, or all it was split into, had left. */
  longestBlock: Duration = 0;

  /** Time that the shard's lanes have spent in each state, added up. */
  readonly spent = new Float64Array(laneStates);
  /** Of the minute in progress; -1 for none. [MET-16] */
  minuteIteratorAge: Duration = -1;
}

/** What one lane does since when, added to its shard. */
export class LaneClock {
  state: LaneState = LaneState.idle;
  private since: Time = 0;
  private readonly counts: ShardCounts;

  constructor(counts: ShardCounts) {
    this.counts = counts;
  }

  change(now: Time, state: LaneState): void {
    this.catchUp(now);
    this.state = state;
  }

  /** Adds what has passed up to now. */
  catchUp(now: Time): void {
    this.counts.spent[this.state]! += now - this.since;
    this.since = now;
  }
}
