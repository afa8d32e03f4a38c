import type { Time } from '../kernel/time.ts';

/** What happens to a batch, in the order of a story. */
export const BatchStep = {
  formed: 0,
  invoked: 1,
  succeeded: 2,
  partlyFailed: 3,
  failed: 4,
  throttled: 5,
  systemError: 6,
  split: 7,
  retriesExhausted: 8,
  recordAgeExceeded: 9,
  expired: 10,
  sentToDestination: 11,
  deliveryFailed: 12,
} as const;
export type BatchStep = (typeof BatchStep)[keyof typeof BatchStep];

/** Every batch of every stream mapping of one run, and what happened to it; kept only in traced runs. */
export class BatchTrace {
  readonly batches: TracedBatch[] = [];
  readonly steps: TracedStep[] = [];

  /** A batch is made; `parent` is the one it was split off, -1 for none. Returns its number. */
  begin(batch: TracedBatch): number {
    return this.batches.push(batch) - 1;
  }

  /** `records`: how many of the batch, from its first on that is left, the step is about; `answer`: what a destination is told. */
  add(batch: number, t: Time, step: BatchStep, records: number, answer?: TracedAnswer): void {
    this.steps.push(answer === undefined ? { batch, t, step, records } : { batch, t, step, records, answer });
  }
}

export interface TracedBatch {
  mapping: number;
  shard: number;
  lane: number;
  parent: number;
  /** In order. */
  records: readonly number[];
  /** The partition key and the size of each. */
  keys: readonly number[];
  bytes: readonly number[];
  /** When each was written, microseconds. */
  written: readonly Time[];
  /** Which of them are poison. */
  poison: readonly boolean[];
  at: Time;
}

export interface TracedStep {
  batch: number;
  t: Time;
  step: BatchStep;
  records: number;
  answer?: TracedAnswer;
}

/** What the record of a discarded batch says beside which records it is about. [DDB-09, DDB-18, DDB-20] */
export interface TracedAnswer {
  invokeCount: number;
  isFunctionError: boolean;
}
