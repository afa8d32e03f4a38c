import { startRun } from '../../sim/engines/exact.ts';
import type { EventRecord, FunctionResult, FunctionSeries, RunResult } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { seed } from './estimate.ts';

type FunctionInput = ScenarioInput['functions'][string];
type Arrivals = NonNullable<ScenarioInput['traffic']>[number]['arrivals'];

export interface Replication {
  result: RunResult;
  /** Of the function `f`. */
  f: FunctionResult;
  minutes: FunctionSeries;
  events: EventRecord[];
}

/** Replications 0 … count - 1 of a scenario, one after the other, each reduced to a number or a few at once. */
export function replicate<T>(scenario: ScenarioInput, count: number, measure: (replication: Replication) => T, trace = false): T[] {
  const { scenario: checked, issues } = checkScenario(scenario);
  if (checked === null) throw new Error(issues.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const model = compileModel(checked);
  return Array.from({ length: count }, (_, replication) => {
    const run = startRun(model, { replication, trace });
    run.advance(Infinity);
    const result = run.result();
    return measure({ result, f: result.functions['f']!, minutes: run.series().functions['f']!, events: trace ? [...run.events()] : [] });
  });
}

/** A scenario without randomness: its one run, with every event's life-line. */
export const once = (scenario: ScenarioInput): Replication => replicate(scenario, 1, (replication) => replication, true)[0]!;

/**
 * One function `f` as the textbooks want it: environments that start in no time, no duplicates, documented waits, six hours of
 * patience. Arrival rates are per second and durations in seconds, as in the reference values.
 */
export function textbook(f: FunctionInput, arrivals: Arrivals, duration: number, more: Partial<ScenarioInput> = {}): ScenarioInput {
  return {
    version: 1,
    seed,
    duration,
    traffic: [{ to: 'f', arrivals }],
    ...more,
    functions: { f: { Timeout: 900, ...f, behaviour: { initDuration: { constant: 0 }, ...f.behaviour } }, ...more.functions },
    assumptions: { timing: 'documented', dispatch: 'fifo', duplicateProbability: 0, dispatchLatency: 0, ...more.assumptions },
  };
}

/** A column's sum over the minutes from `first` on. */
export const sumFrom = (column: Float64Array, first: number): number => column.slice(first).reduce((sum, value) => sum + value, 0);

/** How much a cumulative column grew from the end of minute `first - 1` to the end. */
export const growthFrom = (column: Float64Array, first: number): number => column[column.length - 1]! - (first === 0 ? 0 : column[first - 1]!);
