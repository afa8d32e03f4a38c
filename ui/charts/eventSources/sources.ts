import { signal } from '@preact/signals';
import type { RunResult, Series } from '../../../sim/engines/result.ts';
import type { ShownRun } from '../../state/simulation.ts';

type MappingResult = NonNullable<RunResult['eventSourceMappings']>[string];
type MappingSeries = NonNullable<Series['eventSourceMappings']>[string];
type QueueResult = NonNullable<RunResult['queues']>[string];
type QueueSeries = NonNullable<Series['queues']>[string];

/** What a mapping of a queue did. */
export type QueueMappingResult = Extract<MappingResult, { source: 'queue' }>;

/** The columns of a shard, or of all of a stream. */
export type ShardSeries = Extract<MappingSeries, { source: 'stream' }>['total'];

/** What a set of charts is about: a stream as one mapping reads it, or a queue with everything that reads it. */
export type Source =
  | { kind: 'stream'; name: string; stream: string; function: string; result: Extract<MappingResult, { source: 'stream' }>; series: Extract<MappingSeries, { source: 'stream' }> }
  | { kind: 'queue'; name: string; functions: string[]; result: QueueResult; series: QueueSeries };

/** The source somebody chose to look at, by its key; null: the first. */
export const chosenSource = signal<string | null>(null);

/** The mappings of streams in file order, then the queues. */
export function sourcesOf({ scenario, snapshot: { result, series } }: ShownRun): Source[] {
  const mappings = Object.entries(scenario.eventSourceMappings);
  const streams = mappings.flatMap(([name, { EventSourceArn: stream, FunctionName, qualifier }]): Source[] => {
    const [own, minutes] = [result.eventSourceMappings?.[name], series.eventSourceMappings?.[name]];
    if (own?.source !== 'stream' || minutes?.source !== 'stream') return [];
    return [{ kind: 'stream', name, stream, function: qualifier === undefined ? FunctionName : `${FunctionName}:${qualifier}`, result: own, series: minutes }];
  });
  const queues = Object.entries(result.queues ?? {}).flatMap(([name, own]): Source[] => {
    const minutes = series.queues?.[name];
    const functions = mappings.flatMap(([, { EventSourceArn, FunctionName }]) => (EventSourceArn === name ? [FunctionName] : []));
    return minutes === undefined ? [] : [{ kind: 'queue', name, functions, result: own, series: minutes }];
  });
  return [...streams, ...queues];
}

/** What tells a source from all others of its run. */
export const keyOf = ({ kind, name }: Source): string => `${kind} ${name}`;

/** A source in a few words. */
export function sourceWords(source: Source): string {
  if (source.kind === 'stream') return `${source.name}: ${source.stream} → ${source.function}`;
  return source.functions.length === 0 ? `${source.name}, a queue` : `${source.name} → ${source.functions.join(', ')}`;
}
