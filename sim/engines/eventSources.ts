import { assert } from '../kernel/assert.ts';
import { addressedStream, sequentialStream } from '../kernel/random/streams.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { inSeconds, millisecond, minute } from '../kernel/time.ts';
import { BatchTrace } from '../lambda/batchTrace.ts';
import type { Destination } from '../lambda/destination.ts';
import type { LambdaFunction } from '../lambda/lambdaFunction.ts';
import type { FunctionMetrics } from '../lambda/metrics.ts';
import type { MinuteWriter } from '../lambda/minuteRecorder.ts';
import { LaneState, type ShardCounts } from '../lambda/shardCounts.ts';
import { Sender, SqsQueue } from '../lambda/sqsQueue.ts';
import { SqsMapping } from '../lambda/sqsMapping.ts';
import { Stream, Writer } from '../lambda/stream.ts';
import { StreamMapping } from '../lambda/streamMapping.ts';
import type { Model } from '../model/model.ts';
import { batchRecords, type BatchRecord } from './batchRecords.ts';
import {
  mostShardSeries,
  queueColumns,
  queueMappingColumns,
  shardColumns,
  type QueueMappingResult,
  type QueueMappingSeries,
  type QueueResult,
  type QueueSeries,
  type ShardResult,
  type ShardSeries,
  type StreamMappingResult,
  type StreamMappingSeries,
} from './eventSourceResult.ts';
import type { Identities } from './identities.ts';
import type { RunResult, SentBatchRecord, Series } from './result.ts';
import { sentBatchRecords, type SentBatchFilter } from './sentBatchRecords.ts';
import { timeSummary } from './timeSummary.ts';

/** What the streams, queues and mappings of a run share with the rest of it. */
export interface EventSourcesParts {
  simulation: Simulation;
  model: Model;
  seed: string;
  replication: number;
  functions: readonly LambdaFunction[];
  metrics: readonly FunctionMetrics[];
  destinations: readonly Destination[];
  identities: Identities;
  traced: boolean;
}

/** The streams, queues and mappings of one run. */
export class EventSources implements MinuteWriter {
  private readonly trace: BatchTrace | null;
  private readonly identities: Identities;
  readonly streams: readonly Stream[];
  readonly queues: readonly SqsQueue[];
  readonly mappings: readonly (StreamMapping | SqsMapping)[];
  private readonly model: Model;
  private readonly simulation: Simulation;
  private readonly mappingSeries: readonly (StreamMappingSeries | QueueMappingSeries)[];
  private readonly queueSeries: readonly QueueSeries[];

  constructor(parts: EventSourcesParts) {
    const { simulation, model, seed, replication } = parts;
    const { assumptions, duration } = model;
    const luck = (name: string) => addressedStream(seed, replication, name);
    const arrivals = (name: string) => sequentialStream(seed, replication, name);
    this.model = model;
    this.simulation = simulation;
    this.identities = parts.identities;
    this.trace = parts.traced ? new BatchTrace() : null;
    this.streams = model.streams.map((stream) => new Stream(stream));
    this.queues = model.queues.map((queue) => new SqsQueue(simulation, queue, duration));
    this.queues.forEach((queue) => (queue.deadLetterQueue = this.queues[queue.model.deadLetterQueue] ?? null));
    for (const destination of parts.destinations) destination.fed = this.queues[destination.model.feeds] ?? null;
    this.mappings = model.mappings.map((mapping, place) => {
      const common = {
        simulation,
        function: parts.functions[mapping.function]!,
        metrics: parts.metrics[mapping.function]!,
        retry: assumptions.eventSourceRetry,
      };
      if (mapping.kind === 'queue') {
        const queue = this.queues[mapping.queue]!;
        const made = new SqsMapping({ ...common, model: mapping, queue, receiveLatency: assumptions.receiveLatency, luck: luck(`mappings/${mapping.name}`) });
        queue.readers.push(made);
        return made;
      }
      return new StreamMapping({
        ...common,
        model: mapping,
        place,
        stream: this.streams[mapping.stream]!,
        destination: parts.destinations[mapping.onFailure] ?? null,
        luck: (name) => luck(`mappings/${name}`),
        trace: this.trace,
      });
    });
    // At one instant after the traffic, in file order.
    let order = model.sources.length;
    for (const stream of this.streams)
      stream.model.writes.forEach((write, index) => {
        const name = `streams/${stream.model.name}/${index}`;
        new Writer(simulation, stream, write, order++, arrivals(`${name}/arrivals`), luck(name));
      });
    for (const queue of this.queues)
      queue.model.sends.forEach((send, index) => {
        const name = `queues/${queue.model.name}/${index}`;
        new Sender(simulation, queue, send, order++, arrivals(`${name}/arrivals`), luck(name));
      });
    const rows = Math.ceil(duration / minute);
    this.queueSeries = this.queues.map(() => columns(queueColumns, rows));
    this.mappingSeries = this.mappings.map((mapping) =>
      mapping instanceof SqsMapping
        ? { source: 'queue', ...columns(queueMappingColumns, rows) }
        : {
            source: 'stream',
            total: columns(shardColumns, rows),
            shards: mapping.shards.slice(0, mostShardSeries).map(() => columns(shardColumns, rows)),
          },
    );
  }

  writeMinute(row: number): void {
    this.queues.forEach((queue, index) => {
      for (const column of queueColumns) this.queueSeries[index]![column][row] = queue[column];
    });
    this.mappings.forEach((mapping, index) => {
      const series = this.mappingSeries[index]!;
      if (mapping instanceof SqsMapping) {
        for (const column of queueMappingColumns) (series as QueueMappingSeries)[column][row] = mapping[column];
      } else this.writeShards(mapping, series as StreamMappingSeries, row);
    });
  }

  endMinute(row: number): void {
    this.check();
    this.writeMinute(row);
    for (const mapping of this.mappings)
      if (mapping instanceof StreamMapping)
        for (const counts of mapping.shards) {
          counts.minuteIteratorAge = -1;
          counts.spent.fill(0);
        }
  }

  result(): Pick<RunResult, 'streams' | 'queues' | 'eventSourceMappings'> {
    const { model } = this;
    return {
      ...(model.streams.length === 0 ? {} : { streams: byName(model.streams, (index) => ({ written: sum(this.streams[index]!.shards.map(({ log }) => log.written)) })) }),
      ...(model.queues.length === 0 ? {} : { queues: byName(model.queues, (index) => queueResult(this.queues[index]!)) }),
      ...(model.mappings.length === 0 ? {} : { eventSourceMappings: byName(model.mappings, (index) => this.mappingResult(index)) }),
    };
  }

  /** The first rows, copied. */
  series(rows: number): Pick<Series, 'queues' | 'eventSourceMappings'> {
    const { model } = this;
    const cut = <Of extends object>(of: Of): Of =>
      Object.fromEntries(Object.entries(of).map(([key, value]: [string, unknown]) => [key, value instanceof Float64Array ? value.slice(0, rows) : value])) as Of;
    return {
      ...(model.queues.length === 0 ? {} : { queues: byName(model.queues, (index) => cut(this.queueSeries[index]!)) }),
      ...(model.mappings.length === 0
        ? {}
        : {
            eventSourceMappings: byName(model.mappings, (index) => {
              const series = this.mappingSeries[index]!;
              return series.source === 'queue' ? cut(series) : { ...series, total: cut(series.total), shards: series.shards.map(cut) };
            }),
          }),
    };
  }

  /** Every batch of a stream that was made; of a run that is not traced none. */
  batches(): Iterable<BatchRecord> {
    return this.trace === null ? [] : batchRecords(this.trace, this.model, this.identities, this.simulation.now);
  }

  /** The records of discarded batches, in order of time; none without a trace. */
  sentBatches(filter?: SentBatchFilter): Iterable<SentBatchRecord> {
    const { trace, model, simulation, identities } = this;
    return trace === null ? [] : sentBatchRecords({ trace, model, identities, until: simulation.now }, filter);
  }

  /** No record and no message is ever in two places, or in none. */
  private check(): void {
    for (const { sent, deleted, redriven, expired, visible, delayed, hidden } of this.queues)
      assert(sent === deleted + redriven + expired + visible + delayed + hidden, 'every message of a queue is somewhere');
    for (const mapping of this.mappings)
      if (mapping instanceof StreamMapping)
        for (let shard = 0; shard < mapping.shards.length; shard++) {
          const { written, skipped, filtered, delivered, discarded, expired, waiting, inFlight } = this.shardResult(mapping, shard);
          const found = skipped + filtered + delivered + discarded.total + expired + waiting + inFlight;
          assert(written === found && discarded.total === discarded.captured + discarded.gone, 'every record of a shard is somewhere');
        }
  }

  private mappingResult(index: number): StreamMappingResult | QueueMappingResult {
    const mapping = this.mappings[index]!;
    return mapping instanceof SqsMapping ? queueMappingResult(mapping) : this.streamMappingResult(mapping);
  }

  private streamMappingResult(mapping: StreamMapping): StreamMappingResult {
    const { now } = this.simulation;
    const all = mapping.shards;
    const total = (of: (counts: ShardCounts) => number): number => sum(all.map(of));
    const shards = all.map((_, shard) => this.shardResult(mapping, shard));
    const longest = Math.max(...all.map(({ longestBlock }) => longestBlock), ...mapping.lanes.map((lane) => lane.blockedFor(now)));
    const { filtered, discarded, ...counts } = sumOfShards(shards);
    return {
      source: 'stream',
      ...counts,
      filtered,
      discarded,
      invocations: total(({ invocations }) => invocations),
      failedInvocations: total(({ failedInvocations }) => failedInvocations),
      splits: total(({ splits }) => splits),
      throttles: total(({ throttles }) => throttles),
      longestBlockSeconds: inSeconds(longest),
      iteratorAgeSeconds: timeSummary(mapping.iteratorAges),
      metrics: {
        PolledEventCount: total(({ polled }) => polled),
        FilteredOutEventCount: filtered,
        InvokedEventCount: total(({ invoked }) => invoked),
        FailedInvokeEventCount: total(({ failedInvoked }) => failedInvoked),
        DroppedEventCount: discarded.gone,
        OnFailureDestinationDeliveredEventCount: discarded.captured,
      },
      shards,
    };
  }

  private shardResult(mapping: StreamMapping, shard: number): ShardResult {
    const counts = mapping.shards[shard]!;
    const [retryAttemptsExhausted, recordAgeExceeded] = counts.discarded as [number, number];
    return {
      written: this.written(mapping, shard),
      skipped: counts.skipped,
      filtered: counts.filtered,
      delivered: counts.delivered,
      discarded: {
        total: retryAttemptsExhausted + recordAgeExceeded,
        byCondition: { RetryAttemptsExhausted: retryAttemptsExhausted, RecordAgeExceeded: recordAgeExceeded },
        captured: counts.captured,
        gone: counts.gone,
      },
      expired: counts.expired,
      waiting: mapping.waiting(shard),
      inFlight: counts.inFlight,
    };
  }

  private written({ model }: StreamMapping, shard: number): number {
    return this.streams[model.stream]!.shards[shard]!.log.written;
  }

  private writeShards(mapping: StreamMapping, { total, shards }: StreamMappingSeries, row: number): void {
    const { now } = this.simulation;
    for (const lane of mapping.lanes) lane.clock.catchUp(now);
    for (const column of shardColumns) total[column][row] = column === 'IteratorAge' || column === 'oldestAge' ? NaN : 0;
    mapping.shards.forEach((counts, shard) => {
      const oldest = mapping.oldestWritten(shard);
      const values: Record<keyof ShardSeries, number> = {
        written: this.written(mapping, shard),
        skipped: counts.skipped,
        filtered: counts.filtered,
        delivered: counts.delivered,
        retryAttemptsExhausted: counts.discarded[0]!,
        recordAgeExceeded: counts.discarded[1]!,
        expired: counts.expired,
        captured: counts.captured,
        gone: counts.gone,
        waiting: mapping.waiting(shard),
        inFlight: counts.inFlight,
        IteratorAge: counts.minuteIteratorAge < 0 ? NaN : counts.minuteIteratorAge / millisecond,
        oldestAge: oldest === null ? NaN : inSeconds(now - oldest),
        idle: inSeconds(counts.spent[LaneState.idle]!),
        gathering: inSeconds(counts.spent[LaneState.gathering]!),
        processing: inSeconds(counts.spent[LaneState.processing]!),
        retrying: inSeconds(counts.spent[LaneState.retrying]!),
        bisecting: inSeconds(counts.spent[LaneState.bisecting]!),
        throttled: inSeconds(counts.spent[LaneState.throttled]!),
      };
      const own = shards[shard];
      for (const column of shardColumns) {
        const value = values[column];
        if (own !== undefined) own[column][row] = value;
        if (column === 'IteratorAge' || column === 'oldestAge') {
          const most = total[column][row]!;
          if (!(most >= value) && !Number.isNaN(value)) total[column][row] = value;
        } else total[column][row]! += value;
      }
    });
  }
}

function sumOfShards(shards: readonly ShardResult[]): ShardResult {
  const add = (of: (shard: ShardResult) => number): number => sum(shards.map(of));
  return {
    written: add(({ written }) => written),
    skipped: add(({ skipped }) => skipped),
    filtered: add(({ filtered }) => filtered),
    delivered: add(({ delivered }) => delivered),
    discarded: {
      total: add(({ discarded }) => discarded.total),
      byCondition: {
        RetryAttemptsExhausted: add(({ discarded }) => discarded.byCondition.RetryAttemptsExhausted),
        RecordAgeExceeded: add(({ discarded }) => discarded.byCondition.RecordAgeExceeded),
      },
      captured: add(({ discarded }) => discarded.captured),
      gone: add(({ discarded }) => discarded.gone),
    },
    expired: add(({ expired }) => expired),
    waiting: add(({ waiting }) => waiting),
    inFlight: add(({ inFlight }) => inFlight),
  };
}

function queueMappingResult(mapping: SqsMapping): QueueMappingResult {
  const { delivered, filtered, inFlight, invocations, failedInvocations, throttles, givenUp, polled, invoked, failedInvoked } = mapping;
  return {
    source: 'queue',
    delivered,
    filtered,
    inFlight,
    invocations,
    failedInvocations,
    throttles,
    givenUp,
    latencySeconds: timeSummary(mapping.latencies),
    metrics: {
      PolledEventCount: polled,
      FilteredOutEventCount: filtered,
      InvokedEventCount: invoked,
      FailedInvokeEventCount: failedInvoked,
      DeletedEventCount: delivered + filtered,
    },
  };
}

function queueResult({ sent, received, deleted, redriven, redrivenPoison, expired, visible, delayed, hidden }: SqsQueue): QueueResult {
  return { sent, received, deleted, redriven, redrivenPoison, expired, visible, delayed, hidden };
}

function columns<Column extends string>(names: readonly Column[], rows: number): Record<Column, Float64Array> {
  return Object.fromEntries(names.map((name) => [name, new Float64Array(rows)])) as Record<Column, Float64Array>;
}

function byName<Value>(named: readonly { name: string }[], value: (index: number) => Value): Record<string, Value> {
  return Object.fromEntries(named.map(({ name }, index) => [name, value(index)]));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
