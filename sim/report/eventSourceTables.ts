import type { FunctionResult, QueueMappingResult, QueueResult, RunResult, StreamMappingResult, TimeSummary } from '../engines/result.ts';
import type { Interval } from '../planner/summarise.ts';
import type { EventSourceMapping, Scenario } from '../scenario/schema.ts';
import { targetName } from '../scenario/sinks.ts';
import { formatCount } from './count.ts';
import { inside } from './outcomeRows.ts';
import type { Meaning, Paint } from './paint.ts';
import { formatShare } from './share.ts';
import { formatSpan } from './span.ts';
import { type Cell, packed, textTable } from './textTable.ts';

/** What the tables are made of, and how they may look. */
export interface EventSourceTables {
  scenario: Scenario;
  result: RunResult;
  /** Of several replications: the same shape with an interval for each number. */
  intervals: unknown;
  width: number;
  paint: Paint;
  intervalText: (interval: Interval) => string;
}

/** A section for each mapping, or of many a table; then the queues, and the functions that nothing invokes but mappings. */
export function eventSourceTables(input: EventSourceTables): string[] {
  const { result } = input;
  const mappings = Object.entries(result.eventSourceMappings ?? {});
  const sections = mappings.length <= mostInDetail ? mappings.flatMap(([name, own]) => [...mappingSection(input, name, own), '']) : [...streamTable(input), ...queueMappingTable(input)];
  return [...sections, ...queueTable(input), ...functionsOfMappings(input)];
}

/** More mappings than this share one table. */
const mostInDetail = 3;

/** Functions that mappings invoke and to which no asynchronous event came: of those there is no outcome to tell. */
export function invokedByMappingsOnly(scenario: Scenario, result: RunResult): ReadonlySet<string> {
  const invoked = Object.values(scenario.eventSourceMappings).map(({ FunctionName, qualifier }) => targetName(FunctionName, qualifier));
  return new Set(invoked.filter((name) => (result.functions[name]?.received ?? 0) + (result.functions[name]?.rejected ?? 0) === 0));
}

type MappingResult = StreamMappingResult | QueueMappingResult;

interface Row {
  label: string;
  path: readonly string[];
  always?: true;
  meaning?: Meaning;
}

const streamRows: readonly Row[] = [
  { label: 'written', path: ['written'], always: true },
  { label: '  before its starting position', path: ['skipped'] },
  { label: '  filtered out', path: ['filtered'] },
  { label: 'delivered', path: ['delivered'], always: true },
  { label: 'discarded', path: ['discarded', 'total'], always: true },
  { label: '  RetryAttemptsExhausted', path: ['discarded', 'byCondition', 'RetryAttemptsExhausted'] },
  { label: '  RecordAgeExceeded', path: ['discarded', 'byCondition', 'RecordAgeExceeded'] },
  { label: '  captured', path: ['discarded', 'captured'], meaning: 'captured' },
  { label: '  gone', path: ['discarded', 'gone'], meaning: 'gone' },
  { label: 'expired in the stream', path: ['expired'], always: true, meaning: 'gone' },
  { label: 'waiting at the end', path: ['waiting'], meaning: 'waiting' },
  { label: 'being processed at the end', path: ['inFlight'] },
];

const queueRows: readonly Row[] = [
  { label: 'processed and deleted', path: ['delivered'], always: true },
  { label: 'filtered out', path: ['filtered'] },
  { label: 'being processed at the end', path: ['inFlight'] },
];

function mappingSection(input: EventSourceTables, name: string, own: MappingResult): string[] {
  const { scenario, intervals, paint, intervalText, width } = input;
  const settings = scenario.eventSourceMappings[name];
  if (settings === undefined) return [];
  const isStream = own.source === 'stream';
  const intervalsOfOwn = intervals === null ? null : inside(intervals, [name]);
  const whole = isStream ? own.written : 0;
  const rows = (isStream ? streamRows : queueRows)
    .filter(({ always, path }) => always === true || (inside(own, path) as number) > 0)
    .map(({ label, path, meaning }): (Cell | string)[] => {
      const value = inside(own, path) as number;
      const count = formatCount(value);
      return [
        label,
        meaning === undefined || value === 0 ? count : { text: count, painted: paint(meaning, count) },
        ...(isStream ? [label === 'written' || whole === 0 ? '' : formatShare(value, whole)] : []),
        ...(intervalsOfOwn === null ? [] : [intervalText(inside(intervalsOfOwn, path) as Interval)]),
      ];
    });
  const head = [name, isStream ? 'records' : 'messages', ...(isStream ? ['share'] : []), ...(intervalsOfOwn === null ? [] : ['95 % interval'])];
  const body = textTable(
    [head.map((text, column): Cell => ({ text, painted: paint(column === 0 ? 'strong' : 'faint', text) })), ...rows],
    head.map((_, column) => (column === 0 ? 'left' : 'right')),
  );
  return [paint('faint', readsWords(scenario, settings)), ...body, '', ...timesLines(own, paint), ...packed(attemptWords(own), '   ', width)];
}

/** "Kinesis stream orders, 2 shards → import". */
function readsWords(scenario: Scenario, { EventSourceArn: source, FunctionName, qualifier }: EventSourceMapping): string {
  const stream = scenario.streams[source];
  const target = targetName(FunctionName, qualifier);
  if (stream === undefined) return `SQS queue ${source} → ${target}`;
  return `${stream.type} stream ${source}, ${formatCount(stream.ShardCount)} ${stream.ShardCount === 1 ? 'shard' : 'shards'} → ${target}`;
}

function timesLines(own: MappingResult, paint: Paint): string[] {
  const times = own.source === 'stream' ? own.iteratorAgeSeconds : own.latencySeconds;
  if (times.max === null) return [];
  const quantiles: [heading: string, key: keyof TimeSummary][] = [['mean', 'mean'], ['p50', 'p50'], ['p90', 'p90'], ['p99', 'p99'], ['max', 'max']];
  const label = own.source === 'stream' ? 'IteratorAge, of batches' : 'sent to processed';
  const head = ['', ...quantiles.map(([heading]) => heading)].map((text): Cell => ({ text, painted: paint('faint', text) }));
  return [...textTable([head, [label, ...quantiles.map(([, key]) => formatSpan(times[key]))]], ['left', ...quantiles.map(() => 'right' as const)]), ''];
}

function attemptWords(own: MappingResult): string[] {
  const { invocations, failedInvocations, throttles } = own;
  const both = [`invocations ${formatCount(invocations)}`, `failed ${formatCount(failedInvocations)}`, `throttled ${formatCount(throttles)}`];
  if (own.source === 'queue') return [...both, `given up until the visibility timeout ${formatCount(own.givenUp)}`];
  return [...both, `splits ${formatCount(own.splits)}`, `longest block ${formatSpan(own.longestBlockSeconds)}`];
}

/** A column of a table of many: a count, or a text of its own. */
interface Column<Of> {
  heading: string;
  text: (of: Of) => string;
  meaning?: Meaning;
}

const countColumn = <Of>(heading: string, value: (of: Of) => number, meaning?: Meaning): Column<Of> => ({ heading, text: (of) => formatCount(value(of)), ...(meaning === undefined ? {} : { meaning }) });

function tableOf<Of>(first: string, rows: readonly [name: string, of: Of][], columns: readonly Column<Of>[], paint: Paint): string[] {
  if (rows.length === 0) return [];
  const head = [first, ...columns.map(({ heading }) => heading)].map((text): Cell => ({ text, painted: paint('faint', text) }));
  const body = rows.map(([name, of]) => [
    name,
    ...columns.map(({ text, meaning }): Cell => {
      const value = text(of);
      return { text: value, painted: meaning === undefined || value === '0' ? value : paint(meaning, value) };
    }),
  ]);
  return [...textTable([head, ...body], ['left', ...columns.map(() => 'right' as const)]), ''];
}

function streamTable({ result, paint }: EventSourceTables): string[] {
  const rows = Object.entries(result.eventSourceMappings ?? {}).flatMap(([name, own]): [string, StreamMappingResult][] => (own.source === 'stream' ? [[name, own]] : []));
  return tableOf('stream mapping', rows, [
    countColumn('written', (own) => own.written),
    countColumn('delivered', (own) => own.delivered),
    countColumn('captured', (own) => own.discarded.captured, 'captured'),
    countColumn('gone', (own) => own.discarded.gone + own.expired, 'gone'),
    countColumn('waiting', (own) => own.waiting, 'waiting'),
    { heading: 'age p99', text: (own) => formatSpan(own.iteratorAgeSeconds.p99) },
    { heading: 'longest block', text: (own) => formatSpan(own.longestBlockSeconds) },
  ], paint);
}

function queueMappingTable({ result, paint }: EventSourceTables): string[] {
  const rows = Object.entries(result.eventSourceMappings ?? {}).flatMap(([name, own]): [string, QueueMappingResult][] => (own.source === 'queue' ? [[name, own]] : []));
  return tableOf('queue mapping', rows, [
    countColumn('processed', (own) => own.delivered),
    countColumn('failed', (own) => own.failedInvocations),
    countColumn('throttled', (own) => own.throttles),
    countColumn('given up', (own) => own.givenUp),
    { heading: 'latency p99', text: (own) => formatSpan(own.latencySeconds.p99) },
  ], paint);
}

function queueTable({ result, paint }: EventSourceTables): string[] {
  return tableOf<QueueResult>('queue', Object.entries(result.queues ?? {}), [
    countColumn('sent', (own) => own.sent),
    countColumn('received', (own) => own.received),
    countColumn('deleted', (own) => own.deleted),
    countColumn('to dead letters', (own) => own.redriven, 'captured'),
    countColumn('expired', (own) => own.expired, 'gone'),
    countColumn('visible', (own) => own.visible, 'waiting'),
    countColumn('hidden', (own) => own.hidden + own.delayed),
  ], paint);
}

function functionsOfMappings({ scenario, result, paint }: EventSourceTables): string[] {
  const rows = [...invokedByMappingsOnly(scenario, result)].flatMap((name): [string, FunctionResult['metrics']][] => {
    const own = result.functions[name];
    return own === undefined ? [] : [[name, own.metrics]];
  });
  return tableOf('function', rows, [
    countColumn('Invocations', (own) => own.Invocations),
    countColumn('Errors', (own) => own.Errors),
    countColumn('Throttles', (own) => own.Throttles),
    countColumn('ColdStarts', (own) => own.ColdStarts),
    { heading: 'ConcurrentExecutions', text: ({ ConcurrentExecutions: { mean, max } }) => `mean ${formatCount(mean)}, max ${formatCount(max)}` },
  ], paint);
}
