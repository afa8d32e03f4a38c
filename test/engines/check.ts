import { startRun } from '../../sim/engines/exact.ts';
import type { QueueMappingResult, StreamMappingResult } from '../../sim/engines/eventSourceResult.ts';
import type { EventRecord, FunctionResult, FunctionSeries, RunResult, SentRecord, Series } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import type { TraceArrivals } from '../../sim/scenario/traces.ts';
import { demand, demandEqual } from './demand.ts';
import { expectLawsOfSending } from './lawsOfSending.ts';

type FunctionInput = ScenarioInput['functions'][string];
type ArrivalsInput = NonNullable<ScenarioInput['traffic']>[number]['arrivals'];
type ScriptInput = NonNullable<NonNullable<FunctionInput['behaviour']>['script']>[number];

export interface Checked {
  result: RunResult;
  series: Series;
  /** Every accepted event, in order of id; empty when `traced` is false. */
  events: EventRecord[];
  /** Everything that was sent, in order of time; empty when `traced` is false. */
  sent: SentRecord[];
  /** The scenario's first function: its events, its totals and its minutes. */
  own: EventRecord[];
  first: FunctionResult;
  minutes: FunctionSeries;
}

/**
 * Runs a scenario to its end, the way every test of the engine does: written as a file, parsed, compiled, simulated.
 *
 * Whatever the test is about, the run is also held to what is true of every run: the outcomes add up in every minute, the
 * life-lines say what the totals say, everything that ends sends what it should, and neither slices nor the trace change a
 * number. `traced: false` leaves out the second, traced run, for tests with very many events.
 */
export function run(
  scenario: ScenarioInput,
  options: { seed?: string; replication?: number; traced?: boolean; traces?: ReadonlyMap<number, TraceArrivals> } = {},
): Checked {
  const { traced = true, traces, ...chance } = options;
  const parsed = parseScenario(JSON.stringify(scenario));
  if (parsed.scenario === null)
    throw new Error(`this is no valid scenario:\n${parsed.issues.map(({ path, message }) => `  ${path}: ${message}`).join('\n')}`);
  const model = compileModel(parsed.scenario, traces);

  const whole = startRun(model, chance);
  whole.advance(Infinity);
  const result = whole.result();
  const series = whole.series();
  const checked: Checked = {
    result,
    series,
    events: [],
    sent: [],
    own: [],
    first: Object.values(result.functions)[0]!,
    minutes: Object.values(series.functions)[0]!,
  };
  for (const [name, functionResult] of Object.entries(result.functions)) expectToAddUp(functionResult, series.functions[name]!);

  if (traced) {
    const sliced = startRun(model, { ...chance, trace: true });
    for (let slice = 1; sliced.advance(slice); slice = (slice % 97) + 1);
    demandEqual(sliced.result(), result, 'slices and the trace change no total');
    demandEqual(sliced.series(), series, 'slices and the trace change no minute');
    checked.events.push(...sliced.events());
    const [firstName] = Object.keys(result.functions);
    checked.own.push(...checked.events.filter((event) => event.function === firstName));
    for (const [name, functionResult] of Object.entries(result.functions))
      expectSameStory(functionResult, checked.events.filter((event) => event.function === name));
    checked.sent.push(...sliced.sent());
    expectLawsOfSending({ scenario: parsed.scenario, result, series, events: checked.events, sent: checked.sent });
  }
  return checked;
}

/** The messages of everything that is wrong with a scenario, each with the clause behind it. */
export function issuesOf(scenario: ScenarioInput): { path: string; clause?: string }[] {
  return parseScenario(JSON.stringify(scenario)).issues.map(({ path, clause }) => ({ path, ...(clause === undefined ? {} : { clause }) }));
}

/** An event's story on one line: `0 accepted | 0 admitted | 0 started | 0.1 succeeded`. */
export function lifeLine(event: EventRecord | undefined): string {
  return (event?.lifeLine ?? []).map(({ t, what, copy }) => `${t} ${what}${copy === true ? ' (copy)' : ''}`).join(' | ');
}

/** When a step happened to an event, in seconds; copies apart. */
export function timesOf(event: EventRecord | undefined, what: EventRecord['lifeLine'][number]['what']): number[] {
  return (event?.lifeLine ?? []).filter((step) => step.what === what && step.copy === undefined).map(({ t }) => t);
}

/** The waits between consecutive numbers, to the microsecond. */
export const gaps = (times: readonly number[]): number[] =>
  times.slice(1).map((time, index) => Math.round((time - times[index]!) * 1e6) / 1e6);

export const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/**
 * A scenario about one function `f` in which nothing is left to chance: documented waits, no duplicates, cold starts that
 * take no time, `backoff` unless said otherwise. `more` overrides whatever it names.
 */
export function exactly(f: FunctionInput, arrivals: ArrivalsInput, more: Partial<ScenarioInput> = {}): ScenarioInput {
  const { assumptions, functions, ...rest } = more;
  return {
    version: 1,
    duration: '7h',
    functions: { f: withoutInit(f), ...Object.fromEntries(Object.entries(functions ?? {}).map(([name, other]) => [name, withoutInit(other)])) },
    traffic: [{ to: 'f', arrivals }],
    ...rest,
    assumptions: { timing: 'documented', dispatch: 'backoff', duplicateProbability: 0, ...assumptions },
  };
}

/** As `exactly`, but another function holds the account's only environment without a gap: every dispatch of `f` is refused. */
export function underHeldSlot(f: FunctionInput, arrivals: ArrivalsInput, more: Partial<ScenarioInput> = {}): ScenarioInput {
  return exactly(f, arrivals, {
    account: { ConcurrentExecutions: 1 },
    functions: { holder: { Timeout: 900, behaviour: { duration: { constant: '900s' } } } },
    // It arrives again at the instant at which it ends, which is before any retry of that instant.
    traffic: [
      { to: 'holder', arrivals: { constant: { rate: '4/h' } } },
      { to: 'f', arrivals },
    ],
    ...more,
  });
}

/**
 * As `underHeldSlot`, with a queue that is hardly read: 50 refusals in the first second limit reading to 45 a second and
 * less and less from there; 2,000 events at 1.5 s wait for it.
 */
export const underDeepBacklog = (f: FunctionInput, more: Partial<ScenarioInput> = {}): ScenarioInput =>
  underHeldSlot(f, at(0), {
    ...more,
    traffic: [
      { to: 'holder', arrivals: { constant: { rate: '4/h' } } },
      { to: 'f', arrivals: { constant: { rate: '50/s' } }, until: 1 },
      { to: 'f', arrivals: { burst: { count: 2000, at: 1.5 } } },
    ],
    assumptions: { dispatch: 'adaptive', ...more.assumptions },
  });

/** One event at each of these seconds. */
export const at = (...seconds: number[]): ArrivalsInput => ({ at: seconds });

/** How one event's attempts go: `story(0, '130s error', '2s success')`. */
export function story(event: number, ...attempts: string[]): ScriptInput {
  return {
    event,
    attempts: attempts.map((attempt) => {
      const words = attempt.split(' ');
      const result = words.at(-1) as 'success' | 'error' | 'timeout';
      return words.length === 1 ? { result } : { duration: words[0]!, result };
    }),
  };
}

function withoutInit(f: FunctionInput): FunctionInput {
  return { ...f, behaviour: { initDuration: { constant: '0s' }, ...f.behaviour } };
}

/** `received = delivered + discarded + lost + waiting + running`, in total and in every minute. [MET-21] */
export function expectToAddUp(total: FunctionResult, minutes: FunctionSeries): void {
  const { delivered, discarded, waiting } = total;
  demandEqual(delivered.total + discarded.total + total.lost + waiting.total + total.running, total.received, 'the outcomes');
  demandEqual(delivered.onTime + delivered.delayed, delivered.total, 'delivered on time and delayed');
  demandEqual(Object.values(discarded.byCondition).reduce((sum, count) => sum + count, 0), discarded.total, 'discarded by condition');
  demandEqual(discarded.captured + discarded.gone, discarded.total, 'captured and gone');
  demandEqual(Object.values(waiting.byReason).reduce((sum, count) => sum + count, 0), waiting.total, 'waiting by reason');
  const unbalanced = minutes.received.findIndex(
    (received, row) =>
      received !==
      minutes.deliveredOnTime[row]! +
        minutes.deliveredDelayed[row]! +
        minutes.discardedRetriesExhausted[row]! +
        minutes.discardedEventAgeExceeded[row]! +
        minutes.discardedZeroReservedConcurrency[row]! +
        minutes.discardedRecursiveInvocation[row]! +
        minutes.lost[row]! +
        minutes.waitingUnread[row]! +
        minutes.waitingThrottleBackoff[row]! +
        minutes.waitingFunctionErrorWait[row]! +
        minutes.running[row]!,
  );
  demandEqual(unbalanced, -1, 'a minute in which the outcomes do not add up');
}

/** What the life-lines say, added up, is what the totals say, which count what mappings invoke as well. */
export function expectSameStory(total: FunctionResult, events: readonly EventRecord[], mappings: readonly (StreamMappingResult | QueueMappingResult)[] = []): void {
  const steps = (what: string): number => events.reduce((sum, { lifeLine }) => sum + lifeLine.filter((step) => step.what === what).length, 0);
  const outcomes = (outcome: EventRecord['outcome']): number => events.filter((event) => event.outcome === outcome).length;
  const byMappings = (what: 'invocations' | 'throttles' | 'failedInvocations'): number => mappings.reduce((sum, mapping) => sum + mapping[what], 0);
  const { Invocations, Errors, Throttles, AsyncEventsDropped, ColdStarts } = total.metrics;
  const told = {
    received: events.length,
    delivered: outcomes('delivered'),
    discarded: outcomes('discarded'),
    lost: outcomes('lost'),
    waiting: outcomes('waiting'),
    running: outcomes('running'),
    duplicates: steps('duplicated'),
    Invocations: steps('admitted') + byMappings('invocations'),
    Throttles: steps('throttled') + byMappings('throttles'),
    AsyncEventsDropped: steps('dropped'),
  };
  demandEqual(told, {
    received: total.received,
    delivered: total.delivered.total,
    discarded: total.discarded.total,
    lost: total.lost,
    waiting: total.waiting.total,
    running: total.running,
    duplicates: total.duplicates,
    Invocations,
    Throttles,
    AsyncEventsDropped,
  });
  // A batch may also fail by what its function returns, which is no error of the function; and batches do not say which of them start cold.
  const errors = steps('failed') + steps('timedOut');
  const coldStarts = events.reduce((sum, { lifeLine }) => sum + lifeLine.filter(({ coldStart }) => coldStart).length, 0);
  demand(Errors >= errors && Errors <= errors + byMappings('failedInvocations'), () => `Errors are ${Errors}, in life-lines ${errors}`);
  demand(ColdStarts >= coldStarts && ColdStarts <= coldStarts + byMappings('invocations'), () => `ColdStarts are ${ColdStarts}, in life-lines ${coldStarts}`);
}
