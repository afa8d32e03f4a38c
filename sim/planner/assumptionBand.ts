// Whoever has run the scenario has loaded what it needs.
import { startRun } from '../engines/exactRun.ts';
import type { FunctionResult, RunResult } from '../engines/result.ts';
import type { Run } from '../engines/run.ts';
import { inSeconds } from '../kernel/time.ts';
import { compileModel } from '../model/compile.ts';
import type { Dispatch, Model } from '../model/model.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { TraceArrivals } from '../scenario/traces.ts';

/**
 * How much an answer depends on what AWS does not publish: who is attempted when a slot frees.
 *
 * The same scenario and seed under each of the three dispatch disciplines; the band of a number is the range over those
 * that finished within their budget of steps. It matters more than any other assumption whenever something is throttled.
 */
export interface AssumptionBand {
  /** Disciplines that the ranges cover, the scenario's own first. */
  covered: Dispatch[];
  /** Disciplines that needed more than `stepBudget` scheduled events; the ranges leave them out. */
  notFinished: Dispatch[];
  stepBudget: number;
  /** Every function's counts added up; quantiles do not add up and are null here. */
  total: HeadlineBand;
  functions: Record<string, HeadlineBand>;
}

/** The lowest and the highest value over the covered disciplines. */
export interface Range {
  low: number;
  high: number;
}

/** The range of each headline number; null where no discipline has the number. */
export type HeadlineBand = Record<Headline, Range | null>;

/** The numbers that a verdict is made of: counts of events, and quantiles of the delay in seconds. */
export const headlines = {
  delivered: (result: FunctionResult) => result.delivered.total,
  onTime: (result: FunctionResult) => result.delivered.onTime,
  delayed: (result: FunctionResult) => result.delivered.delayed,
  discarded: (result: FunctionResult) => result.discarded.total,
  captured: (result: FunctionResult) => result.discarded.captured,
  gone: (result: FunctionResult) => result.discarded.gone,
  lost: (result: FunctionResult) => result.lost,
  waiting: (result: FunctionResult) => result.waiting.total,
  delayP50: (result: FunctionResult) => result.delaySeconds.p50,
  delayP99: (result: FunctionResult) => result.delaySeconds.p99,
} satisfies Record<string, (result: FunctionResult) => number | null>;
export type Headline = keyof typeof headlines;

/** Whether the dispatch discipline can have changed anything: something was refused, or had to queue under `fifo`. */
export function dispatchMatters(scenario: Scenario, result: RunResult): boolean {
  const functions = Object.values(result.functions);
  if (scenario.assumptions.dispatch !== 'fifo') return functions.some(({ metrics }) => metrics.Throttles > 0);
  return functions.some(
    ({ waiting, discarded, delaySeconds }) =>
      waiting.byReason.unread > 0 || discarded.byCondition.EventAgeExceeded > 0 || (delaySeconds.max ?? 0) >= shortestBackoffSeconds,
  );
}

/** Under the other disciplines whatever finds no slot waits at least this long. [THR-01] */
const shortestBackoffSeconds = 1;

/** The other two disciplines in progress, in slices of any size. */
export interface AssumptionBandRun {
  /** The share of the simulated time of both that is done or given up, 0 to 1. */
  readonly progress: number;
  /** Handles at most `maxSteps` scheduled events; true while there is more to do. */
  advance(maxSteps: number): boolean;
  /** The band over what has finished so far. */
  band(): AssumptionBand;
}

/** What the band needs to know about the run it belongs to. */
export interface AssumptionBandPlan {
  /** Overrides the scenario's seed. */
  seed?: string;
  /** The result under the scenario's own discipline: replication 0 of the same seed. */
  own: RunResult;
  /** Scheduled events that each other discipline may take; by default twice the own run's, and at least five million. */
  stepBudget?: number;
}

/** Starts the runs under the disciplines that the scenario does not name. */
export function startAssumptionBand(
  scenario: Scenario,
  traces: ReadonlyMap<number, TraceArrivals>,
  plan: AssumptionBandPlan,
): AssumptionBandRun {
  const ownDispatch = scenario.assumptions.dispatch;
  const stepBudget = plan.stepBudget ?? stepBudgetBeside(plan.own.steps);
  const others = dispatches.filter((dispatch) => dispatch !== ownDispatch);
  const finished: { dispatch: Dispatch; result: RunResult }[] = [{ dispatch: ownDispatch, result: plan.own }];
  const notFinished: Dispatch[] = [];
  let current: { dispatch: Dispatch; model: Model; run: Run } | null = null;

  function next(): typeof current {
    const dispatch = others[finished.length - 1 + notFinished.length];
    if (dispatch === undefined) return null;
    const model = compileModel({ ...scenario, assumptions: { ...scenario.assumptions, dispatch } }, traces);
    return { dispatch, model, run: startRun(model, plan.seed === undefined ? {} : { seed: plan.seed }) };
  }

  return {
    get progress() {
      const done = finished.length - 1 + notFinished.length;
      const part = current === null || current.model.duration === 0 ? 0 : current.run.simulatedSeconds / inSeconds(current.model.duration);
      return (done + part) / others.length;
    },
    advance(maxSteps) {
      current ??= next();
      if (current === null) return false;
      const { dispatch, run } = current;
      const more = run.advance(Math.min(maxSteps, stepBudget - run.steps));
      if (!more) finished.push({ dispatch, result: run.result() });
      else if (run.steps >= stepBudget) notFinished.push(dispatch);
      else return true;
      // Its memory is not needed any more, and the next one may want as much.
      current = null;
      return finished.length - 1 + notFinished.length < others.length;
    },
    band() {
      return {
        covered: finished.map(({ dispatch }) => dispatch),
        notFinished: [...notFinished],
        stepBudget,
        ...ranges(finished.map(({ result }) => result)),
      };
    },
  };
}

/** The band, run to its end. */
export function assumptionBand(scenario: Scenario, traces: ReadonlyMap<number, TraceArrivals>, plan: AssumptionBandPlan): AssumptionBand {
  const run = startAssumptionBand(scenario, traces, plan);
  while (run.advance(stepsPerSlice)) continue;
  return run.band();
}

/** The three answers to what AWS does not publish: who is attempted when a slot frees. */
export const dispatches = ['adaptive', 'backoff', 'fifo'] as const satisfies readonly Dispatch[];

/** Scheduled events that a run under another discipline may take beside one that took `steps`. */
export const stepBudgetBeside = (steps: number): number => Math.max(leastStepBudget, 2 * steps);

const leastStepBudget = 5_000_000;
const stepsPerSlice = 100_000;

/** Names of headlines whose values add up over functions. */
const countHeadlines: ReadonlySet<string> = new Set<Headline>(['delivered', 'onTime', 'delayed', 'discarded', 'captured', 'gone', 'lost', 'waiting']);

function ranges(results: readonly RunResult[]): Pick<AssumptionBand, 'total' | 'functions'> {
  const names = Object.keys(results[0]?.functions ?? {});
  const bandOf = (value: (headline: Headline, result: RunResult) => number | null): HeadlineBand =>
    Object.fromEntries(
      (Object.keys(headlines) as Headline[]).map((headline) => [headline, rangeOf(results.map((result) => value(headline, result)))]),
    ) as HeadlineBand;
  return {
    total: bandOf((headline, result) =>
      countHeadlines.has(headline) ? Object.values(result.functions).reduce((sum, one) => sum + (headlines[headline](one) ?? 0), 0) : null,
    ),
    functions: Object.fromEntries(
      names.map((name) => [
        name,
        bandOf((headline, result) => {
          const one = result.functions[name];
          return one === undefined ? null : headlines[headline](one);
        }),
      ]),
    ),
  };
}

function rangeOf(values: readonly (number | null)[]): Range | null {
  const present = values.filter((value) => value !== null);
  return present.length === 0 ? null : { low: Math.min(...present), high: Math.max(...present) };
}
