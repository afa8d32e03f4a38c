import { inSeconds, type Time } from '../kernel/time.ts';
import { BatchStep, type BatchTrace, type TracedAnswer } from '../lambda/batchTrace.ts';
import type { Model } from '../model/model.ts';
import type { Identities } from './identities.ts';

/** What happened to a batch at one instant, and the clause that explains it. */
export const batchStepWords = [
  { what: 'formed', clause: 'DDB-23' },
  { what: 'invoked', clause: 'DDB-22' },
  { what: 'succeeded', clause: 'DDB-24' },
  { what: 'partlyFailed', clause: 'DDB-17' },
  { what: 'failed', clause: 'DDB-03' },
  { what: 'throttled', clause: 'DDB-02' },
  { what: 'systemError', clause: 'DDB-02' },
  { what: 'split', clause: 'DDB-04' },
  { what: 'retriesExhausted', clause: 'DDB-05' },
  { what: 'recordAgeExceeded', clause: 'DDB-32' },
  { what: 'expired', clause: 'DDB-07' },
  { what: 'sentToDestination', clause: 'DDB-08' },
  { what: 'deliveryFailed', clause: 'DDB-11' },
] as const;
export type BatchStepWord = (typeof batchStepWords)[number]['what'];

/** One step: times in seconds from the scenario's start; `from` and `count` say which of the batch's records it is about. */
export interface BatchRecordStep {
  t: number;
  what: BatchStepWord;
  from: number;
  count: number;
  clause: string;
  /** Of a discarded batch that has a destination: what its record says. */
  answer?: TracedAnswer;
}

/** One batch of one lane of a stream's shard, from its making until it left, was split or is left at the end of the run. */
export interface BatchRecord {
  id: number;
  mapping: string;
  function: string;
  stream: string;
  shard: number;
  /** Among the shard's lanes; 0 without a parallelization factor. */
  lane: number;
  /** The batch it was split off, or whose rest it is; null for one of its own. */
  parent: number | null;
  /** The same on every attempt; another one after a split. [DDB-30] */
  requestId: string;
  formedAt: number;
  /** In order; `number` counts the shard's records from 0. */
  records: { number: number; writtenAt: number; poison: boolean }[];
  steps: BatchRecordStep[];
}

/** Every batch of a traced run, in the order in which they were made; steps at or after `until` are left out. */
export function* batchRecords(trace: BatchTrace, model: Model, identities: Identities, until: Time): Iterable<BatchRecord> {
  const steps = trace.batches.map((): BatchRecordStep[] => []);
  const gone = trace.batches.map(() => 0);
  for (const { batch, t, step, records, answer } of trace.steps) {
    if (t >= until) continue;
    const from = gone[batch]!;
    const isAnswer = step === BatchStep.sentToDestination || step === BatchStep.deliveryFailed;
    if (leaves.has(step)) gone[batch] = from + records;
    steps[batch]!.push({
      t: inSeconds(t),
      ...batchStepWords[step]!,
      // The destination hears of what was discarded just before.
      from: isAnswer ? from - records : from,
      count: records,
      ...(answer === undefined ? {} : { answer }),
    });
  }
  for (const [id, batch] of trace.batches.entries()) {
    if (batch.at >= until) continue;
    const mapping = model.mappings[batch.mapping]!;
    yield {
      id,
      mapping: mapping.name,
      function: model.functions[mapping.function]!.name,
      stream: mapping.kind === 'stream' ? model.streams[mapping.stream]!.name : '',
      shard: batch.shard,
      lane: batch.lane,
      parent: batch.parent < 0 ? null : batch.parent,
      requestId: identities.batchRequestId(id),
      formedAt: inSeconds(batch.at),
      records: batch.records.map((number, place) => ({ number, writtenAt: inSeconds(batch.written[place]!), poison: batch.poison[place]! })),
      steps: steps[id]!,
    };
  }
}

/** After these, records of the batch are done with. */
const leaves: ReadonlySet<BatchStep> = new Set([
  BatchStep.succeeded,
  BatchStep.partlyFailed,
  BatchStep.retriesExhausted,
  BatchStep.recordAgeExceeded,
  BatchStep.expired,
]);
