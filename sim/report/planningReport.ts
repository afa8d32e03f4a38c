import type { Scenario } from '../scenario/schema.ts';
import { version } from '../version.ts';
import { type AssumptionRow, assumptionRows } from './assumptionRows.ts';
import { countOf, listed } from './count.ts';
import type { Paint } from './paint.ts';
import { wrapped } from './textTable.ts';

/** What every answer of the planner carries: enough to get it again, and what it rests on. */
export interface PlanningFacts {
  /** The version that answered. */
  headroom: string;
  engine: 'exact';
  seed: string;
  /** Of everything that was tried, together. */
  replications: number;
  /** Present when it was stopped: the answer is what was known by then. */
  stopped?: true;
  /** A run is a stretch of time with a beginning: nothing of it is left out. */
  warmUp: 'none: every run begins empty, as the scenario says, and counts from its first event';
  assumptions: AssumptionRow[];
  /** The command that gives the same answer. */
  command: string;
}

/** The facts of an answer about a scenario. */
export function planningFacts(scenario: Scenario, { replications, stopped, command }: { replications: number; stopped: boolean; command: string }): PlanningFacts {
  return {
    headroom: version,
    engine: 'exact',
    seed: String(scenario.seed),
    replications,
    ...(stopped ? { stopped: true as const } : {}),
    warmUp: 'none: every run begins empty, as the scenario says, and counts from its first event',
    assumptions: assumptionRows(scenario),
    command,
  };
}

/** The facts as the last lines of a report in a terminal. */
export function planningFactLines({ headroom, seed, replications, assumptions, command }: PlanningFacts, { paint, width }: { paint: Paint; width: number }): string[] {
  const changed = assumptions.filter((row) => row.changed).map(({ name, value }) => `${name} ${value}`);
  const dispatch = assumptions.find(({ name }) => name === 'dispatch')?.value ?? '';
  const lines = [
    ...wrapped(
      `Headroom ${headroom}, seed ${seed}, ${countOf(replications, 'replication')}; intervals are 95 %. Runs begin empty and nothing is cut off. ${changed.length === 0 ? `Assumptions as they come: dispatch ${dispatch}, and the rest as headroom run lists them.` : `Assumptions changed: ${listed(changed)}.`}`,
      width,
    ),
    command,
  ];
  return lines.map((line) => paint('faint', line));
}
