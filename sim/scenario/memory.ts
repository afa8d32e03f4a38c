import { isRecord, recordAt, type Broken } from './rule.ts';
import { parseDuration } from './units.ts';

const minute = 60_000_000;

/** What a run and its series keep of one minute, in bytes: of a function, and of a mapping, a queue or a shard that has a line of its own. */
const functionMinute = 624;
const sourceMinute = 320;

/** More shards than these of a mapping share one line. */
const mostShards = 100;

/** A browser gives a page some four gigabytes, and a run is not all that a page holds. */
const mostBytes = 2_000_000_000;

/** Whether the numbers of every minute fit into memory: a run makes room for all of them before its first event. */
export function* memory(scenario: Record<string, unknown>): Iterable<Broken> {
  const duration = parseDuration(scenario['duration']);
  if (duration === null) return;
  const functions = functionsOf(scenario);
  const sources = sourcesOf(scenario);
  const minutes = Math.ceil(duration / minute);
  const bytes = minutes * (functions * functionMinute + sources * sourceMinute);
  if (bytes <= mostBytes) return;
  const of = `${functions} function${functions === 1 ? '' : 's'}${sources === 0 ? '' : `, and ${sources} mappings, shards and queues`}`;
  yield {
    path: ['duration'],
    allowed: `as many minutes and functions as take ${gigabytes(mostBytes)} together`,
    message: `The numbers of ${minutes} minutes of ${of} take ${gigabytes(bytes)}; a run has ${gigabytes(mostBytes)}. Simulate less time, or fewer of them at once.`,
  };
}

/** Versions and aliases have numbers of their own. */
function functionsOf(scenario: Record<string, unknown>): number {
  return Object.values(recordAt(scenario, 'functions')).reduce<number>((sum, one) => sum + (isRecord(one) ? 1 + Object.keys(recordAt(one, 'versions')).length + Object.keys(recordAt(one, 'aliases')).length : 0), 0);
}

function sourcesOf(scenario: Record<string, unknown>): number {
  const streams = recordAt(scenario, 'streams');
  const mappings = Object.values(recordAt(scenario, 'eventSourceMappings')).filter(isRecord);
  const shards = mappings.map(({ EventSourceArn: name }) => {
    const stream = recordAt(streams, String(name));
    return typeof stream['ShardCount'] === 'number' ? Math.min(mostShards, stream['ShardCount']) : 1;
  });
  return Object.keys(recordAt(scenario, 'queues')).length + shards.reduce((sum, count) => sum + 1 + count, 0);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
