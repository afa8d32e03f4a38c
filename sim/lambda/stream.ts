import type { AddressedStream, SequentialStream } from '../kernel/random/streams.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { PoisonModel, StreamModel, WriteModel } from '../model/model.ts';
import { Pattern } from './pattern.ts';
import { RecordLog } from './recordLog.ts';

/** Whoever reads a shard: a mapping. */
export interface ShardReader {
  recordWritten(): void;
  /** The first record that it may still ask for. */
  oldestNeeded(): number;
}

/** One shard of a stream: records in order, and who reads them. [DDB-24] */
export class Shard {
  readonly log = new RecordLog(() => this.oldestNeeded());
  readonly readers: ShardReader[] = [];

  private oldestNeeded(): number {
    let oldest = this.log.written;
    for (const reader of this.readers) oldest = Math.min(oldest, reader.oldestNeeded());
    return oldest;
  }
}

/** A DynamoDB or Kinesis stream: a partition key always goes to the same shard. */
export class Stream {
  readonly model: StreamModel;
  readonly shards: readonly Shard[];

  constructor(model: StreamModel) {
    this.model = model;
    this.shards = Array.from({ length: model.shards }, () => new Shard());
  }
}

/** Whoever writes to a stream: one entry of its `writes`. */
export class Writer {
  private readonly simulation: Simulation;
  private readonly stream: Stream;
  private readonly model: WriteModel;
  private readonly luck: AddressedStream;
  private readonly poison: Poison;
  private readonly pattern: Pattern;
  private count = 0;

  constructor(simulation: Simulation, stream: Stream, model: WriteModel, order: number, arrivals: SequentialStream, luck: AddressedStream) {
    this.simulation = simulation;
    this.stream = stream;
    this.model = model;
    this.luck = luck;
    this.poison = new Poison(model.poison);
    this.pattern = new Pattern(simulation, model, order, arrivals, () => this.write());
  }

  private write(): void {
    const { luck, model } = this;
    const { shards } = this.stream;
    luck.seek(this.count++, 0);
    const key = Math.floor(luck.first * model.keys);
    const shard = shards[model.shard >= 0 ? model.shard : mixed(key, 0) % shards.length]!;
    shard.log.write(this.simulation.now, key, model.bytes, this.poison.next(luck.second));
    this.pattern.next();
    for (const reader of shard.readers) reader.recordWritten();
  }
}

/** Which of an entry's records or messages are poison, asked in order. */
export class Poison {
  private readonly model: PoisonModel;
  private count = 0;
  private place = 0;

  constructor(model: PoisonModel) {
    this.model = model;
  }

  /** `luck` is uniform on (0, 1). */
  next(luck: number): boolean {
    const { places, rate } = this.model;
    const isNamed = places[this.place] === this.count++;
    if (isNamed) this.place++;
    return isNamed || luck < rate;
  }
}

/** Spreads neighbouring keys evenly; other salts give another, independent spread. */
export function mixed(key: number, salt: number): number {
  let hash = Math.imul(key ^ (salt * 0x9e3779b9), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13), 0x27d4eb2f);
  return (hash ^ (hash >>> 16)) >>> 0;
}
