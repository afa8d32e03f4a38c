import type { BatchRecord } from '../../sim/engines/batchRecords.ts';
import type { QueueMappingResult, QueueResult, QueueSeries, ShardSeries, StreamMappingResult, StreamMappingSeries } from '../../sim/engines/eventSourceResult.ts';
import { startRun } from '../../sim/engines/exact.ts';
import type { FunctionResult, RunResult, Series } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { demand, demandEqual } from './demand.ts';

type FunctionInput = ScenarioInput['functions'][string];
type MappingInput = NonNullable<ScenarioInput['eventSourceMappings']>[string];
type StreamInput = NonNullable<ScenarioInput['streams']>[string];
type QueueInput = NonNullable<ScenarioInput['queues']>[string];

/** What one run of a scenario with streams and queues came to. */
export interface Played {
  result: RunResult;
  series: Series;
  /** Every batch of a stream, in the order in which they were made. */
  batches: BatchRecord[];
  /** The function named `f`. */
  f: FunctionResult;
}

/**
 * Runs a scenario to its end. Whatever the test is about, records and messages are held to add up in every minute, the story of
 * the batches to say what the totals say, and neither slices nor the trace to change a number.
 */
export function play(scenario: ScenarioInput, options: { replication?: number } = {}): Played {
  const parsed = parseScenario(JSON.stringify(scenario));
  if (parsed.scenario === null) throw new Error(`this is no valid scenario:\n${parsed.issues.map(({ path, message }) => `  ${path}: ${message}`).join('\n')}`);
  const model = compileModel(parsed.scenario);
  const whole = startRun(model, options);
  whole.advance(Infinity);
  const [result, series] = [whole.result(), whole.series()];
  const sliced = startRun(model, { ...options, trace: true });
  for (let slice = 1; sliced.advance(slice); slice = (slice % 97) + 1);
  demandEqual(sliced.result(), result, 'slices and the trace change no total');
  demandEqual(sliced.series(), series, 'slices and the trace change no minute');
  const batches = [...sliced.batches()];
  expectConserved(result, series);
  expectSameStory(result, batches);
  return { result, series, batches, f: result.functions['f']! };
}

/** The mapping of a stream named `m`. */
export function streamMapping({ result }: Played, name = 'm'): StreamMappingResult {
  const mapping = result.eventSourceMappings?.[name];
  if (mapping?.source !== 'stream') throw new Error(`${name} is a mapping of a stream`);
  return mapping;
}

/** The minutes of a mapping of a stream. */
export function streamSeries({ series }: Played, name = 'm'): StreamMappingSeries {
  const mapping = series.eventSourceMappings?.[name];
  if (mapping?.source !== 'stream') throw new Error(`${name} is a mapping of a stream`);
  return mapping;
}

/** The mapping of a queue named `m`. */
export function queueMapping({ result }: Played, name = 'm'): QueueMappingResult {
  const mapping = result.eventSourceMappings?.[name];
  if (mapping?.source !== 'queue') throw new Error(`${name} is a mapping of a queue`);
  return mapping;
}

/** The queue named `q`. */
export function queue({ result }: Played, name = 'q'): QueueResult {
  const found = result.queues?.[name];
  if (found === undefined) throw new Error(`${name} is a queue`);
  return found;
}

/** The minutes of the queue named `q`. */
export function queueSeries({ series }: Played, name = 'q'): QueueSeries {
  const found = series.queues?.[name];
  if (found === undefined) throw new Error(`${name} is a queue`);
  return found;
}

/** A batch's story on one line, with how many records each step is about: `0 formed 4 | 0 invoked 4 | 0.1 failed 0`. */
export const storyOf = ({ steps }: BatchRecord): string => steps.map(({ t, what, count }) => `${t} ${what} ${count}`).join(' | ');

/** Every invocation in order of time: when, of how many records, and from which one of its shard on. */
export function invocations(batches: readonly BatchRecord[]): { t: number; size: number; first: number; batch: BatchRecord }[] {
  return batches
    .flatMap((batch) => batch.steps.filter(({ what }) => what === 'invoked').map(({ t, count, from }) => ({ t, size: count, first: batch.records[from]!.number, batch })))
    .sort((a, b) => a.t - b.t);
}

/** When something happened to any batch, in seconds. */
export const timesOf = (batches: readonly BatchRecord[], what: BatchRecord['steps'][number]['what']): number[] =>
  batches.flatMap(({ steps }) => steps.filter((step) => step.what === what).map(({ t }) => t)).sort((a, b) => a - b);

/** What destinations were told of discarded records, in order. */
export const answers = (batches: readonly BatchRecord[]) => batches.flatMap(({ steps }) => steps.flatMap(({ answer, count }) => (answer === undefined ? [] : [{ ...answer, count }])));

/** A function that nothing is left to chance in: its handler takes 100 ms and an environment starts at once. */
export const certain = (f: FunctionInput = {}): FunctionInput => ({
  Timeout: 30,
  ...f,
  behaviour: { duration: { constant: '100ms' }, initDuration: { constant: 0 }, ...f.behaviour },
});

/**
 * A stream `s` that the mapping `m` reads for the function `f`, each record as it is written. `more` overrides whatever it names.
 */
export function ofStream(
  writes: NonNullable<StreamInput['writes']>,
  mapping: Partial<MappingInput> = {},
  { f, stream, ...more }: Partial<ScenarioInput> & { f?: FunctionInput; stream?: Partial<StreamInput> } = {},
): ScenarioInput {
  return {
    version: 1,
    duration: '1h',
    ...more,
    functions: { f: certain(f), ...more.functions },
    streams: { s: { ...stream, writes }, ...more.streams },
    eventSourceMappings: { m: { EventSourceArn: 's', FunctionName: 'f', StartingPosition: 'TRIM_HORIZON', ...mapping }, ...more.eventSourceMappings },
    assumptions: { timing: 'documented', duplicateProbability: 0, streamPollInterval: 0, ...more.assumptions },
  };
}

/** A queue `q` that the mapping `m` reads for the function `f`. `more` overrides whatever it names. */
export function ofQueue(
  sends: NonNullable<QueueInput['sends']>,
  mapping: Partial<MappingInput> = {},
  { f, queue: settings, ...more }: Partial<ScenarioInput> & { f?: FunctionInput; queue?: Partial<QueueInput> } = {},
): ScenarioInput {
  return {
    version: 1,
    duration: '1h',
    ...more,
    functions: { f: certain(f), ...more.functions },
    queues: { q: { ...settings, sends }, ...more.queues },
    eventSourceMappings: { m: { EventSourceArn: 'q', FunctionName: 'f', ...mapping }, ...more.eventSourceMappings },
    assumptions: { timing: 'documented', duplicateProbability: 0, ...more.assumptions },
  };
}

/** So many at one instant, some of them poison, counting from 1. */
export const burst = (count: number, poison: readonly number[] = [], at: number | string = 0) => ({
  arrivals: { burst: { count, at } },
  poison: poison.map((position) => position - 1),
});

/** One at each of these seconds. */
export const at = (...seconds: number[]) => ({ arrivals: { at: seconds } });

/** Every record and message is in exactly one place, in every minute and at the end. */
function expectConserved(result: RunResult, series: Series): void {
  for (const [name, mapping] of Object.entries(series.eventSourceMappings ?? {})) {
    const total = result.eventSourceMappings![name]!;
    if (mapping.source === 'queue' || total.source === 'queue') continue;
    for (const one of [mapping.total, ...mapping.shards]) demand(unbalancedShard(one) === -1, () => `records of ${name} do not add up in minute ${unbalancedShard(one)}`);
    for (const one of [total, ...total.shards]) {
      const { written, skipped, filtered, delivered, discarded, expired, waiting, inFlight } = one;
      demand(written === skipped + filtered + delivered + discarded.total + expired + waiting + inFlight, `records of ${name} do not add up`);
      demand(discarded.total === discarded.captured + discarded.gone, `what ${name} discarded is captured or gone`);
      demand(discarded.total === discarded.byCondition.RetryAttemptsExhausted + discarded.byCondition.RecordAgeExceeded, `what ${name} discarded has a condition`);
      demand([written, skipped, filtered, delivered, expired, waiting, inFlight, discarded.captured, discarded.gone].every((count) => count >= 0), `a count of ${name} is below 0`);
    }
    demand(total.metrics.DroppedEventCount + total.metrics.OnFailureDestinationDeliveredEventCount === total.discarded.total, `metrics of ${name} say what was discarded`);
  }
  for (const [name, minutes] of Object.entries(series.queues ?? {})) {
    const { sent, deleted, redriven, expired, visible, delayed, hidden } = minutes;
    const row = sent.findIndex((count, minute) => count !== deleted[minute]! + redriven[minute]! + expired[minute]! + visible[minute]! + delayed[minute]! + hidden[minute]!);
    demand(row === -1, `messages of ${name} do not add up in minute ${row}`);
    for (const column of [visible, delayed, hidden]) demand(column.every((count) => count >= 0), `a count of ${name} is below 0`);
    const total = result.queues![name]!;
    demand(total.sent === total.deleted + total.redriven + total.expired + total.visible + total.delayed + total.hidden, `messages of ${name} do not add up`);
  }
}

/** The first minute in which the records of a shard do not add up, or -1. */
function unbalancedShard(shard: ShardSeries): number {
  return shard.written.findIndex(
    (written, row) =>
      written !==
        shard.skipped[row]! +
          shard.filtered[row]! +
          shard.delivered[row]! +
          shard.retryAttemptsExhausted[row]! +
          shard.recordAgeExceeded[row]! +
          shard.expired[row]! +
          shard.waiting[row]! +
          shard.inFlight[row]! || shard.retryAttemptsExhausted[row]! + shard.recordAgeExceeded[row]! !== shard.captured[row]! + shard.gone[row]!,
  );
}

/** What the batches tell, added up, is what the totals say. */
function expectSameStory(result: RunResult, batches: readonly BatchRecord[]): void {
  for (const [name, mapping] of Object.entries(result.eventSourceMappings ?? {})) {
    if (mapping.source === 'queue') continue;
    const steps = batches.filter((batch) => batch.mapping === name).flatMap((batch) => batch.steps);
    const times = (...what: string[]): number => steps.filter((step) => what.includes(step.what)).length;
    const records = (...what: string[]): number => steps.reduce((sum, step) => sum + (what.includes(step.what) ? step.count : 0), 0);
    const told = {
      delivered: records('succeeded', 'partlyFailed'),
      RetryAttemptsExhausted: records('retriesExhausted'),
      RecordAgeExceeded: records('recordAgeExceeded'),
      invocations: times('invoked'),
      invoked: records('invoked'),
      failedInvocations: times('failed', 'partlyFailed'),
      splits: times('split'),
      throttles: times('throttled'),
      captured: records('sentToDestination'),
    };
    demandEqual(told, {
      delivered: mapping.delivered,
      ...mapping.discarded.byCondition,
      invocations: mapping.invocations,
      invoked: mapping.metrics.InvokedEventCount,
      failedInvocations: mapping.failedInvocations,
      splits: mapping.splits,
      throttles: mapping.throttles,
      captured: mapping.discarded.captured,
    });
  }
}
