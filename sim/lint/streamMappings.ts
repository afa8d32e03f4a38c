import { formatCount } from '../report/count.ts';
import { pathText, shown } from '../scenario/issue.ts';
import { isFifo } from '../scenario/sinks.ts';
import type { Rule } from './finding.ts';
import { freeName } from './freeName.ts';
import { named, someOf, span } from './sentences.ts';
import { settingOption } from './settingOption.ts';
import type { MappingPlace, Situation } from './situation.ts';

/** Mappings of streams that try a failing batch for as long as the stream keeps it. [DDB-06] */
export const blockedStream: Rule = function* (situation) {
  for (const { name, path, settings, place } of streamMappings(situation)) {
    if (settings.MaximumRetryAttempts !== -1 || settings.MaximumRecordAgeInSeconds !== -1) continue;
    const { RetentionPeriodHours } = situation.scenario.streams[settings.EventSourceArn]!;
    const unit = settings.BisectBatchOnFunctionError || settings.BatchSize === 1 ? 'A record' : 'A batch with one record';
    const splits = settings.BisectBatchOnFunctionError || settings.BatchSize === 1 ? '' : ` ${settingOption([...path, 'BisectBatchOnFunctionError'], true)}`;
    yield {
      rule: 'blocked-stream',
      path: pathText([...path, 'MaximumRetryAttempts']),
      clause: 'DDB-06',
      message: `${unit} that ${named(place)} always fails on is tried again and again until the stream drops it after ${formatCount(RetentionPeriodHours)} h, and nothing behind it in its shard is processed before: ${shown(name)} has no limit of retries and none of age.`,
      fix: `Limit the retries: ${settingOption([...path, 'MaximumRetryAttempts'], enoughRetries)}${splits} or the age: ${settingOption([...path, 'MaximumRecordAgeInSeconds'], anHour)}`,
    };
  }
};

const enoughRetries = 3;
const anHour = 3600;

/** Mappings of streams whose function may execute nothing. [DDB-35] */
export const stoppedStream: Rule = function* (situation) {
  const stopped = new Map<string, { names: string[]; hours: number }>();
  for (const { name, settings, place } of streamMappings(situation)) {
    const { function: functionName } = place.target;
    if (situation.scenario.functions[functionName]!.ReservedConcurrentExecutions !== 0) continue;
    const known = stopped.get(functionName) ?? { names: [], hours: Infinity };
    known.names.push(shown(name));
    known.hours = Math.min(known.hours, situation.scenario.streams[settings.EventSourceArn]!.RetentionPeriodHours);
    stopped.set(functionName, known);
  }
  for (const [functionName, { names, hours }] of stopped) {
    const path = ['functions', functionName, 'ReservedConcurrentExecutions'];
    yield {
      rule: 'stopped-stream',
      path: pathText(path),
      clause: 'DDB-35',
      message: `With a reserved concurrency of 0 ${shown(functionName)} executes nothing: what ${someOf(names)} ${names.length === 1 ? 'reads' : 'read'} stands still, and records are lost at the latest when they are ${formatCount(hours)} h old.`,
      fix: `Reserve more, or nothing: ${settingOption(path, null)}`,
    };
  }
};

/** Mappings of streams that may discard records and tell nobody which. [DDB-08] */
export const streamWithoutDestination: Rule = function* (situation) {
  const { scenario } = situation;
  for (const { name, path, settings } of streamMappings(situation)) {
    const { Destination = '' } = settings.DestinationConfig.OnFailure;
    if (Destination !== '' || (settings.MaximumRetryAttempts === -1 && settings.MaximumRecordAgeInSeconds === -1)) continue;
    const limits = [
      settings.MaximumRetryAttempts === -1 ? '' : settings.MaximumRetryAttempts === 0 ? 'after a failed attempt' : `after ${formatCount(settings.MaximumRetryAttempts + 1)} failed attempts`,
      settings.MaximumRecordAgeInSeconds === -1 ? '' : `at the age of ${span(settings.MaximumRecordAgeInSeconds * 1_000_000)}`,
    ].filter((limit) => limit !== '');
    const existing = catcher(situation);
    const sink = existing ?? freeName(scenario, 'failed');
    const destination = [...path, 'DestinationConfig', 'OnFailure', 'Destination'];
    yield {
      rule: 'stream-without-destination',
      path: pathText(destination),
      clause: 'DDB-08',
      message: `What ${shown(name)} gives up, ${limits.join(' or ')}, is gone, and nothing says which records they were: there is no on-failure destination.`,
      fix: `Have them recorded: ${existing === null ? `${settingOption(['destinations', sink], { type: 'SQS' })} ` : ''}${settingOption(destination, sink)}`,
    };
  }
};

/** A destination that can take such records; null where there is none. [DDB-08] */
function catcher({ scenario, model }: Situation): string | null {
  const refusing = new Set(model.destinations.filter(({ refuses }) => refuses).map(({ name }) => name));
  const suits = ([name, destination]: [string, Situation['scenario']['destinations'][string]]): boolean =>
    (destination.type === 'SQS' || destination.type === 'SNS' || destination.type === 'S3') && !isFifo(name, destination) && !refusing.has(name);
  return Object.entries(scenario.destinations).find(suits)?.[0] ?? null;
}

/** Batches of DynamoDB streams that are larger than what one poll gives, and not waited for. [DDB-23] */
export const batchSizeWithoutWindow: Rule = function* (situation) {
  for (const { name, path, settings } of streamMappings(situation)) {
    const { BatchSize = 100, MaximumBatchingWindowInSeconds: window, EventSourceArn } = settings;
    if (situation.scenario.streams[EventSourceArn]?.type !== 'DynamoDB' || BatchSize <= mostOfOnePoll || window > 0) continue;
    yield {
      rule: 'batch-size-without-window',
      path: pathText([...path, 'BatchSize']),
      clause: 'DDB-23',
      message: `A poll of a shard gives at most ${formatCount(mostOfOnePoll)} records, and without a batching window ${shown(name)} sends what is there: batches of ${formatCount(BatchSize)} come together only behind an invocation that takes long.`,
      fix: `Wait for them: ${settingOption([...path, 'MaximumBatchingWindowInSeconds'], 1)} or expect less: ${settingOption([...path, 'BatchSize'], mostOfOnePoll)}`,
    };
  }
};

const mostOfOnePoll = 1000;

/** Streams of tables with more readers than AWS recommends. [DDB-26] */
export const tooManyReaders: Rule = function* (situation) {
  for (const [index, { name, type }] of situation.model.streams.entries()) {
    const readers = streamMappings(situation).filter(({ model }) => model.stream === index);
    if (type !== 'DynamoDB' || readers.length <= mostReaders) continue;
    const others = readers.slice(mostReaders).map(({ path }) => settingOption([...path, 'Enabled'], false));
    yield {
      rule: 'too-many-readers',
      path: pathText(['streams', name]),
      clause: 'DDB-26',
      message: `${someOf(readers.map((reader) => shown(reader.name)))} read the stream ${shown(name)}: with more than two readers of a shard at once, DynamoDB may throttle them.`,
      fix: `Read it with two, and pass on what the others need: ${others.join(' ')}`,
    };
  }
};

const mostReaders = 2;

/** Those that read a stream at some time. */
function streamMappings({ mappings }: Situation): StreamMappingPlace[] {
  return mappings.flatMap((mapping): StreamMappingPlace[] => (mapping.model.kind === 'stream' && mapping.reads ? [{ ...mapping, model: mapping.model }] : []));
}

type StreamMappingPlace = MappingPlace & { model: Extract<MappingPlace['model'], { kind: 'stream' }> };
