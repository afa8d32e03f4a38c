import { declared, undeclared } from './declared.ts';
import { pathText, shown } from './issue.ts';
import { isRecord, recordAt, type Broken } from './rule.ts';
import { isFifo } from './sinks.ts';
import { latest } from './versions.ts';

/** Whether event source mappings read what is there, and have the settings that their kind of source takes. */
export function* eventSources(scenario: Record<string, unknown>): Iterable<Broken> {
  const functions = recordAt(scenario, 'functions');
  const streams = recordAt(scenario, 'streams');
  const queues = recordAt(scenario, 'queues');
  yield* names(scenario);
  yield* shards(streams);
  const anyQueue = declared('queue', '"queues"', queues);
  for (const [name, queue] of Object.entries(queues)) {
    if (!isRecord(queue)) continue;
    const path = ['queues', name, 'RedrivePolicy', 'deadLetterTargetArn'];
    const target = recordAt(queue, 'RedrivePolicy')['deadLetterTargetArn'];
    yield* undeclared(path, target, anyQueue);
    if (target === name)
      yield { path, allowed: 'another queue', clause: 'SQS-03', message: `${shown(name)} cannot be its own dead-letter queue.` };
  }
  const anySource = declared('stream or queue', '"streams" or "queues"', streams, queues);
  const anyFunction = declared('function', '"functions"', functions);
  for (const [name, mapping] of Object.entries(recordAt(scenario, 'eventSourceMappings'))) {
    if (!isRecord(mapping)) continue;
    const path = ['eventSourceMappings', name];
    const { EventSourceArn: source, FunctionName: target, qualifier } = mapping;
    yield* undeclared([...path, 'EventSourceArn'], source, anySource);
    yield* undeclared([...path, 'FunctionName'], target, anyFunction);
    const settings = typeof target === 'string' && anyFunction.has(target) ? recordAt(functions, target) : null;
    if (settings !== null) {
      const own = declared(`version or alias of ${shown(target)}`, pathText(['functions', String(target)]), recordAt(settings, 'versions'), recordAt(settings, 'aliases'), { [latest]: settings });
      yield* undeclared([...path, 'qualifier'], qualifier, own);
    }
    if (typeof source !== 'string') continue;
    if (Object.hasOwn(streams, source)) yield* ofStream(path, mapping, scenario);
    else if (Object.hasOwn(queues, source)) yield* ofQueue(path, mapping, { name: source, queue: recordAt(queues, source), functionName: target, settings });
  }
}

/** A reference to a queue means that queue and nothing else. */
function* names(scenario: Record<string, unknown>): Iterable<Broken> {
  const queues = recordAt(scenario, 'queues');
  for (const name of Object.keys(queues)) {
    const path = ['queues', name];
    const other = Object.hasOwn(recordAt(scenario, 'functions'), name) ? 'function' : Object.hasOwn(recordAt(scenario, 'streams'), name) ? 'stream' : null;
    if (other !== null) yield { path, allowed: `a name that no ${other} has`, message: `A ${other} and a queue are both named ${shown(name)}.` };
    const destination = recordAt(recordAt(scenario, 'destinations'), name);
    const { type } = destination;
    if (typeof type === 'string' && type !== 'SQS')
      yield {
        path,
        allowed: 'a name that no destination has, or that of one of type SQS',
        message: `The destination ${shown(name)} is of type ${shown(type)}, but a queue has its name; a destination of type SQS delivers to the queue of its name.`,
      };
    else if (isFifo(name, destination))
      yield { path, allowed: 'the name of a standard queue', clause: 'DST-13', message: `${shown(name)} is FIFO as a destination; queues that are read are standard queues.` };
    else if (name.endsWith('.fifo'))
      yield { path, allowed: 'the name of a standard queue', clause: 'SQS-01', message: 'FIFO queues are not modelled as event sources.' };
  }
}

function* shards(streams: Record<string, unknown>): Iterable<Broken> {
  for (const [name, stream] of Object.entries(streams)) {
    if (!isRecord(stream)) continue;
    const count = typeof stream['ShardCount'] === 'number' ? stream['ShardCount'] : 1;
    const writes = Array.isArray(stream['writes']) ? (stream['writes'] as unknown[]) : [];
    for (const [index, entry] of writes.entries()) {
      if (!isRecord(entry) || typeof entry['shard'] !== 'number' || entry['shard'] < count) continue;
      yield {
        path: ['streams', name, 'writes', index, 'shard'],
        allowed: count === 1 ? '0, the only shard' : `0 to ${count - 1}`,
        message: `The stream ${shown(name)} has ${count === 1 ? 'one shard' : `${count} shards`}, counted from 0.`,
      };
    }
  }
}

/** What only a stream takes, and what it takes it to be off. */
const onlyOfStreams: Readonly<Record<string, unknown>> = {
  ParallelizationFactor: 1,
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  BisectBatchOnFunctionError: false,
};

function* ofStream(path: readonly PropertyKey[], mapping: Record<string, unknown>, scenario: Record<string, unknown>): Iterable<Broken> {
  if (!Object.hasOwn(mapping, 'StartingPosition'))
    yield {
      path: [...path, 'StartingPosition'],
      allowed: '"TRIM_HORIZON" or "LATEST"',
      clause: 'DDB-13',
      message: 'A mapping of a stream needs "StartingPosition".',
    };
  if (Object.hasOwn(recordAt(mapping, 'ScalingConfig'), 'MaximumConcurrency'))
    yield {
      path: [...path, 'ScalingConfig', 'MaximumConcurrency'],
      allowed: 'only with a queue as event source',
      clause: 'SQS-04',
      message: '"MaximumConcurrency" limits the batches of a queue; of a stream there is one for each shard, or "ParallelizationFactor" of them.',
    };
  yield* onFailure([...path, 'DestinationConfig', 'OnFailure', 'Destination'], recordAt(recordAt(mapping, 'DestinationConfig'), 'OnFailure')['Destination'], scenario);
}

function* onFailure(path: readonly PropertyKey[], reference: unknown, scenario: Record<string, unknown>): Iterable<Broken> {
  if (typeof reference !== 'string' || reference === '') return;
  const destinations = recordAt(scenario, 'destinations');
  yield* undeclared(path, reference, declared('destination or queue', '"destinations" or "queues"', destinations, recordAt(scenario, 'queues')));
  const own = recordAt(destinations, reference);
  const { type } = own;
  const allowed = 'a destination of type SQS, SNS or S3 that is not FIFO, or a queue';
  if (type === 'Lambda' || type === 'EventBridge')
    yield { path, allowed, clause: 'DDB-08', message: `${shown(reference)} is of type ${type}; records of discarded batches go to SQS, SNS or S3.` };
  if (isFifo(reference, own)) yield { path, allowed, clause: 'DDB-08', message: `${shown(reference)} is FIFO, which Lambda cannot deliver to.` };
}

function* ofQueue(
  path: readonly PropertyKey[],
  mapping: Record<string, unknown>,
  source: { name: string; queue: Record<string, unknown>; functionName: unknown; settings: Record<string, unknown> | null },
): Iterable<Broken> {
  const refuse = (keys: readonly PropertyKey[], clause: string): Broken => {
    const key = keys[keys.length - 1];
    const advice = key === 'StartingPosition' || key === 'ParallelizationFactor' ? '' : '; how often a message is tried is the queue’s "RedrivePolicy"';
    return {
      path: [...path, ...keys],
      allowed: 'only with a stream as event source',
      clause,
      message: `${shown(key)} belongs to streams, but ${shown(source.name)} is a queue${advice}.`,
    };
  };
  for (const [key, off] of Object.entries(onlyOfStreams)) if (mapping[key] !== off) yield refuse([key], 'DDB-13');
  if (Object.hasOwn(mapping, 'StartingPosition')) yield refuse(['StartingPosition'], 'DDB-27');
  const destination = recordAt(recordAt(mapping, 'DestinationConfig'), 'OnFailure')['Destination'];
  if (typeof destination === 'string' && destination !== '') yield refuse(['DestinationConfig', 'OnFailure', 'Destination'], 'DDB-08');
  const size = mapping['BatchSize'];
  if (typeof size === 'number' && size > 10 && mapping['MaximumBatchingWindowInSeconds'] === 0)
    yield {
      path: [...path, 'MaximumBatchingWindowInSeconds'],
      allowed: '1 to 300 with a "BatchSize" above 10',
      clause: 'SQS-01',
      message: `A batch of more than 10 messages of a queue needs a batching window of at least 1 second, but "BatchSize" is ${size}.`,
    };
  const timeout = source.settings?.['Timeout'];
  const visibility = source.queue['VisibilityTimeout'];
  if (typeof timeout === 'number' && typeof visibility === 'number' && visibility >= 0 && timeout > visibility)
    yield {
      path: ['queues', source.name, 'VisibilityTimeout'],
      allowed: `at least ${timeout}, the "Timeout" of ${shown(source.functionName)}`,
      clause: 'SQS-02',
      message: `The visibility timeout (${visibility} s) must not be shorter than the timeout of the function that reads the queue (${timeout} s); AWS recommends six times as long.`,
    };
}
