import type { AddressedStream } from '../kernel/random/streams.ts';
import type { HandlerId, Simulation } from '../kernel/simulation.ts';
import { Histogram } from '../kernel/statistics/histogram.ts';
import type { Duration, Time } from '../kernel/time.ts';
import type { AssumptionsModel, StreamMappingModel } from '../model/model.ts';
import type { BatchTrace } from './batchTrace.ts';
import type { Destination } from './destination.ts';
import type { Execution, Invoker, LambdaFunction } from './lambdaFunction.ts';
import type { FunctionMetrics } from './metrics.ts';
import { Due } from './phases.ts';
import { isTooOld, mostBytesAPoll, mostRecordsAPoll } from './rules.ts';
import { ShardCounts } from './shardCounts.ts';
import { mixed, type Shard, type ShardReader, type Stream } from './stream.ts';
import { StreamLane } from './streamLane.ts';

/**
 * Lambda reads a stream for a function: every shard is polled, and what is polled is processed in batches, in order, in one
 * lane a shard or in several by partition key.
 *
 *   writes ─> shard ─ poll, four times a second [DDB-22] ─> filters [DDB-28] ─> lanes by key [DDB-25] ─> batches ─> function
 */
export class StreamMapping implements Invoker {
  readonly model: StreamMappingModel;
  /** Its place in the file. */
  readonly place: number;
  readonly function: LambdaFunction;
  readonly metrics: FunctionMetrics;
  readonly retry: AssumptionsModel['eventSourceRetry'];
  readonly retention: Duration;
  readonly trace: BatchTrace | null;
  /** What its function returns, where that can matter; null: nothing that fails items. */
  readonly response: string | null;
  readonly hasDestination: boolean;
  readonly shards: readonly ShardCounts[];
  readonly lanes: readonly StreamLane[];
  /** Of every batch sent, how old its last record was. [MET-16] */
  readonly iteratorAges = new Histogram();
  isReading = false;

  private readonly simulation: Simulation;
  private readonly destination: Destination | null;
  private readonly pollers: readonly ShardPoller[];
  private readonly laneIsDue: HandlerId;

  constructor(parts: {
    simulation: Simulation;
    model: StreamMappingModel;
    place: number;
    stream: Stream;
    function: LambdaFunction;
    metrics: FunctionMetrics;
    destination: Destination | null;
    retry: AssumptionsModel['eventSourceRetry'];
    luck: (name: string) => AddressedStream;
    trace: BatchTrace | null;
  }) {
    const { simulation, model, stream, luck } = parts;
    this.simulation = simulation;
    this.model = model;
    this.place = parts.place;
    this.function = parts.function;
    this.metrics = parts.metrics;
    this.retry = parts.retry;
    this.retention = stream.model.retention;
    this.destination = parts.destination;
    this.hasDestination = parts.destination !== null;
    this.trace = parts.trace;
    const { response } = parts.function.model;
    this.response = model.reportsItemFailures && response !== null && 'text' in response ? response.text : null;
    this.laneIsDue = simulation.register((lane) => this.lanes[lane]!.wake());
    this.shards = stream.shards.map(() => new ShardCounts());
    this.lanes = stream.shards.flatMap(({ log }, shard) =>
      Array.from({ length: model.parallelizationFactor }, (_, lane) => {
        const name = `${model.name}/${shard}/${lane}`;
        const caller = parts.function.invokedBy(this, luck(name));
        return new StreamLane(this, shard * model.parallelizationFactor + lane, shard, log, this.shards[shard]!, caller);
      }),
    );
    this.pollers = stream.shards.map((shard, index) => {
      const lanes = this.lanes.slice(index * model.parallelizationFactor, (index + 1) * model.parallelizationFactor);
      return new ShardPoller(simulation, this, shard, this.shards[index]!, lanes, stream.model.pollInterval, luck(`${model.name}/${index}`));
    });
    if (model.from >= model.until) return;
    simulation.schedule(model.from, Due.settingsChange, simulation.register(() => this.start()), 0);
    simulation.schedule(model.until, Due.settingsChange, simulation.register(() => (this.isReading = false)), 0);
  }

  get now(): Time {
    return this.simulation.now;
  }

  executionEnded(lane: number, execution: Execution): void {
    this.lanes[lane]!.ended(execution);
  }

  wakeLane(at: Time, lane: number): void {
    this.simulation.schedule(at, Due.dispatch, this.laneIsDue, lane);
  }

  /** A batch was sent whose last record is so old. [MET-16] */
  sent(counts: ShardCounts, age: Duration): void {
    this.metrics.dispatchedByMapping('admitted');
    this.iteratorAges.add(age);
    if (age > counts.minuteIteratorAge) counts.minuteIteratorAge = age;
  }

  /** Sends the record of a discarded batch; false where it does not get there. [DDB-05, MET-07, MET-18] */
  send(luck: AddressedStream, row: number): boolean {
    if (this.destination === null) return false;
    const sent = this.destination.deliver(luck, row, deliveryIndex, batchRecordBytes);
    if (!sent) this.metrics.deliveryFailures++;
    return sent;
  }

  /** Records of a shard that have not left and are not being processed. */
  waiting(shard: number): number {
    let waiting = this.pollers[shard]!.unpolled();
    for (let lane = 0; lane < this.model.parallelizationFactor; lane++) waiting += this.lanes[shard * this.model.parallelizationFactor + lane]!.waiting();
    return waiting;
  }

  /** When the oldest record of a shard was written that has not left; null for none. */
  oldestWritten(shard: number): Time | null {
    return this.pollers[shard]!.oldestWritten();
  }

  private start(): void {
    this.isReading = true;
    for (const poller of this.pollers) poller.start(this.model.fromLatest);
  }
}

/** Asks one shard for records, and gives them to its lanes. [DDB-22, DDB-23] */
class ShardPoller implements ShardReader {
  private readonly simulation: Simulation;
  private readonly mapping: StreamMapping;
  private readonly shard: Shard;
  private readonly counts: ShardCounts;
  private readonly lanes: readonly StreamLane[];
  private readonly interval: Duration;
  private readonly luck: AddressedStream;
  private readonly pollIsDue: HandlerId;
  /** The first record that was not polled. */
  private next = 0;
  private isScheduled = false;

  constructor(
    simulation: Simulation,
    mapping: StreamMapping,
    shard: Shard,
    counts: ShardCounts,
    lanes: readonly StreamLane[],
    interval: Duration,
    luck: AddressedStream,
  ) {
    this.simulation = simulation;
    this.mapping = mapping;
    this.shard = shard;
    this.counts = counts;
    this.lanes = lanes;
    this.interval = interval;
    this.luck = luck;
    this.pollIsDue = simulation.register(() => this.poll());
    shard.readers.push(this);
  }

  start(fromLatest: boolean): void {
    const { written } = this.shard.log;
    if (fromLatest) {
      this.counts.skipped = written;
      this.next = written;
    }
    if (this.next < written) this.schedule();
  }

  recordWritten(): void {
    if (!this.isScheduled && this.mapping.isReading) this.schedule();
  }

  oldestNeeded(): number {
    return this.lanes.reduce((oldest, lane) => Math.min(oldest, lane.oldest()), this.next);
  }

  unpolled(): number {
    return this.shard.log.written - this.next;
  }

  oldestWritten(): Time | null {
    const { log } = this.shard;
    const oldest = this.oldestNeeded();
    return oldest < log.written ? log.writtenAt(oldest) : null;
  }

  /** Polls are due at whole intervals since the mapping began to read. */
  private schedule(): void {
    const { simulation, interval, mapping } = this;
    const since = simulation.now - mapping.model.from;
    const at = interval === 0 ? simulation.now : mapping.model.from + Math.ceil(since / interval) * interval;
    this.isScheduled = true;
    simulation.schedule(at, Due.dispatch, this.pollIsDue, 0);
  }

  private poll(): void {
    this.isScheduled = false;
    const { log } = this.shard;
    const { mapping, counts } = this;
    if (!mapping.isReading) return;
    const { now } = this.simulation;
    let bytes = 0;
    for (let records = 0; this.next < log.written && records < mostRecordsAPoll; this.next++) {
      if (isTooOld(now, log.writtenAt(this.next), mapping.retention)) {
        counts.expired++;
        continue;
      }
      bytes += log.bytesOf(this.next);
      // What is larger by itself comes alone.
      if (bytes > mostBytesAPoll && records > 0) break;
      records++;
      counts.polled++;
      if (this.passes()) this.lanes[this.laneOf(log.keyOf(this.next))]!.push(this.next);
      else counts.filtered++;
    }
    if (this.next < log.written) {
      this.isScheduled = true;
      this.simulation.schedule(now + Math.max(1, this.interval), Due.dispatch, this.pollIsDue, 0);
    }
    for (const lane of this.lanes) lane.recordsCame();
  }

  private passes(): boolean {
    const { passRate } = this.mapping.model;
    return passRate === 1 || this.luck.seek(this.next, 0).first < passRate;
  }

  private laneOf(key: number): number {
    return this.lanes.length === 1 ? 0 : mixed(key, laneSalt) % this.lanes.length;
  }
}

/** Another spread of keys than that over shards. */
const laneSalt = 1;

/** Where the luck of a lane's deliveries begins; its dispatches draw elsewhere. */
const deliveryIndex = 0x50000000;

/** A record of a discarded batch is never longer, and far below what any destination takes. [DDB-09] */
const batchRecordBytes = 1024;
