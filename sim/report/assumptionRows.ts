import { dispatchLatency } from '../scenario/dispatchLatency.ts';
import type { Grade } from '../scenario/field.ts';
import { rowAt, shapeOf } from '../scenario/lookup.ts';
import { type Scenario, scenarioSchema } from '../scenario/schema.ts';

/** One assumption as it was in force in a run. */
export interface AssumptionRow {
  /** Its key under `assumptions`. */
  name: string;
  value: string;
  /** Whether the scenario says something else than the default. */
  changed: boolean;
  /** How sure its default is. */
  grade: Grade | '';
  /** The clause that tells most about it. */
  clause: string;
}

/** Every assumption of a scenario, with its grade: what an answer rests on beside AWS's own words. */
export function assumptionRows(scenario: Scenario): AssumptionRow[] {
  const schema = rowAt(scenarioSchema, ['assumptions'])?.schema;
  const shape = (schema === undefined ? null : shapeOf(schema)) ?? {};
  const written = scenario.assumptions as Record<string, unknown>;
  const inForce: Record<string, unknown> = { ...scenario.assumptions, dispatchLatency: dispatchLatency(scenario.assumptions) };
  return Object.keys(shape).map((name) => {
    const about = rowAt(scenarioSchema, ['assumptions', name])?.about;
    const value = textOf(inForce[name]);
    return {
      name,
      value,
      changed: written[name] !== undefined && value !== textOf(defaults[name]),
      grade: about?.grade ?? '',
      clause: about?.clauses?.[0] ?? '',
    };
  });
}

/** The assumptions of a scenario that says nothing about them. */
const defaults = (scenarioSchema.parse({ version: 1, duration: '1s', functions: { any: {} } }).assumptions ?? {}) as Record<string, unknown>;

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${textOf(inner)}`)
    .join(', ');
}
