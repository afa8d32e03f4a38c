import type { QueueMappingResult, QueueResult, RunResult, Series, StreamMappingResult, StreamMappingSeries } from '../engines/result.ts';
import type { EventSourceMapping, Scenario } from '../scenario/schema.ts';
import { targetName } from '../scenario/sinks.ts';

/** What held records or messages up: a function that failed on them, one that was throttled, or neither. */
export type EventSourceCause = 'failures' | 'throttles' | null;

/** What there is to tell of one mapping; times in seconds. */
export type MappingStory = StreamStory | QueueStory;

interface AnyMapping {
  name: string;
  settings: EventSourceMapping;
  /** What it invokes, as in results. */
  function: string;
  cause: EventSourceCause;
}

export interface StreamStory extends AnyMapping {
  kind: 'stream';
  result: StreamMappingResult;
  /** Records that it was to process: neither before its starting position nor filtered out. */
  records: number;
  /** Dropped by the stream, or discarded without anybody hearing of it. */
  gone: number;
  /** The shards that were held up, where the series tells which. */
  blockedShards: number[];
  /** Whether a batch is still being held up at the end. */
  stillBlocked: boolean;
  /** Of the time of its lanes, the part in which a batch was processed; 0 where the series does not tell. */
  busy: number;
  retentionSeconds: number;
}

export interface QueueStory extends AnyMapping {
  kind: 'queue';
  result: QueueMappingResult;
  /** The queue's name and what became of its messages. */
  queueName: string;
  queue: QueueResult;
  /** Where what was received too often went; null for nowhere. */
  deadLetterQueue: string | null;
  maxReceiveCount: number;
  retentionSeconds: number;
}

/** The story of every mapping, in file order. */
export function mappingStories(scenario: Scenario, result: RunResult, series: Series): MappingStory[] {
  return Object.entries(result.eventSourceMappings ?? {}).flatMap(([name, own]): MappingStory[] => {
    const settings = scenario.eventSourceMappings[name];
    if (settings === undefined) return [];
    const any = { name, settings, function: targetName(settings.FunctionName, settings.qualifier) };
    if (own.source === 'stream') {
      const columns = series.eventSourceMappings?.[name];
      return [streamStory(scenario, any, own, columns?.source === 'stream' ? columns : null)];
    }
    const queue = result.queues?.[settings.EventSourceArn];
    return queue === undefined ? [] : [queueStory(scenario, any, own, queue)];
  });
}

function streamStory(scenario: Scenario, any: Omit<AnyMapping, 'cause'>, result: StreamMappingResult, series: StreamMappingSeries | null): StreamStory {
  const { written, skipped, filtered, expired, discarded } = result;
  const held = (series?.shards ?? []).map((shard) => sumOf(shard.retrying) + sumOf(shard.bisecting) + sumOf(shard.throttled));
  const most = Math.max(0, ...held);
  const total = series?.total;
  const spent = total === undefined ? 0 : laneStates.reduce((sum, state) => sum + sumOf(total[state]), 0);
  return {
    kind: 'stream',
    ...any,
    result,
    records: written - skipped - filtered,
    gone: expired + discarded.gone,
    cause: streamCause(result, series),
    blockedShards: held.flatMap((seconds, shard) => (most > 0 && seconds >= partOfMost * most ? [shard] : [])),
    stillBlocked: total !== undefined && ([total.retrying, total.bisecting, total.throttled].some((seconds) => (seconds.at(-1) ?? 0) > 0) && result.waiting > 0),
    busy: total === undefined || spent === 0 ? 0 : sumOf(total.processing) / spent,
    retentionSeconds: (scenario.streams[any.settings.EventSourceArn]?.RetentionPeriodHours ?? 24) * 3600,
  };
}

/** A shard that was held up for less than this part of the worst one's time is not worth naming beside it. */
const partOfMost = 0.1;

const laneStates = ['idle', 'gathering', 'processing', 'retrying', 'bisecting', 'throttled'] as const;

/** By the time that was spent, and where no series tells, by the attempts. */
function streamCause({ failedInvocations, throttles }: StreamMappingResult, series: StreamMappingSeries | null): EventSourceCause {
  if (failedInvocations + throttles === 0) return null;
  if (series === null) return failedInvocations > throttles ? 'failures' : 'throttles';
  const { retrying, bisecting, throttled } = series.total;
  return sumOf(throttled) > sumOf(retrying) + sumOf(bisecting) ? 'throttles' : failedInvocations > 0 ? 'failures' : 'throttles';
}

function queueStory(scenario: Scenario, any: Omit<AnyMapping, 'cause'>, result: QueueMappingResult, queue: QueueResult): QueueStory {
  const settings = scenario.queues[any.settings.EventSourceArn];
  const { failedInvocations, throttles, givenUp } = result;
  return {
    kind: 'queue',
    ...any,
    result,
    queueName: any.settings.EventSourceArn,
    queue,
    deadLetterQueue: settings?.RedrivePolicy?.deadLetterTargetArn ?? null,
    maxReceiveCount: settings?.RedrivePolicy?.maxReceiveCount ?? Infinity,
    retentionSeconds: settings?.MessageRetentionPeriod ?? 0,
    // Only a batch that was refused until its messages came back cost them a receipt.
    cause: givenUp > failedInvocations ? 'throttles' : failedInvocations > 0 ? 'failures' : throttles > 0 ? 'throttles' : null,
  };
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
