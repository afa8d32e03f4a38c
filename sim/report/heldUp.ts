import type { FunctionResult } from '../engines/result.ts';
import type { Scenario } from '../scenario/schema.ts';
import { targetNamed } from '../scenario/sinks.ts';

/** What can make an event wait for a slot: a limit that refuses it or, under `fifo`, lets it queue; or errors of Lambda itself. */
export type HoldUp = 'capacity' | 'systemErrors';

/**
 * What held a function's events up; null if nothing did. Then whatever waits at the end of a minute is only on its way
 * to its first dispatch or in a function-error wait.
 */
export function heldUpBy(scenario: Scenario, name: string, result: FunctionResult): HoldUp | null {
  if (result.metrics.Throttles > 0 || scenario.assumptions.dispatch === 'fifo') return 'capacity';
  const target = targetNamed(scenario, name);
  const faulty = scenario.faults.some((fault) => 'function' in fault && fault.function === target?.function && (fault.systemErrorRate ?? 0) > 0);
  return faulty || (target?.settings.behaviour.systemErrorRate ?? 0) > 0 ? 'systemErrors' : null;
}
