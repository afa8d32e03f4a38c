import type { BatchRecord } from './batchRecords.ts';
import type { EventRecord, RunResult, SentBatchRecord, SentRecord, Series } from './result.ts';
import type { SentBatchFilter } from './sentBatchRecords.ts';
import type { SentFilter } from './sentRecords.ts';

/** How a run is started; nothing here changes what a scenario means. */
export interface RunOptions {
  /** Overrides the scenario's seed. */
  seed?: string;
  /** Which sub-stream of the seed, 0 for the first. Replication i is the same whatever else is run beside it. */
  replication?: number;
  /** Keeps every event's life-line; costs memory, changes no number. */
  trace?: boolean;
}

/** One replication in progress: a pure function of (model, seed, replication), whatever the size of the slices. */
export interface Run {
  /** Seconds simulated so far. */
  readonly simulatedSeconds: number;
  readonly finished: boolean;
  readonly steps: number;
  /** Handles at most `maxSteps` scheduled events; true while there is more to do. */
  advance(maxSteps: number): boolean;
  /** Goes on to the end of the simulated minute in progress: what is kept of a stopped run is whole minutes. */
  finishMinute(): void;
  /** The numbers so far; the final ones once `finished`. */
  result(): RunResult;
  /** The minutes so far, the current one included. Fresh arrays, a function's in one buffer, free to transfer. */
  series(): Series;
  /** Every accepted event in order of id. Only with `trace`. */
  events(): Iterable<EventRecord>;
  /** One accepted event; null where there is none of that id. Only with `trace`. */
  event(id: number): EventRecord | null;
  /** Every record and dead letter that was sent, in order of time, those that never arrived included. Only with `trace`. */
  sent(filter?: SentFilter): Iterable<SentRecord>;
  /** Every record of a discarded batch of a stream, in order of time, those that never arrived included. Only with `trace`. */
  sentBatches(filter?: SentBatchFilter): Iterable<SentBatchRecord>;
  /** Every batch of a stream that was made, in that order. Only with `trace`. */
  batches(): Iterable<BatchRecord>;
}
