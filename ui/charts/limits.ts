import { unreservedPool } from '../../sim/report/bindingLimit.ts';
import type { FunctionFault, Scenario } from '../../sim/scenario/schema.ts';
import { targetNamed, targetsOf } from '../../sim/scenario/sinks.ts';
import { parseDuration } from '../../sim/scenario/units.ts';

/** A limit over the scenario's time: AWS's name for it, and its value from each instant to the next. */
export interface Limit {
  name: string;
  steps: { from: number; until: number; value: number }[];
}

/**
 * How many executions at a time a function may have, all its versions and aliases together; for all functions (null), the account's limit.
 * [CON-01] [CON-02] [CON-18]
 */
export function concurrencyLimit(scenario: Scenario, functionName: string | null): Limit {
  const end = seconds(scenario.duration);
  const whole = (name: string, value: number): Limit => ({ name, steps: [{ from: 0, until: end, value }] });
  const target = functionName === null ? null : targetNamed(scenario, functionName);
  const settings = target === null ? undefined : scenario.functions[target.function];
  if (target === null || settings === undefined) return whole('ConcurrentExecutions of the account', scenario.account.ConcurrentExecutions);

  const reserved = settings.ReservedConcurrentExecutions;
  const faults = scenario.faults.filter((fault): fault is FunctionFault => 'function' in fault && fault.function === target.function && fault.ReservedConcurrentExecutions !== undefined);
  if (faults.length === 0) return reserved === undefined ? whole('unreserved part of the account', unreservedPool(scenario)) : whole('ReservedConcurrentExecutions', reserved);

  const spans = faults.map((fault) => ({ from: seconds(fault.from), until: seconds(fault.until), value: fault.ReservedConcurrentExecutions ?? 0 }));
  const marks = [...new Set([0, end, ...spans.flatMap(({ from, until }) => [from, until])])].filter((mark) => mark <= end).sort((one, other) => one - other);
  const steps = marks.slice(0, -1).map((from, index) => ({
    from,
    until: marks[index + 1] ?? end,
    // Where faults overlap, the last written wins.
    value: spans.findLast((span) => span.from <= from && from < span.until)?.value ?? reserved ?? unreservedPool(scenario),
  }));
  return { name: reserved === undefined ? 'unreserved, or as the fault reserves' : 'ReservedConcurrentExecutions', steps };
}

/** The age limits in seconds, shortest first: one for a function; for all together, the shortest and the longest. [AGE-01] */
export function ageLimits(scenario: Scenario, functionName: string | null): number[] {
  const chosen = functionName === null ? targetsOf(scenario) : [targetNamed(scenario, functionName)];
  const limits = chosen.flatMap((target) => (target === null ? [] : [target.settings.EventInvokeConfig.MaximumEventAgeInSeconds]));
  return [...new Set([Math.min(...limits), Math.max(...limits)])];
}

/** A duration of the scenario in seconds. */
export function seconds(duration: string | number): number {
  return (parseDuration(duration) ?? 0) / 1e6;
}
