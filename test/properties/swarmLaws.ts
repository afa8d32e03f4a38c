import { isDeepStrictEqual } from 'node:util';
import type { BatchRecord, BatchStepWord } from '../../sim/engines/batchRecords.ts';
import type { QueueMappingResult, QueueMappingSeries, ShardResult, ShardSeries, StreamMappingResult, StreamMappingSeries } from '../../sim/engines/eventSourceResult.ts';
import { startRun } from '../../sim/engines/exact.ts';
import type { EventRecord, FunctionSeries, RunResult, SentRecord, Series } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario, printScenario } from '../../sim/scenario/parse.ts';
import type { Scenario, ScenarioInput } from '../../sim/scenario/schema.ts';
import { sinkOf, targetName, targetNamed } from '../../sim/scenario/sinks.ts';
import { resolveTraces } from '../../sim/scenario/traces.ts';
import { agree } from '../engines/agreement.ts';
import { expectSameStory, expectToAddUp } from '../engines/check.ts';
import { demand } from '../engines/demand.ts';
import { expectLawsOfRunning } from '../engines/lawsOfRunning.ts';
import { expectLawsOfSending } from '../engines/lawsOfSending.ts';
import { traceFiles, type SwarmCase } from './swarmCase.ts';

/** What a case's run came to: once as a whole, and once in slices and with a trace. */
export interface SwarmTold {
  input: ScenarioInput;
  hasSecondOpinion: boolean;
  scenario: Scenario;
  result: RunResult;
  series: Series;
  sliced: { result: RunResult; series: Series };
  events: readonly EventRecord[];
  sent: readonly SentRecord[];
  batches: readonly BatchRecord[];
}

/** Laws by what they say; each throws where it does not hold. */
export type Laws = Readonly<Record<string, (told: SwarmTold) => void>>;

/** More steps than anything in these scenarios has at the same time: where it is not later after them, time stands still. */
const mostAtOnce = 100_000;

/** Many times the steps of the longest of these scenarios: a run that has more goes on by ever shorter whiles, and does not end. */
const mostSteps = 50_000_000;

/** Runs a case twice, the way users do: written as a file, parsed, compiled, simulated. The engine checks its own laws meanwhile. */
export function play({ scenario: input, hasSecondOpinion, slices }: SwarmCase): SwarmTold {
  const { scenario, issues } = parseScenario(JSON.stringify(input));
  if (scenario === null) throw new Error(`this is no valid scenario: ${issues.map(({ path, message }) => `${path}: ${message}`).join(' ')}`);
  const { traces, issues: unreadable } = resolveTraces(scenario, traceFiles);
  demand(unreadable.length === 0, () => JSON.stringify(unreadable));
  const model = compileModel(scenario, traces);
  const whole = startRun(model);
  let steps = 0;
  for (let since = -1; whole.advance(mostAtOnce); since = whole.simulatedSeconds) {
    demand(whole.simulatedSeconds > since, () => `time stands still at ${since} s`);
    demand((steps += mostAtOnce) < mostSteps, () => `after ${mostSteps} steps it is only ${since} s`);
  }
  const run = startRun(model, { trace: true });
  for (let slice = 0; run.advance(slices[slice % slices.length]!); slice++) {
    // Whoever looks at a run on its way changes nothing.
    if (slice === 3) [run.result(), run.series()];
  }
  return {
    input,
    hasSecondOpinion,
    scenario,
    result: whole.result(),
    series: whole.series(),
    sliced: { result: run.result(), series: run.series() },
    events: [...run.events()],
    sent: [...run.sent()],
    batches: [...run.batches()],
  };
}

/** What must hold on every run of every scenario. */
export const laws: Laws = {
  'a scenario that is printed and read again is the same'({ scenario }) {
    const { scenario: again, issues } = parseScenario(printScenario(scenario));
    demand(isDeepStrictEqual(again, scenario), () => `it is read as ${JSON.stringify(again ?? issues)}`);
  },

  'slices, a look on the way and the trace change no number'({ result, series, sliced }) {
    demand(isDeepStrictEqual(sliced.result, result), () => `totals: ${JSON.stringify(sliced.result)}, not ${JSON.stringify(result)}`);
    demand(isDeepStrictEqual(sliced.series, series), () => 'minutes differ');
  },

  'there is no negative number, and none that is no number'({ result, series, events, sent, batches }) {
    expectNumbers(result, 'result');
    expectNumbers(series, 'series');
    expectNumbers(events, 'events');
    expectNumbers(batches, 'batches');
    for (const { t } of sent) expectNumbers(t, 'sent');
  },

  'every event is in one place in every minute'({ result, series }) {
    for (const [name, total] of Object.entries(result.functions)) expectToAddUp(total, series.functions[name]!);
  },

  'every record and every message is in one place in every minute': expectSourcesToAddUp,

  'what is counted up never goes down, and ends with the totals': expectCountsToGrow,

  'what is discarded is captured by what is there, or gone': expectCapturedOrGone,

  'life-lines say what the totals say'({ scenario, result, events }) {
    for (const [name, total] of Object.entries(result.functions))
      expectSameStory(total, events.filter((event) => event.function === name), mappingsOf(scenario, result, name));
  },

  'batches say what the totals say': expectSameBatches,

  'every event goes the way that its settings say'({ scenario, result, events, batches }) {
    expectLawsOfRunning({ scenario, result, events, batches });
  },

  'everything that ends sends what it should': expectLawsOfSending,

  'the naive engine agrees'({ input, hasSecondOpinion }) {
    if (hasSecondOpinion) agree(input);
  },
};

/** The results of the mappings that invoke a function, by its name in results. */
function mappingsOf(scenario: Scenario, { eventSourceMappings = {} }: RunResult, name: string): (StreamMappingResult | QueueMappingResult)[] {
  return Object.entries(eventSourceMappings)
    .filter(([mapping]) => {
      const { FunctionName, qualifier } = scenario.eventSourceMappings[mapping]!;
      return targetName(FunctionName, qualifier) === name;
    })
    .map(([, result]) => result);
}

/** Numbers that are NaN where there is nothing to measure; null in totals. */
const mayBeMissing = /^(AsyncEventAge|IteratorAge$|oldestAge$)/;

function expectNumbers(value: unknown, path: string): void {
  if (typeof value === 'number') demand(value >= 0 && value < Infinity, () => `${path} is ${value}`);
  else if (value instanceof Float64Array) {
    const absent = mayBeMissing.test(path.slice(path.lastIndexOf('.') + 1));
    const wrong = value.findIndex((number) => !(number >= 0 && number < Infinity) && !(absent && Number.isNaN(number)));
    demand(wrong === -1, () => `${path}[${wrong}] is ${value[wrong]}`);
  } else if (Array.isArray(value)) value.forEach((one, place) => expectNumbers(one, `${path}.${place}`));
  else if (typeof value === 'object' && value !== null) for (const [key, one] of Object.entries(value)) expectNumbers(one, `${path}.${key}`);
}

function expectCapturedOrGone({ scenario, result, series }: SwarmTold): void {
  for (const [name, { discarded, metrics }] of Object.entries(result.functions)) {
    const { deadLetterQueue, onFailure, both } = discarded.capturedBy;
    const { DeadLetterConfig, EventInvokeConfig } = targetNamed(scenario, name)!.settings;
    demand(deadLetterQueue + onFailure + both === discarded.captured, () => `${name}: captured is not the sum of who captured it`);
    demand(discarded.captured + discarded.gone === discarded.total, () => `${name}: what was discarded is neither captured nor gone`);
    const hasQueue = sinkOf(scenario, DeadLetterConfig.TargetArn) !== null;
    const hasDestination = sinkOf(scenario, EventInvokeConfig.DestinationConfig.OnFailure.Destination) !== null;
    if (!hasQueue) demand(deadLetterQueue + both + metrics.DeadLetterErrors === 0, () => `${name} has dead letters and no queue for them`);
    if (!hasDestination) demand(onFailure + both === 0, () => `${name} has failure records and no destination for them`);
    if (hasQueue && metrics.DeadLetterErrors === 0) demand(deadLetterQueue + both === discarded.total, () => `${name}: a dead letter is missing`);
    expectToEndWith(series.functions[name]!, { discardedCaptured: discarded.captured, capturedByDeadLetterQueue: deadLetterQueue, capturedByOnFailure: onFailure, capturedByBoth: both, discardedGone: discarded.gone }, name);
  }
}

function expectSourcesToAddUp({ scenario, result, series }: SwarmTold): void {
  for (const [name, { sent, received, deleted, redriven, expired, visible, delayed, hidden }] of Object.entries(result.queues ?? {})) {
    demand(sent === deleted + redriven + expired + visible + delayed + hidden, () => `queue ${name} does not add up`);
    const minutes = series.queues![name]!;
    minutes.sent.forEach((count, row) =>
      demand(
        count === minutes.deleted[row]! + minutes.redriven[row]! + minutes.expired[row]! + minutes.visible[row]! + minutes.delayed[row]! + minutes.hidden[row]!,
        () => `queue ${name} does not add up in minute ${row}`,
      ),
    );
    const readers = Object.entries(result.eventSourceMappings ?? {}).flatMap(([mapping, one]) => (one.source === 'queue' && scenario.eventSourceMappings[mapping]!.EventSourceArn === name ? [one] : []));
    demand(received === sum(readers.map(({ metrics }) => metrics.PolledEventCount)), () => `queue ${name} was received from by nobody`);
    demand(deleted === sum(readers.map(({ metrics }) => metrics.DeletedEventCount)), () => `messages of queue ${name} were deleted by nobody`);
    // What nobody else sends comes from Lambda's deliveries and from queues whose dead-letter queue it is.
    const moved = sum(Object.entries(result.queues!).map(([other, one]) => (scenario.queues[other]!.RedrivePolicy?.deadLetterTargetArn === name ? one.redriven : 0)));
    const known = moved + (result.destinations[name]?.received ?? 0);
    demand(scenario.queues[name]!.sends.length === 0 ? sent === known : sent >= known, () => `queue ${name} has ${sent} messages, of which ${known} were delivered or moved`);
  }
  for (const [name, mapping] of Object.entries(result.eventSourceMappings ?? {})) {
    const minutes = series.eventSourceMappings![name]!;
    if (mapping.source === 'queue') {
      demand(mapping.filtered === mapping.metrics.FilteredOutEventCount && mapping.delivered + mapping.filtered <= mapping.metrics.PolledEventCount, () => `${name} has more than it received`);
      continue;
    }
    if (minutes.source !== 'stream') throw new Error(`${name} is a stream in totals and none in minutes`);
    for (const shard of [mapping, ...mapping.shards]) expectShardToAddUp(shard, name);
    for (const key of shardCounts) demand(mapping[key] === sum(mapping.shards.map((shard) => shard[key])), () => `${key} of ${name} is not the sum of its shards`);
    demand(mapping.written === result.streams![scenario.eventSourceMappings[name]!.EventSourceArn]!.written, () => `${name} reads another number of records than are written`);
    const lanes = scenario.eventSourceMappings[name]!.ParallelizationFactor;
    for (const [place, shard] of [minutes.total, ...minutes.shards].entries()) expectShardMinutes(shard, `${name}, ${place === 0 ? 'all shards' : `shard ${place - 1}`}`, place === 0 ? lanes * mapping.shards.length : lanes, series);
  }
}

const shardCounts = ['written', 'skipped', 'filtered', 'delivered', 'expired', 'waiting', 'inFlight'] as const;

function expectShardToAddUp({ written, skipped, filtered, delivered, discarded, expired, waiting, inFlight }: ShardResult, name: string): void {
  demand(written === skipped + filtered + delivered + discarded.total + expired + waiting + inFlight, () => `a shard of ${name} does not add up`);
  demand(discarded.total === discarded.captured + discarded.gone && discarded.total === sum(Object.values(discarded.byCondition)), () => `what ${name} discarded does not add up`);
}

function expectShardMinutes(shard: ShardSeries, name: string, lanes: number, { minutes, ends }: Series): void {
  const at = (keys: readonly (keyof ShardSeries)[], row: number): number => sum(keys.map((key) => shard[key][row]!));
  shard.written.forEach((written, row) => {
    const places = at(['skipped', 'filtered', 'delivered', 'retryAttemptsExhausted', 'recordAgeExceeded', 'expired', 'waiting', 'inFlight'], row);
    demand(written === places, () => `${name}: ${written} records are in ${places} places in minute ${row}`);
    demand(at(['retryAttemptsExhausted', 'recordAgeExceeded'], row) === at(['captured', 'gone'], row), () => `${name}: captured and gone are not what is discarded in minute ${row}`);
    const spent = at(['idle', 'gathering', 'processing', 'retrying', 'bisecting', 'throttled'], row);
    const passed = (ends[row]! - minutes[row]!) * lanes;
    demand(Math.abs(spent - passed) < 1e-6 * Math.max(1, passed), () => `${name}: ${lanes} lanes spend ${spent} s of ${passed} s in minute ${row}`);
  });
}

function expectCountsToGrow({ result, series }: SwarmTold): void {
  for (const [name, minutes] of Object.entries(series.functions)) {
    expectToGrow(minutes, cumulativeOfFunction, name);
    const { received, rejected, delivered, lost, duplicates, running, waiting, billed } = result.functions[name]!;
    const last = { received, rejected, lost, duplicates, running, deliveredAfterRetry: delivered.afterRetry, waitingDelayed: waiting.delayed, retries: billed.retryRequests };
    expectToEndWith(minutes, last, name);
  }
  for (const [name, minutes] of Object.entries(series.destinations)) {
    expectToGrow(minutes, ['received', 'failed'], name);
    const { received, failed } = result.destinations[name]!;
    expectToEndWith(minutes, { received, failed }, name);
  }
  for (const [name, minutes] of Object.entries(series.queues ?? {})) {
    expectToGrow(minutes, ['sent', 'received', 'deleted', 'redriven', 'expired'], name);
    const { sent, received, deleted, redriven, expired, visible, delayed, hidden } = result.queues![name]!;
    expectToEndWith(minutes, { sent, received, deleted, redriven, expired, visible, delayed, hidden }, name);
  }
  for (const [name, minutes] of Object.entries(series.eventSourceMappings ?? {})) expectMappingToGrow(minutes, result.eventSourceMappings![name]!, name);
}

function expectMappingToGrow(minutes: StreamMappingSeries | QueueMappingSeries, total: StreamMappingResult | QueueMappingResult, name: string): void {
  if (minutes.source === 'queue') {
    if (total.source !== 'queue') throw new Error(`${name} is a queue in minutes and none in totals`);
    expectToGrow(minutes, ['delivered', 'filtered', 'invocations', 'failedInvocations', 'throttles'], name);
    const { delivered, filtered, invocations, failedInvocations, throttles, inFlight } = total;
    expectToEndWith(minutes, { delivered, filtered, invocations, failedInvocations, throttles, inFlight }, name);
    return;
  }
  if (total.source !== 'stream') throw new Error(`${name} is a stream in minutes and none in totals`);
  for (const [place, shard] of [minutes.total, ...minutes.shards].entries()) {
    const own = place === 0 ? total : total.shards[place - 1]!;
    expectToGrow(shard, ['written', 'skipped', 'filtered', 'delivered', 'retryAttemptsExhausted', 'recordAgeExceeded', 'expired', 'captured', 'gone'], name);
    const { written, skipped, filtered, delivered, expired, waiting, inFlight, discarded } = own;
    expectToEndWith(shard, { written, skipped, filtered, delivered, expired, waiting, inFlight, captured: discarded.captured, gone: discarded.gone, retryAttemptsExhausted: discarded.byCondition.RetryAttemptsExhausted, recordAgeExceeded: discarded.byCondition.RecordAgeExceeded }, name);
  }
}

const cumulativeOfFunction = [
  'received', 'rejected', 'deliveredOnTime', 'deliveredDelayed', 'deliveredAfterRetry', 'discardedRetriesExhausted', 'discardedEventAgeExceeded', 'discardedZeroReservedConcurrency',
  'discardedRecursiveInvocation', 'discardedCaptured', 'capturedByDeadLetterQueue', 'capturedByOnFailure', 'capturedByBoth', 'discardedGone', 'lost', 'duplicates', 'retries',
] as const satisfies readonly (keyof FunctionSeries)[];

function expectToGrow<Column extends string>(minutes: Readonly<Record<Column, Float64Array>>, columns: readonly Column[], name: string): void {
  for (const column of columns) {
    const falls = minutes[column].findIndex((count, row) => row > 0 && count < minutes[column][row - 1]!);
    demand(falls === -1, () => `${column} of ${name} goes down in minute ${falls}`);
  }
}

function expectToEndWith<Column extends string>(minutes: Readonly<Record<NoInfer<Column>, Float64Array>>, totals: Readonly<Record<Column, number>>, name: string): void {
  for (const column of Object.keys(totals) as Column[]) {
    const last = minutes[column].at(-1) ?? 0;
    demand(last === totals[column], () => `${column} of ${name} ends with ${last}, but is ${totals[column]} in total`);
  }
}

/** Batches and their steps, added up over a mapping, are what its totals say; and each step takes place after the one before. */
function expectSameBatches({ result, batches }: SwarmTold): void {
  for (const { id, formedAt, records, steps } of batches) {
    let now = formedAt;
    for (const { t, what, from, count } of steps) {
      demand(t >= now, () => `batch ${id} goes back in time`);
      demand(from + count <= records.length, () => `batch ${id} is ${what} beyond its end`);
      now = t;
    }
    const last = records.at(-1);
    demand(last !== undefined && records.every(({ number, writtenAt }, place) => writtenAt <= formedAt && (place === 0 || number > records[place - 1]!.number)), () => `batch ${id} has records that are not there, or not in order`);
  }
  for (const [name, mapping] of Object.entries(result.eventSourceMappings ?? {})) {
    if (mapping.source === 'queue') continue;
    const steps = batches.filter((batch) => batch.mapping === name).flatMap((batch) => batch.steps);
    const times = (...whats: BatchStepWord[]): number => steps.filter(({ what }) => whats.includes(what)).length;
    const records = (...whats: BatchStepWord[]): number => sum(steps.map(({ what, count }) => (whats.includes(what) ? count : 0)));
    const found = {
      invocations: times('invoked'),
      failedInvocations: times('failed', 'partlyFailed'),
      splits: times('split'),
      throttles: times('throttled'),
      delivered: records('succeeded', 'partlyFailed'),
      expired: mapping.expired,
      retriesExhausted: records('retriesExhausted'),
      recordAgeExceeded: records('recordAgeExceeded'),
      captured: records('sentToDestination'),
      invoked: records('invoked'),
    };
    const { invocations, failedInvocations, splits, throttles, delivered, expired, discarded, metrics } = mapping;
    const told = {
      invocations, failedInvocations, splits, throttles, delivered, expired,
      retriesExhausted: discarded.byCondition.RetryAttemptsExhausted,
      recordAgeExceeded: discarded.byCondition.RecordAgeExceeded,
      captured: discarded.captured,
      invoked: metrics.InvokedEventCount,
    };
    demand(isDeepStrictEqual(found, told), () => `the batches of ${name} say ${JSON.stringify(found)}, its totals ${JSON.stringify(told)}`);
    // What never was in a batch may expire, too.
    demand(records('expired') <= expired, () => `more records of ${name} expire in batches than in all`);
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
