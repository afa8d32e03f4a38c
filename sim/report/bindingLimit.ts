import type { RunResult, Series } from '../engines/result.ts';
import type { Scenario } from '../scenario/schema.ts';
import { targetNamed } from '../scenario/sinks.ts';
import { heldUpBy } from './heldUp.ts';

/** The setting that made events wait for capacity. */
export type BindingSetting = 'ReservedConcurrentExecutions' | 'ConcurrentExecutions' | 'fault' | 'scalingRate' | 'systemErrors';

/** Which setting bound hardest, on which function, and for how long. */
export interface BindingLimit {
  function: string;
  setting: BindingSetting;
  /** The number of executions at a time that it allows; null where that is not what bound. */
  limit: number | null;
  /** Simulated minutes in which the limit was reached, out of `minutes`; 0 where `limit` is null. */
  minutesFull: number;
  minutes: number;
}

/**
 * What bound on the function that was held up most: refused most often or, under `fifo`, with the longest queue. Null if
 * nothing was held up, or too little to matter.
 */
export function bindingLimit(scenario: Scenario, result: RunResult, series: Series): BindingLimit | null {
  const name = mostHeldUp(scenario, result, series);
  const own = name === null ? undefined : result.functions[name];
  const columns = name === null ? undefined : series.functions[name];
  if (name === null || own === undefined || columns === undefined) return null;
  const minutes = series.minutes.length;
  const unlimited = { function: name, limit: null, minutesFull: 0, minutes };
  if (heldUpBy(scenario, name, own) === 'systemErrors') return { ...unlimited, setting: 'systemErrors' };
  const aged = own.discarded.byCondition.EventAgeExceeded > 0;
  if (scenario.assumptions.dispatch !== 'fifo' && !aged && own.metrics.Throttles < leastThrottled * (own.received > 0 ? own.received : own.metrics.Invocations)) return null;

  const lambda = functionOf(scenario, name);
  const reserved = reservationOf(scenario, name);
  const limit = reserved ?? unreservedPool(scenario);
  const busy = busyTogether(series, (other) => (reserved === undefined ? reservationOf(scenario, other) === undefined : functionOf(scenario, other) === lambda));
  const minutesFull = busy.reduce((count, value) => count + (value >= limit ? 1 : 0), 0);
  if (minutesFull > 0) {
    return { function: name, setting: reserved === undefined ? 'ConcurrentExecutions' : 'ReservedConcurrentExecutions', limit, minutesFull, minutes };
  }
  const lowered = scenario.faults.some((fault) => 'function' in fault && fault.function === lambda && fault.ReservedConcurrentExecutions !== undefined);
  return { ...unlimited, setting: lowered ? 'fault' : 'scalingRate' };
}

/** With fewer refusals than this for each event, or each invocation where only mappings invoke, no limit is worth a sentence. */
const leastThrottled = 0.01;

/** Executions at a time that are left for the functions without a reservation, provisioned ones included. [CON-02] */
export function unreservedPool(scenario: Scenario): number {
  const reserved = Object.values(scenario.functions).reduce((sum, settings) => sum + (settings.ReservedConcurrentExecutions ?? 0), 0);
  return scenario.account.ConcurrentExecutions - reserved;
}

const functionOf = (scenario: Scenario, name: string): string | undefined => targetNamed(scenario, name)?.function;

function reservationOf(scenario: Scenario, name: string): number | undefined {
  const lambda = functionOf(scenario, name);
  return lambda === undefined ? undefined : scenario.functions[lambda]?.ReservedConcurrentExecutions;
}

function mostHeldUp(scenario: Scenario, result: RunResult, series: Series): string | null {
  let most: { name: string | null; held: number } = { name: null, held: 0 };
  for (const [name, own] of Object.entries(result.functions)) {
    const columns = series.functions[name];
    if (columns === undefined || heldUpBy(scenario, name, own) === null) continue;
    const held = own.metrics.Throttles + sumOf(columns.waitingUnread) + sumOf(columns.waitingThrottleBackoff);
    if (held > most.held) most = { name, held };
  }
  return most.name;
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Executions of all that share a limit: the sum of each minute's maxima, so an upper bound. */
function busyTogether(series: Series, shares: (name: string) => boolean): Float64Array {
  const busy = new Float64Array(series.minutes.length);
  for (const [name, columns] of Object.entries(series.functions)) {
    if (!shares(name)) continue;
    for (const [row, count] of columns.ConcurrentExecutions.entries()) busy[row] = (busy[row] ?? 0) + count;
  }
  return busy;
}
