import type { Scenario } from './schema.ts';

export type { TraceArrivals } from './traceFile.ts';

/** How an entry of traffic names a trace. */
export type TraceReference = Extract<Scenario['traffic'][number]['arrivals'], { trace: unknown }>['trace'];

/** The trace that an entry of traffic replays; null for any other arrivals. */
export function traceOf(scenario: Scenario, index: number): TraceReference | null {
  const arrivals = scenario.traffic[index]?.arrivals;
  return arrivals !== undefined && 'trace' in arrivals ? arrivals.trace : null;
}

/** The distinct trace files that a scenario refers to, as it names them: relative to the scenario file. */
export function traceFiles(scenario: Scenario): string[] {
  return [...new Set(scenario.traffic.flatMap((_, index) => traceOf(scenario, index)?.file ?? []))];
}
