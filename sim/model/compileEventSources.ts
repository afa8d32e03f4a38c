import { minute, second, type Time } from '../kernel/time.ts';
import type { EventSourceMapping, Queue, Scenario, Send, Stream, Write } from '../scenario/schema.ts';
import { targetName } from '../scenario/sinks.ts';
import { compileArrivals } from './compileArrivals.ts';
import { microseconds } from './microseconds.ts';
import type { MappingModel, Model, PoisonModel, QueueModel, SendModel, StreamModel, WriteModel } from './model.ts';
import { scaled } from './scaledArrivals.ts';

/** What the model knows by name and the parts of a scenario by index. */
interface Places {
  duration: Time;
  targets: readonly string[];
  sinks: readonly string[];
}

/** Streams, queues and the mappings that read them for functions. */
export function compileEventSources(scenario: Scenario, places: Places): Pick<Model, 'streams' | 'queues' | 'mappings'> {
  return {
    streams: Object.entries(scenario.streams).map(([name, stream]) => compileStream(scenario, name, stream, places.duration)),
    queues: Object.entries(scenario.queues).map(([name, queue]) => compileQueue(scenario, name, queue, places.duration)),
    mappings: Object.entries(scenario.eventSourceMappings).map(([name, mapping]) => compileMapping(scenario, name, mapping, places)),
  };
}

function compileStream(scenario: Scenario, name: string, stream: Stream, duration: Time): StreamModel {
  const { streamPollInterval } = scenario.assumptions;
  return {
    name,
    type: stream.type,
    shards: stream.ShardCount,
    retention: stream.RetentionPeriodHours * 60 * minute,
    pollInterval: microseconds(streamPollInterval ?? pollIntervals[stream.type]),
    writes: stream.writes.map(
      (entry): WriteModel => ({
        shard: entry.shard ?? -1,
        keys: entry.partitionKeys,
        bytes: entry.recordBytes,
        ...compilePattern(scenario, entry, duration),
      }),
    ),
  };
}

/** How often each shard is asked for records. [DDB-22] */
const pollIntervals: Readonly<Record<Stream['type'], string>> = { DynamoDB: '250ms', Kinesis: '1s' };

function compileQueue(scenario: Scenario, name: string, queue: Queue, duration: Time): QueueModel {
  const { RedrivePolicy } = queue;
  return {
    name,
    visibilityTimeout: queue.VisibilityTimeout * second,
    retention: queue.MessageRetentionPeriod * second,
    delay: queue.DelaySeconds * second,
    deadLetterQueue: RedrivePolicy === undefined ? -1 : Object.keys(scenario.queues).indexOf(RedrivePolicy.deadLetterTargetArn),
    maxReceiveCount: RedrivePolicy?.maxReceiveCount ?? Infinity,
    sends: queue.sends.map((entry): SendModel => ({ bytes: entry.messageBytes, ...compilePattern(scenario, entry, duration) })),
  };
}

function compilePattern(scenario: Scenario, entry: Write | Send, duration: Time): Pick<SendModel, 'poison' | 'from' | 'until' | 'arrivals'> {
  return {
    poison: compilePoison(entry),
    from: microseconds(entry.from),
    until: entry.until === undefined ? duration : Math.min(duration, microseconds(entry.until)),
    arrivals: scaled(compileArrivals(entry.arrivals, undefined), scenario.trafficScale),
  };
}

function compilePoison({ poison, poisonRate }: Write | Send): PoisonModel {
  return { rate: poisonRate, places: [...new Set(poison)].sort((a, b) => a - b) };
}

function compileMapping(scenario: Scenario, name: string, mapping: EventSourceMapping, { duration, targets, sinks }: Places): MappingModel {
  const reads = mapping.Enabled;
  const { EventSourceArn: source } = mapping;
  const any = {
    name,
    function: targets.indexOf(targetName(mapping.FunctionName, mapping.qualifier)),
    from: reads ? microseconds(mapping.from) : duration,
    until: reads && mapping.until !== undefined ? Math.min(duration, microseconds(mapping.until)) : duration,
    window: mapping.MaximumBatchingWindowInSeconds * second,
    passRate: mapping.filterPassRate,
    durationPerItem: microseconds(mapping.durationPerItem),
    reportsItemFailures: mapping.FunctionResponseTypes.length > 0,
  };
  if (!Object.hasOwn(scenario.streams, source))
    return {
      kind: 'queue',
      ...any,
      queue: Object.keys(scenario.queues).indexOf(source),
      batchSize: mapping.BatchSize ?? 10,
      maximumConcurrency: mapping.ScalingConfig.MaximumConcurrency ?? mostBatches,
    };
  const { Destination } = mapping.DestinationConfig.OnFailure;
  return {
    kind: 'stream',
    ...any,
    stream: Object.keys(scenario.streams).indexOf(source),
    batchSize: mapping.BatchSize ?? 100,
    parallelizationFactor: mapping.ParallelizationFactor,
    fromLatest: mapping.StartingPosition === 'LATEST',
    maximumRecordAge: mapping.MaximumRecordAgeInSeconds === -1 ? Infinity : mapping.MaximumRecordAgeInSeconds * second,
    maximumRetryAttempts: mapping.MaximumRetryAttempts === -1 ? Infinity : mapping.MaximumRetryAttempts,
    bisects: mapping.BisectBatchOnFunctionError,
    onFailure: Destination === undefined ? -1 : sinks.indexOf(Destination),
  };
}

/** How many batches of a queue one mapping processes at once, at most. [SQS-04] */
const mostBatches = 1250;
