import { inSeconds, type Time } from '../kernel/time.ts';
import { BatchStep, type BatchTrace, type TracedBatch } from '../lambda/batchTrace.ts';
import type { Model, StreamMappingModel } from '../model/model.ts';
import { destinationArn, streamArn } from '../records/arn.ts';
import { type BatchFacts, batchRecord } from '../records/batchRecord.ts';
import { s3BatchKey } from '../records/s3Object.ts';
import { streamEvent } from '../records/streamEvent.ts';
import { shardId, type ShardPlace } from '../records/streamPlaces.ts';
import { isoMilliseconds } from '../records/timestamp.ts';
import { s3Object, snsNotification, sqsMessage } from '../records/wrapping.ts';
import type { Identities } from './identities.ts';
import type { SentBatchRecord } from './result.ts';

/** Which of the records are wanted; every given one must hold. */
export interface SentBatchFilter {
  condition?: SentBatchRecord['condition'];
  /** Of these batches only. */
  batches?: ReadonlySet<number>;
  /** Whether each is also given as its receiver sees it. */
  wrapped?: boolean;
}

/** A traced run: what is needed to tell its batches' stories. What is due at or after `until` is left out. */
export interface BatchHistory {
  trace: BatchTrace;
  model: Model;
  identities: Identities;
  until: Time;
}

/** Every record of a discarded batch, in order of time, written from the trace: nothing of it is kept while the run goes on. */
export function* sentBatchRecords(history: BatchHistory, filter: SentBatchFilter = {}): Iterable<SentBatchRecord> {
  for (const sending of sendingsOf(history)) {
    if (filter.condition !== undefined && sending.condition !== filter.condition) continue;
    if (filter.batches !== undefined && !filter.batches.has(sending.batch)) continue;
    const sent = written(history, sending);
    yield filter.wrapped === true ? { ...sent, message: wrapped(history, sending, sent) } : sent;
  }
}

/** One record sent, before it is written. */
interface Sending {
  batch: number;
  of: TracedBatch;
  mapping: StreamMappingModel;
  at: Time;
  arrives: boolean;
  condition: SentBatchRecord['condition'];
  /** Of the batch's records, the discarded ones. */
  from: number;
  count: number;
  invokeCount: number;
  isFunctionError: boolean;
}

/** In order of time; at one instant in the order in which they were decided. */
function sendingsOf({ trace, model, until }: BatchHistory): Sending[] {
  // Of every batch, how many of its records have left, and why the last of them did.
  const left = trace.batches.map(() => 0);
  const conditions = trace.batches.map((): Sending['condition'] => 'RetryAttemptsExhausted');
  const sendings: Sending[] = [];
  for (const { batch, t, step, records, answer } of trace.steps) {
    const of = trace.batches[batch]!;
    if (answer === undefined) {
      if (leaves.has(step)) left[batch] = left[batch]! + records;
      if (step === BatchStep.recordAgeExceeded) conditions[batch] = 'RecordAgeExceeded';
      continue;
    }
    const mapping = model.mappings[of.mapping]!;
    if (mapping.kind !== 'stream') continue;
    const at = t + model.destinations[mapping.onFailure]!.latency;
    if (at >= until) continue;
    sendings.push({ batch, of, mapping, at, arrives: step === BatchStep.sentToDestination, condition: conditions[batch]!, from: left[batch]! - records, count: records, ...answer });
  }
  return sendings.sort((one, other) => one.at - other.at);
}

/** After these, records of the batch are done with; those that are discarded are the last. */
const leaves: ReadonlySet<BatchStep> = new Set([BatchStep.expired, BatchStep.partlyFailed, BatchStep.retriesExhausted, BatchStep.recordAgeExceeded]);

function written(history: BatchHistory, sending: Sending): SentBatchRecord {
  const { model, identities } = history;
  const { batch, mapping, at, arrives, condition } = sending;
  const destination = model.destinations[mapping.onFailure]!;
  const facts = factsOf(history, sending);
  const isBucket = destination.type === 'S3';
  return {
    t: inSeconds(at),
    mapping: mapping.name,
    batch,
    function: model.functions[mapping.function]!.name,
    destination: destination.name,
    type: destination.type as SentBatchRecord['type'],
    delivered: arrives,
    condition,
    body: batchRecord(facts, isBucket ? payloadOf(history, sending, facts) : null),
    ...(isBucket ? { key: s3BatchKey(identities.mappingId(sending.of.mapping), shardId(facts.place), facts.instant, identities.batchMessageId(batch)) } : {}),
  };
}

function factsOf({ model, identities }: BatchHistory, sending: Sending): BatchFacts {
  const { batch, of, mapping, at, condition, from, count, invokeCount, isFunctionError } = sending;
  const { region, accountId, startsAt } = model;
  const { functionName, qualifier, version, functionError } = model.functions[mapping.function]!;
  const { name, type } = model.streams[mapping.stream]!;
  const last = from + count - 1;
  const place: ShardPlace = { type, shard: of.shard, mark: identities.streamMark(mapping.stream), since: startsAt };
  return {
    requestId: identities.batchRequestId(batch),
    functionArn: destinationArn('Lambda', region, accountId, functionName, qualifier === '$LATEST' ? null : qualifier),
    condition,
    approximateInvokeCount: invokeCount,
    executedVersion: version,
    functionError: isFunctionError ? functionError : null,
    instant: startsAt + at,
    place,
    streamArn: streamArn(type, region, accountId, name, isoMilliseconds(startsAt).slice(0, -1)),
    firstRecord: of.records[from]!,
    lastRecord: of.records[last]!,
    firstArrival: startsAt + of.written[from]!,
    lastArrival: startsAt + of.written[last]!,
    batchSize: count,
  };
}

/** The event with the discarded records, which is what the function got. */
function payloadOf({ model: { region, accountId, startsAt }, identities }: BatchHistory, { of, mapping, from, count }: Sending, { place, streamArn: arn }: BatchFacts): string {
  const records = Array.from({ length: count }, (_, offset) => {
    const at = from + offset;
    const number = of.records[at]!;
    return { number, writtenAt: startsAt + of.written[at]!, partitionKey: `key-${of.keys[at]!}`, bytes: of.bytes[at]!, eventId: identities.streamEventId(mapping.stream, of.shard, number) };
  });
  return streamEvent({ place, streamArn: arn, region, accountId }, records);
}

/** The whole as its receiver sees it. [DDB-08] */
function wrapped({ model, identities }: BatchHistory, { batch, at }: Sending, { type, body, destination, key }: SentBatchRecord): string {
  const { region, accountId, startsAt } = model;
  const sentAt = startsAt + at;
  const messageId = identities.batchMessageId(batch);
  switch (type) {
    case 'SQS':
      return sqsMessage({ body, attributes: {}, messageId, sentAt, traceHeader: null, senderId: identities.senderId(sentAt) });
    case 'SNS':
      return snsNotification({ body, attributes: {}, messageId, sentAt, topicArn: destinationArn('SNS', region, accountId, destination) });
    case 'S3':
      return s3Object({ bucket: destination, key: key ?? '', body });
  }
}
